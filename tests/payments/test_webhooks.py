"""Whatever is posted to a webhook is refused by the port's own exception, or read; without a
signature it never counts as genuine. And signatures made by openssl."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from gateways.payments.crypto_pay import CryptoPayWebhook
from gateways.payments.heleket import HeleketWebhook
from gateways.payments.heleket import signature as heleket_signature
from gateways.payments.port import (
    BadSignature,
    Dispute,
    Money,
    Payment,
    Payout,
    ProviderEvent,
    Refund,
    Unreadable,
    Webhook,
    WebhookRefused,
)
from gateways.payments.stripe import StripeWebhook
from gateways.payments.yookassa import YooKassaWebhook
from tests.support.webhooks import TEMPLATES, places
from tests.support.webhooks import signed as signed_as

NOW = 1_764_374_400
SECRET = "vector"
READERS: Mapping[str, Webhook] = {
    "crypto_pay": CryptoPayWebhook(SecretStr(SECRET)),
    "yookassa": YooKassaWebhook(),
    "stripe": StripeWebhook([SecretStr(SECRET)], clock=lambda: NOW),
    "heleket": HeleketWebhook(SecretStr(SECRET), SecretStr("payout")),
}
SIGNED = sorted(set(READERS) - {"yookassa"})
ONE_BY_ONE = settings(
    max_examples=60,
    deadline=None,
    # A busy machine is no reason to fail.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def signed(provider: str, raw: bytes) -> tuple[dict[str, str], bytes]:
    return signed_as(provider, raw, SECRET, NOW)


def read(reader: Webhook, headers: Mapping[str, str], raw: bytes) -> list[ProviderEvent]:
    """Refusals reveal nothing; any other exception breaks the port's contract."""
    try:
        return reader.read_webhook(headers, raw)
    except WebhookRefused:
        return []


def check(events: list[ProviderEvent]) -> None:
    """What was read can be stored in text columns, bigints and JSON."""
    for event in events:
        for text in (event.dedupe_key, event.kind, event.lane, event.external_id or "x"):
            assert text.isascii()
            assert text.isprintable()
            assert 0 < len(text) <= 300
        for amount in amounts(event):
            assert 0 <= amount.amount < 10**18
            assert len(amount.currency) == 3


def amounts(event: ProviderEvent) -> Iterator[Money]:
    for fact in event.facts:
        match fact:
            case Payment():
                yield from filter(None, (fact.amount, fact.received, fact.fee))
                assert fact.received is None or fact.status.has_money
            case Refund() | Dispute():
                yield from filter(None, (fact.amount,))
            case Payout():
                assert fact.amount is None or fact.amount.amount.is_finite()


# -- Any bytes, any headers


HEADERS = st.dictionaries(
    st.sampled_from(["stripe-signature", "crypto-pay-api-signature", "x-other"]), st.text()
)
NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.sampled_from([0, -1, 10**400, True, "1e5000", "NaN", "-0", "1_000", "٣", "0x10", ""]),
)
TEXTS = st.one_of(
    st.text(),
    st.sampled_from(
        [
            *("RUB", "rub", "USD", "XTR", "ISK", "KWD", "USDT", "paid", "succeeded", "canceled"),
            *("complete", "invoice_paid", "payment", "payout", "refund", "2026-11-29T00:00:00Z"),
            *("payment.succeeded", "refund.succeeded", "checkout.session.completed", "dp_1"),
            *(
                "charge.refunded",
                "charge.dispute.created",
                "refund.failed",
                "\ud800",
                "\0",
                "9" * 500,
            ),
        ]
    ),
)
NAMES = st.sampled_from(
    [
        *("id", "type", "event", "object", "data", "payload", "invoice_id", "update_type", "uuid"),
        *("update_id", "status", "payment_status", "amount", "value", "currency", "fiat", "asset"),
        *("paid_amount", "fee_amount", "paid_asset", "fee_asset", "payment_amount", "created"),
        *("payer_amount", "merchant_amount", "is_final", "order_id", "metadata", "key", "paid_at"),
        *("amount_total", "amount_refunded", "payment_intent", "latest_charge", "customer"),
        *("balance_transaction", "balance_transactions", "net", "refunded_amount", "sign"),
        *("cancellation_details", "reason", "last_payment_error", "income_amount", "updated_at"),
    ]
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=6)),
    max_leaves=12,
)
BODIES = st.dictionaries(NAMES, VALUES, max_size=8).map(
    lambda body: json.dumps(body, separators=(",", ":")).encode()
)


