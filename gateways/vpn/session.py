"""A login at a panel, shared by all calls: panels block clients that log in too often."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from gateways.errors import Denied
from gateways.vpn.wire import Unauthorized

T = TypeVar("T")

# How long a refused login is not repeated, in seconds. The calls that were in flight when a
# password changed would otherwise each try it once.
REFUSAL_HOLDS = 60.0


class Session:
    """`log_in` returns the proof of the login: a token or a cookie."""

    def __init__(self, log_in: Callable[[], Awaitable[str]]) -> None:
        self._log_in = log_in
        self._lock = asyncio.Lock()
        self._proof: str | None = None
        self._refused: tuple[Unauthorized, float] | None = None

    async def proof(self, instead_of: str | None = None) -> str:
        """Returns the current proof. `instead_of`: the panel did not accept this one; the first
        call that says so makes one new login, the others get its result."""
        async with self._lock:
            if self._proof is None or self._proof == instead_of:
                self._proof = None
                self._proof = await self._new()
            return self._proof

    async def _new(self) -> str:
        if self._refused and time.monotonic() < self._refused[1]:
            raise Denied(str(self._refused[0]))
        try:
            proof = await self._log_in()
        except Unauthorized as refusal:
            self._refused = (refusal, time.monotonic() + REFUSAL_HOLDS)
            raise
        self._refused = None
        return proof


async def with_login(session: Session, call: Callable[[str], Awaitable[T]]) -> T:
    """Calls with the proof of the login; if the panel does not accept it, once more with a new
    one."""
    proof = await session.proof()
    try:
        return await call(proof)
    except Unauthorized:
        return await call(await session.proof(instead_of=proof))
