"""Buying: plan, period, confirmation, done."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.api import ChangeScheduled, Home, Order, Plan, Price, Profile, Reason, TopUpOffer
from bot.callbacks import (
    ChoosePlan,
    ChoosePrice,
    FundOrder,
    Go,
    PayFromBalance,
    Resume,
    ScheduleChange,
    SetAutoRenew,
)
from bot.screens.base import Bought, Row, Screen, back, button, copy_button, main_button, screen
from bot.screens.profile import changes_plan
from bot.screens.status import balance_of, paid_until
from texts import Translator, Value, moment, money


def plans_screen(say: Translator, plans: list[Plan], home: Home) -> Screen:
    if not home.can_buy:  # said here, and not after two more taps
        ask = button(say("button-support"), Go(place="support"))
        return screen("plans", say("plans-paused"), [ask], back(say))
    if not plans:
        return screen("plans", say("plans-empty"), back(say))
    head = say("plans", **balance_of(say, home))
    choices = [[_plan_button(say, plan)] for plan in plans]
    text = "\n\n".join([head, *(_plan_line(say, plan) for plan in plans)])
    company = [button(say("button-company"), Go(place="company"))] if home.takes_companies else []
    return screen("plans", text, *choices, company, back(say))


def _plan_line(say: Translator, plan: Plan) -> str:
    name = "plan-line-current" if plan.is_current else "plan-line"
    return say(name, **_plan(plan), benefits=plan.benefits)


def _plan_button(say: Translator, plan: Plan) -> InlineKeyboardButton:
    name = "button-plan-current" if plan.is_current else "button-plan"
    return button(say(name, **_plan(plan)), ChoosePlan(plan_id=plan.plan_id))


def _plan(plan: Plan) -> dict[str, Value]:
    return {"plan": plan.title, "amount": money(plan.from_amount, plan.currency)}


def prices_screen(say: Translator, plan_id: int, prices: list[Price], home: Home) -> Screen:
    choices = [
        [button(_price_label(say, price), ChoosePrice(plan_id=plan_id, price_id=price.price_id))]
        for price in prices
    ]
    plan, notes = say("prices", plan=prices[0].plan_title), _notes(say, prices, home)
    text = "\n\n".join([plan, *notes, say("prices-question")])
    return screen("prices", text, *choices, back(say, Go(place="plans")))


def _notes(say: Translator, prices: list[Price], home: Home) -> list[str]:
    """Says what happens to the running plan."""
    kinds = {price.kind for price in prices}
    old_plan = home.plan_title or ""
    notes = {
        "renewal": say("prices-renewal"),
        "change": say("prices-change", old_plan=old_plan),
        "later": say("prices-later", old_plan=old_plan),
    }
    reasons = list(dict.fromkeys(reason for price in prices for reason in price.reasons))
    reduced = [say("prices-reduced", why=_why(say, reasons))] if reasons else []
    return [*reduced, *(note for kind, note in notes.items() if kind in kinds)]


def _why(say: Translator, reasons: Sequence[Reason], code: str | None = None) -> str:
    """Says why a price is below the one for everybody."""
    return ", ".join(
        say("reduced-by-code", code=code)
        if reason == "promo_code" and code
        else say("reduced-by", why=reason)
        for reason in dict.fromkeys(reasons)
    )


def _price_label(say: Translator, price: Price) -> str:
    known: dict[str, Value] = {
        "unit": price.period_unit,
        "count": price.period_count,
        "amount": money(price.amount, price.currency),
    }
    if price.kind == "later":
        return say("button-price-later", **known)
    if price.list_amount > price.amount:
        return say("button-price-was", **known, was=money(price.list_amount, price.currency))
    if price.saving > 0:
        return say("button-price-saving", **known, saving=money(price.saving, price.currency))
    return say("button-price", **known)


def order_screen(
    say: Translator,
    order: Order,
    home: Home,
    to: CallbackData,
    offer: TopUpOffer | None = None,
    profile: Profile | None = None,
    *,
    renews: bool = False,
) -> Screen:
    """Shows what is bought and how it changes the balance; `to` is where Back leads. `offer` is
    given if money can be added, `profile` if the order is for an existing subscription. `renews`:
    it renews automatically afterwards."""
    text = "\n".join(
        [*_what(say, order, home), *_price(say, order, home), *_until(say, order, home)]
    )
    gift = [say("order-ends-gift", old_plan=home.plan_title or "")] if order.ends_gift else []
    follows = _what_follows(say, order, profile, renews=renews)
    paragraphs = [text, *gift, *follows, _balance(say, order)]
    rows: list[Row] = []
    if order.code is not None and "promo_code" not in order.reasons:
        paragraphs.insert(1, say("order-code-idle", code=order.code))
    if order.short_by <= 0:
        rows = [[_pay_button(say, order)]]
    elif offer is None:
        paragraphs.append(say("toast-topups-off"))
    else:
        topup = min(max(order.short_by, offer.min_amount), offer.max_amount)
        paragraphs.append(_short_hint(say, order, topup))
        rows = _topup_rows(say, order, offer, topup)
    promo = [button(say("button-promo"), Go(place="promo"))]
    return screen("order", "\n\n".join(paragraphs), *rows, promo, back(say, to))


def _what(say: Translator, order: Order, home: Home) -> list[str]:
    known: dict[str, Value] = {
        "plan": order.plan_title,
        "unit": order.period_unit,
        "count": order.period_count,
    }
    match order.kind:
        case "change":
            return [say("order-change", **known, old_plan=home.plan_title or "")]
        case "renewal":
            return [say("order-renewal", **known)]
        case "gift":
            return [say("order-gift", **known)]
        case _:
            return [say("order-purchase", **known)]


def _price(say: Translator, order: Order, home: Home) -> list[str]:
    """Returns one line, or a short bill if something is deducted from the price."""
    currency = order.currency
    full = order.due + order.credit + order.discount
    lines = [say("order-price", amount=money(full, currency))]
    if order.discount > 0:
        why = _why(say, order.reasons, order.code)
        lines.append(say("order-reduced", why=why, discount=money(order.discount, currency)))
    if order.credit > 0:
        credit = money(order.credit, currency)
        lines.append(say("order-credit", credit=credit, old_plan=home.plan_title or ""))
    if order.due <= 0 < order.credit:
        lines.append(say("order-gives-back", back=money(-order.due, currency)))
    elif len(lines) > 1:
        lines.append(say("order-due", due=money(order.due, currency)))
    return lines


def _until(say: Translator, order: Order, home: Home) -> list[str]:
    if order.kind == "gift":
        return [say("order-gift-until", until=moment(order.ends_at))]
    ends = say("order-ends", ends=moment(order.ends_at))
    until = paid_until(home)
    if order.kind == "change" and until is not None and until > home.now:
        return [say("order-moves", until=moment(until), ends=moment(order.ends_at))]
    if order.kind != "renewal":
        return [ends]
    return [say("order-runs-until", until=moment(order.starts_at)), ends]


def _what_follows(
    say: Translator, order: Order, profile: Profile | None, *, renews: bool
) -> list[str]:
    """Says what follows at the end of the purchase, and how this affects an earlier choice for that
    time."""
    if profile is not None and profile.cancelled:
        return [say("order-stays-cancelled")]
    follows = [say("order-renews"), *_renewal_price(say, order)] if renews else []
    planned = profile.next_plan_title if profile is not None and changes_plan(profile) else None
    if order.kind in ("renewal", "change") and planned not in (None, order.plan_title):
        follows.insert(0, say("order-undoes", next_plan=planned or ""))
    return follows


def _renewal_price(say: Translator, order: Order) -> list[str]:
    """A promo code applies to this purchase only: says what is charged afterwards, if that is
    more."""
    amount = order.renewal_amount
    if amount is None or amount <= order.amount or "promo_code" not in order.reasons:
        return []
    full = money(amount, order.currency)
    if order.code_renewals:
        return [say("order-renewals-reduced", count=order.code_renewals, amount=full)]
    return [say("order-renewal-costs", amount=full)]


def _balance(say: Translator, order: Order) -> str:
    balance = money(order.balance, order.currency)
    if order.short_by > 0:
        return say("order-short", balance=balance, short=money(order.short_by, order.currency))
    remaining = money(order.balance - order.due, order.currency)
    return say(
        "order-enough", balance=balance, remaining=remaining, expires=moment(order.expires_at)
    )


def _pay_button(say: Translator, order: Order) -> InlineKeyboardButton:
    pay = PayFromBalance(order=order.order_token)
    if order.due <= 0:
        return main_button(say("button-change-now"), pay)
    return main_button(say("button-pay", amount=money(order.due, order.currency)), pay)


def _short_hint(say: Translator, order: Order, topup: int) -> str:
    """Says what to do, and why the amount on the button differs from the missing one."""
    expires, amount = moment(order.expires_at), money(topup, order.currency)
    if topup > order.short_by:
        return (
            say("order-topup-least", least=amount)
            + "\n\n"
            + say("order-short-hint", expires=expires)
        )
    if topup < order.short_by:
        return say("order-topup-most", most=amount, count=-(-order.short_by // topup))
    return say("order-short-hint", expires=expires)


def _topup_rows(say: Translator, order: Order, offer: TopUpOffer, topup: int) -> list[Row]:
    """Offers the missing amount, as far as it can be paid at once, and larger common amounts."""
    label = say("button-topup-amount", amount=money(topup, order.currency))
    more = [amount for amount in offer.presets if amount > topup]
    return [
        [main_button(label, FundOrder(amount=topup, order=order.order_token))],
        [
            button(
                say("button-amount", amount=money(amount, order.currency)),
                FundOrder(amount=amount, order=order.order_token),
            )
            for amount in more
        ],
    ]


def later_screen(
    say: Translator, order: Order, home: Home, to: CallbackData, change: ScheduleChange
) -> Screen:
    """Shows that a cheaper plan will follow at the end of the paid one: the user agrees now and
    pays later."""
    text = say(
        "order-later",
        plan=order.plan_title,
        old_plan=home.plan_title or "",
        starts=moment(order.starts_at),
        unit=order.period_unit,
        count=order.period_count,
        amount=money(order.amount, order.currency),
    )
    agree = [main_button(say("button-change-later"), change)]
    return screen("later", text, agree, back(say, to))


def scheduled_screen(say: Translator, change: ChangeScheduled, home: Home) -> Screen:
    """Shows what will follow, also after the user chose to keep the running plan after all."""
    text = say(
        "scheduled-stays" if change.plan_title == home.plan_title else "scheduled",
        plan=change.plan_title,
        starts=moment(change.starts_at),
        amount=money(change.amount, change.currency),
    )
    if change.auto_renew:
        hint = say("scheduled-auto-on")
    else:
        hint = say("scheduled-auto-off", starts=moment(change.starts_at))
    auto_on = [main_button(say("button-auto-on"), SetAutoRenew(to="on"))]
    return screen(
        "scheduled",
        f"{text}\n\n{hint}",
        [] if change.auto_renew else auto_on,
        [
            button(say("button-subscription"), Go(place="profile")),
            button(say("button-menu"), Go(place="menu")),
        ],
    )


def undelivered_screen(say: Translator, home: Home) -> Screen:
    """Says that the purchase could not be delivered and the money was refunded."""
    return screen(
        "menu",
        say("undelivered", **balance_of(say, home)),
        [main_button(say("button-try-again"), Go(place="renew"))],
        [button(say("button-support"), Go(place="support"))],
        [button(say("button-menu"), Go(place="menu"))],
    )


def paid_screen(
    say: Translator,
    how: Bought,
    home: Home,
    link: str | None,
    *,
    is_slow: bool = False,
    cancelled: bool = False,
    page: str | None = None,
) -> Screen:
    """Shows the purchase in its current state; redrawn when the key arrives later. What was bought
    may follow what runs. If there is a `page`, its address is what is copied."""
    heads = {
        "paid": say("paid"),
        "funded": say("paid-by-topup"),
        "renewed": say("renewed-by-topup"),
        "taken": say("gift-taken"),
    }
    plan = home.last_title or home.plan_title or ""
    ends = paid_until(home) or home.now
    bought = say("bought", plan=plan, ends=moment(ends), **balance_of(say, home))
    soon = say("bought-key-slow") if is_slow else say("bought-key-soon")
    ready = say("bought-address") if page else say("bought-key", link=link or "")
    key = ready if link else soon
    copy = copy_button(say, link or "")
    if page and link:
        copy = copy_button(say, page, say("button-copy-address"))
    stands = [say("bought-cancelled")] if cancelled else []
    resume = [[button(say("button-keep"), Resume())]] if cancelled else []
    return screen(
        how,
        "\n\n".join([heads[how], bought, *stands, key]),
        [main_button(say("button-connect"), Go(place="access")), *copy],
        *resume,
        [button(say("button-menu"), Go(place="menu"))],
    )
