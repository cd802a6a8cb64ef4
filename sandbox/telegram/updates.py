"""Updates that wait for the bot, in lanes, and getUpdates.

Telegram keeps order only within a lane: messages by chat, callbacks by user, checkouts by user. A
tap and a checkout wait 150 s for the bot, everything else a day.
"""

import asyncio
import json
import random
import time
from collections import deque
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from sandbox.faults import FaultInjector
from sandbox.store import Json, Store
from sandbox.telegram.errors import ApiError

_LIFETIME = {"callback_query": 150.0, "pre_checkout_query": 150.0}
_DAY = 86_400.0
_LEFT_OUT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Update:
    body: Json
    kind: str
    lane: str
    born: float = field(default_factory=time.time)
    raw: str | None = None
    """The bytes that are sent in place of the body, as latin-1."""

    @property
    def sent(self) -> bytes:
        return (
            self.raw.encode("latin-1") if self.raw is not None else json.dumps(self.body).encode()
        )

    @property
    def shown(self) -> Json:
        return _parsed(self.sent) or self.body

    @property
    def id(self) -> int:
        number: int = self.body["update_id"]
        return number

    @property
    def too_old(self) -> bool:
        return time.time() > self.born + _LIFETIME.get(self.kind, _DAY)


class Updates:
    """The queue of one bot. It survives a restart, as Telegram's does."""

    def __init__(self, store: Store, faults: FaultInjector) -> None:
        self._store = store
        self._faults = faults
        self._woken = asyncio.Event()
        self._poll: asyncio.Event | None = None
        self._over = False
        self.allowed: list[str] = []
        self.lanes: dict[str, deque[Update]] = {}
        for update in sorted((Update(**body) for body in store.all("update")), key=lambda u: u.id):
            self.lanes.setdefault(update.lane, deque()).append(update)
        # Ids need only be unique and grow; a start far from 1 reveals code that relies on more.
        known = [body["next"] for body in store.all("update_id")]
        self._next_id = known[0] if known else random.randint(100_000_000, 900_000_000)

    def add(self, kind: str, lane: object, content: Json) -> int | None:
        """Queues an update; None when the bot has not asked for this kind."""
        if not self._asked_for(kind):
            return None
        update = Update({"update_id": self._next_id, kind: content}, kind, f"{kind}:{lane}")
        self._next_id += 1
        self._queue(update)
        return update.id

    def inject(self, raw: bytes) -> int:
        """Queues arbitrary content as an update, whatever kinds the bot asked for.

        It gets an id if it has none. Its lane is that of its chat or person.
        """
        body = _parsed(raw)
        number = body.get("update_id")
        if not isinstance(number, int):
            number, self._next_id = self._next_id, self._next_id + 1
        if body and "update_id" not in body:
            raw = b'{"update_id": %d, %s' % (number, raw.lstrip()[1:])
        kind = next((key for key in body if key != "update_id"), "unknown")
        update = Update({"update_id": number}, kind, _lane(kind, body.get(kind)))
        update.raw = raw.decode("latin-1")
        self._queue(update)
        return number

    def _queue(self, update: Update) -> None:
        self._store.put("update_id", 0, {"next": self._next_id})
        self._store.put("update", update.id, asdict(update))
        self.lanes.setdefault(update.lane, deque()).append(update)
        self.wake()

    def _asked_for(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _LEFT_OUT_BY_DEFAULT

    def waiting(self) -> list[Update]:
        """Returns what the bot has not taken yet, oldest first; expired updates are dropped
        here."""
        waiting = sorted((u for lane in self.lanes.values() for u in lane), key=lambda u: u.id)
        for update in [u for u in waiting if u.too_old]:
            self.done(update)
        return [update for update in waiting if not update.too_old]

    def done(self, update: Update) -> None:
        lane = self.lanes.get(update.lane)
        if lane is not None and update in lane:
            lane.remove(update)
            self._store.delete("update", update.id)
            if not lane:
                del self.lanes[update.lane]

    def drop_all(self) -> None:
        for update in self.waiting():
            self.done(update)

    def wake(self) -> None:
        """Something that a delivery may wait for has changed."""
        self._woken.set()
        self._woken = asyncio.Event()

    async def changed(self, timeout: float | None) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), timeout)

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """getUpdates: updates below the offset are confirmed and removed, the rest is returned
        again."""
        self.end_poll()
        mine = self._poll = asyncio.Event()
        waiting = self.waiting()
        if offset < 0:
            offset = waiting[max(offset, -len(waiting))].id if waiting else 0
        for update in waiting:
            if update.id < offset:
                self.done(update)
        deadline = time.monotonic() + timeout
        while not mine.is_set():
            held = self._faults.now.telegram.hold_updates
            found = [] if held else self.waiting()[:limit]
            left = deadline - time.monotonic()
            if found or left <= 0 or self._over:
                copies = 2 if self._faults.now.telegram.duplicate_update else 1
                return [update.shown for update in found for _ in range(copies)]
            await self.changed(left)
        raise ApiError(
            409,
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running",
        )

    def end_poll(self) -> None:
        """Only one getUpdates runs at a time: a newer one, or a webhook, ends the older one."""
        if self._poll is not None:
            self._poll.set()
            self.wake()

    def end(self) -> None:
        """The server stops: a waiting poll gets its empty answer now."""
        self._over = True
        self.wake()


def _parsed(raw: bytes) -> Json:
    """Empty if it is not a JSON object, or one that a parser should not read."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _lane(kind: str, content: object) -> str:
    """Order is kept by chat or person; an update with neither uses the lane of its kind."""
    known = content if isinstance(content, dict) else {}
    for name in ("chat", "from", "user"):
        if isinstance(known.get(name), dict) and "id" in known[name]:
            return f"{kind}:{known[name]['id']}"
    return kind
