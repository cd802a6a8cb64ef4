"""Routers for a private chat, where everything but the entrance is for known people."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.visit import is_private, known


async def in_private(event: Message | CallbackQuery) -> bool:
    """No magic filter: aiogram runs whatever is no coroutine in a thread, and a tap that passes
    the filters of five routers lost 0.6 of its 1.0 ms in Python to that."""
    return is_private(event)


def private_room(name: str) -> Router:
    router = Router(name=name)
    router.message.filter(in_private)
    router.callback_query.filter(in_private)
    return router


def members_room(name: str) -> Router:
    router = private_room(name)
    router.message.filter(known)
    router.callback_query.filter(known)
    return router
