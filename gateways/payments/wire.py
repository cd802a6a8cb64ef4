"""HTTP and JSON as providers' adapters use them. What came from outside is data: no number, text or
nesting in it raises anything but `Malformed`, and none of its texts goes into an error."""

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
from gateways.http import retry_after, send, unexpected_answer

Json = dict[str, Any]

LARGEST_BODY = 1 << 20
LARGEST_ANSWER = 1 << 25
"""Of a page of a list; what comes without being asked for is small."""
RETRY_AFTER_UNKNOWN = 5.0
_ID = re.compile(r"[!-~]{1,200}")
_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,60}")
_EARLIEST, _LATEST = 0, 32_503_680_000  # 1970 and 3000


class Malformed(ValueError):
    """No JSON object that anybody should work with."""


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
    """What lies there; None when there is no such way."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def branch(value: Any, *path: str) -> Json:
    """The object that lies there, else an empty one."""
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def listed(value: Any, *path: str) -> list[Json]:
    """The objects of the list that lies there."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def identifier(value: Any, *path: str) -> str | None:
    """An id, of text or of number, which every database and header can hold."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, int | str):
        return None
    if isinstance(found, int):
        return str(found) if abs(found) < 10**18 else None
    return found if _ID.fullmatch(found) else None


def word(value: Any, *path: str) -> str | None:
    """A code or status: short, of letters and digits, so that no error carries anything else."""
    found = at(value, *path)
    return found if isinstance(found, str) and _WORD.fullmatch(found) else None


def text(value: Any, *path: str) -> str | None:
    """For people: without what a database cannot hold, and not long."""
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
    """Whether a secret or a signature is the expected one, in constant time. Two empty ones are
    equal, so one that is not set on either side is refused before comparing."""
    if not expected or not given:
        return False
    return hmac.compare_digest(_bytes(expected), _bytes(given))


def _bytes(text: str) -> bytes:
    """Of any text: JSON can hold half of a surrogate pair, which has no UTF-8."""
    return text.encode(errors="surrogatepass")


def iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Answer:
    """body is None when no JSON object came: then somebody else has answered."""

    who: str
    response: httpx.Response
    body: Json | None

    @property
    def status(self) -> int:
        return self.response.status_code

    def failure(self, code: str | None) -> GatewayError:
        """What an answer that is no success means. `code` is the provider's own word for it:
        without one something else has answered, and that is no verdict about a payment."""
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
    try:
        request = http.build_request(method, url, headers=headers, params=params, **content)
    except httpx.InvalidURL as error:
        raise Denied(f"{who}: the address is no URL") from error
    response = await send(http, who, request)
    try:
        return Answer(who, response, parsed(response.content, LARGEST_ANSWER))
    except Malformed:
        return Answer(who, response, None)


def needed(value: str | None, who: str, what: str) -> str:
    """What an answer that says yes has to have; without it nobody knows what happened."""
    if value is None:
        raise Transient(f"{who}: the answer has no {what}", in_doubt=True)
    return value


def whole(value: Any, *path: str) -> int | None:
    """A number without a fraction, which may stand there as text."""
    found = at(value, *path)
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,18}", found):
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
