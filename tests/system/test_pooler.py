"""PgBouncer in transaction mode, the distribution's own, between the bot and PostgreSQL."""

import asyncio
import re
import subprocess

import pytest

import postgres
from scripts import tools
from tests.support import Clock, Connection, Database, Spawn, eventually, free_port
from tests.support.pooler import Pooler, pooling
from tests.support.stack import Stack, logs_of, sandbox_of
from tests.support.traffic import CUSTOMERS, Traffic

ROUNDS = 3
STATEMENT = "select $1::bigint + $2::integer"


async def is_up(pooler: Pooler) -> bool:
    try:
        connection = await postgres.connect(pooler.url("tickover_bot"))
    except OSError:
        return False
    await connection.close()
    return True


def version(pgbouncer: tools.Program) -> tuple[int, int]:
    said = subprocess.run(
        [pgbouncer.path, "--version"],
        env=pgbouncer.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"(\d+)\.(\d+)", said.stdout)
    assert found
    return int(found[1]), int(found[2])


async def test_calls_that_share_a_connection_prepare_their_own_statements(
    pgbouncer: tools.Program, database: Database
) -> None:
    """Twenty clients over two connections: each calls statements that another one has prepared."""
    with pooling(pgbouncer, database, connections=2) as pooler:
        await eventually(lambda: is_up(pooler))
        by_default = version(pgbouncer) >= (1, 24)
        keeps = {database.url("tickover_bot"): True, pooler.url("tickover_bot"): by_default}
        for dsn, expected in keeps.items():
            connection = await postgres.connect(dsn)
            assert await postgres.keeps_statements(connection) is expected
            await connection.close()

        async def client(number: int) -> list[int]:
            dsn = pooler.url("tickover_bot")
            async with postgres.pool(dsn, "bot", connections=2, command_timeout=10) as pool:
                return [await pool.fetchval(STATEMENT, number, by) for by in range(20)]

        answers = await asyncio.gather(*map(client, range(20)))
        assert answers == [[number + by for by in range(20)] for number in range(20)]


async def test_choosing_among_poolers_leaves_nothing_prepared(
    pgbouncer: tools.Program, database: Database
) -> None:
    """asyncpg counts its names from one in each process: another one would find them taken."""
    with pooling(pgbouncer, database, connections=1) as pooler:
        await eventually(lambda: is_up(pooler))
        two = f"{pooler.port},{free_port()}"
        dsn = pooler.url("tickover_bot").replace(f":{pooler.port}/", "/")
        dsn = dsn.replace("@127.0.0.1/", "@/") + f"?host=127.0.0.1,127.0.0.1&port={two}"
        connection = await postgres.connect(dsn)
        assert await connection.execute("select from pg_prepared_statements") == "SELECT 0"
        await connection.close()


async def test_a_shop_goes_on_when_the_pooler_is_killed(
    pgbouncer: tools.Program, database: Database, db: Connection, spawn: Spawn
) -> None:
    """People tap and pay and plans renew; in the middle of it the pooler dies and comes back."""
    with pooling(pgbouncer, database) as pooler:
        await eventually(lambda: is_up(pooler))
        async with sandbox_of(database, spawn) as stack:
            await start_behind(pooler, stack)
            traffic = Traffic(stack.sandbox, Clock(database))
            await traffic.subscribe(db)
            await traffic.announce(db)
            traffic.begin(ROUNDS)
            await traffic.reached(len(CUSTOMERS))
            pooler.kill()
            await traffic.are_due(db)
            await db.execute("select jobs.renew_due(5)")
            with pytest.raises(OSError, match="onnect"):
                await postgres.connect(pooler.url("tickover_bot"))
            pooler.start()
            await db.execute("select jobs.renew_due(1000)")
            await traffic.end()
            await traffic.nothing_is_lost_or_doubled(db)
            assert traffic.paid.total() == ROUNDS * len(CUSTOMERS)
            log = logs_of(stack.bots)
            assert "prepared statement" not in log
            assert "DuplicatePrepared" not in log
            await only_calls_are_pooled(db)


async def start_behind(pooler: Pooler, stack: Stack) -> None:
    """What the bot calls goes through the pooler; what is claimed, and LISTEN, beside it."""
    port = free_port()
    stack.shared["WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
    stack.start_listener()
    await stack.start_bot(
        PORT=str(port),
        DATABASE_URL=pooler.url("tickover_bot"),
        PAYMENTS_DATABASE_URL=pooler.url("tickover_payments"),
        CONSUMER_DATABASE_URL=stack.url("tickover_bot"),
    )


async def only_calls_are_pooled(db: Connection) -> None:
    """At most three connections for each role, however many the bot has to the pooler."""
    rows = await db.fetch("""
        select usename, count(*) from pg_stat_activity
        where datname = current_database() and application_name = 'tickover bot' group by 1
    """)
    assert {row["usename"] for row in rows} <= {"tickover_bot", "tickover_payments"}
    assert all(row["count"] <= 3 for row in rows)
    listening = """
        select count(*) from pg_stat_activity
        where datname = current_database() and application_name like '%notifier'
    """
    assert await db.fetchval(listening) == 2
