"""Promo codes: what one does, and where it is entered."""

from bot.api import OrderedPrice, Promo, PromoUsed
from bot.callbacks import AddPrice, ChoosePrice, GivePrice, Go, UsePromo
from bot.screens.base import Row, Screen, back, button, main_button, screen
from texts import Translator, Value, moment, money


def promo_screen(say: Translator, promo: Promo, *, refused: bool = False) -> Screen:
    """Waits for a code. `refused`: the last one cannot be used, for whatever reason."""
    parts = [say("promo")]
    if refused:
        parts.append(say("promo-refused"))
    if promo.code is not None:
        parts.append(say("promo-current", **_gives(promo)) + _until(say, promo))
    parts.append(say("promo-ask"))
    again = [button(say("button-promo-again"), UsePromo(act="again"))]
    remove = [button(say("button-promo-remove"), UsePromo(act="remove"))]
    choose = [main_button(say("button-buy"), Go(place="plans"))]
    return screen(
        "promo",
        "\n\n".join(parts),
        choose if promo.code is not None else [],
        again if promo.waiting is not None else [],
        remove if promo.code is not None else [],
        back(say, Go(place="more")),
    )


def promo_used_screen(
    say: Translator, used: PromoUsed, order: OrderedPrice | None = None
) -> Screen:
    """Shows what a code gives, or has given. `order`: what the user was looking at."""
    if used.outcome == "given":
        what = say("promo-given", **_gives(used))
        connect = main_button(say("button-connect"), Go(place="access"))
        choose = main_button(say("button-buy"), Go(place="plans"))
        step = [choose if used.kind == "balance" else connect]
        return screen("code", what, step, back(say))
    parts = [say("promo-chosen", **_gives(used)) + _until(say, used), _renewals(say, used)]
    plans = say("button-buy"), Go(place="plans")
    first, second = [main_button(*plans)], Row()
    if order is not None:
        to_order = main_button(say("button-promo-order"), _ordered(order))
        first, second = [to_order], [button(*plans)]
    return screen(
        "code",
        "\n\n".join(parts),
        first,
        second,
        [button(say("button-promo-remove"), UsePromo(act="remove"))],
        back(say, Go(place="promo")),
    )


def _ordered(order: OrderedPrice) -> AddPrice | ChoosePrice | GivePrice:
    """Returns the data of a button that orders the same again, for the same beneficiary."""
    plan, price = order.plan_id, order.price_id
    if order.is_gift:
        return GivePrice(plan_id=plan, price_id=price)
    if order.opens_new:
        return AddPrice(plan_id=plan, price_id=price)
    return ChoosePrice(plan_id=plan, price_id=price, subscription=order.subscription_id)


def _gives(used: Promo | PromoUsed) -> dict[str, Value]:
    """Each kind has the values that its text uses; the others are omitted."""
    known: dict[str, Value] = {"code": used.code or "", "kind": used.kind or ""}
    if used.percent is not None:
        known["percent"] = used.percent
    if used.amount is not None and used.currency is not None:
        known["amount"] = money(used.amount, used.currency)
    if used.days is not None:
        known["count"] = used.days
    if used.outcome == "given" and used.ends_at is not None:
        known["ends"] = moment(used.ends_at)
    return known


def _until(say: Translator, used: Promo | PromoUsed) -> str:
    return "" if used.ends_at is None else " " + say("promo-until", ends=moment(used.ends_at))


def _renewals(say: Translator, used: PromoUsed) -> str:
    if used.renewals:
        return say("promo-renewals", count=used.renewals)
    return say("promo-once")
