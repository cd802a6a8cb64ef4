"""Stripe against its emulator: how the adapter reads each answer and each fault."""

import json
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Denied, GatewayError, Rejected, Transient
from gateways.payments.gateway import dispute_report, report
from gateways.payments.port import (
    After,
    BadSignature,
    Dispute,
    DisputeStatus,
    Fact,
    Money,
    Payment,
    Progress,
    ProviderEvent,
    Refund,
    SavedMethod,
    Status,
)
from gateways.payments.stripe import Stripe, StripeWebhook
from tests.support.payments import (
    Impatient,
    charge,
    deliveries,
    headers_of,
    invoice,
    payment_in,
    ref,
    refund_of,
)
from tests.support.sandbox import Receiver, Sandbox

PRICE = Money(1_000, "USD")
READER = StripeWebhook([SecretStr("whsec_sandbox")])


@pytest.fixture
def stripe(outside: Sandbox, client: httpx.AsyncClient) -> Stripe:
    return Stripe(client, f"{outside.url}/stripe/v1", SecretStr("sk_test_sandbox"))


async def pay(outside: Sandbox, number: str, **how: Any) -> None:
    await outside.post(f"stripe/sessions/{number}/pay", how)


async def paid(outside: Sandbox, stripe: Stripe, **change: Any) -> Payment:
    request = invoice(PRICE, **change)
    made = await stripe.create(request)
    await pay(outside, made.external_id)
    payment = await stripe.fetch(ref(request, made.external_id))
    assert payment
    return payment


async def saved(outside: Sandbox, stripe: Stripe) -> SavedMethod:
    payment = await paid(outside, stripe, save_method=True)
    assert payment.method
    return payment.method


def facts(events: list[ProviderEvent], kind: str) -> list[Fact]:
    return [fact for event in events if event.kind == kind for fact in event.facts]


async def test_a_session_is_made_paid_and_fetched(outside: Sandbox, stripe: Stripe) -> None:
    request = invoice(PRICE)
    made = await stripe.create(request)
    assert made.external_id.startswith("cs_")
    assert made.url
    assert made.expires_at
    pending = await stripe.fetch(ref(request, made.external_id))
    assert pending
    assert (pending.status, pending.charge_id) == (Status.PENDING, None)

    await pay(outside, made.external_id)
    found = await stripe.fetch(ref(request, made.external_id))
    assert found
    assert (found.status, found.received, found.fee) == (Status.PAID, PRICE, Money(59, "USD"))
    assert (found.key, found.method) == (request.key, None)
    assert found.charge_id
    assert found.charge_id.startswith("pi_")
    assert await stripe.fetch(ref(request)) == found
    assert await stripe.fetch(ref(invoice(), "cs_test_gone")) is None


async def test_a_webhook_carries_the_payment(
    outside: Sandbox, stripe: Stripe, webhook: Receiver
) -> None:
    payment = await paid(outside, stripe)
    await webhook.wait(2)
    events = deliveries(READER, webhook)
    told = [event for event in events if event.kind == "checkout.session.completed"]
    assert told[0].verified
    fact = payment_in(told[0])
    assert (fact.external_id, fact.charge_id) == (payment.external_id, payment.charge_id)
    assert (fact.status, fact.received, fact.key) == (Status.PAID, PRICE, payment.key)
    # The intent's event reports the same charge, which is booked once per id.
    (intent,) = facts(events, "payment_intent.succeeded")
    assert isinstance(intent, Payment)
    assert (intent.charge_id, intent.key) == (payment.charge_id, payment.key)
    assert {event.lane for event in events} == {payment.charge_id}


async def test_a_forged_and_an_old_webhook_are_refused(
    outside: Sandbox, stripe: Stripe, webhook: Receiver
) -> None:
    made = await stripe.create(invoice(PRICE))
    await pay(outside, made.external_id, bad_signature=True)
    await webhook.wait(1)
    with pytest.raises(BadSignature):
        deliveries(READER, webhook)
    await outside.faults(stripe={"stale_webhook": True})
    await pay(outside, made.external_id)
    await webhook.wait(2)
    headers, raw = headers_of(webhook.got[1]), webhook.raw[1]
    with pytest.raises(BadSignature):
        READER.read_webhook(headers, raw)
    # A webhook that was stored in time can be read again at any time.
    assert READER.read_stored(raw, verified=True)[0].verified
    then = StripeWebhook([SecretStr("whsec_sandbox")], clock=lambda: time.time() - 600)
    assert then.read_webhook(headers, raw)


