"""Screens: pure functions from the database's answer to what Telegram shows."""

from bot.screens.balance import balance_screen
from bot.screens.base import Screen
from bot.screens.basics import help_screen
from bot.screens.company import company_screen
from bot.screens.connect import Address, access_screen, device_screen, reissue_screen
from bot.screens.devices import devices_screen, unbind_screen
from bot.screens.family import another_prices_screen, another_screen, name_screen
from bot.screens.game import game_screen, rolling_screen
from bot.screens.gates import channels_screen, terms_screen
from bot.screens.gifts import (
    gift_link_screen,
    gift_prices_screen,
    gift_ready_screen,
    gift_return_screen,
    gift_screen,
    gifts_screen,
    offered_screen,
)
from bot.screens.history import history_screen
from bot.screens.invite import invite_screen
from bot.screens.language import language_screen, zones_screen
from bot.screens.menu import menu_screen, more_screen
from bot.screens.notices import notices_screen
from bot.screens.payment import invoice_screen, methods_screen
from bot.screens.privacy import delete_screen, privacy_screen
from bot.screens.profile import cancel_screen, profile_screen
from bot.screens.promo import promo_screen, promo_used_screen
from bot.screens.purchase import (
    later_screen,
    order_screen,
    paid_screen,
    plans_screen,
    prices_screen,
    scheduled_screen,
    undelivered_screen,
)
from bot.screens.saved_methods import saved_methods_screen
from bot.screens.support import (
    answer_screen,
    ask_screen,
    support_screen,
    ticket_lines,
    written_screen,
)
from bot.screens.topup import amount_screen, credited_screen, topup_screen
from bot.screens.which import which_screen
from bot.screens.withdraw import (
    confirm_withdrawal_screen,
    requisites_screen,
    withdraw_screen,
    withdraw_way_screen,
)

__all__ = [
    "Address",
    "Screen",
    "access_screen",
    "amount_screen",
    "another_prices_screen",
    "another_screen",
    "answer_screen",
    "ask_screen",
    "balance_screen",
    "cancel_screen",
    "channels_screen",
    "company_screen",
    "confirm_withdrawal_screen",
    "credited_screen",
    "delete_screen",
    "device_screen",
    "devices_screen",
    "game_screen",
    "gift_link_screen",
    "gift_prices_screen",
    "gift_ready_screen",
    "gift_return_screen",
    "gift_screen",
    "gifts_screen",
    "help_screen",
    "history_screen",
    "invite_screen",
    "invoice_screen",
    "language_screen",
    "later_screen",
    "menu_screen",
    "methods_screen",
    "more_screen",
    "name_screen",
    "notices_screen",
    "offered_screen",
    "order_screen",
    "paid_screen",
    "plans_screen",
    "prices_screen",
    "privacy_screen",
    "profile_screen",
    "promo_screen",
    "promo_used_screen",
    "reissue_screen",
    "requisites_screen",
    "rolling_screen",
    "saved_methods_screen",
    "scheduled_screen",
    "support_screen",
    "terms_screen",
    "ticket_lines",
    "topup_screen",
    "unbind_screen",
    "undelivered_screen",
    "which_screen",
    "withdraw_screen",
    "withdraw_way_screen",
    "written_screen",
    "zones_screen",
]
