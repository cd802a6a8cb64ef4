"""Withdrawals: the list, and one of them with what can be done about it."""

from collections.abc import Sequence

from bot.admin_api.withdrawals import Withdrawal, WithdrawalLine
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
from bot.screens.admin.customers import card_place
from bot.screens.admin.people import named, shortened
from bot.screens.base import Row, Screen, button
from texts import Translator, day, moment, money

HERE = AdminGo(place="withdrawals")
SETTLED = "settled"


def withdrawals_screen(say: Translator, here: AdminGo, found: Sequence[WithdrawalLine]) -> Screen:
    is_open = here.word != SETTLED
    rows: list[Row] = [
        [
            button(
                say(
                    "button-admin-withdrawal",
                    late="yes" if one.is_late else "no",
                    amount=money(one.amount, one.currency),
                    name=named(say, one),
                    state=say("withdrawal-status", status=one.status),
                ),
                AdminGo(place="withdrawal", about=one.withdrawal_id),
            )
        ]
        for one in found[:PAGE]
    ]
    other = (
        button(say("button-admin-withdrawals-settled"), HERE.model_copy(update={"word": SETTLED}))
        if is_open
        else button(say("button-admin-withdrawals-open"), HERE)
    )
    text = say("admin-withdrawals", which="open" if is_open else "settled", count=len(found))
    turn = pages(say, here, (here.page or 0) * PAGE + len(found))
    return admin_screen(text, *rows, turn, [other], back_to(say, AdminGo(place="menu")))


def withdrawal_screen(say: Translator, one: Withdrawal) -> Screen:
    text = paragraphs([withdrawal_text(say, one), _history(say, one)])
    return admin_screen(
        text,
        *fitting_rows(_actions(say, one)),
        [button(say("button-admin-to-customer"), card_place(one.user_id))],
        back_to(say, HERE),
    )


def withdrawal_text(say: Translator, one: Withdrawal) -> str:
    return lines(
        say(
            "admin-withdrawal",
            id=str(one.withdrawal_id),
            amount=money(one.amount, one.currency),
            name=named(say, one),
        ),
        say("admin-withdrawal-way", way=one.way, masked=one.masked or ""),
        say("admin-withdrawal-status", status=one.status),
    )


def _history(say: Translator, one: Withdrawal) -> str:
    return lines(
        say(
            "admin-withdrawal-times",
            at=moment(one.requested_at),
            due=day(one.due_at),
            settled="yes" if one.settled_at else "no",
            ended=moment(one.settled_at or one.due_at),
        ),
        say(
            "admin-withdrawal-earned",
            earned=money(one.earned, one.currency),
            rewards=one.rewards,
            paid=money(one.paid_before, one.currency),
        ),
        say("admin-withdrawal-approvers", count=one.approvers) if one.approvers else None,
        say("admin-withdrawal-why", reason=shortened(one.reason)) if one.reason else None,
        say("admin-withdrawal-error", error=shortened(one.last_error)) if one.last_error else None,
    )


def _actions(say: Translator, one: Withdrawal) -> Row:
    about = one.withdrawal_id
    buttons: Row = []
    if one.status == "requested":
        buttons.append(form_button(say("button-admin-approve"), "approve_withdrawal", about))
    if one.status in ("requested", "approved"):
        buttons.append(form_button(say("button-admin-reject"), "reject_withdrawal", about))
    if one.by_hand and one.settled_at is None:
        buttons.append(form_button(say("button-admin-requisites"), "show_requisites", about))
    if one.by_hand and one.status in ("approved", "sending"):
        buttons.append(form_button(say("button-admin-was-paid"), "withdrawal_paid", about))
        buttons.append(form_button(say("button-admin-not-paid"), "withdrawal_failed", about))
    return buttons
