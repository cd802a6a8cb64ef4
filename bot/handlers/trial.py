"""The free trial, and the key as a picture."""

import asyncio
from io import BytesIO

import segno
from aiogram import Bot, Router
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup

from bot.callbacks import Close, ShowQr, StartTrial
from bot.handlers.places import screen_of
from bot.handlers.rooms import members_room
from bot.screens.base import button
from bot.visit import Visit


def router() -> Router:
    router = members_room("trial")
    router.callback_query.register(start_trial, StartTrial.filter())
    router.callback_query.register(show_qr, ShowQr.filter())
    return router


async def start_trial(tap: CallbackQuery, visit: Visit) -> str | None:
    """A second tap finds the subscription that the first one gave, and shows the same key."""
    trial = await visit.api.start_trial(visit.telegram_id)
    has_access = visit.home.status in ("active", "activating")
    match trial.outcome:
        case "already_used" if not has_access:
            await visit.show(await screen_of("menu", visit))
            return visit.say("toast-trial-used")
        case "switched_off":
            await visit.show(await screen_of("menu", visit))
            return visit.say("toast-trials-off")
        case _:
            await visit.show(await screen_of("access", visit))
            return None


async def show_qr(tap: CallbackQuery, bot: Bot, visit: Visit) -> str | None:
    access = await visit.api.access(visit.telegram_id)
    if access.outcome != "ready" or access.link is None:
        await visit.show(await screen_of("access", visit))
        return visit.say("toast-stale")
    try:
        png = await asyncio.to_thread(qr_png, access.link)  # 16 ms of nothing but computing
    except segno.DataOverflowError:
        return visit.say("toast-qr-too-long")
    close = [[button(visit.say("button-close"), Close())]]
    await bot.send_photo(
        visit.telegram_id,
        BufferedInputFile(png, "key.png"),
        caption=visit.say("qr-caption"),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=close),
    )
    return None


def qr_png(link: str) -> bytes:
    """Corrects as many errors as the size allows; up to 2953 bytes fit."""
    png = BytesIO()
    segno.make_qr(link, error="l").save(png, kind="png", scale=8, border=4)
    return png.getvalue()
