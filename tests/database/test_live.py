"""sql/live: of a shop that is well each query says so, and each kind of damage is found."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import asyncpg
import psycopg
import pytest

from scripts import pgtap, tools
from scripts.pgtap import LIVE, Refused, Result, look
from tests.support import Database, execute, opened

OPERATOR = "tickover_operator"
# What is not so in the cluster of the tests, which trades safety for speed.
OF_TESTS = "nothing that is committed can be lost"


def broken(database: Database, name: str, role: str = OPERATOR) -> list[str]:
    (result,) = asyncio.run(look(database.url(role), [LIVE / f"{name}.sql"]))
    return [line for line in result.broken if OF_TESTS not in line]


NAMES = sorted(file.stem for file in LIVE.glob("*.sql"))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "cron"])
def test_a_shop_that_is_well(database: Database, name: str) -> None:
    assert broken(database, name) == []


def test_every_file_is_listed() -> None:
    listed = (LIVE / "README.md").read_text()
    assert [name for name in NAMES if f"`{name}.sql`" not in listed] == []


# By file: what breaks it, and words that it says then.
DAMAGE = {
    "a balance that nobody posted": (
        "invariants",
        """select api.start(1001, sha256('a'), null, 'Ann', 'en');
           alter table ledger.accounts disable trigger all;
           insert into ledger.accounts
             (user_id, name, currency, floor, balance, version, created_at)
           select u.id, 'referral', 'RUB', 0, 5, 1, now() from app.users as u;
           alter table ledger.accounts enable trigger all""",
        "balances_equal_entries",
    ),
    "a column that nobody classified": (
        *("rights", "set role tickover_owner; alter table app.users add shoe_size integer"),
        "app.users.shoe_size: not classified",
    ),
    "a role that may do everything": (
        *("rights", "alter role tickover_page createrole"),
        "no role is stronger than its work: tickover_page",
    ),
    "a program that may write a table": (
        *("rights", "grant insert on app.users to tickover_bot"),
        "tickover_bot: INSERT on app.users",
    ),
    "a schema that is open to all": (
        *("rights", "grant usage on schema ledger to public"),
        "PUBLIC has nothing of the shop: schema ledger",
    ),
    "a table of somebody else": (
        *("rights", "create table app.strange (id integer)"),
        "everything belongs to tickover_owner: table app.strange",
    ),
    "a function that was changed by hand": (
        "schema",
        """set role tickover_owner;
           create or replace function app.is_open() returns boolean language sql stable
           set search_path = pg_catalog, pg_temp as 'select true'""",
        "app.is_open(): drifted",
    ),
    "a file that was not applied": (
        "schema",
        "delete from migrate.versions where version = (select max(version) from migrate.versions)",
        "every file is applied as it is: schema/",
    ),
    "a file of another release": (
        "schema",
        """update migrate.repeatables set checksum = repeat('0', 64)
           where path = 'functions/app/opening/is_open.sql'""",
        "functions/app/opening/is_open.sql: differs",
    ),
    "a file that this release does not have": (
        "schema",
        """insert into migrate.repeatables (path, checksum)
           values ('functions/x.sql', repeat('0', 64))""",
        "nothing is applied that has no file: functions/x.sql",
    ),
    "an index that is not valid": (
        "indexes",
        """update pg_index set indisvalid = false
           where indexrelid = 'billing.payment_methods_of_user'::regclass""",
        "every index is valid: billing.payment_methods_of_user",
    ),
    "a trigger that is switched off": (
        *("indexes", "alter table ledger.entries disable trigger user"),
        "of ledger.entries",
    ),
    "a sequence behind the ids": (
        "sequences",
        """select app.record('tap', 'tap', 'tap', 1, null, null);
           select setval(pg_get_serial_sequence('app.audit', 'id'), 1, false)""",
        "every sequence is ahead of the ids in use: app.audit",
    ),
    "a sequence near its end": (
        "sequences",
        """set role tickover_owner; create sequence app.few as smallint;
           create table app.tap (id smallint primary key default nextval('app.few'));
           alter sequence app.few owned by app.tap.id;
           select setval('app.few', 30000)""",
        "no sequence has drawn half of its numbers: app.few",
    ),
    "a table without its next partition": (
        "partitions",
        """set role tickover_owner;
           create table app.tap (at timestamptz not null) partition by range (at);
           create table app.tap_1 partition of app.tap
           for values from ('2020-01-01') to ('2020-02-01')""",
        "app.tap: until 2020-02-01",
    ),
    "an extension of an older version": (
        *("extensions", "update pg_extension set extversion = '1.0' where extname = 'btree_gist'"),
        "btree_gist: 1.0, installed is",
    ),
    "a collation that was upgraded": (
        "extensions",
        "update pg_database set datcollversion = '1' where datname = current_database()",
        "the collation is of the version that is installed: 1, installed is",
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found(database: Database, damage: str) -> None:
    name, statements, words = DAMAGE[damage]
    execute(database.url(), f"set allow_system_table_mods = on; {statements}")
    try:
        found = broken(database, name)
    finally:
        execute(database.url(), "alter role tickover_page nocreaterole")
    assert any(words in line for line in found), found


def test_a_promise_that_was_broken(database: Database) -> None:
    """The promise is what the shop's own check finds; here only that the query shows it."""
    execute(
        database.url(),
        """create or replace view ops.broken_promises as
           select p.name as promise, 'user 1'::text as subject
           from ops.promise_definitions as p limit 1""",
    )
    assert broken(database, "promises")


