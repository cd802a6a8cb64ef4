"""Help."""

from bot.callbacks import Go
from bot.screens.base import Screen, back, button, screen
from texts import Translator


def help_screen(say: Translator) -> Screen:
    return screen(
        "help",
        say("help"),
        [button(say("button-support"), Go(place="support"))],
        back(say, Go(place="more")),
    )
