"""Heleket (Cryptomus speaks the same): invoices with a price in money that are paid in coins.

Every body is signed with one of two keys, one for payments and one for payouts and refunds. The
signature of a webhook is a member of its body, over the text without it. So the adapter cuts it out
of the bytes that arrived: JSON that is serialized again would differ. For a known order_id Heleket
returns the old invoice, with its old amount.
"""

import hashlib
import json
from base64 import b64encode
from datetime import datetime, timedelta
from decimal import Decimal
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

import httpx
from pydantic import SecretStr

from gateways.errors import Rejected
from gateways.payments.money import decimal, major, minor, share
from gateways.payments.port import (
    After,
    AssetAmount,
    BadSignature,
    Created,
    Decline,
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
    Refund,
    RefundRequest,
    Status,
    Transaction,
    Unreadable,
)
from gateways.payments.wire import (
    LARGEST_BODY,
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

WHO = "Heleket"
SHORTEST_LIFE, LONGEST_LIFE = 300, 43_200
ZONE = 3
"""Hours before UTC of the times that it writes and reads."""
_PAID = ("paid", "paid_over", "wrong_amount")
"""wrong_amount is final, and what came stays with the shop."""
_OVER = {"cancel": Status.EXPIRED, "fail": Status.CANCELED, "system_fail": Status.CANCELED}
HELD = "locked"
"""The coins came, and Heleket keeps them until it knows where they come from."""
_BACK = {"refund_process": Progress.PENDING, "refund_paid": Progress.DONE}
_MISSING = ("not_found", "no_query_results")
_PAYOUT_FAILED = ("fail", "cancel", "system_fail")


class Heleket:
    code = "heleket"

    def __init__(
        self,
        http: httpx.AsyncClient,
        api: str,
        merchant: str,
        payment_key: SecretStr,
        payout_key: SecretStr | None = None,
        callback: str | None = None,
    ) -> None:
        self._http = http
        self._api = api
        self._merchant = merchant
        self._payment_key = payment_key
        self._payout_key = payout_key
        self._callback = {"url_callback": callback} if callback else {}
        # A refund needs an address that only the payer knows, so no refund is automatic.
        self.can = frozenset({"page", "fetch", "list", *(["payout"] if payout_key else [])})

    # -- Invoices

    async def create(self, request: InvoiceRequest) -> Created:
        body = {
            "amount": major(request.amount),
            "currency": request.amount.currency,
            "order_id": request.key,
            "lifetime": min(max(request.seconds, SHORTEST_LIFE), LONGEST_LIFE),
            "url_return": request.return_url,
            "url_success": request.return_url,
            **self._callback,
        }
        try:
            made = await self._call("payment", body, self._payment_key)
        except Rejected:
            # The order_id may be known: Heleket refuses that as often as it answers.
            known = await self._info(request.key, None)
            if known is None:
                raise
            made = known
        payment = _payment(made)
        number = needed(payment.external_id, WHO, "uuid")
        if payment.amount != request.amount or payment.key != request.key:
            raise Rejected(f"{WHO}: the order_id is of another invoice")
        if payment.status is not Status.PENDING:
            return Created(number, None, None, payment)
        url = at(made, "url")
        return Created(
            number,
            needed(url if isinstance(url, str) else None, WHO, "url"),
            moment(made, "expired_at"),
        )

    async def fetch(self, invoice: InvoiceRef) -> Payment | None:
        found = await self._info(invoice.key, invoice.external_id)
        return None if found is None else _payment(found)

    async def _info(self, key: str, number: str | None) -> Json | None:
        asked = {"uuid": number} if number else {"order_id": key}
        try:
            return await self._call("payment/info", asked, self._payment_key)
        except _Missing:
            return None

    # -- Refunds and payouts

    async def refund(self, request: RefundRequest) -> Refund:
        """Whole, and to an address. A payment has at most one, so its state is the refund's."""
        if request.address is None or not request.whole:
            raise Rejected(f"{WHO}: a refund needs an address, and is of the whole")
        if known := await self.fetch_refund(request, None):
            return known
        asked = {"uuid": request.charge_id, "address": request.address, "is_subtract": True}
        await self._call("payment/refund", asked, self._payout_key)
        return Refund(Progress.PENDING, request.charge_id, request.charge_id, request.key)

    async def fetch_refund(self, request: RefundRequest, external_id: str | None) -> Refund | None:
        found = await self._info(request.key, request.charge_id)
        status = None if found is None else _status_word(found)
        if status is None or not status.startswith("refund_"):
            return None
        progress = _BACK.get(status, Progress.FAILED)
        return Refund(progress, request.charge_id, request.charge_id, request.key, request.amount)

    async def payout(self, request: PayoutRequest) -> Payout:
        """No document says that an order_id is paid out only once, so the adapter asks first."""
        if known := await self.fetch_payout(request):
            return known
        body = {
            "amount": f"{request.amount.amount:f}",
            "currency": request.amount.asset,
            "order_id": request.key,
            "address": request.recipient,
            "is_subtract": False,
            **({"network": request.network} if request.network else {}),
            **self._callback,
        }
        return _payout(await self._call("payout", body, self._payout_key))

    async def fetch_payout(self, request: PayoutRequest) -> Payout | None:
        try:
            found = await self._call("payout/info", {"order_id": request.key}, self._payout_key)
        except _Missing:
            return None
        return _payout(found)

    # -- Lists

    async def list_changed(self, since: datetime, cursor: str | None = None) -> Page[Fact]:
        """The API filters by when an invoice was made. An invoice lives half a day, and one that is
        paid at its end is confirmed later."""
        found, rest = await self._list("payment/list", since - timedelta(days=1), None, cursor)
        payments: tuple[Fact, ...] = tuple(map(_payment, found))
        return Page(payments, rest)

    async def transactions(self, day: datetime, cursor: str | None = None) -> Page[Transaction]:
        end = day + timedelta(days=1)
        kind, _, place = (cursor or "payment/list:").partition(":")
        line = _payment_line if kind == "payment/list" else _payout_line
        made_from = day - timedelta(days=1)
        found, rest = await self._list(kind, made_from, end, place or None)
        lines = (line(one) for one in found)
        items = tuple(one for one in lines if one is not None and day <= one.at < end)
        if rest is not None:
            return Page(items, f"{kind}:{rest}")
        more = kind == "payment/list" and self._payout_key is not None
        return Page(items, "payout/list:" if more else None)

    async def _list(
        self, path: str, start: datetime, end: datetime | None, cursor: str | None
    ) -> tuple[list[Json], str | None]:
        body = {"date_from": _there(start), **({"date_to": _there(end)} if end else {})}
        key = self._payment_key if path == "payment/list" else self._payout_key
        query = {"cursor": cursor} if cursor else None
        result = await self._call(path, body, key, query)
        return needed_list(result, WHO, "items"), identifier(result, "paginate", "nextCursor")

    # -- The wire

    async def _call(self, path: str, body: Json, key: SecretStr | None, query: Any = None) -> Json:
        if key is None:
            raise Rejected(f"{WHO}: there is no payout key")
        content = json.dumps(body).encode()
        headers = {
            "merchant": self._merchant,
            "sign": signature(content, key.get_secret_value()),
            "content-type": "application/json",
        }
        answer = await call(
            self._http,
            WHO,
            "POST",
            f"{self._api}/{path}",
            headers=headers,
            params=query,
            content=content,
        )
        if answer.response.is_success and at(answer.body, "state") == 0:
            return branch(answer.body, "result")
        code = _complaint(answer.body)
        failure = answer.failure(code)
        missing = code is not None and any(phrase in code for phrase in _MISSING)
        if missing and isinstance(failure, Rejected):
            raise _Missing(str(failure))
        raise failure


class _Missing(Rejected):
    """Heleket's own word that there is no such payment or payout."""


class HeleketWebhook:
    """Signed, without a time: whoever saw it can send it again, so each state is told once."""

    headers: tuple[str, ...] = ()

    def __init__(self, payment_key: SecretStr, payout_key: SecretStr | None = None) -> None:
        payment = payment_key.get_secret_value()
        payout = payout_key.get_secret_value() if payout_key else ""
        self._keys = {"payment": payment, "wallet": payment, "payout": payout}

    def read_webhook(self, headers: Headers, raw: bytes) -> list[ProviderEvent]:
        try:
            body, given, signed = *_read(raw), without_sign(raw)
        except Malformed as error:
            raise Unreadable(WHO) from error
        key = self._keys.get(word(body, "type") or "", "")
        if not is_same(signature(signed, key), given) or not key:
            raise BadSignature(WHO)
        return self.read_stored(raw, verified=True)

    def read_stored(self, raw: bytes, *, verified: bool) -> list[ProviderEvent]:
        try:
            body, _ = _read(raw)
        except Malformed as error:
            raise Unreadable(WHO) from error
        kind, status = word(body, "type"), _status_word(body)
        number = identifier(body, "uuid")
        if kind is None or status is None or number is None:
            raise Unreadable(WHO)
        fact: Fact = _payout(body) if kind == "payout" else _payment(body)
        final = "final" if at(body, "is_final") is True else "open"
        key, name = f"{kind}:{number}:{status}:{final}", f"{kind}.{status}"
        return [ProviderEvent(key, name, number, number, verified, (fact,))]


def _read(raw: bytes) -> tuple[Json, str]:
    body = parsed(raw)
    given = at(body, "sign")
    return body, given if isinstance(given, str) else ""


def signature(content: bytes, key: str) -> str:
    return hashlib.md5(b64encode(content) + key.encode(), usedforsecurity=False).hexdigest()


def without_sign(raw: bytes) -> bytes:
    """The object without its member `sign`, everything else byte by byte as it arrived."""
    if len(raw) > LARGEST_BODY:
        raise Malformed("too large")
    try:
        body = raw.decode()
        members, kept = _members(body), []
        for name, start, end in members:
            if name != "sign":
                kept.append(body[start:end])
    except (ValueError, RecursionError, ArithmeticError, IndexError) as error:
        raise Malformed("no JSON") from error
    if len(members) - len(kept) != 1:
        raise Malformed("not signed once")
    return ("{" + ",".join(kept) + "}").encode()


def _members(body: str) -> list[tuple[str, int, int]]:
    """Name, start and end of each member of an object."""
    members = []
    place = _past_space(body, 0)
    if body[place] != "{":
        raise Malformed("no object")
    while True:
        start = _past_space(body, place + 1)
        if body[start] != '"':
            raise Malformed("no name")
        name, place = scanstring(body, start + 1, True)
        place = _past_space(body, place)
        if body[place] != ":":
            raise Malformed("no value")
        _, end = _DECODER.raw_decode(body, _past_space(body, place + 1))
        members.append((name, start, end))
        place = _past_space(body, end)
        if body[place] == "}":
            return members
        if body[place] != ",":
            raise Malformed("no end")


_DECODER = json.JSONDecoder(parse_float=Decimal)


def _past_space(body: str, place: int) -> int:
    while body[place] in " \t\r\n":
        place += 1
    return place


def _status_word(body: Json) -> str | None:
    return word(body, "payment_status") or word(body, "status")


def _payment(body: Json) -> Payment:
    said = _status_word(body) or ""
    final = at(body, "is_final") is not False
    status = Status.PENDING
    if (said in _PAID and final) or said in ("refund_process", "refund_fail"):
        status = Status.PAID
    elif said == "refund_paid":
        status = Status.REFUNDED
    elif said == HELD:
        status = Status.AUTHORIZED
    elif final:
        status = _OVER.get(said, Status.PENDING)
    amount = minor(at(body, "amount"), at(body, "currency"))
    paid, asset = decimal(at(body, "payment_amount")), word(body, "payer_currency")
    received = _received(body, said, amount, paid) if status.has_money else None
    return Payment(
        external_id=identifier(body, "uuid"),
        status=status,
        key=identifier(body, "order_id"),
        amount=amount,
        received=received,
        gross=AssetAmount(paid, asset) if paid and asset else None,
        fee=_fee(body, received, paid),
        refunded=received.amount if received and status is Status.REFUNDED else 0,
        paid_at=moment(body, "updated_at", zone=ZONE) if status.has_money else None,
        decline=Decline(After.END, HELD) if said == HELD else None,
        raw=body,
    )


def _received(body: Json, said: str, amount: Money | None, paid: Decimal | None) -> Money | None:
    """The part of the price that arrived, as of the coins asked for; None if it does not say."""
    asked = decimal(at(body, "payer_amount"))
    if amount is None or said == "paid":
        return amount
    if not asked or paid is None:
        return None
    return share(amount, paid, asked)


def _fee(body: Json, received: Money | None, paid: Decimal | None) -> Money | None:
    """A part of the coins did not reach the shop; returns that part of the price, rounded down."""
    arrived = decimal(at(body, "merchant_amount"))
    if received is None or not paid or arrived is None or not 0 <= arrived <= paid:
        return None
    return share(received, paid - arrived, paid)


def _payout(body: Json) -> Payout:
    said, final = word(body, "status") or "", at(body, "is_final") is True
    amount, asset = decimal(at(body, "amount")), word(body, "currency")
    progress = Progress.PENDING
    if said == "paid":
        progress = Progress.DONE
    elif said in _PAYOUT_FAILED and final:
        # Until then Heleket's support may send it again.
        progress = Progress.FAILED
    return Payout(
        progress,
        identifier(body, "uuid"),
        identifier(body, "order_id"),
        AssetAmount(amount, asset) if amount is not None and asset else None,
        said if progress is Progress.FAILED else None,
    )


def _payment_line(body: Json) -> Transaction | None:
    return Transaction.of(_payment(body))


def _payout_line(body: Json) -> Transaction | None:
    payout, done_at = _payout(body), moment(body, "updated_at", zone=ZONE)
    if not (payout.external_id and payout.amount and done_at):
        return None
    if payout.status is not Progress.DONE:
        return None
    out = AssetAmount(-payout.amount.amount, payout.amount.asset)
    return Transaction(payout.external_id, "payout", out, done_at, key=payout.key)


def _complaint(body: Json | None) -> str | None:
    """Its complaint in a word: the fields at fault, else the beginning of its message."""
    if body is None or not isinstance(at(body, "state"), int):
        return None
    fields = "-".join(sorted(branch(body, "errors")))[:60]
    said = at(body, "message")
    told = fields or (said if isinstance(said, str) else "")
    plain = "_".join("".join(c if c.isascii() and c.isalnum() else " " for c in told).split())
    return plain.lower()[:60] or "refused"


def _there(time: datetime) -> str:
    return (time + timedelta(hours=ZONE)).strftime("%Y-%m-%d %H:%M:%S")
