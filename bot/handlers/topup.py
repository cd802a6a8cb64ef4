"""Money in: amounts, ways to pay, and payments that arrived."""

import re
from collections.abc import Mapping
from uuid import UUID

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, LabeledPrice, Message

from bot.api import Invoice, InvoiceOpened, InvoiceRefused, PaymentMethod, PaymentReceived
from bot.callbacks import (
    CheckPayment,
    ChooseAmount,
    FundOrder,
    PayMonthly,
    PayWith,
    RememberMethod,
)
from bot.context import UserContext
from bot.filters import is_known
from bot.handlers.navigation import (
    bought_screen,
    funded_screen,
    screen_of,
    show_invoice,
)
from bot.handlers.purchase import requote
from bot.payments import PROVIDER
from bot.screens import (
    Screen,
    amount_screen,
    credited_screen,
    methods_screen,
)
from texts import Translator, Value, moment, money, read_minor_units

# Telegram's words for an invoice that it refuses to make; other errors are about the chat.
_ABOUT_MONEY = re.compile(r"CURRENCY|AMOUNT|PAYMENT|PROVIDER|INVOICE|PRICE", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?P<before>[^\d\s.,]{,12})\s*(?P<amount>\d.*?)\s*(?P<after>[^\d\s.,]{,12}\.?)"
)
# How people write currencies, besides the code. In another one than theirs an amount means
# something else.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "RUB": ("₽", "р", "руб", "рубль", "рубля", "рублей"),
    "USD": ("$", "доллар", "доллара", "долларов", "dollar", "dollars"),
    "EUR": ("€", "евро", "euro", "euros"),
    "KZT": ("₸", "тг", "тенге", "теңге"),
    "UAH": ("₴", "грн", "гривна", "гривны", "гривен"),
    "UZS": ("сум", "сўм", "soʻm", "so'm", "som"),
    "TJS": ("сомони", "сомонӣ"),
    "XTR": ("⭐", "⭐️", "star", "stars", "звезда", "звезды", "звёзды", "звезд", "звёзд"),
}


def router() -> Router:
    router = Router(name="topup")
    # Already booked, see bot/dispatcher.py; a person who is not known (any more) is told as well.
    router.message.register(payment, F.successful_payment)
    router.callback_query.register(choose_amount, ChooseAmount.filter(), is_known)
    router.callback_query.register(choose_amount, FundOrder.filter(), is_known)
    router.callback_query.register(pay_with, PayWith.filter(), is_known)
    router.callback_query.register(pay_monthly, PayMonthly.filter(), is_known)
    router.callback_query.register(remember, RememberMethod.filter(), is_known)
    router.callback_query.register(check_payment, CheckPayment.filter(), is_known)
    own = (StateFilter("amount"), F.text, ~F.text.startswith("/"), is_known)
    router.message.register(own_amount, *own)
    return router


async def choose_amount(
    tap: CallbackQuery,
    callback_data: ChooseAmount | FundOrder,
    bot: Bot,
    user: UserContext,
    provider_token: str | None,
) -> str | None:
    """Chooses an amount, also for an order that waits for the money and is then paid
    automatically."""
    order = callback_data.order if isinstance(callback_data, FundOrder) else None
    why = await pay(user, bot, callback_data.amount, order, provider_token)
    if why is not None:
        await offer_again(user, order)
    return why


async def pay(
    user: UserContext, bot: Bot, amount: int, order: UUID | None, provider_token: str | None
) -> str | None:
    """Asks how to pay if there are several ways, or if the method could be saved. Returns why it
    cannot be paid."""
    methods = await ways_to_pay(user, amount, provider_token)
    monthly = await user.api.monthly_offer(user.telegram_id, order) if order else None
    match methods:
        case []:
            return user.say("toast-topups-off")
        case [only] if monthly is None and not only.can_remember:
            return await pay_by(user, bot, only.provider, amount, order, provider_token)
    currency = (await user.api.topup_offer(user.telegram_id)).currency
    choices = await user.api.payment_choices(user.telegram_id)
    await user.show(
        methods_screen(
            user.say,
            methods,
            amount,
            currency,
            order,
            monthly,
            remember=choices.remember,
            balance_first=choices.balance_first,
        )
    )
    return None


