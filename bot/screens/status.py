"""The status card: what a person has, until when, and how much time is left."""

from datetime import datetime, timedelta

from bot.api import Home, Profile
from texts import Value, Voice, moment, money


def status_card(say: Voice, name: str, who: Home | Profile, now: datetime, **args: Value) -> str:
    """A text that shows `status-line` and `balance-line`."""
    known: dict[str, Value] = {"status": _status(who), "balance": money(who.balance, who.currency)}
    if who.plan_title is not None:
        known["plan"] = who.plan_title
    if who.ends_at is not None:
        known |= {"ends": moment(who.ends_at), **_time_left(who.ends_at - now)}
    return say(name, **known, **args)


def _status(who: Home | Profile) -> str:
    return "trial" if who.status == "active" and who.is_trial else who.status


def _time_left(left: timedelta) -> dict[str, Value]:
    """Whole days, and hours on the last day; rounded up, so that it never says zero too early."""
    hours = max(0, -(-left // timedelta(hours=1)))
    if hours <= 24:
        return {"left": hours, "left_unit": "hour"}
    return {"left": -(-hours // 24), "left_unit": "day"}
