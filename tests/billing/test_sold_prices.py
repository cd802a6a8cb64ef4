"""A price may be deleted until somebody has bought at it, also in a race: triggers see to it."""

import asyncpg
import pytest

from tests.support import ANN, Connection
from tests.support.races import SecondWaits, Tap

# A price that no order names, and money that no period has taken.
PREPARE = """
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select r.plan_id, 7, 'day', 12345, r.currency, r.valid
from billing.prices as r
order by r.id
limit 1;
select ledger.post('credit', 'race', array[
  row(ledger.account(null, 'revenue', 'RUB'), -1), row(ledger.account(null, 'suspense', 'RUB'), 1)
]::ledger.leg[]);
"""
SELL = """
insert into billing.periods
  (subscription_id, number, kind, plan_id, plan_version, starts_at, ends_at, price_id, transfer_id,
   generation, created_at)
select s.id, 2, 'paid', r.plan_id, 1, s.ends_at, s.ends_at + interval '7 days', r.id, t.id, 2,
  app.now()
from billing.subscriptions as s, billing.prices as r, ledger.transfers as t
where r.amount = 12345 and t.idempotency_key = 'race'
"""
DELETE = "delete from billing.prices where amount = 12345"
WRITTEN = """
select
  exists (select from billing.periods where number = 2) as sold,
  exists (select from billing.prices where amount = 12345) as kept
"""


@pytest.mark.parametrize("end", ["commit", "rollback"])
@pytest.mark.parametrize("sale_first", [True, False])
async def test_price_is_sold_or_deleted(
    db: Connection,
    taps: tuple[Tap, Tap],
    second_waits: SecondWaits,
    sale_first: bool,
    end: str,
) -> None:
    await taps[0].buy(ANN, await taps[0].order(ANN))
    await db.execute(PREPARE)
    first, second = (tap.outside for tap in taps)
    one, other = (SELL, DELETE) if sale_first else (DELETE, SELL)

    await first.execute("begin")
    await first.execute(one)
    async with second_waits(first, second.execute(other), second) as task:
        await first.execute(end)
        if end == "commit":
            with pytest.raises(asyncpg.ForeignKeyViolationError):
                await task
        else:
            await task

    sold = sale_first == (end == "commit")
    assert tuple(await db.fetchrow(WRITTEN) or ()) == (sold, sold)
