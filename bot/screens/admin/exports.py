"""Files for spreadsheets."""

from collections.abc import Sequence

from bot.admin_callbacks import AdminGo, FillForm
from bot.screens.admin.base import admin_screen, back_to
from bot.screens.base import Screen, button
from texts import Translator


def exports_screen(say: Translator, whats: Sequence[str]) -> Screen:
    rows = [
        [button(say("button-admin-export", what=what), FillForm(form="export", word=what))]
        for what in whats
    ]
    return admin_screen(say("admin-exports"), *rows, back_to(say, AdminGo(place="menu")))
