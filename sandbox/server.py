"""Runs the sandbox: as its own process, or inside another one for tests."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn

from sandbox.app import create_app
from sandbox.emulators import Emulators
from sandbox.settings import SandboxSettings


class Server(uvicorn.Server):
    """uvicorn, but long polls and watching pages do not delay its stop."""

    def __init__(self, settings: SandboxSettings) -> None:
        app = create_app(settings)
        self.emulators: Emulators = app.state.emulators
        super().__init__(
            uvicorn.Config(
                app,
                host="127.0.0.1",
                port=settings.sandbox_port,
                log_level=settings.log_level.lower(),
                access_log=False,
                timeout_graceful_shutdown=3,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.emulators.let_go()
        await super().shutdown(sockets)


class _Guest(Server):
    """A server in another process leaves that process's signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(settings: SandboxSettings | None = None) -> AsyncIterator[str]:
    """Serves a separate sandbox on a free port, in this event loop; yields its base URL."""
    async with hosting(settings) as (url, _):
        yield url


@asynccontextmanager
async def hosting(settings: SandboxSettings | None = None) -> AsyncIterator[tuple[str, Emulators]]:
    """The same, but yields the emulators too, for a caller that needs no HTTP."""
    # Without an explicit protocol, asyncio leaves Nagle on, which costs 40 ms per request.
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        server = _Guest(settings or SandboxSettings.bare())
        task = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", server.emulators
        finally:
            server.should_exit = True
            await task
