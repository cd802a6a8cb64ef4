"""Brings a database to what the files under sql/ say, and tells how far it is from that.

    python migrate.py up        apply what is pending
    python migrate.py status    what is applied, and what is not
    python migrate.py plan      what `up` would do, without doing it
    python migrate.py check     the same for scripts: exit code 3 when there is anything to do

`schema/NNNN_name.sql` is versioned: applied once, in the order of the numbers, each file in its own
transaction. `functions/**` and `jobs/**` are repeatable: what changed is applied again, all in one
transaction, and what a file no longer makes is dropped. History stands in schema `migrate`
(sql/migrate.sql). docs/migrations.md tells the rest.

Exit codes: 0 done or nothing to do, 1 refused or failed, 2 wrong usage, 3 `check` found something.
"""

import argparse
import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from settings import MigrateSettings

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

ROOT = Path(__file__).parent / "sql"
HISTORY = ROOT / "migrate.sql"
LOCK = int.from_bytes(b"tick", "big")
SLOW = 3  # seconds after which a file that is still at work is named
REPEATABLE = ("functions", "jobs")
DIRECTIVES = {"schema": "no-transaction", "functions": "overridable", "jobs": "overridable"}

# What `up` calls after the repeatable files, where it exists: role, function, extension it needs.
# Rights belong into the files' transaction, schedules need one of their own (see that function).
GRANTS = ("tickover_owner", "ops.apply_grants()", None)
SCHEDULES = ("tickover_cron", "jobs.apply_schedules()", "pg_cron")

# `create or replace` refuses another return type, kind, other parameter names or columns, and there
# is none for constraint triggers. A file that meets this has its old objects dropped first.
CANNOT_REPLACE = {"42P13", "42P16", "42809", "42710"}

Key = tuple[int, int]  # an object: oid of its catalog, oid
Report = Callable[[str], None]


class MigrateError(Exception):
    """Why nothing, or nothing more, was applied. The text is for the operator."""

    def __init__(self, text: str, sqlstate: str = "") -> None:
        super().__init__(text)
        self.sqlstate = sqlstate


# --- The files ---


@dataclass(frozen=True)
class File:
    path: str  # relative to the root, for instance schema/0001_schemas.sql
    checksum: str
    directive: str
    statements: Sequence[tuple[int, str]]

    @property
    def folder(self) -> str:
        return self.path.partition("/")[0]

    @property
    def version(self) -> int:
        return int(self.path.removeprefix("schema/")[:4])


TOKEN = re.compile(
    r"""--[^\n]*
      | (?P<comment> /\*)  # its start only: comments nest
      | (?P<opaque> [eE]'(?:[^'\\]|\\.|'')*' | '[^']*' | "[^"]*"
                  | \$(?P<tag>[^\W\d]\w*|)\$.*?\$(?P=tag)\$)
      | (?P<word> [^\W\d][\w$]*)
      | (?P<mark> [^\s])""",
    re.DOTALL | re.VERBOSE,
)
COMMENT_EDGE = re.compile(r"/\*|\*/")
TRANSACTION = re.compile(
    r"(begin|start|commit|end|rollback|abort|savepoint|release|prepare transaction)\b"
)


def split(text: str) -> Iterator[tuple[int, str]]:
    """The statements of a script, each with the line on which it begins.

    They are sent one by one, so that an error has a line also where PostgreSQL gives no position.
    Were one cut wrongly, it would be a syntax error and the file rolled back.
    """
    position, start, parentheses, blocks, last = 0, -1, 0, 0, ""
    while token := TOKEN.search(text, position):
        position = token.end()
        if token["comment"]:
            depth = 1
            while depth and (edge := COMMENT_EDGE.search(text, position)):
                position = edge.end()
                depth += 1 if edge[0] == "/*" else -1
        elif token[0] == ";" and not parentheses and not blocks:
            if start >= 0:
                yield text.count("\n", 0, start) + 1, text[start:position]
            start = -1
        elif token.lastgroup:
            start = token.start() if start < 0 else start
            parentheses += {"(": 1, ")": -1}.get(token[0], 0)
            # A function body in SQL's own style, `begin atomic ... end`, has semicolons of its own.
            word = (token["word"] or "").lower()
            if (last, word) == ("begin", "atomic") or (blocks and word == "case"):
                blocks += 1
            elif blocks and word == "end":
                blocks -= 1
            last = word
    if start >= 0:
        yield text.count("\n", 0, start) + 1, text[start:]


