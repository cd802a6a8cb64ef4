"""The page in the test's event loop, and Ann's address."""

from collections.abc import AsyncIterator

import pytest

from tests.support import Connection, Database
from tests.support.web import Page, open_page, subscribe


@pytest.fixture
async def page(database: Database, db: Connection) -> AsyncIterator[Page]:
    async with open_page(database, db) as it:
        yield it


@pytest.fixture
async def token(page: Page) -> str:
    """The token of Ann, who has a trial and a link."""
    return await subscribe(page.db)
