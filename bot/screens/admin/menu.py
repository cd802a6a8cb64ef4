"""The first screen of the admin menu."""

from collections.abc import Mapping, Sequence

from bot.admin_callbacks import AdminGo
from bot.api import Role
from bot.screens.admin.base import (
    admin_screen,
    fitting_rows,
    leave,
    paragraphs,
)
from bot.screens.base import Screen, button
from texts import Translator


def admin_menu_screen(
    say: Translator, role: Role, places: Mapping[str, int], banners: Sequence[str] = ()
) -> Screen:
    """`places`: each with how many things there need somebody."""
    buttons = [
        button(_label(say, place, count), AdminGo(place=place)) for place, count in places.items()
    ]
    text = paragraphs([*banners, say("admin-menu", role=say("admin-role", role=role))])
    return admin_screen(text, *fitting_rows(buttons), leave(say))


def _label(say: Translator, place: str, count: int) -> str:
    label = say(f"button-admin-{place}")
    return f"{label} {count}" if count else label
