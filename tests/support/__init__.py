"""What tests call: databases and their URLs, the movable clock, waiting, processes of the shop."""

import asyncio
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias, TypeVar

import asyncpg
import psycopg

import migrate
from scripts import cluster, tools
from tests.support.programs import Program

REPOSITORY = Path(__file__).resolve().parents[2]

ANN, BOB = 1001, 1002

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
T = TypeVar("T")


# -- Clusters


# A clone of a database is more than a thousand files, and ext4 looks long for an inode that was not
# deleted a moment ago: it took a quarter of all CPU of the tests. The size is what a run needs at
# most, with its WAL.
MEMORY, MEMORY_NEEDED = Path("/dev/shm"), 4 << 30


def throwaway(
    name: str, *, durable: bool = False, settings: Mapping[str, object] | None = None
) -> cluster.Cluster:
    """A started cluster of this process's own, with an empty database to keep pg_cron content; in
    memory where there is room, unless it has to be durable."""
    folder = tools.home() / "test" / f"{os.getpid()}-{name}"
    server = place(folder, durable=durable, settings=settings)
    if not durable and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED:
        folder.symlink_to(tempfile.mkdtemp(prefix="tickover-", dir=MEMORY))
    server.create()
    server.start()
    execute(server.url(database="postgres"), f"create database {cluster.DATABASE}")
    return server


def place(
    folder: Path, *, durable: bool = False, settings: Mapping[str, object] | None = None
) -> cluster.Cluster:
    folder.parent.mkdir(parents=True, exist_ok=True)
    log = tools.home() / "log" / "test-postgres.log"
    return cluster.cluster(folder, log, durable=durable, settings=settings)


def sweep() -> None:
    """Removes what killed test runs left."""
    for folder in (tools.home() / "test").glob("[0-9]*-*"):
        if not Path(f"/proc/{folder.name.split('-')[0]}").exists():
            place(folder / "postgres").remove()
            place(folder).remove()


# -- Databases


@dataclass(frozen=True)
class Database:
    """A database of a cluster, and the URL of each role to it."""

    server: cluster.Cluster
    name: str

    def url(self, role: str = cluster.SUPERUSER) -> str:
        return self.server.url(role, self.name)


def execute(url: str, statements: str) -> None:
    """Runs statements outside a transaction of ours."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statements.encode())


def bootstrap(database: Database) -> None:
    """Roles belong to the whole cluster: only one process at a time may make them."""
    with (database.server.folder / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        execute(database.url(), (REPOSITORY / "sql" / "bootstrap.sql").read_text())


def fill(database: Database) -> Database:
    """Makes an empty database what a shop's is: bootstrapped, migrated, with a movable clock."""
    bootstrap(database)
    asyncio.run(migrate.up(database.url("tickover_migrator"), report=lambda _: None))
    execute(database.url(), (REPOSITORY / "sandbox" / "clock.sql").read_text())
    return opened(database)


def opened(database: Database) -> Database:
    """A copy of a shop's database is held until somebody opens it, and a clone is a copy."""
    execute(database.url(), "select app.settle()")
    return database


@dataclass(frozen=True)
class Clock:
    """Moves app.now() of a database; real time goes on below it."""

    database: Database

    def advance(self, by: timedelta | str) -> None:
        """`advance("3 days")`, `advance(timedelta(hours=1))`."""
        self._shift("c.shift + %s::interval", by)

    def set(self, to: datetime) -> None:
        self._shift("%s::timestamptz - pg_catalog.now()", to)

    def reset(self) -> None:
        self._shift("%s::interval", "0")

    def now(self) -> datetime:
        with psycopg.connect(self.database.url()) as connection:
            row = connection.execute("select app.now()").fetchone()
        assert row
        now: datetime = row[0]
        return now

    def _shift(self, expression: str, value: object) -> None:
        with psycopg.connect(self.database.url()) as connection:
            update = "update sandbox.clock as c set shift = " + expression
            connection.execute(update.encode(), [value])


# Ids begin anywhere in the tests' database. Where a page or a chat shows them to people, they begin
# as in a new shop.
FIRST_IDS = """
do $$
declare
  v_column record;
  v_last bigint;
begin
  for v_column in
    select c.oid::regclass as relation, a.attname as name,
      pg_get_serial_sequence(c.oid::regclass::text, a.attname) as sequence
    from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.attidentity <> ''
    where pg_get_userbyid(c.relowner) = 'tickover_owner'
  loop
    execute format('select max(%I) from %s', v_column.name, v_column.relation) into v_last;
    perform setval(v_column.sequence, coalesce(v_last, 1), v_last is not null);
  end loop;
end
$$
"""


def small_shop(database: Database) -> None:
    """Tells the story of a small shop, whose ids are in docs/dba.md."""
    execute(database.url(), FIRST_IDS)
    execute(database.url(), (REPOSITORY / "tests" / "support" / "small_shop.sql").read_text())


# -- Waiting and processes

# How long to wait, in seconds, for what comes anyway: only a test that fails waits so long. A
# machine that has much else to do needs many times what a quiet one does.
PATIENCE = 60.0


async def eventually(
    condition: Callable[[], Awaitable[T]], within: float = PATIENCE, every: float = 0.02
) -> T:
    """Polls until the condition is true and returns what it gave; fails when it never is."""
    deadline = time.monotonic() + within
    while not (result := await condition()):
        assert time.monotonic() < deadline, f"not within {within} s: {condition}"
        await asyncio.sleep(every)
    return result


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def black_hole() -> Iterator[int]:
    """A port whose queue of connections is full: the kernel answers no further one, as a firewall
    that drops packets."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        while True:
            client = stack.enter_context(socket.socket())
            client.settimeout(0.2)
            try:
                client.connect(listening.getsockname())
            except TimeoutError:
                break
        yield listening.getsockname()[1]


@dataclass(frozen=True)
class Process:
    """A process of the shop under test, and its log."""

    popen: Program | subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """What a crash is."""
        self.popen.kill()
        self.popen.wait()

    def stop(self, timeout: float = PATIENCE) -> int:
        """Asks it to stop, as `make run` does, and returns its exit code."""
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(timeout)


# `spawn("-m", "bot", env={...})`, see the fixture.
Spawn = Callable[..., Process]
