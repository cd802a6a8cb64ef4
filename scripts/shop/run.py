"""Starts the programs of a shop: one of them in place of this process, or all in this terminal."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx

import postgres
from scripts import tools
from scripts.database import REPOSITORY
from scripts.progress import say, step
from scripts.shop.config import OPERATOR, PROGRAMS, Config
from scripts.supervisor import Child
from settings import ENV_FILE, BotSettings, MigrateSettings

# What a program needs of our environment besides its settings.
INHERITED = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
READY_WITHIN = 60.0
# A database that is away, not one that refuses.
_AWAY = (
    *postgres.LOST,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)


def start(config: Config, program: str) -> None:
    """Becomes that program, with its own settings only."""
    model, _, arguments = PROGRAMS[program]
    settings = config.settings(model, program)
    if isinstance(settings, MigrateSettings):
        asyncio.run(_database_answers(settings.database_url.get_secret_value()))
    os.chdir(REPOSITORY)
    os.execve(sys.executable, [sys.executable, *arguments], environment(config, program))


async def _database_answers(url: str) -> None:
    """Waits for a database that is away, as the other programs do: when a machine starts, they come
    after the migrations, and would not start at all if those failed. What PostgreSQL refuses, the
    migrations say."""
    is_told = False
    while True:
        try:
            connection = await postgres.connect(url, timeout=10)
        except asyncpg.ClientConfigurationError:
            return
        except _AWAY as error:
            if not is_told:
                say(f"waiting for the database: {error or type(error).__name__}")
            is_told = True
            await asyncio.sleep(1)
        except asyncpg.PostgresError:
            return
        else:
            return await connection.close()


def environment(config: Config, program: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, **config.environment_of(program), ENV_FILE: ""}


def ready_url(config: Config, purpose: str = "process") -> str:
    """The bot's own page, for programs on this machine."""
    values = config.values("bot")
    host = values.get("HOST", "127.0.0.1")
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{values.get('PORT', '8080')}/ready?for={purpose}"


async def is_ready(config: Config) -> bool:
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            return (await client.get(ready_url(config), timeout=3)).is_success
        except httpx.TransportError:
            return False


async def is_taken(config: Config) -> bool:
    """Whether something listens on the bot's port."""
    parts = urlsplit(ready_url(config))
    try:
        _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    except OSError:
        return False
    writer.close()
    return True


async def wait_until_ready(config: Config) -> bool:
    try:
        async with asyncio.timeout(READY_WITHIN):
            while not await is_ready(config):  # noqa: ASYNC110 - another process becomes ready
                await asyncio.sleep(0.2)
    except TimeoutError:
        return False
    return True


async def run(config: Config, tell: Callable[[], Awaitable[None]]) -> None:
    """Runs bot, listener and page in this terminal until Ctrl-C; a program that dies is started
    again. `tell` is called when the bot answers."""
    config.settings(BotSettings, "bot")
    _cancel_on_signals()
    async with AsyncExitStack() as running:
        children = [_child(config, name) for name in config.programs()]
        for child in children:
            running.push_async_callback(child.stop)
        with step(" and ".join(child.name for child in children)):
            await asyncio.gather(*(child.start() for child in children))
            ready = await wait_until_ready(config)
        if not ready:
            say(f"The bot is not ready yet: see {ready_url(config)} and {children[0].log}")
        await tell()
        await asyncio.Event().wait()


def _child(config: Config, name: str) -> Child:
    log = _log(name)
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    return Child(name, PROGRAMS[name][2], environment(config, name), log, _up(config, name))


def _log(name: str) -> Path:
    return tools.home() / "log" / f"{name}.log"


def _up(config: Config, name: str) -> Callable[[int], Awaitable[bool]]:
    """Returns for a program a check, by its pid, that it works."""

    async def listens(_: int) -> bool:
        return await is_taken(config)

    async def has_heartbeat(pid: int) -> bool:
        connection = await postgres.connect(config.url(OPERATOR), timeout=10)
        try:
            known = "select exists (select from ops.consumers as c where c.pid = $1)"
            return bool(await connection.fetchval(known, pid))
        finally:
            await connection.close()

    async def runs(_: int) -> bool:
        return True

    return {"bot": listens, "all": listens, "listener": has_heartbeat}.get(name, runs)


def _cancel_on_signals() -> None:
    """The first signal stops everything in order; another one does not cut that short."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop() -> None:
        for number in numbers:
            loop.add_signal_handler(number, lambda: None)
        say("\nStopping ...")
        task.cancel()

    for number in numbers:
        loop.add_signal_handler(number, stop)
