"""Works off one topic: claims lanes, has their messages handled, settles what came of it."""

import asyncio
import json
import logging
import random
import re
import time
from collections import Counter, deque
from typing import Any

import structlog

from consumer.claim import Unreadable, decoded
from consumer.message import Claimed, Handler, Message, Observer, Run
from consumer.patience import Patience
from consumer.session import Session, Unavailable, either
from consumer.settlement import Ack, Release, Settler, Verdict
from gateways.errors import Denied, GatewayError, Gone, Rejected, Stale, Transient, Unknown

log = structlog.get_logger(__name__)

# Lanes of one claim, and lanes that the process has in hand at a time, about. They bound memory;
# what binds the work is the row in outbox.topics.
LANES_OF_A_CLAIM = 1000
MOST_LANES = 3000
# Claims under steady load keep this distance, in seconds, so that each finds more than one lane.
GATHER = 0.002
# Without a ring, and with nothing known to become due, look again after this.
POLL = 5.0
# What the topic waits when our credentials are refused: until somebody mends them, trying is noise.
DENIED_PAUSE = 60.0
# What a lane waits for a program that knows what to do with its message.
UNKNOWN_PAUSE = 60.0
LONGEST_ERROR = 500
# What JSON can say and PostgreSQL cannot keep: NUL, and half of a pair.
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
_MAYBE_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)


class Worker:
    """One topic of a consumer. Claims and settlements have a connection each: while PostgreSQL
    executes one, the other is written or read, which is worth a quarter of the throughput."""

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
        self._query = f"select {schema}.claim($1, $2)"
        self._settler = Settler(self._settlements, schema, topic, self._report)
        self._wake = asyncio.Event()
        self._runs: deque[Run] = deque()
        self._in_flight = 0
        self._hand_is_coming = False
        self._timeout = 0.0
        self._counters: Counter[str] = Counter()
        self._logs_all = logging.getLogger(__name__).isEnabledFor(logging.INFO)

    def wake(self) -> None:
        """There may be something to claim."""
        self._wake.set()

    def counters(self) -> dict[str, int]:
        return {**self._counters, "in_flight": self._in_flight}

    async def run(self) -> None:
        """Until it is to stop; then what is in flight is finished and the rest is given back."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._settler.run(self._ended))
                async with asyncio.TaskGroup() as self._hands:
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
                pause = await self._claim_all() if self._has_room() else POLL
            except Unavailable:
                return
            poll = POLL * random.uniform(0.75, 1.25)
            await either(self._wake, poll if pause is None else min(pause + 0.001, poll))
            await asyncio.sleep(max(0, started + GATHER - time.monotonic()))

    async def _claim_all(self) -> float | None:
        """Takes what is there, while there is room; returns the seconds until there may be more.

        The next claim is on its way before the last one is worked off: PostgreSQL and the gateways
        need not wait for each other, which is worth a third of the throughput.
        """
        asking = asyncio.create_task(self._ask())
        try:
            while True:
                batch = await asking
                next_in: float | None = batch["next_in"]
                more = next_in == 0 and self._has_room() and not self._stop.is_set()
                if more:
                    asking = asyncio.create_task(self._ask())
                    await asyncio.sleep(0)
                self._take(batch)
                if not more:
                    return next_in
        finally:
            asking.cancel()

    async def _ask(self) -> dict[str, Any]:
        asked_at = time.monotonic()
        answer: str = await self._claims.call(self._query, self._topic, LANES_OF_A_CLAIM)
        batch = decoded(answer)
        return {**batch, "deadline": asked_at + batch["lease"]}

    def _has_room(self) -> bool:
        return self._in_flight <= MOST_LANES - LANES_OF_A_CLAIM

    def _take(self, batch: dict[str, Any]) -> None:
        """Sets hands to what was claimed."""
        self._timeout = batch["timeout"]
        run: Run | None = None
        for lane, id_, kind, payload, attempt, reason, error in batch["messages"]:
            if run is None or run.lane != lane:
                run = Run(lane, batch["token"], batch["deadline"])
                self._runs.append(run)
                self._in_flight += 1
            message = Message(self._topic, lane, id_, kind, payload, attempt)
            run.claimed.append(Claimed(message, reason, error))
        self._call_a_hand()

    def _ended(self, runs: int) -> None:
        """There is room again, and the lanes may have more."""
        self._in_flight -= runs
        if runs:
            self._wake.set()

    # -- Working

    def _call_a_hand(self) -> None:
        """Hands are tasks that take runs until there are none. Each, when it takes one, calls the
        next: so there are as many as there are calls that wait, and one if none does."""
        if self._runs and not self._hand_is_coming:
            self._hand_is_coming = True
            self._hands.create_task(self._work())

    async def _work(self) -> None:
        self._hand_is_coming = False
        task = asyncio.current_task()
        assert task is not None
        patience = Patience(task)
        while self._runs:
            run = self._runs.popleft()
            self._call_a_hand()
            await self._work_off(run, patience)

    async def _work_off(self, run: Run, patience: Patience) -> None:
        """One message after the other, as long as the lease lasts and each is done."""
        while run.claimed:
            started = time.monotonic()
            if self._stop.is_set() or started + self._timeout > run.deadline:
                self._settler.put(Release([run.lane], [run.token]))
                return
            claimed = run.claimed.popleft()
            try:
                if claimed.reason:
                    raise _Unsendable(claimed.reason, claimed.error or "")
                if isinstance(claimed.message.payload, Unreadable):
                    raise Unknown("a payload that this program cannot read")
                with patience.of(self._timeout):
                    answer = await self._handler(claimed.message)
                result = None if answer is None else _storable(answer)
            except Exception as error:
                seconds = time.monotonic() - started
                self._settler.put(self._verdict(claimed.message, run.token, seconds, error))
                return
            self._settler.put(
                Ack(
                    claimed.message,
                    run.token,
                    time.monotonic() - started,
                    result,
                    ends_run=not run.claimed,
                )
            )

    def _verdict(self, message: Message, token: int, seconds: float, error: Exception) -> Verdict:
        why = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", str(error))[:LONGEST_ERROR]
        match error:
            case _Unsendable(reason=reason):
                return Verdict(message, token, seconds, why, "bury", (reason, why))
            case Rejected() | Gone() | Stale():
                reason = type(error).__name__.lower()
                return Verdict(message, token, seconds, why, "bury", (reason, why))
            case Denied():
                wait: tuple[object, ...] = (f"denied: {why}", DENIED_PAUSE, True, False, "denied")
            case Unknown():
                wait = (f"unknown: {why}", UNKNOWN_PAUSE, False, False, "unknown")
            case Transient():
                cause = None if error.reached else "unreached"
                wait = (why, error.retry_after, error.scope == "topic", error.in_doubt, cause)
            case TimeoutError():
                wait = (f"no end after {self._timeout:g} s", None, False, True, None)
            case _:
                log.error(
                    "bug", topic=self._topic, kind=message.kind, id=message.id, exc_info=error
                )
                wait = (f"bug: {type(error).__name__}", None, False, True, None)
        return Verdict(message, token, seconds, str(wait[0]), "retry", wait)

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
                kind=message.kind,
                id=message.id,
                attempt=message.attempt,
                ms=round(seconds * 1000, 1),
                error=error,
            )


def _storable(answer: dict[str, Any]) -> str:
    """The answer as JSON that PostgreSQL takes: the effect has happened, whatever was said."""
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
    """The database found that the message is to be buried."""

    def __init__(self, reason: str, error: str) -> None:
        super().__init__(error)
        self.reason = reason
