"""The first step in, the language, and whether the person can be reached."""

import hmac
from dataclasses import dataclass

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.api import Api
from bot.callbacks import ChooseLanguage
from bot.handlers.rooms import private_room
from bot.screens import language_screen, menu_screen
from bot.visit import Reception, Visit
from texts import Voice


@dataclass(frozen=True)
class IdentityKey:
    """Names a person for ever without naming the account, so that a trial stays used."""

    key: bytes

    def hash(self, telegram_id: int) -> bytes:
        return hmac.digest(self.key, str(telegram_id).encode(), "sha256")


def router() -> Router:
    router = private_room("entrance")
    router.message.register(start, CommandStart())
    router.callback_query.register(choose_language, ChooseLanguage.filter())
    router.my_chat_member.register(reachability, F.chat.type == ChatType.PRIVATE)
    return router


async def start(
    message: Message,
    bot: Bot,
    state: FSMContext,
    api: Api,
    reception: Reception,
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
    visit = await reception.open(person.id, bot, state, tapped=None)
    if visit is None:
        raise RuntimeError("api.start left no user behind")
    if started.locale_chosen:
        await visit.show(menu_screen(visit.say, visit.home))
    else:
        await visit.show(language_screen(visit.say, may_go_back=False))


async def choose_language(
    tap: CallbackQuery,
    callback_data: ChooseLanguage,
    bot: Bot,
    state: FSMContext,
    visit: Visit | None,
    reception: Reception,
    say: Voice,
) -> str | None:
    if visit is None:
        return say("toast-start-first")
    chosen = await visit.api.set_language(visit.telegram_id, callback_data.locale)
    if chosen.outcome == "unknown_language":
        return say("toast-stale")
    again = await reception.open(visit.telegram_id, bot, state, visit.stage.tapped)
    if again is not None:
        await again.show(menu_screen(again.say, again.home))
    return None


async def reachability(change: ChatMemberUpdated, api: Api) -> None:
    """Blocking the bot stops what is queued for the chat; coming back lets it flow again."""
    reachable = change.new_chat_member.status != ChatMemberStatus.KICKED
    await api.set_reachable(change.chat.id, reachable)
