"""YooKassa against its emulator: how the adapter reads each answer and each fault."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Denied, GatewayError, Rejected, Transient
from gateways.payments.gateway import PaymentGateway
from gateways.payments.port import After, Contact, Money, Payment, Progress, SavedMethod, Status
from gateways.payments.yookassa import Receipts, YooKassa, YooKassaWebhook
from tests.support.payments import (
    PRICE,
    Impatient,
    charge,
    deliveries,
    invoice,
    ref,
    refund_of,
)
from tests.support.sandbox import Receiver, Sandbox
from texts import Catalog

SECRET = SecretStr("sandbox")
RECEIPTS = Receipts(vat_code=11, email="receipts@shop.example")


@pytest.fixture
def yookassa(outside: Sandbox, client: httpx.AsyncClient) -> YooKassa:
    return YooKassa(client, f"{outside.url}/yookassa/v3", "100500", SECRET)


async def pay(outside: Sandbox, number: str, **how: Any) -> None:
    await outside.post(f"yookassa/payments/{number}/pay", how)


async def paid(outside: Sandbox, yookassa: YooKassa, **change: Any) -> Payment:
    request = invoice(**change)
    made = await yookassa.create(request)
    await pay(outside, made.external_id)
    payment = await yookassa.fetch(ref(request, made.external_id))
    assert payment
    return payment


async def saved(outside: Sandbox, yookassa: YooKassa) -> SavedMethod:
    payment = await paid(outside, yookassa, save_method=True)
    assert payment.method
    return payment.method


async def asked(outside: Sandbox, method: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await outside.get("requests", target="yookassa", method=method)
    return found


async def test_an_invoice_is_made_paid_and_fetched(outside: Sandbox, yookassa: YooKassa) -> None:
    request = invoice()
    made = await yookassa.create(request)
    assert made.url
    assert made.expires_at
    pending = await yookassa.fetch(ref(request, made.external_id))
    assert pending
    assert (pending.status, pending.received) == (Status.PENDING, None)

    await pay(outside, made.external_id)
    found = await yookassa.fetch(ref(request, made.external_id))
    assert found
    assert (found.status, found.key) == (Status.PAID, request.key)
    assert (found.received, found.fee) == (PRICE, Money(875, "RUB"))
    assert found.method is None
    assert await yookassa.fetch(ref(request)) == found


async def test_every_webhook_is_a_hint(
    outside: Sandbox, yookassa: YooKassa, webhook: Receiver
) -> None:
    request = invoice()
    made = await yookassa.create(request)
    await pay(outside, made.external_id, bad_signature=True)
    await webhook.wait(1)
    await pay(outside, made.external_id)
    await webhook.wait(2)
    forged, true = deliveries(YooKassaWebhook(), webhook)
    assert not forged.verified
    assert not true.verified
    assert forged.facts == true.facts == ()
    assert forged.external_id == true.external_id == made.external_id
    # A forged notice does not take the place of the true one.
    assert forged.dedupe_key != true.dedupe_key


async def test_a_repeated_webhook_is_known_by_its_key(
    outside: Sandbox, yookassa: YooKassa, webhook: Receiver
) -> None:
    made = await yookassa.create(invoice())
    await pay(outside, made.external_id, repeat=3)
    await webhook.wait(3)
    assert len({event.dedupe_key for event in deliveries(YooKassaWebhook(), webhook)}) == 1


async def test_a_lost_answer_is_asked_for_with_the_same_key(
    outside: Sandbox, yookassa: YooKassa
) -> None:
    request = invoice()
    await outside.faults(yookassa={"lost_answer": 1})
    with pytest.raises(Transient) as raised:
        await yookassa.create(request)
    assert raised.value.in_doubt
    await outside.faults()
    again = await yookassa.create(request)
    assert (await yookassa.create(request)).external_id == again.external_id
    assert len(await outside.get("yookassa/payments")) == 1
    await pay(outside, again.external_id)
    late = await yookassa.create(request)
    assert late.payment
    assert (late.url, late.payment.status) == (None, Status.PAID)


async def test_one_key_is_not_for_two_invoices(yookassa: YooKassa) -> None:
    request = invoice()
    await yookassa.create(request)
    with pytest.raises(Rejected, match="Idempotence-Key"):
        await yookassa.create(replace(request, amount=Money(99_900, "RUB")))


@pytest.mark.parametrize(
    ("how", "received"),
    [
        ({"amount": "249.00"}, Money(24_900, "RUB")),
        ({"currency": "USD"}, Money(25_000, "USD")),
    ],
)
async def test_another_amount_or_currency_is_told_as_it_came(
    outside: Sandbox, yookassa: YooKassa, how: dict[str, Any], received: Money
) -> None:
    request = invoice()
    made = await yookassa.create(request)
    await pay(outside, made.external_id, **how)
    found = await yookassa.fetch(ref(request, made.external_id))
    assert found
    assert found.received == received


async def test_what_expired_is_paid_all_the_same(outside: Sandbox, yookassa: YooKassa) -> None:
    request = invoice()
    made = await yookassa.create(request)
    await outside.post("clock", {"advance": "2 hours"})
    expired = await yookassa.fetch(ref(request, made.external_id))
    assert expired
    assert expired.status is Status.EXPIRED
    await pay(outside, made.external_id, late=True)
    found = await yookassa.fetch(ref(request, made.external_id))
    assert found
    assert (found.status, found.received) == (Status.PAID, PRICE)


async def test_a_saved_method_is_charged_once_for_its_key(
    outside: Sandbox, yookassa: YooKassa
) -> None:
    method = await saved(outside, yookassa)
    request = charge(method.id)
    first = await yookassa.charge_saved(request)
    assert (first.status, first.received, first.key) == (Status.PAID, PRICE, request.key)
    assert (await yookassa.charge_saved(request)).external_id == first.external_id
    # After a day YooKassa has forgotten the key, and the adapter searches for the charge.
    await outside.faults(yookassa={"forget_keys": True})
    again = await yookassa.charge_saved(replace(request, again=True))
    assert again.external_id == first.external_id
    assert len(await outside.get("yookassa/payments")) == 2
    assert method.id not in repr(method)
    assert method.id not in repr(request)


async def test_a_search_that_takes_longer_than_a_call_comes_to_its_end(
    outside: Sandbox, yookassa: YooKassa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a shop with thousands of payments a day it began anew for ever, days after the charge."""
    request = charge((await saved(outside, yookassa)).id)
    first = await yookassa.charge_saved(request)
    for _ in range(20):
        await yookassa.create(invoice())
    await outside.faults(yookassa={"forget_keys": True})
    monkeypatch.setattr("gateways.payments.yookassa.PAGE", 2)

    transport, found, calls = Impatient(), None, 0
    async with httpx.AsyncClient(transport=transport) as http:
        impatient = YooKassa(http, f"{outside.url}/yookassa/v3", "100500", SECRET)
        while found is None:
            calls += 1
            transport.left = 4
            with suppress(Transient):
                found = await impatient.charge_saved(replace(request, again=True))
            assert calls < 9
    assert calls > 1
    assert found.external_id == first.external_id


