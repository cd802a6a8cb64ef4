"""What time it is outside, by the Date of Telegram's answers: PostgreSQL's clock decides who is
charged and whose access ends, and cannot know that it is wrong."""

import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from gateways import http

# OpenSSL's numbers for a certificate that is not valid yet, or not any more.
_BY_THE_CLOCK = (9, 10)


@dataclass(frozen=True)
class Reading:
    """`may_hold`, `may_confirm`: what it is good for, see jobs.compare_clock."""

    shown: datetime
    read_at: float
    """By time.monotonic(), which no setting of a clock moves."""
    may_hold: bool
    may_confirm: bool

    def now(self) -> datetime:
        return self.shown + timedelta(seconds=time.monotonic() - self.read_at)


class OutsideClock:
    """`address`: of the Bot API. Asks for nothing and sends no token, so it is no call of the
    Bot API."""

    def __init__(self, address: str, proxy: str | None) -> None:
        self._address, self._proxy = f"{address}/", proxy
        # Without TLS it is a server of one's own, perhaps on PostgreSQL's machine.
        self._is_telegram = address.startswith("https:")

    async def read(self) -> Reading | None:
        """None where nobody can say. A machine whose clock is wrong by months finds that Telegram's
        certificate is not valid: then whoever answers may make the shop wait, and no more."""
        try:
            return await self._ask(http.client(self._proxy), self._is_telegram, may_confirm=True)
        except httpx.TransportError as error:
            if not any(map(_is_about_time, _causes(error))):
                return None
        try:
            anybody = http.client(self._proxy, verified=False)
            return await self._ask(anybody, self._is_telegram, may_confirm=False)
        except httpx.TransportError:
            return None

    async def _ask(
        self, client: httpx.AsyncClient, may_hold: bool, *, may_confirm: bool
    ) -> Reading | None:
        async with client:
            asked_at = time.monotonic()
            response = await client.get(self._address)
        shown = _date(response)
        # A cache has the date of another answer.
        if shown is None or "Age" in response.headers:
            return None
        return Reading(shown, (asked_at + time.monotonic()) / 2, may_hold, may_confirm)


def _date(response: httpx.Response) -> datetime | None:
    try:
        shown = parsedate_to_datetime(response.headers["Date"])
    except (KeyError, ValueError):
        return None
    return shown.replace(tzinfo=shown.tzinfo or UTC)


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _is_about_time(error: BaseException) -> bool:
    return isinstance(error, ssl.SSLCertVerificationError) and error.verify_code in _BY_THE_CLOCK
