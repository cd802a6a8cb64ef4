"""An emulator over real HTTP on loopback: one server for all tests of a file, because starting one
is slow."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.change_feed import ChangeFeed
from sandbox.fault_middleware import FaultMiddleware
from sandbox.journal import Journal
from tests.vpn.kits import Common, Kit


class PanelServer:
    """Serves the emulator of the test that is running."""

    def __init__(self) -> None:
        self.url = ""
        self.journal = Journal()
        self._app: ASGIApp = FastAPI()

    def show(self, kit: Kit, common: Common) -> None:
        self.serve(kit.router(), common)

    def serve(self, router: APIRouter, common: Common) -> None:
        app = FastAPI()
        app.include_router(router)
        self.journal = Journal()
        self._app = FaultMiddleware(
            app, journal=self.journal, faults=common.faults, feed=ChangeFeed()
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


class _Guest(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving() -> AsyncIterator[PanelServer]:
    shown = PanelServer()
    config = uvicorn.Config(
        shown,
        log_level="warning",
        lifespan="off",
        # Else clients with different addresses in X-Forwarded-For would count as one.
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    # Without an explicit protocol, asyncio leaves Nagle on, which costs 40 ms per request.
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        shown.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = _Guest(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(0.01)
        try:
            yield shown
        finally:
            server.should_exit = True
            await task
