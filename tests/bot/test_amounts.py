"""Amounts as admins write them: read whole, and as customers' amounts are, or not at all."""

from typing import Any

import pytest

from bot.handlers.admin.fields import minor_units
from bot.handlers.admin.payments import word_for
from bot.handlers.admin.promo_fields import minor
from bot.handlers.admin.setting_values import Unreadable, value_of
from bot.handlers.topup import minor_units as of_customer


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("amount_lists", "100 RUB, 1 500 RUB, 5 USD", {"RUB": [10_000, 150_000], "USD": [500]}),
        ("amount_lists", "RUB 100 RUB 1,500", {"RUB": [10_000, 150_000]}),
        ("amount_lists", "1 000 RUB, 2 000 RUB", {"RUB": [100_000, 200_000]}),
        ("amount_lists", "1500 RUB", {"RUB": [150_000]}),
        ("amounts", "1\N{NO-BREAK SPACE}500,50 RUB", {"RUB": 150_050}),
        ("amounts", "1,000.50 RUB", {"RUB": 100_050}),
        ("amounts", "99,5 RUB", {"RUB": 9_950}),
        ("amounts", "1 500 RUB", {"RUB": 150_000}),
        ("amounts", "10 500 RUB, 20 USD", {"RUB": 1_050_000, "USD": 2_000}),
        ("amounts", "10 500 rub; 20,50 usd", {"RUB": 1_050_000, "USD": 2_050}),
        ("amounts", "500 RUB 20 USD", {"RUB": 50_000, "USD": 2_000}),
        ("amounts", "RUB 500, USD 5", {"RUB": 50_000, "USD": 500}),
        ("amounts", "1,500 RUB", {"RUB": 150_000}),
        ("amounts", "5 XTR", {"XTR": 5}),
    ],
)
def test_values_of_settings(kind: str, text: str, value: Any) -> None:
    assert value_of(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("amounts", "1500,000 RUB"),
        ("amounts", "-5 RUB"),
        ("amounts", "1e3 RUB"),
        ("amounts", "five RUB"),
        ("amount_lists", "100 RUB, five"),
        ("amount_lists", "100, 200 RUB"),
        ("amount_lists", "100 200 500 RUB"),
        ("amount_lists", "RUB 100 200 500"),
        ("amount_lists", "100\N{NO-BREAK SPACE}200 RUB"),
        ("amount_lists", "5 USD, 100 200 RUB"),
        ("amounts", "500"),
        ("amounts", "500 RUB and 5 USD"),
        ("amounts", "about 500 RUB"),
        ("amounts", "1.500,00 RUB"),
        ("amounts", "500 RUB, 600 RUB"),
        ("amounts", "5.5 XTR"),
        ("amounts", "RUB 500, 5 USD"),
        ("amounts", ""),
    ],
)
def test_what_may_mean_something_else_is_no_value(kind: str, text: str) -> None:
    with pytest.raises(Unreadable):
        value_of(kind, text)


@pytest.mark.parametrize(
    "text", ["500", "1 000", "1,000", "1,000.50", "99,50", "1000,000", "1.000"]
)
def test_forms_read_what_customers_mean(text: str) -> None:
    meant = of_customer(text, "RUB")
    found = minor_units(text, "RUB")
    assert (found and found["money"]) == meant
    if meant is not None:
        assert minor(text, "RUB") == meant


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("149,50", "amount_149_50"),
        ("1,000", "amount_1000"),
        ("1 000", "amount_1000"),
        ("12345678901", None),
        ("@ann", None),
    ],
)
def test_payments_are_searched_by_amount(text: str, word: str | None) -> None:
    assert word_for(text) == word
