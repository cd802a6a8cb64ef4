"""/start, language and time zone, and whether the user can be reached."""

import hmac
from dataclasses import dataclass, replace

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update

from bot.api import Api
from bot.callbacks import ChooseLanguage, ChoosePlan, ChooseZone
from bot.context import ContextFactory, UserContext
from bot.handlers.navigation import offered_gift, screen_of
from bot.handlers.promo import entered_screen
from bot.middlewares import blocked, request_id
from bot.screens import Screen, language_screen, prices_screen
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
    router.callback_query.register(choose_zone, ChooseZone.filter())
    router.my_chat_member.register(reachability, F.chat.type == ChatType.PRIVATE)
    return router


async def start(
    message: Message,
    bot: Bot,
    api: Api,
    contexts: ContextFactory,
    identity_key: IdentityKey,
    command: CommandObject,
    say: Translator,
    event_update: Update,
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
        command.args,
    )
    if started.outcome == "blocked":
        await message.answer(await blocked(say, api))
        return
    request = request_id(bot, event_update)
    user = await contexts.create(person.id, bot, tapped=None, request=request)
    if user is None:
        raise RuntimeError("api.start created no user")
    if (command.args or "").startswith("promo_"):
        started = replace(started, goes_to="promo")
    told, _, _ = (person.language_code or "").lower().partition("-")
    if started.locale_chosen or told == started.locale:
        goes_to = "gift" if started.gift else started.goes_to
        await user.show(await screen_of_link(user, goes_to, started.plan_id))
        return
    await user.show(language_screen(user.say, await api.languages(), came=started))


async def screen_of_link(user: UserContext, goes_to: str | None, plan_id: int | None) -> Screen:
    """Returns the screen for which a person opened a link to the bot; the menu without such a
    link."""
    if goes_to == "promo":
        return await entered_screen(user, None)
    if goes_to == "support":
        return await screen_of("support", user)
    if goes_to == "gift":
        return await offered_gift(user)
    if goes_to == "plan" and plan_id is not None:
        if user.must_say_which:
            return await user.which(ChoosePlan(plan_id=plan_id))
        prices = await user.api.prices(user.telegram_id, plan_id, user.subscription)
        if prices:
            return prices_screen(user.say, plan_id, prices, user.home)
    return await user.menu()


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
        await user.show(await screen_of("language", user))
        return say("toast-stale")
    again = await contexts.create(
        user.telegram_id, bot, user.screen_message.tapped, request=user.request
    )
    if again is not None:
        await again.show(await screen_of_link(again, callback_data.goes_to, callback_data.plan_id))
    return None


async def choose_zone(
    tap: CallbackQuery,
    callback_data: ChooseZone,
    bot: Bot,
    user: UserContext | None,
    contexts: ContextFactory,
    say: Translator,
) -> str | None:
    if user is None:
        return say("toast-start-first")
    chosen = await user.api.set_time_zone(user.telegram_id, callback_data.zone)
    again = await contexts.create(user.telegram_id, bot, user.screen_message.tapped)
    if again is not None:
        await again.show(await screen_of("language", again))
    return say("toast-stale") if chosen.outcome == "unknown_zone" else None


async def reachability(change: ChatMemberUpdated, api: Api) -> None:
    """Blocking the bot stops what is queued for the chat; unblocking resumes it."""
    reachable = change.new_chat_member.status != ChatMemberStatus.KICKED
    await api.set_reachable(change.chat.id, reachable)
