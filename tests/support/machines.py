"""What machines of random histories share: how much they do, and a shop's database."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg
from hypothesis import HealthCheck, Phase, settings
from psycopg.rows import dict_row

from scripts import cluster
from tests.support import REPOSITORY, Database

RUNS = int(os.environ.get("MACHINE_RUNS", "0"))
BUDGET = settings(
    max_examples=RUNS or 12,
    stateful_step_count=55,
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink] if RUNS else [Phase.generate],
)
Row = dict[str, Any]
MakeDatabase = Callable[[], Database]


class Premises:
    """A shop's database, and a connection for each of the roles."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connections: dict[str, psycopg.Connection[Row]] = {}
        self.run("", (REPOSITORY / "sandbox" / "stopped_clock.sql").read_text())

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()

    def run(self, role: str, statement: str, *arguments: Any) -> list[Row]:
        """A transaction of its own, as `tickover_<role>`, or as the superuser."""
        if role not in self._connections:
            url = self._database.url(f"tickover_{role}" if role else cluster.SUPERUSER)
            self._connections[role] = psycopg.connect(url, autocommit=True, row_factory=dict_row)
        cursor = self._connections[role].execute(statement.encode(), arguments or None)
        return cursor.fetchall() if cursor.description else []

    def call(self, role: str, function: str, *arguments: Any) -> Row:
        places = ", ".join(["%s"] * len(arguments))
        (row,) = self.run(role, f"select * from {function}({places})", *arguments)
        return row

    def operate(self, function: str, *arguments: Any, **named: Any) -> Any:
        """A function of ops as an operator, with a reason; what it returns."""
        places = ["%s"] * len(arguments) + [f"p_{name} => %s" for name in named]
        call = f"select ops.{function}({', '.join(places)}, p_reason => 'because') as result"
        return self.run("operator", call, *arguments, *named.values())[0]["result"]

    def work(self, job: str) -> None:
        self.run("cron", f"call jobs.work('{job}')")

    def set_clock(self, to: datetime) -> None:
        self.run("", "update sandbox.stopped_clock set at = %s", to)
