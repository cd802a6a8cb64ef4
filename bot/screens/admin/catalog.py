"""Plans and prices."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.admin_api.catalog import Plan, PlanPrice, PlanTouches, PriceTouches
from bot.admin_callbacks import AdminGo
from bot.screens.admin.base import (
    PAGE,
    admin_screen,
    back_to,
    fitting_rows,
    form_button,
    lines,
    pages,
    paragraphs,
    place_button,
)
from bot.screens.base import Screen
from texts import LANGUAGES, Translator, day, gigabytes, money, title


def catalog_screen(say: Translator, plans: Sequence[Plan], here: AdminGo) -> Screen:
    start = (here.page or 0) * PAGE
    shown = plans[start : start + PAGE]
    return admin_screen(
        paragraphs([say("admin-catalog"), "\n".join(_line(say, one) for one in shown)]),
        *fitting_rows(
            [
                place_button(
                    say("button-admin-plan-title", title=title(one.titles)), "plan", word=one.plan
                )
                for one in shown
            ]
        ),
        pages(say, here, len(plans)),
        [form_button(say("button-admin-new-plan"), "new_plan")],
        back_to(say, AdminGo(place="menu")),
    )


def plan_screen(say: Translator, one: Plan) -> Screen:
    text = paragraphs(
        [
            _line(say, one),
            say("admin-plan-titles", titles=_by_language(one.titles)),
            say("admin-plan-benefits", benefits=_by_language(json.loads(one.benefits))),
            plan_gives(say, one),
            lines(*(price_line(say, price) for price in one.price_list)) or say("admin-no-prices"),
            say("admin-plan-keeps", keeps="yes" if one.grandfathers else "no"),
        ]
    )
    retire = (
        [form_button(say("button-admin-retire"), "retire_plan", word=one.plan)]
        if one.active or one.renewable
        else []
    )
    return admin_screen(
        text,
        [form_button(say("button-admin-price"), "price", word=one.plan)],
        [
            form_button(say("button-admin-plan-gives"), "plan_gives", word=one.plan),
            form_button(say("button-admin-plan-words"), "plan_words", word=one.plan),
        ],
        retire,
        [form_button(say("button-admin-sell-again"), "sell_again", word=one.plan)]
        if not one.active
        else [],
        back_to(say, AdminGo(place="catalog")),
    )


def plan_title(say: Translator, one: Plan) -> str:
    return say("admin-plan-title", title=title(one.titles))


def plan_gives(say: Translator, one: Plan) -> str:
    return say(
        "admin-plan-gives",
        devices="none" if one.device_limit is None else "some",
        count=one.device_limit or 0,
        traffic="none" if one.data_limit_bytes is None else "some",
        gigabytes=gigabytes(one.data_limit_bytes or 0),
        reset=one.traffic_reset,
        panels=one.panels,
        places=", ".join(one.places) if one.places else "any",
    )


def price_line(say: Translator, price: PlanPrice) -> str:
    return say(
        "admin-price-line",
        length=say("period", unit=price.unit, count=price.count),
        amount=money(price.amount, price.currency),
        planned="no" if price.begins is None else "yes",
        at={"date": price.begins} if price.begins else "",
    )


def touched(say: Translator, touches: PlanTouches) -> str:
    return lines(
        say("admin-touches", subscribers=touches.subscribers, renewing=touches.renewing),
        say("admin-next-charge", count=touches.next_charges, at=day(touches.next_charge))
        if touches.next_charge
        else None,
    )


def price_touched(say: Translator, touches: PriceTouches, amount: int) -> str:
    """Says whom a price affects, and what they will pay."""
    currency = touches.currency
    old = touches.old_amount
    return lines(
        say(
            "admin-price-change",
            old="–" if old is None else money(old, currency),
            new=money(amount, currency),
        ),
        say("admin-touches", subscribers=touches.subscribers, renewing=touches.renewing),
        say("admin-touches-keeping", count=touches.keeping) if touches.keeping else None,
        say("admin-next-charge", count=touches.next_charges, at=day(touches.next_charge))
        if touches.next_charge
        else None,
        say(
            "admin-paid-then",
            before=money(touches.paid_before, currency),
            after=money(touches.paid_after, currency),
        )
        if touches.next_charges
        else None,
        say("admin-dearer-is-told") if old is not None and amount > old else None,
    )


def begins(say: Translator, at: datetime | None) -> str:
    return say("admin-at-once") if at is None else say("admin-from", at=day(at))


def _line(say: Translator, one: Plan) -> str:
    state = "sold" if one.active else "renewed" if one.renewable else "ended"
    return say(
        "admin-plan",
        title=title(one.titles),
        code=one.plan,
        state=state,
        trial="yes" if one.of_trials else "no",
        subscribers=one.subscribers,
        renewing=one.renewing,
    )


def _by_language(texts: dict[str, str]) -> str:
    return "; ".join(f"{LANGUAGES.get(code, code)}: {text}" for code, text in texts.items())
