"""Heleket against its emulator: how the adapter reads each answer and each fault."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Denied, GatewayError, Rejected, Transient
from gateways.payments.heleket import Heleket, HeleketWebhook, signature, without_sign
from gateways.payments.port import (
    AssetAmount,
    BadSignature,
    Money,
    Payment,
    Payout,
    PayoutRequest,
    Progress,
    Status,
    Transaction,
)
from tests.support.payments import PRICE, deliveries, invoice, payment_in, ref, refund_of
from tests.support.sandbox import Receiver, Sandbox

MERCHANT = "8b03432e-385b-4670-8d06-064591096795"
PAYMENT_KEY, PAYOUT_KEY = SecretStr("sandbox-payment"), SecretStr("sandbox-payout")
READER = HeleketWebhook(PAYMENT_KEY, PAYOUT_KEY)
PAYOUT: dict[str, Any] = {
    "key": "withdrawal-7-1",
    "amount": AssetAmount(Decimal("5.1"), "USDT"),
    "recipient": "TADDRESS",
    "network": "tron",
    "asked_at": datetime.now(UTC),
}


@pytest.fixture
def heleket(outside: Sandbox, client: httpx.AsyncClient) -> Heleket:
    return Heleket(client, f"{outside.url}/heleket/v1", MERCHANT, PAYMENT_KEY, PAYOUT_KEY)


async def pay(outside: Sandbox, number: str, **how: Any) -> None:
    await outside.post(f"heleket/invoices/{number}/pay", how)


async def test_an_invoice_is_made_paid_and_fetched(outside: Sandbox, heleket: Heleket) -> None:
    request = invoice()
    made = await heleket.create(request)
    assert made.url
    assert made.expires_at
    assert abs(made.expires_at - request.expires_at) < timedelta(seconds=5)
    pending = await heleket.fetch(ref(request, made.external_id))
    assert pending
    assert (pending.status, pending.received) == (Status.PENDING, None)

    await pay(outside, made.external_id)
    found = await heleket.fetch(ref(request, made.external_id))
    assert found
    assert (found.status, found.received, found.key) == (Status.PAID, PRICE, request.key)
    assert found.gross == AssetAmount(Decimal("2.77777778"), "USDT")
    assert found.fee == Money(500, "RUB")
    assert found.paid_at
    assert abs(found.paid_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert await heleket.fetch(ref(request)) == found
    assert await heleket.fetch(ref(invoice())) is None


async def test_a_lost_answer_is_asked_for_with_the_same_key(
    outside: Sandbox, heleket: Heleket
) -> None:
    request = invoice()
    await outside.faults(heleket={"lost_answer": 1})
    with pytest.raises(Transient) as raised:
        await heleket.create(request)
    assert raised.value.in_doubt
    await outside.faults()
    made = await heleket.create(request)
    await outside.faults(heleket={"forget_keys": True})
    assert (await heleket.create(request)).external_id == made.external_id
    await outside.faults()
    assert len(await outside.get("heleket/invoices")) == 1
    # Its key returns the old invoice, with the old amount.
    with pytest.raises(Rejected, match="another invoice"):
        await heleket.create(replace(request, amount=Money(99_900, "RUB")))


async def test_less_waits_for_the_rest_and_is_kept_in_the_end(
    outside: Sandbox, heleket: Heleket, webhook: Receiver
) -> None:
    request = invoice()
    made = await heleket.create(request)
    where = ref(request, made.external_id)
    await pay(outside, made.external_id, amount="100")
    waits = await heleket.fetch(where)
    assert waits
    assert (waits.status, waits.received) == (Status.PENDING, None)
    await outside.post("clock", {"advance": "2 hours"})
    ended = await heleket.fetch(where)
    assert ended
    assert (ended.status, ended.amount) == (Status.PAID, PRICE)
    assert ended.received == Money(9_999, "RUB")  # 1.11111111 of 2.77777778, rounded down
    await webhook.wait(2)
    told = {event.kind: payment_in(event) for event in deliveries(READER, webhook)}
    assert told["payment.wrong_amount_waiting"].received is None
    assert told["payment.wrong_amount"].received == Money(9_999, "RUB")


async def test_the_rest_makes_it_whole_and_more_is_told(outside: Sandbox, heleket: Heleket) -> None:
    for second, received in (("150", 24_999), ("200", 29_999)):
        request = invoice()
        made = await heleket.create(request)
        await pay(outside, made.external_id, amount="100")
        await pay(outside, made.external_id, amount=second)
        found = await heleket.fetch(ref(request, made.external_id))
        assert found
        assert found.received is None or found.received.amount >= received
        assert found.amount == PRICE


async def test_another_currency_is_told_as_it_came(outside: Sandbox, heleket: Heleket) -> None:
    request = invoice()
    made = await heleket.create(request)
    await pay(outside, made.external_id, currency="KZT")
    found = await heleket.fetch(ref(request, made.external_id))
    assert found
    assert found.received == Money(25_000, "KZT")


async def test_what_expired_is_paid_all_the_same(outside: Sandbox, heleket: Heleket) -> None:
    request = invoice()
    made = await heleket.create(request)
    await outside.post("clock", {"advance": "2 hours"})
    expired = await heleket.fetch(ref(request, made.external_id))
    assert expired
    assert expired.status is Status.EXPIRED
    await pay(outside, made.external_id, late=True)
    found = await heleket.fetch(ref(request, made.external_id))
    assert found
    assert (found.status, found.received) == (Status.PAID, PRICE)


async def test_a_webhook_carries_the_payment(
    outside: Sandbox, heleket: Heleket, webhook: Receiver
) -> None:
    request = invoice()
    made = await heleket.create(request)
    await pay(outside, made.external_id, repeat=3)
    await webhook.wait(3)
    assert rb"\/" in webhook.raw[0] or b"/" not in webhook.raw[0]
    events = deliveries(READER, webhook)
    assert len({event.dedupe_key for event in events}) == 1
    assert events[0].verified
    assert payment_in(events[0]) == await heleket.fetch(ref(request, made.external_id))


async def test_a_forged_webhook_is_refused(
    outside: Sandbox, heleket: Heleket, webhook: Receiver
) -> None:
    made = await heleket.create(invoice())
    await pay(outside, made.external_id, bad_signature=True)
    await webhook.wait(1)
    with pytest.raises(BadSignature):
        deliveries(READER, webhook)


async def test_a_callback_is_named_with_the_invoice(
    outside: Sandbox, client: httpx.AsyncClient, webhook: Receiver
) -> None:
    await outside.http.put("/sandbox/webhooks", json={})
    url = f"{outside.url}/heleket/v1"
    heleket = Heleket(client, url, MERCHANT, PAYMENT_KEY, callback=webhook.url)
    made = await heleket.create(invoice())
    await pay(outside, made.external_id)
    await webhook.wait(1)
    assert deliveries(READER, webhook)


@pytest.mark.parametrize("succeeds", [True, False])
async def test_a_payout_is_made_once_and_asked_about(
    outside: Sandbox, heleket: Heleket, webhook: Receiver, succeeds: bool
) -> None:
    request = PayoutRequest(**PAYOUT)
    await outside.faults(heleket={"refunds": "pending", "lost_answer": 1})
    with pytest.raises(Transient):
        await heleket.payout(request)
    await outside.faults(heleket={"refunds": "pending"})
    waits = await heleket.payout(request)
    assert (waits.status, waits.key) == (Progress.PENDING, request.key)
    assert "TADDRESS" not in repr(request)
    await outside.post(f"heleket/payouts/{waits.external_id}/settle", {"succeeds": succeeds})
    settled = await heleket.fetch_payout(request)
    assert settled
    assert settled.status is (Progress.DONE if succeeds else Progress.FAILED)
    await webhook.wait(1)
    (event,) = deliveries(READER, webhook)
    (fact,) = event.facts
    assert isinstance(fact, Payout)
    assert fact == settled
    # Without the payout key, a program cannot tell such a webhook from a forged one.
    with pytest.raises(BadSignature):
        deliveries(HeleketWebhook(PAYMENT_KEY), webhook)


@pytest.mark.parametrize("succeeds", [True, False])
async def test_a_refund_needs_an_address_and_is_asked_about(
    outside: Sandbox, heleket: Heleket, succeeds: bool
) -> None:
    request = invoice()
    made = await heleket.create(request)
    await pay(outside, made.external_id)
    with pytest.raises(Rejected, match="address"):
        await heleket.refund(refund_of(made.external_id))
    wanted = refund_of(made.external_id, address="TADDRESS")
    await outside.faults(heleket={"refunds": "pending"})
    for _ in range(2):
        assert (await heleket.refund(wanted)).status is Progress.PENDING
    await outside.post(f"heleket/refunds/{made.external_id}/settle", {"succeeds": succeeds})
    settled = await heleket.fetch_refund(wanted, made.external_id)
    assert settled
    assert settled.status is (Progress.DONE if succeeds else Progress.FAILED)
    found = await heleket.fetch(ref(request, made.external_id))
    assert found
    assert found.status is (Status.REFUNDED if succeeds else Status.PAID)


async def test_a_poller_and_a_day_go_through_all_pages(outside: Sandbox, heleket: Heleket) -> None:
    since = datetime.now(UTC) - timedelta(hours=1)
    made = [await heleket.create(invoice()) for _ in range(16)]
    for one in made[:2]:
        await pay(outside, one.external_id)
    await heleket.payout(PayoutRequest(**PAYOUT))
    first = await heleket.list_changed(since)
    second = await heleket.list_changed(since, first.cursor)
    assert (len(first.items), len(second.items), second.cursor) == (15, 1, None)
    lines: list[Transaction] = []
    cursor = None
    for _ in range(3):
        page = await heleket.transactions(since, cursor)
        lines += page.items
        cursor = page.cursor
    assert cursor is None
    assert [(line.kind, line.amount) for line in lines] == [
        ("payment", PRICE),
        ("payment", PRICE),
        ("payout", AssetAmount(Decimal("-5.1"), "USDT")),
    ]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"broken": 1}, Transient),
        ({"fail": 1}, Transient),
        ({"down": True}, Transient),
        ({"limited": True}, Transient),
        ({"locked": True}, Denied),
    ],
)
async def test_trouble_is_no_verdict_about_a_payment(
    outside: Sandbox, heleket: Heleket, fault: dict[str, Any], kind: type[GatewayError]
) -> None:
    await outside.faults(heleket=fault)
    with pytest.raises(kind):
        await heleket.create(invoice())
    with pytest.raises(kind):
        await heleket.fetch(ref(invoice()))


async def test_a_wrong_key_is_denied_and_not_shown(
    outside: Sandbox, client: httpx.AsyncClient
) -> None:
    wrong = Heleket(client, f"{outside.url}/heleket/v1", MERCHANT, SecretStr("mistyped"))
    with pytest.raises(Denied) as raised:
        await wrong.create(invoice())
    assert "mistyped" not in str(raised.value)
    assert "payout" not in wrong.can
    with pytest.raises(Rejected, match="no payout key"):
        await wrong.payout(PayoutRequest(**PAYOUT))


# -- Signatures


def signed(body: str, key: str = "sandbox-payment") -> bytes:
    return f'{body[:-1]},"sign":"{signature(body.encode(), key)}"}}'.encode()


BODY = (
    '{"type":"payment","uuid":"62f88b36-a9d5","order_id":"o-7","amount":"250.00",'
    '"payment_amount":"2.50000000","payer_amount":"2.50000000","merchant_amount":"2.45",'
    '"is_final":true,"status":"STATUS","currency":"RUB","payer_currency":"USDT",'
    '"txid":null,"additional_data":"слово","url":"https:\\/\\/pay.example\\/x","rate":1.10}'
)


def test_the_signature_is_cut_out_of_the_bytes_wherever_it_stands() -> None:
    body = BODY.replace("STATUS", "paid")
    member = f'"sign":"{signature(body.encode(), "sandbox-payment")}"'
    for raw in (f"{{{member},{body[1:]}", body.replace('"is_final"', f'{member},"is_final"')):
        assert without_sign(raw.encode()) == body.encode()
        assert READER.read_webhook({}, raw.encode())[0].verified
    # Serialized again it is another text, so nobody may serialize it again.
    assert json.dumps(json.loads(body)).encode() != body.encode()


def test_a_body_that_is_signed_twice_or_not_at_all_is_refused() -> None:
    body = BODY.replace("STATUS", "paid")
    twice = signed(body).replace(b"{", b'{"sign":"0",', 1)
    for raw in (body.encode(), twice, signed(body, ""), signed(body, "sandbox-payout")):
        with pytest.raises((BadSignature, Exception)) as raised:
            READER.read_webhook({}, raw)
        assert type(raised.value).__name__ in ("BadSignature", "Unreadable")
    other = signed(body.replace('"payment"', '"a type of tomorrow"', 1))
    with pytest.raises(BadSignature):
        READER.read_webhook({}, other)


@pytest.mark.parametrize(
    ("said", "status", "received"),
    [
        ("paid", Status.PAID, 25_000),
        ("paid_over", Status.PAID, 25_000),
        ("wrong_amount", Status.PAID, 25_000),
        ("wrong_amount_waiting", Status.PENDING, None),
        ("check", Status.PENDING, None),
        ("process", Status.PENDING, None),
        ("confirm_check", Status.PENDING, None),
        ("locked", Status.AUTHORIZED, None),
        ("a_status_of_tomorrow", Status.PENDING, None),
        ("cancel", Status.EXPIRED, None),
        ("fail", Status.CANCELED, None),
        ("system_fail", Status.CANCELED, None),
        ("refund_process", Status.PAID, 25_000),
        ("refund_fail", Status.PAID, 25_000),
        ("refund_paid", Status.REFUNDED, 25_000),
    ],
)
def test_every_status(said: str, status: Status, received: int | None) -> None:
    fact = payment_in(READER.read_webhook({}, signed(BODY.replace("STATUS", said)))[0])
    assert fact.status is status
    assert fact.received == (None if received is None else Money(received, "RUB"))


def test_what_is_not_final_yet_is_not_paid() -> None:
    body = BODY.replace("STATUS", "paid").replace('"is_final":true', '"is_final":false')
    fact = payment_in(READER.read_webhook({}, signed(body))[0])
    assert isinstance(fact, Payment)
    assert (fact.status, fact.received) == (Status.PENDING, None)
