"""The logs of all processes, and of PostgreSQL: JSON with ids, and nothing secret or anybody's."""

import json
import re
import subprocess
import sys
from typing import Any

import httpx
import pytest

from http_server import request_id
from tests.support import (
    REPOSITORY,
    Connection,
    Database,
    Process,
    Spawn,
    eventually,
    execute,
    free_port,
)
from tests.support.bot import SECRET
from tests.support.sandbox import TOKEN
from tests.support.stack import PANEL_KEY, answers, running_stack

WRITTEN = "my dog Quixotelina ate the router"
NAME, USERNAME, PERSON = "Zaphodinka", "zaphodinka_of_betelgeuse", 777_123_456_789
KEY = "0123456789abcdef" * 2
# What gives people access; a part of each key.
ACCESS = "vless://"
LONG = 120.0
# An error of PostgreSQL in each way in which one gets into a log.
PROGRAM = """if True:
    import logging
    import asyncpg
    import structlog
    import logs

    logs.configure("INFO")
    log = structlog.get_logger("test")

    def failed():
        error = asyncpg.UniqueViolationError("duplicate key value violates a constraint")
        error.detail = "Key (username)=(Quixotelina) already exists."
        error.hint = "Quixotelina"
        error.schema_name, error.table_name = "app", "telegram_identities"
        error.constraint_name = "is_one"
        assert "Quixotelina" in str(error)
        return error

    try:
        raise failed()
    except asyncpg.PostgresError as error:
        log.exception("ours")
        logging.getLogger("library").exception("theirs")
        try:
            raise RuntimeError("follows") from error
        except RuntimeError as outer:
            log.error("its cause", exc_info=outer)
        log.error("of many", exc_info=ExceptionGroup("several", [ValueError("other"), error]))
    raise failed()
"""


@pytest.mark.long
async def test_no_log_says_what_people_wrote_or_what_is_secret(
    database: Database, db: Connection, spawn: Spawn
) -> None:
    """Also when things fail: Telegram is away, connections are cut, a message is of a kind that
    nobody knows."""
    processes: list[Process] = []
    before = database.server.log.stat().st_size

    def recorded(*arguments: str, env: dict[str, str]) -> Process:
        process = spawn(*arguments, env=env)
        if "sandbox" not in arguments:
            processes.append(process)
        return process

    port = free_port()
    page = f"http://127.0.0.1:{port}"
    async with running_stack(database, recorded) as sandbox, httpx.AsyncClient() as browser:
        recorded(
            "-m",
            "web",
            env={
                "PAGE_DATABASE_URL": database.url("tickover_page"),
                "PAGE_URL": page,
                "PAGE_PORT": str(port),
            },
        )
        await eventually(lambda: answers(browser, f"{page}/health"), within=LONG)
        zaphod = sandbox.person(PERSON)
        await zaphod.write("/start")
        await zaphod.sees("It takes two minutes to set up", within=LONG)
        await zaphod.tap("Try free (3 days)")
        await zaphod.sees(ACCESS, within=LONG)
        await db.execute(
            "update app.telegram_identities set first_name = $1, username = $2"
            " where telegram_id = $3",
            *(NAME, USERNAME, PERSON),
        )
        token = await db.fetchval("select token from api.subscription_address($1)", PERSON)
        named = {"x-request-id": "named-by-the-proxy"}
        assert (await browser.get(f"{page}/sub/{token}", headers=named)).is_success
        await db.execute("alter function page.subscription(bytea) rename to away")
        assert (await browser.get(f"{page}/sub/{token}", headers=named)).status_code == 503
        await db.execute("alter function page.away(bytea) rename to subscription")
        await sandbox.faults(down=503)
        await zaphod.write(WRITTEN)
        await db.execute(
            "select app.notify(user_id, 'admin-unknown', jsonb_build_object('name', $1::text))"
            " from app.telegram_identities where telegram_id = $2",
            *(WRITTEN, PERSON),
        )
        execute(
            database.url(),
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where usename ~ 'tickover_(bot|listener)' and datname = current_database()",
        )

        async def complained() -> bool:
            failing = "select count(*) from outbox.lanes where last_error is not null"
            return bool(await db.fetchval(failing))

        await eventually(complained, within=LONG)
    logs = {str(n): process.log.read_text() for n, process in enumerate(processes)}
    # Other tests use the server as well.
    with database.server.log.open() as log:
        log.seek(before)
        entries = re.split(r"(?m)^(?=\d{4}-\d\d)", log.read())
    logs["postgres"] = "".join(entry for entry in entries if f"@{database.name} " in entry)
    assert logs["postgres"], "nothing is complained about"
    assert len(logs) == 4
    secret = {
        *(TOKEN, TOKEN.partition(":")[2], SECRET, PANEL_KEY, KEY, "1000:TEST:cards", token),
        *(WRITTEN, "Quixotelina", NAME, USERNAME, str(PERSON), ACCESS),
    }
    found = {(name, word) for name, log in logs.items() for word in secret if word in log}
    assert found == set()
    for process in processes:
        lines = [json.loads(line) for line in process.log.read_text().splitlines()]
        assert lines
        assert all({"event", "level", "timestamp", "logger"} <= line.keys() for line in lines)

    requests = {line.get("request") for line in lines_of(processes[-1]) if "request" in line}
    assert requests == {"named-by-the-proxy"}


def lines_of(process: Process) -> list[dict[str, Any]]:
    return [json.loads(line) for line in process.log.read_text().splitlines()]


def test_a_traceback_says_where_an_error_is_and_no_value_of_a_row() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert "Quixotelina" not in done.stderr
    assert "DETAIL" not in done.stderr
    events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert [one["event"] for one in events] == ["ours", "theirs", "its cause", "of many"]
    crash = done.stderr.splitlines()[-1]
    for told in (*(one["exception"] for one in events), crash):
        assert "duplicate key value violates a constraint" in told
        assert "(sqlstate 23505, table app.telegram_identities, constraint is_one)" in told
    assert "RuntimeError: follows" in events[2]["exception"]
    assert "ValueError: other" in events[3]["exception"]


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ([b"7f3c9a52-01b7-4c5e-9a51-c0ffee000001"], True),
        ([b"short"], False),
        ([b"x" * 65], False),
        ([b"two words here"], False),
        ([b'"},{"level":"error'], False),
        ([b"one-of-two", b"two-of-two"], False),
        ([], False),
    ],
)
def test_a_request_has_the_id_of_the_proxy_or_one_of_its_own(
    given: list[bytes], is_kept: bool
) -> None:
    headers = [(b"host", b"shop.example"), *((b"x-request-id", one) for one in given)]
    named = request_id(headers)
    if is_kept:
        assert named == given[0].decode()
    else:
        assert re.fullmatch(r"[0-9a-f]{32}", named)
        assert request_id(headers) != named
