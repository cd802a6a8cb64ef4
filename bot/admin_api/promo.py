"""Promo codes and discounts of one person: amounts are minor units."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from bot.admin_api.calls import AdminCalls

Kind = Literal["percent", "amount", "days", "balance", "trial"]


@dataclass(frozen=True)
class PromoLine:
    """`name`: the code, or the prefix of those that were made together."""

    id: int
    name: str
    codes: int
    kind: Kind
    percent: int | None
    amount: int | None
    currency: str | None
    days: int | None
    hours: int | None
    uses: int
    lines: int


@dataclass(frozen=True)
class Promo:
    id: int
    name: str
    is_batch: bool
    kind: Kind
    percent: int | None
    amount: int | None
    currency: str | None
    days: int | None
    hours: int | None
    audience: str
    plans: Sequence[str] | None
    lengths: Sequence[str] | None
    first_only: bool
    min_amount: int | None
    adds_up: bool
    renewals: int
    max_uses: int | None
    uses_per_user: int
    valid_from: datetime
    valid_until: datetime | None
    retired_at: datetime | None
    reason: str
    codes: int
    usable: int
    redeemed: int
    reserved: int
    returned: int
    revenue: int
    discount: int
    given: int
    given_days: int


@dataclass(frozen=True)
class Choices:
    """The values from which an admin chooses the terms."""

    currency: str
    plans: Sequence[str]
    lengths: Sequence[str]
    vip_percent: int


@dataclass(frozen=True)
class Code:
    code: str


@dataclass(frozen=True)
class Discount:
    user_id: int
    kind: Literal["personal", "vip", "offer"]
    percent: int | None
    amount: int | None
    currency: str | None
    valid_until: datetime | None
    lines: int


@dataclass(frozen=True)
class PromoApi:
    calls: AdminCalls

    async def codes(self, usable: bool, order: str, offset: int, count: int) -> list[PromoLine]:
        return await self.calls.rows(PromoLine, "promo_list", usable, order, offset, count)

    async def one(self, id_: int) -> Promo | None:
        return await self.calls.row(Promo, "promo", id_)

    async def choices(self) -> Choices:
        found = await self.calls.row(Choices, "promo_choices")
        assert found
        return found

    async def make(
        self, request: UUID, count: int | None, terms: Mapping[str, Any], reason: str
    ) -> Sequence[str]:
        """`count`: of codes for one use each, whose prefix is `terms["code"]`; None: one code."""
        made = await self.calls.rows(
            Code, "make_promo", request, count, json.dumps(dict(terms)), reason
        )
        return [one.code for one in made]

    async def retire(self, id_: int, reason: str) -> str:
        return await self._outcome("retire_promo", id_, reason)

    async def return_use(self, request: UUID, user_id: int, code: str, reason: str) -> str:
        return await self._outcome("return_code_use", user_id, code, reason, request)

    async def discounts(self, offset: int, count: int) -> Sequence[Discount]:
        return await self.calls.rows(Discount, "discounts", offset, count)

    async def _outcome(self, function: str, *args: object) -> str:
        result = json.loads(await self.calls.value(function, *args))
        outcome: str = result["outcome"]
        return outcome
