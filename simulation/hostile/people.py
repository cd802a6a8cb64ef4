"""Users who live with the shop in their chats: what they do, agree to and read.

They know only the messages and buttons in front of them. If they do not find something, because the
shop is down or has other buttons now, they leave, and return another day.
"""

import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbox import crypto_pay, heleket, stripe, yookassa
from sandbox.payment_options import PaymentOptions
from sandbox.telegram import user_actions as telegram
from simulation.hostile.messages import ParsedText, minor_units, parse, plain
from simulation.hostile.stack import Stack

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MONEY = re.compile(r"[\d,]+(?:\.\d+)? (?:₽|⭐|€)")
NO_MORE = (crypto_pay.Refused, yookassa.Refused, stripe.Refused, heleket.Refused)
"""A provider says that a page is over."""
LINK = re.compile(r"vless://([0-9a-f-]{36})@")


@dataclass(frozen=True)
class Told:
    """A message that reached the chat, sent or edited."""

    at: datetime
    text: str
    said: tuple[ParsedText, ...]

    def has(self, *names: str) -> bool:
        return any(said.name.startswith(names) for said in self.said)

    def amounts(self) -> Iterator[int]:
        """Every amount in it, whatever text it is: an older version may have sent it."""
        for written in MONEY.findall(self.text):
            if (amount := minor_units(written)) is not None:
                yield amount
        for said in self.said:
            # What is spent already is not taken now.
            if said.name == "reward-taken-back" and "owed" in said.args:
                yield (said.money() or 0) - (said.money("owed") or 0)


@dataclass
class Deal:
    """An order that he agreed to, as the screen showed it."""

    at: datetime
    plan: str
    count: int
    due: int
    paid_by: str
    """balance, or the invoice that was paid for it."""
    late: timedelta = timedelta()
    """How long after the quote he paid: meanwhile the credit of a change shrank."""


@dataclass
class Person:
    id: int
    chance: random.Random
    told: list[Told] = field(default_factory=list)
    tried: list[datetime] = field(default_factory=list)
    """When something was refused by Telegram because he could not be reached."""
    deals: list[Deal] = field(default_factory=list)
    payments: list[tuple[datetime, int]] = field(default_factory=list)
    """When he paid, and how much is to come to his balance for it."""
    unpaid: list["Page"] = field(default_factory=list)
    """Pages that he left open."""
    ordered: dict[str, Deal] = field(default_factory=dict)
    """What such a page was for, by its number: who pays late agrees to it then."""
    paid: list[tuple[datetime, "Page"]] = field(default_factory=list)
    """Pages that he paid."""
    acts: list[tuple[datetime, str]] = field(default_factory=list)
    operated: list[tuple[datetime, str]] = field(default_factory=list)
    choices: list[tuple[datetime, str]] = field(default_factory=list)
    """on, off or cancelled, as he last left it."""
    access: list[tuple[datetime, bool]] = field(default_factory=list)
    came_by: int | None = None
    """Whose link brought him."""
    invites: str | None = None
    """What follows /start in his link, once he has seen it."""
    gifts: list[Deal] = field(default_factory=list)
    """What he agreed to pay for somebody else."""
    offered: list[str] = field(default_factory=list)
    """Links of gifts that were sent to him, as they follow /start."""
    paid_out: list[tuple[datetime, int]] = field(default_factory=list)
    """What reached him outside of what he earned, in minor units."""
    blocks: bool = False
    blocked_since: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    uuid: str | None = None

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def some(self, unit: timedelta, mean: float) -> timedelta:
        return max(unit * self.chance.expovariate(1 / mean), MINUTE)

    def hears(self, at: datetime, text: str) -> None:
        self.told.append(Told(at, plain(text), tuple(parse(text, at))))
        if found := LINK.search(text):
            self.uuid = found[1]

    def heard(self, *names: str, since: datetime) -> bool:
        return any(told.has(*names) for told in self.told if told.at >= since)

    def forget(self, since: datetime) -> None:
        """The shop was restored: what he did, chose and was told since then is undone."""
        self.choices = [known for known in self.choices if known[0] < since]
        self.operated = [known for known in self.operated if known[0] < since]
        self.deals = [deal for deal in self.deals if deal.at < since]
        self.told = [told for told in self.told if told.at < since]

    def choice_at(self, at: datetime) -> str | None:
        return next((what for when, what in reversed(self.choices) if when <= at), None)


