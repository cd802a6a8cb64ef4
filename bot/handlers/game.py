"""The game. The ball is thrown by the outbox, and the result comes as a notice."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import Throw
from bot.context import UserContext
from bot.handlers.navigation import screen_of
from bot.screens import rolling_screen


def router() -> Router:
    router = Router(name="game")
    router.callback_query.register(throw, Throw.filter())
    return router


async def throw(tap: CallbackQuery, callback_data: Throw, user: UserContext) -> None:
    thrown = await user.api.throw(user.telegram_id)
    if thrown.outcome in ("thrown", "rolling"):
        await user.show(rolling_screen(user.say))
        return
    await user.show(await screen_of("game", user))
