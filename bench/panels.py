"""`python -m bench.panels <port> ...`: emulated panels in one process, a port for each.

Besides what the panel answers, `POST /bench/seed` gives it users at once, `/bench/wipe` loses them
all, `/bench/down` and `/bench/up` close and open its connections, and `GET /bench/requests` counts
what it was asked. A panel writes one user at a time, as fast as one that keeps them in SQLite: so a
panel is the slow part, as it is on a machine of its own, and not our processors.
"""

import asyncio
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.processes import PANEL_KEY
from sandbox.change_feed import ChangeFeed
from sandbox.clock import Clock
from sandbox.fault_middleware import FaultMiddleware
from sandbox.faults import FaultInjector, Faults
from sandbox.journal import Journal
from sandbox.panels import xray_api
from sandbox.store import Store

# Marzban creates about 110 users a second.
WRITES_PER_SECOND = float(os.environ.get("BENCH_PANEL_RATE", "110"))


class Paced:
    """ASGI middleware that answers writes one after the other, at a panel's own rate."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._free_at = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(("/panel/add-", "/panel/update-")):
            now = time.monotonic()
            self._free_at = max(self._free_at, now) + 1 / WRITES_PER_SECOND
            await asyncio.sleep(self._free_at - now)
        await self._app(scope, receive, send)


class _Server(uvicorn.Server):
    """Several in one process: its signals are Python's own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def app() -> FastAPI:
    faults, journal = FaultInjector(), Journal()
    panel = xray_api.Panel({"bench": SecretStr(PANEL_KEY)}, Clock(None), faults, Store())
    made = FastAPI()
    made.include_router(xray_api.router(panel))
    made.add_middleware(Paced)
    made.add_middleware(FaultMiddleware, journal=journal, faults=faults, feed=ChangeFeed())

    @made.post("/bench/seed")
    async def seed(users: list[xray_api.AddUser]) -> None:
        for user in users:
            panel.put(user)

    @made.post("/bench/wipe")
    async def wipe() -> None:
        panel.restart()

    @made.post("/bench/down")
    async def down() -> None:
        faults.set(Faults.model_validate({"vpn": {"down": True}}))

    @made.post("/bench/up")
    async def up() -> None:
        faults.set(Faults())

    @made.get("/bench/requests")
    async def requests() -> int:
        return journal.opened

    return made


async def serve(ports: list[int]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for port in ports:
            # Without an explicit protocol, asyncio leaves Nagle on, which costs 40 ms per request.
            listening = socket.socket(proto=socket.IPPROTO_TCP)
            listening.bind(("127.0.0.1", port))
            config = uvicorn.Config(app(), log_level="warning", access_log=False)
            tasks.create_task(_Server(config).serve(sockets=[listening]))


if __name__ == "__main__":
    uvloop.run(serve([int(port) for port in sys.argv[1:]]))
