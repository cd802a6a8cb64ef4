"""How fast the real listener empties the outbox when its gateway does nothing."""

import asyncio
import json
import statistics
import time
from collections.abc import Sequence

from bench.harness import Connection, Database, Result, ThrowawayServer
from consumer import Message
from listener import Metrics, consumer

MESSAGES = 100_000
LANES = 50_000
BEHIND_THE_BLOCKED_LANE = 50_000
ROUNDS = 3

TOPIC = """
insert into outbox.topics (name, consumer, lane_is, description, lane_batch)
values ('bench', 'listener', 'thing', 'for benchmarks', 10);
select outbox.define_kind('bench.noop', 'bench', 'for benchmarks');
"""


async def outbox(server: ThrowawayServer) -> Sequence[Result]:
    """Outbox: 100k messages in 50k lanes, in order, without and with 50k behind a blocked lane."""
    free, blocked = [], []
    for _ in range(ROUNDS):
        free.append(await one_round(server, blocked=0))
        blocked.append(await one_round(server, blocked=BEHIND_THE_BLOCKED_LANE))
    ordered = statistics.median(free)
    return [
        Result("outbox_ordered", ordered, "msg/s", ">= 50,000"),
        Result(
            "outbox_blocked", statistics.median(blocked), "msg/s", "ratio >= 0.90", baseline=ordered
        ),
    ]


async def one_round(server: ThrowawayServer, *, blocked: int) -> float:
    """Messages a second, from the listener's start to its last durable ack."""
    async with server.database() as database, database.connect() as connection:
        await connection.execute(TOPIC)
        await fill(connection, ["blocked"] * blocked + [str(n % LANES) for n in range(MESSAGES)])
        await connection.execute("vacuum analyze outbox.lanes, outbox.messages")
        return await drained(database)


async def fill(connection: Connection, lanes: Sequence[str]) -> None:
    for start in range(0, len(lanes), 10_000):
        part = lanes[start : start + 10_000]
        payloads = [json.dumps({"n": start + n}) for n in range(len(part))]
        await connection.execute(
            "select outbox.enqueue_batch('bench.noop', $1, $2)", part, payloads
        )


async def drained(database: Database) -> float:
    last: dict[str, int] = {}
    settled, all_settled, stop = 0, asyncio.Event(), asyncio.Event()

    async def do_nothing(message: Message) -> None:
        if message.lane == "blocked":
            await stop.wait()
        if last.get(message.lane, -1) >= message.payload["n"]:
            raise AssertionError("out of order")
        last[message.lane] = message.payload["n"]

    metrics = Metrics()

    def observe(message: Message, outcome: str, seconds: float) -> None:
        nonlocal settled
        metrics.observe(message, outcome, seconds)
        settled += 1
        if settled == MESSAGES:
            all_settled.set()

    url = database.url("tickover_listener")
    started = time.perf_counter()
    running = asyncio.create_task(consumer(url, {"bench": do_nothing}, observe).run(stop))
    await asyncio.wait(
        [running, waiting := asyncio.create_task(all_settled.wait())],
        return_when=asyncio.FIRST_COMPLETED,
    )
    seconds = time.perf_counter() - started
    stop.set()
    waiting.cancel()
    await running
    return MESSAGES / seconds
