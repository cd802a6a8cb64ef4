"""Bot, listener and sandbox as processes, as `make run` starts them."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx

from tests.support import REPOSITORY, Database, Process, eventually, execute, free_port
from tests.support.bot import SECRET, Sandbox
from tests.support.sandbox import TOKEN

PANEL_KEY = "panel-key-of-the-story"

Spawn = Callable[..., Process]


@asynccontextmanager
async def running_stack(database: Database, spawn: Spawn) -> AsyncIterator[Sandbox]:
    """On ports of its own."""
    bot, sandbox = free_port(), free_port()
    seed = (REPOSITORY / "sandbox" / "seed.sql").read_text()
    execute(database.url(), f"set sandbox.port = '{sandbox}'; {seed}")
    shared = {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API": f"http://127.0.0.1:{sandbox}",
        "TELEGRAM_PROVIDER_TOKEN": "1000:TEST:cards",
        "TELEGRAM_CURRENCIES": f"http://127.0.0.1:{sandbox}/bots/payments/currencies.json",
        "WEBHOOK_URL": f"http://127.0.0.1:{bot}/telegram",
        "WEBHOOK_SECRET": SECRET,
        "IDENTITY_KEY": "0123456789abcdef" * 2,
        "PANEL_KEYS": json.dumps({"main": PANEL_KEY}),
        "PAYMENTS_DATABASE_URL": database.url("tickover_payments"),
        "PORT": str(bot),
        "SANDBOX_PORT": str(sandbox),
    }
    urls = {
        "sandbox": database.url(),
        "bot": database.url("tickover_bot"),
        "listener.py": database.url("tickover_listener"),
    }
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{sandbox}", timeout=60) as http:
        spawn("-m", "sandbox", env={**shared, "DATABASE_URL": urls["sandbox"]})
        await eventually(lambda: answers(http, "/sandbox/clock"), within=60)
        spawn("-m", "bot", env={**shared, "DATABASE_URL": urls["bot"]})
        spawn("listener.py", env={**shared, "DATABASE_URL": urls["listener.py"]})
        await eventually(lambda: answers(http, f"http://127.0.0.1:{bot}/health"), within=60)
        yield Sandbox(str(http.base_url), http)


async def answers(http: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await http.get(url)).is_success
    except httpx.TransportError:
        return False
