"""People who tap, pay and renew all the time, whatever happens to the shop meanwhile.

Each remembers what he was answered, so that afterwards it can be said what was lost or doubled.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

from tests.support import Clock, Connection, eventually
from tests.support.bot import Json, Person, Sandbox, plain
from tests.support.races import Tap

TOPUP = 25000
CUSTOMERS, SUBSCRIBERS = range(7001, 7005), range(8001, 8021)
# How long somebody waits for an answer before he writes again, and before he gives up, in seconds.
PATIENCE, GIVES_UP = 8.0, 120.0
MENU, RENEWED = "It takes two minutes", "Renewed until"


@dataclass
class Traffic:
    sandbox: Sandbox
    clock: Clock
    paid: Counter[int] = field(default_factory=Counter)
    """How often each was told by Telegram that his payment went through."""
    slowest: float = 0.0
    """The longest time from what somebody wrote to its answer, in seconds."""
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    # -- Subscribers, who do nothing: their plans renew

    async def subscribe(self, db: Connection) -> None:
        """Buys a plan for each, with money for another period, announced and about to be due."""
        shop = Tap(db, db)
        for who in SUBSCRIBERS:
            await self.sandbox.person(who).write("/start")
        for who in SUBSCRIBERS:
            await self.sandbox.person(who).sees(MENU, within=60)
            for number in range(2):
                await shop.pay(who, f"seed-{who}-{number}")
            bought = await shop.buy(who, await shop.order(who))
            assert bought["outcome"] == "fulfilled"

    async def announce(self, db: Connection) -> None:
        """Up to the moment before the charge: what is to be charged is announced and told."""
        await self.settled(db)  # what is delivered days later would be given back
        ends_at = await db.fetchval("select max(ends_at) from billing.subscriptions")
        self.clock.advance("27 days")
        await db.execute("select jobs.renew_due(1000)")
        due = await db.fetchval("select min(renew_at) from billing.subscriptions")
        assert due < ends_at
        await self.settled(db)

    async def are_due(self, db: Connection) -> None:
        due = await db.fetchval("select max(renew_at) from billing.subscriptions")
        self.clock.set(due)

    # -- Customers, who tap and pay

    def begin(self, rounds: int) -> None:
        self._tasks = [asyncio.create_task(self._live(who, rounds)) for who in CUSTOMERS]

    async def end(self) -> None:
        await asyncio.gather(*self._tasks)

    async def reached(self, paid: int) -> None:
        """Returns when so many payments went through; raises what ended a customer."""

        async def enough() -> bool:
            for task in self._tasks:
                if task.done():
                    task.result()
            return self.paid.total() >= paid

        await eventually(enough, within=GIVES_UP, every=0.1)

    async def is_answered(self, who: int) -> None:
        await self._ask(self.sandbox.person(who), "/start", MENU)

    async def _live(self, who: int, rounds: int) -> None:
        person = self.sandbox.person(who)
        await self._ask(person, "/start", MENU)
        for _ in range(rounds):
            await self._ask(person, "/help", "How Tickover")
            await self._top_up(person)

    async def _ask(self, person: Person, text: str, seen: str) -> None:
        """Writes again when no answer comes."""
        began = time.monotonic()
        while time.monotonic() < began + GIVES_UP:
            before = await person.from_bot()
            await person.write(text)
            try:
                await person.sees(seen, PATIENCE, beside=before)
            except AssertionError:
                continue
            self.slowest = max(self.slowest, time.monotonic() - began)
            return
        raise AssertionError(f"{person.id} never saw {seen}")

    async def _top_up(self, person: Person) -> None:
        """Goes to an invoice and pays it, until Telegram says that it is paid."""
        until = time.monotonic() + GIVES_UP
        while time.monotonic() < until:
            known = await person.invoices()
            await self._ask(person, "/start", MENU)
            try:
                await person.goes("Balance", "Plans and renewals", "Top up", "How much")
                await person.tap("250 ₽")
                new = await eventually(partial(self._new_invoice, person, known), every=0.1)
            except AssertionError:
                continue
            if new and (await person.pay_by(new))["paid"]:
                self.paid[person.id] += 1
                return
        raise AssertionError(f"{person.id} could not pay")

    async def _new_invoice(self, person: Person, known: list[Json]) -> Json | None:
        return next((one for one in await person.invoices() if one not in known), None)

    # -- Afterwards

    async def settled(self, db: Connection, within: float = 120) -> None:
        """Telegram has delivered everything, and nothing waits in a queue."""

        async def quiet() -> bool:
            if await self.sandbox.has_updates():
                return False
            return not await db.fetchval("select exists (select from outbox.messages)")

        try:
            await eventually(quiet, within, every=0.5)
        except AssertionError:
            left = await db.fetch("select * from ops.lanes")
            raise AssertionError(f"left over: {[dict(row) for row in left]}") from None

    async def nothing_is_lost_or_doubled(self, db: Connection) -> None:
        await self.settled(db)
        assert await self._booked(db) == self.paid
        renewals = await db.fetch("""
            select i.telegram_id, count(*) from billing.periods as p
            join billing.subscriptions as s on s.id = p.subscription_id
            join app.telegram_identities as i on i.user_id = s.user_id
            where p.number = 2 group by 1
        """)
        assert Counter(dict(map(tuple, renewals))) == Counter(SUBSCRIBERS)
        charged = await db.fetchval(
            "select sum(a.balance) from ledger.accounts as a"
            " join app.telegram_identities as i on i.user_id = a.user_id"
            " where i.telegram_id = any ($1)",
            list(SUBSCRIBERS),
        )
        kinds = await db.fetch("select kind, count(*) from ledger.transfers group by 1")
        assert charged == 0, f"left over: {charged}; {[tuple(row) for row in kinds]}"
        told = await self._told_of_renewal()
        assert told == Counter(SUBSCRIBERS), dict(told)
        await self._panel_is_as_desired(db)
        broken = await db.fetch("select name, detail from ops.invariants where not ok")
        assert broken == []

    async def no_update_is_handled_twice(self, db: Connection) -> None:
        """All that was stored is processed, and no process worked on what another one had."""
        attempts = (
            "select count(*), count(processed_at) from inbox.events where source like 'tele%'"
        )
        stored, processed = await db.fetchrow(attempts) or (0, 0)
        assert stored == processed > 0
        lost = "select sum((c.counters -> 'inbox' ->> 'lost')::integer) from ops.consumers as c"
        assert not await db.fetchval(lost)

    async def _booked(self, db: Connection) -> Counter[int]:
        """How many payments of Telegram each has in the books, which are also in the ledger."""
        rows = await db.fetch(
            """select i.telegram_id, count(*) as payments, sum(p.amount) as amount,
                 (select a.balance from ledger.accounts as a
                  where a.user_id = i.user_id and a.name = 'cash') as balance
               from billing.payments as p
               join app.telegram_identities as i on i.user_id = p.user_id
               where i.telegram_id = any ($1)
               group by i.telegram_id, i.user_id""",
            list(CUSTOMERS),
        )
        for row in rows:
            assert row["amount"] == row["balance"] == TOPUP * row["payments"]
        return Counter({row["telegram_id"]: row["payments"] for row in rows})

    async def _told_of_renewal(self) -> Counter[int]:
        told: Counter[int] = Counter()
        for who in SUBSCRIBERS:
            messages = await self.sandbox.person(who).from_bot()
            told[who] = sum(RENEWED in plain(message["text"] or "") for message in messages)
        return told

    async def _panel_is_as_desired(self, db: Connection) -> None:
        """One account for each access, until when it is desired."""
        desired = await db.fetch("""
            select a.key, d.expires_at from vpn.access as a
            join vpn.desired as d on d.subscription_id = a.subscription_id where d.present
        """)
        users = (await self.sandbox.http.get("/sandbox/panel/users")).json()
        enabled = [user["key"] for user in users if user["enabled"]]
        assert sorted(enabled) == sorted(row["key"] for row in desired)
