"""Tells the admins what nothing else could: that jobs, a queue, a process or the webhook is dead.

Jobs raise alarms and the listener sends them, so a dead launcher or listener is silent. Therefore
both processes watch, and each writes through the Bot API directly. The one that tells first records
that in the database. While the database is away each process tells, at most once an hour.
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

CHECK_INTERVAL = 30.0
# A trouble is told after this number of failed checks in a row, so that a short one is not
# reported.
CHECKS_IN_A_ROW = 3
# The time limit of a check, in seconds.
TIMEOUT = 10.0
# Seconds between two messages about one trouble, while the database cannot record that it was told.
REPEAT_AFTER = 3600.0

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Findings:
    """The result of a check: what is wrong and why, what is well, what the admins know, and whether
    Telegram has asked for silence."""

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
        self._in_a_row: dict[str, int] = {}
        self._alone: dict[str, float] = {}

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await wait(stop, CHECK_INTERVAL)
            try:
                await self.check()
            except Exception:
                log.exception("the watchdog failed")

    async def check(self) -> None:
        """Checks once; tells the admins what persists, and what is over."""
        found = await self._findings()
        self._in_a_row = {name: self._in_a_row.get(name, 0) + 1 for name in found.wrong}
        if found.silence:
            return
        for name, detail in found.wrong.items():
            if name not in found.told and self._in_a_row[name] >= CHECKS_IN_A_ROW:
                await self._begin(name, detail)
        for name in (found.told | self._alone.keys()) & found.fine:
            await self._end(name)

    async def _findings(self) -> Findings:
        try:
            async with asyncio.timeout(TIMEOUT):
                seen = json.loads(await self._ask(f"select {self._schema}.watch()"))
        except Exception as error:
            return Findings({"database": describe(error)})
        self._admins, checks = seen["admins"], seen["checks"]
        return Findings(
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
            noted = time.monotonic() - self._alone.get(name, -REPEAT_AFTER) >= REPEAT_AFTER
            if noted:
                self._alone[name] = time.monotonic()
        return noted

    async def _note(self, name: str, detail: str | None) -> bool | None:
        """Whether this is news to the database; None when the database cannot record it."""
        try:
            async with asyncio.timeout(TIMEOUT):
                news: bool = await self._ask(
                    f"select {self._schema}.notify_trouble($1, $2)", name, detail
                )
        except Exception as error:
            log.warning("a trouble was not recorded", check=name, error=describe(error))
            return None
        return news

    async def _tell(self, text: str, name: str, detail: str) -> bool:
        """Whether at least one admin was told, or there are none."""
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
        """Uses its own connection, because others may be stuck."""
        connection = await connect(self._dsn, "watchdog")
        try:
            return await connection.fetchval(query, *arguments)
        finally:
            connection.terminate()
