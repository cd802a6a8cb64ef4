"""No text is longer than Telegram takes, whatever stands in it, in any language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice, product
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.api import Plan
from bot.screens import menu_screen, plans_screen
from sandbox.telegram.formatting import parse, utf16_length
from tests.bot.test_screens import HOME
from tests.bot.test_several import MOST
from texts import LANGUAGES, Catalog, moment, money
from texts.values import Value

ROOT = Path(__file__).resolve().parents[2]
MESSAGE, CAPTION, ALERT = 4096, 1024, 200
# Telegram's clients cut a label that is longer than its row, so this is ours.
BUTTON = 64
CAPTIONS = {"qr-caption", "data-file"}
# The day with the longest name, in a zone with the longest offset.
AT, ZONE = datetime(2040, 9, 26, 22, 59, tzinfo=UTC), "Asia/Kolkata"
# Arguments of notices are cut to 1000 characters of HTML, see gateways/telegram.py.
PLAN = "A plan for the whole family"
SUM = money(10_000_050, "RUB")
LONGEST: dict[str, Value] = {
    **dict.fromkeys(("plan", "next", "next_plan", "old_plan", "method"), PLAN),
    **dict.fromkeys(("benefits", "reason", "text"), "<" * 250),
    **dict.fromkeys(("link", "address"), "x" * 500),
    **dict.fromkeys(("detail", "error"), "&" * 200),
    **dict.fromkeys(("count", "percent", "hours", "days"), 365),
    **dict.fromkeys(("app", "way", "name"), "An application of today"),
    "id": str(MOST),
    "saving": SUM,
}
MONEY = {
    *("amount", "asked", "back", "balance", "bonus", "charge", "covered", "credit", "discount"),
    *("due", "least", "max", "min", "missing", "most", "remaining", "short", "topup", "was"),
}
TIMES = {
    *("at", "date", "ended", "ended_at", "ends", "ends_at", "expires", "expires_at", "paid_at"),
    *("seen_at", "sent", "since", "starts", "until"),
}


class Uses(Visitor):
    """The variables of a text, and the cases that it distinguishes by each."""

    def __init__(self, messages: dict[str, ast.Message]) -> None:
        self.messages = messages
        self.variables: set[str] = set()
        self.cases: dict[str, set[str]] = {}

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.visit(self.messages[node.id.name])

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        if isinstance(node.selector, ast.VariableReference):
            words = {one.key.name for one in node.variants if isinstance(one.key, ast.Identifier)}
            if not words & {"zero", "one", "two", "few", "many"}:
                self.cases.setdefault(node.selector.id.name, set()).update(words)
        self.generic_visit(node)


def messages(language: str) -> dict[str, ast.Message]:
    return {
        entry.id.name: entry
        for file in sorted((ROOT / "texts" / language).glob("*.ftl"))
        for entry in FluentParser().parse(file.read_text()).body
        if isinstance(entry, ast.Message)
    }


def longest(name: str, variable: str) -> Value:
    if name.startswith(("toast-", "checkout-", "button-", "invoice-", "command-", "charge-")):
        short = {"text": "A text", "reason": "A reason", "device": "A device of today, Android"}
        if variable in short:
            return short[variable]
    if variable in MONEY:
        return SUM
    if variable in TIMES:
        return moment(AT)
    return LONGEST.get(variable, "x" * 40)


def said(catalog: Catalog, language: str) -> Iterator[tuple[str, str]]:
    """Each text in each of its cases, with the longest values; of a text with very many cases, many
    of them."""
    known = messages(language)
    for name, message in known.items():
        uses = Uses(known)
        uses.visit(message)
        fixed = {one: longest(name, one) for one in uses.variables - uses.cases.keys()}
        choices = [[(one, case) for case in sorted(uses.cases[one])] for one in uses.cases]
        for case in islice(product(*choices), 500):
            yield name, catalog.format(language, name, {**fixed, **dict(case)}, ZONE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_too_long_for_its_place(language: str) -> None:
    too_long = set()
    for name, text in said(Catalog.load(), language):
        if name.startswith(("page-", "invoice-", "command-")):
            continue  # a web page; and see test_texts
        if name.startswith(("toast-", "checkout-")):
            limit, shown = ALERT, text
        elif name.startswith("button-"):
            limit, shown = BUTTON, text
        else:
            limit = CAPTION if name in CAPTIONS else MESSAGE
            shown, _ = parse(text, "HTML", None)
        if utf16_length(shown) > limit:
            too_long.add((name, utf16_length(shown)))
    assert too_long == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_screens_of_many_parts_fit_into_a_message(language: str) -> None:
    say = Catalog.load().translator(language)
    benefits = "servers in all countries, " * 6
    plans = [Plan(n, PLAN, benefits, 10_000_050, "RUB", n == 1) for n in range(12)]
    home = replace(HOME, incident="a text of operators " * 90)
    for shown in (plans_screen(say, plans, HOME), menu_screen(say, home)):
        text, _ = parse(shown.text, "HTML", None)
        assert utf16_length(text) <= MESSAGE
