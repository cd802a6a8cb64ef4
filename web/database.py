"""The page's only access to the database: the functions of schema `page`. All but one only read."""

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal, TypeVar

import asyncpg

from postgres import pool

Admission = Literal["open", "full", "nameless"]
Status = Literal["none", "activating", "active", "grace", "expired"]
Row = TypeVar("Row")

# How long the lists of apps and languages are cached, in seconds: an owner's edit shows within a
# minute.
LISTS_FOR = 60.0


@dataclass(frozen=True, slots=True)
class Told:
    """What page.subscription returns. Titles are JSON, by language."""

    locale: str
    timezone: str
    status: Status
    is_trial: bool
    plan_title: str | None
    ends_at: datetime | None
    expires_at: datetime | None
    renews: bool | None
    used_bytes: int | None
    limit_bytes: int | None
    links: Sequence[str]
    bot_name: str | None
    support_url: str | None
    contact_url: str | None
    update_hours: int
    now: datetime
    last_title: str | None = None
    paid_until: datetime | None = None
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Subscription(Told):
    """What is shown. admission: whether the device that asks has its links."""

    admission: Admission = "open"

    @property
    def is_over(self) -> bool:
        return self.status in ("none", "expired")

    @property
    def lasts_until(self) -> datetime | None:
        """The end of the running plan, or of the last one that follows it."""
        return self.paid_until or self.ends_at

    @property
    def left(self) -> timedelta | None:
        """The time until then; negative during the grace."""
        return None if self.lasts_until is None else self.lasts_until - self.now


@dataclass(frozen=True, slots=True)
class Device:
    """What an app says of the device that it is on; without an id it does not say which."""

    id: str = ""
    name: str = ""
    platform: str = ""

    def hashed(self, token: str) -> bytes | None:
        """Returns a hash that means nothing without the token, which the database does not hand
        out."""
        return sha256(f"{token}:{self.id}".encode()).digest() if self.id else None


@dataclass(frozen=True, slots=True)
class ClientApp:
    """An app that is offered now; without a `link_template` no link opens it."""

    code: str
    title: str
    platform: str
    link_template: str | None
    store_url: str
    recommended: bool


@dataclass(frozen=True, slots=True)
class Language:
    locale: str


class Pages:
    def __init__(
        self,
        pool: "asyncpg.Pool[asyncpg.Record]",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._apps: dict[str, tuple[float, Sequence[ClientApp]]] = {}
        self._languages: tuple[float, Sequence[str]] = (0.0, ())

    async def subscription(self, token: str) -> Subscription | None:
        """Sends the token's hash, so that no token is in a statement."""
        found = await self._rows(
            Subscription, "page.subscription($1)", sha256(token.encode()).digest()
        )
        return found[0] if found else None

    async def admit(self, token: str, device: Device) -> Admission:
        """Whether the device may have links. Only a device that is new, or was not seen for an
        hour, is written down; a database that takes no writes refuses nobody."""
        hashes = sha256(token.encode()).digest(), device.hashed(token)
        said: Admission | Literal["new"] = await self._pool.fetchval(
            "select page.device($1, $2)", *hashes
        )
        return said if said != "new" else await self._bind(*hashes, device)

    async def _bind(self, token: bytes, device: bytes | None, about: Device) -> Admission:
        """The role's transactions are read-only unless they say otherwise."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("set transaction read write")
            said: Admission = await connection.fetchval(
                "select page.bind_device($1, $2, $3, $4)",
                token,
                device,
                about.name,
                about.platform,
            )
        return said

    async def apps(self, locale: str) -> Sequence[ClientApp]:
        now = self._clock()
        until, apps = self._apps.get(locale, (0.0, ()))
        if now >= until:
            apps = await self._rows(ClientApp, "page.client_apps($1)", locale)
            self._apps[locale] = now + LISTS_FOR, apps
        return apps

    async def languages(self) -> Sequence[str]:
        now = self._clock()
        until, languages = self._languages
        if now >= until:
            rows = await self._rows(Language, "page.languages()")
            languages = [row.locale for row in rows]
            self._languages = now + LISTS_FOR, languages
        return languages

    async def shop_texts(self, version: int | None, failed: str | None) -> str | None:
        """The page changes nothing, and so does not tell what failed."""
        found: str | None = await self._pool.fetchval("select page.shop_texts($1)", version)
        return found

    async def check(self) -> None:
        """Raises what keeps the page from working."""
        await self._rows(Subscription, "page.subscription($1)", b"")

    async def _rows(self, row: type[Row], call: str, *args: object) -> list[Row]:
        found = await self._pool.fetch(f"select {_COLUMNS[row]} from {call}", *args)
        return [row(*record) for record in found]


_COLUMNS: Mapping[type[Any], str] = {
    row: ", ".join(f'"{field.name}"' for field in fields(told))
    for row, told in ((Subscription, Told), (ClientApp, ClientApp), (Language, Language))
}


@asynccontextmanager
async def opened(dsn: str, connections: int = 8) -> AsyncIterator[Pages]:
    async with pool(dsn, "page", connections=connections, command_timeout=5) as connected:
        yield Pages(connected)
