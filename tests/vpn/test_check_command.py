"""`python -m gateways.vpn check`, against the sandbox."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support import REPOSITORY, Connection, Database
from tests.support.sandbox import Sandbox, sandbox

KEY = "a key of the panel"


@pytest.fixture
async def outside() -> AsyncIterator[Sandbox]:
    async with sandbox(panel_keys={"main": SecretStr(KEY)}) as outside:
        yield outside


async def run(*arguments: str, **settings: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateways.vpn", *arguments),
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()


@pytest.mark.long
async def test_a_panel_of_the_database_is_proved(
    db: Connection, database: Database, outside: Sandbox
) -> None:
    await db.execute("update vpn.panels set base_url = $1", f"{outside.url}/panel")
    settings = {
        "DATABASE_URL": database.url("tickover_listener"),
        "PANEL_KEYS": json.dumps({"main": KEY}),
    }
    code, told = await run("check", "main", **settings)
    assert code == 0, told
    assert [line.split()[0] for line in told.splitlines()] == (
        ["version", "add", "link", "change", "read", "list", "expire", "remove"]
    )
    assert await users(outside) == []
    assert (await run("check", "other", **settings))[0] == 1


@pytest.mark.long
async def test_a_panel_is_proved_before_it_is_in_the_database(outside: Sandbox) -> None:
    given = ("check", "main", "--kind", "xray-api", "--base-url", f"{outside.url}/panel")
    code, told = await run(*given, PANEL_KEYS=json.dumps({"main": KEY}))
    assert code == 0, told
    code, told = await run(*given, PANEL_KEYS=json.dumps({"main": "wrong"}))
    assert code == 1
    assert told.splitlines()[-1].startswith("add       FAILED: xray-api: 401")
    assert "wrong" not in told
    code, told = await run(*given)
    assert (code, told) == (1, "main: no key for the panel main in PANEL_KEYS\n")
    code, told = await run(*given, "--options", '{"no": 1}', PANEL_KEYS=json.dumps({"main": KEY}))
    assert code == 1
    assert "options are wrong" in told
    assert (await run("check", "main", "--kind", "xray-api"))[0] == 2
    assert await users(outside) == []


async def users(outside: Sandbox) -> list[Any]:
    shown: list[Any] = await outside.get("panel/users")
    return shown
