"""The connections of the bot's parts: pools to PostgreSQL, sessions to Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiohttp import ClientTimeout

from bot.proxy import ProxySession
from postgres import pool
from settings import TELEGRAM, BotSettings

# In seconds. A call to Telegram ends before the time limit of its update in the dispatcher. If no
# connection is established, nothing was sent, so connecting has its own limit.
TELEGRAM_TIMEOUT = ClientTimeout(total=15, sock_connect=5)


@asynccontextmanager
async def database(dsn: str, connections: int) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
    async with pool(dsn, "bot", connections=connections, command_timeout=10) as opened:
        yield opened


@asynccontextmanager
async def telegram(settings: BotSettings) -> AsyncIterator[Bot]:
    api = TelegramAPIServer.from_base(settings.telegram_api)
    async with Bot(
        settings.bot_token.get_secret_value(),
        session=ProxySession(settings.proxy_for(TELEGRAM), api=api, timeout=TELEGRAM_TIMEOUT),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    ).context() as bot:
        yield bot
