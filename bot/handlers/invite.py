"""The link by which a user refers others, as a picture; and whether he wants to be told who
came."""

import asyncio

from aiogram import Bot, Router
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup

from bot.callbacks import Close, SetReferralNotices, ShowInviteQr
from bot.context import UserContext
from bot.handlers.connect import qr_png
from bot.handlers.navigation import screen_of
from bot.screens.base import button


def router() -> Router:
    router = Router(name="invite")
    router.callback_query.register(show_qr, ShowInviteQr.filter())
    router.callback_query.register(set_notices, SetReferralNotices.filter())
    return router


async def show_qr(tap: CallbackQuery, bot: Bot, user: UserContext) -> None:
    invite = await user.api.invite(user.telegram_id)
    if invite is None:
        await user.show(await screen_of("invite", user))
        return
    png = await asyncio.to_thread(qr_png, await user.invite_link(invite))
    close = [[button(user.say("button-close"), Close())]]
    await bot.send_photo(
        user.telegram_id,
        BufferedInputFile(png, "invite.png"),
        caption=user.say("invite-qr"),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=close),
    )


async def set_notices(
    tap: CallbackQuery, callback_data: SetReferralNotices, user: UserContext
) -> None:
    await user.api.set_referral_notices(user.telegram_id, wanted=callback_data.to == "on")
    await user.show(await screen_of("notices", user))
