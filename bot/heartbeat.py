"""Tells an external watcher every minute that the shop works, so that somebody is alarmed when the
machine is gone.

HEARTBEAT_URL is an address of a service such as healthchecks.io. The service alarms when the
address was not called for a while, and at once when `/fail` is called below it. A push address of
Uptime Kuma has parameters instead. The address is a secret: errors name neither the address nor the
answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx
import structlog
from pydantic import SecretStr

from bot.readiness import Health
from consumer.session import wait

log = structlog.get_logger(__name__)

INTERVAL = 60.0
# The time limit of a call, in seconds.
TIMEOUT = 10.0
# A failure is told after this number of failed looks in a row: a process that starts is seen by the
# others after some seconds.
LOOKS_IN_A_ROW = 2
_KUMA = "/api/push/"


class Heartbeat:
    def __init__(
        self, http: httpx.AsyncClient, url: SecretStr, look: Callable[[], Awaitable[Health]]
    ) -> None:
        self._http = http
        self._url = url
        self._look = look
        self._failed = 0
        self._delivered = True

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.beat()
            except Exception as error:
                log.warning("the heartbeat failed", error=type(error).__name__)
            await wait(stop, INTERVAL)

    async def beat(self) -> None:
        """Looks once, and calls the watcher."""
        health = await self._look()
        reasons = [check.name for check in (*health.process, *health.shop) if not check.ok]
        self._failed = self._failed + 1 if reasons else 0
        if not reasons or self._failed >= LOOKS_IN_A_ROW:
            await self._call(reasons)

    async def _call(self, reasons: Sequence[str]) -> None:
        url = self._url.get_secret_value()
        method = "GET" if _KUMA in urlsplit(url).path else "POST"
        content = ", ".join(reasons).encode() if method == "POST" else None
        problem = None
        try:
            async with (
                asyncio.timeout(TIMEOUT),
                self._http.stream(method, address(url, reasons), content=content) as answer,
            ):
                # Another address could be anybody's, and would learn the token.
                if not answer.is_success:
                    problem = f"answered {answer.status_code}"
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            problem = type(error).__name__
        if problem:
            log.warning("the heartbeat was not taken", problem=problem)
        elif not self._delivered:
            log.info("the heartbeat is taken again")
        self._delivered = problem is None


def address(url: str, reasons: Sequence[str]) -> str:
    """Returns where to call: the address itself if all is well, otherwise with /fail, or in Kuma's
    way."""
    parts = urlsplit(url)
    if _KUMA in parts.path:
        status = "down" if reasons else "up"
        told = {"status": status, "msg": ", ".join(reasons) or "OK"}
        return urlunsplit(parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **told})))
    if reasons:
        return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/fail"))
    return url
