"""Reads the shop's messages as a person does: which text of the catalogue, and what it says.

Each text becomes a pattern, so that the judge of the shop needs only the messages in a chat.
"""

import re
from calendar import isleap
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fluent.syntax import FluentParser, ast

TEXTS = Path(__file__).resolve().parents[2] / "texts" / "en"
_TAG = re.compile(r"</?\w[^>]*>")
_MONEY = re.compile(r"(-?[\d,]+(?:\.\d+)?) (\S+)")
_A_WORD = 6
_A_TIME = r"(?:(?:on )?\d+ [A-Z]\w+(?: \d{4})?|yesterday|today|tomorrow)(?: at \d\d:\d\d)?"
_TIME = re.compile(
    r"(?:on )?(?:(?P<day>\d+ [A-Z]\w+)(?: (?P<year>\d{4}))?|(?P<near>yesterday|today|tomorrow))"
    r"(?: at (?P<clock>\d\d:\d\d))?"
)
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
# Nobody in the simulation chooses a zone: everybody has the shop's.
_ZONE = ZoneInfo("Europe/Moscow")
# What is said next to a balance, if anything: the rest of its line, and more lines.
_MAY_FOLLOW = r"(?:, [^\n]+)?(?:\nAlso [^\n]+)*"
# The amount that is short may be less, or more, than a top-up can be: then a note follows.
_NOTE = r"(?: [^\n]+)?"
# Beside the plan, the menu shows devices and the balance.
_ASIDE = r"(?: · [^\n]+)?"
_NOT_MESSAGES = ("button-", "command-", "toast-", "invoice-", "checkout-", "period", "left", "-")
_PARTS = ("time", "time-on", "time-until")


@dataclass(frozen=True)
class ParsedText:
    """One text, and its arguments as written."""

    name: str
    args: dict[str, str] = field(default_factory=dict)
    read_at: datetime | None = None

    def money(self, arg: str = "amount") -> int | None:
        return minor_units(self.args.get(arg, ""))

    def time(self, *args: str) -> datetime | None:
        """The earliest time that is meant: a day without a clock begins at midnight."""
        assert self.read_at is not None
        found = (moment(self.args.get(arg, ""), self.read_at) for arg in args)
        return next((at for at in found if at), None)


def plain(text: str) -> str:
    """Removes markup and replaces special spaces."""
    return unescape(_TAG.sub("", text)).replace("\N{NO-BREAK SPACE}", " ").strip()


def minor_units(written: str) -> int | None:
    found = _MONEY.fullmatch(written.strip())
    if found is None:
        return None
    scale = 1 if found[2] == "⭐" else 100
    return int(Decimal(found[1].replace(",", "")) * scale)


def moment(written: str, read_at: datetime) -> datetime | None:
    found = _TIME.fullmatch(written.strip())
    if found is None:
        return None
    today = read_at.astimezone(_ZONE).date()
    clock = time.fromisoformat(found["clock"] or "00:00")
    if found["near"]:
        return datetime.combine(today + timedelta(days=_NEAR[found["near"]]), clock, _ZONE)
    years = [int(found["year"])] if found["year"] else [today.year + n for n in (-1, 0, 1)]
    days = [
        datetime.strptime(f"{found['day']} {year} +0000", "%d %B %Y %z").date()
        for year in years
        if isleap(year) or found["day"] != "29 February"
    ]
    nearest = min(days, key=lambda day: abs(day - today))
    return datetime.combine(nearest, clock, _ZONE)


def parse(text: str, at: datetime) -> list[ParsedText]:
    """Returns every text of the catalogue that occurs in it completely, the most specific first.
    `at`: when it was read."""
    text = plain(text)
    return [
        ParsedText(name, _args(found), at)
        for name, pattern in _patterns()
        if (found := pattern.search(text)) is not None
    ]


def _args(found: "re.Match[str]") -> dict[str, str]:
    return {
        name.rpartition("__")[0]: value.strip()
        for name, value in found.groupdict().items()
        if value is not None
    }


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    entries: dict[str, ast.Pattern] = {}
    for file in sorted(set(TEXTS.glob("*.ftl")) - set(TEXTS.glob("admin*.ftl"))):
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            if isinstance(entry, ast.Message | ast.Term) and entry.value is not None:
                mark = "-" if isinstance(entry, ast.Term) else ""
                entries[mark + entry.id.name] = entry.value
    found = []
    for name, value in entries.items():
        if not name.startswith(_NOT_MESSAGES) and name not in _PARTS:
            writer = _Writer(entries)
            pattern = writer.pattern(value).strip()
            note = _ASIDE if name == "menu" else _NOTE if name.endswith("-short") else ""
            whole = re.compile(rf"(?:^|\n)\s*{pattern}{note}\s*(?=\n|$)", re.S)
            # A text that is short, or may be empty, is part of others and matches anything.
            if writer.literal >= _A_WORD and not whole.search(""):
                found.append((writer.literal, name, whole))
    return [(name, pattern) for _, name, pattern in sorted(found, key=lambda f: -f[0])]


class _Writer:
    """Translates a Fluent pattern into a regular expression."""

    def __init__(self, entries: dict[str, ast.Pattern]) -> None:
        self._entries = entries
        self._groups = 0
        self.literal = 0

    def pattern(self, pattern: ast.Pattern) -> str:
        return "".join(self._element(element) for element in pattern.elements)

    def _element(self, element: Any) -> str:
        if isinstance(element, ast.TextElement):
            text = plain_keeping_ends(element.value)
            self.literal += len(text)
            return re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(text))
        return self._expression(element.expression)

    def _expression(self, expression: Any) -> str:
        match expression:
            case ast.Placeable(expression=inner):
                return self._expression(inner)
            case ast.FunctionReference(arguments=ast.CallArguments(positional=[inner])):
                return self._expression(inner)
            case ast.VariableReference(id=ast.Identifier(name=name)):
                self._groups += 1
                value = _MAY_FOLLOW if name == "more" else rf"{_A_TIME}|[^\n]+?"
                return rf"(?P<{name}__{self._groups}>{value})"
            case ast.MessageReference(id=ast.Identifier(name=name)):
                return self.pattern(self._entries[name])
            case ast.TermReference(id=ast.Identifier(name=name)):
                return self.pattern(self._entries[f"-{name}"])
            case ast.SelectExpression(variants=variants):
                choices = [self.pattern(variant.value).strip() for variant in variants]
                return rf"(?:{'|'.join(choices)})"
            case ast.StringLiteral(value=value):
                return re.escape(value)
            case _:
                return r"[^\n]*?"


def plain_keeping_ends(text: str) -> str:
    return unescape(_TAG.sub("", text)).replace("\N{NO-BREAK SPACE}", " ")
