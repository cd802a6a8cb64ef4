"""Random histories of people who bring others, see histories.py."""

from functools import partial
from typing import Any

import pytest
from hypothesis import seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.billing.histories import Histories
from tests.support.machines import BUDGET, RUNS, MakeDatabase


@pytest.mark.long
@pytest.mark.parametrize("start", range(2))
def test_random_lives_of_those_who_bring_others(make_database: MakeDatabase, start: int) -> None:
    factory: Any = partial(Histories, make_database)
    if not RUNS:
        factory = seed(start)(factory)
    run_state_machine_as_test(factory, settings=settings(BUDGET, max_examples=RUNS or 8))
