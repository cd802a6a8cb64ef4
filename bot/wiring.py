"""Puts the bot together from its settings."""

import asyncio
import hmac
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from fastapi import FastAPI
from pydantic import SecretStr

from bot.api import Api, Readiness
from bot.app import create_app
from bot.dispatcher import Processor, dispatcher
from bot.door import Door
from bot.handlers.entrance import IdentityKey
from bot.intake import Intake
from bot.introduction import Introduction
from bot.limiter import Limiter
from bot.metrics import Metrics
from bot.polling import poll
from bot.proxy import Session
from bot.readiness import Facts, Probe
from bot.visit import Reception
from consumer import Consumer
from consumer.session import backoff, describe, wait
from gateways import http
from gateways.telegram import TelegramGateway
from migration.files import head
from settings import BotSettings
from startup import StartRefused
from texts import Catalog
from watchdog import Watchdog

# Seconds; a call to Telegram ends before its update's time in the dispatcher does.
_TELEGRAM_TIMEOUT = 15


log = structlog.get_logger("bot")


@dataclass(frozen=True)
class Parts:
    """What runs side by side in the process."""

    settings: BotSettings
    door: Door
    app: FastAPI
    consumer: Consumer
    introduction: Introduction
    watchdog: Watchdog

    async def meet_telegram(self) -> None:
        """Says where updates go, and keeps looking whether they do; with polling, fetches them."""
        await self.introduction.introduce()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.introduction.keep_looking())
            if self.settings.telegram_mode == "polling":
                token = self.settings.bot_token.get_secret_value()
                url = f"{self.settings.telegram_api}/bot{token}/"
                tasks.create_task(poll(self.door, url, _revealed(self.settings.telegram_proxy)))

    async def work(self, stop: asyncio.Event) -> None:
        """Handles what the inbox holds, once it is sure that people are known by the same key."""
        if await self._knows_people(stop):
            await self.consumer.run(stop)

    async def _knows_people(self, stop: asyncio.Event) -> bool:
        """Raises StartRefused. Until the database answers nothing is handled anyway."""
        key = self.settings.identity_key.get_secret_value().encode()
        fingerprint = hmac.digest(key, b"Tickover knows people by this key", "sha256")
        for delay in backoff():
            try:
                if await self.door.api.check_identity_key(fingerprint):
                    await self.door.api.meet_bot(self.door.bot.id)
                    return True
            except Exception as error:
                log.warning("the key is not compared yet", error=describe(error))
            else:
                raise StartRefused(
                    "IDENTITY_KEY is not the one by which this shop knows people: set that one, or "
                    "every trial could be had again"
                )
            await wait(stop, delay)
            if stop.is_set():
                break
        return False


@asynccontextmanager
async def assembled(
    settings: BotSettings, clock: Callable[[], float] = time.monotonic
) -> AsyncIterator[Parts]:
    metrics, catalog = Metrics(), Catalog.load()
    async with (
        _database(settings, connections=10) as pool,
        _database(settings, connections=4) as door_pool,
        _telegram(settings) as bot,
    ):
        api, door_api = Api(pool), Api(door_pool)
        bot.session.middleware(Limiter(api, clock))
        door = Door(bot, door_api, Intake(door_pool, metrics, bot.id), catalog)
        introduction = Introduction(bot, settings, catalog, api)
        facts = Facts(lambda: introduction.check, _payment(settings))
        probe = Probe(door_api, head(), facts)
        app = create_app(door, probe, metrics, _revealed(settings.webhook_secret))
        consumer = Consumer(
            settings.database_url.get_secret_value(),
            schema="inbox",
            name="bot",
            handlers={"inbox": _processor(settings, bot, api, catalog, metrics).handle},
            observe=metrics.observe,
        )
        async with http.client(_revealed(settings.telegram_proxy)) as client:
            chats = TelegramGateway(client, settings.telegram_api, settings.bot_token, catalog)
            dog = Watchdog(settings.database_url.get_secret_value(), "inbox", chats)
            yield Parts(settings, door, app, consumer, introduction, dog)


def _payment(settings: BotSettings) -> Readiness:
    """Without a provider the shop starts, and nobody can pay."""
    if settings.telegram_provider_token is None:
        return Readiness("payment", False, "no way to pay: TELEGRAM_PROVIDER_TOKEN is not set")
    return Readiness("payment", True, "Telegram Payments")


def _processor(
    settings: BotSettings, bot: Bot, api: Api, catalog: Catalog, metrics: Metrics
) -> Processor:
    provider_token = _revealed(settings.telegram_provider_token)
    reception = Reception(api, catalog, sells_topups=provider_token is not None)
    handlers = dispatcher(
        reception,
        provider_token=provider_token,
        identity_key=IdentityKey(settings.identity_key.get_secret_value().encode()),
    )
    return Processor(bot, handlers, reception, metrics)


async def _nothing_to_reset(_: object) -> None:
    """A call of a function leaves nothing in its session; asyncpg's reset is a round trip more."""


@asynccontextmanager
async def _database(
    settings: BotSettings, connections: int
) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
    """Connects when first asked, so that the bot also starts while the database is down."""
    async with asyncpg.create_pool(
        settings.database_url.get_secret_value(),
        min_size=0,
        max_size=connections,
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
        session=Session(_revealed(settings.telegram_proxy), api=api, timeout=_TELEGRAM_TIMEOUT),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    ).context() as bot:
        yield bot


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
