"""The admin menu: its parts, each with places and forms, are put together here.

At each call, the database decides what a person may do. The menu only leaves out what the database
would refuse.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.admin_api import AdminCalls, NotAllowed, Refused
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.context import UserContext
from bot.handlers.admin import (
    admins,
    alarms,
    audit,
    broadcasts,
    catalog,
    customers,
    exports,
    figures,
    filling,
    menu,
    panels,
    payments,
    promo,
    settings,
    shop_rules,
    shop_texts,
    stuck,
    withdrawals,
)
from bot.handlers.admin.places import Part, Place
from bot.screens.admin.people import why_refused
from texts import ADMIN_LANGUAGES, Catalog

# In the order of the menu.
PARTS: tuple[Part, ...] = (
    customers.PART,
    payments.PART,
    withdrawals.PART,
    broadcasts.PART,
    figures.PART,
    alarms.PART,
    stuck.PART,
    promo.PART,
    catalog.PART,
    panels.PART,
    settings.PART,
    shop_texts.PART,
    shop_rules.PART,
    exports.PART,
    audit.PART,
    admins.PART,
)
ENTRIES = {place: permission for part in PARTS for place, permission in part.entries.items()}
PLACES: dict[str, Place] = {
    "menu": menu.place(ENTRIES, PARTS),
    **{name: place for part in PARTS for name, place in part.places.items()},
}
FORMS = {form.name: form for part in PARTS for form in part.forms}


def router() -> Router:
    router = Router(name="admin")
    for events in (router.message, router.callback_query):
        events.filter(is_admin)
        events.middleware(AdminMiddleware())  # also of the routers inside
    router.message.register(open_menu, Command("admin"))
    router.callback_query.register(go, AdminGo.filter())
    router.include_router(filling.router(FORMS))
    for part in PARTS:
        if part.router is not None:
            router.include_router(part.router())
    return router


async def is_admin(_: TelegramObject, user: UserContext | None) -> bool:
    return user is not None and user.home.role is not None


class AdminMiddleware(BaseMiddleware):
    """Gives handlers `admin`, and tells the user if the database does not allow something."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        user: UserContext = data["user"]
        catalog: Catalog = data["contexts"].catalog
        calls = AdminCalls(user.api.pool, user.telegram_id)
        language = ADMIN_LANGUAGES.get(user.home.locale, "en")
        say = catalog.translator(language, user.home.timezone, user.home.now)
        role, permissions = user.home.role, frozenset(user.home.permissions or ())
        if role is None:
            return user.say("toast-stale")
        admin = Admin(user, say, calls, role, permissions, data["bot"], catalog)
        try:
            return await handler(event, data | {"admin": admin})
        except NotAllowed:
            if isinstance(event, Message):
                await event.answer(say("toast-admin-not-allowed"))
                return None
            return say("toast-admin-not-allowed")
        except Refused as refused:
            if isinstance(event, Message):
                await event.answer(say("admin-refused", why=why_refused(say, refused)))
                return None
            return say("toast-admin-refused", why=why_refused(say, refused))


async def open_menu(message: Message, admin: Admin) -> None:
    await admin.show(await PLACES["menu"](admin, AdminGo(place="menu")))


async def go(tap: CallbackQuery, callback_data: AdminGo, admin: Admin) -> str | None:
    place = PLACES.get(callback_data.place)
    if place is None:
        await admin.show(await admin.user.menu())
        return admin.say("toast-stale")
    await admin.show(await place(admin, callback_data))
    return None
