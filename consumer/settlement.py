"""Tells the database the outcome of messages: in order, and many in one call."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

import asyncpg
import structlog

from consumer.claim import Run
from consumer.message import Message
from consumer.session import Session, describe

log = structlog.get_logger(__name__)

MOST_ACKS = 2000
# How long a failing settlement is repeated before the next one gets its turn, in seconds. Its
# message is claimed again when the lease ends.
REPEAT_FOR = 30.0


class Ack(NamedTuple):
    """The message is done. The last ack of a run ends it."""

    message: Message
    token: int
    seconds: float
    result: str | None
    ends_run: bool


@dataclass(frozen=True, slots=True)
class Retry:
    """The message could not be done now, and its run ends with it; see outbox.retry.

    `after` is the wait in seconds that the other side asked for; None means the topic's own
    backoff.
    """

    message: Message
    token: int
    seconds: float
    error: str
    after: float | None = None
    whole_destination: bool = False
    in_doubt: bool = False
    cause: Literal["denied", "unknown", "unreached"] | None = None


@dataclass(frozen=True, slots=True)
class Bury:
    """The message will never be done, and its run ends with it; see outbox.bury."""

    message: Message
    token: int
    seconds: float
    error: str
    reason: str


@dataclass(frozen=True, slots=True)
class Release:
    """The lanes of these runs are given back unfinished, because the process must stop."""

    runs: list[Run]


Settlement: TypeAlias = list[Ack] | Retry | Bury | Release


class Report(Protocol):
    def __call__(
        self, message: Message, outcome: str, seconds: float, error: str | None = None
    ) -> None: ...


class Settler:
    """Tells the database what happened in a lane, in the order in which it happened."""

    def __init__(self, session: Session, schema: str, topic: str, report: Report) -> None:
        self._session = session
        self._schema = schema
        self._topic = topic
        self._report = report
        self._acks: deque[list[Ack]] = deque()
        self._others: deque[Retry | Bury | Release] = deque()
        self._work = asyncio.Event()
        self._closing = False
        self._until = 0.0

    def put(self, item: Ack | Retry | Bury | Release) -> None:
        """Acks go to the database together. An ack waits for at most one failure, not for all
        earlier ones; otherwise a destination that is down would delay the others. A failure ends
        its run, so it is enough that no failure overtakes an older ack."""
        if not isinstance(item, Ack):
            self._others.append(item)
        elif self._acks and len(self._acks[-1]) < MOST_ACKS:
            self._acks[-1].append(item)
        else:
            self._acks.append([item])
        self._work.set()

    def close(self) -> None:
        """No more items will be put: `run` ends when all are settled."""
        self._closing = True
        self._work.set()

    async def run(self, ended: Callable[[Counter[str]], None]) -> None:
        """Calls `ended` with the number of runs of each destination whose end the database
        knows."""
        while self._acks or self._others or not self._closing:
            await self._work.wait()
            self._work.clear()
            while self._acks or self._others:
                acks, has_failed = len(self._acks), bool(self._others)
                for _ in range(acks):
                    ended(await self._settle(self._acks.popleft()))
                if has_failed:
                    ended(await self._settle(self._others.popleft()))

    async def _settle(self, item: Settlement) -> Counter[str]:
        self._until = time.monotonic() + REPEAT_FOR
        match item:
            case list():
                await self._ack(item)
                return Counter(ack.message.destination for ack in item if ack.ends_run)
            case Retry():
                await self._settle_one(
                    item,
                    "retry",
                    item.error,
                    item.after,
                    item.whole_destination,
                    item.in_doubt,
                    item.cause,
                )
                return Counter([item.message.destination])
            case Bury():
                await self._settle_one(item, "bury", item.reason, item.error)
                return Counter([item.message.destination])
            case Release(runs):
                await self._release(runs)
                return Counter(run.destination for run in runs)

    async def _ack(self, acks: list[Ack]) -> None:
        """If a call fails because of one message, splits it until that message stands alone."""
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
                self._report(acks[0].message, "lost", acks[0].seconds, describe(error))
                return
            middle = len(acks) // 2
            await self._ack(acks[:middle])
            await self._ack(acks[middle:])
            return
        if count < len(acks):
            log.warning("acks came after their lease", topic=self._topic, count=len(acks) - count)
        for ack in acks:
            self._report(ack.message, "done", ack.seconds)

    async def _settle_one(self, item: Retry | Bury, function: str, *arguments: object) -> None:
        message = item.message
        try:
            outcome: str = await self._call(
                function, message.lane, message.id, item.token, *arguments
            )
        except (asyncpg.PostgresError, ValueError) as error:
            self._report(message, "lost", item.seconds, describe(error))
        else:
            self._report(message, outcome, item.seconds, item.error)

    async def _release(self, runs: list[Run]) -> None:
        try:
            await self._call("release", [run.lane for run in runs], [run.token for run in runs])
        except asyncpg.PostgresError as error:
            log.warning("not released", topic=self._topic, error=describe(error))

    async def _call(self, function: str, *arguments: object) -> Any:
        parameters = ", ".join(f"${n}" for n in range(1, len(arguments) + 2))
        return await self._session.call(
            f"select {self._schema}.{function}({parameters})",
            self._topic,
            *arguments,
            until=self._until,
        )
