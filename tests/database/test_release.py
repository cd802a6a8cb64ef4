"""A release comes as one: no job and no hook sees half of it, and none is disturbed by it."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

import migrate
from migrate import MigrateError
from tests.support import ANN, REPOSITORY, Connection, Database, eventually

Connect = Callable[..., Awaitable[Connection]]
LOCKED = """
select exists (
  select
  from pg_stat_activity as a
  join pg_locks as l on l.pid = a.pid and not l.granted
  where a.datname = current_database()
    and l.locktype = $1
    and (a.application_name = 'tickover migrate') = $2
)
"""


@pytest.fixture
async def release(db: Connection, tmp_path: Path) -> Path:
    """The next release: a column has another name, and the function that reads it knows. Between
    the two it stops where somebody holds the table app.gate."""
    await db.execute("create table app.gate (); alter table app.gate owner to tickover_owner")
    root = tmp_path / "sql"
    shutil.copytree(REPOSITORY / "sql", root)
    number = max(int(file.name[:4]) for file in (root / "schema").iterdir()) + 1
    versioned = root / "schema" / f"{number:04}_rename.sql"
    versioned.write_text("alter table vpn.panels rename base_url to url;")
    file = root / "functions" / "vpn" / "panel_settings.sql"
    file.write_text(f"lock table app.gate;\n{file.read_text().replace('base_url', 'url')}")
    return root


@pytest.fixture
async def waiting(db: Connection) -> None:
    """Ann has a trial, and her access waits for a listener."""
    await db.execute("select api.start($1, $2, null, 'Ann', 'en')", ANN, bytes(32))
    await db.execute("select api.start_trial($1)", ANN)


async def claim(connection: Connection) -> dict[str, Any]:
    batch: dict[str, Any] = json.loads(await connection.fetchval("select outbox.claim('vpn', 10)"))
    return batch


@asynccontextmanager
async def half_way(
    database: Database, root: Path, db: Connection, gate: Connection
) -> AsyncIterator[None]:
    """The release has made its tables and waits before its functions; it is there afterwards."""
    async with asyncio.TaskGroup() as tasks, gate.transaction():
        await gate.execute("lock table app.gate")
        up = migrate.up(
            database.url("tickover_migrator"), root, lock_timeout=60, report=lambda _: None
        )
        tasks.create_task(up)
        await eventually(lambda: db.fetchval(LOCKED, "relation", True), within=60)
        yield


@pytest.mark.long
async def test_no_hook_sees_half_of_a_release(
    database: Database, db: Connection, connect: Connect, release: Path, waiting: None
) -> None:
    listener = await connect("tickover_listener")
    async with half_way(database, release, db, await connect()):
        assert (await claim(listener))["messages"] == []
    [message] = (await claim(listener))["messages"]
    assert message[5] is None
    assert message[3]["url"]


@pytest.mark.long
async def test_no_job_begins_on_half_of_a_release(
    database: Database, db: Connection, connect: Connect, release: Path
) -> None:
    cron = await connect("tickover_cron")
    last = "select status from jobs.run where job = 'renew_due' order by id desc limit 1"
    async with half_way(database, release, db, await connect()):
        await cron.execute("call jobs.work('renew_due')")
        assert await db.fetchval(last) == "skipped"
    await cron.execute("call jobs.work('renew_due')")
    assert await db.fetchval(last) == "ok"


@pytest.mark.long
async def test_what_was_done_meanwhile_is_recorded_afterwards(
    database: Database, db: Connection, connect: Connect, release: Path, waiting: None
) -> None:
    listener = await connect("tickover_listener")
    # Its own would be over before a release is, where the machine has more to do.
    await listener.execute("set lock_timeout = '60s'")
    claimed = await claim(listener)
    [[lane, number, _, payload, *_]] = claimed["messages"]
    result = {"generation": payload["generation"], "present": True, "link": "vless://x@y:1#z"}
    async with half_way(database, release, db, await connect()):
        ack = asyncio.ensure_future(
            listener.fetchval(
                "select outbox.ack('vpn', $1, $2, $3, $4)",
                *([lane], [number], [claimed["token"]], [json.dumps(result)]),
            )
        )
        await eventually(lambda: db.fetchval(LOCKED, "advisory", False))
    assert await ack == 1
    assert await db.fetchval("select applied_generation = desired_generation from ops.access")


@pytest.mark.long
async def test_a_release_waits_for_a_batch_that_is_at_work(
    database: Database, db: Connection, connect: Connect, release: Path
) -> None:
    cron = await connect("tickover_cron")
    url, told = database.url("tickover_migrator"), list[str]()
    async with cron.transaction():
        assert await cron.fetchval("select jobs.may_go_on()")
        with pytest.raises(MigrateError, match="a job or a listener does not pause"):
            await migrate.up(url, release, wait=0.2, report=told.append)
        # A runner that waits holds up the shop.
        assert not [line for line in told if "once more" in line]
        up = asyncio.ensure_future(migrate.up(url, release, report=lambda _: None))
        await eventually(lambda: db.fetchval(LOCKED, "advisory", True))
        other = await connect("tickover_cron")
        assert not await other.fetchval("select jobs.may_go_on()")
    assert await up == 2


@pytest.mark.long
async def test_a_release_that_fails_leaves_the_one_before(
    database: Database, db: Connection, release: Path
) -> None:
    (release / "functions" / "app" / "broken.sql").write_text("select 1 / 0;")
    with pytest.raises(MigrateError) as failed:
        await migrate.up(database.url("tickover_migrator"), release, report=lambda _: None)
    assert str(failed.value).endswith("schema/, functions/ and jobs/ stay as they were.")
    assert await db.fetchval("select count(base_url) from vpn.panels") == 1
    files, state = await migrate.inspect(database.url("tickover_migrator"))
    assert migrate.pending(files, state) == {}
