"""/start, the language, and whether the user can be reached."""

import hmac
from dataclasses import dataclass

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.api import Api
from bot.callbacks import ChooseLanguage
from bot.context import ContextFactory, UserContext
from bot.screens import language_screen
from texts import Translator


@dataclass(frozen=True)
class IdentityKey:
    """Identifies a person forever without naming the account, so that a trial stays used."""

    key: bytes

    def hash(self, telegram_id: int) -> bytes:
        return hmac.digest(self.key, str(telegram_id).encode(), "sha256")


def router() -> Router:
    router = Router(name="start")
    router.message.register(start, CommandStart())
    router.callback_query.register(choose_language, ChooseLanguage.filter())
    router.my_chat_member.register(reachability, F.chat.type == ChatType.PRIVATE)
    return router


async def start(
    message: Message,
    bot: Bot,
    api: Api,
    contexts: ContextFactory,
    identity_key: IdentityKey,
) -> None:
    person = message.from_user
    if person is None:
        return
    started = await api.start(
        person.id,
        identity_key.hash(person.id),
        person.username,
        person.first_name,
        person.language_code,
    )
    user = await contexts.create(person.id, bot, tapped=None)
    if user is None:
        raise RuntimeError("api.start created no user")
    if started.locale_chosen:
        await user.show(await user.menu())
    else:
        await user.show(language_screen(user.say, may_go_back=False))


async def choose_language(
    tap: CallbackQuery,
    callback_data: ChooseLanguage,
    bot: Bot,
    user: UserContext | None,
    contexts: ContextFactory,
    say: Translator,
) -> str | None:
    if user is None:
        return say("toast-start-first")
    chosen = await user.api.set_language(user.telegram_id, callback_data.locale)
    if chosen.outcome == "unknown_language":
        return say("toast-stale")
    again = await contexts.create(user.telegram_id, bot, user.screen_message.tapped)
    if again is not None:
        await again.show(await again.menu())
    return None


async def reachability(change: ChatMemberUpdated, api: Api) -> None:
    """Blocking the bot stops what is queued for the chat; unblocking resumes it."""
    reachable = change.new_chat_member.status != ChatMemberStatus.KICKED
    await api.set_reachable(change.chat.id, reachable)
