"""Forms: the bot asks an admin field by field, shows the whole form, and does what it says when he
confirms.

A form is kept in the database while it is filled in, so any bot process can go on with it. It has a
token, a uuid, which is also the request id of its action: a confirmation that is handled twice acts
once.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from aiogram.types import Message

from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.screens import Screen
from texts import Value

JsonValue = Any
# What a reason may have, as billing.require_reason says.
LONGEST_REASON = 1000


@dataclass(frozen=True)
class Draft:
    """A form that is being filled in. `values`: what was answered so far; None: left out."""

    form: str
    token: str
    about: int | None = None
    word: str | None = None
    values: Mapping[str, JsonValue] = ()  # type: ignore[assignment]
    answered: str | None = None
    """The request that was answered last: one that is handled again answers nothing more."""
    done: Mapping[str, str] | None = None
    """What was done and where to go from there, once it was; the values are forgotten then."""

    @property
    def request(self) -> UUID:
        return UUID(self.token)

    def with_value(self, name: str, value: JsonValue, request: UUID | None) -> "Draft":
        return replace(self, values={**self.values, name: value}, answered=str(request))

    def with_result(self, text: str, to: AdminGo) -> "Draft":
        return replace(self, values={}, done={"text": text, "to": to.pack()})

    def to_json(self) -> dict[str, JsonValue]:
        return {
            "name": self.form,
            "token": self.token,
            "about": self.about,
            "word": self.word,
            "values": dict(self.values),
            "answered": self.answered,
            "done": self.done,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, JsonValue]) -> "Draft":
        return cls(
            kept["name"],
            kept["token"],
            kept["about"],
            kept["word"],
            kept["values"],
            kept.get("answered"),
            kept.get("done"),
        )


@dataclass(frozen=True)
class Choice:
    """`value`: at most 48 bytes, without a colon; `stands_for`: what is kept in its place, where
    that may be longer."""

    label: str
    value: str
    stands_for: str | None = None


@dataclass(frozen=True)
class Field:
    """A question of a form: its texts are admin-ask-<name> and admin-field-<name>."""

    name: str
    read: Callable[[Message], JsonValue | None]
    """Reads an answer that was written or sent; None: it is none."""
    choices: Callable[[Admin, Draft], Awaitable[Sequence[Choice]]] | None = None
    """Answers to tap; a tapped value goes through `pick`."""
    pick: Callable[[str], JsonValue] = str
    shown: Callable[[Admin, Draft, JsonValue], Value] = lambda admin, draft, value: str(value)
    optional: bool = False
    """It can be left out."""
    told_above: bool = False
    """What the form is about says the answer, in words that need more than the answer."""
    asked_if: Callable[[Draft], bool] = lambda draft: True
    complete: Callable[[Admin, Draft, JsonValue], Awaitable[JsonValue | None]] | None = None
    """Adds to what was read what the database or Telegram knows of it; None: it is no answer.
    Raises Refused, which says why."""


@dataclass(frozen=True)
class Done:
    """What was done, in words, and where to go from there."""

    text: str
    to: AdminGo


@dataclass(frozen=True)
class Form:
    """Its title is the text admin-form-<name>."""

    name: str
    permission: str
    fields: Sequence[Field]
    act: Callable[[Admin, Draft], Awaitable[Done | Screen]]
    """Raises Refused; then the form stays."""
    back: Callable[[Draft], AdminGo]
    """Where somebody goes who cancels it."""
    about: Callable[[Admin, Draft], Awaitable[str]] | None = None
    """Whom or what it is about, and once all is filled in, what will happen; above the fields."""
    at_once: bool = False
    """It changes nothing, such as a search, and is not confirmed."""

    def next_field(self, draft: Draft) -> Field | None:
        return next(
            (f for f in self.fields if f.name not in draft.values and f.asked_if(draft)), None
        )


def text(message: Message) -> str | None:
    found = (message.text or "").strip()
    return found if found and not found.startswith("/") else None


def reason(message: Message) -> str | None:
    found = text(message)
    return found if found and len(found) <= LONGEST_REASON else None


def whole_number(message: Message) -> int | None:
    found = text(message) or ""
    digits = found.replace("\u00a0", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


REASON = Field("reason", reason)
"""Why, in words that the customer reads where it is about one, and the audit always."""
