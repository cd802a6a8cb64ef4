"""What payment providers post: limited, proven, stored, and only then answered."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from starlette.requests import Request

from bot.inbox import Event, InboxWriter
from gateways.payments.webhook import (
    Forged,
    Identity,
    Limits,
    NotAnEvent,
    Webhook,
    WebhookRequest,
)

log = structlog.get_logger("bot.webhooks")


class Refusal(Exception):
    """Why a request is not taken: an HTTP status, a word for logs and metrics, and after how many
    seconds it may come again."""

    def __init__(self, status: int, reason: str, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after

    @property
    def headers(self) -> Mapping[str, str] | None:
        return None if self.retry_after is None else {"Retry-After": str(self.retry_after)}


async def read_body(request: Request, most: int) -> bytes:
    """The body, or a little more of it than may be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            break
    return bytes(body)


class RouteLimit:
    """A token bucket for requests, and a count of those in hand: a flood takes neither the memory
    nor the connections of other routes. It is asked before a body is read."""

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
        """Spends a token, or says in how many seconds there will be one."""
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
    limit: RouteLimit


class WebhookReceiver:
    """`routes`: by provider, as in the path and as the source of its events."""

    def __init__(self, routes: Mapping[str, Route]) -> None:
        self._routes = routes

    async def receive(self, provider: str, request: Request) -> None:
        """Returns when the event is durable. Raises Refusal; what is refused is not stored."""
        route = self._routes.get(provider)
        if route is None:
            raise Refusal(404, "provider")
        async with route.limit.admitted():
            asked = await self._read(request, route.webhook.limits)
            try:
                verified = route.webhook.authenticate(asked)
            except Exception as error:  # also a fault of ours: it proves nothing
                if not isinstance(error, Forged):
                    log.exception("a webhook cannot be proven", provider=provider)
                raise Refusal(401, "signature") from error
            await self._take(provider, route, asked, verified)

    async def _read(self, request: Request, limits: Limits) -> WebhookRequest:
        declared = request.headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > limits.most_bytes:
            raise Refusal(413, "too large")
        try:
            async with asyncio.timeout(limits.patience):
                body = await read_body(request, limits.most_bytes)
        except TimeoutError as error:
            raise Refusal(408, "slow") from error
        if len(body) > limits.most_bytes:
            raise Refusal(413, "too large")
        return WebhookRequest(dict(request.headers), body)

    async def _take(
        self, provider: str, route: Route, asked: WebhookRequest, verified: bool
    ) -> None:
        """What the provider itself has sent is never sent back: what is no event is kept for a
        person. Anybody can send what proves nothing, so that is not kept."""
        try:
            identity = route.webhook.identify(asked)
        except NotAnEvent as error:
            if not verified:
                raise Refusal(400, "no event") from error
            log.error("not an event", provider=provider, bytes=len(asked.body))
            await _durable(route.inbox.refuse("no event", asked.body))
        else:
            await _durable(route.inbox.store(_event(provider, asked, verified, identity)))


def _event(provider: str, asked: WebhookRequest, verified: bool, identity: Identity) -> Event:
    return Event(
        external_id=identity.external_id,
        kind=identity.kind,
        lane=f"{provider}:{identity.lane}",
        raw=asked.body,
        verified=verified,
        headers=identity.headers,
    )


async def _durable(storing: Awaitable[None]) -> None:
    """Whatever keeps the database from it, the provider is to send it again."""
    try:
        await storing
    except Exception as error:
        log.error("event not taken", error=type(error).__name__)
        raise Refusal(503, "unavailable", retry_after=1) from error
