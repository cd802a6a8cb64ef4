"""A live page about the shop for a terminal: what waits, what failed, what is due."""

from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import DataTable, Footer, Static

from scripts.ops.source import Rows, Source, Unreachable
from scripts.ops.views import OVERVIEW, PAGES, SHOP, View

EVERY = 2.0
# What a cell shows at most of an error; the page of its own shows more.
SHORT, LONG = 24, 120
# How many rows each part of the overview has on 24 lines, and who gets those of a larger terminal.
LINES = 24
ROWS = {"queues": 4, "jobs": 2, "alarms": 2, "due": 1, "money": 2}
MORE = ("queues", "jobs", "alarms")


def cell(value: object, longest: int) -> Text:
    """Of a plain string a table would take what is in brackets for markup, and errors have some."""
    text = "" if value is None else str(value)
    text = " ".join(text.split())
    if len(text) > longest:
        text = f"{text[: longest - 1]}…"
    return Text(text, no_wrap=True, end="")


class Table(DataTable[Text]):
    """A table that keeps its place when its rows change. In the overview it is as high as the
    terminal lets it be, and nobody moves in it."""

    def __init__(self, view: View, *, in_overview: bool) -> None:
        super().__init__(
            cursor_type="none" if in_overview else "row",
            zebra_stripes=not in_overview,
            cell_padding=0 if in_overview else 1,
        )
        self.view, self._in_overview = view, in_overview
        self.can_focus = not in_overview

    def _most(self) -> int | None:
        if not self._in_overview:
            return None
        extra = max(0, self.app.size.height - LINES) // len(MORE)
        return ROWS[self.view.name] + (extra if self.view.name in MORE else 0)

    def show(self, rows: Rows) -> None:
        """A query without rows says no names of columns."""
        offset, row = self.scroll_offset, self.cursor_row
        self.clear(columns=True)
        if not rows:
            self.add_column("none")
            return
        names = list(rows[0].keys())
        # The last column has what is left of the line.
        longest = [SHORT if self._in_overview else LONG] * (len(names) - 1) + [LONG]
        cells = [list(map(cell, one.values(), longest)) for one in rows[: self._most()]]
        # The width is said, because it is otherwise found only after the first drawing.
        for number, name in enumerate(names):
            widest = max(len(name), *(len(line[number]) for line in cells))
            self.add_column(name, width=widest + self._in_overview)
        for line in cells:
            self.add_row(*line)
        if not self._in_overview:
            self.move_cursor(row=row, scroll=False)
            self.scroll_to(y=offset.y, x=offset.x, animate=False)


class Ops(App[None]):
    """`page` is the key of the page that is open; "o" is the overview."""

    CSS = """
    Screen { layout: vertical; }
    #shop { height: 2; padding: 0 1; }
    #shop.well { background: $success-darken-2; }
    #shop.alarmed { background: $warning-darken-3; }
    #shop.held, #shop.lost { background: $error-darken-1; }
    .title { height: 1; padding: 0 1; color: $accent; text-style: bold; }
    #overview Table { height: auto; scrollbar-size: 0 0; padding: 0 1; }
    #page Table { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,escape", "open('o')", "overview", key_display="o"),
        *(
            # The titles of the overview say the keys of its parts: 80 columns hold the others.
            Binding(view.key, f"open('{view.key}')", view.name, show=view not in OVERVIEW)
            for view in PAGES
        ),
        Binding("ctrl+c,ctrl+q", "quit", "quit", key_display="^c"),
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, source: Source, every: float = EVERY) -> None:
        super().__init__()
        self._source, self._every = source, every
        self.page = "o"

    def compose(self) -> ComposeResult:
        yield Static("connecting…", id="shop", markup=False)
        with Vertical(id="overview"):
            for view in OVERVIEW:
                yield Static(f"{view.key}  {view.title}", classes="title", markup=False)
                yield Table(view, in_overview=True)
        yield Vertical(id="page")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#page").display = False
        self.set_interval(self._every, self._tick)
        self._refresh()

    def _tick(self) -> None:
        """A round that takes longer than the interval is waited for."""
        if not any(worker.is_running for worker in self.workers):
            self._refresh()

    async def action_open(self, page: str) -> None:
        self.page = page
        overview, own = self.query_one("#overview"), self.query_one("#page")
        overview.display, own.display = page == "o", page != "o"
        await own.remove_children()
        for view in PAGES:
            if view.key == page:
                table = Table(view, in_overview=False)
                await own.mount(Static(view.title, classes="title", markup=False), table)
                table.focus()
        self._refresh()

    @work(exclusive=True)
    async def _refresh(self) -> None:
        """What cannot be read now is tried again at the next round; the page keeps what it had."""
        shop = self.query_one("#shop", Static)
        where = "#overview" if self.page == "o" else "#page"
        try:
            (state,) = await self._source.read(SHOP)
            for table in self.query(f"{where} Table").results(Table):
                table.show(await self._source.read(table.view.query))
        except Unreachable as error:
            shop.update(f"The database does not answer: {error}")
            shop.set_classes("lost")
            return
        raised = state["alarms"]
        alarms = f"{raised or 'no'} alarm{'s' if raised > 1 else ''}"
        unknown = f", {state['unknown']} unchecked" if state["unknown"] else ""
        shop.update(
            f"shop {state['state']}  {state['because']}  {alarms}{unknown}  {state['at']} UTC\n"
            f"{state['programs']}"
        )
        well = "alarmed" if raised else "well"
        shop.set_classes(well if state["state"] == "open" else "held")
