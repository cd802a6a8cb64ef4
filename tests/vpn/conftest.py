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
from tests.vpn.kits import KITS, Common, Kit, adapter
from tests.vpn.server import PanelServer, serving


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def panel_server() -> AsyncIterator[PanelServer]:
    async with serving() as panel_server:
        yield panel_server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with http.client() as client:
        yield client


@pytest.fixture
def common() -> Common:
    return Common()


@pytest.fixture(params=KITS)
def kit(request: pytest.FixtureRequest, common: Common, panel_server: PanelServer) -> Kit:
    """Of all panels, or of those that a test names."""
    kit = KITS[request.param](common)
    panel_server.show(kit, common)
    return kit


@pytest.fixture
def panel(kit: Kit, client: httpx.AsyncClient, panel_server: PanelServer) -> Panel:
    return adapter(kit, client, panel_server.url)