async def test_a_secret_that_is_replaced_is_known_with_the_next(
    outside: Sandbox, stripe: Stripe, webhook: Receiver
) -> None:
    await paid(outside, stripe)
    await webhook.wait(2)
    both = StripeWebhook([SecretStr("whsec_next"), SecretStr("whsec_sandbox")])
    assert deliveries(both, webhook)
    for unknown in ([SecretStr("whsec_next")], [SecretStr("")], []):
        with pytest.raises(BadSignature):
            deliveries(StripeWebhook(unknown), webhook)


async def test_a_lost_answer_is_asked_for_with_the_same_key(
    outside: Sandbox, stripe: Stripe
) -> None:
    request = invoice(PRICE)
    await outside.faults(stripe={"lost_answer": 1})
    with pytest.raises(Transient) as raised:
        await stripe.create(request)
    assert raised.value.in_doubt
    await outside.faults()
    made = await stripe.create(request)
    assert (await stripe.create(request)).external_id == made.external_id
    assert len(await outside.get("stripe/sessions")) == 1
    with pytest.raises(Rejected, match="idempotency"):
        await stripe.create(replace(request, amount=Money(2_000, "USD")))


async def test_a_lost_answer_is_found_however_late_it_is_asked_for_again(
    outside: Sandbox, stripe: Stripe
) -> None:
    """A session lives for at least half an hour from the call, so the next call has another body,
    which Stripe refuses under the first key."""
    request = invoice(PRICE, expires_at=datetime.now(UTC) + timedelta(minutes=20))
    await outside.faults(stripe={"lost_answer": 1})
    with pytest.raises(Transient):
        await stripe.create(request)
    later = replace(request, now=request.now + timedelta(seconds=90), again=True)
    with pytest.raises(Transient):
        await stripe.create(later)
    await outside.faults()
    made = await stripe.create(later)
    assert made.url
    assert [one["id"] for one in await outside.get("stripe/sessions")] == [made.external_id]


