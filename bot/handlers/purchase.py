"""Plan, period, confirmation, payment from the balance: four taps from the menu."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot import cart
from bot.callbacks import ChoosePlan, ChoosePrice, PayFromBalance
from bot.handlers.rooms import members_room
from bot.screens import order_screen, paid_screen, prices_screen
from bot.visit import Visit
from texts import moment, money


def router() -> Router:
    router = members_room("purchase")
    router.callback_query.register(choose_plan, ChoosePlan.filter())
    router.callback_query.register(choose_price, ChoosePrice.filter())
    router.callback_query.register(pay, PayFromBalance.filter())
    return router


async def choose_plan(tap: CallbackQuery, callback_data: ChoosePlan, visit: Visit) -> str | None:
    prices = await visit.api.prices(visit.telegram_id, callback_data.plan_id)
    if not prices:
        return visit.say("toast-price-gone")
    await visit.show(prices_screen(visit.say, callback_data.plan_id, prices))
    return None


async def choose_price(
    tap: CallbackQuery, callback_data: ChoosePrice, visit: Visit, state: FSMContext
) -> str | None:
    order = await visit.api.open_order(visit.telegram_id, callback_data.price_id)
    match order.outcome:
        case "no_such_price":
            return visit.say("toast-price-gone")
        case "other_plan":
            return visit.say("toast-other-plan", plan=order.plan_title, ends=moment(order.ends_at))
        case "switched_off":
            return visit.say("toast-sales-off")
        case "open":
            offer = None
            if order.short_by > 0:
                await cart.keep(state, callback_data)
                if visit.home.can_topup:
                    offer = await visit.api.topup_offer(visit.telegram_id)
            await visit.show(order_screen(visit.say, callback_data.plan_id, order, offer))
            return None


async def pay(
    tap: CallbackQuery, callback_data: PayFromBalance, visit: Visit, state: FSMContext
) -> str | None:
    purchase = await visit.api.pay_from_balance(visit.telegram_id, callback_data.order)
    match purchase.outcome:
        case "fulfilled" | "already_fulfilled":
            await cart.empty(state)
            await visit.show(paid_screen(visit.say, purchase))
            return None
        case "insufficient_funds":
            short = money(purchase.short_by, purchase.currency)
            return visit.say("toast-insufficient", short=short)
        case "expired":
            return visit.say("toast-order-expired")
        case "price_changed":
            return visit.say("toast-order-price-changed")
        case "other_plan":
            ends = moment(purchase.ends_at)
            return visit.say("toast-other-plan", plan=purchase.plan_title, ends=ends)
        case "unknown":
            return visit.say("toast-order-unknown")
        case "switched_off":
            return visit.say("toast-sales-off")
