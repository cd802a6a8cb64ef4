"""Withdrawals in the chats of support, where admins approve, refuse and settle them."""

from typing import get_args

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InaccessibleMessage, InlineKeyboardMarkup, Message

from bot.api import Api
from bot.callbacks import ActOnWithdrawal, RefuseWithdrawal
from bot.screen_message import NOT_MODIFIED
from bot.screens.base import Row, button
from texts import Translator

# What is told in a message of its own needs no alert.
_TOLD = ("approved", "needs_second", "rejected", "paid", "failed")
_ASKED = (f"{RefuseWithdrawal.__prefix__}:", f"{ActOnWithdrawal.__prefix__}:sent:")


def router() -> Router:
    router = Router(name="withdrawals-staff")
    router.callback_query.register(act, ActOnWithdrawal.filter())
    router.callback_query.register(refuse, RefuseWithdrawal.filter())
    return router


async def act(
    tap: CallbackQuery, callback_data: ActOnWithdrawal, bot: Bot, api: Api, say: Translator
) -> str | None:
    if tap.message is None:
        return None
    chat, withdrawal = tap.message.chat.id, callback_data.withdrawal
    if callback_data.act in ("refuse", "failed"):
        act = "reject" if callback_data.act == "refuse" else "failed"
        await ask(bot, tap.message, reasons(say, act, withdrawal))
        return None
    if callback_data.act == "paid":
        await ask(bot, tap.message, [sent_by_hand(say, withdrawal)])
        return None
    act = "paid" if callback_data.act == "sent" else callback_data.act
    done = await api.act_on_withdrawal(chat, tap.from_user.id, withdrawal, act)
    return acted(say, done.outcome)


async def refuse(
    tap: CallbackQuery, callback_data: RefuseWithdrawal, api: Api, say: Translator
) -> str | None:
    if tap.message is None:
        return None
    done = await api.act_on_withdrawal(
        tap.message.chat.id,
        tap.from_user.id,
        callback_data.withdrawal,
        callback_data.act,
        callback_data.why,
    )
    return acted(say, done.outcome)


async def ask(bot: Bot, card: Message | InaccessibleMessage, answers: list[Row]) -> None:
    """Puts the possible answers above the other buttons, which stay. A second tap finds them
    there."""
    markup = getattr(card, "reply_markup", None)
    others = [
        row
        for row in (markup.inline_keyboard if markup else [])
        if not any((one.callback_data or "").startswith(_ASKED) for one in row)
    ]
    try:
        await bot.edit_message_reply_markup(
            chat_id=card.chat.id,
            message_id=card.message_id,
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[*answers, *others]),
        )
    except TelegramBadRequest as refusal:
        if NOT_MODIFIED not in refusal.message.lower():
            raise


def acted(say: Translator, outcome: str) -> str | None:
    return None if outcome in _TOLD else say("withdrawal-acted", outcome=outcome)


def sent_by_hand(say: Translator, withdrawal: int) -> Row:
    """The button that settles a withdrawal as sent by hand. This cannot be undone: the user is
    told, and the details of where the money went are erased."""
    sent = ActOnWithdrawal(act="sent", withdrawal=withdrawal)
    return [button(say("button-sent-by-hand"), sent)]


def reasons(say: Translator, act: str, withdrawal: int) -> list[Row]:
    return [
        [
            button(
                say("button-refuse", why=why),
                RefuseWithdrawal(act=act, why=why, withdrawal=withdrawal),
            )
        ]
        for why in get_args(RefuseWithdrawal.model_fields["why"].annotation)
    ]
