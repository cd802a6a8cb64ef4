"""Adding money to the balance."""

from dataclasses import replace

from bot.api import Home, PaymentReceived, TopUpOffer, WantedOrder
from bot.callbacks import ChooseAmount, FundOrder, Go, PayFromBalance
from bot.screens.base import Row, Screen, back, button, main_button, screen
from bot.screens.status import balance_of
from texts import Translator, Value, money


def topup_screen(
    say: Translator, offer: TopUpOffer, home: Home, wanted: WantedOrder | None = None
) -> Screen:
    """The order that the user wants comes first, and its top-up buys it."""
    presets = [button(*_amount(say, amount, offer.currency)) for amount in offer.presets]
    return screen(
        "topup",
        say("topup", **balance_of(say, home, others=True)),
        _suggested(say, offer, wanted),
        presets,
        [button(say("button-other-amount"), Go(place="amount"))],
        back(say, Go(place="balance")),
    )


def _suggested(say: Translator, offer: TopUpOffer, wanted: WantedOrder | None) -> Row:
    if offer.suggested is None:
        return []
    amount = money(offer.suggested, offer.currency)
    if wanted is None or wanted.short_by <= 0:
        label = say("button-topup-renewal", amount=amount)
        return [main_button(label, ChooseAmount(amount=offer.suggested))]
    label = say("button-topup-for", amount=amount, plan=wanted.plan_title)
    return [main_button(label, FundOrder(amount=offer.suggested, order=wanted.order_token))]


def _amount(say: Translator, amount: int, currency: str) -> tuple[str, ChooseAmount]:
    return say("button-amount", amount=money(amount, currency)), ChooseAmount(amount=amount)


def amount_screen(
    say: Translator, offer: TopUpOffer, *, was_wrong: bool = False, why: str = ""
) -> Screen:
    """`why`: why the previous amount could not be paid."""
    text = say(
        "topup-amount-wrong" if was_wrong else "topup-amount",
        min=money(offer.min_amount, offer.currency),
        max=money(offer.max_amount, offer.currency),
    )
    return screen("amount", f"{why}\n\n{text}".strip(), back(say, Go(place="topup")))


def credited_screen(
    say: Translator,
    payment: PaymentReceived,
    wanted: WantedOrder | None = None,
    home: Home | None = None,
) -> Screen:
    """Shows money that has bought nothing yet. Every outcome says where the money is; what it
    suffices for is one tap away."""
    amount = money(payment.amount, payment.currency)
    if payment.outcome == "suspense" or payment.balance is None:
        text = say("payment-held", amount=amount)
    else:
        name = (
            "credited-without-order" if payment.outcome == "credited_without_order" else "credited"
        )
        text = say(name, amount=amount, **_balance_after(say, payment.balance, payment, home))
    buy: Row = []
    if wanted is not None and wanted.short_by <= 0 < wanted.due:
        due = money(wanted.due, wanted.currency)
        label = say("button-buy-wanted", plan=wanted.plan_title, amount=due)
        buy = [main_button(label, PayFromBalance(order=wanted.order_token))]
    return screen(
        "credited",
        text,
        buy,
        [button(say("button-buy"), Go(place="plans"))],
        [button(say("button-menu"), Go(place="menu"))],
    )


def _balance_after(
    say: Translator, balance: int, payment: PaymentReceived, home: Home | None
) -> dict[str, Value]:
    """For an unknown user, only this is known. A bonus in another currency is not shown."""
    if home is not None and home.currency == payment.currency:
        home = replace(home, balance=balance)
        return balance_of(say, home)
    return {"balance": money(balance, payment.currency), "more": ""}
