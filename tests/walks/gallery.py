"""Every notice in its cases, with values as they could be: what no walk comes to is read here."""

from datetime import timedelta

from sandbox.telegram.formatting import parse
from tests.support.bot import plain
from tests.support.texts import Uses, messages
from tests.walks.transcript import marked
from tests.walks.walk import BEGIN
from texts import Catalog, moment, money, title
from texts.values import Value

FILES = ("cart", "gift_notices", "money", "notices", "referral")
# What only admins read.
ADMINS = ("admin-", "alarm-", "watch-")
PLAN = title({"en": "Basic", "ru": "Базовый"})
VALUES: dict[str, Value] = {
    **dict.fromkeys(("amount", "asked", "charge", "covered"), money(14900, "RUB")),
    **dict.fromkeys(("balance", "missing", "short", "topup"), money(4800, "RUB")),
    **dict.fromkeys(("plan", "next"), PLAN),
    **dict.fromkeys(
        ("at", "due", "until", "seen_at", "sent", "turn"), moment(BEGIN + timedelta(hours=20))
    ),
    **dict.fromkeys(("ends_at", "ends"), moment(BEGIN + timedelta(days=20))),
    **dict.fromkeys(("ended_at", "paid_at"), moment(BEGIN - timedelta(days=20))),
    **dict.fromkeys(("unit",), "day"),
    "value": 3,
    "expires_at": moment(BEGIN + timedelta(days=21)),
    "was": money(12900, "RUB"),
    **dict.fromkeys(("earned", "pending", "owed", "bonus", "sum"), money(14900, "RUB")),
    "count": 30,
    "hours": 72,
    "percent": 30,
    "method": "Visa 4242",
    "provider": "stripe",
    **dict.fromkeys(("ticket", "user", "subscription", "payment"), "7"),
    **dict.fromkeys(("dispute", "refund", "name"), "a name"),
    **dict.fromkeys(("reason", "error", "detail", "text"), "the words of somebody"),
}
ZONE = "Europe/Moscow"


def gallery(language: str) -> str:
    catalog, known = Catalog.load(), messages(language)
    lines = []
    for file in FILES:
        for name in messages(language, file):
            if name.startswith(ADMINS):
                continue
            uses, seen = Uses(known, known[name]), set[str]()
            for case in uses.one_by_one():
                args = {one: case.get(one, VALUES.get(one, one)) for one in uses.variables}
                text = catalog.format(language, name, args, ZONE, BEGIN)
                shown = plain(marked(*parse(text, "HTML", None)))
                if shown in seen:
                    continue
                seen.add(shown)
                said = ", ".join(f"{one} {which}" for one, which in case.items())
                lines += ["", f"== {name}" + (f": {said}" if said else "")]
                lines += [f"  | {line}".rstrip() for line in shown.split("\n")]
    return "# Notices, each in each of its cases\n" + "\n".join(lines) + "\n"
