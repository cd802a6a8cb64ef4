"""Makes a database again what it was when it was cloned, in a fifth of the time that a clone takes.

A row that is newer than the clone says that its table was changed, and a smaller number of rows
that some are gone; such a table is emptied and filled again. Where more than rows was changed, as
by DDL, statistics or a setting of the database, it is given up, and the next test has a new clone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg
from psycopg import sql

# Beyond that a table that was emptied is slow to read, and a new clone is cheaper.
LARGE = 4 << 20
# Rows that were deleted stay in the files, since nothing here vacuums.
REWINDS = 200

TABLES: LiteralString = """
select
  n.nspname, c.relname,
  array(
    select a.attname from pg_attribute as a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by a.attnum
  ),
  array(
    select t.tgname from pg_trigger as t
    where t.tgrelid = c.oid and t.tgenabled = 'A' and not t.tgisinternal
  )
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
"""
# Of all objects; an analyze or a comment is a change, too.
CATALOGS = (
    *("pg_attrdef", "pg_attribute", "pg_class", "pg_constraint", "pg_default_acl", "pg_depend"),
    *("pg_description", "pg_event_trigger", "pg_extension", "pg_index", "pg_init_privs"),
    *("pg_largeobject_metadata", "pg_namespace", "pg_policy", "pg_proc", "pg_rewrite"),
    *("pg_statistic", "pg_trigger", "pg_type"),
)
END_OTHERS: LiteralString = """
select pg_terminate_backend(a.pid, 5000) from pg_stat_activity as a
where a.datname = current_database() and a.pid <> pg_backend_pid()
"""
SEQUENCES: LiteralString = """
select format('%I.%I', s.schemaname, s.sequencename), s.last_value, s.start_value
from pg_sequences as s
"""
LARGE_TABLES: LiteralString = """
select exists (
  select from pg_class as c
  where c.relkind in ('r', 't') and c.oid >= 16384 and pg_relation_size(c.oid) > %s
)
"""
# Neither is in the database, but about it.
SETTINGS: LiteralString = """
select exists (
  select from pg_db_role_setting as s join pg_database as d on d.oid = s.setdatabase
  where d.datname = current_database()
) or (select age(d.xmin) < age(%s::xid) from pg_database as d where d.datname = current_database())
"""
# The name of a relation that has another number of rows than before, or newer ones.
CHANGED: LiteralString = """
select {name}::text
from (
  select count(*) as count, count(*) filter (where age(x.xmin) < s.age) as newer
  from {relation} as x, (select age({since}::xid) as age offset 0) as s
) as t
where t.count <> {count} or t.newer > 0
"""
SINCE = "the transaction after which it was made or rewound"


@dataclass(frozen=True)
class _Table:
    name: sql.Identifier
    columns: sql.Composed
    """Those that are stored and not computed."""
    always: list[sql.Identifier]
    """Triggers that also fire where others are switched off."""
    rows: int
    copy: bytes


@dataclass
class Rewind:
    """What a clone was: made of it before its first test."""

    url: str
    _tables: dict[str, _Table] = field(default_factory=dict)
    _changed_tables: str = ""
    _changed_catalogs: str = ""
    _sequences: str = ""
    _since: str = ""
    _rewinds: int = 0

    def __post_init__(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for schema, name, columns, always in connection.execute(TABLES).fetchall():
                self._tables[f"{schema}.{name}"] = _kept(
                    connection, sql.Identifier(schema, name), columns, always
                )
            tables = {name: (table.name, table.rows) for name, table in self._tables.items()}
            self._changed_tables = _changed(connection, tables)
            catalogs = {name: sql.Identifier("pg_catalog", name) for name in CATALOGS}
            self._changed_catalogs = _changed(
                connection,
                {name: (known, _count(connection, known)) for name, known in catalogs.items()},
            )
            self._sequences = _sequences(connection)
            self._since = _transaction(connection)

    def rewind(self) -> bool:
        """False when the database cannot be used again. Whoever is connected is thrown out."""
        self._rewinds += 1
        if self._rewinds > REWINDS:
            return False
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                return self._rewind(connection)
        except psycopg.Error:
            return False

    def _rewind(self, connection: "psycopg.Connection[Any]") -> bool:
        connection.execute(END_OTHERS)
        if self._names(connection, self._changed_catalogs) or _is_set(connection, self._since):
            return False
        with connection.transaction():
            connection.execute("set local session_replication_role = replica")
            for name in self._names(connection, self._changed_tables):
                _restore(connection, self._tables[name])
            connection.execute(self._sequences.encode())
        connection.execute("select pg_stat_reset()")
        self._since = _transaction(connection)
        return not _is_large(connection)

    def _names(self, connection: "psycopg.Connection[Any]", changed: str) -> list[str]:
        found = connection.execute(changed.replace(SINCE, self._since).encode())
        return [name for (name,) in found]


def _kept(
    connection: "psycopg.Connection[Any]",
    name: sql.Identifier,
    columns: list[str],
    always: list[str],
) -> _Table:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    rows, kept = _count(connection, name), b""
    if rows:
        read = sql.SQL("copy {} ({}) to stdout").format(name, listed)
        with connection.cursor().copy(read) as copy:
            kept = b"".join(bytes(block) for block in copy)
    return _Table(name, listed, [sql.Identifier(trigger) for trigger in always], rows, kept)


def _changed(
    connection: "psycopg.Connection[Any]", relations: Mapping[str, tuple[sql.Identifier, int]]
) -> str:
    """Asks for the names of those that have changed; SINCE stands in it."""
    parts = (
        sql.SQL(CHANGED).format(name=name, since=SINCE, relation=relation, count=count)
        for name, (relation, count) in relations.items()
    )
    return sql.SQL(" union all ").join(parts).as_string(connection)


def _sequences(connection: "psycopg.Connection[Any]") -> str:
    """Sets all of them."""
    calls = (
        sql.SQL("setval({}, {}, {})").format(name, last or start, last is not None)
        for name, last, start in connection.execute(SEQUENCES)
    )
    return sql.SQL("select {}").format(sql.SQL(", ").join(calls)).as_string(connection)


def _restore(connection: "psycopg.Connection[Any]", table: _Table) -> None:
    switch = sql.SQL("alter table {} {} trigger {}")
    for trigger in table.always:
        connection.execute(switch.format(table.name, sql.SQL("disable"), trigger))
    connection.execute(sql.SQL("delete from {}").format(table.name))
    if table.copy:
        write = sql.SQL("copy {} ({}) from stdin").format(table.name, table.columns)
        with connection.cursor().copy(write) as copy:
            copy.write(table.copy)
    for trigger in table.always:
        connection.execute(switch.format(table.name, sql.SQL("enable always"), trigger))


def _is_set(connection: "psycopg.Connection[Any]", since: str) -> bool:
    return connection.execute(SETTINGS, [since]).fetchone() == (True,)


def _is_large(connection: "psycopg.Connection[Any]") -> bool:
    return connection.execute(LARGE_TABLES, [LARGE]).fetchone() == (True,)


def _count(connection: "psycopg.Connection[Any]", relation: sql.Identifier) -> int:
    row = connection.execute(sql.SQL("select count(*) from {}").format(relation)).fetchone()
    assert row
    return int(row[0])


def _transaction(connection: "psycopg.Connection[Any]") -> str:
    """The number of one that is over: what is newer was done after this call."""
    row = connection.execute("select pg_current_xact_id()::xid::text").fetchone()
    assert row
    return str(row[0])
