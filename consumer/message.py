"""What a consumer passes to a handler, and how the two communicate.

A message is a tuple: 50k are created per second, and a tuple takes a third of the time of a frozen
dataclass.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from gateways.errors import Unknown


class Message(NamedTuple):
    topic: str
    lane: str
    id: int
    kind: str
    payload: dict[str, Any]
    attempt: int
    destination: str = "main"


# Performs the effect of a message. The result goes to the done hook of the kind; the exception (see
# gateways.errors) decides what becomes of the message.
Handler = Callable[[Message], Awaitable[dict[str, Any] | None]]

# Called with every outcome (done, waiting, dead, dropped, or lost: its lease had ended) and the
# seconds that it took.
Observer = Callable[[Message, str, float], None]


def by_kind(handlers: Mapping[str, Handler]) -> Handler:
    """Returns a handler that dispatches by kind. A kind without a handler waits for a program that
    knows it."""

    async def handle(message: Message) -> dict[str, Any] | None:
        handler = handlers.get(message.kind)
        if handler is None:
            raise Unknown(f"kind {message.kind}")
        return await handler(message)

    return handle
