"""The movable clock in the database, the jobs that run when it moves, and the inspector."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from scripts import cluster
from tests.support import REPOSITORY, Clock, Connection, Database
from tests.support import sandbox as sandboxes
from tests.support.sandbox import Sandbox

Connect = Callable[..., Awaitable[Connection]]


@pytest.fixture
async def sandbox(database: Database) -> AsyncIterator[Sandbox]:
    async with sandboxes.sandbox(database_url=SecretStr(database.url())) as sandbox:
        yield sandbox


async def now(db: Connection) -> datetime:
    value: datetime = await db.fetchval("select app.now()")
    return value


def close(left: datetime, right: datetime) -> bool:
    return abs(left - right) < timedelta(seconds=10)


async def test_the_clock_moves_the_database_and_the_emulators(
    sandbox: Sandbox, db: Connection
) -> None:
    assert close(await now(db), datetime.now(UTC))
    moved = await sandbox.post("clock", {"advance": "3 days"})
    assert close(await now(db), datetime.now(UTC) + timedelta(days=3))
    assert close(datetime.fromisoformat(moved["now"]), await now(db))
    await sandbox.meet()
    assert close(datetime.fromisoformat((await sandbox.messages())[0]["date"]), await now(db))


async def test_calendar_intervals_are_postgresqls(sandbox: Sandbox, db: Connection) -> None:
    await sandbox.post("clock", {"to": "2027-01-31T22:30:00Z"})
    await sandbox.post("clock", {"advance": "1 month"})
    assert close(await now(db), datetime(2027, 2, 28, 22, 30, tzinfo=UTC))


async def test_the_clock_can_be_reset(sandbox: Sandbox, db: Connection) -> None:
    await sandbox.post("clock", {"advance": "-2 hours"})
    assert close(await now(db), datetime.now(UTC) - timedelta(hours=2))
    await sandbox.post("clock", {"reset": True})
    assert close(await now(db), datetime.now(UTC))


async def test_a_clock_moved_in_sql_is_followed(sandbox: Sandbox, clock: Clock) -> None:
    clock.advance("40 days")
    shown = datetime.fromisoformat((await sandbox.get("clock"))["now"])
    assert close(shown, datetime.now(UTC) + timedelta(days=40))


@pytest.mark.parametrize(
    "body", [{"advance": "soon"}, {}, {"advance": "1 day", "reset": True}, {"to": "2027-01-01"}]
)
async def test_moves_that_make_no_sense_are_refused(
    sandbox: Sandbox, body: dict[str, object]
) -> None:
    assert (await sandbox.http.post("/sandbox/clock", json=body)).status_code == 422


async def test_what_became_due_has_run_before_the_answer(sandbox: Sandbox, db: Connection) -> None:
    answer = await sandbox.post("clock", {"advance": "1 hour"})
    expected = await db.fetch("select name from jobs.jobs where enabled order by position, name")
    assert [job["name"] for job in answer["jobs"]] == [name for (name,) in expected]
    assert [job["error"] for job in answer["jobs"]] == [None] * len(expected)
    done = await db.fetch("select distinct job from jobs.run where status in ('ok', 'skipped')")
    assert {job for (job,) in done} == {job["name"] for job in answer["jobs"]}


async def test_a_job_that_fails_does_not_hide_the_others(sandbox: Sandbox, db: Connection) -> None:
    await db.execute("insert into jobs.jobs values ('ghost', '* * * * *', 0, null, 1, true, 'x')")
    answer = await sandbox.post("clock", {"advance": "1 hour"})
    assert answer["jobs"][0]["name"] == "ghost"
    assert len(answer["jobs"]) > 1
    failed = await db.fetchval("select error from jobs.run where job = 'ghost'")
    assert "ghost" in failed


async def test_every_role_reads_the_clock_and_only_the_owners_move_it(connect: Connect) -> None:
    for role in cluster.LOGIN_ROLES:
        db = await connect(f"tickover_{role}")
        assert await db.fetchval("select count(*) from sandbox.clock") == 1
        may_move = "select has_table_privilege('sandbox.clock', 'update')"
        assert await db.fetchval(may_move) is (role == "migrator")


async def test_applying_the_clock_again_keeps_its_shift(
    clock: Clock, db: Connection, database: Database
) -> None:
    clock.advance("5 days")
    # What bootstrap.sql gives belongs to the database, and a clone begins without it.
    await db.execute(f"grant create on database {database.name} to tickover_owner")
    for role in ("tickover_migrator", cluster.SUPERUSER):
        await db.execute(f"set role {role}")
        await db.execute((REPOSITORY / "sandbox" / "clock.sql").read_text())
    assert close(await now(db), datetime.now(UTC) + timedelta(days=5))


async def test_the_seed_points_the_shop_at_the_emulated_panel(db: Connection) -> None:
    await db.execute("set sandbox.port = 18081")
    await db.execute((REPOSITORY / "sandbox" / "seed.sql").read_text())
    address = await db.fetchval("select base_url from vpn.panels where code = 'main'")
    assert address == "http://127.0.0.1:18081/panel"


# -- The inspector


async def test_every_tab_shows_its_tables(sandbox: Sandbox) -> None:
    await sandbox.post("clock", {"advance": "1 hour"})
    tables = {tab: await sandbox.get(f"inspect/{tab}") for tab in await sandbox.get("inspect")}
    titles = {tab: [table["title"] for table in found] for tab, found in tables.items()}
    assert titles["jobs"] == ["Jobs", "Last runs", "Parked rows"]
    assert titles["outbox"] == [
        "Destinations",
        "Lanes",
        "Waiting messages",
        "Dead letters",
        "Consumers",
    ]
    assert titles["subscriptions"] == ["Subscriptions", "Periods", "Orders"]
    assert titles["ledger"] == ["Entries", "Balances", "Payments"]
    assert "Invariants" in titles["invariants"]
    jobs = tables["jobs"][0]
    assert "expire_due" in [row[jobs["columns"].index("name")] for row in jobs["rows"]]


async def test_what_the_database_does_not_have_is_left_out(
    sandbox: Sandbox, db: Connection
) -> None:
    await db.execute("drop view ops.jobs cascade")
    assert [t["title"] for t in await sandbox.get("inspect/jobs")] == ["Last runs", "Parked rows"]


async def test_without_a_database_there_is_nothing_to_see() -> None:
    async with sandboxes.sandbox() as sandbox:
        assert await sandbox.get("inspect/jobs") == []
        assert (await sandbox.http.get("/sandbox/inspect/secrets")).status_code == 404
