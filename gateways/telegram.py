"""Sends the shop's own messages to Telegram chats, in each reader's language.

Telegram has no idempotency key: what is in doubt was perhaps delivered, and the kind's policy
decides whether it is sent again.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from html import escape
from itertools import accumulate
from typing import Any

import httpx
from pydantic import SecretStr

from gateways.errors import Denied, Gone, Rejected, Transient, Unknown
from gateways.http import seconds, send, unexpected_answer
from texts import Catalog, Translator, UnknownText

# How Telegram says, with status 400, that nobody is there.
GONE_PHRASES = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was blocked")
RETRY_AFTER_UNKNOWN = 5.0
# What a message may hold, and how much of each argument is left, as it is written in HTML, when it
# would hold more. Fluent writes no argument beyond 1000 characters.
LONGEST_TEXT = 4096
LONGEST_ARGUMENTS = (1000, 300, 100)


class TelegramGateway:
    """`send` takes what app.prepare_notice gives."""

    def __init__(
        self, http: httpx.AsyncClient, api: str, token: SecretStr, catalog: Catalog
    ) -> None:
        self._http = http
        self._url = f"{api}/bot{token.get_secret_value()}"
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
        result = await self._call("sendMessage", message)
        return {"message_id": result["message_id"]}

    async def _call(self, method: str, parameters: Mapping[str, Any]) -> Any:
        request = self._http.build_request("POST", f"{self._url}/{method}", json=parameters)
        response = await send(self._http, "Telegram", request)
        try:
            answer = response.json()
            if answer["ok"]:
                return answer["result"]
        except (ValueError, KeyError, TypeError) as error:
            # A proxy's page of HTML in Telegram's place.
            raise unexpected_answer("Telegram", response) from error
        raise _failure(answer)


def _text(translate: Translator, name: str, args: Mapping[str, Any]) -> str:
    """What a long reason or name would not fit into is told all the same, with less of it."""
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
    keyboard = [
        [
            {
                "text": translate(button["text"], **button.get("args", {})),
                "callback_data": button["data"],
            }
            for button in row
        ]
        for row in rows
    ]
    return {"reply_markup": {"inline_keyboard": keyboard}}


def _failure(answer: Mapping[str, Any]) -> Exception:
    code, why = answer.get("error_code"), str(answer.get("description", ""))
    text = f"Telegram: {code} {why}"
    match code:
        case 429:
            parameters = answer.get("parameters") or {}
            wait = seconds(parameters.get("retry_after"))
            return Transient(text, retry_after=RETRY_AFTER_UNKNOWN if wait is None else wait)
        case 401 | 404:  # 404 is how it answers to a token that never was
            return Denied(text)
        case 403:
            return Gone(text)
        case 400 if any(phrase in why.lower() for phrase in GONE_PHRASES):
            return Gone(text)
        case int() if 400 <= code < 500:
            return Rejected(text)
    return Transient(text, in_doubt=True)
