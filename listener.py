"""Takes messages from the outbox to gateways, and does nothing else.

SQL decides what to send, in which order, how often, and when to give up. Any number of listeners
can run. One that is killed loses nothing: its messages are claimed again when its lease ends.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import structlog
import uvloop
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    start_http_server,
)
from pydantic import SecretStr

import error_reports
import logs
from consumer import Consumer, Handler, Message, Observer
from consumer.session import Session
from figures import UNKNOWN, Figure, Figures, figures
from gateways import http
from gateways.clock import OutsideClock
from gateways.errors import Denied
from gateways.exports import ExportGateway, Slices
from gateways.payments.gateway import PaymentGateway
from gateways.payments.stars import Stars
from gateways.requisites import Opener
from gateways.telegram import TelegramGateway
from gateways.vpn import PanelKeys, VpnGateway
from providers import providers
from settings import SENTRY, TELEGRAM, ListenerSettings, TelegramSettings
from startup import AtSignal, StartRefused, at_signal, check_database, refuse_movable_clock
from texts import Catalog
from texts.refresh import keep_current
from watchdog import Watchdog

# The kind of message that brings a file which an admin asked for.
EXPORT = "app.export"
# In seconds. A database that is away longer is waited for beside everything else.
DECLARED_WITHIN = 5.0
# In seconds; Prometheus waits for ten.
DATABASE_TIMEOUT = 5
# In seconds.
BOT_SEEN_EVERY = 20.0

log = structlog.get_logger("listener")


@asynccontextmanager
async def gateways(
    settings: ListenerSettings, chats: TelegramGateway
) -> AsyncIterator[Mapping[str, Handler]]:
    """Yields the handler of each topic. Each topic has its own client, and so has each panel, so
    that a dead one cannot starve the others."""
    clients = http.Clients(
        lambda destination: http.client(
            settings.proxy_for(destination), settings.certificate_for(destination)
        )
    )
    slices = Session(settings.database_url.get_secret_value(), "exports", asyncio.Event())
    exports = ExportGateway(chats, one_by_one(slices))
    panels = VpnGateway(clients, PanelKeys(settings.panel_keys, settings.panel_keys_file))
    async with providers(settings, chats.bot) as known:
        payments = PaymentGateway(known, Catalog.load())
        declaring = asyncio.create_task(declare(settings, payments.can()))
        await asyncio.wait({declaring}, timeout=DECLARED_WITHIN)
        if declaring.done():
            declaring.result()
        try:
            yield {
                "telegram": to_chats(chats, exports),
                "vpn": by_kind(panels.serve),
                "payment": paid_by(payments),
            }
        finally:
            declaring.cancel()
            slices.close()
            await clients.close()


async def declare(settings: ListenerSettings, can: Mapping[str, Sequence[str]]) -> None:
    """Tells the database which ways to pay and to be paid can be offered, because the database has
    no keys. Repeats it until the database accepts it."""
    session = Session(settings.database_url.get_secret_value(), "providers", asyncio.Event())
    keys = Opener(settings.private_keys).key_ids
    try:
        await session.call("select outbox.declare_providers($1)", json.dumps(can))
        await session.call("select outbox.declare_requisites_keys($1)", keys)
    finally:
        session.close()


async def keep_texts(dsn: str) -> None:
    """Keeps the shop's own texts up to date, with which notices are written."""
    session = Session(dsn, "texts", asyncio.Event())

    async def ask(version: int | None, failed: str | None) -> str | None:
        found: str | None = await session.call(
            "select outbox.shop_texts($1, $2)", version, failed, until=time.monotonic()
        )
        return found

    try:
        await keep_current(Catalog.load(), ask)
    finally:
        session.close()


@asynccontextmanager
async def telegram(settings: TelegramSettings) -> AsyncIterator[TelegramGateway]:
    opener = Opener(settings.private_keys if isinstance(settings, ListenerSettings) else ())
    api, token = settings.telegram_api, settings.bot_token
    async with http.client(settings.proxy_for(TELEGRAM)) as client:
        yield TelegramGateway(client, api, token, Catalog.load(), opener)


def by_kind(
    serve: Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]],
) -> Handler:
    async def handle(message: Message) -> dict[str, Any]:
        return await serve(message.kind, message.payload)

    return handle


def one_by_one(session: Session) -> Slices:
    """Makes the calls one after the other, because a connection can make one at a time. A call that
    takes too long is tried again later."""
    turn = asyncio.Lock()

    async def slice_of(export: int, number: int) -> str | None:
        async with turn:
            found: str | None = await session.call(
                "select outbox.export_slice($1, $2)",
                export,
                number,
                until=time.monotonic() + DECLARED_WITHIN,
            )
            return found

    return slice_of


def to_chats(chats: TelegramGateway, exports: ExportGateway) -> Handler:
    async def handle(message: Message) -> dict[str, Any]:
        if message.kind == EXPORT:
            return await exports.serve(message.payload)
        return await chats.serve(message.kind, message.payload)

    return handle


def paid_by(payments: PaymentGateway) -> Handler:
    async def handle(message: Message) -> dict[str, Any]:
        return await payments.serve(message.kind, message.payload, again=message.attempt > 1)

    return handle


