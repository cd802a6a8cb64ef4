"""Logs: one event per line, JSON for machines, colours for a terminal; no secrets, no message
texts."""

import logging
import sys
from collections.abc import Iterator
from traceback import TracebackException
from types import TracebackType

import structlog
from asyncpg import PostgresError
from structlog.typing import ExcInfo


def configure(level: str) -> None:
    """Sends our events and those of libraries through one formatter to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    last: list[structlog.typing.Processor] = [
        structlog.processors.ExceptionRenderer(traceback_of),
        render,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    sys.excepthook = _ended
    # Warnings of libraries go the same way, not to standard error as plain text.
    logging.captureWarnings(True)
    # httpx logs each URL at INFO, and the Bot API has its token in the URL.
    for noisy in ("httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _ended(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
    """Prints the error that ends the process, which bypasses all loggers."""
    print(traceback_of((kind, error, at)), file=sys.stderr)


def traceback_of(exc_info: ExcInfo) -> str:
    """Returns the traceback as Python writes it, but without the DETAIL of PostgreSQL errors: it
    quotes values of rows, which are somebody's data. In its place, it says where the error is."""
    written = TracebackException(*exc_info)
    for part, error in _chain(written, exc_info[1]):
        if isinstance(error, PostgresError):
            # What Python writes after the name of the class.
            setattr(part, "_str", _without_values(error))  # noqa: B010
    return "".join(written.format()).rstrip("\n")


def _chain(
    written: TracebackException, error: BaseException
) -> Iterator[tuple[TracebackException, BaseException]]:
    """The error with its causes and those of its group."""
    yield written, error
    if written.__cause__ is not None and error.__cause__ is not None:
        yield from _chain(written.__cause__, error.__cause__)
    if written.__context__ is not None and error.__context__ is not None:
        yield from _chain(written.__context__, error.__context__)
    if written.exceptions and isinstance(error, BaseExceptionGroup):
        for one, its in zip(written.exceptions, error.exceptions, strict=True):
            yield from _chain(one, its)


def _without_values(error: PostgresError) -> str:
    named = {
        "sqlstate": error.sqlstate,
        "table": ".".join(name for name in (error.schema_name, error.table_name) if name),
        "constraint": error.constraint_name,
    }
    where = ", ".join(f"{name} {value}" for name, value in named.items() if value)
    message = str(error.args[0]) if error.args else ""
    return f"{message} ({where})" if where else message
