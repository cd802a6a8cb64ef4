"""Plans and prices."""

from datetime import UTC, datetime
from typing import Any

from aiogram.types import Message

from bot.admin_api import Refused
from bot.admin_api.catalog import CatalogCalls, NewPrice, Plan
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, text, whole_number
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.catalog import (
    begins,
    catalog_screen,
    plan_gives,
    plan_screen,
    plan_title,
    price_touched,
    touched,
)
from texts import LANGUAGES, money, read_minor_units
from texts.values import zone_named

HERE = AdminGo(place="catalog")
GIGABYTE = 10**9
LONGEST_TITLE = 40
KEEPS_OLD = {"yes": True, "no": False}


def of_plan(draft: Draft) -> AdminGo:
    return AdminGo(place="plan", word=draft.word) if draft.word else HERE


async def show_catalog(admin: Admin, here: AdminGo) -> Screen:
    return catalog_screen(admin.say, await CatalogCalls(admin.calls).plans(), here)


async def show_plan(admin: Admin, here: AdminGo) -> Screen:
    found = await CatalogCalls(admin.calls).plan(here.word)
    return await show_catalog(admin, HERE) if found is None else plan_screen(admin.say, found)


async def _plan(admin: Admin, draft: Draft) -> Plan:
    found = await CatalogCalls(admin.calls).plan(draft.word)
    if found is None:
        raise Refused(admin.say("toast-stale"))
    return found


async def about(admin: Admin, draft: Draft) -> str:
    """Shows the plan, what it gives, and how many people a change affects."""
    one = await _plan(admin, draft)
    touches = await CatalogCalls(admin.calls).plan_touches(one.plan)
    return "\n\n".join(
        [
            f"<b>{plan_title(admin.say, one)}</b>\n{plan_gives(admin.say, one)}",
            touched(admin.say, touches),
        ]
    )


# A new plan, and what a plan gives.


def short(message: Message) -> str | None:
    found = text(message)
    return found if found and len(found) <= LONGEST_TITLE and "\n" not in found else None


def code(message: Message) -> str | None:
    found = (text(message) or "").lower()
    return found if found.isascii() and found.isidentifier() and len(found) <= 32 else None


def limit(message: Message) -> int | None:
    """Reads a limit; zero means none."""
    return whole_number(message)


def unlimited(admin: Admin, draft: Draft, value: int) -> str | int:
    return value or admin.say("admin-unlimited")


async def no_limit(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(admin.say("admin-unlimited"), "0")]


async def resets(admin: Admin, draft: Draft) -> list[Choice]:
    return [
        Choice(admin.say("admin-reset", reset=reset), reset)
        for reset in ("never", "period", "month")
    ]


def _gives(draft: Draft) -> dict[str, Any]:
    values = draft.values
    return {
        "device_limit": values["plan_devices"] or None,
        "data_limit_bytes": values["plan_gigabytes"] * GIGABYTE or None,
        "traffic_reset": values.get("plan_reset") or "never",
    }


async def add_plan(admin: Admin, draft: Draft) -> Done:
    values = draft.values
    added = {
        "title": {"en": values["plan_title"]},
        "benefits": {"en": values["plan_benefits"]},
        **_gives(draft),
    }
    outcome = await CatalogCalls(admin.calls).add_plan(values["plan_code"], added, values["reason"])
    to = AdminGo(place="plan", word=values["plan_code"])
    return Done(admin.say("admin-plan-added", outcome=outcome), to)


async def set_gives(admin: Admin, draft: Draft) -> Done:
    outcome = await CatalogCalls(admin.calls).edit_plan(
        draft.word or "", _gives(draft), draft.values["reason"]
    )
    return Done(admin.say("admin-plan-changed", outcome=outcome), of_plan(draft))


async def languages(admin: Admin, draft: Draft) -> list[Choice]:
    offered = await admin.user.api.languages()
    return [Choice(LANGUAGES[code], code) for code in dict.fromkeys(["en", *offered])]


