"""A consumer of the topic `proof` in a process of its own, which can be made to die.

It appends "lane number" to the file JOURNAL for every message, which is its effect on the world; at
the number DIES_AT it kills itself before the database hears of it, as a power cut would.
"""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import logs
from consumer import Consumer, Message
from settings import DatabaseSettings

JOURNAL = Path(os.environ["JOURNAL"])
DIES_AT = int(os.environ.get("DIES_AT", -1))


async def write_down(message: Message) -> dict[str, Any] | None:
    number = message.payload["n"]
    with JOURNAL.open("a") as journal:  # noqa: ASYNC230 - it must be there before anything else
        journal.write(f"{message.lane} {number}\n")
    if number == DIES_AT:
        os.kill(os.getpid(), signal.SIGKILL)
    return None


async def main() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    dsn = DatabaseSettings.load().database_url.get_secret_value()
    await Consumer(dsn, schema="outbox", name="listener", handlers={"proof": write_down}).run(stop)


if __name__ == "__main__":
    logs.configure("INFO")
    asyncio.run(main())
