"""Stands between a client and every emulator: the journal, and network faults."""

import asyncio
import re
import time
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.change_feed import ChangeFeed
from sandbox.faults import FaultInjector
from sandbox.journal import Entry, Journal

_TARGETS = {
    "/bot": "telegram",
    "/panel/": "vpn",
    "/remnawave/": "vpn",
    "/crypto/api/": "crypto",
    "/yookassa/": "yookassa",
    "/stripe/": "stripe",
    "/heleket/": "heleket",
}
_BAD_GATEWAY = (
    "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
)
_PROXY_PAGE = "<html><head><title>nginx</title></head><body>Welcome to nginx!</body></html>"
_SLOW_SECONDS = 15


class FaultMiddleware:
    """ASGI middleware around the emulators; other paths (the page, the control API) pass
    unchanged."""

    def __init__(
        self, app: ASGIApp, *, journal: Journal, faults: FaultInjector, feed: ChangeFeed
    ) -> None:
        self.app = app
        self.journal = journal
        self.faults = faults
        self.feed = feed
        self._used: set[object] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = _target(scope)
        if target is None:
            await self.app(scope, receive, send)
            return
        entry = self.journal.open(target, scope["path"].rpartition("/")[2])
        scope.setdefault("state", {})["entry"] = entry
        started = time.perf_counter()
        try:
            await self._pass(target, entry, scope, receive, send)
        finally:
            entry.ms = round((time.perf_counter() - started) * 1000, 1)
            self.feed.touch()

    async def _pass(
        self, target: str, entry: Entry, scope: Scope, receive: Receive, send: Send
    ) -> None:
        common = self.faults.common(target)
        if common.down == 503:
            entry.status, entry.outcome = 503, "down"
            await JSONResponse({"detail": "Service Unavailable"}, 503)(scope, receive, send)
            return
        if common.down == "silent":
            entry.outcome = "silent"
            await _gone(receive)
            return
        if common.down:
            entry.outcome = "down"
            await hang_up(scope, receive, send)
            return
        if self.faults.hits(target, common.fail):
            entry.status, entry.outcome = 502, "failed"
            await HTMLResponse(_BAD_GATEWAY, 502)(scope, receive, send)
            return
        if target == "vpn" and await self._in_front(entry, scope, receive, send):
            return
        await self._answer(target, entry, scope, receive, send)

    async def _in_front(self, entry: Entry, scope: Scope, receive: Receive, send: Send) -> bool:
        """Returns whether the call ended before the panel: at a proxy, or with its connection."""
        now = self.faults.now.vpn
        if now.stale and scope["client"] in self._used:
            entry.outcome = "stale"
            await hang_up(scope, receive, send)
            return True
        self._used = {*self._used, scope["client"]} if now.stale else set()
        if now.limited:
            status, page, headers = 429, _PROXY_PAGE, {"Retry-After": "7"}
        elif now.proxy:
            status, page = now.proxy, _PROXY_PAGE
            headers = {"Location": "/login"} if status == 301 else {}
        elif _matches(now.broken, scope):
            status, page, headers = 500, "Internal Server Error", {}
        else:
            return False
        entry.status, entry.outcome = status, "proxy"
        await HTMLResponse(page, status, headers)(scope, receive, send)
        return True

    async def _answer(
        self, target: str, entry: Entry, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Lets the emulator work; its answer may come late, or not at all."""
        common = self.faults.common(target)
        lost = self.faults.hits(target, common.lost_answer)
        lost = lost or (target == "vpn" and _matches(self.faults.now.vpn.lost, scope))
        delay = common.latency_ms / 1000
        if target == "vpn" and self.faults.now.vpn.slow:
            delay += _SLOW_SECONDS

        async def late(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
                if entry.outcome is None:
                    entry.outcome = "ok" if message["status"] < 300 else "refused"
                if delay:
                    await asyncio.sleep(delay)
            if not lost:
                await send(message)

        await self.app(scope, receive, late)
        if lost:
            entry.outcome = f"{entry.outcome}, answer lost"
            await hang_up(scope, receive, send)


def _target(scope: Scope) -> str | None:
    if scope["type"] != "http":
        return None
    for prefix, target in _TARGETS.items():
        if scope["path"].startswith(prefix):
            return target
    return None


def _matches(pattern: str | None, scope: Scope) -> bool:
    return pattern is not None and bool(re.search(pattern, f"{scope['method']} {scope['path']}"))


async def hang_up(scope: Scope, receive: Receive, send: Send) -> None:
    """Closes the connection without an answer.

    ASGI has no message for that: under uvicorn, `receive` is bound to an object with the transport.
    """
    transport: Any = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        await JSONResponse({"detail": "Service Unavailable"}, 503)(scope, receive, send)
        return
    transport.abort()
    await _gone(receive)


async def _gone(receive: Receive) -> None:
    """Waits until the client has given up."""
    while (await receive())["type"] != "http.disconnect":
        pass
