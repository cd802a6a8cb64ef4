"""migrate.py against empty databases: each test writes a small sql/ of its own and applies it."""

import asyncio
import hashlib
import textwrap
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

import migrate
from migrate import MigrateError
from migration import session
from migration.files import behind, head, read, split
from tests.support import PATIENCE, Connection, Database, Process, bootstrap, eventually


class Project:
    """An empty database with the roles, and a root of SQL files."""

    def __init__(self, database: Database, root: Path) -> None:
        self.database, self.root = database, root
        self.url = database.url("tickover_migrator")
        self.lines: list[str] = []
        (root / "schema").mkdir(parents=True)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text))

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    async def up(self, **options: Any) -> int:
        self.lines = []
        return await migrate.up(self.url, self.root, report=self.lines.append, **options)

    async def refused(self, **options: Any) -> str:
        with pytest.raises(MigrateError) as caught:
            await self.up(**options)
        return str(caught.value)

    async def pending(self) -> dict[str, str]:
        return migrate.pending(*await migrate.inspect(self.url, self.root))

    def applied(self) -> list[str]:
        """The files that the last `up` applied, in order."""
        return [line.split()[0] for line in self.lines if " ms " in line]


@pytest.fixture
def shop(empty_database: Database, tmp_path: Path) -> Project:
    bootstrap(empty_database)
    shop = Project(empty_database, tmp_path / "sql")
    shop.write("schema/0001_a.sql", "create schema a; create table a.t (id integer primary key);")
    return shop


@pytest.fixture
async def sql(shop: Project) -> AsyncIterator[Connection]:
    """A superuser who looks on."""
    connection = await asyncpg.connect(shop.database.url())
    yield connection
    await connection.close()


@pytest.fixture
async def other(shop: Project) -> AsyncIterator[Connection]:
    """Another one, who gets in the way."""
    connection = await asyncpg.connect(shop.database.url())
    yield connection
    await connection.close()


async def exists(sql: Connection, name: str) -> bool:
    """Of a table or view, or of a function when argument types follow its name."""
    kind = "to_regprocedure" if "(" in name else "to_regclass"
    return bool(await sql.fetchval(f"select {kind}($1) is not null", name))


async def rows(sql: Connection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await sql.fetch(query)]


RUNNERS = """
    select l.locktype, clock_timestamp() - l.waitstart as waited, a.state, a.query, a.pid
    from pg_stat_activity as a left join pg_locks as l on l.pid = a.pid and not l.granted
    where a.datname = current_database() and a.application_name = 'tickover migrate'
"""


async def blocked(sql: Connection, by: str = "relation", since: timedelta = timedelta(0)) -> bool:
    """Whether a runner waits for a lock that somebody else holds."""
    runners = await rows(sql, RUNNERS)
    return any(lock == by and waited and waited >= since for lock, waited, *_ in runners)


async def idle_between_tries(sql: Connection) -> bool:
    """Whether a runner waits for another one without a statement, which would hold a snapshot."""
    runners = await rows(sql, RUNNERS)
    return any(state == "idle" and "pg_try_advisory" in query for _, _, state, query, _ in runners)


async def no_runner(sql: Connection) -> bool:
    return not await rows(sql, RUNNERS)


def function(name: str, returns: str = "integer", body: str = "select 1", args: str = "") -> str:
    return f"""
        create or replace function {name}({args}) returns {returns}
        language sql stable set search_path = pg_catalog, pg_temp as $$ {body} $$;
    """


# -- Reading files


@pytest.mark.parametrize(
    "statements",
    [
        [],
        ["select 1;"],
        ["select 1;", "select 2;", "select 3;"],
        ["select ';', 'it''s;', E'\\';', e'a'';\\\\';", 'select "a;""b";'],
        ["do $$ begin; end $$;", "do $a$ $$;$b$ $a$;", "select a$b$c;", "select $1;"],
        ["create rule r as on insert to t do (select 1; select (2); );", "select 1;"],
        [
            "create function f() begin /* */ atomic select case when x then 1 end; select 2; end;",
            "select 3;",
        ],
        ["select 1 /* ; /* ' */ ; */ + 1;", "select -- ;\n 2;"],
    ],
)
def test_a_script_is_cut_where_its_statements_end(statements: list[str]) -> None:
    script = "-- a;\n;" + "\n/* b; /* $$ */ */".join(statements) + "\n; -- c;"
    assert [statement for _, statement in split(script)] == statements


def test_a_statement_knows_its_line() -> None:
    script = "\n-- a\nselect 1; /*\n*/ select\n2;\n\nselect 3"
    assert [line for line, _ in split(script)] == [3, 4, 7]


def test_the_projects_own_files_can_be_read_and_are_in_order() -> None:
    files = read()
    assert [file.folder for file in files] == sorted(
        (file.folder for file in files), key=("schema", "functions", "jobs").index
    )
    assert all(file.statements for file in files)


