"""Which notices a user wants, besides those about his money and access."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import SetTips
from bot.context import UserContext
from bot.handlers.navigation import screen_of


def router() -> Router:
    router = Router(name="notices")
    router.callback_query.register(set_tips, SetTips.filter())
    return router


async def set_tips(tap: CallbackQuery, callback_data: SetTips, user: UserContext) -> None:
    await user.api.set_notice_preference(user.telegram_id, tips=callback_data.to == "on")
    await user.show(await screen_of("notices", user))
