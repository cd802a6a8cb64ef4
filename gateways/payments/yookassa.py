"""YooKassa: a hosted page, saved methods, receipts for the tax office, refunds.

Its webhooks are not signed, so each is a hint, and the payment is fetched. The outcome is in doubt
after 500 and `pending`: then repeat with the same Idempotence-Key, but never after a decline.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr

from gateways.errors import Denied, Rejected
from gateways.payments.money import major, minor
from gateways.payments.port import (
    After,
    ChargeRequest,
    Contact,
    Created,
    Decline,
    Fact,
    Headers,
    InvoiceRef,
    InvoiceRequest,
    Money,
    Page,
    Payment,
    Progress,
    ProviderEvent,
    Refund,
    RefundRequest,
    SavedMethod,
    Status,
    Transaction,
    Unreadable,
)
from gateways.payments.search import Search
from gateways.payments.wire import (
    Json,
    Malformed,
    at,
    branch,
    call,
    identifier,
    iso,
    moment,
    needed,
    needed_list,
    parsed,
    text,
    word,
)

WHO = "YooKassa"
FORBIDDEN = "forbidden"
PAGE = 100
PAYABLE_FOR = timedelta(hours=1)
"""How long its pages live; that cannot be set."""
_STATUS = {
    "pending": Status.PENDING,
    "waiting_for_capture": Status.AUTHORIZED,
    "succeeded": Status.PAID,
    "canceled": Status.CANCELED,
}
_REFUND = {"succeeded": Progress.DONE, "canceled": Progress.FAILED}
_AFTER = {
    **dict.fromkeys(
        (
            *("insufficient_funds", "issuer_unavailable", "internal_timeout"),
            "payment_method_limit_exceeded",
        ),
        After.RETRY,
    ),
    **dict.fromkeys(
        (
            *("permission_revoked", "card_expired", "payment_method_restricted", "invalid_csc"),
            *("invalid_card_number", "country_forbidden", "fraud_suspected"),
        ),
        After.DROP,
    ),
    **dict.fromkeys(
        ("3d_secure_failed", "call_issuer", "general_decline", "identification_required"),
        After.BUYER,
    ),
}
"""All others are a plain end."""


@dataclass(frozen=True)
class Receipts:
    """What the shop's receipts for the tax office need. `email` is for payers who gave none."""

    vat_code: int
    email: str
    tax_system_code: int | None = None


