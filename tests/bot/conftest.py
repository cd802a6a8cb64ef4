"""A bot in the test's event loop, an emulated Telegram, and Ann. Some files have their own."""

from collections.abc import AsyncIterator

import pytest

from tests.support import ANN, Connection, Database
from tests.support.bot import (
    NEWS,
    Json,
    Person,
    Sandbox,
    Shop,
    open_shop,
    put_channel,
    sandbox,
    set_up,
)

OLGA = ANN + 20


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


@pytest.fixture
async def olga(shop: Shop, telegram: Sandbox) -> Person:
    """Olga is the owner."""
    olga = telegram.person(OLGA)
    await olga.arrive()
    await shop.settled()
    await make_admin(shop, OLGA, "owner")
    return olga


@pytest.fixture
async def news(shop: Shop) -> Json:
    """A channel that has to be joined; the bot is an administrator there."""
    channel = {"id": NEWS, "url": "https://t.me/news", "title": "News"}
    await set_up(shop, required_channels=[channel])
    await put_channel(shop, has_bot=True)
    return channel


async def make_admin(shop: Shop, telegram_id: int, role: str) -> None:
    made = await shop.db.fetchval("select ops.make_admin($1, $2)", telegram_id, role)
    assert made == "made"
