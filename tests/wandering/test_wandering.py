"""People tap whatever was ever shown to them, at any time and in any order.

Each seed is a few weeks of a shop: taps on new and old buttons, twice or at once with others, words
in the middle of forms, links, late payments, faults, and what those of the shop do. `make test`
takes one seed, `make test-long` others. `WANDER_RUNS=50` takes so many, from `WANDER_FROM` on, of
`WANDER_STEPS` each; a failure tells the story, and what is wrong at its end.
"""

import os

import pytest

from tests.support import Database
from tests.wandering.walk import Walk, wander

RUNS, FROM = int(os.environ.get("WANDER_RUNS", "0")), int(os.environ.get("WANDER_FROM", "100"))
STEPS = int(os.environ.get("WANDER_STEPS", "80"))
SEEDS = (
    range(FROM, FROM + RUNS)
    if RUNS
    else (2, *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 3)))
)


def told(walk: Walk) -> str:
    return "\n".join(["", *walk.story, "", *(f"!! {one}" for one in walk.witness.found)])


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_people_tap_the_screens_say_what_then_happens(
    database: Database, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:  # with a page, as most shops have it
        monkeypatch.setenv("PAGE_URL", "https://vpn.example")
    walk = await wander(database, seed, steps=STEPS)
    assert walk.witness.found == [], told(walk)


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_an_owner_taps_is_answered(database: Database, seed: int) -> None:
    walk = await wander(database, seed, steps=STEPS // 2, people=1, owner=True)
    assert walk.witness.found == [], told(walk)
