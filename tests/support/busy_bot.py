"""The bot, whose handlers never let anything else run in their event loop, for BUSY seconds."""

import asyncio
import os
import time

from bot import __main__ as program
from bot.components import Components


async def busy(_components: Components, _stop: asyncio.Event) -> None:
    print("busy", flush=True)
    end = time.monotonic() + float(os.environ["BUSY"])
    while time.monotonic() < end:
        pass
    print("idle", flush=True)


if __name__ == "__main__":
    Components.work = busy  # type: ignore[assignment, method-assign]
    program.main()
