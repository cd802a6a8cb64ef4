"""uvicorn, with time limits for clients that open connections and send little."""

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Seconds from the connection, or the last answer, until the head of a request is complete.
HEAD_TIMEOUT = 10.0
KEEP_ALIVE = 30
# Concurrent connections: Telegram opens 40, a proxy keeps some, and each may carry a body of 1 MB.
MOST_CONNECTIONS = 200


class Protocol(HttpToolsProtocol):
    _head_is_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self._head_is_due = self.loop.call_later(HEAD_TIMEOUT, self._hang_up)

    def on_message_begin(self) -> None:
        if self._head_is_due is None:
            self._head_is_due = self.loop.call_later(HEAD_TIMEOUT, self._hang_up)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head_has_come()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_has_come()
        super().connection_lost(exc)

    def _head_has_come(self) -> None:
        if self._head_is_due is not None:
            self._head_is_due.cancel()
            self._head_is_due = None

    def _hang_up(self) -> None:
        self._head_is_due = None
        self.transport.close()
