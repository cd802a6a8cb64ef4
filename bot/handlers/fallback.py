"""Updates that no other router took: stale or foreign buttons, and people who have not started."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.callbacks import DeleteAccount
from bot.context import UserContext
from bot.filters import in_private
from bot.handlers.privacy import say_deleted
from bot.handlers.routers import private_router
from bot.handlers.support import content, write_to_support
from texts import Translator


def router() -> Router:
    router = Router(name="fallback")
    router.callback_query.register(deleted_before, DeleteAccount.filter(), in_private)
    router.callback_query.register(unknown_tap)
    private = private_router("fallback-text")
    private.message.register(unknown_text)
    router.include_router(private)
    return router


async def deleted_before(tap: CallbackQuery, bot: Bot, say: Translator) -> None:
    """The account is deleted, but its user was not told, because Telegram did not accept the
    message: tells him again."""
    await say_deleted(tap, bot, say)


async def unknown_tap(tap: CallbackQuery, user: UserContext | None, say: Translator) -> str:
    if user is None:
        return say("toast-start-first")
    await user.show(await user.menu())
    return say("toast-stale")


async def unknown_text(message: Message, user: UserContext | None, say: Translator) -> None:
    """A text that no dialogue waits for belongs to the open ticket. Without a ticket, support is
    offered above the menu. A sticker or a service message needs no answer."""
    if user is None:
        if message.text:
            await message.answer(say("toast-start-first"))
        return
    if await write_to_support(message, user, None):
        return
    found = content(message)
    if message.text is not None or (found is not None and found[0] != "sticker"):
        await user.show(await user.menu(puzzled=found is not None))
