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

import migrate
from scripts import cluster, tools
from scripts import database as databases
from tests.support import (
    PATIENCE,
    REPOSITORY,
    Database,
    Process,
    bootstrap,
    eventually,
    execute,
    free_port,
    place,
)

Make = Callable[..., cluster.Cluster]
START = 120


class Run:
    """A `make run` in a folder of its own, and the lines that it prints."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port, self.sandbox_port, self.page_port = free_port(), free_port(), free_port()
        self.lines: list[str] = []
        self.process: asyncio.subprocess.Process | None = None
        self.reader: asyncio.Task[None] | None = None

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "TICKOVER_HOME": str(self.home),
            "PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            "PAGE_PORT": str(self.page_port),
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

    async def says(self, words: str, within: float = PATIENCE) -> None:
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


@pytest.mark.long
@pytest.mark.first
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
    assert await psql(run, "select string_agg(panel, ' ') from ops.panels") == "main nl"
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
    assert [str(path) for path in run.home.rglob("*")] == []
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


async def test_a_shop_that_was_set_up_is_not_started_twice(run: Run) -> None:
    await run.start(BOT_TOKEN="1234567:real", TICKOVER_DATABASE="postgresql://127.0.0.1/tickover")
    assert await run.stopped() == 1
    assert run.lines == ["run: this folder has a shop that was set up: python -m scripts.shop run"]


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


async def test_nor_can_the_page_have_that_of_another(run: Run) -> None:
    await run.start(PAGE_PORT=str(run.port))
    assert await run.stopped() == 1
    assert run.lines == [
        f"settings: PORT and PAGE_PORT are both {run.port}: choose another for one"
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


@pytest.mark.long
async def test_a_given_database_gets_roles_with_passwords(own_server: Make, tmp_path: Path) -> None:
    """As on a managed server: an administrator's URL is all that there is, and TCP the way in."""
    server = own_server()
    execute(server.url(), "alter role postgres password 'admin'")
    passwords = databases.Secrets(tmp_path / "passwords.json")
    here = databases.ShopDatabase(
        f"postgresql://postgres:admin@127.0.0.1:{server.port}/tickover", passwords
    )
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
    await databases.ShopDatabase(empty_database.url()).bootstrap(said.append)
    assert said == [
        f"  cron.database_name is tickover: no job will run automatically in {empty_database.name}"
    ]


# -- What is not ours


PASSWORDS = "select array_agg((rolname, rolpassword)::text order by rolname) from pg_authid"


@pytest.fixture
async def foreign(empty_database: Database) -> Database:
    """A shop that was set up by hand, on this machine's clock and with a panel of its own."""
    bootstrap(empty_database)
    await migrate.up(empty_database.url("tickover_migrator"), report=lambda _: None)
    execute(
        empty_database.url(),
        "update vpn.panels set base_url = 'https://panel.example' where code = 'main'",
    )
    return empty_database


async def look(database: Database, query: str) -> object:
    connection = await asyncpg.connect(database.url())
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


@pytest.mark.long
async def test_a_shop_does_not_become_a_sandbox(run: Run, foreign: Database) -> None:
    passwords = await look(foreign, PASSWORDS)
    await run.start(DATABASE_URL=foreign.url())
    assert await run.stopped() == 1
    assert run.lines == [
        "run: without a BOT_TOKEN this would become a sandbox, but the database is not empty and "
        "not a sandbox's: set BOT_TOKEN, or choose an empty database"
    ]
    assert await look(foreign, "select base_url from vpn.panels") == "https://panel.example"
    assert await look(foreign, "select app.now() = now()")
    assert not await look(foreign, "select to_regnamespace('sandbox') is not null")
    assert await look(foreign, PASSWORDS) == passwords


@pytest.mark.parametrize(
    ("made", "what"),
    [
        ("create table public.letters ()", "shop"),
        ("create schema elsewhere", "shop"),
        ("create function public.f() returns int language sql return 1", "shop"),
        ("create extension btree_gist", "empty"),
        ("create schema sandbox", "sandbox"),
    ],
)
async def test_a_sandbox_wants_an_empty_database_or_its_own(
    empty_database: Database, made: str, what: str
) -> None:
    here = databases.ShopDatabase(empty_database.url())
    await here.check(sandbox=True)
    await here.check(sandbox=False)
    execute(empty_database.url(), made)
    for sandbox, refused in ((True, "shop"), (False, "sandbox")):
        if what == refused:
            with pytest.raises(databases.DatabaseError):
                await here.check(sandbox=sandbox)
        else:
            await here.check(sandbox=sandbox)


