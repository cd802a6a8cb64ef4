"""Arguments of texts. They are JSON, so that SQL and Python say an amount or a time the same way.

| JSON                                  | written as                        |
|---------------------------------------|-----------------------------------|
| "text"                                | itself                            |
| 3                                     | a number that plural rules can see |
| {"money": 14900, "currency": "RUB"}   | 149 ₽                             |
| {"time": "2027-01-31T22:30:00+00:00"} | 31 January 2027, 22:30 UTC        |
| {"date": "2027-01-31T22:30:00+00:00"} | 31 January 2027                   |
| {"text": {"en": "...", "ru": "..."}}  | the reader's language, or English |
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol

Value = str | int | Mapping[str, Any]

# Babel has no narrow currency signs, and does not know Telegram's Stars.
_SIGNS = {"RUB": "₽", "KZT": "₸", "UAH": "₴", "XTR": "⭐"}
# How a day is written where it is not "31 January 2027". CLDR's own patterns would write American
# English, and "31 января 2027 г.".
_DAYS = {"de": "d. MMMM y", "kk": "y 'ж'. d MMMM", "uz": "d-MMMM, y"}
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def money(amount: int, currency: str) -> Value:
    return {"money": amount, "currency": currency}


def moment(at: datetime) -> Value:
    return {"time": at.astimezone(UTC).isoformat()}


def day(at: datetime) -> Value:
    return {"date": at.astimezone(UTC).isoformat()}


def title(by_language: Mapping[str, str]) -> Value:
    return {"text": by_language}


def gigabytes(count: int) -> str:
    """Bytes in gigabytes, with one decimal digit where it says something."""
    whole, tenth = divmod(count * 10 // 10**9, 10)
    return f"{whole}.{tenth}" if tenth and whole < 100 else str(whole)


def digits(currency: str) -> int:
    """Returns the number of decimal digits of a currency's minor unit."""
    return 0 if currency == "XTR" else get_currency_precision(currency)


def written(value: Value, locale: Locale, zone: tzinfo) -> str | int:
    """Returns a value as text."""
    match value:
        case str():
            return value
        case int():
            return value
        case {"money": int(amount), "currency": str(currency)}:
            return _written_money(amount, currency, locale)
        case {"time": str(at)}:
            local = _local(at, zone)
            written_time = format_datetime(local, f"{_day(locale)}, HH:mm", locale=locale)
            return f"{written_time} {_written_offset(local)}"
        case {"date": str(at)}:
            return format_datetime(_local(at, zone), _day(locale), locale=locale)
        case {"text": {"en": english, **others}}:
            return str(others.get(locale.language, english))
        case _:
            raise ValueError(f"not a value for a text: {value!r}")


def _day(locale: Locale) -> str:
    return _DAYS.get(locale.language, "d MMMM y")


def _written_money(amount: int, currency: str, locale: Locale) -> str:
    exponent = digits(currency)
    units = Decimal(amount).scaleb(-exponent)
    shown = 0 if units == units.to_integral_value() else exponent
    number = format_decimal(units, "#,##0" + ("." + "0" * shown if shown else ""), locale)
    sign = _SIGNS.get(currency) or get_currency_symbol(currency, locale)
    return f"{number}{_NO_BREAK_SPACE}{sign}"


def _local(at: str, zone: tzinfo) -> datetime:
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {at}")
    return moment.astimezone(zone)


def _written_offset(local: datetime) -> str:
    """UTC, UTC+3 or UTC+5:30: unlike zone names, these are the same in every language."""
    offset = local.utcoffset() or timedelta()
    if not offset:
        return "UTC"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "+" if offset > timedelta() else "−"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
