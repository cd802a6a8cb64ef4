"""Stars and cards through Telegram against the emulated Bot API."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from gateways import http
from gateways.bot_api import BotApi
from gateways.errors import Denied, GatewayError, Rejected, Transient
from gateways.payments.port import Limits, Money, Payment, Progress, Refund, Status
from gateways.payments.stars import Stars
from gateways.payments.telegram_invoice import TelegramInvoice
from tests.support import ANN
from tests.support import sandbox as sandboxes
from tests.support.payments import invoice, ref, refund_of
from tests.support.sandbox import TOKEN, Sandbox, checking_out

PRICE = Money(100, "XTR")
RUBLES = Money(25_000, "RUB")


@pytest.fixture
async def outside() -> AsyncIterator[Sandbox]:
    async with sandboxes.sandbox() as sandbox:
        await sandbox.meet()
        yield sandbox


@pytest.fixture
async def bot(outside: Sandbox) -> AsyncIterator[BotApi]:
    async with http.client() as client:
        yield BotApi(client, outside.url, SecretStr(TOKEN))


@pytest.fixture
def stars(bot: BotApi) -> Stars:
    return Stars(bot)


@pytest.fixture
def cards(bot: BotApi, outside: Sandbox, client: httpx.AsyncClient) -> TelegramInvoice:
    currencies = f"{outside.url}/bots/payments/currencies.json"
    return TelegramInvoice(bot, SecretStr("1:TEST:1"), client, currencies)


async def pay(outside: Sandbox, link: str | None) -> str:
    """Returns the charge's id."""
    async with checking_out(outside, ok=True):
        paid = await outside.post(f"chats/{ANN}/pay", {"link": link})
    assert paid["paid"]
    return str(paid["telegram_payment_charge_id"])


async def test_a_link_is_made_paid_and_fetched(outside: Sandbox, stars: Stars) -> None:
    request = invoice(PRICE)
    made = await stars.create(request)
    assert made.url
    assert made.url.endswith(made.external_id)
    assert await stars.fetch(ref(request, made.external_id)) is None
    charge = await pay(outside, made.url)
    found = await stars.fetch(ref(request, made.external_id))
    assert found
    assert (found.status, found.charge_id, found.received) == (Status.PAID, charge, PRICE)
    assert found.key == request.key


async def test_a_link_that_is_paid_again_is_another_charge(outside: Sandbox, stars: Stars) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    request = invoice(PRICE)
    made = await stars.create(request)
    charges = {await pay(outside, made.url) for _ in range(2)}
    page = await stars.list_changed(since)
    told = [fact for fact in page.items if isinstance(fact, Payment)]
    assert {fact.charge_id for fact in told} == charges
    assert {fact.key for fact in told} == {request.key}


async def test_stars_go_back_whole_and_once(outside: Sandbox, stars: Stars) -> None:
    request = invoice(PRICE)
    made = await stars.create(request)
    wanted = refund_of(await pay(outside, made.url), PRICE, telegram_id=ANN)
    assert await stars.fetch_refund(wanted, None) is None
    for _ in range(2):
        assert (await stars.refund(wanted)).status is Progress.DONE
    assert await stars.fetch_refund(wanted, None) == await stars.refund(wanted)
    found = await stars.fetch(ref(request))
    assert found
    assert (found.status, found.refunded) == (Status.REFUNDED, 100)
    facts = (await stars.list_changed(request.now)).items
    assert [type(fact) for fact in facts] == [Payment, Refund]
    for wrong in ({"whole": False}, {"telegram_id": None}):
        terms: dict[str, Any] = {"telegram_id": ANN, **wrong}
        with pytest.raises(Rejected, match="whole"):
            await stars.refund(refund_of(wanted.charge_id, PRICE, **terms))
    with pytest.raises(Rejected, match="CHARGE_NOT_FOUND"):
        await stars.refund(refund_of("unknown", PRICE, telegram_id=ANN))


