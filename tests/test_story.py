"""The whole way through the house: bot, listener and sandbox as processes, and one person."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg
import httpx

from tests.bot_shop import SECRET, TOKEN, Json, Person, World, labels, plain
from tests.support import REPOSITORY, Clock, Database, Process, eventually, execute, free_port

Spawn = Callable[..., Process]
PANEL_KEY = "panel-key-of-the-story"
# pg_cron looks each minute, and may miss the first one after its jobs were scheduled.
A_TICK = 130


@asynccontextmanager
async def house(database: Database, spawn: Spawn) -> AsyncIterator[World]:
    """What `make run` starts, on ports of its own."""
    bot, sandbox = free_port(), free_port()
    seed = (REPOSITORY / "sandbox" / "seed.sql").read_text()
    execute(database.url(), f"set sandbox.port = '{sandbox}'; {seed}")
    shared = {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API": f"http://127.0.0.1:{sandbox}",
        "TELEGRAM_PROVIDER_TOKEN": "1000:TEST:cards",
        "WEBHOOK_URL": f"http://127.0.0.1:{bot}/telegram",
        "WEBHOOK_SECRET": SECRET,
        "IDENTITY_KEY": "0123456789abcdef" * 2,
        "PANEL_KEYS": json.dumps({"main": PANEL_KEY}),
        "PAYMENTS_DATABASE_URL": database.url("tickover_payments"),
        "PORT": str(bot),
        "SANDBOX_PORT": str(sandbox),
    }
    urls = {
        "sandbox": database.url(),
        "bot": database.url("tickover_bot"),
        "listener.py": database.url("tickover_listener"),
    }
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{sandbox}", timeout=60) as http:
        spawn("-m", "sandbox", env={**shared, "DATABASE_URL": urls["sandbox"]})
        await eventually(lambda: answers(http, "/sandbox/clock"), within=60)
        spawn("-m", "bot", env={**shared, "DATABASE_URL": urls["bot"]})
        spawn("listener.py", env={**shared, "DATABASE_URL": urls["listener.py"]})
        await eventually(lambda: answers(http, f"http://127.0.0.1:{bot}/health"), within=60)
        yield World(str(http.base_url), http)


async def answers(http: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await http.get(url)).is_success
    except httpx.TransportError:
        return False


async def panel_users(world: World) -> list[Json]:
    users: list[Json] = (await world.http.get("/sandbox/panel/users")).json()
    return users


async def has_no_access(world: World) -> bool:
    return [user for user in await panel_users(world) if user["enabled"]] == []


async def take_the_trial(world: World) -> Person:
    """/start -> language -> menu -> "Try free" -> a key, which the panel knows."""
    ann = world.person()
    await ann.arrive()
    await ann.tap("Try free (3 days)")
    ready = await ann.sees("vless://")
    (user,) = await panel_users(world)
    assert user["enabled"]
    assert user["link"] in ready["text"]
    return ann


async def test_the_whole_story(database: Database, spawn: Spawn) -> None:
    async with house(database, spawn) as world:
        ann = await take_the_trial(world)

        moved = await world.post("clock", {"advance": "73 hours"})
        assert all(job["error"] is None for job in moved["jobs"])
        notice = await ann.sees("Your free trial has ended")
        assert labels(notice) == ["Choose a plan", "Close"]
        await eventually(lambda: has_no_access(world))
        await ann.tap("Close")

        await ann.write("/profile")
        await ann.sees("With us since")
        await ann.tap("Top up")
        await ann.sees("How much")
        await ann.tap("250 ₽")
        invoice = await eventually(lambda: invoice_of(ann))
        assert invoice
        assert (await ann.pay(invoice["message_id"]))["paid"]
        await ann.sees("250 ₽ received")
        await ann.tap("Menu")
        await ann.sees("your key works again")

        for label, seen in (
            ("Subscription", "3 devices"),
            ("Basic · from 149 ₽", "For how long?"),
            ("30 days · 149 ₽", "101 ₽ after the purchase"),
            ("Pay 149 ₽ from balance", "Paid"),
        ):
            await ann.tap(label)
            paid = await ann.sees(seen)
        assert "Balance: 101 ₽" in plain(paid["text"])
        await ann.tap("Connect")
        await ann.sees("vless://")
        assert not await has_no_access(world)
        db = await asyncpg.connect(database.url())
        ends_at = await db.fetchval("select ends_at from billing.subscriptions")
        assert f"{ends_at.day} {ends_at:%B %Y, %H:%M} UTC" in paid["text"]
        broken = await db.fetch("select name, detail from ops.invariants where not ok")
        await db.close()
        assert broken == []


async def test_pg_cron_itself_ends_a_trial(cron_database: Database, spawn: Spawn) -> None:
    """Nobody calls a job here: the time has come, and the next tick finds it."""
    async with house(cron_database, spawn) as world:
        ann = await take_the_trial(world)
        Clock(cron_database).advance("73 hours")
        await ann.sees("Your free trial has ended", within=A_TICK)
        await eventually(lambda: has_no_access(world))


async def invoice_of(person: Person) -> Json | None:
    return next((message for message in await person.from_bot() if message["invoice"]), None)