@pytest.mark.parametrize(
    "word", ["begin", "BEGIN;", "start transaction", "commit", "COMMIT AND CHAIN", "end",
             "rollback", "abort", "savepoint s", "release s", "prepare transaction 'x'"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["schema/0001_x.sql", "functions/a/x.sql", "jobs/x.sql"])
def test_transaction_control_is_rejected_with_its_line(
    tmp_path: Path, path: str, word: str
) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(f"select 1;\n/* */ {word};\nselect 2;")
    with pytest.raises(MigrateError, match=f"{path}:2: .*transactions"):
        read(tmp_path)


def test_transaction_words_inside_bodies_comments_and_strings_are_fine(tmp_path: Path) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "0001_x.sql").write_text("""
        -- commit;
        do $$ begin commit; end $$;
        select 'x;
        rollback;';
        create function f() returns integer language sql begin atomic select 1; end;
        comment on function f() is 'commit;';
    """)
    assert len(read(tmp_path)[0].statements) == 4


@pytest.mark.parametrize(
    ("path", "content", "error"),
    [
        ("schema/1_x.sql", b"", "name must be schema/NNNN_name.sql"),
        ("schema/0000_x.sql", b"", "name must be schema/NNNN_name.sql"),
        ("schema/0001-x.sql", b"", "name must be schema/NNNN_name.sql"),
        ("schema/deep/0001_x.sql", b"", "name must be schema/NNNN_name.sql"),
        ("schema/0001_x.sql", b"select '\xff'", "not UTF-8 at byte 8"),
        ("schema/0001_x.sql", b"-- migrate: no-transactions\n", "no-transactions' is unknown"),
        ("schema/0001_x.sql", b"-- migrate: overridable\n", "overridable' is unknown in schema/"),
        ("functions/x.sql", b"-- migrate: no-transaction\n", "known is '-- migrate: overridable'"),
        ("schema/0001_x.sql", b"-- migrate: no-transaction\nselect 1; select 2", "one statement"),
        ("schema/0001_x.sql", b"\xef\xbb\xbfselect 1", "byte order mark"),
        ("schema/0001_x.sql", b"--migrate: no-transaction\nselect 1", "would be overlooked"),
        ("schema/0001_x.sql", b"select 1;\n  -- migrate: no-transaction\n", "would be overlooked"),
        ("functions/x.sql", b"\n-- Migrate: overridable\nselect 1", "would be overlooked"),
        ("schema/0001_x.SQL", b"select 1", "name must be schema/NNNN_name.sql"),
        ("functions/x.SQL", b"select 1", "whose name ends in .sql"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_meant_is_refused_by_name(
    tmp_path: Path, path: str, content: bytes, error: str
) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(content)
    with pytest.raises(MigrateError, match=path) as caught:
        read(tmp_path)
    assert error in str(caught.value)


@pytest.mark.parametrize("path", ["schema/0001_x.sql", "functions/x.sql"])
def test_what_is_no_file_is_refused_by_name(tmp_path: Path, path: str) -> None:
    for folder in ("schema", "functions"):
        (tmp_path / folder).mkdir()
    (tmp_path / path).mkdir()
    with pytest.raises(MigrateError, match=f"{path}: must be a regular file"):
        read(tmp_path)
    (tmp_path / path).rmdir()
    (tmp_path / path).symlink_to("nowhere.sql")
    with pytest.raises(MigrateError, match=f"{path}: must be a regular file"):
        read(tmp_path)


async def test_a_wrong_root_is_refused_and_drops_nothing(shop: Project, sql: Connection) -> None:
    shop.write("functions/a/f.sql", function("a.f"))
    await shop.up()
    with pytest.raises(MigrateError, match="has no folder schema"):
        await migrate.up(shop.url, shop.root / "functions")
    assert await exists(sql, "a.f()")


# -- Versioned files


async def test_versions_are_applied_in_order_with_the_checksum_of_their_content(
    shop: Project, sql: Connection
) -> None:
    shop.write("schema/0002_b.sql", "create table a.b (id integer references a.t);")
    assert await shop.up() == 2
    assert shop.applied() == ["schema/0001_a.sql", "schema/0002_b.sql"]
    content = (shop.root / "schema/0002_b.sql").read_bytes()
    row = await sql.fetchrow("select * from migrate.versions where version = 2")
    assert row
    assert row["checksum"] == hashlib.sha256(content).hexdigest()
    assert row["started_at"] < row["finished_at"]
    assert row["applied_by"] == "tickover_migrator"
    owner = "select relowner::regrole::text from pg_class where oid = $1::regclass"
    assert await sql.fetchval(owner, "a.b") == "tickover_owner"
    assert await shop.up() == 0
    assert shop.lines == ["nothing to do: 2 files at head"]


async def test_a_failing_file_is_undone_alone_and_can_be_corrected(
    shop: Project, sql: Connection
) -> None:
    shop.write("schema/0002_b.sql", "create table a.b (id integer);\nselect 1 / 0;")
    shop.write("schema/0003_c.sql", "create table a.c (id integer);")
    assert "schema/0002_b.sql:2: division by zero (SQLSTATE 22012)" in await shop.refused()
    assert await rows(sql, "select version from migrate.versions") == [(1,)]
    assert not await exists(sql, "a.b")
    shop.write("schema/0002_b.sql", "create table a.b (id integer);")
    await shop.up()
    assert shop.applied() == ["schema/0002_b.sql", "schema/0003_c.sql"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select 1;\n\nselect 1,\n  nothing;", [":4: column", "(SQLSTATE 42703)"]),
        ("select 1;\ncreate table a.t ();", [":2: relation", "(SQLSTATE 42P07)"]),
        ("insert into a.t values (1);\ninsert into a.t values (1);", [":2: ", "detail: Key (id)"]),
        ("select 'ä',\n lenght('x');", [":2: function lenght", "hint: No function matches"]),
        (
            "do $$ begin raise 'no' using errcode = 'TK042', hint = 'go'; end $$",
            [":1: no (SQLSTATE TK042)", "hint: go", "context: PL/pgSQL"],
        ),
        (
            "alter table a.t add p integer references a.t deferrable initially deferred;\n"
            "insert into a.t values (1, 2);",
            ["schema/0002_b.sql: insert or update", "(SQLSTATE 23503)", "detail: "],
        ),
    ],
)  # fmt: skip
async def test_an_error_names_file_line_state_and_what_postgresql_says(
    shop: Project, text: str, expected: list[str]
) -> None:
    shop.write("schema/0002_b.sql", text)
    error = await shop.refused()
    assert error.startswith("schema/0002_b.sql")
    for part in expected:
        assert part in error


async def test_a_file_leaves_no_settings_to_the_next(shop: Project, sql: Connection) -> None:
    shop.write("schema/0002_b.sql", "set role tickover_cron;")
    assert (await shop.refused()).startswith("schema/0002_b.sql: permission denied for schema")
    shop.write("schema/0002_b.sql", "set search_path = a; create table b (id integer);")
    shop.write("schema/0003_c.sql", "create table c (id integer);")
    error = await shop.refused()
    assert error.startswith("schema/0003_c.sql:1: permission denied for schema pg_catalog")
    assert await exists(sql, "a.b")
    shop.remove("schema/0003_c.sql")
    shop.write("functions/a/f.sql", "set search_path = a;" + function("f"))
    shop.write("functions/a/g.sql", function("g"))
    error = await shop.refused()
    assert error.startswith("functions/a/g.sql:2: permission denied for schema pg_catalog")


async def test_a_table_that_is_in_use_is_not_waited_for_long(
    shop: Project, sql: Connection
) -> None:
    await shop.up()
    shop.write("schema/0002_b.sql", "create table a.b ();\nalter table a.t add x integer;")
    async with sql.transaction():
        await sql.execute("lock table a.t in access share mode")
        error = await shop.refused(lock_timeout=0.05)
    assert "schema/0002_b.sql:2: canceling statement due to lock timeout (SQLSTATE 55P03)" in error
    assert not await exists(sql, "a.b")


async def test_who_met_the_shop_at_its_locks_begins_anew(shop: Project, sql: Connection) -> None:
    await shop.up()
    shop.write("schema/0002_b.sql", "create table a.b ();\nalter table a.t add x integer;")
    shop.write("functions/a/f.sql", function("a.f"))

    async def is_told() -> bool:
        return any("trying again" in line for line in shop.lines)

    async with sql.transaction():
        await sql.execute("lock table a.t in access share mode")
        runner = asyncio.create_task(shop.up(lock_timeout=0.05))
        await eventually(is_told)
    assert await runner == 2
    assert await exists(sql, "a.b")


async def test_an_applied_file_must_stay_as_it_is(shop: Project) -> None:
    await shop.up()
    shop.write("schema/0001_a.sql", "create schema a;")
    assert "schema/0001_a.sql was edited after it was applied" in await shop.refused()
    (shop.root / "schema/0001_a.sql").rename(shop.root / "schema/0001_b.sql")
    error = await shop.refused()
    assert "schema/0001_b.sql was applied under another name: schema/0001_a.sql" in error
    shop.remove("schema/0001_b.sql")
    assert "schema/0001_a.sql is applied but not here" in await shop.refused()


async def test_two_files_of_one_number_are_refused(shop: Project, sql: Connection) -> None:
    shop.write("schema/0001_b.sql", "create schema b;")
    error = await shop.refused()
    assert error == "number 0001 is used twice: schema/0001_a.sql, schema/0001_b.sql"
    assert not await exists(sql, "migrate.versions")


async def test_a_gap_is_reported_by_name_until_it_is_said_to_be_meant(
    shop: Project, sql: Connection
) -> None:
    shop.write("schema/0004_d.sql", "create table a.d (id integer);")
    error = await shop.refused(allow_gaps=[3])
    assert error.splitlines() == [
        "0002 is missing between schema/0001_a.sql and schema/0004_d.sql: add it, "
        "or record that it is on purpose with --allow-gap 0002"
    ]
    assert not await exists(sql, "a.t")
    assert await shop.up(allow_gaps=[2, 3]) == 2
    assert await rows(sql, "select version from migrate.gaps") == [(2,), (3,)]
    assert await shop.up() == 0

    shop.write("schema/0003_c.sql", "create table a.c (id integer);")
    error = await shop.refused()
    assert error == "schema/0003_c.sql comes too late: 0004 is applied, renumber it"


async def test_a_missing_first_number_is_a_gap_and_an_unneeded_permission_an_error(
    shop: Project,
) -> None:
    (shop.root / "schema/0001_a.sql").rename(shop.root / "schema/0002_a.sql")
    error = await shop.refused(allow_gaps=[7])
    assert "0001 is missing between the start and schema/0002_a.sql" in error
    assert "--allow-gap 0007: there is no such gap" in error


async def test_a_file_without_a_transaction_is_recorded_before_and_after(
    shop: Project, sql: Connection
) -> None:
    shop.write(
        "schema/0002_index.sql",
        "-- migrate: no-transaction\ncreate index concurrently t_id on a.t (id);",
    )
    assert await shop.up() == 2
    assert (
        await sql.fetchval("select count(*) from migrate.versions where finished_at is not null")
        == 2
    )
    assert await sql.fetchval(
        "select indisvalid from pg_index where indexrelid = 'a.t_id'::regclass"
    )


async def test_an_unfinished_file_stops_everything_until_an_operator_says(
    shop: Project, sql: Connection
) -> None:
    index = "-- migrate: no-transaction\n\ncreate unique index concurrently t_x on a.t (x);"
    shop.write(
        "schema/0002_x.sql", "alter table a.t add x integer; insert into a.t values (1), (2);"
    )
    shop.write("schema/0003_x.sql", "update a.t set x = 1;")
    shop.write("schema/0004_index.sql", index)
    shop.write("functions/a/f.sql", function("a.f"))
    assert "schema/0004_index.sql:3: could not create unique index" in await shop.refused()

    error = await shop.refused()
    assert "schema/0004_index.sql was begun and its end is not known" in error
    assert not await exists(sql, "a.f()")
    again = next(line for line in error.splitlines() if "run it again" in line).partition(":")[2]
    await sql.execute("drop index a.t_x; update a.t set x = id;" + again)
    assert await shop.up() == 2

    await sql.execute("update migrate.versions set finished_at = null where version = 4")
    done = next(
        line for line in (await shop.refused()).splitlines() if "mark it done" in line
    ).partition(":")[2]
    await sql.execute(done)
    assert await shop.up() == 0


# -- Repeatable files


async def test_repeatable_files_are_applied_when_they_change_and_only_then(
    shop: Project, sql: Connection
) -> None:
    shop.write("functions/a/f.sql", function("a.f"))
    shop.write("functions/a/g.sql", function("a.g"))
    assert await shop.up() == 3
    shop.write("functions/a/f.sql", function("a.f", body="select 2"))
    assert await shop.pending() == {"functions/a/f.sql": "changed"}
    assert await shop.up() == 1
    assert shop.applied() == ["functions/a/f.sql"]
    assert await sql.fetchval("select a.f()") == 2
    assert await shop.up() == 0


async def test_all_changed_files_are_one_transaction(shop: Project, sql: Connection) -> None:
    shop.write("functions/a/f.sql", function("a.f"))
    shop.write("functions/a/g.sql", function("a.g"))
    await shop.up()
    shop.write("functions/a/f.sql", function("a.f", body="select 2"))
    shop.write("functions/a/g.sql", "\ncreate or replace function a.g() returns nonsense as $$;")
    error = await shop.refused()
    assert "functions/a/g.sql:2: " in error
    assert error.endswith("functions/ and jobs/ stay as they were.")
    assert await sql.fetchval("select a.f()") == 1


async def test_files_may_need_each_other_in_any_order(shop: Project, sql: Connection) -> None:
    shop.write("functions/a/a.sql", "create or replace view a.a as select * from a.b;")
    shop.write(
        "functions/a/b.sql",
        "create or replace view a.b as select a.z() as z, c.id from a.c() as c;",
    )
    shop.write("functions/a/c.sql", function("a.c", "setof a.x", "select * from a.x"))
    shop.write(
        "functions/a/d.sql",
        "create or replace function a.d() returns integer begin atomic; select a.z(); end;",
    )
    shop.write("functions/a/x.sql", "create or replace view a.x as select id from a.t;")
    shop.write("functions/a/z.sql", function("a.z", body="select a.unborn()"))
    shop.write("functions/a/zz.sql", function("a.unborn"))
    shop.write("jobs/a.sql", "select a.register('a');")
    shop.write(
        "functions/a/register.sql", function("a.register", "void", "select null", "p_name text")
    )
    assert await shop.up() == 10
    assert shop.applied()[-1] == "jobs/a.sql"
    assert await sql.fetch("select * from a.a") == []
    assert await sql.fetchval("select a.d()") == 1


async def test_every_file_that_fails_is_told(shop: Project) -> None:
    shop.write("functions/a/a.sql", "create or replace view a.a as select * from a.z;")
    shop.write("functions/a/b.sql", function("a.b"))
    shop.write("functions/a/z.sql", "create or replace view a.z as selec 1;")
    assert (await shop.refused()).splitlines() == [
        'functions/a/a.sql:1: relation "a.z" does not exist (SQLSTATE 42P01)',
        'functions/a/z.sql:1: syntax error at or near "selec" (SQLSTATE 42601)',
        "functions/ and jobs/ stay as they were.",
    ]


async def test_what_a_vanished_file_made_is_dropped_and_nothing_else(
    shop: Project, sql: Connection
) -> None:
    shop.write("functions/a/f.sql", function("a.f"))
    shop.write("functions/a/f_of.sql", function("a.f", args="p_x integer"))
    shop.write(
        "functions/a/p.sql", "create or replace procedure a.p() language sql as $$ select 1 $$;"
    )
    shop.write("functions/a/v.sql", "create or replace view a.v as select a.f() as f;")
    shop.write("jobs/j.sql", function("a.j"))
    await shop.up()
    for path in ("functions/a/f.sql", "functions/a/p.sql", "functions/a/v.sql", "jobs/j.sql"):
        shop.remove(path)
    assert set((await shop.pending()).values()) == {"gone"}
    assert await shop.up() == 4
    names = ("a.f()", "a.p()", "a.v", "a.j()")
    assert not any([await exists(sql, name) for name in names])
    assert await exists(sql, "a.f(integer)")
    assert await sql.fetchval("select count(*) from migrate.objects") == 1


@pytest.mark.parametrize(
    ("before", "after", "gone", "here"),
    [
        (function("a.f"), function("a.f", args="p_x integer"), "a.f()", "a.f(integer)"),
        (function("a.f"), function("a.f", returns="bigint"), None, "a.f()"),
        (function("a.f", args="p_x text"), function("a.f", args="p_y text"), None, "a.f(text)"),
        (function("a.f", args="p_x int = 1"), function("a.f", args="p_x int"), None, "a.f(int)"),
        (function("a.f"), function("a.f", returns="table (x integer)"), None, "a.f()"),
        (function("a.f"), "create or replace procedure a.f() language sql as '';", None, "a.f()"),
        (function("a.f") + function("a.g"), function("a.g"), "a.f()", "a.g()"),
        (function("a.f"), "create or replace view a.f as select 1 as f;", "a.f()", "a.f"),
        ("create or replace view a.v as select 1 as x, 2 as y;",
         "create or replace view a.v as select 2 as y;", None, "a.v"),
        ("create or replace view a.v as select 1 as x;",
         "create or replace view a.v as select 'x'::text as x;", None, "a.v"),
    ],
)  # fmt: skip
async def test_a_changed_signature_replaces_the_old_one(
    shop: Project, sql: Connection, before: str, after: str, gone: str | None, here: str
) -> None:
    shop.write("functions/a/f.sql", before)
    await shop.up()
    shop.write("functions/a/f.sql", after)
    assert await shop.up() == 1
    assert await exists(sql, here)
    assert not gone or not await exists(sql, gone)
    assert await sql.fetchval("select count(*) from migrate.drift where state = 'same'") == 1
    assert await shop.pending() == {}


async def test_what_depends_on_a_changed_signature_is_made_again(
    shop: Project, sql: Connection
) -> None:
    shop.write("functions/a/f.sql", function("a.f"))
    shop.write("functions/a/v.sql", "create or replace view a.v as select a.f() as f;")
    shop.write("functions/a/w.sql", "create or replace view a.w as select f from a.v;")
    shop.write("functions/a/rows.sql", function("a.rows", "setof a.w", "select * from a.w"))
    shop.write("functions/a/aside.sql", function("a.aside"))
    await shop.up()
    shop.write("functions/a/f.sql", function("a.f", returns="text", body="select 'one'"))
    assert await shop.up() == 4
    assert "functions/a/aside.sql" not in shop.applied()
    assert await sql.fetchval("select f from a.rows()") == "one"

    shop.write(
        "functions/a/f.sql", function("a.f", args="p_x integer default 5", body="select p_x")
    )
    assert await shop.up() == 4
    assert await sql.fetchval("select f from a.rows()") == 5
    assert not await exists(sql, "a.f()")

    shop.write("functions/a/f.sql", function("a.f", args="p_x text"))
    error = await shop.refused()
    assert "functions/a/v.sql:1: function a.f() does not exist" in error
    assert await sql.fetchval("select f from a.rows()") == 5


async def test_a_drop_is_undone_when_its_file_has_to_wait_for_another(
    shop: Project, sql: Connection
) -> None:
    shop.write("functions/a/f.sql", function("a.f"))
    shop.write("functions/a/v.sql", "create or replace view a.v as select a.f() as f;")
    await shop.up()
    later = "create or replace view a.needs as select * from a.later;"
    shop.write("functions/a/f.sql", function("a.f", returns="bigint") + later)
    shop.write("functions/a/later.sql", "create or replace view a.later as select 1 as x;")
    assert await shop.up() == 3
    assert shop.applied() == [
        "functions/a/later.sql",
        "functions/a/f.sql",
        "functions/a/v.sql",
    ]
    assert await sql.fetchval("select pg_typeof(f)::text from a.v") == "bigint"


@pytest.mark.parametrize(
    ("schema", "named"),
    [
        ("create trigger t before insert on a.t execute function a.f();", "trigger t on a.t"),
        ("create view a.fixed as select a.g() as g;", "view a.fixed"),
        ("alter table a.t add x integer default a.g();", "default value"),
        ("alter table a.t add constraint c check (a.g() > id);", "table constraint c on a.t"),
        ("create index i on a.t ((a.g() + id));", "index a.i"),
    ],
)  # fmt: skip
async def test_what_a_versioned_file_built_on_it_protects_a_function(
    shop: Project, sql: Connection, schema: str, named: str
) -> None:
    trigger = "create or replace function a.f() returns trigger language plpgsql as '{}';"
    shop.write("functions/a/f.sql", trigger.format("begin return new; end"))
    shop.write("functions/a/g.sql", function("a.g").replace("stable", "immutable"))
    await shop.up()
    shop.write("schema/0002_b.sql", schema)
    shop.write("functions/a/f.sql", trigger.format("begin return old; end"))
    shop.write("functions/a/g.sql", function("a.g", body="select 2").replace("stable", "immutable"))
    assert await shop.up() == 3
    shop.remove("functions/a/f.sql")
    shop.remove("functions/a/g.sql")
    error = await shop.refused()
    assert "cannot be dropped" in error
    assert named in error
    assert await exists(sql, "a.f()")
    assert await exists(sql, "a.g()")

    shop.write("functions/a/f.sql", trigger.format("begin return old; end"))
    shop.write(
        "functions/a/g.sql", function("a.g", returns="bigint").replace("stable", "immutable")
    )
    if "a.g()" in schema:
        error = await shop.refused()
        assert "cannot change return type" in error
        assert named in error


async def test_a_trigger_may_stand_beside_its_function(shop: Project, sql: Connection) -> None:
    text = """
        create or replace function a.guard() returns trigger
        language plpgsql as $$ begin return {}; end $$;
        create constraint trigger guard after insert on a.t deferrable
        for each row execute function a.guard();
    """
    shop.write("functions/a/guard.sql", text.format("new"))
    await shop.up()
    shop.write("functions/a/guard.sql", text.format("null"))
    assert await shop.up() == 1
    await sql.execute("alter table a.t disable trigger guard")
    assert await shop.pending() == {"functions/a/guard.sql": "trigger guard on a.t drifted"}
    assert await shop.up() == 1
    assert await shop.pending() == {}
    shop.remove("functions/a/guard.sql")
    await shop.up()
    assert not await sql.fetchval("select exists (select from pg_trigger where tgname = 'guard')")


async def test_an_object_that_moves_to_another_file_stays(shop: Project, sql: Connection) -> None:
    shop.write("functions/a/both.sql", function("a.f") + function("a.g"))
    await shop.up()
    oids = "select array['a.f()'::regprocedure::oid, 'a.g()'::regprocedure::oid]"
    before = await sql.fetchval(oids)
    shop.write("functions/a/both.sql", function("a.f"))
    shop.write("functions/a/a.sql", function("a.g"))
    assert await shop.up() == 2
    assert await sql.fetchval(oids) == before
    (shop.root / "functions/a/both.sql").rename(shop.root / "functions/a/f.sql")
    assert await shop.up() == 2
    assert await sql.fetchval(oids) == before
    shop.write("functions/a/x.sql", function("a.f", returns="bigint"))
    shop.remove("functions/a/f.sql")
    assert await shop.up() == 2
    assert await shop.pending() == {}


async def test_two_files_must_not_make_the_same(shop: Project) -> None:
    shop.write("functions/a/f.sql", function("a.f"))
    shop.write("functions/a/g.sql", function("a.f"))
    error = await shop.refused()
    assert "function a.f() is created by two files: functions/a/f.sql, functions/a/g.sql" in error
    shop.remove("functions/a/g.sql")
    await shop.up()
    shop.write("functions/a/g.sql", function("a.f"))
    assert "is created by two files" in await shop.refused()


async def test_a_view_that_a_versioned_file_dropped_comes_back(
    shop: Project, sql: Connection
) -> None:
    shop.write("functions/a/v.sql", "create or replace view a.v as select id from a.t;")
    await shop.up()
    shop.write("schema/0002_b.sql", "drop view a.v; alter table a.t alter id type bigint;")
    assert await shop.up() == 2
    assert await exists(sql, "a.v")


async def test_grants_are_given_again_after_every_change(shop: Project, sql: Connection) -> None:
    shop.write("schema/0002_ops.sql", "create schema ops; create schema jobs;")
    shop.write(
        "functions/ops/apply_grants.sql",
        "create or replace function ops.apply_grants() returns void language sql as "
        "'grant usage on schema a to tickover_bot; "
        "grant execute on all functions in schema a to tickover_bot';",
    )
    shop.write(
        "functions/jobs/cron/apply_schedules.sql",
        "create or replace function jobs.apply_schedules() returns void language plpgsql as "
        "$$ begin raise exception 'no pg_cron here'; end $$;",
    )
    shop.write("functions/a/f.sql", function("a.f") + "revoke all on function a.f() from public;")
    await shop.up()
    allowed = "select has_function_privilege('tickover_bot', 'a.f()', 'execute')"
    assert await sql.fetchval(allowed)
    shop.write(
        "functions/a/f.sql",
        function("a.f", returns="text") + "revoke all on function a.f() from public;",
    )
    await shop.up()
    assert await sql.fetchval(allowed)
    assert await shop.pending() == {}


@pytest.mark.long
async def test_schedules_follow_the_files_where_pg_cron_is(cron_database: Database) -> None:
    connection = await asyncpg.connect(cron_database.url())
    try:
        await connection.execute("delete from cron.job")
        assert await migrate.up(cron_database.url("tickover_migrator"), report=lambda _: None) == 0
        scheduled = await rows(connection, "select jobname from cron.job order by 1")
        assert scheduled == await rows(connection, "select name from jobs.schedules() order by 1")
        assert await rows(connection, "select distinct username from cron.job") == [
            ("tickover_cron",)
        ]
    finally:
        await connection.close()


# -- Drift


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (function("a.f", body="select 7"), "function a.f() drifted"),
        ("alter function a.f() security definer", "function a.f() drifted"),
        ("drop function a.f()", "function a.f() missing"),
        ("create or replace view a.v as select id, 1 as one from a.t", "view a.v drifted"),
        ("alter view a.v set (security_barrier = true)", "view a.v drifted"),
        ("drop view a.v", "view a.v missing"),
    ],
)
async def test_drift_is_seen_and_put_right(
    shop: Project, sql: Connection, change: str, reason: str
) -> None:
    shop.write("functions/a/f.sql", function("a.f"))
    shop.write("functions/a/v.sql", "create or replace view a.v as select id from a.t;")
    await shop.up()
    await sql.execute(change)
    assert list((await shop.pending()).values()) == [reason]
    assert await shop.up() == 1
    assert reason in shop.lines[0]
    assert await shop.pending() == {}
    assert await sql.fetchval("select a.f()") == 1


