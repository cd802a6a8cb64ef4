"""Unbinding devices. The list itself is a place, see navigation.py."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import Unbind
from bot.context import UserContext
from bot.handlers.navigation import screen_of
from bot.screens import unbind_screen
from bot.screens.devices import ALL


def router() -> Router:
    router = Router(name="devices")
    router.callback_query.register(unbind, Unbind.filter())
    return router


async def unbind(tap: CallbackQuery, callback_data: Unbind, user: UserContext) -> str | None:
    number = callback_data.device
    if callback_data.step == "ask":
        return await _ask(user, number)
    device = None if number == ALL else number
    unbound = await user.api.unbind_device(user.telegram_id, device, user.subscription)
    await user.show(await screen_of("devices", user))
    match unbound.outcome:
        case "unbound":
            return user.say("toast-unbound")
        case "unbinding":
            return user.say("toast-unbinding")
        case "not_bound":
            return user.say("toast-not-bound")
        case _:
            return user.say("toast-stale")


async def _ask(user: UserContext, number: int) -> str | None:
    devices = await user.api.devices(user.telegram_id, user.subscription)
    device = next((one for one in devices if one.device == number), None)
    if device is None and (number != ALL or not devices):
        await user.show(await screen_of("devices", user))
        return user.say("toast-not-bound")
    await user.show(unbind_screen(user.say, device))
    return None
