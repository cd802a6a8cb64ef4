"""Who is here: what every handler needs to know of the person before it does its few lines."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.fsm.context import FSMContext
from aiogram.types import (
    CallbackQuery,
    MaybeInaccessibleMessageUnion,
    Message,
    TelegramObject,
    Update,
)

from bot.api import Api, Home
from bot.callbacks import Close
from bot.screens import Screen
from bot.stage import Stage
from texts import Catalog, Voice

_TOO_OLD = (TelegramBadRequest,)
# A spinner ends by itself; the screen is drawn already, and what the tap meant is done.
_NOT_WORTH_A_REPEAT = (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
# Names what an update asks for: the same update, handled again, asks for the same.
_REQUESTS = UUID("f0a9b6a2-64d4-4d19-9d7f-6f8c3f7f2b51")

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True)
class Visit:
    """A known person in a private chat, where chat and person have the same id."""

    telegram_id: int
    home: Home
    say: Voice
    api: Api
    stage: Stage
    request: UUID | None = None
    """The tap or message that is being answered; the same when it is handled again."""

    async def show(self, screen: Screen) -> None:
        await self.stage.show(screen)

    async def anew(self) -> "Visit":
        """With what holds since something was done."""
        home = await self.api.home(self.telegram_id) or self.home
        return replace(self, home=replace(home, can_topup=home.can_topup and self.home.can_topup))


@dataclass(frozen=True)
class Reception:
    """Opens a visit. Without a provider of payments no screen offers a top-up."""

    api: Api
    catalog: Catalog
    sells_topups: bool

    async def open(
        self,
        telegram_id: int,
        bot: Bot,
        state: FSMContext,
        tapped: int | None,
        *,
        stays: bool = False,
        request: UUID | None = None,
    ) -> Visit | None:
        """None for somebody who has never sent /start."""
        home = await self.api.home(telegram_id)
        if home is None:
            return None
        home = replace(home, can_topup=home.can_topup and self.sells_topups)
        say = self.catalog.voice(home.locale, home.timezone)
        stage = Stage(bot, self.api, state, telegram_id, tapped, stays, home.screen_message_id)
        return Visit(telegram_id, home, say, self.api, stage, request)


@dataclass(frozen=True)
class Greeting(BaseMiddleware):
    """Gives handlers `visit` (None for a stranger) and `say` in the person's language."""

    reception: Reception

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Message | CallbackQuery)
        visit, person = None, event.from_user
        tapped = event.message if isinstance(event, CallbackQuery) else None
        if person is not None and is_private(event):
            visit = await self.reception.open(
                person.id,
                data["bot"],
                data["state"],
                tapped.message_id if tapped else None,
                stays=can_be_closed(tapped),
                request=request_of(data["bot"], data["event_update"]),
            )
        language = (person and person.language_code) or "en"
        data["visit"] = visit
        data["say"] = visit.say if visit else self.reception.catalog.voice(language)
        return await handler(event, data)


def is_private(event: Message | CallbackQuery) -> bool:
    """Elsewhere the bot has nothing to say, and need not ask who it is."""
    message = event.message if isinstance(event, CallbackQuery) else event
    return message is not None and message.chat.type == ChatType.PRIVATE


def request_of(bot: Bot, update: Update) -> UUID:
    return uuid5(_REQUESTS, f"{bot.id}:{update.update_id}")


def can_be_closed(message: MaybeInaccessibleMessageUnion | None) -> bool:
    """What the shop says beside the screen has a button that takes it away; the screen has none."""
    if not isinstance(message, Message) or message.reply_markup is None:
        return False
    rows = message.reply_markup.inline_keyboard
    return any(button.callback_data == Close().pack() for row in rows for button in row)


async def known(_: TelegramObject, visit: Visit | None) -> bool:
    """Filter: the person has started the bot."""
    return visit is not None


class AnswerTap(BaseMiddleware):
    """Ends the button's spinner; the text that a handler returns, if any, is shown as an alert."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        alert = await handler(event, data)
        if isinstance(event, CallbackQuery):
            text = alert if isinstance(alert, str) else None
            with suppress(*(_TOO_OLD if text else _NOT_WORTH_A_REPEAT)):
                await event.answer(text, show_alert=text is not None)
        return alert
