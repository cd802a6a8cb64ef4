"""What holds for the files under sql/; sql/tests/conventions.sql looks at what they make."""

import re
from pathlib import Path

from tests.support import REPOSITORY, Connection

SQL = REPOSITORY / "sql"
FUNCTIONS = sorted(SQL.glob("functions/**/*.sql"))
JOBS = sorted(SQL.glob("jobs/*.sql"))
TEXTS = {file: file.read_text() for file in FUNCTIONS + JOBS}

MADE = re.compile(
    r"^create (?:or replace )?(function|procedure|view|trigger|table|type)\s+([\w.]+)", re.MULTILINE
)

# Lines of a body or a view that fit on a screen.
SCREEN = 100
BODY = re.compile(
    r"^(?:as \$\$\n(?P<body>.*?)^\$\$;|create or replace view (?P<view>.*?);\n)",
    re.MULTILINE | re.DOTALL,
)


def name(file: Path) -> str:
    """The object that a file is named after: its schema is the first folder, and within a schema
    files may lie in a folder for each capability."""
    return f"{schema(file)}.{file.stem}"


def schema(file: Path) -> str:
    folders = file.relative_to(SQL).parts
    return folders[1] if folders[0] == "functions" else folders[0]


def kind(text: str) -> str:
    """Of what a file makes."""
    made: str = MADE.findall(text)[0][0]
    return made


def label(file: Path) -> str:
    return str(file.relative_to(SQL))


def test_a_file_makes_the_one_thing_that_it_is_named_after() -> None:
    made = {file: MADE.findall(text) for file, text in TEXTS.items()}
    names = {file: [found for _, found in things] for file, things in made.items()}
    assert {label(file): found for file, found in names.items() if found != [name(file)]} == {}
    kinds = {things[0][0] for things in made.values()}
    assert kinds <= {"function", "procedure", "view"}


def test_a_file_says_what_it_makes() -> None:
    silent = {
        label(file)
        for file, text in TEXTS.items()
        if not re.search(rf"^comment on {kind(text)} {name(file)}\b", text, re.MULTILINE)
    }
    assert silent == set()


def test_volatility_is_written_down() -> None:
    """PostgreSQL takes `volatile` for granted, and nobody sees whether it was meant."""
    written = re.compile(r"^(volatile|stable|immutable)\b", re.MULTILINE)
    silent = {
        label(file)
        for file, text in TEXTS.items()
        if kind(text) == "function" and not written.search(text)
    }
    assert silent == set()


def test_a_function_fits_on_a_screen() -> None:
    bodies = {name(file): BODY.search(text) for file, text in TEXTS.items()}
    lines = {
        made: (body["body"] or body["view"]).count("\n") for made, body in bodies.items() if body
    }
    assert len(lines) > 500
    assert {made for made, count in lines.items() if count > SCREEN} == set()


def test_rights_are_given_in_one_place_only() -> None:
    given = re.compile(r"^\s*(grant|revoke)\b", re.MULTILINE)
    assert {file.stem for file, text in TEXTS.items() if given.search(text)} <= {"apply_grants"}


def test_a_job_is_registered_by_its_file() -> None:
    registered = {
        file.stem for file in JOBS if f"jobs.register(\n  p_name => '{file.stem}'" in TEXTS[file]
    }
    assert registered == {file.stem for file in JOBS}


async def test_every_function_has_its_file(db: Connection) -> None:
    """Only triggers stand beside their tables, and the history of migrations by itself."""
    functions = await db.fetch(
        """
        select distinct format('%s.%s', n.nspname, p.proname) as name
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where pg_get_userbyid(n.nspowner) = 'tickover_owner'
          and n.nspname not in ('migrate', 'sandbox')
          and p.prorettype <> 'trigger'::regtype
        """
    )
    assert {row["name"] for row in functions} <= {name(file) for file in FUNCTIONS + JOBS}


# More files than this in one folder are not found at a glance.
MOST_FILES = 45


def test_a_folder_is_looked_through_at_a_glance() -> None:
    crowded = {
        label(folder): len(list(folder.glob("*.sql")))
        for folder in SQL.glob("functions/**/")
        if len(list(folder.glob("*.sql"))) > MOST_FILES
    }
    assert crowded == {}
