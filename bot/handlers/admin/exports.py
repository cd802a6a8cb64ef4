"""Files with payments, books, customers and subscriptions, for spreadsheets."""

from datetime import date
from re import fullmatch

from aiogram.types import Message

from bot.admin_api.exports import ExportApi, What
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, text
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.exports import exports_screen
from bot.screens.admin.figures import month_name, months_before

HERE = AdminGo(place="exports")
WITH_DAYS: tuple[What, ...] = ("payments", "ledger")
WHATS: tuple[What, ...] = (*WITH_DAYS, "customers", "subscriptions")
# How many months are offered; any other can be written.
MONTHS = 4


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
    """The bot sends the file later: a file of a large shop takes longer than a tap may."""
    span = draft.values.get("export_span")
    what = next((what for what in WHATS if what == draft.word), None)
    if what is None:
        return Done(admin.say("admin-none"), HERE)
    days, reason = days_of(span) if span else None, draft.values["reason"]
    await ExportApi(admin.calls).request(draft.request, what, days, admin.say.locale, reason)
    return Done(admin.say("admin-export-asked"), HERE)


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
