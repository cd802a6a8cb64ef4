"""Where the dashboard reads: one connection that can only read, made anew when it is lost."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import asyncpg

import postgres
from scripts import database
from scripts.run import RunSettings
from scripts.shop.config import DATABASE, OPERATOR, Config

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Rows: TypeAlias = "Sequence[asyncpg.Record]"

ROLE = "tickover_dba"
# In seconds: a page that the database cannot make in that time says so, and is tried again.
TIMEOUT = 10
# The database has the first word, because it says why; the client's is for one that hangs.
CLIENT_TIMEOUT = TIMEOUT + 2
# An operator logs in by his own name, and then is a reader as everybody here.
BECOME_READER = f"""
set role {ROLE};
set default_transaction_read_only = on;
set search_path = pg_catalog, pg_temp;
set jit = off;
set statement_timeout = '{TIMEOUT}s';
"""


class Unreachable(Exception):
    """The database does not answer; the text is one line."""


def address(url: str | None = None) -> str:
    """OPS_DATABASE_URL; otherwise the shop that `make setup` has set up in this folder, as its
    operator; otherwise the one of `make run`."""
    if given := url or os.environ.get("OPS_DATABASE_URL"):
        return given
    config = Config(Path(".env"))
    if config.get(DATABASE):
        return config.url(OPERATOR)
    return database.locate(RunSettings.load().database_url).url(ROLE)


class Source:
    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None

    async def read(self, query: str) -> Rows:
        try:
            if self._connection is None or self._connection.is_closed():
                self._connection = await self._connect()
            return await self._connection.fetch(query)
        except postgres.ERRORS as error:
            self.close()
            # That of a time that is over has no text.
            why = str(error).strip() or type(error).__name__
            raise Unreachable(why.splitlines()[0]) from None
        except asyncio.CancelledError:
            self.close()
            raise

    async def _connect(self) -> Connection:
        made: Connection = await postgres.connect(
            self._url,
            timeout=TIMEOUT,
            command_timeout=CLIENT_TIMEOUT,
            server_settings={"application_name": "tickover ops"},
        )
        await made.execute(BECOME_READER)
        return made

    def close(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
