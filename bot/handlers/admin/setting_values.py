"""How a person writes the value of a setting, by its kind (app.setting_kinds)."""

import re
from collections.abc import Sequence
from typing import Any

from bot.admin_api import Refused
from texts import read_minor_units

# What stands for a number, before it is read, and a currency after or before it.
_NUMBER = r"\d(?:[\d\s.,]*\d)?"
_PAIRS = (
    re.compile(rf"(?P<amount>{_NUMBER})\s*(?P<currency>[A-Za-z]{{3}})"),
    re.compile(rf"(?P<currency>[A-Za-z]{{3}})\s*(?P<amount>{_NUMBER})"),
)
# Groups of digits that may be amounts of their own; none of these begins with 0.
_APART = re.compile(r"\d\s+[1-9]")
_BETWEEN = re.compile(r"\s*[,;]?\s*")

# Kinds that are answered by a tap.
CHOICES = {
    "reward": ("percent", "sum", "days"),
    "dispute": ("when_opened", "when_lost", "never"),
    "asset": ("USDT", "TON"),
    "flag": (True, False),
}


class Unreadable(Refused):
    """The text is no value of this kind. The database says which values there are."""


def value_of(kind: str, text: str) -> Any:
    """Amounts are written in major units, each with its currency. Raises Unreadable."""
    try:
        return _read(kind, text.strip())
    except ValueError as error:
        raise Unreadable(text) from error


def _read(kind: str, text: str) -> Any:
    match kind:
        case "number" | "chat":
            return int(text.replace(" ", ""))
        case "amounts":
            return _amounts(text)
        case "amount_lists":
            return _presets(text)
        case "languages":
            return [each.lower() for each in _parts(text)]
        case "currency":
            return text.upper()
        case "plan":
            return text.lower()
    return text


def _amounts(text: str) -> dict[str, int]:
    """One for each currency."""
    found = _by_currency(_pairs(text))
    if any(len(amounts) > 1 for amounts in found.values()):
        raise ValueError(text)
    return {currency: amounts[0] for currency, amounts in found.items()}


def _presets(text: str) -> dict[str, list[int]]:
    """Reads several amounts for a currency. If the currency stands there once, 100 200 500 RUB may
    be one amount or three."""
    pairs = _pairs(text)
    for amount, currency in pairs:
        if _APART.search(amount) and [named for _, named in pairs].count(currency) == 1:
            raise Unreadable(text, "amounts_run_together")
    return _by_currency(pairs)


def _by_currency(pairs: Sequence[tuple[str, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for amount, currency in pairs:
        found.setdefault(currency, []).append(read_minor_units(amount, currency))
    return found


def _pairs(text: str) -> list[tuple[str, str]]:
    """Reads amounts, with the currency after each of them, or before each. It skips nothing: a part
    of an amount would be another amount."""
    for pair in _PAIRS:
        found: list[tuple[str, str]] = []
        at = 0
        while one := pair.match(text, at):
            found.append((one["amount"], one["currency"].upper()))
            between = _BETWEEN.match(text, one.end())
            at = between.end() if between else one.end()
        if found and at == len(text):
            return found
    raise ValueError(text)


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", text) if part]
