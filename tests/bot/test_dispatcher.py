"""What becomes of updates when things go wrong: crashes, faults of Telegram and of our own."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import httpx
import pytest
from aiohttp import ClientTimeout

from bot import connections
from tests.support import (
    REPOSITORY,
    Connection,
    Database,
    Process,
    Spawn,
    black_hole,
    eventually,
    free_port,
)
from tests.support.bot import (
    HEADERS,
    Json,
    Person,
    Sandbox,
    Shop,
    bot_settings,
    environment,
    hurried,
    open_listener,
    open_shop,
    settled,
)
from tests.support.sandbox import TOKEN

StartBot = Callable[..., Awaitable[tuple[Process, int]]]

RESIDENT = "process_resident_memory_bytes "
RECEIVE = """
select inbox.receive_events(
  'inbox', 'telegram', '{1}', '{null}', array[$1], array[$2::bytea], '{true}'
)
"""
BREAK = """
    alter function {0} rename to broken;
    create function {1} language plpgsql security definer as
    $$ begin raise exception using errcode = 'TK032', message = 'a fault of ours'; end $$;
    grant execute on function {0} to tickover_bot;
"""
PLANS = (
    "api.plans(bigint, bigint, boolean)",
    """api.plans(p_telegram_id bigint, p_subscription_id bigint default null,
      p_new boolean default false) returns table (
      plan_id bigint, title text, benefits text, from_amount bigint, currency text,
      is_current boolean
    )""",
)
PAYMENT = (
    "api.book_payment(text, text)",
    """api.book_payment(text, text) returns table (
      outcome text, amount bigint, currency text, balance bigint,
      fulfilled_plan_title text, fulfilled_ends_at timestamptz, renewed boolean, told boolean
    )""",
)


IN_REAL_TIME = pytest.mark.parametrize("bots_clock", [time.monotonic], ids=["real"])


@pytest.fixture
def bots_clock() -> Callable[[], float]:
    """Of its limits; a test of them takes IN_REAL_TIME."""
    return hurried


@pytest.fixture
async def shop(
    database: Database, db: Connection, telegram: Sandbox, bots_clock: Callable[[], float]
) -> AsyncIterator[Shop]:
    await db.execute("update outbox.topics set backoff_min = '20 ms', backoff_max = '50 ms'")
    async with open_shop(database, db, telegram, clock=bots_clock) as it:
        yield it


@pytest.fixture
def start_bot(spawn: Spawn, database: Database, telegram: Sandbox) -> StartBot:
    """Starts a bot process and waits until it answers, and Telegram knows where to send updates."""

    async def start(*, preloaded: bool = True) -> tuple[Process, int]:
        port = free_port()
        env = environment(bot_settings(database, telegram, port))
        process = spawn("-m", "bot", env=env, preloaded=preloaded)

        async def set_up() -> bool:
            assert process.popen.poll() is None, process.log.read_text()
            return "Telegram is set up" in process.log.read_text()

        await eventually(set_up, within=60)
        return process, port

    return start


async def pause(db: Connection, until: str | None) -> None:
    await db.execute(
        "update outbox.topics set paused_until = $1::text::timestamptz where name = 'inbox'", until
    )


async def unhurried(db: Connection) -> None:
    """So that a test can fix what is broken before the tries are used up."""
    await db.execute(
        "update outbox.topics set backoff_min = '1 s', backoff_max = '1 s' where name = 'inbox'"
    )


async def attempts(db: Connection) -> int:
    tried: int | None = await db.fetchval("select max(attempts) from outbox.lanes")
    return tried or 0


async def dead(db: Connection) -> list[Json]:
    return [
        dict(row) for row in await db.fetch("select kind, reason, error from outbox.dead_letters")
    ]


async def put_back(shop: Shop, more_than: float = 0) -> float:
    """Waits until a chat was put back after a failure, for more than so many seconds; returns for
    how many."""

    async def waits() -> float | None:
        wait: float | None = await shop.db.fetchval(
            """
            select max(extract(epoch from l.ready_at - clock_timestamp()))::float
            from outbox.lanes as l
            where l.last_error is not null
              and l.token is null
              and l.ready_at > clock_timestamp() + make_interval(secs => $1)
            """,
            more_than,
        )
        return wait

    return await eventually(waits) or 0


async def try_again(shop: Shop) -> None:
    await put_back(shop)
    await wake(shop)


async def wake(shop: Shop) -> None:
    """No chat waits any longer, nor the bot for the time when it looks by itself."""
    await shop.db.execute("""
        update outbox.lanes set ready_at = clock_timestamp() where token is null and waiting > 0;
        select pg_notify('outbox_inbox', '')
    """)


async def later(shop: Shop, time: str) -> None:
    """All that waits has waited for so long."""
    await shop.db.execute(f"""
        update inbox.events set received_at = received_at - interval '{time}';
        update outbox.lanes
        set ready_at = ready_at - interval '{time}' where ready_at > '-infinity';
        select pg_notify('outbox_inbox', '')
    """)


def at(call: Json) -> datetime:
    return datetime.fromisoformat(call["time"])


@pytest.mark.long
async def test_what_a_killed_bot_left_unprocessed_is_done_by_the_next_one_once(
    db: Connection, telegram: Sandbox, start_bot: StartBot
) -> None:
    first, _ = await start_bot()
    await pause(db, "infinity")
    ann = telegram.person()
    await ann.write("/start")

    async def committed() -> bool:
        return bool(await db.fetchval("select count(*) from inbox.events"))

    await eventually(committed)
    first.kill()
    assert await telegram.requests("sendMessage") == []

    await start_bot()
    await pause(db, None)
    await ann.sees("Try it first")
    assert len(await telegram.requests("sendMessage")) == 1
    assert await db.fetchval("select count(*) from app.audit where action = 'user.created'") == 1


@pytest.mark.long
async def test_a_bot_killed_in_the_middle_leaves_one_effect(
    db: Connection, telegram: Sandbox, start_bot: StartBot
) -> None:
    """The trial is committed, Telegram has not answered yet: killed. The next bot draws the key."""
    await db.execute(
        "update outbox.topics set call_timeout = '2 s', lease = '4 s' where name = 'inbox'"
    )
    first, _ = await start_bot()
    ann = telegram.person()
    await ann.arrive()
    await settled(telegram, db)
    await telegram.faults(chat_rate=0, rate=0, latency_ms=60_000)
    await ann.tap_data("trial", 2)

    async def granted() -> bool:
        return bool(await db.fetchval("select count(*) from billing.trials"))

    await eventually(granted)
    first.kill()
    await telegram.faults(chat_rate=0, rate=0)
    await start_bot()
    # The screen of the key, which says something else when the bot took longer than 15 s to start.
    await ann.sees("Connect\n")
    assert await db.fetchval("select count(*) from billing.periods") == 1
    assert (await ann.chat())["alerts"] == []


@pytest.mark.long
async def test_two_bots_keep_the_order_of_each_chat(
    db: Connection, telegram: Sandbox, start_bot: StartBot
) -> None:
    commands = {"/profile": "No subscription yet", "/buy": "Choose a plan", "/help": "How Tickover"}
    people = [telegram.person(3000 + number) for number in range(6)]
    await asyncio.gather(start_bot(), start_bot())
    for person in people:
        await person.arrive()
    since = await telegram.last_request()
    sent = [*commands] * 3  # with the menu as many as a chat gets at once
    await pause(db, "infinity")
    for command in sent:
        for person in people:
            await person.write(command)

    async def all_stored() -> bool:
        waiting: int = await db.fetchval("select count(*) from outbox.messages")
        return waiting == len(sent) * len(people)

    await eventually(all_stored)
    await pause(db, None)

    async def answers() -> list[Json] | None:
        found = await telegram.requests("sendMessage", since)
        return found if len(found) >= len(sent) * len(people) else None

    found = await eventually(answers, within=30)
    assert found
    for person in people:
        texts = [call["params"]["text"] for call in found if call["chat_id"] == person.id]
        expected = [commands[command] for command in sent]
        assert [
            word for text, word in zip(texts, expected, strict=True) if word in text
        ] == expected


async def test_a_duplicated_update_takes_effect_once(shop: Shop, ann: Person) -> None:
    await shop.sandbox.faults(chat_rate=0, rate=0, duplicate_update=True)
    since = await shop.sandbox.last_request()
    await ann.write("/profile")
    await ann.sees("No subscription yet")
    await shop.settled()
    assert len(await shop.sandbox.requests("sendMessage", since)) == 1


@pytest.mark.long
async def test_a_fault_of_ours_is_tried_again_then_told_and_put_aside(
    shop: Shop, ann: Person
) -> None:
    await shop.db.execute(BREAK.format(*PLANS))
    await ann.tap("Subscription")
    sorry = await ann.sees("Something went wrong on our side")
    assert "Your money is safe" in sorry["text"]
    await shop.settled()
    (letter,) = await dead(shop.db)
    assert letter["reason"] == "rejected"
    assert letter["error"] == "failed 3 times: UnknownPostgresError TK032: a fault of ours"

    await ann.tap("Menu")

    async def one_screen() -> bool:
        ids = [message["message_id"] for message in await ann.from_bot()]
        return ids == [sorry["message_id"]]

    await eventually(one_screen)


@pytest.mark.long
async def test_a_fault_that_passes_is_not_told(shop: Shop, ann: Person) -> None:
    await unhurried(shop.db)
    await shop.db.execute(BREAK.format(*PLANS))
    await ann.tap("Subscription")

    async def failed() -> bool:
        return await attempts(shop.db) > 0

    await eventually(failed)
    await shop.db.execute(f"drop function {PLANS[0]}; alter function api.broken rename to plans")
    await ann.sees("Choose a plan")
    assert await dead(shop.db) == []
    assert len(await ann.from_bot()) == 1


@pytest.mark.long
async def test_a_payment_is_never_given_up_on(shop: Shop, ann: Person) -> None:
    await shop.db.execute("update outbox.topics set max_attempts = 100000")
    await ann.tap_data("topup:25000", 2)
    await shop.settled()
    (invoice,) = await ann.invoices()
    await shop.db.execute(BREAK.format(*PAYMENT))
    assert (await ann.pay(invoice["message_id"]))["paid"]
    await ann.sees("Your money is safe")

    async def tried_on() -> bool:
        return await attempts(shop.db) > 5

    await eventually(tried_on)
    await shop.db.execute(
        f"drop function {PAYMENT[0]}; alter function api.broken rename to book_payment"
    )
    await ann.sees("250 ₽ received")
    assert await dead(shop.db) == []


@pytest.mark.long
@IN_REAL_TIME
async def test_a_flood_answer_pauses_both_ways_and_costs_no_attempt(
    shop: Shop, ann: Person
) -> None:
    await shop.sandbox.faults(flood=True, retry_after=1)
    await ann.tap("Balance")

    async def paused() -> bool:
        value = await shop.db.fetchval(
            """select paused_until > clock_timestamp() from outbox.destinations
               where topic = 'telegram'"""
        )
        return bool(value)

    await eventually(paused)
    assert await attempts(shop.db) <= 1
    await shop.sandbox.faults(chat_rate=0, rate=0)
    await ann.sees("Plans and renewals")


@pytest.mark.long
@IN_REAL_TIME
async def test_during_a_ban_nobody_calls_and_after_it_everybody_is_answered(
    shop: Shop, ann: Person
) -> None:
    """A broadcast that people answer: what one answer is told, all chats and both ways obey."""
    people = [shop.sandbox.person(4000 + number) for number in range(40)]
    since = await shop.sandbox.last_request()
    await shop.sandbox.faults(flood=True, retry_after=3)
    for person in people:
        await person.write("/start")

    async def told() -> list[Json]:
        return [call for call in await shop.sandbox.requests(since=since) if call["status"] == 429]

    first = at((await eventually(told))[0])
    await shop.sandbox.faults(chat_rate=0, rate=0)

    async def answered() -> bool:
        sent = await shop.sandbox.requests("sendMessage", since)
        return len([call for call in sent if call["status"] == 200]) == len(people)

    await eventually(answered, within=30)
    calls = [
        (at(call) - first).total_seconds() for call in await shop.sandbox.requests(since=since)
    ]
    assert [seconds for seconds in calls if 0.5 < seconds < 2.8] == []
    assert await dead(shop.db) == []


@pytest.mark.long
@IN_REAL_TIME
async def test_answers_and_notices_share_telegrams_limit(
    shop: Shop, database: Database, ann: Person
) -> None:
    """Each alone would stay within 30/s; together they would not, if one did not know the other."""
    await shop.sandbox.faults(chat_rate=1, rate=30, retry_after=30)
    await shop.db.execute("""
        select api.start(5000 + n, sha256(n::text::bytea), null, 'Bob', 'en')
        from generate_series(1, 100) as n
    """)
    for number in range(100):
        await shop.sandbox.person(5001 + number).write("hello")
    await shop.settled()
    since = await shop.sandbox.last_request()
    await shop.db.execute("select app.notify(id, 'alarm-over', '{\"name\": \"x\"}') from app.users")
    async with open_listener(database, shop.sandbox):
        for number in range(100):
            await shop.sandbox.person(6000 + number).write("/start")

        async def all_sent() -> bool:
            return len(await shop.sandbox.requests("sendMessage", since)) >= 201

        await eventually(all_sent, within=30)
    calls = await shop.sandbox.requests(since=since)
    assert [call for call in calls if call["status"] == 429] == []


@pytest.mark.long
@IN_REAL_TIME
async def test_a_pause_that_cannot_be_put_on_record_is_kept_all_the_same(
    shop: Shop, ann: Person
) -> None:
    await shop.db.execute("alter function api.pause_telegram rename to gone")
    since = await shop.sandbox.last_request()
    await shop.sandbox.faults(flood=True, retry_after=2)
    await ann.tap("Balance")

    async def told() -> list[Json]:
        return [call for call in await shop.sandbox.requests(since=since) if call["status"] == 429]

    first = at((await eventually(told))[0])
    await shop.sandbox.faults(chat_rate=0, rate=0)
    await ann.sees("Plans and renewals")
    calls = [
        (at(call) - first).total_seconds() for call in await shop.sandbox.requests(since=since)
    ]
    assert [seconds for seconds in calls if 0.5 < seconds < 1.8] == []
    assert await dead(shop.db) == []


@pytest.mark.long
@IN_REAL_TIME
async def test_one_chat_that_hammers_stops_nobody_else(shop: Shop, ann: Person) -> None:
    """Its own flood is queued here; and were it told to wait, it alone would."""
    bob = shop.sandbox.person(1002)
    await bob.arrive()
    await shop.sandbox.faults(rate=30, chat_rate=1, chat_burst=5, retry_after=8)
    for _ in range(20):
        await ann.write("/profile")

    async def told() -> bool:
        calls = await shop.sandbox.requests("sendMessage")
        return any(call["status"] == 429 for call in calls)

    await eventually(told)
    await bob.asks("/help", "How Tickover")
    assert not await shop.db.fetchval(
        "select exists (select from outbox.destinations where paused_until > clock_timestamp())"
    )


@pytest.mark.long
@pytest.mark.parametrize("fault", [{"down": True}, {"down": 503}, {"fail": 1}])
async def test_a_short_outage_of_telegram_buries_nothing(
    shop: Shop, ann: Person, fault: dict[str, object]
) -> None:
    await unhurried(shop.db)
    await shop.sandbox.faults(**fault)
    since = await shop.sandbox.last_request()
    await ann.tap("Balance")

    async def tried() -> bool:
        return len(await shop.sandbox.requests(since=since)) > 0

    await eventually(tried)
    await shop.sandbox.faults(chat_rate=0, rate=0)
    await ann.sees("Plans and renewals")
    assert await dead(shop.db) == []


@pytest.mark.long
async def test_a_lost_answer_ends_with_one_screen_on_record(shop: Shop, ann: Person) -> None:
    """The edit was done, the answer lost: doing it again finds nothing to modify."""
    await unhurried(shop.db)
    await shop.sandbox.faults(lost_answer=1)
    await ann.tap("Balance")
    await ann.sees("Plans and renewals")
    await shop.sandbox.faults(chat_rate=0, rate=0)
    await shop.settled()
    assert len(await ann.from_bot()) == 1


@pytest.mark.long
@pytest.mark.parametrize("fault", [{"down": True}, {"down": 503}, {"fail": 1}, {"broken": 1}])
async def test_a_long_outage_of_telegram_buries_nothing(
    shop: Shop, ann: Person, fault: dict[str, object]
) -> None:
    """More tries than a topic has attempts, whatever stands in Telegram's place."""
    most: int = await shop.db.fetchval("select max(max_attempts) from outbox.topics")
    await shop.sandbox.faults(chat_rate=0, rate=0, **fault)
    await ann.tap("Balance")
    for _ in range(most + 2):
        await try_again(shop)
    await put_back(shop)
    assert await attempts(shop.db) == 0
    await shop.sandbox.faults(chat_rate=0, rate=0)
    await wake(shop)
    await ann.sees("Plans and renewals")
    assert await dead(shop.db) == []


