"""Which notices a user wants."""

from bot.api import NoticePreferences
from bot.callbacks import Go, SetReferralNotices, SetTips
from bot.screens.base import Screen, back, button, screen
from texts import Translator


def notices_screen(
    say: Translator, preferences: NoticePreferences, *, can_invite: bool = False
) -> Screen:
    if preferences.tips:
        said, tips = say("notices-tips-on"), button(say("button-tips-off"), SetTips(to="off"))
    else:
        said, tips = say("notices-tips-off"), button(say("button-tips-on"), SetTips(to="on"))
    rows = [[tips]]
    if can_invite and preferences.referrals:
        said += "\n" + say("notices-referrals", state="on")
        rows.append([button(say("button-referrals-off"), SetReferralNotices(to="off"))])
    elif can_invite:
        said += "\n" + say("notices-referrals", state="off")
        rows.append([button(say("button-referrals-on"), SetReferralNotices(to="on"))])
    text = "\n\n".join([say("notices"), said])
    return screen("notices", text, *rows, back(say, Go(place="more")))
