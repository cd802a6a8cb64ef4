"""History: every payment, charge and gift with its reason."""

from collections.abc import Sequence

from bot.api import StatementLine
from bot.callbacks import Go, TurnPage
from bot.screens.base import Row, Screen, back, button, screen
from texts import Translator, Value, day, money

LINES = 8
# A page stays far below the 4096 characters of a message, even with long reasons from operators.
_LONGEST_REASON = 160


def history_screen(say: Translator, lines: Sequence[StatementLine], *, newer: bool) -> Screen:
    """One page; there are newer lines if `newer`. Lines are numbered without gaps from 1."""
    ways_back = back(say, Go(place="balance"))
    if not lines:
        return screen("history", say("history-empty"), ways_back)
    pages: Row = []
    if lines[-1].line_id > 1:
        pages.append(button(say("button-older"), TurnPage(before=lines[-1].line_id)))
    if newer:
        above = lines[0].line_id + LINES + 1
        pages.append(button(say("button-newer"), TurnPage(before=above)))
    text = "\n\n".join([say("history"), *(entry(say, line) for line in lines)])
    return screen("history", text, pages, ways_back)


def entry(say: Translator, line: StatementLine) -> str:
    why = [say("history-cause", **_cause(line))]
    if line.reason:
        why.append(say("history-reason", reason=_shortened(line.reason)))
    return f"{_money(say, line)}\n{' '.join(why)}"


def _money(say: Translator, line: StatementLine) -> str:
    if line.amount is None or line.currency is None or line.balance_after is None:
        return say("history-free", date=day(line.at))
    return say(
        "history-money",
        date=day(line.at),
        direction="out" if line.amount < 0 else "in",
        amount=money(abs(line.amount), line.currency),
        balance=money(line.balance_after, line.currency),
    )


def _cause(line: StatementLine) -> dict[str, Value]:
    """Each cause has the columns that its text uses; the others are omitted."""
    known: dict[str, Value] = {"cause": line.cause}
    if line.plan_title is not None:
        known["plan"] = line.plan_title
    if line.period_count is not None and line.period_unit is not None:
        known |= {"count": line.period_count, "unit": line.period_unit}
    if line.ends_at is not None:
        known["ends"] = day(line.ends_at)
    if line.provider is not None:
        known["provider"] = line.provider
    return known


def _shortened(reason: str) -> str:
    return reason if len(reason) <= _LONGEST_REASON else reason[: _LONGEST_REASON - 1] + "…"
