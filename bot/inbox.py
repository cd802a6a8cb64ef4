"""Writes updates to the inbox, many in a commit."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from bot.metrics import Metrics
from bot.parsing import UPDATE_KINDS
from bot.sanitizing import sanitize

_BATCH = 200
# How much is kept of a body that is no update, in bytes.
_KEPT = 1 << 16
# Classes of SQLSTATE. The first are about one of the bodies, so the others are stored without it.
# The second is about two transactions that met: repeating them settles it.
_ABOUT_A_BODY = ("22", "23", "54", "XX")
_COLLISION = "40"
_MOST_COLLISIONS = 5
# The lane of updates from no chat and no person, and of kinds that this version does not know:
# what waits there for a newer program delays nobody.
NOBODY = "none"


class NotAnUpdate(ValueError):
    """The body is no Telegram update."""


@dataclass(frozen=True)
class Update:
    """A raw update and where it belongs: its chat, or the person where there is no chat. `raw` are
    the bytes that came, if they had to be changed to be stored."""

    id: int
    lane: str
    body: str
    fields: Mapping[str, Any]
    raw: bytes | None = None

    @classmethod
    def parse(cls, body: bytes) -> "Update":
        try:
            text, fields, changed = sanitize(body)
        except (ValueError, RecursionError) as error:
            raise NotAnUpdate("no JSON") from error
        if not isinstance(fields, dict) or type(fields.get("update_id")) is not int:
            raise NotAnUpdate("no update_id")
        return cls(fields["update_id"], _lane(fields), text, fields, body if changed else None)


def _lane(fields: Mapping[str, Any]) -> str:
    """Kinds of updates differ in where the chat is, never in how it is called."""
    for kind, event in fields.items():
        match event:
            case _ if kind not in UPDATE_KINDS:
                continue
            case {"chat": {"id": int(chat)}} | {"message": {"chat": {"id": int(chat)}}}:
                return str(chat)
            case {"from": {"id": int(person)}} | {"user": {"id": int(person)}}:
                return str(person)
    return NOBODY


class InboxWriter:
    """Updates that come while a commit is under way share the next one. Each bot counts its
    updates from anywhere, so they are kept apart by bot."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", metrics: Metrics, bot_id: int) -> None:
        self._source = f"telegram_{bot_id}"
        self._pool = pool
        self._metrics = metrics
        self._waiting: list[tuple[Update, asyncio.Future[None]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def store(self, update: Update) -> None:
        """Returns once the update is durable, also when it was before. What PostgreSQL refuses for
        good is kept apart. Raises whatever keeps the database from storing it."""
        if update.raw is not None:
            await self.refuse("cleaned", update.raw)
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_waiting())
        await stored

    async def refuse(self, reason: str, body: bytes) -> None:
        """Keeps what cannot be stored as it came, for a person to look at."""
        await self._pool.execute("select inbox.refuse($1, $2, $3)", reason, body[:_KEPT], len(body))
        self._metrics.refused.labels(reason).inc()

    async def _store_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
            failure = await self._failure([update for update, _ in batch])
            for update, stored in batch:
                settle(stored, await self._alone(update) if is_about_a_body(failure) else failure)

    async def _alone(self, update: Update) -> Exception | None:
        failure = await self._failure([update])
        if not is_about_a_body(failure):
            return failure
        try:
            await self.refuse("not stored", update.body.encode(errors="replace"))
        except Exception as error:
            return error
        return None

    async def _failure(self, updates: list[Update]) -> Exception | None:
        for _ in range(_MOST_COLLISIONS):
            try:
                new = await self._receive(updates)
            except Exception as error:
                failure = error
                if not has_state(error, _COLLISION):
                    break
            else:
                self._metrics.received.labels("new").inc(new)
                self._metrics.received.labels("repeated").inc(len(updates) - new)
                return None
        return failure

    async def _receive(self, updates: list[Update]) -> int:
        new: int = await self._pool.fetchval(
            "select inbox.receive_batch($1, $2, $3, $4::text[]::jsonb[])",
            self._source,
            [str(update.id) for update in updates],
            [update.lane for update in updates],
            [update.body for update in updates],
        )
        return new


def has_state(error: Exception | None, states: str | tuple[str, ...]) -> bool:
    return isinstance(error, asyncpg.PostgresError) and (error.sqlstate or "").startswith(states)


def is_about_a_body(error: Exception | None) -> bool:
    return has_state(error, _ABOUT_A_BODY) or isinstance(error, asyncpg.DataError)


def settle(stored: asyncio.Future[None], failure: Exception | None) -> None:
    if stored.done():  # its request has gone away
        return
    if failure is not None:
        stored.set_exception(failure)
    else:
        stored.set_result(None)
