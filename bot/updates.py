"""What must be known about a raw update to store it; the handler reads the rest."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.inbox import Event
from bot.parsing import UPDATE_KINDS
from bot.sanitizing import read_json

# The lane of updates without a chat or person, and of kinds that this version does not know.
# Updates that wait there for a newer program delay nobody.
NOBODY = "none"
# The same as the constraint of inbox.events.
_KIND = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


class NotAnUpdate(ValueError):
    """The body is not a Telegram update."""


@dataclass(frozen=True)
class Update:
    """An update as it is stored, in the lane of its chat or, without a chat, of its person; and its
    fields, as far as they can be read."""

    event: Event
    fields: Mapping[str, Any]

    @classmethod
    def parse(cls, body: bytes) -> "Update":
        fields = _fields(body)
        if not isinstance(fields, dict) or type(fields.get("update_id")) is not int:
            raise NotAnUpdate("no update_id")
        event = Event(str(fields["update_id"]), _kind(fields), _lane(fields), body, verified=True)
        return cls(event, fields)


def _fields(body: bytes) -> Any:
    try:
        return json.loads(body.decode())
    except (ValueError, RecursionError):
        pass
    try:
        return read_json(body)
    except ValueError as error:
        raise NotAnUpdate("no JSON") from error


def _kind(fields: Mapping[str, Any]) -> str | None:
    others = (name for name in fields if name != "update_id" and _KIND.fullmatch(name))
    return next((name for name in fields if name in UPDATE_KINDS), next(others, None))


def _lane(fields: Mapping[str, Any]) -> str:
    """Kinds of updates differ in where the chat is, but not in its name."""
    for kind, event in fields.items():
        match event:
            case _ if kind not in UPDATE_KINDS:
                continue
            # Behind what the person does in his own chat, not behind all others of the channel.
            case {"new_chat_member": {"user": {"id": int(person)}}} if kind == "chat_member":
                return _key(person)
            case {"chat": {"id": int(chat)}} | {"message": {"chat": {"id": int(chat)}}}:
                return _key(chat)
            case {"from": {"id": int(person)}} | {"user": {"id": int(person)}}:
                return _key(person)
    return NOBODY


def _key(id_: int) -> str:
    """No Telegram id is longer, so a longer one belongs to nobody."""
    return str(int(id_)) if abs(id_) < 1 << 63 else NOBODY