@pytest.mark.parametrize("provider", READERS)
@given(headers=HEADERS, raw=st.one_of(st.binary(), BODIES))
@ONE_BY_ONE
def test_nothing_unsigned_is_verified(provider: str, headers: dict[str, str], raw: bytes) -> None:
    events = read(READERS[provider], headers, raw)
    assert not any(event.verified for event in events)
    check(events)
    if provider in SIGNED:
        assert events == []


@pytest.mark.parametrize("provider", READERS)
@given(raw=BODIES)
@ONE_BY_ONE
def test_whatever_is_signed_is_read_or_refused(provider: str, raw: bytes) -> None:
    check(read(READERS[provider], *signed(provider, raw)))


@pytest.mark.parametrize("provider", READERS)
@given(data=st.data())
@ONE_BY_ONE
def test_a_true_notice_with_one_thing_odd_is_read_or_refused(
    provider: str, data: st.DataObject
) -> None:
    body = json.loads(json.dumps(TEMPLATES[provider]))
    *way, last = data.draw(st.sampled_from(sorted(places(body))))
    place = body
    for name in way:
        place = place[name]
    place[last] = data.draw(VALUES)
    raw = json.dumps(body, separators=(",", ":")).encode()
    check(read(READERS[provider], *signed(provider, raw)))


@pytest.mark.parametrize("provider", READERS)
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe{}",
        b"{" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"id":' + b"9" * 10_000 + b"}",
        b'{"id":1e999999999999999999999999}',
        b'{"id":NaN}',
        b'{"id":"' + b"x" * 2_000_000 + b'"}',
        b'{"id":"\\u0000","event":"payment.succeeded","object":{"id":"\\ud800"}}',
    ],
    ids=lambda raw: str(raw[:12]),
)
def test_what_no_parser_should_be_asked_to_read(provider: str, raw: bytes) -> None:
    assert read(READERS[provider], *signed(provider, raw)) == []


@pytest.mark.parametrize("provider", SIGNED)
def test_one_other_byte_and_it_is_not_genuine(provider: str) -> None:
    reader = READERS[provider]
    raw = json.dumps(TEMPLATES[provider], separators=(",", ":")).encode()
    headers, whole = signed(provider, raw)
    (event,) = reader.read_webhook(headers, whole)
    assert event.verified
    assert event.facts
    with pytest.raises(WebhookRefused):
        reader.read_webhook(headers, whole.replace(b"paid", b"payd", 1))
    with pytest.raises(WebhookRefused):
        reader.read_webhook({}, raw)
    # A stored webhook is read again without its signature, with the same result.
    for verified in (True, False):
        assert reader.read_stored(whole, verified=verified)[0].verified is verified


def test_nobody_is_genuine_for_what_a_header_says_of_his_address() -> None:
    raw = json.dumps(TEMPLATES["yookassa"]).encode()
    names = ("x-forwarded-for", "x-real-ip", "cf-connecting-ip", "forwarded")
    (event,) = READERS["yookassa"].read_webhook(dict.fromkeys(names, "185.71.76.1"), raw)
    assert not event.verified
    assert event.facts == ()


