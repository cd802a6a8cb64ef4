"""Bot, listener and sandbox as processes, as `make run` starts them."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.support import REPOSITORY, Database, Process, eventually, execute, free_port
from tests.support.bot import SECRET, Sandbox
from tests.support.sandbox import TOKEN

PANEL_KEY = "panel-key-of-the-story"

Spawn = Callable[..., Process]
UrlOf = Callable[[str], str]


@dataclass
class Stack:
    """The programs of a shop, on ports of their own. `url` gives a role's URL of the database."""

    spawn: Spawn
    url: UrlOf
    shared: dict[str, str]
    sandbox: Sandbox
    bots: list[Process] = field(default_factory=list)
    listeners: list[Process] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    async def start_bot(self, **changes: str) -> Process:
        port = int(changes.pop("PORT", free_port()))
        urls = {
            "DATABASE_URL": self.url("tickover_bot"),
            "PAYMENTS_DATABASE_URL": self.url("tickover_payments"),
        }
        process = self.spawn("-m", "bot", env={**self.shared, **urls, "PORT": str(port), **changes})
        self.bots.append(process)
        self.ports.append(port)
        await eventually(lambda: answers(self.sandbox.http, health_at(port)), within=60)
        return process

    def start_listener(self, **changes: str) -> Process:
        url = {"DATABASE_URL": self.url("tickover_listener")}
        self.listeners.append(self.spawn("listener.py", env={**self.shared, **url, **changes}))
        return self.listeners[-1]


@asynccontextmanager
async def sandbox_of(
    database: Database, spawn: Spawn, url: UrlOf | None = None
) -> AsyncIterator[Stack]:
    """Telegram, the panel and the providers, and a shop of which no program runs yet."""
    port = free_port()
    seed = (REPOSITORY / "sandbox" / "seed.sql").read_text()
    execute(database.url(), f"set sandbox.port = '{port}'; {seed}")
    shared = {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API": f"http://127.0.0.1:{port}",
        "TELEGRAM_PROVIDER_TOKEN": "1000:TEST:cards",
        "TELEGRAM_CURRENCIES": f"http://127.0.0.1:{port}/bots/payments/currencies.json",
        "WEBHOOK_SECRET": SECRET,
        "IDENTITY_KEY": "0123456789abcdef" * 2,
        "PANEL_KEYS": json.dumps({"main": PANEL_KEY}),
        "SANDBOX_PORT": str(port),
    }
    url = url or database.url
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        spawn("-m", "sandbox", env={**shared, "DATABASE_URL": url("postgres")})
        await eventually(lambda: answers(http, "/sandbox/clock"), within=60)
        yield Stack(spawn, url, shared, Sandbox(str(http.base_url), http))


@asynccontextmanager
async def running_stack(database: Database, spawn: Spawn) -> AsyncIterator[Sandbox]:
    async with sandbox_of(database, spawn) as stack:
        port = free_port()
        stack.shared["WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
        stack.start_listener()
        await stack.start_bot(PORT=str(port))
        yield stack.sandbox


def health_at(port: int) -> str:
    return f"http://127.0.0.1:{port}/health"


async def answers(http: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await http.get(url)).is_success
    except httpx.TransportError:
        return False


def logs_of(processes: Sequence[Process]) -> str:
    return "\n".join(process.log.read_text() for process in processes)
