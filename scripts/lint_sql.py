"""Lints the SQL, by sqlfluff and the rules of .sqlfluff: most of what `make lint` takes.

A file in which nothing was found is not read again until it, the rules or sqlfluff changes. What is
known so is kept below TICKOVER_HOME: a fresh checkout reads all of them.
"""

import gc
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from sqlfluff import __version__
from sqlfluff.cli.commands import lint

from scripts import tools
from scripts.progress import say

FOLDERS = ("sql", "sandbox")
OPTIONS = ("--disable-progress-bar", "--processes", "0")

# The trees of sqlfluff are many small objects: to collect them as often as Python does by default
# takes a quarter of the time. Its processes begin by reading this module, too.
gc.set_threshold(200_000, 20, 50)


def main() -> int:
    return check(Path(__file__).parents[1], tools.home() / "lint" / "sql")


def check(tree: Path, known: Path) -> int:
    """Lints the files of a tree; `known` is the file of what was found well."""
    every = marks(tree)
    well = set(known.read_text().split()) if known.exists() else set()
    unread = [path for path, mark in every.items() if mark not in well]
    if unread and (code := found(unread)):
        return code
    known.parent.mkdir(parents=True, exist_ok=True)
    known.write_text("\n".join(every.values()))
    say(f"SQL: nothing found in {len(every)} files, {len(unread)} of them read")
    return 0


def marks(tree: Path) -> Mapping[Path, str]:
    """Each file with the hash of all that decides what is found in it."""
    rules = sha256(__version__.encode() + (tree / ".sqlfluff").read_bytes()).digest()
    files = sorted(file for folder in FOLDERS for file in (tree / folder).rglob("*.sql"))
    return {
        file: sha256(rules + bytes(file.relative_to(tree)) + b"\0" + file.read_bytes()).hexdigest()
        for file in files
    }


def found(files: Sequence[Path]) -> int:
    """Prints what sqlfluff finds, and returns its exit code."""
    with lint.make_context("sqlfluff lint", [*OPTIONS, *map(str, files)]) as context:
        try:
            lint.invoke(context)
        except SystemExit as end:
            return int(end.code or 0)
    raise AssertionError("sqlfluff did not say how it ended")


if __name__ == "__main__":
    sys.exit(main())
