"""Admins and their roles."""

from collections.abc import Sequence

from bot.admin_api.admins import AdminRow
from bot.admin_callbacks import AdminGo
from bot.screens.admin.base import admin_screen, back_to, form_button, paragraphs
from bot.screens.base import Screen
from texts import Translator


def admins_screen(say: Translator, admins: Sequence[AdminRow]) -> Screen:
    text = paragraphs([say("admin-admins"), "\n".join(admin_name(say, one) for one in admins)])
    rows = [
        [form_button(f"{_named(one)} · {say('admin-role', role=one.role)}", "role", one.user_id)]
        for one in admins
    ]
    return admin_screen(
        text,
        *rows,
        [form_button(say("button-admin-add-admin"), "role")],
        back_to(say, AdminGo(place="menu")),
    )


def admin_name(say: Translator, one: AdminRow) -> str:
    return say(
        "admin-admin",
        name=_named(one),
        id=str(one.user_id),
        role=say("admin-role", role=one.role),
        reachable="yes" if one.reachable else "no",
    )


def _named(one: AdminRow) -> str:
    return f"@{one.username}" if one.username else one.first_name or str(one.telegram_id)
