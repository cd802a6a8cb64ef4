"""Support: answers to common questions, and the user's ticket."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import get_args

from bot.api import TicketLine
from bot.callbacks import AskSupport, Go, Question, ReadAnswer, Solved, Topic
from bot.screens.base import Name, Row, Screen, back, button, half_rows, main_button, screen
from texts import Translator, moment

ANSWERS: Mapping[Question, str] = {
    "pay": "faq-pay",
    "connect": "faq-connect",
    "slow": "faq-slow",
    "devices": "faq-devices",
    "refund": "faq-refund",
}
# Where an answer says what to do, the button that does it.
_NEXT: Mapping[Question, tuple[str, Go]] = {
    "pay": ("button-buy", Go(place="plans")),
    "connect": ("button-connect", Go(place="access")),
    "slow": ("button-connect", Go(place="access")),
    "devices": ("button-connect", Go(place="access")),
    "refund": ("button-history", Go(place="history")),
}
# The screen in which a user writes to support: its name says about what.
WRITING: Mapping[Topic, Name] = {
    "access": "ticket_access",
    "payment": "ticket_payment",
    "other": "ticket_other",
    "company": "ticket_company",
}
# How much of a message the history shows.
_LONGEST = 250


def support_screen(say: Translator, lines: Sequence[TicketLine]) -> Screen:
    questions = [
        button(say("button-faq", question=question), ReadAnswer(question=question))
        for question in get_args(Question)
    ]
    if not lines:
        return screen(
            "support",
            say("support"),
            *half_rows(questions),
            *_topics(say),
            back(say),
        )
    last = lines[-1]
    heading = say("support-ticket", ticket=last.ticket_id, open="yes" if last.is_open else "no")
    own = [main_button(say("button-write-more"), AskSupport(topic=last.topic))]
    if last.is_open:
        own.append(button(say("button-solved"), Solved(ticket=last.ticket_id)))
    return screen(
        "support",
        "\n\n".join([heading, *ticket_lines(say, lines)]),
        *([own] if last.is_open else _topics(say)),
        *half_rows(questions),
        back(say),
    )


def ticket_lines(
    say: Translator, lines: Sequence[TicketLine], *, for_support: bool = False
) -> list[str]:
    """`for_support`: the reader is not the user."""
    return [_line(say, line, "customer" if for_support else "user") for line in lines]


def _line(say: Translator, line: TicketLine, user: str) -> str:
    sender = user if line.sender == "user" else line.sender
    heading = say("support-line", sender=sender, kind=line.kind, sent=moment(line.sent_at))
    if not line.body:
        return heading
    cut = line.body if len(line.body) <= _LONGEST else line.body[:_LONGEST] + "…"
    return f"{heading}\n{escape(cut, quote=False)}"


def ask_screen(say: Translator, topic: Topic, lines: Sequence[TicketLine] = ()) -> Screen:
    """What the user writes now goes to support. An open ticket already shows what happened."""
    if lines and lines[-1].is_open and lines[-1].topic == topic:
        text = say("support-more", ticket=lines[-1].ticket_id)
    else:
        text = say("support-ask", topic=topic)
    return screen(WRITING[topic], text, back(say, Go(place="support")))


def written_screen(say: Translator, topic: Topic, ticket: int, *, is_read: bool) -> Screen:
    """`is_read`: whether it was passed on to anybody."""
    return screen(
        WRITING[topic],
        say("support-written" if is_read else "support-written-unread", ticket=ticket),
        [button(say("button-solved"), Solved(ticket=ticket))],
        [button(say("button-menu"), Go(place="menu"))],
    )


def answer_screen(say: Translator, question: Question) -> Screen:
    label, place = _NEXT[question]
    topic: Topic = "payment" if question in ("pay", "refund") else "access"
    return screen(
        "faq",
        say(ANSWERS[question]),
        [button(say(label), place)],
        [button(say("button-ask-anyway"), AskSupport(topic=topic))],
        back(say, Go(place="support")),
    )


def _topics(say: Translator) -> list[Row]:
    """Companies have a form of their own."""
    topics: Sequence[Topic] = ("access", "payment", "other")
    return [[button(say("button-ask", topic=topic), AskSupport(topic=topic)) for topic in topics]]
