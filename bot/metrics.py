"""What Prometheus reads at /metrics."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from consumer import Message


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

    def observe(self, message: Message, outcome: str, seconds: float) -> None:
        self.handled.labels(message.kind, outcome).inc()
        self.seconds.labels(message.kind).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)
