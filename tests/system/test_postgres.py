"""Which server a program connects to, when its URL names several."""

import asyncio
from contextlib import ExitStack
from typing import Any
from unittest.mock import Mock

import asyncpg
import pytest

import postgres
from postgres import Answer, Server, Servers
from tests.support import Database, black_hole, free_port

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
        return Answer(Mock(host=server.host), timeline)

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
