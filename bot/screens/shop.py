"""Buying: plan, period, confirmation, done."""

from bot.api import Home, Order, Plan, Price, Purchase, TopUpOffer
from bot.callbacks import ChooseAmount, ChoosePlan, ChoosePrice, Go, PayFromBalance
from bot.screens.base import Row, Screen, back, button, main_button, screen
from texts import Value, Voice, moment, money


def plans_screen(say: Voice, plans: list[Plan], home: Home) -> Screen:
    if not plans:
        return screen("plans", say("plans-empty"), back(say))
    lines = [say("plan-line", **_plan(plan), benefits=plan.benefits) for plan in plans]
    head = say("plans", balance=money(home.balance, home.currency))
    choices = [
        [button(say("button-plan", **_plan(plan)), ChoosePlan(plan_id=plan.plan_id))]
        for plan in plans
    ]
    return screen("plans", "\n\n".join([head, *lines]), *choices, back(say))


def _plan(plan: Plan) -> dict[str, Value]:
    return {"plan": plan.title, "amount": money(plan.from_amount, plan.currency)}


def prices_screen(say: Voice, plan_id: int, prices: list[Price]) -> Screen:
    choices = [
        [button(_price_label(say, price), ChoosePrice(plan_id=plan_id, price_id=price.price_id))]
        for price in prices
    ]
    text = say("prices", plan=prices[0].plan_title)
    return screen("prices", text, *choices, back(say, Go(place="plans")))


def _price_label(say: Voice, price: Price) -> str:
    amount = money(price.amount, price.currency)
    if price.saving > 0:
        return say(
            "button-price-saving",
            unit=price.period_unit,
            count=price.period_count,
            amount=amount,
            saving=money(price.saving, price.currency),
        )
    return say("button-price", unit=price.period_unit, count=price.period_count, amount=amount)


def order_screen(say: Voice, plan_id: int, order: Order, offer: TopUpOffer | None) -> Screen:
    """What is bought and what it does to the balance. `offer` is there when money can be added."""
    price = money(order.amount, order.currency)
    head = say(
        "order",
        plan=order.plan_title,
        unit=order.period_unit,
        count=order.period_count,
        amount=price,
        ends=moment(order.ends_at),
    )
    balance = money(order.balance, order.currency)
    steps: Row
    if order.short_by > 0:
        short = money(order.short_by, order.currency)
        what_now = say("order-short-hint" if offer else "toast-topups-off")
        tail = say("order-short", balance=balance, short=short) + "\n\n" + what_now
        steps = _topup_steps(say, order, offer) if offer else []
    else:
        remaining = money(order.balance - order.amount, order.currency)
        expires = moment(order.expires_at)
        tail = say("order-enough", balance=balance, remaining=remaining, expires=expires)
        pay = PayFromBalance(order=order.order_token)
        steps = [main_button(say("button-pay", amount=price), pay)]
    return screen("order", f"{head}\n\n{tail}", steps, back(say, ChoosePlan(plan_id=plan_id)))


def _topup_steps(say: Voice, order: Order, offer: TopUpOffer) -> Row:
    missing = max(order.short_by, offer.min_amount)
    label = say("button-topup-amount", amount=money(missing, order.currency))
    return [
        main_button(label, ChooseAmount(amount=missing)),
        button(say("button-other-amount"), Go(place="amount")),
    ]


def paid_screen(say: Voice, purchase: Purchase) -> Screen:
    text = say(
        "paid",
        plan=purchase.plan_title,
        ends=moment(purchase.ends_at),
        balance=money(purchase.balance, purchase.currency),
    )
    return screen(
        "paid",
        text,
        [main_button(say("button-connect"), Go(place="access"))],
        [button(say("button-menu"), Go(place="menu"))],
    )
