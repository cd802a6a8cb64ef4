"""No text is longer than Telegram takes, whatever stands in it, in any language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.api import Plan
from bot.screens import menu_screen, plans_screen
from sandbox.telegram.formatting import parse, utf16_length
from tests.support.screens import HOME, MOST
from tests.support.texts import Uses, messages
from texts import LANGUAGES, Catalog, moment, money
from texts.values import Value

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
    "clock": "23:59",
    "city": "Petropavlovsk-Kamchatsky",
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
    """Each text in each of its cases, with the longest values."""
    known = messages(language)
    for name, message in known.items():
        uses = Uses(known, message)
        fixed = {one: longest(name, one) for one in uses.variables - uses.cases.keys()}
        for case in uses.each_case():
            yield name, catalog.format(language, name, {**fixed, **case}, ZONE)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_too_long_for_its_place(language: str) -> None:
    too_long = set()
    for name, text in said(Catalog.load(), language):
        if name.startswith(("page-", "invoice-", "command-", "button-admin-")):
            continue  # a web page; see test_texts; lines of lists, which may be cut
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
