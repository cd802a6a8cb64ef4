"""Every query of docs/dba.md, and the list of jobs in docs/operations.md, runs in a small shop
whose story is told, and says what stands there.

`DOCS=write pytest tests/docs/test_dba.py` writes the answers anew: review the diff. Sizes, ids of
processes and times of the machine differ from run to run; of these only the columns are compared.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.support import REPOSITORY, Database, small_shop

PAGE = REPOSITORY / "docs" / "dba.md"
# Of this page other answers are told of shops with other stories.
OPERATIONS, OF_OPERATIONS = REPOSITORY / "docs" / "operations.md", "select * from ops.jobs;"
BLOCK = re.compile(r"(?<=^```\n)(tickover=> .*?)(?=^```$)", re.MULTILINE | re.DOTALL)
QUERY = re.compile(r"tickover=> (.*?;)\n(.*)", re.DOTALL)
# What those differ in who run it.
VOLATILE = {
    *(
        "age",
        "ago",
        "late",
        "late_by",
        "waits_for",
        "last_run_ago",
        "seen_ago",
        "ran_for",
        "next_in",
    ),
    *("took_ms", "total_ms", "mean_ms", "calls", "checked_at", "since", "buried_at", "started_at"),
    *("bytes", "size", "rows", "dead_rows", "grew_1d", "grew_7d", "vacuumed_at", "analyzed_at"),
    *("runs_24h", "done", "alive"),
}
# What only an operator may ask; everything else is asked as tickover_dba.
OPERATORS = re.compile(r"\('@|\bprice_touches\b")


# Types of numbers, which psql puts on the right, and of booleans, by their oids.
NUMBERS, BOOLEAN = {20, 21, 23, 700, 701, 1700}, 16
LONGEST = 110


@dataclass(frozen=True)
class Answer:
    """Columns, and their values as psql writes them."""

    columns: list[str]
    rows: list[list[str]]

    def stable(self) -> "Answer":
        kept = [number for number, name in enumerate(self.columns) if name not in VOLATILE]
        return Answer(self.columns, [[row[number] for number in kept] for row in self.rows])


def shown(answer: Answer, numbers: set[str]) -> str:
    """As psql shows it, without the line that counts rows."""
    widths = [
        max(map(len, [name, *(row[number] for row in answer.rows)]))
        for number, name in enumerate(answer.columns)
    ]

    def line(values: list[str]) -> str:
        aligned = [
            value.rjust(width) if name in numbers else value.ljust(width)
            for name, value, width in zip(answer.columns, values, widths, strict=True)
        ]
        return " " + " | ".join(aligned).rstrip()

    names = " | ".join(
        name.center(width) for name, width in zip(answer.columns, widths, strict=True)
    )
    ruler = "+".join("-" * (width + 2) for width in widths)
    return "\n".join([f" {names}".rstrip(), ruler, *map(line, answer.rows)]) + "\n"


def read(text: str) -> Answer:
    """What `shown` wrote: the line below the names says where columns begin and end."""
    names, ruler, *rows = text.rstrip("\n").splitlines()
    spans, position = [], 0
    for dashes in ruler.split("+"):
        spans.append(slice(position, position + len(dashes)))
        position += len(dashes) + 1
    cut = [[row.ljust(position)[span].strip() for span in spans] for row in (names, *rows)]
    return Answer(cut[0], cut[1:])


def ask(database: Database, query: str) -> tuple[Answer, set[str]]:
    """The answer, and which of its columns are numbers."""
    role = "tickover_operator" if OPERATORS.search(query) else "tickover_dba"
    with psycopg.connect(database.url(role), autocommit=True) as connection:
        cursor = connection.execute(query.encode())
        assert cursor.description
        types = {column.name: column.type_code for column in cursor.description}
        texts = ", ".join(
            f'left("{name}"::text, {1 if kind == BOOLEAN else LONGEST})'
            for name, kind in types.items()
        )
        asked = f"select {texts} from ({query.rstrip(';')}) as q"
        rows = connection.execute(asked.encode()).fetchall()
    answer = Answer(list(types), [[value or "" for value in row] for row in rows])
    return answer, {name for name, kind in types.items() if kind in NUMBERS}


@pytest.fixture
def shop(database: Database) -> Database:
    small_shop(database)
    return database


def test_every_query_says_what_stands_there(shop: Database) -> None:
    """In one test, because the shop takes seconds to make."""
    blocks = BLOCK.findall(PAGE.read_text())
    assert len(blocks) > 15
    jobs = [it for it in BLOCK.findall(OPERATIONS.read_text()) if OF_OPERATIONS in it]
    assert len(jobs) == 1
    differences = [*different(shop, PAGE, blocks), *different(shop, OPERATIONS, jobs)]
    assert not differences, "\n".join(differences)


def different(shop: Database, file: Path, blocks: list[str]) -> list[str]:
    """Returns the queries whose answers are others now, with these; or writes them."""
    page, differences = file.read_text(), []
    for block in blocks:
        match = QUERY.fullmatch(block)
        assert match, block
        query, stands = match.groups()
        answer, numbers = ask(shop, query)
        text = shown(answer, numbers)
        page = page.replace(block, f"tickover=> {query}\n{text}")
        if not stands or read(stands).stable() != read(text).stable():
            differences.append(f"{query}\n{text}")
    if os.environ.get("DOCS") == "write":
        file.write_text(page)
        return []
    return differences
