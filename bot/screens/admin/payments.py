"""Payments: the list, one of them, money in suspense, refunds that wait to be sent."""

from collections.abc import Sequence

from bot.admin_api.payments import Payment, PaymentLine, RefundToSend, Suspense
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
)
from bot.screens.admin.customers import May, card_place
from bot.screens.admin.people import named
from bot.screens.base import Row, Screen, button
from texts import Translator, day, moment, money

HERE = AdminGo(place="payments")


def payments_screen(
    say: Translator, here: AdminGo, found: Sequence[PaymentLine], narrowed: str, may: May
) -> Screen:
    shown = found[:PAGE]
    rows: list[Row] = [
        [
            button(
                say(
                    "button-admin-payment",
                    at=day(one.received_at),
                    amount=money(one.paid, one.paid_currency),
                    name=named(say, one),
                    back="yes" if one.sent_back else "no",
                ),
                AdminGo(place="payment", about=one.payment_id),
            )
        ]
        for one in shown
    ]
    others: Row = [form_button(say("button-admin-find-payment"), "find_payment")]
    if may("money"):
        others.append(button(say("button-admin-suspense"), AdminGo(place="suspense")))
    if may("refunds"):
        others.append(button(say("button-admin-refunds-to-send"), AdminGo(place="refunds")))
    text = say(
        "admin-payments", narrowed=narrowed, what="some" if narrowed else "all", count=len(shown)
    )
    turn = pages(say, here, (here.page or 0) * PAGE + len(found))
    to = card_place(here.about) if here.about else AdminGo(place="menu")
    return admin_screen(text, *rows, turn, *fitting_rows(others), back_to(say, to))


def payment_screen(say: Translator, one: Payment, may: May) -> Screen:
    text = paragraphs(
        [
            say(
                "admin-payment",
                id=str(one.payment_id),
                amount=money(one.paid, one.paid_currency),
                provider=one.provider,
                at=moment(one.received_at),
                charge=one.external_id,
                name=named(say, one),
            ),
            lines(_fee(say, one), _purpose(say, one)),
            _back(say, one),
            say("admin-payment-dispute", status=one.dispute) if one.dispute else None,
            say("admin-payment-suspense", why=one.suspense_reason or "")
            if one.suspense == "waits"
            else None,
        ]
    )
    to = card_place(one.user_id) if one.user_id else HERE
    return admin_screen(text, *fitting_rows(_actions(say, one, may)), back_to(say, to))


def _fee(say: Translator, one: Payment) -> str:
    return say(
        "admin-payment-credited",
        credited=money(one.credited, one.currency),
        known="no" if one.fee is None else "yes",
        fee=money(one.fee or 0, one.paid_currency),
    )


def _purpose(say: Translator, one: Payment) -> str:
    return say(
        "admin-payment-for",
        kind=one.order_kind or "none",
        order=str(one.order_id or 0),
        plan=one.plan_title or "",
        plain="no" if one.plan_title else "yes",
    )


def _back(say: Translator, one: Payment) -> str:
    return lines(
        say("admin-payment-sent-back", amount=money(one.sent_back, one.currency))
        if one.sent_back
        else None,
        say("admin-payment-sending", amount=money(one.sending, one.currency))
        if one.sending
        else None,
        say("admin-payment-refundable", amount=money(one.refundable, one.currency)),
    )


def _actions(say: Translator, one: Payment, may: May) -> Row:
    buttons: Row = []
    if one.user_id:
        buttons.append(button(say("button-admin-to-customer"), card_place(one.user_id)))
    if one.transfer_id:
        to = AdminGo(place="charge", about=one.transfer_id)
        buttons.append(button(say("button-admin-to-charge"), to))
    if may("refunds") and one.user_id and one.subscription_id:
        period = f"{one.subscription_id}_{one.period_number}"
        buttons.append(
            form_button(say("button-admin-refund"), "refund_period", one.user_id, period)
        )
    if may("refunds") and one.refundable:
        buttons.append(form_button(say("button-admin-send-back"), "send_back", one.payment_id))
    if may("money") and one.suspense == "waits":
        buttons.append(form_button(say("button-admin-assign"), "assign_payment", one.payment_id))
        buttons.append(form_button(say("button-admin-return"), "return_payment", one.payment_id))
    return buttons


def suspense_screen(say: Translator, here: AdminGo, found: Sequence[Suspense]) -> Screen:
    rows: list[Row] = [
        [
            button(
                say(
                    "button-admin-payment",
                    at=day(one.since),
                    amount=money(one.amount, one.currency),
                    name=one.provider,
                    back="no",
                ),
                AdminGo(place="payment", about=one.payment_id),
            )
        ]
        for one in found[:PAGE]
    ]
    text = say("admin-suspense", count=len(found[:PAGE]))
    turn = pages(say, here, (here.page or 0) * PAGE + len(found))
    return admin_screen(text, *rows, turn, back_to(say, HERE))


def refunds_screen(say: Translator, here: AdminGo, found: Sequence[RefundToSend]) -> Screen:
    shown = found[:PAGE]
    text = paragraphs(
        [
            say("admin-refunds-to-send", count=len(shown)),
            *(
                say(
                    "admin-refund-to-send",
                    id=str(one.refund_id),
                    amount=money(one.amount, one.currency),
                    provider=one.provider,
                    charge=one.external_id,
                    since=moment(one.since),
                )
                for one in shown
            ),
        ]
    )
    rows: list[Row] = [
        [
            form_button(
                say(
                    "button-admin-settle-refund",
                    id=str(one.refund_id),
                    amount=money(one.amount, one.currency),
                ),
                "settle_refund",
                one.refund_id,
            )
        ]
        for one in shown
    ]
    turn = pages(say, here, (here.page or 0) * PAGE + len(found))
    return admin_screen(text, *rows, turn, back_to(say, HERE))
