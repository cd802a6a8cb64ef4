"""Screens: pure functions from what the database said to what Telegram shows."""

from bot.screens.base import Screen
from bot.screens.basics import help_screen, language_screen
from bot.screens.menu import access_screen, menu_screen, profile_screen
from bot.screens.shop import order_screen, paid_screen, plans_screen, prices_screen
from bot.screens.topup import amount_screen, credited_screen, topup_screen

__all__ = [
    "Screen",
    "access_screen",
    "amount_screen",
    "credited_screen",
    "help_screen",
    "language_screen",
    "menu_screen",
    "order_screen",
    "paid_screen",
    "plans_screen",
    "prices_screen",
    "profile_screen",
    "topup_screen",
]
