"""Processes the inbox, in order per chat, and decides what becomes of an update on failure.

Money comes first: the payment that an update reports is booked before anything else in the update
is read, and no later failure can undo that.
"""

import asyncio
import warnings
from base64 import b64decode
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
from aiogram.types import InlineKeyboardMarkup
from aiohttp import ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError
from structlog.contextvars import bind_contextvars

from bot.api import PaymentReceived
from bot.callbacks import Go
from bot.context import ContextFactory
from bot.handlers import routers
from bot.handlers.navigation import redraw, show_present
from bot.metrics import Metrics
from bot.middlewares import TapMiddleware, UserMiddleware
from bot.parsing import parse_update
from bot.payments import charges, mentions_payment, subscription_change
from bot.sanitizing import read_json
from bot.screens.base import button
from consumer import Handler, Message, is_transient, label
from gateways.bot_api import UNKNOWN_METHOD
from gateways.errors import Denied, GatewayError, Rejected, Transient

# How often an update is tried when our own code or the database fails. Then the user is told.
_MOST_TRIES = 3
# In seconds. How long a chat waits between attempts: while Telegram does not answer, initially and
# at most; while the database fails or does not match this program, as in a rollout; until a newer
# program comes.
_TELEGRAM_PAUSE = 3.0
_LONGEST_TELEGRAM_PAUSE = 60.0
_DATABASE_PAUSE = 5.0
_NEWER_PAUSE = 60.0
# When an update is given up: nobody looks at the chat any more; a user who returns later asks
# again, and must not wait behind a screen that cannot be drawn; no newer program comes.
_NOBODY_WAITS = 600.0
_NOBODY_LOOKS = 6 * 3600.0
_NO_NEWER_CAME = 3600.0

# The screens that a refresh requests by name: when taps were not answered, and when what was paid
# for could not be delivered. Any other name stands for the screen that is open.
UNANSWERED = "unanswered"
UNDELIVERED = "undelivered"
# Refused, no answer from the address at all, or none from behind the proxy.
_NO_CONNECTION = (ClientConnectorError, ConnectionTimeoutError, ClientHttpProxyError)

log = structlog.get_logger("bot.dispatcher")


def dispatcher(contexts: ContextFactory, **context: object) -> Dispatcher:
    """Returns aiogram's dispatcher with our handlers; they can request the entries of `context` by
    name."""
    # aiogram prints an unknown update in full, including what people wrote.
    warnings.filterwarnings("ignore", "Detected unknown update type", RuntimeWarning)
    # The conversation comes with the user's context, see UserMiddleware.
    made = Dispatcher(disable_fsm=True)
    made.workflow_data.update(api=contexts.api, contexts=contexts, **context)
    users = UserMiddleware(contexts)
    made.message.outer_middleware(users)
    made.callback_query.outer_middleware(TapMiddleware())
    made.callback_query.outer_middleware(users)
    made.include_routers(*routers())
    return made


@dataclass(frozen=True)
class Task:
    """A claimed message, and the fields of its update; a refresh has no update."""

    message: Message
    fields: Mapping[str, Any]

    @classmethod
    def of(cls, message: Message) -> "Task":
        """Returns a task without fields if this version cannot read the update."""
        try:
            fields = read_json(b64decode(message.payload.get("raw", "")))
        except ValueError:
            fields = {}
        return cls(message, fields if isinstance(fields, dict) else {})

    @property
    def has_payment(self) -> bool:
        return mentions_payment(self.fields)

    @property
    def age(self) -> float:
        """Returns the seconds since the update arrived or the screen was requested; infinite
        without such a time, because then nobody waits for it."""
        match self.message.payload:
            case {"received_at": str(then)} | {"asked_at": str(then)}:
                return (datetime.now(UTC) - datetime.fromisoformat(then)).total_seconds()
        return inf


