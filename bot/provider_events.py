"""What payment providers post, brought to the inbox and from there to the database's books."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import structlog

from bot.payment_events import PaymentEvent, PaymentSource
from gateways.payments.gateway import report
from gateways.payments.port import BadSignature, Payment, ProviderEvent, Unreadable
from gateways.payments.port import Webhook as Reader
from gateways.payments.webhook import Forged, Identity, Limits, NotAnEvent, WebhookRequest

_LIMITS = Limits(most_bytes=1 << 20)

log = structlog.get_logger("bot.provider_events")


def sources(
    readers: Mapping[str, Reader], pool: "asyncpg.Pool[asyncpg.Record]"
) -> dict[str, PaymentSource]:
    """`pool`: as tickover_payments, which alone may book."""
    return {
        provider: PaymentSource(ReaderWebhook(reader), Reports(provider, reader, pool).handle)
        for provider, reader in readers.items()
    }


@dataclass(frozen=True)
class ReaderWebhook:
    """A request as the provider's reader understands it."""

    reader: Reader
    limits: Limits = _LIMITS

    def authenticate(self, request: WebhookRequest) -> bool:
        try:
            return all(event.verified for event in self._read(request))
        except BadSignature as error:
            raise Forged from error
        except Unreadable:  # whoever sent it: identify says so
            return False

    def identify(self, request: WebhookRequest) -> Identity:
        try:
            first = self._read(request)[0]
        except Unreadable as error:
            raise NotAnEvent from error
        headers = {
            name: request.headers[name] for name in self.reader.headers if name in request.headers
        }
        return Identity(first.dedupe_key, first.lane, first.kind, headers or None)

    def _read(self, request: WebhookRequest) -> list[ProviderEvent]:
        events = self.reader.read_webhook(request.headers, request.body)
        if not events:
            raise Unreadable
        return events


@dataclass(frozen=True)
class Reports:
    """Says to the database what events of a provider mean. Repeated, it changes nothing."""

    provider: str
    reader: Reader
    pool: "asyncpg.Pool[asyncpg.Record]"

    async def handle(self, event: PaymentEvent) -> dict[str, Any] | None:
        for told in self.reader.read_stored(event.raw, verified=event.verified):
            payments = [fact for fact in told.facts if isinstance(fact, Payment)]
            for said in map(_said, payments) if payments else [{"external_id": told.external_id}]:
                outcome = await self._report(said, verified=told.verified and bool(payments))
                log.info("reported", provider=self.provider, kind=told.kind, outcome=outcome)
        return None

    async def _report(self, said: Mapping[str, Any], *, verified: bool) -> str:
        outcome: str = await self.pool.fetchval(
            "select inbox.receive_report($1, $2, $3)", self.provider, verified, json.dumps(said)
        )
        return outcome


def _said(payment: Payment) -> dict[str, Any]:
    return report(payment) | {"key": payment.key}
