"""What a user wants to hear."""

from bot.api import NoticePreferences
from bot.callbacks import Go, SetTips
from bot.screens.base import Screen, back, button, screen
from texts import Translator


def notices_screen(say: Translator, preferences: NoticePreferences) -> Screen:
    if preferences.tips:
        said, toggle = say("notices-tips-on"), button(say("button-tips-off"), SetTips(to="off"))
    else:
        said, toggle = say("notices-tips-off"), button(say("button-tips-on"), SetTips(to="on"))
    text = "\n\n".join([say("notices"), said])
    return screen("notices", text, [toggle], back(say, Go(place="more")))
