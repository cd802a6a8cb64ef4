"""The webhook: what it takes, what it refuses, and that nothing answered 2xx is lost."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from bot.app import create_app
from bot.intake import NotAnUpdate, Update
from bot.metrics import Metrics
from bot.readiness import Probe
from scripts import cluster
from tests.bot_shop import HEADERS, Json, Shop, World, environment, open_shop, world
from tests.support import Connection, Database, Process, eventually, fill

SECRET_HEADER = next(iter(HEADERS))


@pytest.fixture
async def telegram() -> AsyncIterator[World]:
    async with world() as it:
        yield it


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: World) -> AsyncIterator[Shop]:
    async with open_shop(database, db, telegram) as it:
        yield it


def message(update_id: int, text: str = "hello", chat_id: int = 5) -> Json:
    person = {"id": chat_id, "is_bot": False, "first_name": "Eve"}
    chat = {"id": chat_id, "type": "private", "first_name": "Eve"}
    return {
        "update_id": update_id,
        "message": {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": text},
    }


async def stored(db: Connection) -> int:
    count: int = await db.fetchval("select count(*) from inbox.updates")
    return count


async def test_an_update_is_stored_before_it_is_answered(shop: Shop) -> None:
    answer = await shop.http.post("/telegram", json=message(1), headers=HEADERS)
    assert answer.status_code == 200
    row = await shop.db.fetchrow("select source, external_id, lane from inbox.updates")
    assert row is not None
    assert tuple(row) == ("telegram", "1", "5")


async def test_a_repeated_update_is_one_update(shop: Shop) -> None:
    for _ in range(3):
        answer = await shop.http.post("/telegram", json=message(1, "/start"), headers=HEADERS)
        assert answer.status_code == 200
    await shop.settled()
    assert await stored(shop.db) == 1
    sent = await shop.world.requests("sendMessage")
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
    for secret in (None, ""):
        probe = Probe(shop.parts.door.api, {})
        app = create_app(shop.parts.door, probe, Metrics(), secret)
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
        b'{"update_id": 1}',
        b'{"update_id": 1, "message": {"chat": {"id": "5"}}}',
        b'{"update_id": 1, "message": {"chat": {"id": 5}, "text": "a\\u0000b"}}',
        b'{"update_id": 1, "message": {"chat": {"id": 5}, "text": "\\ud800"}}',
        b'{"update_id": 1, "message": {"chat": {"id": 5}, "x": NaN}}',
        b'\xff\xfe{"update_id": 1}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_refused(shop: Shop, body: bytes) -> None:
    answer = await shop.http.post("/telegram", content=body, headers=HEADERS)
    assert answer.status_code == 400
    assert await stored(shop.db) == 0


async def test_too_large_a_body_is_refused(shop: Shop) -> None:
    body = json.dumps(message(1, "x" * (1 << 20))).encode()
    assert (await shop.http.post("/telegram", content=body, headers=HEADERS)).status_code == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * (1 << 16)

    answer = await shop.http.post("/telegram", content=endless(), headers=HEADERS)
    assert answer.status_code == 413


async def test_a_database_that_is_down_makes_telegram_repeat(
    own_server: Callable[..., cluster.Cluster], telegram: World
) -> None:
    server = own_server()
    database = await asyncio.to_thread(fill, Database(server, cluster.DATABASE))
    db = await asyncpg.connect(database.url())
    async with open_shop(database, db, telegram) as shop:

        async def status() -> int:
            answer = await shop.http.post("/telegram", json=message(1), headers=HEADERS)
            return answer.status_code

        assert await status() == 200
        await asyncio.to_thread(server.stop, "immediate")
        assert await status() == 503
        ready = await shop.http.get("/ready")
        assert ready.status_code == 503
        assert not ready.json()["checks"]["database"]["ok"]
        assert (await shop.http.get("/health")).status_code == 200

        await asyncio.to_thread(server.start)

        async def taken() -> bool:
            return await status() == 200

        await eventually(taken)


async def test_updates_that_come_together_are_stored_together_and_fail_alone(shop: Shop) -> None:
    """One body that PostgreSQL refuses stands among many that it takes."""
    bodies = [json.dumps(message(number, chat_id=number)) for number in range(1, 101)]
    bodies[50] = bodies[50].replace("hello", "\\u0000")
    answers = await asyncio.gather(
        *(shop.http.post("/telegram", content=body, headers=HEADERS) for body in bodies)
    )
    statuses = [answer.status_code for answer in answers]
    assert statuses == [400 if number == 50 else 200 for number in range(100)]
    assert await stored(shop.db) == 99


async def test_a_request_that_went_away_harms_nobody(shop: Shop) -> None:
    intake = shop.parts.door.intake
    first = asyncio.create_task(intake.store(Update.parse(json.dumps(message(1)).encode())))
    second = asyncio.create_task(intake.store(Update.parse(json.dumps(message(2)).encode())))
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
    ],
)
def test_updates_go_to_the_lane_of_their_chat(fields: Json, lane: str) -> None:
    update = Update.parse(json.dumps({"update_id": 3, **fields}).encode())
    assert (update.id, update.lane) == (3, lane)


def test_an_update_of_nobody_is_none() -> None:
    with pytest.raises(NotAnUpdate):
        Update.parse(b'{"update_id": 3, "poll": {"id": "1"}}')


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
    assert 'tickover_updates_received_total{result="new"} 1.0' in text
    assert 'tickover_updates_received_total{result="repeated"} 1.0' in text
    assert 'tickover_webhook_rejected_total{reason="secret"} 1.0' in text
    assert 'tickover_inbox_handling_seconds_count{kind="inbox.update"} 1.0' in text
    assert "process_resident_memory_bytes" in text


async def test_metrics_show_what_the_jobs_found(shop: Shop) -> None:
    text = (await shop.http.get("/metrics")).text
    assert "tickover_alarms 0.0" in text
    assert 'tickover_invariant_broken{name="balances_equal_entries"} NaN' in text
    unknown = await shop.db.fetchval("select count(*) from ops.all_promises")
    assert f"tickover_checks_unknown {unknown}.0" in text

    await shop.db.execute("""
        insert into jobs.checks (name, checked_at, took)
        select name, clock_timestamp(), '1 ms' from ops.all_promises
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

    await shop.db.execute("drop function api.checks()")
    text = (await shop.http.get("/metrics")).text
    assert "tickover_alarms NaN" in text
    assert "tickover_checks_unknown NaN" in text
    assert "tickover_invariant_broken{" not in text
    assert "process_resident_memory_bytes" in text


