"""Plans and prices."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.admin_api.calls import AdminCalls

JsonValue = Any


@dataclass(frozen=True)
class PlanPrice:
    """`begins`: of one that is planned, ISO 8601; None for one that holds now."""

    count: int
    unit: str
    amount: int
    currency: str
    begins: str | None


@dataclass(frozen=True)
class Plan:
    """`title`, `benefits` and `prices` are JSON."""

    plan: str
    title: str
    benefits: str
    active: bool
    renewable: bool
    grandfathers: bool
    device_limit: int | None
    data_limit_bytes: int | None
    traffic_reset: str
    traffic_carry_over: bool
    panels: int
    places: list[str] | None
    grace_access: str
    version: int
    subscribers: int
    renewing: int
    of_trials: bool
    prices: str

    @property
    def titles(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.title)
        return found

    @property
    def price_list(self) -> list[PlanPrice]:
        return [
            PlanPrice(one["count"], one["unit"], one["amount"], one["currency"], one["from"])
            for one in json.loads(self.prices)
        ]


@dataclass(frozen=True)
class PlanTouches:
    """The people whom a change of a plan affects."""

    subscribers: int
    renewing: int
    next_charges: int
    next_charge: datetime | None


@dataclass(frozen=True)
class PriceTouches:
    """The people whom a price would affect; amounts in minor units of `currency`."""

    old_amount: int | None
    currency: str
    subscribers: int
    renewing: int
    keeping: int
    next_charges: int
    next_charge: datetime | None
    paid_before: int
    paid_after: int


@dataclass(frozen=True)
class NewPrice:
    """`begins`: None for now; `currency`: None for the shop's."""

    plan: str
    count: int
    unit: str
    amount: int
    begins: datetime | None
    keep_old: bool | None
    currency: str | None = None

    @property
    def args(self) -> tuple[object, ...]:
        return (
            *(self.plan, self.count, self.unit, self.amount),
            *(self.begins, self.currency, self.keep_old),
        )


@dataclass(frozen=True)
class CatalogCalls:
    calls: AdminCalls

    async def plans(self) -> list[Plan]:
        return await self.calls.rows(Plan, "plans")

    async def plan(self, code: str | None) -> Plan | None:
        return next((one for one in await self.plans() if one.plan == code), None)

    async def add_plan(self, code: str, values: Mapping[str, JsonValue], reason: str) -> str:
        return _outcome(await self.calls.value("add_plan", code, json.dumps(values), reason))

    async def edit_plan(self, code: str, changes: Mapping[str, JsonValue], reason: str) -> str:
        return _outcome(await self.calls.value("edit_plan", code, json.dumps(changes), reason))

    async def retire_plan(self, code: str, keep_renewing: bool, reason: str) -> str:
        return _outcome(await self.calls.value("retire_plan", code, keep_renewing, reason))

    async def plan_touches(self, code: str) -> PlanTouches:
        (found,) = await self.calls.rows(PlanTouches, "plan_touches", code)
        return found

    async def price_touches(self, price: NewPrice) -> PriceTouches | None:
        return await self.calls.row(PriceTouches, "price_touches", *price.args)

    async def change_price(self, price: NewPrice, reason: str) -> str:
        return _outcome(await self.calls.value("change_price", *price.args, reason))


def _outcome(answer: str) -> str:
    outcome: str = json.loads(answer)["outcome"]
    return outcome
