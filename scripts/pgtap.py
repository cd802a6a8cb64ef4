"""Tests a database where it is.

    DATABASE_URL=postgresql://postgres@/copy make pgtap    sql/tests, on a copy of a shop
    make pgtap-live                                        sql/live, on the running shop

The tests of sql/tests need a superuser and pgTAP, and each takes back what it did, also that the
copy was open. A shop at work is refused, also one that is held: its jobs and programs would wait
for the tests' locks. The queries of sql/live only read, in a session that cannot write.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from migration.files import ROOT, VERSIONED, read
from scripts import tools
from scripts.progress import live, say
from scripts.shop.config import OPERATOR, Config, ConfigError
from scripts.shop.postgres import without_password

TESTS, LIVE = ROOT / "tests", ROOT / "live"
WITHIN = "10min"
# With names in full, as when an object's definition was noted.
READING = {
    "default_transaction_read_only": "on",
    "statement_timeout": WITHIN,
    "lock_timeout": "1s",
    "search_path": "pg_catalog, pg_temp",
}
# Whoever was seen in this time may come back in the middle of the tests.
LATELY = "1 hour"
PROGRAM_ROLES = ("tickover_bot", "tickover_listener", "tickover_page", "tickover_payments")
# Everything happens in the transaction of the file, which it ends with a rollback.
BEFORE = """
begin;
set local client_min_messages = warning;
create extension if not exists pgtap;
select app.settle() \\g /dev/null
"""


@dataclass(frozen=True)
class Result:
    """Of one file: how many assertions held, and each that did not, with its words."""

    name: str
    held: int
    broken: Sequence[str]


class Refused(Exception):
    """This database is not tested; the text says why."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make pgtap", description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of names of files; without any, all")
    parser.add_argument("--live", action="store_true", help="only read, in a running shop")
    parser.add_argument("--env-file", type=Path, default=Path(".env"), help="the shop's settings")
    asked = parser.parse_args()
    try:
        files = chosen(LIVE if asked.live else TESTS, asked.names)
        if asked.live:
            url = os.environ.get("DATABASE_URL") or Config(asked.env_file).url(OPERATOR)
            results = asyncio.run(look(url, files))
        else:
            results = test(_given_url(), files)
    except (Refused, ConfigError) as refused:
        sys.exit(f"pgtap: {refused}")
    return report(results)


def chosen(folder: Path, names: Sequence[str]) -> Sequence[Path]:
    """Raises Refused for names that no file has: where nothing is tested, all would be well."""
    files = sorted(folder.glob("*.sql"))
    unknown = [name for name in names if not any(name in file.stem for file in files)]
    if unknown or not files:
        raise Refused(f"no file of {folder} has {' or '.join(unknown) or 'a test'} in its name")
    return [file for file in files if not names or any(name in file.stem for name in names)]


def _given_url() -> str:
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise Refused("name the copy: DATABASE_URL=postgresql://postgres@/copy make pgtap")
    return url


def report(results: Sequence[Result]) -> int:
    """Returns 1 if anything is broken."""
    for result in results:
        for line in result.broken:
            say(f"{result.name}: {line}")
    broken = [result for result in results if result.broken]
    held = sum(result.held for result in results)
    failed = sum(len(result.broken) for result in broken)
    say(f"{held} of {held + failed} hold, in {len(results)} files")
    return 1 if broken else 0


# -- On a copy


def test(url: str, files: Sequence[Path]) -> Sequence[Result]:
    """Raises Refused for a shop at work."""
    asyncio.run(_refuse_work(url))
    results = []
    for file in files:
        live(f"  {file.stem}")
        results.append(_run(url, file))
    return results


