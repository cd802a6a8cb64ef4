"""Handles the reports of payment providers: each provider has its own handler."""

from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.webhooks import Limits
from consumer import Handler, Message, is_transient, label
from gateways.errors import Transient, Unknown
from gateways.payments.port import Webhook

DEFAULT_LIMITS = Limits()
# How long a report waits, in seconds, while the database fails.
_DATABASE_PAUSE = 5.0


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """One event of a webhook (gateways.payments.port); its bytes may contain other events, too.
    `external_id` is its dedupe_key. An event that is not verified is a hint: the provider must be
    asked."""

    source: str
    external_id: str
    kind: str | None
    raw: bytes
    headers: Mapping[str, str]
    verified: bool
    received_at: datetime

    @classmethod
    def of(cls, message: Message) -> "PaymentEvent":
        payload = message.payload
        return cls(
            source=payload["source"],
            external_id=payload["external_id"],
            kind=payload["kind"],
            raw=b64decode(payload["raw"]),
            headers=payload["headers"] or {},
            verified=payload["verified"],
            received_at=datetime.fromisoformat(payload["received_at"]),
        )


# The exception it raises decides about the event, see gateways.errors.
PaymentHandler: TypeAlias = Callable[[PaymentEvent], Awaitable[None]]


@dataclass(frozen=True)
class PaymentSource:
    """A provider that reports to POST /payments/<its name>."""

    webhook: Webhook
    handle: PaymentHandler
    limits: Limits = DEFAULT_LIMITS


def by_source(sources: Mapping[str, PaymentSource]) -> Handler:
    """An event of an unknown provider waits for a program that knows the provider."""

    async def handle(message: Message) -> None:
        event = PaymentEvent.of(message)
        source = sources.get(event.source)
        if source is None:
            raise Unknown(f"provider {event.source}")
        try:
            await source.handle(event)
        except Exception as error:
            if not isinstance(error, TimeoutError) and is_transient(error):
                why = f"database: {label(error)}"
                raise Transient(why, retry_after=_DATABASE_PAUSE, scope="lane") from error
            raise

    return handle
