"""Parses a stored update into aiogram's type, as far as this version knows its content."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from aiogram import Bot
from aiogram.types import Update
from pydantic import ValidationError

UPDATE_KINDS = frozenset(Update.model_fields) - {"update_id"}
# Bot API adds a few types at a time; something that needs more than this is not an update.
_MOST_LEFT_OUT = 30


def parse_update(fields: Mapping[str, Any], bot: Bot) -> Update | None:
    """Returns the update without the parts that this version cannot read: a message that quotes
    something new is still a message. None when nothing of it is left."""
    left: Any = fields
    for _ in range(_MOST_LEFT_OUT):
        if not UPDATE_KINDS & left.keys():
            return None
        try:
            return Update.model_validate(left, context={"bot": bot})
        except ValidationError as error:
            wrong = error.errors(include_url=False, include_context=False, include_input=False)
            left = _without(left, wrong[0]["loc"])
    return None


def _without(fields: Mapping[str, Any], place: Sequence[int | str]) -> Any:
    """Removes the innermost existing part on the path. The path also contains the names of types
    that might have been there."""
    left: Any = deepcopy(fields)
    node: Any = left
    holder: Any = left
    key: Any = None
    for step in place:
        if has(node, step):
            holder, key, node = node, step, node[step]
    if key is None:
        return {}
    del holder[key]
    return left


def has(node: object, step: int | str) -> bool:
    match node:
        case dict():
            return step in node
        case list():
            return isinstance(step, int) and step < len(node)
    return False
