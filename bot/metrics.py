"""The metrics for Prometheus at /metrics: what this process did and found, and the figures of the
database."""

import asyncio
from collections.abc import Sequence

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.api import Api
from bot.readiness import Probe
from consumer import Message
from figures import UNKNOWN, Figure, Figures

# In seconds; Prometheus waits for ten.
_DATABASE_TIMEOUT = 5

log = structlog.get_logger("bot.metrics")


class Metrics:
    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.received = Counter(
            "tickover_events_received",
            "Events that were stored, by topic: new, or repeated by their sender.",
            ["topic", "result"],
            registry=registry,
        )
        self.rejected = Counter(
            "tickover_webhook_rejected",
            "Requests to webhooks that were refused, by route and reason.",
            ["route", "reason"],
            registry=registry,
        )
        self.refused = Counter(
            "tickover_bodies_refused",
            "Bodies that are not events, by topic and reason; see ops.refused_bodies.",
            ["topic", "reason"],
            registry=registry,
        )
        self.dropped = Counter(
            "tickover_updates_dropped",
            "Updates of which this version could read nothing.",
            registry=registry,
        )
        self.handled = Counter(
            "tickover_inbox_handled",
            "Messages of the inbox that were settled, by kind and outcome.",
            ["kind", "outcome"],
            registry=registry,
        )
        self.seconds = Histogram(
            "tickover_inbox_handling_seconds",
            "From claim to outcome, by kind; most of it is Telegram's answer.",
            ["kind"],
            registry=registry,
        )

        self.checks = Gauge(
            "tickover_check",
            "1 if the check is well, 0 if not, as in /ready; absent while unknown.",
            ["name", "for"],
            registry=registry,
        )
        self._figures: Sequence[Figure] = UNKNOWN
        registry.register(Figures(lambda: self._figures))

    async def ask(self, probe: Probe) -> None:
        """Shows the current checks and the database's figures. If the database does not answer,
        they are unknown or absent; the rest is still useful."""
        self._figures, health = await asyncio.gather(self._ask_database(probe.api), probe.look())
        self.checks.clear()
        for purpose, checks in (("process", health.process), ("shop", health.shop)):
            for check in checks:
                self.checks.labels(check.name, purpose).set(check.ok)

    async def _ask_database(self, api: Api) -> Sequence[Figure]:
        try:
            async with asyncio.timeout(_DATABASE_TIMEOUT):
                return await api.metrics()
        except Exception as error:
            log.warning("figures are unknown", error=type(error).__name__)
            return UNKNOWN

    def observe(self, message: Message, outcome: str, seconds: float) -> None:
        self.handled.labels(message.kind, outcome).inc()
        self.seconds.labels(message.kind).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)