async def test_what_may_have_been_sent_before_a_restore_is_searched_for(
    outside: Sandbox, yookassa: YooKassa
) -> None:
    """The first try that the restored shop knows of; the lost one made the charge."""
    request = charge((await saved(outside, yookassa)).id)
    await yookassa.charge_saved(request)
    await outside.faults(yookassa={"forget_keys": True})
    row = {
        "provider": "yookassa",
        "token": request.key,
        "method": request.method_id,
        "amount": request.amount.amount,
        "currency": request.amount.currency,
        "locale": "en",
        "created_at": request.first_tried_at.isoformat(),
        "return_url": request.return_url,
        "again": True,
    }
    gateway = PaymentGateway({"yookassa": yookassa}, Catalog.load())
    told = await gateway.serve("payment.charge", row, again=False)
    assert told["status"] == "paid"
    assert len(await outside.get("yookassa/payments")) == 2


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("insufficient_funds", After.RETRY),
        ("payment_method_limit_exceeded", After.RETRY),
        ("permission_revoked", After.DROP),
        ("card_expired", After.DROP),
        ("3d_secure_failed", After.BUYER),
        ("general_decline", After.BUYER),
        ("canceled_by_merchant", After.END),
        ("a_reason_of_tomorrow", After.END),
    ],
)
async def test_a_decline_says_what_may_follow(
    outside: Sandbox, yookassa: YooKassa, code: str, after: After
) -> None:
    method = await saved(outside, yookassa)
    await outside.faults(yookassa={"decline": code})
    declined = await yookassa.charge_saved(charge(method.id))
    assert declined.status is Status.CANCELED
    assert declined.received is None
    assert declined.decline
    assert (declined.decline.after, declined.decline.code) == (after, code)


