"""Amounts as people write them: the same reading for customers and admins."""

import re
from decimal import Decimal

from texts.numerals import plain_digits
from texts.values import digits, minor_units

_IN_GROUPS = re.compile(r"(?P<whole>[1-9]\d{,2}(,\d{3}){1,4})(\.(?P<fraction>\d+))?")
_PLAIN = re.compile(r"(?P<whole>\d[\d\s]{,14})([.,](?P<fraction>\d+))?")
# Where a currency has three decimals, "1,000" may be one: that is what it is read as.
_AS_LONG_AS_A_GROUP = 3


def read_amount(text: str, *, in_groups: bool = True) -> Decimal:
    """500, 1 000, 1,000 (in_groups), 99.50 or 99,50, also in the digits of Persian and Arabic
    keyboards, with the decimal digits that were written. Raises ValueError for anything else."""
    plain = plain_digits(text.strip()).replace("٫", ".").replace("٬", ",")
    written = (in_groups and _IN_GROUPS.fullmatch(plain)) or _PLAIN.fullmatch(plain)
    if written is None:
        raise ValueError(text)
    whole, fraction = re.sub(r"[\s,]", "", written["whole"]), written["fraction"]
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def read_minor_units(text: str, currency: str) -> int:
    """Major units, in minor ones. Raises ValueError for no amount, and for more decimal digits than
    the currency has: 1000,000 may mean two things."""
    most = digits(currency)
    amount = read_amount(text, in_groups=most != _AS_LONG_AS_A_GROUP)
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, str) or -exponent > most:
        raise ValueError(text)
    return minor_units(amount, currency)
