"""What Prometheus reads at /metrics: what this process did, and what the database's jobs found."""

import asyncio
from math import nan

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
from consumer import Message

# Seconds; Prometheus waits for ten.
_DATABASE_TIMEOUT = 5

# What is unknown is neither.
_BROKEN = {"ok": 0, "broken": 1}

log = structlog.get_logger("bot.metrics")


class Metrics:
    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.received = Counter(
            "tickover_updates_received",
            "Updates that were stored: new, or repeated by Telegram.",
            ["result"],
            registry=registry,
        )
        self.rejected = Counter(
            "tickover_webhook_rejected",
            "Requests to the webhook that were refused, by reason.",
            ["reason"],
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

        self.broken = Gauge(
            "tickover_invariant_broken",
            "1 while the last look found the promise broken, NaN while nobody could look lately.",
            ["name"],
            registry=registry,
        )
        self.unknown = Gauge(
            "tickover_checks_unknown",
            "Promises that nobody could look at lately; NaN while the database does not answer.",
            registry=registry,
        )
        self.alarms = Gauge(
            "tickover_alarms",
            "Alarms that last; NaN while the database does not answer.",
            registry=registry,
        )

    async def ask(self, api: Api) -> None:
        """Shows what the jobs found last. Without the database the rest is still worth reading."""
        self.broken.clear()
        try:
            async with asyncio.timeout(_DATABASE_TIMEOUT):
                checks = await api.checks()
        except Exception as error:
            self.alarms.set(nan)
            self.unknown.set(nan)
            log.warning("alarms not known", error=type(error).__name__)
            return
        for check in checks:
            self.broken.labels(check.name).set(_BROKEN.get(check.state, nan))
        self.alarms.set(sum(check.state == "broken" for check in checks))
        self.unknown.set(sum(check.state == "unknown" for check in checks))

    def observe(self, message: Message, outcome: str, seconds: float) -> None:
        self.handled.labels(message.kind, outcome).inc()
        self.seconds.labels(message.kind).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)
