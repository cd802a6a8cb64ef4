"""A topic of the tests' own, and gateways that write down what they were asked to do."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from consumer import Consumer, Handler, Message
from tests.support import PATIENCE, Connection, Database, eventually

TOPIC = """
insert into outbox.topics (name, consumer, lane_is, description, call_timeout, lease,
  backoff_min, backoff_max)
values ('proof', 'listener', 'thing', 'for tests', '300 ms', '1 s', '20 ms', '50 ms');
select outbox.define_kind('proof.repeated', 'proof', 'for tests');
select outbox.define_kind('proof.dropped', 'proof', 'for tests', 'drop');
"""


@dataclass(frozen=True)
class Proof:
    """The topic `proof` of a database: what is put into it, and what is left of it."""

    db: Connection
    database: Database

    @classmethod
    async def prepared(cls, db: Connection, database: Database, **limits: object) -> "Proof":
        await db.execute(TOPIC)
        proof = cls(db, database)
        await proof.limit(**limits)
        return proof

    async def limit(self, **limits: object) -> None:
        """`limit(rate=10, lane_spacing="1 s")` sets columns of the topic."""
        if limits:
            values = ", ".join(
                f"{name} = {'null' if value is None else repr(value)}"
                for name, value in limits.items()
            )
            await self.db.execute(f"update outbox.topics set {values} where name = 'proof'")

    async def put(
        self,
        lanes: Sequence[str],
        kind: str = "proof.repeated",
        first: int = 0,
        destination: str = "main",
    ) -> None:
        """One message for each lane named, numbered."""
        numbers = range(first, first + len(lanes))
        await self.db.execute(
            "select outbox.enqueue_batch($1, $2, $3, p_destinations => $4)",
            kind,
            list(lanes),
            [json.dumps({"n": n}) for n in numbers],
            [destination] * len(lanes),
        )

    async def left(self) -> int:
        count: int = await self.db.fetchval(
            "select count(*) from outbox.messages where topic = 'proof'"
        )
        return count

    async def empty(self, within: float = PATIENCE) -> None:
        """Waits until nothing is left, and nothing is in flight."""

        async def none() -> bool:
            gone: bool = await self.db.fetchval(
                """select not exists (select from outbox.lanes
                   where topic = 'proof' and (waiting > 0 or token is not null))"""
            )
            return gone

        await eventually(none, within)
        assert await self.left() == 0

    async def dead(self) -> list[tuple[int, str]]:
        """(n, reason) of what was buried or dropped."""
        rows = await self.db.fetch(
            """select (payload ->> 'n')::integer as n, reason from outbox.dead_letters
               where topic = 'proof' order by n"""
        )
        return [(row["n"], row["reason"]) for row in rows]

    async def destination(self, name: str = "main") -> dict[str, Any]:
        row = await self.db.fetchrow(
            "select * from outbox.destinations where topic = 'proof' and name = $1", name
        )
        assert row is not None
        return dict(row)

    async def is_paused(self) -> bool:
        return bool((await self.destination())["paused_until"])

    async def lane(self, lane: str) -> dict[str, Any]:
        row = await self.db.fetchrow(
            "select * from outbox.lanes where topic = 'proof' and lane = $1", lane
        )
        assert row is not None
        return dict(row)

    @asynccontextmanager
    async def consumed(self, handler: Handler, count: int = 1) -> AsyncIterator[list[str]]:
        """So many listeners in this process, stopped in good order; gives the outcomes so far."""
        stop = asyncio.Event()
        outcomes: list[str] = []
        consumers = [
            Consumer(
                self.database.url("tickover_listener"),
                schema="outbox",
                name="listener",
                handlers={"proof": handler},
                observe=lambda message, outcome, seconds: outcomes.append(outcome),
            )
            for _ in range(count)
        ]
        async with asyncio.TaskGroup() as tasks:
            for consumer in consumers:
                tasks.create_task(consumer.run(stop))
            try:
                yield outcomes
            finally:
                stop.set()


@dataclass
class Journal:
    """A gateway that writes down what it was asked to do, and does it as the test says."""

    done: list[tuple[str, int]] = field(default_factory=list)
    started: list[tuple[str, int, float]] = field(default_factory=list)

    async def __call__(self, message: Message) -> dict[str, Any] | None:
        number: int = message.payload["n"]
        self.started.append((message.lane, number, asyncio.get_running_loop().time()))
        await self.act(message)
        self.done.append((message.lane, number))
        return None

    async def act(self, message: Message) -> None:
        """Nothing, unless a test says otherwise."""

    def by_lane(self) -> dict[str, list[int]]:
        lanes: dict[str, list[int]] = {}
        for lane, number in self.done:
            lanes.setdefault(lane, []).append(number)
        return lanes


def in_order(by_lane: dict[str, list[int]]) -> bool:
    """Whether each lane's numbers grow; the same one may come again at once, after a crash."""
    return all(numbers == sorted(numbers) for numbers in by_lane.values())
