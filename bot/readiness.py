"""Whether the shop works as a whole: what /ready answers."""

from collections.abc import Mapping
from dataclasses import dataclass

import migrate
from bot.api import Api, Readiness


@dataclass(frozen=True)
class Probe:
    api: Api
    head: Mapping[str, str]
    """The files that this program was made with, by path and checksum."""

    async def checks(self) -> list[Readiness]:
        """The database first; without it nothing else can be known."""
        try:
            rest = [self._migrations(await self.api.migrations()), *await self.api.readiness()]
        except Exception as error:
            return [Readiness("database", False, f"no answer: {type(error).__name__}")]
        return [Readiness("database", True, "answers"), *rest]

    def _migrations(self, applied: Mapping[str, str]) -> Readiness:
        """A database that is ahead is fine: it is migrated before the program is replaced."""
        behind = migrate.behind(self.head, applied)
        detail = f"{len(behind)} to apply, first {behind[0]}" if behind else "at head"
        return Readiness("migrations", not behind, detail)