async def ways_to_pay(
    user: UserContext, amount: int, provider_token: str | None
) -> list[PaymentMethod]:
    """Returns the ways to pay. The bot itself makes links to pay by card in Telegram."""
    methods = await user.api.payment_methods(user.telegram_id, amount)
    if provider_token is None:
        return methods
    currency = (await user.api.topup_offer(user.telegram_id)).currency
    others = [method for method in methods if method.provider != PROVIDER]
    return [PaymentMethod(PROVIDER, amount, currency, is_down=False), *others]


async def pay_with(
    tap: CallbackQuery,
    callback_data: PayWith,
    bot: Bot,
    user: UserContext,
    provider_token: str | None,
) -> str | None:
    wanted = callback_data
    why = await pay_by(user, bot, wanted.provider, wanted.amount, wanted.order, provider_token)
    if why is not None:
        await offer_again(user, wanted.order)
    return why


async def pay_by(
    user: UserContext,
    bot: Bot,
    provider: str,
    amount: int,
    order: UUID | None,
    provider_token: str | None,
) -> str | None:
    if provider == PROVIDER and provider_token is not None:
        return await pay_by_link(user, bot, amount, order, provider_token)
    opened = await user.api.open_invoice(user.telegram_id, amount, provider, order, user.request)
    if opened.outcome in ("open", "already_sent"):
        await show_invoice(user)
        return None
    return not_opened(user.say, opened)


async def pay_monthly(
    tap: CallbackQuery, callback_data: PayMonthly, user: UserContext
) -> str | None:
    who, order = user.telegram_id, callback_data.order
    offer = await user.api.monthly_offer(who, order)
    if offer is not None:
        opened = await user.api.open_invoice(
            who, offer.credited_amount, offer.provider, order, user.request, monthly=True
        )
        if opened.outcome in ("open", "already_sent"):
            await show_invoice(user)
            return None
    await offer_again(user, order)
    return user.say("toast-method-gone")


async def remember(
    tap: CallbackQuery,
    callback_data: RememberMethod,
    bot: Bot,
    user: UserContext,
    provider_token: str | None,
) -> str | None:
    await user.api.choose_payment(user.telegram_id, remember=callback_data.to == "on")
    why = await pay(user, bot, callback_data.amount, callback_data.order, provider_token)
    if why is not None:
        await offer_again(user, callback_data.order)
    return why


async def check_payment(
    tap: CallbackQuery, callback_data: CheckPayment, user: UserContext
) -> str | None:
    """The provider's answer is drawn when it arrives."""
    asked = await user.api.check_invoice(user.telegram_id, callback_data.order)
    await show_invoice(user)
    return user.say("toast-checking") if asked else None


async def pay_by_link(
    user: UserContext, bot: Bot, amount: int, order: UUID | None, provider_token: str
) -> str | None:
    """The screen leads to Telegram's form for cards. Its link is made here, beside the queue, and
    once for what is paid: a repeated tap shows it again."""
    opened = await user.api.open_invoice(
        user.telegram_id, amount, PROVIDER, order, user.request, linked=True
    )
    if opened.outcome not in ("open", "already_sent"):
        return not_opened(user.say, opened)
    invoice = await user.api.invoice(user.telegram_id, opened.order_token)
    if invoice is not None and invoice.status == "creating":
        why = await link(user, bot, invoice, provider_token)
        if why is not None:
            return why
    await show_invoice(user)
    return None


def not_opened(say: Translator, opened: InvoiceOpened) -> str:
    match opened.outcome:
        case "amount_out_of_range":
            return say("toast-topup-amount", **_limits(opened))
        case "order_expired":
            return say("toast-order-expired")
        case "unavailable":
            return say("toast-method-gone")
        case _:
            return say("toast-topups-off")


