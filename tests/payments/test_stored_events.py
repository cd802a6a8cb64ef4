"""Stored reports of providers, as another release may have stored them."""

import json
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

from pydantic import SecretStr

from bot.payment_events import PaymentEvent
from bot.provider_events import Reports
from gateways.payments.crypto_pay import CryptoPayWebhook
from tests.support.races import Connect


async def test_an_event_under_a_key_of_another_release_is_booked_once(connect: Connect) -> None:
    """It was acknowledged, and its money was nowhere."""
    db = await connect("tickover_payments")
    reports = Reports("crypto_pay", CryptoPayWebhook(SecretStr("a token")), cast(Any, db))
    invoice = {
        "invoice_id": 5,
        "status": "paid",
        "amount": "5.00",
        "fiat": "USD",
        "payload": str(uuid4()),
        "paid_at": "2026-11-30T12:00:00Z",
    }
    body = {"update_id": 1, "update_type": "invoice_paid", "payload": invoice}
    owner = await connect()
    for key in ("invoice_paid:update:1", "invoice_paid:5"):
        await reports.handle(
            PaymentEvent(
                source="crypto_pay",
                external_id=key,
                kind="invoice_paid",
                raw=json.dumps(body).encode(),
                headers={},
                verified=True,
                received_at=datetime.now(UTC),
            )
        )
        booked = await owner.fetch("select p.external_id, p.gross from billing.payments as p")
        assert [tuple(row) for row in booked] == [("5", 500)]
