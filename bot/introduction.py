"""What the bot tells Telegram about itself when it starts: its commands, and where updates go."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand

from bot.handlers.places import COMMANDS
from settings import BotSettings
from texts import LANGUAGES, Catalog

# Left out, Telegram would keep whatever set was asked for before.
ALLOWED_UPDATES = ["message", "callback_query", "pre_checkout_query", "my_chat_member"]
_LONGEST_PAUSE = 60

log = structlog.get_logger("bot.introduction")


async def introduce(bot: Bot, settings: BotSettings, catalog: Catalog) -> None:
    """Repeats until Telegram has taken it; the shop is open meanwhile."""
    pause = 1
    while True:
        try:
            await _set_updates(bot, settings)
            await _set_commands(bot, catalog)
        except AiogramError as error:
            log.warning("Telegram did not take our introduction", error=type(error).__name__)
        else:
            log.info("introduced to Telegram", mode=settings.telegram_mode)
            return
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _set_updates(bot: Bot, settings: BotSettings) -> None:
    if settings.telegram_mode == "polling":
        await bot.delete_webhook()
    elif settings.webhook_url and settings.webhook_secret:
        await bot.set_webhook(
            settings.webhook_url,
            secret_token=settings.webhook_secret.get_secret_value(),
            allowed_updates=ALLOWED_UPDATES,
        )


async def _set_commands(bot: Bot, catalog: Catalog) -> None:
    for locale in LANGUAGES:
        await bot.set_my_commands(_commands(catalog, locale), language_code=locale)
    await bot.set_my_commands(_commands(catalog, "en"))


def _commands(catalog: Catalog, locale: str) -> list[BotCommand]:
    say = catalog.voice(locale)
    described = {
        "start": say("command-start"),
        "profile": say("command-profile"),
        "buy": say("command-buy"),
        "history": say("command-history"),
        "language": say("command-language"),
        "help": say("command-help"),
    }
    return [BotCommand(command=name, description=described[name]) for name in COMMANDS]
