"""How long a message of an idle shop waits for the listener."""

import asyncio
import json
import time
from collections.abc import Sequence

from bench.harness import Result, ThrowawayServer, percentile
from bench.outbox import TOPIC
from consumer import Message
from listener import Metrics, consumer

SAMPLES = 1000
WARM_UP = 100
IDLE = 0.01


async def pickup(server: ThrowawayServer) -> Sequence[Result]:
    """Pickup: from before the enqueueing call to the gateway's call, one message at a time."""
    stop = asyncio.Event()
    picked: asyncio.Queue[float] = asyncio.Queue()

    async def note(message: Message) -> None:
        picked.put_nowait(time.perf_counter())

    waits = []
    async with server.database() as database, database.connect() as connection:
        await connection.execute(TOPIC)
        enqueue = await connection.prepare("select outbox.enqueue('bench.noop', $1, $2)")
        url = database.url("tickover_listener")
        listening = asyncio.create_task(consumer(url, {"bench": note}, Metrics().observe).run(stop))
        for n in range(WARM_UP + SAMPLES):
            started = time.perf_counter()
            await enqueue.fetchval(str(n), json.dumps({"n": n}))
            waits.append((await picked.get() - started) * 1000)
            await asyncio.sleep(IDLE)
        stop.set()
        await listening
    waits = waits[WARM_UP:]
    return [
        Result("pickup_p50_ms", percentile(waits, 50), "ms", "< 2"),
        Result("pickup_p99_ms", percentile(waits, 99), "ms", "< 10"),
    ]
