"""The HandlerService of a V2Ray core: users of a running process, added and removed over gRPC.

curl carries the calls, because it speaks HTTP/2 without TLS: two kinds of small messages are no
reason for a gRPC library among the shop's packages. A message holds texts and other messages only.
"""

import asyncio
import re

PACKAGE = "v2ray.core.app.proxyman.command"
CURL = (
    "curl", "--disable", "--silent", "--show-error", "--noproxy", "*", "--max-time", "3",
    "--http2-prior-knowledge", "--header", "Content-Type: application/grpc",
    "--header", "TE: trailers", "--data-binary", "@-", "--output", "/dev/null",
    "--dump-header", "-",
)  # fmt: skip


class CoreError(Exception):
    """The core refused a call, or did not answer it."""


class HandlerService:
    """The users of one inbound that speaks VLESS; a user's e-mail address, which is what the core
    calls his name, is his uuid."""

    def __init__(self, port: int, inbound: str) -> None:
        self._url = f"http://127.0.0.1:{port}/{PACKAGE}.HandlerService/AlterInbound"
        self._inbound = inbound

    async def add_user(self, uuid: str) -> None:
        account = _typed("v2ray.core.proxy.vless.Account", _field(1, uuid))
        user = _field(2, uuid) + _field(3, account)
        await self._alter("AddUserOperation", _field(1, user))

    async def remove_user(self, uuid: str) -> None:
        await self._alter("RemoveUserOperation", _field(1, uuid))

    async def _alter(self, operation: str, message: bytes) -> None:
        request = _field(1, self._inbound) + _field(2, _typed(f"{PACKAGE}.{operation}", message))
        curl = await asyncio.create_subprocess_exec(
            *CURL,
            self._url,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        headers, error = await curl.communicate(b"\0" + len(request).to_bytes(4) + request)
        if not re.search(rb"^grpc-status: 0\r?$", headers, re.MULTILINE):
            raise CoreError(f"{operation}: {(error or headers).decode(errors='replace').strip()}")


# -- Protocol buffers


def _typed(name: str, message: bytes) -> bytes:
    """A TypedMessage: a message of any type, with the name of its type."""
    return _field(1, name) + _field(2, message)


def _field(number: int, value: str | bytes) -> bytes:
    """A text or a message: its number and wire type, its length, its bytes."""
    data = value.encode() if isinstance(value, str) else value
    return bytes([number << 3 | 2]) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
