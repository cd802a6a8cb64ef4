"""The interface of VPN panels, in absolute values: a repeated call changes nothing.

Panels enforce the expiry themselves, and no panel fences stale writes. So the shop has one writer
for each access, and an answer counts only for the generation for which it was requested.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Desired:
    """The desired state of an access. The database owns key and uuid, and never reuses them. A
    limit of None means no limit; data_limit is in bytes. reset_traffic: earlier usage no longer
    counts; after a crash it may be requested once more."""

    key: str
    uuid: UUID
    generation: int
    expires_at: datetime
    telegram_id: int | None
    device_limit: int | None = None
    data_limit: int | None = None
    reset_traffic: bool = False


@dataclass(frozen=True, slots=True)
class Observed:
    """An access as the panel has it; None where this panel does not tell."""

    uuid: UUID
    key: str | None = None
    generation: int | None = None
    expires_at: datetime | None = None
    link: str | None = None


class Panel(Protocol):
    """Each call raises only errors of gateways.errors."""

    async def apply(self, desired: Desired) -> Observed:
        """Makes the access exactly this, whether it exists or not."""

    async def remove(self, key: str, uuid: UUID) -> bool:
        """Makes the access absent; returns whether it existed."""

    async def get(self, key: str, uuid: UUID) -> Observed | None: ...

    def scan(self) -> AsyncIterator[Observed]:
        """Yields every access that the panel has."""

    async def probe(self) -> str:
        """Returns the panel's epoch. A changed epoch (its core restarted, it was restored) requires
        a full comparison. A panel without one returns an empty string."""
