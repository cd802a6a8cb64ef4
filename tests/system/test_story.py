"""The whole way through the shop: bot, listener and sandbox as processes, and one person."""

import asyncpg
import pytest

from tests.support import Clock, Database, Spawn, eventually
from tests.support.bot import Json, Person, Sandbox, labels, plain, written
from tests.support.stack import running_stack

# pg_cron looks each minute, and may miss the first one after its jobs were scheduled.
A_TICK = 130


async def panel_users(sandbox: Sandbox) -> list[Json]:
    users: list[Json] = (await sandbox.http.get("/sandbox/panel/users")).json()
    return users


async def has_no_access(sandbox: Sandbox) -> bool:
    return [user for user in await panel_users(sandbox) if user["enabled"]] == []


async def take_the_trial(sandbox: Sandbox) -> Person:
    """/start -> language -> menu -> "Try free" -> a key, which the panel knows."""
    ann = sandbox.person()
    await ann.arrive()
    await ann.tap("Try free (3 days)")
    ready = await ann.sees("vless://")
    (user,) = await panel_users(sandbox)
    assert user["enabled"]
    assert user["link"] in ready["text"]
    return ann


async def test_the_whole_story(database: Database, spawn: Spawn) -> None:
    async with running_stack(database, spawn) as sandbox:
        ann = await take_the_trial(sandbox)

        moved = await sandbox.post("clock", {"advance": "73 hours"})
        assert all(job["error"] is None for job in moved["jobs"])
        notice = await ann.sees("Your free trial has ended")
        assert "30 % off every plan" in plain(notice["text"])
        assert labels(notice) == ["Choose a plan", "Close"]
        await eventually(lambda: has_no_access(sandbox))
        await ann.tap("Close")

        await ann.write("/start")
        await ann.sees("your key works again")
        await ann.tap("Balance")
        await ann.sees("Plans and renewals")
        await ann.tap("Top up")
        await ann.sees("How much")
        await ann.tap("250 ₽")
        invoice = await ann.invoice()
        assert (await ann.pay(invoice["message_id"]))["paid"]
        await ann.sees("250 ₽ received")
        await ann.tap("Menu")
        await ann.sees("your key works again")

        for label, seen in (  # with the 30 % that follow a trial
            ("Choose a plan", "3 devices"),
            ("Basic · from 104.30 ₽", "For how long?"),
            ("30 days · 149 ₽ → 104.30 ₽", "145.70 ₽ after the purchase"),
            ("Pay 104.30 ₽ from balance", "Paid"),
        ):
            await ann.tap(label)
            paid = await ann.sees(seen)
        assert "Balance: 145.70 ₽" in plain(paid["text"])
        await ann.tap("Connect")
        await ann.sees("vless://")
        assert not await has_no_access(sandbox)
        db = await asyncpg.connect(database.url())
        ends_at = await db.fetchval("select ends_at from billing.subscriptions")
        assert written(ends_at) in paid["text"]
        broken = await db.fetch("select name, detail from ops.invariants where not ok")
        await db.close()
        assert broken == []


@pytest.mark.long
async def test_pg_cron_itself_ends_a_trial(cron_database: Database, spawn: Spawn) -> None:
    """Nobody calls a job here: the time has come, and the next tick finds it."""
    async with running_stack(cron_database, spawn) as sandbox:
        ann = await take_the_trial(sandbox)
        Clock(cron_database).advance("73 hours")
        await ann.sees("Your free trial has ended", within=A_TICK)
        await eventually(lambda: has_no_access(sandbox))
