"""A shop on its own database, with calls by the roles of the listener and the bot in their
place."""

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg

from scripts.throwaway import REPOSITORY, Connection
from simulation.calm.dates import SHOWN, in_words, near_a_change
from simulation.calm.person import MINUTE, Person, Row
from simulation.cron import EVER, NEVER
from simulation.database import DatabaseUrls
from texts import Catalog

ROLES = ("bot", "listener", "cron", "operator")

# What the trigger of a stored update writes; nobody needs a notice about it.
REPORT = """
insert into inbox.money_events (
  event_id, kind, provider, external_id, telegram_id, amount, currency, invoice_payload, details,
  told_at
)
values (0, 'payment', 'telegram', $1, $2, $3, $4, $5, '{}', clock_timestamp())
"""
# Lanes do not wait for real seconds here, and nothing else uses the same limits.
PREPARE = """
update outbox.topics
set rate = null, concurrency = null, lane_spacing = '0', breaker_failures = null,
  backoff_min = '1 us', backoff_max = '1 us', lease = '1 hour', call_timeout = '1 minute'
"""
# A clone lacks the grants that bootstrap.sql made on its template.
MAY_CREATE = """
do $$ begin
  execute format('grant create on database %I to tickover_owner', current_database());
end $$
"""
PRICE = """
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, $2, $3, $4, $5, tstzrange('2026-01-01', null) from billing.plans as p where p.code = $1
"""
RAISE_PRICES = """
with old as (
  update billing.prices set valid = tstzrange(lower(valid), app.now()) where upper_inf(valid)
  returning *
)
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select plan_id, period_count, period_unit, amount * 11 / 10, currency, tstzrange(app.now(), null)
from old
"""
# When a subscription is due, and which messages wait.
NEXT = """
select
  least(
    (select min(s.renew_at) from billing.subscriptions as s where s.renew_at is not null),
    (select min(s.expires_at) from billing.subscriptions as s where s.status = 'active')
  ) as due,
  array(
    select distinct l.topic from outbox.lanes as l where l.waiting > 0 and l.token is null
  ) as waiting
"""


@dataclass(frozen=True)
class PlanSet:
    """What a shop sells, in addition to the default."""

    name: str
    currency: str
    topup: tuple[int, int]
    prices: Sequence[tuple[str, int, str, int]]


ROUBLES = PlanSet(
    "roubles",
    "RUB",
    (10000, 10_000_000),
    (
        ("basic", 1, "month", 15500),
        ("basic", 3, "month", 41000),
        ("plus", 1, "month", 31000),
        ("plus", 12, "month", 239000),
    ),
)
STARS = PlanSet(
    "Stars",
    "XTR",
    (50, 100_000),
    (
        ("basic", 7, "day", 40),
        ("basic", 1, "month", 130),
        ("basic", 6, "month", 650),
        ("plus", 1, "month", 260),
        ("plus", 3, "month", 690),
    ),
)


