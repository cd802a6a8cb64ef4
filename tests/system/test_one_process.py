"""Bot, listener and page in one process: they work, stop and fail together, in less memory."""

import asyncio
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.support import Connection, Database, Process, Spawn, eventually, free_port
from tests.support.stack import Stack, answers, health_at, sandbox_of
from tests.support.web import subscribe

RESIDENT = "VmRSS:"


def resident_mb(process: Process) -> float:
    status = Path(f"/proc/{process.popen.pid}/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith(RESIDENT)]
    return int(line.split()[1]) / 1024


async def start(stack: Stack, spawn: Spawn, *, preloaded: bool = True) -> tuple[Process, int]:
    port, page = free_port(), free_port()
    stack.shared["WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
    urls = {
        "DATABASE_URL": stack.url("tickover_bot"),
        "PAYMENTS_DATABASE_URL": stack.url("tickover_payments"),
        "LISTENER_DATABASE_URL": stack.url("tickover_listener"),
        "PAGE_DATABASE_URL": stack.url("tickover_page"),
        "PAGE_URL": f"http://127.0.0.1:{page}",
    }
    ports = {"PORT": str(port), "PAGE_PORT": str(page)}
    process = spawn("one_process.py", env={**stack.shared, **urls, **ports}, preloaded=preloaded)
    for of in (port, page):
        await eventually(partial(answers, stack.sandbox.http, health_at(of)), within=60)
    return process, page


async def alive(db: Connection, number: int) -> bool:
    """So many consumers are: a bot and a listener."""
    query = "select count(*) from ops.consumers where alive"
    return bool(await db.fetchval(query) == number)


@pytest.mark.long
async def test_one_process_is_a_whole_shop_and_stops_in_order(
    database: Database, db: Connection, spawn: Spawn
) -> None:
    async with sandbox_of(database, spawn) as stack:
        process, page = await start(stack, spawn)
        ann = stack.sandbox.person()
        await ann.write("/start")
        await ann.sees("It takes two minutes", within=60)
        await ann.tap("Try free (3 days)")
        await ann.sees("Connect", within=60)
        token = await subscribe(db)
        async with httpx.AsyncClient() as http:
            assert (await http.get(f"http://127.0.0.1:{page}/sub/{token}")).status_code == 200
        assert await alive(db, 2)

        await stack.sandbox.faults(chat_rate=0, rate=0, latency_ms=500)
        since = (await stack.sandbox.requests())[-1]["n"]
        await ann.write("/help")

        async def in_hand() -> bool:
            return bool(await stack.sandbox.requests("sendMessage", since))

        await eventually(in_hand, within=60)
        assert await asyncio.to_thread(process.stop, 30) == 0
        await ann.sees("How Tickover", within=60)
        assert await db.fetchval("select count(*) from outbox.consumers") == 0
        assert await db.fetchval("select count(*) from outbox.lanes where token is not null") == 0


async def test_wrong_settings_of_one_end_all_with_one_line(
    database: Database, spawn: Spawn
) -> None:
    async with sandbox_of(database, spawn) as stack:
        port = free_port()
        env = {
            **stack.shared,
            "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "PORT": str(port),
            "DATABASE_URL": stack.url("tickover_bot"),
            "PAYMENTS_DATABASE_URL": stack.url("tickover_payments"),
            "LISTENER_DATABASE_URL": stack.url("nobody_such"),
        }
        process = spawn("one_process.py", env=env)
        assert await asyncio.to_thread(process.popen.wait, 60) != 0
        last = process.log.read_text().splitlines()[-1]
        assert last.startswith("one_process: DATABASE_URL: ")


@pytest.mark.long
async def test_it_takes_less_memory_than_three(
    database: Database, db: Connection, spawn: Spawn
) -> None:
    async with sandbox_of(database, spawn) as stack:
        process, _ = await start(stack, spawn, preloaded=False)
        await eventually(partial(alive, db, 2), within=120, every=0.5)
        together = resident_mb(process)
        await asyncio.to_thread(process.stop, 30)
        page = free_port()
        urls = {"PAGE_DATABASE_URL": stack.url("tickover_page"), "PAGE_URL": "https://vpn.example"}
        env = {**stack.shared, **urls, "PAGE_PORT": str(page)}
        web = spawn("-m", "web", env=env, preloaded=False)
        listener = spawn(
            "listener.py",
            env={**stack.shared, "DATABASE_URL": stack.url("tickover_listener")},
            preloaded=False,
        )
        bot = spawn(
            "-m", "bot",
            env={
                **stack.shared,
                "PORT": str(free_port()),
                "DATABASE_URL": stack.url("tickover_bot"),
                "PAYMENTS_DATABASE_URL": stack.url("tickover_payments"),
            },
            preloaded=False,
        )  # fmt: skip

        await eventually(partial(alive, db, 2), within=120, every=0.5)
        await eventually(lambda: answers(stack.sandbox.http, health_at(page)), within=120)
        apart = sum(map(resident_mb, (bot, listener, web)))
        print(f"\none process {together:.0f} MB, three {apart:.0f} MB")
        assert together < 0.75 * apart
