"""Writes tables as files that spreadsheets open: CSV in the format of the reader's language."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

# Spreadsheets take a text that begins with one of these for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Style:
    """Spreadsheets of a language with a decimal comma expect semicolons between cells."""

    delimiter: str
    decimal: str
    zone: tzinfo | None = None

    @classmethod
    def of(cls, language: str, zone: tzinfo | None = None) -> "Style":
        return cls(",", ".", zone) if language == "en" else cls(";", ",", zone)

    def cell(self, value: Any) -> str:
        match value:
            case None:
                return ""
            case bool():
                return "yes" if value else "no"
            case int():
                return str(value)
            case Decimal():
                return f"{value:f}".replace(".", self.decimal)
            case datetime():
                return value.astimezone(self.zone).strftime("%Y-%m-%d %H:%M:%S")
            case date():
                return value.isoformat()
        text = str(value)
        return f"'{text}" if text.startswith(FORMULAS) else text


class Table:
    """A file that is written row by row: it may be longer than what memory should hold."""

    def __init__(self, path: Path, style: Style) -> None:
        # The mark by which spreadsheets know UTF-8.
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file, delimiter=style.delimiter)
        self.path, self.style, self.rows = path, style, 0

    def head(self, names: Iterable[str]) -> None:
        self._csv.writerow(names)

    def write(self, cells: Iterable[Any]) -> None:
        self._csv.writerow([self.style.cell(cell) for cell in cells])
        self.rows += 1

    def close(self) -> None:
        self._file.close()


@contextmanager
def table(name: str, style: Style) -> Iterator[Table]:
    """Yields a table whose file is deleted afterwards."""
    with TemporaryDirectory(prefix="tickover-") as folder:
        made = Table(Path(folder) / name, style)
        try:
            yield made
        finally:
            made.close()
