"""Random customers, operators, panels and clocks, against a model of money and time.

Customers have up to three subscriptions and one balance. Each step is one call as its role, in a
transaction of its own, as bot, listener, pg_cron and operators make them. After each one the
database agrees with `billing_model`, and keeps what it promises (`ops.violations`). At the end of a
run everything that waits goes out: the panel then has what the model wants, every notice can be
written, and every history adds up.

`pytest tests/billing/test_machine.py` runs the same short runs each time. `MACHINE_RUNS=2000` makes
so many new ones; what they find is written down below as a life of its own.
"""

import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import seed
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.support.billing_model import (
    Customer,
    Order,
    Price,
    ShopModel,
    Span,
    Subscription,
    TopUp,
)
from tests.support.machines import BUDGET, RUNS, MakeDatabase, Premises, Row
from texts import Catalog

T = TypeVar("T")
A_MOMENT = timedelta(seconds=1)

PRICES = [
    ("basic", 1, "day", 1000),
    ("basic", 30, "day", 14900),
    ("basic", 1, "month", 15000),
    ("plus", 30, "day", 29900),
    ("plus", 1, "month", 31000),
    ("plus", 3, "month", 80000),
]
# Ends of months, February with and without its 29th, days on which Europe's clocks move.
BEGINNINGS = [
    datetime(2027, 1, 31, 12, tzinfo=UTC),
    datetime(2028, 1, 30, 23, 30, tzinfo=UTC),
    datetime(2027, 3, 27, 23, tzinfo=UTC),
    datetime(2027, 10, 30, 23, tzinfo=UTC),
]
SET_UP = """
update app.settings set value = %(grace)s where name = 'grace_hours';
update app.settings set value = '3' where name = 'subscriptions_per_user';
update app.brakes set most = 1000 where name = 'refund_undelivered';
update billing.notice_rules set offer_percent = null, offer_for = null where name = 'trial_ended';
update outbox.topics
set lease = '1 hour', call_timeout = '1 minute', lane_spacing = '0', rate = null,
  concurrency = null;
update billing.prices set valid = tstzrange(lower(valid), '2026-06-01');
"""
OFFER = """
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, %s, %s, %s, 'RUB', tstzrange(%s, null) from billing.plans as p where p.code = %s
returning id
"""
WITHDRAW = "update billing.prices set valid = tstzrange(lower(valid), %s) where id = %s"
ANNOUNCE = """
select billing.announcements_sent(
  array(select m.payload from outbox.messages as m where m.kind = 'billing.notice')
)
"""
STANDING = """
select i.telegram_id, coalesce(a.balance, 0) as cash, billing.bonus_of(i.user_id, 'RUB') as bonus,
  billing.own_money(i.user_id, 'RUB') as own, s.status, p.code as plan, s.ends_at,
  s.expires_at, s.auto_renew, s.cancelled_at is not null as cancelled,
  (select count(*) from billing.periods as q where q.subscription_id = s.id) as periods
from app.telegram_identities as i
left join ledger.accounts as a on a.user_id = i.user_id and a.name = 'cash'
left join billing.subscriptions as s on s.user_id = i.user_id
left join billing.plans as p on p.id = s.plan_id
order by i.telegram_id, s.id
"""
SHOWN = """
select i.telegram_id, p.* from app.telegram_identities as i
left join billing.subscriptions as s on s.user_id = i.user_id
cross join lateral api.profile(i.telegram_id, s.id) as p
order by i.telegram_id, s.id
"""
SUBSCRIPTIONS = "select id from billing.subscriptions where user_id = %s order by id"
OF_ACCESS = """
select s.id, i.telegram_id
from vpn.access as a
join billing.subscriptions as s on s.id = a.subscription_id
join app.telegram_identities as i on i.user_id = s.user_id
where a.id = %s
"""
REPORT = """
insert into inbox.money_events (
  event_id, kind, provider, external_id, telegram_id, amount, currency, invoice_payload, details,
  told_at
)
values (0, 'payment', 'telegram', %s, %s, %s, 'RUB', %s, '{}', clock_timestamp())
"""
# The rest is asked at the end: what reads catalogs or tables that nothing here writes, and whether
# anything is overdue, for here cron may be late.
BROKEN = """
select v.invariant, v.subject from ops.violations as v
where v.invariant not in
  ('python_reads_nothing', 'events_are_processed', 'snapshots_equal_entries', 'nothing_is_overdue',
   'undelivered_is_refunded')
"""
UNHEALTHY = """
select 'invariant ' || name as what, detail from ops.invariants where not ok
union all
select 'parked by ' || job, error from jobs.parked
union all
select 'run of ' || job, error from jobs.run where status = 'failed'
union all
select 'dead ' || kind, error
from outbox.dead_letters where hook_error is not null or reason = 'prepare'
union all
select 'audit ' || action, after::text from app.audit where action = 'payment.cart_failed'
"""


