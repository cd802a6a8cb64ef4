"""Runs uvicorn for the bot and the subscription page. It adds time limits for clients that open
connections and send little, and an orderly stop."""

import asyncio
import os
import re
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast
from uuid import uuid4

import uvicorn
from fastapi import FastAPI
from pydantic import IPvAnyAddress
from starlette.types import ASGIApp, Receive, Scope, Send
from structlog.contextvars import bind_contextvars
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Seconds from the connection, or the last answer, until the head of a request is complete.
HEAD_TIMEOUT = 10.0
KEEP_ALIVE = 30
# Concurrent connections: Telegram opens 40, a proxy keeps some, and each may carry a body of 1 MB.
MOST_CONNECTIONS = 200
# uvloop accepts one connection a turn of the loop for each descriptor that listens. Twenty clients
# that connect while turns take 10 ms were answered after 23 turns with one, after 6 with eight.
ACCEPTED_A_TURN = 8
# How long running requests may take when the process must stop, in seconds.
LAST_REQUESTS = 5
# What a proxy calls a request; anybody can write it, so only what is a name gets into the log.
REQUEST_ID = "x-request-id"
_SANE = re.compile(rb"[A-Za-z0-9_.-]{8,64}")


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


class Server(uvicorn.Server):
    """Leaves signals to the program that it is part of."""

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        own = sockets or []
        more = [one.dup() for one in own for _ in range(ACCEPTED_A_TURN - 1)]
        await super().serve([*own, *more])

    def stop(self) -> None:
        """Accepts nothing new, and finishes what is in flight. The second call does not wait for
        that."""
        self.force_exit = self.should_exit
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class NamesRequests:
    """Gives all log lines of a request the id that the proxy gave it, or a generated one. Each
    request runs in its own task, whose context no other request has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            bind_contextvars(request=request_id(scope["headers"]))
        await self._app(scope, receive, send)


def request_id(headers: Sequence[tuple[bytes, bytes]]) -> str:
    """`headers` are those of ASGI, with names in lower case."""
    given = [value for name, value in headers if name == REQUEST_ID.encode()]
    if len(given) == 1 and _SANE.fullmatch(given[0]):
        return given[0].decode()
    return uuid4().hex


def configuration(app: FastAPI, proxies: Sequence[str] | None = None) -> uvicorn.Config:
    """`proxies`: the addresses and networks whose X-Forwarded-For is trusted; None for this machine
    only."""
    return uvicorn.Config(
        NamesRequests(app),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        forwarded_allow_ips=None if proxies is None else list(proxies),
        http=Protocol,
        timeout_keep_alive=KEEP_ALIVE,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )


def listen(host: IPvAnyAddress, port: int, prefix: str = "") -> socket.socket:
    """`prefix`: what the names of its settings begin with, for the line with which the process
    ends."""
    family = socket.AF_INET if host.version == 4 else socket.AF_INET6
    try:
        return socket.create_server((str(host), port), family=family, backlog=2048)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        sys.exit(f"{prefix}PORT {port} on {prefix}HOST {host} cannot be used: {reason}")
