"""Which server a program connects to, when its URL names several."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import asyncpg
import pytest

import migrate
import postgres
from postgres import Answer, Server, Servers
from scripts import export
from scripts.database import password_variable
from scripts.ops.source import Source, Unreachable
from scripts.shop import backup, doctor, owner_link, run, settle
from scripts.shop.checks import ALL
from scripts.shop.config import MIGRATOR, OPERATOR, ROLES, Config
from scripts.shop.terminal import Refused
from tests.support import Database, black_hole, eventually, execute, free_port
from tests.support.sandbox import TOKEN, sandbox

TIMELINE = 1


@pytest.mark.parametrize(
    ("dsn", "expected"),
    [
        ("postgresql://u@db/x", [("db", 5432)]),
        ("postgresql://u:p%40@db1:1,db2/x", [("db1", 1), ("db2", 5432)]),
        ("postgresql://u@[::1]:6,[::2]/x", [("::1", 6), ("::2", 5432)]),
        ("postgresql://u@/x?host=/run/a,/run/b&port=7,8", [("/run/a", 7), ("/run/b", 8)]),
        ("postgresql://u@/x?host=/run/a,/run/b&port=7", [("/run/a", 7), ("/run/b", 7)]),
        ("postgresql://u@/x", [("", 5432)]),
    ],
)
def test_servers_are_read_as_libpq_reads_them(dsn: str, expected: list[tuple[str, int]]) -> None:
    assert list(postgres.servers(dsn)) == [Server(*one) for one in expected]


def url_of(database: Database, *others: Server) -> str:
    server = database.server
    members = [*others, Server(str(server.socket_folder), server.port)]
    hosts, ports = zip(*members, strict=True)
    where = f"host={','.join(hosts)}&port={','.join(map(str, ports))}"
    return f"postgresql://tickover_bot@/{database.name}?{where}"


async def test_servers_that_are_away_do_not_keep_from_the_one_that_is_there(
    database: Database,
) -> None:
    with ExitStack() as stack:
        silent = Server("127.0.0.1", stack.enter_context(black_hole()))
        refusing = Server("127.0.0.1", free_port())
        dsn = url_of(database, silent, refusing)
        for _ in range(2):
            connection = await postgres.connect(dsn)
            assert await connection.fetchval("select current_user") == "tickover_bot"
            await connection.close()


async def test_a_server_that_was_replaced_is_refused(database: Database) -> None:
    """The process has seen a newer primary, which is away now."""
    dsn = url_of(database, Server("127.0.0.1", free_port()))
    servers = Servers(postgres.servers(dsn), timeline=TIMELINE + 1)
    with pytest.raises(ConnectionError, match="was replaced by a newer primary"):
        await servers.connect(dsn, 5, {})
    servers.timeline = TIMELINE
    await (await servers.connect(dsn, 5, {})).close()


@pytest.mark.parametrize(
    ("known", "promoted_after", "expected"),
    [
        pytest.param(1, 0.1, "promoted", id="it was promoted while nobody here connected"),
        pytest.param(0, 0.5, "promoted", id="a process that knows nothing waits longer"),
        pytest.param(1, 60, "old", id="one that does not answer is not waited for"),
    ],
)
async def test_an_old_primary_that_came_back_is_not_taken_for_answering_first(
    monkeypatch: pytest.MonkeyPatch, known: int, promoted_after: float, expected: str
) -> None:
    """Two servers that are not there: each answers after some seconds, with its timeline."""
    answers = {"old": (0.0, 1), "promoted": (promoted_after, 2)}

    async def ask(dsn: str, server: Server, timeout: float, options: dict[str, Any]) -> Answer:
        seconds, timeline = answers[server.host]
        await asyncio.sleep(seconds)
        return Answer(Mock(host=server.host), server, timeline)

    monkeypatch.setattr(postgres, "_ask", ask)
    servers = Servers([Server(name, 5432) for name in answers], timeline=known)
    taken: Any = await servers.connect("", 5, {})
    assert taken.host == expected


async def test_what_is_wrong_for_good_is_said_as_it_is(database: Database) -> None:
    dsn = url_of(database, Server("127.0.0.1", free_port()))
    with pytest.raises(asyncpg.PostgresError) as refused:
        await postgres.connect(dsn.replace("tickover_bot", "nobody"))
    assert (refused.value.sqlstate or "").startswith("28")


async def test_nobody_writes_where_only_reading_is_possible(database: Database) -> None:
    dsn = url_of(database, Server("127.0.0.1", free_port()))
    with pytest.raises(ConnectionError, match="is read-only"):
        await postgres.connect(dsn, server_settings={"default_transaction_read_only": "on"})
    alone = database.url("tickover_bot") + "&target_session_attrs=read-write"
    with pytest.raises(ConnectionError, match="is read-only"):
        await postgres.connect(alone, server_settings={"default_transaction_read_only": "on"})


async def test_a_role_that_only_reads_finds_the_server_that_takes_writes(
    database: Database,
) -> None:
    """The subscription page and readers of ops: their own sessions are read-only anywhere."""
    dsn = url_of(database, Server("127.0.0.1", free_port()))
    for role in ("tickover_page", "tickover_dba"):
        connection = await postgres.connect(dsn.replace("tickover_bot", role))
        assert await connection.fetchval("show transaction_read_only") == "on"
        await connection.close()


@pytest.mark.parametrize(
    ("dsn", "server", "expected"),
    [
        (
            "postgresql://u:p%40@a:1,b:2/x?target_session_attrs=read-write&sslmode=require",
            Server("b", 2),
            "postgresql://u:p%40@b:2/x?sslmode=require",
        ),
        ("postgresql://u@[::1],[::2]/x", Server("::2", 5432), "postgresql://u@[::2]:5432/x"),
        (
            "postgresql:///x?host=/run/a,/run/b&port=7,8",
            Server("/run/b", 8),
            "postgresql:///x?host=/run/b&port=8",
        ),
    ],
)
def test_a_program_of_postgresql_is_given_one_server(
    dsn: str, server: Server, expected: str
) -> None:
    assert postgres._at(dsn, server) == expected


# -- The tools of a shop whose URL names two servers


@asynccontextmanager
async def shop_of(database: Database, folder: Path, first: Server) -> AsyncIterator[Config]:
    """Its settings; `first` comes before the server that is there."""
    config = Config(folder / ".env", {})
    where = url_of(database, first).partition("?")[2]
    async with sandbox() as world:
        config.file.write(
            {
                "TICKOVER_DATABASE": f"postgresql:///{database.name}?{where}"
                "&target_session_attrs=read-write",
                **{password_variable(role): "any" for role in ROLES},
                "IDENTITY_KEY": "i" * 64,
                "BOT_TOKEN": TOKEN,
                "TELEGRAM_API": world.url,
                "BACKUP_FOLDER": str(folder / "kept"),
            }
        )
        backup.make_key(config)
        yield config


async def logins(config: Config) -> list[doctor.Line]:
    return list(await doctor.look(config, [it for it in ALL if it.name == "logins"]))


@pytest.mark.long
async def test_the_tools_of_a_shop_pass_a_server_that_is_silent(
    database: Database, tmp_path: Path
) -> None:
    """As after a failover: the machine that comes first in the URL is gone."""
    with black_hole() as port:
        async with shop_of(database, tmp_path, Server("127.0.0.1", port)) as config:
            url = config.url(MIGRATOR)
            await run._database_answers(url)
            await migrate.inspect(url, report=lambda _: None)
            assert len((await backup.make(config)).files) == 2
            assert await settle.setting(config, "currency")
            assert (await owner_link.make(config))[0].startswith("https://t.me/")
            assert [it.state for it in await logins(config)] == ["ok"]
            reader = Source(config.url(OPERATOR))
            assert [row[0] for row in await reader.read("select 1")] == [1]
            reader.close()
            assert await export.rows(config.url(OPERATOR), date(2026, 1, 1)) == []


async def test_the_tools_of_a_shop_say_that_no_server_takes_writes(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As before somebody promotes a standby."""
    execute(
        database.url(), f"alter database {database.name} set default_transaction_read_only = on"
    )
    async with shop_of(database, tmp_path, Server("127.0.0.1", free_port())) as config:
        url = config.url(MIGRATOR)
        for call, refusal in (
            (lambda: backup.make(config), Refused),
            (lambda: settle.setting(config, "currency"), Refused),
            (lambda: owner_link.make(config), Refused),
            (lambda: migrate.inspect(url, report=lambda _: None), migrate.MigrateError),
            (lambda: Source(config.url(OPERATOR)).read("select 1"), Unreachable),
        ):
            with pytest.raises(refusal, match=r"no server takes writes: .* is read-only"):
                await call()
        (line,) = await logins(config)
        assert "is read-only" in line.text
        assert "promote a standby" in line.fix

        waiting = asyncio.create_task(run._database_answers(url))

        async def is_told() -> bool:
            return "waiting for the database: no server takes writes" in capsys.readouterr().out

        await eventually(is_told)
        assert not waiting.done()
        waiting.cancel()
