"""Telegram Stars: links to pay by, monthly subscriptions, refunds, and Telegram's own list.

A payment is reported by an update of the bot, and read there. Anybody can pay any link again: each
payment is a charge of its own, with the key as its payload.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from gateways.bot_api import BotApi
from gateways.errors import Rejected, Transient
from gateways.payments.port import (
    Created,
    Fact,
    InvoiceRef,
    InvoiceRequest,
    Limits,
    Money,
    Page,
    Payment,
    Progress,
    Refund,
    RefundRequest,
    Status,
    Transaction,
)
from gateways.payments.wire import Json, at, branch, identifier, listed, moment, needed

WHO = "Telegram"
CURRENCY = "XTR"
MONTH = 2_592_000
"""Seconds, the only period that a subscription can have."""
MOST_A_MONTH = 10_000
PAGE = 100


class Stars:
    code = "stars"
    can = frozenset({"page", "fetch", "refund", "subscription", "list", "limits"})

    def __init__(self, bot: BotApi) -> None:
        self._bot = bot

    async def create(self, request: InvoiceRequest) -> Created:
        if request.amount.currency != CURRENCY:
            raise Rejected(f"{WHO}: Stars are asked for in {CURRENCY}")
        if request.monthly and request.amount.amount > MOST_A_MONTH:
            raise Rejected(f"{WHO}: a month takes {MOST_A_MONTH} Stars at most")
        more = {"subscription_period": MONTH} if request.monthly else {}
        return await invoice_link(self._bot, request, provider_token="", **more)

    async def fetch(self, invoice: InvoiceRef) -> Payment | None:
        """The first payment with the key; None while there is none, even if the link exists."""
        found = None
        async for one in self._since(invoice.created_at):
            if at(one, "source", "invoice_payload") == invoice.key and found is None:
                found = _payment(one)
            elif found and at(one, "receiver") and identifier(one, "id") == found.charge_id:
                return _returned(found)
        return found

    async def limits(self) -> dict[str, Limits]:
        return {CURRENCY: Limits(1)}

    # -- Money back

    async def refund(self, request: RefundRequest) -> Refund:
        if not request.whole or request.telegram_id is None:
            raise Rejected(f"{WHO}: Stars go back as a whole, to whom they came from")
        asked = {
            "user_id": request.telegram_id,
            "telegram_payment_charge_id": request.charge_id,
        }
        try:
            await self._bot.call("refundStarPayment", asked)
        except Rejected as refused:
            if "CHARGE_ALREADY_REFUNDED" not in str(refused):
                raise
        return _done(request)

    async def fetch_refund(self, request: RefundRequest, external_id: str | None) -> Refund | None:
        async for one in self._since(request.asked_at):
            if at(one, "receiver") and identifier(one, "id") == request.charge_id:
                return _done(request)
        return None

    async def cancel_subscription(
        self, telegram_id: int, charge_id: str, *, canceled: bool = True
    ) -> None:
        asked = {
            "user_id": telegram_id,
            "telegram_payment_charge_id": charge_id,
            "is_canceled": canceled,
        }
        await self._bot.call("editUserStarSubscription", asked)

    # -- Telegram's list: oldest first, so that an offset stays where it is

    async def list_changed(self, since: datetime, cursor: str | None = None) -> Page[Fact]:
        offset = int(cursor) if cursor else await self._first(since)
        rows = await self._rows(offset, PAGE)
        facts = tuple(fact for row in rows for fact in _facts(row))
        return Page(facts, str(offset + PAGE) if len(rows) == PAGE else None)

    async def transactions(self, day: datetime, cursor: str | None = None) -> Page[Transaction]:
        offset = int(cursor) if cursor else await self._first(day)
        rows = await self._rows(offset, PAGE)
        end = day + timedelta(days=1)
        lines = [line for row in rows for line in _lines(row)]
        items = tuple(line for line in lines if day <= line.at < end)
        over = len(rows) < PAGE or any(line.at >= end for line in lines)
        return Page(items, None if over else str(offset + PAGE))

    async def _since(self, since: datetime) -> AsyncIterator[Json]:
        offset = await self._first(since - timedelta(minutes=5))
        while rows := await self._rows(offset, PAGE):
            for row in rows:
                yield row
            offset += PAGE

    async def _first(self, since: datetime) -> int:
        """The offset of the first one from then on, by binary search, because the list has no
        filter by time. Its times are in whole seconds."""
        since = since.replace(microsecond=0)

        async def is_before(offset: int) -> bool:
            rows = await self._rows(offset, 1)
            made_at = moment(rows[0], "date") if rows else None
            return made_at is not None and made_at < since

        if not await is_before(0):
            return 0
        low, high = 0, 1
        while await is_before(high):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if await is_before(middle):
                low = middle
            else:
                high = middle
        return high

    async def _rows(self, offset: int, limit: int) -> list[Json]:
        result = await self._bot.call("getStarTransactions", {"offset": offset, "limit": limit})
        if not isinstance(at(result, "transactions"), list):
            raise Transient(f"{WHO}: getStarTransactions gave no list")
        return listed(result, "transactions")


async def invoice_link(bot: BotApi, request: InvoiceRequest, **more: Any) -> Created:
    """A link that opens the payment form in any chat; the key is its payload."""
    link = await bot.call(
        "createInvoiceLink",
        {
            "title": request.title[:32],
            "description": (request.description or request.title)[:255],
            "payload": request.key,
            "currency": request.amount.currency,
            "prices": [{"label": request.title[:32], "amount": request.amount.amount}],
            **more,
        },
    )
    url = needed(link if isinstance(link, str) else None, WHO, "link")
    slug = url.rpartition("/")[2].lstrip("$")
    return Created(needed(identifier(slug), WHO, "link"), url)


def _done(request: RefundRequest) -> Refund:
    return Refund(Progress.DONE, request.charge_id, request.charge_id, request.key, request.amount)


def _payment(row: Json) -> Payment:
    amount = Money(_stars(row), CURRENCY)
    return Payment(
        external_id=None,
        status=Status.PAID,
        charge_id=identifier(row, "id"),
        key=identifier(row, "source", "invoice_payload"),
        amount=amount,
        received=amount,
        paid_at=moment(row, "date"),
        raw=row,
    )


def _returned(payment: Payment) -> Payment:
    whole = payment.received.amount if payment.received else 0
    return Payment(
        external_id=payment.external_id,
        status=Status.REFUNDED,
        charge_id=payment.charge_id,
        key=payment.key,
        amount=payment.amount,
        received=payment.received,
        refunded=whole,
        paid_at=payment.paid_at,
        raw=payment.raw,
    )


def _is_payment(partner: Json) -> bool:
    return partner.get("type") == "user" and partner.get("transaction_type") == "invoice_payment"


def _facts(row: Json) -> Iterator[Fact]:
    amount = Money(_stars(row), CURRENCY)
    if _is_payment(branch(row, "source")):
        yield _payment(row)
    elif _is_payment(branch(row, "receiver")):
        charge = identifier(row, "id")
        key = identifier(row, "receiver", "invoice_payload")
        yield Refund(Progress.DONE, charge, charge, key, amount)


def _lines(row: Json) -> Iterator[Transaction]:
    number, made_at = identifier(row, "id"), moment(row, "date")
    if number is None or made_at is None:
        return
    came = at(row, "source") is not None
    partner = branch(row, "source" if came else "receiver")
    kind = ("payment" if came else "refund") if _is_payment(partner) else "other"
    if partner.get("type") == "fragment" and not came:
        kind = "payout"
    amount = Money(_stars(row) if came else -_stars(row), CURRENCY)
    key = identifier(partner, "invoice_payload")
    yield Transaction(number, kind, amount, made_at.astimezone(UTC), key=key, charge_id=number)


def _stars(row: Json) -> int:
    amount = at(row, "amount")
    return amount if isinstance(amount, int) and not isinstance(amount, bool) else 0
