"""Shows progress while a person waits. Standard library only, see setup."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[None]:
    """Prints a line when a step begins, and one with the time that it took."""
    begun = time.monotonic()
    if not sys.stdout.isatty():
        say(f"  {what} ...")
    live(f"  {what} ...")
    yield
    say(f"  {what}: {time.monotonic() - begun:.1f} s")


def say(line: str) -> None:
    """Prints a permanent line."""
    live("")
    print(line, flush=True)


def live(line: str) -> None:
    """Overwrites the previous line, on a terminal only."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\033[K{line.rstrip()[:width]}", end="", flush=True)
