"""The baseline: auto-renewal as shop bots do it, one subscription after another from Python.

It takes the same locks and writes the same rows as the set-based job, in plain statements, one
transaction per subscription, over one connection, with prepared statements.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from bench.harness import Connection

_PAGE = 100
_DUE = """
select s.id from billing.subscriptions as s
where s.renew_at <= app.now() order by s.renew_at limit $1
"""
_READ = """
select
  s.*, a.id as account_id, a.balance, a.version, i.telegram_id, o.price_id as offer_id, o.amount,
  o.period_count, r.id as revenue_id, app.now() as now,
  (select value::integer from app.settings where name = 'grace_hours') as grace_hours
from billing.subscriptions as s
join ledger.accounts as a on a.user_id = s.user_id and a.name = 'cash' and a.currency = 'RUB'
join app.telegram_identities as i on i.user_id = s.user_id
join billing.prices as p on p.id = s.renewal_price_id
join billing.offers as o
  on o.plan_id = p.plan_id and o.period_count = p.period_count and o.period_unit = p.period_unit
join ledger.accounts as r on r.user_id is null and r.name = 'revenue' and r.currency = 'RUB'
where s.id = $1 and s.renew_at <= app.now()
for no key update of a, s
"""
_TRANSFER = """
insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
values ('renewal', $1, $2, app.now()) returning id
"""
_ENTRIES = """
with moved as (
  update ledger.accounts set balance = balance - $4, version = version + 1 where id = $2
)
insert into ledger.entries
  (transfer_id, account_id, amount, currency, account_version, balance_after)
values ($1, $2, -$4::bigint, 'RUB', $5, $6), ($1, $3, $4, 'RUB', null, null)
"""
_ACCESS = """
update vpn.desired
set generation = generation + 1, present = true, expires_at = $2
where subscription_id = $1 returning generation
"""
_PERIOD = """
insert into billing.periods
  (subscription_id, number, kind, plan_version, starts_at, ends_at, price_id, transfer_id,
   generation, created_at)
values ($1, $2, 'paid', 1, $3, $4, $5, $6, $7, app.now())
"""
_EXTEND = """
update billing.subscriptions
set source = 'paid', price_id = $2, renewal_price_id = $2, announced_amount = $3, anchor_at = $4,
  anchor_number = $5, period_number = $6, ends_at = $7, expires_at = $8, renew_at = $9
