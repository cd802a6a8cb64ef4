"""Notices as the payment providers write and sign them, and where something odd can stand."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any

from gateways.payments.heleket import signature as heleket_signature

TEMPLATES: Mapping[str, dict[str, Any]] = {
    "crypto_pay": {
        "update_id": 1,
        "update_type": "invoice_paid",
        "payload": {
            "invoice_id": 7,
            "status": "paid",
            "fiat": "RUB",
            "amount": "250",
            "paid_amount": "2.7",
            "paid_asset": "USDT",
            "fee_amount": 0.08,
            "fee_asset": "USDT",
        },
    },
    "yookassa": {"event": "payment.succeeded", "object": {"id": "2c9f", "status": "succeeded"}},
    "stripe": {
        "id": "evt_1",
        "type": "checkout.session.completed",
        "data": {
            "object": {
                "id": "cs_1",
                "status": "complete",
                "payment_status": "paid",
                "amount_total": 1000,
                "currency": "usd",
                "payment_intent": {"id": "pi_1", "latest_charge": {"amount_refunded": 1}},
            }
        },
    },
    "heleket": {
        "type": "payment",
        "uuid": "62f88b36",
        "order_id": "o-7",
        "status": "paid_over",
        "is_final": True,
        "amount": "250.00",
        "currency": "RUB",
        "payment_amount": "2.6",
        "payer_amount": "2.5",
        "merchant_amount": "2.5",
        "payer_currency": "USDT",
    },
}


def written(body: object) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()


def signed(provider: str, raw: bytes, secret: str, at: int) -> tuple[dict[str, str], bytes]:
    """As the provider would sign it; at Heleket inside of the body, where that is an object."""
    match provider:
        case "crypto_pay":
            key = hashlib.sha256(secret.encode()).digest()
            return {"crypto-pay-api-signature": hmac.new(key, raw, hashlib.sha256).hexdigest()}, raw
        case "stripe":
            text = f"{at}.".encode() + raw
            signature = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
            return {"stripe-signature": f"t={at},v1={signature}"}, raw
        case "heleket" if raw.startswith(b"{") and raw.endswith(b"}") and len(raw) > 2:
            sign = heleket_signature(raw, secret).encode()
            return {}, raw[:-1] + b',"sign":"' + sign + b'"}'
    return {}, raw


def places(value: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The ways to all members of an object, also of those inside of it."""
    if way:
        yield way
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*way, name))
