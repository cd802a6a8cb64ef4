"""The live page without a database: what it says when that hangs, and of texts with brackets."""

from typing import Any, cast

import asyncpg
import pytest

pytest.importorskip("textual", reason="the group ops is not installed")

from textual.app import App, ComposeResult

from scripts.ops.app import Table, cell
from scripts.ops.source import TIMEOUT, Connection, Rows, Source, Unreachable
from scripts.ops.views import PAGES


class Hanging:
    """A connection whose server does not answer."""

    def __init__(self, error: Exception) -> None:
        self._error = error
        self.terminated = False

    def is_closed(self) -> bool:
        return False

    def terminate(self) -> None:
        self.terminated = True

    async def fetch(self, query: str) -> Rows:
        raise self._error


class Asked(Source):
    def __init__(self, connection: Hanging) -> None:
        super().__init__("postgresql://nowhere")
        self._made = connection

    async def _connect(self) -> Connection:
        return cast(Connection, self._made)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TimeoutError(), "TimeoutError"),
        (OSError("no route\nto host"), "no route"),
        (asyncpg.QueryCanceledError("canceling statement"), "canceling statement"),
        (asyncpg.InterfaceError("\n"), "InterfaceError"),
    ],
)
async def test_a_database_that_does_not_answer_is_said_in_one_line(
    error: Exception, said: str
) -> None:
    hanging = Hanging(error)
    with pytest.raises(Unreachable) as raised:
        await Asked(hanging).read("select 1")
    assert str(raised.value) == said
    assert hanging.terminated


async def test_the_database_has_the_first_word_about_a_slow_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its error says more than that the client waited in vain."""
    given: dict[str, Any] = {}

    class Made:
        async def execute(self, statement: str) -> None:
            given["statement"] = statement

    async def connect(url: str, **options: Any) -> Made:
        given.update(options)
        return Made()

    monkeypatch.setattr(asyncpg, "connect", connect)
    await Source("postgresql://nowhere")._connect()
    assert f"statement_timeout = '{TIMEOUT}s'" in given["statement"]
    assert given["command_timeout"] > TIMEOUT


class Page(App[None]):
    def compose(self) -> ComposeResult:
        yield Table(PAGES[0], in_overview=False)


@pytest.mark.parametrize("error", ["refused [/api/inbounds]: 502", "[red]x[/red] [1]", "[/]"])
async def test_errors_keep_their_brackets(error: str) -> None:
    page = Page()
    async with page.run_test() as pilot:
        table = page.query_one(Table)
        table.show(cast(Rows, [{"error": error}]))
        await pilot.pause()
        line = "".join(segment.text for segment in table.render_line(1))
    assert error in line


def test_a_cell_is_one_line_of_a_given_length() -> None:
    assert cell("a\n b", 10).plain == "a b"
    assert cell("abcdef", 4).plain == "abc…"
    assert cell(None, 4).plain == ""
