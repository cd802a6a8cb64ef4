"""Tells the admins about alarms, and finds what jobs cannot: that they, a queue, a process or the
webhook is dead.

Jobs raise alarms, and the listener sends messages, so a dead launcher or listener is silent.
Therefore both processes watch, and each writes through the Bot API directly. The database says what
there is to tell, and gives each message to one process. While it is away each process tells so
from memory, at most once an hour.
"""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import structlog

from consumer.session import connect, describe, wait
from gateways.errors import GatewayError, Gone, Rejected
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
    """The result of a check: what is wrong and why, what is well, what is recorded as a trouble,
    and whether Telegram has asked for silence."""

    wrong: Mapping[str, str]
    fine: frozenset[str] | set[str] = frozenset()
    recorded: frozenset[str] | set[str] = frozenset()
    silence: bool = False


@dataclass
class Remembered:
    """A trouble that the database could not record."""

    detail: str
    since: datetime
    told_at: float
    messages: dict[int, int]
    """By chat, the message that says so."""


class Watchdog:
    def __init__(
        self, dsn: str, schema: Literal["inbox", "outbox"], telegram: TelegramGateway
    ) -> None:
        self._dsn = dsn
        self._schema = schema
        self._telegram = telegram
        self._admins: Sequence[Json] = ()
        self._in_a_row: dict[str, int] = {}
        self._alone: dict[str, Remembered] = {}

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await wait(stop, CHECK_INTERVAL)
            try:
                await self.check()
            except Exception:
                log.exception("the watchdog failed")

    async def check(self) -> None:
        """Checks once; records what persists and what is over, and tells the admins."""
        found = await self._findings()
        self._in_a_row = {name: self._in_a_row.get(name, 0) + 1 for name in found.wrong}
        for name, detail in found.wrong.items():
            if name not in found.recorded and self._in_a_row[name] >= CHECKS_IN_A_ROW:
                await self._begin(name, detail, silence=found.silence)
        for name in found.recorded & found.fine:
            if await self._note(name, None):
                log.info("trouble is over", check=name)
        if not found.silence:
            for name in self._alone.keys() & found.fine:
                await self._end_alone(name)
            if "database" in found.fine:
                await self._tell()

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
            recorded=set(seen["troubles"]),
            silence=seen["silence"] > 0,
        )

    async def _begin(self, name: str, detail: str, *, silence: bool) -> None:
        noted = await self._note(name, detail)
        if noted:
            log.warning("trouble", check=name, detail=detail)
        elif noted is None and not silence:
            await self._tell_alone(name, detail)

    async def _note(self, name: str, detail: str | None) -> bool | None:
        """Whether this is news to the database; None when the database cannot record it."""
        query = f"select {self._schema}.notify_trouble($1, $2)"
        try:
            async with asyncio.timeout(TIMEOUT):
                news: bool = await self._ask(query, name, detail)
        except Exception as error:
            log.warning("a trouble was not recorded", check=name, error=describe(error))
            return None
        return news

    # -- What the database says

    async def _tell(self) -> None:
        query = f"select {self._schema}.take_alarms()"
        try:
            async with asyncio.timeout(TIMEOUT):
                taken = json.loads(await self._ask(query))
        except Exception as error:
            log.warning("what there is to tell is unknown", error=describe(error))
            return
        for told in taken:
            await self._tell_one(told)

    async def _tell_one(self, told: Json) -> None:
        """Who cannot be reached now is told by the next check; whom Telegram refuses, with the next
        reminder."""
        shape, sent = told["shape"], {"message_id": None, "sounded": told["what"] == "send"}
        try:
            sent = await self._telegram.tell_alarms(told)
        except (Rejected, Gone) as error:
            log.warning("an admin was not told", group=told["group"], error=str(error))
        except GatewayError as error:
            log.warning("an admin is not told yet", group=told["group"], error=str(error))
            shape, sent = None, {"message_id": None, "sounded": False}
        log.info("alarms", group=told["group"], what=told["what"], told=shape is not None)
        async with asyncio.timeout(TIMEOUT):
            await self._ask(
                f"select {self._schema}.alarm_told($1, $2, $3, $4, $5)",
                *(told["group"], told["user"], shape, sent["message_id"], sent["sounded"]),
            )

    # -- From memory

    async def _tell_alone(self, name: str, detail: str) -> None:
        known = self._alone.get(name)
        if known is not None and time.monotonic() - known.told_at < REPEAT_AFTER:
            return
        log.warning("trouble", check=name, detail=detail)
        since = known.since if known else datetime.now(UTC)
        trouble = Remembered(detail, since, time.monotonic(), {})
        heard = not self._admins
        for admin in self._admins:
            sent = await self._write(admin, _alone(admin, name, trouble, "send"))
            if sent is not None:
                heard, trouble.messages[admin["chat_id"]] = True, sent["message_id"]
        if heard:
            self._alone[name] = trouble

    async def _end_alone(self, name: str) -> None:
        trouble = self._alone.pop(name)
        log.info("trouble is over", check=name)
        for admin in self._admins:
            if (message := trouble.messages.get(admin["chat_id"])) is not None:
                await self._write(admin, _alone(admin, name, trouble, "end", message))

    async def _write(self, admin: Json, told: Json) -> Json | None:
        try:
            return await self._telegram.tell_alarms(told)
        except GatewayError as error:
            log.warning("an admin was not told", error=str(error))
            return None

    async def _ask(self, query: str, *arguments: object) -> Any:
        """Uses its own connection, because others may be stuck."""
        connection = await connect(self._dsn, "watchdog")
        try:
            return await connection.fetchval(query, *arguments)
        finally:
            connection.terminate()


def _alone(
    admin: Json, name: str, trouble: Remembered, what: str, message_id: int | None = None
) -> Json:
    """As jobs.take_alarms would tell it, without a group that somebody could say he is on."""
    now = datetime.now(UTC).isoformat()
    since, over = trouble.since.isoformat(), what == "end"
    alarm = {
        "name": name,
        "kind": name,
        "severity": "now",
        "help": "database",
        "detail": trouble.detail,
        "since": since,
        "over": over,
        "times": 1,
        "flaps": False,
        "follows": False,
        "place": None,
    }
    return {
        "what": what,
        "chat_id": admin["chat_id"],
        "locale": admin["locale"],
        "timezone": "UTC",
        "now": now,
        "message_id": message_id,
        "began": since,
        "ended": now if over else None,
        "by": None,
        "may_acknowledge": False,
        "group": None,
        "alarms": [alarm],
    }
