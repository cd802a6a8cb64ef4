"""Two of each program, of which one of each is replaced under load while a peer is slow."""

import asyncio
import time

import pytest

from scripts.supervisor import STOP_WITHIN
from tests.support import Clock, Connection, Database, Process, Spawn, free_port
from tests.support.stack import sandbox_of
from tests.support.traffic import CUSTOMERS, Traffic

ROUNDS = 3
SLOW_MS = 4000
# Of each program: what is alive, in how many versions.
ALIVE = "select part, processes from ops.versions where part <> 'migrations' order by part"


@pytest.mark.long
async def test_a_rollout_loses_and_doubles_nothing(
    database: Database, db: Connection, spawn: Spawn
) -> None:
    async with sandbox_of(database, spawn) as stack:
        port = free_port()
        stack.shared["WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
        for number in range(2):
            stack.start_listener()
            await stack.start_bot(**({} if number else {"PORT": str(port)}))
        traffic = Traffic(stack.sandbox, Clock(database))
        await traffic.subscribe(db)
        await traffic.announce(db)
        rows = await db.fetch(ALIVE)
        assert [tuple(row) for row in rows] == [("bot", 2), ("listener", 2)]
        traffic.begin(ROUNDS)
        await traffic.reached(len(CUSTOMERS))

        await stack.sandbox.faults(latency_ms=SLOW_MS)
        await traffic.are_due(db)
        await db.execute("select jobs.renew_due(1000)")
        old = (stack.bots[0], stack.listeners[0])
        took = await asyncio.gather(*map(stopped, old))
        print(f"\nbot and listener stopped within {max(took):.1f} s")
        await stack.sandbox.faults()
        stack.start_listener()
        await stack.start_bot(PORT=str(port))

        await traffic.end()
        await traffic.nothing_is_lost_or_doubled(db)
        assert traffic.paid.total() == ROUNDS * len(CUSTOMERS)
        await traffic.no_update_is_handled_twice(db)


async def stopped(process: Process) -> float:
    """It ends by itself, in less than a supervisor would wait before it kills it."""
    began = time.monotonic()
    assert await asyncio.to_thread(process.stop, STOP_WITHIN) == 0
    return time.monotonic() - began


async def test_the_grace_is_longer_than_any_call(db: Connection) -> None:
    longest = await db.fetchval(
        "select extract(epoch from max(t.call_timeout))::float from outbox.topics as t"
    )
    assert longest + 5 <= STOP_WITHIN