async def test_an_overridden_function_is_left_alone_until_its_file_changes(
    shop: Project, sql: Connection
) -> None:
    shop.write("functions/a/f.sql", "-- migrate: overridable\n" + function("a.f"))
    await shop.up()
    await sql.execute(function("a.f", body="select 7"))
    shop.write("functions/a/g.sql", function("a.g"))
    assert await shop.up() == 1
    assert await sql.fetchval("select a.f()") == 7
    shop.write("functions/a/f.sql", "-- migrate: overridable\n" + function("a.f", body="select 2"))
    assert await shop.up() == 1
    assert await sql.fetchval("select a.f()") == 2
    await sql.execute("drop function a.f()")
    assert await shop.pending() == {"functions/a/f.sql": "function a.f() missing"}


# -- Runners beside each other, and runners that die


async def test_of_two_runners_one_works_and_the_other_finds_nothing_to_do(
    shop: Project, sql: Connection, other: Connection
) -> None:
    await shop.up()
    shop.write("schema/0002_b.sql", "create table a.b (); alter table a.t add x integer;")
    shop.write("functions/a/f.sql", function("a.f"))
    waits = asyncio.Event()
    async with other.transaction():
        await other.execute("lock table a.t in access share mode")
        first = asyncio.create_task(shop.up(lock_timeout=30))
        await eventually(lambda: blocked(sql))
        second = asyncio.create_task(migrate.up(shop.url, shop.root, report=lambda _: waits.set()))
        await asyncio.wait_for(waits.wait(), PATIENCE)
        assert not second.done()
    assert await first == 2
    assert await second == 0


