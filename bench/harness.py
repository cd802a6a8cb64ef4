"""What benchmarks share: a cluster of their own with fsync on, fresh databases, results."""

import asyncio
import os
import re
import statistics
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol, TypeAlias

import asyncpg

import migrate
from scripts import cluster, tools

REPOSITORY = Path(__file__).resolve().parent.parent
TEMPLATE = "bench_template"
# A server of its own, where the cluster of `make run` shares somebody's laptop; see
# docs/operations.md, "The server's settings".
SERVER = {
    "shared_buffers": "1GB",
    "wal_buffers": "64MB",
    "min_wal_size": "2GB",
    "max_wal_size": "8GB",
}
# What a spawned process takes over from ours; its settings come from the benchmark alone.
INHERITED = ("PATH", "HOME", "TMPDIR", "LANG", "TZ")

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@dataclass(frozen=True)
class Result:
    """A figure, what it is to be, and what it is compared with, measured in the same run."""

    name: str
    value: float
    unit: str
    target: str
    baseline: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if self.baseline is None else self.value / self.baseline

    def as_json(self) -> dict[str, Any]:
        shown = asdict(self) | {"ratio": self.ratio}
        del shown["target"]
        return shown


@dataclass(frozen=True)
class Database:
    """A database of the benchmarks' cluster: migrated, and used once."""

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

    async def pgbench(self, statement: str, *, clients: int, seconds: int = 5) -> float:
        """Transactions a second of one statement, by PostgreSQL's own tool."""
        with NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(statement)
            script.flush()
            process = await asyncio.create_subprocess_exec(
                str(self.server.postgres.bin / "pgbench"),
                *("-n", "-M", "prepared", "-f", script.name, "-T", str(seconds)),
                *("-c", str(clients), "-j", str(min(clients, 2)), self.url()),
                env=self.server.postgres.environment(),
                stdout=asyncio.subprocess.PIPE,
            )
            output, _ = await process.communicate()
        found = re.search(r"tps = ([\d.]+)", output.decode())
        if found is None:
            raise RuntimeError(f"pgbench said: {output.decode()}")
        return float(found[1])


@dataclass(frozen=True)
class Place:
    """Where benchmarks run."""

    server: cluster.Cluster
    numbers: Iterator[int]

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """A clone of the migrated database, settled on disk."""
        name = f"bench_{next(self.numbers)}"
        await self._administer(f"create database {name} template {TEMPLATE} strategy file_copy")
        try:
            connection = await asyncpg.connect(self.server.url(database=name))
            await connection.execute("select app.settle()")  # a copy is held
            await connection.close()
            await self._administer("checkpoint")
            yield Database(self.server, name)
        finally:
            await self._administer(f"drop database {name} with (force)")

    async def _administer(self, *statements: str) -> None:
        connection = await asyncpg.connect(self.server.url(database="postgres"))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    @contextmanager
    def process(
        self, *arguments: str, env: Mapping[str, str]
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """Python on our code; its log is among the others."""
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


class Bench(Protocol):
    """The first line of its documentation says what it measures."""

    __name__: str
    __doc__: str | None

    async def __call__(self, place: Place) -> Sequence[Result]: ...


@contextmanager
def own_place() -> Iterator[Place]:
    """A throwaway cluster with fsync on, and a migrated database in it."""
    (tools.home() / "log").mkdir(parents=True, exist_ok=True)
    server = cluster.cluster(
        tools.home() / "bench", tools.home() / "log" / "bench-postgres.log", settings=SERVER
    )
    if server.is_ours:
        server.remove()
    server.create()
    server.start()
    try:
        asyncio.run(_fill(server))
        yield Place(server, count())
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


async def until(condition: Callable[[], Awaitable[bool]], within: float = 900) -> None:
    async with asyncio.timeout(within):
        while not await condition():  # noqa: ASYNC110 - nobody would tell us
            await asyncio.sleep(0.2)


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def resident_mb(pid: int) -> float:
    """Memory of a process that is in RAM and its own, shared pages counted in."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)
