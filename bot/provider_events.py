"""Brings what payment providers have reported to the database's books."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import structlog

from bot.payment_events import PaymentEvent, PaymentSource
from bot.webhooks import Limits
from gateways.payments.gateway import report
from gateways.payments.port import Payment, ProviderEvent, Webhook

log = structlog.get_logger("bot.provider_events")


def sources(
    webhooks: Mapping[str, Webhook], pool: "asyncpg.Pool[asyncpg.Record]", limits: Limits
) -> dict[str, PaymentSource]:
    """`pool`: as tickover_payments, which alone may book."""
    return {
        provider: PaymentSource(webhook, Reports(provider, webhook, pool).handle, limits)
        for provider, webhook in webhooks.items()
    }


@dataclass(frozen=True)
class Reports:
    """Says to the database what an event means. Repeated, it changes nothing."""

    provider: str
    webhook: Webhook
    pool: "asyncpg.Pool[asyncpg.Record]"

    async def handle(self, event: PaymentEvent) -> None:
        told = self.webhook.read_stored(event.raw, verified=event.verified)
        for one in (one for one in told if one.dedupe_key == event.external_id):
            for said, verified in _said(one):
                outcome = await self.pool.fetchval(
                    "select inbox.receive_report($1, $2, $3)",
                    self.provider,
                    verified,
                    json.dumps(said),
                )
                log.info("reported", provider=self.provider, kind=one.kind, outcome=outcome)


def _said(told: ProviderEvent) -> list[tuple[dict[str, Any], bool]]:
    """Payments are booked as they are told, if that is proven; all else the provider is asked."""
    payments = [fact for fact in told.facts if isinstance(fact, Payment)]
    if not payments:
        return [({"external_id": told.external_id}, False)]
    return [(report(payment) | {"key": payment.key}, told.verified) for payment in payments]
