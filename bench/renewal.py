"""A hundred thousand subscriptions that are renewed in the same minute."""

import asyncio
import statistics
import time
from collections.abc import Sequence

import asyncpg

from bench import crowd, worker
from bench.harness import Connection, Database, Place, Result

SUBSCRIPTIONS = 200_000
# Every second one has paid, and is due; of each hundred of these 5 were told of a lower price, and
# 10 have too little money.
DUE = SUBSCRIPTIONS // 2
RISEN, SHORT = 5, 10
ROUNDS = 3
RUNNERS = 2
# The worker gets a smaller shop, which is easier on it, and so many of the subscriptions there.
WORKER_SUBSCRIPTIONS = 20_000
WORKER_DUE = 2_000
# One in a thousand of those that can pay, and so one in every batch.
POISON = """
create function public.fail() returns trigger language plpgsql as $$
begin
  raise exception 'subscription % is poison', new.subscription_id using errcode = '22012';
end $$;
create table public.poison as
select id from billing.subscriptions where renew_at <= app.now() and id / 2 % 1000 = 50;
create trigger poison after insert on billing.periods
  for each row when (new.subscription_id / 2 % 1000 = 50) execute function public.fail();
"""
# All that a renewal writes; each count is to be the number of those that were renewed.
RENEWED = """
select
  (select count(*) from ledger.transfers where kind = 'renewal') as transfers,
  (
    select count(*) / 2.0 from ledger.entries as e
    join ledger.transfers as t on t.id = e.transfer_id where t.kind = 'renewal'
  ) as entries,
  (select count(*) from ledger.accounts where version = 2 and balance = 0) as accounts,
  (select count(*) from billing.periods where number = 2 and generation = 2) as periods,
  (
    select count(*) from billing.subscriptions as s
    join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number
    where p.number = 2 and p.ends_at = s.ends_at and s.renew_at = s.ends_at - interval '72 hours'
  ) as subscriptions,
  (
    select count(*) from vpn.access as a join billing.subscriptions as s on s.id = a.subscription_id
    where a.desired_generation = 2 and a.desired_expires_at = s.expires_at
  ) as granted,
  (
    select count(distinct subject_id) from app.audit where action = 'subscription.renewed'
  ) as audited,
  (select count(distinct lane) from outbox.messages where kind = 'vpn.apply') as applies,
  (select count(*) from outbox.messages where payload ->> 'notice' = 'renewed') as notices
"""
# The same for those that were put off, because they are short or the price has risen.
PUT_OFF = """
select
  (
    select count(*) from app.audit where action in ('renewal.short', 'renewal.price_risen')
  ) as audited,
  (select count(*) from billing.notices) as noted,
  (
    select count(*) from outbox.messages
    where payload ->> 'notice' in ('short', 'price_risen')
  ) as notices
"""
MONEY = "select count(*) from ops.violations_of_ledger"
LEFT = """
select
  (select count(*) from billing.subscriptions where renew_at <= app.now()),
  (select count(*) from jobs.parked where job = 'renew_due'),
  (select sum(parked) from jobs.run)
"""


async def renewal(place: Place) -> Sequence[Result]:
    """Renewal: 100k of 200k subscriptions in one minute, without and with poison; a worker's."""
    clean, poisoned, singly = [], [], []
    for _ in range(ROUNDS):
        clean.append(await one_round(place, poison=False))
        poisoned.append(await one_round(place, poison=True))
        singly.append(await row_by_row(place))
    seconds, bad = statistics.median(clean), statistics.median(poisoned)
    each = statistics.median(singly)
    return [
        Result("renewal_100k", DUE / seconds, "/s", ">= 12,000, ratio >= 30", baseline=each),
        Result("renewal_poison_s", bad, "s", "ratio <= 2", baseline=seconds),
    ]


async def one_round(place: Place, *, poison: bool) -> float:
    """Seconds that the job's runners take, as pg_cron calls them."""
    async with place.database() as database, database.connect() as connection:
        await crowd.subscribe(connection, SUBSCRIPTIONS)
        await crowd.renew_together(connection, risen=RISEN, short=SHORT)
        bad = await spoil(connection) if poison else 0
        seconds = await run(database, "renew_due", RUNNERS)
        await check(connection, looked_at=DUE, bad=bad)
        left = await connection.fetchrow(LEFT)
        if set(left or ()) != {bad}:
            raise AssertionError(f"{bad} were bad: {left}")
        return seconds


async def row_by_row(place: Place) -> float:
    """Subscriptions a second that a worker renews, one by one."""
    async with place.database() as database, database.connect() as connection:
        await crowd.subscribe(connection, WORKER_SUBSCRIPTIONS)
        await crowd.renew_together(connection, risen=RISEN, short=SHORT)
        started = time.perf_counter()
        done = await worker.renew(connection, WORKER_DUE)
        seconds = time.perf_counter() - started
        await check(connection, looked_at=done, bad=0, exactly=False)
        return done / seconds


async def run(database: Database, job: str, runners: int) -> float:
    """Seconds until the runners of a job, started together, have nothing left to do."""
    crons = [await asyncpg.connect(database.url("tickover_cron")) for _ in range(runners)]
    try:
        started = time.perf_counter()
        await asyncio.gather(*(c.execute(f"call jobs.work('{job}')", timeout=600) for c in crons))
        return time.perf_counter() - started
    finally:
        for cron in crons:
            await cron.close()


async def spoil(connection: Connection) -> int:
    """Makes some of the due subscriptions fail; returns how many."""
    await connection.execute(POISON)
    bad: int = await connection.fetchval("select count(*) from public.poison")
    return bad


async def check(connection: Connection, *, looked_at: int, bad: int, exactly: bool = True) -> None:
    """Every row is there, none twice; in a sample only the share of those put off is not exact."""
    renewed, put_off = await connection.fetchrow(RENEWED), await connection.fetchrow(PUT_OFF)
    assert renewed is not None
    assert put_off is not None
    broken = await connection.fetchval(MONEY)
    counts = set(renewed.values()), set(put_off.values())
    expected = looked_at * (RISEN + SHORT) // 100 if exactly else max(put_off.values())
    if counts != ({looked_at - expected - bad}, {expected}) or broken:
        raise AssertionError(f"of {looked_at}, {bad} bad: {renewed}, {put_off}, ledger: {broken}")
