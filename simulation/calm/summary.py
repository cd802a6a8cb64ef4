"""The summary of a calm year: what was broken, and figures."""

from collections.abc import Mapping, Sequence

from scripts.progress import say
from simulation.calm.shop import SimulatedShop

UNHEALTHY = """
select 'invariant ' || i.name as what, i.detail from ops.invariants as i where not i.ok
union all
select 'job ' || r.job, r.error from jobs.run as r where r.status = 'failed'
union all
select 'parked by ' || p.job, p.error from jobs.parked as p
union all
select 'dead ' || d.kind, coalesce(d.hook_error, d.error) from outbox.dead_letters as d
where not d.dropped and (d.hook_error is not null or d.kind <> 'vpn.apply')
union all
select 'audit ' || a.action, a.after::text from app.audit as a
where a.action = 'payment.cart_failed'
union all
select 'history', format('user %s', a.user_id) from ledger.accounts as a
where a.name = 'cash' and a.user_id % 10 = 0
  and a.balance <> (select coalesce(sum(s.amount), 0) from ops.statement(a.user_id) as s)
"""
FIGURES = """
with ends as (
  select distinct n.subscription_id, n.period_number
  from billing.notices as n
  where n.kind = 'short'
),
dunned as (
  select exists (
    select from billing.periods as p
    where p.subscription_id = e.subscription_id and p.kind = 'paid' and p.number > e.period_number
      and p.starts_at <= ended.at + interval '24 hours'
  ) as recovered
  from ends as e
  cross join lateral (
    select coalesce(p.closed_at, p.ends_at) as at from billing.periods as p
    where p.subscription_id = e.subscription_id and p.number = e.period_number
  ) as ended
  where ended.at < app.now() - interval '24 hours'
)
select
  (select count(*) from app.users) as users,
  (select count(*) from billing.trials) as trials,
  (
    select count(*) from billing.trials as t
    join billing.subscriptions as s on s.user_id = t.user_id and s.price_id is not null
  ) as "trials that became paid",
  (select count(*) from billing.periods where kind = 'paid') as "periods sold",
  (select count(*) from ledger.transfers where kind = 'renewal' and idempotency_key ~ '^renewal:')
    as "renewed by themselves",
  (select count(*) from ledger.transfers where kind = 'change') as "plans changed at once",
  (select count(*) from billing.periods where kind = 'grant') as gifts,
  (select count(*) from billing.periods
   where '2028-02-29' between starts_at and coalesce(closed_at, ends_at)) as "over 29 February",
  (select count(*) from dunned) as "dunnings",
  (select count(*) from dunned where recovered) as "dunnings recovered",
  (select count(*) from dunned where not recovered) as "dunnings given up",
  (select count(*) from app.audit where action = 'subscription.expired') as expiries,
  (select count(*) from billing.subscriptions where status = 'active') as "active at the end",
  (select count(*) from billing.payments) as payments,
  (select count(*) from billing.suspense) as "payments of strangers",
  (select count(*) from billing.refunds where cause ~ '^request:[^:]+$' and payment_id is null)
    as refunds,
  (select count(*) from billing.refunds where cause ~ '^undelivered:') as "refunds of undelivered",
  (select count(*) from billing.refunds where payment_id is not null) as payouts,
  (select count(*) from ledger.transfers) as transfers,
  (select count(*) from jobs.run) as "runs of jobs",
  (select sum(done) from jobs.run where job = 'renew_due')::bigint as "looks of renewal"
"""
MONEY = """
select b.name, sum(b.balance)::bigint as amount from ledger.balances as b
where b.name in ('revenue', 'cash', 'promo_expense') group by b.name
"""


async def verdict(shop: SimulatedShop) -> list[str]:
    """Returns what went wrong; empty if nothing did."""
    unhealthy = await shop.connections["admin"].fetch(UNHEALTHY)
    return [f"{row['what']}: {row['detail']}" for row in unhealthy] + shop.wrong_dates


async def summary(shop: SimulatedShop) -> dict[str, str]:
    admin = shop.connections["admin"]
    figures = await admin.fetchrow(FIGURES)
    assert figures is not None
    shown = {name: f"{value or 0:,}" for name, value in figures.items()}
    for row in await admin.fetch(MONEY):
        shown[row["name"]] = f"{row['amount'] / (100 if shop.plans.currency == 'RUB' else 1):,.0f}"
    for topic, number in sorted(shop.messages.items()):
        shown[f"messages of {topic}"] = f"{number:,}"
    for notice, number in sorted(shop.notices.items()):
        shown[f"  {notice}"] = f"{number:,}"
    shown["times shown"] = f"{shop.dates:,}"
    shown["near a change of clocks"] = f"{shop.dates_near_a_change:,}"
    return shown


def show(names: Sequence[str], summaries: Sequence[Mapping[str, str]]) -> None:
    say("\n" + " " * 34 + "".join(f"{name:>14}" for name in names))
    for line in dict.fromkeys(key for figures in summaries for key in figures):
        say(f"{line:<34}" + "".join(f"{figures.get(line, '0'):>14}" for figures in summaries))
