"""A database connection that reconnects automatically."""

import asyncio
import random
import time
from collections.abc import Iterator
from typing import Any

import asyncpg
import structlog

import postgres
from postgres import LOST, Connection

log = structlog.get_logger(__name__)

CALL_TIMEOUT = 30

# Classes of SQLSTATE that concern the data of this call: bad values, a constraint, and the shop's
# own errors. After any other error (read-only, a missing grant or function, no room, out of order)
# the same call may succeed later, so the process keeps trying.
PERMANENT = ("22", "23", "54", "TK", "P0")
# After these errors the connection is still good: a deadlock, a lost lease, a lock timeout. After
# others the connection may be the cause: a demoted server, a pooler that lost a statement.
CONNECTION_IS_GOOD = ("40", "55")
# These errors say nothing about the call. Any other transient error may still be its fault: a
# missing function, an internal error.
NOT_ABOUT_THE_CALL = ("08", "25", "40", "53", "55", "57", "58")
# No connection is possible like this: no such role or database, a wrong password.
MISCONFIGURED = ("28", "3D")


class Unavailable(Exception):
    """The database is away and the process must stop. Its leases expire."""


class Session:
    """One connection. A call is repeated until the database accepts it, so it must be
    idempotent."""

    def __init__(self, dsn: str, name: str, stop: asyncio.Event) -> None:
        self._dsn = dsn
        self._name = name
        self._stop = stop
        self._connection: Connection | None = None

    async def call(self, query: str, *arguments: object, until: float | None = None) -> Any:
        """`until` (time.monotonic) limits how long the call is repeated after an error that may be
        the call's own fault, because other calls wait behind it."""
        delays = backoff()
        while True:
            try:
                return await self._fetch(query, *arguments)
            except Exception as error:
                if not is_transient(error) or _gives_up(until, error):
                    raise
                log.warning("database", session=self._name, error=describe(error))
                if not sqlstate(error).startswith(CONNECTION_IS_GOOD):
                    self.close()
                if self._connection is None and self._stop.is_set():
                    raise Unavailable from error
            await wait(self._stop, next(delays))

    async def _fetch(self, query: str, *arguments: object) -> Any:
        if self._connection is None or self._connection.is_closed():
            self._connection = None
            self._connection = await connect(self._dsn, self._name)
        return await self._connection.fetchval(query, *arguments)

    def close(self) -> None:
        """Terminates the connection. Nothing is in progress between calls."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


def _gives_up(until: float | None, error: Exception) -> bool:
    doubtful = isinstance(error, asyncpg.PostgresError)
    doubtful = doubtful and not sqlstate(error).startswith(NOT_ABOUT_THE_CALL)
    return doubtful and until is not None and time.monotonic() > until


async def connect(dsn: str, name: str) -> Connection:
    return await postgres.connect(
        dsn,
        command_timeout=CALL_TIMEOUT,
        server_settings={"application_name": f"tickover {name}", "jit": "off"},
    )


async def wait_until_reachable(dsn: str, name: str, stop: asyncio.Event) -> None:
    """Returns when the database was reached once, or when the process must stop. Raises if the
    settings are wrong: at the start, somebody is watching. Later, a password may change while the
    process runs."""
    delays = backoff()
    while not stop.is_set():
        try:
            (await connect(dsn, name)).terminate()
            return
        except Exception as error:
            if sqlstate(error).startswith(MISCONFIGURED) or not is_transient(error):
                raise
            log.warning("database", session=name, error=describe(error))
        await wait(stop, next(delays))


def sqlstate(error: Exception) -> str:
    """Returns the SQLSTATE; empty if the error is not from PostgreSQL."""
    return (isinstance(error, asyncpg.PostgresError) and error.sqlstate) or ""


def is_transient(error: Exception) -> bool:
    """Whether the same call may succeed later. The code decides and not the class, because asyncpg
    takes our own SQLSTATEs for fatal errors of the connection."""
    if isinstance(error, asyncpg.PostgresError):
        return not sqlstate(error).startswith(PERMANENT)
    if isinstance(error, ValueError):  # an argument that asyncpg cannot encode
        return False
    return isinstance(error, LOST)


def describe(error: Exception) -> str:
    """Returns one line, without the values that PostgreSQL puts into detail."""
    code = getattr(error, "sqlstate", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}: {error}".splitlines()[0]


def label(error: Exception) -> str:
    """Names an error for operators: its type, and the code of a PostgreSQL error. Only our own
    errors (class TK) include the text: other texts may contain user input."""
    code = sqlstate(error)
    name = f"{type(error).__name__}{f' {code}' if code else ''}"
    return f"{name}: {error}".splitlines()[0] if code.startswith("TK") else name


def backoff(least: float = 0.05, most: float = 5) -> Iterator[float]:
    """Yields delays that grow to `most`, each partly random, so that the clients of a server do not
    all reconnect at the same moment."""
    delay = least
    while True:
        yield delay * random.uniform(0.5, 1)
        delay = min(delay * 2, most)


async def wait(event: asyncio.Event, seconds: float | None) -> None:
    """Returns when the event is set or the time has passed."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
