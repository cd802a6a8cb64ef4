"""What tests of payment providers ask for, and deliveries of their webhooks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from aiohttp import web

from gateways.payments.port import (
    ChargeRequest,
    Headers,
    InvoiceRef,
    InvoiceRequest,
    Money,
    Payment,
    ProviderEvent,
    RefundRequest,
    Webhook,
)
from tests.support.sandbox import Receiver


class Impatient(httpx.AsyncHTTPTransport):
    """Has time for `left` more requests."""

    left = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.left == 0:
            raise httpx.ReadTimeout("no time left", request=request)
        self.left -= 1
        return await super().handle_async_request(request)


BOT = "https://t.me/tickover_sandbox_bot"
PRICE = Money(25_000, "RUB")


def invoice(amount: Money = PRICE, **change: Any) -> InvoiceRequest:
    now = datetime.now(UTC)
    terms: dict[str, Any] = {
        "key": str(uuid4()),
        "amount": amount,
        "title": "Top up",
        "description": "250 RUB for your balance",
        "now": now,
        "expires_at": now + timedelta(hours=1),
        "return_url": BOT,
    }
    return InvoiceRequest(**{**terms, **change})


def ref(request: InvoiceRequest, external_id: str | None = None) -> InvoiceRef:
    return InvoiceRef(request.key, external_id, request.now)


def charge(method_id: str, amount: Money = PRICE, **change: Any) -> ChargeRequest:
    terms: dict[str, Any] = {
        "key": f"renewal-{uuid4()}-1",
        "method_id": method_id,
        "amount": amount,
        "title": "A month",
        "return_url": BOT,
        "first_tried_at": datetime.now(UTC),
    }
    return ChargeRequest(**{**terms, **change})


def refund_of(charge_id: str | None, amount: Money = PRICE, **change: Any) -> RefundRequest:
    assert charge_id
    terms: dict[str, Any] = {
        "key": f"refund-{uuid4()}",
        "charge_id": charge_id,
        "amount": amount,
        "whole": True,
        "asked_at": datetime.now(UTC),
    }
    return RefundRequest(**{**terms, **change})


def headers_of(request: web.Request) -> Headers:
    return {name.lower(): value for name, value in request.headers.items()}


def deliveries(reader: Webhook, received: Receiver) -> list[ProviderEvent]:
    """What came, as the shop reads it."""
    came = zip(received.got, received.raw, strict=True)
    return [event for got, raw in came for event in reader.read_webhook(headers_of(got), raw)]


def payment_in(event: ProviderEvent) -> Payment:
    (fact,) = event.facts
    assert isinstance(fact, Payment)
    return fact