def read(root: Path = ROOT) -> list[File]:
    """All files of a root, the versioned ones first and in the order of their numbers."""
    if not (root / "schema").is_dir():
        raise MigrateError(f"{root} is no root of SQL files: it has no folder schema")
    return [
        read_file(root, path.relative_to(root).as_posix())
        for folder in ("schema", *REPEATABLE)
        for path in sorted((root / folder).rglob("*.sql"))
    ]


def read_file(root: Path, path: str) -> File:
    folder = path.partition("/")[0]
    if folder == "schema" and not re.fullmatch(r"schema/(?!0000)\d{4}_[a-z0-9_]+\.sql", path):
        raise MigrateError(f"{path}: the name must be schema/NNNN_name.sql, from 0001 on")
    content = (root / path).read_bytes()
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise MigrateError(f"{path}: not UTF-8 at byte {error.start}") from error
    directive = ", ".join(re.findall(r"^-- migrate: *(.*?)\s*$", text, re.MULTILINE))
    if directive not in ("", DIRECTIVES[folder]):
        raise MigrateError(
            f"{path}: '-- migrate: {directive}' is unknown in {folder}/, "
            f"known is '-- migrate: {DIRECTIVES[folder]}'"
        )
    statements = list(split(text))
    for line, statement in statements:
        words = " ".join(re.findall(r"\w+", statement.lower())[:2])
        if TRANSACTION.match(words):
            raise MigrateError(f"{path}:{line}: '{words}': a file does not control transactions")
    if directive == "no-transaction" and len(statements) != 1:
        raise MigrateError(f"{path}: no-transaction is for one statement, not {len(statements)}")
    return File(path, sha256(content).hexdigest(), directive, statements)


def head(root: Path = ROOT) -> dict[str, str]:
    """Path and checksum of every file: what migrate.applied holds when a database is at head."""
    return {file.path: file.checksum for file in read(root)}


def behind(head: Mapping[str, str], applied: Mapping[str, str]) -> list[str]:
    """The files of a program that its database lacks or has otherwise; empty at head."""
    return [path for path, checksum in head.items() if applied.get(path) != checksum]


# --- Where a database stands ---


@dataclass(frozen=True)
class State:
    """Schema migrate: versions by number, checksums by path, objects as migrate.drift has them."""

    versions: Mapping[int, asyncpg.Record]
    gaps: Collection[int]
    repeatables: Mapping[str, str]
    objects: Sequence[asyncpg.Record]


async def load(conn: "Connection") -> State:
    if not await has_history(conn):
        return State({}, (), {}, ())
    versions = await conn.fetch("select * from migrate.versions order by version")
    gaps = await conn.fetch("select version from migrate.gaps")
    repeatables = await conn.fetch("select path, checksum from migrate.repeatables")
    return State(
        {row["version"]: row for row in versions},
        {row["version"] for row in gaps},
        {row["path"]: row["checksum"] for row in repeatables},
        await conn.fetch("select * from migrate.drift order by path, identity"),
    )


async def has_history(conn: "Connection") -> bool:
    return bool(await conn.fetchval("select to_regclass('migrate.versions') is not null"))


