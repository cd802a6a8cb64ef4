"""Business time of the whole sandbox, and the jobs that become due when it is moved.

The shift is stored in the database (`sandbox.clock`), where `app.now()` reads it. The emulators
follow it, so that a panel ends an access at the time when the shop expects it. Pauses, limits and
timeouts of the protocols stay in real time.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

_UNIT_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


class WrongInterval(ValueError):
    """PostgreSQL does not understand this length of time."""


@dataclass(frozen=True)
class JobRun:
    """The result of one job that was run because the clock moved."""

    name: str
    ms: float
    error: str | None = None

    def show(self) -> dict[str, Any]:
        return asdict(self)


class Clock:
    """Real time plus a shift. Without a database the shift is kept here, and there are no jobs."""

    def __init__(self, database_url: str | None) -> None:
        self._url = database_url
        self._shift = timedelta()
        self._db: asyncpg.Connection[asyncpg.Record] | None = None
        self._turn = asyncio.Lock()

    @property
    def has_database(self) -> bool:
        return self._url is not None

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift

    async def refresh(self) -> datetime:
        """Reads the shift again: somebody may have moved it in SQL."""
        if self._url is not None:
            try:
                async with self.connect() as db:
                    await self._read(db)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                pass  # the database is down or has no clock yet: the last known shift applies
        return self.now()

    async def advance(self, interval: str) -> datetime:
        if self._url is None:
            return await self.move_to(self.now() + _parse(interval))
        async with self.connect() as db:
            try:
                target = await db.fetchval("select app.now() + $1::text::interval", interval)
            except asyncpg.DataError as error:
                raise WrongInterval(str(error)) from error
        return await self.move_to(target)

    async def move_to(self, target: datetime) -> datetime:
        if self._url is None:
            self._shift = target - datetime.now(UTC)
            return self.now()
        async with self.connect() as db:
            await db.execute("set role tickover_owner")
            await db.execute("update sandbox.clock set shift = $1 - pg_catalog.now()", target)
            await self._read(db)
        return self.now()

    async def reset(self) -> datetime:
        if self._url is not None:
            async with self.connect() as db:
                await db.execute("set role tickover_owner")
                await db.execute("update sandbox.clock set shift = '0'")
        self._shift = timedelta()
        return self.now()

    async def run_due(self, only: Sequence[str] | None = None) -> list[JobRun]:
        """Runs every enabled job in its order, as pg_cron would: a bare `call` as tickover_cron; or
        those of them that are named."""
        if self._url is None:
            return []
        async with self.connect() as db:
            names = await db.fetch(
                "select name from jobs.jobs where enabled order by position, name"
            )
            await db.execute("set role tickover_cron")
            wanted = [name for (name,) in names if only is None or name in only]
            return [await _run(db, name) for name in wanted]

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
        """Lends the administrator's connection to one at a time. It stays open: most of what jobs
        cost after a move of the clock is plans that a new session has to make."""
        async with self._turn:
            if self._db is None or self._db.is_closed():
                self._db = await asyncpg.connect(self._url, timeout=5)
            try:
                yield self._db
                await self._db.execute("reset role")
            except BaseException:
                self._db.terminate()
                raise

    async def close(self) -> None:
        if self._db is not None:
            await self._db.close()

    async def _read(self, db: "asyncpg.Connection[asyncpg.Record]") -> None:
        shift = await db.fetchval("select shift from sandbox.clock")
        if shift is not None:
            self._shift = shift


async def _run(db: "asyncpg.Connection[asyncpg.Record]", name: str) -> JobRun:
    started = time.perf_counter()
    error = None
    try:
        # The procedure commits between its batches, so it must be the statement itself, without
        # parameters and outside a transaction. The registry allows only plain words as names.
        await db.execute(f"call jobs.work('{name}')")
    except asyncpg.PostgresError as failure:
        error = f"{failure.sqlstate}: {failure}"
    return JobRun(name, round((time.perf_counter() - started) * 1000, 1), error)


def _parse(interval: str) -> timedelta:
    parts = re.findall(r"([+-]?\d+(?:\.\d+)?)\s*(second|minute|hour|day|week)s?", interval)
    if not parts:
        raise WrongInterval(f"not a length of time: {interval!r}")
    return timedelta(seconds=sum(float(count) * _UNIT_SECONDS[unit] for count, unit in parts))
