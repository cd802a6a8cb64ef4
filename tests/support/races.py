"""What races of the shop share: two bot processes, jobs, and what they leave behind.

The first transaction is held open; the second is started and seen waiting for it in
pg_stat_activity (`second_waits`); then the first ends. No test sleeps and hopes.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from tests.support import Connection

Connect = Callable[..., Awaitable[Connection]]
SecondWaits = Callable[
    [Connection, Awaitable[Any], Connection], AbstractAsyncContextManager["asyncio.Future[Any]"]
]

# No listener runs in these tests, nor the job that gives back what no panel took for hours.
BROKEN = """
select name, detail from ops.invariants where not ok and name <> 'undelivered_is_refunded'
"""
PRICE = 14900  # Basic, 30 days
PLUS = 29900  # Plus, 30 days
# What the trigger of a stored update writes; its payer needs no notice.
REPORT = """
insert into inbox.money_events (
  event_id, kind, provider, external_id, telegram_id, amount, currency, invoice_payload, details,
  told_at
)
values (0, 'payment', 'telegram', $1, $2, $3, 'RUB', $4, '{}', clock_timestamp())
"""


@dataclass(frozen=True)
class Tap:
    """A connection of the bot, and what can be asked on it."""

    connection: Connection
    outside: Connection
    """A superuser's, for what somebody else does."""

    async def call(self, function: str, *arguments: object) -> asyncpg.Record:
        places = ", ".join(f"${n}" for n in range(1, len(arguments) + 1))
        row = await self.connection.fetchrow(f"select * from api.{function}({places})", *arguments)
        assert row is not None
        return row

    async def start(self, telegram_id: int) -> None:
        await self.call("start", telegram_id, bytes(24) + telegram_id.to_bytes(8), "", "", "en")

    async def pay(self, telegram_id: int, charge: str, amount: int = PRICE) -> asyncpg.Record:
        """An update has reported it, and the bot has read of it."""
        await self.outside.execute(REPORT, charge, telegram_id, amount, None)
        return await self.call("book_payment", "telegram", charge)

    async def price(self, telegram_id: int, plan: int = 0) -> int:
        """The shortest period of the first plan, or of the second."""
        plans = await self.connection.fetch("select * from api.plans($1)", telegram_id)
        prices = await self.connection.fetch(
            "select * from api.prices($1, $2)", telegram_id, plans[plan]["plan_id"]
        )
        price_id: int = prices[0]["price_id"]
        return price_id

    async def order(self, telegram_id: int, plan: int = 0) -> UUID:
        order = await self.call("open_order", telegram_id, await self.price(telegram_id, plan))
        token: UUID = order["order_token"]
        return token

    async def cart(self, telegram_id: int, amount: int = PRICE) -> UUID:
        """An order that waits for a top-up."""
        token = await self.order(telegram_id)
        linked = None, False, True
        await self.call("open_invoice", telegram_id, amount, "telegram", token, *linked)
        return token

    async def buy(self, telegram_id: int, token: UUID) -> asyncpg.Record:
        return await self.call("pay_from_balance", telegram_id, token)

    async def trial(self, telegram_id: int) -> asyncpg.Record:
        return await self.call("start_trial", telegram_id)


async def periods(db: Connection, telegram_id: int) -> list[asyncpg.Record]:
    return await db.fetch(
        """select p.number, p.kind, p.starts_at, p.ends_at
           from billing.periods as p
           join billing.subscriptions as s on s.id = p.subscription_id
           join app.telegram_identities as i on i.user_id = s.user_id
           where i.telegram_id = $1
           order by p.number""",
        telegram_id,
    )


async def standing(db: Connection, telegram_id: int) -> asyncpg.Record:
    row = await db.fetchrow(
        """select s.id, s.status, s.period_number, s.ends_at, s.expires_at, a.desired_present,
             a.desired_generation, a.desired_expires_at,
             (select count(*) from outbox.messages as m
              where m.topic = 'vpn' and m.lane = a.access_id::text) as waiting
           from billing.subscriptions as s
           join ops.access as a on a.subscription_id = s.id
           join app.telegram_identities as i on i.user_id = s.user_id
           where i.telegram_id = $1""",
        telegram_id,
    )
    assert row is not None
    return row


async def balance(tap: Tap, telegram_id: int) -> int:
    amount: int = (await tap.call("home", telegram_id))["balance"]
    return amount


async def expire(connection: Connection, limit: int = 1000) -> tuple[int, int, bool]:
    row = await connection.fetchrow("select * from jobs.expire_due($1)", limit)
    assert row is not None
    done, parked, more = row
    return done, parked, more


async def begin(connection: Connection, limit: int = 1000) -> None:
    """What follows a period begins when that one is over."""
    await connection.execute("select jobs.begin_due($1)", limit)


async def renew(connection: Connection, limit: int = 1000) -> tuple[int, int, bool]:
    row = await connection.fetchrow("select * from jobs.renew_due($1)", limit)
    assert row is not None
    done, parked, more = row
    return done, parked, more
