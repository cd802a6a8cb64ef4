"""Buttons of broadcasts that lead into the bot."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import PLACES_OF_A_SUBSCRIPTION, Go, OpenFromBroadcast
from bot.context import UserContext
from bot.handlers.navigation import go
from bot.handlers.purchase import renew


def router() -> Router:
    router = Router(name="broadcasts")
    router.callback_query.register(open_place, OpenFromBroadcast.filter())
    return router


async def open_place(
    tap: CallbackQuery, callback_data: OpenFromBroadcast, user: UserContext
) -> str | None:
    await user.api.tap_broadcast(user.telegram_id, callback_data.broadcast)
    to = Go(place=callback_data.place)
    if to.place in PLACES_OF_A_SUBSCRIPTION and user.must_say_which:
        await user.show(await user.which(to))
        return None
    if to.place == "renew":
        return await renew(tap, user)
    return await go(tap, to, user)
