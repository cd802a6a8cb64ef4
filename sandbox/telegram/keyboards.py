"""Inline keyboards, checked as Telegram checks them."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.store import Json
from sandbox.telegram.errors import ApiError, bad_request

Keyboard = list[list[Json]]
_ACTIONS = (
    *("url", "callback_data", "web_app", "copy_text", "pay", "login_url"),
    *("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
)


def read(markup: Any, *, invoice: bool = False) -> Keyboard | None:
    """Returns the rows of an inline keyboard; None for none, and for keyboards below the text
    field."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: array of arrays expected")
    keyboard = [[_button(button) for button in row] for row in rows if row]
    if sum(len(row) for row in keyboard) > 100:
        raise bad_request("reply markup is too long")
    _check_pay_button(keyboard, invoice)
    return keyboard or None


def _button(button: Any) -> Json:
    if (
        not isinstance(button, dict)
        or not isinstance(button.get("text"), str)
        or not button["text"]
    ):
        raise _unparsable('Can\'t find field "text"')
    action = next((name for name in _ACTIONS if button.get(name) not in (None, "")), None)
    if action is None:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    value = button[action]
    match action:
        case "callback_data" if len(str(value).encode()) > 64:
            raise bad_request("BUTTON_DATA_INVALID")
        case "url":
            _check_url(str(value), ("http", "https", "tg"), "inline keyboard button URL")
        case "web_app":
            _check_url(str(value.get("url", "")), ("https",), "inline keyboard button Web App URL")
        case "copy_text" if not 1 <= len(str(value.get("text", ""))) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    style = button.get("style")
    if style not in (None, "", "primary", "success", "danger"):
        raise bad_request("BUTTON_STYLE_INVALID")
    return {"text": button["text"], action: value} | ({"style": style} if style else {})


def _check_url(url: str, schemes: tuple[str, ...], what: str) -> None:
    parts = urlsplit(url if "://" in url or url.startswith("tg:") else f"http://{url}")
    if parts.scheme not in schemes:
        why = (
            "Only HTTPS links are allowed" if schemes == ("https",) else "Unsupported URL protocol"
        )
        raise bad_request(f"{what} '{url}' is invalid: {why}")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise bad_request(f"{what} '{url}' is invalid: Wrong HTTP URL")


def _check_pay_button(keyboard: Keyboard, invoice: bool) -> None:
    """A pay button must be the first button, and only on an invoice."""
    pay = [
        (r, b) for r, row in enumerate(keyboard) for b, button in enumerate(row) if "pay" in button
    ]
    if invoice and keyboard and pay != [(0, 0)]:
        raise bad_request("REPLY_MARKUP_BUY_EMPTY")
    if not invoice and pay:
        raise bad_request("BUTTON_TYPE_INVALID")


def _unparsable(why: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {why}")
