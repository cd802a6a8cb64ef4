"""Amounts: exact or not at all, by each currency's digits."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.payments.money import decimal, from_stripe, major, minor, share, to_stripe
from gateways.payments.port import Money
from gateways.payments.wire import Malformed, call, parsed

AMOUNTS = st.integers(0, 10**15)
CURRENCIES = st.sampled_from(["RUB", "USD", "JPY", "KRW", "XTR", "KWD", "BHD", "ISK", "UGX"])


@given(AMOUNTS, CURRENCIES)
def test_an_amount_comes_back_as_it_went(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert minor(major(money), currency) == money
    assert from_stripe(to_stripe(money), currency.lower()) == money


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("250", "RUB", 25_000),
        ("250.5", "RUB", 25_050),
        ("250.50", "RUB", 25_050),
        ("2.505e2", "RUB", 25_050),
        ("1000", "JPY", 1_000),
        ("1.234", "KWD", 1_234),
        (Decimal("0.1"), "USD", 10),
        (7, "XTR", 7),
        ("250.505", "RUB", None),
        ("1000.5", "JPY", None),
        ("-1", "RUB", None),
        ("1e30", "RUB", None),
        ("1e16", "RUB", None),
        ("1e-400", "RUB", None),
        ("NaN", "RUB", None),
        ("Infinity", "RUB", None),
        ("1_000", "RUB", None),
        ("٣", "RUB", None),
        ("", "RUB", None),
        (0.1, "RUB", None),
        (True, "RUB", None),
        (None, "RUB", None),
        ("1", "rub", None),
        ("1", None, None),
    ],
)
def test_what_an_amount_is(text: Any, currency: Any, amount: int | None) -> None:
    expected = None if amount is None else Money(amount, currency)
    assert minor(text, currency) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "ours"),
    [
        (1_000, "usd", 1_000),
        (1_000, "jpy", 1_000),
        (1_000, "kwd", 1_000),
        (1_000, "isk", 10),
        (1_000, "ugx", 10),
        (1_050, "isk", None),
        (-5, "usd", None),
        (10**18, "usd", None),
        ("1000", "usd", None),
        (10, "", None),
    ],
)
def test_stripes_amounts(amount: Any, currency: str, ours: int | None) -> None:
    expected = None if ours is None else Money(ours, currency.upper())
    assert from_stripe(amount, currency) == expected


def test_a_share_is_rounded_down_and_never_more_than_makes_sense() -> None:
    assert share(Money(25_000, "RUB"), Decimal(1), Decimal(3)) == Money(8_333, "RUB")
    assert share(Money(25_000, "RUB"), Decimal(3), Decimal(3)) == Money(25_000, "RUB")
    assert share(Money(25_000, "RUB"), Decimal(1), Decimal(0)) is None
    assert share(Money(25_000, "RUB"), Decimal(-1), Decimal(3)) is None
    assert share(Money(10**17, "RUB"), Decimal(10**17), Decimal("1e-20")) is None


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    number = decimal(text)
    assert number is None or number.is_finite()


async def test_a_page_of_a_list_may_be_long_and_a_webhook_not() -> None:
    raw = b'{"items": [' + b",".join([b'{"invoice_id": 7}'] * 200_000) + b"]}"
    elsewhere = httpx.MockTransport(lambda _: httpx.Response(200, content=raw))
    async with httpx.AsyncClient(transport=elsewhere) as client:
        answer = await call(client, "somebody", "GET", "http://somewhere.example")
    assert answer.body
    assert len(answer.body["items"]) == 200_000
    with pytest.raises(Malformed):
        parsed(raw)


def test_fractions_stay_what_was_written() -> None:
    body = parsed(b'{"fee": 0.1, "paid": 2.50000000000000000001}')
    assert body == {"fee": Decimal("0.1"), "paid": Decimal("2.50000000000000000001")}
    for raw in (
        b"[1]",
        b"\xff",
        b'{"a": Infinity}',
        b"[" * 100_000,
        b'{"a": 1e99999999999999999999}',
    ):
        with pytest.raises(Malformed):
            parsed(raw)