def refuse(files: Sequence[File], state: State, allowed: Collection[int] = ()) -> None:
    """Raises when the versioned files must not be applied as they stand, with every reason."""
    problems = []
    paths: dict[int, str] = {}
    newest = max(state.versions, default=0)
    for file in (file for file in files if file.folder == "schema"):
        number, path, row = file.version, file.path, state.versions.get(file.version)
        if number in paths:
            problems.append(f"number {number:04} is used twice: {paths[number]}, {path}")
        elif row is None and number < newest:
            problems.append(f"{path} comes too late: {newest:04} is applied, renumber it")
        elif row is not None and row["path"] != path:
            problems.append(f"{path} was applied under another name: {row['path']}")
        elif row is not None and row["checksum"] != file.checksum:
            problems.append(f"{path} was edited after it was applied: restore it, write a new file")
        paths.setdefault(number, path)

    for number, row in state.versions.items():
        if number not in paths:
            problems.append(f"{row['path']} is applied but not here: is the database newer?")
        elif row["finished_at"] is None:
            problems.append(
                f"{row['path']} was begun and its end is not known. See what it left, then either\n"
                "    call it done:  update migrate.versions set finished_at = now() "
                f"where version = {number};\n"
                f"    or run again:  delete from migrate.versions where version = {number};"
            )

    gaps = set(range(1, max(paths, default=0))) - paths.keys() - state.versions.keys()
    for number in sorted(gaps - set(allowed) - set(state.gaps)):
        above = min(path for path in paths.values() if path > f"schema/{number:04}")
        below = max((p for p in paths.values() if p < f"schema/{number:04}"), default="the start")
        problems.append(
            f"{number:04} is missing between {below} and {above}: add it, "
            f"or record that it is meant with --allow-gap {number:04}"
        )
    problems += [f"--allow-gap {n:04}: there is no such gap" for n in sorted(set(allowed) - gaps)]
    if problems:
        raise MigrateError("\n".join(problems))


def unapplied(files: Sequence[File], state: State) -> list[File]:
    return [f for f in files if f.folder == "schema" and f.version not in state.versions]


def stale(files: Sequence[File], state: State) -> dict[str, str]:
    """Repeatable files to apply or, when they are gone, to clear away, each with the reason."""
    reasons = {}
    for file in (file for file in files if file.folder in REPEATABLE):
        if file.path not in state.repeatables:
            reasons[file.path] = "new"
        elif state.repeatables[file.path] != file.checksum:
            reasons[file.path] = "changed"
    here = {file.path for file in files}
    reasons |= {path: "gone" for path in state.repeatables if path not in here}
    free = overridable(files)
    for row in state.objects:
        if row["state"] == "missing" or (row["state"] == "drifted" and row["path"] not in free):
            reasons.setdefault(row["path"], f"{row['type']} {row['identity']} {row['state']}")
    return reasons


def overridable(files: Sequence[File]) -> set[str]:
    return {file.path for file in files if file.directive == "overridable"}


# --- Talking to PostgreSQL ---


@contextmanager
def blame(where: str, line: int = 0, statement: str = "") -> Iterator[None]:
    """Makes an error of the database one that says where, and all that PostgreSQL told about it."""
    try:
        yield
    except asyncpg.PostgresError as error:
        if line:
            line += statement.count("\n", 0, int(error.position or 1) - 1)
            where = f"{where}:{line}"
        text = f"{where}: {error.message or error} (SQLSTATE {error.sqlstate})"
        for name in ("detail", "hint", "context"):
            if value := getattr(error, name):
                text += f"\n    {name}: {value}"
        raise MigrateError(text, error.sqlstate) from error
    except (asyncpg.InterfaceError, OSError) as error:
        raise MigrateError(f"{where}: {error or type(error).__name__}") from error


@asynccontextmanager
async def connect(dsn: str, report: Report, lock_timeout: float = 5) -> AsyncIterator["Connection"]:
    settings = {
        "application_name": "tickover migrate",
        "search_path": "pg_catalog, pg_temp",
        "check_function_bodies": "off",  # so that functions may come in any order
        "client_min_messages": "warning",
        "statement_timeout": "0",
        "lock_timeout": f"{lock_timeout * 1000:.0f}",
        "client_connection_check_interval": "1s",  # a killed runner leaves nothing running
    }
    with blame("cannot connect to DATABASE_URL"):
        conn = await asyncpg.connect(dsn, timeout=10, server_settings=settings)
    try:
        with blame("migrate.py"):
            prepared = await conn.fetchval(
                """select pg_has_role(r.oid, 'member')
                     and (has_database_privilege(r.oid, current_database(), 'create')
                          or to_regnamespace('migrate') is not null)
                   from pg_roles as r where r.rolname = 'tickover_owner'"""
            )
            if not prepared:
                raise MigrateError("DATABASE_URL: not prepared, run sql/bootstrap.sql there first")
            await enter(conn)
            conn.add_log_listener(lambda _, m: report(f"    {m.severity}: {m.message}"))
            yield conn
    finally:
        await conn.close(timeout=5)


