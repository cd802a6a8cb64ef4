"""Customers, and what is done about one of them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.admin_api.calls import AdminCalls
from bot.api import Role, StatementLine, Status, Unit

Json = dict[str, Any]


@dataclass(frozen=True)
class Found:
    kind: Literal["customer", "payment", "order"]
    id: int
    user_id: int | None
    found_by: str
    telegram_id: int | None
    username: str | None
    first_name: str | None
    amount: int | None
    currency: str | None
    provider: str | None


@dataclass(frozen=True)
class Customer:
    user_id: int
    telegram_id: int | None
    username: str | None
    first_name: str | None
    locale: str
    timezone: str
    created_at: datetime
    role: Role | None
    deleted_at: datetime | None
    reachable: bool
    blocked_reason: str | None
    referrer_id: int | None
    campaign: str | None
    currency: str
    balance: int
    bonus: int
    referral: int
    other_currencies: list[str]
    other_balances: list[int]
    paid_in: int
    last_paid_at: datetime | None
    open_ticket: int | None
    tickets: int
    vip_percent: int | None
    discount_percent: int | None
    discount_until: datetime | None
    now: datetime


@dataclass(frozen=True)
class Subscription:
    subscription_id: int
    title: str
    status: Status
    is_trial: bool
    ends_at: datetime
    expires_at: datetime
    paid_until: datetime | None
    auto_renew: bool
    cancelled: bool
    next_charge_at: datetime | None
    next_amount: int | None
    next_currency: str | None
    pays_provider: str | None
    pays_title: str | None
    panels: list[str] | None
    lags: bool | None
    last_error: str | None
    devices: int | None
    device_limit: int | None
    used_bytes: int | None
    data_limit: int | None
    online_at: datetime | None
    connected: bool | None


@dataclass(frozen=True)
class Line(StatementLine):
    transfer_id: int | None
    is_charge: bool
    """It paid for a period."""


@dataclass(frozen=True)
class Charge:
    transfer_id: int
    user_id: int
    payer_id: int
    subscription_id: int
    period_number: int
    kind: str
    at: datetime
    charged: int
    refunded: int
    currency: str
    plan_title: str
    period_count: int
    period_unit: Unit
    starts_at: datetime
    ends_at: datetime
    price: int
    price_since: datetime | None
    order_id: int | None
    ordered_at: datetime | None
    discount: int
    promo_code: str | None
    announced_at: datetime | None
    announced_amount: int | None
    provider: str | None
    method_title: str | None


@dataclass(frozen=True)
class PaidPeriod:
    subscription_id: int
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    charged: int
    refunded: int
    currency: str


@dataclass(frozen=True)
class NoticeSent:
    at: datetime
    what: str
    subscription_id: int | None


@dataclass(frozen=True)
class NoticeAhead:
    send_at: datetime
    rule: str
    subscription_id: int
    verdict: str


@dataclass(frozen=True)
class CustomerDevice:
    subscription_id: int
    title: str
    device: int
    name: str | None
    platform: str | None
    panel: str
    seen_at: datetime | None
    is_unbinding: bool


@dataclass(frozen=True)
class PanelFor:
    code: str
    country: str | None
    serves: bool
    enabled: bool


@dataclass(frozen=True)
class Growth:
    brought: int
    brought_paying: int
    earned: int
    currency: str
    gifts_paid: int
    gifts_unused: int
    gifts_taken: int
    codes: list[str]
    saved_methods: int
    withdrawals: int


@dataclass(frozen=True)
class OperationDone:
    at: datetime
    action: str
    outcome: str | None
    amount: int | None
    currency: str
    actor: str
    name: str | None
    reason: str


@dataclass(frozen=True)
class StoryLine:
    """A line of ops.explain, whose words are English."""

    at: datetime
    what: str
    detail: str | None
    amount: int | None
    currency: str | None
    ref: str | None


@dataclass(frozen=True)
class Customers:
    calls: AdminCalls

    async def find(self, text: str) -> list[Found]:
        return await self.calls.rows(Found, "find", text)

    async def customer(self, user_id: int) -> Customer | None:
        return await self.calls.row(Customer, "customer", user_id)

    async def subscriptions(self, user_id: int, language: str) -> list[Subscription]:
        return await self.calls.rows(Subscription, "subscriptions_of", user_id, language)

    async def statement(self, user_id: int, language: str, skip: int, limit: int) -> list[Line]:
        return await self.calls.rows(Line, "statement", user_id, language, skip, limit)

    async def charge(self, transfer_id: int, language: str) -> Charge | None:
        return await self.calls.row(Charge, "charge", transfer_id, language)

    async def refundable(self, user_id: int, language: str) -> list[PaidPeriod]:
        return await self.calls.rows(PaidPeriod, "refundable_periods", user_id, language)

    async def notices_sent(self, user_id: int, skip: int, limit: int) -> list[NoticeSent]:
        return await self.calls.rows(NoticeSent, "notices_sent", user_id, skip, limit)

    async def notices_ahead(self, user_id: int) -> list[NoticeAhead]:
        return await self.calls.rows(NoticeAhead, "notices_ahead", user_id)

    async def devices(self, user_id: int, language: str) -> list[CustomerDevice]:
        return await self.calls.rows(CustomerDevice, "devices_of", user_id, language)

    async def panels_for(self, subscription_id: int) -> list[PanelFor]:
        return await self.calls.rows(PanelFor, "panels_for", subscription_id)

    async def growth(self, user_id: int) -> Growth | None:
        return await self.calls.row(Growth, "growth_of", user_id)

    async def operations(self, user_id: int, skip: int, limit: int) -> list[OperationDone]:
        return await self.calls.rows(OperationDone, "operations_of", user_id, skip, limit)

    async def story(self, user_id: int, skip: int, limit: int) -> list[StoryLine]:
        return await self.calls.rows(StoryLine, "story", user_id, skip, limit)

    async def operate(self, function: str, *args: object, preview: bool = False) -> Json:
        """Does an operation of schema admin and returns its result. `preview`: rolls it back."""
        call = self.calls.preview if preview else self.calls.value
        result: Json = json.loads(await call(function, *args))
        return result
