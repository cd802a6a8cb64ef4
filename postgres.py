"""How programs connect to PostgreSQL: to the server that accepts writes, directly or through a
pooler.

A URL may name several servers, a primary and its standbys: postgresql://user@db1,db2/tickover. All
are asked at once, because a dead machine does not answer at all. The one that was promoted last is
taken: an old primary that came back would also accept writes, and nobody would ever see these
again.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeAlias, cast
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

# What a lost connection raises, beside errors of PostgreSQL. An InternalClientError, when a call
# begins between the server's farewell and the end of the connection. A TimeoutError is an OSError.
LOST = (asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
# All that connecting and asking may raise.
ERRORS = (asyncpg.PostgresError, *LOST)

CONNECT_TIMEOUT = 5
# How long the others are waited for once one takes writes, in seconds, until it is known which
# server was promoted last.
OTHERS_WITHIN = 1.0
# The same where the newest timeline is known: it may have been replaced since it was seen.
OTHERS_AGAIN_WITHIN = 0.3
# Null where no writes are taken; that a role itself only reads, such as the page's, says nothing
# about the server. A promotion begins a new timeline, the first 8 digits of the name.
TIMELINE = """
select case
  when not pg_is_in_recovery() and (
    current_setting('transaction_read_only') = 'off'
    or exists (
      select from pg_catalog.pg_settings as s
      where s.name = 'default_transaction_read_only' and s.source in ('user', 'database user')
    )
  )
  then left(pg_walfile_name(pg_current_wal_lsn()), 8)
