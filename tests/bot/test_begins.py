"""What was bought for later: the panel hears of it when it begins, through the real listener."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from gateways.vpn.port import Desired, Observed
from gateways.vpn.xray_api import XrayApi
from tests.support import Clock, Connection, Database, eventually
from tests.support.bot import (
    PLUS,
    Person,
    Sandbox,
    Shop,
    all_is_well,
    buys,
    open_listener,
    open_shop,
    sandbox,
)

GB = 1_000_000_000
BEHIND = "select from ops.access where lags"


class Limiting(XrayApi):
    """A panel with limits would get these."""

    asked: list[Desired]

    async def apply(self, desired: Desired) -> Observed:
        self.asked.append(desired)
        return await super().apply(desired)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Desired]:
    asked: list[Desired] = []
    monkeypatch.setattr(Limiting, "asked", asked, raising=False)
    monkeypatch.setattr("gateways.vpn.gateway.ADAPTERS", {"xray-api": Limiting})
    return asked


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with sandbox(database_url=SecretStr(database.url())) as it:
        await it.faults(chat_rate=0, rate=0)
        yield it


@pytest.fixture
async def shop(
    database: Database, db: Connection, telegram: Sandbox, asked: list[Desired]
) -> AsyncIterator[Shop]:
    async with (
        open_listener(database, telegram),
        open_shop(database, db, telegram) as it,
    ):
        yield it


async def work(shop: Shop, *jobs: str) -> None:
    """Runs jobs, and waits until the panel has confirmed what came of them."""
    for job in jobs:
        assert await shop.db.fetchval(f"select parked from jobs.{job}(50)") == 0

    async def confirmed() -> bool:
        return await shop.db.fetch(BEHIND) == []

    await eventually(confirmed)


def limits(desired: Desired) -> tuple[int | None, int | None, bool]:
    return desired.device_limit, desired.data_limit, desired.reset_traffic


@pytest.mark.long
async def test_another_plan_reaches_the_panel_when_it_begins(
    shop: Shop, ann: Person, clock: Clock, asked: list[Desired]
) -> None:
    await buys(shop, ann, PLUS, "30 days · 299 ₽", 29900)
    await shop.credit(ann, 14900)
    await shop.db.execute(
        """
        select o.outcome
        from billing.offers as f
        join billing.plans as p on p.id = f.plan_id and p.code = 'basic' and f.period_count = 30
        cross join lateral api.schedule_change($1, f.price_id) as o
        """,
        ann.id,
    )
    await shop.db.execute("update billing.plans set device_limit = 4 where code = 'basic'")
    clock.advance("29 days 1 hour")
    await work(shop, "renew_due", "begin_due")
    assert {limits(it) for it in asked} == {(8, None, False)}

    clock.advance("23 hours")
    await work(shop, "begin_due")
    assert limits(asked[-1]) == (4, None, False)
    times = len(asked)
    await work(shop, "begin_due")
    assert len(asked) == times
    await all_is_well(shop)


async def test_traffic_is_counted_anew_each_month_and_once(
    shop: Shop, ann: Person, clock: Clock, asked: list[Desired]
) -> None:
    await shop.db.execute(
        "update billing.plans set data_limit_bytes = $1, traffic_reset = 'month'", 100 * GB
    )
    await shop.credit(ann, 229900)
    bought = await shop.db.fetchval(
        """
        select p.outcome
        from billing.offers as f
        join billing.plans as l on l.id = f.plan_id and l.code = 'plus' and f.period_count = 365
        cross join lateral api.open_order($1, f.price_id) as o
        cross join lateral api.pay_from_balance($1, o.order_token) as p
        """,
        ann.id,
    )
    assert bought == "fulfilled"
    await work(shop)
    assert limits(asked[-1]) == (8, 100 * GB, False)

    clock.advance("75 days")
    await work(shop, "begin_due")
    assert limits(asked[-1]) == (8, 100 * GB, True)
    await shop.db.execute("select ops.grant_days(id, 1, 'for a test') from app.users")
    await work(shop, "begin_due")
    assert limits(asked[-1]) == (8, 100 * GB, False)
    await all_is_well(shop)
