"""Where requests come in: everything that answers over HTTP, with connections of its own.

In the bot's process it has its own thread with its own event loop, because Telegram waits only ten
seconds for the answer to a checkout. In one loop with the handlers, each step of a checkout, from
accepting the connection to calling Telegram, waited for a hundred others.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import asyncpg
import uvloop
from aiogram.methods import AnswerPreCheckoutQuery, Response
from fastapi import FastAPI

from bot.api import Api
from bot.app import create_app
from bot.checkout import CheckoutAnswerer
from bot.connections import database, telegram
from bot.inbox import InboxWriter
from bot.ingress import UpdateReceiver
from bot.limiter import Limiter
from bot.metrics import Metrics
from bot.panel_hints import PanelHints
from bot.payment_events import PaymentSource
from bot.readiness import LocalChecks, Probe
from bot.webhooks import Limits, Route, RouteLimit, WebhookReceiver
from http_server import Server, configuration
from migration.files import head
from settings import BotSettings
from texts import Catalog

Receive: TypeAlias = Callable[[bytes], Awaitable[None]]


@dataclass(frozen=True)
class Needs:
    """What the intake shares with the rest of the process. `clock` is monotonic."""

    settings: BotSettings
    catalog: Catalog
    metrics: Metrics
    sources: Mapping[str, PaymentSource]
    local: LocalChecks
    limits: Limits
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class IntakeParts:
    receiver: UpdateReceiver
    receive: Receive
    """The receiver's, to be called from the thread that has opened the intake."""
    app: FastAPI


# Opens the intake, in this event loop or another one.
Front: TypeAlias = Callable[[Needs], AbstractAsyncContextManager[IntakeParts]]


@asynccontextmanager
async def intake(needs: Needs) -> AsyncIterator[IntakeParts]:
    """Incoming events have their own connections, separate from the handlers'. So have checkouts,
    which also call Telegram over their own session, whatever else is stuck."""
    settings, metrics = needs.settings, needs.metrics
    dsn = settings.database_url.get_secret_value()
    payments_dsn = settings.payments_database_url.get_secret_value()
    _build_types()
    async with (
        database(dsn, connections=3) as checkout_pool,
        database(dsn, connections=2) as own_pool,
        database(payments_dsn, connections=2) as updates_pool,
        database(payments_dsn, connections=2) as events_pool,
        telegram(settings) as bot,
    ):
        checkout_api = Api(checkout_pool)
        bot.session.middleware(Limiter(checkout_api, needs.clock))
        receiver = UpdateReceiver(
            # Each bot numbers its updates independently, so they are kept apart by bot.
            InboxWriter(updates_pool, metrics, "inbox", f"telegram_{bot.id}"),
            CheckoutAnswerer(bot, checkout_api, needs.catalog),
        )
        payments = _webhooks(needs.sources, events_pool, metrics)
        panels = PanelHints(settings.panel_webhook_secrets, events_pool, needs.limits)
        probe = Probe(Api(own_pool), head(), needs.local)
        secret = settings.webhook_secret
        revealed = secret.get_secret_value() if secret else None
        app = create_app(receiver, payments, panels, probe, metrics, revealed)
        yield IntakeParts(receiver, receiver.receive, app)


def _build_types() -> None:
    """Builds the types in advance, so that the first checkout does not wait for them
    (bot/lazy_aiogram.py)."""
    AnswerPreCheckoutQuery(pre_checkout_query_id="", ok=True).model_dump()
    Response[bool].model_validate({"ok": True, "result": True})


def _webhooks(
    sources: Mapping[str, PaymentSource], pool: "asyncpg.Pool[asyncpg.Record]", metrics: Metrics
) -> WebhookReceiver:
    return WebhookReceiver(
        {
            name: Route(
                source.webhook,
                InboxWriter(pool, metrics, "payment_events", name),
                source.limits,
                RouteLimit(source.limits),
            )
            for name, source in sources.items()
        }
    )


class IntakeThread:
    """Serves the intake on a socket, in its own thread and event loop."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self._server: Server | None = None
        self._running: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def open(self, needs: Needs) -> AsyncIterator[IntakeParts]:
        opened: Future[IntakeParts] = Future()
        serving = asyncio.to_thread(uvloop.run, self._serve(needs, opened))
        self._running = asyncio.create_task(serving)
        opening = asyncio.wrap_future(opened)
        either: set[asyncio.Future[Any]] = {self._running, opening}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        try:
            if not opening.done():
                await self.ended()
            yield opening.result()
        finally:
            self.stop()
            await self.ended()

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()

    async def ended(self) -> None:
        """Returns when everything is answered. Raises what ended the thread."""
        assert self._running is not None
        await asyncio.wait({self._running})
        self._running.result()

    async def _serve(self, needs: Needs, opened: "Future[IntakeParts]") -> None:
        async with intake(needs) as made:
            self._server = Server(configuration(made.app))
            opened.set_result(replace(made, receive=from_elsewhere(made.receive)))
            await self._server.serve(sockets=[self._listening])


def from_elsewhere(receive: Receive) -> Receive:
    """Returns a function that other event loops can call: it runs `receive` in this one."""
    loop = asyncio.get_running_loop()

    async def taken(body: bytes) -> None:
        await receive(body)

    async def call(body: bytes) -> None:
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(taken(body), loop))

    return call
