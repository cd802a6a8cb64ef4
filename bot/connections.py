"""What the parts of the bot connect with: pools to PostgreSQL, sessions to Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiohttp import ClientTimeout

from bot.proxy import ProxySession
from settings import TELEGRAM, BotSettings

# In seconds. A call to Telegram ends before the time limit of its update in the dispatcher. If no
# connection is established, nothing was sent, so connecting has its own limit.
TELEGRAM_TIMEOUT = ClientTimeout(total=15, sock_connect=5)


async def _nothing_to_reset(_: object) -> None:
    """A function call leaves nothing in its session; asyncpg's reset costs one more round trip."""


@asynccontextmanager
async def database(dsn: str, connections: int) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
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
async def telegram(settings: BotSettings) -> AsyncIterator[Bot]:
    api = TelegramAPIServer.from_base(settings.telegram_api)
    async with Bot(
        settings.bot_token.get_secret_value(),
        session=ProxySession(settings.proxy_for(TELEGRAM), api=api, timeout=TELEGRAM_TIMEOUT),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    ).context() as bot:
        yield bot
