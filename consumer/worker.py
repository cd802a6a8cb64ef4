"""Processes one topic: claims lanes, has their messages handled, settles the outcomes."""

import asyncio
import json
import logging
import random
import re
import time
from collections import Counter, deque
from contextlib import closing
from contextvars import ContextVar
from functools import partial
from typing import Any

import structlog
from structlog.contextvars import STRUCTLOG_KEY_PREFIX, bind_contextvars

from consumer.claim import Claim, Run, Undecodable, Unsent
from consumer.message import Handler, Message, Observer
from consumer.session import Session, Unavailable, label, wait
from consumer.settlement import Ack, Bury, Release, Retry, Settler
from consumer.timeout import ReusableTimeout
from gateways.errors import Denied, Foreign, GatewayError, Gone, Rejected, Stale, Transient, Unknown

log = structlog.get_logger(__name__)

# The number of lanes that one claim takes, and roughly the number that the process holds for one
# destination. They limit memory; the rows in outbox.topics and outbox.destinations limit the work.
LANES_OF_A_CLAIM = 1000
MOST_LANES = 3000
# Under steady load claims are at least this far apart, in seconds, so that each finds more than one
# lane.
CLAIM_INTERVAL = 0.002
# Poll after this time, in seconds, if no notification comes and nothing is known to become due.
POLL_INTERVAL = 5.0
# How long a destination waits after it refused our credentials. More calls are useless until
# somebody corrects them.
DENIED_PAUSE = 60.0
# How long a lane waits for a program that knows what to do with its message.
UNKNOWN_PAUSE = 60.0
LONGEST_ERROR = 500
# Events are handed out as their original bytes.
CLAIM = {
    "outbox": "select outbox.claim($1, $2, $3)",
    "inbox": "select inbox.claim($1, $2, $3)",
}
# What JSON can express but PostgreSQL cannot store: NUL, and half of a surrogate pair.
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
_MAYBE_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)
# The message that is handled, for what is logged meanwhile. Not its lane, which may be a chat.
# bind_contextvars would do the same and take six times as long.
_HANDLED: ContextVar[int] = ContextVar(STRUCTLOG_KEY_PREFIX + "message")


