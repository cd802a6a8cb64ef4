"""Payments: searched by amount, day, provider, number or person; and what waits for a decision."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.admin_api.customers import Customers
from bot.admin_api.payments import PaymentFilter, Payments
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin import fields
from bot.handlers.admin.forms import REASON, Draft, Field, Form
from bot.handlers.admin.operations import amount, operation, told
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin import payments as screens
from bot.screens.admin.base import PAGE
from bot.screens.admin.customers import MOST_FOUND, found_screen
from bot.screens.admin.payments import HERE
from bot.screens.admin.people import named
from texts import moment, money, read_amount
from texts.values import zone_named

# What a list is narrowed to, as a word of a button: amount_149_50, day_20270131, by_crypto_pay.
_MOST = 10**10
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.(\d{1,2})\.(\d{4})")
_PROVIDER = re.compile(r"[a-z_]{3,24}")


def word_for(text: str) -> str | None:
    """Returns the filter that the admin wrote, if it is one; any other text is searched for."""
    if found := _DAY.fullmatch(text):
        year, month, date = (
            (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        )
        return f"day_{year}{int(month):02}{int(date):02}"
    try:
        amount = read_amount(text)
    except ValueError:
        return None
    return f"amount_{amount}".replace(".", "_") if amount < _MOST else None


def filter_of(word: str | None, timezone: str) -> PaymentFilter:
    kind, _, value = (word or "").partition("_")
    if kind == "by":
        return PaymentFilter(provider=value)
    if kind == "amount":
        return PaymentFilter(amount=Decimal(value.replace("_", ".")))
    if kind == "day":
        try:
            since = datetime.strptime(value, "%Y%m%d").replace(tzinfo=zone_named(timezone))
        except ValueError:
            return PaymentFilter()
        return PaymentFilter(since=since, until=since + timedelta(days=1))
    return PaymentFilter()


async def show_payments(admin: Admin, here: AdminGo) -> Screen:
    wanted = replace(filter_of(here.word, admin.user.home.timezone), user_id=here.about)
    found = await Payments(admin.calls).payments(wanted, (here.page or 0) * PAGE, PAGE + 1)
    return screens.payments_screen(admin.say, here, found, await narrowed(admin, here), admin.may)


async def narrowed(admin: Admin, here: AdminGo) -> str:
    if here.about:
        return str(fields.customer_number(admin, Draft("", ""), here.about))
    wanted = filter_of(here.word, admin.user.home.timezone)
    if wanted.amount is not None:
        return f"{wanted.amount:f}"
    if wanted.since is not None:
        return f"{wanted.since:%Y-%m-%d}"
    return wanted.provider or ""


async def find(admin: Admin, draft: Draft) -> Screen:
    wanted = draft.values["payment_to_find"]
    if "hidden" in wanted:
        return found_screen(admin.say, [], hidden=True)
    text = wanted["text"].strip()
    word = word_for(text)
    if _PROVIDER.fullmatch(text.lower()):
        page = AdminGo(place="payments", word=f"by_{text.lower()}"[:32])
        if await Payments(admin.calls).payments(PaymentFilter(provider=text.lower()), 0, 1):
            return await show_payments(admin, page)
    found = await Customers(admin.calls).find(text)
    of_charge = [one for one in found if one.kind == "payment" and one.found_by == "charge"]
    if len(of_charge) == 1:
        return await show_payment(admin, AdminGo(place="payment", about=of_charge[0].id))
    if word is not None:
        by_number = [one for one in found if one.kind == "payment"]
        page = AdminGo(place="payments", word=word)
        if not by_number or await Payments(admin.calls).payments(
            filter_of(word, admin.user.home.timezone), 0, 1
        ):
            return await show_payments(admin, page)
    people = {one.user_id for one in found if one.user_id}
    if len(people) == 1 and found[0].kind == "customer":
        return await show_payments(admin, AdminGo(place="payments", about=people.pop()))
    return found_screen(admin.say, found[:MOST_FOUND], hidden=False)


async def show_payment(admin: Admin, here: AdminGo) -> Screen:
    found = await Payments(admin.calls).payment(here.about or 0, admin.say.locale)
    if found is None:
        return found_screen(admin.say, [], hidden=False)
    return screens.payment_screen(admin.say, found, admin.may)


async def show_suspense(admin: Admin, here: AdminGo) -> Screen:
    found = await Payments(admin.calls).suspense((here.page or 0) * PAGE, PAGE + 1)
    return screens.suspense_screen(admin.say, here, found)


async def show_refunds(admin: Admin, here: AdminGo) -> Screen:
    found = await Payments(admin.calls).refunds_to_send((here.page or 0) * PAGE, PAGE + 1)
    return screens.refunds_screen(admin.say, here, found)


async def heading(admin: Admin, draft: Draft) -> str:
    one = await fields.payment_of(admin, draft)
    if one is None:
        return ""
    return admin.say(
        "admin-payment",
        id=str(one.payment_id),
        amount=money(one.paid, one.paid_currency),
        provider=one.provider,
        at=moment(one.received_at),
        charge=one.external_id,
        name=named(admin.say, one),
    )


async def refund_heading(admin: Admin, draft: Draft) -> str:
    return admin.say("button-admin-refund-number", id=str(draft.about))


def payment_place(draft: Draft) -> AdminGo:
    return AdminGo(place="payment", about=draft.about)


OUTCOME = fields.choices_of(
    "refund_outcome", ("sent", "failed", "returned"), "button-admin-refund-outcome"
)
FORMS = (
    Form(
        "find_payment",
        "customers",
        (Field("payment_to_find", fields.searched),),
        find,
        lambda _: HERE,
        at_once=True,
    ),
    operation(
        "send_back",
        "refunds",
        (fields.PART_OF_PAYMENT, fields.TELL, REASON),
        "payout",
        lambda d: (d.about, amount(d, "refund_part"), *told(d)),
        payment_place,
        heading,
    ),
    operation(
        "assign_payment",
        "money",
        (fields.CUSTOMER, REASON),
        "assign_suspense",
        lambda d: (d.about, d.values["payer"], d.values["reason"]),
        payment_place,
        heading,
    ),
    operation(
        "return_payment",
        "money",
        (REASON,),
        "return_suspense",
        lambda d: (d.about, d.values["reason"]),
        payment_place,
        heading,
    ),
    operation(
        "settle_refund",
        "refunds",
        (OUTCOME, REASON),
        "settle_refund",
        lambda d: (d.about, d.values["refund_outcome"], d.values["reason"]),
        lambda _: AdminGo(place="refunds"),
        refund_heading,
    ),
)
PART = Part(
    places={
        "payments": show_payments,
        "payment": show_payment,
        "suspense": show_suspense,
        "refunds": show_refunds,
    },
    forms=FORMS,
    entries={"payments": "customers"},
)
