"""Each test has its own sandbox, which sends its webhooks to a receiver."""

from collections.abc import AsyncIterator

import httpx
import pytest

from gateways import http
from tests.support import sandbox as sandboxes
from tests.support.sandbox import Receiver, Sandbox


@pytest.fixture
async def outside() -> AsyncIterator[Sandbox]:
    async with sandboxes.sandbox(sandbox_backoff_cap=0.01) as sandbox:
        yield sandbox


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with http.client() as client:
        yield client


@pytest.fixture
async def webhook(outside: Sandbox) -> AsyncIterator[Receiver]:
    async with sandboxes.receiver() as webhook:
        names = ("crypto", "yookassa", "stripe", "heleket")
        everywhere = dict.fromkeys(names, webhook.url)
        (await outside.http.put("/sandbox/webhooks", json=everywhere)).raise_for_status()
        yield webhook
