"""Builds the bot's components from its settings."""

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
from aiohttp import ClientTimeout
from fastapi import FastAPI
from pydantic import SecretStr

from bot.api import Api, Readiness
from bot.app import create_app
from bot.checkout import CheckoutAnswerer
from bot.context import ContextFactory
from bot.dispatcher import Processor, dispatcher
from bot.handlers.start import IdentityKey
from bot.inbox import InboxWriter
from bot.ingress import UpdateReceiver
from bot.limiter import Limiter
from bot.metrics import Metrics
from bot.polling import poll
from bot.proxy import ProxySession
from bot.readiness import LocalChecks, Probe
from bot.telegram_setup import TelegramSetup
from consumer import Consumer
from consumer.session import backoff, describe, wait
from gateways import http
from gateways.telegram import TelegramGateway
from migration.files import head
from settings import BotSettings
from startup import StartRefused
from texts import Catalog
from watchdog import Watchdog

# Seconds; a call to Telegram ends before its update's time in the dispatcher does. Where no
# connection comes about nothing was sent, so that has a limit of its own.
_TELEGRAM_TIMEOUT = ClientTimeout(total=15, sock_connect=5)

log = structlog.get_logger("bot")


@dataclass(frozen=True)
class Components:
    """What runs side by side in the process. `api` has the receiver's connections, not those of
    the handlers."""

    settings: BotSettings
    bot: Bot
    api: Api
    receiver: UpdateReceiver
    processor: Processor
    app: FastAPI
    consumer: Consumer
    telegram_setup: TelegramSetup
    watchdog: Watchdog

    async def connect_telegram(self) -> None:
        """Tells Telegram where updates go, and keeps checking; with polling, fetches them."""
        await self.telegram_setup.apply()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.telegram_setup.keep_checking())
            if self.settings.telegram_mode == "polling":
                token = self.settings.bot_token.get_secret_value()
                url = f"{self.settings.telegram_api}/bot{token}/"
                tasks.create_task(poll(self.receiver, url, _revealed(self.settings.telegram_proxy)))

    async def work(self, stop: asyncio.Event) -> None:
        """Handles what the inbox holds, once the key by which people are known is the right one."""
        if await self._key_matches(stop):
            await self.consumer.run(stop)

    async def _key_matches(self, stop: asyncio.Event) -> bool:
        """Waits for the database; False when the process is to stop. Raises StartRefused."""
        key = self.settings.identity_key.get_secret_value().encode()
        fingerprint = hmac.digest(key, b"Tickover knows people by this key", "sha256")
        for delay in backoff():
            try:
                if await self.api.check_identity_key(fingerprint):
                    await self.api.meet_bot(self.bot.id)
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
async def build(
    settings: BotSettings, clock: Callable[[], float] = time.monotonic
) -> AsyncIterator[Components]:
    dsn, metrics, catalog = settings.database_url.get_secret_value(), Metrics(), Catalog.load()
    payments_dsn = settings.payments_database_url.get_secret_value()
    async with (
        _database(dsn, connections=10) as pool,
        _database(dsn, connections=4) as receiver_pool,
        _database(payments_dsn, connections=2) as payments_pool,
        _telegram(settings) as bot,
        http.client(_revealed(settings.telegram_proxy)) as client,
    ):
        api, receiver_api = Api(pool), Api(receiver_pool)
        bot.session.middleware(Limiter(api, clock))
        receiver = UpdateReceiver(
            InboxWriter(payments_pool, metrics, bot.id),
            CheckoutAnswerer(bot, receiver_api, catalog),
        )
        setup = TelegramSetup(bot, settings, catalog, api)
        probe = Probe(receiver_api, head(), LocalChecks(lambda: setup.check, _payment(settings)))
        processor = _processor(settings, bot, api, catalog, metrics)
        gateway = TelegramGateway(client, settings.telegram_api, settings.bot_token, catalog)
        yield Components(
            settings=settings,
            bot=bot,
            api=receiver_api,
            receiver=receiver,
            processor=processor,
            app=create_app(receiver, probe, metrics, _revealed(settings.webhook_secret)),
            consumer=Consumer(
                dsn,
                schema="inbox",
                name="bot",
                handlers={"inbox": processor.handle},
                observe=metrics.observe,
            ),
            telegram_setup=setup,
            watchdog=Watchdog(dsn, "inbox", gateway),
        )


def _payment(settings: BotSettings) -> Readiness:
    """Without a provider the shop starts, and nobody can pay."""
    if settings.telegram_provider_token is None:
        return Readiness("payment", False, "no way to pay: TELEGRAM_PROVIDER_TOKEN is not set")
    return Readiness("payment", True, "Telegram Payments")


def _processor(
    settings: BotSettings, bot: Bot, api: Api, catalog: Catalog, metrics: Metrics
) -> Processor:
    provider_token = _revealed(settings.telegram_provider_token)
    contexts = ContextFactory(api, catalog, sells_topups=provider_token is not None)
    handlers = dispatcher(
        contexts,
        provider_token=provider_token,
        identity_key=IdentityKey(settings.identity_key.get_secret_value().encode()),
    )
    return Processor(bot, handlers, contexts, metrics)


async def _nothing_to_reset(_: object) -> None:
    """A call of a function leaves nothing in its session; asyncpg's reset is a round trip more."""


@asynccontextmanager
async def _database(dsn: str, connections: int) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
    """Connects when first asked, so that the bot also starts while the database is down."""
    async with asyncpg.create_pool(
        dsn,
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
        session=ProxySession(
            _revealed(settings.telegram_proxy), api=api, timeout=_TELEGRAM_TIMEOUT
        ),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    ).context() as bot:
        yield bot


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
