"""The admin menu says in words what the audit, the notices and the refusals are called in the
database."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

import pytest
from fluent.syntax import FluentParser, ast

from bot.admin_api import Refused
from bot.screens.admin.people import why_refused
from tests.support import REPOSITORY, Connection
from tests.support.texts import messages
from texts import ADMIN_LANGUAGES, Catalog

NOW = datetime(2027, 1, 31, 20, 0, tzinfo=UTC)
LANGUAGES = sorted({*ADMIN_LANGUAGES.values(), "en"})
# What the second word of an action is taken from, where SQL composes it.
COMPOSED = {
    "broadcast.%s": ("paused", "sending", "cancelled", "deleting", "draft"),
    "dispute.%s": ("opened", "won", "lost"),
    "payment.%s": ("credited", "credited_without_order", "suspense"),
    "payout.%s": ("sent", "failed"),
    "renewal.%s": ("announced", "price_risen", "short", "unavailable", "charging"),
    "suspense.%s": ("assignment", "return"),
    "ticket.%s": ("opened", "reopened"),
    "withdrawal.%s": ("paid", "failed", "rejected", "cancelled"),
}
# They look like actions, and name something else.
NO_ACTIONS = {
    "cron.job_run_details",
    "jobs.run",
    "jobs.step",
    "outbox.message_ids",
    "outbox.tokens",
}
# Written by whoever sends them, to people who are no customers.
NO_NOTICES = ("admin-", "button-", "toast-", "support-card", "support-failed", "support-is-closed")


def cases(language: str, name: str) -> set[str]:
    """The keys of a text that is one choice."""
    file = REPOSITORY / "texts" / language / "admin_words.ftl"
    if name == "admin-rule-name":
        file = file.with_name("admin_shop.ftl")
    entry = next(
        one
        for one in FluentParser().parse(file.read_text()).body
        if isinstance(one, ast.Message) and one.id.name == name
    )
    assert entry.value is not None
    chosen = entry.value.elements[0].expression  # type: ignore[union-attr]
    assert isinstance(chosen, ast.SelectExpression)
    return {one.key.name for one in chosen.variants if isinstance(one.key, ast.Identifier)} | {
        str(one.key.value) for one in chosen.variants if isinstance(one.key, ast.NumberLiteral)
    }


def statements() -> Iterator[str]:
    """What SQL says, without its comments on objects."""
    for folder in ("functions", "jobs"):
        for file in (REPOSITORY / "sql" / folder).rglob("*.sql"):
            yield re.sub(r"^comment on .*?;\n", "", file.read_text(), flags=re.M | re.S)


async def actions(db: Connection) -> set[str]:
    """All that SQL may write as app.audit.action, but for changes of configuration tables."""
    text = "\n".join(statements())
    known = {row["name"] for row in await db.fetch("select name from outbox.kinds")} | {
        row["name"]
        for row in await db.fetch(
            "select pronamespace::regnamespace || '.' || proname as name from pg_proc"
            " union all select relnamespace::regnamespace || '.' || relname from pg_class"
        )
    }
    literal = set(re.findall(r"'([a-z][a-z_]*\.[a-z][a-z_]*)'", text)) - known - NO_ACTIONS
    composed = set(re.findall(r"format\('([a-z_]+\.%s)'", text)) - {"clearing.%s", "operation.%s"}
    assert composed <= COMPOSED.keys(), composed - COMPOSED.keys()
    operations = set(re.findall(r"begin_operation\(\s*p_request, '(\w+)'", text))
    assert len(operations) >= 8
    return (
        {action for action in literal if not action.startswith("tickover.")}
        | {kind.replace("%s", verb) for kind in composed for verb in COMPOSED[kind]}
        | {f"operation.{name}" for name in operations}
        | {f"admin.{verb}" for verb in ("made", "changed", "removed")}
    )


async def subjects(db: Connection) -> set[str]:
    """All that SQL may write as app.audit.subject."""
    text = "\n".join(statements())
    after_an_action = r"'[a-z][a-z_]*\.[a-z_%]+'(?:, [\w.]+\))?(?:\s+end)?,\s*'([a-z_]+)'"
    told = set(re.findall(after_an_action, text)) - {"id", "name", "token"}
    return told | set(await configured(db)) | {"order", "user"}


async def configured(db: Connection) -> list[str]:
    found = await db.fetch(
        r"""
        select distinct replace(encode(t.tgargs, 'escape'), '\000', '') as subject
        from pg_trigger as t
        where t.tgfoid = to_regproc('app.record_owner_change')
        """
    )
    assert len(found) > 10
    return [row["subject"] for row in found]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_action_and_subject_of_the_audit_has_its_words(
    db: Connection, language: str
) -> None:
    known = cases(language, "admin-action")
    assert {one for one in await actions(db) if one.replace(".", "-") not in known} == set()
    assert await subjects(db) - cases(language, "admin-subject") == set()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_words_are_left_of_what_is_not_written_any_more(
    db: Connection, language: str
) -> None:
    changes = product(await configured(db), ("added", "changed", "removed"))
    written = await actions(db) | {".".join(change) for change in changes}
    unused = cases(language, "admin-action") - {one.replace(".", "-") for one in written}
    assert unused - {"other"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_notice_has_its_words(db: Connection, language: str) -> None:
    sent = set()
    for text in statements():
        if re.search(r"\bnotif|notice", text):
            sent |= set(re.findall(r"'([a-z]+(?:-[a-z0-9]+)*)'", text))
    customers = {
        name
        for file in ("cart", "gift_notices", "money", "notices", "referral")
        for name in messages(language, file)
    }
    expected = {name for name in sent & customers if not name.startswith(NO_NOTICES)}
    assert len(expected) > 60
    assert expected - cases(language, "admin-notice") == set()
    rules = {row["name"] for row in await db.fetch("select name from billing.notice_rules")}
    assert rules - cases(language, "admin-rule-name") == set()


CONFIGURATION = (
    "billing.plans, billing.plan_versions, billing.prices, vpn.panels, billing.notice_rules"
)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_refusal_has_its_words(db: Connection, language: str) -> None:
    """Of the constraints that app.refuse_change_of may name, and of every SQLSTATE that stands for
    what somebody wrote."""
    constraints = await db.fetch(
        "select conname from pg_constraint where contype in ('c', 'x')"
        " and conrelid = any ($1::text[]::regclass[])",
        CONFIGURATION.split(", "),
    )
    raised = {"TK010", "TK011", "TK056", "TK060", "TK061", "TK062", "TK063", "TK064", "TK066"}
    expected = {row["conname"] for row in constraints} | raised
    assert expected - cases(language, "admin-why") == set()


def test_a_refusal_is_said_in_the_language_of_the_admin() -> None:
    say = Catalog.load().translator("ru", "Europe/Moscow", NOW)
    by_constraint = Refused("a panel cannot be like this: weight is positive", "weight_is_positive")
    assert why_refused(say, by_constraint) == "Вес больше 0."
    by_state = why_refused(say, Refused("the setting is odd", "TK063"))
    assert by_state.startswith("Такое значение не подходит.")
    assert "the setting is odd" in by_state
    assert why_refused(say, Refused("Так нельзя")) == "Так нельзя"
