"""How many lists of links the subscription page serves, and how fast."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import httpx

from bench import inbox, processes, webhook
from bench.harness import Database, Result, ThrowawayServer

SUBSCRIPTIONS = 1000
# All at once, over this many connections, for the rate.
REQUESTS = 20_000
# One after the other at this rate, for the time that an answer takes.
PACED, PER_SECOND = 3000, 300


async def page(server: ThrowawayServer) -> Sequence[Result]:
    """Subscription page: lists of links, one query each, and the inbox's commits beside it."""
    async with server.database() as database:
        tokens = await subscribe(database)
        async with serving(server, database) as port:
            await webhook.send(port, asked(tokens, 1000))
            tally, seconds = await webhook.send(port, asked(tokens, REQUESTS))
            if tally.taken != REQUESTS:
                raise RuntimeError(f"{tally} of {REQUESTS}")
            p99 = await paced(port, tokens)
        commits = await inbox.one_round(server, database)
    return [
        Result("sub_page_p99_ms", p99, "ms", "< 20"),
        Result("sub_page_rate", tally.taken / seconds, "req/s", "inbox_commits", baseline=commits),
    ]


@asynccontextmanager
async def serving(server: ThrowawayServer, database: Database) -> AsyncIterator[int]:
    port = processes.free_port()
    env = {
        "PAGE_DATABASE_URL": database.url("tickover_page"),
        "PAGE_URL": "https://vpn.example",
        "PAGE_PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }
    with server.process("-m", "web", env=env):
        url = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
            await processes.answers(http, "/ready")
        yield port


async def subscribe(database: Database) -> Sequence[str]:
    """People with a trial, a link and an address each."""
    await processes.people(database, range(1, SUBSCRIPTIONS + 1))
    async with database.connect() as connection:
        await connection.execute("update app.flags set enabled = true where name = 'trials'")
        await connection.execute(
            "select api.start_trial(i.telegram_id) from app.telegram_identities as i"
        )
        await connection.execute(
            """
            select vpn.applied_batch(
              array_agg(a.id::text),
              array_agg('{}'::jsonb),
              array_agg($1::jsonb || jsonb_build_object('generation', d.generation))
            )
            from vpn.access as a
            join vpn.desired as d on d.subscription_id = a.subscription_id
            """,
            json.dumps({"present": True, "link": "vless://" + "x" * 240}),
        )
        rows = await connection.fetch(
            """
            select a.token
            from app.telegram_identities as i
            cross join lateral api.subscription_address(i.telegram_id) as a
            """
        )
    return [row["token"] for row in rows]


def asked(tokens: Sequence[str], count: int) -> Iterator[bytes]:
    """Each from an address of its own, as behind a reverse proxy."""
    for number in range(count):
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        yield (
            f"GET /sub/{tokens[number % len(tokens)]} HTTP/1.1\r\nHost: bench\r\n"
            f"User-Agent: Happ/2.1.0\r\nX-Forwarded-For: {address}\r\n\r\n"
        ).encode()


async def paced(port: int, tokens: Sequence[str]) -> float:
    """Returns the 99th percentile in ms, of requests that come at their time whatever the last one
    took."""
    times: list[float] = []
    limits = httpx.Limits(max_connections=40)
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=url, trust_env=False, limits=limits) as http:

        async def ask(number: int) -> None:
            began = time.perf_counter()
            headers = {"x-forwarded-for": f"10.9.{number >> 8 & 255}.{number & 255}"}
            answer = await http.get(f"/sub/{tokens[number % len(tokens)]}", headers=headers)
            answer.raise_for_status()
            times.append(time.perf_counter() - began)

        began = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for number in range(PACED):
                await asyncio.sleep(began + number / PER_SECOND - time.perf_counter())
                tasks.create_task(ask(number))
    return sorted(times)[int(len(times) * 0.99)] * 1000
