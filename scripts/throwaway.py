"""A throwaway PostgreSQL server with fsync on, and databases cloned from a migrated one.

Benchmarks and simulations use it, separately from the cluster of `make run`.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeAlias

import asyncpg

import migrate
from scripts import cluster, tools

REPOSITORY = Path(__file__).resolve().parent.parent
TEMPLATE = "bench_template"
# The settings of a dedicated server, whereas the cluster of `make run` shares a laptop; see
# docs/operations.md, "The server's settings".
SETTINGS = {
    "shared_buffers": "1GB",
    "wal_buffers": "64MB",
    "min_wal_size": "2GB",
    "max_wal_size": "8GB",
}
# What a spawned process inherits from ours; its settings come only from its starter.
INHERITED = ("PATH", "HOME", "TMPDIR", "LANG", "TZ")

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@dataclass(frozen=True)
class Database:
    """A database of the throwaway server: migrated, and used once."""

    server: cluster.Cluster
    name: str

    def url(self, role: str = cluster.SUPERUSER) -> str:
        return self.server.url(role, self.name)

    @asynccontextmanager
    async def connect(self, role: str = cluster.SUPERUSER) -> AsyncIterator[Connection]:
        connection = await asyncpg.connect(self.url(role))
        try:
            yield connection
        finally:
            await connection.close()


@dataclass(frozen=True)
class ThrowawayServer:
    cluster: cluster.Cluster
    numbers: Iterator[int]

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Returns a clone of the migrated database, flushed to disk."""
        name = f"bench_{next(self.numbers)}"
        await self._administer(f"create database {name} template {TEMPLATE} strategy file_copy")
        try:
            connection = await asyncpg.connect(self.cluster.url(database=name))
            await connection.execute("select app.settle()")  # a copy is held
            await connection.close()
            await self._administer("checkpoint")
            yield Database(self.cluster, name)
        finally:
            await self._administer(f"drop database {name} with (force)")

    async def _administer(self, *statements: str) -> None:
        connection = await asyncpg.connect(self.cluster.url(database="postgres"))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    @contextmanager
    def process(
        self, *arguments: str, env: Mapping[str, str]
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """Runs Python on our code, with its own log."""
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        log = tools.home() / "log" / "bench.log"
        with log.open("ab") as output:
            popen = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=REPOSITORY,
                env={**inherited, "TICKOVER_HOME": str(tools.home()), **env},
                stdout=output,
                stderr=output,
            )
        try:
            yield popen
        finally:
            popen.terminate()
            try:
                popen.wait(30)
            except subprocess.TimeoutExpired:
                popen.kill()
                popen.wait()


@contextmanager
def throwaway_server() -> Iterator[ThrowawayServer]:
    (tools.home() / "log").mkdir(parents=True, exist_ok=True)
    server = cluster.cluster(
        tools.home() / "bench", tools.home() / "log" / "bench-postgres.log", settings=SETTINGS
    )
    if server.is_ours:
        server.remove()
    server.create()
    server.start()
    try:
        asyncio.run(_fill(server))
        yield ThrowawayServer(server, count())
    finally:
        server.remove()


async def _fill(server: cluster.Cluster) -> None:
    connection = await asyncpg.connect(server.url(database="postgres"))
    # The first one keeps pg_cron content; nothing is scheduled.
    for name in (cluster.DATABASE, TEMPLATE):
        await connection.execute(f"create database {name}")
    await connection.close()
    connection = await asyncpg.connect(server.url(database=TEMPLATE))
    await connection.execute((REPOSITORY / "sql" / "bootstrap.sql").read_text())
    await connection.close()
    await migrate.up(server.url("tickover_migrator", TEMPLATE), report=lambda _: None)