async def test_what_nobody_waits_for_is_answered_with_what_is_true_by_then(
    shop: Shop, ann: Person
) -> None:
    """Taps of an hour without Telegram: what they meant is done, the menu says so, once."""
    await shop.sandbox.faults(chat_rate=0, rate=0, down=True)
    await ann.tap_data("trial", 2)
    await ann.write("/help")
    await try_again(shop)
    await later(shop, "1 hour")

    async def handed_over() -> bool:
        waiting = await shop.db.fetch("""
            select m.kind, m.payload ->> 'screen' as screen
            from outbox.messages as m
            where m.topic = 'inbox'
        """)
        return [tuple(row) for row in waiting] == [("inbox.refresh", "unanswered")]

    await eventually(handed_over)
    assert not await shop.db.fetchval(
        "select exists (select from inbox.events where raw is not null)"
    )
    since = await shop.sandbox.last_request()
    await shop.sandbox.faults(chat_rate=0, rate=0)
    await wake(shop)
    menu = await ann.sees("Free trial")
    assert "0\xa0₽" in menu["text"]
    await shop.settled()
    edits = await shop.sandbox.requests("editMessageText", since)
    assert len([edit for edit in edits if edit["status"] == 200]) == 1
    assert [message["message_id"] for message in await ann.from_bot()] == [menu["message_id"]]
    assert await dead(shop.db) == []


