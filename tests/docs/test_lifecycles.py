"""The diagrams of docs/lifecycles.md are those of the database.

Of a column: its states are the values that its constraint allows, and the functions at the arrows
are those that write it. Of a table without a status: all who insert or delete its rows are there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from uuid import uuid4

import asyncpg
import pytest

from tests.support import REPOSITORY, Connection

TEXT = (REPOSITORY / "docs" / "lifecycles.md").read_text()
ARROW = re.compile(r"^ +(\[\*\]|\w+) --> (\[\*\]|\w+)(?:: (.+))?$", re.MULTILINE)
FUNCTION = re.compile(r"\b[a-z]+\.[a-z_]+\b")


@dataclass(frozen=True)
class Lifecycle:
    """A section of the page: what it is about (tables, columns), and its diagram."""

    name: str
    subjects: tuple[str, ...]
    arrows: tuple[tuple[str, str, frozenset[str]], ...]

    @property
    def states(self) -> set[str]:
        return {state for arrow in self.arrows for state in arrow[:2]} - {"[*]"}

    def functions(self, *, starts: bool | None = None) -> set[str]:
        """Of the arrows that begin a life, of those that do not, or of all."""
        return {
            function
            for source, _, functions in self.arrows
            if starts is None or (source == "[*]") == starts
            for function in functions
        }


def lifecycles() -> list[Lifecycle]:
    found = []
    for section in TEXT.split("\n## ")[1:]:
        name, _, rest = section.partition("\n\n")
        subjects = re.findall(r"`([a-z._]+)`", rest[: rest.index(". ")] + "`")
        arrows = tuple(
            (source, target, frozenset(FUNCTION.findall(label)))
            for source, target, label in ARROW.findall(rest)
        )
        found.append(Lifecycle(name, tuple(subjects), arrows))
    return found


LIFECYCLES = {life.name: life for life in lifecycles()}


def columns() -> Iterator[tuple[Lifecycle, str, str]]:
    """Lifecycle, table and column of those with a column of states or numbers."""
    for life in LIFECYCLES.values():
        for subject in life.subjects:
            if subject.count(".") == 2:
                table, _, column = subject.rpartition(".")
                yield life, table, column


COLUMNS = list(columns())
# Those whose values are states; of the others they are numbers.
NAMED = ("status", "state")


async def sources(db: Connection) -> dict[str, str]:
    """Bodies of our functions by name, without comments; of triggers too."""
    rows = await db.fetch(
        r"""
        select format('%s.%s', n.nspname, p.proname) as name,
          string_agg(regexp_replace(p.prosrc, '--[^\n]*', '', 'g'), ';') as source
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where pg_get_userbyid(n.nspowner) = 'tickover_owner'
        group by 1
        """
    )
    return {row["name"]: row["source"] for row in rows}


def writing(sources: dict[str, str], statement: str) -> set[str]:
    return {name for name, source in sources.items() if re.search(statement, source, re.DOTALL)}


def inserts(table: str) -> str:
    return rf"\binsert into {re.escape(table)}\b"


def deletes(table: str) -> str:
    return rf"\bdelete from {re.escape(table)}\b"


def updates(table: str, column: str) -> str:
    """Also by `on conflict do update`."""
    assignment = rf"set\b(?:(?!\b(?:where|from|returning)\b)[^;])*?\b{column} ="
    changed = rf"\bupdate {re.escape(table)}\s+(?:as \w+\s+)?{assignment}"
    merged = rf"{inserts(table)}[^;]*\bdo update\s+{assignment}"
    return f"{changed}|{merged}"


def test_every_lifecycle_is_read() -> None:
    assert len(LIFECYCLES) == 16
    assert all(life.subjects and life.arrows for life in LIFECYCLES.values())
    assert len(COLUMNS) == 16


async def test_the_functions_of_the_diagrams_exist(db: Connection) -> None:
    named = {function for life in LIFECYCLES.values() for function in life.functions()}
    assert named - (await sources(db)).keys() == set()


async def test_the_states_are_those_that_the_database_allows(db: Connection) -> None:
    allowed = """
        select pg_get_constraintdef(c.oid)
        from pg_constraint as c
        where c.conrelid = $1::text::regclass and c.contype = 'c' and c.conname = $2
        """
    named = [(life, table, column) for life, table, column in COLUMNS if column in NAMED]
    assert len(named) == 14
    for life, table, column in named:
        definition = await db.fetchval(allowed, table, f"{column}_is_known")
        assert life.states == set(re.findall(r"'(\w+)'", definition)), table


@pytest.mark.long
async def test_those_at_the_arrows_are_those_that_write_the_column(db: Connection) -> None:
    """All who write one of the columns of a diagram."""
    bodies = await sources(db)
    for life in LIFECYCLES.values():
        columns = [(table, column) for of, table, column in COLUMNS if of is life]
        starting = {name for table, _ in columns for name in writing(bodies, inserts(table))}
        changing = {
            name
            for table, column in columns
            for statement in (updates(table, column), deletes(table))
            for name in writing(bodies, statement)
        }
        if columns:
            assert (starting, changing) == (
                life.functions(starts=True),
                life.functions(starts=False),
            )


async def test_whoever_makes_or_removes_rows_is_in_the_diagram(db: Connection) -> None:
    bodies = await sources(db)
    for life in LIFECYCLES.values():
        for table in (subject for subject in life.subjects if subject.count(".") == 1):
            writers = writing(bodies, inserts(table)) | writing(bodies, deletes(table))
            assert writers
            assert writers - life.functions() == set()


async def test_an_order_takes_the_steps_of_its_diagram_and_no_others(db: Connection) -> None:
    order = LIFECYCLES["Order"]
    user_id = await db.fetchval(
        """
        insert into app.users (identity_hash, created_at) values (sha256('ann'), app.now())
        returning id
        """
    )
    taken, refused_with = set(), set()
    for before, after in product(order.states, order.states):
        order_id = await db.fetchval(
            """
            insert into billing.orders (
              user_id, kind, status, provider, amount, currency, request, created_at, expires_at,
              paid_at, fulfilled_at
            )
            values (
              $1, 'topup', $2, 'telegram', 100, 'RUB', $3, app.now(), app.now() + interval '1 hour',
              case when $2 in ('paid', 'fulfilled') then app.now() end,
              case when $2 = 'fulfilled' then app.now() end
            )
            returning id
            """,
            user_id,
            before,
            uuid4(),
        )
        try:
            await db.execute(
                """
                update billing.orders
                set status = $2,
                  paid_at = case when $2 in ('paid', 'fulfilled') then app.now() end,
                  fulfilled_at = case when $2 = 'fulfilled' then app.now() end
                where id = $1
                """,
                order_id,
                after,
            )
        except asyncpg.PostgresError as error:
            refused_with.add(error.sqlstate)
        else:
            taken.add((before, after))
    assert refused_with == {"TK030"}
    drawn = {(source, target) for source, target, _ in order.arrows}
    assert taken - {("open", "open")} == {step for step in drawn if "[*]" not in step}


async def test_the_words_of_the_screens_are_those_of_the_function(db: Connection) -> None:
    section = TEXT.partition("| shown |")[2].partition("\n\n")[0]
    shown = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    source = (await sources(db))["billing.subscription_status"]
    status = source.partition("case")[2].partition("end,")[0]
    assert shown == set(re.findall(r"(?:then|else) '(\w+)'", status))
