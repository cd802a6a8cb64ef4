"""Admins and what they may do."""

from dataclasses import dataclass

from bot.admin_api.calls import AdminCalls
from bot.api import Role


@dataclass(frozen=True)
class AdminRow:
    user_id: int
    role: Role
    telegram_id: int
    username: str | None
    first_name: str | None
    reachable: bool


@dataclass(frozen=True)
class Admins:
    calls: AdminCalls

    async def all(self) -> list[AdminRow]:
        return await self.calls.rows(AdminRow, "admins")

    async def set_role(self, user_id: int, role: Role | None, reason: str) -> str:
        outcome: str = await self.calls.value("make_admin", user_id, role, reason)
        return outcome
