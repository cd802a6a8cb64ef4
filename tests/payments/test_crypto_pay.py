"""Crypto Pay against its emulator: how the adapter reads each answer and each fault."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from aiohttp import web
from pydantic import SecretStr

from gateways.errors import Denied, GatewayError, Rejected, Transient
from gateways.payments.crypto_pay import CryptoPay, CryptoPayWebhook
from gateways.payments.port import (
    AssetAmount,
    BadSignature,
    Money,
    Payment,
    PayoutRequest,
    Progress,
    Status,
)
from tests.support.payments import PRICE, deliveries, invoice, payment_in, ref
from tests.support.sandbox import Receiver, Sandbox

TOKEN = SecretStr("1000:sandbox")


@pytest.fixture
def crypto(outside: Sandbox, client: httpx.AsyncClient) -> CryptoPay:
    return CryptoPay(client, f"{outside.url}/crypto/api", TOKEN)


def payout(**change: Any) -> PayoutRequest:
    terms: dict[str, Any] = {
        "key": "withdrawal-7-1",
        "amount": AssetAmount(Decimal("5.1"), "USDT"),
        "recipient": "1001",
        "asked_at": datetime.now(UTC),
    }
    return PayoutRequest(**{**terms, **change})


async def pay(outside: Sandbox, number: str, **how: Any) -> None:
    await outside.post(f"crypto/invoices/{number}/pay", how)


async def test_an_invoice_is_made_paid_and_fetched(outside: Sandbox, crypto: CryptoPay) -> None:
    request = invoice()
    made = await crypto.create(request)
    assert made.url
    assert made.url.startswith(outside.url)
    assert made.expires_at
    assert abs(made.expires_at - request.expires_at) < timedelta(seconds=5)
    open_one = await crypto.fetch(ref(request, made.external_id))
    assert open_one
    assert (open_one.status, open_one.amount, open_one.received) == (Status.PENDING, PRICE, None)

    await pay(outside, made.external_id)
    paid = await crypto.fetch(ref(request, made.external_id))
    assert paid
    assert (paid.status, paid.received, paid.key) == (Status.PAID, PRICE, request.key)
    assert paid.gross == AssetAmount(Decimal("2.77777778"), "USDT")
    assert paid.fee == Money(749, "RUB")
    assert paid.paid_at


async def test_a_webhook_carries_the_payment(
    outside: Sandbox, crypto: CryptoPay, webhook: Receiver
) -> None:
    request = invoice()
    made = await crypto.create(request)
    await pay(outside, made.external_id, repeat=3)
    await webhook.wait(3)
    events = deliveries(CryptoPayWebhook(TOKEN), webhook)
    assert len({event.dedupe_key for event in events}) == 1
    assert all(event.verified for event in events)
    assert (events[0].kind, events[0].external_id) == ("invoice_paid", made.external_id)
    assert payment_in(events[0]) == await crypto.fetch(ref(request, made.external_id))


async def test_a_forged_webhook_is_refused(
    outside: Sandbox, crypto: CryptoPay, webhook: Receiver
) -> None:
    made = await crypto.create(invoice())
    await pay(outside, made.external_id, bad_signature=True)
    await webhook.wait(1)
    with pytest.raises(BadSignature):
        deliveries(CryptoPayWebhook(TOKEN), webhook)


async def test_an_empty_token_verifies_nothing(webhook: Receiver) -> None:
    with pytest.raises(BadSignature):
        CryptoPayWebhook(SecretStr("")).read_webhook({"crypto-pay-api-signature": ""}, b"{}")


@pytest.mark.parametrize(
    ("how", "received"),
    [
        ({"amount": "249.99"}, Money(24_999, "RUB")),
        ({"amount": "250.01"}, Money(25_001, "RUB")),
        ({"currency": "KZT"}, Money(25_000, "KZT")),
    ],
)
async def test_another_amount_or_currency_is_told_as_it_came(
    outside: Sandbox, crypto: CryptoPay, how: dict[str, Any], received: Money
) -> None:
    request = invoice()
    made = await crypto.create(request)
    await pay(outside, made.external_id, **how)
    paid = await crypto.fetch(ref(request, made.external_id))
    assert paid
    assert paid.received == received


async def test_what_expired_is_paid_all_the_same(outside: Sandbox, crypto: CryptoPay) -> None:
    request = invoice()
    made = await crypto.create(request)
    await outside.post("clock", {"advance": "2 hours"})
    expired = await crypto.fetch(ref(request, made.external_id))
    assert expired
    assert expired.status is Status.EXPIRED
    await pay(outside, made.external_id, late=True)
    paid = await crypto.fetch(ref(request, made.external_id))
    assert paid
    assert (paid.status, paid.received) == (Status.PAID, PRICE)


async def test_a_lost_answer_is_searched_for_and_made_once(
    outside: Sandbox, crypto: CryptoPay
) -> None:
    request = invoice()
    await crypto.create(invoice())
    await outside.faults(crypto={"lost_answer": 1})
    with pytest.raises(Transient) as raised:
        await crypto.create(request)
    assert raised.value.in_doubt
    await outside.faults()
    again = await crypto.create(invoice(key=request.key, again=True))
    found = await crypto.fetch(ref(request))
    assert found
    assert found.external_id == again.external_id
    assert len(await outside.get("crypto/invoices")) == 2


async def test_of_two_with_one_key_the_paid_one_is_found(
    outside: Sandbox, crypto: CryptoPay
) -> None:
    request = invoice()
    first = await crypto.create(request)
    await crypto.create(request)
    await pay(outside, first.external_id)
    found = await crypto.fetch(ref(request))
    assert found
    assert (found.external_id, found.status) == (first.external_id, Status.PAID)
    again = await crypto.create(invoice(key=request.key, again=True))
    assert (again.url, again.payment) == (None, found)


async def test_what_is_not_there_is_none(crypto: CryptoPay) -> None:
    assert await crypto.fetch(ref(invoice(), "777")) is None
    assert await crypto.fetch(ref(invoice())) is None


async def test_a_poller_finds_what_no_webhook_told(
    outside: Sandbox, crypto: CryptoPay, webhook: Receiver
) -> None:
    since = datetime.now(UTC)
    await outside.faults(crypto={"no_webhook": True})
    made = [await crypto.create(invoice()) for _ in range(3)]
    for one in made[:2]:
        await pay(outside, one.external_id)
    page = await crypto.list_changed(since)
    assert webhook.got == []
    assert page.cursor is None
    numbers = {fact.external_id for fact in page.items if isinstance(fact, Payment)}
    assert numbers == {made[0].external_id, made[1].external_id}
    assert (await crypto.list_changed(since + timedelta(minutes=1))).items == ()


async def test_a_webhook_that_nobody_takes_is_off_and_the_poller_goes_on(
    outside: Sandbox, crypto: CryptoPay, webhook: Receiver
) -> None:
    webhook.answers = [web.Response(status=500) for _ in range(18)]
    first = await crypto.create(invoice())
    await pay(outside, first.external_id)
    await webhook.wait(18)
    second = invoice()
    made = await crypto.create(second)
    await pay(outside, made.external_id)
    paid = await crypto.fetch(ref(second, made.external_id))
    assert paid
    assert paid.status is Status.PAID
    assert len(webhook.got) == 18


async def test_webhooks_in_another_order_are_the_same_payments(
    outside: Sandbox, crypto: CryptoPay, webhook: Receiver
) -> None:
    await outside.faults(crypto={"hold_webhooks": True, "duplicate_webhook": True})
    made = [await crypto.create(invoice()) for _ in range(3)]
    for one in made:
        await pay(outside, one.external_id)
    assert webhook.got == []
    await outside.faults()
    await webhook.wait(6)
    events = deliveries(CryptoPayWebhook(TOKEN), webhook)
    assert {event.external_id for event in events} == {one.external_id for one in made}
    assert len({event.dedupe_key for event in events}) == 3


async def test_a_transfer_is_made_once_for_its_key(outside: Sandbox, crypto: CryptoPay) -> None:
    await outside.faults(crypto={"lost_answer": 1})
    with pytest.raises(Transient) as raised:
        await crypto.payout(payout())
    assert raised.value.in_doubt
    await outside.faults()
    for again in (False, True):
        done = await crypto.payout(payout(again=again))
        assert (done.status, done.key) == (Progress.DONE, "withdrawal-7-1")
        assert done.amount == AssetAmount(Decimal("5.1"), "USDT")
    assert await crypto.fetch_payout(payout()) == done
    assert await crypto.fetch_payout(payout(key="withdrawal-8-1")) is None
    day = datetime.now(UTC) - timedelta(hours=1)
    lines = await crypto.transactions(day, "getTransfers:0")
    assert [line.kind for line in lines.items] == ["payout"]


async def test_a_refusal_of_a_transfer_is_told_from_trouble_of_the_account(
    outside: Sandbox, crypto: CryptoPay
) -> None:
    await outside.faults(crypto={"strangers": [1001]})
    with pytest.raises(Rejected, match="USER_NOT_FOUND"):
        await crypto.payout(payout())
    await outside.faults(crypto={"testnet": True})
    with pytest.raises(Transient, match="TESTNET_TOKEN") as raised:
        await crypto.payout(payout())
    assert (raised.value.scope, raised.value.in_doubt) == ("lane", False)
    await outside.faults(crypto={"no_coins": True})
    with pytest.raises(Transient, match="NOT_ENOUGH_COINS") as raised:
        await crypto.payout(payout())
    assert (raised.value.scope, raised.value.in_doubt) == ("lane", False)
    assert raised.value.retry_after
    await outside.faults(crypto={"locked": True})
    with pytest.raises(Denied):
        await crypto.payout(payout())
    await outside.faults()
    with pytest.raises(Transient):
        await crypto.payout(payout(amount=AssetAmount(Decimal(1), "XXX")))
    assert await outside.get("crypto/transfers") == []
    assert (await crypto.payout(payout(again=True))).status is Progress.DONE


async def test_a_question_that_is_refused_says_nothing_about_the_payout() -> None:
    """The transfer may have been made before: only a refusal of the transfer itself is one."""

    def refuse(_: httpx.Request) -> httpx.Response:
        error = {"code": 400, "name": "PARAM_SHORTNAME_INVALID"}
        return httpx.Response(400, json={"ok": False, "error": error})

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as client:
        crypto = CryptoPay(client, "http://crypto/api", TOKEN)
        with pytest.raises(Transient):
            await crypto.fetch_payout(payout())
        with pytest.raises(Transient):
            await crypto.worth(Money(100, "RUB"), "USDT")
        with pytest.raises(Transient):
            await crypto.payout(payout(again=True))


async def test_what_money_is_worth_is_rounded_up(crypto: CryptoPay) -> None:
    for amount, worth in ((50_000, "5.555556"), (9_000, "1.000000"), (1, "0.000112")):
        assert await crypto.worth(Money(amount, "RUB"), "USDT") == AssetAmount(
            Decimal(worth), "USDT"
        )
    with pytest.raises(Transient):
        await crypto.worth(Money(100, "XXX"), "USDT")


async def test_a_key_that_was_used_and_is_not_listed_decides_nothing(
    outside: Sandbox, crypto: CryptoPay, monkeypatch: pytest.MonkeyPatch
) -> None:
    await crypto.payout(payout())

    async def nothing(_: PayoutRequest) -> None:
        return None

    monkeypatch.setattr(crypto, "fetch_payout", nothing)
    with pytest.raises(Transient, match="SPEND_ID_ALREADY_USED"):
        await crypto.payout(payout())


async def test_a_day_has_what_was_paid_and_what_was_sent(
    outside: Sandbox, crypto: CryptoPay
) -> None:
    request = invoice()
    made = await crypto.create(request)
    await pay(outside, made.external_id)
    await crypto.create(invoice())
    await crypto.payout(payout())
    day = datetime.now(UTC) - timedelta(hours=1)
    first = await crypto.transactions(day)
    (line,) = first.items
    assert (line.kind, line.amount, line.fee, line.key) == (
        *("payment", PRICE, Money(749, "RUB")),
        request.key,
    )
    second = await crypto.transactions(day, first.cursor)
    assert [line.amount for line in second.items] == [AssetAmount(Decimal("-5.1"), "USDT")]
    assert second.cursor is None
    assert (await crypto.transactions(day - timedelta(days=1))).items == ()


@pytest.mark.parametrize(
    ("fault", "kind", "in_doubt"),
    [
        ({"broken": 1}, Transient, True),
        ({"fail": 1}, Transient, True),
        ({"down": True}, Transient, True),
        ({"limited": True}, Transient, False),
        ({"locked": True}, Denied, None),
    ],
)
async def test_trouble_is_no_verdict_about_a_payment(
    outside: Sandbox,
    crypto: CryptoPay,
    fault: dict[str, Any],
    kind: type[GatewayError],
    in_doubt: bool | None,
) -> None:
    await outside.faults(crypto=fault)
    with pytest.raises(kind) as raised:
        await crypto.create(invoice())
    if isinstance(raised.value, Transient):
        assert raised.value.in_doubt is in_doubt
        assert raised.value.retry_after == (7 if fault == {"limited": True} else None)


async def test_a_wrong_token_is_denied_and_not_shown(
    outside: Sandbox, client: httpx.AsyncClient
) -> None:
    wrong = CryptoPay(client, f"{outside.url}/crypto/api", SecretStr("1000:wrong"))
    with pytest.raises(Denied) as raised:
        await wrong.create(invoice())
    assert "wrong" not in str(raised.value)


async def test_what_crypto_pay_refuses_is_rejected(crypto: CryptoPay) -> None:
    with pytest.raises(Rejected, match="FIAT_INVALID"):
        await crypto.create(invoice(Money(100, "XXX")))
