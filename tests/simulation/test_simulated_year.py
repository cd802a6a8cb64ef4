"""Two months of `make simulate`: fifty people, over the 29th of February and a change of clocks."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest

from simulation.calm.person import HOUR
from simulation.calm.shop import STARS, opened
from simulation.calm.summary import summary, verdict
from simulation.calm.year import simulate
from tests.support import Database


@pytest.mark.long
@pytest.mark.first
async def test_two_months_of_the_simulated_year(database: Database) -> None:
    begin = datetime(2028, 2, 10, tzinfo=UTC)
    async with AsyncExitStack() as stack:
        shop = await opened(stack, database, STARS, begin, seed=1)
        await simulate(shop, users=50, days=61, tick=lambda: None, every=3 * HOUR)
        assert await verdict(shop) == []
        figures = await summary(shop)
    # It would prove nothing if nothing had happened.
    for name in ("trials", "periods sold", "renewed by themselves", "expiries", "dunnings"):
        assert figures[name] != "0", name
    assert shop.dates_near_a_change
