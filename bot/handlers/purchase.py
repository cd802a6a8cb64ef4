"""Plan, period, confirmation, payment from the balance: four taps from the menu, two to renew."""

from uuid import UUID

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.api import Order, Profile, Purchase, TopUpOffer
from bot.callbacks import (
    AddPlan,
    ChoosePlan,
    ChoosePrice,
    GivePlan,
    Go,
    PayFromBalance,
    Place,
    ScheduleChange,
)
from bot.context import UserContext
from bot.handlers.gates import about_this, show_gate, tried
from bot.handlers.navigation import bought_screen, screen_of
from bot.screens import (
    Screen,
    gift_ready_screen,
    later_screen,
    order_screen,
    prices_screen,
    scheduled_screen,
)
from texts import Translator, money


def router() -> Router:
    router = Router(name="purchase")
    router.callback_query.register(choose_plan, ChoosePlan.filter())
    router.callback_query.register(choose_price, ChoosePrice.filter())
    router.callback_query.register(renew, Go.filter(F.place == "renew"))
    router.callback_query.register(pay, PayFromBalance.filter())
    router.callback_query.register(schedule_change, ScheduleChange.filter())
    return router


async def choose_plan(
    tap: CallbackQuery, callback_data: ChoosePlan, user: UserContext
) -> str | None:
    prices = await user.api.prices(user.telegram_id, callback_data.plan_id, user.subscription)
    if not prices:
        await user.show(await screen_of("plans", user))
        return user.say("toast-price-gone")
    await user.show(prices_screen(user.say, callback_data.plan_id, prices, user.home))
    return None


async def choose_price(
    tap: CallbackQuery, callback_data: ChoosePrice, user: UserContext
) -> str | None:
    """The plan only determines where Back leads, so it must be the plan of the price."""
    plan_id, price_id = callback_data.plan_id, callback_data.price_id
    prices = await user.api.prices(user.telegram_id, plan_id, user.subscription)
    if prices and price_id not in {price.price_id for price in prices}:
        await user.show(await screen_of("plans", user))
        return user.say("toast-price-gone")
    return await show_order(user, price_id, ChoosePlan(plan_id=plan_id))


async def renew(tap: CallbackQuery, user: UserContext) -> str | None:
    """Orders the same plan and length again; shows the plans when there is nothing to renew."""
    profile = await user.api.profile(user.telegram_id, user.subscription)
    if profile.renewal_price_id is None:
        await user.show(await screen_of("plans", user))
        return None
    return await show_order(user, profile.renewal_price_id, Go(place="profile"))


async def show_order(
    user: UserContext, price_id: int, to: CallbackData, *, opens_new: bool = False
) -> str | None:
    """Quotes a price; `to` is where Back leads."""
    say, home = user.say, user.home
    plans: Place = "another" if opens_new else "plans"
    order = await tried(
        user,
        lambda: user.api.open_order(
            user.telegram_id, price_id, user.subscription, opens_new=opens_new
        ),
    )
    match order.outcome:
        case "no_such_price":
            await user.show(await screen_of(plans, user))
            return say("toast-price-gone")
        case "switched_off":
            await user.show(await screen_of(plans, user))
            return say("toast-sales-off")
        case "terms_not_accepted" | "not_in_channel" as gate:
            own = about_this(user, f"price-{price_id}")
            await show_gate(user, gate, f"new-{price_id}" if opens_new else own)
        case "at_period_end":
            await user.show(later_screen(say, order, home, to, ScheduleChange(price_id=price_id)))
        case "open":
            offer, profile = await offered(user, order), await subscriber(user, order)
            renews = await user.api.will_renew(
                user.telegram_id, price_id, user.subscription, opens_new=opens_new
            )
            await user.show(order_screen(say, order, home, to, offer, profile, renews=renews))
        case _:
            await user.show(await user.menu())
            return say("toast-stale")
    return None


