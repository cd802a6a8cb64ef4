"""What keeps a process from starting: wrong configuration, found at once and said in one line.

What can pass is no such thing: a process also starts while its database or Telegram is away.
"""

import asyncpg

from consumer.session import connect

# Wrong password; no such role, or not from here; no such database; may not connect to it.
_REFUSED = (
    asyncpg.InvalidPasswordError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
)


class StartRefused(Exception):
    """The text is the line with which the process ends."""


async def check_database(dsn: str, name: str) -> None:
    """Raises StartRefused when PostgreSQL answers that these settings can never connect."""
    try:
        connection = await connect(dsn, f"{name} start")
    except _REFUSED as error:
        raise StartRefused(f"DATABASE_URL: {error}".splitlines()[0]) from None
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return
    connection.terminate()
