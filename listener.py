"""Takes what the database wants done outside and has it done: outbox -> gateways, nothing else.

What to send, in which order, how often and when to give up is decided in SQL. Any number of
listeners can run. One that is killed loses nothing: what it had in hand is claimed again when its
lease ends.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import uvloop
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    start_http_server,
)

import logs
from consumer import Consumer, Handler, Message, MovableClock, Observer, refuse_movable_clock
from gateways import http
from gateways.telegram import TelegramGateway
from gateways.vpn import VpnGateway
from settings import ListenerSettings
from texts import Catalog


@asynccontextmanager
async def gateways(settings: ListenerSettings) -> AsyncIterator[Mapping[str, Handler]]:
    """What serves each topic."""
    async with http.client() as client:
        telegram = TelegramGateway(
            client, settings.telegram_api, settings.bot_token, Catalog.load()
        )
        vpn = VpnGateway(client, settings.panel_keys)
        yield {"telegram": served_by(telegram.send), "vpn": served_by(vpn.apply)}


def served_by(call: Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]) -> Handler:
    """Gateways know payloads, not messages."""

    async def handle(message: Message) -> dict[str, Any]:
        return await call(message.payload)

    return handle


class Metrics:
    """What Prometheus reads, when METRICS_PORT is set."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        settled = Counter(
            "tickover_outbox_settled",
            "Messages of the outbox that were settled, by topic, kind and outcome.",
            ["topic", "kind", "outcome"],
            registry=registry,
        )
        seconds = Histogram(
            "tickover_gateway_seconds",
            "Duration of the gateway's call, by topic.",
            ["topic"],
            registry=registry,
        )
        # Finding the labels anew costs more than counting does.
        self._settled = cache(settled.labels)
        self._seconds = cache(seconds.labels)

    def observe(self, message: Message, outcome: str, seconds: float) -> None:
        self._settled(message.topic, message.kind, outcome).inc()
        self._seconds(message.topic).observe(seconds)


async def listen(settings: ListenerSettings) -> None:
    """Until SIGINT or SIGTERM; then what is in flight is finished and what is leased given back."""
    stop, metrics, loop = asyncio.Event(), Metrics(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if settings.metrics_port:
        start_http_server(settings.metrics_port, registry=metrics.registry)
    dsn = settings.database_url.get_secret_value()
    if not settings.telegram_is_emulated:
        await refuse_movable_clock(dsn, stop)
    async with gateways(settings) as handlers:
        await consumer(dsn, handlers, metrics.observe).run(stop)


def consumer(dsn: str, handlers: Mapping[str, Handler], observe: Observer) -> Consumer:
    return Consumer(dsn, schema="outbox", name="listener", handlers=handlers, observe=observe)


def main() -> None:
    settings = ListenerSettings.load()
    logs.configure(settings.log_level)
    try:
        uvloop.run(listen(settings))
    except MovableClock as error:
        sys.exit(f"listener: {error}")


if __name__ == "__main__":
    main()