async def test_a_screen_that_cannot_be_drawn_holds_no_chat_for_ever(
    shop: Shop, ann: Person
) -> None:
    await shop.sandbox.faults(chat_rate=0, rate=0, broken=1)
    await shop.db.execute("select api.redraw($1)", ann.id)
    await try_again(shop)
    await shop.db.execute("""
        update outbox.messages
        set payload = jsonb_set(payload, '{asked_at}', to_jsonb(now() - interval '7 hours'))
    """)
    await wake(shop)
    await shop.settled()
    assert await dead(shop.db) == []


async def test_what_is_sent_in_doubt_is_sent_ever_more_seldom(shop: Shop, ann: Person) -> None:
    """Each link is made and each answer is lost: an hour of that is no hundred links."""
    await shop.sandbox.faults(chat_rate=0, rate=0, lost_answer=1)
    await ann.tap_data("topup:25000", 2)
    assert await put_back(shop) <= 3
    await later(shop, "9 minutes")
    assert 50 < await put_back(shop, more_than=3) <= 60
    await later(shop, "2 minutes")

    async def handed_over() -> bool:
        return bool(await shop.db.fetchval("select kind = 'inbox.refresh' from outbox.messages"))

    await eventually(handed_over)
    assert len(await shop.sandbox.requests("createInvoiceLink")) == 3
    assert await dead(shop.db) == []


