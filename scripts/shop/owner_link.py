"""The one-time link that makes who opens it an owner."""

import base64
import hashlib
import secrets
from datetime import datetime

import asyncpg

import postgres
from scripts.shop.config import OPERATOR, Config
from scripts.shop.telegram import bot_api, me
from scripts.shop.terminal import Refused


async def make(config: Config) -> tuple[str, datetime]:
    """Returns the link and until when it can be opened. Raises Refused."""
    token = config.get("BOT_TOKEN")
    if not token:
        raise Refused(f"BOT_TOKEN is missing in {config.path}: run setup")
    async with bot_api(config, token) as bot:
        name = (await me(bot)).username
    code = secrets.token_urlsafe(24)
    digest = base64.urlsafe_b64encode(hashlib.sha256(code.encode()).digest()).decode().rstrip("=")
    try:
        connection = await postgres.connect(config.url(OPERATOR), timeout=10)
    except postgres.ERRORS as error:
        raise Refused(f"the database does not answer: {error or type(error).__name__}") from None
    try:
        expires_at = await connection.fetchval("select ops.make_owner_link($1)", digest)
    except asyncpg.PostgresError as error:
        raise Refused(f"{error.args[0]}") from None
    finally:
        await connection.close()
    return f"https://t.me/{name}?start=owner_{code}", expires_at
