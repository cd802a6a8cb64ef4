"""Formats times of notices independently of the gateway, to compare the two."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from simulation.calm.person import DAY, MINUTE, Person

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
SHOWN = re.compile(r"\d+ \w+ \d{4}, \d\d:\d\d UTC[+−\d:]*")


def in_words(moment: datetime, reader: Person) -> str:
    local = moment.astimezone(ZoneInfo(reader.zone))
    month = MONTHS[reader.locale].split()[local.month - 1]
    offset = local.utcoffset() or timedelta()
    hours, minutes = divmod(abs(offset) // MINUTE, 60)
    sign = "" if not offset else f"{'+' if offset > timedelta() else '−'}{hours}"
    rest = f":{minutes:02}" if minutes else ""
    return f"{local.day} {month} {local.year}, {local:%H:%M} UTC{sign}{rest}"


def near_a_change(moment: datetime, zone: str) -> bool:
    before, after = ((moment + n * DAY).astimezone(ZoneInfo(zone)) for n in (-2, 2))
    return before.utcoffset() != after.utcoffset()
