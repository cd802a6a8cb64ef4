"""Errors, explained to the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from postgres import LOST


class MigrateError(Exception):
    """Why nothing, or nothing more, was applied. The text is for the operator."""

    def __init__(self, text: str, sqlstate: str = "") -> None:
        super().__init__(text)
        self.sqlstate = sqlstate


@contextmanager
def blame(where: str, line: int = 0, statement: str = "") -> Iterator[None]:
    """Converts an error of the database into one that names the place and has all that PostgreSQL
    said."""
    try:
        yield
    except asyncpg.PostgresError as error:
        if line:
            line += statement.count("\n", 0, int(error.position or 1) - 1)
            where = f"{where}:{line}"
        text = f"{where}: {error.message or error} (SQLSTATE {error.sqlstate})"
        for name in ("detail", "hint", "context"):
            if value := getattr(error, name):
                text += f"\n    {name}: {value}"
        raise MigrateError(text, error.sqlstate) from error
    except LOST as error:
        raise MigrateError(f"{where}: {error or type(error).__name__}") from error
