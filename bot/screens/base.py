"""The parts of a screen."""

from dataclasses import dataclass, replace
from typing import Literal

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import Go, about
from texts import Translator

Name = Literal[
    "language", "menu", "plans", "prices", "order", "later", "scheduled", "paid", "funded",
    "renewed", "topup", "amount", "credited", "access", "profile", "history", "cancel", "help",
    "which", "methods", "invoice", "saved", "device", "reissue", "devices", "unbind", "support",
    "faq", "privacy", "delete", "notices", "balance", "more", "zones",
    "ticket_access", "ticket_payment", "ticket_other", "ticket_company", "terms", "channels",
    "promo", "code",
    "gift", "gift_prices", "gifts", "gift_ready", "gift_link", "gift_return", "offered", "taken",
    "another", "another_prices", "name", "game", "rolling",
    "company", "company_company", "company_people", "company_contact", "company_comment",
    "invite",
    "admin", "admin_form",
    "withdraw", "withdraw_way", "withdraw_requisites", "withdraw_confirm",
]  # fmt: skip
# How something was got: from the balance, by a top-up that an order or a renewal waited for, or
# as a gift.
Bought = Literal["paid", "funded", "renewed", "taken"]
Row = list[InlineKeyboardButton]


@dataclass(frozen=True)
class Screen:
    """The one message of a chat. Its name is stored as the state of the conversation, with the
    subscription that it is about if the user has several."""

    name: Name
    text: str
    keyboard: InlineKeyboardMarkup
    subscription: int | None = None

    @property
    def state(self) -> str:
        return self.name if self.subscription is None else f"{self.name}:{self.subscription}"

    def about(self, subscription: int | None) -> "Screen":
        """Returns the same screen, with buttons that name the subscription they are about."""
        if subscription is None or self.subscription is not None:
            return self
        rows = [
            [_about(button, subscription) for button in row]
            for row in self.keyboard.inline_keyboard
        ]
        keyboard = InlineKeyboardMarkup(inline_keyboard=rows)
        return replace(self, keyboard=keyboard, subscription=subscription)


def screen(name: Name, text: str, *rows: Row) -> Screen:
    return Screen(name, text, InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row]))


def _about(button: InlineKeyboardButton, subscription: int) -> InlineKeyboardButton:
    if button.callback_data is None:
        return button
    return button.model_copy(update={"callback_data": about(button.callback_data, subscription)})


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data.pack())


def main_button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """The step that most users take next, in the client's accent colour."""
    return InlineKeyboardButton(
        text=label, callback_data=data.pack(), style=ButtonStyle.PRIMARY.value
    )


def link_button(label: str, url: str, *, main: bool = False) -> InlineKeyboardButton:
    """Telegram opens only http, https and tg, and no scheme of an app."""
    style = ButtonStyle.PRIMARY.value if main else None
    return InlineKeyboardButton(text=label, url=url, style=style)


def copy_button(say: Translator, key: str, label: str | None = None) -> Row:
    """Telegram copies 1 to 256 characters; a longer key is still copied by tapping its text."""
    if not 1 <= len(key) <= 256:
        return []
    text = label or say("button-copy")
    return [InlineKeyboardButton(text=text, copy_text=CopyTextButton(text=key))]


def back(say: Translator, to: CallbackData | None = None) -> Row:
    """Returns the way back, and the way to the menu if that is another one."""
    menu = Go(place="menu")
    if to in (None, menu):
        return [button(say("button-back"), menu)]
    return [button(say("button-back"), to), button(say("button-menu"), menu)]


def half_rows(buttons: Row) -> list[Row]:
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