async def test_a_file_that_takes_long_is_named_meanwhile(
    shop: Project, sql: Connection, other: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "SLOW", 0.01)
    await shop.up()
    shop.write("schema/0002_b.sql", "lock table a.t;")
    async with other.transaction():
        await other.execute("lock table a.t")
        runner = asyncio.create_task(shop.up(lock_timeout=30))
        await eventually(lambda: named(shop, "  schema/0002_b.sql is still running"))
    assert await runner == 1


async def named(shop: Project, line: str) -> bool:
    return line in shop.lines


async def test_a_runner_does_not_wait_for_ever_for_another(shop: Project, sql: Connection) -> None:
    await sql.fetchval("select pg_advisory_lock($1)", session.LOCK)
    assert "another migrate.py is running" in await shop.refused(wait=0)
    assert shop.lines == []


async def test_a_waiting_runner_does_not_hold_up_a_concurrent_index(
    shop: Project, sql: Connection, other: Connection
) -> None:
    await shop.up()
    shop.write(
        "schema/0002_index.sql",
        "-- migrate: no-transaction\ncreate index concurrently t_id on a.t (id);",
    )
    waits = asyncio.Event()
    async with other.transaction(isolation="repeatable_read"):
        await other.fetch("select from a.t")
        first = asyncio.create_task(shop.up(lock_timeout=0.05))
        await eventually(lambda: blocked(sql, "virtualxid", since=timedelta(seconds=0.2)))
        second = asyncio.create_task(migrate.up(shop.url, shop.root, report=lambda _: waits.set()))
        await asyncio.wait_for(waits.wait(), PATIENCE)
        await eventually(lambda: idle_between_tries(sql))
    assert await first == 1
    assert await second == 0


