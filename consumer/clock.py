"""Keeps real programs away from a sandbox's database."""

import asyncio

from consumer.session import Session, Unavailable

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


class MovableClock(Exception):
    """The clock of this database can be moved: it is a sandbox's, but Telegram is the real one."""


async def refuse_movable_clock(dsn: str, stop: asyncio.Event) -> None:
    """Raises MovableClock; waits for as long as the database is away, or until it is to stop."""
    session = Session(dsn, "clock", stop)
    try:
        if await session.call(MOVABLE):
            raise MovableClock(str(MovableClock.__doc__))
    except Unavailable:
        return
    finally:
        session.close()
