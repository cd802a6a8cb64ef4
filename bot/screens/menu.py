"""Main menu and Connect: what a user has, and how to use it."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.api import Access, Home, Subscription
from bot.callbacks import Go, ShowQr, StartTrial
from bot.screens.base import Row, Screen, back, button, copy_button, main_button, screen
from bot.screens.status import balance_of, plan_name, status_card, status_lines
from texts import Translator, moment


def menu_screen(say: Translator, home: Home, several: Sequence[Subscription] = ()) -> Screen:
    text = (
        _list(say, home, several)
        if several
        else status_card(say, "menu", home, **balance_of(say, home))
    )
    hint, step = _next_step(say, home)
    return screen(
        "menu",
        f"{text}\n\n{hint}" if hint else text,
        step,
        [
            button(say("button-connect"), Go(place="access")),
            button(say("button-subscription"), Go(place="plans")),
        ],
        [button(say("button-profile"), Go(place="profile"))],
        [
            button(say("button-language"), Go(place="language")),
            button(say("button-help"), Go(place="help")),
        ],
    )


def _list(say: Translator, home: Home, several: Sequence[Subscription]) -> str:
    balance = say("balance-line", **balance_of(say, home))
    return "\n\n".join([say("menu-several"), *status_lines(say, several), balance])


def _next_step(say: Translator, home: Home) -> tuple[str, Row]:
    """What most users in this situation want, as a hint and a button above the others."""
    if home.trial_hours is not None:
        return say("menu-hint-try"), [_try_button(say, home.trial_hours)]
    renew = [main_button(say("button-renew"), Go(place="renew"))]
    match home.status:
        case "grace":
            return say("menu-hint-grace"), renew
        case "expired" if home.is_trial:
            return say("menu-hint-buy"), [_buy_button(say)]
        case "expired":
            return say("menu-hint-renew"), renew
        case "none":
            return "", [_buy_button(say)]
        case _:
            return "", []


def access_screen(say: Translator, access: Access, home: Home, *, is_slow: bool = False) -> Screen:
    match access:
        case Access("ready", str(link), str(plan), datetime() as ends):
            if home.status == "grace" and home.expires_at is not None:
                ends = home.expires_at
            return screen(
                "access",
                say("access-ready", plan=plan_name(say, home, plan), ends=moment(ends), link=link),
                [*copy_button(say, link), button(say("button-qr"), ShowQr())],
                back(say),
            )
        case Access("expired", _, str(plan), datetime() as ended):
            return screen(
                "access",
                say("access-expired", plan=plan_name(say, home, plan), ends=moment(ended)),
                _next_step(say, home)[1],
                back(say),
            )
        case Access("activating"):
            text = say("access-slow") if is_slow else say("access-activating")
            return screen("access", text, back(say))
        case _:
            first = _next_step(say, home)[1] or [_buy_button(say)]
            return screen("access", say("access-none"), first, back(say))


def _try_button(say: Translator, hours: int) -> InlineKeyboardButton:
    days, rest = divmod(hours, 24)
    if rest:
        return main_button(say("button-try", unit="hour", count=hours), StartTrial())
    return main_button(say("button-try", unit="day", count=days), StartTrial())


def _buy_button(say: Translator) -> InlineKeyboardButton:
    return main_button(say("button-buy"), Go(place="plans"))