where id = $1
"""
_PUT_OFF = "update billing.subscriptions set renew_at = $2, announced_amount = $3 where id = $1"
_AUDIT = """
insert into app.audit (at, actor, action, subject, subject_id, before, after)
values (app.now(), 'job:renew_due', $1, 'subscription', $2, $3, $4)
"""
_NOTE = """
insert into billing.notices (subscription_id, period_number, kind, amount, created_at)
values ($1, $2, $3, $4, app.now())
"""
_LANE = """
insert into outbox.lanes as l (topic, lane, priority, destination, ready_at, waiting)
select $1, $2, 'receipt', d.id, clock_timestamp(), 1
from outbox.destinations as d
where d.topic = $1 and d.name = 'main'
on conflict (topic, lane, priority) do update set waiting = l.waiting + 1
"""
_MESSAGE = """
with woken as materialized (select pg_notify('outbox_' || $1, ''))
insert into outbox.messages (topic, lane, priority, kind, payload, dedupe_key, useful_until)
select $1, $2, 'receipt', $3, $4, $5, $6 from woken
"""
_NOTICE = """
with woken as materialized (select pg_notify('outbox_' || $1, '')),
told as (
  insert into app.told (at, subscription_id, period_number, what) values (app.now(), $6, $7, $8)
)
insert into outbox.messages (topic, lane, priority, kind, payload, useful_until)
select $1, $2, 'receipt', $3, $4, $5 from woken
"""


async def renew(connection: Connection, limit: int) -> int:
    """Renews up to a number of due subscriptions, or postpones them; returns how many."""
    await connection.execute("select ledger.account(null, 'revenue', 'RUB')")
    done = 0
    while done < limit:
        due = await connection.fetch(_DUE, min(_PAGE, limit - done))
        for row in due:
            async with connection.transaction():
                await _look_at(connection, row["id"])
        done += len(due)
        if not due:
            break
    return done


async def _look_at(connection: Connection, subscription: int) -> None:
    row = await connection.fetchrow(_READ, subscription)
    if row is None:
        return
    look = _Look(connection, subscription, row["period_number"], str(row["telegram_id"]))
    if row["amount"] > row["announced_amount"]:
        renew_at = max(row["ends_at"] - timedelta(hours=6), row["now"] + timedelta(hours=5))
        await connection.execute(_PUT_OFF, subscription, renew_at, row["amount"])
        await look.audit("renewal.price_risen", None, {"amount": row["amount"]})
        await look.tell("price_risen", row["expires_at"], row["amount"])
    elif row["balance"] < row["amount"]:
        renew_at = row["ends_at"] - timedelta(hours=6)
        await connection.execute(_PUT_OFF, subscription, renew_at, row["announced_amount"])
        await look.audit(
            "renewal.short", None, {"amount": row["amount"], "balance": row["balance"]}
        )
        await look.tell("short", row["ends_at"])
    else:
        await look.charge(row)


@dataclass(frozen=True)
class _Look:
    connection: Connection
    subscription: int
    number: int
    chat: str

    async def charge(self, row: asyncpg.Record) -> None:
        ends_at = row["ends_at"] + timedelta(days=row["period_count"])
        expires_at = ends_at + timedelta(hours=row["grace_hours"])
        number = self.number + 1
        transfer = await self.transfer(row, number)
        generation = await self.connection.fetchval(_ACCESS, self.subscription, expires_at)
        span = (row["ends_at"], ends_at)
        await self.connection.execute(
            _PERIOD, self.subscription, number, *span, row["offer_id"], transfer, generation
        )
        await self.connection.execute(
            _EXTEND,
            *(self.subscription, row["offer_id"], row["amount"], row["anchor_at"]),
            *(row["anchor_number"], number, ends_at, expires_at, ends_at - timedelta(hours=168)),
        )
        before = {"period_number": self.number, "ends_at": row["ends_at"].isoformat()}
        after = {"period_number": number, "ends_at": ends_at.isoformat(), "amount": row["amount"]}
        await self.audit("subscription.renewed", before, after)
        lane = str(self.subscription)
        await self.connection.execute(_LANE, "vpn", lane)
        await self.connection.execute(
            _MESSAGE, "vpn", lane, "vpn.apply", "{}", f"vpn.apply:{lane}", None
        )
        await self.send("renewed", number, row["now"] + timedelta(days=3))

    async def transfer(self, row: asyncpg.Record, number: int) -> int:
        account, revenue, amount = row["account_id"], row["revenue_id"], row["amount"]
        legs = sorted([(account, -amount), (revenue, amount)])
        content = "renewal|" + ",".join(f"{of}:{moved}" for of, moved in legs)
        transfer: int = await self.connection.fetchval(
            _TRANSFER,
            f"renewal:{self.subscription}:{number}",
            hashlib.sha256(content.encode()).digest(),
        )
        version, balance = row["version"] + 1, row["balance"] - amount
        await self.connection.execute(
            _ENTRIES, transfer, account, revenue, amount, version, balance
        )
        return transfer

    async def audit(self, action: str, before: object, after: object) -> None:
        await self.connection.execute(
            _AUDIT,
            action,
            self.subscription,
            None if before is None else json.dumps(before),
            json.dumps(after),
        )

    async def tell(self, kind: str, useful_until: datetime, amount: int = 0) -> None:
        await self.connection.execute(_NOTE, self.subscription, self.number, kind, amount)
        await self.send(kind, self.number, useful_until, amount)

    async def send(self, kind: str, number: int, useful_until: datetime, amount: int = 0) -> None:
        payload = {
            "notice": kind,
            "subscription_id": self.subscription,
            "period_number": number,
            "amount": amount,
        }
        await self.connection.execute(_LANE, "telegram", self.chat)
        await self.connection.execute(
            *(_NOTICE, "telegram", self.chat, "billing.notice", json.dumps(payload)),
            *(useful_until, self.subscription, number, kind),
        )
