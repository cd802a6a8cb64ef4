"""`make run` from the outside: it starts, says where to look, goes on, and leaves no trace."""

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import httpx
import pytest

from scripts import cluster, shop, tools
from tests.support import REPOSITORY, Database, eventually, execute, free_port, place

Make = Callable[..., cluster.Cluster]
START = 120


class Run:
    """A `make run` in a folder of its own, and the lines that it prints."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port, self.sandbox_port = free_port(), free_port()
        self.lines: list[str] = []
        self.process: asyncio.subprocess.Process | None = None
        self.reader: asyncio.Task[None] | None = None

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "TICKOVER_HOME": str(self.home),
            "PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            **more,
        }

    async def start(self, **more: str) -> None:
        self.lines.clear()
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "scripts.run"),
            cwd=REPOSITORY,
            env=self.environment(**more),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self.reader = asyncio.create_task(self._read())

    async def is_running(self) -> None:
        await self.says("Tickover is running", START)

    async def says(self, words: str, within: float = 15) -> None:
        async def said() -> bool:
            return any(words in line for line in self.lines)

        await eventually(said, within)

    async def stopped(self) -> int:
        """Waits until it ends by itself, and has been read to its end."""
        assert self.process
        assert self.reader
        await asyncio.wait_for(self.reader, 60)
        return await self.process.wait()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        assert self.process
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.stopped()

    async def _read(self) -> None:
        assert self.process
        assert self.process.stdout
        async for line in self.process.stdout:
            self.lines.append(line.decode().rstrip())

    def processes(self) -> dict[int, str]:
        """All that were started for this folder, by the environment that they were given."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                mark = f"TICKOVER_HOME={self.home}".encode()
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(folder.name)] = command.decode()
            except OSError:
                continue
        return found

    def pid_of(self, program: str) -> int:
        return next((pid for pid, line in self.processes().items() if program in line), 0)


@pytest.fixture
async def run() -> AsyncIterator[Run]:
    """In a folder that the sweep of a killed test run finds."""
    home = tools.home() / "test" / f"{os.getpid()}-run-{free_port()}"
    home.mkdir(parents=True)
    (home / "debian").symlink_to(tools.unpacked())
    run = Run(home)
    yield run
    if run.process:
        await run.stop()
    place(home / "postgres").remove()
    shutil.rmtree(home, ignore_errors=True)


async def test_the_whole_shop(run: Run) -> None:
    await run.start()
    await run.is_running()
    printed = "\n".join(run.lines)
    assert f"http://127.0.0.1:{run.sandbox_port}/" in printed
    assert "make psql" in printed
    assert str(run.home / "log") in printed

    async with httpx.AsyncClient() as client:
        ready = await client.get(f"http://127.0.0.1:{run.port}/ready")
        page = await client.get(f"http://127.0.0.1:{run.sandbox_port}/")
    assert ready.json()["shop"]["checks"]["listener"]["ok"]
    assert ready.json()["checks"]["migrations"]["ok"]
    assert page.is_success

    assert await psql(run, "select current_user") == "tickover_dba"
    assert await psql(run, "select current_user", "operator") == "tickover_operator"
    await psql(run, "create table public.kept as select 42 as value", "postgres")

    second = Run(run.home)
    await second.start()
    assert await second.stopped() == 1
    assert second.lines == [
        f"run: another `make run` uses {run.home}: "
        "stop it, or choose another folder with TICKOVER_HOME"
    ]

    listener = run.pid_of("listener.py")
    os.kill(listener, signal.SIGKILL)
    await run.says("listener ended (SIGKILL); again in 1 s")

    async def another() -> bool:
        return run.pid_of("listener.py") not in (0, listener)

    await eventually(another)

    server = place(run.home / "postgres", durable=True)
    server.stop("immediate")
    await run.says("PostgreSQL ended; starting it again")
    assert await eventually(lambda: is_ready(run), within=60)
    assert (run.home / "secrets.json").stat().st_mode & 0o777 == 0o600

    assert await run.stop(signal.SIGINT) == 0
    assert run.lines[-1] == "Stopped."
    assert run.processes() == {}
    assert not place(run.home / "postgres").running()

    await run.start()
    await run.is_running()
    assert await psql(run, "select value from public.kept", "postgres") == "42"

    assert await clean(run) == "clean: the shop is running, stop it first"
    assert await run.stop() == 0

    await run.start(BOT_TOKEN="1234567:real", IDENTITY_KEY="k" * 32, TELEGRAM_API="http://[::1]:9")
    assert await run.stopped() == 1
    assert run.lines[-1].startswith("run: BOT_TOKEN is set, but this database was a sandbox's")
    assert await clean(run) == ""
    assert not run.home.exists()