class OwnBot:
    """Whether this program has the token of the shop's bot, the one that takes updates. To another
    bot everybody seems to have blocked the shop, and each payment in Stars to be gone."""

    def __init__(self, token: SecretStr) -> None:
        self._number = token.get_secret_value().partition(":")[0]
        self._shops: str | None = None
        self._asked = asyncio.Event()

    async def keep_current(self, dsn: str) -> None:
        """The bot may be replaced while this program runs."""
        session = Session(dsn, "listener", asyncio.Event())
        try:
            while True:
                try:
                    shops = await session.call("select outbox.shop_bot()", until=time.monotonic())
                    self._shops = None if shops is None else str(shops)
                    self._asked.set()
                except Exception as error:
                    log.warning("the shop's bot is unknown", error=type(error).__name__)
                await asyncio.sleep(BOT_SEEN_EVERY)
        finally:
            session.close()

    def guard(self, handler: Handler) -> Handler:
        async def handle(message: Message) -> dict[str, Any] | None:
            if message.topic == "telegram" or message.destination == Stars.code:
                await self._asked.wait()
                if self._shops not in (None, self._number):
                    raise Denied(f"BOT_TOKEN is of bot {self._number}, the shop's is {self._shops}")
            return await handler(message)

        return handle


class Metrics:
    """The metrics for Prometheus, if METRICS_PORT is set."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        settled = Counter(
            "tickover_outbox_settled",
            "Messages of the outbox that were settled, by destination, kind and outcome.",
            ["topic", "destination", "kind", "outcome"],
            registry=registry,
        )
        seconds = Histogram(
            "tickover_gateway_seconds",
            "Duration of the gateway's call, by destination.",
            ["topic", "destination"],
            registry=registry,
        )
        self._database: Callable[[], Iterable[Figure]] = tuple
        self._session: Session | None = None
        registry.register(Figures(lambda: self._database()))
        # Looking up the labels costs more than counting.
        self._settled = cache(settled.labels)
        self._seconds = cache(seconds.labels)

    def ask(self, dsn: str) -> None:
        """Shows the database's figures from now on. A scrape comes in a thread of its own and waits
        there for the answer."""
        session, loop = Session(dsn, "metrics", asyncio.Event()), asyncio.get_running_loop()
        self._session = session
        one_at_a_time = asyncio.Lock()

        async def ask() -> list[Figure]:
            async with asyncio.timeout(DATABASE_TIMEOUT), one_at_a_time:
                return figures(await session.call("select jsonb_agg(m) from outbox.metrics() as m"))

        def database() -> Iterable[Figure]:
            try:
                return asyncio.run_coroutine_threadsafe(ask(), loop).result(DATABASE_TIMEOUT + 1)
            except Exception as error:
                log.warning("figures are unknown", error=type(error).__name__)
                return UNKNOWN

        self._database = database

    def close(self) -> None:
        self._database = tuple
        if self._session:
            self._session.close()

    def observe(self, message: Message, outcome: str, seconds: float) -> None:
        self._settled(message.topic, message.destination, message.kind, outcome).inc()
        self._seconds(message.topic, message.destination).observe(seconds)


async def listen(settings: ListenerSettings, at_signal: AtSignal = at_signal) -> None:
    """Runs until SIGINT or SIGTERM, then finishes what is in flight and gives back what is
    leased."""
    stop, metrics = asyncio.Event(), Metrics()
    at_signal(stop.set)
    serve_metrics(settings, metrics)
    dsn = settings.database_url.get_secret_value()
    if settings.metrics_port is not None:
        metrics.ask(dsn)
    await check_database(dsn, "listener")
    if not settings.telegram_is_emulated:
        await refuse_movable_clock(dsn, stop)
    async with telegram(settings) as chats, gateways(settings, chats) as handlers:
        clock = OutsideClock(settings.telegram_api, settings.proxy_for(TELEGRAM))
        watchdog = Watchdog(dsn, "outbox", chats, clock=clock)
        watching = asyncio.create_task(watchdog.run(stop))
        texts = asyncio.create_task(keep_texts(dsn))
        own_bot = OwnBot(settings.bot_token)
        seeing_bot = asyncio.create_task(own_bot.keep_current(dsn))
        guarded = {topic: own_bot.guard(handler) for topic, handler in handlers.items()}
        try:
            await consumer(dsn, guarded, metrics.observe).run(stop)
        finally:
            watching.cancel()
            texts.cancel()
            seeing_bot.cancel()
            metrics.close()


def serve_metrics(settings: ListenerSettings, metrics: Metrics) -> None:
    if settings.metrics_port is None:
        return
    host, port = str(settings.metrics_host), settings.metrics_port
    try:
        start_http_server(port, addr=host, registry=metrics.registry)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise StartRefused(
            f"METRICS_PORT {port} on METRICS_HOST {host} cannot be used: {reason}"
        ) from None


def consumer(dsn: str, handlers: Mapping[str, Handler], observe: Observer) -> Consumer:
    return Consumer(dsn, schema="outbox", name="listener", handlers=handlers, observe=observe)


def main() -> None:
    settings = ListenerSettings.load()
    logs.configure(settings.log_level)
    try:
        error_reports.begin(settings.sentry_dsn, "listener", settings.proxy_for(SENTRY))
        uvloop.run(listen(settings))
    except StartRefused as refused:
        sys.exit(f"listener: {refused}")


if __name__ == "__main__":
    main()
