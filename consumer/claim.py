"""Reads what a claim handed out. One payload that cannot be read harms no other."""

import json
import re
from typing import Any

# Python refuses whole numbers of more than 4300 digits and what is nested too deep; what
# PostgreSQL stored may have both.
_UNREADABLE = (ValueError, RecursionError)
_BRACKET_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
_HEAD = re.compile(r'\[("(?:[^"\\]|\\.)*"), (\d+), ("[a-z0-9_.]+"), ')
_TAIL = re.compile(r', (\d+), (null|"[^"]*"), (null|"(?:[^"\\]|\\.)*")\]\Z')


class Unreadable:
    """Stands in a message's place for the payload that could not be read."""


def decoded(claim: str) -> dict[str, Any]:
    """What `claim` of outbox or inbox returned, with Unreadable for such payloads."""
    try:
        batch: dict[str, Any] = json.loads(claim)
    except _UNREADABLE:
        around, messages = _taken_apart(claim)
        batch = {**json.loads(around), "messages": [_message(one) for one in messages]}
    return batch


def _message(text: str) -> list[Any]:
    try:
        message: list[Any] = json.loads(text)
    except _UNREADABLE:
        (head,), (tail,) = _HEAD.findall(text), _TAIL.findall(text)
        message = [*map(json.loads, head), Unreadable(), *map(json.loads, tail)]
    return message


def _taken_apart(claim: str) -> tuple[str, list[str]]:
    """The claim without its messages, and the text of each message: [[...], [...]] as the last
    member of an object, told by the brackets outside of strings."""
    depth, start, first, messages = 0, 0, 0, []
    for match in _BRACKET_OR_STRING.finditer(claim):
        match match.group():
            case "[" | "{":
                depth += 1
                if depth == 2:
                    first = match.end()
                elif depth == 3:
                    start = match.start()
            case "]" | "}":
                if depth == 3:
                    messages.append(claim[start : match.end()])
                depth -= 1
    return claim[:first] + "]}", messages
