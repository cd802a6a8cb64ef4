"""Fixtures: the emulator of a panel behind HTTP, and the adapter that talks to it.

A file that uses them runs in one event loop, which is its mark:
`pytest.mark.asyncio(loop_scope="module")`.
"""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from gateways import http
from gateways.vpn.port import Panel
from tests.vpn.kits import KITS, Kit, World, adapter
from tests.vpn.server import Stage, staging


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with staging() as stage:
        yield stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with http.client() as client:
        yield client


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(params=KITS)
def kit(request: pytest.FixtureRequest, world: World, stage: Stage) -> Kit:
    """Of all panels, or of those that a test names."""
    kit = KITS[request.param](world)
    stage.show(kit, world)
    return kit


@pytest.fixture
def panel(kit: Kit, client: httpx.AsyncClient, stage: Stage) -> Panel:
    return adapter(kit, client, stage.url)
