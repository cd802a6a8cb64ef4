"""Runs sql/tests, a file as a test, and some of them as an operator does.

All files of a process share a clone, as they share an operator's database: each takes back what it
did.
"""

import re
import subprocess
from pathlib import Path

import pytest

from scripts import cluster
from tests.support import REPOSITORY, Database, execute

FILES = sorted((REPOSITORY / "sql" / "tests").rglob("*.sql"))
PLAN = re.compile(r"^\s*select (?:\w+\.)?plan\((\d+)\)", re.MULTILINE)
# An assertion's line is followed by its diagnostics, each behind a #.
ASSERTION = re.compile(r"^(?:not )?ok (\d+)\b.*(?:\n\s*#.*)*", re.MULTILINE)


def planned(file: Path) -> int:
    plan = PLAN.search(file.read_text())
    assert plan, f"{file} has no `select plan(N)`"
    return int(plan[1])


def run(database: Database, file: Path) -> str:
    """Returns what the file printed."""
    url = database.url()
    options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]
    done = subprocess.run(
        [database.server.postgres.psql, *options, f"--dbname={url}", f"--file={file}"],
        env=database.server.postgres.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_file(shared_database: Database, file: Path) -> None:
    """Each assertion that was planned holds, none is made besides, and nothing fails."""
    output = run(shared_database, file)
    failed = [line[0] for line in ASSERTION.finditer(output) if not line[0].startswith("ok ")]
    assert not failed, "\n".join(failed)
    numbers = [int(line[1]) for line in ASSERTION.finditer(output)]
    assert numbers == list(range(1, planned(file) + 1)), output
    assert not re.search("Looks like you|ERROR:", output), output


def test_pg_prove(database: Database) -> None:
    """The way of operators, who need no Python, as documented, for two of the files."""
    postgres = database.server.postgres
    manual = (REPOSITORY / "docs" / "operations.md").read_text()
    documented = re.search(r"^(?:PG\w+=\S+ )+pg_prove (.*) sql/tests$", manual, re.MULTILINE)
    assert documented
    names = re.findall(r"(PG\w+)=", documented[0])
    here = {
        "PGHOST": str(database.server.socket_folder),
        "PGUSER": cluster.SUPERUSER,
        "PGDATABASE": database.name,
    }
    assert set(names) == here.keys()
    env = postgres.environment()
    done = subprocess.run(
        [postgres.root / "usr/bin/pg_prove", *documented[1].split(), *FILES[:2]],
        cwd=REPOSITORY,
        env={
            **env,
            "PATH": f"{postgres.bin}:{env['PATH']}",
            "PGPORT": str(database.server.port),
            **here,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert "Result: PASS" in done.stdout


def test_the_inbox_is_proven_where_much_waits(database: Database) -> None:
    """In any database, also in one with more chats waiting than may be in flight."""
    execute(
        database.url(),
        """select inbox.receive_events(
             'inbox', 'telegram', array_agg(n::text), array_fill(null::text, array[300]),
             array_agg(n::text), array_fill('{}'::bytea, array[300]), array_fill(true, array[300])
           )
           from generate_series(1, 300) as n;
           select inbox.claim('inbox', 150)""",
    )
    text = run(database, REPOSITORY / "sql" / "tests" / "inbox.sql")
    assert "not ok" not in text
    assert "ERROR" not in text
