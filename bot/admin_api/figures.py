"""Figures of the shop: amounts are minor units, days are those of the shop's zone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.admin_api.calls import AdminCalls

Span = Literal["day", "month"]
Origin = Literal["ad", "ref", "code", "none"]


@dataclass(frozen=True)
class Figures:
    from_day: date
    new_people: int
    newcomers_paid: int
    trials: int
    trials_paid: int
    first_payments: int
    purchases: int
    renewals: int
    active_before: int
    ended: int


@dataclass(frozen=True)
class Received:
    provider: str
    currency: str
    received: int
    fees: int
    sent_back: int

    @property
    def net(self) -> int:
        return self.received - self.fees - self.sent_back


@dataclass(frozen=True)
class ActiveNow:
    active: int
    in_trial: int
    granted: int
    people: int


@dataclass(frozen=True)
class Mrr:
    currency: str
    mrr: int
    arpu: int


@dataclass(frozen=True)
class Owed:
    name: str
    currency: str
    people: int | None
    amount: int


@dataclass(frozen=True)
class Stayed:
    cohort: date
    people: int
    month: int
    stayed: int


@dataclass(frozen=True)
class Day:
    day: date
    new_people: int
    trials: int
    first_payments: int
    active: int
    in_trial: int


@dataclass(frozen=True)
class ReceivedOnDay:
    """With nulls on a day on which nothing came."""

    day: date
    currency: str | None
    provider: str | None
    net: int | None


@dataclass(frozen=True)
class MrrOnDay:
    day: date
    currency: str
    mrr: int


@dataclass(frozen=True)
class Growth:
    name: str | None
    people: int
    trials: int
    paying: int
    currency: str | None
    revenue: int
    discounts: int
    rewards: int
    code_discounts: int
    code_bonus: int
    lines: int


@dataclass(frozen=True)
class FiguresApi:
    """`back`: how many days or months ago."""

    calls: AdminCalls

    async def figures(self, span: Span, back: int) -> Figures:
        found = await self.calls.row(Figures, "figures", span, back)
        assert found
        return found

    async def received(self, span: Span, back: int) -> list[Received]:
        return await self.calls.rows(Received, "received", span, back)

    async def active_now(self) -> ActiveNow:
        found = await self.calls.row(ActiveNow, "active_now")
        assert found
        return found

    async def mrr(self) -> list[Mrr]:
        return await self.calls.rows(Mrr, "mrr")

    async def counted_at(self) -> datetime | None:
        """None: they are of now."""
        found: datetime | None = await self.calls.value("figures_counted_at")
        return found

    async def owed(self) -> list[Owed]:
        return await self.calls.rows(Owed, "owed")

    async def stayed(self, months: int) -> list[Stayed]:
        return await self.calls.rows(Stayed, "retention", months)

    async def by_day(self, days: int) -> list[Day]:
        return await self.calls.rows(Day, "figures_by_day", days)

    async def received_by_day(self, days: int) -> list[ReceivedOnDay]:
        return await self.calls.rows(ReceivedOnDay, "received_by_day", days)

    async def mrr_by_day(self, days: int) -> list[MrrOnDay]:
        return await self.calls.rows(MrrOnDay, "mrr_by_day", days)

    async def growth(self, origin: Origin, offset: int, count: int) -> list[Growth]:
        return await self.calls.rows(Growth, "growth", origin, offset, count)
