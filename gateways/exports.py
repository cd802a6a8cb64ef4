"""Sends files that an admin asked for. The rows come from the database in slices, so that memory
holds no more than one slice, and go to the admin's chat as CSV."""

import asyncio
import gzip
import json
import shutil
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from gateways.errors import Transient
from gateways.tables import Style, Table, table
from gateways.telegram import TelegramGateway
from texts.values import digits, zone_named

# Bytes from which on a file is packed: Telegram takes 50 MB, and a message has 20 seconds.
LARGE = 5_000_000

# Takes a number of app.exports and one of its slices.
Slices = Callable[[int, int], Awaitable[str | None]]


class ExportGateway:
    def __init__(self, chats: TelegramGateway, slices: Slices) -> None:
        self._chats, self._slices = chats, slices

    async def serve(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Takes the result of app.prepare_export. Returns {"message_id"}."""
        if not payload["slices"]:
            return await self._chats.send(payload)
        style = Style.of(payload["locale"], zone_named(payload["timezone"]))
        with table(f"{payload['name']}.csv", style) as made:
            for number in payload["slices"]:
                found = await self._slices(payload["export"], number)
                if found is None:
                    raise _gone(number)
                _write(made, json.loads(found))
            made.close()
            path = await asyncio.to_thread(_packed, made.path)
            return await self._chats.send_document(payload, path.name, path.read_bytes())


def _gone(number: int) -> Transient:
    """A file without some of its rows would look complete. Telegram was not asked, so only the lane
    waits: the database must say again what the file consists of, or that it is not sent."""
    return Transient(f"slice {number} is gone", retry_after=1.0, scope="lane")


def _write(made: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        if not made.rows:
            made.head(row)
        made.write(_cells(row))


def _cells(row: Mapping[str, Any]) -> Iterable[Any]:
    """Formats amounts in major units, and times in the shop's zone."""
    currency = row.get("currency")
    for name, value in row.items():
        if value is None:
            yield None
        elif name in ("at", "access_until") or name.endswith("_at"):
            yield datetime.fromisoformat(value)
        elif currency and (name in ("amount", "balance") or name.endswith("_amount")):
            yield Decimal(value).scaleb(-digits(currency))
        else:
            yield value


def _packed(path: Path) -> Path:
    if path.stat().st_size < LARGE:
        return path
    packed = path.with_name(f"{path.name}.gz")
    with path.open("rb") as source, gzip.open(packed, "wb") as target:
        shutil.copyfileobj(source, target)
    return packed
