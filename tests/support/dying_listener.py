"""The listener with its real gateways, which dies after a call of DIES_AFTER, a topic or a kind of
message: the answer is there, and the database has not heard of it. With CALLS it dies as soon as so
many of them are answered, and none of these is recorded."""

import asyncio
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
        wanted = os.environ["DIES_AFTER"]
        topic, _, kind = wanted.partition(".")
        left = int(os.environ.get("CALLS", "1"))
        call = handlers[topic]

        async def last_call(message: Message) -> dict[str, Any] | None:
            nonlocal left
            answer = await call(message)
            if kind and message.kind != wanted:
                return answer
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            await asyncio.Event().wait()
            raise AssertionError("dead by now")

        yield {**handlers, topic: last_call}


if __name__ == "__main__":
    listener.gateways = dying
    listener.main()
