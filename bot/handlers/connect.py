"""Connecting a device, the address as a picture, and replacing an address that leaked."""

import asyncio
from io import BytesIO

import segno
from aiogram import Bot, Router
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup

from bot.callbacks import ChooseDevice, Close, Reissue, ShowQr
from bot.context import UserContext
from bot.handlers.navigation import screen_of
from bot.screens import device_screen
from bot.screens.base import button


def router() -> Router:
    router = Router(name="connect")
    router.callback_query.register(choose_device, ChooseDevice.filter())
    router.callback_query.register(reissue, Reissue.filter())
    router.callback_query.register(show_qr, ShowQr.filter())
    return router


async def choose_device(
    tap: CallbackQuery, callback_data: ChooseDevice, user: UserContext
) -> str | None:
    address = await user.address()
    apps = await user.api.client_apps(user.telegram_id)
    here = [app for app in apps if app.platform == callback_data.platform]
    if address is None or address.url is None or not here:
        await user.show(await screen_of("access", user))
        return user.say("toast-stale")
    await user.show(device_screen(user.say, callback_data.platform, here, address.url))
    return None


async def reissue(tap: CallbackQuery, callback_data: Reissue, user: UserContext) -> str | None:
    reissued = await user.api.reissue_address(
        user.telegram_id, callback_data.number, user.subscription
    )
    await user.show(await screen_of("access", await user.refreshed()))
    match reissued.outcome:
        case "reissued" | "already_reissued":
            return user.say("toast-reissued")
        case "too_soon":
            return user.say("toast-reissued-just-now")
        case _:
            return user.say("toast-stale")


async def show_qr(tap: CallbackQuery, bot: Bot, user: UserContext) -> str | None:
    access = await user.api.access(user.telegram_id, user.subscription)
    address = await user.address()
    if access.outcome != "ready" or access.link is None:
        await user.show(await screen_of("access", user))
        return user.say("toast-stale")
    shown = address.url if address is not None and address.url is not None else access.link
    try:
        png = await asyncio.to_thread(qr_png, shown)  # 16 ms of pure computation
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
