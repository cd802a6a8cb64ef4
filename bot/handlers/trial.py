"""The free trial, and the key as a picture."""

import asyncio
from io import BytesIO

import segno
from aiogram import Bot, Router
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup

from bot.callbacks import Close, ShowQr, StartTrial
from bot.context import UserContext
from bot.handlers.navigation import screen_of
from bot.handlers.routers import users_router
from bot.screens.base import button


def router() -> Router:
    router = users_router("trial")
    router.callback_query.register(start_trial, StartTrial.filter())
    router.callback_query.register(show_qr, ShowQr.filter())
    return router


async def start_trial(tap: CallbackQuery, user: UserContext) -> str | None:
    """A second tap finds the subscription that the first one created, and shows the same key."""
    trial = await user.api.start_trial(user.telegram_id)
    has_access = user.home.status in ("active", "activating")
    match trial.outcome:
        case "already_used" if not has_access:
            await user.show(await screen_of("menu", user))
            return user.say("toast-trial-used")
        case "switched_off":
            await user.show(await screen_of("menu", user))
            return user.say("toast-trials-off")
        case _:
            await user.show(await screen_of("access", user))
            return None


async def show_qr(tap: CallbackQuery, bot: Bot, user: UserContext) -> str | None:
    access = await user.api.access(user.telegram_id, user.subscription)
    if access.outcome != "ready" or access.link is None:
        await user.show(await screen_of("access", user))
        return user.say("toast-stale")
    try:
        png = await asyncio.to_thread(qr_png, access.link)  # 16 ms of pure computation
    except segno.DataOverflowError:
        return user.say("toast-qr-too-long")
    close = [[button(user.say("button-close"), Close())]]
    await bot.send_photo(
        user.telegram_id,
        BufferedInputFile(png, "key.png"),
        caption=user.say("qr-caption"),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=close),
    )
    return None


def qr_png(link: str) -> bytes:
    """Uses the highest error correction that the size allows; up to 2953 bytes fit."""
    png = BytesIO()
    segno.make_qr(link, error="l").save(png, kind="png", scale=8, border=4)
    return png.getvalue()
