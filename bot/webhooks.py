"""Webhooks of payment providers: limited, verified, stored, and only then answered."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from starlette.requests import ClientDisconnect, Request

from bot.inbox import Event, InboxWriter
from gateways.payments.port import BadSignature, ProviderEvent, Webhook, WebhookRefused

log = structlog.get_logger("bot.webhooks")


class Refusal(Exception):
    """Why a request is refused: an HTTP status, a word for logs and metrics, and the seconds after
    which it may be repeated."""

    def __init__(self, status: int, reason: str, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after

    @property
    def headers(self) -> Mapping[str, str] | None:
        return None if self.retry_after is None else {"Retry-After": str(self.retry_after)}


async def read_body(request: Request, most: int) -> bytes:
    """Returns the body, or slightly more than the limit of it. A client that disconnects in the
    middle is a refusal like any other, so that strangers cannot fill the log with tracebacks."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                break
    except ClientDisconnect as error:
        raise Refusal(400, "incomplete") from error
    return bytes(body)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a provider's route, in each process: the largest body, requests per second and in a
    burst, concurrent requests, and the seconds within which a body must arrive."""

    most_bytes: int = 1 << 18
    rate: float = 20.0
    burst: int = 100
    at_once: int = 20
    body_within: float = 10.0


async def limited_body(request: Request, limits: Limits) -> bytes:
    # Any number of zeros may stand before it, and int() does not take a text of any length.
    declared = request.headers.get("content-length", "").lstrip("0")
    if len(declared) > 9 or (declared.isdecimal() and int(declared) > limits.most_bytes):
        raise Refusal(413, "too large")
    try:
        async with asyncio.timeout(limits.body_within):
            body = await read_body(request, limits.most_bytes)
    except TimeoutError as error:
        raise Refusal(408, "slow") from error
    if len(body) > limits.most_bytes:
        raise Refusal(413, "too large")
    return body


class RouteLimit:
    """A token bucket for requests, and a count of concurrent ones, so that a flood takes neither
    memory nor connections from other routes. It is checked before a body is read."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._tokens, self._at = float(limits.burst), clock()
        self._in_hand = 0

    @asynccontextmanager
    async def admitted(self) -> AsyncIterator[None]:
        if self._in_hand >= self._limits.at_once:
            raise Refusal(429, "busy", retry_after=1)
        if (wait := self._wait()) > 0:
            raise Refusal(429, "rate", retry_after=math.ceil(wait))
        self._in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1

    def _wait(self) -> float:
        """Spends a token, or returns the seconds until there is one."""
        now, limits = self._clock(), self._limits
        self._tokens = min(limits.burst, self._tokens + (now - self._at) * limits.rate)
        self._at = now
        if self._tokens < 1:
            return (1 - self._tokens) / limits.rate
        self._tokens -= 1
        return 0.0


@dataclass(frozen=True)
class Route:
    webhook: Webhook
    inbox: InboxWriter
    limits: Limits
    limit: RouteLimit


class WebhookReceiver:
    """`routes` are by provider, which is the name in the path and the source of its events."""

    def __init__(self, routes: Mapping[str, Route]) -> None:
        self._routes = routes

    async def receive(self, provider: str, request: Request) -> None:
        """Returns when the events are durable. Raises Refusal; a refused request is not stored,
        because anybody can send it."""
        route = self._routes.get(provider)
        if route is None:
            raise Refusal(404, "provider")
        async with route.limit.admitted():
            body = await limited_body(request, route.limits)
            told = _read(provider, route.webhook, request, body)
            kept = {n: request.headers[n] for n in route.webhook.headers if n in request.headers}
            for one in told:
                await durable(route.inbox.store(_event(provider, one, body, kept)))


def _read(
    provider: str, webhook: Webhook, request: Request, body: bytes
) -> Sequence[ProviderEvent]:
    """Returns the events of a body. An exception in our own code proves nothing about the body; the
    provider must send it again, to a bot that can read it."""
    try:
        return webhook.read_webhook(request.headers, body)
    except WebhookRefused as error:
        reason = "signature" if isinstance(error, BadSignature) else "unreadable"
        raise Refusal(error.status, reason) from error
    except Exception as error:
        log.exception("a webhook cannot be read", provider=provider)
        raise Refusal(503, "fault", retry_after=60) from error


def _event(provider: str, told: ProviderEvent, body: bytes, headers: Mapping[str, str]) -> Event:
    return Event(
        external_id=told.dedupe_key,
        kind=told.kind,
        lane=f"{provider}:{told.lane}",
        raw=body,
        verified=told.verified,
        headers=headers,
    )


async def durable(storing: Awaitable[object]) -> None:
    """If the database cannot store the event, the provider must send it again."""
    try:
        await storing
    except Exception as error:
        log.error("event not taken", error=type(error).__name__)
        raise Refusal(503, "unavailable", retry_after=1) from error
