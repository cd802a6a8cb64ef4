"""Money is read first: whatever else is in an update, and whatever else is broken, it is booked,
and the payer hears of it; and a newer database has room for an older bot."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, TelegramMethod

from tests.support import ANN, Connection, Database, eventually
from tests.support.bot import HEADERS, Json, Person, Sandbox, Shop, open_shop, plain

# What people forward or answer to may be of a type that came after this program.
OF_NEXT_YEAR = {"type": "of next year", "date": 1}


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    await db.execute("update outbox.topics set backoff_min = '20 ms', backoff_max = '50 ms'")
    async with open_shop(database, db, telegram) as it:
        yield it


@pytest.fixture
async def ann(shop: Shop) -> Person:
    ann = shop.sandbox.person()
    await ann.arrive()
    await shop.settled()
    return ann


def message(update_id: int, telegram_id: int = ANN, **fields: object) -> Json:
    return {
        "update_id": update_id,
        "message": {
            "message_id": 4711,
            "date": 1,
            "from": {"id": telegram_id, "is_bot": False, "first_name": "Ann"},
            "chat": {"id": telegram_id, "type": "private"},
            **fields,
        },
    }


def paid(charge: str = "charge", amount: int = 25000) -> Json:
    return {
        "currency": "RUB",
        "total_amount": amount,
        "invoice_payload": "none of ours",
        "telegram_payment_charge_id": charge,
        "provider_payment_charge_id": "provider's",
    }


async def post(shop: Shop, update: Json) -> None:
    answer = await shop.http.post("/telegram", json=update, headers=HEADERS)
    assert answer.status_code == 200
    await shop.settled()


async def booked(db: Connection) -> list[Json]:
    rows = await db.fetch("select user_id is not null as known, amount from billing.payments")
    return [dict(row) for row in rows]


async def later(db: Connection, minutes: int = 3) -> None:
    """The job runs when so much real time is over."""
    await db.execute(
        """
        update inbox.money_events
        set received_at = received_at - $1::integer * interval '1 minute',
            closed_at = closed_at - $1::integer * interval '1 minute'
        """,
        minutes,
    )
    await db.execute("select jobs.book_payments(50)")


async def notices(db: Connection) -> list[str]:
    rows = await db.fetch(
        "select payload ->> 'text' as text from outbox.messages where topic = 'telegram'"
    )
    return [row["text"] for row in rows]


async def test_a_payment_in_a_group_is_booked_and_told_by_a_notice(shop: Shop, ann: Person) -> None:
    group = {"id": -100, "type": "supergroup", "title": "Friends"}
    await post(shop, message(901, chat=group, successful_payment=paid()))
    assert await booked(shop.db) == [{"known": True, "amount": 25000}]
    assert await notices(shop.db) == []
    await later(shop.db)
    assert await notices(shop.db) == ["payment-credited-late"]
    await later(shop.db)
    assert await notices(shop.db) == ["payment-credited-late"]


async def test_a_payment_beside_something_new_is_booked_and_told(shop: Shop, ann: Person) -> None:
    quoted = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": ANN, "type": "private"},
        "forward_origin": OF_NEXT_YEAR,
    }
    await post(shop, message(901, successful_payment=paid(), reply_to_message=quoted))
    assert await booked(shop.db) == [{"known": True, "amount": 25000}]
    await ann.sees("250 ₽ received")
    await later(shop.db)
    assert await notices(shop.db) == []


async def test_a_forwarded_message_of_a_new_type_is_answered_and_forgotten(
    shop: Shop, ann: Person
) -> None:
    before = await ann.from_bot()
    await post(shop, message(901, text="look", forward_origin=OF_NEXT_YEAR))
    await ann.sees("Try it first", beside=before)
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters") == 0
    assert await shop.db.fetchval("select count(*) from inbox.events where raw is not null") == 0


async def test_a_payment_without_a_payer_is_in_suspense(shop: Shop, ann: Person) -> None:
    update = message(901, chat={"id": -100, "type": "group"}, successful_payment=paid())
    del update["message"]["from"]
    await post(shop, update)
    assert await booked(shop.db) == [{"known": False, "amount": 25000}]


async def test_a_stranger_hears_that_the_money_is_held(shop: Shop) -> None:
    """Not that his balance is zero."""
    bob = shop.sandbox.person(2002)
    await bob.write("hello")
    await bob.sees("Send /start and we begin")
    await post(shop, message(901, 2002, successful_payment=paid()))
    said = await bob.sees("We have your payment of 250 ₽")
    assert "Balance" not in plain(said["text"])


async def test_a_payment_in_an_update_that_nobody_can_read_is_booked(
    shop: Shop, ann: Person
) -> None:
    update = {"update_id": 901, "message": {"from": {"id": ANN}, "successful_payment": paid()}}
    await post(shop, update)
    assert await booked(shop.db) == [{"known": True, "amount": 25000}]
    await later(shop.db)
    assert await notices(shop.db) == ["payment-credited-late"]


async def test_a_payment_that_was_taken_back_is_off_the_balance(shop: Shop, ann: Person) -> None:
    await post(shop, message(901, successful_payment=paid()))
    await post(shop, message(902, refunded_payment=paid()))
    await later(shop.db)
    event = await shop.db.fetchrow("select * from ops.money_events where kind = 'refund'")
    assert event is not None
    assert (event["state"], event["amount"]) == ("refunded", 25000)
    assert event["payment_id"] == await shop.db.fetchval("select id from billing.payments")
    balance = "select sum(balance) from ledger.accounts where name = 'cash'"
    assert await shop.db.fetchval(balance) == 0


async def test_what_was_taken_back_and_is_not_known_waits_for_an_operator(
    shop: Shop, ann: Person
) -> None:
    await post(shop, message(902, refunded_payment=paid()))
    await later(shop.db)
    assert await shop.db.fetchval("select state from ops.money_events") == "taken_back"
    assert await shop.db.fetchval("select count(*) from jobs.alarms where name = 'money_unclear'")


async def test_a_payment_is_booked_without_the_bot(shop: Shop, ann: Person) -> None:
    """The release is half out: the bot's call is not there. The money does not wait for it."""
    await shop.db.execute("alter function api.book_payment(text, text) rename to gone")
    answer = await shop.http.post(
        "/telegram", json=message(901, successful_payment=paid()), headers=HEADERS
    )
    assert answer.status_code == 200
    await ann.sees("Your money is safe")
    assert await booked(shop.db) == []
    await later(shop.db, 1)
    assert await booked(shop.db) == [{"known": True, "amount": 25000}]
    assert await notices(shop.db) == ["payment-credited-late"]


