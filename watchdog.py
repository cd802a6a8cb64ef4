"""Tells the admins about alarms, and finds problems that jobs cannot find: that the jobs
themselves, a queue, a process or the webhook is dead.

Jobs raise alarms, and the listener sends messages. So a dead launcher or listener is silent.
Therefore both processes watch, and each writes through the Bot API directly. The database says what
there is to tell, and gives each message to one process. While the database is away, each process
tells the admins so from memory, at most once an hour.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

import structlog

from consumer.session import connect, describe, wait
from gateways.clock import OutsideClock
from gateways.errors import GatewayError, Gone, Rejected
from gateways.telegram import TelegramGateway

log = structlog.get_logger(__name__)

CHECK_INTERVAL = 30.0
# A trouble is told after this number of failed checks in a row, so that a short one is not
# reported.
CHECKS_IN_A_ROW = 3
# The time limit of a check, in seconds.
TIMEOUT = 10.0
# Seconds after a take in which telling what it brought may begin. A message takes at most half a
# minute (it replaces another), and after a minute the other process is given what was not told.
BEGIN_WITHIN = 25.0
# Seconds between two messages about one trouble, while the database cannot record that it was told.
REPEAT_AFTER = 3600.0

Json = Mapping[str, Any]
UNSENT: Json = {"message_id": None, "sounded": False}


class Look(Protocol):
    """The problems that a process found itself."""

    @property
    def name(self) -> str: ...
    @property
    def ok(self) -> bool: ...
    @property
    def detail(self) -> str: ...


@dataclass(frozen=True)
class Findings:
    """The result of a check: what is wrong and why, what is well, which troubles are recorded, and
    whether Telegram has asked for silence."""

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
    messages: dict[int, int | None]
    """By chat, the message that says so; None where it is not known."""
    ended: datetime | None = None
    """Then those are left here who could not be told so yet."""


class Watchdog:
    def __init__(
        self,
        dsn: str,
        schema: Literal["inbox", "outbox"],
        telegram: TelegramGateway,
        beside: Sequence[Callable[[], Awaitable[Look]]] = (),
        clock: OutsideClock | None = None,
    ) -> None:
        """`beside`: checks what the database does not know of. `clock`: what the database's clock
        is compared with."""
        self._dsn = dsn
        self._schema = schema
        self._telegram = telegram
        self._beside = beside
        self._clock = clock
        self._silence = False
        self._admins: Sequence[Json] = ()
        self._in_a_row: dict[str, int] = {}
        self._alone: dict[str, Remembered] = {}

    async def run(self, stop: asyncio.Event) -> None:
        # A shop that stood still waits for this.
        await self._compare_clocks()
        while not stop.is_set():
            await wait(stop, CHECK_INTERVAL)
            try:
                await self.check()
            except Exception:
                log.exception("the watchdog failed")

    async def _compare_clocks(self) -> None:
        """Without a result the database believes its own clock, unless it saw a leap."""
        if self._clock is None or self._silence:
            return
        query = f"select {self._schema}.compare_clock($1, $2, $3)"
        try:
            async with asyncio.timeout(TIMEOUT):
                if shown := await self._clock.read():
                    await self._ask(query, shown.now(), shown.may_hold, shown.may_confirm)
        except Exception as error:
            log.warning("the clocks were not compared", error=describe(error))

    async def check(self) -> None:
        """Checks once. Records the problems that persist and those that are over, and tells the
        admins."""
        await self._compare_clocks()
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
        self._silence = seen["silence"] > 0
        self._admins, checks = seen["admins"], [*seen["checks"], *await self._looks()]
        return Findings(
            wrong={c["name"]: c["detail"] for c in checks if not (c["ok"] or c["told"])},
            fine={"database", *(c["name"] for c in checks if c["ok"])},
            recorded=set(seen["troubles"]),
            silence=self._silence,
        )

    async def _looks(self) -> Sequence[Json]:
        looks = [await look() for look in self._beside]
        return [{"name": it.name, "ok": it.ok, "detail": it.detail, "told": False} for it in looks]

    async def _begin(self, name: str, detail: str, *, silence: bool) -> None:
        noted = await self._note(name, detail)
        if noted:
            log.warning("trouble", check=name, detail=detail)
        elif noted is None and not silence:
            await self._tell_alone(name, detail)

    async def _note(self, name: str, detail: str | None) -> bool | None:
        """Returns whether this is news to the database; None if the database cannot record it."""
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
        """Sends a few messages at a time, until nothing is left or one could not be sent: its
        recipient may be reachable at the next check. What this process is too slow for, the other
        one takes."""
        more = True
        while more:
            begun_by = time.monotonic() + BEGIN_WITHIN
            taken = await self._take()
            told = [time.monotonic() < begun_by and await self._tell_one(one) for one in taken]
            more = bool(taken) and all(told)

    async def _take(self) -> Sequence[Json]:
        query = f"select {self._schema}.take_alarms()"
        try:
            async with asyncio.timeout(TIMEOUT):
                taken: Sequence[Json] = json.loads(await self._ask(query))
        except Exception as error:
            log.warning("what there is to tell is unknown", error=describe(error))
            return ()
        return taken

    async def _tell_one(self, told: Json) -> bool:
        """Returns whether the message needs no further try."""
        sent = await self._write(told)
        shape, note = (told["shape"], sent) if sent else (None, UNSENT)
        log.info("alarms", group=told["group"], what=told["what"], told=sent is not None)
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._ask(
                    f"select {self._schema}.alarm_told($1, $2, $3, $4, $5)",
                    *(told["group"], told["user"], shape, note["message_id"], note["sounded"]),
                )
        except Exception as error:
            log.warning("what was told is not noted", group=told["group"], error=describe(error))
            return False
        return sent is not None

    async def _write(self, told: Json) -> Json | None:
        """Returns what became of the message; None if the next check may have more luck. That
        includes an error of this program, which must not keep the others from being told."""
        try:
            return await self._telegram.tell_alarms(told)
        except (Rejected, Gone) as error:
            log.warning("an admin was not told", group=told["group"], error=str(error))
            return {**UNSENT, "sounded": told["what"] == "send"}
        except GatewayError as error:
            log.warning("an admin is not told yet", group=told["group"], error=str(error))
        except Exception:
            log.exception("an admin could not be told", group=told["group"])
        return None

    # -- From memory

    async def _tell_alone(self, name: str, detail: str) -> None:
        known = self._alone.get(name)
        lasts = known is not None and known.ended is None
        if known and lasts and time.monotonic() - known.told_at < REPEAT_AFTER:
            return
        log.warning("trouble", check=name, detail=detail)
        since = known.since if known and lasts else datetime.now(UTC)
        messages = dict(known.messages) if known else {}
        trouble = Remembered(detail, since, time.monotonic(), messages)
        heard = not self._admins
        for admin in self._admins:
            sent = await self._write(_alone(admin, name, trouble, "send"))
            if sent is not None:
                heard, messages[admin["chat_id"]] = True, sent["message_id"]
        if heard:
            self._alone[name] = trouble

    async def _end_alone(self, name: str) -> None:
        """An admin who cannot be reached now is told by a later check."""
        trouble = self._alone[name]
        if trouble.ended is None:
            trouble.ended = datetime.now(UTC)
            log.info("trouble is over", check=name)
        waiting = {}
        for admin in self._admins:
            if (chat := admin["chat_id"]) in trouble.messages:
                sent = await self._write(_alone(admin, name, trouble, "end"))
                if sent is None:
                    waiting[chat] = trouble.messages[chat]
        trouble.messages = waiting
        if not waiting:
            del self._alone[name]

    async def _ask(self, query: str, *arguments: object) -> Any:
        """Uses its own connection, because the others may be stuck."""
        connection = await connect(self._dsn, "watchdog")
        try:
            return await connection.fetchval(query, *arguments)
        finally:
            connection.terminate()


def _alone(admin: Json, name: str, trouble: Remembered, what: str) -> Json:
    """Returns a single alarm in the form of jobs.take_alarms, without a group that somebody could
    be on."""
    now = datetime.now(UTC).isoformat()
    since, ended = trouble.since.isoformat(), trouble.ended
    alarm = {
        "name": name,
        "kind": name,
        "severity": "now",
        "help": "database",
        "detail": trouble.detail,
        "since": since,
        "over": ended is not None,
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
        "quiet": admin.get("quiet", False),
        "message_id": trouble.messages.get(admin["chat_id"]),
        "began": since,
        "ended": ended.isoformat() if ended else None,
        "by": None,
        "may_acknowledge": False,
        "group": None,
        "alarms": [alarm],
    }
