"""Language picker and help."""

from bot.callbacks import ChooseLanguage, Go
from bot.screens.base import Screen, back, button, screen
from texts import LANGUAGES, Translator


def language_screen(say: Translator, *, may_go_back: bool) -> Screen:
    """Without a Back button at the first start, when there is nothing to go back to."""
    languages = [
        [button(name, ChooseLanguage(locale=locale))] for locale, name in LANGUAGES.items()
    ]
    return screen("language", say("language-prompt"), *languages, back(say) if may_go_back else [])


def help_screen(say: Translator) -> Screen:
    return screen(
        "help",
        say("help"),
        [button(say("button-support"), Go(place="support"))],
        [
            button(say("button-privacy"), Go(place="privacy")),
            button(say("button-terms"), Go(place="terms")),
        ],
        [button(say("button-menu"), Go(place="menu"))],
    )
