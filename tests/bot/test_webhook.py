"""The webhook: what it takes, what it refuses, and that nothing answered 2xx is lost."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Callable

import asyncpg
import httpx
import pytest
import uvloop
from fastapi import FastAPI

import http_server
from bot.api import Readiness
from bot.app import create_app
from bot.components import build
from bot.inbox import Event
from bot.metrics import Metrics
from bot.panel_hints import PanelHints
from bot.readiness import LocalChecks, Probe
from bot.sanitizing import read_json
from bot.updates import Update
from bot.webhooks import Limits, WebhookReceiver
from scripts import cluster
from tests.support import Connection, Database, Process, eventually, fill
from tests.support.bot import (
    HEADERS,
    Json,
    Sandbox,
    Shop,
    bot_settings,
    environment,
    open_shop,
)

SECRET_HEADER = next(iter(HEADERS))


def message(update_id: int, text: str = "hello", chat_id: int = 5) -> Json:
    person = {"id": chat_id, "is_bot": False, "first_name": "Eve"}
    chat = {"id": chat_id, "type": "private", "first_name": "Eve"}
    return {
        "update_id": update_id,
        "message": {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": text},
    }


async def stored(db: Connection) -> int:
    count: int = await db.fetchval("select count(*) from inbox.events")
    return count


async def test_an_update_is_stored_before_it_is_answered(shop: Shop) -> None:
    answer = await shop.http.post("/telegram", json=message(1), headers=HEADERS)
    assert answer.status_code == 200
    row = await shop.db.fetchrow("select source, external_id, lane from inbox.events")
    assert row is not None
    assert tuple(row) == ("telegram_100200300", "1", "5")


async def test_a_repeated_update_is_one_update(shop: Shop) -> None:
    for _ in range(3):
        answer = await shop.http.post("/telegram", json=message(1, "/start"), headers=HEADERS)
        assert answer.status_code == 200
    await shop.settled()
    assert await stored(shop.db) == 1
    sent = await shop.sandbox.requests("sendMessage")
    assert len(sent) == 1


@pytest.mark.parametrize("given", ["", "wrong", "A-webhook-secret-of-the-tests-0123456789", "ключ"])
async def test_a_wrong_secret_is_refused(shop: Shop, given: str) -> None:
    headers = {SECRET_HEADER.encode(): given.encode()}
    answer = await shop.http.post("/telegram", json=message(1), headers=headers)
    assert answer.status_code == 401
    assert await stored(shop.db) == 0


async def test_a_missing_secret_is_refused(shop: Shop) -> None:
    assert (await shop.http.post("/telegram", json=message(1))).status_code == 401


async def test_a_secret_that_is_unset_here_lets_nobody_in(shop: Shop) -> None:
    """Two empty secrets are equal: this must fail closed."""
    well = Readiness("any", True, "")
    for secret in (None, ""):
        probe = Probe(shop.components.api, {}, LocalChecks(lambda: well, well))
        receiver, payments = shop.components.receiver, WebhookReceiver({})
        panels = PanelHints({}, asyncpg.create_pool(), Limits())
        app = create_app(receiver, payments, panels, probe, Metrics(), secret)
        async with client(app) as http:
            for headers in ({}, {SECRET_HEADER: ""}):
                answer = await http.post("/telegram", json=message(1), headers=headers)
                assert answer.status_code == 401
    assert await stored(shop.db) == 0


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"[]",
        b"null",
        b"{}",
        b'{"update_id": "1", "message": {"chat": {"id": 5}}}',
        b'{"update_id": true, "message": {"chat": {"id": 5}}}',
        b'{"update_id": 1e5000, "message": {"chat": {"id": 5}}}',
        b'\xff\xfe{"update_id": 1}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_kept_and_never_sent_back(shop: Shop, body: bytes) -> None:
    """A 4xx would make Telegram send it again for a day, and hold up what comes after it."""
    for _ in range(2):
        answer = await shop.http.post("/telegram", content=body, headers=HEADERS)
        assert answer.status_code == 200
    assert await stored(shop.db) == 0
    kept = await shop.db.fetchrow("select reason, body, bytes, times from inbox.refused_bodies")
    assert kept is not None
    assert kept["reason"] in ("no JSON", "no update_id")
    assert (kept["body"], kept["bytes"], kept["times"]) == (body[: 1 << 16], len(body), 2)
    metrics = (await shop.http.get("/metrics")).text
    assert (
        f'tickover_bodies_refused_total{{reason="{kept["reason"]}",topic="inbox"}} 2.0' in metrics
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b'"a\\u0000b"', "a\N{REPLACEMENT CHARACTER}b"),
        (b'"\\ud800 \\ud83d\\ude00"', "\N{REPLACEMENT CHARACTER} \N{GRINNING FACE}"),
        (b'"\xff"', "\N{REPLACEMENT CHARACTER}"),
        (b'"a\x00\x01b"', "a\N{REPLACEMENT CHARACTER}\x01b"),
        (b"NaN", None),
        (b"1e5000", None),
        (b"1" * 5000, None),
        (b"9223372036854775808", None),
        (b"[" * 500 + b"]" * 500, "deep"),
        (b"[" * 10_000 + b"]" * 10_000, "deep"),
        (b'{"a":' * 100_000 + b'"]{"' + b"}" * 100_000, "deep"),
    ],
)
async def test_whatever_is_in_an_update_is_kept_and_read_without_it(
    shop: Shop, written: bytes, read: object
) -> None:
    """And the chat goes on."""
    ann = shop.sandbox.person()
    head = b'{"update_id": 999, "message": {"message_id": 9, "date": 1, "from": {"id": 1001, '
    head += b'"is_bot": false, "first_name": "Ann"}, "chat": {"id": 1001, "type": "private"}, "x": '
    await shop.db.execute("select ops.pause('inbox', 'to look at it')")
    answer = await shop.http.post("/telegram", content=head + written + b"}}", headers=HEADERS)
    assert answer.status_code == 200
    kept = await shop.db.fetchval("select raw from inbox.events")
    assert kept == head + written + b"}}"
    cleaned = read_json(kept)["message"]["x"]
    assert cleaned == read or (read == "deep" and len(json.dumps(cleaned)) < 500)
    await shop.db.execute("select ops.resume('inbox')")
    await ann.write("/start")
    await ann.sees("Try it first")


async def test_too_large_a_body_is_kept_in_part(shop: Shop) -> None:
    body = json.dumps(message(1, "x" * (1 << 20))).encode()
    assert (await shop.http.post("/telegram", content=body, headers=HEADERS)).status_code == 200
    kept = await shop.db.fetchrow("select reason, length(body) as size from inbox.refused_bodies")
    assert kept is not None
    assert tuple(kept) == ("too large", 1 << 16)

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * (1 << 16)

    answer = await shop.http.post("/telegram", content=endless(), headers=HEADERS)
    assert answer.status_code == 200


@pytest.mark.long
async def test_a_database_that_is_down_makes_telegram_repeat(
    own_server: Callable[..., cluster.Cluster], telegram: Sandbox
) -> None:
    own = own_server()
    database = await asyncio.to_thread(fill, Database(own, cluster.DATABASE))
    db = await asyncpg.connect(database.url())
    async with open_shop(database, db, telegram) as shop:

        async def status() -> int:
            answer = await shop.http.post("/telegram", json=message(1), headers=HEADERS)
            return answer.status_code

        assert await status() == 200
        await asyncio.to_thread(own.stop, "immediate")
        assert await status() == 503
        ready = await shop.http.get("/ready")
        assert ready.status_code == 503
        assert not ready.json()["checks"]["database"]["ok"]
        assert (await shop.http.get("/health")).status_code == 200

        await asyncio.to_thread(own.start)

        async def taken() -> bool:
            return await status() == 200

        await eventually(taken)


@pytest.mark.long
async def test_updates_that_come_together_are_stored_together_and_fail_alone(shop: Shop) -> None:
    """One body that the database refuses, whatever the reason, stands among many that it takes."""
    await shop.db.execute("""
        alter table inbox.events add constraint odd check (position('odd'::bytea in raw) = 0)
    """)
    bodies = [json.dumps(message(number, chat_id=number)) for number in range(1, 101)]
    bodies[50] = bodies[50].replace("hello", "odd")
    answers = await asyncio.gather(
        *(shop.http.post("/telegram", content=body, headers=HEADERS) for body in bodies)
    )
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200] * 100
    assert await stored(shop.db) == 99
    assert await shop.db.fetchval("select reason from inbox.refused_bodies") == "not stored"


async def test_a_request_that_went_away_harms_nobody(shop: Shop) -> None:
    inbox = shop.components.receiver.inbox
    first = asyncio.create_task(inbox.store(Event("1", None, "5", b"{}", verified=True)))
    second = asyncio.create_task(inbox.store(Event("2", None, "5", b"{}", verified=True)))
    await asyncio.sleep(0)
    first.cancel()
    await second
    with pytest.raises(asyncio.CancelledError):
        await first


@pytest.mark.parametrize(
    ("fields", "lane"),
    [
        ({"message": {"chat": {"id": -5}, "from": {"id": 7}}}, "-5"),
        ({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": 5}}}}, "5"),
        ({"callback_query": {"from": {"id": 7}, "inline_message_id": "x"}}, "7"),
        ({"pre_checkout_query": {"id": "1", "from": {"id": 7}}}, "7"),
        ({"my_chat_member": {"chat": {"id": 5}, "from": {"id": 5}}}, "5"),
        ({"poll_answer": {"user": {"id": 9}}}, "9"),
        ({"poll": {"id": "1"}}, "none"),
        ({"some_new_kind": {"chat": {"id": 5}}}, "none"),
        ({"message": {"chat": {"id": "5"}}}, "none"),
        ({"message": {"chat": {"id": 2**70}}}, "none"),
        ({}, "none"),
    ],
)
def test_updates_go_to_the_lane_of_their_chat(fields: Json, lane: str) -> None:
    event = Update.parse(json.dumps({"update_id": 3, **fields}).encode()).event
    assert (event.external_id, event.lane, event.verified) == ("3", lane, True)


async def test_metrics_count_what_came_and_what_was_refused(shop: Shop) -> None:
    await shop.http.post("/telegram", json=message(1), headers=HEADERS)
    await shop.http.post("/telegram", json=message(1), headers=HEADERS)
    await shop.http.post("/telegram", json=message(1))
    await shop.settled()

    async def handled() -> bool:
        text = (await shop.http.get("/metrics")).text
        return 'tickover_inbox_handled_total{kind="inbox.update",outcome="done"} 1.0' in text

    await eventually(handled)
    text = (await shop.http.get("/metrics")).text
    assert 'tickover_events_received_total{result="new",topic="inbox"} 1.0' in text
    assert 'tickover_events_received_total{result="repeated",topic="inbox"} 1.0' in text
    assert 'tickover_webhook_rejected_total{reason="secret",route="telegram"} 1.0' in text
    assert 'tickover_inbox_handling_seconds_count{kind="inbox.update"} 1.0' in text
    assert "process_resident_memory_bytes" in text


async def test_metrics_show_what_the_jobs_found(shop: Shop) -> None:
    text = (await shop.http.get("/metrics")).text
    assert "tickover_alarms 0.0" in text
    assert 'tickover_invariant_broken{name="balances_equal_entries"} NaN' in text
    unknown = await shop.db.fetchval("select count(*) from ops.check_definitions")
    assert f"tickover_checks_unknown {unknown}.0" in text

    await shop.db.execute("""
        insert into jobs.checks (name, checked_at, took)
        select name, clock_timestamp(), '1 ms' from ops.check_definitions
    """)
    text = (await shop.http.get("/metrics")).text
    assert "tickover_checks_unknown 0.0" in text
    assert 'tickover_invariant_broken{name="balances_equal_entries"} 0.0' in text

    await shop.db.execute("""
        insert into jobs.alarms (name, detail)
        values ('balances_equal_entries', '1 broken'), ('rows_parked', '1 parked')
    """)
    text = (await shop.http.get("/metrics")).text
    assert "tickover_alarms 2.0" in text
    assert 'tickover_invariant_broken{name="balances_equal_entries"} 1.0' in text
    assert 'tickover_alarm{name="rows_parked"} 1.0' in text

    await shop.db.execute("drop function api.metrics()")
    text = (await shop.http.get("/metrics")).text
    assert "tickover_alarms NaN" in text
    assert "tickover_checks_unknown NaN" in text
    assert "tickover_invariant_broken{" not in text
    assert "process_resident_memory_bytes" in text


async def set_up(shop: Shop) -> Json:
    """What /ready says once Telegram knows the bot."""

    async def ready() -> Json | None:
        answer = await shop.http.get("/ready")
        return answer.json() if answer.status_code == 200 else None

    body = await eventually(ready)
    assert body
    return body


async def test_readiness_names_what_is_missing(shop: Shop) -> None:
    body = await set_up(shop)
    assert body["ready"]
    assert body["checks"] == {
        "database": {"ok": True, "detail": "takes writes"},
        "migrations": {"ok": True, "detail": "at head"},
        "telegram": {"ok": True, "detail": "set up"},
    }

    await shop.db.execute(
        "update migrate.repeatables set checksum = 'newer' where path like 'jobs/%'"
    )
    checks = (await shop.http.get("/ready")).json()["checks"]
    assert checks["migrations"]["ok"]
    assert "files are newer" in checks["migrations"]["detail"]

    await shop.db.execute("delete from migrate.forms where path = 'functions/api/screens/home.sql'")
    path = "functions/api/screens/home.sql"
    older = "update migrate.repeatables set checksum = 'older' where path = $1"
    await shop.db.execute(older, path)
    answer = await shop.http.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == {
        "ok": False,
        "detail": "1 to apply, first functions/api/screens/home.sql",
    }


async def test_a_dead_listener_does_not_keep_updates_out(shop: Shop) -> None:
    """A load balancer asks whether this process takes them in, and it stores them."""
    await shop.db.execute("update outbox.topics set paused_until = 'infinity' where name = 'vpn'")
    body = await set_up(shop)
    assert body["ready"]
    assert not body["shop"]["ready"]
    checks = body["shop"]["checks"]
    assert checks["listener"] == {"ok": False, "detail": "no listener has been seen"}
    assert not checks["topic_vpn"]["ok"]
    assert checks["topic_inbox"] == {"ok": True, "detail": "flows"}
    assert checks["payment"]["ok"]
    assert (await shop.http.get("/ready", params={"for": "shop"})).status_code == 503
    assert (await shop.http.get("/ready", params={"for": "nothing"})).status_code == 422

    text = (await shop.http.get("/metrics")).text
    assert 'tickover_check{for="process",name="database"} 1.0' in text
    assert 'tickover_check{for="shop",name="listener"} 0.0' in text
    assert 'tickover_destination_paused_seconds{destination="main",topic="vpn"} +Inf' in text
    assert 'tickover_destination_dead{destination="main",topic="telegram"} 0.0' in text


async def test_the_shop_is_ready_when_all_runs(shop: Shop) -> None:
    await set_up(shop)
    await shop.db.execute("""
        insert into outbox.consumers (id, name, host, pid, version)
        values (gen_random_uuid(), 'listener', 'here', 1, '1')
    """)
    await shop.db.execute("""
        insert into jobs.run (job, status, started_at, finished_at)
        values ('expire_due', 'ok', clock_timestamp(), clock_timestamp())
    """)
    await shop.db.execute("""
        insert into vpn.panels (code, kind, base_url, enabled)
        values ('test', 'xray-api', 'http://127.0.0.1:9', true)
    """)

    async def ready() -> bool:
        answer = await shop.http.get("/ready", params={"for": "shop"})
        return answer.status_code == 200 and answer.json()["shop"]["ready"]

    await shop.components.telegram_setup.check_updates()
    await eventually(ready)

    await shop.db.execute("select ops.hold_shop('moving house')")
    answer = await shop.http.get("/ready", params={"for": "shop"})
    assert answer.status_code == 503
    held = answer.json()["shop"]["checks"]["shop"]
    assert not held["ok"]
    assert held["detail"].startswith("held: ")
    assert "moving house" in held["detail"]


@pytest.mark.long
async def test_a_database_that_is_stuck_is_told_within_two_seconds(shop: Shop) -> None:
    await set_up(shop)
    async with shop.db.transaction():
        await shop.db.execute("lock migrate.repeatables")
        started = time.monotonic()
        answers = await asyncio.gather(*(shop.http.get("/ready") for _ in range(12)))
        assert time.monotonic() - started < 20, "not one after the other"
        assert {answer.status_code for answer in answers} == {503}
        database = answers[0].json()["checks"]["database"]
        assert database == {"ok": False, "detail": "no answer within 2 s"}
        text = (await shop.http.get("/metrics")).text
        assert 'tickover_check{for="process",name="database"} 0.0' in text
    await set_up(shop)


async def test_a_read_only_database_is_told(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    settings = bot_settings(database, telegram, 1)
    read_only = f"alter role tickover_bot in database {database.name} set {{}}"
    await db.execute(read_only.format("default_transaction_read_only = on"))
    async with build(settings) as components:
        transport = httpx.ASGITransport(components.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
            assert (await http.get("/health")).status_code == 200
            answer = await http.get("/ready")
            assert answer.status_code == 503
            assert answer.json()["checks"]["database"] == {"ok": False, "detail": "read-only"}
            assert (
                'tickover_check{for="process",name="database"} 0.0'
                in (await http.get("/metrics")).text
            )


async def test_a_refused_token_is_told_in_telegrams_words(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    async with open_shop(database, db, telegram, bot_token="1:wrong") as shop:

        async def told() -> bool:
            answer = await shop.http.get("/ready")
            check = answer.json()["checks"]["telegram"]
            return answer.status_code == 503 and "Unauthorized" in check["detail"]

        await eventually(told)
        look = "select problem from outbox.telegram_look"
        assert "Unauthorized" in await db.fetchval(look)


async def test_a_ban_keeps_no_updates_out(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    """It stops calls to Telegram, also those of a bot that starts meanwhile."""
    await db.execute("select api.pause_telegram(600)")
    async with open_shop(database, db, telegram) as shop:
        body = await set_up(shop)
        assert body["checks"]["telegram"]["detail"] == "Telegram bans the bot: set up afterwards"
        answer = await shop.http.post("/telegram", json=message(1, "/start"), headers=HEADERS)
        assert answer.status_code == 200
        assert await stored(db) == 1
    assert await telegram.requests() == []


@pytest.mark.long
async def test_who_connects_and_says_nothing_is_hung_up_on(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server, "HEAD_TIMEOUT", 0.3)
    for said in (b"", b"POST /telegram HTTP/1.1\r\nHost: "):
        reader, writer = await asyncio.open_connection("127.0.0.1", shop.http.base_url.port)
        writer.write(said)
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        writer.close()
    # A client that has sent its request is served, also when that takes longer.
    async with shop.db.transaction():
        await shop.db.execute("lock migrate.repeatables")
        assert (await shop.http.get("/ready")).status_code == 503


async def test_more_connections_than_there_is_memory_for_are_refused(
    database: Database, db: Connection, telegram: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each may carry a megabyte while the database stands still."""
    assert http_server.MOST_CONNECTIONS * (1 << 20) < 300e6
    monkeypatch.setattr("http_server.MOST_CONNECTIONS", 4)
    async with open_shop(database, db, telegram) as shop:
        port = shop.http.base_url.port
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]

        async def refused() -> bool:
            return (await shop.http.get("/health")).status_code == 503

        await eventually(refused)
        for _, writer in held:
            writer.close()


