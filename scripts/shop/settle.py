"""What the shop's database is told of the shop: settings, prices in its currency, a panel.

The migrator writes it as the owner of the objects. Values that are the same already are not
written, so that the audit has only changes.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg

import postgres
from scripts.database import REPOSITORY
from scripts.shop.config import MIGRATOR, Config
from scripts.shop.terminal import Refused

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
# What each file of texts says where the shop has not changed it.
OUR_BRAND = "-brand = Tickover VPN"
UNFIT = "it has a character that they cannot have: <, >, &, braces or an invisible one"


@asynccontextmanager
async def owner(config: Config) -> AsyncIterator[Connection]:
    """A transaction of the owner. Raises Refused with the database's words."""
    try:
        connection = await postgres.connect(config.url(MIGRATOR), timeout=10)
    except postgres.ERRORS as error:
        raise Refused(f"the database does not answer: {error or type(error).__name__}") from None
    try:
        async with connection.transaction():
            await connection.execute("set role tickover_owner")
            await connection.execute("select set_config('tickover.reason', 'setup', true)")
            yield connection
    except asyncpg.PostgresError as error:
        hint = f" ({error.hint})" if isinstance(error.hint, str) else ""
        raise Refused(f"{error.args[0]}{hint}") from None
    finally:
        await connection.close()


@dataclass(frozen=True)
class Price:
    plan: str
    title: str
    count: int
    unit: str
    amount: int


async def setting(config: Config, name: str) -> Any:
    async with owner(config) as connection:
        return json.loads(await connection.fetchval("select app.setting($1)", name))


async def set_brand(
    config: Config, name: str, before: str, texts: Path = REPOSITORY / "texts"
) -> str | None:
    """The name in all texts, unless the shop has written another one there, or in their files.
    Returns why they cannot have it; None when they can."""
    if _has_own_brand(texts):
        return None
    async with owner(config) as connection:
        refused = await connection.fetchrow("select * from app.refused_text('brand', $1)", name)
        if refused and refused["why"]:
            too_long = refused["why"] == "too_long"
            return f"it has more than {refused['what']} characters" if too_long else UNFIT
        await connection.execute(
            """
            select ops.set_text('brand', 'all', $1, 'setup')
            where not exists (
              select from ops.texts as t where t.name = 'brand' and t.text not in ($1, $2)
            )
            """,
            name,
            before,
        )
    return None


def _has_own_brand(texts: Path) -> bool:
    files = texts.glob("*/brand.ftl")
    return any(OUR_BRAND not in file.read_text().splitlines() for file in files)


async def set_setting(config: Config, name: str, value: Any) -> bool:
    """Returns whether it was another. Raises Refused for what it may not be."""
    async with owner(config) as connection:
        changed = await connection.fetchval(
            "update app.settings set value = $2 where name = $1 and value <> $2 returning true",
            name,
            json.dumps(value, ensure_ascii=False),
        )
    return bool(changed)


async def may_be(config: Config, name: str, value: Any) -> None:
    """Raises Refused with the description of valid values."""
    async with owner(config) as connection:
        told = await connection.fetchval(
            "select app.refused_setting($1, $2)", name, json.dumps(value, ensure_ascii=False)
        )
    if told:
        raise Refused(f"that has to be {told}")


async def prices(config: Config, currency: str) -> Sequence[Price]:
    """What is sold in that currency."""
    async with owner(config) as connection:
        rows = await connection.fetch(
            """select p.code, p.title ->> 'en' as title, o.period_count, o.period_unit, o.amount
               from billing.offers as o
               join billing.plans as p on p.id = o.plan_id
               where o.currency = $1
               order by p.position, o.days""",
            currency,
        )
    return [Price(*row) for row in rows]


async def sell_in(config: Config, currency: str, sold: Sequence[Price]) -> None:
    """Changes the currency, its prices and the amounts of top-ups in one transaction: at no moment
    is nothing sold."""
    amounts = sorted({price.amount for price in sold})
    topups = {
        "topup_min": amounts[0],
        "topup_max": 100 * amounts[-1],
        "topup_presets": amounts[:3],
    }
    async with owner(config) as connection:
        for price in sold:
            await connection.fetchval(
                "select outcome from billing.change_price($1, $2, $3, $4, null, $5)",
                *(price.plan, price.count, price.unit, price.amount, currency),
            )
        await connection.execute(
            """update app.settings set value = to_jsonb($1::text)
               where name = 'currency' and value <> to_jsonb($1::text)""",
            currency,
        )
        for name, value in topups.items():
            await connection.execute(
                """update app.settings
                   set value = coalesce(nullif(value, 'null'), '{}') || $2
                   where name = $1""",
                name,
                json.dumps({currency: value}),
            )


async def rate_of_stars(config: Config, currency: str) -> tuple[int, int] | None:
    async with owner(config) as connection:
        row = await connection.fetchrow(
            "select amount, paid from billing.rates where currency = $1 and paid_in = 'XTR'",
            currency,
        )
    return (row["amount"], row["paid"]) if row else None


async def set_rate_of_stars(config: Config, currency: str, amount: int, stars: int) -> None:
    async with owner(config) as connection:
        await connection.execute(
            """insert into billing.rates as r (currency, paid_in, amount, paid)
               values ($1, 'XTR', $2, $3)
               on conflict (currency, paid_in) do update set amount = $2, paid = $3
               where (r.amount, r.paid) <> ($2, $3)""",
            *(currency, amount, stars),
        )


async def panel(config: Config) -> Mapping[str, Any]:
    """The first panel; there is one from the beginning."""
    async with owner(config) as connection:
        row = await connection.fetchrow(
            """select p.code, p.kind, p.base_url, p.options, p.acknowledged_version
               from vpn.panels as p order by p.id limit 1"""
        )
    if row is None:
        raise Refused("vpn.panels is empty: insert a row with code, kind and base_url")
    return {**row, "options": json.loads(row["options"])}


async def set_panel(config: Config, code: str, row: Mapping[str, Any]) -> None:
    async with owner(config) as connection:
        await connection.execute(
            """update vpn.panels set kind = $2, base_url = $3, options = $4
               where code = $1 and (kind, base_url, options) <> ($2, $3, $4::jsonb)""",
            *(code, row["kind"], row["base_url"], json.dumps(row["options"])),
        )


async def has_owner(config: Config) -> bool:
    async with owner(config) as connection:
        known = "select exists (select from app.users as u where u.role = 'owner')"
        return bool(await connection.fetchval(known))
