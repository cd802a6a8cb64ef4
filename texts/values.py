"""Arguments of texts. They are JSON, so that SQL and Python say an amount or a time the same way.

| JSON                                  | written as                        |
|---------------------------------------|-----------------------------------|
| "text"                                | itself                            |
| 3                                     | a number that plural rules can see |
| {"money": 14900, "currency": "RUB"}   | 149 ₽                             |
| {"time": "2027-01-31T22:30:00+00:00"} | 31 January, or today at 22:30     |
| {"date": "2027-01-31T22:30:00+00:00"} | 31 January                        |
| {"clock": "2027-01-31T22:30:00+00:00", "zone": "Asia/Omsk"} | 04:30       |
| {"city": "Asia/Omsk"}                 | Omsk                              |
| {"text": {"en": "...", "ru": "..."}}  | the reader's language, or English |

Days and clocks are those of the reader's zone. A day has its year unless it is the nearest one
of that name, a time has its clock within two days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import DateTimePattern, format_date, get_timezone_location, parse_pattern
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol

Value = str | int | Mapping[str, Any]

# Babel has no narrow currency signs, and does not know Telegram's Stars.
_SIGNS = {"RUB": "₽", "KZT": "₸", "UAH": "₴", "XTR": "⭐"}
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_WITH_CLOCK = timedelta(hours=48)
# Half a year: nobody has to guess whether 27 January was two weeks ago or comes in eleven months.
_WITHOUT_YEAR = timedelta(days=182)

Nearness = Literal["yesterday", "today", "tomorrow", "near", "far"]
_DAYS: dict[int, Nearness] = {-1: "yesterday", 0: "today", 1: "tomorrow"}


@dataclass(frozen=True)
class Reader:
    """For whom a text is written, and when it is."""

    locale: Locale
    zone: tzinfo
    now: datetime


@dataclass(frozen=True)
class Time:
    """A time in the words of its reader; the catalogue puts them together (texts `time`, `time-on`
    and `time-until`)."""

    day: Nearness
    date: str
    clock: str


def money(amount: int, currency: str) -> Value:
    return {"money": amount, "currency": currency}


def moment(at: datetime) -> Value:
    return {"time": at.astimezone(UTC).isoformat()}


def day(at: datetime) -> Value:
    return {"date": at.astimezone(UTC).isoformat()}


def clock(at: datetime, zone: str) -> Value:
    """What clocks show in a zone."""
    return {"clock": at.astimezone(UTC).isoformat(), "zone": zone}


def city(zone: str) -> Value:
    """The city that a zone is named after."""
    return {"city": zone}


def zone_named(name: str) -> tzinfo:
    """Returns UTC for a zone that this machine does not know: a wrong hour is better than no
    text."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def title(by_language: Mapping[str, str]) -> Value:
    return {"text": by_language}


def gigabytes(count: int) -> str:
    """Bytes in gigabytes, with one decimal digit where it says something."""
    whole, tenth = divmod(count * 10 // 10**9, 10)
    return f"{whole}.{tenth}" if tenth and whole < 100 else str(whole)


def digits(currency: str) -> int:
    """Returns the number of decimal digits of a currency's minor unit."""
    return 0 if currency == "XTR" else get_currency_precision(currency)


def minor_units(amount: Decimal, currency: str) -> int:
    """Raises ValueError for more decimal digits than the currency has, and for no number."""
    units = amount.scaleb(digits(currency))
    if not units.is_finite() or units != units.to_integral_value():
        raise ValueError(amount)
    return int(units)


def written(value: Value, reader: Reader) -> str | int | Time:
    """Returns a value as text."""
    match value:
        case str():
            return value
        case int():
            return value
        case {"money": int(amount), "currency": str(currency)}:
            return _written_money(amount, currency, reader.locale)
        case {"time": str(at)}:
            return _time(_local(at, reader.zone), reader)
        case {"date": str(at)}:
            return _date(_local(at, reader.zone), reader)
        case {"clock": str(at), "zone": str(zone)}:
            return f"{_local(at, zone_named(zone)):%H:%M}"
        case {"city": str(zone)}:
            return get_timezone_location(zone, reader.locale, return_city=True)
        case {"text": {"en": english, **others}}:
            return str(others.get(reader.locale.language, english))
        case _:
            raise ValueError(f"not a value for a text: {value!r}")


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


def _time(local: datetime, reader: Reader) -> Time:
    """Close to now people think in hours, further away in days."""
    days = (local.date() - reader.now.astimezone(reader.zone).date()).days
    near: Nearness = "far"
    if abs(local - reader.now) <= _WITH_CLOCK:
        near = _DAYS.get(days, "near")
    return Time(near, _date(local, reader), f"{local:%H:%M}")


def _date(local: datetime, reader: Reader) -> str:
    today = reader.now.astimezone(reader.zone).date()
    if abs(local.date() - today) < _WITHOUT_YEAR:
        return _day_and_month(reader.locale).apply(local, reader.locale)
    # Russian adds an abbreviation of "year", whose full stop would end a sentence twice.
    written = format_date(local, "long", locale=_of_dates(reader.locale))
    return written.removesuffix("г.").rstrip()


@cache
def _day_and_month(locale: Locale) -> DateTimePattern:
    return parse_pattern(_of_dates(locale).datetime_skeletons["MMMMd"])


def _of_dates(locale: Locale) -> Locale:
    """English without a country would be American: the month before the day."""
    return Locale("en", "GB") if locale.language == "en" else locale
