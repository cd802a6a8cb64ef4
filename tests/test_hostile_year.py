"""Hostile years in short: every promise is kept, and would be broken without what keeps it."""

import pytest

from simulation.faults import KINDS
from simulation.model import judged, story
from simulation.year import Year, live
from tests.support import Database

SEEDS = (1,)
CASES: tuple[int, ...] = ()
"""Seeds that once broke a promise."""


async def short_year(database: Database, seed: int, **changes: object) -> Year:
    return await live(database, seed=seed, people=6, days=24, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [*SEEDS, *CASES])
async def test_a_hostile_year_keeps_every_promise(database: Database, seed: int) -> None:
    year = await short_year(database, seed, kinds=KINDS)
    broken = judged(year)
    assert [str(one) for one in broken] == [], "\n".join(
        line for one in broken for line in ["", str(one), *story(year, one)]
    )
    # It would prove nothing if nothing had happened.
    assert year.faults
    assert sum(len(person.payments) for person in year.people.values()) > 3
