"""The parts of the admin menu's screens."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.admin_callbacks import AdminGo, FillForm
from bot.callbacks import Go
from bot.screens.base import Row, Screen, button, screen
from texts import Translator

# How many lines of a list a screen has.
PAGE = 8
# Telegram's limit for a message is 4096 characters after entities are parsed.
LONGEST_TEXT = 3800
# A longer label does not fit in half a row of a phone.
LONGEST_HALF = 16


def admin_screen(text: str, *rows: Row) -> Screen:
    return screen("admin", text[:LONGEST_TEXT], *rows)


def back_to(say: Translator, to: AdminGo) -> Row:
    home = AdminGo(place="menu")
    if to == home:
        return [button(say("button-back"), home)]
    return [button(say("button-back"), to), button(say("button-admin"), home)]


def leave(say: Translator) -> Row:
    return [button(say("button-menu"), Go(place="menu"))]


def form_button(
    label: str, form: str, about: int | None = None, word: str | None = None
) -> InlineKeyboardButton:
    return button(label, FillForm(form=form, about=about, word=word))


def pages(say: Translator, here: AdminGo, count: int) -> Row:
    """Buttons to the pages before and after; `count`: of all lines."""
    page = here.page or 0
    row: Row = []
    if page > 0:
        row.append(button("‹", here.model_copy(update={"page": page - 1})))
    if (page + 1) * PAGE < count:
        row.append(button("›", here.model_copy(update={"page": page + 1})))
    return row


def place_button(
    label: str, place: str, about: int | None = None, word: str | None = None
) -> InlineKeyboardButton:
    return button(label, AdminGo(place=place, about=about, word=word))


def fitting_rows(buttons: Row) -> list[Row]:
    """Puts two buttons into a row if both labels fit."""
    rows: list[Row] = []
    for one in buttons:
        last = rows[-1] if rows else []
        if len(last) == 1 and max(len(one.text), len(last[0].text)) <= LONGEST_HALF:
            last.append(one)
        else:
            rows.append([one])
    return rows


def lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def paragraphs(parts: Sequence[str | None]) -> str:
    return "\n\n".join(part for part in parts if part)
