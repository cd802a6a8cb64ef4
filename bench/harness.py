"""Shared by all benchmarks: how they are called, what they return, and how they measure."""

import asyncio
import os
import re
import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol

from scripts.throwaway import Connection, Database, ThrowawayServer

__all__ = ["Bench", "Connection", "Database", "Result", "ThrowawayServer"]


@dataclass(frozen=True)
class Result:
    """A figure, its target, and the baseline measured in the same run."""

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


class Bench(Protocol):
    """The first line of its docstring says what it measures."""

    __name__: str
    __doc__: str | None

    async def __call__(self, server: ThrowawayServer) -> Sequence[Result]: ...


async def pgbench(database: Database, statement: str, *, clients: int, seconds: int = 5) -> float:
    """Returns the transactions per second of one statement, measured with PostgreSQL's own tool."""
    postgres = database.server.postgres
    with NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(statement)
        script.flush()
        process = await asyncio.create_subprocess_exec(
            str(postgres.bin / "pgbench"),
            *("-n", "-M", "prepared", "-f", script.name, "-T", str(seconds)),
            *("-c", str(clients), "-j", str(min(clients, 2)), database.url()),
            env=postgres.environment(),
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await process.communicate()
    found = re.search(r"tps = ([\d.]+)", output.decode())
    if found is None:
        raise RuntimeError(f"pgbench said: {output.decode()}")
    return float(found[1])


async def until(condition: Callable[[], Awaitable[bool]], within: float = 900) -> None:
    async with asyncio.timeout(within):
        while not await condition():  # noqa: ASYNC110 - nobody would tell us
            await asyncio.sleep(0.2)


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def resident_mb(pid: int) -> float:
    """Returns the resident memory of a process, including shared pages."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)


def cpu_seconds(pid: int) -> float:
    """Returns the CPU that a process has spent, its own and in the system's calls."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
