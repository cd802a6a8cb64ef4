"""The logs of all processes, and of PostgreSQL: JSON with ids, and nothing secret or anybody's."""

import json
import re

from tests.support import Connection, Database, Process, Spawn, eventually, execute
from tests.support.bot import SECRET
from tests.support.sandbox import TOKEN
from tests.support.stack import PANEL_KEY, running_stack

WRITTEN = "my dog Quixotelina ate the router"
NAME, USERNAME, PERSON = "Zaphodinka", "zaphodinka_of_betelgeuse", 777_123_456_789
KEY = "0123456789abcdef" * 2
# What gives people access; a part of each key.
ACCESS = "vless://"
LONG = 120.0


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

    async with running_stack(database, recorded) as sandbox:
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
    assert len(logs) == 3
    secret = {
        *(TOKEN, TOKEN.partition(":")[2], SECRET, PANEL_KEY, KEY, "1000:TEST:cards"),
        *(WRITTEN, "Quixotelina", NAME, USERNAME, str(PERSON), ACCESS),
    }
    found = {(name, word) for name, log in logs.items() for word in secret if word in log}
    assert found == set()
    for process in processes:
        lines = [json.loads(line) for line in process.log.read_text().splitlines()]
        assert lines
        assert all({"event", "level", "timestamp", "logger"} <= line.keys() for line in lines)
