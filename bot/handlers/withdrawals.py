"""Money out: people withdraw what they earned by referrals."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.callbacks import CancelWithdrawal, ConfirmWithdrawal, WithdrawAmount, WithdrawBy
from bot.context import UserContext
from bot.handlers.navigation import screen_of
from bot.handlers.support import is_written
from bot.handlers.topup import minor_units
from bot.requisites import Wrong, read
from bot.screens import (
    confirm_withdrawal_screen,
    requisites_screen,
    withdraw_screen,
    withdraw_way_screen,
)


def router() -> Router:
    router = Router(name="withdrawals")
    router.callback_query.register(choose_amount, WithdrawAmount.filter())
    router.callback_query.register(choose_way, WithdrawBy.filter())
    router.callback_query.register(confirm, ConfirmWithdrawal.filter())
    router.callback_query.register(cancel, CancelWithdrawal.filter())
    router.message.register(own_amount, StateFilter("withdraw"), is_amount)
    router.message.register(requisites, StateFilter("withdraw_requisites"), is_written)
    return router


async def is_amount(message: Message) -> bool:
    """Other texts on that screen are not for it: somebody may be writing to support."""
    return message.text is not None and message.text.strip()[:1].isdigit()


async def choose_amount(
    tap: CallbackQuery, callback_data: WithdrawAmount, user: UserContext
) -> None:
    await keep_amount(user, callback_data.amount)


async def own_amount(message: Message, user: UserContext) -> None:
    offer = await user.api.withdrawal_offer(user.telegram_id, user.key_id)
    await keep_amount(user, minor_units(message.text or "", offer.currency) or 0)


async def keep_amount(user: UserContext, amount: int) -> None:
    kept = await user.api.choose_withdrawal_amount(user.telegram_id, amount)
    offer = await user.api.withdrawal_offer(user.telegram_id, user.key_id)
    if kept.outcome == "chosen" and offer.ways:
        await user.show(withdraw_way_screen(user.say, offer))
        return
    known = await user.api.withdrawals(user.telegram_id)
    wrong = kept.outcome == "out_of_range"
    await user.show(withdraw_screen(user.say, offer, known, was_wrong=wrong))


async def choose_way(tap: CallbackQuery, callback_data: WithdrawBy, user: UserContext) -> None:
    who, key = user.telegram_id, user.key_id
    chosen = await user.api.choose_withdrawal_way(who, callback_data.way, key)
    if chosen.outcome != "chosen":
        await user.show(await screen_of("withdraw", user))
        return
    offer = await user.api.withdrawal_offer(who, key)
    if offer.needs_requisites:
        await user.show(requisites_screen(user.say, offer))
    else:
        await user.show(confirm_withdrawal_screen(user.say, offer))


async def requisites(message: Message, user: UserContext) -> None:
    """Seals the requisites before anything of the shop stores them, and removes the message with
    them from the chat, even if a digit is wrong."""
    who, sealer = user.telegram_id, user.sealer
    offer = await user.api.withdrawal_offer(who, user.key_id)
    if sealer is None or offer.way is None or not offer.needs_requisites:
        await user.show(await screen_of("withdraw", user))
        return
    await user.screen_message.remove(message.message_id)
    try:
        where = read(offer.way, message.text or "")
    except Wrong:
        await user.show(requisites_screen(user.say, offer, was_wrong=True))
        return
    kept = await user.api.keep_requisites(who, sealer.seal(where.text), sealer.key_id, where.masked)
    offer = await user.api.withdrawal_offer(who, user.key_id)
    if kept.outcome == "kept" and offer.draft is not None:
        await user.show(confirm_withdrawal_screen(user.say, offer))
    else:
        await user.show(await screen_of("withdraw", user))


async def confirm(tap: CallbackQuery, callback_data: ConfirmWithdrawal, user: UserContext) -> None:
    """Requests the withdrawal, once for a draft. The screen then shows the present state, whatever
    the outcome was."""
    await user.api.request_withdrawal(user.telegram_id, callback_data.draft, user.key_id)
    await user.show(await screen_of("withdraw", user))


async def cancel(tap: CallbackQuery, callback_data: CancelWithdrawal, user: UserContext) -> None:
    await user.api.cancel_withdrawal(user.telegram_id, callback_data.withdrawal)
    await user.show(await screen_of("withdraw", user))
