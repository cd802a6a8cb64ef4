"""Plan, period, confirmation, payment from the balance: four taps from the menu, two to renew."""

from uuid import UUID

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.api import Order, Profile, Purchase, TopUpOffer
from bot.callbacks import ChoosePlan, ChoosePrice, Go, PayFromBalance, ScheduleChange
from bot.handlers.places import bought, clear_invoices, screen_of
from bot.handlers.rooms import members_room
from bot.screens import later_screen, order_screen, prices_screen, scheduled_screen
from bot.visit import Visit
from texts import Voice, money


def router() -> Router:
    router = members_room("purchase")
    router.callback_query.register(choose_plan, ChoosePlan.filter())
    router.callback_query.register(choose_price, ChoosePrice.filter())
    router.callback_query.register(renew, Go.filter(F.place == "renew"))
    router.callback_query.register(pay, PayFromBalance.filter())
    router.callback_query.register(schedule_change, ScheduleChange.filter())
    return router


async def choose_plan(tap: CallbackQuery, callback_data: ChoosePlan, visit: Visit) -> str | None:
    prices = await visit.api.prices(visit.telegram_id, callback_data.plan_id)
    if not prices:
        await visit.show(await screen_of("plans", visit))
        return visit.say("toast-price-gone")
    await visit.show(prices_screen(visit.say, callback_data.plan_id, prices, visit.home))
    return None


async def choose_price(tap: CallbackQuery, callback_data: ChoosePrice, visit: Visit) -> str | None:
    """The plan is only where Back leads to, so it has to be the one of the price."""
    plan_id, price_id = callback_data.plan_id, callback_data.price_id
    prices = await visit.api.prices(visit.telegram_id, plan_id)
    if prices and price_id not in {price.price_id for price in prices}:
        await visit.show(await screen_of("plans", visit))
        return visit.say("toast-price-gone")
    return await show_order(visit, price_id, ChoosePlan(plan_id=plan_id))


async def renew(tap: CallbackQuery, visit: Visit) -> str | None:
    """The same plan and length once more; the plans when there is nothing to do again."""
    profile = await visit.api.profile(visit.telegram_id)
    if profile.renewal_price_id is None:
        await visit.show(await screen_of("plans", visit))
        return None
    return await show_order(visit, profile.renewal_price_id, Go(place="profile"))


async def show_order(visit: Visit, price_id: int, to: CallbackData) -> str | None:
    """Quotes a price; `to` is where Back leads."""
    say, home = visit.say, visit.home
    order = await visit.api.open_order(visit.telegram_id, price_id)
    match order.outcome:
        case "no_such_price":
            await visit.show(await screen_of("plans", visit))
            return say("toast-price-gone")
        case "switched_off":
            await visit.show(await screen_of("plans", visit))
            return say("toast-sales-off")
        case "at_period_end":
            await visit.show(later_screen(say, order, home, to, ScheduleChange(price_id=price_id)))
        case "open":
            offer, profile = await offered(visit, order), await subscriber(visit, order)
            renews = await visit.api.will_renew(visit.telegram_id, price_id)
            await visit.show(order_screen(say, order, home, to, offer, profile, renews=renews))
    return None


async def offered(visit: Visit, order: Order) -> TopUpOffer | None:
    if order.short_by > 0 and visit.home.can_topup:
        return await visit.api.topup_offer(visit.telegram_id)
    return None


async def subscriber(visit: Visit, order: Order) -> Profile | None:
    """Of somebody whose subscription this order renews or changes."""
    return None if order.kind == "purchase" else await visit.api.profile(visit.telegram_id)


async def pay(tap: CallbackQuery, callback_data: PayFromBalance, visit: Visit) -> str | None:
    """Whoever is refused hears why, and sees what can be done instead."""
    purchase = await visit.api.pay_from_balance(visit.telegram_id, callback_data.order)
    if purchase.outcome in ("fulfilled", "already_fulfilled"):
        await visit.show(await bought(visit, "paid"))
        await clear_invoices(visit)
        return None
    await requote(visit, callback_data.order)
    return refusal(visit.say, purchase)


def refusal(say: Voice, purchase: Purchase) -> str:
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


async def requote(visit: Visit, order: UUID) -> None:
    """The same once more as it is now, or the plans when it is not sold any more."""
    price = await visit.api.price_of_order(visit.telegram_id, order)
    if price is None:
        await visit.show(await screen_of("plans", visit))
    else:
        await show_order(visit, price.price_id, ChoosePlan(plan_id=price.plan_id))


async def schedule_change(
    tap: CallbackQuery, callback_data: ScheduleChange, visit: Visit
) -> str | None:
    change = await visit.api.schedule_change(visit.telegram_id, callback_data.price_id)
    match change.outcome:
        case "scheduled":
            await visit.show(scheduled_screen(visit.say, change))
            return None
        case "not_active":
            why = visit.say("toast-nothing-runs")
        case "no_such_price":
            why = visit.say("toast-price-gone")
        case "not_cheaper":
            why = visit.say("toast-not-later")
        case "switched_off":
            why = visit.say("toast-sales-off")
    await visit.show(await screen_of("plans", visit))
    return why
