"""Every request that an emulator received, in order: tests count them and the page shows them."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass
class Entry:
    """One request. Opened when it arrives, so that the numbers are in order of arrival."""

    n: int
    time: datetime
    target: str
    method: str
    chat_id: int | None = None
    params: dict[str, Any] = field(default_factory=dict)
    status: int | None = None
    outcome: str | None = None
    ms: float | None = None

    def show(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "time": self.time.isoformat(),
            "target": self.target,
            "method": self.method,
            "chat_id": self.chat_id,
            "params": self.params,
            "status": self.status,
            "outcome": self.outcome,
            "ms": self.ms,
        }


class Journal:
    """The last requests; older ones are dropped at the limit, and their numbers are never
    reused."""

    def __init__(self, limit: int = 20_000) -> None:
        self._entries: deque[Entry] = deque(maxlen=limit)
        self._n = 0

    @property
    def opened(self) -> int:
        """The number of all requests so far."""
        return self._n

    def open(self, target: str, method: str) -> Entry:
        self._n += 1
        entry = Entry(self._n, datetime.now(UTC), target, method)
        self._entries.append(entry)
        return entry

    def select(
        self,
        *,
        target: str | None = "telegram",
        method: str | None = None,
        chat_id: int | None = None,
        since: int = 0,
        last: int | None = None,
    ) -> list[Entry]:
        """Requests after number `since`, oldest first; `last` keeps only that many of the
        newest."""

        def newest_first() -> Iterator[Entry]:
            for entry in reversed(self._entries):
                if entry.n <= since or last == 0:
                    return
                if (
                    (target is None or entry.target == target)
                    and (method is None or entry.method.lower() == method.lower())
                    and (chat_id is None or entry.chat_id == chat_id)
                ):
                    yield entry

        found = []
        for entry in newest_first():
            found.append(entry)
            if len(found) == last:
                break
        return found[::-1]