async def is_ready(run: Run) -> bool:
    async with httpx.AsyncClient() as client:
        ready = f"http://127.0.0.1:{run.port}/ready?for=shop"
        return (await client.get(ready)).is_success


async def test_a_wrong_setting_stops_the_start_with_one_line(run: Run) -> None:
    await run.start(PORT="eighty")
    assert await run.stopped() == 1
    [line] = run.lines
    assert line.startswith("settings: PORT ")


@pytest.mark.parametrize("key", ["", "short"])
async def test_a_real_bot_without_an_identity_key_is_stopped_before_anything_starts(
    run: Run, key: str
) -> None:
    await run.start(BOT_TOKEN="1234567:real", IDENTITY_KEY=key)
    assert await run.stopped() == 1
    [line] = run.lines
    assert line.startswith("settings: IDENTITY_KEY ")
    assert not (run.home / "postgres").exists()


async def test_two_programs_cannot_have_one_port(run: Run) -> None:
    await run.start(SANDBOX_PORT=str(run.port))
    assert await run.stopped() == 1
    assert run.lines == [
        f"settings: PORT and SANDBOX_PORT are both {run.port}: choose another for one"
    ]


async def test_a_busy_port_is_named(run: Run) -> None:
    with socket.create_server(("127.0.0.1", run.port)):
        await run.start()
        assert await run.stopped() == 1
    assert run.lines == [f"run: PORT: port {run.port} is in use, choose another"]


async def test_an_unreachable_database_is_one_line(run: Run) -> None:
    await run.start(DATABASE_URL=f"postgresql://postgres@127.0.0.1:{free_port()}/tickover")
    assert await run.stopped() == 1
    [line] = run.lines
    assert line.startswith("run: database: ")


async def test_a_given_database_gets_roles_with_passwords(own_server: Make, tmp_path: Path) -> None:
    """As on a managed server: an administrator's URL is all that there is, and TCP the way in."""
    server = own_server()
    execute(server.url(), "alter role postgres password 'admin'")
    passwords = shop.Secrets(tmp_path / "passwords.json")
    here = shop.Shop(f"postgresql://postgres:admin@127.0.0.1:{server.port}/tickover", passwords)
    await here.bootstrap()
    for role in cluster.LOGIN_ROLES:
        connection = await asyncpg.connect(here.url(f"tickover_{role}"))
        assert await connection.fetchval("select current_user") == f"tickover_{role}"
        await connection.close()
        assert passwords.get(f"tickover_{role}") not in server.log.read_text()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://tickover_bot:wrong@127.0.0.1:{server.port}/tickover")


async def test_a_given_database_without_pg_cron_is_told(
    server: cluster.Cluster, empty_database: Database
) -> None:
    said: list[str] = []
    await shop.Shop(empty_database.url()).bootstrap(said.append)
    assert said == [
        f"  cron.database_name is tickover: no job will run by itself in {empty_database.name}"
    ]


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    first = shop.Secrets(file)
    values = {name: first.get(name) for name in ("one", "two")}
    assert len(set(values.values())) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in values.values())
    assert {name: shop.Secrets(file).get(name) for name in values} == values
    assert file.stat().st_mode & 0o777 == 0o600


async def clean(run: Run) -> str:
    """What `make clean` prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scripts.clean"),
        cwd=REPOSITORY,
        env=run.environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return output.decode().strip()


async def psql(run: Run, statement: str, role: str = "dba") -> str:
    """What `make psql` prints for a statement on its standard input."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scripts.psql", role),
        cwd=REPOSITORY,
        env=run.environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate(f"\\pset format unaligned\n\\t on\n{statement};".encode())
    assert process.returncode == 0, output.decode()
    return output.decode().splitlines()[-1]
