"""The plans that PostgreSQL really used, including those of statements inside functions."""

from collections.abc import Sequence
from typing import Any

from bench.harness import Connection

_EXPLAIN_ALL = """
load 'auto_explain';
set auto_explain.log_min_duration = 0;
set auto_explain.log_nested_statements = on;
set auto_explain.log_analyze = on;
set auto_explain.log_timing = off;
set client_min_messages = log;
"""


async def explained(connection: Connection, statement: str, *arguments: object) -> Sequence[str]:
    """Executes the statement, as superuser; returns each query with its plan, innermost first."""
    plans: list[str] = []

    def note(_: Any, message: Any) -> None:
        if "plan:" in message.message:
            plans.append(message.message)

    await connection.execute(_EXPLAIN_ALL)
    connection.add_log_listener(note)
    try:
        await connection.fetch(statement, *arguments)
    finally:
        connection.remove_log_listener(note)
        await connection.execute("reset client_min_messages; reset auto_explain.log_min_duration")
    return plans
