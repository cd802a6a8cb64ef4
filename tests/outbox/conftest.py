from collections.abc import AsyncIterator

import httpx
import pytest

from gateways import http
from tests.support import Connection, Database
from tests.support.outbox import Proof


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with http.client() as client:
        yield client


@pytest.fixture
async def proof(db: Connection, database: Database) -> Proof:
    return await Proof.prepared(db, database)
