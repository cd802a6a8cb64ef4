"""Long polling into the same inbox: for a laptop that Telegram cannot reach."""

import asyncio
import json
from typing import Any

import httpx
import structlog

from bot.ingress import CheckoutUnanswered
from bot.intake import Receive
from bot.telegram_setup import ALLOWED_UPDATES

_WAIT = 30
_PAUSE = 3.0

log = structlog.get_logger("bot.polling")


async def poll(receive: Receive, client: httpx.AsyncClient, base_url: str) -> None:
    """Polls forever. `base_url` is the Bot API's URL with the token. An update that could not be
    stored is requested again: the offset moves only past what is committed."""
    offset = 0
    while True:
        try:
            for fields in await _updates(client, base_url, offset):
                await _take(receive, fields)
                offset = fields["update_id"] + 1
        except Exception as error:  # whatever it is, the next round may go better
            log.warning("polling failed", error=type(error).__name__)
            await asyncio.sleep(_PAUSE)


async def _updates(client: httpx.AsyncClient, base_url: str, offset: int) -> list[dict[str, Any]]:
    asked = {"offset": offset, "timeout": _WAIT, "allowed_updates": ALLOWED_UPDATES}
    response = await client.post(f"{base_url}getUpdates", json=asked, timeout=_WAIT + 10)
    response.raise_for_status()
    updates: list[dict[str, Any]] = response.json()["result"]
    return updates


async def _take(receive: Receive, fields: dict[str, Any]) -> None:
    try:
        await receive(json.dumps(fields).encode())
    except CheckoutUnanswered as error:  # one failed checkout must not delay all others
        log.error("checkout not answered", error=type(error.__cause__).__name__)
