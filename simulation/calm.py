"""A year of the shop in minutes: `make simulate`.

People join over the year, try, buy, top up early, late or twice, cancel, change their minds and
plans, complain, block the bot, and live in zones whose clocks move. Panels fail now and then, and
prices rise twice. All jobs run at their times: those of each minute at every full hour and whenever
anything is due, the others as scheduled (but see SELDOM). Calls of their roles stand in for the
listener and the bot. The year begins in June, so that the 29th of February 2028 is in its middle.

It is two shops at once, each with half of the people and a database of its own: one sells days and
months for roubles, the other months and weeks for Telegram Stars. It ends with a summary, and with
1 if a promise of `ops.invariants` was broken, a job failed or a date was shown wrongly.
"""

import asyncio
import heapq
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import asyncpg
import uvloop
from babel import Locale
from tqdm import tqdm

from bench.harness import REPOSITORY, Connection, own_place
from scripts.progress import say
from simulation.lives import DAY, HOUR, MINUTE, Life, Person, Row, life
from texts import Catalog
from texts.values import written

BEGIN = datetime(2027, 6, 1, tzinfo=UTC)
DAYS = 366
EVER = datetime(9000, 1, 1, tzinfo=UTC)
ROLES = ("bot", "listener", "cron", "operator")
# These change nothing, and two of them take longer than all the rest together: less often.
SELDOM = {
    "check_invariants": "7 5 * * 0",
    "check_history": "11 4 * * 0",
    "purge_history": "17 5 * * *",
    "purge_cron_history": "23 5 * * *",
}
# And these do hardly anything in a calm year: consumers that fail nobody, and no holes in prices.
_SELDOM_IN_CALM = dict.fromkeys(
    (
        "book_payments",
        "buy_waiting",
        "check_offers",
        "hold_access",
        "make_up_late",
        "purge_orders",
        "reapply_access",
        "refund_undelivered",
        "sweep_invoices",
        "tell_slow_deliveries",
        "watch_delivery",
        "watch_jobs",
    ),
    "0 */6 * * *",
)

# Clocks move on different days, by an hour or by half of one, in opposite directions, or never.
ZONES = (
    "Europe/Berlin",
    "Europe/Lisbon",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Tehran",
    "Europe/Moscow",
    "Asia/Almaty",
    "UTC",
)
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
SHOWN = re.compile(r"\d+ \w+ \d{4}, \d\d:\d\d UTC[+−\d:]*")

# What the trigger of a stored update writes; nobody is to be told of it by a notice.
REPORT = """
insert into inbox.money_events (
  update_id, kind, provider, external_id, telegram_id, amount, currency, invoice_payload, details,
  told_at
)
values (0, 'payment', 'telegram', $1, $2, $3, $4, $5, '{}', clock_timestamp())
"""
# Lanes do not wait for real seconds here, and nobody else takes from the same limits.
PREPARE = """
update outbox.topics
set rate = null, concurrency = null, lane_spacing = '0', breaker_failures = null,
  backoff_min = '1 us', backoff_max = '1 us', lease = '1 hour', call_timeout = '1 minute'
"""
# A clone has not the rights that bootstrap.sql gave on its template.
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
# When a subscription is due, and what waits to go out.
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


@dataclass(frozen=True)
class PlanSet:
    """What a shop sells, on top of what a new one does."""

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


class Urls(Protocol):
    def url(self, role: str = ...) -> str: ...


# -- The shop


@dataclass
class Shop:
    """One database, its clock, and everybody who has to do with it."""

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
    panel_is_down_until: datetime = BEGIN
    panel_refuses: float = 0.002
    due: datetime = EVER
    charges: Iterator[int] = field(default_factory=count)
    _prices: list[Row] = field(default_factory=list)

    async def api(self, function: str, person: Person, *arguments: object) -> Row:
        places = ", ".join(f"${n}" for n in range(1, len(arguments) + 2))
        statement = f"select * from api.{function}({places})"
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

    async def payment(self, me: Person, bill: Row) -> None:
        """Some come late, twice, or from somebody whom we do not know."""
        late, twice, stranger = me.likely(0.03), me.likely(0.03), me.likely(0.005)
        charge = f"{self.plans.currency} {next(self.charges)}"
        payer = -me.telegram_id if stranger else me.telegram_id
        if late:
            await self.move(self.now + 45 * MINUTE)
        reported = charge, payer, bill["amount"], bill["currency"], bill["order_token"].hex
        for _ in range(2 if twice else 1):
            await self.connections["admin"].execute(REPORT, *reported)
            book = "select api.book_payment('telegram', $1)"
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

    # -- What goes out

    async def deliver(self) -> set[int]:
        """Everything that waits, but to a panel that is down; returns who got a notice."""
        reached: set[int] = set()
        while topics := await self.waiting():
            for topic in topics:
                reached |= await self.take(topic)
        return reached

    async def waiting(self) -> list[str]:
        """The topics that have something to send; and notes when a subscription is due next."""
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
        """Why it failed for good, or what came of it."""
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
        """As the gateway writes the notice; and every time in it, reckoned in another way."""
        arguments = notice["args"] or {}
        text = self.catalog.format(notice["locale"], notice["text"], arguments, notice["timezone"])
        expected = set()
        for value in arguments.values():
            if isinstance(value, dict) and "time" in value:
                moment = datetime.fromisoformat(value["time"])
                local = in_words(moment, reader)
                expected.add(local)
                if written(value, Locale(reader.locale), ZoneInfo(reader.zone)) != local:
                    self.wrong_dates.append(f"{reader.zone}: {local}")
                self.dates += 1
                self.dates_near_a_change += near_a_change(moment, reader.zone)
        if not set(SHOWN.findall(text)) <= expected:
            self.wrong_dates.append(f"{reader.zone}: {text}")


