"""The minimum and maximum amount of an invoice, by currency, in minor units.

Telegram publishes them in currencies.json and adjusts them to exchange rates: about one US dollar,
and ten thousand of them. These are round figures of that size, not quotes; the faults `least` and
`most` change them.
"""

from sandbox.faults import TelegramFaults

_LEAST = {
    "USD": 100,
    "EUR": 87,
    "GBP": 76,
    "RUB": 8_000,
    "UAH": 4_200,
    "KZT": 52_000,
    "UZS": 1_250_000,
    "BYN": 300,
    "TRY": 4_100,
    "INR": 8_800,
    "IDR": 1_650_000,
    "BRL": 550,
}
_MOST_OF_LEAST = 10_000
_MOST_STARS = 25_000


def listed(faults: TelegramFaults) -> dict[str, dict[str, object]]:
    """In the form of currencies.json: numbers as text, and the number of digits after the point."""
    found = {}
    for code in _LEAST:
        least, most = limits(code, faults)
        found[code] = {
            "code": code,
            "exp": 2,
            "min_amount": str(least),
            "max_amount": str(most),
        }
    return found


def limits(currency: str, faults: TelegramFaults) -> tuple[int, int | None]:
    """Both bounds are allowed; None if the sandbox has no limits for the currency."""
    least = _LEAST.get(currency, 1)
    most = least * _MOST_OF_LEAST if currency in _LEAST else None
    if currency == "XTR":
        most = _MOST_STARS
    return faults.least.get(currency, least), faults.most.get(currency, most)