@cache
def texts() -> Catalog:
    return Catalog.load()


@dataclass(frozen=True)
class Sent:
    """A message to the panel that was claimed, and the spans that it delivers."""

    who: "Person"
    subscription: Subscription
    lane: str
    id: int
    token: int
    payload: Row
    spans: list[Span]


@dataclass(frozen=True)
class Quote:
    token: UUID
    model: Order
    ends: datetime


@dataclass(frozen=True)
class Bill:
    token: UUID
    model: TopUp


@dataclass(eq=False)
class Person:
    """A customer as the database and the panel know them; what is newest comes first."""

    telegram_id: int
    user_id: int
    model: Customer
    ids: list[int] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    bills: list[Bill] = field(default_factory=list)
    at_panel: dict[Subscription, tuple[bool, str]] = field(default_factory=dict)

    @property
    def subscriptions(self) -> list[Subscription]:
        return self.model.subscriptions

    def panel_until(self, subscription: Subscription) -> datetime | None:
        there, until = self.at_panel.get(subscription, (False, ""))
        return datetime.fromisoformat(until) if there else None

    def status(self, model: Subscription) -> str:
        if model.current is None:
            return "none"
        if model.over or not model.kept:
            return "expired"
        if model.ends <= model.now:
            return "grace"
        return "active" if self.panel_until(model) else "activating"

    def standing(self, model: Subscription) -> Row:
        owner = self.model
        money = {"cash": owner.cash, "bonus": owner.bonus, "own": owner.own()}
        if not model.spans:
            return {**money, "status": None}
        return {
            **money,
            "status": "expired" if model.over else "active",
            "plan": model.plan,
            "ends_at": model.ends,
            "expires_at": model.expires,
            "auto_renew": model.auto,
            "cancelled": model.cancelled,
            "periods": len(model.spans),
        }

    def shown(self, model: Subscription) -> Row:
        """What api.profile is to say."""
        charge = model.next_charge()
        runs_out = not model.spans or model.ends <= model.now
        runs = model.current and model.current.price
        renewal = model.shop.like((runs_out and model.renews_as) or runs or model.last_price)
        return {
            "balance": self.model.balance,
            "status": self.status(model),
            "ends_at": model.runs_until if model.current else None,
            "expires_at": model.expires if model.spans else None,
            "auto_renew": (
                model.auto and model.may_be_renewed and (model.cancelled or model.renews_by_itself)
            ),
            "cancelled": model.cancelled and model.runs is not None,
            "next_charge_at": charge and charge[0],
            "next_charge_amount": charge and charge[1],
            "renewal_price_id": renewal and renewal.id,
        }


def pick(choices: Sequence[T], n: int) -> T:
    return choices[n % len(choices)]


# -- The machine


CUSTOMERS_DO = [
    *("buy change", "buy later", "buy renewal", "buy any", "order change", "order any"),
    *("buy new", "order new", "name none"),
    *("pay order", "open cart", "open topup", "pay bill", "pay bill", "pay short", "pay twice"),
    *("cancel", "resume", "auto off", "auto on", "auto on", "schedule", "trial"),
]
SHOPS_DO = [
    *("give a day", "give 30 days", "end in an hour", "end earlier", "revoke"),
    *(
        "credit",
        "credit",
        "credit little",
        "give bonus",
        "give little bonus",
        "debit",
        "find money",
        "refund",
        "refund",
        "refund part",
    ),
    *("refund to source", "payouts sent", "payouts failed"),
    *("raise price", "raise price", "cut price", "renew price", "stop selling", "switch"),
]
HOURS = {"an hour": 1, "5 hours": 5, "a day": 24, "a month": 31 * 24, "5 months": 150 * 24}
TIME_DOES = [
    *("almost due", "due", "due", "due", "due a minute ago", "cron is late", "all is late"),
    *HOURS,
]