async def test_readiness_names_what_is_missing(shop: Shop) -> None:
    answer = await shop.http.get("/ready")
    checks = answer.json()["checks"]
    assert answer.status_code == 503
    assert checks["database"] == {"ok": True, "detail": "answers"}
    assert checks["migrations"] == {"ok": True, "detail": "at head"}
    assert checks["listener"] == {"ok": False, "detail": "no listener has been seen"}

    await shop.db.execute(
        "update migrate.repeatables set checksum = 'newer' where path like 'jobs/%'"
    )
    checks = (await shop.http.get("/ready")).json()["checks"]
    assert checks["migrations"]["ok"]
    assert "files are newer" in checks["migrations"]["detail"]

    await shop.db.execute("delete from migrate.forms where path = 'functions/api/home.sql'")
    await shop.db.execute(
        "update migrate.repeatables set checksum = 'older' where path = 'functions/api/home.sql'"
    )
    checks = (await shop.http.get("/ready")).json()["checks"]
    assert checks["migrations"] == {
        "ok": False,
        "detail": "1 to apply, first functions/api/home.sql",
    }


async def test_the_bot_is_ready_when_all_runs(shop: Shop) -> None:
    await shop.db.execute("""
        insert into outbox.listeners (id, name, host, pid, version)
        values (gen_random_uuid(), 'listener', 'here', 1, '1')
    """)
    await shop.db.execute("""
        insert into jobs.run (job, status, started_at, finished_at)
        values ('expire_due', 'ok', clock_timestamp(), clock_timestamp())
    """)
    answer = await shop.http.get("/ready")
    assert answer.status_code == 200
    assert answer.json()["ready"]


def test_wrong_settings_stop_the_start_with_one_line(
    spawn: Callable[..., Process], database: Database
) -> None:
    complete = {
        "DATABASE_URL": database.url("tickover_bot"),
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
    settings = {**environment(shop.parts.settings), "PORT": str(port)}
    process = spawn("-m", "bot", env=settings)
    await asyncio.to_thread(process.popen.wait, 30)
    assert process.log.read_text().splitlines() == [
        f"PORT {port} on HOST 127.0.0.1 cannot be used: Address already in use"
    ]
