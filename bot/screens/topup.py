"""Adding money to the balance."""

from bot.api import Home, PaymentReceived, TopUpOffer
from bot.callbacks import ChooseAmount, Go
from bot.screens.base import Row, Screen, back, button, main_button, screen
from texts import Voice, money


def topup_screen(say: Voice, offer: TopUpOffer, home: Home) -> Screen:
    amounts = list(offer.presets)
    suggested: Row = []
    if offer.suggested is not None and offer.suggested not in amounts:
        suggested = [main_button(*_amount(say, offer.suggested, offer.currency))]
    presets = [button(*_amount(say, amount, offer.currency)) for amount in amounts]
    return screen(
        "topup",
        say("topup", balance=money(home.balance, home.currency)),
        suggested,
        presets,
        [button(say("button-other-amount"), Go(place="amount"))],
        back(say, Go(place="profile")),
    )


def _amount(say: Voice, amount: int, currency: str) -> tuple[str, ChooseAmount]:
    return say("button-amount", amount=money(amount, currency)), ChooseAmount(amount=amount)


def amount_screen(say: Voice, offer: TopUpOffer, *, was_wrong: bool = False) -> Screen:
    text = say(
        "topup-amount-wrong" if was_wrong else "topup-amount",
        min=money(offer.min_amount, offer.currency),
        max=money(offer.max_amount, offer.currency),
    )
    return screen("amount", text, back(say, Go(place="topup")))


def credited_screen(say: Voice, payment: PaymentReceived) -> Screen:
    """Money that bought nothing yet. Every outcome says where it is."""
    amount = money(payment.amount, payment.currency)
    if payment.outcome == "suspense" or payment.balance is None:
        text = say("payment-held", amount=amount)
    else:
        name = (
            "credited-without-order" if payment.outcome == "credited_without_order" else "credited"
        )
        text = say(name, amount=amount, balance=money(payment.balance, payment.currency))
    return screen(
        "credited",
        text,
        [button(say("button-subscription"), Go(place="plans"))],
        [button(say("button-menu"), Go(place="menu"))],
    )