def test_without_a_secret_nothing_is_genuine() -> None:
    """compare_digest of two empty texts is true."""
    raw = json.dumps(TEMPLATES["stripe"]).encode()
    text = f"{NOW}.".encode() + raw
    forged = hmac.new(b"", text, hashlib.sha256).hexdigest()
    for secrets in ([], [SecretStr("")]):
        reader = StripeWebhook(secrets, clock=lambda: NOW)
        for header in ("", f"t={NOW},v1={forged}", f"t={NOW},v1="):
            with pytest.raises(BadSignature):
                reader.read_webhook({"stripe-signature": header}, raw)
    key = hashlib.sha256(b"").digest()
    header = hmac.new(key, b"{}", hashlib.sha256).hexdigest()
    with pytest.raises(BadSignature):
        CryptoPayWebhook(SecretStr("")).read_webhook({"crypto-pay-api-signature": header}, b"{}")
    body = b'{"type":"payment","uuid":"1","status":"paid"'
    sign = heleket_signature(body + b"}", "").encode()
    with pytest.raises(BadSignature):
        HeleketWebhook(SecretStr("")).read_webhook({}, body + b',"sign":"' + sign + b'"}')


@pytest.mark.parametrize(
    "header",
    [
        "t={now},v0={good}",
        "v1={good}",
        "t=,v1={good}",
        "t=-5,v1={good}",
        "t={now},t={now},v1={good}",
        "t=" + "9" * 30 + ",v1={good}",
        "t=١٧٦,v1={good}",
        "t={early},v1={good}",
        "t={late},v1={good}",
    ],
)
def test_stripes_header_is_read_strictly(header: str) -> None:
    raw = json.dumps(TEMPLATES["stripe"]).encode()
    headers, _ = signed("stripe", raw)
    good = headers["stripe-signature"].partition("v1=")[2]
    odd = header.format(now=NOW, good=good, early=NOW - 301, late=NOW + 301)
    with pytest.raises(BadSignature):
        READERS["stripe"].read_webhook({"stripe-signature": odd}, raw)
    kind = {"stripe-signature": f"t={NOW}, v1=00, v1={good}, v0=00"}
    assert READERS["stripe"].read_webhook(kind, raw)[0].verified


# -- Made by `openssl dgst` and `md5sum`


def test_a_signature_of_crypto_pay() -> None:
    raw = (
        b'{"update_id":1,"update_type":"invoice_paid","request_date":"2026-11-29T00:00:00.000Z",'
        b'"payload":{"invoice_id":7,"status":"paid","currency_type":"fiat","fiat":"RUB",'
        b'"amount":"250","payload":"o-7"}}'
    )
    sign = "62ad1ee281518b7995204af93464dcba6ec86ebae6528eb1beb577112699c142"
    reader = CryptoPayWebhook(SecretStr("1000:AAvector"))
    (event,) = reader.read_webhook({"crypto-pay-api-signature": sign}, raw)
    assert (event.verified, event.dedupe_key) == (True, "invoice_paid:7")


def test_a_signature_of_stripe() -> None:
    raw = b'{"id":"evt_1","type":"checkout.session.completed","data":{"object":{"id":"cs_1"}}}'
    sign = "14d142c70ac856c0294a41e5722fcc13b9757493a78087c3284a4fd8840cde8f"
    reader = StripeWebhook([SecretStr("whsec_vector")], clock=lambda: NOW + 299)
    (event,) = reader.read_webhook({"stripe-signature": f"t={NOW},v1={sign}"}, raw)
    assert (event.verified, event.external_id) == (True, "cs_1")


def test_a_signature_of_heleket() -> None:
    raw = (
        b'{"type":"payment","uuid":"62f88b36","order_id":"o-7","amount":"250.00","status":"paid",'
        b'"is_final":true,"currency":"RUB","url":"https:\\/\\/pay.example\\/x"'
        b',"sign":"c7073c83ba78abd660a5b23de3e5584f"}'
    )
    (event,) = HeleketWebhook(SecretStr(SECRET)).read_webhook({}, raw)
    assert (event.verified, event.kind) == (True, "payment.paid")


def test_refusals_hold_nothing_of_what_came() -> None:
    for reader in READERS.values():
        with pytest.raises((BadSignature, Unreadable)) as raised:
            reader.read_webhook({"stripe-signature": "personal"}, b'{"email":"personal"')
        assert "personal" not in str(raised.value)
