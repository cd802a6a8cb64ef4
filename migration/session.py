"""The connection that applies files: one runner at a time, each file from the same state."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg

import postgres
from migration.errors import MigrateError, blame
from migration.files import File

LOCK = int.from_bytes(b"tick", "big")
RELEASE = int.from_bytes(b"release")  # see app.is_open()
SLOW = 3  # seconds after which a running file is named

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Report = Callable[[str], None]


@asynccontextmanager
async def connect(dsn: str, report: Report, lock_timeout: float = 5) -> AsyncIterator[Connection]:
    settings = {
        "application_name": "tickover migrate",
        "search_path": "pg_catalog, pg_temp",
        "check_function_bodies": "off",  # so that functions may come in any order
        "client_min_messages": "warning",
        "statement_timeout": "0",
        "lock_timeout": f"{lock_timeout * 1000:.0f}",
        "client_connection_check_interval": "1s",  # a killed runner leaves nothing running
    }
    with blame("cannot connect to DATABASE_URL"):
        conn = await postgres.connect(dsn, timeout=10, server_settings=settings)
    try:
        with blame("migrate.py"):
            prepared = await conn.fetchval(
                """select pg_has_role(r.oid, 'member')
                     and (has_database_privilege(r.oid, current_database(), 'create')
                          or to_regnamespace('migrate') is not null)
                   from pg_roles as r where r.rolname = 'tickover_owner'"""
            )
            if not prepared:
                raise MigrateError("DATABASE_URL: not prepared, run sql/bootstrap.sql there first")
            await enter(conn)
            conn.add_log_listener(lambda _, m: report(f"    {m.severity}: {m.message}"))
            yield conn
    finally:
        await conn.close(timeout=5)


async def enter(conn: Connection) -> None:
    """Resets the session, so that every file begins in the same state."""
    await conn.execute("reset all; set role tickover_owner")


@asynccontextmanager
async def transaction(conn: Connection) -> AsyncIterator[None]:
    """Like asyncpg's own transaction, but a lost connection does not hide the error that revealed
    it."""
    unit = conn.transaction()
    await unit.start()
    try:
        yield
    except BaseException:
        if not conn.is_closed():
            await unit.rollback()
        raise
    await unit.commit()


async def take_lock(conn: Connection, wait: float, report: Report) -> None:
    """Lets one runner in at a time.

    It polls. A session that waits inside pg_advisory_lock() holds a snapshot, and
    `create index concurrently` of the active runner waits for old snapshots: a deadlock.
    """
    deadline = time.monotonic() + wait
    told = False
    while not await conn.fetchval("select pg_try_advisory_lock($1)", LOCK):
        if time.monotonic() > deadline:
            raise MigrateError(
                f"another migrate.py is running and did not finish within {wait:g} s (--wait)"
            )
        if not told:
            report("waiting: another migrate.py is running")
            told = True
        await asyncio.sleep(0.1)


async def await_shop(conn: Connection, wait: float) -> None:
    """Waits for running batches and claims to end, and lets no others begin during this
    transaction.

    A job that was granted the lock shared holds it for a batch; later requests queue behind this
    one. So it waits only once: its error has no SQLSTATE, which would make the release start again.
    """
    await conn.execute(f"set local lock_timeout = '{wait * 1000:.0f}'")
    try:
        with blame("a job or a listener does not pause (--wait)"):
            await conn.execute(f"select pg_advisory_xact_lock({RELEASE})")
    except MigrateError as error:
        raise MigrateError(str(error)) from error


async def execute(conn: Connection, file: File, report: Report) -> None:
    told = asyncio.get_running_loop().call_later(SLOW, report, f"  {file.path} is still running")
    try:
        for line, statement in file.statements:
            with blame(file.path, line, statement):
                await conn.execute(statement)
    finally:
        told.cancel()


def took(path: str, since: float, remark: str) -> str:
    return f"  {path:<52}{(time.perf_counter() - since) * 1000:8.0f} ms  {remark}"