def test_who_connects_waits_for_few_turns_of_a_busy_loop() -> None:
    """Telegram's patience with a checkout is ten seconds, and each turn has work of others."""

    async def ask(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /health HTTP/1.1\r\nHost: bot\r\n\r\n")
        await reader.readuntil(b"}")
        writer.close()

    async def all_ask(port: int) -> None:
        await asyncio.gather(*(ask(port) for _ in range(20)))

    async def health() -> dict[str, bool]:
        return {"ok": True}

    def work_of_others() -> None:
        time.sleep(0.005)

    async def turns() -> int:
        app = FastAPI()
        app.get("/health")(health)
        server = http_server.Server(http_server.configuration(app))
        with socket.create_server(("127.0.0.1", 0)) as listening:
            serving = asyncio.create_task(server.serve([listening]))
            port = listening.getsockname()[1]
            asking = asyncio.create_task(asyncio.to_thread(asyncio.run, all_ask(port)))
            count = 0
            while not asking.done():
                work_of_others()
                count += 1
                await asyncio.sleep(0)
            server.should_exit = True
            await asyncio.gather(asking, serving)
        return count

    assert uvloop.run(turns()) < 18


def test_wrong_settings_stop_the_start_with_one_line(
    spawn: Callable[..., Process], database: Database
) -> None:
    complete = {
        "DATABASE_URL": database.url("tickover_bot"),
        "PAYMENTS_DATABASE_URL": database.url("tickover_payments"),
        "BOT_TOKEN": "1:token",
        "TELEGRAM_MODE": "polling",
        "IDENTITY_KEY": "0" * 32,
    }
    for name, value in (("BOT_TOKEN", "nonsense"), ("IDENTITY_KEY", "short")):
        process = spawn("-m", "bot", env={**complete, name: value})
        assert process.popen.wait(30) != 0
        (line,) = process.log.read_text().splitlines()
        assert name in line
        assert value not in line


async def test_a_port_in_use_is_named(spawn: Callable[..., Process], shop: Shop) -> None:
    port = shop.http.base_url.port
    settings = {**environment(shop.components.settings), "PORT": str(port)}
    process = spawn("-m", "bot", env=settings)
    await asyncio.to_thread(process.popen.wait, 30)
    assert process.log.read_text().splitlines() == [
        f"PORT {port} on HOST 127.0.0.1 cannot be used: Address already in use"
    ]
