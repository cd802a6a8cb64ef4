"""A hundred thousand subscriptions that are renewed in the same minute."""

import asyncio
import time
from collections.abc import Sequence

import asyncpg

from bench import baseline, population
from bench.harness import Connection, Database, Result, ThrowawayServer

SUBSCRIPTIONS = 200_000
# Every second one has paid, and is due; of these 5 % were told a lower price, and 10 % have too
# little money.
DUE = SUBSCRIPTIONS // 2
RISEN, SHORT = 5, 10
# What those are charged who have a tenth off, and what of it they have as bonus.
REDUCED_PRICE, BONUS = 13_410, 1_000
# The fastest of several rounds counts, for the jobs and the worker: other load on the machine can
# only slow them down, by a third from one minute to the next.
ROUNDS = 5
RUNNERS = 2
# How many the worker renews first, in the same shop.
WORKERS_SHARE = 2_000
# One in a thousand of the due ones, at random places among those that are charged.
ONE_IN = 10 * (100 - RISEN - SHORT)
POISON = f"""
create function public.fail() returns trigger language plpgsql as $$
begin
  raise exception 'subscription % is poison', new.subscription_id using errcode = '22012';
end $$;
create table public.poison as
select id from billing.subscriptions
where renew_at <= app.now() and hashint8(id) % {ONE_IN} = 0
  and id / 2 % 100 between {RISEN} and {99 - SHORT};
create trigger poison after insert on billing.periods
  for each row when (hashint8(new.subscription_id) % {ONE_IN} = 0) execute function public.fail();
"""
# Everything that a renewal writes; each count must equal the number of renewed ones.
RENEWED = """
select
  (select count(*) from ledger.transfers where kind = 'renewal') as transfers,
  (
    select count(*) / 2.0 from ledger.entries as e
    join ledger.transfers as t on t.id = e.transfer_id
    join ledger.accounts as a on a.id = e.account_id
    where t.kind = 'renewal' and a.name <> 'bonus'
  ) as entries,
  (
    select count(*) from ledger.accounts where name = 'cash' and version = 2 and balance = 0
  ) as accounts,
  (select count(*) from billing.periods where number = 2 and generation = 2) as periods,
  (
    select count(*) from billing.subscriptions as s
    join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number
    where p.number = 2 and p.ends_at = s.ends_at and s.renew_at = s.ends_at - interval '168 hours'
  ) as subscriptions,
  (
    select count(*)
    from billing.periods as p
    join billing.subscriptions as s on s.id = p.subscription_id
    join vpn.desired as d on d.subscription_id = s.id and d.generation = p.generation
    where p.number = 2 and d.expires_at = s.expires_at
  ) as granted,
  (
    select count(distinct subject_id) from app.audit where action = 'subscription.renewed'
  ) as audited,
  (
    select count(distinct m.lane)
    from outbox.messages as m
    join billing.periods as p on p.subscription_id::text = m.lane and p.number = 2
    where m.kind = 'vpn.apply'
  ) as applies,
  (select count(*) from outbox.messages where payload ->> 'notice' = 'renewed') as notices
"""
# The same for those that were postponed, because the balance is short or the price has risen. (A
# subscription whose price has risen keeps access until its deadline, and so has an apply as well.)
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
BROKEN = "select count(*) from ops.violations_of_ledger"
LEFT = """
select
  (select count(*) from billing.subscriptions where renew_at <= app.now()),
  (select count(*) from jobs.parked where job = 'renew_due'),
  (select sum(parked) from jobs.run)
"""


async def renewal(server: ThrowawayServer) -> Sequence[Result]:
    """Renewal: 100k of 200k subscriptions in one minute, without and with poison; a worker's."""
    clean, poisoned, singly = [], [], []
    for _ in range(ROUNDS):
        rate, each = await one_round(server, poison=False)
        clean.append(rate)
        singly.append(each)
        rate, _ = await one_round(server, poison=True)
        poisoned.append(rate)
    rate, each, bad = max(clean), max(singly), max(poisoned)
    return [
        Result("renewal_100k", rate, "/s", ">= 12,000, ratio >= 30", baseline=each),
        Result("renewal_poison", bad, "/s", "ratio >= 0.5", baseline=rate),
    ]


async def renewal_discounts(server: ThrowawayServer) -> Sequence[Result]:
    """Renewal where everybody has a discount of his own and a bonus, against one without."""
    plain, reduced = [], []
    for _ in range(ROUNDS):
        rate, _ = await one_round(server, poison=False)
        plain.append(rate)
        reduced.append(await one_reduced_round(server))
    rate, reference = max(reduced), max(plain)
    return [Result("renewal_discounts", rate, "/s", "ratio >= 0.9", baseline=reference)]


async def one_reduced_round(server: ThrowawayServer) -> float:
    """Returns subscriptions per second, each of which is charged to two accounts."""
    async with server.database() as database, database.connect() as connection:
        await population.subscribe(connection, SUBSCRIPTIONS)
        await population.renew_together(
            connection, risen=RISEN, short=SHORT, amount=REDUCED_PRICE - BONUS
        )
        await population.reduce(connection, bonus=BONUS)
        seconds = await run(database, "renew_due", RUNNERS)
        await check(connection, bad=0)
        spent = "select count(*) from ledger.accounts where name = 'bonus' and balance = 0"
        if await connection.fetchval(spent) != DUE - DUE * (RISEN + SHORT) // 100:
            raise AssertionError("not every renewal was charged to the bonus first")
        return DUE / seconds


async def one_round(server: ThrowawayServer, *, poison: bool) -> tuple[float, float]:
    """Returns subscriptions per second: by the job's runners, called like pg_cron calls them, and
    by the worker."""
    async with server.database() as database, database.connect() as connection:
        await population.subscribe(connection, SUBSCRIPTIONS)
        await population.renew_together(connection, risen=RISEN, short=SHORT)
        started = time.perf_counter()
        done = await baseline.renew(connection, WORKERS_SHARE)
        each = done / (time.perf_counter() - started)
        bad = await spoil(connection) if poison else 0
        seconds = await run(database, "renew_due", RUNNERS)
        await check(connection, bad=bad)
        return (DUE - done) / seconds, each


async def run(database: Database, job: str, runners: int) -> float:
    """Returns the seconds until the runners of a job, started together, have nothing left to do."""
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


async def check(connection: Connection, *, bad: int) -> None:
    """Checks that every row exists once, and that the bad ones were only parked."""
    await connection.execute("analyze")  # or the planner ignores the new rows
    put_off = DUE * (RISEN + SHORT) // 100
    for query, expected in (
        (RENEWED, DUE - put_off - bad),
        (PUT_OFF, put_off),
        (LEFT, bad),
        (BROKEN, 0),
    ):
        written = await connection.fetchrow(query)
        if set(written or ()) != {expected}:
            raise AssertionError(f"{bad} were bad; not {expected}: {written}")
