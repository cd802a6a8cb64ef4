"""Sends the shop's own messages to Telegram chats, in the language of each recipient.

Telegram has no idempotency key: a message in doubt may have been delivered, and the policy of its
kind decides whether it is sent again.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from html import escape
from itertools import accumulate
from typing import Any

import httpx
from pydantic import SecretStr

from gateways.bot_api import BotApi
from gateways.errors import Rejected, Unknown
from texts import Catalog, Translator, UnknownText

# The length limit of a message, and the lengths to which each argument is cut, as HTML, when the
# text would exceed it. Fluent writes at most 1000 characters of an argument.
LONGEST_TEXT = 4096
LONGEST_ARGUMENTS = (1000, 300, 100)


class TelegramGateway:
    """`send` takes the result of app.prepare_notice."""

    def __init__(
        self, http: httpx.AsyncClient, api: str, token: SecretStr, catalog: Catalog
    ) -> None:
        self.bot = BotApi(http, api, token)
        self._catalog = catalog

    async def send(self, notice: Mapping[str, Any]) -> dict[str, Any]:
        """Returns {"message_id"}."""
        translate = self._catalog.translator(notice["locale"], notice["timezone"])
        try:
            message = {
                "chat_id": notice["chat_id"],
                "text": _text(translate, notice["text"], notice["args"] or {}),
                "parse_mode": "HTML",
                "link_preview_options": {"is_disabled": True},
                **_keyboard(translate, notice["buttons"] or []),
            }
        except UnknownText as error:
            raise Unknown(f"text {error}") from error
        except ValueError as error:
            raise Rejected(f"text {notice['text']}: {error}") from error
        result = await self.bot.call("sendMessage", message)
        return {"message_id": result["message_id"]}


def _text(translate: Translator, name: str, args: Mapping[str, Any]) -> str:
    """Cuts long arguments, such as a reason or a name, so that the message is sent nevertheless."""
    for most in LONGEST_ARGUMENTS:
        text = translate(name, **{key: _cut(value, most) for key, value in args.items()})
        if len(text) <= LONGEST_TEXT:
            break
    return text


def _cut(value: Any, most: int) -> Any:
    match value:
        case str():
            lengths = list(accumulate(len(escape(character)) for character in value))
            end = bisect_left(lengths, most)
            return value if end == len(value) else value[:end] + "…"
        case {"text": dict() as titles}:
            return {"text": {language: _cut(title, most) for language, title in titles.items()}}
    return value


def _keyboard(translate: Translator, rows: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    if not rows:
        return {}
    keyboard = [[_button(translate, button) for button in row] for row in rows]
    return {"reply_markup": {"inline_keyboard": keyboard}}


def _button(translate: Translator, button: Mapping[str, Any]) -> dict[str, str]:
    text = translate(button["text"], **button.get("args", {}))
    if "url" in button:
        return {"text": text, "url": button["url"]}
    return {"text": text, "callback_data": button["data"]}
