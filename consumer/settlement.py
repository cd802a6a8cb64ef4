"""Tells the database what became of messages: in order, and many in a call."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

import asyncpg
import structlog

from consumer.message import Message
from consumer.session import Session, described

log = structlog.get_logger(__name__)

MOST_ACKS = 2000
# How long a settlement that fails is repeated before the next one has its turn, in seconds. What it
# was about is claimed again when its lease is over.
PATIENCE = 30.0


class Ack(NamedTuple):
    """The message is done. It ends its run when it is the last of it."""

    message: Message
    token: int
    seconds: float
    result: str | None
    ends_run: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The message is not done, and its run ends with it."""

    message: Message
    token: int
    seconds: float
    error: str
    verb: Literal["retry", "bury"]
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """Lanes whose runs end before they are finished, because the process is to stop."""

    lanes: list[str]
    tokens: list[int]


Settlement: TypeAlias = list[Ack] | Verdict | Release


class Report(Protocol):
    def __call__(
        self, message: Message, outcome: str, seconds: float, error: str | None = None
    ) -> None: ...


class Settler:
    """What happens in a lane reaches the database in the order in which it happened."""

    def __init__(self, session: Session, schema: str, topic: str, report: Report) -> None:
        self._session = session
        self._schema = schema
        self._topic = topic
        self._report = report
        self._queue: deque[Settlement] = deque()
        self._work = asyncio.Event()
        self._closing = False
        self._until = 0.0

    def put(self, item: Ack | Verdict | Release) -> None:
        """Acks that follow one another go to the database together."""
        if not isinstance(item, Ack):
            self._queue.append(item)
        elif self._queue and isinstance(acks := self._queue[-1], list) and len(acks) < MOST_ACKS:
            acks.append(item)
        else:
            self._queue.append([item])
        self._work.set()

    def close(self) -> None:
        """Nothing more will be put: `run` ends when all is settled."""
        self._closing = True
        self._work.set()

    async def run(self, ended: Callable[[int], None]) -> None:
        """Calls `ended` with the number of runs whose end the database has heard of."""
        while self._queue or not self._closing:
            await self._work.wait()
            self._work.clear()
            while self._queue:
                ended(await self._settle(self._queue.popleft()))

    async def _settle(self, item: Settlement) -> int:
        self._until = time.monotonic() + PATIENCE
        match item:
            case list():
                await self._ack(item)
                return sum(ack.ends_run for ack in item)
            case Verdict():
                await self._pronounce(item)
                return 1
            case Release(lanes, tokens):
                await self._release(lanes, tokens)
                return len(lanes)

    async def _ack(self, acks: list[Ack]) -> None:
        """A call that fails because of one message is split, until that one stands alone."""
        try:
            count: int = await self._call(
                "ack",
                [ack.message.lane for ack in acks],
                [ack.message.id for ack in acks],
                [ack.token for ack in acks],
                [ack.result for ack in acks] if any(ack.result for ack in acks) else None,
            )
        except (asyncpg.PostgresError, ValueError) as error:
            if len(acks) == 1:
                self._report(acks[0].message, "lost", acks[0].seconds, described(error))
                return
            middle = len(acks) // 2
            await self._ack(acks[:middle])
            await self._ack(acks[middle:])
            return
        if count < len(acks):
            log.warning("acks came after their lease", topic=self._topic, count=len(acks) - count)
        for ack in acks:
            self._report(ack.message, "done", ack.seconds)

    async def _pronounce(self, verdict: Verdict) -> None:
        message = verdict.message
        try:
            outcome: str = await self._call(
                verdict.verb, message.lane, message.id, verdict.token, *verdict.arguments
            )
        except (asyncpg.PostgresError, ValueError) as error:
            self._report(message, "lost", verdict.seconds, described(error))
        else:
            self._report(message, outcome, verdict.seconds, verdict.error)

    async def _release(self, lanes: list[str], tokens: list[int]) -> None:
        try:
            await self._call("release", lanes, tokens)
        except asyncpg.PostgresError as error:
            log.warning("not released", topic=self._topic, error=described(error))

    async def _call(self, function: str, *arguments: object) -> Any:
        places = ", ".join(f"${n}" for n in range(1, len(arguments) + 2))
        return await self._session.call(
            f"select {self._schema}.{function}({places})",
            self._topic,
            *arguments,
            until=self._until,
        )
