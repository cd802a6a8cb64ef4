from collections.abc import AsyncIterator

import httpx
import pytest

from gateways import http


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with http.client() as client:
        yield client
