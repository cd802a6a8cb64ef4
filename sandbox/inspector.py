"""Shows what happens behind the chat: read-only queries of the database for the page, as
tickover_dba.

Each tab is a few queries. A view or table that this database lacks is left out, so that the page
works with any state of the schema.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
from fastapi import HTTPException

from sandbox.clock import Clock
from sandbox.routing import Router
from sandbox.store import Json


@dataclass(frozen=True)
class Look:
    title: str
    sql: str


TABS: dict[str, list[Look]] = {
    "jobs": [
        Look("Jobs", "select * from ops.jobs"),
        Look("Last runs", "select * from jobs.run order by id desc limit 30"),
        Look("Parked rows", "select * from ops.parked limit 30"),
    ],
    "outbox": [
        Look("Destinations", "select * from ops.outbox"),
        Look("Lanes", "select * from ops.lanes limit 50"),
        Look(
            "Waiting messages",
            """
            select topic, priority, id, kind, dedupe_key, useful_until, enqueued_at
            from outbox.messages order by id desc limit 50
            """,
        ),
        Look("Dead letters", "select * from ops.dead_letters limit 30"),
        Look("Consumers", "select * from ops.consumers"),
    ],
    "subscriptions": [
        Look(
            "Subscriptions",
            """
            select s.id, s.user_id, p.code as plan, s.status, s.source, s.ends_at,
              a.desired_generation, a.applied_generation, a.desired_present, a.last_error
            from billing.subscriptions as s
            join billing.plans as p on p.id = s.plan_id
            left join ops.access as a on a.subscription_id = s.id
            order by s.id desc limit 50
            """,
        ),
        Look(
            "Periods",
            """
            select subscription_id, number, kind, starts_at, ends_at, order_id, transfer_id
            from billing.periods order by created_at desc, subscription_id desc limit 50
            """,
        ),
        Look(
            "Orders",
            """
            select id, user_id, kind,
              case when status = 'open' and expires_at <= app.now() then 'expired' else status end
                as status,
              provider, amount, currency, created_at, expires_at
            from billing.orders order by id desc limit 50
            """,
        ),
    ],
    "ledger": [
        Look(
            "Entries",
            """
            select t.id as transfer, t.kind, coalesce('user ' || a.user_id, 'shop') as owner,
              a.name as account, e.amount, e.currency, e.balance_after,
              t.idempotency_key, t.created_at
            from ledger.transfers as t
            join ledger.entries as e on e.transfer_id = t.id
            join ledger.accounts as a on a.id = e.account_id
            order by t.id desc, e.amount limit 60
            """,
        ),
        Look(
            "Balances",
            """
            select user_id, name, balance, currency, version
            from ledger.accounts where user_id is not null order by id limit 50
            """,
        ),
        Look("Payments", "select * from billing.payments order by id desc limit 30"),
    ],
    "invariants": [Look("Invariants", "select * from ops.invariants")],
}

_MISSING = (
    asyncpg.UndefinedTableError,
    asyncpg.UndefinedColumnError,
    asyncpg.InvalidSchemaNameError,
    asyncpg.InsufficientPrivilegeError,
)


def router(clock: Clock) -> Router:
    routes = Router(prefix="/sandbox/inspect")

    @routes.get("")
    async def tabs() -> Any:
        return list(TABS)

    @routes.get("/{tab}")
    async def look(tab: str) -> Any:
        """The tables of a tab: title, columns, rows; empty without a database."""
        if tab not in TABS:
            raise HTTPException(404, f"no such tab: {tab}; there are {', '.join(TABS)}")
        if not clock.has_database:
            return []
        async with clock.connect() as db:
            found = [await _read(db, look) for look in TABS[tab]]
        return [table for table in found if table is not None]

    return routes


async def _read(db: "asyncpg.Connection[asyncpg.Record]", look: Look) -> Json | None:
    try:
        async with db.transaction(readonly=True):
            await db.execute("set local role tickover_dba; set local statement_timeout = '3 s'")
            statement = await db.prepare(look.sql)
            rows = await statement.fetch()
    except _MISSING:
        return None
    except asyncpg.QueryCanceledError:
        return {"title": look.title, "columns": ["not shown"], "rows": [["takes over 3 s"]]}
    columns = [attribute.name for attribute in statement.get_attributes()]
    cells = [[_cell(value) for value in row.values()] for row in rows]
    return {"title": look.title, "columns": columns, "rows": cells}


def _cell(value: Any) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        return str(timedelta(seconds=round(value.total_seconds())))
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
