"""What the bot does with an update: read it, call the database once, draw the answer."""

from aiogram import Router

from bot.handlers import (
    company,
    connect,
    devices,
    fallback,
    gate_taps,
    methods,
    navigation,
    notices,
    privacy,
    purchase,
    start,
    subscription,
    support,
    support_staff,
    topup,
    trial,
)


def routers() -> list[Router]:
    """Creates new routers for each dispatcher, because aiogram binds a router to one. The fallback
    is last."""
    modules = (
        *(
            start,
            support,
            support_staff,
            company,
            gate_taps,
            topup,
            methods,
            trial,
            connect,
            devices,
            purchase,
            subscription,
        ),
        *(notices, privacy, navigation, fallback),
    )
    return [module.router() for module in modules]
