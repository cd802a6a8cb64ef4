"""The run: users come, time passes, faults begin and end, jobs run at their times."""

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sandbox.books import Charges, of_the_providers
from simulation.cron import EVER, SELDOM, Cron
from simulation.database import DatabaseUrls
from simulation.hostile import faults, growth
from simulation.hostile.faults import KINDS, OF_PROVIDERS, Fault, Kind, Scene
from simulation.hostile.people import DAY, HOUR, MINUTE, Life, Person, Phone, life, read_what_came
from simulation.hostile.stack import Stack, running_stack

BEGIN = datetime(2028, 1, 20, tzinfo=UTC)
TICK = 3 * HOUR
"""Jobs run at least so often, and those of each minute whenever something is due."""
CLOSE = 2 * HOUR
"""So long after a fault began, whatever waits is tried when it may be; later at half hours."""


@dataclass
class Year:
    seed: int
    stack: Stack
    scene: Scene
    faults: list[Fault]
    begin: datetime
    end: datetime
    people: dict[int, Person]
    grows: bool = False
    """Whether people bring others and are paid for it, enter codes, give gifts, and play."""
    statements: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    given_up: dict[int, list[str]] = field(default_factory=dict)
    """Of each chat: why taps or messages were tried no longer."""
    booked: Charges = field(default_factory=dict)
    """Payments of providers with an account of their own, as the shop has them."""
    charged: Charges = field(default_factory=dict)
    """The same, as the providers have them."""
    steps: int = 0


async def live(
    database: DatabaseUrls,
    *,
    seed: int,
    people: int = 12,
    days: int = 60,
    joining: float | None = None,
    tick: Callable[[], object] = lambda: None,
    kinds: Sequence[Kind] = KINDS,
    pages: bool = False,
    grows: bool = False,
    only: list[Fault] | None = None,
    change: str = "",
) -> Year:
    """Runs one seed from its begin to its end; the model judges the result.

    Users join within the first `joining` days, by default a third of all days, or half of them if
    they can be invited; `only` are faults in place of drawn ones, `change` is SQL for the shop
    before it opens; `grows`: see Year.
    """
    chance = random.Random(seed)
    everybody = {
        1000 + n: Person(1000 + n, random.Random(f"{seed} person {n}"))
        for n in range(1, people + 1)
    }
    lots = random.Random(f"{seed} faults")
    known = (*kinds, *OF_PROVIDERS) if pages else kinds
    drawn = faults.drawn(lots, BEGIN, days, known) if only is None else only
    async with running_stack(database, BEGIN, pages=pages) as stack:
        await stack.connections["admin"].execute(f"set role tickover_owner; {change}; reset role")
        if grows:
            await growth.open_growth(stack)
        scene = Scene(stack, random.Random(f"{seed} operators"), everybody, faults=drawn)
        scene.set_wire("telegram")
        year = Year(seed, stack, scene, drawn, BEGIN, BEGIN + days * DAY, everybody, grows)
        by_default = (0.5 if grows else 0.3) * days
        await _Run(year, chance).run(by_default if joining is None else joining, tick)
        await _fetch_statements(year)
        await _fetch_books(year)
        growth.note_transfers(stack, everybody)
    return year


