"""Builds the bot's components from its settings."""

import asyncio
import hmac
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import httpx
import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiohttp import ClientTimeout
from fastapi import FastAPI
from pydantic import SecretStr

from bot import provider_events
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
from bot.panel_hints import PanelHints
from bot.payment_events import PaymentSource, by_source
from bot.polling import poll
from bot.proxy import ProxySession
from bot.readiness import LocalChecks, Probe
from bot.telegram_setup import TelegramSetup
from bot.webhooks import Limits, Route, RouteLimit, WebhookReceiver
from consumer import Consumer, Handler, by_kind
from consumer.session import backoff, describe, wait
from gateways import http
from gateways.telegram import TelegramGateway
from migration.files import head
from providers import webhooks
from settings import TELEGRAM, BotSettings
from startup import StartRefused
from texts import Catalog
from watchdog import Watchdog

# In seconds. A call to Telegram ends before the time limit of its update in the dispatcher. If no
# connection is established, nothing was sent, so connecting has its own limit.
_TELEGRAM_TIMEOUT = ClientTimeout(total=15, sock_connect=5)

log = structlog.get_logger("bot")


@dataclass(frozen=True)
class Components:
    """The parts that run concurrently in the process. `api` has its own connections, separate from
    the handlers'; `client` is for requests to Telegram outside aiogram."""

    settings: BotSettings
    bot: Bot
    client: httpx.AsyncClient
    api: Api
    receiver: UpdateReceiver
    processor: Processor
    app: FastAPI
    consumer: Consumer
    telegram_setup: TelegramSetup
    watchdog: Watchdog

    async def connect_telegram(self) -> None:
        """Tells Telegram where to send updates, and keeps checking that; with polling, fetches
        them."""
        await self.telegram_setup.apply()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.telegram_setup.keep_checking())
            if self.settings.telegram_mode == "polling":
                token = self.settings.bot_token.get_secret_value()
                url = f"{self.settings.telegram_api}/bot{token}/"
                tasks.create_task(poll(self.receiver, self.client, url))

    async def work(self, stop: asyncio.Event) -> None:
        """Processes the inbox, once the identity key is known to be the right one."""
        if await self._key_matches(stop):
            await self.consumer.run(stop)

    async def _key_matches(self, stop: asyncio.Event) -> bool:
        """Waits for the database; False when the process must stop. Raises StartRefused."""
        key = self.settings.identity_key.get_secret_value().encode()
        fingerprint = hmac.digest(key, b"Tickover knows people by this key", "sha256")
        for delay in backoff():
            try:
                if await self.api.check_identity_key(fingerprint):
                    await self.api.meet_bot(self.bot.id)
                    return True
            except Exception as error:
                log.warning("the identity key is not checked yet", error=describe(error))
            else:
                raise StartRefused(
                    "IDENTITY_KEY is not the key of this shop: set the right one, or "
                    "every user could have another trial"
                )
            await wait(stop, delay)
            if stop.is_set():
                break
        return False