async def test_who_was_told_by_a_notice_is_not_told_by_a_screen(shop: Shop, ann: Person) -> None:
    """Telegram is away for longer than the payer shall wait for a word."""
    await shop.db.execute("select ops.pause('inbox', 'until the notice is written')")
    answer = await shop.http.post(
        "/telegram", json=message(901, successful_payment=paid()), headers=HEADERS
    )
    assert answer.status_code == 200
    await later(shop.db)
    assert await notices(shop.db) == ["payment-credited-late"]
    before = await ann.from_bot()
    await shop.db.execute("select ops.resume('inbox')")
    await shop.settled()
    assert await ann.from_bot() == before


async def test_what_a_lost_screen_had_bought_is_told(shop: Shop, ann: Person) -> None:
    await ann.goes("Subscription", "Choose a plan", "Basic · from 149 ₽", "For how long?")
    await ann.goes("30 days · 149 ₽", "Your order", "Top up 149 ₽", "")
    invoice = await ann.invoice()
    await shop.sandbox.faults(chat_rate=0, rate=0)
    shop.components.bot.session.middleware(refuse("sendMessage", "editMessageText"))
    assert (await ann.pay(invoice["message_id"]))["paid"]

    async def bought() -> bool:
        return bool(await shop.db.fetchval("select count(*) from billing.periods"))

    await eventually(bought)
    await later(shop.db)
    assert await notices(shop.db) == ["cart-bought"]


async def test_a_tap_waits_while_a_function_is_not_there(shop: Shop, ann: Person) -> None:
    """However long the tries go on: the person is told once, and answered when it is there."""
    await shop.db.execute("alter function api.plans(bigint, bigint, boolean) rename to gone")
    await ann.tap("Subscription")
    await ann.sees("Something went wrong on our side")

    async def waits() -> bool:
        waiting = "select l.attempts > 2 from outbox.lanes as l where l.last_error ~ 'database: '"
        return bool(await shop.db.fetchval(waiting))

    await eventually(waits)
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters") == 0
    await shop.db.execute("alter function api.gone(bigint, bigint, boolean) rename to plans")
    await shop.db.execute("update outbox.lanes set ready_at = clock_timestamp()")
    await ann.sees("Choose a plan")


@pytest.mark.long
async def test_a_tap_waits_while_the_database_cannot_do_it(shop: Shop, ann: Person) -> None:
    """Locked for too long, or a disk that is full: the person is told, and answered when it can."""
    await shop.db.execute(
        """alter function api.plans(bigint, bigint, boolean) rename to kept;
           create function api.plans(
             p_telegram_id bigint, p_subscription_id bigint, p_new boolean
           ) returns table (
             plan_id bigint, title text, benefits text, from_amount bigint, currency text,
             is_current boolean
           ) language plpgsql as
           $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$;
           grant execute on function api.plans(bigint, bigint, boolean) to tickover_bot"""
    )
    await ann.tap("Subscription")
    await ann.sees("Something went wrong on our side")

    async def waits() -> bool:
        waiting = "select l.attempts > 2 from outbox.lanes as l where l.last_error ~ 'DiskFull'"
        return bool(await shop.db.fetchval(waiting))

    await eventually(waits)
    await shop.db.execute(
        """drop function api.plans(bigint, bigint, boolean);
           alter function api.kept(bigint, bigint, boolean) rename to plans;
           update outbox.lanes set ready_at = clock_timestamp()"""
    )
    await ann.sees("Choose a plan")
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters") == 0


