"""Main menu: what a user has, and what most users do next."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.api import Home, Subscription
from bot.callbacks import Go, StartTrial
from bot.screens.base import Row, Screen, button, main_button, screen
from bot.screens.status import balance_of, status_card, status_lines, with_incident
from texts import Translator


def menu_screen(
    say: Translator, home: Home, several: Sequence[Subscription] = (), *, puzzled: bool = False
) -> Screen:
    """`puzzled`: the user wrote something that nothing waited for."""
    text = (
        _list(say, home, several)
        if several
        else status_card(say, "menu", home, **balance_of(say, home))
    )
    hint, step = next_step(say, home)
    hints = [say("menu-hint-support") if puzzled else "", hint]
    shown = screen(
        "menu",
        "\n\n".join([text, *filter(None, hints)]),
        step,
        [
            button(say("button-connect"), Go(place="access")),
            button(say("button-subscription"), Go(place="plans")),
        ],
        [button(say("button-profile"), Go(place="profile"))],
        [
            button(say("button-support"), Go(place="support")),
            button(say("button-help"), Go(place="help")),
        ],
        [button(say("button-language"), Go(place="language"))],
    )
    return with_incident(say, home, shown)


def _list(say: Translator, home: Home, several: Sequence[Subscription]) -> str:
    balance = say("balance-line", **balance_of(say, home))
    return "\n\n".join([say("menu-several"), *status_lines(say, several), balance])


def next_step(say: Translator, home: Home) -> tuple[str, Row]:
    """What most users in this situation want, as a hint and a button above the others."""
    if home.trial_hours is not None:
        return say("menu-hint-try"), [_try_button(say, home.trial_hours)]
    renew = [main_button(say("button-renew"), Go(place="renew"))]
    match home.status:
        case "grace":
            return say("profile-restricted" if home.is_restricted else "menu-hint-grace"), renew
        case "expired" if home.is_trial:
            return say("menu-hint-buy"), [buy_button(say)]
        case "expired":
            return say("menu-hint-renew"), renew
        case "none":
            return "", [buy_button(say)]
        case _:
            return "", []


def _try_button(say: Translator, hours: int) -> InlineKeyboardButton:
    days, rest = divmod(hours, 24)
    if rest:
        return main_button(say("button-try", unit="hour", count=hours), StartTrial())
    return main_button(say("button-try", unit="day", count=days), StartTrial())


def buy_button(say: Translator) -> InlineKeyboardButton:
    return main_button(say("button-buy"), Go(place="plans"))
