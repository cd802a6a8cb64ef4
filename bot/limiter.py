"""Limits calls to Telegram: answers and notices share one rate limit and one pause."""

import asyncio
import math
import re
import time
from collections.abc import Callable
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.api import Api

# Methods that Telegram counts as messages; methods that are called also when the database does not
# say whether Telegram bans the bot, because the bot cannot start or be looked after without them;
# and methods that ask nobody: what brings updates, and the answer to a checkout, for which
# api.pre_checkout has said it.
_COUNTED = re.compile(r"send(?!ChatAction)|edit|copy|forward")
_NEEDED = re.compile(r"get|set|deleteWebhook")
_UNASKED = re.compile(r"getUpdates|answerPreCheckoutQuery")
# How long a call waits here, in seconds. For a longer wait its update goes back to its lane.
LONGEST_WAIT = 3.0
# How long a grant also holds for calls that are not counted, in seconds: the end of a tap's spinner
# follows the screen, and need not ask again whether Telegram bans the bot.
GRANT_HOLDS = 1.0
# Messages into one chat: a burst of this size, then this rate per second. Telegram accepts short
# bursts.
CHAT_BURST = 10
CHAT_RATE = 1.0
# The number of chats to remember before those with a full bucket are forgotten.
_MOST_CHATS = 10_000

log = structlog.get_logger("bot.limiter")


class HeldBack(TelegramRetryAfter):
    """A call was not made, because it would have been too early."""

    def __init__(self, method: TelegramMethod[Any], seconds: float) -> None:
        super().__init__(method, "held back", math.ceil(seconds))


class ChatLimits:
    """A token bucket per chat, in this process: the updates of a chat are handled one at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tokens: dict[int, tuple[float, float]] = {}

    def spend(self, chat: int) -> float:
        """Returns the seconds after which the call may be made. Above LONGEST_WAIT it was not
        counted."""
        now = self._clock()
        left = self._left(chat, now) - 1
        wait = max(0.0, -left / CHAT_RATE)
        if wait <= LONGEST_WAIT:
            if len(self._tokens) >= _MOST_CHATS:
                self._forget_full(now)
            self._tokens[chat] = left, now
        return wait

    def is_busy(self, chat: int) -> bool:
        """Returns whether so much was sent there recently that a 429 is probably about this chat
        alone. Always true for a group, because Telegram's limit is lower there."""
        return chat < 0 or self._left(chat, self._clock()) < CHAT_BURST / 2

    def _left(self, chat: int, now: float) -> float:
        tokens, at = self._tokens.get(chat, (CHAT_BURST, now))
        return min(CHAT_BURST, tokens + (now - at) * CHAT_RATE)

    def _forget_full(self, now: float) -> None:
        self._tokens = {
            chat: known
            for chat, known in self._tokens.items()
            if self._left(chat, now) < CHAT_BURST
        }


class Limiter(BaseRequestMiddleware):
    """Asks for permission before each call. The bot's limit is a row that all processes share. If
    one chat causes a pause, only that chat is paused. A pause of the whole bot is stored in the
    database and here as well, so that nothing is called then, whatever the database does."""

    def __init__(self, api: Api, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._clock = clock
        self._limits = ChatLimits(clock)
        self._paused_until = 0.0
        self._granted_until = 0.0
        self._floods: dict[int, float] = {}

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        chat = getattr(method, "chat_id", None)
        await self._admit(method, chat if isinstance(chat, int) else None)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as error:
            await self._note_pause(error.retry_after, chat if isinstance(chat, int) else None)
            raise

    async def _admit(self, method: TelegramMethod[Any], chat: int | None) -> None:
        name = method.__api_method__
        self._refuse_until(method, self._paused_until)
        if _UNASKED.match(name):
            return
        counted = bool(_COUNTED.match(name))
        if chat is not None and counted:
            self._refuse_until(method, self._floods.get(chat, 0))
            await self._wait(method, self._limits.spend(chat))
        if not counted and self._clock() < self._granted_until:
            return
        while True:
            asked_at = self._clock()
            try:
                grant = await self._api.spend_telegram(int(counted), LONGEST_WAIT)
            except Exception as error:
                if not _NEEDED.match(name):
                    raise
                log.warning("nobody says whether Telegram bans the bot", error=type(error).__name__)
                return
            await self._wait(method, grant.wait)
            if grant.granted:
                self._granted_until = asked_at + GRANT_HOLDS
                return

    def _refuse_until(self, method: TelegramMethod[Any], moment: float) -> None:
        if (seconds := moment - self._clock()) > 0:
            raise HeldBack(method, seconds)

    async def _wait(self, method: TelegramMethod[Any], seconds: float) -> None:
        if seconds > LONGEST_WAIT:
            raise HeldBack(method, seconds)
        if seconds > 0:
            await asyncio.sleep(seconds)

    async def _note_pause(self, seconds: float, chat: int | None) -> None:
        """Telegram does not say whether it means the chat or the bot. A busy chat counts as the
        cause, unless another chat has just got the same answer."""
        until = self._clock() + seconds
        self._floods = {c: t for c, t in self._floods.items() if t > self._clock()}
        alone = chat is not None and not (self._floods.keys() - {chat})
        culprit = chat if chat is not None and alone and self._limits.is_busy(chat) else None
        if culprit is not None:
            self._floods[culprit] = until
        else:
            self._paused_until = max(self._paused_until, until)
        log.warning("Telegram asks for a pause", seconds=seconds, whole_bot=culprit is None)
        try:
            await self._api.pause_telegram(seconds, culprit)
        except Exception as error:  # this process pauses anyway; others get their own 429
            log.warning("a pause was not recorded", error=type(error).__name__)
