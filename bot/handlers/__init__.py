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
    withdrawals,
    withdrawals_staff,
)
from bot.handlers.routers import private_router, users_router


def routers() -> list[Router]:
    """Creates new routers for each dispatcher, because aiogram binds a router to one. The first
    that takes an update has it; the fallback is last. aiogram asks the filters of all handlers
    before the right one, so what is tapped most comes early."""
    of_users = (
        *(support, company, purchase, navigation),
        *(gate_taps, methods, trial, connect, devices, subscription, notices, privacy),
        withdrawals,
    )
    users = users_router("users", *(module.router() for module in of_users))
    private = private_router("private", start.router(), users, topup.router())
    return [private, support_staff.router(), withdrawals_staff.router(), fallback.router()]
