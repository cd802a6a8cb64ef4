"""Formats times of notices independently of the gateway, to compare the two."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from simulation.calm.person import DAY, Person

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
DAYS = {
    "en": ("yesterday", "today", "tomorrow"),
    "ru": ("вчера", "сегодня", "завтра"),
}
_MONTH = "|".join(f"{MONTHS['en']} {MONTHS['ru']}".split())
_DAY = rf"(?:\d+ (?:{_MONTH})(?: \d{{4}})?|{'|'.join((*DAYS['en'], *DAYS['ru']))})"
_CLOCK = r"\d\d:\d\d"
SHOWN = re.compile(rf"{_CLOCK} {_DAY}|{_DAY}(?: (?:at|в) {_CLOCK})?")


def in_words(moment: datetime, reader: Person, now: datetime) -> set[str]:
    """The ways to say it; a text takes the one that fits into its sentence."""
    zone = ZoneInfo(reader.zone)
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    away = (local.date() - today).days
    day = f"{local.day} {MONTHS[reader.locale].split()[local.month - 1]}"
    if abs(away) >= 182:
        day += f" {local.year}"
    if abs(moment - now) > timedelta(hours=48):
        return {day}
    if abs(away) <= 1:
        day = DAYS[reader.locale][away + 1]
    if reader.locale == "en":
        return {f"{day} at {local:%H:%M}"}
    return {f"{day} в {local:%H:%M}", f"{local:%H:%M} {day}"}


def near_a_change(moment: datetime, zone: str) -> bool:
    before, after = ((moment + n * DAY).astimezone(ZoneInfo(zone)) for n in (-2, 2))
    return before.utcoffset() != after.utcoffset()
