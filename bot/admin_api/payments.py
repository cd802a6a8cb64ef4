"""Payments, money whose payer is not certain, refunds that wait to be sent."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.admin_api.calls import AdminCalls


@dataclass(frozen=True)
class PaymentFilter:
    """None: any. `amount`: whole units of any currency; received from `since`, before `until`."""

    user_id: int | None = None
    provider: str | None = None
    amount: Decimal | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class PaymentLine:
    payment_id: int
    received_at: datetime
    provider: str
    user_id: int | None
    username: str | None
    first_name: str | None
    paid: int
    paid_currency: str
    sent_back: int


@dataclass(frozen=True)
class Payment:
    payment_id: int
    received_at: datetime
    provider: str
    external_id: str
    user_id: int | None
    username: str | None
    first_name: str | None
    paid: int
    paid_currency: str
    fee: int | None
    credited: int
    currency: str
    sent_back: int
    sending: int
    refundable: int
    order_id: int | None
    order_kind: str | None
    order_status: str | None
    plan_title: str | None
    subscription_id: int | None
    period_number: int | None
    transfer_id: int | None
    dispute: str | None
    suspense: str | None
    suspense_reason: str | None


@dataclass(frozen=True)
class Suspense:
    payment_id: int
    provider: str
    external_id: str
    amount: int
    currency: str
    reason: str
    since: datetime


@dataclass(frozen=True)
class RefundToSend:
    refund_id: int
    provider: str
    external_id: str
    amount: int
    currency: str
    user_id: int
    since: datetime


@dataclass(frozen=True)
class Payments:
    calls: AdminCalls

    async def payments(self, wanted: PaymentFilter, skip: int, limit: int) -> list[PaymentLine]:
        return await self.calls.rows(
            PaymentLine,
            "payments",
            wanted.user_id,
            wanted.provider,
            wanted.amount,
            wanted.since,
            wanted.until,
            skip,
            limit,
        )

    async def payment(self, payment_id: int, language: str) -> Payment | None:
        return await self.calls.row(Payment, "payment", payment_id, language)

    async def suspense(self, skip: int, limit: int) -> list[Suspense]:
        return await self.calls.rows(Suspense, "suspense", skip, limit)

    async def refunds_to_send(self, skip: int, limit: int) -> list[RefundToSend]:
        return await self.calls.rows(RefundToSend, "refunds_to_send", skip, limit)
