"""`python -m bot`: one process with the webhook, the dispatcher and, if asked for, polling."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import IPvAnyAddress

import logs
from bot.wiring import Parts, assembled
from consumer import MovableClock, refuse_movable_clock
from settings import BotSettings


class Server(uvicorn.Server):
    """Ends at a signal, but does not let it end the process: the dispatcher comes after."""

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
        timeout_graceful_shutdown=10,
    )


async def run(settings: BotSettings, listening: socket.socket) -> None:
    """Until a signal comes; then the door closes first, and what is in hand is finished."""
    stop = asyncio.Event()
    async with assembled(settings) as parts, asyncio.TaskGroup() as tasks:
        tasks.create_task(work(parts, stop))
        await Server(configuration(parts.app)).serve(sockets=[listening])
        stop.set()


async def work(parts: Parts, stop: asyncio.Event) -> None:
    """All that is done for people: not on a clock that somebody moves, unless they are toys too."""
    if not parts.settings.telegram_is_emulated:
        await refuse_movable_clock(parts.settings.database_url.get_secret_value(), stop)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(parts.consumer.run(stop))
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
    try:
        uvloop.run(run(settings, listen(settings.host, settings.port)))
    except* MovableClock:
        sys.exit(f"bot: {MovableClock.__doc__}")


if __name__ == "__main__":
    main()
