"""What works: can this process take updates, and does the shop work?"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.api import Api, AppliedFile, Readiness
from migration.files import behind

# The time limit for the database's answer, in seconds; a health check does not wait for long.
TIMEOUT = 2.0


@dataclass(frozen=True)
class Health:
    """`process`: what this process needs to accept and store updates. `shop`: what else is needed,
    so that people are answered and get what they pay for."""

    process: Sequence[Readiness]
    shop: Sequence[Readiness]


@dataclass(frozen=True)
class LocalChecks:
    """What the process knows without the database."""

    telegram: Callable[[], Readiness]
    payment: Readiness
    page: Callable[[], Readiness] | None = None
    """None where there is no subscription page."""

    def of_shop(self) -> Sequence[Readiness]:
        return [self.payment, *([self.page()] if self.page else [])]


class Probe:
    def __init__(self, api: Api, head: Mapping[str, str], local: LocalChecks) -> None:
        """`head`: the files that this program was built with, by path and checksum."""
        self.api = api
        self._head = head
        self._local = local
        self._asking: asyncio.Task[tuple[Sequence[Readiness], Sequence[Readiness]]] | None = None

    async def look(self) -> Health:
        process, shop = await self._database()
        return Health([*process, self._local.telegram()], [*shop, *self._local.of_shop()])

    async def _database(self) -> tuple[Sequence[Readiness], Sequence[Readiness]]:
        """Concurrent requests share one query, so that a stuck database has to answer only one."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        done, _ = await asyncio.wait({self._asking}, timeout=TIMEOUT)
        if not done:
            return [Readiness("database", False, f"no answer within {TIMEOUT:g} s")], ()
        try:
            return self._asking.result()
        except Exception as error:
            return [Readiness("database", False, f"no answer: {type(error).__name__}")], ()

    async def _ask(self) -> tuple[Sequence[Readiness], Sequence[Readiness]]:
        migrations = self._migrations(await self.api.migrations())
        if not migrations.ok:  # the rest may be what is missing
            return [Readiness("database", True, "answers"), migrations], ()
        checks = {check.name: check for check in await self.api.watch()}
        writable = checks.pop("writable")
        database = Readiness("database", writable.ok, writable.detail)
        return [database, migrations], list(checks.values())

    def _migrations(self, applied: Sequence[AppliedFile]) -> Readiness:
        """A newer database is fine: the database is migrated before the program is replaced."""
        if missing := behind(self._head, {(file.path, file.checksum) for file in applied}):
            detail = f"{len(missing)} to apply, first {missing[0]}"
            return Readiness("migrations", False, detail)
        last = {file.path: file.checksum for file in applied if file.is_last}
        others = {path for path, _ in self._head.items() ^ last.items()}
        detail = f"nothing is missing, {len(others)} files are newer"
        return Readiness("migrations", True, detail if others else "at head")