async def test_a_killed_runner_leaves_nothing_half_applied(
    shop: Project, sql: Connection, other: Connection, spawn: Callable[..., Process]
) -> None:
    await shop.up()
    shop.write("schema/0002_b.sql", "create table a.b (); alter table a.t add x integer;")
    async with other.transaction():
        await other.execute("lock table a.t in access share mode")
        options = ("up", "--lock-timeout", "60", "--dir", str(shop.root))
        runner = spawn("migrate.py", *options, env={"DATABASE_URL": shop.url})
        await eventually(lambda: blocked(sql))
        runner.kill()
        # Its backend notices, though the lock that it waits for is still held.
        await eventually(lambda: no_runner(sql))
    assert not await exists(sql, "a.b")
    assert await rows(sql, "select version from migrate.versions") == [(1,)]
    assert await shop.up() == 1


@pytest.mark.parametrize("path", ["schema/0002_b.sql", "functions/a/f.sql"])
async def test_a_lost_connection_leaves_nothing_half_applied(
    shop: Project, sql: Connection, other: Connection, path: str
) -> None:
    await shop.up()
    shop.write("functions/a/a.sql", function("a.a"))
    shop.write(path, function("a.f") + "lock table a.t;")
    async with other.transaction():
        await other.execute("lock table a.t")
        runner = asyncio.create_task(shop.refused(lock_timeout=60))
        await eventually(lambda: blocked(sql))
        await sql.execute(f"select pg_terminate_backend(pid) from ({RUNNERS}) as r")
        error = await runner
    assert error.startswith(f"{path}:4: ")
    assert "terminating connection due to administrator command" in error
    assert not await exists(sql, "a.f()")
    assert not await exists(sql, "a.a()")
    shop.write(path, function("a.f"))
    assert await shop.up() == 2


