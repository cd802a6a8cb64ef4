"""The audit: who changed what, newest first, narrowed by who, about what and what."""

import re

from bot.admin_api.audit import Audit, AuditChoice, AuditFilter
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.audit import (
    action_words,
    audit_choices_screen,
    audit_screen,
    subject_words,
)
from bot.screens.admin.base import PAGE

# How a button says what the log is narrowed to: who_12, about_plan, did_operation__credit.
_PREFIXES = {"admin": "who_", "subject": "about_", "action": "did_"}
_WORD = re.compile(r"[a-z0-9_]{1,32}")


def word_of(what: str, value: str) -> str | None:
    """Returns None for a word that no button can carry."""
    word = _PREFIXES[what] + value.replace(".", "__")
    return word if _WORD.fullmatch(word) else None


def filter_of(word: str | None) -> AuditFilter:
    kind, _, value = (word or "").partition("_")
    match kind:
        case "all":
            return AuditFilter(by_hand=False)
        case "who" if value.isdigit():
            return AuditFilter(admin_id=int(value))
        case "about":
            return AuditFilter(subject=value)
        case "did":
            return AuditFilter(action=value.replace("__", "."))
    return AuditFilter()


async def show_audit(admin: Admin, here: AdminGo) -> Screen:
    wanted = filter_of(here.word)
    found = await Audit(admin.calls).lines(wanted, (here.page or 0) * PAGE, PAGE + 1)
    narrowed = None
    if wanted.subject is not None:
        narrowed = subject_words(admin.say, wanted.subject)
    if wanted.action is not None:
        narrowed = action_words(admin.say, wanted.action)
    if wanted.admin_id is not None:
        name = next((one.name for one in found if one.name), None)
        narrowed = name or str(wanted.admin_id)
    return audit_screen(admin.say, here, found, narrowed)


async def show_choices(admin: Admin, here: AdminGo) -> Screen:
    what = here.word if here.word in _PREFIXES else "subject"
    offered: list[tuple[AuditChoice, AdminGo]] = []
    for one in await Audit(admin.calls).choices(what):
        word = word_of(what, one.value)
        if word is not None:
            offered.append((one, AdminGo(place="audit", word=word)))
    return audit_choices_screen(admin.say, here, offered)


PART = Part(places={"audit": show_audit, "audit_by": show_choices}, entries={"audit": "audit"})
