"""What a tick of the jobs costs when nothing is due, at a million subscriptions and at ten."""

import os
import time
from collections.abc import Mapping, Sequence

from bench import crowd
from bench.harness import Connection, Database, Place, Result, percentile
from bench.plans import explained

MILLION = 1_000_000
PAYERS = 100_000
CALLS = 300
WARM_UP = 20
# Filling ten millions takes a quarter of an hour and 6 GB: only when asked for.
ASKED_FOR_10M = "BENCH_10M"


async def tick(place: Place) -> Sequence[Result]:
    """Tick: every job called with 1M active subscriptions (BENCH_10M=1: 10M too), none due."""
    one = await slowest(place, MILLION)
    results = [Result("tick_idle_1m_ms", one, "ms", "< 5")]
    if os.environ.get(ASKED_FOR_10M):
        ten = await slowest(place, 10 * MILLION)
        results.append(Result("tick_idle_10m_ms", ten, "ms", "< 5, flat", baseline=one))
    return results


async def slowest(place: Place, subscriptions: int) -> float:
    """The median of the job that takes longest, milliseconds."""
    async with place.database() as database:
        async with database.connect() as connection:
            await crowd.subscribe(connection, subscriptions)
            await crowd.pay(connection, PAYERS)
            await crowd.remember(connection)
            await check_plan(connection)
        return max((await medians(database)).values())


async def medians(database: Database) -> Mapping[str, float]:
    """The job's whole run as pg_cron calls it, its record in jobs.run and the commit included."""
    async with database.connect("tickover_cron") as connection:
        names = [job["name"] for job in await connection.fetch("select name from jobs.schedules()")]
        return {name: percentile(await times(connection, name), 50) for name in names}


async def times(connection: Connection, job: str) -> Sequence[float]:
    measured = []
    for _ in range(WARM_UP + CALLS):
        started = time.perf_counter()
        await connection.execute(f"call jobs.work('{job}')")
        measured.append((time.perf_counter() - started) * 1000)
    return measured[WARM_UP:]


async def check_plan(connection: Connection) -> None:
    """What is due is found by the index that knows active subscriptions only."""
    plans = await explained(connection, "select billing.expire_batch(1000)")
    claim = next(plan for plan in plans if "from billing.subscriptions" in plan)
    if "Index Scan using subscriptions_due" not in claim or "Seq Scan on subscriptions" in claim:
        raise AssertionError(f"the plan of the claim is not by its index:\n{claim}")
