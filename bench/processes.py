"""The shop's processes, started for benchmarks: the bot app, the listener, the sandbox."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench.harness import Database, ThrowawayServer

TOKEN = "100200300:sandbox"
SECRET = "0123456789abcdef0123456789abcdef"
PANEL_KEY = "0123456789abcdef"
NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class SandboxClient:
    """The emulated Telegram, through its control API."""

    url: str
    http: httpx.AsyncClient

    async def meet(self, chat_id: int) -> None:
        """Makes a user write, so that the bot may write to him."""
        (
            await self.http.post(f"/sandbox/chats/{chat_id}/messages", json={"text": "/start"})
        ).raise_for_status()

    async def faults(self, **telegram: Any) -> None:
        faults = {"telegram": telegram}
        (await self.http.put("/sandbox/faults", json=faults)).raise_for_status()

    async def requests(self, method: str) -> list[dict[str, Any]]:
        answer = await self.http.get("/sandbox/requests", params={"method": method})
        found: list[dict[str, Any]] = answer.raise_for_status().json()
        return found


@asynccontextmanager
async def sandbox(server: ThrowawayServer) -> AsyncIterator[SandboxClient]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        # In its own home: the sandbox of `make run` keeps its chats.
        home = stack.enter_context(TemporaryDirectory())
        env = {"SANDBOX_PORT": str(port), "TICKOVER_HOME": home, "LOG_LEVEL": "WARNING"}
        stack.enter_context(server.process("-m", "sandbox", env=env))
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as http:
            await answers(http, "/sandbox/clock")
            yield SandboxClient(url, http)


@asynccontextmanager
async def bot(
    server: ThrowawayServer, database: Database, telegram: str = NOWHERE, **more: str
) -> AsyncIterator[tuple[int, int]]:
    """Gives the port and the pid of the bot app; `more` of its settings."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = {
        "DATABASE_URL": database.url("tickover_bot"),
        "PAYMENTS_DATABASE_URL": database.url("tickover_payments"),
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API": telegram,
        "WEBHOOK_URL": f"{url}/telegram",
        "WEBHOOK_SECRET": SECRET,
        "IDENTITY_KEY": SECRET,
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
        **{name.upper(): value for name, value in more.items()},
    }
    with server.process("-m", "bot", env=env) as process:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
            await answers(http, "/health")
        yield port, process.pid


@asynccontextmanager
async def listener(
    server: ThrowawayServer,
    database: Database,
    telegram: str = NOWHERE,
    panels: Sequence[str] = ("main",),
) -> AsyncIterator[int]:
    """Yields the pid of the listener."""
    env = {
        "DATABASE_URL": database.url("tickover_listener"),
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API": telegram,
        "PANEL_KEYS": json.dumps(dict.fromkeys(panels, PANEL_KEY)),
        "LOG_LEVEL": "WARNING",
    }
    with server.process("listener.py", env=env) as process:
        yield process.pid


async def answers(http: httpx.AsyncClient, path: str) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                (await http.get(path)).raise_for_status()
            except httpx.HTTPError:
                await asyncio.sleep(0.05)
            else:
                return


async def people(database: Database, ids: range) -> None:
    """Creates users who have these Telegram ids."""
    async with database.connect() as connection:
        await connection.execute(
            """
            with made as (
              insert into app.users (identity_hash, created_at)
              select sha256(n::text::bytea), app.now() from generate_series($1::bigint, $2) as n
              returning id, identity_hash
            )
            insert into app.telegram_identities (user_id, telegram_id, updated_at)
            select m.id, n, app.now()
            from made as m
            join generate_series($1::bigint, $2) as n on sha256(n::text::bytea) = m.identity_hash
            """,
            ids.start,
            ids.stop - 1,
        )


async def notify_everybody(database: Database, times: int = 1) -> None:
    """Enqueues notices in each user's lane."""
    async with database.connect() as connection:
        await connection.execute(
            """
            select outbox.enqueue_batch(
              'telegram.notice',
              array_agg(i.telegram_id::text),
              array_agg(app.notice(i.user_id, 'trial-ended', $2))
            )
            from app.telegram_identities as i
            cross join generate_series(1, $1)
            """,
            times,
            json.dumps({"ended_at": {"time": "2027-01-31T22:30:00Z"}}),
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
