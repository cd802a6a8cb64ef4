"""Tells the admins what nobody else could: that jobs, a queue, a process or the webhook is dead.

Alarms are raised by jobs and sent by the listener, so a dead launcher or listener is silent. Both
processes watch, and each tells by the Bot API directly; one of them notes in the database that it
has told, and while the database is away each tells by itself, at most once an hour.
"""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import structlog

from consumer.session import connect, describe, wait
from gateways.errors import GatewayError
from gateways.telegram import TelegramGateway

log = structlog.get_logger(__name__)

EVERY = 30.0
# So many looks in a row must find a trouble: what ends by itself is nobody's news.
LOOKS = 3
# Seconds that a look may take, and between two messages about one trouble that is not on record.
TIMEOUT = 10.0
REPEAT = 3600.0

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Sight:
    """What a look saw: what is wrong and why, what is well, what the admins know, and whether
    Telegram has asked everybody to be silent."""

    wrong: Mapping[str, str]
    fine: frozenset[str] | set[str] = frozenset()
    told: frozenset[str] | set[str] = frozenset()
    silence: bool = False


class Watchdog:
    def __init__(
        self, dsn: str, schema: Literal["inbox", "outbox"], telegram: TelegramGateway
    ) -> None:
        self._dsn = dsn
        self._schema = schema
        self._telegram = telegram
        self._admins: Sequence[Json] = ()
        self._looks: dict[str, int] = {}
        self._alone: dict[str, float] = {}

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await wait(stop, EVERY)
            try:
                await self.look()
            except Exception:
                log.exception("the watchdog stumbled")

    async def look(self) -> None:
        """Sees what is wrong, tells what lasts, and what is over."""
        sight = await self._see()
        self._looks = {name: self._looks.get(name, 0) + 1 for name in sight.wrong}
        if sight.silence:
            return
        for name, detail in sight.wrong.items():
            if name not in sight.told and self._looks[name] >= LOOKS:
                await self._begin(name, detail)
        for name in (sight.told | self._alone.keys()) & sight.fine:
            await self._end(name)

    async def _see(self) -> Sight:
        try:
            async with asyncio.timeout(TIMEOUT):
                seen = json.loads(await self._ask(f"select {self._schema}.watch()"))
        except Exception as error:
            return Sight({"database": describe(error)})
        self._admins, checks = seen["admins"], seen["checks"]
        return Sight(
            wrong={c["name"]: c["detail"] for c in checks if not (c["ok"] or c["told"])},
            fine={"database", *(c["name"] for c in checks if c["ok"])},
            told=set(seen["troubles"]),
            silence=seen["silence"] > 0,
        )

    async def _begin(self, name: str, detail: str) -> None:
        if not await self._is_news(name, detail):
            return
        log.warning("trouble", check=name, detail=detail)
        if not await self._tell("watch-trouble", name, detail):
            await self._note(name, None)
            self._alone.pop(name, None)

    async def _end(self, name: str) -> None:
        noted = await self._note(name, None)
        if noted or self._alone.pop(name, None) is not None:
            log.info("trouble is over", check=name)
            await self._tell("watch-over", name, "")

    async def _is_news(self, name: str, detail: str) -> bool:
        noted = await self._note(name, detail)
        if noted is None:
            noted = time.monotonic() - self._alone.get(name, -REPEAT) >= REPEAT
            if noted:
                self._alone[name] = time.monotonic()
        return noted

    async def _note(self, name: str, detail: str | None) -> bool | None:
        """Whether this is news to the database; None when it takes no notes."""
        try:
            async with asyncio.timeout(TIMEOUT):
                news: bool = await self._ask(
                    f"select {self._schema}.notify_trouble($1, $2)", name, detail
                )
        except Exception as error:
            log.warning("a trouble is not on record", check=name, error=describe(error))
            return None
        return news

    async def _tell(self, text: str, name: str, detail: str) -> bool:
        """Whether anybody was told, or there is nobody to tell."""
        heard = not self._admins
        check, _, destination = name.partition(":")
        detail = f"{destination}: {detail}" if destination else detail
        for admin in self._admins:
            notice = {
                "chat_id": admin["chat_id"],
                "locale": admin["locale"],
                "timezone": "UTC",
                "text": text,
                "args": {"name": check, "detail": detail[:500]},
                "buttons": [],
            }
            try:
                await self._telegram.send(notice)
                heard = True
            except GatewayError as error:
                log.warning("an admin was not told", check=name, error=str(error))
        return heard

    async def _ask(self, query: str, *arguments: object) -> Any:
        """On a connection of its own: others may be stuck."""
        connection = await connect(self._dsn, "watchdog")
        try:
            return await connection.fetchval(query, *arguments)
        finally:
            connection.terminate()