@pytest.mark.long
async def test_a_sandbox_that_was_broken_off_is_gone_on_with(empty_database: Database) -> None:
    here = databases.ShopDatabase(empty_database.url())
    await here.bootstrap(lambda _: None)
    await here.check(sandbox=True)
    await here.mark_as_sandbox()
    await migrate.up(empty_database.url("tickover_migrator"), report=lambda _: None)
    await here.check(sandbox=True)
    await here.move_into_sandbox(8081)
    await here.check(sandbox=True)


@pytest.mark.long
async def test_a_password_that_was_not_made_here_is_left_alone(
    own_server: Make, tmp_path: Path
) -> None:
    """Two shops on one server: the roles, and so their passwords, are the first one's."""
    server = own_server()
    execute(server.url(), "alter role postgres password 'admin'")
    execute(server.url(), "create database second")
    url = f"postgresql://postgres:admin@127.0.0.1:{server.port}"
    first = databases.ShopDatabase(f"{url}/tickover", databases.Secrets(tmp_path / "first.json"))
    await first.bootstrap()
    second = databases.ShopDatabase(f"{url}/second", databases.Secrets(tmp_path / "second.json"))
    with pytest.raises(databases.DatabaseError) as refused:
        await second.bootstrap(lambda _: None)
    assert str(refused.value) == (
        "tickover_migrator, tickover_bot, tickover_payments, tickover_listener, tickover_page: "
        "already on this server, with a password that is not known here: give it in "
        "TICKOVER_MIGRATOR_PASSWORD, TICKOVER_BOT_PASSWORD, "
        "TICKOVER_PAYMENTS_PASSWORD, TICKOVER_LISTENER_PASSWORD, TICKOVER_PAGE_PASSWORD"
    )
    assert first.passwords
    given = {role: first.passwords.get(role) for role in databases.PROGRAMS}
    second = databases.ShopDatabase(
        f"{url}/second", databases.Secrets(tmp_path / "second.json", given)
    )
    await second.bootstrap(lambda _: None)
    for here in (first, second):
        await (await asyncpg.connect(here.url("tickover_bot"))).close()


@pytest.mark.long
@pytest.mark.parametrize("program", [("-m", "bot"), ("listener.py",)])
async def test_a_real_program_refuses_a_clock_that_can_be_moved(
    database: Database, spawn: Callable[..., Process], program: tuple[str, ...]
) -> None:
    name = program[-1].removesuffix(".py")
    process = spawn(
        *program,
        env={
            "DATABASE_URL": database.url(f"tickover_{name}"),
            "PAYMENTS_DATABASE_URL": database.url("tickover_payments"),
            "BOT_TOKEN": "1234567:real",
            "TELEGRAM_API": "https://telegram.invalid",
            "IDENTITY_KEY": "k" * 32,
            "WEBHOOK_URL": "https://shop.example/telegram",
            "WEBHOOK_SECRET": "s" * 32,
            "PORT": str(free_port()),
        },
    )
    assert process.popen.wait(20) == 1
    *_, line = process.log.read_text().splitlines()
    assert line == (
        f"{name}: the clock of this database can be moved: it belongs to a sandbox, "
        "but Telegram is the real one"
    )


async def test_make_clean_leaves_what_is_not_ours(run: Run) -> None:
    kept = [
        *("test/precious/thesis.txt", "test/1-2/notes", "log/mine", "venv/bin/python"),
        *("postgres/data/mine", "bench/results", "debian/control", "sandbox/castle", "apt/list"),
    ]
    (run.home / "debian").unlink()
    for name in kept:
        (run.home / name).parent.mkdir(parents=True, exist_ok=True)
        (run.home / name).write_text("mine")
    for ours in ("log/bot.log", "secrets.json"):
        (run.home / ours).touch()
    tools.own(run.home / "test" / "7-shared")
    await clean(run)
    left = {str(path.relative_to(run.home)) for path in run.home.rglob("*") if path.is_file()}
    assert left == set(kept)


@pytest.mark.parametrize("folder", ["postgres", "postgres/data"])
async def test_nothing_is_made_over_what_is_not_ours(run: Run, folder: str) -> None:
    mine = run.home / folder / "thesis.txt"
    mine.parent.mkdir(parents=True)
    mine.touch()
    await run.start()
    assert await run.stopped() == 1
    assert run.lines[-1].startswith(f"run: {run.home}/postgres already exists and was not made")
    assert mine.exists()


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    first = databases.Secrets(file)
    values = {name: first.get(name) for name in ("one", "two")}
    assert len(set(values.values())) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in values.values())
    assert {name: databases.Secrets(file).get(name) for name in values} == values
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
