"""Telegram's side of the webhook, as fast as Python can play it."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from bench.processes import SECRET

# The number of connections that Telegram opens by default.
CONNECTIONS = 40
LENGTH = re.compile(rb"(?i)content-length: *(\d+)")


def message(update_id: int, chat_id: int, text: str) -> bytes:
    """The body of an update as Telegram sends it."""
    person = {
        "id": chat_id,
        "is_bot": False,
        "first_name": "Ann",
        "username": f"ann{chat_id}",
        "language_code": "en",
    }
    chat = {"id": chat_id, "first_name": "Ann", "username": f"ann{chat_id}", "type": "private"}
    body = {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "from": person,
            "chat": chat,
            "date": 1_800_000_000,
            "text": text,
            "entities": [{"offset": 0, "length": len(text), "type": "bot_command"}],
        },
    }
    return json.dumps(body).encode()


@dataclass
class Tally:
    """The counts of answers."""

    taken: int = 0
    refused: int = 0


class Sender(asyncio.Protocol):
    """Posts the next update whenever the last one was answered."""

    def __init__(self, updates: Iterator[bytes], tally: Tally, ended: Callable[[], None]) -> None:
        self._updates = updates
        self._tally = tally
        self._ended = ended
        self._transport: asyncio.Transport | None = None
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's does not descend from it
        self._post()

    def data_received(self, data: bytes) -> None:
        """Head and body of an answer may arrive separately."""
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if found and len(body) >= int(LENGTH.findall(head)[0]):
            self._tally.taken += head.startswith(b"HTTP/1.1 200")
            self._tally.refused += not head.startswith(b"HTTP/1.1 200")
            self._answer = b""
            self._post()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended()

    def _post(self) -> None:
        assert self._transport is not None
        body = next(self._updates, None)
        if body is None:
            self._transport.close()
            return
        self._transport.write(
            b"POST /telegram HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            b"X-Telegram-Bot-Api-Secret-Token: %b\r\nContent-Length: %d\r\n\r\n%b"
            % (SECRET.encode(), len(body), body)
        )


async def send(port: int, updates: Iterator[bytes]) -> tuple[Tally, float]:
    """Posts all updates; returns what was answered, and the seconds that it took."""
    loop, tally, open_ = asyncio.get_running_loop(), Tally(), asyncio.Semaphore(0)
    started = time.perf_counter()
    for _ in range(CONNECTIONS):
        await loop.create_connection(
            lambda: Sender(updates, tally, open_.release), "127.0.0.1", port
        )
    for _ in range(CONNECTIONS):
        await open_.acquire()
    return tally, time.perf_counter() - started
