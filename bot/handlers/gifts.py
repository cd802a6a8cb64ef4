"""Gifts: five taps from the menu to a link, and one to accept a gift that somebody gave."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.api import Gift
from bot.callbacks import GivePlan, GivePrice, ReturnGift, SendGift, ShowGift, TakeGift
from bot.context import UserContext
from bot.handlers.gates import about_this, show_gate, tried
from bot.handlers.navigation import bought_screen, offered_gift, screen_of
from bot.handlers.purchase import show_gift_order
from bot.screens import (
    gift_link_screen,
    gift_prices_screen,
    gift_ready_screen,
    gift_return_screen,
    gifts_screen,
)
from texts import money


def router() -> Router:
    router = Router(name="gifts")
    router.callback_query.register(choose_plan, GivePlan.filter())
    router.callback_query.register(choose_price, GivePrice.filter())
    router.callback_query.register(show, ShowGift.filter())
    router.callback_query.register(send, SendGift.filter())
    router.callback_query.register(give_back, ReturnGift.filter())
    router.callback_query.register(take, TakeGift.filter())
    return router


async def choose_plan(tap: CallbackQuery, callback_data: GivePlan, user: UserContext) -> str | None:
    prices = await user.api.prices(user.telegram_id, callback_data.plan_id, new=True)
    if not (prices and user.home.sells_gifts):
        await user.show(await screen_of("gift", user))
        return user.say("toast-price-gone")
    await user.show(gift_prices_screen(user.say, callback_data.plan_id, prices))
    return None


async def choose_price(
    tap: CallbackQuery, callback_data: GivePrice, user: UserContext
) -> str | None:
    return await show_gift_order(
        user, callback_data.price_id, GivePlan(plan_id=callback_data.plan_id)
    )


async def find(user: UserContext, gift: int) -> Gift | None:
    """Returns the gift if it can still be sent; otherwise shows what became of all gifts."""
    for found in await user.api.gifts(user.telegram_id, gift):
        if found.status == "unused":
            return found
    await user.show(gifts_screen(user.say, await user.api.gifts(user.telegram_id)))
    return None


async def show(tap: CallbackQuery, callback_data: ShowGift, user: UserContext) -> None:
    gift = await find(user, callback_data.gift)
    if gift is not None:
        await user.show(gift_ready_screen(user.say, gift))


async def send(
    tap: CallbackQuery, callback_data: SendGift, bot: Bot, user: UserContext
) -> str | None:
    gift = await find(user, callback_data.gift)
    if gift is None:
        return user.say("toast-gift-settled")
    made = await user.api.new_gift_link(user.telegram_id, gift.gift_id)
    if made.outcome != "made":
        await user.show(gift_ready_screen(user.say, gift))
        return user.say("toast-gift-links")
    me = await bot.me()
    link = f"https://t.me/{me.username}?start=gift_{made.code}"
    await user.show(gift_link_screen(user.say, gift, link))
    return None


async def give_back(tap: CallbackQuery, callback_data: ReturnGift, user: UserContext) -> str | None:
    gift = await find(user, callback_data.gift)
    if gift is None:
        return user.say("toast-gift-settled")
    if callback_data.step == "ask":
        await user.show(gift_return_screen(user.say, gift))
        return None
    back = await user.api.ask_gift_back(user.telegram_id, gift.gift_id)
    await user.show(gifts_screen(user.say, await user.api.gifts(user.telegram_id)))
    if back.outcome != "returned":
        return user.say("toast-gift-settled")
    return user.say("toast-gift-returned", amount=money(back.balance, back.currency))


async def take(tap: CallbackQuery, callback_data: TakeGift, user: UserContext) -> str | None:
    taken = await tried(
        user,
        lambda: user.api.redeem_gift(
            user.telegram_id, callback_data.gift, user.subscription, new=callback_data.to == "new"
        ),
    )
    match taken.outcome:
        case "redeemed" | "already_redeemed":
            await user.show(await bought_screen(user, "taken", taken.subscription_id))
            return None
        case "terms_not_accepted" | "not_in_channel" as gate:
            await show_gate(user, gate, about_this(user, "offered"))
            return None
        case "gone":
            await user.show(await offered_gift(user))
            return user.say("toast-gift-gone")
        case _:
            await user.show(await offered_gift(user))
            return user.say("toast-stale")
