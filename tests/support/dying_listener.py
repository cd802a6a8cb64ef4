"""The listener with its real gateways, which dies after a call of the topic DIES_AFTER: the answer
is there, and the database has not heard of it."""

import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import listener
from consumer import Handler, Message
from gateways.telegram import TelegramGateway
from settings import ListenerSettings

real = listener.gateways


@asynccontextmanager
async def dying(
    settings: ListenerSettings, chats: TelegramGateway
) -> AsyncIterator[Mapping[str, Handler]]:
    async with real(settings, chats) as handlers:
        topic = os.environ["DIES_AFTER"]
        call = handlers[topic]

        async def last_call(message: Message) -> dict[str, Any] | None:
            await call(message)
            os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError("dead by now")

        yield {**handlers, topic: last_call}


if __name__ == "__main__":
    listener.gateways = dying
    listener.main()
