"""Decodes the result of a claim. A payload that cannot be decoded does not affect the others."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, repeat, starmap
from typing import Any, NamedTuple

from consumer.message import Message

# Python refuses integers of more than 4300 digits and deep nesting; PostgreSQL may have stored
# both.
_UNDECODABLE = (ValueError, RecursionError)
_BRACKET_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
_HEAD = re.compile(r'\[("(?:[^"\\]|\\.)*"), (\d+), ("[a-z0-9_.]+"), ')
_TAIL = re.compile(r', (\d+), (null|"[^"]*"), (null|"(?:[^"\\]|\\.)*")\]\Z')


class Undecodable:
    """Replaces the payload of a message that could not be decoded."""


class Unsent(NamedTuple):
    """Replaces the payload of a message that must be buried, for a reason that the database
    found."""

    reason: str
    error: str


@dataclass(frozen=True, slots=True)
class Run:
    """The messages at the head of a lane that one claim handed out under one lease."""

    lane: str
    destination: str
    token: int
    deadline: float
    claimed: deque[Message] = field(default_factory=deque)


@dataclass(frozen=True, slots=True)
class Claim:
    """The result of one call of `claim`. Times are in seconds; `deadline` is a value of
    time.monotonic(). `next_in` says when the next claim is worthwhile; None if nothing is known to
    become due. The messages come in the order of `destinations`, which has the number of messages
    for each."""

    token: int | None
    deadline: float
    timeout: float
    next_in: float | None
    destinations: dict[str, int]
    messages: list[list[Any]]

    @classmethod
    def decode(cls, answer: str, asked_at: float) -> "Claim":
        """Takes the answer of outbox.claim or inbox.claim, and the time when the claim was sent."""
        fields = _decode(answer)
        return cls(
            fields["token"],
            asked_at + fields["lease"],
            fields["timeout"],
            fields["next_in"],
            fields["destinations"],
            fields["messages"],
        )

    def runs(self, topic: str) -> Iterator[Run]:
        run: Run | None = None
        destinations = chain.from_iterable(starmap(repeat, self.destinations.items()))
        for destination, claimed in zip(destinations, self.messages, strict=True):
            lane, id_, kind, payload, attempt, reason, error = claimed
            if run is None or run.lane != lane:
                if run is not None:
                    yield run
                assert self.token is not None
                run = Run(lane, destination, self.token, self.deadline)
            if reason is not None:
                payload = Unsent(reason, error or "")
            run.claimed.append(Message(topic, lane, id_, kind, payload, attempt, destination))
        if run is not None:
            yield run


def _decode(answer: str) -> dict[str, Any]:
    """Returns the fields of the answer, with Undecodable in place of payloads that cannot be
    decoded."""
    try:
        fields: dict[str, Any] = json.loads(answer)
    except _UNDECODABLE:
        around, messages = _split(answer)
        fields = {**json.loads(around), "messages": [_decode_message(one) for one in messages]}
    return fields


def _decode_message(text: str) -> list[Any]:
    try:
        message: list[Any] = json.loads(text)
    except _UNDECODABLE:
        (head,), (tail,) = _HEAD.findall(text), _TAIL.findall(text)
        message = [*map(json.loads, head), Undecodable(), *map(json.loads, tail)]
    return message


def _split(answer: str) -> tuple[str, list[str]]:
    """Returns the answer without its messages, and the text of each message. The messages are the
    last member of an object, [[...], [...]]; brackets outside strings delimit them."""
    depth, start, first, messages = 0, 0, 0, []
    for match in _BRACKET_OR_STRING.finditer(answer):
        match match.group():
            case "[" | "{":
                depth += 1
                if depth == 2:
                    first = match.end()
                elif depth == 3:
                    start = match.start()
            case "]" | "}":
                if depth == 3:
                    messages.append(answer[start : match.end()])
                depth -= 1
    return answer[:first] + "]}", messages