class _Run:
    def __init__(self, year: Year, chance: random.Random) -> None:
        self._year, self._stack, self._chance = year, year.stack, chance
        self._numbers = count()
        self._schedule: list[tuple[datetime, int, Person, Life]] = []
        self._pending = [(f.begins, n, f, f.begin) for n, f in enumerate(year.faults)]
        self._pending += [(f.ends, n, f, f.end) for n, f in enumerate(year.faults)]
        self._pending.sort(key=lambda change: change[:2], reverse=True)

    async def run(self, joining: float, tick: Callable[[], object]) -> None:
        year, stack = self._year, self._stack
        for person in year.people.values():
            joins = year.begin + joining * DAY * person.chance.random()
            self._put(
                joins,
                person,
                life(Phone(stack, person, year.people, growth.visit if year.grows else None)),
            )
        cron = await self._cron()
        next_tick, next_day = stack.now + TICK, stack.now + DAY
        while stack.now < year.end:
            await stack.move(await self._next_moment(next_tick))
            year.steps += 1
            await self._faults()
            await self._visits()
            if stack.now >= next_tick:
                next_tick = stack.now + TICK
            await stack.work(cron.due(stack.now))
            await stack.settle()
            stack.supervise()
            read_what_came(stack, year.people)
            self._record_access()
            if stack.now >= next_day:
                next_day += DAY
                await self._day()
                await stack.settle()
                read_what_came(stack, year.people)
                tick()

    async def _cron(self) -> Cron:
        now = self._stack.now
        rows = await self._stack.connections["admin"].fetch(
            "select name, schedule from jobs.jobs where enabled order by position, name"
        )
        known = {row["name"]: row["schedule"] for row in rows}
        often = {name: _often(name, at) for name, at in known.items()}
        return Cron({**often, **{name: at for name, at in SELDOM.items() if name in known}}, now)

    async def _next_moment(self, next_tick: datetime) -> datetime:
        """Returns the next full minute at which there is something to do."""
        stack = self._stack
        due = await stack.due() or EVER
        moments = [next_tick, due, self._year.end]
        if self._pending:
            moments.append(self._pending[-1][0])
        if self._schedule:
            moments.append(self._schedule[0][0])
        if (again := await stack.next_try()) is not None:
            fresh = any(f.begins <= stack.now < f.begins + CLOSE for f in self._year.faults)
            moments.append(max(again, stack.now + (MINUTE if fresh else 30 * MINUTE)))
        at = max(min(moments), stack.now + MINUTE - timedelta(microseconds=1))
        whole = at.replace(second=0, microsecond=0)
        return whole if whole >= at else whole + MINUTE

    async def _faults(self) -> None:
        while self._pending and self._pending[-1][0] <= self._stack.now:
            _, _, _, change = self._pending.pop()
            await change(self._year.scene)

    # -- People

    def _put(self, at: datetime, person: Person, life: Life) -> None:
        heapq.heappush(self._schedule, (at, next(self._numbers), person, life))

    async def _visits(self) -> None:
        while self._schedule and self._schedule[0][0] <= self._stack.now:
            _, _, person, life = heapq.heappop(self._schedule)
            back_in = await anext(life, None)
            if back_in is not None:
                self._put(self._stack.now + back_in, person, life)

    async def _day(self) -> None:
        await faults.rounds(self._year.scene)
        if self._year.grows:
            await growth.settle_withdrawals(self._year.scene)
        if self._chance.random() < 0.5:
            await faults.operate(self._year.scene)
        if self._stack.pages and self._chance.random() < 0.3:
            await faults.send_back(self._year.scene)

    def _record_access(self) -> None:
        now = self._stack.now
        open_ = {
            user["uuid"]
            for user in self._stack.emulators.panel.show()
            if user["expires_at"] is None or datetime.fromisoformat(user["expires_at"]) > now
        }
        for person in self._year.people.values():
            if person.uuid is not None:
                person.access.append((now, person.uuid in open_))


def _often(name: str, schedule: str) -> str:
    """A job that only looks, for operators, runs each hour: it changes nothing for users."""
    if name.startswith(("watch_", "check_", "refresh_")) and not schedule.split()[0].isdigit():
        return "40 * * * *"
    return schedule


async def _fetch_statements(year: Year) -> None:
    """The content of the History screen, line by line; and what is missing from it, because nobody
    tried to answer any more."""
    admin = year.stack.connections["admin"]
    for id_ in year.people:
        rows = await admin.fetch(
            """select s.* from app.telegram_identities as i, billing.statement(i.user_id) as s
               where i.telegram_id = $1 order by s.line_id""",
            id_,
        )
        year.statements[id_] = [dict(row) for row in rows]
        letters = await admin.fetch(
            """select d.error from outbox.dead_letters as d
               where d.topic = 'inbox' and d.lane = $1 and d.reason = 'attempts' order by d.id""",
            str(id_),
        )
        year.given_up[id_] = [row["error"] for row in letters]


async def _fetch_books(year: Year) -> None:
    """What was booked, by the provider's id, beside what the providers have."""
    rows = await year.stack.connections["admin"].fetch(
        """select p.provider, p.external_id, coalesce(p.gross, p.amount) as amount,
             coalesce(p.gross_currency, p.currency)::text as currency
           from billing.payments as p"""
    )
    year.booked = {
        (row["provider"], row["external_id"]): (row["amount"], row["currency"]) for row in rows
    }
    year.charged = of_the_providers(year.stack.emulators)
