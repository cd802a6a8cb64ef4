"""What the bot does with an update: read it, call the database once, draw the answer."""

from aiogram import Router

from bot.handlers import (
    admin,
    broadcasts,
    company,
    connect,
    devices,
    fallback,
    family,
    game,
    gate_taps,
    gifts,
    invite,
    methods,
    navigation,
    notices,
    privacy,
    promo,
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
    router that accepts an update handles it; the fallback is last. aiogram asks the filters of all
    handlers before the right one, so the buttons that are tapped most come early."""
    of_users = (
        *(support, company, family, promo, purchase, navigation, gifts, game),
        *(gate_taps, methods, trial, connect, devices, subscription, notices, privacy, invite),
        *(withdrawals, broadcasts, admin),
    )
    users = users_router("users", *(module.router() for module in of_users))
    private = private_router("private", start.router(), users, topup.router())
    return [private, support_staff.router(), withdrawals_staff.router(), fallback.router()]
