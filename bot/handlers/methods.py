"""The saved payment methods of a user: their order, and how to remove one."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import MoveMethod, RemoveMethod, ResumeMethod, SetBalanceFirst
from bot.context import UserContext
from bot.handlers.navigation import screen_of


def router() -> Router:
    router = Router(name="methods")
    router.callback_query.register(set_balance_first, SetBalanceFirst.filter())
    router.callback_query.register(move, MoveMethod.filter())
    router.callback_query.register(remove, RemoveMethod.filter())
    router.callback_query.register(resume, ResumeMethod.filter())
    return router


async def set_balance_first(
    tap: CallbackQuery, callback_data: SetBalanceFirst, user: UserContext
) -> None:
    await user.api.choose_payment(user.telegram_id, balance_first=callback_data.to == "on")
    await user.show(await screen_of("methods", user))


async def move(tap: CallbackQuery, callback_data: MoveMethod, user: UserContext) -> None:
    await user.api.move_method(user.telegram_id, callback_data.method)
    await user.show(await screen_of("methods", user))


async def remove(tap: CallbackQuery, callback_data: RemoveMethod, user: UserContext) -> None:
    await user.api.remove_method(user.telegram_id, callback_data.method)
    await user.show(await screen_of("methods", user))


async def resume(tap: CallbackQuery, callback_data: ResumeMethod, user: UserContext) -> str | None:
    resumed = await user.api.resume_method(user.telegram_id, callback_data.method)
    await user.show(await screen_of("methods", user))
    return None if resumed else user.say("toast-cannot-resume-method")
