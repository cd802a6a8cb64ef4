"""A primary dies under load and its standby takes over: nothing is lost, and nothing doubled."""

import asyncio
import time

import asyncpg
import pytest

import postgres
from migration import session
from tests.support import Clock, Connection, Spawn, eventually, fill, free_port
from tests.support.stack import sandbox_of
from tests.support.standby import Pair, database_of, pair
from tests.support.traffic import CUSTOMERS, SUBSCRIBERS, Traffic

ROUNDS = 3
RENEWED_BEFORE = 5
# pg_cron looks each minute.
A_TICK = 130
RENEWED = "select count(*) from billing.periods where number = 2"
SESSIONS = """
select count(*) from pg_stat_activity
where application_name like 'tickover%' and application_name <> 'tickover clock'
"""


@pytest.mark.long
async def test_the_standby_takes_over_under_load(spawn: Spawn) -> None:
    with pair() as servers:
        first = await asyncio.to_thread(fill, database_of(servers.primary))
        await asyncio.to_thread(servers.replicate)
        await servers.in_step()
        async with sandbox_of(first, spawn, servers.url) as stack:
            port = free_port()
            stack.shared["WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
            stack.start_listener()
            await stack.start_bot(PORT=str(port))
            traffic = Traffic(stack.sandbox, Clock(first))
            db = await asyncpg.connect(first.url())
            await traffic.subscribe(db)
            await traffic.announce(db)
            traffic.begin(ROUNDS)
            await traffic.reached(len(CUSTOMERS))
            await traffic.are_due(db)
            await db.execute("select jobs.renew_due($1)", RENEWED_BEFORE)
            took = await take_over(servers, traffic)
            print(f"\ntakeover: {took:.1f} s until a tap was answered")

            db.terminate()
            second = database_of(servers.standby)
            db = await asyncpg.connect(second.url())
            await eventually(lambda: renewed_by_pg_cron(db), within=A_TICK, every=0.5)
            await traffic.end()
            await traffic.nothing_is_lost_or_doubled(db)
            assert traffic.paid.total() == ROUNDS * len(CUSTOMERS)

            for program in (*stack.bots, *stack.listeners):
                assert program.popen.poll() is None
                program.kill()
            await asyncio.to_thread(servers.primary.start)
            stack.start_listener()
            await stack.start_bot(PORT=str(port))
            await the_old_primary_is_left_alone(servers, traffic, db)
            await db.close()


async def take_over(servers: Pair, traffic: Traffic) -> float:
    began = time.monotonic()
    await servers.crash()
    with pytest.raises(ConnectionError, match="is read-only"):
        await postgres.connect(servers.url("tickover_bot"))
    await asyncio.to_thread(servers.promote)
    await traffic.is_answered(CUSTOMERS[-1] + 1)
    return time.monotonic() - began


async def renewed_by_pg_cron(db: Connection) -> bool:
    """The first ones were renewed before; nobody here calls the job for the others."""
    return bool(await db.fetchval(RENEWED) == len(SUBSCRIBERS))


async def the_old_primary_is_left_alone(servers: Pair, traffic: Traffic, db: Connection) -> None:
    """It runs again, takes writes for all that it knows, and comes first in the URL. Programs that
    have just started find the one that was promoted; and what is written on the old one waits for
    the standby that it lost, so that it is never answered."""
    old = await asyncpg.connect(database_of(servers.primary).url())
    assert await old.fetchval("select not pg_is_in_recovery()")
    payments = await old.fetchval("select count(*) from inbox.events")
    before = await db.fetchval("select count(*) from inbox.events")
    await traffic.is_answered(CUSTOMERS[-1] + 2)
    assert await old.fetchval("select count(*) from inbox.events") == payments
    assert await db.fetchval("select count(*) from inbox.events") > before
    assert await db.fetchval("select count(*) from outbox.consumers where host is not null") >= 2

    await tools_find_the_one_that_was_promoted(servers)

    async def nobody() -> bool:
        return not await old.fetchval(SESSIONS)

    await eventually(nobody)
    writer = await asyncpg.connect(database_of(servers.primary).url())
    writing = asyncio.create_task(writer.execute("create table public.lost ()"))

    async def waits() -> bool:
        assert not writing.done()
        return bool(
            await old.fetchval(
                "select wait_event = 'SyncRep' from pg_stat_activity where pid = $1",
                writer.get_server_pid(),
            )
        )

    await eventually(waits)
    writer.terminate()
    await asyncio.wait({writing})
    assert isinstance(writing.exception(), Exception)
    old.terminate()


async def tools_find_the_one_that_was_promoted(servers: Pair) -> None:
    """Also in a process that has seen neither of them before: migrations, a backup, the page."""
    postgres._known.cache_clear()
    where = "select current_setting('listen_addresses')"
    promoted = await asyncpg.connect(database_of(servers.standby).url())
    expected = await promoted.fetchval(where)
    await promoted.close()
    migrator = servers.url("tickover_migrator")
    async with session.connect(migrator, lambda _: None) as connection:
        assert await connection.fetchval(where) == expected
    postgres._known.cache_clear()
    assert f"host={servers.standby.socket_folder}&" in await postgres.locate(migrator)
    for role in ("tickover_page", "tickover_operator"):
        postgres._known.cache_clear()
        reader = await postgres.connect(servers.url(role))
        assert await reader.fetchval(where) == expected
        await reader.close()