async def test_a_subscription_renews_until_it_is_cancelled(outside: Sandbox, stars: Stars) -> None:
    request = invoice(PRICE, monthly=True)
    charge = await pay(outside, (await stars.create(request)).url)
    await outside.post("clock", {"advance": "30 days"})
    first = (await stars.list_changed(request.now - timedelta(minutes=1))).items
    assert len(first) == 2
    renewed = first[1]
    assert isinstance(renewed, Payment)
    assert (renewed.key, renewed.charge_id == charge) == (request.key, False)
    assert renewed.charge_id
    await stars.cancel_subscription(ANN, charge)
    await outside.post("clock", {"advance": "30 days"})
    assert (await stars.list_changed(request.now - timedelta(minutes=1))).items == first
    with pytest.raises(Rejected):
        await stars.create(invoice(Money(10_001, "XTR"), monthly=True))


@pytest.mark.parametrize("state", ["canceled", "failed", "active"])
async def test_what_becomes_of_a_subscription_is_an_update(
    outside: Sandbox, stars: Stars, state: str
) -> None:
    request = invoice(PRICE, monthly=True)
    charge = await pay(outside, (await stars.create(request)).url)
    body = {"telegram_payment_charge_id": charge, "state": state}
    await outside.post(f"chats/{ANN}/subscriptions", body)
    told = (await outside.get("updates"))[-1]["subscription"]
    assert (told["invoice_payload"], told["state"]) == (request.key, state)
    await outside.post("clock", {"advance": "30 days"})
    charges = (await stars.list_changed(request.now - timedelta(minutes=1))).items
    assert len(charges) == (2 if state == "active" else 1)


async def test_a_day_is_found_in_a_long_list(outside: Sandbox, stars: Stars) -> None:
    links = [(await stars.create(invoice(PRICE))).url for _ in range(3)]
    before = [await pay(outside, link) for link in links]
    await outside.post("clock", {"advance": "2 days"})
    request = invoice(PRICE, now=datetime.now(UTC) + timedelta(days=2))
    made = await stars.create(request)
    charge = await pay(outside, made.url)
    await stars.refund(refund_of(charge, PRICE, telegram_id=ANN))
    today = datetime.now(UTC) + timedelta(days=2, hours=-1)
    page = await stars.transactions(today)
    assert [(line.kind, line.amount, line.charge_id) for line in page.items] == [
        ("payment", PRICE, charge),
        ("refund", Money(-100, "XTR"), charge),
    ]
    assert page.cursor is None
    earlier = await stars.transactions(today - timedelta(days=2))
    assert [line.charge_id for line in earlier.items] == before
    found = await stars.fetch(ref(request))
    assert found
    assert found.charge_id == charge


async def test_a_card_is_asked_for_with_the_providers_token(
    outside: Sandbox, cards: TelegramInvoice
) -> None:
    made = await cards.create(invoice(RUBLES))
    assert made.url
    await pay(outside, made.url)
    with pytest.raises(Rejected, match="CURRENCY_TOTAL_AMOUNT_INVALID"):
        await cards.create(invoice(Money(100, "RUB")))
    await outside.faults(telegram={"provider_revoked": True})
    with pytest.raises(Denied, match="PAYMENT_PROVIDER_INVALID"):
        await cards.create(invoice(RUBLES))


async def test_limits_are_telegrams_own(outside: Sandbox, cards: TelegramInvoice) -> None:
    assert (await cards.limits())["RUB"] == Limits(8_000, 80_000_000)
    await outside.faults(telegram={"least": {"RUB": 10_100}})
    limits = await cards.limits()
    assert limits["RUB"].least == 10_100
    assert "XXX" not in limits
    await outside.faults(telegram={"down": 503})
    with pytest.raises(Transient):
        await cards.limits()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"broken": 1}, Transient),
        ({"lost_answer": 1}, Transient),
        ({"fail": 1}, Transient),
        ({"revoked": True}, Denied),
    ],
)
async def test_trouble_is_no_verdict_about_a_payment(
    outside: Sandbox, stars: Stars, fault: dict[str, Any], kind: type[GatewayError]
) -> None:
    await outside.faults(telegram=fault)
    for call in (
        stars.create(invoice(PRICE)),
        stars.fetch(ref(invoice())),
        stars.refund(refund_of("1", PRICE, telegram_id=ANN)),
        stars.cancel_subscription(ANN, "1"),
    ):
        with pytest.raises(kind) as raised:
            await call
        assert TOKEN not in str(raised.value)
