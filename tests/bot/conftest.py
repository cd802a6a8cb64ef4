"""A bot in the test's event loop, an emulated Telegram, and Ann. Some files have their own."""

from collections.abc import AsyncIterator

import pytest

from tests.support import Connection, Database
from tests.support.bot import Person, Sandbox, Shop, open_shop, sandbox


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    """Telegram without its limits."""
    async with sandbox() as it:
        await it.faults(chat_rate=0, rate=0)
        yield it


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    async with open_shop(database, db, telegram) as it:
        yield it


@pytest.fixture
async def ann(shop: Shop) -> Person:
    """Ann is at the menu."""
    ann = shop.sandbox.person()
    await ann.arrive()
    await shop.settled()
    return ann
