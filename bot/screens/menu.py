"""Main menu, Connect and profile: the screens that show what a person has."""

from datetime import datetime

from aiogram.types import CopyTextButton, InlineKeyboardButton

from bot.api import Access, Home, Profile
from bot.callbacks import Go, ShowQr, StartTrial
from bot.screens.base import Row, Screen, back, button, main_button, screen
from bot.screens.status import plan_name, status_card
from texts import Voice, day, moment


def menu_screen(say: Voice, home: Home) -> Screen:
    text = status_card(say, "menu", home, home.now)
    trial: Row = []
    if home.trial_hours is not None:
        text += "\n\n" + say("menu-hint-try")
        trial = [main_button(_try_label(say, home.trial_hours), StartTrial())]
    elif home.status == "expired":
        text += "\n\n" + say("menu-hint-buy")
    return screen(
        "menu",
        text,
        trial,
        [
            button(say("button-connect"), Go(place="access")),
            button(say("button-subscription"), Go(place="plans")),
        ],
        [button(say("button-profile"), Go(place="profile"))],
        [button(say("button-language"), Go(place="language"))],
    )


def _try_label(say: Voice, hours: int) -> str:
    days, rest = divmod(hours, 24)
    if rest:
        return say("button-try", unit="hour", count=hours)
    return say("button-try", unit="day", count=days)


def access_screen(say: Voice, access: Access, home: Home) -> Screen:
    plans = Go(place="plans")
    match access:
        case Access("ready", str(link), str(plan), datetime() as ends):
            return screen(
                "access",
                say("access-ready", plan=plan_name(say, home, plan), ends=moment(ends), link=link),
                [*_copy(say, link), button(say("button-qr"), ShowQr())],
                back(say),
            )
        case Access("expired", _, str(plan), datetime() as ended):
            return screen(
                "access",
                say("access-expired", plan=plan_name(say, home, plan), ends=moment(ended)),
                [main_button(say("button-buy" if home.is_trial else "button-renew"), plans)],
                back(say),
            )
        case Access("activating"):
            return screen("access", say("access-activating"), back(say))
        case _:
            return screen("access", say("access-none"), *_first_steps(say, home), back(say))


def _copy(say: Voice, link: str) -> Row:
    """Telegram copies up to 256 characters; a longer key is still copied by tapping its text."""
    if len(link) > 256:
        return []
    return [InlineKeyboardButton(text=say("button-copy"), copy_text=CopyTextButton(text=link))]


def _first_steps(say: Voice, home: Home) -> list[Row]:
    """How to come by an access: the trial if it is still to be had, else a plan."""
    if home.trial_hours is not None:
        return [[main_button(_try_label(say, home.trial_hours), StartTrial())]]
    return [[main_button(say("button-buy"), Go(place="plans"))]]


def profile_screen(say: Voice, profile: Profile, home: Home) -> Screen:
    text = status_card(
        say,
        "profile",
        profile,
        home.now,
        id=str(profile.user_id),
        since=day(profile.created_at),
    )
    has_one = profile.status != "none"
    buy = button(say("button-renew" if has_one else "button-buy"), Go(place="plans"))
    topup = button(say("button-topup"), Go(place="topup"))
    return screen("profile", text, [buy, topup] if home.can_topup else [buy], back(say))
