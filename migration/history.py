"""What was applied, according to schema migrate (sql/migrate.sql), and what remains to be done."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from migration.errors import MigrateError
from migration.files import REPEATABLE, ROOT, VERSIONED, File
from migration.session import Connection, transaction

HISTORY = ROOT / "migrate.sql"


@dataclass(frozen=True)
class State:
    """Versions by number, checksums of repeatables by path, objects as in migrate.drift."""

    versions: Mapping[int, asyncpg.Record]
    gaps: Collection[int]
    repeatables: Mapping[str, str]
    objects: Sequence[asyncpg.Record]


async def load(conn: Connection) -> State:
    if not await exists(conn):
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


async def begin(conn: Connection, allowed: Collection[int]) -> None:
    """Creates the history if there is none, and records the gaps that are on purpose."""
    async with transaction(conn):
        if not await exists(conn):
            await conn.execute(HISTORY.read_text())
        await conn.execute(
            "insert into migrate.gaps select unnest($1::integer[]) on conflict do nothing", allowed
        )


async def exists(conn: Connection) -> bool:
    return bool(await conn.fetchval("select to_regclass('migrate.versions') is not null"))


# --- What remains to be done ---


def pending(files: Sequence[File], state: State) -> dict[str, str]:
    """Returns the files that `up` would touch, each with the reason."""
    return {file.path: "pending" for file in unapplied(files, state)} | stale(files, state)


def unapplied(files: Sequence[File], state: State) -> list[File]:
    return [f for f in files if f.folder == VERSIONED and f.version not in state.versions]


def stale(files: Sequence[File], state: State) -> dict[str, str]:
    """Returns repeatable files to apply, or to clean up when they are gone, each with the
    reason."""
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


# --- What is refused ---


def refuse(files: Sequence[File], state: State, allowed: Collection[int] = ()) -> None:
    """Raises with every reason why the versioned files must not be applied in their current
    form."""
    versioned = [file for file in files if file.folder == VERSIONED]
    paths = {file.version: file.path for file in reversed(versioned)}
    problems = [
        *wrong_files(versioned, paths, state),
        *wrong_versions(paths, state),
        *wrong_gaps(paths, state, allowed),
    ]
    if problems:
        raise MigrateError("\n".join(problems))


def wrong_files(files: Sequence[File], paths: Mapping[int, str], state: State) -> Iterator[str]:
    newest = max(state.versions, default=0)
    for file in files:
        number, path, row = file.version, file.path, state.versions.get(file.version)
        if paths[number] != path:
            yield f"number {number:04} is used twice: {paths[number]}, {path}"
        elif row is None and number < newest:
            yield f"{path} comes too late: {newest:04} is applied, renumber it"
        elif row is not None and row["path"] != path:
            yield f"{path} was applied under another name: {row['path']}"
        elif row is not None and row["checksum"] != file.checksum:
            yield f"{path} was edited after it was applied: restore it, write a new file"


def wrong_versions(paths: Mapping[int, str], state: State) -> Iterator[str]:
    for number, row in state.versions.items():
        if number not in paths:
            yield f"{row['path']} is applied but not here: is the database newer?"
        elif row["finished_at"] is None:
            yield (
                f"{row['path']} was begun and its end is not known. See what it left, then either\n"
                "    mark it done:  update migrate.versions set finished_at = now() "
                f"where version = {number};\n"
                f"    or run it again:  delete from migrate.versions where version = {number};"
            )


def wrong_gaps(paths: Mapping[int, str], state: State, allowed: Collection[int]) -> Iterator[str]:
    gaps = set(range(1, max(paths, default=0))) - paths.keys() - state.versions.keys()
    for number in sorted(gaps - set(allowed) - set(state.gaps)):
        above = paths[min(n for n in paths if n > number)]
        below = paths.get(max((n for n in paths if n < number), default=0), "the start")
        yield (
            f"{number:04} is missing between {below} and {above}: add it, "
            f"or record that it is on purpose with --allow-gap {number:04}"
        )
    for number in sorted(set(allowed) - gaps):
        yield f"--allow-gap {number:04}: there is no such gap"