async def enter(conn: "Connection") -> None:
    """The state in which every file begins, whatever the file before it has set."""
    await conn.execute("reset all; set role tickover_owner")


@asynccontextmanager
async def transaction(conn: "Connection") -> AsyncIterator[None]:
    """As asyncpg's own, but a lost connection does not hide the error that told of it."""
    unit = conn.transaction()
    await unit.start()
    try:
        yield
    except BaseException:
        if not conn.is_closed():
            await unit.rollback()
        raise
    await unit.commit()


async def take_lock(conn: "Connection", wait: float, report: Report) -> None:
    """Lets one runner in at a time.

    It polls. Whoever waits inside pg_advisory_lock() holds a snapshot, and `create index
    concurrently` of the runner at work waits for old snapshots: a deadlock.
    """
    deadline = time.monotonic() + wait
    told = False
    while not await conn.fetchval("select pg_try_advisory_lock($1)", LOCK):
        if time.monotonic() > deadline:
            raise MigrateError(
                f"another migrate.py is at work, not done within {wait:g} s (--wait)"
            )
        if not told:
            report("waiting: another migrate.py is at work")
            told = True
        await asyncio.sleep(0.1)


async def run(conn: "Connection", file: File, report: Report) -> None:
    told = asyncio.get_running_loop().call_later(SLOW, report, f"  {file.path} takes its time ...")
    try:
        for line, statement in file.statements:
            with blame(file.path, line, statement):
                await conn.execute(statement)
    finally:
        told.cancel()


def took(path: str, since: float, remark: str) -> str:
    return f"  {path:<52}{(time.perf_counter() - since) * 1000:8.0f} ms  {remark}"


async def apply_version(conn: "Connection", file: File, report: Report) -> None:
    started = time.perf_counter()
    record = """insert into migrate.versions (version, path, checksum, started_at, finished_at)
                values ($1, $2, $3, now(), case when $4 then clock_timestamp() end)"""
    row = (file.version, file.path, file.checksum)
    await enter(conn)
    if file.directive == "no-transaction":
        # Such statements wait for old transactions, and hold up nobody meanwhile.
        await conn.execute("set lock_timeout = 0")
        await conn.execute(record, *row, False)
        await run(conn, file, report)
        finish = "update migrate.versions set finished_at = clock_timestamp() where version = $1"
        await conn.execute(finish, file.version)
    else:
        with blame(file.path):
            async with transaction(conn):
                await run(conn, file, report)
                await conn.execute(record, *row, True)
    report(took(file.path, started, "applied"))


