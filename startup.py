"""What keeps a process from starting: wrong configuration, found at once and said in one line.

What can pass is no such thing: a process also starts while its database or Telegram is away.
"""

import asyncio
from collections.abc import Iterator

import asyncpg

from consumer.session import Session, Unavailable, connect

# Wrong password; no such role, or not from here; no such database; may not connect to it.
_REFUSED = (
    asyncpg.InvalidPasswordError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
)

# By the catalog alone, which every role may read.
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


class StartRefused(Exception):
    """The text is the line with which the process ends."""


async def check_database(dsn: str, name: str, variable: str = "DATABASE_URL") -> None:
    """Raises StartRefused when PostgreSQL answers that these settings can never connect."""
    try:
        connection = await connect(dsn, f"{name} start")
    except _REFUSED as error:
        raise StartRefused(f"{variable}: {error}".splitlines()[0]) from None
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return
    connection.terminate()


async def refuse_movable_clock(dsn: str, stop: asyncio.Event) -> None:
    """Raises StartRefused on a sandbox's database; waits for as long as the database is away, or
    until it is to stop."""
    session = Session(dsn, "clock", stop)
    try:
        if await session.call(MOVABLE):
            raise StartRefused(
                "the clock of this database can be moved: it is a sandbox's, but Telegram is the "
                "real one"
            )
    except Unavailable:
        return
    finally:
        session.close()


def leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    """The errors in nested groups, in order."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from leaves(error)
        else:
            yield error
