"""Figures of the shop: numbers, pictures, and what brings people."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, Message

from bot.admin_api.figures import FiguresApi, Origin, Span
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.callbacks import Close
from bot.drawing import NotDrawn, Panel, Picture, Series, drawn
from bot.handlers.admin.forms import Done, Draft, Field, Form, text
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.base import PAGE
from bot.screens.admin.figures import (
    PICTURES,
    figures_screen,
    growth_screen,
    owed_screen,
    pictures_screen,
    short_day,
    stayed_screen,
)
from bot.screens.base import button
from bot.screens.payment import way_to_pay
from texts import Translator
from texts.values import digits

# Of how many months it is told who stayed.
MONTHS = 6
GROWTH = AdminGo(place="growth", word="ad")


async def show_figures(admin: Admin, here: AdminGo) -> Screen:
    span: Span = "month" if here.word == "month" else "day"
    back, api = here.page or 0, FiguresApi(admin.calls)
    return figures_screen(
        admin.say,
        span,
        back,
        await api.figures(span, back),
        await api.received(span, back),
        await api.active_now(),
        await api.mrr(),
        await api.counted_at(),
    )


async def show_pictures(admin: Admin, here: AdminGo) -> Screen:
    """Sends the picture that was tapped."""
    kind, _, days = (here.word or "").partition("_")
    if not days.isdigit() or (kind, int(days)) not in PICTURES:
        return pictures_screen(admin.say)
    try:
        png = await drawn(await picture(admin, kind, int(days)))
    except NotDrawn:
        return pictures_screen(admin.say, failed=True)
    close = [[button(admin.say("button-close"), Close())]]
    await admin.bot.send_photo(
        admin.chat_id,
        BufferedInputFile(png, f"{kind}.png"),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=close),
    )
    return pictures_screen(admin.say)


async def picture(admin: Admin, kind: str, days: int) -> Picture:
    say, api = admin.say, FiguresApi(admin.calls)
    title = say("button-admin-picture", kind=kind, days=days)
    match kind:
        case "revenue":
            received = await api.received_by_day(days)
            net = {
                (one.currency, way_to_pay(say, one.provider or ""), one.day): one.net or 0
                for one in received
                if one.currency
            }
            at = dict.fromkeys(one.day for one in received)
            return Picture(title, money_panels(say, "bars", [*at], net))
        case "mrr":
            rates = await api.mrr_by_day(days)
            mrr = {(one.currency, "MRR", one.day): one.mrr for one in rates}
            at = dict.fromkeys(one.day for one in rates)
            return Picture(title, money_panels(say, "lines", [*at], mrr))
    numbers = await api.by_day(days)
    shown = (
        {"active": [one.active for one in numbers], "trial": [one.in_trial for one in numbers]}
        if kind == "active"
        else {
            "people": [one.new_people for one in numbers],
            "first": [one.first_payments for one in numbers],
        }
    )
    series = [Series(say("button-admin-series", name=name), shown[name]) for name in shown]
    panel = Panel("", "lines", [short_day(say, one.day) for one in numbers], series)
    return Picture(title, [panel])


def money_panels(
    say: Translator,
    kind: Literal["bars", "lines"],
    days: Sequence[date],
    found: dict[tuple[str, str, date], int],
) -> list[Panel]:
    """Returns one panel for each currency, in major units: amounts of two currencies cannot be
    compared."""
    currencies = dict.fromkeys(currency for currency, _, _ in found) or {"": None}
    return [
        Panel(
            currency,
            kind,
            [short_day(say, day) for day in days],
            [
                Series(
                    name,
                    [found.get((currency, name, d), 0) / 10 ** digits(currency) for d in days],
                )
                for name in dict.fromkeys(name for code, name, _ in found if code == currency)
            ],
        )
        for currency in currencies
    ]


async def show_owed(admin: Admin, here: AdminGo) -> Screen:
    return owed_screen(admin.say, await FiguresApi(admin.calls).owed())


async def show_stayed(admin: Admin, here: AdminGo) -> Screen:
    return stayed_screen(admin.say, await FiguresApi(admin.calls).stayed(MONTHS))


async def show_growth(admin: Admin, here: AdminGo) -> Screen:
    api, offset = FiguresApi(admin.calls), (here.page or 0) * PAGE
    origins: dict[str | None, Origin] = {"ref": "ref", "code": "code", "none": "none"}
    origin = origins.get(here.word, "ad")
    here = here.model_copy(update={"word": origin})
    return growth_screen(admin.say, here, await api.growth(origin, offset, PAGE))


def campaign_name(message: Message) -> str | None:
    """Reads the name that follows ad_ in a link."""
    found = text(message) or ""
    return found if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", found) else None


async def make_campaign(admin: Admin, draft: Draft) -> Done:
    """Stores nothing: the link names the campaign, and everybody who comes by it is counted."""
    link = f"https://t.me/{(await admin.bot.me()).username}?start=ad_{draft.values['campaign']}"
    return Done(admin.say("admin-campaign-made", link=link), GROWTH)


PART = Part(
    places={
        "figures": show_figures,
        "pictures": show_pictures,
        "owed": show_owed,
        "stayed": show_stayed,
        "growth": show_growth,
    },
    forms=(
        Form(
            "campaign",
            "figures",
            (Field("campaign", campaign_name),),
            make_campaign,
            lambda _: GROWTH,
        ),
    ),
    entries={"figures": "figures"},
)
