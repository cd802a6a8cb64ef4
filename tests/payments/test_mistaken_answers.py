"""Answers in which a provider tells of somebody else, or of nothing: no money follows them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Transient
from gateways.payments.crypto_pay import CryptoPay
from gateways.payments.gateway import PaymentGateway
from gateways.payments.heleket import Heleket
from gateways.payments.stripe import Stripe
from gateways.payments.yookassa import YooKassa
from tests.support.payments import PRICE, charge, invoice, ref, refund_of
from tests.support.sandbox import Sandbox
from texts import Catalog

SECRET = SecretStr("sandbox")
CRYPTO_TOKEN = SecretStr("1000:sandbox")
MERCHANT, HELEKET_KEY = "8b03432e-385b-4670-8d06-064591096795", SecretStr("sandbox-payment")
HELEKET_PAYOUT_KEY = SecretStr("sandbox-payout")
Make = Callable[[httpx.AsyncClient, str], Any]
PROVIDERS: dict[str, Make] = {
    "yookassa": lambda http, url: YooKassa(http, f"{url}/yookassa/v3", "100500", SECRET),
    "stripe": lambda http, url: Stripe(http, f"{url}/stripe/v1", SecretStr("sk_test_sandbox")),
    "crypto_pay": lambda http, url: CryptoPay(http, f"{url}/crypto/api", CRYPTO_TOKEN),
    "heleket": lambda http, url: Heleket(
        http, f"{url}/heleket/v1", MERCHANT, HELEKET_KEY, HELEKET_PAYOUT_KEY
    ),
}
each = pytest.mark.parametrize("name", PROVIDERS)


class Cache(httpx.AsyncHTTPTransport):
    """Answers everybody as it answered the first who asked."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: bytes | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.kept is None:
            answer = await super().handle_async_request(request)
            self.kept = await answer.aread()
        return httpx.Response(200, content=self.kept, headers={"content-type": "application/json"})


def row(name: str, key: str, external_id: str | None) -> dict[str, Any]:
    return {
        "provider": name,
        "token": key,
        "external_id": external_id,
        "created_at": datetime.now(UTC).isoformat(),
        "method": None,
    }


@each
async def test_a_payment_of_somebody_else_is_nobodys(
    outside: Sandbox, client: httpx.AsyncClient, name: str
) -> None:
    provider = PROVIDERS[name](client, outside.url)
    ours, theirs = invoice(), invoice()
    our_id = (await provider.create(ours)).external_id
    their_id = (await provider.create(theirs)).external_id
    async with httpx.AsyncClient(transport=Cache()) as cached:
        mistaken = PROVIDERS[name](cached, outside.url)
        gateway = PaymentGateway({name: mistaken}, Catalog.load())
        told = await gateway.serve("payment.fetch", row(name, theirs.key, their_id), again=False)
        assert told["external_id"] == their_id
        mine: dict[str, Any] = {"status": "unknown"}
        with suppress(Transient):
            mine = await gateway.serve("payment.fetch", row(name, ours.key, our_id), again=False)
    assert mine == {"status": "unknown"}


async def test_a_charge_or_a_refund_of_somebody_else_is_nobodys(outside: Sandbox) -> None:
    request = invoice(save_method=True)
    async with httpx.AsyncClient(transport=(cache := Cache())) as cached:
        yookassa = PROVIDERS["yookassa"](cached, outside.url)
        gateway = PaymentGateway({"yookassa": yookassa}, Catalog.load())
        made = await yookassa.create(request)
        await outside.post(f"yookassa/payments/{made.external_id}/pay", {})
        cache.kept = None
        payment = await yookassa.fetch(ref(request, made.external_id))
        cache.kept = None
        mine = charge(payment.method.id)
        await yookassa.charge_saved(mine)
        asked = {
            **row("yookassa", str(uuid4()), None),
            "method": payment.method.id,
            "amount": PRICE.amount,
            "currency": "RUB",
            "locale": "en",
            "return_url": request.return_url,
        }
        with pytest.raises(Transient, match="another one"):
            await gateway.serve("payment.charge", asked, again=False)
        cache.kept = None
        await yookassa.refund(refund_of(payment.external_id))
        back = {
            **row("yookassa", "", None),
            "key": str(uuid4()),
            "charge_id": payment.external_id,
            "amount": PRICE.amount,
            "currency": "RUB",
            "whole": True,
            "asked_at": datetime.now(UTC).isoformat(),
            "telegram_id": None,
        }
        with pytest.raises(Transient, match="another one"):
            await gateway.serve("payment.refund", back, again=False)


@each
async def test_an_answer_without_its_list_says_nothing_of_what_is_there(name: str) -> None:
    """Else it would be made or charged again, and a day of a list would count as read."""
    body = {"ok": True, "state": 0, "result": {}}
    async with httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    ) as client:
        provider = PROVIDERS[name](client, "http://provider.example")
        with pytest.raises(Transient):
            await provider.transactions(datetime.now(UTC))
        if name == "heleket":
            with pytest.raises(Transient):
                await provider.create(invoice())
            return
        with pytest.raises(Transient):
            await provider.fetch(ref(invoice()))
