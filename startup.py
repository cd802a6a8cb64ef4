"""Keeps a process from starting with a wrong configuration: it is detected at once and reported in
one line.

A temporary condition does not keep it from starting: a process also starts while its database or
Telegram is away.
"""

import asyncio
import re
import signal
from collections.abc import Callable, Iterator
from typing import TypeAlias

import asyncpg

import postgres
from consumer.session import Session, Unavailable
from postgres import LOST

# Wrong password; no such role, or not from this host; no such database; no right to connect.
_REFUSED = (
    asyncpg.InvalidPasswordError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
)

# Reads only the catalog, which every role may read.
MOVABLE = """
select exists (select from pg_catalog.pg_namespace as n where n.nspname = 'sandbox')
  or exists (
    select
    from pg_catalog.pg_proc as p
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where n.nspname = 'app'
      and p.proname = 'now'
      and p.prosrc !~ '^\\s*select\\s+pg_catalog\\.now\\(\\)\\s*$'
  )
"""


# Tells a program to stop; and how a program says what is to be called for that.
Halt: TypeAlias = Callable[[], None]
AtSignal: TypeAlias = Callable[[Halt], None]


def at_signal(halt: Halt) -> None:
    """Calls the function at each SIGINT and SIGTERM."""
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, halt)


class StartRefused(Exception):
    """The text is the line with which the process ends."""


# In the words of PgBouncer, which has one code for all that it says.
_POOLER_REFUSES = re.compile(r"authentication failed|no such (?:user|database)")


async def check_database(dsn: str, name: str, variable: str = "DATABASE_URL") -> None:
    """Raises StartRefused when PostgreSQL answers that these settings can never connect."""
    named = {"application_name": f"tickover {name} start"}
    try:
        # With nothing else: a pooler refuses settings that it does not know.
        connection = await postgres.connect(dsn, server_settings=named)
    except _REFUSED as error:
        raise StartRefused(f"{variable}: {error}".splitlines()[0]) from None
    except asyncpg.ProtocolViolationError as error:
        if _POOLER_REFUSES.search(str(error)):
            raise StartRefused(f"{variable}: {error}".splitlines()[0]) from None
        return
    except (asyncpg.PostgresError, *LOST):
        return
    connection.terminate()


async def refuse_movable_clock(dsn: str, stop: asyncio.Event) -> None:
    """Raises StartRefused for a sandbox's database. Waits while the database is away, or until the
    process must stop."""
    session = Session(dsn, "clock", stop)
    try:
        if await session.call(MOVABLE):
            raise StartRefused(
                "the clock of this database can be moved: it belongs to a sandbox, but Telegram is "
                "the real one"
            )
    except Unavailable:
        return
    finally:
        session.close()


def leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    """Yields the errors in nested groups, in order."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from leaves(error)
        else:
            yield error