async def set_words(admin: Admin, draft: Draft) -> Done:
    values = draft.values
    locale = values["plan_language"]
    outcome = await CatalogCalls(admin.calls).edit_plan(
        draft.word or "",
        {"title": {locale: values["plan_title"]}, "benefits": {locale: values["plan_benefits"]}},
        values["reason"],
    )
    return Done(admin.say("admin-changed", outcome=outcome), of_plan(draft))


# The end of a plan.


async def endings(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(admin.say("admin-retire", whom=whom), whom) for whom in ("new", "all")]


async def about_retired(admin: Admin, draft: Draft) -> str:
    told = await about(admin, draft)
    if "plan_retired" in draft.values:
        told += "\n\n" + admin.say("admin-retire-then", whom=draft.values["plan_retired"])
    one = await _plan(admin, draft)
    return told + ("\n" + admin.say("admin-retire-trial") if one.of_trials else "")


async def retire(admin: Admin, draft: Draft) -> Done:
    keep = draft.values["plan_retired"] == "new"
    outcome = await CatalogCalls(admin.calls).retire_plan(
        draft.word or "", keep, draft.values["reason"]
    )
    return Done(admin.say("admin-retired", outcome=outcome), of_plan(draft))


async def sell_again(admin: Admin, draft: Draft) -> Done:
    outcome = await CatalogCalls(admin.calls).edit_plan(
        draft.word or "", {"active": True, "renewable": True}, draft.values["reason"]
    )
    return Done(admin.say("admin-changed", outcome=outcome), of_plan(draft))


# Prices.


async def lengths(admin: Admin, draft: Draft) -> list[Choice]:
    """Offers the lengths that the plan has; the admin can write any other."""
    one = await _plan(admin, draft)
    known = dict.fromkeys((price.count, price.unit) for price in one.price_list)
    return [
        Choice(admin.say("period", unit=unit, count=count), f"{count} {unit}")
        for count, unit in known
    ]


async def read_length(admin: Admin, draft: Draft, written: str) -> str:
    """ "3 months", "30 days": a number, and a word that begins like one of these."""
    count, _, unit = written.strip().lower().partition(" ")
    units = {"d": "day", "д": "day", "m": "month", "м": "month"}
    if not count.isdigit() or unit[:1] not in units:
        raise Refused(admin.say("admin-wrong-length"))
    return f"{int(count)} {units[unit[:1]]}"


async def _currency(admin: Admin, draft: Draft) -> str:
    touches = await CatalogCalls(admin.calls).price_touches(_price(draft, 1))
    if touches is None:
        raise Refused(admin.say("toast-stale"))
    return touches.currency


async def read_amount(admin: Admin, draft: Draft, written: str) -> dict[str, Any]:
    currency = await _currency(admin, draft)
    try:
        found = read_minor_units(written.removesuffix(currency), currency)
    except ValueError as error:
        raise Refused(admin.say("admin-wrong-amount")) from error
    return {"amount": found, "currency": currency}


async def now_or(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(admin.say("admin-at-once"), "now")]


async def read_day(admin: Admin, draft: Draft, written: str) -> str:
    """Reads a day in the admin's time zone, as 31.12.2026 or 2026-12-31."""
    zone = zone_named(admin.user.home.timezone)
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            found = datetime.strptime(written.strip(), form).replace(tzinfo=zone)
        except ValueError:
            continue
        if found <= admin.user.home.now:
            raise Refused(admin.say("admin-day-is-over"))
        return found.isoformat()
    raise Refused(admin.say("admin-wrong-day"))


async def who_keeps(admin: Admin, draft: Draft) -> list[Choice]:
    """If subscribers were promised the old price, they keep it unless the admin ends that."""
    one = await _plan(admin, draft)
    offered = ("before", "no") if one.grandfathers else ("no", "yes")
    return [Choice(admin.say("admin-keep", keep=keep), keep) for keep in offered]


