"""What a screen is made of."""

from dataclasses import dataclass
from typing import Literal

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import Go
from texts import Translator

Name = Literal[
    "language", "menu", "plans", "prices", "order", "later", "scheduled", "paid", "funded",
    "renewed", "topup", "amount", "credited", "access", "profile", "history", "cancel", "help",
]  # fmt: skip
# What was bought: from the balance, or by a top-up that an order or a renewal waited for.
Bought = Literal["paid", "funded", "renewed"]
Row = list[InlineKeyboardButton]


@dataclass(frozen=True)
class Screen:
    """The one message of a chat. Its name is kept as the state of the conversation."""

    name: Name
    text: str
    keyboard: InlineKeyboardMarkup


def screen(name: Name, text: str, *rows: Row) -> Screen:
    return Screen(name, text, InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row]))


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data.pack())


def main_button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """The step that most people take next, in the client's accent colour."""
    return InlineKeyboardButton(
        text=label, callback_data=data.pack(), style=ButtonStyle.PRIMARY.value
    )


def copy_button(say: Translator, key: str) -> Row:
    """Telegram copies 1 to 256 characters; a longer key is still copied by tapping its text."""
    if not 1 <= len(key) <= 256:
        return []
    return [InlineKeyboardButton(text=say("button-copy"), copy_text=CopyTextButton(text=key))]


def back(say: Translator, to: CallbackData | None = None) -> Row:
    return [button(say("button-back"), to or Go(place="menu"))]
