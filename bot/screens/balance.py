"""The balance: what is on it, and the ways to add to it."""

from bot.api import Home
from bot.callbacks import Go
from bot.screens.base import Screen, back, button, main_button, screen
from bot.screens.status import balance_of
from texts import Translator


def balance_screen(say: Translator, home: Home) -> Screen:
    topup = [main_button(say("button-topup"), Go(place="topup"))] if home.can_topup else []
    return screen(
        "balance",
        say("balance", **balance_of(say, home, others=True)),
        topup,
        [
            button(say("button-withdraw"), Go(place="withdraw")),
            button(say("button-history"), Go(place="history")),
        ],
        [button(say("button-saved-methods"), Go(place="methods"))],
        back(say),
    )
