"""How fast the real listener empties the outbox with a no-op gateway; what a destination that is
down costs the others; how broadcasts delay a receipt."""

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
DESTINATIONS = [f"panel_{n}" for n in range(10)]
FOR_EACH = 6_000
RECEIPTS = 20

TOPIC = """
insert into outbox.topics (name, consumer, lane_is, description, lane_batch)
values ('bench', 'listener', 'thing', 'for benchmarks', 10);
select outbox.define_kind('bench.noop', 'bench', 'for benchmarks');
"""

# Ten panels, each with the limits of its topic; a hanging call is given up after a second.
PANELS = """
insert into outbox.topics (name, consumer, lane_is, description, concurrency, call_timeout, lease,
  breaker_failures, breaker_cooldown)
values ('bench', 'listener', 'thing', 'for benchmarks', 100, '1 s', '10 s', 5, '1 s');
select outbox.define_kind('bench.noop', 'bench', 'for benchmarks');
"""
# Telegram's limits, and a broadcast to everybody.
BROADCAST = """
insert into outbox.topics (name, consumer, lane_is, description, concurrency, rate, burst,
  lane_spacing)
values ('bench', 'listener', 'thing', 'for benchmarks', 20, 30, 5, '1 s');
select outbox.define_kind('bench.noop', 'bench', 'for benchmarks');
select outbox.enqueue_batch('bench.noop', array_agg(n::text), array_agg('{}'::jsonb), null, null,
  array_agg('broadcast'::outbox.priority))
from generate_series(1, 100000) as n;
"""
RECEIPT = """
select outbox.enqueue('bench.noop', $1, '{"receipt": true}', p_priority => 'receipt')
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


async def destination_down(server: ThrowawayServer) -> Sequence[Result]:
    """Destinations: ten panels, 6k messages each, without and with one that hangs."""
    well, down = [], []
    for _ in range(ROUNDS):
        well.append(await nine_of_ten(server, hanging=False))
        down.append(await nine_of_ten(server, hanging=True))
    return [
        Result(
            "outbox_destination_down",
            statistics.median(down),
            "msg/s",
            "ratio >= 0.90",
            baseline=statistics.median(well),
        )
    ]


async def nine_of_ten(server: ThrowawayServer, *, hanging: bool) -> float:
    """Returns the messages per second of the nine healthy ones, while the tenth has no messages or
    hangs."""
    dead, *others = DESTINATIONS
    async with server.database() as database, database.connect() as connection:
        await connection.execute(PANELS)
        for destination in DESTINATIONS if hanging else others:
            lanes = [f"{destination} {n}" for n in range(FOR_EACH)]
            await fill(connection, lanes, destination)
        await connection.execute("vacuum analyze outbox.lanes, outbox.messages")
        return await drained(database, dead, FOR_EACH * len(others))


async def priority_delay(server: ThrowawayServer) -> Sequence[Result]:
    """Priority: receipts to chats that wait for a broadcast to 100k, at 30/s."""
    stop, arrived = asyncio.Event(), asyncio.Queue[float]()

    async def note(message: Message) -> None:
        if message.payload:
            arrived.put_nowait(time.perf_counter())

    delays = []
    async with server.database() as database, database.connect() as connection:
        await connection.execute(BROADCAST)
        await connection.execute("vacuum analyze outbox.lanes, outbox.messages")
        url = database.url("tickover_listener")
        listening = asyncio.create_task(consumer(url, {"bench": note}, Metrics().observe).run(stop))
        for n in range(RECEIPTS):
            await asyncio.sleep(0.5)
            started = time.perf_counter()
            await connection.execute(RECEIPT, str(100_000 - n))
            delays.append(await arrived.get() - started)
        stop.set()
        await listening
    return [Result("priority_delay_s", max(delays), "s", "< 1")]


async def one_round(server: ThrowawayServer, *, blocked: int) -> float:
    """Returns messages per second, from the listener's start to its last durable ack."""
    async with server.database() as database, database.connect() as connection:
        await connection.execute(TOPIC)
        await fill(connection, ["blocked"] * blocked + [str(n % LANES) for n in range(MESSAGES)])
        await connection.execute("vacuum analyze outbox.lanes, outbox.messages")
        return await drained(database, "blocked", MESSAGES)


async def fill(
    connection: Connection, lanes: Sequence[str], destination: str | None = None
) -> None:
    for start in range(0, len(lanes), 10_000):
        part = lanes[start : start + 10_000]
        payloads = [json.dumps({"n": start + n}) for n in range(len(part))]
        await connection.execute(
            "select outbox.enqueue_batch('bench.noop', $1, $2, p_destinations => $3)",
            part,
            payloads,
            [destination] * len(part) if destination else None,
        )


async def drained(database: Database, hangs: str, messages: int) -> float:
    """Returns messages per second, until a number of them are done; messages to the lane or
    destination `hangs` never end."""
    last: dict[str, int] = {}
    settled, all_settled, stop = 0, asyncio.Event(), asyncio.Event()

    async def do_nothing(message: Message) -> None:
        if hangs in (message.lane, message.destination):
            await stop.wait()
        if last.get(message.lane, -1) >= message.payload["n"]:
            raise AssertionError("out of order")
        last[message.lane] = message.payload["n"]

    metrics = Metrics()

    def observe(message: Message, outcome: str, seconds: float) -> None:
        nonlocal settled
        metrics.observe(message, outcome, seconds)
        settled += outcome == "done"
        if settled == messages:
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
    return messages / seconds
