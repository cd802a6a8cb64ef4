"""A database connection that comes back by itself."""

import asyncio
import random
import time
from collections.abc import Iterator
from typing import Any, TypeAlias

import asyncpg
import structlog

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

log = structlog.get_logger(__name__)

CONNECT_TIMEOUT = 5
CALL_TIMEOUT = 30

# Classes of SQLSTATE that are about the data of this very call: bad values, a constraint, and the
# shop's own errors. Whatever else the database says (read-only, a right or a function that is not
# there yet, no room, out of order), the same call may succeed later, and the process stays.
PERMANENT = ("22", "23", "54", "TK", "P0")
# After these the connection is as good as before: a deadlock, a lost lease, a lock not to be had.
# After others the connection may be what is wrong: a server that was demoted, a pooler that lost a
# statement.
CONNECTION_IS_GOOD = ("40", "55")
# These say nothing at all about the call. Any other transient error may be the call's fault after
# all: a function that is not there, an internal error.
NOT_ABOUT_THE_CALL = ("08", "25", "40", "53", "55", "57", "58")
# Nobody can get in like this: no such role or database, a wrong password.
MISCONFIGURED = ("28", "3D")


class Unavailable(Exception):
    """The database is away and the process is to stop: what is leased will be free in time."""


class Session:
    """One connection. A call is repeated until the database takes it, so it must bear repeating."""

    def __init__(self, dsn: str, name: str, stop: asyncio.Event) -> None:
        self._dsn = dsn
        self._name = name
        self._stop = stop
        self._connection: Connection | None = None

    async def call(self, query: str, *arguments: object, until: float | None = None) -> Any:
        """`until` (time.monotonic) bounds how long the call is repeated after an error that may be
        its own fault, because other calls wait behind it."""
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
        """Nothing is in progress between calls, so that there is nothing to end politely."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


def _gives_up(until: float | None, error: Exception) -> bool:
    doubtful = isinstance(error, asyncpg.PostgresError)
    doubtful = doubtful and not sqlstate(error).startswith(NOT_ABOUT_THE_CALL)
    return doubtful and until is not None and time.monotonic() > until


async def connect(dsn: str, name: str) -> Connection:
    return await asyncpg.connect(
        dsn,
        timeout=CONNECT_TIMEOUT,
        command_timeout=CALL_TIMEOUT,
        server_settings={"application_name": f"tickover {name}", "jit": "off"},
    )


async def wait_until_reachable(dsn: str, name: str, stop: asyncio.Event) -> None:
    """Returns when the database has let us in once, or when the process is to stop. Raises where
    the settings are wrong: at the start somebody looks; later a password may change under us."""
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
    """Empty for what is not an error of PostgreSQL's."""
    return (isinstance(error, asyncpg.PostgresError) and error.sqlstate) or ""


def is_transient(error: Exception) -> bool:
    """Whether the same call may succeed later. The code decides and not the class: asyncpg takes
    our own SQLSTATEs for fatal errors of the connection."""
    if isinstance(error, asyncpg.PostgresError):
        return not sqlstate(error).startswith(PERMANENT)
    if isinstance(error, ValueError):  # an argument that asyncpg cannot encode
        return False
    return isinstance(error, asyncpg.InterfaceError | OSError)  # TimeoutError is an OSError


def describe(error: Exception) -> str:
    """One line, without the values that PostgreSQL puts into detail."""
    code = getattr(error, "sqlstate", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}: {error}".splitlines()[0]


def label(error: Exception) -> str:
    """What an error is, for those who look at what failed: its type, and of PostgreSQL's the code.
    Only our own errors (class TK) say more: other texts may hold what somebody wrote."""
    code = sqlstate(error)
    name = f"{type(error).__name__}{f' {code}' if code else ''}"
    return f"{name}: {error}".splitlines()[0] if code.startswith("TK") else name


def backoff(least: float = 0.05, most: float = 5) -> Iterator[float]:
    """Delays that grow to `most`, each at random, so that not all clients of a server come back
    at the same moment."""
    delay = least
    while True:
        yield delay * random.uniform(0.5, 1)
        delay = min(delay * 2, most)


async def wait(event: asyncio.Event, seconds: float | None) -> None:
    """Returns when the event is set or the time is over."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
