"""HTTP for gateways: short timeouts, and errors that say whether the effect may have happened."""

import math
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx

from gateways.errors import Denied, Transient, Unanswered

# httpcore imports it again for each lock of a request, and does without if it is missing. Python
# remembers no failed import: searching the disk took 0.7 of the 2.1 ms of a request.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

# For connecting, and for everything else. Together they stay well below a topic's call_timeout.
TIMEOUT = httpx.Timeout(10, connect=5)
# The longest wait is a day, whatever the other side asks for.
LONGEST_WAIT = 86_400.0
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_UNSENDABLE = (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError)


def client(
    proxy: str | None = None, certificate: Path | None = None, *, verified: bool = True
) -> httpx.AsyncClient:
    """Ignores HTTP_PROXY and similar variables: the settings define how each system is reached.
    `certificate`: a PEM file, which is trusted and nothing else. `verified`: false where it does
    not matter who answers."""
    verify: ssl.SSLContext | bool = verified
    if certificate is not None:
        try:
            verify = ssl.create_default_context(cafile=certificate)
        except OSError as error:
            raise Denied(f"{certificate.name}: {type(error).__name__}") from error
    return httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, proxy=proxy, verify=verify)


@dataclass
class _Connections:
    """A client and its address, with the number of current users."""

    address: str
    http: httpx.AsyncClient
    users: int = 0
    retired: bool = False

    async def close_if_unused(self) -> None:
        if self.retired and not self.users:
            await self.http.aclose()


class Clients:
    """One client for each destination (`<topic>:<name>`), each with its own proxy, so that a
    hanging destination takes no connection from another. When the address of a destination changes,
    it gets a new client, and the old one is closed after its last request."""

    def __init__(self, make: Callable[[str], httpx.AsyncClient]) -> None:
        self._make = make
        self._connections: dict[str, _Connections] = {}

    @asynccontextmanager
    async def of(self, destination: str, address: str) -> AsyncIterator[httpx.AsyncClient]:
        before = connections = self._connections.get(destination)
        if connections is None or connections.address != address:
            connections = self._connections[destination] = _Connections(
                address, self._make(destination)
            )
            if before is not None:
                before.retired = True
                await before.close_if_unused()
        connections.users += 1
        try:
            yield connections.http
        finally:
            connections.users -= 1
            await connections.close_if_unused()

    async def close(self) -> None:
        for connections in self._connections.values():
            await connections.http.aclose()
        self._connections.clear()


def build(
    http: httpx.AsyncClient, who: str, method: str, url: str, **content: Any
) -> httpx.Request:
    """Makes a request. An address that is no URL, or a key with letters that no header can have,
    is a mistake in the settings."""
    try:
        return http.build_request(method, url, **content)
    except httpx.InvalidURL as error:
        raise Denied(f"{who}: the address is not a URL") from error
    except UnicodeEncodeError as error:
        if error.encoding != "ascii":
            raise
        raise Denied(f"{who}: the key has letters that cannot be sent") from None


async def send(
    http: httpx.AsyncClient, who: str, request: httpx.Request, *, repeatable: bool = False
) -> httpx.Response:
    """Returns the response, whatever its status. Errors name only the type: httpx puts the URL into
    its texts, and Telegram's URL contains the token.

    `repeatable`: the request may be executed twice. If it was sent on a kept connection that the
    other side had closed meanwhile, it is sent again, on a new one. A proxy that opens no way to
    the other side has passed nothing on. What cannot be written as HTTP, such as a key with a line
    break, is refused before its first byte is sent."""
    way = _Way()
    request.extensions["trace"] = way.trace
    try:
        try:
            return await http.send(request)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            if way.is_new or not repeatable:
                raise
            return await http.send(request)
    except _NOT_SENT as error:
        raise Transient(f"{who}: {type(error).__name__}", reached=False) from error
    except _UNSENDABLE as error:
        raise Denied(f"{who}: {type(error).__name__}, see its key and address") from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        why = f"{who}: {type(error).__name__}"
        if way.is_opening:
            raise Transient(f"{why} from the proxy", reached=False) from error
        raise Unanswered(why) from error


@dataclass
class _Way:
    """What httpcore reports about a request on its way. is_new: a connection was opened for it.
    is_opening: a proxy was asked to open a connection to the other side, and has not done so
    yet."""

    is_new: bool = False
    is_opening: bool = False

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.started":
            self.is_new = True
        elif event == "http11.send_request_headers.started":
            self.is_opening = info["request"].method == b"CONNECT"


def unexpected_answer(who: str, response: httpx.Response) -> Transient | Denied:
    """Something else answered in the system's place. A server error may be temporary; any other
    answer means that the address is wrong."""
    why = f"{who}: {response.status_code} without an answer of its own"
    if response.is_server_error:
        return Transient(why, in_doubt=True)
    return Denied(why)


def retry_after(response: httpx.Response) -> float | None:
    """Returns the header in seconds, see `seconds`; None if it is missing or invalid."""
    return seconds(response.headers.get("Retry-After"))


def seconds(wait: object) -> float | None:
    """Parses the wait that the other side asks for, a number or an HTTP date: from 0 to a day."""
    try:
        asked = float(wait) if isinstance(wait, int | float | str) else math.nan
    except (ValueError, OverflowError):
        asked = _until(str(wait))
    return None if math.isnan(asked) else min(max(asked, 0.0), LONGEST_WAIT)


def _until(date: str) -> float:
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return math.nan
    return (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