class Worker:
    """One topic of a consumer. Claims and settlements have separate connections: while PostgreSQL
    executes one, the other is written or read, which gains a quarter of the throughput."""

    def __init__(
        self,
        dsn: str,
        schema: str,
        topic: str,
        handler: Handler,
        observe: Observer | None,
        stop: asyncio.Event,
    ) -> None:
        self._topic = topic
        self._handler = handler
        self._observe = observe
        self._stop = stop
        self._claims = Session(dsn, f"{topic} claims", stop)
        self._settlements = Session(dsn, f"{topic} settlements", stop)
        self._query = CLAIM[schema]
        self._settler = Settler(self._settlements, schema, topic, self._report)
        self._wake = asyncio.Event()
        self._runs: deque[Run] = deque()
        self._in_flight: Counter[str] = Counter()
        self._task_is_starting = False
        self._timeout = 0.0
        self._counters: Counter[str] = Counter()
        self._logs_all = logging.getLogger(__name__).isEnabledFor(logging.INFO)

    def wake(self) -> None:
        """Signals that there may be something to claim."""
        self._wake.set()

    def counters(self) -> dict[str, int]:
        return {**self._counters, "in_flight": self._in_flight.total()}

    async def run(self) -> None:
        """Runs until the process must stop, then finishes what is in flight and gives back the
        rest."""
        # Inherited by all tasks: to bind it with each message took a twentieth of the time.
        bind_contextvars(topic=self._topic)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._settler.run(self._ended))
                async with asyncio.TaskGroup() as self._tasks:
                    await self._claim_until_stopped()
                self._settler.close()
        finally:
            self._claims.close()
            self._settlements.close()

    # -- Claiming

    async def _claim_until_stopped(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            started = time.monotonic()
            try:
                pause = await self._claim_all() if self._has_room() else POLL_INTERVAL
            except Unavailable:
                return
            poll = POLL_INTERVAL * random.uniform(0.75, 1.25)
            await wait(self._wake, poll if pause is None else min(pause + 0.001, poll))
            if (rest := started + CLAIM_INTERVAL - time.monotonic()) > 0:
                await asyncio.sleep(rest)

    async def _claim_all(self) -> float | None:
        """Claims while there is something to claim and room for it; returns the seconds until there
        may be more.

        The next claim is sent before the last one is processed, so PostgreSQL and the gateways need
        not wait for each other. This gains a third of the throughput.
        """
        claim = await self._claim()
        while claim.next_in == 0 and self._has_room() and not self._stop.is_set():
            claiming = asyncio.create_task(self._claim())
            try:
                await asyncio.sleep(0)
                self._take(claim)
                claim = await claiming
            finally:
                claiming.cancel()
        self._take(claim)
        return claim.next_in

    async def _claim(self) -> Claim:
        asked_at = time.monotonic()
        answer: str = await self._claims.call(
            self._query, self._topic, LANES_OF_A_CLAIM, self._full()
        )
        return Claim.decode(answer, asked_at)

    def _full(self) -> list[str]:
        """Returns the destinations for which the process holds enough lanes: one that hangs fills
        only its own share."""
        most = MOST_LANES - LANES_OF_A_CLAIM
        return [name for name, lanes in self._in_flight.items() if lanes > most]

    def _has_room(self) -> bool:
        full = self._full()
        return not full or len(full) < len(self._in_flight)

    def _take(self, claim: Claim) -> None:
        self._timeout = claim.timeout
        for run in claim.runs(self._topic):
            self._runs.append(run)
            self._in_flight[run.destination] += 1
        self._start_task()

    def _ended(self, runs: Counter[str]) -> None:
        """There is room again, and the lanes may have more messages."""
        self._in_flight.subtract(runs)
        if runs:
            self._wake.set()

    # -- Working

    def _start_task(self) -> None:
        """A task takes runs until there are none, and starts the next task when it takes one. So
        there are as many tasks as there are waiting calls, and only one if none waits."""
        if self._runs and not self._task_is_starting:
            self._task_is_starting = True
            self._tasks.create_task(self._work())

    async def _work(self) -> None:
        self._task_is_starting = False
        task = asyncio.current_task()
        assert task is not None
        with closing(ReusableTimeout(task)) as timeout:
            while self._runs:
                run = self._runs.popleft()
                self._start_task()
                await self._work_off(run, timeout)

    async def _work_off(self, run: Run, timeout: ReusableTimeout) -> None:
        """Handles one message after the other, as long as the lease lasts and each succeeds."""
        while run.claimed:
            started = time.monotonic()
            if self._stop.is_set() or started + self._timeout > run.deadline:
                self._settler.put(Release([run]))
                return
            message = run.claimed.popleft()
            try:
                if isinstance(message.payload, Unsent):
                    raise _Unsendable(message.payload)
                if isinstance(message.payload, Undecodable):
                    raise Unknown("a payload that this program cannot read")
                _HANDLED.set(message.id)
                with timeout.after(self._timeout):
                    answer = await self._handler(message)
                result = None if answer is None else _storable(answer)
            except Exception as error:
                seconds = time.monotonic() - started
                self._settler.put(self._failed(message, run.token, seconds, error))
                return
            seconds = time.monotonic() - started
            self._settler.put(Ack(message, run.token, seconds, result, ends_run=not run.claimed))

    def _failed(
        self, message: Message, token: int, seconds: float, error: Exception
    ) -> Retry | Bury:
        why = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", str(error))[:LONGEST_ERROR]
        retry = partial(Retry, message, token, seconds)
        match error:
            case _Unsendable(reason=reason):
                return Bury(message, token, seconds, why, reason)
            case Rejected() | Gone() | Stale():
                return Bury(message, token, seconds, why, type(error).__name__.lower())
            case Denied():
                # Nothing is sent until somebody has corrected this.
                log.warning(
                    "denied", topic=self._topic, kind=message.kind, id=message.id, error=why
                )
                return retry(
                    f"denied: {why}", after=DENIED_PAUSE, whole_destination=True, cause="denied"
                )
            case Unknown():
                return retry(f"unknown: {why}", after=UNKNOWN_PAUSE, cause="unknown")
            case Transient():
                return retry(
                    f"foreign: {why}" if isinstance(error, Foreign) else why,
                    after=error.retry_after,
                    whole_destination=error.scope == "destination",
                    in_doubt=error.in_doubt,
                    cause=None if error.reached else "unreached",
                )
            case TimeoutError():
                return retry(f"no end after {self._timeout:g} s", in_doubt=True)
        log.error("bug", topic=self._topic, kind=message.kind, id=message.id, exc_info=error)
        return retry(f"bug: {label(error)}", in_doubt=True)

    def _report(
        self, message: Message, outcome: str, seconds: float, error: str | None = None
    ) -> None:
        self._counters[outcome] += 1
        if self._observe is not None:
            self._observe(message, outcome, seconds)
        if self._logs_all or outcome in ("dead", "lost"):
            say = log.warning if outcome in ("dead", "lost") else log.info
            say(
                outcome,
                topic=self._topic,
                destination=message.destination,
                kind=message.kind,
                id=message.id,
                attempt=message.attempt,
                ms=round(seconds * 1000, 1),
                error=error,
            )


def _storable(answer: dict[str, Any]) -> str:
    """Returns the answer as JSON that PostgreSQL accepts: whatever it says, the effect has
    happened."""
    result = json.dumps(answer)
    return json.dumps(_cleaned(answer)) if _MAYBE_UNSTORABLE.search(result) else result


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
        case list():
            return [_cleaned(one) for one in value]
        case dict():
            return {_cleaned(key): _cleaned(one) for key, one in value.items()}
    return value


class _Unsendable(GatewayError):
    """The database decided that the message must be buried."""

    def __init__(self, unsent: Unsent) -> None:
        super().__init__(unsent.error)
        self.reason = unsent.reason
