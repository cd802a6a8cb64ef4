"""What the shop promises its customers about money and time, said once more and in another way.

The state machine compares the database with this after every step. It knows nothing of tables,
locks, ledgers, jobs' batches or messages: a customer is some cash and some subscriptions, each a
row of spans. Everything happens at once, at `shop.now`.

Several A customer may have several subscriptions, and each is as if it were the only one, but for
        the money: one balance pays for all of them, for what ends first first. What names none is
        meant for the only one that is kept (or the only one at all), and else changes nothing.
Time    Access lasts until the end of the last span of which anything is left. It is kept for the
        grace beyond that while it may be renewed: it was paid for, and not cancelled.
        What is bought begins where access ends, if it is still kept, else now. A run of spans of
        one length is counted from its first day, so that the 31st comes back after February.
        Time is taken away from the end, and never from what is over.
Money   A bonus is spent before cash, and comes back as what it was, in the proportion that was
        paid.
        A span costs what was quoted. A dearer plan begins at once and gives back what is unused of
        the one before, in whole roubles; a cheaper one waits for the end. What was given free of
        charge keeps its plan and its length, and comes after a dearer plan that is bought.
        Money that arrives is kept, then spent on what waits for it: the cart that it was paid for,
        else another one, else a renewal. What was given by hand is spent last, and never sent out.
        A refund gives back money, and takes the share of the time that it had paid for.
        What was paid and not delivered is given back, all of it, once.
Renewal Looked at seven and three days, 24, 6 and 1 hours before the end, at the end, and when
        access ends, unless the shop did not deliver, and then the screens say so; while the shop
        renews nothing, nothing ends either. Never for more than was announced, nor for an end that
        was moved since: then it is announced, and charged five hours later at the earliest, three
        days when the price has risen; access is kept until then, and for the grace after that. What
        is not on offer is looked for every ten minutes in the last day; one who was told so, which
        is not in the first hour, keeps access for a day from then on. A refund of all that was paid
        last cancels.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction

TRIAL = timedelta(hours=72)
LOOKS = [timedelta(hours=hours) for hours in (168, 72, 24, 6, 1, 0)]
CHARGED_FROM = timedelta(hours=24)
TOLD_FROM = timedelta(hours=72)
OFFERS_MISSED_FROM = timedelta(hours=23)
TIME_TO_ANSWER = timedelta(hours=5)
TIME_TO_AGREE = timedelta(hours=72)
LOOK_AGAIN = timedelta(minutes=10)
A_DAY = timedelta(days=1)
ORDER_LASTS = timedelta(minutes=30)
QUOTE_LASTS = 2 * ORDER_LASTS
CART_LASTS = timedelta(hours=24)
EVER = datetime.max.replace(tzinfo=UTC)
NEVER = datetime.min.replace(tzinfo=UTC)
MICRO = timedelta(microseconds=1)
ROUBLE = 100


def months_after(start: datetime, months: int) -> datetime:
    """The same day of a later month, or the last one of a shorter month."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


@dataclass(eq=False)
class Price:
    id: int
    plan: str
    count: int
    unit: str
    amount: int

    @property
    def length(self) -> tuple[int, str]:
        return self.count, self.unit

    @property
    def per_day(self) -> Fraction:
        return Fraction(self.amount, self.count * {"day": 1, "month": 30}[self.unit])

    def after(self, start: datetime, periods: int = 1) -> datetime:
        steps = periods * self.count
        if self.unit == "month":
            return months_after(start, steps)
        return start + timedelta(days=steps)