# -- The command line and what other modules use


async def call(
    shop: Project, spawn: Callable[..., Process], *arguments: str, **env: str
) -> tuple[int, str]:
    env = {"DATABASE_URL": shop.url, **env}
    process = spawn("migrate.py", *arguments, "--dir", str(shop.root), env=env)
    code = await asyncio.to_thread(process.popen.wait, 30)
    return code, process.log.read_text()


async def test_the_commands_tell_by_text_and_exit_code_where_a_database_stands(
    shop: Project, sql: Connection, spawn: Callable[..., Process]
) -> None:
    shop.write("schema/0003_c.sql", "create table a.c ();")
    shop.write("functions/a/f.sql", "-- migrate: overridable\n" + function("a.f"))
    gap = ("--allow-gap", "0002")
    for command in ("plan", "check", "status"):
        code, text = await call(shop, spawn, command)
        assert code == 1
        assert "migrate: 0002 is missing between" in text
    code, text = await call(shop, spawn, "plan", *gap)
    assert code == 0
    assert [line.split() for line in text.splitlines()] == [
        ["schema/0001_a.sql", "pending"],
        ["schema/0003_c.sql", "pending"],
        ["functions/a/f.sql", "new"],
        ["3", "of", "3", "files", "to", "apply"],
    ]
    assert (await call(shop, spawn, "check", *gap))[0] == 3
    assert not await exists(sql, "migrate.versions")

    assert (await call(shop, spawn, "up", *gap))[0] == 0
    await sql.execute(function("a.f", body="select 7"))
    code, text = await call(shop, spawn, "check")
    assert code == 0
    assert "function a.f() overridden" in text
    assert text.endswith("3 files at head\n")
    code, text = await call(shop, spawn, "status")
    assert code == 0
    assert " UTC\n" in text
    assert "schema/0002 " in text

    await sql.execute("create or replace view a.v as select 1; drop function a.f()")
    code, text = await call(shop, spawn, "check")
    assert code == 3
    assert "function a.f() missing" in text
    assert (await call(shop, spawn, "plan"))[0] == 0


