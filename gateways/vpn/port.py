"""What the shop asks of a VPN panel, in absolute values: a call that is repeated changes nothing.

Panels enforce the expiry by themselves, and no panel fences stale writes: the shop has one writer
for each access, and counts an answer only for the generation that it was asked for.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Desired:
    """An access as it should be. The database owns key and uuid; neither is ever used again.
    A limit that is None is none; data_limit is in bytes. reset_traffic: what was used until now
    does not count any more; after a crash it may be asked for once more."""

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
    """An access as the panel has it; None is what this panel does not tell."""

    uuid: UUID
    key: str | None = None
    generation: int | None = None
    expires_at: datetime | None = None
    link: str | None = None


class Panel(Protocol):
    """Each call raises errors of gateways.errors only."""

    async def apply(self, desired: Desired) -> Observed:
        """Makes the access exactly this, whether it exists or not."""

    async def remove(self, key: str, uuid: UUID) -> bool:
        """Afterwards there is no such access; returns whether there was one."""

    async def get(self, key: str, uuid: UUID) -> Observed | None: ...

    def scan(self) -> AsyncIterator[Observed]:
        """Every access that the panel has."""

    async def probe(self) -> str:
        """The panel's epoch: another one than before (its core restarted, it was restored) asks for
        a full comparison. A panel without one gives an empty string."""
