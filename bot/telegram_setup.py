"""Sets commands and webhook at Telegram, and checks that they stay set.

Any program with the token can remove them. Nothing fails then: there are just no updates, or the
menu belongs to another bot. So both are checked every few minutes.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, WebhookInfo

from bot.api import Api, Readiness
from bot.commands import COMMANDS, NOT_LISTED
from bot.limiter import HeldBack
from settings import BotSettings
from startup import StartRefused
from texts import LANGUAGES, Catalog

# Without this list Telegram would keep the one that was requested before.
ALLOWED_UPDATES = [
    *("message", "edited_message", "callback_query", "pre_checkout_query", "my_chat_member"),
    *("chat_member", "subscription"),
]
# The commands are for people, and not for groups.
_PEOPLE = BotCommandScopeAllPrivateChats()
_LONGEST_PAUSE = 60
# Seconds between two checks of the webhook and the commands.
CHECK_INTERVAL = 120
# A failed delivery counts for this time; more waiting updates than this, and growing, are a
# problem.
_RECENT = timedelta(minutes=5)
_MANY_WAITING = 50

log = structlog.get_logger("bot.telegram_setup")

# Of commands; the empty language stands for all others.
IN_ALL_LANGUAGES = (*LANGUAGES, "")


@dataclass
class TelegramSetup:
    """Keeps the result of the last check for /ready, and stores it in the database."""

    bot: Bot
    settings: BotSettings
    catalog: Catalog
    api: Api
    commands_in: Sequence[str] = IN_ALL_LANGUAGES
    check: Readiness = field(default=Readiness("telegram", False, "not set up yet"), init=False)
    tried: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    """Set once the first try is over and has not refused the start."""
    _pending: int = field(default=0, init=False)

    async def apply(self) -> None:
        """Repeats until Telegram has accepted the setup; the shop is open meanwhile."""
        pause = 1
        while not await self._applied():
            self.tried.set()
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        self.tried.set()

    async def keep_checking(self) -> None:
        """Follows `apply`, which has set the commands: they are first checked after a while."""
        described = False
        while True:
            await self.check_updates()
            await asyncio.sleep(CHECK_INTERVAL)
            await self.check_commands()
            described = described or await self.describe()

    async def _applied(self) -> bool:
        try:
            await self._set_updates()
            await self._set_commands()
        except TelegramRetryAfter:  # a ban stops calls: updates are taken in all the same
            self.check = Readiness("telegram", True, "Telegram bans the bot: set up afterwards")
            log.warning("Telegram bans the bot: it is set up afterwards")
            return False
        except AiogramError as error:
            why = reason(error)
            self.check = Readiness("telegram", False, why)
            log.warning("Telegram did not accept the setup", error=why)
            await self._note(why)
            return False
        await self._recorded(self._say_name())
        self.check = Readiness("telegram", True, "set up")
        log.info("Telegram is set up", mode=self.settings.telegram_mode)
        return True

    async def _say_name(self) -> None:
        """Payment pages use the name to link back to the bot. Where private chats have topics,
        people write in one, and answers that name no topic appear elsewhere."""
        me = await self.bot.get_me()
        if me.has_topics_enabled:
            log.warning("private chats have topics: switch Threaded Mode off in BotFather")
        await self.api.name_bot(me.id, me.username)

    async def _set_updates(self) -> None:
        if self.settings.telegram_mode == "polling":
            await self._begin_polling()
        elif self.settings.webhook_url and self.settings.webhook_secret:
            await self.bot.set_webhook(
                self.settings.webhook_url,
                secret_token=self.settings.webhook_secret.get_secret_value(),
                allowed_updates=ALLOWED_UPDATES,
            )

    async def _begin_polling(self) -> None:
        """A webhook belongs to a shop that runs somewhere: polling would take its updates away."""
        url = (await self.bot.get_webhook_info()).url
        if url and url != self.settings.webhook_url and not self.settings.telegram_take_over:
            raise StartRefused(
                f"another program receives this bot's updates, at {host(url)}: "
                "stop it, or set TELEGRAM_TAKE_OVER=1 to take them away from it"
            )
        await self.bot.delete_webhook()

    async def check_updates(self) -> None:
        """Checks once where updates go, and corrects what can be corrected."""
        try:
            problem = await self._problem(await self.bot.get_webhook_info())
        except HeldBack:  # Telegram bans the bot, which is known: it is asked later
            return
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            problem = f"Telegram refuses the bot's token: {reason(error)}"
            self.check = Readiness("telegram", False, problem)
        except AiogramError as error:
            problem = f"Telegram could not be asked: {reason(error)}"
        else:
            self.check = Readiness("telegram", True, "set up")
        if problem:
            log.warning("webhook", problem=problem)
        await self._note(problem)

    async def check_commands(self) -> None:
        """Sets the commands again if they differ: even an owner's change in BotFather would name
        screens that do not exist."""
        try:
            if languages := await self._set_commands():
                log.warning("commands differed; set again", languages=languages)
        except AiogramError as error:
            log.warning("commands could not be checked", error=reason(error))

    async def _set_commands(self) -> list[str]:
        """Returns the languages in which the commands differed; the empty one stands for all other
        languages."""
        changed = []
        offered = await self._offered()
        for language in self.commands_in:
            ours = _commands(self.catalog, language if language in offered else offered[0])
            theirs = await self.bot.get_my_commands(_PEOPLE, language_code=language or None)
            if _named(theirs) != _named(ours):
                await self.bot.set_my_commands(ours, _PEOPLE, language_code=language or None)
                changed.append(language)
        return changed

    async def _offered(self) -> Sequence[str]:
        """Returns all languages while the database does not answer: the next check corrects
        that."""
        try:
            return await self.api.languages()
        except Exception as error:
            log.warning("the languages are unknown", error=type(error).__name__)
            return tuple(LANGUAGES)

    async def describe(self) -> bool:
        """Says what an empty chat shows before the first tap, and what a shared link shows; what
        the owner has written in BotFather stays. Telegram answers with the text for all others
        where a language has none, so that one is looked at last. Returns whether all is said."""
        try:
            offered = await self._offered()
            for language in (*offered, ""):
                await self._describe(language or None, language or offered[0])
        except AiogramError as error:
            log.warning("the bot could not be described", error=reason(error))
            return False
        return True

    async def _describe(self, code: str | None, language: str) -> None:
        if not (await self.bot.get_my_description(code)).description:
            text = self.catalog.format(language, "description", {})
            await self.bot.set_my_description(text, code)
        if not (await self.bot.get_my_short_description(code)).short_description:
            text = self.catalog.format(language, "description-short", {})
            await self.bot.set_my_short_description(text, code)

    async def _problem(self, info: WebhookInfo) -> str | None:
        before, self._pending = self._pending, info.pending_update_count
        if self.settings.telegram_mode == "polling":
            if not info.url:
                return None
            return f"another program has set a webhook, at {host(info.url)}: polling gets nothing"
        if info.url != self.settings.webhook_url:
            await self._set_updates()
            return f"updates went {f'to {host(info.url)}' if info.url else 'nowhere'}; set again"
        if set(info.allowed_updates or ()) != set(ALLOWED_UPDATES):
            await self._set_updates()
            return "other kinds of updates were requested; set again"
        if info.last_error_date and datetime.now(UTC) - info.last_error_date < _RECENT:
            return f"Telegram cannot deliver: {info.last_error_message}"
        if info.pending_update_count > max(before, _MANY_WAITING):
            return f"{info.pending_update_count} updates wait at Telegram, and their number grows"
        return None

    async def _note(self, problem: str | None) -> None:
        await self._recorded(self.api.note_telegram(problem))

    async def _recorded(self, note: Awaitable[None]) -> None:
        try:
            await note
        except Exception as error:  # the next check, or start, records it again
            log.warning("Telegram's answer was not recorded", error=type(error).__name__)


def reason(error: AiogramError) -> str:
    """Returns Telegram's own words, or why there are none."""
    return error.message if isinstance(error, TelegramAPIError) else type(error).__name__


def host(url: str) -> str:
    """Returns only the host, because the rest of a webhook's URL may be secret."""
    return urlsplit(url).hostname or "an unknown place"


def _commands(catalog: Catalog, locale: str) -> list[BotCommand]:
    say = catalog.translator(locale)
    descriptions = {
        "start": say("command-start"),
        "profile": say("command-profile"),
        "buy": say("command-buy"),
        "gift": say("command-gift"),
        "game": say("command-game"),
        "connect": say("command-connect"),
        "history": say("command-history"),
        "promo": say("command-promo"),
        "referral": say("command-referral"),
        "language": say("command-language"),
        "support": say("command-support"),
        "privacy": say("command-privacy"),
        "help": say("command-help"),
    }
    return [
        BotCommand(command=name, description=descriptions[name])
        for name in COMMANDS
        if name not in NOT_LISTED
    ]


def _named(commands: list[BotCommand]) -> list[tuple[str, str]]:
    return [(command.command, command.description) for command in commands]
