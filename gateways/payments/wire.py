"""HTTP and JSON for the adapters of providers. Input from outside is data: no number, text or
nesting in it raises anything but `Malformed`, and no error contains any of its texts."""

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

import httpx

from gateways.errors import Denied, GatewayError, Rejected, Transient
from gateways.http import build, retry_after, send, unexpected_answer

Json = dict[str, Any]

LARGEST_BODY = 1 << 20
LARGEST_ANSWER = 1 << 25
"""Of a page of a list; what comes without being asked for is small."""
RETRY_AFTER_UNKNOWN = 5.0
_ID = re.compile(r"[!-~]{1,200}")
_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,60}")
_EARLIEST, _LATEST = 0, 32_503_680_000  # 1970 and 3000


class Malformed(ValueError):
    """Not a JSON object that anybody should work with."""


def _refuse(_: str) -> NoReturn:
    raise Malformed("NaN and infinities are no JSON")


def parsed(raw: bytes, most: int = LARGEST_BODY) -> Json:
    """A JSON object whose fractions are decimals, as they were written."""
    if len(raw) > most:
        raise Malformed("too large")
    try:
        body = json.loads(raw.decode(), parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise Malformed("no JSON") from error
    if not isinstance(body, dict):
        raise Malformed("no JSON object")
    return body


def at(value: Any, *path: str) -> Any:
    """The value at that path; None if there is no such path."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def branch(value: Any, *path: str) -> Json:
    """The object at that path, else an empty one."""
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def listed(value: Any, *path: str) -> list[Json]:
    """The objects of the list at that path."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def needed_list(value: Any, who: str, *path: str) -> list[Json]:
    """The objects of a list that a successful answer must contain, if only empty: without it
    something else answered, and nobody knows what the provider has."""
    if not isinstance(at(value, *path), list):
        raise Transient(f"{who}: the answer has no list")
    return listed(value, *path)


def identifier(value: Any, *path: str) -> str | None:
    """An id, given as text or number, that every database and header can hold."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, int | str):
        return None
    if isinstance(found, int):
        return str(found) if abs(found) < 10**18 else None
    return found if _ID.fullmatch(found) else None


def word(value: Any, *path: str) -> str | None:
    """A code or status: short, of letters and digits, so that no error contains anything else."""
    found = at(value, *path)
    return found if isinstance(found, str) and _WORD.fullmatch(found) else None


def text(value: Any, *path: str) -> str | None:
    """A short text for people, without characters that a database cannot hold."""
    found = at(value, *path)
    return "".join(c for c in found if c.isprintable())[:100] if isinstance(found, str) else None


def moment(value: Any, *path: str, zone: int = 0) -> datetime | None:
    """ISO 8601, or seconds since 1970; `zone` is the hours of a time that names none."""
    found = at(value, *path)
    try:
        if isinstance(found, int) and not isinstance(found, bool):
            return datetime.fromtimestamp(found, UTC) if _EARLIEST <= found <= _LATEST else None
        if not isinstance(found, str) or len(found) > 40:
            return None
        read = datetime.fromisoformat(found)
        there = read.tzinfo or timezone(timedelta(hours=zone))
        return read.replace(tzinfo=there).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_same(expected: str | None, given: str | None) -> bool:
    """Compares a secret or a signature in constant time. Two empty ones are equal, so the caller
    first refuses one that is not set."""
    if not expected or not given:
        return False
    return hmac.compare_digest(_bytes(expected), _bytes(given))


def _bytes(text: str) -> bytes:
    """Accepts any text: JSON can hold half of a surrogate pair, which has no UTF-8."""
    return text.encode(errors="surrogatepass")


def iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Answer:
    """body is None if no JSON object came: then something else answered."""

    who: str
    response: httpx.Response
    body: Json | None

    @property
    def status(self) -> int:
        return self.response.status_code

    def failure(self, code: str | None) -> GatewayError:
        """What an unsuccessful answer means. `code` is the provider's own word for it: without one
        something else answered, and that is no verdict about a payment."""
        why = f"{self.who}: {self.status} {code or ''}".rstrip()
        match self.status:
            case 429:
                wait = retry_after(self.response)
                return Transient(why, retry_after=RETRY_AFTER_UNKNOWN if wait is None else wait)
            case 401 | 403 | 407 | 423:
                return Denied(why)
            case 408 | 409 | 425:
                return Transient(why, in_doubt=True)
        if code is None:
            return unexpected_answer(self.who, self.response)
        if self.response.is_client_error:
            return Rejected(why)
        return Transient(why, in_doubt=True)


async def call(
    http: httpx.AsyncClient,
    who: str,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    params: Any = None,
    **content: Any,
) -> Answer:
    """`content` is what httpx takes as the body."""
    request = build(http, who, method, url, headers=headers, params=params, **content)
    response = await send(http, who, request)
    try:
        return Answer(who, response, parsed(response.content, LARGEST_ANSWER))
    except Malformed:
        return Answer(who, response, None)


def needed(value: str | None, who: str, what: str) -> str:
    """What a successful answer must contain; without it the outcome is unknown."""
    if value is None:
        raise Transient(f"{who}: the answer has no {what}", in_doubt=True)
    return value


def whole(value: Any, *path: str) -> int | None:
    """A number without a fraction, possibly given as text."""
    found = at(value, *path)
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,18}", found):
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
