"""The metrics for Prometheus at /metrics: what this process did, and what the database's jobs
found."""

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
from bot.readiness import Probe
from consumer import Message

# In seconds; Prometheus waits for ten.
_DATABASE_TIMEOUT = 5

_DESTINATIONS = {
    "paused_seconds": "How long it is still paused; infinite until an operator resumes it.",
    "late_seconds": "How long its oldest due lane has waited.",
    "messages": "Messages that wait for it or are in flight.",
    "dead": "Its dead letters that wait for an operator.",
    "done": "Messages that it has done since it was created.",
    "failed": "Failures that counted for its breaker since it was created.",
}

# Unknown is neither.
_BROKEN = {"ok": 0, "broken": 1}

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

        self.broken = Gauge(
            "tickover_invariant_broken",
            "1 if the last check found the promise broken, NaN without a recent result.",
            ["name"],
            registry=registry,
        )
        self.unknown = Gauge(
            "tickover_checks_unknown",
            "Promises without a recent result; NaN while the database does not answer.",
            registry=registry,
        )
        self.alarms = Gauge(
            "tickover_alarms",
            "Raised alarms; NaN while the database does not answer.",
            registry=registry,
        )
        self.checks = Gauge(
            "tickover_check",
            "1 if the check is well, 0 if not, as in /ready; absent while unknown.",
            ["name", "for"],
            registry=registry,
        )
        self.destinations = {
            name: Gauge(
                f"tickover_destination_{name}", text, ["topic", "destination"], registry=registry
            )
            for name, text in _DESTINATIONS.items()
        }

    async def ask(self, probe: Probe) -> None:
        """Shows the current checks and the last results of the jobs. If the database does not
        answer, its values are unknown and absent; the rest is still useful."""
        await asyncio.gather(self._ask_alarms(probe.api), self._ask_destinations(probe.api))
        health = await probe.look()
        self.checks.clear()
        for purpose, checks in (("process", health.process), ("shop", health.shop)):
            for check in checks:
                self.checks.labels(check.name, purpose).set(check.ok)

    async def _ask_alarms(self, api: Api) -> None:
        self.broken.clear()
        try:
            async with asyncio.timeout(_DATABASE_TIMEOUT):
                checks = await api.checks()
        except Exception as error:
            self.alarms.set(nan)
            self.unknown.set(nan)
            log.warning("alarms are unknown", error=type(error).__name__)
            return
        for check in checks:
            self.broken.labels(check.name).set(_BROKEN.get(check.state, nan))
        self.alarms.set(sum(check.state == "broken" for check in checks))
        self.unknown.set(sum(check.state == "unknown" for check in checks))

    async def _ask_destinations(self, api: Api) -> None:
        for gauge in self.destinations.values():
            gauge.clear()
        try:
            async with asyncio.timeout(_DATABASE_TIMEOUT):
                destinations = await api.destinations()
        except Exception as error:
            log.warning("destinations are unknown", error=type(error).__name__)
            return
        for one in destinations:
            for name, gauge in self.destinations.items():
                gauge.labels(one.topic, one.destination).set(getattr(one, name))

    def observe(self, message: Message, outcome: str, seconds: float) -> None:
        self.handled.labels(message.kind, outcome).inc()
        self.seconds.labels(message.kind).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)