def _price(draft: Draft, in_place: int | None = None) -> NewPrice:
    values = draft.values
    count, _, unit = values["price_length"].partition(" ")
    begins_at = values.get("price_from", "now")
    return NewPrice(
        draft.word or "",
        int(count),
        unit,
        in_place or values["price_amount"]["amount"],
        None if begins_at == "now" else datetime.fromisoformat(begins_at).astimezone(UTC),
        KEEPS_OLD.get(values.get("price_keep", "before")),
    )


async def about_price(admin: Admin, draft: Draft) -> str:
    """Once the form is filled in, shows whom the price affects."""
    one = await _plan(admin, draft)
    told = f"<b>{plan_title(admin.say, one)}</b>"
    if "price_keep" not in draft.values:
        return told
    price = _price(draft)
    touches = await CatalogCalls(admin.calls).price_touches(price)
    if touches is None:
        return told
    told += "\n\n" + price_touched(admin.say, touches, price.amount)
    ends = one.grandfathers and price.keep_old is False
    return f"{told}\n\n{admin.say('admin-keep-ends')}" if ends else told


async def set_price(admin: Admin, draft: Draft) -> Done:
    outcome = await CatalogCalls(admin.calls).change_price(_price(draft), draft.values["reason"])
    return Done(admin.say("admin-price-set", outcome=outcome), of_plan(draft))


def _length(admin: Admin, draft: Draft, value: str) -> str:
    count, _, unit = value.partition(" ")
    return admin.say("period", unit=unit, count=int(count))


def _from(admin: Admin, draft: Draft, value: str) -> str:
    return begins(admin.say, None if value == "now" else datetime.fromisoformat(value))


DEVICES = Field("plan_devices", limit, choices=no_limit, pick=int, shown=unlimited)
GIGABYTES = Field("plan_gigabytes", limit, choices=no_limit, pick=int, shown=unlimited)
RESET = Field(
    "plan_reset",
    lambda message: None,
    choices=resets,
    shown=lambda admin, draft, value: admin.say("admin-reset", reset=value),
    asked_if=lambda draft: bool(draft.values.get("plan_gigabytes")),
)
TITLE = Field("plan_title", short)
BENEFITS = Field("plan_benefits", text)
PRICE_FIELDS = (
    Field("price_length", text, choices=lengths, complete=read_length, shown=_length),
    Field(
        "price_amount",
        text,
        complete=read_amount,
        shown=lambda admin, draft, value: money(value["amount"], value["currency"]),
    ),
    Field("price_from", text, choices=now_or, complete=read_day, shown=_from),
    Field(
        "price_keep",
        lambda message: None,
        choices=who_keeps,
        shown=lambda admin, draft, value: admin.say("admin-keep", keep=value),
    ),
    REASON,
)
PART = Part(
    places={"catalog": show_catalog, "plan": show_plan},
    forms=(
        Form(
            "new_plan",
            "catalog",
            (Field("plan_code", code), TITLE, BENEFITS, DEVICES, GIGABYTES, RESET, REASON),
            add_plan,
            lambda _: HERE,
        ),
        Form(
            "plan_gives", "catalog", (DEVICES, GIGABYTES, RESET, REASON), set_gives, of_plan, about
        ),
        Form(
            "plan_words",
            "catalog",
            (
                Field(
                    "plan_language",
                    lambda message: None,
                    choices=languages,
                    shown=lambda admin, draft, value: LANGUAGES[value],
                ),
                TITLE,
                BENEFITS,
                REASON,
            ),
            set_words,
            of_plan,
        ),
        Form(
            "retire_plan",
            "catalog",
            (
                Field(
                    "plan_retired",
                    lambda message: None,
                    choices=endings,
                    shown=lambda admin, draft, value: admin.say("admin-retire", whom=value),
                ),
                REASON,
            ),
            retire,
            of_plan,
            about_retired,
        ),
        Form("sell_again", "catalog", (REASON,), sell_again, of_plan, about),
        Form("price", "catalog", PRICE_FIELDS, set_price, of_plan, about_price),
    ),
    entries={"catalog": "catalog"},
)