async def show_gift_order(user: UserContext, price_id: int, to: CallbackData) -> str | None:
    """Quotes a gift; it is paid like any order."""
    order = await tried(user, lambda: user.api.open_gift_order(user.telegram_id, price_id))
    match order.outcome:
        case "terms_not_accepted" | "not_in_channel" as gate:
            await show_gate(user, gate, f"give-{price_id}")
        case "open":
            offer = await offered(user, order)
            await user.show(order_screen(user.say, order, user.home, to, offer))
        case "no_such_price":
            await user.show(await screen_of("gift", user))
            return user.say("toast-price-gone")
        case _:
            await user.show(await screen_of("gift", user))
            return user.say("toast-sales-off")
    return None


async def offered(user: UserContext, order: Order) -> TopUpOffer | None:
    if order.short_by > 0 and user.home.can_topup:
        return await user.api.topup_offer(user.telegram_id)
    return None


async def subscriber(user: UserContext, order: Order) -> Profile | None:
    """Returns the user's context for the subscription that this order renews or changes."""
    if order.kind in ("purchase", "gift"):
        return None
    return await user.api.profile(user.telegram_id, user.subscription)


async def pay(tap: CallbackQuery, callback_data: PayFromBalance, user: UserContext) -> str | None:
    """A user who is refused is told why, and sees what he can do instead."""
    purchase = await user.api.pay_from_balance(user.telegram_id, callback_data.order)
    if purchase.outcome in ("fulfilled", "already_fulfilled"):
        await user.show(await paid_for(user, callback_data.order, purchase.subscription_id))
        return None
    await requote(user, callback_data.order)
    return refusal(user.say, purchase)


async def paid_for(user: UserContext, order: UUID, subscription: int | None) -> Screen:
    """What a payment from the balance bought: a gift to send, or time."""
    if subscription is None:
        for gift in await user.api.gifts(user.telegram_id):
            if gift.order_token == order:
                return gift_ready_screen(user.say, gift)
    return await bought_screen(user, "paid", subscription)


def refusal(say: Translator, purchase: Purchase) -> str:
    match purchase.outcome:
        case "insufficient_funds":
            return say("toast-insufficient", short=money(purchase.short_by, purchase.currency))
        case "expired":
            return say("toast-order-expired")
        case "price_changed":
            return say("toast-order-price-changed")
        case "changed":
            return say("toast-order-changed")
        case "switched_off":
            return say("toast-sales-off")
        case _:
            return say("toast-order-unknown")


async def requote(user: UserContext, order: UUID) -> None:
    """Quotes the same order again at current conditions, or shows the plans when it is no longer
    sold."""
    price = await user.api.price_of_order(user.telegram_id, order)
    if price is None:
        await user.show(await screen_of("plans", user))
        return
    if price.is_gift:
        await show_gift_order(user, price.price_id, GivePlan(plan_id=price.plan_id))
        return
    if user.must_say_which and price.subscription_id is not None:
        user = await user.about(price.subscription_id) or user
    kind = AddPlan if price.opens_new else ChoosePlan
    to = kind(plan_id=price.plan_id)
    await show_order(user, price.price_id, to, opens_new=price.opens_new)


async def schedule_change(
    tap: CallbackQuery, callback_data: ScheduleChange, user: UserContext
) -> str | None:
    change = await user.api.schedule_change(
        user.telegram_id, callback_data.price_id, user.subscription
    )
    match change.outcome:
        case "scheduled":
            await user.show(scheduled_screen(user.say, change, user.home))
            return None
        case "not_active":
            why = user.say("toast-nothing-runs")
        case "no_such_price":
            why = user.say("toast-price-gone")
        case "not_cheaper":
            why = user.say("toast-not-later")
        case "switched_off":
            why = user.say("toast-sales-off")
        case _:
            why = user.say("toast-stale")
    await user.show(await screen_of("plans", user))
    return why
