"""What is stuck, in plain words, and what each button does about it."""

from collections.abc import Sequence

from bot.admin_api.queues import DeadLetter, Stuck
from bot.admin_callbacks import AdminGo
from bot.screens.admin.base import (
    PAGE,
    admin_screen,
    back_to,
    form_button,
    lines,
    pages,
    paragraphs,
    place_button,
)
from bot.screens.base import Row, Screen
from texts import Translator, moment

HERE = AdminGo(place="stuck")
# How much of an error is shown.
SHORT = 200


def stuck_screen(say: Translator, found: Sequence[Stuck], here: AdminGo) -> Screen:
    start = (here.page or 0) * PAGE
    shown = found[start : start + PAGE]
    head = say("admin-stuck") if found else say("admin-nothing-stuck")
    return admin_screen(
        paragraphs([head, *(stuck_line(say, one) for one in shown)]),
        *(_step(say, one) for one in shown),
        pages(say, here, len(found)),
        back_to(say, AdminGo(place="menu")),
    )


def stuck_line(say: Translator, one: Stuck) -> str:
    detail = (one.detail or "")[:SHORT]
    return lines(
        say("admin-stuck-line", kind=one.kind, subject=one.subject or "", count=one.count),
        say("admin-stuck-detail", detail=detail) if detail else None,
        say("admin-stuck-since", at=moment(one.since)) if one.since else None,
    )


def _step(say: Translator, one: Stuck) -> Row:
    """Returns what can be done about it here; the rest heals itself, or is done at the server."""
    subject = one.subject or ""
    match one.kind:
        case "destination":
            return [form_button(say("button-admin-resume", name=subject), "resume", one.id)]
        case "dead":
            return [place_button(say("button-admin-dead", name=subject), "dead", word=subject)]
        case "parked":
            return [form_button(say("button-admin-unpark", name=subject), "unpark", word=subject)]
        case "brake":
            return [form_button(say("button-admin-release", name=subject), "release", word=subject)]
        case "access" | "drift":
            return [
                place_button(say("button-admin-open-panel", name=subject), "panel", word=subject)
            ]
    return []


def dead_screen(say: Translator, letters: Sequence[DeadLetter], here: AdminGo) -> Screen:
    """Shows the dead letters of a kind, to handle all at once or one by one."""
    kind, start = here.word, (here.page or 0) * PAGE
    shown = letters[start : start + PAGE]
    return admin_screen(
        paragraphs(
            [
                say("admin-dead", kind=kind or "", count=len(letters)),
                *(dead_line(say, one) for one in shown),
            ]
        ),
        *(
            [
                place_button(
                    say("button-admin-dead-letter", id=str(one.id)), "dead_letter", one.id, kind
                )
            ]
            for one in shown
        ),
        pages(say, here, len(letters)),
        [
            form_button(say("button-admin-redrive-all", count=len(letters)), "redrive", word=kind),
            form_button(say("button-admin-discard-all", count=len(letters)), "discard", word=kind),
        ]
        if letters
        else [],
        back_to(say, HERE),
    )


def dead_letter_screen(say: Translator, one: DeadLetter, kind: str) -> Screen:
    return admin_screen(
        dead_line(say, one),
        [
            form_button(say("button-admin-redrive"), "redrive", one.id, kind),
            form_button(say("button-admin-discard"), "discard", one.id, kind),
        ],
        back_to(say, AdminGo(place="dead", word=kind)),
    )


def dead_line(say: Translator, one: DeadLetter) -> str:
    return say(
        "admin-dead-line",
        id=str(one.id),
        subject=one.subject,
        reason=one.reason,
        error=(one.error or "–")[:SHORT],
        attempts=one.attempts,
        at=moment(one.buried_at),
    )
