"""Takes what the inbox holds, in order per chat, and says what becomes of it when that fails.

Money first: what an update says of a payment is booked before the rest of it is looked at, and
nothing that goes wrong with the rest can undo that.
"""

import asyncio
import warnings
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf
from typing import Any

import structlog
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
from aiogram.types import InlineKeyboardMarkup
from aiohttp import ClientConnectorError

from bot.api import PaymentReceived
from bot.callbacks import Go
from bot.handlers import routers
from bot.handlers.places import redraw
from bot.metrics import Metrics
from bot.money import PROVIDER, payments, speaks_of_money
from bot.reading import understood
from bot.screens.base import button
from bot.storage import PostgresStorage
from bot.visit import AnswerTap, Greeting, Reception
from consumer import Message
from consumer.session import is_transient
from gateways.errors import Denied, GatewayError, Rejected, Transient, Unknown

# Tries of an update on which our own code or the database fails; after them the person is told.
_PATIENCE = 3
# How long a chat waits when Telegram cannot be reached, seconds.
_TELEGRAM_IS_BACK = 3.0
# How long a chat waits between tries while the database cannot do it, or does not fit together with
# this program, which a rollout passes through; and when what a person asked for then is given up:
# he was told, and would rather ask again. Seconds.
_PASSED = 5.0
_NOBODY_WAITS = 600.0
# How long what this version does not know is left for a newer one, and between tries. Seconds.
_NEWER_COMES = 60.0
_NO_NEWER_CAME = 3600.0

log = structlog.get_logger("bot.dispatcher")


def dispatcher(reception: Reception, **context: object) -> Dispatcher:
    """aiogram's dispatcher with our handlers; `context` is what they may ask for by name."""
    # It prints an update that it does not know as a whole, and with it what people wrote.
    warnings.filterwarnings("ignore", "Detected unknown update type", RuntimeWarning)
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
    metrics: Metrics

    async def handle(self, message: Message) -> dict[str, Any] | None:
        """Of a payment it says whether the payer was told."""
        told = False
        async with self._failures(message):
            match message.kind:
                case "inbox.update":
                    told = await self._update(message)
                case "inbox.refresh":
                    await self._refresh(int(message.lane))
                case kind:
                    raise Unknown(f"kind {kind}")
        return {"told": told} if holds_money(message) else None

    async def _update(self, message: Message) -> bool:
        """Whether somebody was told of his payment."""
        fields: Mapping[str, Any] = message.payload["update"]
        received, told = await self._book(fields)
        if told or not may_be_private(fields):
            return told
        update = understood(fields, self.bot)
        if update is None:
            if age(message) < _NO_NEWER_CAME and received is None:
                why = "an update that this version does not know"
                raise Transient(why, retry_after=_NEWER_COMES, scope="lane")
            self.metrics.dropped.inc()
            return False
        answer = await self.dispatcher.feed_update(self.bot, update, received=received)
        return answer is True

    async def _book(self, fields: Mapping[str, Any]) -> tuple[PaymentReceived | None, bool]:
        """What came of the payment that the update reports, if it does; whether that was told."""
        received, told = None, False
        api = self.reception.api
        for payment in payments(fields):
            received = await api.payment_received(
                payment.payer,
                PROVIDER,
                payment.charge,
                payment.order,
                payment.amount,
                payment.currency,
            )
            told = received.outcome == "repeated" and await api.payment_is_told(
                PROVIDER, payment.charge
            )
        return received, told

    async def _refresh(self, chat_id: int) -> None:
        key = StorageKey(bot_id=self.bot.id, chat_id=chat_id, user_id=chat_id)
        state = FSMContext(self.dispatcher.storage, key)
        visit = await self.reception.open(chat_id, self.bot, state, tapped=None)
        if visit is not None:
            await redraw(visit)

    @asynccontextmanager
    async def _failures(self, message: Message) -> AsyncIterator[None]:
        """What can go wrong, and what it means for the message."""
        try:
            yield
        except TelegramRetryAfter as error:
            raise _later("Telegram asks for a pause", error.retry_after) from error
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
            why = f"Telegram: {type(error).__name__}"
            if was_not_sent(error):
                raise _later(why, _TELEGRAM_IS_BACK) from error
            # Telegram may have shown it, and each try shows it again: these are counted. A payment
            # was booked before anything was sent; whoever does not see it gets a notice.
            if not (holds_money(message) and message.attempt >= _PATIENCE):
                raise Transient(why, in_doubt=True) from error
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise Denied("Telegram refuses the bot's token") from error
        except (GatewayError, asyncio.CancelledError):
            raise
        except Exception as error:
            if is_unreachable(error):
                await self.reception.api.set_reachable(int(message.lane), False)
            else:
                await self._failed(message, error)
                raise

    async def _failed(self, message: Message, error: Exception) -> None:
        """A fault of ours must not hold up the chat for long, nor leave the person guessing; only a
        payment is tried to the last, and what passes by itself for as long as somebody waits."""
        if message.attempt == _PATIENCE:
            await self._apologise(message)
        is_passing = is_transient(error)
        is_waited_for = is_passing and age(message) < _NOBODY_WAITS
        if message.attempt >= _PATIENCE and not (holds_money(message) or is_waited_for):
            raise Rejected(f"failed {message.attempt} times: {type(error).__name__}") from error
        if is_passing:
            why = f"database: {type(error).__name__}"
            raise (
                _later(why, _PASSED) if message.attempt > _PATIENCE else Transient(why)
            ) from error

    async def _apologise(self, message: Message) -> None:
        """In words that need no database: it may be what is broken."""
        if not message.lane.isdigit():  # no person's chat
            return
        say = self.reception.catalog.voice(await self._language(message))
        menu = InlineKeyboardMarkup(
            inline_keyboard=[[button(say("button-menu"), Go(place="menu"))]]
        )
        with suppress(AiogramError):
            await self.bot.send_message(int(message.lane), say("update-failed"), reply_markup=menu)

    async def _language(self, message: Message) -> str:
        try:
            if home := await self.reception.api.home(int(message.lane)):
                return home.locale
        except Exception:
            log.warning("the language of a chat is not known", exc_info=True)
        for event in message.payload.get("update", {}).values():
            match event:
                case {"from": {"language_code": str(language)}}:
                    return language
        return "en"


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


def holds_money(message: Message) -> bool:
    return speaks_of_money(message.payload.get("update", {}))


def may_be_private(fields: Mapping[str, Any]) -> bool:
    """What happens in groups and channels is not for this bot, and busy ones are busy."""
    for event in fields.values():
        match event:
            case {"chat": {"type": str(kind)}} if kind != "private":
                return False
    return True


def age(message: Message) -> float:
    """Seconds since the update came; nobody waits for what has no such time."""
    match message.payload:
        case {"received_at": str(then)}:
            return (datetime.now(UTC) - datetime.fromisoformat(then)).total_seconds()
    return inf