@pytest.mark.long
def test_jobs_that_are_not_as_declared(cron_database: Database) -> None:
    database = cron_database
    assert broken(database, "cron") == []
    execute(
        database.url(),
        """update cron.job set schedule = '0 0 * * *' where jobname = 'renew_due';
           delete from cron.job where jobname = 'expire_due';
           insert into cron.job (schedule, command, nodename, nodeport, database, username, jobname)
           select '* * * * *', 'select 1', j.nodename, j.nodeport, j.database, j.username, 'strange'
           from cron.job as j where j.jobname = 'watch_jobs';
           update cron.job set database = 'elsewhere' where jobname = 'watch_jobs';
           create or replace view ops.overdue_jobs as
           select j.name, now() as started_at from jobs.jobs as j where j.name = 'purge_history'""",
    )
    assert broken(database, "cron") == [
        "no job is overdue: purge_history",
        "pg_cron has every declared job: expire_due: missing; renew_due: differs; "
        "watch_jobs: differs",
        "pg_cron has no other job of ours: strange",
    ]


def test_the_session_cannot_write(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "writes.sql"
    file.write_text("select ops.hold_shop('by a check') is null as ok, '' as name, '' as detail")
    (result,) = asyncio.run(look(database.url(OPERATOR), [file]))
    assert "cannot be looked at: cannot execute" in result.broken[0]


# -- sql/tests, on a copy


def run(database: Database, *names: str) -> list[Result]:
    files = [pgtap.TESTS / f"{name}.sql" for name in names]
    return list(pgtap.test(database.url(), files))


def test_words_that_no_file_has_are_refused() -> None:
    assert [it.stem for it in pgtap.chosen(pgtap.TESTS, ["ops_shop"])] == ["ops_shop"]
    with pytest.raises(Refused, match="has nonsense in its name"):
        pgtap.chosen(pgtap.TESTS, ["roles", "nonsense"])


def test_a_file_that_tests_nothing_is_broken(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "nothing.sql"
    file.write_text("rollback;\n")
    (result,) = pgtap.test(database.url(), [file])
    assert result.broken == ["tests nothing"]
    file.write_text("select true as ok, '' as name, '' as detail where false")
    (result,) = asyncio.run(look(database.url(OPERATOR), [file]))
    assert result.broken == ["says nothing"]


@pytest.mark.parametrize("role", pgtap.PROGRAM_ROLES)
def test_a_shop_whose_programs_are_connected_is_refused_also_held(
    database: Database, role: str
) -> None:
    execute(database.url(), "delete from app.home")
    with (
        psycopg.connect(database.url(role)),
        pytest.raises(Refused, match=rf"programs are connected \({role}\)"),
    ):
        run(database, "roles")


def test_psql_is_told_the_password_by_its_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    psql, told = tmp_path / "psql", tmp_path / "told"
    psql.write_text(f'#!/bin/sh\necho "$* $PGPASSWORD" >{told}\n')
    psql.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(tools, "postgres", lambda: None)
    pgtap._run("postgresql://ann:sec%40ret@db/copy", pgtap.TESTS / "roles.sql")
    words = told.read_text().split()
    assert "--dbname=postgresql://ann@db/copy" in words
    assert [word for word in words if "ret" in word] == ["sec@ret"]


async def held(database: Database) -> str | None:
    connection = await asyncpg.connect(database.url())
    try:
        why: str | None = await connection.fetchval("select app.held_because()")
        return why
    finally:
        await connection.close()


def test_a_held_copy_is_tested_and_stays_held(database: Database) -> None:
    """Without the extension, which a production server does not have."""
    execute(database.url(), "drop extension pgtap; delete from app.home")
    results = run(database, "outbox_lanes", "ops_shop")
    assert [(it.broken, it.held > 10) for it in results] == [([], True), ([], True)]
    assert asyncio.run(held(database)) == "restored or copied, and not opened here"


def test_what_fails_is_told_with_its_words(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(
        database.url(),
        "alter function app.is_open() volatile; revoke all on app.users from tickover_dba",
    )
    results = run(database, "roles")
    assert pgtap.report(results) == 1
    assert "roles: not ok" in capsys.readouterr().out


WORK: dict[str, Callable[[Database], None]] = {
    "its programs worked": lambda it: execute(
        it.url(),
        """insert into outbox.consumers (id, name, host, pid, seen_at, started_at, version)
           select gen_random_uuid(), 'bot', 'here', 1, clock_timestamp(), clock_timestamp(), '0'""",
    ),
    "its jobs worked": lambda it: execute(it.url(), "call jobs.work('renew_due')"),
}


@pytest.mark.parametrize("who", WORK)
def test_a_shop_at_work_is_refused(database: Database, who: str) -> None:
    WORK[who](database)
    with pytest.raises(Refused, match=f"this shop is open, and {who} in the last hour"):
        run(database, "roles")
    execute(database.url(), "delete from app.home")
    assert run(database, "ops_shop")[0].broken == []
    opened(database)
