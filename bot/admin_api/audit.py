"""The audit: who changed what."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.admin_api.calls import AdminCalls


@dataclass(frozen=True)
class AuditFilter:
    """`by_hand`: only what people did; None: any."""

    by_hand: bool = True
    admin_id: int | None = None
    subject: str | None = None
    action: str | None = None


@dataclass(frozen=True)
class AuditLine:
    """`before`, `after`: JSON."""

    id: int
    at: datetime
    actor: str
    name: str | None
    action: str
    subject: str
    subject_id: int | None
    subject_key: str | None
    before: str | None
    after: str | None
    reason: str | None

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Returns the old and the new value of everything that differs."""
        before, after = (json.loads(one) if one else {} for one in (self.before, self.after))
        if not isinstance(before, dict) or not isinstance(after, dict):
            return {self.subject: (before, after)}
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        return {name: (before.get(name), after.get(name)) for name in names}


@dataclass(frozen=True)
class AuditChoice:
    value: str
    name: str | None


@dataclass(frozen=True)
class Audit:
    calls: AdminCalls

    async def lines(self, wanted: AuditFilter, skip: int, limit: int) -> list[AuditLine]:
        return await self.calls.rows(
            AuditLine,
            "audit",
            wanted.by_hand,
            wanted.admin_id,
            wanted.subject,
            wanted.action,
            skip,
            limit,
        )

    async def about(self, user_id: int, skip: int, limit: int) -> list[AuditLine]:
        return await self.calls.rows(AuditLine, "audit_of", user_id, skip, limit)

    async def choices(self, what: str) -> list[AuditChoice]:
        return await self.calls.rows(AuditChoice, "audit_choices", what)
