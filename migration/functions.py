"""Repeatable files: recreates the objects of changed files, drops objects that no file creates any
more."""

import time
from collections.abc import Collection, Sequence

from migration.errors import MigrateError
from migration.files import REPEATABLE, File
from migration.history import State, stale
from migration.session import Connection, Report, enter, execute, took, transaction

# `create or replace` refuses another return type, kind, other parameter names or columns, and does
# not exist for constraint triggers. For such a file the old objects are dropped first.
CANNOT_REPLACE = {"42P13", "42P16", "42809", "42710"}

Key = tuple[int, int]  # an object: oid of its catalog, oid


class Rebuild:
    """Applies repeatable files inside a transaction.

    It reads from the catalog, not from the text, which objects a file creates. So overloads, new
    names and objects that move from file to file are handled correctly.
    """

    def __init__(
        self, conn: Connection, files: Sequence[File], state: State, report: Report
    ) -> None:
        self.conn, self.report = conn, report
        self.files = {file.path: file for file in files if file.folder in REPEATABLE}
        reasons = stale(files, state)
        self.gone = reasons.keys() - self.files.keys()
        self.todo = {path: reasons[path] for path in reasons.keys() & self.files.keys()}
        self.done: set[str] = set()
        self.newest: int | None = None
        self.older: Collection[tuple[Key, str]] = ()
        # The file that creates each object; None when no file does any more.
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
                # Not earlier: until here another file may take the object over.
                for key in self.lost():
                    await self.drop(key)
        await self.record()
        return len(self.done | self.gone)

    def lost(self) -> list[Key]:
        return [key for key, path in self.owners.items() if path is None]

    async def settle(self, folder: str) -> None:
        """Applies files in passes: one that needs a later one fails, leaves nothing, and is
        retried."""
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
                if self.newest is None:
                    self.newest, self.older = 0, (await self.since(0)).keys()
                await execute(self.conn, self.files[path], self.report)
                made = await self.made()
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
            raise MigrateError(f"{name} is created by two files: {owner}, {path}")
        self.owners[key] = path

    async def drop(self, key: Key) -> None:
        """Drops an object and dependent objects of repeatable files; those files are applied
        again."""
        if key not in self.owners:
            return  # was dropped with another object
        rows = await self.conn.fetch("select * from migrate.dependants($1, $2)", *key)
        names = {(row["classid"], row["objid"]): f"{row['type']} {row['identity']}" for row in rows}
        if foreign := [name for other, name in names.items() if other not in self.owners]:
            raise MigrateError(
                f"{names[key]} cannot be dropped: {', '.join(foreign)} needs it and no "
                "repeatable file creates that. Change it in a versioned file first."
            )
        await self.conn.execute(f"drop {names[key]} cascade")
        for other in names:
            path = self.owners.pop(other)
            if path and other != key:
                self.todo.setdefault(path, f"needs {names[key]}")

    async def made(self) -> set[Key]:
        """What was made since the last call.

        Each file is a transaction within ours, and the numbers of these rise. To compare all
        objects before and after each file took half of the time that a new database takes.
        """
        assert self.newest is not None
        rows = await self.since(self.newest)
        ages = {row: age for row, age in rows.items() if row not in self.older}
        self.newest = min(ages.values(), default=self.newest)
        return {key for key, _ in ages}

    async def since(self, age: int) -> dict[tuple[Key, str], int]:
        """Objects that are younger, with their ages: the distance from the number of our
        transaction, less than 0 for what is made within it. It is less than 0 as well for what was
        made more than two billion transactions ago."""
        rows = await self.conn.fetch(
            """select l.classid, l.objid, l.revision, age(l.revision::xid) as age
               from migrate.live as l
               where age(l.revision::xid) < $1""",
            age,
        )
        return {((row["classid"], row["objid"]), row["revision"]): row["age"] for row in rows}

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
