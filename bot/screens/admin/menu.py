"""The first screen of the admin menu."""

from collections.abc import Sequence

from bot.admin_callbacks import AdminGo
from bot.api import Role
from bot.screens.admin.base import admin_screen, leave
from bot.screens.base import Screen, button, half_rows
from texts import Translator


def admin_menu_screen(say: Translator, role: Role, places: Sequence[str]) -> Screen:
    buttons = [button(say(f"button-admin-{place}"), AdminGo(place=place)) for place in places]
    return admin_screen(
        say("admin-menu", role=say("admin-role", role=role)), *half_rows(buttons), leave(say)
    )
