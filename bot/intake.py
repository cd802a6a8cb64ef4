"""Stores updates in the inbox, many in a commit."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from bot.metrics import Metrics

_BATCH = 200


class NotAnUpdate(ValueError):
    """The body is no Telegram update, or one that cannot be stored as JSON in PostgreSQL."""


@dataclass(frozen=True)
class Update:
    """A raw update and where it belongs: its chat, or the person where there is no chat."""

    id: int
    lane: str
    body: str
    fields: Mapping[str, Any]

    @classmethod
    def parse(cls, body: bytes) -> "Update":
        try:
            text = body.decode()
            fields: Any = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise NotAnUpdate("not JSON") from error
        if not isinstance(fields, dict) or type(fields.get("update_id")) is not int:
            raise NotAnUpdate("no update_id")
        return cls(fields["update_id"], _lane(fields), text, fields)


def _lane(fields: Mapping[str, Any]) -> str:
    """Kinds of updates differ in where the chat stands, never in what it is called."""
    for event in fields.values():
        match event:
            case {"chat": {"id": int(chat)}} | {"message": {"chat": {"id": int(chat)}}}:
                return str(chat)
            case {"from": {"id": int(person)}} | {"user": {"id": int(person)}}:
                return str(person)
    raise NotAnUpdate("nobody's update")


class Intake:
    """Stores updates, many in a commit: those that come while one is under way share the next."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", metrics: Metrics) -> None:
        self._pool = pool
        self._metrics = metrics
        self._waiting: list[tuple[Update, asyncio.Future[None]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def store(self, update: Update) -> None:
        """Returns once the update is durable, also when it was before. Raises NotAnUpdate, or
        whatever keeps the database from storing it."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_waiting())
        await stored

    async def _store_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
            failure = await self._failure([update for update, _ in batch])
            for update, stored in batch:
                if isinstance(failure, asyncpg.DataError) and len(batch) > 1:
                    # A body that jsonb refuses (a NUL, a lone surrogate) must not harm the others.
                    settle(stored, await self._failure([update]))
                else:
                    settle(stored, failure)

    async def _failure(self, updates: list[Update]) -> Exception | None:
        try:
            new = await self._receive(updates)
        except Exception as error:
            return error
        self._metrics.received.labels("new").inc(new)
        self._metrics.received.labels("repeated").inc(len(updates) - new)
        return None

    async def _receive(self, updates: list[Update]) -> int:
        new: int = await self._pool.fetchval(
            "select inbox.receive_batch('telegram', $1, $2, $3::text[]::jsonb[])",
            [str(update.id) for update in updates],
            [update.lane for update in updates],
            [update.body for update in updates],
        )
        return new


def settle(stored: asyncio.Future[None], failure: Exception | None) -> None:
    if stored.done():  # its request has gone away
        return
    if isinstance(failure, asyncpg.DataError):
        stored.set_exception(NotAnUpdate("not JSON that PostgreSQL can store"))
    elif failure is not None:
        stored.set_exception(failure)
    else:
        stored.set_result(None)