@asynccontextmanager
async def build(
    settings: BotSettings,
    clock: Callable[[], float] = time.monotonic,
    providers: Mapping[str, PaymentSource] | None = None,
) -> AsyncIterator[Components]:
    """`providers`: who may post to /payments/<name>, besides those that have secrets in the
    settings. Incoming events have their own connections, separate from the handlers'. So have
    checkouts, which also call Telegram over their own session: Telegram waits ten seconds for them,
    whatever else is stuck."""
    dsn, metrics, catalog = settings.database_url.get_secret_value(), Metrics(), Catalog.load()
    payments_dsn = settings.payments_database_url.get_secret_value()
    async with (
        _database(dsn, connections=10) as pool,
        _database(dsn, connections=3) as checkout_pool,
        _database(dsn, connections=2) as own_pool,
        _database(payments_dsn, connections=2) as updates_pool,
        _database(payments_dsn, connections=2) as events_pool,
        _database(payments_dsn, connections=5) as reports_pool,
        _telegram(settings) as bot,
        _telegram(settings) as checkout_bot,
        http.client(settings.proxy_for(TELEGRAM)) as client,
    ):
        api, checkout_api, own_api = Api(pool), Api(checkout_pool), Api(own_pool)
        bot.session.middleware(Limiter(api, clock))
        checkout_bot.session.middleware(Limiter(checkout_api, clock))
        receiver = UpdateReceiver(
            # Each bot numbers its updates independently, so they are kept apart by bot.
            InboxWriter(updates_pool, metrics, "inbox", f"telegram_{bot.id}"),
            CheckoutAnswerer(checkout_bot, checkout_api, catalog),
        )
        sources = {
            **provider_events.sources(webhooks(settings), reports_pool, _limits(settings)),
            **(providers or {}),
        }
        payments = _webhooks(sources, events_pool, metrics)
        panels = PanelHints(settings.panel_webhook_secrets, events_pool, _limits(settings))
        webhook_secret = _revealed(settings.webhook_secret)
        setup = TelegramSetup(bot, settings, catalog, api)
        probe = Probe(own_api, head(), LocalChecks(lambda: setup.check, _payment(settings)))
        processor = _processor(settings, bot, api, catalog, metrics)
        gateway = TelegramGateway(client, settings.telegram_api, settings.bot_token, catalog)
        yield Components(
            settings=settings,
            bot=bot,
            client=client,
            api=own_api,
            receiver=receiver,
            processor=processor,
            app=create_app(receiver, payments, panels, probe, metrics, webhook_secret),
            consumer=Consumer(
                dsn,
                schema="inbox",
                name="bot",
                handlers=_handlers(processor, sources),
                observe=metrics.observe,
            ),
            telegram_setup=setup,
            watchdog=Watchdog(dsn, "inbox", gateway),
        )


def _handlers(processor: Processor, sources: Mapping[str, PaymentSource]) -> Mapping[str, Handler]:
    """By topic: each has its own workers and connections."""
    handlers = {"inbox": by_kind(processor.handlers)}
    if sources:
        handlers["payment_events"] = by_kind({"inbox.payment_event": by_source(sources)})
    return handlers


def _webhooks(
    sources: Mapping[str, PaymentSource], pool: "asyncpg.Pool[asyncpg.Record]", metrics: Metrics
) -> WebhookReceiver:
    return WebhookReceiver(
        {
            name: Route(
                source.webhook,
                InboxWriter(pool, metrics, "payment_events", name),
                source.limits,
                RouteLimit(source.limits),
            )
            for name, source in sources.items()
        }
    )


def _limits(settings: BotSettings) -> Limits:
    rate = settings.payment_webhook_rate
    return Limits(rate=rate, burst=max(1, round(5 * rate)))


def _payment(settings: BotSettings) -> Readiness:
    """Without a provider the shop starts, but nobody can pay."""
    ways = sorted(webhooks(settings))
    if settings.telegram_provider_token is not None:
        ways.insert(0, "Telegram Payments")
    if not ways:
        return Readiness("payment", False, "no way to pay: the settings have no provider's secrets")
    return Readiness("payment", True, ", ".join(ways))


def _processor(
    settings: BotSettings, bot: Bot, api: Api, catalog: Catalog, metrics: Metrics
) -> Processor:
    provider_token = _revealed(settings.telegram_provider_token)
    contexts = ContextFactory(
        api, catalog, sells_topups=provider_token is not None, page_url=settings.page_url
    )
    handlers = dispatcher(
        contexts,
        provider_token=provider_token,
        identity_key=IdentityKey(settings.identity_key.get_secret_value().encode()),
    )
    return Processor(bot, handlers, contexts, metrics)


async def _nothing_to_reset(_: object) -> None:
    """A function call leaves nothing in its session; asyncpg's reset costs one more round trip."""


@asynccontextmanager
async def _database(dsn: str, connections: int) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
    """Connects on first use, so that the bot also starts while the database is down."""
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
        session=ProxySession(settings.proxy_for(TELEGRAM), api=api, timeout=_TELEGRAM_TIMEOUT),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    ).context() as bot:
        yield bot


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
