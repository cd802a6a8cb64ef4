"""Routers for a private chat, where everything but the entrance is for known people."""

from aiogram import F, Router
from aiogram.enums import ChatType

from bot.visit import known


def private_room(name: str) -> Router:
    router = Router(name=name)
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    return router


def members_room(name: str) -> Router:
    router = private_room(name)
    router.message.filter(known)
    router.callback_query.filter(known)
    return router
