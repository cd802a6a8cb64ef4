"""Builds the bot's components from its settings."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import structlog
from aiogram import Bot
from fastapi import FastAPI
from pydantic import SecretStr

from bot import provider_events
from bot.api import Api, Readiness
from bot.connections import database, telegram
from bot.context import ContextFactory
from bot.dispatcher import Processor, dispatcher
from bot.handlers.start import IdentityKey
from bot.heartbeat import Heartbeat
from bot.ingress import UpdateReceiver
from bot.intake import Front, Needs, Receive, intake
from bot.limiter import Limiter
from bot.metrics import Metrics
from bot.page_watch import PageWatch
from bot.payment_events import PaymentSource, by_source
from bot.polling import poll
from bot.readiness import LocalChecks, Probe
from bot.telegram_setup import TelegramSetup
from bot.webhooks import Limits
from consumer import Consumer, Handler, by_kind
from consumer.session import backoff, describe, wait
from gateways import http
from gateways.clock import OutsideClock
from gateways.requisites import Sealer
from gateways.telegram import TelegramGateway
from migration.files import head
from providers import webhooks
from settings import HEARTBEAT, TELEGRAM, BotSettings, fingerprint
from startup import StartRefused
from texts import Catalog
from texts.refresh import keep_current
from watchdog import Watchdog

log = structlog.get_logger("bot")


@dataclass(frozen=True)
class Components:
    """The parts that run concurrently in the process. `client` is for requests to Telegram outside
    aiogram."""

    settings: BotSettings
    bot: Bot
    client: httpx.AsyncClient
    api: Api
    receiver: UpdateReceiver
    receive: Receive
    processor: Processor
    app: FastAPI
    consumer: Consumer
    telegram_setup: TelegramSetup
    watchdog: Watchdog
    heartbeat: Heartbeat | None
    catalog: Catalog

    async def connect_telegram(self) -> None:
        """Tells Telegram where to send updates, and keeps checking that. With polling, it fetches
        the updates; a setup that has to be retried does not delay that: while a webhook is set,
        Telegram gives no updates to a program that polls."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_set_up())
            if self.settings.telegram_mode == "polling":
                await self.telegram_setup.tried.wait()
                token = self.settings.bot_token.get_secret_value()
                url = f"{self.settings.telegram_api}/bot{token}/"
                tasks.create_task(poll(self.receive, self.client, url))

    async def _keep_set_up(self) -> None:
        await self.telegram_setup.apply()
        await self.telegram_setup.keep_checking()

    async def tell_watcher(self, stop: asyncio.Event) -> None:
        if self.heartbeat is not None:
            await self.heartbeat.run(stop)

    async def keep_texts(self) -> None:
        await keep_current(self.catalog, self.api.shop_texts)

    async def work(self, stop: asyncio.Event) -> None:
        """Processes the inbox, once the identity key is known to be the right one."""
        if await self._key_matches(stop):
            await self.consumer.run(stop)

    async def _key_matches(self, stop: asyncio.Event) -> bool:
        """Waits for the database; False when the process must stop. Raises StartRefused."""
        key = fingerprint(self.settings.identity_key.get_secret_value())
        for delay in backoff():
            try:
                if await self.api.check_identity_key(key):
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
    front: Front = intake,
) -> AsyncIterator[Components]:
    """`providers`: who may post to /payments/<name>, besides those that have secrets in the
    settings. `front`: where the intake runs."""
    dsn, metrics, catalog = settings.database_url.get_secret_value(), Metrics(), Catalog.load()
    payments_dsn = settings.payments_database_url.get_secret_value()
    async with (
        database(dsn, connections=10) as pool,
        database(payments_dsn, connections=5) as reports_pool,
        telegram(settings) as bot,
        http.client(settings.proxy_for(TELEGRAM)) as client,
        http.client(settings.proxy_for(HEARTBEAT)) as watcher,
        http.client() as page_client,
    ):
        api, limits = Api(pool), _limits(settings)
        bot.session.middleware(Limiter(api, clock))
        sources = {
            **provider_events.sources(webhooks(settings), reports_pool, limits),
            **(providers or {}),
        }
        setup = TelegramSetup(bot, settings, catalog, api)
        page = _page_watch(settings, page_client)
        local = LocalChecks(
            lambda: setup.check, _payment(settings), (lambda: page.check) if page else None
        )
        processor = _processor(settings, bot, api, catalog, metrics)
        gateway = TelegramGateway(client, settings.telegram_api, settings.bot_token, catalog)
        needs = Needs(settings, catalog, metrics, sources, local, limits, clock)
        async with front(needs) as opened:
            yield Components(
                settings=settings,
                bot=bot,
                client=client,
                api=api,
                receiver=opened.receiver,
                receive=opened.receive,
                processor=processor,
                app=opened.app,
                consumer=Consumer(
                    settings.consumer_dsn,
                    schema="inbox",
                    name="bot",
                    handlers=_handlers(processor, sources),
                    observe=metrics.observe,
                ),
                telegram_setup=setup,
                watchdog=Watchdog(
                    *(settings.consumer_dsn, "inbox", gateway),
                    beside=[page.look] if page else (),
                    clock=OutsideClock(settings.telegram_api, settings.proxy_for(TELEGRAM)),
                ),
                heartbeat=_heartbeat(settings, watcher, api, local),
                catalog=catalog,
            )


def _handlers(processor: Processor, sources: Mapping[str, PaymentSource]) -> Mapping[str, Handler]:
    """By topic: each has its own workers and connections."""
    handlers = {"inbox": by_kind(processor.handlers)}
    if sources:
        handlers["payment_events"] = by_kind({"inbox.payment_event": by_source(sources)})
    return handlers


def _limits(settings: BotSettings) -> Limits:
    rate = settings.payment_webhook_rate
    return Limits(rate=rate, burst=max(1, round(5 * rate)))


def _payment(settings: BotSettings) -> Readiness:
    """Without a payment provider, the shop starts, but nobody can pay."""
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
    key = settings.requisites_public_key
    contexts = ContextFactory(
        api,
        catalog,
        sells_topups=provider_token is not None,
        page_url=settings.page_url,
        sealer=Sealer.of(key) if key else None,
    )
    handlers = dispatcher(
        contexts,
        provider_token=provider_token,
        identity_key=IdentityKey(settings.identity_key.get_secret_value().encode()),
    )
    return Processor(bot, handlers, contexts, metrics)


def _heartbeat(
    settings: BotSettings, watcher: httpx.AsyncClient, api: Api, local: LocalChecks
) -> Heartbeat | None:
    url = settings.heartbeat_url
    return Heartbeat(watcher, url, Probe(api, head(), local).look) if url else None


def _page_watch(settings: BotSettings, client: httpx.AsyncClient) -> PageWatch | None:
    url = settings.page_url
    return PageWatch(client, settings.page_ready, url) if url else None


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
