"""The messages to admins about a group of alarms: its cause first, what to do about it, and the
rest."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from html import escape
from typing import Any

from texts import Translator, UnknownText, moment

# How much of a detail is shown, and how many alarms of each sort are named.
LONGEST_DETAIL = 300
SHORT_DETAIL = 120
NAMED = 6

Alarm = Mapping[str, Any]


def alarm_text(say: Translator, told: Mapping[str, Any]) -> str:
    """`told`: an element of the result of jobs.take_alarms. Returns Telegram's HTML."""
    alarms: Sequence[Alarm] = told["alarms"]
    if told["ended"]:
        return _paragraphs(
            f"✅ <b>{say('admin-alarms-over')}</b>",
            _named([alarm_title(say, one) for one in alarms if not one["follows"]], say),
            say("admin-alarms-lasted", **{"from": _at(told["began"]), "to": _at(told["ended"])}),
        )
    first, *others = alarms
    lasting = [one for one in others if not one["over"]]
    return _paragraphs(
        _first(say, first, wakes=any(one["severity"] == "now" for one in alarms)),
        f"👷 {say('admin-alarms-by', name=told['by'])}" if told["by"] else None,
        None if first["over"] else f"<b>{say('admin-alarms-do')}</b> {what_to_do(say, first)}",
        _named([_line(say, one) for one in lasting if not one["follows"]], say),
        _following(say, [one for one in lasting if one["follows"]]),
        _named([f"✅ {alarm_title(say, one)}" for one in others if one["over"]], say, bullet=""),
    )


def over_text(say: Translator, told: Mapping[str, Any]) -> str:
    """Returns the reply that says that an alarm with a sound is over."""
    return f"✅ {say('admin-alarms-over')}: {alarm_title(say, told['alarms'][0])}"


def woke(told: Mapping[str, Any]) -> bool:
    return any(one["severity"] == "now" for one in told["alarms"])


def alarm_title(say: Translator, alarm: Alarm) -> str:
    """Returns the title of an alarm. A kind that only a newer database knows has its name for a
    title."""
    kind, name = alarm["kind"], alarm["name"]
    if kind.startswith("topic_"):
        subject = name.partition(":")[2] or "main"
    else:
        subject = name.removeprefix(f"{kind}_")
    try:
        return say(f"admin-alarm-{kind}", subject=subject)
    except UnknownText:
        return say("admin-alarm-other", subject=name)


def what_to_do(say: Translator, alarm: Alarm) -> str:
    try:
        return say(f"admin-alarm-do-{alarm['help']}")
    except UnknownText:
        return say("admin-alarm-do-other")


def alarm_buttons(say: Translator, told: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """Returns the buttons. With the one that closes it, taps on the others leave the message as it
    is."""
    close = [{"label": say("button-close"), "data": "close"}]
    row = []
    if not told["ended"] and told["group"] is not None:
        if told["may_acknowledge"] and not told["by"]:
            data = f"ak:{told['group']}"
            row.append({"label": say("button-admin-on-it"), "data": data})
        place = next((one["place"] for one in told["alarms"] if one["place"]), None)
        # A place that only the database knows, because it is newer, cannot be opened either.
        with suppress(UnknownText):
            if place:
                row.append({"label": say(f"button-admin-{place}"), "data": f"a:{place}"})
    return [row, close] if row else [close]


def _first(say: Translator, alarm: Alarm, *, wakes: bool) -> str:
    icon = "✅" if alarm["over"] else "🚨" if wakes else "⚠️"
    flaps = say("admin-alarms-flaps", times=alarm["times"]) if alarm["flaps"] else None
    return "\n".join(
        part
        for part in (
            f"{icon} <b>{alarm_title(say, alarm)}</b>",
            _detail(alarm, LONGEST_DETAIL),
            say("admin-alarms-since", at=_at(alarm["since"])),
            flaps,
        )
        if part
    )


def _line(say: Translator, alarm: Alarm) -> str:
    detail = _detail(alarm, SHORT_DETAIL)
    return f"{alarm_title(say, alarm)}: {detail}" if detail else alarm_title(say, alarm)


def _following(say: Translator, alarms: Sequence[Alarm]) -> str | None:
    if not alarms:
        return None
    head = say("admin-alarms-follow", count=len(alarms))
    return f"{head}\n{_named([alarm_title(say, one) for one in alarms], say)}"


def _named(titles: Sequence[str], say: Translator, bullet: str = "• ") -> str | None:
    if not titles:
        return None
    lines = [f"{bullet}{title}" for title in titles[:NAMED]]
    if len(titles) > NAMED:
        lines.append(say("admin-alarms-more", count=len(titles) - NAMED))
    return "\n".join(lines)


def _detail(alarm: Alarm, most: int) -> str:
    detail: str = alarm["detail"]
    return escape(detail if len(detail) <= most else f"{detail[:most]}…", quote=False)


def _paragraphs(*parts: str | None) -> str:
    return "\n\n".join(part for part in parts if part)


def _at(at: str) -> Any:
    return moment(datetime.fromisoformat(at))