@pytest.mark.long
async def test_the_apology_needs_no_database(shop: Shop) -> None:
    ann = shop.sandbox.person(language="ru")
    await ann.write("/start")
    await ann.sees("Настройка займёт две минуты")
    await shop.settled()
    await shop.db.execute("alter function api.home(bigint, bigint) rename to gone")
    await ann.write("/profile")
    await ann.sees("что-то пошло не так")


WITH_ONE_MORE_COLUMN = """
    do $do$
    declare
      v record;
    begin
      create schema aside;
      grant usage on schema aside to tickover_owner;
      for v in
        select p.oid, p.proname, pg_get_function_arguments(p.oid) as arguments,
          pg_get_function_identity_arguments(p.oid) as signature,
          pg_get_function_result(p.oid) as result,
          (select string_agg(format('$%s', n), ', ') from generate_series(1, p.pronargs) as n)
            as given
        from pg_proc as p
        where p.pronamespace = 'api'::regnamespace and p.proretset
      loop
        execute format('alter function api.%I(%s) set schema aside', v.proname, v.signature);
        execute format(
          'create function api.%I(%s) returns %s, of_the_next_release text)
           language sql security definer as $$ select f.*, ''new'' from aside.%I(%s) as f $$',
          v.proname, v.arguments, rtrim(v.result, ')'), v.proname, v.given
        );
        execute format(
          'grant execute on function api.%I(%s) to tickover_bot', v.proname, v.signature
        );
      end loop;
    end
    $do$
"""


@pytest.mark.long
async def test_a_database_of_the_next_release_has_more_columns(shop: Shop) -> None:
    """Each function that gives rows gives one column more; the bot does not notice."""
    await shop.db.execute(WITH_ONE_MORE_COLUMN)
    ann = shop.sandbox.person()
    await ann.arrive()
    await ann.goes("Balance", "Plans and renewals", "History", "Nothing here yet")
    await ann.asks("/buy", "Choose a plan")
    await ann.goes("Basic · from 149 ₽", "For how long?", "30 days · 149 ₽", "Your order")
    await ann.tap_data("topup:25000", 2)
    invoice = await ann.invoice()
    assert (await ann.pay(invoice["message_id"]))["paid"]
    await ann.sees("250 ₽ received")
    await ann.tap_data("trial", 2)
    await ann.sees("The key appears in this message")
    for data in ("auto:on", "cancel", "go:cancel", "go:access", "go:topup"):
        await ann.tap_data(data, 2)
    await shop.settled()
    assert (await shop.http.get("/ready")).json()["checks"]["migrations"]["ok"]
    assert "tickover_alarms 0.0" in (await shop.http.get("/metrics")).text
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters") == 0


Request = Callable[[Bot, TelegramMethod[Any]], Awaitable[Any]]


def refuse(*methods: str) -> Any:
    """Telegram asks for a moment's patience with these methods."""

    async def middleware(make_request: Request, bot: Bot, method: TelegramMethod[Any]) -> Any:
        if method.__api_method__ in methods:
            raise TelegramRetryAfter(method, "Too Many Requests", 1)
        return await make_request(bot, method)

    return middleware


async def test_a_flood_answer_to_the_spinner_repeats_no_business(shop: Shop, ann: Person) -> None:
    shop.components.bot.session.middleware(refuse(AnswerCallbackQuery.__api_method__))
    await ann.tap_data("topup:25000", 2)
    await ann.invoice()
    await shop.settled()
    assert len(await ann.invoices()) == 1
    assert await shop.db.fetchval("select count(*) from billing.orders") == 1


async def test_who_writes_can_be_reached_again(shop: Shop, ann: Person) -> None:
    await shop.db.execute("update app.telegram_identities set unreachable_since = app.now()")
    await ann.asks("/profile", "No subscription yet")
    assert await shop.db.fetchval("select unreachable_since from app.telegram_identities") is None


async def test_busy_groups_cost_nothing(shop: Shop, ann: Person) -> None:
    """Not even a look whether somebody there is known."""
    await shop.db.execute("drop function api.home(bigint, bigint)")
    await post(shop, message(901, chat={"id": -100, "type": "group", "title": "x"}, text="hello"))
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters") == 0


async def test_a_message_of_nobody_harms_nobody(shop: Shop) -> None:
    update = message(901, text="hello")
    del update["message"]["from"]
    await post(shop, update)
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters") == 0
