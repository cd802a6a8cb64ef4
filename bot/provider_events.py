"""Hands the stored reports of payment providers to the database, which books them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import structlog

from bot.payment_events import PaymentEvent, PaymentSource
from bot.webhooks import Limits
from gateways.errors import Unknown
from gateways.payments.gateway import dispute_report, report
from gateways.payments.port import Dispute, Payment, ProviderEvent, Refund, Webhook

log = structlog.get_logger("bot.provider_events")

REPORT = "select inbox.receive_report($1, $2, $3)"
REFUND = "select inbox.receive_refund($1, $2)"
DISPUTE = "select inbox.receive_dispute($1, $2, $3)"


def sources(
    webhooks: Mapping[str, Webhook], pool: "asyncpg.Pool[asyncpg.Record]", limits: Limits
) -> dict[str, PaymentSource]:
    """`pool` connects as tickover_payments, which alone may book."""
    return {
        provider: PaymentSource(webhook, Reports(provider, webhook, pool).handle, limits)
        for provider, webhook in webhooks.items()
    }


@dataclass(frozen=True)
class Reports:
    """Tells the database what an event means. A repeated call changes nothing."""

    provider: str
    webhook: Webhook
    pool: "asyncpg.Pool[asyncpg.Record]"

    async def handle(self, event: PaymentEvent) -> None:
        for one in self._told(event):
            for call, *said in _calls(self.provider, one):
                outcome = await self.pool.fetchval(call, *said)
                log.info("reported", provider=self.provider, kind=one.kind, outcome=outcome)

    def _told(self, event: PaymentEvent) -> list[ProviderEvent]:
        """A program of another release may have stored the event under a key that this one computes
        differently. Then everything in the bytes counts: what was booked already stays as it is."""
        told = self.webhook.read_stored(event.raw, verified=event.verified)
        if not told:
            raise Unknown(f"an event of {self.provider} tells nothing that this program can read")
        return [one for one in told if one.dedupe_key == event.external_id] or told


def _calls(provider: str, told: ProviderEvent) -> Iterator[tuple[str, *tuple[Any, ...]]]:
    """A proven payment or dispute is booked as reported; for anything else, the provider is
    asked."""
    money = [fact for fact in told.facts if isinstance(fact, Payment | Refund | Dispute)]
    for fact in money:
        match fact:
            case Payment():
                said = report(fact) | {"key": fact.key}
                yield REPORT, provider, told.verified, json.dumps(said)
            case Refund():
                ids = {"external_id": fact.external_id, "charge_id": fact.charge_id}
                said = ids | {"key": fact.key, "status": fact.status}
                yield REFUND, provider, json.dumps(said)
            case Dispute():
                yield DISPUTE, provider, told.verified, json.dumps(dispute_report(fact))
    if not money:
        yield REPORT, provider, False, json.dumps({"external_id": told.external_id})