end
"""


class Server(NamedTuple):
    host: str
    port: int


@dataclass
class Servers:
    """The servers of a URL, one of which accepts writes."""

    members: Sequence[Server]
    timeline: int = 0
    """The newest one that was seen: a server of an older one was replaced."""

    async def connect(self, dsn: str, timeout: float, options: dict[str, Any]) -> Connection:
        return (await self.ask(dsn, timeout, options)).connection

    async def ask(self, dsn: str, timeout: float, options: dict[str, Any]) -> "Answer":
        """Raises what a server answered, such as a wrong password; ConnectionError if none accepts
        writes."""
        asking = {
            asyncio.create_task(_ask(dsn, server, timeout, options)): server
            for server in self.members
        }
        try:
            await self._first_writer(asking, timeout)
            return self._newest(asking)
        finally:
            for task in asking:
                task.cancel()
                task.add_done_callback(_drop)

    async def _first_writer(
        self, asking: "dict[asyncio.Task[Answer], Server]", timeout: float
    ) -> None:
        """Returns when it is clear which server to take, or when no more answers are worth waiting
        for. A server of the known timeline is not taken at once: while this process was connected
        to nobody, one of the others may have been promoted."""
        loop = asyncio.get_running_loop()
        deadline, pending = loop.time() + timeout, set(asking)
        while pending and (left := deadline - loop.time()) > 0:
            done, pending = await asyncio.wait(
                pending, timeout=left, return_when=asyncio.FIRST_COMPLETED
            )
            newest = max((_timeline(task) for task in done), default=0)
            if newest > self.timeline > 0:
                return
            if newest:
                within = OTHERS_AGAIN_WITHIN if self.timeline else OTHERS_WITHIN
                deadline = min(deadline, loop.time() + within)

    def _newest(self, asking: "dict[asyncio.Task[Answer], Server]") -> "Answer":
        best = max(asking, key=_timeline)
        timeline = _timeline(best)
        if timeline and timeline >= self.timeline:
            self.timeline = timeline
            answer = best.result()
            answer.taken = True
            return answer
        for task in asking:
            if task.done() and isinstance(error := task.exception(), asyncpg.PostgresError):
                raise error
        raise ConnectionError(
            "no server takes writes: "
            + ", ".join(f"{server.host} {self._state(task)}" for task, server in asking.items())
        )

    def _state(self, task: "asyncio.Task[Answer]") -> str:
        if not task.done():
            return "does not answer"
        if error := task.exception():
            return type(error).__name__
        return "was replaced by a newer primary" if task.result().timeline else "is read-only"


@dataclass
class Answer:
    connection: Connection
    server: Server
    timeline: int
    """0 if it takes no writes."""
    taken: bool = False


async def connect(dsn: str, *, timeout: float = CONNECT_TIMEOUT, **options: Any) -> Connection:
    """Options are those of asyncpg.connect."""
    if not _must_choose(dsn):
        connection: Connection = await asyncpg.connect(dsn, timeout=timeout, **options)
        return connection
    return await _known(servers(dsn)).connect(dsn, timeout, options)


async def locate(dsn: str, *, timeout: float = CONNECT_TIMEOUT) -> str:
    """Returns the URL of only the server that accepts writes, for PostgreSQL's own programs. These
    ask one server after the other, wait minutes for a silent one, and accept an old primary."""
    if not _must_choose(dsn):
        return dsn
    answer = await _known(servers(dsn)).ask(dsn, timeout, {})
    await answer.connection.close(timeout=1)
    return _at(dsn, answer.server)


def _must_choose(dsn: str) -> bool:
    """asyncpg would ask one server after the other, and take the first that accepts writes."""
    return len(servers(dsn)) > 1 or "target_session_attrs" in dsn


def _at(dsn: str, server: Server) -> str:
    """In a URL, a name or an address stands before the path, and a socket among the parameters."""
    parts, place = urlsplit(dsn), ""
    user, at, _ = parts.netloc.rpartition("@")
    given = parse_qsl(parts.query, keep_blank_values=True)
    query = [it for it in given if it[0] not in ("host", "port", "target_session_attrs")]
    if server.host and not server.host.startswith("/"):
        host = f"[{server.host}]" if ":" in server.host else server.host
        place = f"{host}:{server.port}"
    else:
        query += [("host", server.host)] if server.host else []
        query += [("port", str(server.port))]
    asked = urlencode(query, safe="/", quote_via=quote)
    # Not by geturl(), which leaves the slashes out before an empty place.
    return f"{parts.scheme}://{user}{at}{place}{parts.path}" + (f"?{asked}" if asked else "")


@cache
def _known(members: Sequence[Server]) -> Servers:
    """All connections of a process share what the process knows of the timeline."""
    return Servers(members)


def servers(dsn: str) -> tuple[Server, ...]:
    """Reads them like libpq: before the path, or as the parameters `host` and `port`. Raises
    asyncpg.ClientConfigurationError."""
    parts = urlsplit(dsn)
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    hosts = parts.netloc.rpartition("@")[2] or given.get("host", "")
    ports = given.get("port", "5432").split(",")
    found = []
    for number, host in enumerate(hosts.split(",")):
        name, colon, port = host.rpartition(":")
        if not colon or host.endswith("]"):
            name, port = host, ports[min(number, len(ports) - 1)]
        if not port.isdigit():
            raise asyncpg.ClientConfigurationError(f"{port} is not a port")
        found.append(Server(name.strip("[]"), int(port)))
    return tuple(found)


async def _ask(dsn: str, server: Server, timeout: float, options: dict[str, Any]) -> Answer:
    at: dict[str, Any] = {"host": server.host, "port": server.port, "target_session_attrs": "any"}
    connection: Connection = await asyncpg.connect(dsn, timeout=timeout, **at, **options)
    try:
        timeline = await asyncio.wait_for(_timeline_of(connection), timeout)
    except BaseException:
        connection.terminate()
        raise
    return Answer(connection, server, int(timeline or "0", 16))


async def _timeline_of(connection: Connection) -> str | None:
    """Behind a pooler, other clients use this server's connection before and after. So nothing may
    stay prepared there under a name that another process would also use."""
    async with connection.transaction():
        asked = await connection.prepare(TIMELINE, name="")
        timeline: str | None = await asked.fetchval()
    return timeline


def _timeline(task: "asyncio.Task[Answer]") -> int:
    answered = task.done() and not task.cancelled() and task.exception() is None
    return task.result().timeline if answered else 0


def _drop(task: "asyncio.Task[Answer]") -> None:
    if not task.cancelled() and task.exception() is None and not task.result().taken:
        task.result().connection.terminate()


# -- Pools


@asynccontextmanager
async def pool(
    dsn: str, name: str, *, connections: int, command_timeout: float
) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
    """Connects on first use, so that a program also starts while the database is down."""
    async with asyncpg.create_pool(
        dsn,
        connect=cast(Any, connect_as_pooled),
        min_size=0,
        max_size=connections,
        timeout=CONNECT_TIMEOUT,
        command_timeout=command_timeout,
        server_settings={"application_name": f"tickover {name}"},
        reset=_nothing_to_reset,
    ) as pool:
        yield pool


async def _nothing_to_reset(_: object) -> None:
    """A function call leaves nothing in its session; asyncpg's reset costs one more round trip."""


async def connect_as_pooled(dsn: str, **options: Any) -> Connection:
    """A pooler in transaction mode runs each call on any free connection, where a statement that
    was prepared before is not known. PgBouncer keeps prepared statements since 1.21, if it is told
    to (max_prepared_statements). With any other pooler, each call prepares its own, which costs
    another round trip."""
    connection = await connect(dsn, **options)
    try:
        keeps = await keeps_statements(connection)
    except BaseException:
        connection.terminate()
        raise
    if keeps:
        return connection
    await connection.close(timeout=1)
    return await connect(dsn, **options, statement_cache_size=0)


async def keeps_statements(connection: Connection) -> bool:
    """Asks without preparing anything that could disturb others. Behind a pooler, the process that
    answers is not the one that was named at the start; a pooler that keeps statements renames
    them."""
    pid = connection.get_server_pid()
    if await connection.execute(f"select where pg_catalog.pg_backend_pid() = {pid}") == "SELECT 1":
        return True
    name = f"tickover_{uuid.uuid4().hex}"
    async with connection.transaction():
        names = await connection.prepare(
            "select p.name from pg_catalog.pg_prepared_statements as p", name=name
        )
        is_as_named = any(row["name"] == name for row in await names.fetch())
        if is_as_named:
            await connection.execute(f"deallocate {name}")
    return not is_as_named
