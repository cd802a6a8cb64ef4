"""My data as a file, and the end of the account."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.callbacks import AskData, DeleteAccount
from bot.context import UserContext
from bot.handlers.navigation import screen_of
from bot.screen_message import remove_message
from texts import Translator


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
    """The last message stores no state, because there is no user any more to whom the screen could
    belong. It is sent before the screen is removed, so that a lost call leaves no screen that looks
    alive."""
    deleted = await user.api.delete_account(user.telegram_id, callback_data.token)
    if deleted.outcome != "deleted":
        await user.show(await screen_of("delete", await user.refreshed()))
        return user.say("toast-deletion-changed") if deleted.outcome == "changed" else None
    await say_deleted(tap, bot, user.say)
    return None


async def say_deleted(tap: CallbackQuery, bot: Bot, say: Translator) -> None:
    await bot.send_message(tap.from_user.id, say("deleted"))
    if tap.message is not None:
        await remove_message(bot, tap.from_user.id, tap.message.message_id)