async def test_a_search_that_takes_longer_than_a_call_comes_to_its_end(
    outside: Sandbox, stripe: Stripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = invoice(PRICE)
    first = await stripe.create(request)
    for _ in range(20):
        await stripe.create(invoice(PRICE))
    monkeypatch.setattr("gateways.payments.stripe.PAGE", 2)

    transport, found, calls = Impatient(), None, 0
    async with httpx.AsyncClient(transport=transport) as http:
        impatient = Stripe(http, f"{outside.url}/stripe/v1", SecretStr("sk_test_sandbox"))
        while found is None:
            calls += 1
            transport.left = 4
            with suppress(Transient):
                found = await impatient.create(replace(request, again=True))
            assert calls < 9
    assert calls > 1
    assert found.external_id == first.external_id


async def test_an_error_that_is_replayed_is_in_doubt(outside: Sandbox, stripe: Stripe) -> None:
    await outside.faults(stripe={"broken": 1})
    with pytest.raises(Transient) as raised:
        await stripe.create(invoice(PRICE))
    assert raised.value.in_doubt


@pytest.mark.parametrize(
    ("how", "received"),
    [
        ({"amount": "9.99"}, Money(999, "USD")),
        ({"currency": "EUR"}, Money(1_000, "EUR")),
    ],
)
async def test_another_amount_or_currency_is_told_as_it_came(
    outside: Sandbox, stripe: Stripe, how: dict[str, Any], received: Money
) -> None:
    request = invoice(PRICE)
    made = await stripe.create(request)
    await pay(outside, made.external_id, **how)
    found = await stripe.fetch(ref(request, made.external_id))
    assert found
    assert found.received == received


async def test_a_session_ends_when_it_is_closed_and_is_paid_all_the_same(
    outside: Sandbox, stripe: Stripe, webhook: Receiver
) -> None:
    """The shortest session is half an hour: an order that is over earlier closes it."""
    request = invoice(PRICE, expires_at=datetime.now(UTC) + timedelta(minutes=10))
    made = await stripe.create(request)
    where = ref(request, made.external_id)
    assert [await stripe.close(where) for _ in range(2)] == [True, False]
    expired = await stripe.fetch(where)
    assert expired
    assert expired.status is Status.EXPIRED
    await pay(outside, made.external_id, late=True)
    found = await stripe.fetch(where)
    assert found
    assert (found.status, found.received) == (Status.PAID, PRICE)
    assert not await stripe.close(where)
    await webhook.wait(3)
    told = facts(deliveries(READER, webhook), "checkout.session.expired")
    assert [fact.status for fact in told if isinstance(fact, Payment)] == [Status.EXPIRED]


def test_a_debit_that_takes_days_is_neither_open_nor_paid() -> None:
    session = {
        "id": "cs_1",
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "unpaid",
        "amount_total": 100,
        "currency": "eur",
        "payment_intent": "pi_1",
    }
    event = {"id": "evt_1", "type": "checkout.session.completed", "data": {"object": session}}
    (told,) = StripeWebhook([]).read_stored(json.dumps(event).encode(), verified=True)
    payment = payment_in(told)
    assert (payment.status, payment.received) == (Status.AUTHORIZED, None)
    assert report(payment)["status"] == "authorized"


async def test_a_saved_card_is_charged_once_for_its_key(outside: Sandbox, stripe: Stripe) -> None:
    method = await saved(outside, stripe)
    assert method.title == "visa 4242"
    request = charge(method.id, PRICE)
    await outside.faults(stripe={"lost_answer": 1})
    with pytest.raises(Transient):
        await stripe.charge_saved(request)
    # A day later the same key would be a new charge.
    await outside.faults(stripe={"forget_keys": True})
    done = await stripe.charge_saved(replace(request, again=True))
    assert (done.status, done.received, done.key) == (Status.PAID, PRICE, request.key)
    assert done.fee == Money(59, "USD")
    lines = await stripe.transactions(datetime.now(UTC) - timedelta(hours=1))
    assert [line.kind for line in lines.items] == ["payment", "payment"]
    again = await stripe.fetch(ref(invoice(), done.external_id))
    assert again
    assert (again.status, again.charge_id) == (Status.PAID, done.charge_id)


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("insufficient_funds", After.RETRY),
        ("do_not_honor", After.RETRY),
        ("lost_card", After.DROP),
        ("expired_card", After.DROP),
        ("call_issuer", After.BUYER),
    ],
)
async def test_a_decline_says_what_may_follow(
    outside: Sandbox, stripe: Stripe, code: str, after: After
) -> None:
    request = charge((await saved(outside, stripe)).id, PRICE)
    await outside.faults(stripe={"decline": code})
    declined = await stripe.charge_saved(request)
    assert (declined.status, declined.received) == (Status.CANCELED, None)
    assert declined.decline
    assert (declined.decline.after, declined.decline.code) == (after, code)
    # Stripe replays it for this key, but not for the next one.
    await outside.faults()
    assert (await stripe.charge_saved(request)).decline == declined.decline
    assert (await stripe.charge_saved(charge(request.method_id, PRICE))).received == PRICE


async def test_when_the_bank_asks_there_is_a_page_to_confirm(
    outside: Sandbox, stripe: Stripe
) -> None:
    request = charge((await saved(outside, stripe)).id, PRICE)
    await outside.faults(stripe={"decline": "authentication_required"})
    declined = await stripe.charge_saved(request)
    assert declined.decline
    assert declined.decline.after is After.BUYER
    assert declined.decline.url
    assert declined.decline.url not in repr(declined)
    await outside.post(f"stripe/payment_intents/{declined.charge_id}/authenticate", {})
    confirmed = await stripe.fetch(ref(invoice(), declined.charge_id))
    assert confirmed
    assert (confirmed.status, confirmed.received) == (Status.PAID, PRICE)


