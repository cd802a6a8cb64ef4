"""The way from the admin menu to schema `admin`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import asyncpg

from bot.api import columns

Row = TypeVar("Row")
# The SQLSTATE of app.act_as_admin, and the class of what functions refuse for a reason that the
# admin can fix.
_NOT_ALLOWED = "TK070"
_OURS = "TK"
# A number, a time or an interval that there is not.
_NO_VALUE = "22"


class NotAllowed(Exception):
    """The admin's role has no such permission (any more)."""


class Refused(Exception):
    """The database or the bot refused what the admin wrote; the text says why. `key`: which words
    of admin-why say it, if the database refused in English: a constraint or an SQLSTATE."""

    def __init__(self, why: str, key: str | None = None) -> None:
        super().__init__(why)
        self.key = key


@dataclass(frozen=True)
class AdminCalls:
    """Calls functions of schema `admin` in the name of one admin, whose Telegram id is their first
    argument. Raises NotAllowed and Refused."""

    pool: "asyncpg.Pool[asyncpg.Record]"
    telegram_id: int

    async def rows(self, row: type[Row], function: str, *args: object) -> list[Row]:
        names = columns(row)  # type: ignore[arg-type]
        query = f"select {names} from admin.{function}({_numbered(args)})"
        with _errors():
            found = await self.pool.fetch(query, self.telegram_id, *args)
        return [row(*record) for record in found]

    async def row(self, row: type[Row], function: str, *args: object) -> Row | None:
        found = await self.rows(row, function, *args)
        return found[0] if found else None

    async def preview(self, function: str, *args: object) -> Any:
        """Returns what a call would return: makes the call and rolls it back."""
        with _errors():
            async with self.pool.acquire() as connection:
                tried = connection.transaction()
                await tried.start()
                try:
                    return await connection.fetchval(
                        f"select admin.{function}({_numbered(args)})", self.telegram_id, *args
                    )
                finally:
                    await tried.rollback()

    async def value(self, function: str, *args: object) -> Any:
        with _errors():
            return await self.pool.fetchval(
                f"select admin.{function}({_numbered(args)})", self.telegram_id, *args
            )


def _numbered(args: tuple[object, ...]) -> str:
    return ", ".join(f"${number}" for number in range(1, len(args) + 2))


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except asyncpg.PostgresError as error:
        state = error.sqlstate or ""
        if state == _NOT_ALLOWED:
            raise NotAllowed(str(error)) from error
        if state.startswith((_OURS, _NO_VALUE)):
            # Constraints of what an owner configures are named as sentences (app.refuse_change_of).
            key = _NO_VALUE if state.startswith(_NO_VALUE) else error.constraint_name or state
            raise Refused(str(error), key) from error
        raise
