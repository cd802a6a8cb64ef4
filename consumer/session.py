"""A database connection that comes back by itself."""

import asyncio
import random
from collections.abc import Iterator
from typing import Any, TypeAlias

import asyncpg
import structlog

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

log = structlog.get_logger(__name__)

CONNECT_TIMEOUT = 5
CALL_TIMEOUT = 30

# Classes and codes of SQLSTATE that say nothing about the call itself: connection, rollback
# (deadlock, lost lease), resources, an operator's intervention, a lock not to be had in time.
PASSING = ("08", "40", "53", "57", "55P03")


class Unavailable(Exception):
    """The database is away and the process is to stop: what is leased will be free in time."""


class Session:
    """One connection. A call is repeated until the database takes it, so it must bear repeating."""

    def __init__(self, dsn: str, name: str, stop: asyncio.Event) -> None:
        self._dsn = dsn
        self._name = name
        self._stop = stop
        self._connection: Connection | None = None

    async def call(self, query: str, *arguments: object) -> Any:
        delays = backoff()
        while True:
            try:
                return await self._fetch(query, *arguments)
            except Exception as error:
                if not passes(error):
                    raise
                log.warning("database", session=self._name, error=described(error))
                if not isinstance(error, asyncpg.PostgresError):
                    self.close()
                if self._connection is None and self._stop.is_set():
                    raise Unavailable from error
            await either(self._stop, next(delays))

    async def _fetch(self, query: str, *arguments: object) -> Any:
        if self._connection is None or self._connection.is_closed():
            self._connection = None
            self._connection = await connect(self._dsn, self._name)
        return await self._connection.fetchval(query, *arguments)

    def close(self) -> None:
        """Nothing is in progress between calls, so that there is nothing to end politely."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


async def connect(dsn: str, name: str) -> Connection:
    return await asyncpg.connect(
        dsn,
        timeout=CONNECT_TIMEOUT,
        command_timeout=CALL_TIMEOUT,
        server_settings={"application_name": f"tickover {name}", "jit": "off"},
    )


def passes(error: Exception) -> bool:
    """Whether the same call may succeed later. asyncpg takes our own SQLSTATEs for fatal errors of
    the connection, so errors are told by their code."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "").startswith(PASSING)
    if isinstance(error, ValueError):  # an argument that asyncpg cannot encode
        return False
    return isinstance(error, asyncpg.InterfaceError | OSError)  # TimeoutError is an OSError


def described(error: Exception) -> str:
    """One line, without the values that PostgreSQL puts into detail."""
    code = getattr(error, "sqlstate", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}: {error}".splitlines()[0]


def backoff(least: float = 0.05, most: float = 5) -> Iterator[float]:
    """Grows to `most` and never to the same moment for all who lost the same server."""
    delay = least
    while True:
        yield delay * random.uniform(0.5, 1)
        delay = min(delay * 2, most)


async def either(event: asyncio.Event, seconds: float | None) -> None:
    """Until the event is set, or the time is over."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
