"""How the admin menu names people and what is theirs, and says why something is refused."""

from typing import Protocol

from bot.admin_api import Refused
from texts import Translator


class Person(Protocol):
    @property
    def user_id(self) -> int | None: ...
    @property
    def username(self) -> str | None: ...
    @property
    def first_name(self) -> str | None: ...


def named(say: Translator, one: Person) -> str:
    """For an argument of a text or a label, which escape it."""
    if one.username:
        return f"@{one.username}"
    if one.first_name:
        return one.first_name
    if one.user_id is None:
        return say("button-admin-nobody")
    return say("button-admin-customer-number", id=str(one.user_id))


def shortened(text: str | None, longest: int = 160) -> str:
    found = text or ""
    return found if len(found) <= longest else found[: longest - 1] + "…"


def why_refused(say: Translator, refused: Refused) -> str:
    """Uses the words of a refusal if it has any. After the words for an SQLSTATE, it adds what the
    database said."""
    if refused.key is None:
        return str(refused)
    why = say("admin-why", key=refused.key)
    if refused.key.islower():
        return why
    return say("admin-why-more", why=why, more=shortened(str(refused), 120))
