"""Files with rows of the shop."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

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

    async def request(
        self, request: UUID, what: What, days: tuple[date, date] | None, language: str, reason: str
    ) -> str:
        """`days`: from and until, half-open, of what has days."""
        first, until = days or (None, None)
        outcome: str = await self.calls.value(
            "request_export", what, first, until, language, reason, request
        )
        return outcome
