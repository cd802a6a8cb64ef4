"""Files with rows of the shop."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Literal

import asyncpg

from bot.admin_api.calls import AdminCalls

What = Literal["payments", "ledger", "customers", "subscriptions"]


@dataclass(frozen=True)
class Terms:
    """`zone`: in which times are written; `today`: there."""

    zone: str
    today: date


@dataclass(frozen=True)
class ExportApi:
    calls: AdminCalls

    async def terms(self) -> Terms:
        found = await self.calls.row(Terms, "export_terms")
        assert found
        return found

    def rows(
        self, what: What, days: tuple[date, date] | None, reason: str
    ) -> "AbstractAsyncContextManager[AsyncIterator[asyncpg.Record]]":
        """`days`: from and until, half-open, of what has days."""
        return self.calls.streamed(f"export_{what}", *(days or ()), reason)
