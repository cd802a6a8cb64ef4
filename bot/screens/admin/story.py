"""A customer's story: all that happened to him, in the words of the admin's language where there
are some. The details are those of ops.explain, which are English."""

from collections.abc import Sequence

from bot.admin_api.customers import StoryLine
from bot.admin_callbacks import AdminGo
from bot.screens.admin.audit import action_words, subject_words
from bot.screens.admin.base import PAGE, admin_screen, back_to, pages, paragraphs
from bot.screens.admin.customers import card_place, notice_words
from bot.screens.admin.people import shortened
from bot.screens.base import Screen
from texts import Translator, moment, money

# Eight of them stay below the 4096 characters of a message.
_LONGEST_DETAIL = 220
BY_HAND = "by hand: "
# Subjects of the audit whose names are two words (ops.story_of_changes).
_TWO_WORDS = ("company request", "money event", "payment method", "personal price", "promo code")


def story_screen(say: Translator, here: AdminGo, found: Sequence[StoryLine]) -> Screen:
    text = paragraphs([say("admin-story"), *(_line(say, one) for one in found[:PAGE])])
    turn = pages(say, here, (here.page or 0) * PAGE + len(found))
    return admin_screen(text, turn, back_to(say, card_place(here.about or 0)))


def _line(say: Translator, one: StoryLine) -> str:
    detail = _detail(say, one)
    return say(
        "admin-story-line",
        at=moment(one.at),
        what=what_words(say, one.what),
        has_amount="no" if one.amount is None else "yes",
        amount=money(one.amount or 0, one.currency or "XTR"),
        has_detail="yes" if detail else "no",
        detail=shortened(detail, _LONGEST_DETAIL),
        has_ref="yes" if one.ref else "no",
        ref=_ref(say, one.ref or ""),
    )


def what_words(say: Translator, what: str) -> str:
    """Actions of the audit have words there; everything else is a case of admin-story-what."""
    if what.startswith(BY_HAND):
        action = what.removeprefix(BY_HAND).replace(" ", "_")
        return say("admin-story-by-hand", action=action_words(say, f"operation.{action}"))
    words = say("admin-story-what", what=what.replace(" ", "_"))
    return words if words != "-" else action_words(say, _action(what))


def _action(what: str) -> str:
    subject = next((one for one in _TWO_WORDS if what.startswith(f"{one} ")), what.split(" ")[0])
    verb = what[len(subject) + 1 :]
    return f"{subject}.{verb}".replace(" ", "_")


def _detail(say: Translator, one: StoryLine) -> str:
    """A notice that he was told has the words of that notice."""
    detail = one.detail or ""
    if one.what not in ("told", "not delivered"):
        return detail
    notice, comma, rest = detail.partition(", ")
    return f"{notice_words(say, notice.replace(' ', '-'))}{comma}{rest}"


def _ref(say: Translator, ref: str) -> str:
    """Such as "order 7"."""
    subject, _, number = ref.rpartition(" ")
    if not number.isdecimal() or "," in subject:
        return ref
    return f"{subject_words(say, subject.replace(' ', '_'))} {number}"