class YooKassa:
    code = "yookassa"
    can = frozenset({"page", "fetch", "refund", "saved_method", "list"})

    def __init__(
        self,
        http: httpx.AsyncClient,
        api: str,
        shop_id: str,
        secret: SecretStr,
        receipts: Receipts | None = None,
    ) -> None:
        self._http = http
        self._api = api
        credentials = b64encode(f"{shop_id}:{secret.get_secret_value()}".encode()).decode()
        self._headers = {"Authorization": f"Basic {credentials}"}
        self._receipts = receipts
        self._search = Search()

    # -- Payments

    async def create(self, request: InvoiceRequest) -> Created:
        """A shop may remember methods only once YooKassa's manager has allowed it. Without that the
        payer gets a page that remembers nothing; its key differs, because the first one was used
        for another request."""
        body = {
            **self._wanted(request.key, request.amount, request.title, request.contact),
            "confirmation": {"type": "redirect", "return_url": request.return_url},
            "save_payment_method": request.save_method,
        }
        try:
            made = await self._post("payments", body, request.key)
        except _Forbidden:
            if not request.save_method:
                raise
            unsaved = {**body, "save_payment_method": False}
            made = await self._post("payments", unsaved, f"{request.key}:unsaved")
            return _created(made, request, saves=False)
        return _created(made, request, saves=True)

    async def fetch(self, invoice: InvoiceRef) -> Payment | None:
        if invoice.external_id is None:
            return await self._of_key(invoice.key, invoice.created_at)
        found = await self._get_one(f"payments/{invoice.external_id}")
        return None if found is None else _payment(found)

    async def _of_key(self, key: str, since: datetime) -> Payment | None:
        start = since - timedelta(minutes=5)
        return await self._search.find(
            key, lambda cursor: self._made(start, cursor), lambda payment: payment.key == key
        )

    def _wanted(self, key: str, amount: Money, title: str, contact: Contact | None) -> Json:
        return {
            "amount": _written(amount),
            "capture": True,
            "description": title[:128],
            "metadata": {"key": key},
            **self._receipt(amount, title, contact),
        }

    def _receipt(self, amount: Money, title: str, contact: Contact | None) -> Json:
        if self._receipts is None:
            return {}
        email = (contact.email if contact else None) or self._receipts.email
        phone = {"phone": contact.phone} if contact and contact.phone else {}
        item = {
            "description": title[:128],
            "quantity": "1",
            "amount": _written(amount),
            "vat_code": self._receipts.vat_code,
            "measure": "piece",
            "payment_subject": "service",
            "payment_mode": "full_payment",
        }
        receipt: Json = {"customer": {"email": email, **phone}, "items": [item]}
        if self._receipts.tax_system_code is not None:
            receipt["tax_system_code"] = self._receipts.tax_system_code
        return {"receipt": receipt}

    # -- Saved methods

    async def charge_saved(self, request: ChargeRequest) -> Payment:
        """YooKassa keeps keys for a day. The adapter searches for an older try, which would
        otherwise be charged a second time."""
        if request.again and (known := await self._of_key(request.key, request.first_tried_at)):
            return known
        body = {
            **self._wanted(request.key, request.amount, request.title, request.contact),
            "payment_method_id": request.method_id,
        }
        try:
            return _payment(await self._post("payments", body, request.key))
        except _Forbidden:
            decline = Decline(After.END, FORBIDDEN)
            return Payment(None, Status.CANCELED, key=request.key, decline=decline)
        except _Invalid as refused:
            if refused.parameter != "payment_method_id":
                raise
            decline = Decline(After.DROP, "payment_method_id")
            return Payment(None, Status.CANCELED, key=request.key, decline=decline)

    async def forget_method(self, method_id: str) -> bool:
        return False

    # -- Refunds

    async def refund(self, request: RefundRequest) -> Refund:
        if request.again and (known := await self.fetch_refund(request, None)):
            return known
        body = {
            "payment_id": request.charge_id,
            "amount": _written(request.amount),
            "metadata": {"key": request.key},
            **self._receipt(request.amount, request.title, request.contact),
        }
        return _refund(await self._post("refunds", body, request.key))

    async def fetch_refund(self, request: RefundRequest, external_id: str | None) -> Refund | None:
        if external_id is not None:
            found = await self._get_one(f"refunds/{external_id}")
            return None if found is None else _refund(found)
        cursor: str | None = None
        while True:
            body = await self._list("refunds", cursor, payment_id=request.charge_id)
            for refund in map(_refund, needed_list(body, WHO, "items")):
                if refund.key == request.key:
                    return refund
            cursor = identifier(body, "next_cursor")
            if cursor is None:
                return None

    # -- Lists

    async def list_changed(self, since: datetime, cursor: str | None = None) -> Page[Fact]:
        page = await self._made(since, cursor)
        return Page(page.items, page.cursor)

    async def _made(self, since: datetime, cursor: str | None) -> Page[Payment]:
        body = await self._list("payments", cursor, **{"created_at.gte": iso(since)})
        payments = tuple(map(_payment, needed_list(body, WHO, "items")))
        return Page(payments, identifier(body, "next_cursor"))

    async def transactions(self, day: datetime, cursor: str | None = None) -> Page[Transaction]:
        kind, _, place = (cursor or "payments:").partition(":")
        field, line = _LINES[kind]
        span = {f"{field}.gte": iso(day), f"{field}.lt": iso(day + timedelta(days=1))}
        body = await self._list(kind, place or None, status="succeeded", **span)
        lines = (line(one) for one in needed_list(body, WHO, "items"))
        items = tuple(one for one in lines if one is not None)
        rest = identifier(body, "next_cursor")
        if rest is not None:
            return Page(items, f"{kind}:{rest}")
        return Page(items, "refunds:" if kind == "payments" else None)

    # -- The wire

    async def _list(self, path: str, cursor: str | None, **filters: str) -> Json:
        query = {**filters, "limit": str(PAGE), **({"cursor": cursor} if cursor else {})}
        return await self._call("GET", path, params=query)

    async def _get_one(self, path: str) -> Json | None:
        try:
            return await self._call("GET", path)
        except _NotFound:
            return None

    async def _post(self, path: str, body: Json, key: str) -> Json:
        return await self._call("POST", path, json=body, more={"Idempotence-Key": key})

    async def _call(
        self, method: str, path: str, *, more: Mapping[str, str] | None = None, **request: Any
    ) -> Json:
        headers = {**self._headers, **(more or {})}
        answer = await call(
            self._http, WHO, method, f"{self._api}/{path}", headers=headers, **request
        )
        if answer.response.is_success and answer.body is not None:
            return answer.body
        code = word(answer.body, "code")
        failure = answer.failure(code)
        if code == FORBIDDEN and answer.status == 403:
            raise _Forbidden(str(failure))
        if code == "not_found" and answer.status == 404:
            raise _NotFound(str(failure))
        if isinstance(failure, Rejected):
            raise _Invalid(str(failure), word(answer.body, "parameter"))
        raise failure


