"""No function that programs may call is there for nobody: tests alone would keep it alive."""

import re

import pytest

from scripts.releases import releases
from tests.support import REPOSITORY, Connection

PROGRAMS = ("bot", "consumer", "gateways", "web")
# The schemas whose functions programs call, see sql/functions/ops/rights/granted_schemas.sql.
ENTRIES = ["api", "admin", "inbox", "outbox", "page"]
# What only programs of the release before call. When it is older than that, it goes.
OF_RELEASE: dict[str, set[str]] = {}
# What the functions of a schema that programs call are made of, where its name does not say so.
PARTS = {"api.usage"}

FUNCTIONS = """
select n.nspname || '.' || p.proname as name, p.prosrc as body
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
where pg_get_userbyid(n.nspowner) = 'tickover_owner' and p.prorettype <> 'trigger'::regtype
"""
# Hooks are called by name.
HOOKS = """
select distinct h.value #>> '{}' as name
from outbox.kinds as k
cross join jsonb_each(to_jsonb(k)) as h
where jsonb_typeof(h.value) = 'string'
"""


@pytest.fixture(scope="module")
def python() -> str:
    """Of the programs; not of the scripts that only set up or look."""
    files = [file for name in PROGRAMS for file in (REPOSITORY / name).rglob("*.py")]
    return "\n".join(file.read_text() for file in (*files, *REPOSITORY.glob("*.py")))


def is_named(name: str, python: str) -> bool:
    """Also where the schema is a variable (`{schema}.claim`), or has a class of its own."""
    schema, function = name.split(".")
    called = rf"\b{schema}\.{function}\b|\}}\.{function}\(|[\"']{function}[\"']"
    return re.search(called, python) is not None


async def test_what_programs_may_call_is_called(db: Connection, python: str) -> None:
    functions = {row["name"]: row["body"] for row in await db.fetch(FUNCTIONS)}
    hooks = {row["name"] for row in await db.fetch(HOOKS)}
    entries = {name for name in functions if re.match(rf"({'|'.join(ENTRIES)})\.(?!_)", name)}
    assert len(entries) > 100
    others = {
        name: [body for caller, body in functions.items() if caller != name] for name in entries
    }
    views = [row[0] for row in await db.fetch("select definition from pg_views")]

    def is_called(name: str) -> bool:
        in_sql = re.compile(rf"\b{re.escape(name)}\(")
        return (
            name in hooks
            or is_named(name, python)
            or any(in_sql.search(body) for body in (*others[name], *views))
        )

    nobody_calls = {name for name in entries if not is_called(name)}
    assert nobody_calls == set().union(*OF_RELEASE.values())


def test_nothing_is_kept_for_a_release_that_has_no_programs_any_more() -> None:
    """An upgrade goes from one release to the next, so only those of the last one still run."""
    last = next(release for release in releases() if release.commit)
    assert set(OF_RELEASE) <= {last.version}


async def test_each_function_of_api_has_its_method(db: Connection) -> None:
    methods = (REPOSITORY / "bot/api.py").read_text()
    functions = {row["name"] for row in await db.fetch(FUNCTIONS)}
    of_api = {name for name in functions if re.match(r"api\.(?!_)", name)} - PARTS
    without = {name for name in of_api if not re.search(rf"\b{re.escape(name)}\b", methods)}
    assert without == set().union(*OF_RELEASE.values()) & of_api
