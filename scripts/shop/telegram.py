"""What Telegram says of a bot and its updates."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from gateways import http
from gateways.bot_api import BotApi
from gateways.errors import Denied, GatewayError
from scripts.shop.config import Config
from scripts.shop.terminal import Refused
from settings import TELEGRAM, ProxySettings

API = "https://api.telegram.org"


@dataclass(frozen=True)
class Me:
    id: int
    username: str
    name: str
    has_topics: bool = False
    """In private chats."""


@asynccontextmanager
async def bot_api(config: Config, token: str) -> AsyncIterator[BotApi]:
    async with http.client(proxy(config)) as client:
        yield BotApi(client, address(config), SecretStr(token))


def address(config: Config) -> str:
    return (config.get("TELEGRAM_API") or API).rstrip("/")


def is_emulated(config: Config) -> bool:
    return (urlsplit(address(config)).hostname or "") in ("127.0.0.1", "localhost", "::1")


def proxy(config: Config) -> str | None:
    values = config.values()
    names = ProxySettings.model_fields
    given = {name: values[name.upper()] for name in names if name.upper() in values}
    return ProxySettings.load(_env_file=None, **given).proxy_for(TELEGRAM)


async def me(bot: BotApi) -> Me:
    """Raises Refused with the words for the owner."""
    try:
        told = await bot.call("getMe", {})
    except Denied as error:
        raise Refused(
            f"Telegram does not know this token ({error}): copy it again from @BotFather"
        ) from None
    except GatewayError as error:
        raise Refused(f"Telegram could not be asked: {error}") from None
    has_topics = told.get("has_topics_enabled") is True
    return Me(told["id"], told.get("username", ""), told.get("first_name", ""), has_topics)


async def webhook(bot: BotApi) -> dict[str, Any]:
    told: dict[str, Any] = await bot.call("getWebhookInfo", {})
    return told


def host(url: str) -> str:
    """Only the host: the rest of a webhook's address may be secret."""
    return urlsplit(url).hostname or "an unknown place"


async def clock_ahead(config: Config) -> float:
    """By how many seconds this machine's clock is ahead of Telegram's, which has whole seconds."""
    async with http.client(proxy(config)) as client:
        begun = time.time()
        try:
            response = await client.get(address(config))
        except httpx.TransportError as error:
            raise Refused(f"Telegram does not answer: {type(error).__name__}") from None
        middle = (begun + time.time()) / 2
    told = parsedate_to_datetime(response.headers["Date"])
    return (datetime.fromtimestamp(middle, UTC) - told.replace(tzinfo=UTC)).total_seconds() - 0.5