@dataclass(eq=False)
class Span:
    """Some time that a customer was given. `until` moves when it is cut short."""

    kind: str
    plan: str
    starts: datetime
    sold_until: datetime
    made: datetime
    price: Price | None = None
    paid: int = 0
    returned: int = 0
    until: datetime = EVER
    delivered: bool = False
    bonus: int = 0
    bonus_returned: int = 0
    """What of `paid` and `returned` is bonus; the rest is cash."""

    def __post_init__(self) -> None:
        self.until = self.sold_until

    @property
    def whole(self) -> bool:
        return self.until == self.sold_until

    @property
    def emptied(self) -> bool:
        return self.until == self.starts

    @property
    def left_to_return(self) -> int:
        return self.paid - self.returned

    @property
    def cash(self) -> int:
        return self.paid - self.bonus

    @property
    def cash_returned(self) -> int:
        return self.returned - self.bonus_returned

    def bonus_of(self, amount: int) -> int:
        """What of so much more given back is bonus: in proportion, half a unit is cash."""
        share = Fraction(amount * (self.bonus - self.bonus_returned), self.left_to_return)
        return int(share) + (share % 1 > Fraction(1, 2))

    def patience_ends(self, panel_until: datetime | None) -> datetime:
        """When it goes back; until `panel_until` older access runs."""
        since = max(self.starts, self.made)
        covered = panel_until is not None and panel_until >= since
        return since + timedelta(hours=24 if covered else 6)

    def ahead(self, at: datetime) -> timedelta:
        """How much of it is still to come."""
        return max(self.until - max(self.starts, at), timedelta())

    def worth(self, at: datetime) -> int:
        return self.paid * (self.ahead(at) // MICRO) // (self.sold // MICRO)

    def time_for(self, amount: int) -> timedelta:
        """The share of its length that so much more given back takes away."""
        return self._share(self.returned + amount) - self._share(self.returned)

    def _share(self, amount: int) -> timedelta:
        return self.sold // MICRO * amount // self.paid * MICRO

    @property
    def sold(self) -> timedelta:
        return self.sold_until - self.starts


@dataclass(eq=False)
class Order:
    kind: str
    price: Price
    credit: int
    opened: datetime
    expires: datetime
    subscription: Subscription | None = None
    """What it is for: None for another one, or when there was none, see `opens_new`."""
    opens_new: bool = False
    state: str = "open"
    is_cart: bool = False


@dataclass(eq=False)
class TopUp:
    amount: int
    expires: datetime
    cart: Order | None = None
    paid: bool = False


@dataclass
class ShopModel:
    now: datetime
    grace: timedelta
    offers: list[Price] = field(default_factory=list)
    flags: dict[str, bool] = field(default_factory=dict)
    charges: set[str] = field(default_factory=set)
    subscriptions_per_user: int = 3

    def on(self, flag: str) -> bool:
        return self.flags.get(flag, True)

    def like(self, price: Price | None) -> Price | None:
        """What is asked now for the same plan and length."""
        for offer in self.offers:
            if price and (offer.plan, offer.length) == (price.plan, price.length):
                return offer
        return None


@dataclass(eq=False)
class Customer:
    """Somebody's money, and what it is spent on. There is one subscription from the beginning, of
    which nothing was given yet."""

    shop: ShopModel
    cash: int = 0
    bonus: int = 0
    refundable: int = 0
    moves: list[tuple[int, Span | None]] = field(default_factory=list)
    """Of cash: what was paid in, charged for a span, and sent back."""
    had_trial: bool = False
    orders: list[Order] = field(default_factory=list)
    subscriptions: list[Subscription] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.subscriptions.append(Subscription(self))

    @property
    def now(self) -> datetime:
        return self.shop.now

    @property
    def balance(self) -> int:
        return self.cash + self.bonus

    def own(self, span: Span | None = None, refund: int = 0) -> int:
        """What payments brought, and charges have left of it; `refund`: of cash."""
        total = lowest = 0
        for amount, sold in self.moves:
            total += amount + (sold.cash_returned if sold else 0)
            total += refund if sold and sold is span else 0
            lowest = min(lowest, total)
        return total - lowest

    # -- Which subscription

    @property
    def counting(self) -> list[Subscription]:
        """Those that are kept; while there is none, all."""
        kept = [subscription for subscription in self.subscriptions if subscription.kept]
        return kept or self.subscriptions

    @property
    def only(self) -> Subscription | None:
        """The one that is meant where none is named; None if that is not certain."""
        return self.counting[0] if len(self.counting) == 1 else None

    @property
    def may_open(self) -> bool:
        return len([s for s in self.subscriptions if s.kept]) < self.shop.subscriptions_per_user

    def subscription_of(self, order: Order) -> Subscription | None:
        if order.opens_new:
            return order.subscription or (Subscription(self) if self.may_open else None)
        return order.subscription or self.only

    # -- Buying

    def take_trial(self) -> str:
        if not self.shop.on("trials"):
            return "switched_off"
        if self.had_trial:
            return "already_used"
        (first, *_) = self.subscriptions
        if first.spans:
            return "has_subscription"
        self.had_trial = True
        first.give_free(self.now + TRIAL, "trial")
        return "started"

    def order(self, price: Price, subscription: Subscription | None) -> tuple[str, Order | None]:
        """None: for another subscription."""
        if not self.shop.on("purchases"):
            return "switched_off", None
        if subscription is None and not self.may_open:
            return "no_more_subscriptions", None
        if price not in self.shop.offers:
            return "no_such_price", None
        kind = subscription.kind_of(price) if subscription else "purchase"
        if kind == "later":
            return "at_period_end", None
        credit = subscription.credited(self.now) if subscription and kind == "change" else 0
        order = Order(kind, price, credit, self.now, self.now + ORDER_LASTS)
        order.opens_new = subscription is None
        order.subscription = subscription if subscription and subscription.spans else None
        self.orders.append(order)
        return "open", order

    def holds(self, order: Order) -> bool:
        """Whether paying would still do what was quoted."""
        subscription = self.subscription_of(order)
        return subscription is not None and subscription.holds(order)

    def pay(self, order: Order) -> str:
        if order.state == "fulfilled":
            return "already_fulfilled"
        if not self.shop.on("purchases"):
            return "switched_off"
        if order.state != "open" or order.expires <= self.now:
            return "expired"
        offer = self.shop.like(order.price)
        if offer is None or offer.amount != order.price.amount:
            return "price_changed"
        subscription = self.subscription_of(order)
        if subscription is None or not subscription.holds(order):
            return "changed"
        if subscription.due(order) > self.balance:
            return "insufficient_funds"
        order.state, order.subscription = "fulfilled", subscription
        if subscription not in self.subscriptions:
            self.subscriptions.append(subscription)
        subscription.buy(order)
        return "fulfilled"

    def open_topup(self, amount: int, cart: Order | None) -> tuple[str, TopUp | None]:
        if not self.shop.on("topups"):
            return "switched_off", None
        topup = TopUp(amount, self.now + ORDER_LASTS)
        lasts = ORDER_LASTS if cart and cart.kind == "change" else CART_LASTS
        if (
            cart
            and cart.state == "open"
            and cart.opened > self.now - lasts
            and cart.price in self.shop.offers
            and self.holds(cart)
        ):
            cart.is_cart, topup.cart = True, cart
            cart.expires = max(cart.expires, topup.expires)
        return "open", topup

    # -- Money from outside

    def receive(self, charge: str, amount: int, topup: TopUp | None = None) -> str:
        if charge in self.shop.charges:
            return "repeated"
        self.shop.charges.add(charge)
        fits = topup and not topup.paid and topup.expires > self.now and topup.amount == amount
        if topup and fits:
            topup.paid = True
        self.paid_in(amount, topup.cart if topup else None)
        return "credited" if fits else "credited_without_order"

    def paid_in(self, amount: int, cart: Order | None = None) -> None:
        self.refundable += amount
        self.moves.append((amount, None))
        self.credit(amount, cart)

    def waits(self, order: Order, is_paid_for: bool) -> bool:
        """Money that was paid for an order buys it, also late, unless something else was bought."""
        late = order.expires <= self.now
        otherwise = self.bought_since(order)
        if not order.is_cart or order.state != "open":
            return False
        return not (late and otherwise) if is_paid_for else not (late or otherwise)

    def bought_since(self, order: Order) -> bool:
        """Something else, for the same subscription; for one of those opened since, if it is to
        open one."""
        subscriptions = [order.subscription] if order.subscription else self.subscriptions
        return any(
            span.paid and span.made > order.opened
            for subscription in subscriptions
            if not order.opens_new or subscription.made > order.opened
            for span in subscription.spans
        )

    def spend(self, cart: Order | None) -> None:
        """Money has come: the cart first, then the renewal that it was short for."""
        waiting = [order for order in self.orders if self.waits(order, order is cart)]
        if waiting:
            order = cart if cart in waiting and cart else waiting[-1]
            if order.expires <= self.now:
                order.expires = self.now + ORDER_LASTS
            outcome = self.pay(order)
            waits_for_an_offer = outcome == "price_changed" and not self.shop.like(order.price)
            if outcome in ("price_changed", "changed") and not waits_for_an_offer:
                order.state = "cancelled"
        self.renew_at_once()

    def renew_at_once(self) -> None:
        """What ends first first."""
        due = [s for s in self.subscriptions if s.may_renew_at_once]
        for subscription in sorted(due, key=lambda subscription: subscription.ends):
            subscription.look()

    @property
    def due(self) -> list[Subscription]:
        if not self.shop.on("auto_renewal"):
            return []
        return [subscription for subscription in self.subscriptions if subscription.is_due]

    def renew_due(self) -> None:
        """One at a time, what ends first first: then it is known what is left for the others."""
        if self.due:
            min(self.due, key=lambda subscription: subscription.ends).look()

    # -- By hand

    def spend_from_bonus(self, amount: int) -> int:
        """The shop's gift goes first; returns what of the amount it was."""
        bonus = min(self.bonus, amount)
        self.bonus -= bonus
        self.cash -= amount - bonus
        return bonus

    def send_back(self, amount: int) -> None:
        """To where it came from; a negative amount is one that could not be sent."""
        self.moves.append((-amount, None))
        self.cash -= amount
        self.refundable -= amount
        for subscription in self.subscriptions:
            if amount < 0 and not subscription.over:
                subscription.unannounce()

    def credit(self, amount: int, cart: Order | None = None) -> None:
        self.cash += amount
        self.spend(cart)

    def give_bonus(self, amount: int) -> None:
        self.bonus += amount
        self.spend(None)

    def debit(self, amount: int) -> str:
        if amount > self.balance:
            return "insufficient_funds"
        self.spend_from_bonus(amount)
        return "debited"


@dataclass(eq=False)
class Subscription:
    owner: Customer
    spans: list[Span] = field(default_factory=list)
    plan: str | None = None
    last_price: Price | None = None
    renews_as: Price | None = None
    announced: int = 0
    unannounced: bool = False
    charge_from: datetime = NEVER
    missed: datetime | None = None
    auto: bool = True
    cancelled: bool = False
    over: bool = True
    expires: datetime = NEVER
    look_at: datetime | None = None

    # -- How things stand

    @property
    def shop(self) -> ShopModel:
        return self.owner.shop

    @property
    def now(self) -> datetime:
        return self.shop.now

    @property
    def ends(self) -> datetime:
        return self.left[-1].until if self.left else self.spans[0].starts

    @property
    def made(self) -> datetime:
        return self.spans[0].made if self.spans else EVER

    @property
    def kept(self) -> bool:
        return self.expires > self.now

    @property
    def still_runs(self) -> bool:
        """A renewal that is overdue comes before the end."""
        overdue = self.is_due and self.auto and not self.cancelled
        return not self.over and (self.kept or overdue)

    @property
    def may_be_renewed(self) -> bool:
        return self.still_runs and self.renews_as is not None

    @property
    def left(self) -> list[Span]:
        return [span for span in self.spans if not span.emptied]

    @property
    def current(self) -> Span | None:
        """What runs, or ran last."""
        begun = [span for span in self.left if span.starts <= self.now]
        return begun[-1] if begun else None

    @property
    def runs(self) -> str | None:
        """The plan that runs of what was paid for and is still kept."""
        return self.current.plan if self.current and self.kept and self.renews_as else None

    @property
    def runs_until(self) -> datetime:
        """When another plan follows, or the end."""
        others = [
            span.starts
            for span in self.left
            if self.current and span.starts > self.current.starts and span.plan != self.current.plan
        ]
        return min([*others, self.ends])

    def kind_of(self, price: Price) -> str:
        if self.runs is None:
            return "purchase"
        if self.runs == price.plan or (self.left[-1].paid and self.left[-1].plan == price.plan):
            return "renewal"
        if self.ends <= self.now or self.is_dearer(price):
            return "change"
        return "later"

    def is_dearer(self, price: Price) -> bool:
        """Than what was paid for what runs, or what its plan costs."""
        assert self.current
        paid = self.current.price or self.last_price
        if paid is None or paid.plan != self.current.plan:
            offers = [offer for offer in self.shop.offers if offer.plan == self.current.plan]
            offers.sort(key=lambda offer: (offer.length != price.length, offer.per_day))
            paid = offers[0] if offers else None
        return paid is None or price.per_day > paid.per_day

    def begins(self, kind: str, price: Price) -> datetime | None:
        """When a purchase takes the place of what is there; None if it comes after it."""
        if kind == "change":
            return self.now
        if not self.kept or self.current is None:
            return None
        other = self.current.plan != price.plan
        if kind == "purchase":
            free = self.current.kind in ("grant", "trial")
            puts_off = free and other and self.is_dearer(price)
            return self.now if puts_off else None
        until = self.runs_until
        paid_for = any(span.paid for span in self.left if span.starts >= until)
        return None if other or until == self.ends or paid_for else until

    def unused(self, at: datetime) -> dict[Span, int]:
        """What leaving the plan gives back: what the time to come is worth, while the money that
        was paid for it is there; of what one span has not got, the others give, last one first."""
        spans = [span for span in self.spans if span.paid and span.ahead(at)]
        given = {span: min(span.worth(at), span.left_to_return) for span in spans}
        missing = sum(span.worth(at) for span in spans) - sum(given.values())
        for span in reversed(spans):
            more = min(missing, span.left_to_return - given[span])
            given[span] += more
            missing -= more
        whole = {span: -(-amount // ROUBLE) * ROUBLE for span, amount in given.items() if amount}
        return {span: min(amount, span.left_to_return) for span, amount in whole.items()}

    def credited(self, at: datetime) -> int:
        """What leaving the plan gives back of what one paid oneself."""
        return sum(self.unused(at).values())

    def gifts(self, at: datetime) -> list[tuple[str, timedelta]]:
        """What was given free of charge and is still to come."""
        return [
            (span.plan, span.ahead(at)) for span in self.spans if not span.paid and span.ahead(at)
        ]

    def next_look(self) -> datetime | None:
        return next((self.ends - ahead for ahead in LOOKS if self.ends - ahead > self.now), None)

    @property
    def is_idle(self) -> bool:
        """Nothing is renewed by itself after a refund for what was not delivered, until the
        customer buys or switches it on: what is given or taken does not change that."""
        return (
            self.auto
            and not self.over
            and not self.cancelled
            and self.renews_as is not None
            and self.look_at is None
            and self.ends > self.now
        )

    @property
    def renews_by_itself(self) -> bool:
        """What the shop says, also while renewal pauses."""
        return (
            self.auto
            and not self.cancelled
            and self.renews_as is not None
            and (self.look_at is not None or self.ends <= self.now)
        )

    def next_charge(self) -> tuple[datetime, int] | None:
        offer = self.shop.like(self.renews_as)
        if not self.renews_by_itself or self.look_at is None or offer is None:
            return None
        wait = timedelta()
        if offer.amount > self.announced:
            wait = TIME_TO_AGREE
        elif self.unannounced:
            wait = TIME_TO_ANSWER
        first = max(self.ends - CHARGED_FROM, self.look_at, self.charge_from, self.now + wait)
        return first, offer.amount

    # -- Time

    def settle(self, idle: bool = False) -> None:
        """What follows when the end, or whether it may be renewed, has changed."""
        renewable = not self.over and not self.cancelled and self.renews_as is not None
        self.expires = self.ends
        self.look_at = None
        if renewable:
            self.expires = max(self.ends, self.charge_from) + self.shop.grace
            late = self.unannounced and self.now >= self.ends - TOLD_FROM
            self.look_at = self.now if late else self.next_look()
        if idle:
            self.look_at = None

    def give(self, span: Span) -> None:
        idle = self.is_idle and span.price is None
        if not self.still_runs:
            self.renews_as = None
        if span.price and self.expires < self.now:
            self.cancelled = False
        self.spans.append(span)
        self.over = False
        self.plan = span.plan
        if span.price:
            self.last_price, self.renews_as = span.price, span.price
            self.announced = span.price.amount
        self.unannounced = span.price is None
        self.charge_from, self.missed = NEVER, None
        self.settle(idle)

    def give_free(self, until: datetime, kind: str = "grant", plan: str | None = None) -> None:
        starts = max(self.ends, self.now) if self.spans else self.now
        self.give(Span(kind, plan or self.plan or "basic", starts, until, self.now))

    def give_again(self, gifts: list[tuple[str, timedelta]]) -> None:
        for plan, length in gifts:
            self.give_free(max(self.ends, self.now) + length, plan=plan)

    def sell(self, price: Price, amount: int) -> None:
        starts = self.ends if self.spans and self.kept else self.now
        first, number = starts, 0
        for span in reversed(self.left):
            follows = span.whole and span.until == first and span.price
            if not (follows and span.price and span.price.length == price.length):
                break
            first, number = span.starts, number + 1
        until = price.after(first, number + 1)
        if until <= self.now:  # shorter than the grace that it would have to make up for
            starts, until = self.now, price.after(self.now)
        span = Span("paid", price.plan, starts, until, self.now, price, amount)
        span.bonus = self.owner.spend_from_bonus(amount)
        self.owner.moves.append((-span.cash, span))
        self.give(span)

    def cut(self, end: datetime) -> None:
        idle = self.is_idle
        for span in self.spans:
            span.until = max(span.starts, min(span.until, end))
        self.over = self.over or self.ends <= self.now
        if self.spans:
            self.plan = (self.left or self.spans[:1])[-1].plan
        self.unannounce()
        self.settle(idle)

    def unannounce(self) -> None:
        """What was said of the next charge holds no longer."""
        self.unannounced, self.charge_from = True, NEVER
        if self.look_at and self.now >= self.ends - TOLD_FROM:
            self.look_at = self.now

    # -- What the customer does

    def holds(self, order: Order) -> bool:
        """Whether paying would still do what was quoted."""
        kind = self.kind_of(order.price)
        if order.kind != "change":
            return kind in ("purchase", "renewal")
        changed_since = any(span.made > order.opened for span in self.spans)
        late = self.quoted(order) > order.opened
        same_credit = late or self.credited(order.opened) == order.credit
        return kind == "change" and same_credit and not changed_since

    def quoted(self, order: Order) -> datetime:
        """As of when a change is credited."""
        return order.opened if self.now < order.opened + QUOTE_LASTS else self.now

    def left_by(self, order: Order) -> dict[Span, int]:
        return self.unused(self.quoted(order)) if order.kind == "change" else {}

    def due(self, order: Order) -> int:
        """What the balance has to have."""
        return order.price.amount - sum(self.left_by(order).values())

    def buy(self, order: Order) -> None:
        unused = self.left_by(order)
        begins = self.begins(order.kind, order.price)
        gifts = self.gifts(begins) if begins else []
        for span, amount in unused.items():
            self.give_back(span, amount)
        if begins:
            self.cut(begins)
        self.sell(order.price, order.price.amount)
        self.give_again(gifts)

    def schedule(self, price: Price) -> str:
        if not self.shop.on("purchases"):
            return "switched_off"
        if self.runs is None:
            return "not_active"
        if price not in self.shop.offers:
            return "no_such_price"
        if self.kind_of(price) == "change":
            return "not_cheaper"
        due = self.look_at if self.look_at and self.look_at <= self.now else None
        self.renews_as, self.announced, self.cancelled = price, price.amount, False
        self.unannounced, self.charge_from = False, NEVER
        self.settle()
        self.look_at = due or self.look_at
        return "scheduled"

    def set_auto(self, on: bool) -> str:
        if not self.may_be_renewed or self.cancelled:
            return "nothing_to_renew"
        if on and (not self.auto or self.is_idle):
            if self.now >= self.ends - CHARGED_FROM:
                self.look_at = self.now
            else:
                self.look_at = self.look_at or self.next_look()
            if offer := self.shop.like(self.renews_as):
                self.renews_as, self.announced = offer, offer.amount
            self.unannounced, self.charge_from = False, NEVER
        self.auto = on
        return "on" if on else "off"

    def cancel(self) -> str:
        if not self.may_be_renewed:
            return "not_active"
        if self.cancelled:
            return "already_cancelled"
        self.cancelled = True
        self.settle()
        return "cancelled"

    def resume(self) -> str:
        if not self.cancelled:
            return "not_cancelled"
        if self.runs is None:
            return "expired"
        self.cancelled = False
        self.settle()
        return "resumed"

    # -- Time passes

    def look(self) -> None:
        """What auto-renewal makes of it now."""
        if self.auto and self.expires <= self.now - timedelta(days=7):
            self.unannounce()  # nobody counts on a charge that is so late
        offer = self.shop.like(self.renews_as)
        risen = offer is not None and offer.amount > self.announced
        if self.now < self.ends - TOLD_FROM and not (self.auto and risen):
            self.look_at = self.next_look()
        elif not self.auto:
            self.look_at = None
        elif offer is None:
            self.miss()
        elif risen:
            self.announce(offer, TIME_TO_AGREE)
        elif self.now < self.ends - CHARGED_FROM or self.unannounced:
            self.announce(offer, TIME_TO_ANSWER)
        elif self.now < self.charge_from:
            self.look_at = self.charge_from
        elif self.owner.balance >= offer.amount:
            self.sell(offer, offer.amount)
        else:
            self.look_at = self.next_look() or self.last_look()

    def announce(self, offer: Price, time_to_answer: timedelta) -> None:
        self.renews_as, self.announced, self.unannounced = offer, offer.amount, False
        self.charge_from, self.missed = self.now + time_to_answer, None
        self.expires = max(self.expires, self.charge_from + self.shop.grace)
        self.look_at = max(self.next_look() or self.charge_from, self.charge_from)

    def miss(self) -> None:
        """Nothing is on offer."""
        if self.now >= self.ends - OFFERS_MISSED_FROM:
            self.missed, self.unannounced = self.missed or self.now, True
            self.expires = max(self.expires, self.missed + A_DAY)
        if self.now < self.ends - CHARGED_FROM:
            self.look_at = self.next_look()
        elif self.now < self.expires:
            self.look_at = min(self.now + LOOK_AGAIN, self.expires)
        else:
            self.look_at = None

    def last_look(self) -> datetime | None:
        return self.expires if self.now < self.expires else None

    @property
    def is_due(self) -> bool:
        return self.look_at is not None and self.look_at <= self.now

    @property
    def may_renew_at_once(self) -> bool:
        return (
            self.shop.on("auto_renewal")
            and not self.over
            and self.kept
            and self.renews_by_itself
            and self.ends - CHARGED_FROM <= self.now
            and self.charge_from <= self.now
        )

    def expire_due(self) -> None:
        """While renewal is switched off, what is to be renewed waits for it."""
        if self.shop.on("expiry") and not self.over and not self.still_runs:
            self.over, self.look_at = True, None

    def refund_undelivered(self, panel_until: datetime | None) -> None:
        waits = [span.patience_ends(panel_until) for span in self.undelivered_spans()]
        if waits and min(waits) <= self.now:
            self.undelivered()

    # -- What the shop does by hand, or must

    def give_back(self, span: Span, amount: int) -> None:
        bonus = span.bonus_of(amount)
        span.returned += amount
        span.bonus_returned += bonus
        self.owner.bonus += bonus
        self.owner.cash += amount - bonus

    def refund(self, span: Span, amount: int | None, to_source: bool) -> str:
        amount = span.left_to_return if amount is None else amount
        if span.left_to_return == 0:
            return "already_refunded"
        if amount > span.left_to_return:
            return "exceeds_charge"
        payer = self.owner
        cash = amount - span.bonus_of(amount)
        if to_source and amount > min(cash, payer.refundable, payer.own(span, cash)):
            return "exceeds_payments"
        taken = span.time_for(amount)
        self.give_back(span, amount)
        if not self.over:
            self.take_back(span.plan, taken)
            later = self.spans[self.spans.index(span) + 1 :]
            last = not any(other.left_to_return for other in later)
            if span.left_to_return == 0 and last and not self.over and self.renews_as:
                self.cancelled = True
                self.settle()
        if to_source:
            payer.send_back(amount)
        return "refunded"

    def take_back(self, plan: str, taken: timedelta) -> None:
        """From the end of a plan; what was given of another one moves up."""
        end = max(span.until for span in self.left if span.paid or span.plan == plan)
        end = max(end, self.now)
        gifts = self.gifts(end)
        self.cut(max(self.now, end - taken))
        self.give_again(gifts)

    def undelivered_spans(self) -> list[Span]:
        return [
            span
            for span in self.spans
            if span.left_to_return and not span.delivered and not span.emptied
        ]

    def undelivered(self) -> None:
        """The panel did not take it in time. Nothing is charged for it again by itself."""
        lost = self.undelivered_spans()
        for span in lost:
            self.give_back(span, span.left_to_return)
        gifts = self.gifts(max(lost[0].starts, self.now))
        renews_as = self.renews_as
        self.cut(lost[0].starts)
        self.give_again(gifts)
        self.renews_as, self.look_at = renews_as, None

    def revoke(self) -> str:
        if self.over:
            return "not_active"
        self.cut(self.now)
        return "revoked"

    def change_end(self, end: datetime) -> str:
        if not self.spans:
            return "no_subscription"
        if end <= self.now:
            return "out_of_range"
        if end == self.ends:
            return "unchanged"
        if end > self.ends:
            self.give_free(end)
            return "extended"
        self.cut(end)
        return "shortened"
