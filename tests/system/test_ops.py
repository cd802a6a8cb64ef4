"""`python -m scripts.ops` in a terminal of 80 by 24, about a shop whose story is told."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pexpect
import psycopg
import pyte
import pytest

from tests.support import REPOSITORY, Database, execute, small_shop

pytest.importorskip("textual", reason="the group ops is not installed")

WITHIN = 120
COLUMNS, LINES = 80, 24


class Screen:
    """What somebody sees."""

    def __init__(self, url: str) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "scripts.ops", url],
            cwd=str(REPOSITORY),
            env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
            encoding="utf-8",
            codec_errors="replace",
            dimensions=(LINES, COLUMNS),
            timeout=1,
        )
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.Stream(self._screen)

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    def sees(self, is_there: Callable[[str], bool]) -> str:
        """Reads on until that is on the screen."""
        deadline = time.monotonic() + WITHIN
        while not is_there(self.text):
            assert time.monotonic() < deadline, self.text
            try:
                self._stream.feed(self.child.read_nonblocking(65536, timeout=1))
            except pexpect.TIMEOUT:
                pass
            except pexpect.EOF:
                raise AssertionError(self.text) from None
        return self.text


@contextmanager
def terminal(url: str) -> Iterator[Screen]:
    screen = Screen(url)
    try:
        yield screen
    finally:
        screen.child.close(force=True)


@pytest.mark.long
def test_all_of_it_fits_and_keys_lead_into_it(database: Database) -> None:
    small_shop(database)
    with terminal(database.url("tickover_operator")) as screen:
        text = screen.sees(lambda text: "plan plus" in text)
        assert "shop open" in text
        assert "bot 0.9.0" in text
        for title in ("queues", "jobs", "alarms", "due in the next hours", "money today"):
            assert title in text
        assert "letters_dead" in text
        assert next(line for line in text.splitlines() if line.startswith(" vpn")).split()[:3] == [
            *("vpn", "de", "paused")
        ]

        screen.child.send("l")
        screen.sees(lambda text: "subscription 4" in text and "vpn.apply" in text)
        screen.child.send("x")
        text = screen.sees(lambda text: "telegram.notice" in text)
        assert "user 3" in text
        screen.child.send("o")
        screen.sees(lambda text: "due in the next hours" in text)

        # It goes on by itself: what changes is seen, and a database that is away, too.
        execute(database.url(), "update app.home set held_reason = 'stock-taking'")
        screen.sees(lambda text: "shop held" in text and "stock-taking" in text)
        with psycopg.connect(database.url(), autocommit=True) as connection:
            readers = connection.execute(
                "select distinct usename from pg_stat_activity"
                " where datname = current_database() and application_name = 'tickover ops'"
            ).fetchall()
            assert readers == [("tickover_operator",)]
            # Whatever makes its queries fail is said, and tried again.
            connection.execute("alter view ops.shop rename to shop_away")
            screen.sees(lambda text: "The database does not answer" in text)
            connection.execute("alter view ops.shop_away rename to shop")
        screen.sees(lambda text: "shop held" in text)

        screen.child.sendcontrol("c")
        screen.child.expect(pexpect.EOF, timeout=WITHIN)
        screen.child.wait()
        assert screen.child.exitstatus == 0


def test_what_is_not_there_is_said_in_one_line(database: Database) -> None:
    with terminal(database.url("tickover_dba").replace(database.name, "nobody_here")) as screen:
        screen.child.expect(pexpect.EOF, timeout=WITHIN)
        screen.child.wait()
        said = screen.child.before or ""
    assert screen.child.exitstatus == 1
    assert said.startswith("ops: ")
    assert len(said.strip().splitlines()) == 1
