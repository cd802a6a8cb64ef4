"""The bot, which dies at DIES_AT: `stored`, what came in is committed and not answered yet;
`booked`, a provider's notice is worked off, and the queue has not heard of it."""

import os
import signal
from typing import Any

from bot import __main__ as program
from bot import webhooks
from bot.provider_events import Reports

OF = {"stored": (webhooks, "durable"), "booked": (Reports, "handle")}


def dies_after(place: object, name: str) -> None:
    call = getattr(place, name)

    async def last_call(*arguments: Any) -> None:
        await call(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, last_call)


if __name__ == "__main__":
    dies_after(*OF[os.environ["DIES_AT"]])
    program.main()
