"""Setup with the administrator of a managed server: he may create roles and databases, and is no
superuser. Either it works, or it says in words what is missing."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from scripts import cluster
from scripts.shop import __main__ as command
from scripts.shop import database
from scripts.shop.config import Config
from scripts.shop.terminal import Refused, Terminal
from tests.support import REPOSITORY, execute, throwaway

WORD = "a-word-of-the-manager"
SHOP = cluster.DATABASE


@pytest.fixture
def server() -> Iterator[cluster.Cluster]:
    """With a database that its administrator has made."""
    it = throwaway("managed")
    try:
        on = it.url(database="postgres")
        execute(on, f"create role manager login createrole createdb password '{WORD}'")
        execute(on, f"drop database {SHOP}")
        execute(on, f"create database {SHOP} owner manager")
        yield it
    finally:
        it.remove()


def url(server: cluster.Cluster) -> str:
    return f"postgresql://manager:{WORD}@127.0.0.1:{server.port}/postgres"


async def set_up(server: cluster.Cluster, folder: Path) -> Config:
    """The steps of setup that the administrator takes."""
    config, terminal = Config(folder / ".env", {}), Terminal({}, interactive=False)
    found = await database.find_server(url(server), SHOP)
    await database.create(found)
    await database.refuse_what_is_not_ours(found, 1, terminal)
    await database.require_cron(found, terminal)
    await database.prepare_roles(found, config, terminal)
    return config


@pytest.mark.long
async def test_a_pg_cron_that_he_is_given_is_enough(
    server: cluster.Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = "create extension pg_cron; grant usage on schema cron to manager with grant option"
    execute(server.url(), given)
    config = await set_up(server, tmp_path)
    assert "ops.cron_runs will show nothing" in capsys.readouterr().out
    migrate = [sys.executable, "migrate.py", "up"]
    environment = {
        "DATABASE_URL": config.url("tickover_migrator"),
        "TICKOVER_ENV_FILE": "",
        "PATH": "/usr/bin:/bin",
    }
    done = await asyncio.to_thread(
        subprocess.run,
        migrate,
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    operator = await asyncpg.connect(config.url("tickover_operator"))
    assert await operator.fetch("select * from ops.cron_runs") == []
    assert await operator.fetchval("select count(*) from ops.jobs") > 0
    await operator.close()
    cron = await asyncpg.connect(server.url())
    assert await cron.fetchval("select count(*) from cron.job") > 0
    # Another run finds its own shop.
    await cron.execute("insert into app.bot (id, since) values (7, now())")
    await cron.close()
    with pytest.raises(Refused, match="is of another bot"):
        await set_up(server, tmp_path)
    execute(server.url(), "delete from app.bot")
    await set_up(server, tmp_path)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("select 1", "pg_cron is not in tickover, and no job would run"),
        ("create extension pg_cron", "tickover_cron may not use the schema cron"),
    ],
)
async def test_what_he_is_not_given_is_said_in_words(
    server: cluster.Cluster, tmp_path: Path, given: str, words: str
) -> None:
    execute(server.url(), given)
    with pytest.raises((Refused, asyncpg.InsufficientPrivilegeError), match=words):
        await set_up(server, tmp_path)


def test_what_postgresql_refuses_ends_a_command_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(*_: object) -> int:
        error = asyncpg.InsufficientPrivilegeError("permission denied to create role")
        error.hint = "Ask a superuser."
        raise error

    monkeypatch.setattr(sys, "argv", ["shop", "setup"])
    monkeypatch.setattr(command, "_do", refuses)
    assert command.main() == 1
    assert capsys.readouterr().out == (
        "setup: PostgreSQL refuses: permission denied to create role (Ask a superuser.)\n"
    )
