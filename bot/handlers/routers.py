"""Routers for a private chat, where everything but /start is for known users."""

from aiogram import Router

from bot.filters import in_private, is_known
from bot.middlewares import SubscriptionMiddleware


def private_router(name: str) -> Router:
    router = Router(name=name)
    router.message.filter(in_private)
    router.callback_query.filter(in_private)
    return router


def users_router(name: str) -> Router:
    router = private_router(name)
    router.message.filter(is_known)
    router.callback_query.filter(is_known)
    router.callback_query.middleware(SubscriptionMiddleware())
    return router
