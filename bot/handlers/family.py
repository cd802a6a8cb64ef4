"""Another subscription, and the names of those that a person has."""

from aiogram import F, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from bot.callbacks import AddPlan, AddPrice, NameSubscription
from bot.context import UserContext
from bot.handlers.navigation import screen_of
from bot.handlers.purchase import show_order
from bot.screens import another_prices_screen, name_screen


class Naming(BaseFilter):
    """The user was asked for a name; the state says of which subscription."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        return (raw_state or "").partition(":")[0] == "name"


def router() -> Router:
    router = Router(name="family")
    router.callback_query.register(choose_plan, AddPlan.filter())
    router.callback_query.register(choose_price, AddPrice.filter())
    router.callback_query.register(ask_name, NameSubscription.filter())
    router.message.register(keep_name, Naming(), F.text, ~F.text.startswith("/"))
    return router


async def choose_plan(tap: CallbackQuery, callback_data: AddPlan, user: UserContext) -> str | None:
    prices = await user.api.prices(user.telegram_id, callback_data.plan_id, new=True)
    if not (prices and user.home.may_open):
        await user.show(await screen_of("another", user))
        return user.say("toast-price-gone")
    await user.show(another_prices_screen(user.say, callback_data.plan_id, prices))
    return None


async def choose_price(
    tap: CallbackQuery, callback_data: AddPrice, user: UserContext
) -> str | None:
    to = AddPlan(plan_id=callback_data.plan_id)
    return await show_order(user, callback_data.price_id, to, opens_new=True)


async def ask_name(tap: CallbackQuery, callback_data: NameSubscription, user: UserContext) -> None:
    subscription = user.subscription or user.home.subscription_id
    if subscription is None:
        await user.show(await user.menu())
        return
    about = await user.about(subscription) or user
    await about.show(name_screen(about.say, about.home.plan_title or ""))


async def keep_name(message: Message, user: UserContext, raw_state: str) -> None:
    _, _, which = raw_state.partition(":")
    user = await user.about(int(which)) or user if which else user
    if user.subscription is None:
        await user.show(await user.menu())
        return
    named = await user.api.name_subscription(user.telegram_id, user.subscription, message.text)
    if named.outcome == "invalid":
        plan = user.home.plan_title or ""
        await user.show(name_screen(user.say, plan, was_wrong=True))
        return
    user = await user.refreshed()
    await user.show(await screen_of("profile", user))
