"""How a person writes the value of a setting, by its kind (app.setting_kinds)."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.admin_api import Refused
from texts import minor_units

# Kinds that are answered by a tap.
CHOICES = {
    "reward": ("percent", "sum", "days"),
    "dispute": ("when_opened", "when_lost", "never"),
    "asset": ("USDT", "TON"),
    "flag": (True, False),
}


class Unreadable(Refused):
    """What was written is no value of this kind; the database says which there are."""


def value_of(kind: str, text: str, currency: str) -> Any:
    """Amounts are written in major units of `currency`, or with theirs. Raises Unreadable."""
    try:
        return _read(kind, text.strip(), currency)
    except (ValueError, InvalidOperation) as error:
        raise Unreadable(text) from error


def _read(kind: str, text: str, currency: str) -> Any:
    match kind:
        case "number" | "chat":
            return int(text.replace(" ", ""))
        case "sum":
            return amount(text, currency)
        case "sums":
            return [amount(each, currency) for each in _parts(text)]
        case "amounts":
            pairs = re.findall(r"([\d.]+)\s*([A-Za-z]{3})", text.replace(",", "."))
            if not pairs:
                raise ValueError(text)
            return {name.upper(): amount(each, name.upper()) for each, name in pairs}
        case "languages":
            return [each.lower() for each in _parts(text)]
        case "currency":
            return text.upper()
        case "plan":
            return text.lower()
    return text


def amount(text: str, currency: str) -> int:
    """Major units as a person writes them, in minor ones. Raises ValueError, InvalidOperation."""
    return minor_units(
        Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", ".")), currency
    )


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", text) if part]
