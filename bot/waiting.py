"""Shows people who wait for more than a moment that something happens."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from aiogram import Bot
from aiogram.enums import ChatAction

# After how many seconds of handling "typing…" is shown, and how long Telegram shows it.
SLOW = 1.0
_SHOWN_FOR = 4.5


@contextmanager
def typing_when_slow(bot: Bot, chat_id: int) -> Iterator[None]:
    """Most handlers are done before that time: for them this is one timer. aiogram's
    ChatActionSender starts a task for each, and waits for its end."""
    loop = asyncio.get_running_loop()
    typing = set[asyncio.Task[None]]()
    timer = loop.call_later(SLOW, lambda: typing.add(loop.create_task(_keep_typing(bot, chat_id))))
    try:
        yield
    finally:
        timer.cancel()
        for task in typing:
            task.cancel()


async def _keep_typing(bot: Bot, chat_id: int) -> None:
    with suppress(Exception):  # nobody is harmed when it is not shown
        while True:
            await bot.send_chat_action(chat_id, ChatAction.TYPING)
            await asyncio.sleep(_SHOWN_FOR)
