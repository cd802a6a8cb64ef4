"""Writes docs/runbook.md: what to do about everything that can be raised, in the words that admins
read in Telegram. `make schema` writes it, a test compares it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import TypeAlias

import asyncpg

from texts import Catalog

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs" / "runbook.md"
RULES = REPOSITORY / "deploy" / "prometheus" / "alerts.yml"

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

KINDS = "select k.* from ops.alarm_kinds as k order by k.position, k.name"
CAUSES = """
select c.cause, array_agg(c.effect order by c.effect) as effects
from ops.alarm_causes as c
group by c.cause
"""
HEAD = """# Runbook

What to do about everything that the shop tells its admins, that `/ready` reports, or that
Prometheus raises. These are the words that admins read in Telegram (`texts/en/admin_alarms.ftl`)
and that `make doctor` prints. [operations.md](operations.md#alarms) says how alarms are found and
told.

Written by `make schema`; a test compares it with the database and the texts.

**at once** wakes people at any hour. **in the morning** waits for the end of an admin's quiet
hours. Alarms marked with *support* are told to those who look after customers as well."""


async def page(connection: Connection) -> str:
    kinds = await connection.fetch(KINDS)
    follows = {row["cause"]: row["effects"] for row in await connection.fetch(CAUSES)}
    return "\n".join([HEAD, *sections(kinds, follows, alerts())]) + "\n"


def alerts() -> Mapping[str, Sequence[str]]:
    """The alerts of Prometheus, by the section that says what to do."""
    found = defaultdict(list)
    for rule in RULES.read_text().split("- alert: ")[1:]:
        section = re.search(r"runbook: docs/runbook\.md#(\S+)", rule)
        found[section[1] if section else ""].append(rule.split()[0])
    return found


def sections(
    kinds: Sequence[asyncpg.Record],
    follows: Mapping[str, Sequence[str]],
    alerts: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    catalog = Catalog.load()
    by_help = defaultdict(list)
    for kind in kinds:
        by_help[kind["help"]].append(kind)
    for name in (*by_help, *(name for name in sorted(alerts) if name not in by_help)):
        yield from ("", f"## {name}", "")
        if kinds := by_help.get(name, []):
            yield from ("| alarm | it means | it is told |", "|---|---|---|")
            for kind in kinds:
                yield _row(catalog, kind)
            yield ""
        if named := alerts.get(name):
            yield from (f"In Prometheus: {', '.join(named)}.", "")
        yield markdown(catalog.format("en", f"admin-alarm-do-{name}", {}))
        for kind in kinds:
            if effects := follows.get(kind["name"]):
                names = ", ".join(f"`{effect}`" for effect in effects)
                yield from ("", f"From `{kind['name']}` may follow: {names}.")


def _row(catalog: Catalog, kind: asyncpg.Record) -> str:
    name = kind["name"] + ("_…" if kind["pattern"] else "")
    if kind["name"].startswith("topic_"):
        name = kind["name"] + "[:…]"
    title = catalog.format("en", f"admin-alarm-{kind['name']}", {"subject": "…"})
    told = "at once" if kind["severity"] == "now" else "in the morning"
    heard = ", *support*" if kind["concerns_customers"] else ""
    return f"| `{name}` | {markdown(title)} | {told}{heard} |"


def markdown(html: str) -> str:
    return unescape(re.sub(r"</?b>", "**", re.sub(r"</?code>", "`", html)))


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def what_to_do(section: str) -> str:
    """In English, as plain text."""
    return plain(Catalog.load().format("en", f"admin-alarm-do-{section}", {}))


def write(text: str) -> bool:
    """Whether something changed."""
    if PAGE.exists() and PAGE.read_text() == text:
        return False
    PAGE.write_text(text)
    return True
