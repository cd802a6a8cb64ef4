"""`python one_process.py`: bot, listener and subscription page in one process, for a small host.

They share what takes most of the memory, the loaded packages; each has its own role and its own
connections. They start, stop and fail together.
"""

import asyncio
import socket
import sys

import uvloop

import bot.__main__ as bot
import listener
import web.__main__ as page
from http_server import listen
from settings import PageSettings, ShopSettings
from startup import Halt, StartRefused, at_signal, leaves


class Halts:
    """Passes signals on to all programs, also to one that starts afterwards."""

    def __init__(self) -> None:
        self._halts: list[Halt] = []
        self._signals = 0

    def add(self, halt: Halt) -> None:
        self._halts.append(halt)
        for _ in range(self._signals):
            halt()

    def halt(self) -> None:
        self._signals += 1
        for halt in self._halts:
            halt()


async def run(
    settings: ShopSettings,
    listening: socket.socket,
    its_page: tuple[PageSettings, socket.socket] | None,
) -> None:
    """Runs until a signal arrives, or one of them fails."""
    halts = Halts()
    at_signal(halts.halt)
    async with asyncio.TaskGroup() as programs:
        programs.create_task(bot.run(settings, listening, halts.add))
        programs.create_task(listener.listen(settings.listener, halts.add))
        if its_page is not None:
            programs.create_task(page.run(*its_page, halts.add))


def main() -> None:
    settings = ShopSettings.load()
    bot.prepare(settings)
    listening, its_page = listen(settings.host, settings.port), None
    if (its := settings.page) is not None:
        its_page = its, listen(its.page_host, its.page_port, "PAGE_")
    refused: list[str] = []
    try:
        uvloop.run(run(settings, listening, its_page))
    except* StartRefused as errors:
        refused = [str(error) for error in leaves(errors)]
    if refused:
        sys.exit(f"one_process: {refused[0]}")


if __name__ == "__main__":
    main()
