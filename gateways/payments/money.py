"""Converts amounts as providers write them to minor units and back: decimals, never floats."""

from decimal import MAX_PREC, ROUND_DOWN, Context, Decimal, InvalidOperation
from typing import TypeGuard

from gateways.payments.port import Money
from texts.values import digits

# A bigint has 19 digits; no price and no coin's fraction needs more than these together.
_LARGEST = Decimal(10) ** 18
_FINEST = -30
_EXACT = Context(prec=100, rounding=ROUND_DOWN, Emin=-MAX_PREC, Emax=MAX_PREC)

# Stripe writes amounts in minor units too, but disagrees about these.
_AT_STRIPE = {"ISK": 2, "UGX": 2}


def decimal(value: object) -> Decimal | None:
    """Takes a number as text or of JSON; None for what cannot be an amount."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    if isinstance(value, str) and (len(value) > 60 or not value.isascii() or "_" in value):
        return None
    try:
        number = Decimal(value)
    except (InvalidOperation, ValueError):
        return None
    if not number.is_finite() or abs(number) >= _LARGEST:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and exponent >= _FINEST else None


def minor(value: object, currency: object) -> Money | None:
    """Exact; None if the currency has no such fraction."""
    number = decimal(value)
    if number is None or not is_currency(currency):
        return None
    units = _EXACT.scaleb(number, digits(currency))
    whole = units.to_integral_value(context=_EXACT)
    return Money(int(whole), currency) if whole == units and 0 <= whole < _LARGEST else None


def major(money: Money) -> str:
    """As text, with all the digits of the currency."""
    exponent = digits(money.currency)
    return f"{_EXACT.scaleb(Decimal(money.amount), -exponent):.{exponent}f}"


def share(money: Money, part: Decimal, whole: Decimal) -> Money | None:
    """Returns money * part / whole, rounded down; None if that makes no sense."""
    if whole <= 0 or part < 0:
        return None
    amount = _EXACT.divide(_EXACT.multiply(Decimal(money.amount), part), whole)
    if amount >= _LARGEST:
        return None
    return Money(int(amount.to_integral_value(context=_EXACT)), money.currency)


def is_currency(code: object) -> TypeGuard[str]:
    return isinstance(code, str) and len(code) == 3 and code.isascii() and code.isupper()


def to_stripe(money: Money) -> int:
    """In Stripe's minor units; of three digits the last must be 0."""
    return money.amount * _finer_at_stripe(money.currency)


def from_stripe(amount: object, currency: object) -> Money | None:
    if isinstance(amount, bool) or not isinstance(amount, int) or not isinstance(currency, str):
        return None
    code = currency.upper()
    if not is_currency(code) or not 0 <= amount < _LARGEST:
        return None
    whole, rest = divmod(amount, _finer_at_stripe(code))
    return None if rest else Money(whole, code)


def _finer_at_stripe(currency: str) -> int:
    """How many of Stripe's minor units make one of ours."""
    ours = digits(currency)
    finer: int = 10 ** (_AT_STRIPE.get(currency, ours) - ours)
    return finer
