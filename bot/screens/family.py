"""Several subscriptions of one person: opening another one, and names."""

from bot.api import Home, Plan, Price
from bot.callbacks import AddPlan, AddPrice, Go
from bot.screens.base import Screen, back, button, screen
from bot.screens.status import balance_of
from texts import Translator, money


def another_screen(say: Translator, plans: list[Plan], home: Home) -> Screen:
    """Offers one more subscription, for somebody else: the running one is not touched."""
    if not (home.may_open and home.can_buy and plans):
        return screen("another", say("another-none"), back(say))
    choices = [
        [
            button(
                say("button-plan", plan=plan.title, amount=money(plan.from_amount, plan.currency)),
                AddPlan(plan_id=plan.plan_id),
            )
        ]
        for plan in plans
    ]
    return screen("another", say("another", **balance_of(say, home)), *choices, back(say))


def another_prices_screen(say: Translator, plan_id: int, prices: list[Price]) -> Screen:
    choices = [
        [
            button(
                say(
                    "button-price",
                    unit=price.period_unit,
                    count=price.period_count,
                    amount=money(price.amount, price.currency),
                ),
                AddPrice(plan_id=plan_id, price_id=price.price_id),
            )
        ]
        for price in prices
    ]
    text = say("prices", plan=prices[0].plan_title) + "\n\n" + say("prices-question")
    return screen("another_prices", text, *choices, back(say, Go(place="another")))


def name_screen(say: Translator, plan: str, *, was_wrong: bool = False) -> Screen:
    """The next message is the name."""
    wrong = say("name-wrong") + "\n\n" if was_wrong else ""
    return screen("name", wrong + say("name-ask", plan=plan), back(say, Go(place="profile")))
