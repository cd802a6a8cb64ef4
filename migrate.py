"""Brings a database in line with the files under sql/, and shows the difference.

    python migrate.py up        apply what is pending
    python migrate.py status    what is applied, and what is not
    python migrate.py plan      what `up` would do, without doing it
    python migrate.py check     the same for scripts: exit code 3 when there is anything to do

`schema/NNNN_name.sql` is versioned: applied once, in the order of the numbers. `functions/**` and
`jobs/**` are repeatable: a changed file is applied again, and an object that no file creates any
more is dropped. A release is one transaction, so that no job and no hook sees half of it. Schema
`migrate` stores the history (sql/migrate.sql). docs/migrations.md has the details.

Exit codes: 0 done or nothing to do, 1 refused or failed, 2 wrong usage, 3 `check` found something.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from migration import history
from migration.errors import MigrateError, blame
from migration.files import ROOT, File, read
from migration.functions import Rebuild
from migration.history import State, overridable, pending, refuse, unapplied
from migration.session import (
    Connection,
    Report,
    await_shop,
    connect,
    enter,
    execute,
    take_lock,
    took,
    transaction,
)
from settings import MigrateSettings

T = TypeVar("T")

# What other programs import from here.
__all__ = ["MigrateError", "inspect", "pending", "up"]

# What `up` calls after the repeatable files, if it exists: role, function, required extension.
# Grants belong to the transaction of the files, schedules need their own (see that function).
GRANTS = ("tickover_owner", "ops.apply_grants()", None)
SCHEDULES = ("tickover_cron", "jobs.apply_schedules()", "pg_cron")
# A deadlock, and a lock timeout: the shop keeps working during an upgrade.
_IN_THE_WAY = ("40P01", "55P03")
_TRIES = 3
RECORD = """
insert into migrate.versions (version, path, checksum, started_at, finished_at)
values ($1, $2, $3, statement_timestamp(), case when $4 then clock_timestamp() end)
"""


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
        state = await history.load(conn)
        refuse(files, state, allow_gaps)
        await history.begin(conn, allow_gaps)
        touched = await apply(conn, files, state, wait, report)
        await call(conn, *SCHEDULES)
    report(f"{touched} files applied" if touched else f"nothing to do: {len(files)} files at head")
    return touched


async def apply(
    conn: Connection, files: Sequence[File], state: State, wait: float, report: Report
) -> int:
    """Applies the versioned files, the repeatable ones and the grants on their objects."""
    *before, last = parts(unapplied(files, state), alone=not state.repeatables)
    for part in before:
        if part[0].directive == "no-transaction":
            await apply_alone(conn, part[0], report)
        else:
            await repeated(partial(apply_part, conn, part, wait, report), report)
    try:
        touched = await repeated(partial(apply_last, conn, files, last, wait, report), report)
    except MigrateError as error:
        undone = "schema/, functions/ and jobs/" if last else "functions/ and jobs/"
        raise MigrateError(f"{error}\n{undone} stay as they were.") from error
    return sum(map(len, before)) + len(last) + touched


async def apply_part(conn: Connection, part: Sequence[File], wait: float, report: Report) -> None:
    async with transaction(conn):
        await apply_versions(conn, part, wait, report)


async def apply_last(
    conn: Connection, files: Sequence[File], part: Sequence[File], wait: float, report: Report
) -> int:
    async with transaction(conn):
        await apply_versions(conn, part, wait, report)
        touched = await Rebuild(conn, files, await history.load(conn), report).run()
        await call(conn, *GRANTS)
    return touched


async def repeated(work: Callable[[], Awaitable[T]], report: Report) -> T:
    """Repeats a transaction that lost a lock conflict with the shop. It has left nothing behind."""
    for _ in range(_TRIES - 1):
        try:
            return await work()
        except MigrateError as error:
            if error.sqlstate not in _IN_THE_WAY:
                raise
            report(f"{error}\n  lock conflict with the shop: trying again")
            await asyncio.sleep(random.uniform(0.1, 1))
    return await work()


def parts(versions: Sequence[File], *, alone: bool) -> list[list[File]]:
    """Groups the files that are committed together; the repeatable files belong to the last part.

    A release is one part, unless a file that runs without a transaction divides it. While a
    database is being created nobody works in it, and each file is a part.
    """
    divided: list[list[File]] = [[]]
    for file in versions:
        if alone or file.directive == "no-transaction":
            divided += [[file], []]
        else:
            divided[-1].append(file)
    return [part for part in divided[:-1] if part] + divided[-1:]


async def apply_versions(
    conn: Connection, files: Sequence[File], wait: float, report: Report
) -> None:
    """Runs in the caller's transaction, after running jobs and hooks have ended."""
    await await_shop(conn, wait)
    for file in files:
        started = time.perf_counter()
        await enter(conn)
        with blame(file.path):
            await execute(conn, file, report)
            await conn.execute("set constraints all immediate")
            await conn.execute(RECORD, file.version, file.path, file.checksum, True)
        report(took(file.path, started, "applied"))


async def apply_alone(conn: Connection, file: File, report: Report) -> None:
    started = time.perf_counter()
    await enter(conn)
    # Such statements wait for old transactions, and block nobody meanwhile.
    await conn.execute("set lock_timeout = 0")
    await conn.execute(RECORD, file.version, file.path, file.checksum, False)
    await execute(conn, file, report)
    finish = "update migrate.versions set finished_at = clock_timestamp() where version = $1"
    await conn.execute(finish, file.version)
    report(took(file.path, started, "applied"))


async def call(conn: Connection, role: str, function: str, extension: str | None) -> None:
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


async def inspect(dsn: str, root: Path = ROOT, report: Report = print) -> tuple[list[File], State]:
    files = read(root)
    async with connect(dsn, report) as conn, conn.transaction(readonly=True):
        return files, await history.load(conn)


def show(files: Sequence[File], state: State, full: bool) -> None:
    lines = []
    if full:
        for row in state.versions.values():
            end = row["finished_at"]
            lines.append((row["path"], f"{end:%Y-%m-%d %H:%M} UTC" if end else "unfinished"))
        lines += [(f"schema/{number:04}", "a gap on purpose") for number in sorted(state.gaps)]
    lines += pending(files, state).items()
    free = overridable(files)
    for row in state.objects:
        if row["state"] == "drifted" and row["path"] in free:
            lines.append((row["path"], f"{row['type']} {row['identity']} overridden on purpose"))
    for path, remark in lines:
        print(f"  {path:<52}{remark}")


async def command(options: argparse.Namespace, dsn: str) -> int:
    root, gaps = options.dir, options.allow_gap
    if options.command == "up":
        limits = {"lock_timeout": options.lock_timeout, "wait": options.wait}
        await up(dsn, root, allow_gaps=gaps, report=partial(print, flush=True), **limits)
        return 0
    files, state = await inspect(dsn, root)
    show(files, state, full=options.command == "status")
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
    add("--lock-timeout", type=float, default=5, metavar="SECONDS", help="wait for a table lock")
    add("--wait", type=float, default=60, metavar="SECONDS", help="wait for another runner")
    add("--allow-gap", type=int, action="append", default=[], metavar="NNNN")
    options = parser.parse_args()
    dsn = MigrateSettings.load().database_url.get_secret_value()
    try:
        return asyncio.run(command(options, dsn))
    except MigrateError as error:
        print(f"migrate: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("migrate: interrupted, the current transaction was rolled back", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