@pytest.mark.long
async def test_a_payment_that_nobody_hears_of_is_done(shop: Shop, ann: Person) -> None:
    await ann.tap_data("topup:25000", 2)
    await shop.settled()
    (invoice,) = await ann.invoices()
    await pause(shop.db, "infinity")
    assert (await ann.pay(invoice["message_id"]))["paid"]
    await shop.sandbox.faults(chat_rate=0, rate=0, lost_answer=1)
    await pause(shop.db, None)
    await ann.sees("250 ₽ received")

    async def given_up() -> bool:
        """Only what draws the screen goes on."""
        return not await shop.db.fetchval(
            "select count(*) from outbox.messages where kind = 'inbox.update'"
        )

    await eventually(given_up)
    thanks = [message for message in await ann.from_bot() if "received" in (message["text"] or "")]
    assert 1 < len(thanks) <= 3
    assert await dead(shop.db) == []
    assert await shop.db.fetchval("select count(*) from billing.payments") == 1


async def test_a_telegram_that_cannot_be_reached_costs_no_attempt(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    async with open_shop(database, db, telegram, telegram_api=nowhere):
        await db.execute(RECEIVE, "5", HELLO.encode())

        async def put_back() -> bool:
            untouched = (
                "select l.attempts = 0 from outbox.lanes as l where l.last_error is not null"
            )
            return bool(await db.fetchval(untouched))

        await eventually(put_back)
        assert await dead(db) == []


async def test_a_telegram_that_swallows_connections_costs_no_attempt(
    database: Database, db: Connection, telegram: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No connection comes about, which is another thing than an answer that does not come."""
    real = connections.TELEGRAM_TIMEOUT
    assert real.sock_connect is not None
    assert real.total is not None
    assert real.sock_connect < real.total / 2
    quick = ClientTimeout(total=10, sock_connect=0.3)
    monkeypatch.setattr(connections, "TELEGRAM_TIMEOUT", quick)
    with black_hole() as port:
        nowhere = f"http://127.0.0.1:{port}"
        async with open_shop(database, db, telegram, telegram_api=nowhere):
            await db.execute(RECEIVE, "5", PAID.encode())

            async def put_back() -> bool:
                errors = await db.fetch("select attempts from outbox.lanes where last_error <> ''")
                return [row["attempts"] for row in errors] == [0]

            await eventually(put_back)
            assert await dead(db) == []


async def test_who_blocked_the_bot_is_noted_at_the_first_refusal(shop: Shop, ann: Person) -> None:
    await shop.sandbox.faults(blocked=True)
    await ann.write("/profile")

    async def unreachable() -> bool:
        since = await shop.db.fetchval("select unreachable_since from app.telegram_identities")
        return since is not None

    await eventually(unreachable)
    await shop.settled()
    assert await dead(shop.db) == []


async def test_a_refused_token_stops_the_inbox_and_loses_nothing(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    async with open_shop(database, db, telegram, bot_token="1:wrong") as shop:
        await db.execute(RECEIVE, "5", HELLO.encode())

        async def stopped() -> bool:
            paused = await db.fetchval(
                "select paused_until is not null from outbox.destinations where topic = 'inbox'"
            )
            return bool(paused)

        await eventually(stopped)
        assert await dead(shop.db) == []
        assert await db.fetchval("select count(*) from outbox.messages") == 1


@pytest.mark.long
async def test_a_method_that_an_old_server_lacks_costs_one_answer(shop: Shop, ann: Person) -> None:
    """It answers 404 as to a token that never existed, which would stop all chats."""
    await shop.sandbox.faults(lacks=["sendmessage"])
    await ann.write("/profile")

    async def put_aside() -> bool:
        return bool(await dead(shop.db))

    await eventually(put_aside)
    (letter,) = await dead(shop.db)
    assert letter["error"] == "failed 3 times: TelegramNotFound"
    asked = "select count(*) from outbox.destinations where paused_until is not null"
    assert await shop.db.fetchval(asked) == 0
    await shop.sandbox.faults(lacks=[])
    await ann.write("/profile")
    await ann.sees("No subscription yet")


PAID = """{"update_id": 1, "message": {
    "message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"},
    "from": {"id": 5, "is_bot": false, "first_name": "Bob"},
    "successful_payment": {
      "currency": "RUB", "total_amount": 25000, "invoice_payload": "none of ours",
      "telegram_payment_charge_id": "a charge", "provider_payment_charge_id": "another"
    }
}}"""
HELLO = """{"update_id": 1, "message": {
  "message_id": 1, "date": 1, "text": "hello",
  "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "is_bot": false, "first_name": "Eve"}
}}"""


@pytest.mark.long
@pytest.mark.parametrize(
    "update", ['{"update_id": 1, "message": {"text": 5}}', '{"update_id": 1, "new_kind": {}}']
)
async def test_what_nobody_knows_is_left_for_a_newer_bot_for_an_hour(
    shop: Shop, update: str
) -> None:
    """Then it is forgotten: people can make such updates, and need not be read by operators."""
    await shop.db.execute(RECEIVE, "none", update.encode())

    async def put_back() -> bool:
        waits = "select l.attempts = 0 from outbox.lanes as l where l.last_error ~ 'does not know'"
        return bool(await shop.db.fetchval(waits))

    await eventually(put_back)
    assert await dead(shop.db) == []
    await shop.db.execute("update inbox.events set received_at = received_at - interval '1 hour'")
    await shop.db.execute("update outbox.lanes set ready_at = clock_timestamp()")
    await shop.settled()
    assert await dead(shop.db) == []
    assert await shop.db.fetchval("select raw from inbox.events") is None
    assert "tickover_updates_dropped_total 1.0" in (await shop.http.get("/metrics")).text


async def test_a_kind_that_nobody_knows_is_left_for_a_newer_bot(shop: Shop) -> None:
    await shop.db.execute("""
        insert into outbox.kinds (name, topic, in_doubt, description)
        values ('inbox.hint', 'inbox', 'repeat', 'Of the next release.');
        select outbox.enqueue('inbox.hint', '50901', '{}')
    """)

    async def put_back() -> bool:
        waits = "select l.attempts = 0 from outbox.lanes as l where l.last_error ~ 'unknown: kind'"
        return bool(await shop.db.fetchval(waits))

    await eventually(put_back)
    assert await dead(shop.db) == []


async def test_polling_feeds_the_same_inbox(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    ann = telegram.person()
    await ann.write("/start")
    changes = {"telegram_mode": "polling", "webhook_url": None, "webhook_secret": None}
    async with open_shop(database, db, telegram, **changes) as shop:
        await ann.sees("Try it first")
        await ann.tap("Support")
        await ann.sees("a person answers here")
        refused = await shop.http.post("/telegram", json={"update_id": 1})
        assert refused.status_code == 401
    assert await db.fetchval("select count(*) from inbox.events") == 2


async def test_polling_goes_on_while_telegram_bans_the_bot(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    await db.execute("select api.pause_telegram(600)")
    ann = telegram.person()
    await ann.write("/start")
    changes = {"telegram_mode": "polling", "webhook_url": None, "webhook_secret": None}
    async with open_shop(database, db, telegram, **changes):

        async def stored() -> bool:
            return bool(await db.fetchval("select exists (select from inbox.events)"))

        await eventually(stored)
    assert {call["method"] for call in await telegram.requests()} == {"getUpdates"}


async def test_no_words_of_a_user_are_logged(
    db: Connection, telegram: Sandbox, start_bot: StartBot
) -> None:
    """Nor of one whose update is of a kind that nobody knows: aiogram would print it whole."""
    process, port = await start_bot()
    chat = {"id": 5, "type": "private"}
    forwarded = {"origin": {"type": "of next year", "date": 1}, "text": "a-secret-of-hers"}
    updates: list[Json] = [
        {"update_id": 1, "new_kind": {"text": "a-secret-of-hers"}},
        {"update_id": 2, "message": {"message_id": 1, "date": 1, "chat": chat, **forwarded}},
        {"update_id": 3, "message": {"text": "a-secret-of-hers"}},
    ]
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=url, headers=HEADERS, timeout=30) as http:
        for update in updates:
            assert (await http.post("/telegram", json=update)).status_code == 200

    async def handled() -> bool:
        return bool(
            await db.fetchval("""
            select count(*) filter (where processed_at is not null) = 1
              and count(*) filter (where l.last_error is not null) = 2
            from inbox.events as u
            left join outbox.lanes as l on l.topic = 'inbox' and l.lane = u.lane
        """)
        )

    await eventually(handled)
    log = process.log.read_text()
    assert "a-secret-of-hers" not in log
    assert all(isinstance(json.loads(line), dict) for line in log.splitlines())


@pytest.mark.long
async def test_sigterm_finishes_and_leaves_no_lease(
    db: Connection, telegram: Sandbox, start_bot: StartBot
) -> None:
    process, _ = await start_bot()
    ann = telegram.person()
    await ann.arrive()
    await settled(telegram, db)
    await telegram.faults(chat_rate=0, rate=0, latency_ms=500)
    since = await telegram.last_request()
    await ann.tap("Balance")

    async def in_hand() -> bool:
        return bool(await telegram.requests("editMessageText", since))

    await eventually(in_hand)
    assert await asyncio.to_thread(process.stop) == 0
    await ann.sees("Plans and renewals")
    assert await db.fetchval("select count(*) from outbox.messages") == 0
    log = process.log.read_text()
    assert "a-webhook-secret" not in log
    assert TOKEN not in log


async def test_a_bot_process_stays_small(telegram: Sandbox, start_bot: StartBot) -> None:
    _, port = await start_bot(preloaded=False)
    await telegram.person().arrive()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        metrics = (await http.get("/metrics")).text
    (line,) = [line for line in metrics.splitlines() if line.startswith(RESIDENT)]
    assert float(line.removeprefix(RESIDENT)) < 155e6


@pytest.mark.long
def test_types_that_are_built_late_are_the_same() -> None:
    """All that aiogram has can be built after a lean load, and validates."""
    program = """if True:
        import bot
        from aiogram import methods, types
        for module in (types, methods):
            for each in (getattr(module, name) for name in module.__all__):
                if hasattr(each, "model_rebuild"):
                    each.model_rebuild(force=True)
                    assert each.__pydantic_complete__, each
        chat = {"id": 5, "type": "private"}
        message = {"message_id": 1, "date": 1, "chat": chat, "text": "hello"}
        update = types.Update.model_validate({"update_id": 1, "message": message})
        assert update.message.chat.type == "private"
        assert methods.SendMessage(chat_id=5, text="hello").text == "hello"
    """
    subprocess.run([sys.executable, "-c", program], check=True, cwd=REPOSITORY)
