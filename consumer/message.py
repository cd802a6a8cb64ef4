"""What is handed out, and what is said about it afterwards.

Tuples where there is one for every message: they are made in a third of a frozen dataclass's time.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Message(NamedTuple):
    topic: str
    lane: str
    id: int
    kind: str
    payload: dict[str, Any]
    attempt: int


# Does what the message says. What it returns goes to the kind's done hook; what it raises (see
# gateways.errors) decides what becomes of the message.
Handler = Callable[[Message], Awaitable[dict[str, Any] | None]]

# Hears of every outcome: done, waiting, dead, dropped, or lost (its lease was over); with seconds.
Observer = Callable[[Message, str, float], None]


class Claimed(NamedTuple):
    """A message, or one that is to be buried unsent for a reason that the database found."""

    message: Message
    reason: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The messages at the head of a lane that one claim handed out under one lease."""

    lane: str
    token: int
    deadline: float
    claimed: deque[Claimed] = field(default_factory=deque)