async def test_a_method_that_is_not_there_is_dropped(yookassa: YooKassa) -> None:
    declined = await yookassa.charge_saved(charge("gone"))
    assert declined.decline
    assert declined.decline.after is After.DROP
    assert await yookassa.forget_method("gone") is False


async def test_a_shop_that_may_not_remember_methods_sells_without(
    outside: Sandbox, yookassa: YooKassa
) -> None:
    method = await saved(outside, yookassa)
    await outside.faults(yookassa={"no_autopay": True})
    request = invoice(save_method=True)
    made = await yookassa.create(request)
    assert (bool(made.url), made.saves) == (True, False)
    assert (await yookassa.create(replace(request, again=True))).external_id == made.external_id
    assert (await yookassa.create(invoice())).saves
    declined = (await yookassa.charge_saved(charge(method.id))).decline
    assert declined
    assert (declined.after, declined.code) == (After.END, "forbidden")


async def test_a_refund_is_made_once_and_is_no_more_than_was_paid(
    outside: Sandbox, yookassa: YooKassa
) -> None:
    payment = await paid(outside, yookassa)
    part = refund_of(payment.external_id, Money(20_000, "RUB"), whole=False)
    await outside.faults(yookassa={"lost_answer": 1})
    with pytest.raises(Transient):
        await yookassa.refund(part)
    await outside.faults(yookassa={"forget_keys": True})
    done = await yookassa.refund(replace(part, again=True))
    assert (done.status, done.amount, done.key) == (
        *(Progress.DONE, Money(20_000, "RUB")),
        part.key,
    )
    assert await yookassa.fetch_refund(part, done.external_id) == done
    found = await yookassa.fetch(ref(invoice(), payment.external_id))
    assert found
    assert (found.status, found.refunded) == (Status.PARTIALLY_REFUNDED, 20_000)
    with pytest.raises(Rejected):
        await yookassa.refund(refund_of(payment.external_id, Money(5_001, "RUB")))
    await yookassa.refund(refund_of(payment.external_id, Money(5_000, "RUB")))
    found = await yookassa.fetch(ref(invoice(), payment.external_id))
    assert found
    assert (found.status, found.refunded) == (Status.REFUNDED, 25_000)


@pytest.mark.parametrize("succeeds", [True, False])
async def test_a_refund_that_waits_is_asked_about(
    outside: Sandbox, yookassa: YooKassa, succeeds: bool
) -> None:
    payment = await paid(outside, yookassa)
    await outside.faults(yookassa={"refunds": "pending"})
    request = refund_of(payment.external_id)
    waits = await yookassa.refund(request)
    assert waits.status is Progress.PENDING
    await outside.post(f"yookassa/refunds/{waits.external_id}/settle", {"succeeds": succeeds})
    settled = await yookassa.fetch_refund(request, waits.external_id)
    assert settled
    assert settled.status is (Progress.DONE if succeeds else Progress.FAILED)
    assert settled.reason == (None if succeeds else "insufficient_funds")


