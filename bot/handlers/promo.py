"""Promo codes: entered as a message, or brought by a link."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.api import OrderedPrice, PromoUsed
from bot.callbacks import UsePromo
from bot.context import UserContext
from bot.handlers.gates import gate_screen, tried
from bot.handlers.support import is_written
from bot.screens import Screen, promo_screen, promo_used_screen


def router() -> Router:
    router = Router(name="promo")
    router.callback_query.register(use, UsePromo.filter())
    router.message.register(enter, StateFilter("promo"), F.text, is_written)
    return router


async def enter(message: Message, user: UserContext) -> None:
    await user.show(await entered_screen(user, message.text or ""))


async def use(tap: CallbackQuery, callback_data: UsePromo, user: UserContext) -> str | None:
    if callback_data.act == "again":
        used = await entered(user, None)
        await user.show(await used_screen(user, used))
        return user.say("toast-promo-refused") if used.outcome == "refused" else None
    removed = await user.api.remove_promo(user.telegram_id)
    await user.show(promo_screen(user.say, await user.api.promo(user.telegram_id)))
    return user.say("toast-promo-removed") if removed else user.say("toast-stale")


async def ordered(user: UserContext) -> OrderedPrice | None:
    """Returns the price of the order that the user would buy next: he may have left that order for
    the code."""
    order = await user.api.wanted_order(user.telegram_id)
    if order is None:
        return None
    return await user.api.price_of_order(user.telegram_id, order.order_token)


async def entered_screen(user: UserContext, code: str | None) -> Screen:
    """Shows what a code does. None stands for the code that the user came with, or that was refused
    last."""
    return await used_screen(user, await entered(user, code))


async def entered(user: UserContext, code: str | None) -> PromoUsed:
    return await tried(user, lambda: user.api.enter_promo(user.telegram_id, code, user.request))


async def used_screen(user: UserContext, used: PromoUsed) -> Screen:
    match used.outcome:
        case "terms_not_accepted" | "not_in_channel" as gate:
            return await gate_screen(user, gate, "promo")
        case "chosen" | "given":
            return promo_used_screen(user.say, used, await ordered(user))
        case _:
            promo = await user.api.promo(user.telegram_id)
            return promo_screen(user.say, promo, refused=used.outcome != "nothing")
