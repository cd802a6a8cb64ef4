"""Clones of the template database, each for one test after another."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from scripts import cluster
from tests.support import Database, opened
from tests.support.coverage import Coverage
from tests.support.rewind import Rewind


@contextmanager
def cloned(
    maintenance: "psycopg.Connection[Any]",
    server: cluster.Cluster,
    template: str,
    name: str,
    coverage: Coverage | None = None,
) -> Iterator[Database]:
    """A fresh clone of a database. Its files are copied: to write all of their pages to the WAL, as
    is the default, takes more than twice as long."""
    clone = sql.SQL("create database {} template {} strategy file_copy")
    maintenance.execute(clone.format(sql.Identifier(name), sql.Identifier(template)))
    database = opened(Database(server, name))
    yield database
    if coverage:
        coverage.add(database)
    maintenance.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@dataclass
class Clones:
    """One at a time, which is used again where it can be rewound."""

    clone: Callable[[], AbstractContextManager[Database]]
    _open: ExitStack = field(default_factory=ExitStack)
    _current: tuple[Database, Rewind] | None = None

    def take(self) -> Database:
        if self._current is None:
            database = self._open.enter_context(self.clone())
            self._current = database, Rewind(database.url())
        return self._current[0]

    def give_back(self) -> None:
        if self._current and not self._current[1].rewind():
            self.close()

    def close(self) -> None:
        self._current = None
        self._open.close()
