"""Payers, providers and operators who do what they do at random, by a seed, beside a real bot and a
real listener."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from sandbox.books import settle_refunds
from sandbox.emulators import Emulators
from sandbox.faults import Faults
from sandbox.payment_options import PaymentOptions
from sandbox.telegram import user_actions as telegram
from simulation.hostile.stack import Stack

BEGIN = datetime(2028, 1, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PEOPLE = range(2001, 2041)
AMOUNTS = (15_000, 25_000, 49_900, 120_000)
PAGES = {"crypto_pay": "crypto", "yookassa": "yookassa", "stripe": "stripe", "heleket": "heleket"}
LINKS = ("stars", "telegram")
WEATHER: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"lost_answer": 0.4},
    {"broken": 0.4},
    {"fail": 0.3},
    {"duplicate_webhook": True},
    {"limited": True},
    {"locked": True},
)
Act = Callable[[], Awaitable[None] | None]


@dataclass(frozen=True)
class Open:
    """Something to pay at."""

    provider: str
    external_id: str
    url: str
    payer: int


@dataclass
class ProviderTraffic:
    stack: Stack
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    """How often what happened."""
    foreign: int = 0

    @property
    def events(self) -> int:
        return self.done.total()

    @property
    def _outside(self) -> Emulators:
        return self.stack.emulators

    async def fetch(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        rows = await self.stack.connections["admin"].fetch(query, *arguments)
        return [dict(row) for row in rows]

    async def arrive(self) -> None:
        for payer in PEOPLE:
            telegram.write(self._outside.telegram, payer, "/start", {"first_name": "P"})
            start = "select api.start($1, $2, '', 'P', 'en')"
            await self.fetch(start, payer, payer.to_bytes(32))
        # Who pays while updates are held waits for an answer that cannot come.
        self._outside.telegram.checkout_timeout = 1
        await self.stack.settle()

    # -- Time

    async def pass_(self, by: timedelta) -> None:
        await self.stack.settle()
        await self.stack.move(self.stack.now + by)
        await self.stack.work(["poll_payments", "book_payments"])
        await self.stack.settle()

    def weather(self, of: dict[str, dict[str, Any]]) -> None:
        calm = {"rate": 0, "chat_rate": 0}
        known = {**of, "telegram": {**calm, **of.get("telegram", {})}}
        seed = self.chance.randrange(1 << 30)
        self._outside.set_faults(Faults.model_validate({**known, "seed": seed}))

    # -- A round: pages are made, then everything happens to them in any order

    async def round(self, pages: int) -> None:
        stormy = {name: self.chance.choice(WEATHER) for name in PAGES.values()}
        self.weather(stormy)
        for _ in range(pages):
            await self.fetch(
                "select outcome from api.open_invoice($1, $2, $3)",
                self.chance.choice(PEOPLE),
                self.chance.choice(AMOUNTS),
                self.chance.choice([*PAGES, *LINKS]),
            )
        await self.stack.settle()
        await self.pass_(MINUTE)
        repeats = {n: f for n, f in stormy.items() if "duplicate_webhook" in f}
        self.weather(repeats)
        for _ in range(4):
            await self.pass_(2 * MINUTE)
        now, later = self._stories(await self._open())
        await self._happens(now)
        await self.pass_(timedelta(hours=2))
        await self._happens(later)
        self._switch_on()
        await self.pass_(MINUTE)
        await self._happens(await self._returns())

    async def _open(self) -> list[Open]:
        rows = await self.fetch(
            """select i.provider, i.external_id, i.url, t.telegram_id
               from billing.invoices as i
               join app.telegram_identities as t on t.user_id = i.user_id
               where i.status = 'open' and i.expires_at > app.now() order by i.id"""
        )
        return [Open(*row.values()) for row in rows]

    async def _happens(self, stories: Iterable[list[Act]]) -> None:
        """One thing after the other, those of each story in their order."""
        waiting = [list(story) for story in stories]
        while waiting := [story for story in waiting if story]:
            act = self.chance.choice(waiting).pop(0)
            if (doing := act()) is not None:
                await doing
            if self.chance.random() < 0.1:
                await self.stack.settle()
            if self.chance.random() < 0.03:
                await self.pass_(self.chance.randrange(1, 4) * MINUTE)
            if self.chance.random() < 0.02:
                self._hold_or_release()
        self.weather({})
        await self.stack.settle()

    def _hold_or_release(self) -> None:
        """Notices pile up, and come the newest first."""
        name = self.chance.choice([*PAGES.values(), "telegram"])
        kind = "hold_updates" if name == "telegram" else "hold_webhooks"
        self.weather({name: {kind: self.chance.random() < 0.7}})

    def _switch_on(self) -> None:
        """A webhook that failed too often stays off until somebody looks."""
        for webhook in self._outside.webhooks().values():
            webhook.disabled = False

    # -- What becomes of what can be paid

    def _stories(self, found: list[Open]) -> tuple[list[list[Act]], list[list[Act]]]:
        now, later = [], []
        for one in found:
            made = self._of_a_link(one) if one.provider in LINKS else self._of_a_page(one)
            now.append(made[0])
            later.append(made[1])
        return now, later

    def _of_a_page(self, one: Open) -> tuple[list[Act], list[Act]]:
        def pay(what: str, *, heard: bool = True, **how: Any) -> Act:
            return lambda: self._pay(one, what, PaymentOptions(**how), heard)

        times = self.chance.randrange(2, 6)
        some = Decimal(self.chance.choice(["1.00", "10.50", "99.99"]))
        lots = Decimal(self.chance.choice(["5000.00", "1500.01"]))
        repeated = pay("repeated", repeat=times)
        stories: list[tuple[int, list[Act], list[Act]]] = [
            (5, [pay("paid")], []),
            (3, [pay("paid", repeat=times), repeated], [repeated]),
            (3, [pay("paid unheard", heard=False)], []),
            (1, [pay("paid unheard", heard=False), repeated], []),
            (2, [pay("less", amount=some)], []),
            (2, [pay("more", amount=lots)], []),
            (1, [pay("another currency", currency="USD")], []),
            (2, [pay("forged", bad_signature=True)], []),
            (2, [pay("forged", bad_signature=True), pay("paid")], [repeated]),
            (2, [], [pay("late", late=True)]),
            (1, [], [pay("late unheard", late=True, heard=False)]),
            (1, [], []),
            (2, [lambda: self._foreign(one.provider)], []),
        ]
        if one.provider == "heleket":
            rest = pay("the rest, late", late=True)
            stories.append((4, [pay("less", amount=some)], [rest]))
        weights = [weight for weight, *_ in stories]
        _, now, later = self.chance.choices(stories, weights)[0]
        return now, later

    def _pay(self, one: Open, what: str, how: PaymentOptions, heard: bool) -> None:
        account = getattr(self._outside, PAGES[one.provider])
        number = int(one.external_id) if one.provider == "crypto_pay" else one.external_id
        faults = getattr(self._outside.faults.now, PAGES[one.provider])
        faults.no_webhook = not heard
        account.pay(number, how)
        faults.no_webhook = False
        self.done[what] += how.repeat

    def _foreign(self, provider: str) -> None:
        """Money for what the shop never asked for, in its account all the same. YooKassa's notice
        proves nothing, so only its list tells of that."""
        self.foreign += 1
        key, url, now = f"of-somebody-{self.foreign}", "http://elsewhere", self.stack.now
        outside, how = self._outside, PaymentOptions()
        match provider:
            case "crypto_pay":
                fiat = {"currency_type": "fiat", "fiat": "RUB", "amount": "77", "payload": key}
                made = outside.crypto.call("createInvoice", fiat, url)
                outside.crypto.pay(made["invoice_id"], how)
            case "stripe":
                price = {
                    "unit_amount": "7700",
                    "currency": "rub",
                    "product_data": {"name": "theirs"},
                }
                session = {
                    "mode": "payment",
                    "client_reference_id": key,
                    "line_items": {"0": {"price_data": price}},
                    "expires_at": str(int((now + timedelta(hours=1)).timestamp())),
                }
                _, body = outside.stripe.once(None, "checkout/sessions", session, url)
                outside.stripe.pay(body["id"], how)
            case "heleket":
                asked = {"order_id": key, "amount": "77", "currency": "RUB"}
                made = outside.heleket.call("payment", asked, None, url)
                outside.heleket.pay(made["uuid"], how)
            case _:
                return
        self.done["foreign"] += 1

    def _of_a_link(self, one: Open) -> tuple[list[Act], list[Act]]:
        async def pays(payer: int, what: str) -> None:
            paid = await telegram.pay(self._outside.telegram, payer, None, one.url)
            self.done[what if paid["paid"] else "refused at the checkout"] += 1

        def by(payer: int, what: str) -> Act:
            return lambda: pays(payer, what)

        mine = by(one.payer, "paid by link")
        other = self.chance.choice([n for n in PEOPLE if n != one.payer])
        stories: list[tuple[int, list[Act], list[Act]]] = [
            (5, [mine], []),
            (2, [mine, by(one.payer, "paid again")], []),
            (1, [by(other, "paid by another")], []),
            (1, [], [by(one.payer, "paid late")]),
            (1, [], []),
        ]
        _, now, later = self.chance.choices(stories, [weight for weight, *_ in stories])[0]
        return now, later

    # -- Money back

    async def _returns(self) -> list[list[Act]]:
        """Operators send some of it back; a provider may be slow, or refuse."""
        rows = await self.fetch(
            """select p.id, p.amount from billing.payments as p
               where p.provider in ('yookassa', 'stripe', 'stars') and p.user_id is not null
                 and not exists (select from billing.refunds as r where r.payment_id = p.id)
               order by p.id"""
        )
        some = [row for row in rows if self.chance.random() < 0.1]
        return [[partial(self._send_back, row["id"], row["amount"])] for row in some]

    async def _send_back(self, payment: int, amount: int) -> None:
        part = self.chance.choice([None, None, amount // 3])
        outcome = await self.fetch(
            "select ops.payout($1, 'he asked for it', $2) ->> 'outcome' as outcome",
            payment,
            part,
        )
        self.done[f"money back: {outcome[0]['outcome']}"] += 1
        fate = self.chance.choice([None, None, "pending", "fail"])
        self.weather({name: {"refunds": fate} for name in ("yookassa", "stripe")})
        await self.stack.settle()
        self.weather({})

    def _settle_returns(self) -> None:
        """What was pending is decided, and nobody is told."""
        settle_refunds(self._outside, lambda: self.chance.random() < 0.8)

    # -- The end

    async def rest(self) -> None:
        """Nothing happens any more; pollers go on for days."""
        self.weather({})
        self._switch_on()
        for hours in (0.2, 0.2, 0.5, 2, 6, 12, 24, 30, 80):
            await self.pass_(timedelta(hours=hours))
            self._settle_returns()
        await self.pass_(timedelta(hours=2))
        await self.pass_(timedelta(hours=2))
