"""Whether the shop works as a whole: what /ready answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.api import Api, AppliedFile, Readiness
from migration.files import behind


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

    def _migrations(self, applied: Sequence[AppliedFile]) -> Readiness:
        """A database that is ahead is fine: it is migrated before the program is replaced."""
        if missing := behind(self.head, {(file.path, file.checksum) for file in applied}):
            detail = f"{len(missing)} to apply, first {missing[0]}"
            return Readiness("migrations", False, detail)
        last = {file.path: file.checksum for file in applied if file.is_last}
        others = {path for path, _ in self.head.items() ^ last.items()}
        detail = f"nothing is missing, {len(others)} files are newer"
        return Readiness("migrations", True, detail if others else "at head")
