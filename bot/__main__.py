"""`python -m bot`: one process with the webhook, the dispatcher and, if configured, polling."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import IPvAnyAddress

import logs
from bot.components import Components, build
from bot.server import KEEP_ALIVE, MOST_CONNECTIONS, Protocol
from settings import BotSettings
from startup import StartRefused, check_database, leaves, refuse_movable_clock

# How long running requests may take when the process must stop, in seconds.
LAST_REQUESTS = 5


class Server(uvicorn.Server):
    """Stops at a signal, but does not let the signal end the process: claimed messages are finished
    while the last requests are answered."""

    def __init__(self, config: uvicorn.Config, stop: asyncio.Event) -> None:
        super().__init__(config)
        self._stop = stop

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._stop.set()
        super().handle_exit(sig, frame)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def configuration(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        http=Protocol,
        timeout_keep_alive=KEEP_ALIVE,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )


async def run(settings: BotSettings, listening: socket.socket) -> None:
    """Runs until a signal arrives; then accepts nothing new, and finishes what is in flight."""
    stop = asyncio.Event()
    await check_database(settings.database_url.get_secret_value(), "bot")
    payments = settings.payments_database_url.get_secret_value()
    await check_database(payments, "bot", "PAYMENTS_DATABASE_URL")
    async with build(settings) as components, asyncio.TaskGroup() as tasks:
        tasks.create_task(work(components, stop))
        watching = tasks.create_task(components.watchdog.run(stop))
        await Server(configuration(components.app), stop).serve(sockets=[listening])
        watching.cancel()
        stop.set()


async def work(components: Components, stop: asyncio.Event) -> None:
    """Processes updates. Refuses a movable clock, unless Telegram is emulated too."""
    if not components.settings.telegram_is_emulated:
        await refuse_movable_clock(components.settings.database_url.get_secret_value(), stop)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(components.work(stop))
        connecting = tasks.create_task(components.connect_telegram())
        await stop.wait()
        connecting.cancel()


def listen(host: IPvAnyAddress, port: int) -> socket.socket:
    family = socket.AF_INET if host.version == 4 else socket.AF_INET6
    try:
        return socket.create_server((str(host), port), family=family, backlog=2048)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        sys.exit(f"PORT {port} on HOST {host} cannot be used: {reason}")


def main() -> None:
    settings = BotSettings.load()
    logs.configure(settings.log_level)
    # aiogram logs every update at INFO; the consumer does that better.
    logging.getLogger("aiogram").setLevel(logging.WARNING)
    refused: list[str] = []
    try:
        uvloop.run(run(settings, listen(settings.host, settings.port)))
    except* StartRefused as errors:
        refused = [str(error) for error in leaves(errors)]
    if refused:
        sys.exit(f"bot: {refused[0]}")


if __name__ == "__main__":
    main()
