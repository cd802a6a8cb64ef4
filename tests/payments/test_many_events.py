"""Hundreds of payments with repetitions, losses, lies and any order: each is credited once, and the
shop's books equal the providers' lists. More: `EVENTS=10000 make test ARGS="-k many_events"`."""

import os
import random
from collections import Counter

import pytest

from sandbox.books import gone_back, held, of_the_providers
from simulation.hostile.stack import running_stack
from tests.support import Database
from tests.support.provider_year import BEGIN, ProviderTraffic

EVENTS = int(os.environ.get("EVENTS", "60"))
SEED = int(os.environ.get("SEED", "1"))

OURS = """
select p.provider, p.external_id, coalesce(p.gross, p.amount) as amount,
  coalesce(p.gross_currency, p.currency)::text as currency
from billing.payments as p
"""
# Received money is negative there: the provider owes it to the shop. Some report fees, and late.
CLEARING = """
select
  replace(a.name, 'clearing.', '') as provider,
  a.currency::text,
  -sum(e.amount)::bigint as held
from ledger.entries as e
join ledger.accounts as a on a.id = e.account_id
join ledger.transfers as t on t.id = e.transfer_id
where a.name like 'clearing.%' and t.kind <> 'fee'
group by 1, 2
having sum(e.amount) <> 0
"""
# Credited money is on balances, on its way back, gone back, or held for an operator.
CREDITED = """
select p.currency::text, sum(p.amount)::bigint as amount,
  (
    select sum(b.balance) from ledger.balances as b
    where b.currency = p.currency and (b.user_id is not null or b.name = 'suspense')
  )::bigint + coalesce((
    select sum(r.amount) from billing.refunds as r
    where r.currency = p.currency and r.payment_id is not null and r.status = 'done'
  ), 0)::bigint as found
from billing.payments as p
group by p.currency
"""
OPEN = {
    "messages that wait": """
        select m.kind, m.lane from outbox.messages as m
        where m.topic in ('payment', 'payment_events', 'inbox')
    """,
    # A message is dropped as untrue if another one settled its refund before.
    "dead letters": """
        select d.topic, d.kind, d.reason, d.error from outbox.dead_letters as d
        where d.reason <> 'untrue'
    """,
    "invoices in doubt": """
        select i.id, i.provider, i.status, i.error from billing.invoices as i
        where i.status in ('creating', 'failed') or i.error is not null and i.status <> 'over'
    """,
    "refunds in doubt": "select r.id from billing.refunds as r where r.status = 'sending'",
    "updates not booked": "select e.id from inbox.money_events as e where e.closed_at is null",
    "events not worked off": "select e.id from inbox.events as e where e.processed_at is null",
    "suspense without a reason": """
        select p.id from billing.payments as p
        left join billing.suspense as s on s.payment_id = p.id
        where (p.user_id is null) <> (s.payment_id is not null)
    """,
    "broken": "select name, detail from ops.invariants where not ok",
}


@pytest.mark.long
async def test_many_events_leave_each_payment_credited_once(database: Database) -> None:
    async with running_stack(database, BEGIN, pages=True) as stack:
        traffic = ProviderTraffic(stack, random.Random(SEED))
        await traffic.arrive()
        while traffic.events < EVENTS:
            await traffic.round(pages=min(60, EVENTS // 4))
        await traffic.rest()
        print(traffic.events, "events:", dict(traffic.done))

        for what, query in OPEN.items():
            assert await traffic.fetch(query) == [], what
        theirs = of_the_providers(stack.emulators)
        rows = await traffic.fetch(OURS)
        parts = Counter[tuple[str, str, str]]()
        for row in rows:
            charge = row["external_id"].partition(" after ")[0]
            parts[row["provider"], charge, row["currency"]] += row["amount"]
        ours = {(name, charge): (sum_, of) for (name, charge, of), sum_ in parts.items()}
        odd = ours.items() ^ theirs.items()
        assert odd == set(), odd
        clearing = {
            (r["provider"], r["currency"]): r["held"] for r in await traffic.fetch(CLEARING)
        }
        assert clearing == held(theirs, gone_back(stack.emulators))
        for row in await traffic.fetch(CREDITED):
            assert row["amount"] == row["found"], row
        suspended = "select count(*) from billing.suspense"
        assert (await traffic.fetch(suspended))[0]["count"] == traffic.done["foreign"]
        assert stack.unsettled == 0
        assert stack.jobs_failed == []
