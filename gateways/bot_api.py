"""Calls of the Bot API, and what its refusals mean."""

from collections.abc import Mapping
from typing import Any

import httpx
from pydantic import SecretStr

from gateways.errors import Denied, Gone, Rejected, Transient
from gateways.http import seconds, send, unexpected_answer

# How Telegram says, with status 400, that nobody is there.
GONE_PHRASES = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was blocked")
RETRY_AFTER_UNKNOWN = 5.0


class BotApi:
    """One bot. Its token is in the URL, so no error may hold that."""

    def __init__(self, http: httpx.AsyncClient, api: str, token: SecretStr) -> None:
        self._http = http
        self._url = f"{api}/bot{token.get_secret_value()}"

    async def call(self, method: str, parameters: Mapping[str, Any]) -> Any:
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
