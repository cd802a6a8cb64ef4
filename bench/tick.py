"""What a tick of the jobs costs when nothing is due, at one million subscriptions and at ten."""

import os
import time
from collections.abc import Mapping, Sequence

from bench import population
from bench.harness import Connection, Database, Result, ThrowawayServer, percentile
from bench.plans import explained
from scripts.progress import say

MILLION = 1_000_000
PAYERS = 100_000
CALLS = 300
WARM_UP = 20
# Filling ten million takes 15 minutes and 6 GB, so only on request.
ASKED_FOR_10M = "BENCH_10M"
# Hourly and nightly jobs read history, and may take longer.
_EACH_MINUTE = "select distinct command from jobs.schedules() where schedule = '* * * * *'"


async def tick(server: ThrowawayServer) -> Sequence[Result]:
    """Tick: each minute's jobs at 1M subscriptions (BENCH_10M=1: at 10M too), none of them due."""
    one = await slowest(server, MILLION)
    results = [Result("tick_idle_1m_ms", one, "ms", "< 5")]
    if os.environ.get(ASKED_FOR_10M):
        ten = await slowest(server, 10 * MILLION)
        results.append(Result("tick_idle_10m_ms", ten, "ms", "< 5, flat", baseline=one))
    return results


async def slowest(server: ThrowawayServer, subscriptions: int) -> float:
    """Returns the median of the slowest job, in milliseconds, and says which one it is."""
    async with server.database() as database:
        async with database.connect() as connection:
            await population.subscribe(connection, subscriptions)
            await population.pay(connection, PAYERS)
            await population.remember(connection)
            await check_plan(connection)
        milliseconds, command = max((took, job) for job, took in (await medians(database)).items())
        say(f"  the slowest at {subscriptions:,}: {command}, {milliseconds:.2f} ms")
        return milliseconds


async def medians(database: Database) -> Mapping[str, float]:
    """Measures the job's whole run as pg_cron calls it, including its record in jobs.run and the
    commit."""
    async with database.connect("tickover_cron") as connection:
        jobs = await connection.fetch(_EACH_MINUTE)
        return {job["command"]: percentile(await times(connection, *job), 50) for job in jobs}


async def times(connection: Connection, command: str) -> Sequence[float]:
    measured = []
    for _ in range(WARM_UP + CALLS):
        started = time.perf_counter()
        await connection.execute(command)
        measured.append((time.perf_counter() - started) * 1000)
    return measured[WARM_UP:]


async def check_plan(connection: Connection) -> None:
    """The claim must find due rows by the indexes that contain only active ones, and only those to
    renew."""
    for step, index in (
        ("billing.expire_batch", "subscriptions_due"),
        ("billing.renew_batch", "subscriptions_to_renew"),
    ):
        plans = await explained(connection, f"select {step}(1000)")
        claim = next(plan for plan in plans if "from billing.subscriptions" in plan)
        if f"Index Scan using {index}" not in claim or "Seq Scan on subscriptions" in claim:
            raise AssertionError(f"the plan of the claim is not by its index:\n{claim}")
