"""The other side of the webhooks, Telegram's and the providers', as fast as Python can play it."""

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
    """Sends the next request whenever the last one was answered."""

    def __init__(self, requests: Iterator[bytes], tally: Tally, ended: Callable[[], None]) -> None:
        self._requests = requests
        self._tally = tally
        self._ended = ended
        self._transport: asyncio.Transport | None = None
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's does not descend from it
        self._send()

    def data_received(self, data: bytes) -> None:
        """Head and body of an answer may arrive separately."""
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if found and len(body) >= int(LENGTH.findall(head)[0]):
            self._tally.taken += head.startswith(b"HTTP/1.1 200")
            self._tally.refused += not head.startswith(b"HTTP/1.1 200")
            self._answer = b""
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended()

    def _send(self) -> None:
        assert self._transport is not None
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._transport.write(request)


def post(path: str, body: bytes, *headers: str) -> bytes:
    lines = (f"POST {path} HTTP/1.1", "Host: bench", "Content-Type: application/json", *headers)
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
    return head.encode() + body


def update(body: bytes) -> bytes:
    """The request with which Telegram brings an update."""
    return post("/telegram", body, f"X-Telegram-Bot-Api-Secret-Token: {SECRET}")


async def send(
    port: int, requests: Iterator[bytes], connections: int = CONNECTIONS
) -> tuple[Tally, float]:
    """Sends all requests; returns what was answered, and the seconds that it took."""
    loop, tally, open_ = asyncio.get_running_loop(), Tally(), asyncio.Semaphore(0)
    started = time.perf_counter()
    for _ in range(connections):
        await loop.create_connection(
            lambda: Sender(requests, tally, open_.release), "127.0.0.1", port
        )
    for _ in range(connections):
        await open_.acquire()
    return tally, time.perf_counter() - started
