"""The saved payment methods of a user."""

from aiogram.types import InlineKeyboardButton

from bot.api import PaymentChoices, SavedMethod
from bot.callbacks import Go, MoveMethod, RemoveMethod, ResumeMethod, SetBalanceFirst
from bot.screens.base import Row, Screen, back, button, screen
from bot.screens.payment import way_to_pay
from texts import Translator, day


def saved_methods_screen(
    say: Translator, methods: list[SavedMethod], choices: PaymentChoices
) -> Screen:
    """Lists the methods in the order in which they are tried; one tap removes one."""
    if not methods:
        return screen("saved", say("saved-methods-none"), back(say, Go(place="balance")))
    first = "saved-methods-balance" if choices.balance_first else "saved-methods-whole"
    lines = [_line(say, method) for method in methods]
    return screen(
        "saved",
        "\n\n".join([say("saved-methods"), "\n".join(lines), say(first)]),
        *(_row(say, place, method) for place, method in enumerate(methods)),
        [_balance_first(say, choices)] if any(not one.is_monthly for one in methods) else [],
        back(say, Go(place="balance")),
    )


def method_name(say: Translator, provider: str, title: str | None) -> str:
    return title or way_to_pay(say, provider)


def _line(say: Translator, method: SavedMethod) -> str:
    name = method_name(say, method.provider, method.title)
    until = day(method.paid_until) if method.paid_until else ""
    if method.removed:
        return say("saved-method-removed", method=name, until=until)
    if method.failed:
        failed = "saved-method-stopped" if method.is_monthly else "saved-method-failed"
        return say(failed, method=name)
    if method.is_monthly:
        return say("saved-method-monthly", method=name, until=until)
    return say("saved-method", method=name)


def _row(say: Translator, place: int, method: SavedMethod) -> Row:
    name = method_name(say, method.provider, method.title)
    if method.removed:
        label = say("button-resume-method", method=name)
        return [button(label, ResumeMethod(method=method.method_id))]
    forget = button(say("button-forget-method", method=name), RemoveMethod(method=method.method_id))
    if place == 0:
        return [forget]
    up = button(say("button-method-up", method=name), MoveMethod(method=method.method_id))
    return [forget, up]


def _balance_first(say: Translator, choices: PaymentChoices) -> InlineKeyboardButton:
    if choices.balance_first:
        return button(say("button-methods-first"), SetBalanceFirst(to="off"))
    return button(say("button-balance-first"), SetBalanceFirst(to="on"))
