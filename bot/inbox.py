"""Writes events to the inbox, as they arrived, many in one commit."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg

from bot.metrics import Metrics

_BATCH = 200
# How much of a body that is not an event is kept, in bytes.
_KEPT = 1 << 16
# Classes of SQLSTATE. The first concern a single event, so the others are stored without it. The
# second concerns colliding transactions: repeating them helps.
_ABOUT_AN_EVENT = ("22", "23", "54", "XX")
_COLLISION = "40"
_MOST_COLLISIONS = 5


@dataclass(frozen=True, slots=True)
class Event:
    """An event from outside. `external_id` and `kind` are the sender's words; order is kept within
    `lane`; `verified`: a secret or a signature proves it."""

    external_id: str
    kind: str | None
    lane: str
    raw: bytes
    verified: bool
    headers: Mapping[str, str] | None = None


class InboxWriter:
    """Events of a source that arrive while a commit is under way share the next one."""

    def __init__(
        self, pool: "asyncpg.Pool[asyncpg.Record]", metrics: Metrics, topic: str, source: str
    ) -> None:
        self._pool = pool
        self._metrics = metrics
        self._topic = topic
        self._source = source
        self._waiting: list[tuple[Event, asyncio.Future[None]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def store(self, event: Event) -> None:
        """Returns once the event is durable, also if it was already stored. If PostgreSQL refuses
        an event for good, stores it as a refused body. Raises whatever else keeps the database from
        storing it."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_waiting())
        await stored

    async def refuse(self, reason: str, body: bytes) -> None:
        """Stores a body that is not an event, for an operator."""
        await self._pool.execute("select inbox.refuse($1, $2, $3)", reason, body[:_KEPT], len(body))
        self._metrics.refused.labels(self._topic, reason).inc()

    async def _store_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
            failure = await self._failure([event for event, _ in batch])
            for event, stored in batch:
                settle(stored, await self._alone(event) if is_about_an_event(failure) else failure)

    async def _alone(self, event: Event) -> Exception | None:
        failure = await self._failure([event])
        if not is_about_an_event(failure):
            return failure
        try:
            await self.refuse("not stored", event.raw)
        except Exception as error:
            return error
        return None

    async def _failure(self, events: list[Event]) -> Exception | None:
        for _ in range(_MOST_COLLISIONS):
            try:
                new = await self._receive(events)
            except Exception as error:
                failure = error
                if not has_state(error, _COLLISION):
                    break
            else:
                self._metrics.received.labels(self._topic, "new").inc(new)
                self._metrics.received.labels(self._topic, "repeated").inc(len(events) - new)
                return None
        return failure

    async def _receive(self, events: list[Event]) -> int:
        new: int = await self._pool.fetchval(
            "select inbox.receive_events($1, $2, $3, $4, $5, $6, $7, $8::text[]::jsonb[])",
            self._topic,
            self._source,
            [event.external_id for event in events],
            [event.kind for event in events],
            [event.lane for event in events],
            [event.raw for event in events],
            [event.verified for event in events],
            [json.dumps(dict(event.headers)) if event.headers else None for event in events],
        )
        return new


def has_state(error: Exception | None, states: str | tuple[str, ...]) -> bool:
    return isinstance(error, asyncpg.PostgresError) and (error.sqlstate or "").startswith(states)


def is_about_an_event(error: Exception | None) -> bool:
    return has_state(error, _ABOUT_AN_EVENT) or isinstance(error, asyncpg.DataError)


def settle(stored: asyncio.Future[None], failure: Exception | None) -> None:
    if stored.done():  # its request is gone
        return
    if failure is not None:
        stored.set_exception(failure)
    else:
        stored.set_result(None)