async def test_a_database_that_cannot_be_used_is_one_line(
    empty_database: Database, tmp_path: Path, spawn: Callable[..., Process]
) -> None:
    shop = Project(empty_database, tmp_path / "sql")
    nowhere = "postgresql://nobody:secret@127.0.0.1:1/none"
    code, text = await call(shop, spawn, "up", DATABASE_URL=nowhere)
    assert (code, text.count("\n")) == (1, 1)
    assert "cannot connect to DATABASE_URL" in text
    assert "secret" not in text
    code, text = await call(shop, spawn, "up", DATABASE_URL=empty_database.url())
    assert (code, text.count("\n")) == (1, 1)
    assert "run sql/bootstrap.sql" in text
    assert (await call(shop, spawn, "down"))[0] == 2


async def test_readiness_can_compare_the_files_with_what_is_applied(
    shop: Project, sql: Connection
) -> None:
    shop.write("functions/a/f.sql", function("a.f"))
    await shop.up()
    applied = dict(await rows(sql, "select path, checksum from migrate.applied"))
    assert head(shop.root) == applied
    assert behind(head(shop.root), applied.items()) == []


SMALL = {"schema/0001_a.sql": "1", "functions/a/f.sql": "1"}


@pytest.mark.parametrize(
    ("applied", "missing"),
    [
        (set(), ["schema/0001_a.sql", "functions/a/f.sql"]),
        ({("schema/0001_a.sql", "1")}, ["functions/a/f.sql"]),
        ({("schema/0001_a.sql", "2"), ("functions/a/f.sql", "1")}, ["schema/0001_a.sql"]),
        ({("schema/0001_a.sql", "1"), ("functions/a/f.sql", "0")}, ["functions/a/f.sql"]),
        (SMALL.items(), []),
        # Newer: another form of a function, another file.
        (SMALL.items() | {("functions/a/f.sql", "2"), ("schema/0002_b.sql", "1")}, []),
    ],
)
def test_a_program_is_ahead_of_an_older_database_only(
    applied: set[tuple[str, str]], missing: list[str]
) -> None:
    assert behind(SMALL, applied) == missing


HOME = "functions/api/screens/home.sql"


async def test_every_form_of_a_function_is_remembered(db: Connection) -> None:
    before = await db.fetchval("select count(*) from migrate.forms")
    for form in ("newer", "newer still", "newer"):
        await db.execute("update migrate.repeatables set checksum = $1 where path = $2", form, HOME)
    assert await db.fetchval("select count(*) from migrate.forms") == before + 2
    standing = await db.fetch(
        "select checksum from api.migrations() where path = $1 and is_last", HOME
    )
    assert [row["checksum"] for row in standing] == ["newer"]


async def test_a_clone_of_the_template_is_at_head(database: Database) -> None:
    assert migrate.pending(*await migrate.inspect(database.url("tickover_migrator"))) == {}


async def test_the_history_explains_itself(database: Database, db: Connection) -> None:
    silent = await db.fetch(
        """select c.relname from pg_class as c
           where c.relnamespace = 'migrate'::regnamespace and c.relkind in ('r', 'v')
             and obj_description(c.oid, 'pg_class') is null"""
    )
    assert silent == []