async def test_what_became_of_a_charge_is_found_by_its_key(
    outside: Sandbox, stripe: Stripe
) -> None:
    """No second charge is needed to learn it."""
    method = await saved(outside, stripe)
    request = charge(method.id, PRICE)
    of_it = replace(ref(invoice()), key=request.key, method_id=method.id)
    assert await stripe.fetch(of_it) is None
    await outside.faults(stripe={"processing": True})
    assert (await stripe.charge_saved(request)).status is Status.PENDING
    pending = await stripe.fetch(of_it)
    assert pending
    assert pending.status is Status.PENDING
    await outside.post(f"stripe/payment_intents/{pending.charge_id}/authenticate", {})
    done = await stripe.fetch(of_it)
    assert done
    assert (done.status, done.received) == (Status.PAID, PRICE)

    await outside.faults(stripe={"decline": "lost_card"})
    refused = charge(method.id, PRICE)
    await stripe.charge_saved(refused)
    declined = await stripe.fetch(replace(of_it, key=refused.key))
    assert declined
    assert declined.decline
    assert (declined.status, declined.decline.after) == (Status.CANCELED, After.DROP)


async def test_a_card_is_forgotten(outside: Sandbox, stripe: Stripe) -> None:
    method = await saved(outside, stripe)
    for _ in range(2):
        assert await stripe.forget_method(method.id)
    with pytest.raises(Rejected, match="not_attached"):
        await stripe.charge_saved(charge(method.id, PRICE))


async def test_a_refund_is_made_once_and_is_no_more_than_was_paid(
    outside: Sandbox, stripe: Stripe, webhook: Receiver
) -> None:
    payment = await paid(outside, stripe)
    part = refund_of(payment.charge_id, Money(400, "USD"), whole=False)
    await outside.faults(stripe={"lost_answer": 1})
    with pytest.raises(Transient):
        await stripe.refund(part)
    await outside.faults(stripe={"forget_keys": True})
    done = await stripe.refund(replace(part, again=True))
    assert (done.status, done.amount) == (Progress.DONE, Money(400, "USD"))
    assert await stripe.fetch_refund(part, done.external_id) == done
    found = await stripe.fetch(ref(invoice(), payment.external_id))
    assert found
    assert (found.status, found.refunded) == (Status.PARTIALLY_REFUNDED, 400)
    with pytest.raises(Rejected, match="amount_too_large"):
        await stripe.refund(refund_of(payment.charge_id, Money(601, "USD")))
    await webhook.wait(5)
    (told,) = facts(deliveries(READER, webhook), "charge.refunded")
    assert isinstance(told, Payment)
    assert (told.charge_id, told.refunded) == (payment.charge_id, 400)


async def test_what_went_back_in_another_currency_is_no_part_of_what_came() -> None:
    charge = {"amount": 900, "amount_refunded": 400, "currency": "eur"}
    intent = {
        **{"object": "payment_intent", "id": "pi_1", "status": "succeeded", "currency": "eur"},
        **{"amount": 900, "amount_received": 900, "latest_charge": charge},
    }
    session = {
        **{"id": "cs_1", "status": "complete", "payment_status": "paid", "currency": "usd"},
        **{"amount_total": 1000, "payment_intent": intent},
    }
    answer = httpx.MockTransport(lambda _: httpx.Response(200, json=session))
    async with httpx.AsyncClient(transport=answer) as client:
        stripe = Stripe(client, "http://stripe/v1", SecretStr("sk_test"))
        found = await stripe.fetch(ref(invoice(), "cs_1"))
    assert found
    assert (found.received, found.refunded) == (Money(1000, "USD"), 0)


@pytest.mark.parametrize("succeeds", [True, False])
async def test_a_refund_that_waits_is_told_and_fetched(
    outside: Sandbox, stripe: Stripe, webhook: Receiver, succeeds: bool
) -> None:
    payment = await paid(outside, stripe)
    await outside.faults(stripe={"refunds": "pending"})
    request = refund_of(payment.charge_id, PRICE)
    waits = await stripe.refund(request)
    assert waits.status is Progress.PENDING
    await outside.post(f"stripe/refunds/{waits.external_id}/settle", {"succeeds": succeeds})
    settled = await stripe.fetch_refund(request, waits.external_id)
    assert settled
    assert settled.status is (Progress.DONE if succeeds else Progress.FAILED)
    await webhook.wait(4 if succeeds else 5)
    kind = "refund.updated" if succeeds else "refund.failed"
    (told,) = facts(deliveries(READER, webhook), kind)
    assert isinstance(told, Refund)
    assert (told.status, told.key) == (settled.status, request.key)


