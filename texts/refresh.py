"""Keeps a catalogue's texts of the shop as they are in the database, without a restart."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import structlog

from texts.catalog import Catalog

log = structlog.get_logger("texts")

# How soon a change is seen, in seconds: an owner is told half a minute.
EVERY = 20.0
# Asks with the version that is known, and with what of it failed. Answers as app.shop_texts_since.
Ask = Callable[[int | None, str | None], Awaitable[str | None]]


async def refresh(catalog: Catalog, ask: Ask) -> None:
    failed = "; ".join(f"{name}: {why}" for name, why in sorted(catalog.taken.failed.items()))
    answer = await ask(catalog.taken.version, failed[:1000] or None)
    if answer is not None:
        found = json.loads(answer)
        catalog.take(found["version"], found["texts"])


async def keep_current(catalog: Catalog, ask: Ask) -> None:
    """Runs until it is cancelled; while the database is away, texts stay as they are."""
    while True:
        try:
            await refresh(catalog, ask)
        except Exception as error:
            log.warning("the shop's texts were not read", error=type(error).__name__)
        await asyncio.sleep(EVERY)