class Rebuild:
    """Applies repeatable files inside a transaction.

    What a file makes is seen in the catalog, not read from its text, so that overloads, new names
    and objects that move from file to file come out right.
    """

    def __init__(
        self, conn: "Connection", files: Sequence[File], state: State, report: Report
    ) -> None:
        self.conn, self.report = conn, report
        self.files = {file.path: file for file in files if file.folder in REPEATABLE}
        reasons = stale(files, state)
        self.gone = reasons.keys() - self.files.keys()
        self.todo = {path: reasons[path] for path in reasons.keys() & self.files.keys()}
        self.done: set[str] = set()
        # Which file makes an object; None when none does any more.
        self.owners = {
            (row["classid"], row["objid"]): row["path"] if row["path"] in self.files else None
            for row in state.objects
            if row["objid"]
        }

    async def run(self) -> int:
        """Returns how many files it had to touch."""
        while self.todo or self.lost():
            for folder in REPEATABLE:
                await self.settle(folder)
                # Not sooner: until here another file may have taken them over.
                for key in self.lost():
                    await self.drop(key)
        await self.record()
        return len(self.done | self.gone)

    def lost(self) -> list[Key]:
        return [key for key, path in self.owners.items() if path is None]

    async def settle(self, folder: str) -> None:
        """Applies in passes: a file that needs a later one fails, leaves nothing, comes again."""
        while todo := sorted(path for path in self.todo if path.startswith(f"{folder}/")):
            errors = []
            for path in todo:
                try:
                    await self.apply(path)
                except MigrateError as error:
                    if not error.sqlstate.startswith("42"):
                        raise
                    errors.append(error)
            if len(errors) == len(todo):
                raise MigrateError("\n".join(map(str, errors)))

    async def apply(self, path: str) -> None:
        started = time.perf_counter()
        try:
            await self.attempt(path)
        except MigrateError as error:
            if error.sqlstate not in CANNOT_REPLACE:
                raise
            try:
                await self.attempt(path, [k for k, o in self.owners.items() if o in (path, None)])
            except MigrateError as again:
                raise MigrateError(f"{error}\n{again}", again.sqlstate) from again
        self.done.add(path)
        self.report(took(path, started, self.todo.pop(path)))

    async def attempt(self, path: str, obstacles: Collection[Key] = ()) -> None:
        todo, owners = dict(self.todo), dict(self.owners)
        try:
            async with transaction(self.conn):
                await enter(self.conn)
                for key in obstacles:
                    await self.drop(key)
                before = await self.revisions()
                await run(self.conn, self.files[path], self.report)
                made = {key for key, _ in (await self.revisions()).items() - before.items()}
                for key in made:
                    await self.claim(key, path)
        except MigrateError:
            self.todo, self.owners = todo, owners
            raise
        self.owners |= {k: None for k, o in self.owners.items() if o == path and k not in made}

    async def claim(self, key: Key, path: str) -> None:
        owner = self.owners.get(key)
        if owner not in (None, path) and owner not in self.todo:
            name = await self.conn.fetchval("select pg_describe_object($1, $2, 0)", *key)
            raise MigrateError(f"{name} is made by two files: {owner}, {path}")
        self.owners[key] = path

    async def drop(self, key: Key) -> None:
        """Drops an object and what repeatable files built on it; those are applied again."""
        if key not in self.owners:
            return  # went down with another one
        rows = await self.conn.fetch("select * from migrate.dependants($1, $2)", *key)
        names = {(row["classid"], row["objid"]): f"{row['type']} {row['identity']}" for row in rows}
        if foreign := [name for other, name in names.items() if other not in self.owners]:
            raise MigrateError(
                f"{names[key]} cannot be dropped: {', '.join(foreign)} needs it and is not made by "
                "a repeatable file. Change that by a versioned file first."
            )
        await self.conn.execute(f"drop {names[key]} cascade")
        for other in names:
            path = self.owners.pop(other)
            if path and other != key:
                self.todo.setdefault(path, f"needs {names[key]}")

    async def revisions(self) -> dict[Key, str]:
        rows = await self.conn.fetch("select classid, objid, revision from migrate.live")
        return {(row["classid"], row["objid"]): row["revision"] for row in rows}

    async def record(self) -> None:
        await self.conn.execute(
            "delete from migrate.repeatables where path = any($1)", self.done | self.gone
        )
        await self.conn.executemany(
            "insert into migrate.repeatables (path, checksum) values ($1, $2)",
            [(path, self.files[path].checksum) for path in self.done],
        )
        mine = [(*key, path) for key, path in self.owners.items() if path in self.done]
        await self.conn.execute(
            """insert into migrate.objects (type, identity, path, hash)
               select l.type, l.identity, m.path, l.hash
               from unnest($1::oid[], $2::oid[], $3::text[]) as m (classid, objid, path)
               join migrate.live as l using (classid, objid)""",
            *([item[i] for item in mine] for i in range(3)),
        )


