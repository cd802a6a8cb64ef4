"""The questions of the forms about promo codes and discounts."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiogram.types import Message

from bot.admin_api import Refused
from bot.admin_api.promo import Choices, PromoApi
from bot.admin_context import Admin
from bot.handlers.admin.fields import shown_yes_or_no, yes_or_no
from bot.handlers.admin.forms import Choice, Draft, Field, text, whole_number
from bot.screens.admin.promo import length
from texts import Value, read_amount, read_minor_units

# More are made with ops.make_codes: a handler has twenty seconds.
MOST_CODES = 5000
Offered = Callable[[Admin, Draft], Awaitable[Sequence[Choice]]]


def code_text(message: Message) -> str | None:
    found = text(message) or ""
    return found.upper() if re.fullmatch(r"[A-Za-z0-9]{3,32}", found) else None


def prefix_text(message: Message) -> str | None:
    found = text(message) or ""
    return found.upper() if re.fullmatch(r"[A-Za-z0-9]{1,22}", found) else None


def decimal_text(message: Message) -> str | None:
    """An amount in major units, such as 99.50 or 99,50."""
    try:
        found = read_amount(text(message) or "")
    except ValueError:
        return None
    return str(found) if found > 0 else None


def between(least: int, most: int) -> Callable[[Message], int | None]:
    def read(message: Message) -> int | None:
        found = whole_number(message)
        return found if found is not None and least <= found <= most else None

    return read


def words(message: Message) -> list[str] | None:
    return re.findall(r"[a-z0-9_]+", (text(message) or "").lower()) or None


def nothing(message: Message) -> None:
    """A question that is answered by a button only."""


def named(name: str, *values: str) -> Offered:
    """Choices whose labels are the text `name`, by its argument `value`."""

    async def found(admin: Admin, draft: Draft) -> list[Choice]:
        return [Choice(admin.say(name, value=value), value) for value in values]

    return found


def numbers(*values: int) -> Offered:
    async def found(admin: Admin, draft: Draft) -> list[Choice]:
        return [Choice(str(value), str(value)) for value in values]

    return found


async def plans(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(plan, plan) for plan in (await PromoApi(admin.calls).choices()).plans]


async def all_lengths(admin: Admin, draft: Draft) -> list[Choice]:
    found = (await PromoApi(admin.calls).choices()).lengths
    return [Choice(length(admin.say, one), one) for one in found]


def is_kind(*kinds: str) -> Callable[[Draft], bool]:
    return lambda draft: draft.values.get("promo_kind") in kinds


def has_more(draft: Draft) -> bool:
    return draft.values.get("promo_more") == "yes"


def of_price(draft: Draft) -> bool:
    return has_more(draft) and is_kind("percent", "amount")(draft)


def told(name: str) -> Callable[[Admin, Draft, Any], Value]:
    return lambda admin, draft, value: admin.say(name, value=value)


WHO = ("all", "new", "paid", "subscribers")
KINDS = ("percent", "amount", "days", "balance", "trial")
TERMS = (
    Field(
        "promo_kind",
        nothing,
        named("button-admin-promo-kind", *KINDS),
        shown=told("button-admin-promo-kind"),
    ),
    Field(
        "promo_percent",
        between(1, 99),
        numbers(10, 15, 20, 25, 30, 50),
        int,
        asked_if=is_kind("percent"),
    ),
    Field("promo_amount", decimal_text, asked_if=is_kind("amount", "balance")),
    Field("promo_free_days", between(1, 3650), numbers(1, 3, 7, 30), int, asked_if=is_kind("days")),
    Field(
        "promo_hours", between(1, 8760), numbers(24, 72, 168, 240), int, asked_if=is_kind("trial")
    ),
    Field("promo_days", between(0, 3650), numbers(1, 7, 30, 90), int, optional=True),
)
LIMITS = (
    Field("promo_max", between(1, 10**9), numbers(1, 10, 100, 1000), int, optional=True),
    Field("promo_each", between(1, 1000), numbers(1, 2, 5, 10), int, optional=True),
)
CONDITIONS = (
    Field(
        "promo_who",
        nothing,
        named("button-admin-promo-audience", *WHO),
        shown=told("button-admin-promo-audience"),
    ),
    Field("promo_more", nothing, yes_or_no, shown=shown_yes_or_no),
    Field("promo_first", nothing, yes_or_no, shown=shown_yes_or_no, asked_if=has_more),
    Field(
        "promo_plans",
        words,
        plans,
        lambda value: [value],
        lambda admin, draft, value: ", ".join(value),
        optional=True,
        asked_if=of_price,
    ),
    Field(
        "promo_length",
        nothing,
        all_lengths,
        shown=lambda admin, draft, value: length(admin.say, value),
        optional=True,
        asked_if=of_price,
    ),
    Field("promo_min", decimal_text, optional=True, asked_if=of_price),
    Field("promo_adds", nothing, yes_or_no, shown=shown_yes_or_no, asked_if=of_price),
    Field("promo_renewals", between(0, 120), numbers(0, 1, 3, 12), int, asked_if=of_price),
)
CODE = Field("promo_code", code_text)
PREFIX = Field("promo_prefix", prefix_text)
COUNT = Field("promo_count", between(1, MOST_CODES), numbers(10, 100, 1000), int)
WHOM = Field("user", whole_number)
OF_BATCH = Field("promo_code", code_text, asked_if=lambda draft: draft.word == "batch")


def terms_of(draft: Draft, code: str, choices: Choices) -> dict[str, Any]:
    """As admin.make_promo takes them. Raises Refused."""
    values = draft.values
    length = values.get("promo_length")
    value = {
        "percent": values.get("promo_percent"),
        "days": values.get("promo_free_days"),
        "trial": values.get("promo_hours"),
    }
    kind = values["promo_kind"]
    return {
        "code": code,
        "kind": kind,
        "value": value[kind] if kind in value else minor(values["promo_amount"], choices.currency),
        "days": values.get("promo_days"),
        "max_uses": values.get("promo_max"),
        "uses_per_user": values.get("promo_each"),
        "audience": values["promo_who"],
        "plans": values.get("promo_plans"),
        "lengths": [length] if length else None,
        "first_only": values.get("promo_first") == "yes",
        "min_amount": minor(values.get("promo_min"), choices.currency),
        "adds_up": values.get("promo_adds") == "yes",
        "renewals": values.get("promo_renewals"),
    }


def minor(amount: str | None, currency: str) -> int | None:
    if amount is None:
        return None
    try:
        return read_minor_units(amount, currency)
    except ValueError as error:
        raise Refused(f"{currency} has no such fraction: {amount}") from error
