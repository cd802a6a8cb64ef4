"""Files with payments, books, customers and subscriptions, for spreadsheets."""

import asyncio
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from re import fullmatch
from typing import Any

import asyncpg
from aiogram.types import Message

from bot.admin_api.exports import ExportApi, What
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.documents import Style, Table, send, table
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, text
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.exports import exports_screen
from bot.screens.admin.figures import month_name, months_before
from texts.values import digits, zone_named

HERE = AdminGo(place="exports")
WITH_DAYS: tuple[What, ...] = ("payments", "ledger")
WHATS: tuple[What, ...] = (*WITH_DAYS, "customers", "subscriptions")
# How many months are offered; any other can be written.
MONTHS = 4
# In seconds; a handler has twenty, and the file has to be sent.
LIMIT = 15


async def show_exports(admin: Admin, here: AdminGo) -> Screen:
    return exports_screen(admin.say, WHATS)


def span_text(message: Message) -> str | None:
    """A month or a year: 2026-11, 2026."""
    found = text(message) or ""
    return found if fullmatch(r"20\d\d(-(0[1-9]|1[0-2]))?", found) else None


async def spans(admin: Admin, draft: Draft) -> list[Choice]:
    today = (await ExportApi(admin.calls).terms()).today
    months = [months_before(today, back) for back in range(MONTHS)]
    return [
        *(Choice(month_name(admin.say, month), f"{month:%Y-%m}") for month in months),
        Choice(str(today.year), str(today.year)),
        Choice(str(today.year - 1), str(today.year - 1)),
    ]


def days_of(span: str) -> tuple[date, date]:
    year, _, month = span.partition("-")
    if not month:
        return date(int(year), 1, 1), date(int(year) + 1, 1, 1)
    first = date(int(year), int(month), 1)
    return first, months_before(first, -1)


async def export(admin: Admin, draft: Draft) -> Done:
    """The audit is committed before the file is sent."""
    span = draft.values.get("export_span")
    what = next((what for what in WHATS if what == draft.word), None)
    if what is None:
        return Done(admin.say("admin-none"), HERE)
    terms = await ExportApi(admin.calls).terms()
    name = f"{what}-{span or terms.today.isoformat()}.csv"
    with table(name, Style.of(admin.say, zone_named(terms.zone))) as made:
        try:
            async with asyncio.timeout(LIMIT):
                await fill(admin, made, what, draft)
        except TimeoutError:
            return Done(admin.say("admin-export-late"), HERE)
        if made.rows and made.is_too_large:
            return Done(admin.say("admin-export-large"), HERE)
        if made.rows:
            await send(admin, made)
    return Done(admin.say("admin-export-sent", rows=made.rows), HERE)


async def fill(admin: Admin, made: Table, what: What, draft: Draft) -> None:
    span = draft.values.get("export_span")
    days, reason = days_of(span) if span else None, draft.values["reason"]
    async with ExportApi(admin.calls).rows(what, days, reason) as rows:
        async for row in rows:
            if not made.rows:
                made.head(row.keys())
            made.write(cells(row))
    made.close()


def cells(row: asyncpg.Record) -> Iterable[Any]:
    """Amounts in major units."""
    currency = row.get("currency")
    for name, value in row.items():
        is_money = name in ("amount", "balance") or name.endswith("_amount")
        if is_money and value is not None and currency is not None:
            yield Decimal(value).scaleb(-digits(currency))
        else:
            yield value


def has_days(draft: Draft) -> bool:
    return draft.word in WITH_DAYS


async def what_it_is(admin: Admin, draft: Draft) -> str:
    return admin.say("admin-export-what", what=draft.word or "")


PART = Part(
    places={"exports": show_exports},
    forms=(
        Form(
            "export",
            "exports",
            (Field("export_span", span_text, spans, asked_if=has_days), REASON),
            export,
            lambda _: HERE,
            what_it_is,
        ),
    ),
    entries={"exports": "exports"},
)
