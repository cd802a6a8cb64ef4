"""Two months of `make simulate`: fifty people, over the 29th of February and a change of clocks."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime

from simulation import calm
from tests.support import Database


async def test_two_months_of_the_simulated_year(database: Database) -> None:
    begin = datetime(2028, 2, 10, tzinfo=UTC)
    async with AsyncExitStack() as stack:
        shop = await calm.opened(stack, database, calm.STARS, begin, seed=1)
        await calm.simulate(shop, users=50, days=61, tick=lambda: None)
        assert await calm.verdict(shop) == []
        figures = await calm.summary(shop)
    # It would prove nothing if nothing had happened.
    for name in ("trials", "periods sold", "renewed by themselves", "expiries", "dunnings"):
        assert figures[name] != "0", name
    assert shop.dates_near_a_change
