"""The shop in which people wander: taps, words, payments, time, faults, and operators, at random.

`wander` runs one seed. All that happened is in its story, in order.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from structlog.testing import capture_logs

from sandbox import crypto_pay, heleket, stripe, yookassa
from sandbox.journal import Entry
from sandbox.payment_options import PaymentOptions
from sandbox.telegram import user_actions as telegram
from simulation.cron import SELDOM, Cron
from simulation.database import DatabaseUrls
from simulation.hostile import faults, growth
from simulation.hostile.faults import Scene
from simulation.hostile.people import DAY, HOUR, MINUTE
from simulation.hostile.stack import Stack, running_stack
from tests.wandering.wanderer import Button, Wanderer, links_in
from tests.wandering.witness import Witness

BEGIN = datetime(2028, 1, 20, 9, tzinfo=UTC)
OWNER = 2001
TICK = 8 * HOUR
REFUSED = (crypto_pay.Refused, yookassa.Refused, stripe.Refused, heleket.Refused)
LANGUAGES = ("en", "en", "ru", "ar", "de", "kk", "uz", "tg", "fa")
SET_UP = """
update app.settings as s set value = d.value::jsonb
from (values
  ('subscriptions_per_user', '3'),
  ('terms', '{"en": "One account, one person."}'), ('terms_version', '"1"'),
  ('game_days', '1'), ('referral_hold_days', '1')
) as d (name, value)
where s.name = d.name;
"""
# Faults that begin at a step and end some steps later: each by its part, so that one part has one.
WIRED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("vpn", {"down": True}),
    ("vpn", {"fail": 0.5}),
    ("vpn", {"lost_answer": 0.7}),
    ("telegram", {"hold_updates": True}),
    ("telegram", {"duplicate_update": True}),
    ("telegram", {"lost_answer": 0.3}),
    ("telegram", {"broken": 0.4}),
    ("yookassa", {"down": True}),
    ("stripe", {"hold_webhooks": True}),
    ("crypto", {"lost_answer": 0.5}),
    ("cron", {}),
    ("listener", {}),
    ("bot", {}),
)
# What somebody of the shop closes for a while, by mistake or not: each tap is answered.
OF_THE_SHOP = {name: changes for name, of, *_, changes in faults.KINDS if of == "shop"}
SCREENS = """
select i.telegram_id, i.screen_message_id, u.locale
from app.telegram_identities as i
join app.users as u on u.id = i.user_id
"""
BROKEN = """
select 'invariant ' || v.invariant || ': ' || v.subject from ops.violations as v
union all
select 'promise ' || b.promise || ': ' || b.subject from ops.broken_promises as b
union all
select format('dead letter %s of %s: %s %s %s', d.kind, d.subject, d.reason, d.error, d.hook_error)
from ops.dead_letters as d where d.reason <> 'unknown'
union all
select 'parked ' || p::text from jobs.parked as p
"""


@dataclass
class Walk:
    stack: Stack
    scene: Scene
    people: dict[int, Wanderer]
    witness: Witness
    chance: random.Random
    cron: Cron
    steps_left: dict[str, int] = field(default_factory=dict)
    """Of each fault that is on: after how many steps it ends."""
    story: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    stirred: int = 0
    """Steps since a fault was on: after one, what waited may still come."""

    @property
    def calm(self) -> bool:
        return not self._stirring and self.stirred > 4

    @property
    def _stirring(self) -> set[str]:
        return self.steps_left.keys() - OF_THE_SHOP.keys()

    def tell(self, what: str) -> None:
        self.story.append(f"{self.stack.now:%d %b %H:%M}  {what}")

    # -- What people do

    async def tap(self) -> None:
        person = self._somebody()
        if (button := person.choose()) is None:
            return await self.write("/start")
        lot = self.chance.random()
        if lot < 0.08:
            return await self._taps([(person, button), (person, button)])
        if lot < 0.16 and (other := self._somebody()) is not person and (its := other.choose()):
            return await self._taps([(person, button), (other, its), (person, button)])
        if lot < 0.2 and (second := person.choose()):
            return await self._taps([(person, button), (person, second)])
        await self._taps([(person, button)])

    async def _taps(self, taps: list[tuple[Wanderer, Button]]) -> None:
        """All before the first of them is answered."""
        queries, before = [], await self.witness.state()
        for person, button in taps:
            shown = f"{button.label!r} ({button.data}) of {button.shown_at:%d %b %H:%M}"
            self.tell(f"{person.id} taps {shown} on {button.message_id}")
            person.did(self.stack.now, button)
            tapped = telegram.tap_data(
                self.stack.emulators.telegram, person.id, button.message_id, button.data
            )
            queries.append((person, shown, tapped["callback_query_id"]))
        entries = await self.settle()
        if self.calm:
            data: dict[int, list[str]] = {}
            for person, button in taps:
                data.setdefault(person.id, []).append(button.data)
            await self.witness.compares(before, data, entries)
        for person, shown, query in queries:
            if self.calm and not person.blocks:
                self.witness.answered(person, shown, query, entries)

    async def write(self, words: str | None = None, person: Wanderer | None = None) -> None:
        person = person or self._somebody()
        said = words or person.words(self.links)
        self.tell(f"{person.id} writes {said!r}")
        person.written.append(said)
        before = await self.witness.state()
        profile = {"first_name": f"P{person.id}", "language_code": person.language}
        telegram.write(self.stack.emulators.telegram, person.id, said, profile)
        entries = await self.settle()
        if self.calm:
            self.witness.heard(person, repr(said), entries)
            await self.witness.compares(before, {}, entries)

    async def pay(self) -> None:
        person = self._somebody()
        if (page := person.page()) is None:
            return await self.tap()
        self.tell(f"{person.id} pays {page.data} of {page.shown_at:%d %b %H:%M}")
        person.did(self.stack.now, page)
        late = self.chance.random() < 0.5
        *_, provider, number = page.data.split("/")
        if number.startswith("$"):
            if self.stack.bot.is_up and not self._on("telegram"):
                tg = self.stack.emulators.telegram
                paid = await telegram.pay(tg, person.id, None, page.data)
                self.tell(f"  {paid}")
        else:
            account = getattr(self.stack.emulators, provider)
            try:
                key = int(number) if provider == "crypto" else number
                account.pay(key, PaymentOptions(late=late, repeat=self.chance.choice([1, 1, 2])))
            except REFUSED as refused:
                self.tell(f"  refused: {refused}")
        await self.settle()

    async def block(self) -> None:
        person = self._somebody()
        if person.id not in self.stack.emulators.telegram.chats.all:
            return
        person.blocks = not person.blocks
        self.tell(f"{person.id} {'blocks' if person.blocks else 'unblocks'} the bot")
        telegram.block(self.stack.emulators.telegram, person.id, blocked=person.blocks)
        await self.settle()

    def _somebody(self) -> Wanderer:
        """An owner mostly, where there is one."""
        if OWNER in self.people and self.chance.random() < 0.7:
            return self.people[OWNER]
        return self.chance.choice(list(self.people.values()))

    # -- What happens around them

    async def time(self, by: timedelta | None = None) -> None:
        spans = (MINUTE, 10 * MINUTE, 40 * MINUTE, 3 * HOUR, 10 * HOUR, DAY, 2 * DAY, 7 * DAY)
        weights = (3, 3, 3, 3, 3, 3, 2, 0.7)
        by = by or self.chance.choices(spans, weights)[0]
        end = self.stack.now + by
        self.tell(f"== {by} pass")
        while self.stack.now < end:
            due = await self.stack.due() or end
            moment = min(end, self.stack.now + TICK, max(due, self.stack.now) + MINUTE)
            await self.stack.move(moment)
            await self.stack.work(self.cron.due(self.stack.now))
            await self.settle()

    async def fault(self) -> None:
        choices = [*WIRED, *((name, {}) for name in OF_THE_SHOP if not self._on(*OF_THE_SHOP))]
        name, wired = self.chance.choice(choices)
        if name in self.steps_left:
            return
        self.tell(f"-- {name} begins {wired or ''}")
        self.steps_left[name] = self.chance.randrange(2, 9)
        if name in OF_THE_SHOP:
            await OF_THE_SHOP[name][0](self.scene)
        elif name == "cron":
            self.stack.cron_runs = False
        elif name in ("bot", "listener"):
            await getattr(self.stack, name).kill()
        else:
            self.scene.set_wire(name, **wired)

    async def mend(self, name: str) -> None:
        self.tell(f"-- {name} is well again")
        del self.steps_left[name]
        if name in OF_THE_SHOP:
            await OF_THE_SHOP[name][1](self.scene)
        elif name == "cron":
            self.stack.cron_runs = True
        elif name in ("bot", "listener"):
            await self.stack.start()
        else:
            self.scene.set_wire(name)
        await self.stack.move(self.stack.now + 5 * MINUTE)
        await self.settle()

    def _on(self, *names: str) -> bool:
        return bool(self.steps_left.keys() & {*names})

    async def operate(self) -> None:
        before = {id_: len(one.operated) for id_, one in self.people.items()}
        await faults.operate(self.scene)
        for id_, person in self.people.items():
            for _, what in person.operated[before[id_] :]:
                self.tell(f"-- operator: {what} for {id_}")
        await self.settle()

    async def credit(self, person: Wanderer) -> None:
        """So that he can buy something from the beginning."""
        credit = "select ops.credit(ops.find_user($1), $2, 'welcome')"
        amount = self.chance.choice([5000, 60000, 200000])
        await self.stack.connections["operator"].fetch(credit, person.id, amount)
        self.tell(f"-- operator: credits {person.id} with {amount}")

    # -- Each step

    async def step(self) -> None:
        acts: tuple[tuple[float, Callable[[], Awaitable[None]]], ...] = (
            (60, self.tap),
            (25 if OWNER in self.people else 9, self.write),
            (5, self.pay),
            (7, self.time),
            (2.5, self.fault),
            (2, self.operate),
            (0.4, self.block),
        )
        weights, choices = zip(*acts, strict=True)
        for name in [name for name, left in self.steps_left.items() if left <= 0]:
            await self.mend(name)
        (act,) = self.chance.choices(choices, weights)
        await act()
        self.steps_left = {name: left - 1 for name, left in self.steps_left.items()}
        self.stirred = 0 if self._stirring else self.stirred + 1

    async def settle(self) -> list[Entry]:
        """Waits until all is done, and looks at what came of it."""
        await self.stack.settle()
        self.stack.supervise()
        entries = self.stack.sent()
        screens = await self.stack.connections["admin"].fetch(SCREENS)
        for row in screens:
            if (person := self.people.get(row["telegram_id"])) is not None:
                person.locale = row["locale"]
                person.foreign |= row["locale"] != "en"
        for entry in entries:
            self._read(entry)
        chats = self.stack.emulators.telegram.chats.all
        for id_, person in self.people.items():
            if id_ in chats:
                person.look(chats[id_], self.stack.now)
                self.witness.sees(person)
        if self.calm:
            for row in screens:
                if row["telegram_id"] in self.people:
                    self.witness.finds_a_way(
                        self.people[row["telegram_id"]], row["screen_message_id"]
                    )
        await self.witness.counts()
        return entries

    def _read(self, entry: Entry) -> None:
        reader = self.people.get(entry.chat_id or 0)
        text = entry.params.get("text") or entry.params.get("caption")
        self.witness.reads(entry)
        if reader is None or not text:
            return
        if entry.status == 200:
            reader.hears(self.stack.now, str(text))
            known = links_in(f"{text} {entry.params.get('reply_markup')}")
            self.links += [link for link in known if link not in self.links]
            self.tell(
                f"    {reader.id} reads {' / '.join(reader.told[-1].text.splitlines())[:300]}"
            )

    # -- The end

    async def figures(self) -> str:
        """How much happened: of little that did nothing is proved."""
        rows = await self.stack.connections["admin"].fetch(
            "select t.kind, count(*) from ledger.transfers as t group by t.kind order by t.kind"
        )
        return ", ".join(f"{row['count']} {row['kind']}" for row in rows)

    async def rest(self) -> None:
        """Everything works again, and what waited is done."""
        for name in list(self.steps_left):
            await self.mend(name)
        for _ in range(3):
            await self.stack.move(self.stack.now + 20 * MINUTE)
            await self.time(HOUR)
        await self.witness.looks_at_the_panel()
        for row in await self.stack.connections["admin"].fetch(BROKEN):
            self.witness.found.append(row[0])


async def wander(
    database: DatabaseUrls, seed: int, *, steps: int, people: int = 3, owner: bool = False
) -> Walk:
    chance = random.Random(f"wander {seed}")
    everybody = {
        1000 + n: Wanderer(
            1000 + n,
            random.Random(f"{seed} person {n}"),
            language="en" if n < people else chance.choice(LANGUAGES),
        )
        for n in range(1, people + 1)
    }
    if owner:
        everybody[OWNER] = Wanderer(OWNER, random.Random(f"{seed} owner"), is_owner=True)
    with capture_logs() as logs:
        async with running_stack(database, BEGIN, pages=True) as stack:
            await stack.connections["admin"].execute(
                f"set role tickover_owner; {SET_UP}; reset role"
            )
            await growth.open_growth(stack)
            scene = Scene(stack, random.Random(f"{seed} operators"), dict(everybody))
            scene.set_wire("telegram")
            witness = Witness(stack, everybody, strict=not owner)
            walk = Walk(stack, scene, everybody, witness, chance, await _cron(stack))
            for person in everybody.values():
                await walk.write("/start", person)
                await walk.credit(person)
            if owner:
                made = "select ops.make_admin($1, 'owner')"
                await stack.connections["operator"].fetch(made, OWNER)
                await walk.write("/admin", everybody[OWNER])
            for _ in range(steps):
                await walk.step()
            await walk.rest()
            walk.tell(f"in all: {await walk.figures()}")
    witness.found += [f"log: {one.get('exc_info') or one}" for one in logs if one["event"] == "bug"]
    deaths = stack.bot.deaths + stack.listener.deaths
    witness.found += [f"a program died: {one!r}" for one in deaths]
    return walk


async def _cron(stack: Stack) -> Cron:
    rows = await stack.connections["admin"].fetch(
        "select name, schedule from jobs.jobs where enabled order by position, name"
    )
    known = {row["name"]: row["schedule"] for row in rows}
    return Cron({**known, **{name: at for name, at in SELDOM.items() if name in known}}, stack.now)
