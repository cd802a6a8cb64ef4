"""Language picker and help."""

from collections.abc import Sequence

from bot.callbacks import ChooseLanguage, Go
from bot.screens.base import Screen, back, button, screen
from texts import LANGUAGES, Translator


def language_screen(say: Translator, offered: Sequence[str], *, may_go_back: bool) -> Screen:
    """Without a Back button at the first start, when there is nothing to go back to. A language
    that this program does not have yet is left out."""
    names = [
        button(LANGUAGES[locale], ChooseLanguage(locale=locale))
        for locale in offered
        if locale in LANGUAGES
    ]
    rows = [names[at : at + 2] for at in range(0, len(names), 2)]
    return screen("language", say("language-prompt"), *rows, back(say) if may_go_back else [])


def help_screen(say: Translator) -> Screen:
    return screen(
        "help",
        say("help"),
        [button(say("button-support"), Go(place="support"))],
        [button(say("button-privacy"), Go(place="privacy"))],
        [button(say("button-menu"), Go(place="menu"))],
    )
