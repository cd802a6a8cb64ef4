"""Admins and their roles."""

from typing import get_args

from bot.admin_api.admins import Admins
from bot.admin_api.customers import Customers
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.api import Role
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, whole_number
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.admins import admin_name, admins_screen
from bot.screens.admin.people import named

HERE = AdminGo(place="admins")
# The choice that takes a role away.
NO_ROLE = "none"


async def show_admins(admin: Admin, here: AdminGo) -> Screen:
    return admins_screen(admin.say, await Admins(admin.calls).all())


async def roles(admin: Admin, draft: Draft) -> list[Choice]:
    named = [*get_args(Role), *([NO_ROLE] if draft.about else [])]
    return [Choice(admin.say("button-admin-role", role=role), role) for role in named]


async def whom(admin: Admin, draft: Draft) -> str:
    user_id = draft.about or draft.values.get("user")
    for one in await Admins(admin.calls).all():
        if one.user_id == user_id:
            return admin_name(admin.say, one)
    found = await Customers(admin.calls).customer(user_id) if user_id else None
    if found is None:
        return ""
    name = named(admin.say, found)
    return admin.say("admin-customer-name", name=name, id=str(found.user_id))


async def set_role(admin: Admin, draft: Draft) -> Done:
    values, admins = draft.values, Admins(admin.calls)
    user_id = draft.about or values["user"]
    role = None if values["role"] == NO_ROLE else values["role"]
    outcome = await admins.set_role(user_id, role, values["reason"])
    return Done(admin.say("admin-role-set", outcome=outcome), HERE)


ROLE = Field(
    "role",
    read=lambda message: None,
    choices=roles,
    shown=lambda admin, draft, value: admin.say("admin-role", role=value),
)
USER = Field("user", whole_number, asked_if=lambda draft: draft.about is None)
PART = Part(
    places={"admins": show_admins},
    forms=(Form("role", "admins", (USER, ROLE, REASON), set_role, lambda _: HERE, whom),),
    entries={"admins": "admins"},
)