@dataclass(frozen=True)
class Processor:
    """Handles the claimed messages of the inbox; the exception it raises decides about the
    message."""

    bot: Bot
    dispatcher: Dispatcher
    contexts: ContextFactory
    metrics: Metrics

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Returns the handlers by kind of message."""
        return {"inbox.update": self.update, "inbox.refresh": self.refresh}

    async def update(self, message: Message) -> dict[str, Any] | None:
        """Handles an update. For a payment, returns whether the payer was told."""
        task, told = Task.of(message), False
        bind_contextvars(update=task.fields.get("update_id"))
        async with self._failures(task):
            told = await self._update(task)
        return {"told": told} if task.has_payment else None

    async def refresh(self, message: Message) -> dict[str, Any] | None:
        """Redraws the screen. Returns which orders the screen now shows as paid, so that no notice
        has to."""
        told: list[str] = []
        async with self._failures(Task(message, {})):
            told = await self._refresh(int(message.lane), message.payload.get("screen"))
        return {"told": told} if told else None

    async def _update(self, task: Task) -> bool:
        """Returns whether a payer was told about his payment."""
        received, told = await self._book(task.fields)
        if told or not is_for_us(task.fields, self.bot.id):
            return told
        if (change := subscription_change(task.fields)) is not None:
            await self.contexts.api.note_subscription(*change)
            return False
        update = parse_update(task.fields, self.bot)
        if update is None:
            if task.age < _NO_NEWER_CAME and received is None:
                why = "an update that this version does not know"
                raise Transient(why, retry_after=_NEWER_PAUSE, scope="lane")
            self.metrics.dropped.inc()
            return False
        answer = await self.dispatcher.feed_update(self.bot, update, received=received)
        return answer is True

    async def _book(self, fields: Mapping[str, Any]) -> tuple[PaymentReceived | None, bool]:
        """Books the payment that the update reports, if any. Returns the outcome, and whether the
        payer was told."""
        received = None
        for provider, charge in charges(fields):
            received = await self.contexts.api.book_payment(provider, charge)
        return received, received is not None and received.told

    async def _refresh(self, chat_id: int, screen: str | None) -> list[str]:
        user = await self.contexts.create(chat_id, self.bot, tapped=None)
        if user is None:
            return []
        if screen == UNANSWERED:
            await show_present(user)
            return []
        return await redraw(user, undelivered=screen == UNDELIVERED)

    @asynccontextmanager
    async def _failures(self, task: Task) -> AsyncIterator[None]:
        """Translates exceptions into what they mean for the message."""
        try:
            yield
        except TelegramRetryAfter as error:
            raise _later("Telegram asks for a pause", error.retry_after) from error
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
            await self._unanswered(task, error)
        except (GatewayError, asyncio.CancelledError):
            raise
        except Exception as error:
            if refuses_token(error):
                raise Denied("Telegram refuses the bot's token") from error
            if is_unreachable(error):
                await self.contexts.api.set_reachable(int(task.message.lane), False)
            else:
                await self._failed(task, error)
                raise

    async def _unanswered(self, task: Task, error: Exception) -> None:
        """The update has taken effect, but its answer did not arrive, or nobody knows whether it
        did. That costs no attempt, so that an outage of Telegram buries nothing. But each try may
        show the answer once more, so the tries become rarer. In the end, the bot gives the answer
        up and requests a screen, which shows the state at that time. A payer who may have been told
        several times gets a notice."""
        message, why = task.message, f"Telegram: {type(error).__name__}"
        if task.has_payment and not was_not_sent(error):
            if message.attempt < _MOST_TRIES:
                raise Transient(why, in_doubt=True) from error
        elif message.kind == "inbox.update" and task.age > _NOBODY_WAITS:
            await self.contexts.api.redraw(int(message.lane))
        elif task.age < _NOBODY_LOOKS:
            pause = min(max(_TELEGRAM_PAUSE, task.age), _LONGEST_TELEGRAM_PAUSE)
            raise _later(why, pause) from error

    async def _failed(self, task: Task, error: Exception) -> None:
        """A fault of ours must neither delay the chat for long nor leave the user guessing. Only a
        payment is retried without limit. After a temporary fault, an update is retried as long as
        somebody waits for it."""
        attempt = task.message.attempt
        if attempt == _MOST_TRIES:
            await self._apologise(task)
        transient = is_transient(error)
        is_waited_for = transient and task.age < _NOBODY_WAITS
        if attempt >= _MOST_TRIES and not (task.has_payment or is_waited_for):
            raise Rejected(f"failed {attempt} times: {label(error)}") from error
        if transient:
            why = f"database: {label(error)}"
            raise (
                _later(why, _DATABASE_PAUSE) if attempt > _MOST_TRIES else Transient(why)
            ) from error

    async def _apologise(self, task: Task) -> None:
        """Apologises to the user, if necessary without the database, because that may be what is
        broken."""
        lane = task.message.lane
        if not lane.isdigit() or "chat_member" in task.fields:  # not what a person did in his chat
            return
        say = self.contexts.catalog.translator(await self._language(task))
        menu = button(say("button-menu"), Go(place="menu"))
        support = button(say("button-support"), Go(place="support"))
        with suppress(AiogramError):
            await self.bot.send_message(
                int(lane),
                say("update-failed"),
                reply_markup=InlineKeyboardMarkup(inline_keyboard=[[menu, support]]),
            )

    async def _language(self, task: Task) -> str:
        try:
            if home := await self.contexts.api.home(int(task.message.lane)):
                return home.locale
        except Exception:
            log.warning("the language of a chat is unknown", exc_info=True)
        for event in task.fields.values():
            match event:
                case {"from": {"language_code": str(language)}}:
                    return language
        return "en"


def _later(why: str, seconds: float) -> Transient:
    """Makes the chat wait. This consumes no attempt, so that an outage of Telegram buries
    nothing."""
    return Transient(why, retry_after=seconds, scope="lane")


def was_not_sent(error: Exception) -> bool:
    """Returns whether the call was not sent: without a connection, Telegram cannot have done
    anything."""
    return isinstance(error.__cause__, _NO_CONNECTION)


def refuses_token(error: Exception) -> bool:
    match error:
        case TelegramUnauthorizedError():
            return True
        case TelegramNotFound(message=why):
            return UNKNOWN_METHOD not in why.lower()
    return False


def is_unreachable(error: Exception) -> bool:
    match error:
        case TelegramForbiddenError():
            return True
        case TelegramBadRequest(message=why):
            return "chat not found" in why.lower()
    return False


def is_for_us(fields: Mapping[str, Any], bot: int) -> bool:
    """Returns whether the bot handles the update: what people do in their own chats, answers of
    support in a group, who is in a channel, and what becomes of groups."""
    return (
        may_be_private(fields)
        or is_reply_to(fields, bot)
        or "chat_member" in fields
        or is_about_a_group(fields)
    )


def is_about_a_group(fields: Mapping[str, Any]) -> bool:
    """Returns whether the bot was added or removed, the group becomes a supergroup, or a topic of
    it is open again: it may be the group of support."""
    match fields:
        case {"my_chat_member": dict()} | {"message": {"migrate_to_chat_id": int()}}:
            return True
        case {"message": {"forum_topic_reopened": dict()}}:
            return True
    return False


def is_reply_to(fields: Mapping[str, Any], bot: int) -> bool:
    """Support may answer in a group, by replying to what the bot posted there."""
    match fields:
        case {"message": {"reply_to_message": {"from": {"id": author}}}} | {
            "edited_message": {"reply_to_message": {"from": {"id": author}}}
        }:
            return bool(author == bot)
    return False


def may_be_private(fields: Mapping[str, Any]) -> bool:
    """Events in groups and channels are not for this bot, and busy groups produce many."""
    for event in fields.values():
        match event:
            case {"chat": {"type": str(kind)}} if kind != "private":
                return False
    return True