Life = AsyncIterator[timedelta]


@dataclass(frozen=True)
class Page:
    """Where something can be paid, and what it brings, as the screen says."""

    provider: str
    number: str
    amount: int


@dataclass
class Phone:
    """A user's Telegram client."""

    stack: Stack
    me: Person
    everybody: dict[int, Person]
    """Everybody: what one does may send messages to others."""
    grow: Callable[["Phone"], Awaitable[bool]] | None = None
    """What he does with others; returns whether he did something."""

    @property
    def _tg(self) -> Any:
        return self.stack.emulators.telegram

    def _did(self, what: str) -> None:
        self.me.acts.append((self.stack.now, what))

    async def write(self, text: str) -> None:
        self._did(f"writes {text}")
        profile = {"first_name": f"P{self.me.id}", "language_code": "en"}
        telegram.write(self._tg, self.me.id, text, profile)
        await self._rest()

    def button(self, data: str) -> tuple[int, str] | None:
        """A button with such data on the newest message that has one: mostly the first of them."""
        message_id, found = self._buttons(data)
        if not found:
            return None
        return message_id, found[0] if self.me.likely(0.6) else self.me.chance.choice(found)

    def _buttons(self, data: str) -> tuple[int, list[str]]:
        chat = self._tg.chats.all.get(self.me.id)
        for message in sorted(chat.messages.values(), key=lambda m: -m.id) if chat else ():
            found = [
                pressed["callback_data"]
                for pressed in telegram.buttons(message)
                if re.fullmatch(data, pressed.get("callback_data", ""))
            ]
            if found:
                return message.id, found
        return 0, []

    async def tap(self, data: str) -> bool:
        found = self.button(data)
        if found is None:
            return False
        await self._tap(*found)
        return True

    async def _tap(self, message_id: int, data: str) -> None:
        self._did(f"taps {data}")
        telegram.tap_data(self._tg, self.me.id, message_id, data)
        await self._rest()

    async def pay(self) -> int | None:
        """Chooses a way to pay where there are several, and pays, or leaves it; what it brings."""
        message_id, ways = self._buttons("with:.*") if self.seen("payment-methods") else (0, [])
        way = self.me.chance.choice(ways) if ways else None
        if way is not None:
            await self._tap(message_id, way)
        page = self._page()
        if page is None:
            return await self._pay_in_chat()
        if self.me.likely(0.2):
            self.me.unpaid.append(page)
            return None
        return await self._pay_page(page, late=False)

    async def pay_late(self) -> None:
        """What he left is over by now; some providers take the money all the same."""
        while self.me.unpaid:
            page = self.me.unpaid.pop()
            deal = self.me.ordered.get(page.number)
            if self.me.likely(0.5):
                if deal is not None:
                    deal.late, deal.at = self.stack.now - deal.at, self.stack.now
                await self._pay_page(page, late=True)

    async def _pay_in_chat(self) -> int | None:
        """Pays the newest invoice that is open, as the release before sends it; what it cost."""
        chat = self._tg.chats.all[self.me.id]
        invoices = [m for m in chat.messages.values() if m.terms and not m.paid]
        if not invoices:
            return None
        invoice = max(invoices, key=lambda m: m.id)
        paid = await telegram.pay(self._tg, self.me.id, invoice.id, None)
        amount: int = invoice.terms["total_amount"]
        if paid["paid"]:
            self._paid(amount, amount)
        await self._rest()
        return amount if paid["paid"] else None

    def _page(self) -> Page | None:
        """The page that the newest screen leads to."""
        said = self.seen("payment-open")
        chat = self._tg.chats.all[self.me.id]
        urls = [
            pressed["url"]
            for message in sorted(chat.messages.values(), key=lambda m: m.id)
            for pressed in telegram.buttons(message)
            if "url" in pressed
        ]
        amount = said.money() if said else None
        if not urls or amount is None:
            return None
        *_, provider, number = urls[-1].split("/")
        return Page(provider if number[0] != "$" else "stars", number, amount)

    async def _pay_page(self, page: Page, *, late: bool) -> int | None:
        """Mostly what is asked; at some providers one can send another sum."""
        if page.provider == "stars":
            paid = await telegram.pay(self._tg, self.me.id, None, f"https://t.me/{page.number}")
            brings = page.amount if paid["paid"] else None
        else:
            brings = self._send(page, late)
        if brings is not None:
            self.me.paid.append((self.stack.now, page))
            self._paid(brings, page.amount)
        await self._rest()
        return brings

    def _send(self, page: Page, late: bool) -> int | None:
        if any(paid.number == page.number for _, paid in self.me.paid):
            return None
        account = getattr(self.stack.emulators, page.provider)
        number = int(page.number) if page.provider == "crypto" else page.number
        other, amount = None, page.amount
        if page.provider != "heleket" and self.me.likely(0.1):
            amount = self.me.chance.choice([page.amount // 2, page.amount + 1000])
            other = Decimal(amount) / 100
        twice = 2 if self.me.likely(0.2) else 1
        try:
            account.pay(number, PaymentOptions(amount=other, repeat=twice, late=late))
        except NO_MORE:
            return None
        return amount

    def _paid(self, amount: int, asked: int) -> None:
        self._did(f"pays {amount}" if amount == asked else f"pays {amount} of {asked}")
        self.me.payments.append((self.stack.now, amount))

    async def block(self, blocked: bool) -> None:
        self._did("blocks the bot" if blocked else "unblocks the bot")
        self.me.blocks = blocked
        if blocked:
            self.me.blocked_since.append((self.stack.now, None))
        else:
            self.me.blocked_since[-1] = (self.me.blocked_since[-1][0], self.stack.now)
        telegram.block(self._tg, self.me.id, blocked=blocked)
        await self._rest()

    async def _rest(self) -> None:
        await self.stack.settle()
        read_what_came(self.stack, self.everybody)

    def seen(self, *names: str) -> ParsedText | None:
        """Returns the newest text of that name that arrived at this moment."""
        for told in reversed(self.me.told):
            if told.at < self.stack.now:
                return None
            for said in told.said:
                if said.name in names:
                    return said
        return None


def read_what_came(stack: Stack, everybody: dict[int, Person]) -> None:
    """Hands each user what has reached his chat since the last look."""
    for entry in stack.sent():
        reader = everybody.get(entry.chat_id or 0)
        text = entry.params.get("text") or entry.params.get("caption")
        if reader is None or not text:
            continue
        if entry.status == 200:
            reader.hears(stack.now, text)
        elif entry.status in (400, 403):
            reader.tried.append(stack.now)


async def life(phone: Phone) -> Life:
    """Yields the time until he returns; a notice may call him earlier."""
    me = phone.me
    await phone.write(_first_words(phone))
    while not phone.button("go:more"):
        yield me.some(HOUR, 6)
        await phone.write("/start")
    if me.likely(0.7):
        await phone.tap("trial")
        yield me.some(DAY, 3)
    generous, by_hand = me.likely(0.5), me.likely(0.15)
    await buy(phone)
    if by_hand:
        await choose(phone, "off")
    while True:
        yield me.some(DAY, 6)
        await visit(phone, generous)


def _first_words(phone: Phone) -> str:
    inviting = [one for one in phone.everybody.values() if one.invites and phone.grow]
    if not inviting:
        return "/start"
    host = phone.me.chance.choice(inviting)
    phone.me.came_by = host.id
    return f"/start {host.invites}"


async def visit(phone: Phone, generous: bool) -> None:
    me = phone.me
    if me.blocks:
        if me.likely(0.3):
            await phone.block(False)
            await phone.write("/start")
        return
    await phone.pay_late()
    if phone.grow is not None and await phone.grow(phone):
        return
    await phone.write("/profile")
    if phone.seen("profile") is None:
        await phone.write("/start")
        return
    week = phone.stack.now - 7 * DAY
    short = phone.seen("profile-short", "profile-grace-short") or next(
        (
            said
            for told in reversed(me.told)
            for said in told.said
            if told.at > week and said.name in ("renewal-short", "renewal-announced-short")
        ),
        None,
    )
    ended = phone.button("go:plans") and me.heard(
        "subscription-ended", "trial-ended", "renewal-unavailable", since=week
    )
    if short and me.likely(0.9):
        await top_up(phone, generous)
    elif ended and me.likely(0.6):
        await buy(phone)
    else:
        await change_something(phone)


async def change_something(phone: Phone) -> None:
    me = phone.me
    state = me.choice_at(phone.stack.now)
    if state == "cancelled" and me.likely(0.3):
        await confirmed(phone, "resume", "on")
    elif state == "off" and me.likely(0.3):
        await choose(phone, "on")
    elif me.likely(0.05):
        await choose(phone, "cancelled")
    elif me.likely(0.05):
        await choose(phone, "off")
    elif me.likely(0.15):
        await buy(phone)
    elif me.likely(0.2):
        await top_up(phone, generous=True)
    elif me.likely(0.02):
        await phone.block(True)


async def choose(phone: Phone, what: str) -> None:
    """From the profile."""
    await phone.write("/profile")
    if what != "cancelled":
        await confirmed(phone, f"auto:{what}", what)
    elif await phone.tap("go:cancel"):
        await confirmed(phone, "cancel:.*", what)


async def confirmed(phone: Phone, button: str, what: str) -> None:
    """A choice counts when the screen after the tap shows it; an old button may do nothing."""
    before = len(phone.me.told)
    if not await phone.tap(button):
        return
    shown = {
        "on": ("profile-next", "profile-not-on-sale", "profile-grace", "subscription-renewed"),
        "off": ("profile-renewal-off",),
        "cancelled": ("profile-cancelled",),
    }
    if any(told.has(*shown[what]) for told in phone.me.told[before:]):
        phone.me.choices.append((phone.stack.now, what))


async def buy(phone: Phone) -> None:
    """From the plans to the order; he agrees to what the order says."""
    me = phone.me
    await phone.write("/buy")
    if not (await phone.tap("plan:.*") and await phone.tap("price:.*")):
        return
    deal = agreed(phone)
    if deal is None:
        return
    if phone.button("pay:.*"):
        me.deals.append(deal)
        if await phone.tap("pay:.*") and phone.seen("paid"):
            _bought(phone)
    elif phone.button("fund:.*") and await phone.tap("fund:.*") and me.likely(0.95):
        deal.paid_by = "invoice"
        me.deals.append(deal)
        if await phone.pay() is None:
            if me.unpaid:
                me.ordered[me.unpaid[-1].number] = deal
            else:
                me.deals.remove(deal)
        elif phone.seen("paid-by-topup", "renewed-by-topup"):
            _bought(phone)


def _bought(phone: Phone) -> None:
    """The first purchase comes with auto-renewal; a later one changes no choice."""
    if phone.me.choice_at(phone.stack.now) is None:
        phone.me.choices.append((phone.stack.now, "on"))


def agreed(phone: Phone) -> Deal | None:
    """What the order on the screen says."""
    order = phone.seen("order-purchase", "order-renewal", "order-change", "order-gift")
    price = phone.seen("order-price")
    if order is None or price is None:
        return None
    due, back = phone.seen("order-due"), phone.seen("order-gives-back")
    amount = due.money("due") if due else price.money()
    if back:
        amount = -(back.money("back") or 0)
    return Deal(
        phone.stack.now,
        order.args.get("plan", ""),
        int(order.args.get("count", "0")),
        amount or 0,
        "balance",
    )


async def top_up(phone: Phone, generous: bool) -> None:
    """An amount that is offered, or twice that."""
    await phone.write("/start")
    if not await phone.tap("go:balance"):
        return
    if await phone.tap("go:topup") and await phone.tap(r"topup:\d+"):
        await phone.pay()
        twice = generous and phone.me.likely(0.5)
        if twice and await phone.tap("go:topup") and await phone.tap(r"topup:\d+"):
            await phone.pay()
