"""The status card: what a person has, until when, and how much time is left."""

from datetime import datetime, timedelta

from bot.api import Home, Profile
from texts import Value, Voice, moment, money


def status_card(say: Voice, name: str, who: Home | Profile, now: datetime, **args: Value) -> str:
    """A text that shows `status-line` and `balance-line`."""
    known: dict[str, Value] = {"status": who.status, "balance": money(who.balance, who.currency)}
    if who.plan_title is not None:
        known["plan"] = plan_name(say, who, who.plan_title)
    if who.ends_at is not None and who.expires_at is not None:
        access_ends = who.expires_at if who.status == "grace" else who.ends_at
        known |= {"ends": moment(who.ends_at), "expires": moment(who.expires_at)}
        known |= _time_left(access_ends - now)
    return say(name, **known, **args)


def plan_name(say: Voice, who: Home | Profile, plan: str) -> str:
    """A trial lends the access of a plan, but nobody has bought that plan."""
    return say("free-trial") if who.is_trial else plan


def _time_left(left: timedelta) -> dict[str, Value]:
    """Whole days, and hours on the last day; rounded up, so that it never says zero too early."""
    hours = max(0, -(-left // timedelta(hours=1)))
    if hours <= 24:
        return {"left": hours, "left_unit": "hour"}
    return {"left": -(-hours // 24), "left_unit": "day"}
