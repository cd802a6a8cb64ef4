"""What is stuck."""

from dataclasses import dataclass
from datetime import datetime

from bot.admin_api.calls import AdminCalls


@dataclass(frozen=True)
class Stuck:
    """A line of ops.stuck. `id`: of a destination or a panel."""

    kind: str
    subject: str | None
    id: int | None
    count: int
    detail: str | None
    since: datetime | None


@dataclass(frozen=True)
class DeadLetter:
    id: int
    subject: str
    reason: str
    error: str | None
    attempts: int
    buried_at: datetime


@dataclass(frozen=True)
class QueueCalls:
    calls: AdminCalls

    async def stuck(self) -> list[Stuck]:
        return await self.calls.rows(Stuck, "stuck")

    async def count(self) -> int:
        count: int = await self.calls.value("stuck_count")
        return count

    async def dead_letters(self, kind: str) -> list[DeadLetter]:
        return await self.calls.rows(DeadLetter, "dead_letters", kind)

    async def redrive(self, kind: str | None, letter: int | None, reason: str) -> int:
        count: int = await self.calls.value("redrive", kind, letter, reason)
        return count

    async def discard(self, kind: str | None, letter: int | None, reason: str) -> int:
        count: int = await self.calls.value("discard", kind, letter, reason)
        return count

    async def unpark_all(self, job: str, reason: str) -> int:
        count: int = await self.calls.value("unpark_all", job, reason)
        return count

    async def release_brake(self, name: str, reason: str) -> datetime:
        until: datetime = await self.calls.value("release_brake", name, reason)
        return until

    async def resume(self, destination: int, reason: str) -> bool:
        found: bool = await self.calls.value("resume", destination, reason)
        return found