async def offer_again(user: UserContext, order: UUID | None) -> None:
    user = await user.refreshed()
    if order is not None:
        await requote(user, order)
    else:
        await user.show(await screen_of("topup" if user.home.can_topup else "balance", user))


async def own_amount(
    message: Message, bot: Bot, user: UserContext, provider_token: str | None
) -> None:
    offer = await user.api.topup_offer(user.telegram_id)
    amount = minor_units(message.text or "", offer.currency)
    if amount is None or not offer.min_amount <= amount <= offer.max_amount:
        await user.show(amount_screen(user.say, offer, was_wrong=True))
        return
    why = await pay(user, bot, amount, None, provider_token)
    if why is not None:
        offer = await user.api.topup_offer(user.telegram_id)
        await user.show(amount_screen(user.say, offer, why=why))


async def link(user: UserContext, bot: Bot, invoice: Invoice, provider_token: str) -> str | None:
    """Returns why there is no link, to be shown if Telegram or the provider refuses to make it."""
    amount = money(invoice.amount, invoice.currency)
    expires = moment(invoice.expires_at)
    try:
        url = await bot.create_invoice_link(
            title=user.say("invoice-title", amount=amount),
            description=user.say("invoice-description", amount=amount, expires=expires),
            payload=invoice.token.hex,
            provider_token=provider_token,
            currency=invoice.currency,
            prices=[LabeledPrice(label=user.say("invoice-label"), amount=invoice.amount)],
        )
    except TelegramBadRequest as refusal:
        if _ABOUT_MONEY.search(refusal.message) is None:
            raise
        return await refused(user, invoice, refusal.message)
    await user.api.invoice_linked(user.telegram_id, invoice.order_token, url)
    return None


async def refused(user: UserContext, invoice: Invoice, error: str) -> str:
    """Nothing was charged, and the order is cancelled."""
    why = await user.api.invoice_refused(user.telegram_id, invoice.order_token, error)
    amount = money(invoice.amount, invoice.currency)
    match why.outcome:
        case "too_small":
            return user.say("toast-invoice-too-small", amount=amount, **_limits(why))
        case "too_great":
            return user.say("toast-invoice-too-great", amount=amount, **_limits(why))
        case _:
            return user.say("toast-invoice-unavailable")


def _limits(of: InvoiceOpened | InvoiceRefused) -> dict[str, Value]:
    return {"min": money(of.min_amount, of.currency), "max": money(of.max_amount, of.currency)}


async def payment(
    message: Message, received: PaymentReceived | None, user: UserContext | None, say: Translator
) -> bool:
    """Tells the payer where the money went. Returns whether it did; if not, a notice does."""
    if received is None:
        return False
    if user is None:
        await message.answer(credited_screen(say, received).text)
    else:
        await user.show(await thanks(user, received))
    return True


async def thanks(user: UserContext, received: PaymentReceived) -> Screen:
    """Thanks the payer. An order or a renewal that waited for the money has already been bought
    with it."""
    if received.fulfilled_plan_title is not None:
        return await bought_screen(user, "funded")
    if received.renewed:
        return await bought_screen(user, "renewed")
    invoice = await user.api.invoice(user.telegram_id)
    if invoice is not None and invoice.status == "paid" and invoice.bought:
        return await funded_screen(user, invoice)
    wanted = await user.api.wanted_order(user.telegram_id)
    return credited_screen(user.say, received, wanted, user.home)


def minor_units(text: str, currency: str) -> int | None:
    """Parses an amount as people write it: 500, 1 000 ₽, 1,000, 99.50 or 99,50; None for anything
    else, such as an amount in another currency."""
    written = _AMOUNT.fullmatch(text.strip())
    if written is None or not _names(currency, written["before"], written["after"]):
        return None
    try:
        return read_minor_units(written["amount"], currency)
    except ValueError:
        return None


def _names(currency: str, before: str, after: str) -> bool:
    """Returns whether the text around an amount, if any, names this currency."""
    said = [word.casefold().rstrip(".") for word in (before, after) if word]
    known = (currency.casefold(), *_WORDS.get(currency, ()))
    return len(said) < 2 and all(word in known for word in said)