async def test_a_receipt_goes_to_the_payer_or_to_the_shop(
    outside: Sandbox, client: httpx.AsyncClient
) -> None:
    yookassa = YooKassa(client, f"{outside.url}/yookassa/v3", "100500", SECRET, RECEIPTS)
    contact = Contact(email="ann@mail.example")
    assert "ann" not in repr(invoice(contact=contact))
    for who in (contact, None):
        payment = await paid(outside, yookassa, contact=who)
        await yookassa.refund(refund_of(payment.external_id, contact=who))
    bodies = [one["params"] for one in await asked(outside, "POST payments")]
    bodies += [one["params"] for one in await asked(outside, "POST refunds")]
    emails = [body["receipt"]["customer"]["email"] for body in bodies]
    assert emails == ["ann@mail.example", "receipts@shop.example"] * 2
    (item,) = bodies[0]["receipt"]["items"]
    assert (item["vat_code"], item["amount"]["value"]) == (11, "250.00")


async def test_a_poller_goes_through_all_pages(outside: Sandbox, yookassa: YooKassa) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    made = [await yookassa.create(invoice()) for _ in range(101)]
    first = await yookassa.list_changed(since)
    assert len(first.items) == 100
    second = await yookassa.list_changed(since, first.cursor)
    assert second.cursor is None
    facts = [*first.items, *second.items]
    numbers = {fact.external_id for fact in facts if isinstance(fact, Payment)}
    assert numbers == {one.external_id for one in made}


async def test_a_day_has_payments_and_refunds(outside: Sandbox, yookassa: YooKassa) -> None:
    payment = await paid(outside, yookassa)
    await yookassa.create(invoice())
    await yookassa.refund(refund_of(payment.external_id))
    day = datetime.now(UTC) - timedelta(hours=1)
    first = await yookassa.transactions(day)
    assert [(one.kind, one.amount, one.fee) for one in first.items] == [
        ("payment", PRICE, Money(875, "RUB"))
    ]
    second = await yookassa.transactions(day, first.cursor)
    assert [(one.kind, one.amount) for one in second.items] == [("refund", Money(-25_000, "RUB"))]
    assert second.cursor is None
    assert (await yookassa.transactions(day - timedelta(days=1))).items == ()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"broken": 1}, Transient),
        ({"fail": 1}, Transient),
        ({"down": 503}, Transient),
        ({"limited": True}, Transient),
        ({"locked": True}, Denied),
    ],
)
async def test_trouble_is_no_verdict_about_a_payment(
    outside: Sandbox, yookassa: YooKassa, fault: dict[str, Any], kind: type[GatewayError]
) -> None:
    await outside.faults(yookassa=fault)
    with pytest.raises(kind):
        await yookassa.create(invoice())
    with pytest.raises(kind):
        await yookassa.fetch(ref(invoice(), "2c9f-000f"))


async def test_a_wrong_secret_is_denied_and_not_shown(
    outside: Sandbox, client: httpx.AsyncClient
) -> None:
    wrong = YooKassa(client, f"{outside.url}/yookassa/v3", "100500", SecretStr("mistyped"))
    with pytest.raises(Denied) as raised:
        await wrong.create(invoice())
    assert "mistyped" not in str(raised.value)
    assert "mistyped" not in repr(raised.value)


def test_a_missing_amount_is_missing() -> None:
    """Neither a known price nor a rounded one replaces it."""
    from gateways.payments.yookassa import _payment

    for amount in ({}, {"value": "250.001", "currency": "RUB"}, {"value": 250.0}, None):
        body = {"id": "1", "status": "succeeded", "amount": amount}
        assert _payment(json.loads(json.dumps(body))).received is None
