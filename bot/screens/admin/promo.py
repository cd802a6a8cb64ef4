"""Promo codes and who pays less."""

from collections.abc import Sequence

from bot.admin_api.promo import Choices, Discount, Promo, PromoLine
from bot.admin_callbacks import AdminGo, FillForm
from bot.screens.admin.base import admin_screen, back_to, form_button, lines, pages, paragraphs
from bot.screens.base import Screen, button, copy_button
from texts import Translator, money
from texts.values import day

HERE = AdminGo(place="promo")
SORTS = ("new", "used", "over")


def promo_screen(say: Translator, here: AdminGo, found: Sequence[PromoLine]) -> Screen:
    tabs = [
        button(
            say("button-admin-promo-sort", sort=sort, chosen="yes" if sort == here.word else "no"),
            AdminGo(place="promo", word=sort),
        )
        for sort in SORTS
    ]
    rows = [
        [
            button(
                say(
                    "button-admin-promo-line",
                    name=one.name if one.codes == 1 else f"{one.name} × {one.codes}",
                    gives=gives(say, one),
                    uses=one.uses,
                ),
                AdminGo(place="promo_code", about=one.id),
            )
        ]
        for one in found
    ]
    return admin_screen(
        paragraphs([say("admin-promo"), None if found else say("admin-none")]),
        tabs,
        *rows,
        pages(say, here, found[0].lines if found else 0),
        [
            form_button(say("button-admin-promo-new"), "promo_new"),
            form_button(say("button-admin-promo-batch"), "promo_batch"),
        ],
        [button(say("button-admin-discounts"), AdminGo(place="discounts"))],
        back_to(say, AdminGo(place="menu")),
    )


def gives(say: Translator, one: PromoLine | Promo) -> str:
    return say(
        "button-admin-promo-gives",
        kind=one.kind,
        percent=one.percent or 0,
        amount=money(one.amount or 0, one.currency or "RUB"),
        days=one.days or 0,
        hours=one.hours or 0,
    )


def promo_code_screen(say: Translator, one: Promo, link: str, choices: Choices) -> Screen:
    return admin_screen(
        paragraphs(
            [
                say(
                    "admin-promo-code",
                    name=one.name,
                    codes=one.codes,
                    gives=gives(say, one),
                    state="retired" if one.retired_at else "usable" if one.usable else "over",
                    usable=one.usable,
                ),
                terms(say, one),
                brought(say, one, choices.currency),
                say("admin-promo-reason", reason=one.reason),
                None if one.is_batch else say("admin-promo-link", link=link),
            ]
        ),
        [] if one.is_batch or one.retired_at else copy_button(say, link),
        []
        if one.retired_at
        else [form_button(say("button-admin-promo-retire"), "promo_retire", one.id)],
        [
            button(
                say("button-admin-promo-return"),
                FillForm(form="promo_return", about=one.id, word="batch" if one.is_batch else None),
            )
        ]
        if one.redeemed and one.kind in ("percent", "amount")
        else [],
        back_to(say, HERE),
    )


def terms(say: Translator, one: Promo) -> str:
    return lines(
        say("admin-promo-from", at=day(one.valid_from)),
        say("admin-promo-until", at=day(one.valid_until)) if one.valid_until else None,
        say("admin-promo-audience", who=say("button-admin-promo-audience", value=one.audience)),
        say("admin-promo-max", uses=one.max_uses) if one.max_uses and not one.is_batch else None,
        say("admin-promo-each", uses=one.uses_per_user),
        say("admin-promo-plans", plans=", ".join(one.plans)) if one.plans else None,
        say("admin-promo-lengths", lengths=lengths(say, one.lengths)) if one.lengths else None,
        say("admin-promo-min", amount=money(one.min_amount, one.currency or "RUB"))
        if one.min_amount
        else None,
        say("admin-promo-first") if one.first_only else None,
        say("admin-promo-adds") if one.adds_up else None,
        say("admin-promo-renewals", count=one.renewals) if one.renewals else None,
    )


def brought(say: Translator, one: Promo, currency: str) -> str:
    return lines(
        say(
            "admin-promo-uses",
            redeemed=one.redeemed,
            reserved=one.reserved,
            returned=one.returned,
        ),
        say(
            "admin-promo-money",
            revenue=money(one.revenue, currency),
            discount=money(one.discount, currency),
        )
        if one.kind in ("percent", "amount")
        else None,
        say("admin-promo-given", amount=money(one.given, one.currency or currency))
        if one.kind == "balance"
        else None,
        say("admin-promo-given-days", days=one.given_days)
        if one.kind in ("days", "trial")
        else None,
    )


def lengths(say: Translator, of: Sequence[str]) -> str:
    return ", ".join(length(say, one) for one in of)


def length(say: Translator, one: str) -> str:
    """`one`: such as "30 day"."""
    count, _, unit = one.partition(" ")
    return say("button-admin-length", count=int(count) if count.isdigit() else 0, unit=unit)


def discounts_screen(say: Translator, here: AdminGo, found: Sequence[Discount]) -> Screen:
    each = [
        say(
            "admin-discount-line",
            user=str(one.user_id),
            kind=one.kind,
            off=f"−{one.percent} %"
            if one.percent
            else say("admin-money", amount=money(one.amount or 0, one.currency or "RUB")),
            until=day(one.valid_until) if one.valid_until else "",
            ends="yes" if one.valid_until else "no",
        )
        for one in found
    ]
    return admin_screen(
        paragraphs([say("admin-discounts"), lines(*each) or say("admin-none")]),
        pages(say, here, found[0].lines if found else 0),
        back_to(say, HERE),
    )
