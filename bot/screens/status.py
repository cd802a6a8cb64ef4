"""The status card: what a user has, and until when. It shows a date, not the time that is left,
which would be wrong a day later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.api import Home, Profile, Subscription
from bot.screens.base import Screen
from texts import Translator, Value, moment, money


def with_incident(say: Translator, home: Home, shown: Screen) -> Screen:
    """Returns the screen below what operators say while something is wrong."""
    if home.incident is None:
        return shown
    return replace(shown, text=f"{say('incident', text=home.incident)}\n\n{shown.text}")


def status_card(say: Translator, name: str, who: Home | Profile, **args: Value) -> str:
    """A text that shows `status-line`."""
    return say(name, **_status(say, who), **args)


def devices_of(say: Translator, bound: int | None, limit: int | None) -> str:
    """Returns nothing if panels do not report devices, or if any number may be bound."""
    if bound is None or limit is None:
        return ""
    return say("devices-of", count=bound, limit=limit)


def balance_of(say: Translator, home: Home, *, others: bool = False) -> dict[str, Value]:
    """Returns the arguments of `balance-line`: the balance, the bonus and the withdrawable part of
    it, and with `others` the balances in other currencies."""
    more = say("balance-bonus", bonus=money(home.bonus, home.currency)) if home.bonus else ""
    if home.withdrawable:
        more += say("balance-earned", earned=money(home.withdrawable, home.currency))
    if others:
        for currency, amount in zip(home.other_currencies, home.other_balances, strict=True):
            more += "\n" + say("balance-other", balance=money(amount, currency))
    return {"balance": money(home.balance, home.currency), "more": more}


def status_lines(say: Translator, subscriptions: Sequence[Subscription]) -> list[str]:
    return [say("status-line", **_status(say, subscription)) for subscription in subscriptions]


def paid_until(who: Home | Profile | Subscription) -> datetime | None:
    """Returns the end of the running plan, or of the last one that follows it."""
    return who.paid_until or who.ends_at


def what_follows(who: Home | Profile | Subscription) -> dict[str, Value]:
    """Returns the arguments of `status-then`, a line about what is paid for and follows the running
    plan."""
    if who.last_title is None or who.paid_until is None:
        return {"then": "no"}
    return {"then": "yes", "then_plan": who.last_title, "then_ends": moment(who.paid_until)}


def _status(say: Translator, who: Home | Profile | Subscription) -> dict[str, Value]:
    known: dict[str, Value] = {"status": who.status, **what_follows(who)}
    if who.plan_title is not None:
        known["plan"] = plan_name(say, who, who.plan_title)
    if who.ends_at is not None and who.expires_at is not None:
        known |= {"ends": moment(who.ends_at), "expires": moment(who.expires_at)}
    return known


def plan_name(say: Translator, who: Home | Profile | Subscription, plan: str | None) -> str:
    """A trial gives the access of a plan, but nobody has bought that plan."""
    return say("free-trial") if who.is_trial else plan or ""
