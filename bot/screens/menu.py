"""Main menu: what a user has, what most users do next, and the ways to everything else."""

from collections.abc import Sequence
from datetime import timedelta

from aiogram.types import InlineKeyboardButton

from bot.admin_callbacks import AdminGo
from bot.api import Home, Subscription
from bot.callbacks import Go, Place, StartTrial
from bot.screens.base import Row, Screen, back, button, half_rows, main_button, screen
from bot.screens.status import (
    balance_of,
    devices_of,
    paid_until,
    plan_name,
    status_lines,
    what_follows,
    with_incident,
)
from texts import Translator, Value, moment, money

# How long before its end a subscription is offered to be renewed.
RENEW_BEFORE = timedelta(days=7)
# The rows of "More". A place that not every user may see does not belong here.
MORE: Sequence[tuple[str, Place]] = (
    ("button-promo", "promo"),
    ("button-history", "history"),
    ("button-language", "language"),
    ("button-notices", "notices"),
    ("button-privacy", "privacy"),
    ("button-help", "help"),
)


def menu_screen(
    say: Translator, home: Home, several: Sequence[Subscription] = (), *, puzzled: bool = False
) -> Screen:
    """`puzzled`: the user wrote something that nothing waited for."""
    head = _list(say, home, several) if several else _status(say, home)
    hint, step = next_step(say, home)
    hints = [say("menu-hint-support") if puzzled else "", hint]
    shown = screen(
        "menu",
        "\n\n".join([head, *filter(None, hints)]),
        step,
        *half_rows([button(say(label), Go(place=place)) for label, place in _places(home)]),
        [button(say("button-admin"), AdminGo(place="menu"))] if home.role else [],
    )
    return with_incident(say, home, shown)


def more_screen(say: Translator, home: Home) -> Screen:
    game: Sequence[tuple[str, Place]] = [("button-game", "game")] if home.has_game else []
    places = [button(say(label), Go(place=place)) for label, place in (*game, *MORE)]
    return screen("more", say("more", id=str(home.user_id)), *half_rows(places), back(say))


def _places(home: Home) -> Sequence[tuple[str, Place]]:
    """A user who has never had a subscription finds the plans in the place of the subscription."""
    gift: Sequence[tuple[str, Place]] = [("button-gift", "gift")] if home.sells_gifts else []
    return (
        ("button-subscription", "plans" if home.status == "none" else "profile"),
        ("button-balance", "balance"),
        *((("button-invite", "invite"),) if home.can_invite else ()),
        *gift,
        ("button-support", "support"),
        ("button-more", "more"),
    )


def _status(say: Translator, home: Home) -> str:
    """Returns one line, and one more if another plan follows; an invitation for a user who has
    nothing yet."""
    balance = say("menu-balance", balance=money(home.balance, home.currency))
    if home.status == "none":
        return say("menu-welcome") + (f"\n\n{balance}" if home.balance else "")
    status = "restricted" if home.is_restricted else home.status
    known: dict[str, Value] = {"status": status, "plan": plan_name(say, home, home.plan_title)}
    if home.ends_at is not None and home.expires_at is not None:
        known |= {"ends": moment(home.ends_at), "expires": moment(home.expires_at)}
    devices = devices_of(say, home.devices, home.device_limit)
    line = " · ".join(filter(None, [say("menu", **known), devices, balance]))
    return line + say("status-then", **what_follows(home))


def _list(say: Translator, home: Home, several: Sequence[Subscription]) -> str:
    balance = say("balance-line", **balance_of(say, home))
    return "\n\n".join([say("menu-several"), *status_lines(say, several), balance])


def next_step(say: Translator, home: Home) -> tuple[str, Row]:
    """Returns the step that most users in this situation want next, as a hint and a button above
    the others; and Connect, as long as there is access."""
    if home.trial_hours is not None:
        return say("menu-hint-try"), [_try_button(say, home.trial_hours)]
    renew = main_button(say("button-renew"), Go(place="renew"))
    connect = button(say("button-connect"), Go(place="access"))
    match home.status:
        case "grace":
            hint = "profile-restricted" if home.is_restricted else "menu-hint-grace"
            return say(hint), [renew, connect]
        case "expired" if home.is_trial:
            return say("menu-hint-buy"), [buy_button(say)]
        case "expired":
            return say("menu-hint-renew"), [renew]
        case "none":
            return "", [buy_button(say)]
        case "active" if home.is_trial and home.connected:
            return "", [buy_button(say), connect]
        case "active" if not home.is_trial and _ends_soon(home):
            return "", [renew, connect]
    return "", [connect if home.connected else main_button(connect.text, Go(place="access"))]


def _ends_soon(home: Home) -> bool:
    ends_at = paid_until(home)
    return ends_at is not None and ends_at - home.now <= RENEW_BEFORE


def _try_button(say: Translator, hours: int) -> InlineKeyboardButton:
    days, rest = divmod(hours, 24)
    if rest:
        return main_button(say("button-try", unit="hour", count=hours), StartTrial())
    return main_button(say("button-try", unit="day", count=days), StartTrial())


def buy_button(say: Translator) -> InlineKeyboardButton:
    return main_button(say("button-buy"), Go(place="plans"))
