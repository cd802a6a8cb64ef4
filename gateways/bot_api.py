"""Calls of the Bot API, and the meaning of its errors."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
from pydantic import SecretStr

from gateways.errors import Denied, Gone, Moved, Rejected, Transient
from gateways.http import build, seconds, send, unexpected_answer

WHO = "Telegram"
# Telegram's texts, with status 400, for a recipient that does not exist, or a group in which the
# bot may not write: by its rights, because its topic is closed, or because Telegram restricted it.
GONE_PHRASES = (
    *("chat not found", "user is deactivated", "peer_id_invalid", "bot was blocked"),
    *("not enough rights to send", "have no rights to send", "chat_write_forbidden"),
    *("have no write access", "need administrator rights", "chat_admin_required", "chat_send_"),
    *("topic_closed", "topic_deleted", "message thread not found", "chat_restricted"),
    *("group chat was deactivated", "channel_private", "user_banned_in_channel"),
)
# What a Bot API server of one's own answers, with status 404, when it is older than a method.
UNKNOWN_METHOD = "method not found"
RETRY_AFTER_UNKNOWN = 5.0


class BotApi:
    """One bot. Its token is in the URL, so no error may contain the URL."""

    def __init__(self, http: httpx.AsyncClient, api: str, token: SecretStr) -> None:
        self._http = http
        self._url = f"{api}/bot{token.get_secret_value()}"

    async def call(self, method: str, parameters: Mapping[str, Any]) -> Any:
        url = f"{self._url}/{method}"
        return await self._answer(build(self._http, WHO, "POST", url, json=parameters))

    async def upload(
        self,
        method: str,
        parameters: Mapping[str, Any],
        file: tuple[str, str, bytes],
        *,
        timeout: httpx.Timeout | None = None,
    ) -> Any:
        """`file`: the name of its parameter, its file name and its content. `timeout`: for a file
        that takes longer than a call."""
        fields = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in parameters.items()
        }
        parameter, name, content = file
        url = f"{self._url}/{method}"
        request = build(
            *(self._http, WHO, "POST", url),
            data=fields,
            files={parameter: (name, content)},
            timeout=timeout or self._http.timeout,
        )
        return await self._answer(request)

    async def _answer(self, request: httpx.Request) -> Any:
        response = await send(self._http, WHO, request)
        try:
            answer = response.json()
            if answer["ok"]:
                return answer["result"]
        except (ValueError, KeyError, TypeError) as error:
            # An HTML page of a proxy in place of Telegram's answer.
            raise unexpected_answer(WHO, response) from error
        raise _failure(answer)


def _failure(answer: Mapping[str, Any]) -> Exception:
    code, why = answer.get("error_code"), str(answer.get("description", ""))
    text = f"Telegram: {code} {why}"
    match code:
        case 429:
            parameters = answer.get("parameters") or {}
            wait = seconds(parameters.get("retry_after"))
            return Transient(text, retry_after=RETRY_AFTER_UNKNOWN if wait is None else wait)
        case 404 if UNKNOWN_METHOD in why.lower():
            return Transient(text)
        case 401 | 404:  # 404 is the answer to a token that never existed
            return Denied(text)
        case 403:
            return Gone(text)
        case 400 if (to := _moved_to(answer)) is not None:
            return Moved(text, to)
        case 400 if any(phrase in why.lower() for phrase in GONE_PHRASES):
            return Gone(text)
        case int() if 400 <= code < 500:
            return Rejected(text)
    return Transient(text, in_doubt=True)


def _moved_to(answer: Mapping[str, Any]) -> int | None:
    match answer:
        case {"parameters": {"migrate_to_chat_id": int(to)}}:
            return to
    return None
