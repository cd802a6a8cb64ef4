"""What nothing else took: stale or foreign buttons, and people who have not started yet."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers.rooms import private_room
from bot.screens import menu_screen
from bot.visit import Visit
from texts import Voice


def router() -> Router:
    router = Router(name="stray")
    router.callback_query.register(stray_tap)
    private = private_room("stray-words")
    private.message.register(stray_words)
    router.include_router(private)
    return router


async def stray_tap(tap: CallbackQuery, visit: Visit | None, say: Voice) -> str:
    if visit is None:
        return say("toast-start-first")
    await visit.show(menu_screen(say, visit.home))
    return say("toast-stale")


async def stray_words(message: Message, visit: Visit | None, say: Voice) -> None:
    """Stickers, photos and service messages of known people need no answer."""
    if visit is None and message.text:
        await message.answer(say("toast-start-first"))
