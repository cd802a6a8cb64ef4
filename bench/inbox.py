"""How many updates per second the webhook accepts, each durable before it is answered."""

import statistics
from collections.abc import Iterator, Sequence

from bench import processes, webhook
from bench.harness import Database, Result, ThrowawayServer, pgbench

UPDATES = 20_000
CHATS = 1000
ROUNDS = 3
PGBENCH_CLIENTS = 2


async def inbox(server: ThrowawayServer) -> Sequence[Result]:
    """Inbox: updates posted over 40 connections to the bot app, committed and answered 200."""
    rates, baselines = [], []
    for _ in range(ROUNDS):
        async with server.database() as database:
            baselines.append(await single_inserts(database))
            rates.append(await one_round(server, database))
    return [
        Result(
            "inbox_commits",
            statistics.median(rates),
            "upd/s",
            "ratio >= 0.50",
            baseline=statistics.median(baselines),
        )
    ]


async def single_inserts(database: Database) -> float:
    """The baseline: pgbench inserts the same body into a bare table, one per transaction."""
    async with database.connect() as connection:
        await connection.execute(
            "create table bare (id bigint generated always as identity primary key, body jsonb)"
        )
    body = webhook.message(1, 1, "/start").decode()
    insert = f"insert into bare (body) values ('{body}')"
    return await pgbench(database, insert, clients=PGBENCH_CLIENTS)


async def one_round(server: ThrowawayServer, database: Database) -> float:
    async with database.connect() as connection:
        # Only accepting updates is measured; the dispatcher of the same process does not run.
        await connection.execute("select ops.pause('inbox', 'benchmark')")
        async with processes.bot(server, database) as (port, _):
            await webhook.send(port, updates(0, 1000))
            tally, seconds = await webhook.send(port, updates(1000, 1000 + UPDATES))
        stored = await connection.fetchval("select count(*) from inbox.events")
    if tally.taken != UPDATES or stored != UPDATES + 1000:
        raise RuntimeError(f"{tally} of {UPDATES}, {stored} stored")
    return tally.taken / seconds


def updates(start: int, stop: int) -> Iterator[bytes]:
    texts = (webhook.message(n, 1 + n % CHATS, "/start") for n in range(start, stop))
    return map(webhook.update, texts)