class BillingMachine(RuleBasedStateMachine):
    """Four rules with many choices each, because a run does without some of the rules."""

    people = Bundle("people")

    def __init__(self, make_database: MakeDatabase) -> None:
        super().__init__()
        self.premises = Premises(make_database())
        self.numbers = itertools.count(1)
        self.everybody: dict[int, Person] = {}
        self.shop = ShopModel(BEGINNINGS[0], timedelta())
        self.under_way: list[Sent] = []

    @initialize(
        target=people,
        beginning=st.sampled_from(BEGINNINGS),
        grace=st.sampled_from([24, 36, 0]),
        number=st.integers(0, 5),
        more=st.integers(0, 2),
    )
    def open_shop(self, beginning: datetime, grace: int, number: int, more: int = 0) -> Any:
        """With Ann, who has just come, Bob on trial, and Eve, who has bought, perhaps several: she
        is met most."""
        self.shop = ShopModel(beginning, timedelta(hours=grace))
        self.premises.set_clock(beginning)
        self.premises.run("", SET_UP.replace("%(grace)s", f"'{grace}'"))
        for plan, count, unit, amount in PRICES:
            self.offer(plan, count, unit, amount)
        ann, bob, eve = self.arrive(), self.arrive(), self.arrive()
        self.trial(bob)
        self.buy(eve, eve.subscriptions[0], self.shop.offers[number])
        for _ in range(more):
            self.move()
            self.buy(eve, None, self.shop.offers[number])
        self.panel("yes")
        return multiple(eve, eve, eve, eve, bob, ann)

    def offer(self, plan: str, count: int, unit: str, amount: int) -> None:
        (row,) = self.premises.run("", OFFER, count, unit, amount, self.shop.now, plan)
        self.shop.offers.append(Price(row["id"], plan, count, unit, amount))

    def arrive(self) -> Person:
        telegram_id = 1000 + len(self.everybody)
        identity = telegram_id.to_bytes(32)
        started = self.premises.call("bot", "api.start", telegram_id, identity, "", "Ann", "en")
        person = Person(telegram_id, started["user_id"], Customer(self.shop))
        self.everybody[telegram_id] = person
        return person

    def move(self, by: timedelta = A_MOMENT) -> None:
        """Nothing happens at the same moment as another thing."""
        self.announcements_arrive()
        self.shop.now += by
        self.premises.set_clock(self.shop.now)

    # -- Customers

    @rule(
        who=people, does=st.sampled_from(CUSTOMERS_DO), n=st.integers(0, 5), which=st.integers(0, 2)
    )
    def customer(self, who: Person, does: str, n: int, which: int = 0) -> None:
        """n: which offer, order or bill; which: of the subscriptions."""
        self.move()
        one = pick(who.subscriptions, which)
        match does.split():
            case ["buy" | "order" as does, "new"]:
                another = None if one.spans else one
                (self.buy if does == "buy" else self.order)(who, another, pick(self.shop.offers, n))
            case ["buy" | "order" as does, kind]:
                kinds = [one.kind_of(price) for price in self.shop.offers]
                wanted = [p for p, k in zip(self.shop.offers, kinds, strict=True) if k == kind]
                offer = pick(wanted or self.shop.offers, n)
                (self.buy if does == "buy" else self.order)(who, one, offer)
            case ["pay", "order"] if who.quotes:
                self.pay(who, pick(who.quotes, n))
            case ["open", "cart"] if who.quotes:
                quote = pick(who.quotes, n)
                short = quote.model.price.amount - quote.model.credit - who.model.balance
                self.open_topup(who, max(short, 10000) + n * 1000, quote)
            case ["open", "topup"]:
                self.open_topup(who, 15000 * (n + 1), None)
            case ["pay", way] if who.bills:
                self.pay_bill(who, pick(who.bills, n), way)
            case ["cancel"]:
                assert self.call("cancel", who, self.name(who, one))["outcome"] == one.cancel()
            case ["resume"]:
                assert self.call("resume", who, self.name(who, one))["outcome"] == one.resume()
            case ["auto", on]:
                switched = self.call("set_auto_renew", who, on == "on", self.name(who, one))
                assert switched["outcome"] == one.set_auto(on == "on")
            case ["schedule"]:
                self.schedule(who, one, pick(self.shop.offers, n))
            case ["name", "none"] if who.model.only is None:
                self.name_none(who, pick(self.shop.offers, n))
            case ["trial"]:
                self.trial(who)

    def call(self, function: str, person: Person, *arguments: Any) -> Row:
        return self.premises.call("bot", f"api.{function}", person.telegram_id, *arguments)

    def id_of(self, who: Person, subscription: Subscription) -> int:
        """They are numbered in the order in which they began."""
        number = who.subscriptions.index(subscription)
        if number >= len(who.ids):
            who.ids = [row["id"] for row in self.premises.run("", SUBSCRIPTIONS, who.user_id)]
        return who.ids[number]

    def name(self, who: Person, subscription: Subscription) -> int | None:
        """None where it need not be named."""
        only = subscription is who.model.only
        return None if only or not subscription.spans else self.id_of(who, subscription)

    def name_none(self, who: Person, price: Price) -> None:
        """Nothing is guessed: nothing happens to any of them."""
        calls: list[tuple[str, list[Any]]] = [
            ("cancel", []),
            ("resume", []),
            ("set_auto_renew", [False]),
        ]
        if self.shop.on("purchases"):
            calls += [("open_order", [price.id]), ("schedule_change", [price.id])]
        for function, arguments in calls:
            assert self.call(function, who, *arguments)["outcome"] == "several_subscriptions"
        calls = [
            ("revoke", []),
            ("grant_days", [30]),
            ("change_end", [self.shop.now + timedelta(hours=1)]),
            ("refund", [1]),
        ]
        for function, arguments in calls:
            assert self.operate(function, who, *arguments)["outcome"] == "several_subscriptions"

    def trial(self, who: Person) -> None:
        assert self.call("start_trial", who)["outcome"] == who.model.take_trial()

    def order(self, who: Person, one: Subscription | None, price: Price) -> Quote | None:
        """None: for another one."""
        named = self.name(who, one) if one else None
        found = self.call("open_order", who, price.id, named, one is None)
        outcome, model = who.model.order(price, one)
        assert found["outcome"] == outcome
        if model is None:
            return None
        short = max(price.amount - model.credit - who.model.balance, 0)
        told = found["kind"], found["credit"], found["short_by"]
        assert told == (model.kind, model.credit, short)
        who.quotes.insert(0, Quote(found["order_token"], model, found["ends_at"]))
        return who.quotes[0]

    def buy(self, who: Person, one: Subscription | None, price: Price) -> None:
        """Nobody is kept waiting: the money comes, and what was quoted is what is bought."""
        quote = self.order(who, one, price)
        if quote is None:
            if one:
                self.schedule(who, one, price)
            return
        due = price.amount - quote.model.credit
        self.top_up(who, due)
        self.move()
        holds = quote.model.state == "open" and who.model.holds(quote.model)
        self.pay(who, quote)
        if holds and quote.model.state == "fulfilled":
            # What begins now began when it was quoted, a moment ago.
            assert quote.model.subscription
            bought = [span for span in quote.model.subscription.spans if span.paid][-1]
            assert timedelta() <= bought.until - quote.ends <= A_MOMENT

    def top_up(self, who: Person, due: int) -> None:
        if who.model.balance < due:
            self.receive(who, f"seed {next(self.numbers)}", due - who.model.balance)

    def pay(self, who: Person, quote: Quote) -> None:
        found = self.call("pay_from_balance", who, quote.token)
        assert found["outcome"] == who.model.pay(quote.model)
        assert found["balance"] == who.model.balance

    def open_topup(self, who: Person, amount: int, cart: Quote | None) -> None:
        bill = amount, "telegram", cart and cart.token, None, False, True
        found = self.call("open_invoice", who, *bill)
        outcome, model = who.model.open_topup(amount, cart.model if cart else None)
        assert found["outcome"] == outcome
        if model:
            who.bills.insert(0, Bill(found["order_token"], model))

    def pay_bill(self, who: Person, bill: Bill, way: str) -> None:
        charge = f"charge {next(self.numbers)}"
        amount = bill.model.amount - (1 if way == "short" else 0)
        for _ in range(2 if way == "twice" else 1):
            self.receive(who, charge, amount, bill)
            self.move()

    def receive(self, who: Person, charge: str, amount: int, bill: Bill | None = None) -> None:
        token = bill.token if bill else None
        found = self.book(who.telegram_id, charge, amount, token)
        assert found["outcome"] == who.model.receive(charge, amount, bill.model if bill else None)
        assert found["balance"] == who.model.balance

    def book(self, payer: int, charge: str, amount: int, token: UUID | None = None) -> Row:
        """An update reports it, perhaps once more, and the bot reads of it."""
        self.premises.run("", REPORT, charge, payer, amount, token and token.hex)
        return self.premises.call("bot", "api.book_payment", "telegram", charge)

    def schedule(self, who: Person, one: Subscription, price: Price) -> None:
        outcome = self.call("schedule_change", who, price.id, self.name(who, one))["outcome"]
        assert outcome == one.schedule(price)

    # -- Owners and operators

    @rule(who=people, does=st.sampled_from(SHOPS_DO), n=st.integers(0, 5), which=st.integers(0, 2))
    def shop_does(self, who: Person, does: str, n: int, which: int = 0) -> None:
        """n: which period, counted from the last, or flag, or offer; if odd, rather who's own."""
        self.move()
        one = pick(who.subscriptions, which)
        own = self.shop.like(one.renews_as) if n % 2 else None
        offer = own or pick(self.shop.offers, n)
        paid = [span for span in one.spans if span.paid]
        match does:
            case "give a day" | "give 30 days":
                self.give(who, one, 1 if does == "give a day" else 30)
            case "end in an hour":
                self.change_end(who, one, self.shop.now + timedelta(hours=1))
            case "end earlier" if one.spans:
                self.change_end(who, one, one.ends - timedelta(hours=1 + 100 * n))
            case "revoke":
                revoked = self.operate("revoke", who, subscription_id=self.name(who, one))
                assert revoked["outcome"] == one.revoke()
            case "credit" | "credit little":
                self.credit(who, 1 if does == "credit little" else 60000)
            case "give bonus" | "give little bonus":
                self.give_bonus(who, 20000 if does == "give bonus" else 1 + n * 333)
            case "debit":
                assert self.operate("debit", who, 15000)["outcome"] == who.model.debit(15000)
            case "find money":
                self.find_money(who, 15000 * n + 1)
            case "refund" | "refund part" | "refund to source" if paid:
                part = n * 3000 + 1 if does == "refund part" else None
                span = pick(paid[::-1], n % 3)
                self.refund(who, one, span, part, does == "refund to source")
            case "payouts sent" | "payouts failed":
                self.settle_payouts(does == "payouts sent")
            case "raise price" | "cut price" | "renew price":
                percent = {"raise price": 120, "cut price": 50, "renew price": 100}[does]
                self.withdraw(offer)
                self.offer(offer.plan, offer.count, offer.unit, offer.amount * percent // 100)
            case "stop selling" if len(self.shop.offers) > 4:
                self.withdraw(offer)
            case "switch":
                self.switch(n)

    def operate(self, function: str, who: Person, *arguments: Any, **named: Any) -> Row:
        done: Row = self.premises.operate(function, who.user_id, *arguments, **named)
        return done

    def give(self, who: Person, one: Subscription, days: int) -> None:
        given = self.operate("grant_days", who, days, subscription_id=self.name(who, one))
        assert given["outcome"] == "extended"
        start = max(one.ends, self.shop.now) if one.spans else self.shop.now
        one.give_free(start + timedelta(days=days))

    def change_end(self, who: Person, one: Subscription, end: datetime) -> None:
        changed = self.operate("change_end", who, end, subscription_id=self.name(who, one))
        assert changed["outcome"] == one.change_end(end)

    def credit(self, who: Person, amount: int) -> None:
        assert self.operate("credit", who, amount)["outcome"] == "credited"
        who.model.credit(amount)

    def give_bonus(self, who: Person, amount: int) -> None:
        assert self.operate("credit", who, amount, bonus=True)["outcome"] == "credited"
        who.model.give_bonus(amount)

    def find_money(self, who: Person, amount: int) -> None:
        """A stranger pays, who turns out to be somebody whom we know."""
        charge = f"stray {next(self.numbers)}"
        for outcome in ("suspense", "repeated"):
            assert self.book(9999, charge, amount)["outcome"] == outcome
        held = "select payment_id from ops.suspense where external_id = %s"
        (row,) = self.premises.run("operator", held, charge)
        for outcome in ("assigned", "already_resolved"):
            found = self.premises.operate("assign_suspense", row["payment_id"], who.user_id)
            assert found == outcome
        who.model.paid_in(amount)

    def refund(
        self, who: Person, one: Subscription, span: Span, amount: int | None, to_source: bool
    ) -> None:
        """Periods are numbered by subscription, so it is named where there ever were several."""
        named = self.id_of(who, one) if len(who.subscriptions) > 1 else None
        found = self.operate(
            "refund",
            who,
            one.spans.index(span) + 1,
            amount=amount,
            destination="source" if to_source else "balance",
            subscription_id=named,
        )
        assert found["outcome"] == one.refund(span, amount, to_source)

    def settle_payouts(self, sent: bool) -> None:
        for row in self.premises.run("operator", "select * from ops.refunds_to_send"):
            self.premises.operate("refund_sent" if sent else "refund_failed", row["refund_id"])
            if not sent:
                (who,) = (p for p in self.everybody.values() if p.user_id == row["user_id"])
                who.model.send_back(-row["amount"])

    def withdraw(self, price: Price) -> None:
        self.premises.run("", WITHDRAW, self.shop.now, price.id)
        self.shop.offers.remove(price)

    def switch(self, n: int) -> None:
        """One at a time is off, so that something goes on."""
        off = next((name for name in self.shop.flags if not self.shop.on(name)), None)
        flag = off or pick(["trials", "purchases", "topups", "auto_renewal", "expiry"], n)
        self.shop.flags[flag] = flag == off
        change = "update app.flags set enabled = %s where name = %s"
        self.premises.run("", change, flag == off, flag)

    # -- Time

    @rule(does=st.sampled_from(TIME_DOES), n=st.integers(0, 5))
    def time_goes(self, does: str, n: int) -> None:
        """n: how late cron is."""
        late = timedelta(minutes=[10, 40, 5 * 60, 30 * 60, 100 * 60, 2000 * 60][n])
        due = min(self.due_times(), default=self.shop.now)
        match does:
            case "almost due":
                self.move(max(due - 2 * A_MOMENT - self.shop.now, A_MOMENT))
                self.minute()
            case "due" | "due a minute ago":
                waited = timedelta(minutes=1 if does == "due a minute ago" else 0)
                self.move(max(due + waited - self.shop.now, A_MOMENT))
                self.minute()
            case "cron is late":  # the jobs have not seen yet what time has come for
                self.move(late)
            case "all is late":
                self.move(late)
                self.minute()
            case _:
                self.pass_by(timedelta(hours=HOURS[does]))

    def pass_by(self, length: timedelta) -> None:
        """The jobs run whenever something is due, as they would each minute."""
        until = self.shop.now + length
        while self.shop.now < until:
            self.move(min([*self.due_times(), until]) - self.shop.now)
            self.minute()

    def announcements_arrive(self) -> None:
        """What is announced counts when it was sent, which is at once here."""
        self.premises.run("", ANNOUNCE)

    def due_times(self) -> list[datetime]:
        running = [one for _, one in self.all_subscriptions() if not one.over]
        moments = [m for one in running for m in (one.look_at, one.expires) if m]
        return [moment for moment in moments if moment > self.shop.now]

    def all_subscriptions(self) -> list[tuple[Person, Subscription]]:
        return [(who, one) for who in self.everybody.values() for one in who.subscriptions]

    def minute(self) -> None:
        """A run renews one subscription of each customer, so there are as many as anybody needs."""
        for _ in range(max(len(who.model.due) for who in self.everybody.values()) or 1):
            self.premises.work("renew_due")
            for who in self.everybody.values():
                who.model.renew_due()
        self.announcements_arrive()
        self.premises.work("expire_due")
        for _, one in self.all_subscriptions():
            one.expire_due()
        self.premises.work("refund_undelivered")
        for who, one in self.all_subscriptions():
            one.refund_undelivered(who.panel_until(one))

    # -- The panel

    @rule(answer=st.sampled_from(["yes", "yes", "no", "later"]))
    def panel(self, answer: str) -> None:
        """What was sent gets its answer, and what waits is sent; or the answers take their time."""
        if answer == "yes":
            self.panel_is_back()
        flight = self.under_way + self.send()
        while flight and answer != "later":
            for message in flight:
                self.move()
                (self.done if answer == "yes" else self.refused)(message)
            flight = self.send() if answer == "yes" else []
        self.under_way = flight

    def send(self) -> list[Sent]:
        """A panel is asked for exactly what is to be so now."""
        token, messages = self.claim("vpn")
        sent = []
        for lane, message_id, _, payload, *_ in messages:
            (access,) = self.premises.run("", OF_ACCESS, int(lane))
            who = self.everybody[access["telegram_id"]]
            (one,) = (
                o for o in who.subscriptions if o.spans and self.id_of(who, o) == access["id"]
            )
            assert payload["present"] == (not one.over)
            assert one.over or datetime.fromisoformat(payload["expires_at"]) == one.expires
            sent.append(Sent(who, one, lane, message_id, token, payload, list(one.spans)))
        return sent

    def claim(self, topic: str) -> tuple[int, list[list[Any]]]:
        claimed = self.premises.call("listener", "outbox.claim", topic, 10)["claim"]
        return claimed["token"], claimed["messages"]

    def done(self, message: Sent) -> None:
        result = json.dumps({**message.payload, "link": "vless://link"})
        settled = [message.lane], [message.id], [message.token], [result]
        assert self.premises.call("listener", "outbox.ack", "vpn", *settled)["ack"] == 1
        for span in message.spans:
            span.delivered = True
        told = message.payload["present"], message.payload["expires_at"]
        message.who.at_panel[message.subscription] = told

    def refused(self, message: Sent) -> None:
        settled = message.lane, message.id, message.token, "rejected", "no"
        assert self.premises.call("listener", "outbox.bury", "vpn", *settled)["bury"] == "waiting"

    def panel_is_back(self) -> None:
        """Lanes wait by the machine's clock, which does not move here."""
        ready = "update outbox.lanes set ready_at = clock_timestamp() where topic = 'vpn'"
        self.premises.run("", f"{ready} and token is null")
        self.premises.run("", "update outbox.destinations set failures = 0 where topic = 'vpn'")

    # -- What is always so

    @invariant()
    def agrees_with_the_model(self) -> None:
        self.announcements_arrive()
        self.compare(STANDING, Person.standing)

    @invariant()
    def keeps_its_promises(self) -> None:
        """After every fifth step or so, because it takes longer than all the rest."""
        if next(self.numbers) % 5 == 0:
            self.compare(SHOWN, Person.shown)
            assert self.premises.run("", BROKEN) == []

    def compare(self, query: str, expect: Callable[[Person, Subscription], Row]) -> None:
        rows = self.premises.run("", query)
        for (who, one), there in zip(self.all_subscriptions(), rows, strict=True):
            expected = {"telegram_id": who.telegram_id, **expect(who, one)}.items()
            assert {key: (there[key], want) for key, want in expected if there[key] != want} == {}

    def teardown(self) -> None:
        try:
            self.minute()
            self.compare(SHOWN, Person.shown)
            self.everything_goes_out()
            assert self.premises.run("", UNHEALTHY) == []
            for who in self.everybody.values():
                self.history_adds_up(who)
        finally:
            self.premises.close()

    def everything_goes_out(self) -> None:
        self.panel("yes")
        for who, one in self.all_subscriptions():
            if one.spans:
                there, until = who.at_panel[one]
                assert there == (not one.over)
                assert one.over or datetime.fromisoformat(until) == one.expires
        self.notices_can_be_written()

    def notices_can_be_written(self) -> None:
        token, notices = self.claim("telegram")
        while notices:
            for lane, message_id, _, notice, *_ in notices:
                for locale in ("en", "ru"):
                    texts().format(locale, notice["text"], notice["args"] or {})
                settled = [lane], [message_id], [token], [None]
                self.premises.call("listener", "outbox.ack", "telegram", *settled)
            token, notices = self.claim("telegram")

    def history_adds_up(self, who: Person) -> None:
        lines = self.premises.run("", "select * from ops.statement(%s)", who.user_id)
        assert sum(line["amount"] or 0 for line in lines) == who.model.balance
        free = sum(not span.paid for one in who.subscriptions for span in one.spans)
        assert sum(line["amount"] is None for line in lines) == free


# -- Tests


@pytest.mark.long
@pytest.mark.parametrize("start", range(2))
def test_random_lives(make_database: MakeDatabase, start: int) -> None:
    factory: Any = partial(BillingMachine, make_database)
    if not RUNS:
        factory = seed(start)(factory)
    run_state_machine_as_test(factory, settings=BUDGET)


# -- What it found, and corners that it seldom comes to

Does = Callable[[BillingMachine, Person], object]


def wait(**length: int) -> Does:
    return lambda state, _: state.pass_by(timedelta(**length))


def customer(does: str, n: int = 0, which: int = 0) -> Does:
    return lambda state, who: state.customer(who, does, n, which)


def shop(does: str, n: int = 1, which: int = 0) -> Does:
    return lambda state, who: state.shop_does(who, does, n, which)


def panel(answer: str) -> Does:
    return lambda state, _: state.panel(answer)


def cron_sleeps(**length: int) -> Does:
    return lambda state, _: state.move(timedelta(**length))


def life(title: str, *steps: Does) -> Any:
    return pytest.param(steps, id=title)


@pytest.mark.parametrize(
    "steps",
    [
        # This one was found: the subscription was over, and its status did not say so yet.
        life(
            "a gift after the end does not begin to charge",
            cron_sleeps(days=120),
            shop("give a day"),
        ),
        life(
            "a risen price is told, and charged three days later, whatever money comes",
            shop("credit"),
            wait(days=28),
            shop("raise price"),
            wait(days=1, hours=3),
            shop("credit"),
            wait(hours=1),
            wait(days=3),
        ),
        life(
            "what was refunded is not charged again",
            shop("credit"),
            customer("buy renewal"),
            shop("credit"),
            shop("refund"),
            wait(days=40),
        ),
        life(
            "an offer that is missing for a while",
            shop("credit"),
            wait(days=29, hours=2),
            shop("stop selling"),
            wait(hours=12),
            shop("renew price"),
            wait(days=3),
        ),
        life(
            "a price that rises between two attempts",
            shop("debit"),
            wait(days=29, hours=1),
            shop("raise price"),
            shop("credit"),
            wait(hours=20),
        ),
        life(
            "who switches renewal on is told the price by that",
            customer("auto off"),
            shop("credit"),
            wait(days=29, hours=12),
            shop("raise price"),
            customer("auto on"),
            wait(minutes=1),
        ),
        life(
            "what was refunded of one period is not credited by another",
            customer("buy renewal"),
            shop("refund part"),
            customer("buy change"),
        ),
        life(
            "what was given is not lost to a change of plan",
            shop("give 30 days"),
            customer("buy change"),
            customer("buy renewal"),
        ),
        life(
            "a cart whose price is gone is not bought",
            customer("order renewal", 1),
            customer("open cart"),
            shop("renew price"),
            customer("pay bill"),
            customer("pay order"),
        ),
        life(
            "a cancellation that was taken back in time",
            wait(days=29),
            customer("cancel"),
            wait(hours=3),
            customer("resume"),
            wait(days=3),
        ),
        life(
            "renewal stays off for who cancels and thinks better of it",
            customer("auto off"),
            customer("cancel"),
            customer("resume"),
        ),
        life(
            "in the grace even a cheaper plan begins at once",
            customer("buy change"),
            wait(days=30, hours=3),
            customer("buy any", 1),
        ),
        life(
            "what is paid in the grace begins where the old one ended",
            wait(days=30, hours=3),
            customer("order renewal"),
            customer("open cart"),
            customer("pay bill"),
            wait(days=29),
            customer("cancel"),
            wait(days=2),
        ),
        life(
            "what was not delivered is refunded once",
            customer("buy renewal"),
            panel("no"),
            shop("give a day"),
            panel("no"),
            customer("buy renewal"),
        ),
        life(
            "money for one of two goes to what ends first, and the other one ends",
            wait(hours=1),
            customer("buy new", 1),
            shop("credit little"),
            wait(days=29),
            shop("credit"),
            shop("debit"),
            shop("debit"),
            shop("debit"),
            wait(days=3),
        ),
        life(
            "what was ordered when there was one is bought for that one",
            customer("order renewal", 1),
            customer("buy new", 3),
            shop("credit"),
            customer("pay order", 1),
            customer("name none"),
        ),
        life(
            "another one is opened once for its order, and not beyond what the shop allows",
            customer("order new", 1),
            customer("order new", 1),
            customer("order new", 1),
            shop("credit"),
            shop("credit"),
            customer("pay order", 0),
            customer("pay order", 1),
            customer("pay order", 2),
            customer("pay order", 0),
            shop("revoke", which=1),
            customer("pay order", 2),
        ),
    ],
)
def test_one_life(make_database: MakeDatabase, steps: Sequence[Does]) -> None:
    """Eve's, who has bought Basic for 30 days; everything is looked at after each step."""
    state = BillingMachine(make_database)
    state.open_shop(BEGINNINGS[0], 24, 1)
    eve = state.everybody[1002]
    for step in steps:
        step(state, eve)
        state.agrees_with_the_model()
        state.compare(SHOWN, Person.shown)
        assert state.premises.run("", BROKEN) == []
    state.teardown()
