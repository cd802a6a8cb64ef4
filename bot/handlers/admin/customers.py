"""Customers: found by whatever somebody has at hand, and the pages of each."""

from collections.abc import Awaitable, Callable

from bot.admin_api.audit import Audit
from bot.admin_api.customers import Customers
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin import fields, operations
from bot.handlers.admin.forms import REASON, Draft, Field, Form
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin import customers as screens
from bot.screens.admin.base import PAGE
from bot.screens.admin.story import story_screen
from texts import moment, money

HERE = AdminGo(place="customers")


async def show_search(admin: Admin, here: AdminGo) -> Screen:
    return screens.search_screen(admin.say)


async def find(admin: Admin, draft: Draft) -> Screen:
    wanted = draft.values["who_to_find"]
    hidden = "hidden" in wanted
    found = [] if hidden else await Customers(admin.calls).find(wanted["text"])
    people = {one.user_id for one in found}
    is_one = len(found) == 1 or (len(people) == 1 and all(one.kind == "customer" for one in found))
    if is_one and found[0].kind != "payment" and found[0].user_id:
        return await card_of(admin, found[0].user_id)
    return screens.found_screen(admin.say, found[: screens.MOST_FOUND], hidden=hidden)


async def card_of(admin: Admin, user_id: int) -> Screen:
    customers = Customers(admin.calls)
    customer = await customers.customer(user_id)
    if customer is None:
        return screens.found_screen(admin.say, [], hidden=False)
    subscriptions = await customers.subscriptions(user_id, admin.say.locale)
    notices = await customers.notices_sent(user_id, 0, 1)
    card = screens.Card(customer, subscriptions, notices[0] if notices else None)
    return screens.card_screen(admin.say, card, admin.may)


async def show_card(admin: Admin, here: AdminGo) -> Screen:
    return await card_of(admin, here.about or 0)


async def show_subscription(admin: Admin, here: AdminGo) -> Screen:
    user_id = here.about or 0
    known = await Customers(admin.calls).subscriptions(user_id, admin.say.locale)
    one = next((s for s in known if str(s.subscription_id) == here.word), None)
    if one is None:
        return await card_of(admin, user_id)
    return screens.subscription_screen(admin.say, user_id, one, admin.may)


async def show_money(admin: Admin, here: AdminGo) -> Screen:
    customer = await Customers(admin.calls).customer(here.about or 0)
    if customer is None:
        return screens.found_screen(admin.say, [], hidden=False)
    return screens.money_screen(admin.say, customer, admin.may)


async def show_history(admin: Admin, here: AdminGo) -> Screen:
    found = await Customers(admin.calls).statement(
        here.about or 0, admin.say.locale, (here.page or 0) * PAGE, PAGE + 1
    )
    return screens.statement_screen(admin.say, here, found)


async def show_charge(admin: Admin, here: AdminGo) -> Screen:
    charge = await Customers(admin.calls).charge(here.about or 0, admin.say.locale)
    if charge is None:
        return screens.found_screen(admin.say, [], hidden=False)
    return screens.charge_screen(admin.say, charge, admin.may)


async def show_notices_sent(admin: Admin, here: AdminGo) -> Screen:
    found = await Customers(admin.calls).notices_sent(
        here.about or 0, (here.page or 0) * PAGE, PAGE + 1
    )
    return screens.notices_sent_screen(admin.say, here, found)


async def show_notices_ahead(admin: Admin, here: AdminGo) -> Screen:
    found = await Customers(admin.calls).notices_ahead(here.about or 0)
    return screens.notices_ahead_screen(admin.say, here, found)


async def show_devices(admin: Admin, here: AdminGo) -> Screen:
    found = await Customers(admin.calls).devices(here.about or 0, admin.say.locale)
    return screens.devices_screen(admin.say, here, found, admin.may)


async def show_growth(admin: Admin, here: AdminGo) -> Screen:
    growth = await Customers(admin.calls).growth(here.about or 0)
    if growth is None:
        return screens.found_screen(admin.say, [], hidden=False)
    return screens.growth_screen(admin.say, here.about or 0, growth)


async def show_operations(admin: Admin, here: AdminGo) -> Screen:
    found = await Customers(admin.calls).operations(
        here.about or 0, (here.page or 0) * PAGE, PAGE + 1
    )
    return screens.operations_screen(admin.say, here, found)


async def show_story(admin: Admin, here: AdminGo) -> Screen:
    found = await Customers(admin.calls).story(here.about or 0, (here.page or 0) * PAGE, PAGE + 1)
    return story_screen(admin.say, here, found)


async def show_audit(admin: Admin, here: AdminGo) -> Screen:
    found = await Audit(admin.calls).about(here.about or 0, (here.page or 0) * PAGE, PAGE + 1)
    return screens.customer_audit_screen(admin.say, here, found)


async def charge_heading(admin: Admin, draft: Draft) -> str:
    charge = await Customers(admin.calls).charge(draft.about or 0, admin.say.locale)
    if charge is None:
        return ""
    return admin.say(
        "admin-charge",
        amount=money(charge.charged, charge.currency),
        at=moment(charge.at),
    )


def charge_place(draft: Draft) -> AdminGo:
    return AdminGo(place="charge", about=draft.about)


REVERSE = operations.operation(
    "reverse_charge",
    "money",
    (fields.TELL, REASON),
    "reverse_charge",
    lambda draft: (draft.about, *operations.told(draft)),
    charge_place,
    charge_heading,
)
FIND = Form(
    "find_customer",
    "customers",
    (Field("who_to_find", fields.searched),),
    find,
    lambda _: HERE,
    at_once=True,
)
_PLACES: dict[str, Callable[[Admin, AdminGo], Awaitable[Screen]]] = {
    "customers": show_search,
    "customer": show_card,
    "subscription": show_subscription,
    "customer_money": show_money,
    "history": show_history,
    "charge": show_charge,
    "notices_sent": show_notices_sent,
    "notices_ahead": show_notices_ahead,
    "devices": show_devices,
    "customer_growth": show_growth,
    "operations": show_operations,
    "customer_audit": show_audit,
    "story": show_story,
}
PART = Part(
    places=_PLACES,
    forms=(FIND, REVERSE, *operations.FORMS),
    entries={"customers": "customers"},
)