async def _refuse_work(url: str) -> None:
    connection = await _connected(url)
    try:
        row = await connection.fetchrow(
            f"""
            select
              app.held_because() as held,
              (
                select string_agg(distinct a.usename, ', ' order by a.usename)
                from pg_stat_activity as a
                where a.datname = current_database() and a.usename = any ($1)
              ) as connected,
              current_setting('is_superuser') = 'on' as is_superuser,
              exists (
                select from outbox.consumers as c
                where c.seen_at > clock_timestamp() - interval '{LATELY}'
              ) as has_programs,
              exists (
                select from jobs.run as r
                where r.started_at > clock_timestamp() - interval '{LATELY}'
                  and r.status <> 'skipped'
              ) as has_jobs,
              exists (select from pg_available_extensions where name = 'pgtap') as has_pgtap
            """,
            PROGRAM_ROLES,
        )
    except asyncpg.PostgresError as error:
        raise Refused(f"this is not the database of a shop: {error}") from None
    finally:
        await connection.close()
    assert row
    if row["connected"]:
        raise Refused(
            f"programs are connected ({row['connected']}), and would wait for the tests' locks: "
            "stop them, or test a copy"
        )
    if row["held"] is None and (row["has_programs"] or row["has_jobs"]):
        who = "its programs" if row["has_programs"] else "its jobs"
        raise Refused(
            f"this shop is open, and {who} worked in the last hour: test a copy of it (a restored "
            "backup is held, and is tested as it is), or make pgtap-live"
        )
    if not row["is_superuser"]:
        raise Refused("a superuser is needed: the tests change functions and roles")
    if not row["has_pgtap"]:
        raise Refused(
            "pgTAP is not installed on that server: apt install postgresql-<version>-pgtap"
        )


def _run(url: str, file: Path) -> Result:
    postgres = tools.postgres()
    psql = postgres.psql if postgres else shutil.which("psql")
    if psql is None:
        raise Refused("psql is not here: apt install postgresql-client")
    options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]
    named, password = without_password(url)
    done = subprocess.run(
        [psql, *options, f"--dbname={named}", "--file=-"],
        input=f"{BEFORE}\n\\i {file}\n",
        env={**os.environ, **(postgres.environment() if postgres else {}), **password},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    held = len(re.findall(r"^ok \d+", done.stdout, re.MULTILINE))
    lines = re.finditer(
        r"^not ok \d+.*(?:\n\s*#.*)*|^.*ERROR:.*$|^# Looks.*$", done.stdout, re.MULTILINE
    )
    broken = [line[0] for line in lines]
    if (done.returncode or not held) and not broken:
        broken = [done.stdout.strip().splitlines()[-1] if done.stdout.strip() else "tests nothing"]
    return Result(file.stem, held, broken)


# -- In a running shop


async def look(url: str, files: Sequence[Path]) -> Sequence[Result]:
    """In a session that cannot write. What cannot be read is broken."""
    queries = [(file, file.read_text()) for file in files]
    connection = await _connected(url, **READING)
    try:
        here = [
            {
                "path": it.path,
                "checksum": it.checksum,
                "version": it.version if it.folder == VERSIONED else None,
            }
            for it in read(ROOT)
        ]
        await connection.execute("select set_config('tickover.files', $1, false)", json.dumps(here))
        return [await _looked(connection, it.stem, query) for it, query in queries]
    finally:
        await connection.close()


async def _looked(
    connection: "asyncpg.Connection[asyncpg.Record]", name: str, query: str
) -> Result:
    live(f"  {name}")
    try:
        rows = await connection.fetch(query)
    except asyncpg.PostgresError as error:
        return Result(name, 0, [f"cannot be looked at: {error}"])
    if not rows:
        return Result(name, 0, ["says nothing"])
    broken = [f"{row['name']}: {row['detail']}" for row in rows if not row["ok"]]
    return Result(name, len(rows) - len(broken), broken)


async def _connected(url: str, **settings: str) -> "asyncpg.Connection[asyncpg.Record]":
    try:
        return await asyncpg.connect(url, timeout=10, server_settings=settings)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError) as error:
        raise Refused(f"the database does not answer: {error or type(error).__name__}") from None


if __name__ == "__main__":
    sys.exit(main())
