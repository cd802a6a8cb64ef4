"""Amounts as people write them: the same reading for customers and admins."""

import re
from decimal import Decimal

from texts.values import digits, minor_units

_AMOUNT = re.compile(
    r"""
      (?P<grouped>[1-9]\d{,2}(,\d{3}){1,4})(\.(?P<cents>\d+))?
    | (?P<whole>\d[\d\s]{,14})([.,](?P<fraction>\d+))?
    """,
    re.VERBOSE,
)


def read_amount(text: str) -> Decimal:
    """500, 1 000, 1,000, 99.50 or 99,50, with the decimal digits that were written. Raises
    ValueError for anything else."""
    written = _AMOUNT.fullmatch(text.strip())
    if written is None:
        raise ValueError(text)
    whole = re.sub(r"[\s,]", "", written["grouped"] or written["whole"])
    fraction = written["cents"] or written["fraction"]
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def read_minor_units(text: str, currency: str) -> int:
    """Major units, in minor ones. Raises ValueError for no amount, and for more decimal digits than
    the currency has: 1000,000 may mean two things."""
    amount = read_amount(text)
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, str) or -exponent > digits(currency):
        raise ValueError(text)
    return minor_units(amount, currency)
