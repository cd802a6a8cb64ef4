"""Withdrawals: what people asked to be paid out."""

from dataclasses import dataclass
from datetime import datetime

from bot.admin_api.calls import AdminCalls


@dataclass(frozen=True)
class WithdrawalLine:
    withdrawal_id: int
    status: str
    user_id: int
    username: str | None
    first_name: str | None
    amount: int
    currency: str
    way: str
    due_at: datetime
    is_late: bool


@dataclass(frozen=True)
class Withdrawal:
    withdrawal_id: int
    status: str
    user_id: int
    username: str | None
    first_name: str | None
    amount: int
    currency: str
    way: str
    masked: str | None
    by_hand: bool
    requested_at: datetime
    due_at: datetime
    settled_at: datetime | None
    reason: str | None
    approvers: int
    earned: int
    rewards: int
    paid_before: int
    last_error: str | None


@dataclass(frozen=True)
class Withdrawals:
    calls: AdminCalls

    async def withdrawals(self, is_open: bool, skip: int, limit: int) -> list[WithdrawalLine]:
        return await self.calls.rows(WithdrawalLine, "withdrawals", is_open, skip, limit)

    async def withdrawal(self, withdrawal_id: int) -> Withdrawal | None:
        return await self.calls.row(Withdrawal, "withdrawal", withdrawal_id)
