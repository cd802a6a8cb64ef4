"""My data as a file, and the end of the account."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.callbacks import AskData, DeleteAccount
from bot.context import UserContext
from bot.handlers.navigation import screen_of


def router() -> Router:
    router = Router(name="privacy")
    router.callback_query.register(ask_data, AskData.filter())
    router.callback_query.register(delete_account, DeleteAccount.filter())
    return router


async def ask_data(tap: CallbackQuery, user: UserContext) -> str:
    requested = await user.api.request_data(user.telegram_id)
    await user.show(await screen_of("privacy", user))
    if requested.outcome == "just_now":
        return user.say("toast-data-just-now")
    return user.say("toast-data-requested")


async def delete_account(
    tap: CallbackQuery, callback_data: DeleteAccount, bot: Bot, user: UserContext
) -> str | None:
    """The last message stores nothing: there is nobody any more whose screen it could be."""
    deleted = await user.api.delete_account(user.telegram_id, callback_data.token)
    if deleted.outcome != "deleted":
        await user.show(await screen_of("delete", await user.refreshed()))
        return user.say("toast-deletion-changed") if deleted.outcome == "changed" else None
    if user.screen_message.tapped is not None:
        await user.screen_message.remove(user.screen_message.tapped)
    await bot.send_message(user.telegram_id, user.say("deleted"))
    return None