def days(price: Row) -> int:
    length: int = price["period_count"] * {"day": 1, "month": 31}[price["period_unit"]]
    return length


def in_words(moment: datetime, reader: Person) -> str:
    local = moment.astimezone(ZoneInfo(reader.zone))
    month = MONTHS[reader.locale].split()[local.month - 1]
    offset = local.utcoffset() or timedelta()
    hours, minutes = divmod(abs(offset) // MINUTE, 60)
    sign = "" if not offset else f"{'+' if offset > timedelta() else '−'}{hours}"
    rest = f":{minutes:02}" if minutes else ""
    return f"{local.day} {month} {local.year}, {local:%H:%M} UTC{sign}{rest}"


def near_a_change(moment: datetime, zone: str) -> bool:
    before, after = ((moment + n * DAY).astimezone(ZoneInfo(zone)) for n in (-2, 2))
    return before.utcoffset() != after.utcoffset()


# -- The year


@dataclass(order=True)
class Visit:
    at: datetime
    number: int
    person: Person = field(compare=False)
    life: Life = field(compare=False)


class Diary:
    """Who comes when. A notice calls people earlier than they had meant to come."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._current: dict[int, Visit] = {}
        self._numbers = count()

    def put(self, at: datetime, person: Person, life: Life) -> None:
        visit = Visit(at, next(self._numbers), person, life)
        self._current[person.telegram_id] = visit
        heapq.heappush(self._visits, visit)

    def call(self, telegram_id: int, at: datetime) -> None:
        visit = self._current.get(telegram_id)
        if visit and visit.at > at:
            self.put(at, visit.person, visit.life)

    def next_at(self) -> datetime:
        self._drop_outdated()
        return self._visits[0].at if self._visits else EVER

    def due(self, now: datetime) -> Iterator[Visit]:
        while self.next_at() <= now:
            visit = heapq.heappop(self._visits)
            del self._current[visit.person.telegram_id]
            yield visit

    def _drop_outdated(self) -> None:
        while (
            self._visits
            and self._current.get(self._visits[0].person.telegram_id) is not self._visits[0]
        ):
            heapq.heappop(self._visits)


class Cron:
    """The jobs of a shop and when they run next: minutes and hours of their schedules."""

    def __init__(self, schedules: Mapping[str, str], now: datetime) -> None:
        self._schedules = schedules
        self._next = {name: following(schedule, now) for name, schedule in schedules.items()}
        self.each_minute = [name for name, times in schedules.items() if times.startswith("* *")]

    def next_at(self) -> datetime:
        """Of a job that does not run each minute."""
        return min(at for name, at in self._next.items() if name not in self.each_minute)

    def due(self, now: datetime) -> list[str]:
        due = [name for name, at in self._next.items() if at <= now]
        for name in due:
            self._next[name] = following(self._schedules[name], now)
        return due


def following(schedule: str, now: datetime) -> datetime:
    minute, hour, *days, weekday = schedule.split()
    assert days == ["*", "*"], f"schedule {schedule}: days of the month are not understood here"
    at = now.replace(second=0, microsecond=0) + MINUTE
    while not all(
        _is_at(wanted, there)
        for wanted, there in ((minute, at.minute), (hour, at.hour), (weekday, at.isoweekday() % 7))
    ):
        at += MINUTE
    return at


def _is_at(wanted: str, there: int) -> bool:
    if wanted.startswith("*/"):
        return there % int(wanted.removeprefix("*/")) == 0
    return wanted == "*" or there == int(wanted)


async def simulate(shop: Shop, *, users: int, days: int, tick: Callable[[], object]) -> None:
    """Lets `users` people live with the shop for so many days; `tick` is called after each day."""
    begin, end = shop.now, shop.now + days * DAY
    diary = Diary()
    for number in range(1, users + 1):
        chance = random.Random(f"{shop.plans.currency} {shop.chance.random()}")
        locale = chance.choice(["en", "ru"])
        person = Person(number, chance.choice(ZONES), locale, chance)
        joins = begin + days * DAY * 0.95 * chance.random() ** 1.3
        diary.put(joins, person, life(shop, person))
    jobs = await shop.connections["admin"].fetch(
        "select name, schedule from jobs.jobs where enabled order by position, name"
    )
    schedules = {job["name"]: job["schedule"] for job in jobs}
    cron = Cron({**schedules, **SELDOM, **_SELDOM_IN_CALM}, begin)
    hour, day = begin + HOUR, begin + DAY
    while shop.now < end:
        # pg_cron sees what is due when the next minute begins.
        tick_at = min(shop.due + MINUTE - timedelta(microseconds=1), hour, cron.next_at(), end)
        tick_at = tick_at.replace(second=0, microsecond=0)
        if diary.next_at() < tick_at:
            await visit(shop, diary)
        else:
            await shop.move(tick_at)
            await shop.work(cron.due(shop.now))
        for telegram_id in await shop.deliver():
            reader = shop.people[telegram_id]
            diary.call(telegram_id, shop.now + reader.some(HOUR, 14))
        if shop.now >= hour:
            hour += HOUR
        if shop.now >= day:
            day += DAY
            await new_day(shop)
            tick()
    shop.panel_is_down_until = shop.now
    shop.panel_refuses = 0
    await shop.rounds()
    await shop.deliver()


async def visit(shop: Shop, diary: Diary) -> None:
    await shop.move(diary.next_at())
    for who in diary.due(shop.now):
        back_in = await anext(who.life, None)
        if back_in is not None:
            diary.put(shop.now + back_in, who.person, who.life)


async def new_day(shop: Shop) -> None:
    await shop.rounds()
    if (shop.now.month, shop.now.day) in ((12, 1), (3, 1)):
        await shop.raise_prices()
    if shop.chance.random() < 0.03:
        shop.panel_is_down_until = shop.now + HOUR * shop.chance.randint(1, 30)


# -- From the outside


async def opened(
    stack: AsyncExitStack, database: Urls, plans: PlanSet, begin: datetime, seed: int
) -> Shop:
    """Makes a migrated database the shop of these plans, with a clock that stands at `begin`."""
    admin = await connected(stack, database.url())
    await admin.execute(MAY_CREATE)
    for name in ("clock.sql", "stopped_clock.sql"):
        await admin.execute((REPOSITORY / "sandbox" / name).read_text())
    await admin.execute("update sandbox.stopped_clock set at = $1", begin)
    await admin.execute(PREPARE)
    least, most = plans.topup
    settings = {"currency": plans.currency, "topup_min": least, "topup_max": most}
    for name, value in settings.items():
        change = "update app.settings set value = $2 where name = $1"
        await admin.execute(change, name, json.dumps(value))
    for plan, periods, unit, amount in plans.prices:
        await admin.execute(PRICE, plan, periods, unit, amount, plans.currency)
    connections = {"admin": admin}
    for role in ROLES:
        connections[role] = await connected(stack, database.url(f"tickover_{role}"))
    return Shop(plans, connections, begin, random.Random(seed), Catalog.load())


async def connected(stack: AsyncExitStack, url: str) -> Connection:
    # A simulation has nothing to lose in a crash.
    connection = await asyncpg.connect(url, server_settings={"synchronous_commit": "off"})
    stack.push_async_callback(connection.close)
    return connection


async def verdict(shop: Shop) -> list[str]:
    """What went wrong: nothing."""
    unhealthy = await shop.connections["admin"].fetch(UNHEALTHY)
    return [f"{row['what']}: {row['detail']}" for row in unhealthy] + shop.wrong_dates


async def summary(shop: Shop) -> dict[str, str]:
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


async def year(databases: Sequence[Urls], users: int, days: int, seed: int) -> bool:
    """Runs it and prints what came of it; whether all was well."""
    started = time.monotonic()
    async with AsyncExitStack() as stack:
        shops = [
            await opened(stack, database, plans, BEGIN, seed)
            for database, plans in zip(databases, (ROUBLES, STARS), strict=True)
        ]
        half = users // len(shops)
        with tqdm(total=days * len(shops), unit=" days", desc="  simulated", smoothing=0.1) as bar:
            lives = (simulate(shop, users=half, days=days, tick=bar.update) for shop in shops)
            await asyncio.gather(*lives)
        summaries = [await summary(shop) for shop in shops]
        wrong = [line for shop in shops for line in await verdict(shop)]
    show([shop.plans.name for shop in shops], summaries)
    say(f"\n{days} days in {time.monotonic() - started:.0f} s, seed {seed}")
    say("\n".join(["", "Wrong:", *wrong]) if wrong else "Every promise of ops.invariants is kept.")
    return not wrong


def show(names: Sequence[str], summaries: Sequence[Mapping[str, str]]) -> None:
    say("\n" + " " * 34 + "".join(f"{name:>14}" for name in names))
    for line in dict.fromkeys(key for figures in summaries for key in figures):
        say(f"{line:<34}" + "".join(f"{figures.get(line, '0'):>14}" for figures in summaries))


def main(users: int, days: int, seed: int) -> None:
    async def run() -> bool:
        async with place.database() as roubles, place.database() as stars:
            return await year([roubles, stars], users, days, seed)

    with own_place() as place:
        well = uvloop.run(run())
    sys.exit(0 if well else 1)
