"""Which providers exist, what each declares that it can do, and what a new one needs."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from gateways.bot_api import BotApi
from gateways.payments.port import (
    CAPABILITIES,
    BadSignature,
    Created,
    Headers,
    InvoiceRef,
    InvoiceRequest,
    Payment,
    ProviderEvent,
    Status,
    Unreadable,
)
from gateways.payments.wire import Malformed, at, call, identifier, is_same, needed, parsed
from providers import providers, webhooks
from settings import BotSettings, ListenerSettings, PaymentSettings, PaymentWebhookSettings
from tests.support.payments import PRICE, invoice, ref

SECRETS: dict[str, Any] = {
    "telegram_provider_token": "1:TEST:hidden",
    "crypto_pay_token": "1000:hidden",
    "yookassa_shop_id": "100500",
    "yookassa_secret": "hidden",
    "stripe_key": "sk_test_hidden",
    "stripe_webhook_secrets": "whsec_hidden, whsec_hidden_next,",
    "heleket_merchant": "8b03432e",
    "heleket_payment_key": "hidden",
    "heleket_payout_key": "hidden",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for name in {**PaymentSettings.model_fields, **PaymentWebhookSettings.model_fields}:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def bot(client: httpx.AsyncClient) -> BotApi:
    return BotApi(client, "http://127.0.0.1:1", SecretStr("1:hidden"))


async def test_without_secrets_there_are_only_stars(bot: BotApi) -> None:
    async with providers(PaymentSettings.load(), bot) as made:
        assert set(made) == {"stars"}
    assert webhooks(PaymentWebhookSettings.load()) == {}


async def test_who_has_a_secret_exists_and_can_what_it_says(bot: BotApi) -> None:
    settings = PaymentSettings.load(**SECRETS)
    async with providers(settings, bot) as made:
        assert set(made) == {
            *("stars", "telegram", "crypto_pay", "yookassa", "stripe", "heleket"),
        }
        for provider in made.values():
            for can in provider.can:
                missing = {
                    name
                    for name in vars(CAPABILITIES[can])
                    if not name.startswith("_") and not hasattr(provider, name)
                }
                assert missing == set(), provider.code
            assert "hidden" not in repr(provider)
    assert "hidden" not in repr(settings)


def test_each_reader_of_webhooks_has_its_own_secrets() -> None:
    settings = PaymentWebhookSettings.load(**SECRETS)
    assert set(webhooks(settings)) == {"crypto_pay", "yookassa", "stripe", "heleket"}
    assert len(settings.stripe_secrets) == 2
    assert "hidden" not in repr(settings)


def test_the_bot_has_no_key_that_only_moves_money() -> None:
    moving = {"stripe_key", "yookassa_secret", "heleket_payout_key"}
    assert moving & set(BotSettings.model_fields) == set()
    assert moving <= set(ListenerSettings.model_fields)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"yookassa_shop_id": "1"}, "YOOKASSA_SHOP_ID and YOOKASSA_SECRET go together"),
        ({"heleket_merchant": "1"}, "HELEKET_MERCHANT and HELEKET_PAYMENT_KEY go together"),
        ({"heleket_payout_key": "1"}, "HELEKET_PAYOUT_KEY is of no use"),
        ({"yookassa_vat_code": 11}, "YOOKASSA_VAT_CODE and YOOKASSA_RECEIPT_EMAIL go together"),
        ({"yookassa_vat_code": 13, "yookassa_receipt_email": "a@b.c"}, "YOOKASSA_VAT_CODE"),
    ],
)
def test_half_of_a_provider_is_refused(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(SystemExit, match=complaint):
        PaymentSettings.load(**given)


# -- A new one: docs/extending.md. Its file,


class Piggy:
    code = "piggy"
    can = frozenset({"page", "fetch"})

    def __init__(self, http: httpx.AsyncClient, api: str, key: SecretStr) -> None:
        self._http, self._api, self._key = http, api, key

    async def create(self, request: InvoiceRequest) -> Created:
        coins = {"order": request.key, "coins": request.amount.amount}
        made = await self._call("POST", "pigs", json=coins)
        number = needed(identifier(made, "pig"), "Piggy", "pig")
        return Created(number, f"{self._api}/pigs/{number}")

    async def fetch(self, invoice: InvoiceRef) -> Payment | None:
        return piggy_payment(await self._call("GET", f"pigs/{invoice.external_id}"))

    async def _call(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        headers = {"X-Key": self._key.get_secret_value()}
        url = f"{self._api}/{path}"
        answer = await call(self._http, "Piggy", method, url, headers=headers, **content)
        if answer.response.is_success and answer.body is not None:
            return answer.body
        raise answer.failure(identifier(answer.body, "error"))


class PiggyWebhook:
    headers: tuple[str, ...] = ("x-key",)

    def __init__(self, key: SecretStr) -> None:
        self._key = key.get_secret_value()

    def read_webhook(self, headers: Headers, raw: bytes) -> list[ProviderEvent]:
        if not is_same(self._key, headers.get("x-key")):
            raise BadSignature("Piggy")
        return self.read_stored(raw, verified=True)

    def read_stored(self, raw: bytes, *, verified: bool) -> list[ProviderEvent]:
        try:
            body = parsed(raw)
        except Malformed as error:
            raise Unreadable("Piggy") from error
        number = identifier(body, "pig")
        if number is None:
            raise Unreadable("Piggy")
        return [ProviderEvent(number, "pig", number, number, verified, (piggy_payment(body),))]


def piggy_payment(body: Mapping[str, Any]) -> Payment:
    full = at(body, "full") is True
    status = Status.PAID if full else Status.PENDING
    return Payment(
        identifier(body, "pig"),
        status,
        key=identifier(body, "order"),
        received=PRICE if full else None,
    )


# its settings block (a field here), and its emulator.


def piggy_emulator(request: httpx.Request) -> httpx.Response:
    if request.headers["x-key"] != "oink":
        return httpx.Response(401, json={"error": "wrong_key"})
    if request.method == "POST":
        return httpx.Response(200, json={"pig": 7, **json.loads(request.content)})
    return httpx.Response(200, json={"pig": 7, "full": True})


async def test_a_new_provider_is_a_file_a_block_and_an_emulator() -> None:
    emulator = httpx.MockTransport(piggy_emulator)
    async with httpx.AsyncClient(transport=emulator) as client:
        piggy = Piggy(client, "http://piggy.example", SecretStr("oink"))
        made = await piggy.create(invoice())
        found = await piggy.fetch(ref(invoice(), made.external_id))
    assert found
    assert (made.url, found.received) == ("http://piggy.example/pigs/7", PRICE)
    reader = PiggyWebhook(SecretStr("oink"))
    (event,) = reader.read_webhook({"x-key": "oink"}, b'{"pig": 7, "full": true}')
    assert event.facts == (found,)
    with pytest.raises(BadSignature):
        PiggyWebhook(SecretStr("")).read_webhook({"x-key": ""}, b"{}")
