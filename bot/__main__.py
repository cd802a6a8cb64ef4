"""`python -m bot`: one process with the webhook, the dispatcher and, if asked for, polling."""

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
from bot.server import KEEP_ALIVE, MOST_CONNECTIONS, Protocol
from bot.wiring import Parts, assembled
from settings import BotSettings
from startup import StartRefused, check_database, leaves, refuse_movable_clock

# Seconds that requests which are under way have, when the process is to stop.
LAST_REQUESTS = 5


class Server(uvicorn.Server):
    """Ends at a signal, but does not let it end the process: what is in hand is finished, side by
    side with the last requests."""

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
    """Until a signal comes; then the door closes, and what is in hand is finished."""
    stop = asyncio.Event()
    await check_database(settings.database_url.get_secret_value(), "bot")
    async with assembled(settings) as parts, asyncio.TaskGroup() as tasks:
        tasks.create_task(work(parts, stop))
        watching = tasks.create_task(parts.watchdog.run(stop))
        await Server(configuration(parts.app), stop).serve(sockets=[listening])
        watching.cancel()
        stop.set()


async def work(parts: Parts, stop: asyncio.Event) -> None:
    """All that is done for people: not on a clock that somebody moves, unless they are toys too."""
    if not parts.settings.telegram_is_emulated:
        await refuse_movable_clock(parts.settings.database_url.get_secret_value(), stop)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(parts.work(stop))
        meeting = tasks.create_task(parts.meet_telegram())
        await stop.wait()
        meeting.cancel()


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
    # aiogram says at INFO that it handled an update; the consumer says it better.
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
