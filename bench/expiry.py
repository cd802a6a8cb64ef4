"""A hundred thousand subscriptions that end in the same minute."""

import statistics
from collections.abc import Sequence

from bench import population
from bench.harness import Connection, Result, ThrowawayServer
from bench.renewal import run

SUBSCRIPTIONS = 200_000
DUE = 100_000
ROUNDS = 3
RUNNERS = 2
# One in a thousand, at random places.
POISON = """
create function public.fail() returns trigger language plpgsql as $$
begin
  raise exception 'subscription % is poison', new.id using errcode = 'division_by_zero';
end $$;
create table public.poison as
select id from billing.subscriptions where expires_at <= app.now() and hashint8(id) % 1000 = 0;
create trigger poison after update on billing.subscriptions
  for each row when (hashint8(new.id) % 1000 = 0) execute function public.fail();
"""
# Everything that the end of a subscription writes; each count must equal the number of ended ones.
WRITTEN = """
select
  (select count(*) from billing.subscriptions where status = 'expired') as expired,
  (select count(*) from vpn.desired where not present and generation = 2) as closed,
  (
    select count(distinct subject_id) from app.audit where action = 'subscription.expired'
  ) as audited,
  (select count(distinct lane) from outbox.messages where kind = 'billing.notice') as notices,
  (select count(distinct lane) from outbox.messages where kind = 'inbox.refresh') as refreshes,
  (select count(distinct lane) from outbox.messages where kind = 'vpn.apply') as applies,
  (select count(*) from outbox.messages) / 3.0 as messages,
  (select sum(waiting) from outbox.lanes) / 3.0 as waiting,
  (select sum(done) from jobs.run where status = 'ok') as done
"""
LEFT = """
select
  (select count(*) from billing.subscriptions where status = 'active' and expires_at <= app.now()),
  (select count(*) from jobs.parked where job = 'expire_due'),
  (select sum(parked) from jobs.run)
"""


async def expiry(server: ThrowawayServer) -> Sequence[Result]:
    """Expiry: 100k of 200k subscriptions end in one minute, without and with 0.1 % poison."""
    clean, poisoned = [], []
    for _ in range(ROUNDS):
        clean.append(await one_round(server, poison=False))
        poisoned.append(await one_round(server, poison=True))
    seconds = statistics.median(clean)
    return [
        Result("expiry_100k_s", seconds, "s", "< 10"),
        Result("expiry_poison_s", statistics.median(poisoned), "s", "ratio <= 2", baseline=seconds),
    ]


async def one_round(server: ThrowawayServer, *, poison: bool) -> float:
    """Returns the seconds that the job's runners take, called like pg_cron calls them."""
    async with server.database() as database, database.connect() as connection:
        await population.subscribe(connection, SUBSCRIPTIONS)
        await population.end_together(connection, DUE)
        await connection.execute("update app.brakes set released_until = 'infinity'")
        bad = await spoil(connection) if poison else 0
        seconds = await run(database, "expire_due", RUNNERS)
        await check(connection, ended=DUE - bad, bad=bad)
        return seconds


async def spoil(connection: Connection) -> int:
    """Makes some of the due subscriptions fail; returns how many."""
    await connection.execute(POISON)
    bad: int = await connection.fetchval("select count(*) from public.poison")
    return bad


async def check(connection: Connection, *, ended: int, bad: int) -> None:
    """Checks that every row exists once, and that the bad ones were only parked."""
    written, left = await connection.fetchrow(WRITTEN), await connection.fetchrow(LEFT)
    assert written is not None
    assert left is not None
    if set(written.values()) != {ended} or set(left.values()) != {bad}:
        raise AssertionError(f"{ended} were to end, {bad} were bad: {written}, {left}")
