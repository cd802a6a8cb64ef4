"""The first screen of the admin menu."""

from collections.abc import Mapping

from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.places import Place
from bot.screens import Screen
from bot.screens.admin.menu import admin_menu_screen


def place(entries: Mapping[str, str]) -> Place:
    """`entries`: the places that it leads to, each with the permission that it needs."""

    async def shown(admin: Admin, here: AdminGo) -> Screen:
        allowed = [name for name, permission in entries.items() if admin.may(permission)]
        return admin_menu_screen(admin.say, admin.role, allowed)

    return shown
