"""`make schema`: writes docs/schema/, the current tables of a migrated database, and
docs/runbook.md.

Migrations are a series of changes; these pages show the result. A test compares them with the
database that the tests run on.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import asyncpg

import migrate
from scripts import cluster, runbook, tools
from scripts.progress import say

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "docs" / "schema"
SCRATCH = "schema_docs"

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

# Schemas with only functions (api) have no pages, and sandbox is not part of a shop.
SCHEMAS = """
select n.nspname as name, obj_description(n.oid, 'pg_namespace') as comment
from pg_namespace as n
where pg_get_userbyid(n.nspowner) = 'tickover_owner'
  and n.nspname <> 'sandbox'
  and exists (
    select from pg_class as c where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v')
  )
order by n.nspname
"""
# Partitions are listed with their parent: their number grows with the age of the database.
RELATIONS = """
select c.oid, c.relname as name, obj_description(c.oid, 'pg_class') as comment,
  c.relkind = 'v' as is_view, pg_get_partkeydef(c.oid) as partitioned_by
from pg_class as c
where c.relnamespace = $1::text::regnamespace
  and c.relkind in ('r', 'p', 'v')
  and not c.relispartition
order by c.relkind = 'v', c.relname
"""
COLUMNS = """
select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
  case a.attidentity when '' then pg_get_expr(d.adbin, d.adrelid) else 'identity' end as default,
  col_description(a.attrelid, a.attnum) as comment
from pg_attribute as a
left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
order by a.attnum
"""
CONSTRAINTS = """
select c.conname as name, pg_get_constraintdef(c.oid, true) as definition
from pg_constraint as c
where c.conrelid = $1 and c.contype in ('p', 'u', 'x', 'f', 'c')
order by position(c.contype::text in 'puxfc'), c.conname
"""
INDEXES = """
select i.relname as name,
  regexp_replace(
    pg_get_indexdef(x.indexrelid), '^CREATE (UNIQUE )?INDEX .*? USING ', '\\1'
  ) as definition
from pg_index as x
join pg_class as i on i.oid = x.indexrelid
where x.indrelid = $1
  and not exists (select from pg_constraint as c where c.conindid = x.indexrelid)
order by i.relname
"""
TRIGGERS = """
select t.tgname as name, p.oid::regproc as function
from pg_trigger as t
join pg_proc as p on p.oid = t.tgfoid
where t.tgrelid = $1 and not t.tgisinternal
order by t.tgname
"""
TYPES = """
select t.typname as name, obj_description(t.oid, 'pg_type') as comment,
  coalesce(
    format_type(nullif(t.typbasetype, 0), t.typtypmod),
    (
      select string_agg(
        a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum
      )
      from pg_attribute as a
      where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
    )
  ) as definition
from pg_type as t
left join pg_class as c on c.oid = t.typrelid
where t.typnamespace = $1::text::regnamespace and (t.typtype = 'd' or c.relkind = 'c')
order by t.typname
"""


async def pages(connection: Connection) -> dict[str, str]:
    """Returns the pages by file name."""
    return {
        f"{schema['name']}.md": "\n".join([line async for line in page(connection, schema)]) + "\n"
        for schema in await connection.fetch(SCHEMAS)
    }


async def page(connection: Connection, schema: asyncpg.Record) -> AsyncIterator[str]:
    yield f"# {schema['name']}"
    yield ""
    yield prose(schema["comment"])
    yield ""
    yield "Written by `make schema`; a test compares it with the database."
    for relation in await connection.fetch(RELATIONS, schema["name"]):
        yield ""
        yield f"## {schema['name']}.{relation['name']}"
        yield ""
        yield prose(relation["comment"])
        yield ""
        columns = await connection.fetch(COLUMNS, relation["oid"])
        yield f"| column{' of the view' if relation['is_view'] else ''} | type | |"
        yield "|---|---|---|"
        for column in columns:
            yield column_line(column, relation["is_view"])
        if relation["is_view"]:
            continue
        yield ""
        async for line in rules(connection, relation):
            yield line
    for line in types(await connection.fetch(TYPES, schema["name"])):
        yield line


async def rules(connection: Connection, relation: asyncpg.Record) -> AsyncIterator[str]:
    """The constraints, other indexes and triggers of a table."""
    if relation["partitioned_by"]:
        yield f"- partitioned by `{relation['partitioned_by']}`"
    for query in (CONSTRAINTS, INDEXES):
        for row in await connection.fetch(query, relation["oid"]):
            yield f"- {row['name']}: `{row['definition']}`"
    for row in await connection.fetch(TRIGGERS, relation["oid"]):
        yield f"- trigger {row['name']}: `{row['function']}`"


def column_line(column: asyncpg.Record, of_view: bool) -> str:
    """PostgreSQL does not know of a view's column whether it can be null: its comment says so."""
    required = "" if column["required"] or of_view else " or null"
    default = f"Default `{column['default']}`." if column["default"] else ""
    meaning = " ".join(filter(None, (prose(column["comment"] or ""), default)))
    cells = (column["name"], brief(column["type"]) + required, meaning.replace("|", "\\|"))
    return f"| {' | '.join(cells)} |".replace("  |", " |")


def types(found: Iterable[asyncpg.Record]) -> Iterator[str]:
    for number, row in enumerate(found):
        if number == 0:
            yield ""
            yield "## Types"
            yield ""
        yield f"- {row['name']} (`{brief(row['definition'])}`): {prose(row['comment'])}"


def prose(comment: str) -> str:
    """Returns a comment as Markdown that shows its angle brackets."""
    return comment.replace("<", "&lt;")


def brief(types: str) -> str:
    return types.replace("timestamp with time zone", "timestamptz")


def differing(found: Mapping[str, str], folder: Path = FOLDER) -> list[str]:
    """Returns files that are missing, differ, or describe no schema."""
    there = {file.name: file.read_text() for file in folder.glob("*.md")}
    return sorted(
        name for name in found.keys() | there.keys() if found.get(name) != there.get(name)
    )


def write(found: Mapping[str, str], folder: Path = FOLDER) -> None:
    for name in differing(found, folder):
        if name in found:
            (folder / name).write_text(found[name])
        else:
            (folder / name).unlink()


async def make(server: cluster.Cluster) -> tuple[dict[str, str], str]:
    """Returns the pages, and the runbook, of a database that is created for that purpose."""
    connection = await asyncpg.connect(server.url(database="postgres"))
    # The first one keeps pg_cron content; nothing is scheduled.
    for name in (cluster.DATABASE, SCRATCH):
        await connection.execute(f"create database {name}")
    await connection.close()
    connection = await asyncpg.connect(server.url(database=SCRATCH))
    try:
        await connection.execute((REPOSITORY / "sql" / "bootstrap.sql").read_text())
        await migrate.up(server.url("tickover_migrator", SCRATCH), report=lambda _: None)
        return await pages(connection), await runbook.page(connection)
    finally:
        await connection.close()


def main() -> None:
    home = tools.home()
    server = cluster.cluster(home / SCRATCH, home / "log" / f"{SCRATCH}.log", durable=False)
    server.create()
    try:
        server.start()
        found, book = asyncio.run(make(server))
    finally:
        server.remove()
    changed = [f"docs/schema/{name}" for name in differing(found)]
    write(found)
    changed += ["docs/runbook.md"] if runbook.write(book) else []
    say("\n".join(changed) or "docs/schema and docs/runbook.md are up to date")


if __name__ == "__main__":
    main()
