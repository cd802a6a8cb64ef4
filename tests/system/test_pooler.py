"""PgBouncer in transaction mode, the distribution's own, between the bot and PostgreSQL."""

import asyncio
import re
import subprocess
from pathlib import Path

import pytest

import postgres
from scripts import tools
from scripts.database import password_variable
from scripts.shop import doctor
from scripts.shop.checks import ALL
from scripts.shop.config import ROLES, Config
from startup import StartRefused, check_database
from tests.support import Clock, Connection, Database, Spawn, eventually, free_port
from tests.support.pooler import PASSWORD, Pooler, pooling
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


async def test_what_the_pooler_refuses_keeps_a_program_from_starting(
    pgbouncer: tools.Program, database: Database
) -> None:
    with pooling(pgbouncer, database, connections=1) as pooler:
        await eventually(lambda: is_up(pooler))
        right = pooler.url("tickover_bot")
        await check_database(right, "bot")
        for wrong in (
            right.replace(PASSWORD, "another-word"),
            right.replace("tickover_bot", "nobody"),
            right.replace(f"/{database.name}", "/nothing"),
        ):
            with pytest.raises(StartRefused, match="DATABASE_URL: "):
                await check_database(wrong, "bot")
        pooler.kill()
        await check_database(right, "bot")  # it may come back


async def test_the_doctor_looks_at_the_pooler(
    pgbouncer: tools.Program, database: Database, tmp_path: Path
) -> None:
    with pooling(pgbouncer, database, connections=1) as pooler:
        await eventually(lambda: is_up(pooler))
        server = database.server
        config = Config(
            tmp_path / ".env",
            {
                "TICKOVER_DATABASE": f"postgresql:///{database.name}"
                f"?host={server.socket_folder}&port={server.port}",
                "TICKOVER_POOLER": f"postgresql://127.0.0.1:{pooler.port}/{database.name}",
                **{password_variable(role): PASSWORD for role in ROLES},
            },
        )

        async def look() -> list[doctor.Line]:
            return list(await doctor.look(config, [it for it in ALL if it.name == "pooler"]))

        assert [it.state for it in await look()] == ["ok"]
        config.environment = {**config.environment, "TICKOVER_PAGE_PASSWORD": "another"}
        (line,) = await look()
        assert line.text.startswith("tickover_page: ")
        assert "the pooler" in line.fix
        pooler.kill()
        (line,) = await look()
        assert "the pooler does not answer" in line.text


@pytest.mark.long
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