class _Forbidden(Denied):
    """The keys are right, and the shop may not do this."""


class _NotFound(Rejected):
    """YooKassa's own word that there is no such payment or refund."""


class _Invalid(Rejected):
    def __init__(self, why: str, parameter: str | None) -> None:
        super().__init__(f"{why} {parameter or ''}".rstrip())
        self.parameter = parameter


class YooKassaWebhook:
    """All its webhooks are hints. The key contains a hash of the body, so that a forged notice
    cannot take the place of the true one."""

    headers: tuple[str, ...] = ()

    def read_webhook(self, headers: Headers, raw: bytes) -> list[ProviderEvent]:
        return self.read_stored(raw, verified=False)

    def read_stored(self, raw: bytes, *, verified: bool) -> list[ProviderEvent]:
        try:
            body = parsed(raw)
        except Malformed as error:
            raise Unreadable(WHO) from error
        kind, told = word(body, "event"), branch(body, "object")
        number = identifier(told, "id")
        if kind is None or number is None:
            raise Unreadable(WHO)
        key = f"{kind}:{number}:{hashlib.sha256(raw).hexdigest()[:32]}"
        if not kind.startswith("refund."):
            return [ProviderEvent(key, kind, number, number)]
        refund = _refund(told)
        return [ProviderEvent(key, kind, number, refund.charge_id or number, facts=(refund,))]


def _created(made: Json, request: InvoiceRequest, *, saves: bool) -> Created:
    payment = _payment(made)
    number = needed(payment.external_id, WHO, "id")
    if payment.status is not Status.PENDING:
        return Created(number, None, None, payment, saves)
    url = at(made, "confirmation", "confirmation_url")
    made_at = moment(made, "created_at")
    return Created(
        number,
        needed(url if isinstance(url, str) else None, WHO, "confirmation_url"),
        min(request.expires_at, made_at + PAYABLE_FOR) if made_at else None,
        saves=saves,
    )


def _written(money: Money) -> Json:
    return {"value": major(money), "currency": money.currency}


def _money(value: Json, *path: str) -> Money | None:
    amount = branch(value, *path)
    return minor(at(amount, "value"), at(amount, "currency"))


def _payment(body: Json) -> Payment:
    status = _STATUS.get(word(body, "status") or "", Status.PENDING)
    amount = _money(body, "amount")
    came = status is Status.PAID
    back = _money(body, "refunded_amount")
    refunded = back.amount if came and back and amount and back.currency == amount.currency else 0
    if refunded and amount:
        whole = refunded >= amount.amount
        status = Status.REFUNDED if whole else Status.PARTIALLY_REFUNDED
    # Money that arrived outweighs an earlier decline: a page may be paid after its end.
    reason = None if came else word(body, "cancellation_details", "reason")
    if reason == "expired_on_confirmation":
        status = Status.EXPIRED
    return Payment(
        external_id=identifier(body, "id"),
        status=status,
        key=identifier(body, "metadata", "key"),
        amount=amount,
        received=amount if came else None,
        fee=_fee(body, amount) if came else None,
        refunded=refunded,
        paid_at=moment(body, "captured_at"),
        method=_method(body),
        decline=Decline(_AFTER.get(reason, After.END), reason) if reason else None,
        raw=body,
    )


def _fee(body: Json, amount: Money | None) -> Money | None:
    income = _money(body, "income_amount")
    if amount is None or income is None or income.currency != amount.currency:
        return None
    kept = amount.amount - income.amount
    return Money(kept, amount.currency) if kept >= 0 else None


def _method(body: Json) -> SavedMethod | None:
    number = identifier(body, "payment_method", "id")
    if number is None or at(body, "payment_method", "saved") is not True:
        return None
    return SavedMethod(number, text(body, "payment_method", "title") or WHO)


def _refund(body: Json) -> Refund:
    return Refund(
        _REFUND.get(word(body, "status") or "", Progress.PENDING),
        identifier(body, "id"),
        identifier(body, "payment_id"),
        identifier(body, "metadata", "key"),
        _money(body, "amount"),
        word(body, "cancellation_details", "reason"),
    )


def _payment_line(body: Json) -> Transaction | None:
    return Transaction.of(_payment(body))


def _refund_line(body: Json) -> Transaction | None:
    refund, made_at = _refund(body), moment(body, "created_at")
    if not (refund.external_id and refund.amount and made_at):
        return None
    out = Money(-refund.amount.amount, refund.amount.currency)
    return Transaction(
        refund.external_id, "refund", out, made_at, key=refund.key, charge_id=refund.charge_id
    )


_LINES: dict[str, tuple[str, Callable[[Json], Transaction | None]]] = {
    "payments": ("captured_at", _payment_line),
    "refunds": ("created_at", _refund_line),
}
