"""A sandbox of the test's own, and a webhook that it may call. Some files have their own."""

from collections.abc import AsyncIterator

import pytest

from tests.support import sandbox as sandboxes
from tests.support.sandbox import Receiver, Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Ann has written to the bot."""
    async with sandboxes.sandbox() as sandbox:
        await sandbox.meet()
        yield sandbox


@pytest.fixture
async def webhook() -> AsyncIterator[Receiver]:
    async with sandboxes.receiver() as webhook:
        yield webhook
