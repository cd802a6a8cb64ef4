"""Takes what the inbox holds, in order per chat, and says what becomes of it when that fails."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import InlineKeyboardMarkup, Update
from aiohttp import ClientConnectorError
from pydantic import ValidationError

from bot.callbacks import Go
from bot.handlers import routers
from bot.handlers.places import redraw
from bot.screens.base import button
from bot.storage import PostgresStorage
from bot.visit import AnswerTap, Greeting, Reception
from consumer import Message
from consumer.session import passes
from gateways.errors import Denied, Rejected, Transient

# Tries of an update on which our own code fails; after them the person is told.
_PATIENCE = 3
# How long a chat waits when Telegram cannot be reached, seconds.
_TELEGRAM_IS_BACK = 3.0
# Tries to tell somebody that a payment came; fewer than the topic's, so that it is never buried.
_THANKS = 7


def dispatcher(reception: Reception, **context: object) -> Dispatcher:
    """aiogram's dispatcher with our handlers; `context` is what they may ask for by name."""
    made = Dispatcher(storage=PostgresStorage(reception.api))
    made.workflow_data.update(api=reception.api, reception=reception, **context)
    greeting = Greeting(reception)
    made.message.outer_middleware(greeting)
    made.callback_query.outer_middleware(AnswerTap())
    made.callback_query.outer_middleware(greeting)
    made.include_routers(*routers())
    return made


@dataclass(frozen=True)
class Processor:
    """Handles one claimed message of the inbox; what it raises decides about the message."""

    bot: Bot
    dispatcher: Dispatcher
    reception: Reception

    async def handle(self, message: Message) -> dict[str, Any] | None:
        async with self._failures(message):
            match message.kind:
                case "inbox.update":
                    await self._update(message.payload["update"])
                case "inbox.refresh":
                    await self._refresh(int(message.lane))
                case kind:
                    raise Rejected(f"unknown kind {kind}")
        return None

    async def _update(self, fields: Mapping[str, Any]) -> None:
        try:
            update = Update.model_validate(fields, context={"bot": self.bot})
        except ValidationError as error:
            raise Rejected("not an update that this version knows") from error
        await self.dispatcher.feed_update(self.bot, update)

    async def _refresh(self, chat_id: int) -> None:
        key = StorageKey(bot_id=self.bot.id, chat_id=chat_id, user_id=chat_id)
        state = FSMContext(self.dispatcher.storage, key)
        visit = await self.reception.open(chat_id, self.bot, state, tapped=None)
        if visit is not None:
            await redraw(visit)

    @asynccontextmanager
    async def _failures(self, message: Message) -> AsyncIterator[None]:
        """What can go wrong, and what it means for the message."""
        api, chat_id = self.reception.api, int(message.lane)
        try:
            yield
        except TelegramRetryAfter as error:
            raise _later("Telegram asks for a pause", error.retry_after) from error
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
            why = f"Telegram: {type(error).__name__}"
            if was_not_sent(error):
                raise _later(why, _TELEGRAM_IS_BACK) from error
            # Telegram may have shown it, and each try shows it again: these are counted. A payment
            # was booked before anything was sent, so it is done even if nobody heard of it.
            if not (is_payment(message) and message.attempt >= _THANKS):
                raise Transient(why, in_doubt=True) from error
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise Denied("Telegram refuses the bot's token") from error
        except (Rejected, asyncio.CancelledError):
            raise
        except Exception as error:
            if is_unreachable(error):
                await api.set_reachable(chat_id, False)
            elif passes(error):
                raise Transient(f"database: {type(error).__name__}") from error
            else:
                await self._give_up_in_time(message, error)
                raise

    async def _give_up_in_time(self, message: Message, error: Exception) -> None:
        """A fault of ours must not hold up the chat for long, nor leave the person guessing; only a
        payment is tried to the last."""
        gives_up = message.attempt >= _PATIENCE and not is_payment(message)
        if gives_up or message.attempt == _PATIENCE:
            await self._apologise(int(message.lane))
        if gives_up:
            raise Rejected(f"failed {message.attempt} times: {type(error).__name__}") from error

    async def _apologise(self, chat_id: int) -> None:
        home = await self.reception.api.home(chat_id)
        say = self.reception.catalog.voice(home.locale if home else "en")
        menu = InlineKeyboardMarkup(
            inline_keyboard=[[button(say("button-menu"), Go(place="menu"))]]
        )
        with suppress(AiogramError):
            await self.bot.send_message(chat_id, say("update-failed"), reply_markup=menu)


def _later(why: str, seconds: float) -> Transient:
    """The chat waits; no attempt is consumed, so that an outage of Telegram buries nothing."""
    return Transient(why, retry_after=seconds, scope="lane")


def was_not_sent(error: Exception) -> bool:
    """There was no connection, so Telegram cannot have done anything."""
    return isinstance(error.__cause__, ClientConnectorError)


def is_unreachable(error: Exception) -> bool:
    match error:
        case TelegramForbiddenError():
            return True
        case TelegramBadRequest(message=why):
            return "chat not found" in why.lower()
    return False


def is_payment(message: Message) -> bool:
    match message.payload:
        case {"update": {"message": {"successful_payment": _}}}:
            return True
    return False
