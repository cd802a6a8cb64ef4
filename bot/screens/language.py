"""Language and time: the language that the user reads, and his time zone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.api import Started, TimeZone
from bot.callbacks import ChooseLanguage, ChooseZone, Go
from bot.screens.base import Screen, back, button, half_rows, screen
from texts import LANGUAGES, Translator, city, clock
from texts.values import zone_named

# The zones of Russia and around it, one for each clock that a user may read.
ZONES = (
    "Europe/Berlin",
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Asia/Tehran",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)


def language_screen(
    say: Translator,
    offered: Sequence[str],
    now: datetime | None = None,
    zone: TimeZone | None = None,
    came: Started | None = None,
) -> Screen:
    """At the first start, there is no zone to change yet, and nothing to go back to. A language
    that this program does not have yet is left out. `came`: the user came by a link that leads
    on."""
    goes_to, plan_id = (
        ("gift" if came.gift else came.goes_to, came.plan_id) if came else (None, None)
    )
    languages = [
        button(LANGUAGES[locale], ChooseLanguage(locale=locale, goes_to=goes_to, plan_id=plan_id))
        for locale in offered
        if locale in LANGUAGES
    ]
    if zone is None or now is None:
        return screen("language", say("language-prompt"), *half_rows(languages))
    shown = {"clock": clock(now, zone.zone), "city": city(zone.zone)}
    return screen(
        "language",
        say("language", **shown),
        *half_rows(languages),
        [button(say("button-zones", **shown), Go(place="zones"))],
        back(say, Go(place="more")),
    )


def zones_screen(say: Translator, now: datetime, zone: TimeZone) -> Screen:
    """Lists zones by what a clock there shows, because people do not know the names of zones."""
    offered = [zone.shop_zone, *(name for name in ZONES if name != zone.shop_zone)]
    offered.sort(key=lambda name: _offset(now, name))
    rows = []
    for name in offered:
        label = "button-zone-chosen" if name == zone.zone else "button-zone"
        text = say(label, clock=clock(now, name), city=city(name))
        rows.append([button(text, ChooseZone(zone=name))])
    return screen("zones", say("zones"), *rows, back(say, Go(place="language")))


def _offset(now: datetime, zone: str) -> timedelta:
    return now.astimezone(zone_named(zone)).utcoffset() or timedelta()