@pytest.mark.parametrize(
    ("decided", "status", "withdrawn"),
    [("won", DisputeStatus.WON, False), ("lost", DisputeStatus.LOST, True)],
)
async def test_a_dispute_is_told_until_it_is_decided(
    outside: Sandbox,
    stripe: Stripe,
    webhook: Receiver,
    decided: str,
    status: DisputeStatus,
    withdrawn: bool,
) -> None:
    payment = await paid(outside, stripe)
    body = {"payment_intent": payment.charge_id}
    await outside.post("stripe/disputes", body)
    disputed = await stripe.fetch(ref(invoice(), payment.external_id))
    assert disputed
    assert disputed.status is Status.DISPUTED
    assert disputed.status.has_money
    await outside.post("stripe/disputes", {**body, "status": decided})
    await webhook.wait(4)
    events = deliveries(READER, webhook)
    (opened,), (closed,) = (
        facts(events, f"charge.dispute.{kind}") for kind in ("created", "closed")
    )
    assert isinstance(opened, Dispute)
    assert isinstance(closed, Dispute)
    assert (opened.status, opened.amount, opened.withdrawn) == (DisputeStatus.OPEN, PRICE, True)
    assert opened.charge_id == payment.charge_id
    assert (closed.status, closed.withdrawn) == (status, withdrawn)
    assert await stripe.fetch_dispute(closed.external_id) == closed
    assert await stripe.fetch_dispute("dp_none") is None


def test_a_dispute_without_an_amount_is_one_to_ask_about() -> None:
    told = {"id": "dp_1", "object": "dispute", "payment_intent": "pi_1", "status": "lost"}
    event = {"id": "evt_1", "type": "charge.dispute.closed", "data": {"object": told}}
    (read,) = READER.read_stored(json.dumps(event).encode(), verified=True)
    (fact,) = read.facts
    assert isinstance(fact, Dispute)
    assert (fact.external_id, fact.charge_id, fact.amount) == ("dp_1", "pi_1", None)
    said = dispute_report(fact)
    assert (said["amount"], said["currency"], said["fee"]) == (None, None, None)


async def test_a_poller_finds_what_no_webhook_told(
    outside: Sandbox, stripe: Stripe, webhook: Receiver
) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    await outside.faults(stripe={"no_webhook": True})
    payment = await paid(outside, stripe)
    page = await stripe.list_changed(since)
    assert webhook.got == []
    numbers = [fact.charge_id for fact in page.items if isinstance(fact, Payment)]
    assert numbers == [payment.charge_id] * 2
    assert page.cursor is None


async def test_a_day_goes_through_all_pages(outside: Sandbox, stripe: Stripe) -> None:
    method = await saved(outside, stripe)
    for _ in range(100):
        await stripe.charge_saved(charge(method.id, PRICE))
    day = datetime.now(UTC) - timedelta(hours=1)
    first = await stripe.transactions(day)
    second = await stripe.transactions(day, first.cursor)
    lines = [*first.items, *second.items]
    assert (len(first.items), len(lines), second.cursor) == (100, 101, None)
    assert {(line.kind, line.amount, line.fee) for line in lines} == {
        ("payment", PRICE, Money(59, "USD"))
    }
    assert all(line.key and line.charge_id for line in lines)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"fail": 1}, Transient),
        ({"down": True}, Transient),
        ({"limited": True}, Transient),
        ({"locked": True}, Denied),
    ],
)
async def test_trouble_is_no_verdict_about_a_payment(
    outside: Sandbox, stripe: Stripe, fault: dict[str, Any], kind: type[GatewayError]
) -> None:
    await outside.faults(stripe=fault)
    for call in (
        stripe.create(invoice(PRICE)),
        stripe.fetch(ref(invoice(), "cs_1")),
        stripe.charge_saved(charge("cus_1:pm_1", PRICE)),
        stripe.refund(refund_of("pi_1")),
    ):
        with pytest.raises(kind):
            await call


async def test_a_wrong_key_is_denied_and_not_shown(
    outside: Sandbox, client: httpx.AsyncClient
) -> None:
    wrong = Stripe(client, f"{outside.url}/stripe/v1", SecretStr("sk_live_mistyped"))
    with pytest.raises(Denied) as raised:
        await wrong.create(invoice(PRICE))
    assert "mistyped" not in str(raised.value)
