"""The audit, in words where there are some."""

import json
from collections.abc import Sequence

from bot.admin_api.audit import AuditChoice, AuditLine
from bot.admin_callbacks import AdminGo
from bot.screens.admin.base import (
    PAGE,
    admin_screen,
    back_to,
    fitting_rows,
    pages,
    paragraphs,
)
from bot.screens.admin.people import shortened
from bot.screens.base import Screen, button
from texts import Translator, moment

HERE = AdminGo(place="audit")
# Of a line: more is read in the database.
_MOST_CHANGES = 5
_LONGEST_CHANGES = 220


def audit_line(say: Translator, one: AuditLine) -> str:
    changes = _changes(one)
    subject = f"{subject_words(say, one.subject)} {one.subject_id or one.subject_key or ''}"
    return say(
        "admin-audit-line",
        at=moment(one.at),
        by=one.name or one.actor,
        action=action_words(say, one.action),
        subject=subject.strip(),
        changed="yes" if changes else "no",
        changes=changes,
        why="yes" if one.reason else "no",
        reason=shortened(one.reason),
    )


def action_words(say: Translator, action: str) -> str:
    """Changes of what an owner configures have the words of the thing, and whether it was added,
    changed or removed."""
    subject, _, verb = action.partition(".")
    key = action.replace(".", "-")
    return say("admin-action", action=key, subject=subject_words(say, subject), verb=verb)


def subject_words(say: Translator, subject: str) -> str:
    return say("admin-subject", subject=subject)


def _changes(one: AuditLine) -> str:
    parts = [
        f"{name}: {_value(new)}" if old is None else f"{name}: {_value(old)} → {_value(new)}"
        for name, (old, new) in list(one.changes().items())[:_MOST_CHANGES]
    ]
    return shortened("; ".join(parts), _LONGEST_CHANGES)


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shortened(text, 60)


def audit_screen(
    say: Translator, here: AdminGo, found: Sequence[AuditLine], narrowed: str | None
) -> Screen:
    text = paragraphs(
        [
            say("admin-audit", narrowed=narrowed or "", by=here.word or "hand"),
            *(audit_line(say, one) for one in found[:PAGE]),
            None if found else say("admin-nothing"),
        ]
    )
    filters = [
        button(say("button-admin-audit-by-hand"), HERE),
        button(say("button-admin-audit-all"), HERE.model_copy(update={"word": "all"})),
        button(say("button-admin-audit-who"), AdminGo(place="audit_by", word="admin")),
        button(say("button-admin-audit-about"), AdminGo(place="audit_by", word="subject")),
        button(say("button-admin-audit-what"), AdminGo(place="audit_by", word="action")),
    ]
    turn = pages(say, here, (here.page or 0) * PAGE + len(found))
    return admin_screen(text, turn, *fitting_rows(filters), back_to(say, AdminGo(place="menu")))


def audit_choices_screen(
    say: Translator, here: AdminGo, found: Sequence[tuple[AuditChoice, AdminGo]]
) -> Screen:
    first = (here.page or 0) * PAGE * 2
    shown = found[first : first + PAGE * 2]
    words = {"action": action_words, "subject": subject_words}.get(here.word or "")
    buttons = [
        button(words(say, one.value) if words else one.name or one.value, to) for one, to in shown
    ]
    text = say("admin-audit-choose") if found else say("admin-nothing")
    turn = pages(say, here, (len(found) + 1) // 2)
    rows = [[one] for one in buttons] if here.word == "action" else fitting_rows(buttons)
    return admin_screen(text, *rows, turn, back_to(say, HERE))
