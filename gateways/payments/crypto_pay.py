"""Crypto Pay (CryptoBot): invoices with a price in money that are paid in coins, and transfers.

Invoices have no idempotency key. So before a create is repeated, the adapter searches for an
invoice with its payload; a duplicate that it misses stays unpaid, or reports the same key when
paid. Payments are credited by the price; what was sent is recorded as well.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import ROUND_UP, Decimal
from typing import Any

import httpx
from pydantic import SecretStr

from gateways.errors import Rejected, Transient
from gateways.payments.money import decimal, major, minor, share
from gateways.payments.port import (
    AssetAmount,
    BadSignature,
    Created,
    Fact,
    Headers,
    InvoiceRef,
    InvoiceRequest,
    Money,
    Page,
    Payment,
    Payout,
    PayoutRequest,
    Progress,
    ProviderEvent,
    Status,
    Transaction,
    Unreadable,
)
from gateways.payments.wire import (
    Json,
    Malformed,
    at,
    branch,
    call,
    identifier,
    is_same,
    moment,
    needed,
    needed_list,
    parsed,
    word,
)

WHO = "Crypto Pay"
SIGNATURE = "crypto-pay-api-signature"
LONGEST_LIFE = 2_678_400
PAGE = 1000
# Refusals of one payout. All others are about the account: how many seconds it waits then.
_VERDICTS = re.compile(r"\b(USER_NOT_FOUND|USER_ID_INVALID|AMOUNT_TOO_SMALL|AMOUNT_TOO_BIG)\b")
REFUSED_PAUSE = 600.0
_FINEST_PART = Decimal("0.000001")
_STATUS = {"active": Status.PENDING, "paid": Status.PAID, "expired": Status.EXPIRED}


class CryptoPay:
    code = "crypto_pay"
    can = frozenset({"page", "fetch", "payout", "list"})

    def __init__(self, http: httpx.AsyncClient, api: str, token: SecretStr) -> None:
        self._http = http
        self._api = api
        self._headers = {"Crypto-Pay-API-Token": token.get_secret_value()}

    # -- Invoices

    async def create(self, request: InvoiceRequest) -> Created:
        if request.again and (known := await self._of_key(request.key, request.now)):
            return _created(known)
        invoice = await self._call(
            "createInvoice",
            {
                "currency_type": "fiat",
                "fiat": request.amount.currency,
                "amount": major(request.amount),
                "payload": request.key,
                "description": request.description[:1024],
                "expires_in": min(max(request.seconds, 1), LONGEST_LIFE),
                "paid_btn_name": "callback",
                "paid_btn_url": request.return_url,
                "allow_comments": False,
            },
        )
        return _created(invoice)

    async def fetch(self, invoice: InvoiceRef) -> Payment | None:
        if invoice.external_id is None:
            found = await self._of_key(invoice.key, invoice.created_at)
        else:
            found = await self._of_id(invoice.external_id)
        return None if found is None else _payment(found)

    async def _of_id(self, number: str) -> Json | None:
        result = await self._call("getInvoices", {"invoice_ids": number})
        found = needed_list(result, WHO, "items")
        return next((one for one in found if identifier(one, "invoice_id") == number), None)

    async def _of_key(self, key: str, since: datetime) -> Json | None:
        """Prefers a paid one, because a lost answer may have left two. The newest come first."""
        best = None
        offset: int | None = 0
        while offset is not None:
            found, offset = await self._page("getInvoices", offset)
            mine = [one for one in found if at(one, "payload") == key]
            best = next((one for one in mine if word(one, "status") == "paid"), best)
            best = best or next(iter(mine), None)
            oldest = moment(found[-1], "created_at") if found else None
            if best or (oldest and oldest < since - timedelta(hours=1)):
                break
        return best

    async def _page(
        self, method: str, offset: int, **filters: Any
    ) -> tuple[list[Json], int | None]:
        result = await self._call(method, {"offset": offset, "count": PAGE, **filters})
        found = needed_list(result, WHO, "items")
        return found, offset + PAGE if len(found) == PAGE else None

    # -- Transfers

    async def payout(self, request: PayoutRequest) -> Payout:
        if request.again and (known := await self.fetch_payout(request)):
            return known
        try:
            transfer = await self._call(
                "transfer",
                {
                    "user_id": request.recipient,
                    "asset": request.amount.asset,
                    "amount": f"{request.amount.amount:f}",
                    "spend_id": request.key,
                    **({"comment": request.comment[:1024]} if request.comment else {}),
                },
            )
        except Rejected as refused:
            # The same spend_id again: this says nothing about the payout.
            if "SPEND_ID" in str(refused) and (known := await self.fetch_payout(request)):
                return known
            if _VERDICTS.search(str(refused)):
                await self._refuse_test_network()
                raise
            # Coins or rights are missing, or nobody knows what it means: somebody has to look.
            raise Transient(str(refused), retry_after=REFUSED_PAUSE, scope="lane") from refused
        return _payout(transfer)

    async def _refuse_test_network(self) -> None:
        """An app of the test network knows none of the people of the real one, and says so of
        each."""
        bot = word(await self._ask("getMe", {}), "payment_processing_bot_username")
        if bot is None or "testnet" in bot.lower():
            why = f"{WHO}: TESTNET_TOKEN, it is of an app at {bot}"
            raise Transient(why, retry_after=REFUSED_PAUSE, scope="lane")

    async def worth(self, amount: Money, asset: str) -> AssetAmount:
        """Rounded up, so that nobody gets less than was promised."""
        rates = await self._ask("getExchangeRates", {})
        for rate in rates if isinstance(rates, list) else []:
            pair = (at(rate, "source"), at(rate, "target"))
            one = decimal(at(rate, "rate"))
            if (
                pair == (asset, amount.currency)
                and at(rate, "is_valid") is True
                and one
                and one > 0
            ):
                worth = Decimal(major(amount)) / one
                return AssetAmount(worth.quantize(_FINEST_PART, rounding=ROUND_UP), asset)
        why = f"{WHO}: no rate of {asset} in {amount.currency}"
        raise Transient(why, retry_after=REFUSED_PAUSE, scope="lane")

    async def fetch_payout(self, request: PayoutRequest) -> Payout | None:
        result = await self._ask("getTransfers", {"spend_id": request.key})
        found = needed_list(result, WHO, "items")
        mine = [one for one in found if at(one, "spend_id") == request.key]
        return _payout(mine[0]) if mine else None

    async def _ask(self, method: str, parameters: Json) -> Any:
        """A refused question says nothing about the payout, which may have been sent before."""
        try:
            return await self._call(method, parameters)
        except Rejected as refused:
            raise Transient(str(refused), retry_after=REFUSED_PAUSE, scope="lane") from refused

    # -- Lists

    async def list_changed(self, since: datetime, cursor: str | None = None) -> Page[Fact]:
        """What was paid since then. The API filters by status only; an invoice lives up to 31
        days."""
        found, rest = await self._page("getInvoices", int(cursor or 0), status="paid")
        since = since.replace(microsecond=0)
        payments = (_payment(one) for one in found)
        fresh: tuple[Fact, ...] = tuple(p for p in payments if p.paid_at and p.paid_at >= since)
        return Page(fresh, None if rest is None else str(rest))

    async def transactions(self, day: datetime, cursor: str | None = None) -> Page[Transaction]:
        kind, _, offset = (cursor or "getInvoices:0").partition(":")
        lines, filters = _LINES[kind]
        found, rest = await self._page(kind, int(offset), **filters)
        rows = (line for one in found for line in lines(one))
        items = tuple(row for row in rows if day <= row.at < day + timedelta(days=1))
        if rest is not None:
            return Page(items, f"{kind}:{rest}")
        return Page(items, "getTransfers:0" if kind == "getInvoices" else None)

    # -- The wire

    async def _call(self, method: str, parameters: Json) -> Any:
        answer = await call(
            self._http,
            WHO,
            "POST",
            f"{self._api}/{method}",
            headers=self._headers,
            json=parameters,
        )
        if answer.response.is_success and at(answer.body, "ok") is True:
            return at(answer.body, "result")
        raise answer.failure(word(answer.body, "error", "name"))


class CryptoPayWebhook:
    """Signed over the raw body with a hash of the token. Reports paid invoices only."""

    headers: tuple[str, ...] = (SIGNATURE,)

    def __init__(self, token: SecretStr) -> None:
        self._token = token.get_secret_value().encode()

    def read_webhook(self, headers: Headers, raw: bytes) -> list[ProviderEvent]:
        expected = hmac.new(hashlib.sha256(self._token).digest(), raw, hashlib.sha256).hexdigest()
        if not is_same(expected, headers.get(SIGNATURE, "")) or not self._token:
            raise BadSignature(WHO)
        return self.read_stored(raw, verified=True)

    def read_stored(self, raw: bytes, *, verified: bool) -> list[ProviderEvent]:
        try:
            body = parsed(raw)
        except Malformed as error:
            raise Unreadable(WHO) from error
        kind, update = word(body, "update_type"), identifier(body, "update_id")
        invoice = branch(body, "payload")
        number = identifier(invoice, "invoice_id")
        if kind is None or (number is None and update is None):
            raise Unreadable(WHO)
        # update_id is not unique, and an invoice is paid once.
        key = f"{kind}:{number}" if number else f"{kind}:update:{update}"
        facts = (_payment(invoice),) if kind == "invoice_paid" and number else ()
        return [ProviderEvent(key, kind, number, number or WHO, verified, facts)]


def _created(invoice: Any) -> Created:
    number = needed(identifier(invoice, "invoice_id"), WHO, "invoice_id")
    payment = _payment(invoice)
    url = at(invoice, "bot_invoice_url") or at(invoice, "pay_url")
    payable = payment.status is Status.PENDING
    return Created(
        number,
        needed(url if isinstance(url, str) else None, WHO, "bot_invoice_url") if payable else None,
        moment(invoice, "expiration_date"),
        None if payable else payment,
    )


def _payment(invoice: Json) -> Payment:
    status = _STATUS.get(word(invoice, "status") or "", Status.PENDING)
    amount = minor(at(invoice, "amount"), at(invoice, "fiat"))
    paid, asset = decimal(at(invoice, "paid_amount")), word(invoice, "paid_asset")
    came = status is Status.PAID
    return Payment(
        external_id=identifier(invoice, "invoice_id"),
        status=status,
        key=identifier(invoice, "payload"),
        amount=amount,
        received=amount if came else None,
        gross=AssetAmount(paid, asset) if paid is not None and asset else None,
        fee=_fee(invoice, amount) if came else None,
        paid_at=moment(invoice, "paid_at"),
        raw=invoice,
    )


def _fee(invoice: Json, amount: Money | None) -> Money | None:
    """Crypto Pay keeps a part of what was sent; returns the same part of the price, rounded
    down."""
    fee, paid = decimal(at(invoice, "fee_amount")), decimal(at(invoice, "paid_amount"))
    if amount is None or fee is None or paid is None:
        return None
    if at(invoice, "fee_asset") != at(invoice, "paid_asset") or fee > paid:
        return None
    return share(amount, fee, paid)


def _payout(transfer: Any) -> Payout:
    amount, asset = decimal(at(transfer, "amount")), word(transfer, "asset")
    return Payout(
        Progress.DONE if word(transfer, "status") == "completed" else Progress.PENDING,
        identifier(transfer, "transfer_id"),
        identifier(transfer, "spend_id"),
        AssetAmount(amount, asset) if amount is not None and asset else None,
    )


def _invoice_lines(invoice: Json) -> Iterator[Transaction]:
    payment = _payment(invoice)
    if payment.external_id and payment.received and payment.paid_at:
        yield Transaction(
            payment.external_id,
            "payment",
            payment.received,
            payment.paid_at,
            payment.fee,
            payment.key,
            payment.external_id,
        )


def _transfer_lines(transfer: Json) -> Iterator[Transaction]:
    payout, done_at = _payout(transfer), moment(transfer, "completed_at")
    if payout.external_id and payout.amount and done_at:
        out = AssetAmount(-payout.amount.amount, payout.amount.asset)
        yield Transaction(payout.external_id, "payout", out, done_at, key=payout.key)


_Lines = Callable[[Json], Iterator[Transaction]]
_LINES: dict[str, tuple[_Lines, dict[str, str]]] = {
    "getInvoices": (_invoice_lines, {"status": "paid"}),
    "getTransfers": (_transfer_lines, {}),
}
