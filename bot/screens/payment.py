"""Paying for a top-up on a provider's page."""

from uuid import UUID

from aiogram.types import InlineKeyboardButton

from bot.api import Invoice, MonthlyOffer, PaymentMethod
from bot.callbacks import (
    CheckPayment,
    ChooseAmount,
    FundOrder,
    Go,
    PayMonthly,
    PayWith,
    RememberMethod,
)
from bot.payments import PROVIDER
from bot.screens.base import Row, Screen, back, button, screen
from texts import Translator, money
from texts.values import moment


def methods_screen(
    say: Translator,
    methods: list[PaymentMethod],
    amount: int,
    currency: str,
    order: UUID | None,
    monthly: MonthlyOffer | None = None,
    *,
    remember: bool = False,
    balance_first: bool = True,
) -> Screen:
    """Ways to pay, each with its price in its own currency; and whether the payment method will be
    saved, if possible, and what is then charged."""
    text = say("payment-methods", amount=money(amount, currency))
    if any(method.is_down for method in methods):
        text += "\n\n" + say("payment-methods-down")
    rows = [
        [button(_label(say, method), PayWith(provider=method.provider, amount=amount, order=order))]
        for method in methods
    ]
    if monthly is not None and order is not None:
        price = money(monthly.amount, monthly.currency)
        way = way_to_pay(say, monthly.provider)
        label = say("button-monthly", way=way, amount=price)
        rows.append([button(label, PayMonthly(order=order))])
    if any(method.can_remember for method in methods):
        remembered = "payment-remembered" if balance_first else "payment-remembered-whole"
        text += "\n\n" + say(remembered if remember else "payment-not-remembered")
        rows.append([_remember(say, amount, order, remember=remember)])
    return screen("methods", text, *rows, back(say, Go(place="topup")))


def _remember(
    say: Translator, amount: int, order: UUID | None, *, remember: bool
) -> InlineKeyboardButton:
    if remember:
        return button(
            say("button-remember-off"), RememberMethod(to="off", amount=amount, order=order)
        )
    return button(say("button-remember-on"), RememberMethod(to="on", amount=amount, order=order))


def _label(say: Translator, method: PaymentMethod) -> str:
    way, asked = way_to_pay(say, method.provider), money(method.amount, method.currency)
    name = "button-method-down" if method.is_down else "button-method"
    return say(name, way=way, amount=asked)


def way_to_pay(say: Translator, provider: str) -> str:
    match provider:
        case "telegram":
            return say("button-way-telegram")
        case "yookassa":
            return say("button-way-yookassa")
        case "stripe":
            return say("button-way-stripe")
        case "stars":
            return say("button-way-stars")
        case "crypto_pay":
            return say("button-way-crypto-pay")
        case "heleket":
            return say("button-way-heleket")
    return provider


def invoice_screen(say: Translator, invoice: Invoice) -> Screen:
    """The state of the invoice: being made, payable, paid, or failed for good."""
    known = {
        "way": way_to_pay(say, invoice.provider),
        "asked": money(invoice.amount, invoice.currency),
        "amount": money(invoice.credited_amount, invoice.credited_currency),
    }
    other: Row = [button(say("button-other-method"), _again(invoice))]
    menu: Row = [button(say("button-menu"), Go(place="menu"))]
    check: list[Row] = []
    if invoice.provider != PROVIDER:  # Telegram cannot be asked, and tells by itself
        check = [[button(say("button-check-payment"), CheckPayment(order=invoice.order_token))]]
    if invoice.processing:
        return screen("invoice", say("payment-processing", **known), *check, menu)
    match invoice.status:
        case "creating":
            return screen("invoice", say("payment-creating", **known), other, menu)
        case "open":
            text = say("payment-open", **known, expires=moment(invoice.expires_at))
            if invoice.saves_method:
                text += "\n\n" + say("payment-open-remembers")
            if invoice.monthly:
                text += "\n\n" + say("payment-open-monthly", asked=known["asked"])
            pay: Row = [
                InlineKeyboardButton(
                    text=say("button-pay-page", amount=known["asked"]), url=invoice.url
                )
            ]
            return screen("invoice", text, pay, *check, other, menu)
        case "paid":
            return screen("invoice", say("payment-paid", **known), menu)
        case "over":
            return screen("invoice", say("payment-over", **known), other, *check, menu)
        case "failed":
            return screen("invoice", say("payment-failed", **known), other, menu)


def _again(invoice: Invoice) -> ChooseAmount | FundOrder:
    if invoice.for_order is None:
        return ChooseAmount(amount=invoice.credited_amount)
    return FundOrder(amount=invoice.credited_amount, order=invoice.for_order)
