"""Delivery of updates by webhook: in order per lane, several lanes at a time, until accepted.

An update that is not answered with 2xx is repeated at once, then after 2, 4, 8 s and so on;
Retry-After is honoured.
"""

import asyncio
import re
import time
from dataclasses import dataclass, field

import httpx

from sandbox.change_feed import ChangeFeed
from sandbox.faults import FaultInjector
from sandbox.store import Json
from sandbox.telegram.errors import bad_request
from sandbox.telegram.updates import Update, Updates

_ANSWER_TIMEOUT = 60.0
_TYPE = "Content-Type"
_SECRET = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class Target:
    """The address from setWebhook; an empty address means nowhere."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    elsewhere: bool = False
    """Belongs to another program, which takes all updates."""

    def check(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", self.secret_token):
            raise bad_request("secret token contains unallowed characters")
        if not 1 <= self.max_connections <= 100:
            raise bad_request("max_connections must be between 1 and 100")
        # Telegram requires https; a bot at a bare address, as on this machine, is the exception.
        if not re.match(r"https://|http://(localhost|[\d.]+|\[[\da-f:]+\])[:/]", self.url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


@dataclass
class Webhook:
    """Delivers the queue to the target. One worker per lane, as long as the lane has updates."""

    updates: Updates
    client: httpx.AsyncClient
    faults: FaultInjector
    feed: ChangeFeed
    backoff_cap: float
    target: Target = field(default_factory=Target)
    _workers: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _waiting: set[str] = field(default_factory=set)
    _last_error: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.target.max_connections)

    def point_to(self, target: Target) -> None:
        self.target = target
        self._slots = asyncio.Semaphore(target.max_connections)
        self._last_error = {}
        self.updates.wake()
        self.start()

    def start(self) -> None:
        """Makes sure that every lane with updates has a worker."""
        if self.target.url:
            for lane in self.updates.lanes:
                if lane not in self._workers:
                    self._workers[lane] = asyncio.create_task(self._work(lane))

    @property
    def is_busy(self) -> bool:
        """Whether a delivery is in progress, not merely waiting to be retried."""
        return bool(self._workers.keys() - self._waiting)

    def info(self) -> Json:
        shown: Json = {
            "url": self.target.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.waiting()),
            "max_connections": self.target.max_connections,
        }
        if self.updates.allowed:
            shown["allowed_updates"] = self.updates.allowed
        return shown | self._last_error

    async def _work(self, lane: str) -> None:
        """Delivers one update at a time; the next only after the previous one was accepted."""
        failures = 0
        try:
            while (queue := self.updates.lanes.get(lane)) and self.target.url:
                update = queue[0]
                if update.too_old:
                    self.updates.done(update)
                elif self.faults.now.telegram.hold_updates:
                    await self.updates.changed(None)
                elif (pause := await self._deliver(update, failures)) is None:
                    failures = 0
                    self.updates.done(update)
                    self.feed.touch()
                else:
                    failures += 1
                    self._waiting.add(lane)
                    await self._sleep(pause)
                    self._waiting.discard(lane)
        finally:
            self._waiting.discard(lane)
            del self._workers[lane]

    async def _deliver(self, update: Update, failures: int) -> float | None:
        """Returns None when the bot accepted it, else the pause before the next attempt."""
        target = self.target
        if target.elsewhere:
            return None
        headers = {_TYPE: "application/json"}
        headers |= {_SECRET: target.secret_token} if target.secret_token else {}
        backoff = 0.0 if failures == 0 else min(2.0**failures, self.backoff_cap)
        for _ in range(2 if self.faults.now.telegram.duplicate_update else 1):
            try:
                async with self._slots:
                    answer = await self.client.post(
                        target.url, content=update.sent, headers=headers, timeout=_ANSWER_TIMEOUT
                    )
            except httpx.HTTPError as error:
                self._remember(_in_words(error))
                return backoff
            if not answer.is_success:
                said = f"{answer.status_code} {answer.reason_phrase}".strip()
                self._remember(f"Wrong response from the webhook: {said}")
                asked = answer.headers.get("retry-after", "")
                return float(asked) if asked.isdigit() else backoff
        return None

    async def _sleep(self, seconds: float) -> None:
        """Waits, but no longer than until another webhook is set."""
        target = self.target
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and self.target is target:
            await self.updates.changed(left)

    def _remember(self, error: str) -> None:
        self._last_error = {"last_error_date": int(time.time()), "last_error_message": error}

    async def close(self) -> None:
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


def _in_words(error: httpx.HTTPError) -> str:
    """The text of getWebhookInfo for a delivery that reached nobody."""
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "SSL error {error:0A000086:SSL routines::certificate verify failed}"
    if "SSL" in str(error):
        return "SSL error {error:0A00010B:SSL routines::wrong version number}"
    if isinstance(error, httpx.ConnectTimeout):
        return "Connection timed out"
    if isinstance(error, httpx.TimeoutException):
        return "Read timeout expired"
    if isinstance(error, httpx.ConnectError):
        return "Connection refused"
    return "Connection reset by peer"