@dataclass
class SimulatedShop:
    """One database, its clock, and everybody who uses it."""

    plans: PlanSet
    connections: dict[str, Connection]
    now: datetime
    chance: random.Random
    catalog: Catalog
    people: dict[int, Person] = field(default_factory=dict)
    notices: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    wrong_dates: list[str] = field(default_factory=list)
    dates: int = 0
    dates_near_a_change: int = 0
    panel_is_down_until: datetime = NEVER
    panel_refuses: float = 0.002
    due: datetime = EVER
    charges: Iterator[int] = field(default_factory=count)
    _prices: list[Row] = field(default_factory=list)

    async def api(self, function: str, person: Person, *arguments: object) -> Row:
        parameters = ", ".join(f"${n}" for n in range(1, len(arguments) + 2))
        statement = f"select * from api.{function}({parameters})"
        row = await self.connections["bot"].fetchrow(statement, person.telegram_id, *arguments)
        assert row is not None
        return dict(row)

    async def arrive(self, me: Person) -> None:
        identity = me.telegram_id.to_bytes(32)
        started = await self.api("start", me, identity, None, "Somebody", me.locale)
        me.user_id = started["user_id"]
        self.people[me.telegram_id] = me
        zoned = "update app.users set timezone = $2 where id = $1"
        await self.connections["admin"].execute(zoned, me.user_id, me.zone)

    async def prices(self, me: Person) -> list[Row]:
        """Long periods are looked at less often."""
        if not self._prices:
            bot = self.connections["bot"]
            for plan in await bot.fetch("select * from api.plans($1)", me.telegram_id):
                offers = "select * from api.prices($1, $2)"
                found = await bot.fetch(offers, me.telegram_id, plan["plan_id"])
                self._prices += [dict(offer) for offer in found]
        return [offer for offer in self._prices if days(offer) <= 93 or me.likely(0.2)]

    async def payment(self, me: Person, order: UUID, amount: int) -> None:
        """Some payments come late, twice, or from an unknown payer."""
        late, twice, stranger = me.likely(0.03), me.likely(0.03), me.likely(0.005)
        charge = f"{self.plans.currency} {next(self.charges)}"
        payer = -me.telegram_id if stranger else me.telegram_id
        if late:
            await self.move(self.now + 45 * MINUTE)
        reported = charge, payer, amount, self.plans.currency, order.hex
        book = "select api.book_payment('telegram', $1)"
        for _ in range(2 if twice else 1):
            await self.connections["admin"].execute(REPORT, *reported)
            await self.connections["bot"].execute(book, charge)

    async def complaint(self, me: Person) -> None:
        """An operator refunds some or all of the last period, gives days instead, or explains."""
        period = await self.connections["operator"].fetchrow(
            """select p.number, r.amount from billing.periods as p
               join billing.subscriptions as s on s.id = p.subscription_id
               join billing.prices as r on r.id = p.price_id
               where s.user_id = $1 and p.transfer_id is not null order by p.number desc limit 1""",
            me.user_id,
        )
        match me.chance.randrange(4):
            case 0 if period:
                amount = me.chance.choice([None, period["amount"] // 3])
                to = me.chance.choice(["balance", "source"])
                refund = "select ops.refund($1, $2, 'a complaint', $3, $4)"
                await self.operate(refund, me.user_id, period["number"], amount, to)
            case 1:
                await self.operate("select ops.grant_days($1, 7, 'our fault')", me.user_id)
            case 2:
                await self.operate("select ops.credit($1, $2, 'sorry')", me.user_id, 100)

    async def raise_prices(self) -> None:
        await self.connections["admin"].execute(RAISE_PRICES)
        self._prices.clear()

    async def operate(self, statement: str, *arguments: object) -> None:
        await self.connections["operator"].execute(statement, *arguments)

    async def rounds(self) -> None:
        """What an operator does each day."""
        await self.operate(
            "select ops.redrive(array_agg(d.id)) from ops.dead_letters as d where d.topic = 'vpn'"
        )
        await self.operate(
            "select ops.refund_sent(r.refund_id, 'sent') from ops.refunds_to_send as r"
        )
        held = "select s.payment_id from ops.suspense as s where s.resolved_at is null"
        for row in await self.connections["operator"].fetch(held):
            someone = self.chance.choice(list(self.people.values()))
            if someone.likely(0.7):
                found = "select ops.assign_suspense($1, $2, 'showed the receipt')"
                await self.operate(found, row["payment_id"], someone.user_id)
            else:
                await self.operate("select ops.return_suspense($1, 'unknown')", row["payment_id"])

    # -- Time

    async def move(self, to: datetime) -> None:
        self.now = max(to, self.now)
        await self.connections["admin"].execute(
            "update sandbox.stopped_clock set at = $1", self.now
        )

    async def work(self, jobs: Sequence[str]) -> None:
        for job in jobs:
            await self.connections["cron"].execute(f"call jobs.work('{job}')")

    # -- Outgoing messages

    async def deliver(self) -> set[int]:
        """Delivers all waiting messages, except to a panel that is down; returns who got a
        notice."""
        reached: set[int] = set()
        while topics := await self.waiting():
            for topic in topics:
                reached |= await self.take(topic)
        return reached

    async def waiting(self) -> list[str]:
        """Returns the topics with waiting messages, and records when a subscription is due next."""
        row = await self.connections["admin"].fetchrow(NEXT)
        assert row is not None
        self.due = row["due"] or EVER
        down = {"vpn"} if self.panel_is_down_until > self.now else set()
        return [topic for topic in row["waiting"] if topic not in down]

    async def take(self, topic: str) -> set[int]:
        role, schema = ("bot", "inbox") if topic == "inbox" else ("listener", "outbox")
        claim = f"select {schema}.claim($1, $2)"
        claimed = json.loads(await self.connections[role].fetchval(claim, topic, 1000))
        token, reached = claimed["token"], set()
        done: list[tuple[str, int, int, str | None]] = []
        for lane, number, kind, payload, _, refused, _ in claimed["messages"]:
            assert refused is None, f"{kind}: {refused}"
            self.messages[topic] += 1
            why, result = self.outcome(topic, payload)
            if why:
                bury = f"select {schema}.bury($1, $2, $3, $4, $5, 'simulated')"
                await self.connections[role].execute(bury, topic, lane, number, token, why)
                continue
            if topic == "telegram":
                reached.add(int(lane))
            done.append((lane, number, token, result))
        if done:
            ack = f"select {schema}.ack($1, $2, $3, $4, $5)"
            columns = [list(column) for column in zip(*done, strict=True)]
            await self.connections[role].execute(ack, topic, *columns)
        return reached

    def outcome(self, topic: str, payload: dict[str, Any]) -> tuple[str | None, str | None]:
        """Returns why it failed for good, or its result."""
        if topic == "vpn":
            if self.chance.random() < self.panel_refuses:
                return "rejected", None
            return None, json.dumps({**payload, "link": "vless://link"})
        if topic == "telegram":
            reader = self.people[payload["chat_id"]]
            if reader.blocks:
                return "gone", None
            self.notices[payload["text"]] += 1
            reader.heard[payload["text"]] += 1
            self.look_at_dates(reader, payload)
        return None, None

    def look_at_dates(self, reader: Person, notice: dict[str, Any]) -> None:
        """Writes the notice like the gateway, and every time in it independently."""
        arguments = notice["args"] or {}
        now = datetime.fromisoformat(notice["now"])
        text = self.catalog.format(
            notice["locale"], notice["text"], arguments, notice["timezone"], now
        )
        expected = set[str]()
        for value in arguments.values():
            if isinstance(value, dict) and "time" in value:
                moment = datetime.fromisoformat(value["time"])
                expected |= in_words(moment, reader, now)
                self.dates += 1
                self.dates_near_a_change += near_a_change(moment, reader.zone)
        if not set(SHOWN.findall(text)) <= expected:
            self.wrong_dates.append(f"{reader.zone}: {text}")


def days(price: Row) -> int:
    length: int = price["period_count"] * {"day": 1, "month": 31}[price["period_unit"]]
    return length


async def opened(
    stack: AsyncExitStack, database: DatabaseUrls, plans: PlanSet, begin: datetime, seed: int
) -> SimulatedShop:
    """Turns a migrated database into the shop of these plans, with a clock that stands at
    `begin`."""
    admin = await connected(stack, database.url())
    await admin.execute(MAY_CREATE)
    for name in ("clock.sql", "stopped_clock.sql"):
        await admin.execute((REPOSITORY / "sandbox" / name).read_text())
    await admin.execute("update sandbox.stopped_clock set at = $1", begin)
    await admin.execute(PREPARE)
    least, most = plans.topup
    settings = {
        "currency": plans.currency,
        "topup_min": {plans.currency: least},
        "topup_max": {plans.currency: most},
    }
    for plan, periods, unit, amount in plans.prices:
        await admin.execute(PRICE, plan, periods, unit, amount, plans.currency)
    for name, value in settings.items():
        change = "update app.settings set value = $2 where name = $1"
        await admin.execute(change, name, json.dumps(value))
    connections = {"admin": admin}
    for role in ROLES:
        connections[role] = await connected(stack, database.url(f"tickover_{role}"))
    return SimulatedShop(plans, connections, begin, random.Random(seed), Catalog.load())


async def connected(stack: AsyncExitStack, url: str) -> Connection:
    # A simulation has nothing to lose in a crash.
    connection = await asyncpg.connect(url, server_settings={"synchronous_commit": "off"})
    stack.push_async_callback(connection.close)
    return connection