async def call(conn: "Connection", role: str, function: str, extension: str | None) -> None:
    wanted = await conn.fetchval(
        """select to_regprocedure($1) is not null
             and ($2::text is null or exists (select from pg_extension where extname = $2))""",
        function,
        extension,
    )
    if wanted:
        with blame(function):
            await conn.execute(f"set role {role}")
            await conn.execute(f"select {function}")
            await conn.execute("set role tickover_owner")


# --- The commands ---


async def up(
    dsn: str,
    root: Path = ROOT,
    *,
    lock_timeout: float = 5,
    wait: float = 60,
    allow_gaps: Collection[int] = (),
    report: Report = print,
) -> int:
    """Applies what is pending and returns the number of files it touched."""
    files = read(root)
    async with connect(dsn, report, lock_timeout) as conn:
        await take_lock(conn, wait, report)
        state = await load(conn)
        refuse(files, state, allow_gaps)
        if not await has_history(conn):
            async with transaction(conn):
                await conn.execute(HISTORY.read_text())
        await conn.execute(
            "insert into migrate.gaps select unnest($1::integer[]) on conflict do nothing",
            allow_gaps,
        )
        versions = unapplied(files, state)
        for file in versions:
            await apply_version(conn, file, report)
        try:
            async with transaction(conn):
                rebuild = Rebuild(conn, files, await load(conn), report)
                touched = len(versions) + await rebuild.run()
                await call(conn, *GRANTS)
        except MigrateError as error:
            raise MigrateError(f"{error}\nfunctions/ and jobs/ stay as they were.") from error
        await call(conn, *SCHEDULES)
    report(f"{touched} files applied" if touched else f"nothing to do: {len(files)} files at head")
    return touched


async def inspect(dsn: str, root: Path = ROOT, report: Report = print) -> tuple[list[File], State]:
    files = read(root)
    async with connect(dsn, report) as conn, conn.transaction(readonly=True):
        return files, await load(conn)


def pending(files: Sequence[File], state: State) -> dict[str, str]:
    """The files that `up` would touch, each with the reason."""
    return {file.path: "pending" for file in unapplied(files, state)} | stale(files, state)


def show(files: Sequence[File], state: State, history: bool) -> None:
    lines = []
    if history:
        for row in state.versions.values():
            end = row["finished_at"]
            lines.append((row["path"], f"{end:%Y-%m-%d %H:%M} UTC" if end else "unfinished"))
        lines += [(f"schema/{number:04}", "a gap that is meant") for number in sorted(state.gaps)]
    lines += pending(files, state).items()
    free = overridable(files)
    for row in state.objects:
        if row["state"] == "drifted" and row["path"] in free:
            lines.append((row["path"], f"{row['type']} {row['identity']} overridden, as it may be"))
    for path, remark in lines:
        print(f"  {path:<52}{remark}")


async def command(options: argparse.Namespace, dsn: str) -> int:
    root, gaps = options.dir, options.allow_gap
    if options.command == "up":
        limits = {"lock_timeout": options.lock_timeout, "wait": options.wait}
        await up(dsn, root, allow_gaps=gaps, report=partial(print, flush=True), **limits)
        return 0
    files, state = await inspect(dsn, root)
    show(files, state, history=options.command == "status")
    refuse(files, state, gaps)
    todo = pending(files, state)
    print(f"{len(todo)} of {len(files)} files to apply" if todo else f"{len(files)} files at head")
    return 3 if todo and options.command == "check" else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("command", choices=("up", "status", "plan", "check"))
    add("--dir", type=Path, default=ROOT, help="root of the SQL files")
    add("--lock-timeout", type=float, default=5, metavar="SECONDS", help="patience for a table")
    add("--wait", type=float, default=60, metavar="SECONDS", help="patience for another runner")
    add("--allow-gap", type=int, action="append", default=[], metavar="NNNN")
    options = parser.parse_args()
    dsn = MigrateSettings.load().database_url.get_secret_value()
    try:
        return asyncio.run(command(options, dsn))
    except MigrateError as error:
        print(f"migrate: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("migrate: interrupted, the file at work was rolled back", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
