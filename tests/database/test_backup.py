"""A dump restored, in place and on another server: held until it is opened, then at work here."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

import migrate
from scripts import cluster
from tests.support import Connection, Database, bootstrap, execute

Make = Callable[..., cluster.Cluster]
NODES = "select distinct nodename, nodeport, database from cron.job"
HELD = "restored or copied, and not opened here"


def pg(database: Database, program: str, *arguments: str) -> None:
    postgres = database.server.postgres
    done = subprocess.run(
        [postgres.bin / program, *arguments],
        env=postgres.environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def dump(database: Database, file: Path) -> None:
    pg(database, "pg_dump", "--format=custom", f"--file={file}", database.url())


def restore(database: Database, file: Path) -> None:
    """Into an empty database, as docs/operations.md says."""
    bootstrap(database)
    pg(database, "pg_restore", "--exit-on-error", f"--dbname={database.url()}", str(file))


def live(database: Database) -> None:
    """Somebody has a trial, and his access waits for the listener."""
    execute(
        database.url(),
        """select api.start(1001, sha256('a'), null, 'Ann', 'en');
           select api.start_trial(1001)""",
    )


async def claimed(db: Connection) -> int:
    return len(json.loads(await db.fetchval("select outbox.claim('vpn', 10)"))["messages"])


async def ran(db: Connection) -> str:
    await db.execute("call jobs.work('renew_due')")
    last = "select status from jobs.run where job = 'renew_due' order by id desc limit 1"
    status: str = await db.fetchval(last)
    return status


async def is_held_until_it_is_opened(database: Database) -> None:
    db = await asyncpg.connect(database.url())
    try:
        assert await db.fetchval("select held_because from ops.shop") == HELD
        assert (await ran(db), await claimed(db)) == ("skipped", 0)
        await migrate.up(database.url("tickover_migrator"), report=lambda _: None)
        assert await db.fetchval("select held_because from ops.shop") == HELD
        forgotten = await db.fetchval("select ops.open_shop('the panel was compared')")
        assert forgotten.startswith("still held: after a restore, select ops.catch_up(")
        assert await db.fetchval("select ops.open_shop('a mere copy', true)") == "open"
        assert (await ran(db), await claimed(db)) == ("ok", 1)
        assert await db.fetch("select name, detail from ops.invariants where not ok") == []
    finally:
        await db.close()


@pytest.mark.long
async def test_a_copy_for_staging(
    database: Database, empty_database: Database, tmp_path: Path
) -> None:
    live(database)
    dump(database, tmp_path / "dump")
    restore(empty_database, tmp_path / "dump")
    await is_held_until_it_is_opened(empty_database)


@pytest.mark.long
@pytest.mark.parametrize("place", ["in place", "on another server"])
async def test_a_restore_with_its_jobs(
    cron_database: Database, own_server: Make, tmp_path: Path, place: str
) -> None:
    live(cron_database)
    dump(cron_database, tmp_path / "dump")
    restored = cron_database
    if place == "in place":
        postgres = restored.server.url(database="postgres")
        execute(postgres, "drop database tickover with (force)")
        execute(postgres, "create database tickover")
    else:
        restored = Database(own_server(), cluster.DATABASE)
    restore(restored, tmp_path / "dump")
    # pg_cron's launcher ends with the database, and reads jobs that it did not see made at a start.
    restored.server.stop()
    restored.server.start()
    await is_held_until_it_is_opened(restored)
    db = await asyncpg.connect(restored.url())
    host = await db.fetchval("show cron.host")
    assert [tuple(row) for row in await db.fetch(NODES)] == [
        (host, restored.server.port, cluster.DATABASE)
    ]
    jobs = "select jobid, jobname from cron.job order by 1"
    before = await db.fetch(jobs)
    await migrate.up(restored.url("tickover_migrator"), report=lambda _: None)
    assert await db.fetch(jobs) == before
    await db.close()
