"""What happens around every handler: first the user's context is built, and at the end the tap is
answered."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    CallbackQuery,
    MaybeInaccessibleMessageUnion,
    Message,
    TelegramObject,
    Update,
)

from bot.api import Api
from bot.callbacks import AboutSubscription, Close
from bot.context import ContextFactory, UserContext
from bot.filters import is_private
from bot.waiting import typing_when_slow
from texts import Translator

_TOO_OLD = (TelegramBadRequest,)
# A spinner ends by itself; the screen is drawn already, and the tap has taken effect.
_NOT_WORTH_A_REPEAT = (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
# The namespace of request ids: the same update, handled again, has the same request id.
_REQUESTS = UUID("f0a9b6a2-64d4-4d19-9d7f-6f8c3f7f2b51")

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True)
class UserMiddleware(BaseMiddleware):
    """Gives handlers `user` (None for an unknown user), `say` in the user's language, and
    `raw_state`, the open screen, by which aiogram's StateFilter selects."""

    contexts: ContextFactory

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Message | CallbackQuery)
        sender, bot = event.from_user, data["bot"]
        language = (sender and sender.language_code) or "en"
        data |= {"user": None, "raw_state": None}
        data |= {"say": self.contexts.catalog.translator(language)}
        if sender is None or not is_private(event):
            return await handler(event, data)
        tapped = event.message if isinstance(event, CallbackQuery) else None
        with typing_when_slow(bot, sender.id):
            user = await self.contexts.create(
                sender.id,
                bot,
                tapped.message_id if tapped else None,
                stays=can_be_closed(tapped),
                request=request_id(bot, data["event_update"]),
            )
            if user is not None and user.home.is_blocked:
                return await refuse(event, user)
            if user is not None:
                data |= {"user": user, "say": user.say, "raw_state": user.home.screen}
            return await handler(event, data)


async def refuse(event: Message | CallbackQuery, user: UserContext) -> str | None:
    """Sends the one answer that people on the blacklist get. A payment of theirs was booked
    before."""
    if isinstance(event, CallbackQuery):
        return user.say("toast-blocked")
    await event.answer(await blocked(user.say, user.api))
    return None


async def blocked(say: Translator, api: Api) -> str:
    contact = await api.contact()
    return say("blocked", known="yes" if contact else "no", contact=contact or "")


class SubscriptionMiddleware(BaseMiddleware):
    """Gives handlers of taps the subscription that a button is about. Asks which one if the button
    does not say and the user has several. Runs inside the filters, which read the button."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        user, tap = data["user"], data.get("callback_data")
        if not isinstance(tap, AboutSubscription) or not tap.needs_subscription:
            return await handler(event, data)
        assert isinstance(user, UserContext)
        if tap.subscription is not None:
            about = await user.about(tap.subscription)
            if about is None:
                await user.show(await user.menu())
                return user.say("toast-stale")
            data = data | {"user": about}
        elif user.must_say_which:
            await user.show(await user.which(tap))
            return None
        return await handler(event, data)


class TapMiddleware(BaseMiddleware):
    """Ends the button's spinner; the text that a handler returns, if any, is shown as an alert."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        alert = await handler(event, data)
        if isinstance(event, CallbackQuery):
            text = alert if isinstance(alert, str) else None
            with suppress(*(_TOO_OLD if text else _NOT_WORTH_A_REPEAT)):
                await event.answer(text, show_alert=text is not None)
        return alert


def request_id(bot: Bot, update: Update) -> UUID:
    return uuid5(_REQUESTS, f"{bot.id}:{update.update_id}")


def can_be_closed(message: MaybeInaccessibleMessageUnion | None) -> bool:
    """A message beside the screen has a button that removes it; the screen has none."""
    if not isinstance(message, Message) or message.reply_markup is None:
        return False
    rows = message.reply_markup.inline_keyboard
    return any(button.callback_data == Close().pack() for row in rows for button in row)
