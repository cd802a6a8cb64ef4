"""Hostile years in short: every promise is kept, and would be broken without what keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from simulation.hostile.faults import KINDS, Fault, Scene, nothing
from simulation.hostile.model import judged, story
from simulation.hostile.people import DAY, HOUR
from simulation.hostile.run import BEGIN, Year, live
from tests.support import REPOSITORY, Database

SEEDS = (1,)


def fault(name: str, day: float, hours: float) -> Fault:
    _, of, _, _, _, (begin, end) = next(kind for kind in KINDS if kind[0] == name)
    begins = BEGIN + day * DAY
    return Fault(name, of, begins, begins + hours * HOUR, begin, end)


def told(year: Year) -> str:
    """What to read when a promise is broken."""
    broken = judged(year)
    stories = [line for one in broken for line in ["", str(one), *story(year, one)]]
    return "\n".join([*map(str, year.faults), *stories])


@pytest.mark.first
@pytest.mark.parametrize("seed", SEEDS)
async def test_a_hostile_year_keeps_every_promise(database: Database, seed: int) -> None:
    year = await live(database, seed=seed, people=6, days=20)
    assert judged(year) == [], told(year)
    # It would prove nothing if nothing had happened.
    assert len(year.faults) > 4
    assert sum(len(person.payments) for person in year.people.values()) > 3


@pytest.mark.long
@pytest.mark.first
async def test_a_hostile_year_with_every_provider_keeps_every_promise(database: Database) -> None:
    year = await live(database, seed=1, people=6, days=20, pages=True, grows=True)
    assert judged(year) == [], told(year)
    assert sum(len(person.payments) for person in year.people.values()) > 3
    assert sum(len(person.paid) for person in year.people.values()) > 0


@dataclass(frozen=True)
class Case:
    """Of a seed that broke a promise once: the days and faults that it took."""

    seed: int
    days: int
    joining: float
    faults: Sequence[Fault]


CASES = {
    "what is bought while a trial waits for its panel": Case(
        12, 4, 7.2, [fault("panel down", 1, 22.9)]
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
async def test_what_broke_a_promise_once_keeps_it(database: Database, name: str) -> None:
    case = CASES[name]
    year = await live(
        database,
        seed=case.seed,
        people=6,
        days=case.days,
        joining=case.joining,
        only=list(case.faults),
    )
    assert judged(year) == [], told(year)


async def refund_all(scene: Scene) -> None:
    """An operator refunds what everybody paid last."""
    paid = await scene.stack.connections["admin"].fetch(
        """select s.user_id, i.telegram_id, max(p.number) as number
           from billing.paid_periods as p
           join billing.subscriptions as s on s.id = p.subscription_id
           join app.telegram_identities as i on i.user_id = s.user_id
           group by s.user_id, i.telegram_id"""
    )
    for row in paid:
        refund = "select ops.refund($1, $2, 'all of you')"
        await scene.stack.connections["operator"].fetch(refund, row["user_id"], row["number"])
        scene.people[row["telegram_id"]].operated.append((scene.stack.now, "refund"))


@dataclass(frozen=True)
class Mutant:
    """A function of the shop without a fix, what happens then, and the promise that breaks."""

    file: str
    changes: Sequence[tuple[str, str]]
    faults: Sequence[Fault]
    promise: str
    seed: int

    def written(self) -> str:
        functions = REPOSITORY / "sql" / "functions" / "billing"
        (file,) = functions.rglob(f"{self.file}.sql")
        text = file.read_text()
        for fixed, broken in self.changes:
            assert text.count(fixed) == 1, f"{self.file} has no {fixed!r} any more"
            text = text.replace(fixed, broken)
        return text


MUTANTS = {
    "an outage refunds before the period begins": Mutant(
        "undelivered_periods",
        [
            ("greatest(p.starts_at, p.created_at)", "p.created_at"),
            ("app.setting('delivery_hours_renewal')", "to_jsonb(1)"),
            ("app.setting('delivery_hours_new')", "to_jsonb(1)"),
        ],
        [fault("panel down", day, 40) for day in (3, 6, 9)],
        "delivered",
        5,
    ),
    "prices that are off for hours end renewals": Mutant(
        "_follow_up",
        [
            (
                "when p_outcome = 'unavailable' and p_now",
                "when p_outcome = 'unavailable' then null when p_outcome = 'none' and p_now",
            ),
        ],
        [fault("prices off", day, 12) for day in range(3, 12)],
        "kept",
        5,
    ),
    "a refund is renewed again": Mutant(
        "cancel_refunded",
        [("if p_subscription.status <> 'active'", "if true or p_subscription.status <> 'active'")],
        [
            Fault("refunds", "shop", BEGIN + d * DAY, BEGIN + d * DAY, refund_all, nothing)
            for d in (7, 9)
        ],
        "given back",
        2,
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("name", MUTANTS)
async def test_a_fix_that_is_taken_out_is_missed(database: Database, name: str) -> None:
    mutant = MUTANTS[name]
    year = await live(
        database,
        seed=mutant.seed,
        people=6,
        days=14,
        only=list(mutant.faults),
        change=mutant.written(),
    )
    assert mutant.promise in {broken.promise for broken in judged(year)}, told(year)
