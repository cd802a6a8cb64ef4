"""What the bot does with an update: read it, call the database once, draw the answer."""

from aiogram import Router

from bot.handlers import (
    connect,
    devices,
    fallback,
    methods,
    navigation,
    purchase,
    start,
    subscription,
    topup,
    trial,
)


def routers() -> list[Router]:
    """Creates new routers for each dispatcher, because aiogram binds a router to one. The fallback
    is last."""
    modules = (
        *(start, topup, methods, trial, connect, devices, purchase, subscription),
        *(navigation, fallback),
    )
    return [module.router() for module in modules]
