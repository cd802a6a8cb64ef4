"""Asks which of several subscriptions is meant, before anything is done to one."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.api import Subscription
from bot.callbacks import Go
from bot.screens.base import Screen, back, button, screen
from bot.screens.status import plan_name, status_lines
from texts import Translator


def which_screen(
    say: Translator,
    choices: Sequence[tuple[Subscription, CallbackData]],
    *,
    may_open: bool = False,
) -> Screen:
    """Lists each subscription with its end and its key, and a button that performs the requested
    action on it; and one more if the user may open another."""
    cards = [_card(say, subscription) for subscription, _ in choices]
    buttons = [[button(_label(say, subscription), tap)] for subscription, tap in choices]
    another = [button(say("button-another"), Go(place="another"))] if may_open else []
    return screen("which", "\n\n".join([say("which"), *cards]), *buttons, another, back(say))


def _label(say: Translator, subscription: Subscription) -> str:
    return say("button-which", plan=plan_name(say, subscription, subscription.plan_title))


def _card(say: Translator, subscription: Subscription) -> str:
    (line,) = status_lines(say, [subscription])
    return f"{line}\n{say('which-key', link=subscription.link)}" if subscription.link else line
