"""Puts the bot together from its settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from fastapi import FastAPI
from pydantic import SecretStr

from bot.api import Api
from bot.app import create_app
from bot.dispatcher import Processor, dispatcher
from bot.door import Door
from bot.handlers.entrance import IdentityKey
from bot.intake import Intake
from bot.introduction import introduce
from bot.limiter import Limiter
from bot.metrics import Metrics
from bot.polling import poll
from bot.readiness import Probe
from bot.visit import Reception
from consumer import Consumer
from migration.files import head
from settings import BotSettings
from texts import Catalog

# Seconds; a call to Telegram ends before its update's time in the dispatcher does.
_TELEGRAM_TIMEOUT = 15


@dataclass(frozen=True)
class Parts:
    """What runs side by side in the process."""

    settings: BotSettings
    door: Door
    app: FastAPI
    consumer: Consumer

    async def meet_telegram(self) -> None:
        """Says where updates go; then, with polling, fetches them for ever."""
        await introduce(self.door.bot, self.settings, self.door.catalog)
        if self.settings.telegram_mode == "polling":
            token = self.settings.bot_token.get_secret_value()
            await poll(self.door, f"{self.settings.telegram_api}/bot{token}/")


@asynccontextmanager
async def assembled(settings: BotSettings) -> AsyncIterator[Parts]:
    metrics, catalog = Metrics(), Catalog.load()
    async with _database(settings) as pool, _telegram(settings) as bot:
        api = Api(pool)
        bot.session.middleware(Limiter(api))
        door = Door(bot, api, Intake(pool, metrics), catalog)
        app = create_app(door, Probe(api, head()), metrics, _revealed(settings.webhook_secret))
        consumer = Consumer(
            settings.database_url.get_secret_value(),
            schema="inbox",
            name="bot",
            handlers={"inbox": _processor(settings, bot, api, catalog).handle},
            observe=metrics.observe,
        )
        yield Parts(settings, door, app, consumer)


def _processor(settings: BotSettings, bot: Bot, api: Api, catalog: Catalog) -> Processor:
    provider_token = _revealed(settings.telegram_provider_token)
    reception = Reception(api, catalog, sells_topups=provider_token is not None)
    handlers = dispatcher(
        reception,
        provider_token=provider_token,
        identity_key=IdentityKey(settings.identity_key.get_secret_value().encode()),
    )
    return Processor(bot, handlers, reception)


async def _nothing_to_reset(_: object) -> None:
    """A call of a function leaves nothing in its session; asyncpg's reset is a round trip more."""


@asynccontextmanager
async def _database(settings: BotSettings) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
    """Connects when first asked, so that the bot also starts while the database is down."""
    async with asyncpg.create_pool(
        settings.database_url.get_secret_value(),
        min_size=0,
        max_size=10,
        timeout=5,
        command_timeout=10,
        server_settings={"application_name": "tickover bot"},
        reset=_nothing_to_reset,
    ) as pool:
        yield pool


@asynccontextmanager
async def _telegram(settings: BotSettings) -> AsyncIterator[Bot]:
    api = TelegramAPIServer.from_base(settings.telegram_api)
    async with Bot(
        settings.bot_token.get_secret_value(),
        session=AiohttpSession(api=api, timeout=_TELEGRAM_TIMEOUT),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    ).context() as bot:
        yield bot


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
