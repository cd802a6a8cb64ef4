"""Two panels: one that is down costs nobody his access, and who moves has a key that works."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from tests.support import Clock, Connection, Database, eventually
from tests.support.bot import (
    BASIC,
    Json,
    Person,
    Sandbox,
    Shop,
    all_is_well,
    buys,
    open_listener,
    open_shop,
    sandbox,
)
from tests.support.sandbox import Sandbox as Elsewhere
from tests.support.sandbox import sandbox as elsewhere

LAGS = "select panel from ops.access where lags order by panel"
WORKS = "select panel from ops.access where not lags order by panel"


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with sandbox(database_url=SecretStr(database.url())) as it:
        await it.faults(chat_rate=0, rate=0)
        yield it


@pytest.fixture
async def de() -> AsyncIterator[Elsewhere]:
    """The other panel."""
    async with elsewhere(panel_keys={"de": SecretStr("a key of de")}) as it:
        yield it


@pytest.fixture
async def shop(
    database: Database, db: Connection, telegram: Sandbox, de: Elsewhere
) -> AsyncIterator[Shop]:
    async with (
        open_listener(database, telegram, de="a key of de"),
        open_shop(database, db, telegram) as it,
    ):
        await db.execute(
            """
            insert into vpn.panels (code, kind, base_url, country, enabled)
            values ('de', 'xray-api', $1, 'DE', false)
            """,
            f"{de.url}/panel",
        )
        yield it


async def panels(shop: Shop, query: str) -> list[str]:
    return [row["panel"] for row in await shop.db.fetch(query)]


async def users(world: Sandbox | Elsewhere) -> list[Json]:
    shown: list[Json] = (await world.http.get("/sandbox/panel/users")).json()
    return shown


@pytest.mark.long
async def test_one_of_two_panels_is_down(
    shop: Shop, ann: Person, clock: Clock, de: Elsewhere
) -> None:
    await shop.db.execute(
        "update billing.plans set panels = 2; update vpn.panels set enabled = true"
    )
    await de.faults(vpn={"down": True})
    await buys(shop, ann, BASIC, "30 days · 149 ₽", 14900)
    assert await panels(shop, WORKS) == ["main"]

    clock.advance("2 days")
    await shop.db.execute("select jobs.refund_undelivered(50)")
    assert await shop.db.fetch("select from billing.refunds") == []
    assert await panels(shop, LAGS) == ["de"]

    await de.faults()
    await shop.db.execute("update outbox.lanes set ready_at = clock_timestamp()")
    await shop.db.execute("update outbox.destinations set failures = 0, retry_at = null")

    async def healed() -> bool:
        return await panels(shop, WORKS) == ["de", "main"]

    await eventually(healed)
    assert len(await users(de)) == 1
    assert await shop.db.fetch("select from vpn.late_deliveries") == []
    await all_is_well(shop)


@pytest.mark.long
async def test_who_moves_has_a_key_that_works(
    shop: Shop, ann: Person, telegram: Sandbox, de: Elsewhere
) -> None:
    await buys(shop, ann, BASIC, "30 days · 149 ₽", 14900)
    [before] = await users(telegram)
    await de.faults(vpn={"down": True})
    await shop.db.execute("update vpn.panels set enabled = true where code = 'de'")
    await shop.db.execute("select ops.drain_panel('main')")
    assert await panels(shop, LAGS) == ["de"]
    await ann.goes("Connect", before["link"])
    assert await users(telegram) == [before]

    await de.faults()
    await shop.db.execute("update outbox.lanes set ready_at = clock_timestamp()")
    await shop.db.execute("update outbox.destinations set failures = 0, retry_at = null")
    await ann.sees("You have a new key")
    [after] = await users(de)
    await ann.sees(after["link"])

    async def left() -> bool:
        return await users(telegram) == []

    await eventually(left)
    assert await panels(shop, WORKS) == ["de"]
    await all_is_well(shop)
