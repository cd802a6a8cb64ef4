"""Alarms: what is wrong now, who is on it, and what is over. A single alarm looks as in the message
that a process sends about it."""

from collections.abc import Sequence
from datetime import datetime
from html import unescape

from bot.admin_api.alarms import Told
from bot.admin_callbacks import AcknowledgeAlarms, AdminGo
from bot.screens.admin.base import (
    PAGE,
    admin_screen,
    back_to,
    fitting_rows,
    lines,
    pages,
    paragraphs,
    place_button,
)
from bot.screens.admin.people import shortened
from bot.screens.base import Row, Screen, button
from gateways.alarms import alarm_text, alarm_title, woke
from texts import Translator, moment

HERE = AdminGo(place="alarms")
# Of those that are over.
MOST_ENDED = 30
# Of a title on a button.
_LONGEST_TITLE = 40


def alarms_screen(say: Translator, found: Sequence[Told], here: AdminGo) -> Screen:
    lasting = sum(one["ended"] is None for one in found)
    start = (here.page or 0) * PAGE
    shown = found[start : start + PAGE]
    parts = [say("admin-alarms", count=lasting)]
    for number, one in enumerate(shown, start):
        if number == lasting:
            parts.append(say("admin-alarms-recent"))
        parts.append(_line(say, one))
    return admin_screen(
        paragraphs(parts),
        *([place_button(_label(say, one), "alarm", one["group"])] for one in shown),
        pages(say, here, len(found)),
        back_to(say, AdminGo(place="menu")),
    )


def alarm_screen(say: Translator, one: Told) -> Screen:
    steps: Row = []
    if one["ended"] is None:
        if one["may_acknowledge"] and not one["is_taken"]:
            data = AcknowledgeAlarms(group=one["group"], here=True)
            steps.append(button(say("button-admin-on-it"), data))
        fixed_at = dict.fromkeys(alarm["place"] for alarm in one["alarms"] if alarm["place"])
        steps += [place_button(say(f"button-admin-{place}"), place) for place in fixed_at]
    return admin_screen(alarm_text(say, one), *fitting_rows(steps), back_to(say, HERE))


def _line(say: Translator, one: Told) -> str:
    first, *others = one["alarms"]
    began = moment(datetime.fromisoformat(one["began"]))
    if one["ended"] is not None:
        ended = moment(datetime.fromisoformat(one["ended"]))
        when = say("admin-alarms-lasted", **{"from": began, "to": ended})
    else:
        when = say("admin-alarms-since", at=began)
    return lines(
        f"{_icon(one)} <b>{alarm_title(say, first)}</b>",
        say("admin-alarms-more", count=len(others)) if others else None,
        when,
        f"👷 {say('admin-alarms-by', name=one['by'])}" if one["by"] and not one["ended"] else None,
    )


def _label(say: Translator, one: Told) -> str:
    return f"{_icon(one)} {shortened(unescape(alarm_title(say, one['alarms'][0])), _LONGEST_TITLE)}"


def _icon(one: Told) -> str:
    return "✅" if one["ended"] is not None else "🚨" if woke(one) else "⚠️"
