"""What a check is: a question to one part of the shop, a finding in words, and what fixes it."""

import asyncio
import concurrent.futures
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypeVar, cast

import asyncpg

import postgres
from scripts.shop.config import OPERATOR, Config, ConfigError

State = Literal["ok", "warning", "broken", "unknown"]
Connection: TypeAlias = (
    "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
)

Found = TypeVar("Found")

CONNECT_WITHIN = 8.0


@dataclass(frozen=True)
class Finding:
    """`fix`: the command or the step that fixes it. unknown: it could not be looked at, because
    of something else that is broken."""

    state: State
    text: str
    fix: str = ""


def ok(text: str) -> list[Finding]:
    return [Finding("ok", text)]


def warning(text: str, fix: str) -> list[Finding]:
    return [Finding("warning", text, fix)]


def broken(text: str, fix: str) -> list[Finding]:
    return [Finding("broken", text, fix)]


class Unknown(Exception):
    """Something else has to be fixed before this can be looked at; the text says what."""


@dataclass
class Shop:
    """What checks look at. Without a pool the database does not answer."""

    config: Config
    pool: "asyncpg.Pool[asyncpg.Record] | None" = None

    @property
    def database_is_there(self) -> bool:
        return self.pool is not None

    @asynccontextmanager
    async def database(self, role: str = OPERATOR) -> AsyncIterator[Connection]:
        """Reads only. Raises Unknown where it cannot."""
        if self.pool is None:
            raise Unknown("the database does not answer")
        try:
            if role == OPERATOR:
                async with self.pool.acquire() as connection:
                    yield connection
            else:
                async with self._connected(role) as connection:
                    yield connection
        except postgres.ERRORS as error:
            raise Unknown(f"{role}: {error or type(error).__name__}") from None

    @asynccontextmanager
    async def _connected(self, role: str) -> AsyncIterator[Connection]:
        connection = await postgres.connect(self.config.url(role), timeout=CONNECT_WITHIN)
        try:
            await _only_reads(connection)
            yield connection
        finally:
            connection.terminate()

    async def ask(self, query: str, *arguments: Any) -> Any:
        """One value, read as the operator."""
        async with self.database() as connection:
            return await connection.fetchval(query, *arguments)

    async def rows(self, query: str, *arguments: Any) -> list[Any]:
        """Read as the operator."""
        async with self.database() as connection:
            return list(await connection.fetch(query, *arguments))


async def _only_reads(connection: Connection) -> None:
    """Not by a setting at the start, by which a server that takes no writes is known."""
    await connection.execute("set default_transaction_read_only = on")


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[Shop]:
    """Few connections, which all checks share: a server may have few left."""
    try:
        pool = await asyncpg.create_pool(
            config.url(OPERATOR),
            connect=cast(Any, postgres.connect),
            setup=_only_reads,
            min_size=1,
            max_size=3,
            timeout=CONNECT_WITHIN,
        )
    except (ConfigError, ValueError, *postgres.ERRORS):
        yield Shop(config)
        return
    try:
        yield Shop(config, pool)
    finally:
        pool.terminate()


async def apart(question: Callable[[], Found]) -> Found:
    """Asks what may never answer, such as a network's disk whose server is gone, in a thread that
    nothing waits for: those of asyncio.to_thread are waited for at the end of the program."""
    answer: concurrent.futures.Future[Found] = concurrent.futures.Future()

    def ask() -> None:
        answer.set_running_or_notify_cancel()
        try:
            answer.set_result(question())
        except Exception as error:  # raised where it is waited for
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    return await asyncio.wrap_future(answer)


Look: TypeAlias = Callable[[Shop], Awaitable[list[Finding]]]


@dataclass(frozen=True)
class Check:
    """`within`: seconds that it may take."""

    name: str
    look: Look
    within: float = 15.0


def checks(*looks: Look, within: float = 15.0) -> Sequence[Check]:
    """Names each after its function."""
    named = ((getattr(look, "__name__", "check"), look) for look in looks)
    return tuple(Check(name.strip("_"), look, within) for name, look in named)
