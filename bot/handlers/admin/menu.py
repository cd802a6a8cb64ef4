"""The first screen of the admin menu."""

from collections.abc import Mapping, Sequence

from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.places import Part, Place
from bot.screens import Screen
from bot.screens.admin.menu import admin_menu_screen


def place(entries: Mapping[str, str], parts: Sequence[Part]) -> Place:
    """`entries`: the places that it leads to, each with the permission that it needs, or several,
    of which one is enough."""

    async def shown(admin: Admin, here: AdminGo) -> Screen:
        allowed = [name for name, needed in entries.items() if any(map(admin.may, needed.split()))]
        notes = [await part.notes(admin) for part in parts if part.notes]
        return admin_menu_screen(
            admin.say,
            admin.role,
            {name: sum(note.counts.get(name, 0) for note in notes) for name in allowed},
            [note.banner for note in notes if note.banner],
        )

    return shown
