"""Stripe: Checkout, saved cards off-session, refunds, disputes.

A session's id names the invoice, its payment intent's id the charge. Stripe keeps a key for at
least a day and replays its answer, including its own errors. So before a request that may have
arrived is repeated, the adapter searches for its result.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr

from gateways.errors import GatewayError, Rejected, Transient
from gateways.payments.money import from_stripe, to_stripe
from gateways.payments.port import (
    After,
    BadSignature,
    ChargeRequest,
    Created,
    Decline,
    Dispute,
    DisputeStatus,
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
    Answer,
    Json,
    Malformed,
    at,
    branch,
    call,
    identifier,
    is_same,
    listed,
    moment,
    needed,
    needed_list,
    parsed,
    text,
    whole,
    word,
)

WHO = "Stripe"
VERSION = "2026-06-24.dahlia"
SIGNATURE = "stripe-signature"
TOLERANCE = 300
PAGE = 100
SHORTEST_SESSION, LONGEST_SESSION = timedelta(minutes=31), timedelta(hours=24)
"""A minute above what it takes, for the way there."""
_EXPANDED = "payment_intent.latest_charge.balance_transaction", "payment_intent.payment_method"

_AFTER: Mapping[str, After] = {
    "authentication_required": After.BUYER,
    **dict.fromkeys(
        (
            *("incorrect_number", "lost_card", "pickup_card", "stolen_card", "expired_card"),
            *("revocation_of_authorization", "revocation_of_all_authorizations"),
            *("highest_risk_level", "transaction_not_allowed", "invalid_account"),
            *("card_not_supported", "stop_payment_order", "restricted_card", "do_not_try_again"),
        ),
        After.DROP,
    ),
    **dict.fromkeys(
        (
            *("insufficient_funds", "card_velocity_exceeded", "try_again_later"),
            *("issuer_not_available", "processing_error", "reenter_transaction"),
            *("do_not_honor", "generic_decline"),
        ),
        After.RETRY,
    ),
}
"""By decline code; what is not listed needs the buyer."""
_ADVICE = {
    "try_again_later": After.RETRY,
    "do_not_try_again": After.DROP,
    "confirm_card_data": After.BUYER,
}
"""Outranks the decline code."""
_REFUND = {
    "succeeded": Progress.DONE,
    "failed": Progress.FAILED,
    "canceled": Progress.FAILED,
}
_INTENT = {
    "succeeded": Status.PAID,
    "requires_capture": Status.AUTHORIZED,
    "canceled": Status.CANCELED,
}


class Stripe:
    code = "stripe"
    can = frozenset({"page", "close", "fetch", "refund", "saved_method", "list", "dispute"})

    def __init__(self, http: httpx.AsyncClient, api: str, key: SecretStr) -> None:
        self._http = http
        self._api = api
        self._headers = {
            "Authorization": f"Bearer {key.get_secret_value()}",
            "Stripe-Version": VERSION,
        }
        self._search = Search()

    # -- Sessions

    async def create(self, request: InvoiceRequest) -> Created:
        """The end of a session counts from now, and Stripe refuses a key with another body. So the
        end is part of the key, and the adapter searches for what an earlier try made."""
        if request.again:
            known = await self._session_of_key(request.key, request.now - LONGEST_SESSION)
            if known is not None:
                return _created(known)
        lives = min(max(request.expires_at - request.now, SHORTEST_SESSION), LONGEST_SESSION)
        ends = _epoch(request.now + lives)
        intent: Json = {"metadata": {"key": request.key}, "description": request.title}
        body: Json = {
            "mode": "payment",
            "client_reference_id": request.key,
            "metadata": {"key": request.key},
            "payment_intent_data": intent,
            "line_items": [_item(request)],
            "success_url": request.return_url,
            "cancel_url": request.return_url,
            "expires_at": ends,
        }
        if request.save_method:
            intent["setup_future_usage"] = "off_session"
            body["customer_creation"] = "always"
        return _created(await self._post("checkout/sessions", body, f"{request.key}:{ends}"))

    async def fetch(self, invoice: InvoiceRef) -> Payment | None:
        if invoice.external_id is None and invoice.method_id is not None:
            customer, _, _ = invoice.method_id.partition(":")
            intent = await self._intent_of_key(customer, invoice.key, invoice.created_at)
            return None if intent is None else _charged(intent)
        number = invoice.external_id
        if number is None:
            known = await self._session_of_key(invoice.key, invoice.created_at)
            number = identifier(known, "id")
        if number is None:
            return None
        kind = "payment_intents" if number.startswith("pi_") else "checkout/sessions"
        try:
            if kind == "payment_intents":
                return _charged(await self._get(f"{kind}/{number}", {"expand": _of_intent()}))
            return _session(await self._get(f"{kind}/{number}", {"expand": list(_EXPANDED)}))
        except _Missing:
            return None

    async def close(self, invoice: InvoiceRef) -> bool:
        """An order may end before its session can; Stripe refuses if it was paid meanwhile."""
        try:
            await self._post(f"checkout/sessions/{invoice.external_id}/expire", {}, None)
        except Rejected:
            return False
        return True

    async def _session_of_key(self, key: str, since: datetime) -> Json | None:
        query = {"created": {"gte": _epoch(since - timedelta(minutes=5))}}

        async def page_at(cursor: str | None) -> Page[Json]:
            found, rest = await self._page("checkout/sessions", query, cursor)
            return Page(tuple(found), rest)

        return await self._search.find(
            key, page_at, lambda session: at(session, "client_reference_id") == key
        )

    # -- Saved cards

    async def charge_saved(self, request: ChargeRequest) -> Payment:
        customer, _, method = request.method_id.partition(":")
        if request.again and (known := await self._charge_of_key(customer, request)):
            return known
        body = {
            "amount": to_stripe(request.amount),
            "currency": request.amount.currency.lower(),
            "customer": customer,
            "payment_method": method,
            "confirm": True,
            "off_session": True,
            "description": request.title,
            "metadata": {"key": request.key},
        }
        try:
            return _intent(await self._post("payment_intents", body, request.key))
        except _Declined as declined:
            return await self._declined(request, method, declined.error)

    async def _charge_of_key(self, customer: str, request: ChargeRequest) -> Payment | None:
        one = await self._intent_of_key(customer, request.key, request.first_tried_at)
        if one is None:
            return None
        if at(one, "last_payment_error") and not _over(one):
            _, _, method = request.method_id.partition(":")
            return await self._declined(
                request, method, {**one["last_payment_error"], "payment_intent": one}
            )
        return _intent(one)

    async def _intent_of_key(self, customer: str, key: str, since: datetime) -> Json | None:
        created = {"gte": _epoch(since - timedelta(minutes=5))}
        query = {"customer": customer, "created": created, "expand": _of_intent("data.")}
        async for one in self._all("payment_intents", query):
            if at(one, "metadata", "key") == key:
                found: Json = one
                return found
        return None

    async def _declined(self, request: ChargeRequest, method: str, error: Json) -> Payment:
        """If the bank wants to ask the buyer, confirming on-session returns the page for that."""
        decline, intent = _decline(error), branch(error, "payment_intent")
        number = identifier(intent, "id")
        if decline.code == "authentication_required" and number:
            decline = replace(decline, url=await self._page_to_confirm(number, method, request))
        payment = _intent(intent)
        return replace(payment, status=Status.CANCELED, key=request.key, decline=decline)

    async def _page_to_confirm(
        self, number: str, method: str, request: ChargeRequest
    ) -> str | None:
        body = {"payment_method": method, "return_url": request.return_url, "off_session": False}
        key = f"{request.key}:confirm"
        try:
            intent = await self._post(f"payment_intents/{number}/confirm", body, key)
        except Rejected:
            return None
        url = at(intent, "next_action", "redirect_to_url", "url")
        return url if isinstance(url, str) else None

    async def forget_method(self, method_id: str) -> bool:
        _, _, method = method_id.partition(":")
        try:
            await self._post(f"payment_methods/{method}/detach", {}, None)
        except Rejected:
            return True  # gone for good
        return True

    # -- Refunds and disputes

    async def refund(self, request: RefundRequest) -> Refund:
        if request.again and (known := await self.fetch_refund(request, None)):
            return known
        body = {
            "payment_intent": request.charge_id,
            "amount": to_stripe(request.amount),
            "metadata": {"key": request.key},
        }
        return _refund(await self._post("refunds", body, request.key))

    async def fetch_refund(self, request: RefundRequest, external_id: str | None) -> Refund | None:
        if external_id is not None:
            try:
                return _refund(await self._get(f"refunds/{external_id}", {}))
            except _Missing:
                return None
        async for one in self._all("refunds", {"payment_intent": request.charge_id}):
            if at(one, "metadata", "key") == request.key:
                return _refund(one)
        return None

    async def fetch_dispute(self, external_id: str) -> Dispute | None:
        try:
            dispute = _dispute(await self._get(f"disputes/{external_id}", {}))
        except _Missing:
            return None
        if dispute is None or dispute.amount is None:
            raise Transient(f"{WHO}: the answer is no dispute")
        return dispute

    # -- Lists

    async def list_changed(self, since: datetime, cursor: str | None = None) -> Page[Fact]:
        """Events that its webhooks could not deliver."""
        query = {"delivery_success": False, "created": {"gte": _epoch(since)}}
        found, rest = await self._page("events", query, cursor)
        return Page(tuple(fact for one in found for fact in _facts(one)), rest)

    async def transactions(self, day: datetime, cursor: str | None = None) -> Page[Transaction]:
        """Stripe lists them in the currency that it pays out, which may differ from the
        charge's."""
        span = {"gte": _epoch(day), "lt": _epoch(day + timedelta(days=1))}
        query = {"created": span, "expand": ["data.source"]}
        found, rest = await self._page("balance_transactions", query, cursor)
        return Page(tuple(line for one in found for line in _lines(one)), rest)

    async def _all(self, path: str, query: Json) -> Any:
        cursor: str | None = None
        while True:
            found, cursor = await self._page(path, query, cursor)
            for one in found:
                yield one
            if cursor is None:
                return

    async def _page(
        self, path: str, query: Json, cursor: str | None
    ) -> tuple[list[Json], str | None]:
        after = {"starting_after": cursor} if cursor else {}
        body = await self._get(path, {**query, **after, "limit": PAGE})
        found = needed_list(body, WHO, "data")
        more = at(body, "has_more") is True and bool(found)
        return found, identifier(found[-1], "id") if more else None

    # -- The wire

    async def _get(self, path: str, query: Json) -> Json:
        return await self._call("GET", path, params=list(_flat(query)))

    async def _post(self, path: str, body: Json, key: str | None) -> Json:
        headers = {"Idempotency-Key": key} if key else {}
        return await self._call("POST", path, more=headers, data=dict(_flat(body)))

    async def _call(
        self, method: str, path: str, *, more: Mapping[str, str] | None = None, **request: Any
    ) -> Json:
        headers = {**self._headers, **(more or {})}
        answer = await call(
            self._http, WHO, method, f"{self._api}/{path}", headers=headers, **request
        )
        if answer.response.is_success and answer.body is not None:
            return answer.body
        raise _failure(answer)


class _Missing(Rejected):
    """Stripe's own word that there is no such object."""


class _Declined(Rejected):
    def __init__(self, why: str, error: Json) -> None:
        super().__init__(why)
        self.error = error


def _failure(answer: Answer) -> GatewayError:
    error = branch(answer.body, "error")
    code = word(error, "code") or word(error, "type")
    failure = answer.failure(code)
    if answer.status == 402 and word(error, "type") == "card_error":
        return _Declined(str(failure), error)
    if code == "resource_missing":
        return _Missing(str(failure))
    if (
        isinstance(failure, Rejected)
        and answer.response.headers.get("stripe-should-retry") == "true"
    ):
        return Transient(str(failure), in_doubt=True)
    return failure


class StripeWebhook:
    """Signed over time and raw body; while a secret is replaced, there is a signature for each."""

    headers: tuple[str, ...] = (SIGNATURE,)

    def __init__(
        self,
        secrets: Sequence[SecretStr],
        clock: Callable[[], float] = time.time,
        tolerance: int = TOLERANCE,
    ) -> None:
        self._secrets = [secret.get_secret_value() for secret in secrets]
        self._clock = clock
        self._tolerance = tolerance

    def read_webhook(self, headers: Headers, raw: bytes) -> list[ProviderEvent]:
        parts = [part.strip().partition("=") for part in headers.get(SIGNATURE, "").split(",")]
        times = [value for name, _, value in parts if name == "t"]
        given = [value for name, _, value in parts if name == "v1"][:20]
        signed_at = times[0] if len(times) == 1 and len(times[0]) < 16 else ""
        if not (signed_at.isascii() and signed_at.isdigit()):
            raise BadSignature(WHO)
        genuine = False
        for secret in filter(None, self._secrets):
            signed = b"%b.%b" % (signed_at.encode(), raw)
            expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
            for signature in given:
                genuine |= is_same(expected, signature)
        if not genuine or abs(self._clock() - int(signed_at)) > self._tolerance:
            raise BadSignature(WHO)
        return self.read_stored(raw, verified=True)

    def read_stored(self, raw: bytes, *, verified: bool) -> list[ProviderEvent]:
        try:
            body = parsed(raw)
        except Malformed as error:
            raise Unreadable(WHO) from error
        number, kind = identifier(body, "id"), word(body, "type")
        if number is None or kind is None:
            raise Unreadable(WHO)
        told = branch(body, "data", "object")
        about = identifier(told, "id")
        lane = _intent_id(told) or about or number
        return [ProviderEvent(number, kind, about, lane, verified, _facts(body))]


def _facts(event: Json) -> tuple[Fact, ...]:
    """What an event says about money. A declined card of an open session is not final, and the
    session has an event of its own."""
    kind, told = word(event, "type") or "", branch(event, "data", "object")
    fact: Fact | None = None
    if kind == "checkout.session.async_payment_failed":
        fact = replace(_session(told), status=Status.CANCELED)
    elif kind.startswith("checkout.session."):
        fact = _session(told)
    elif kind in ("payment_intent.succeeded", "payment_intent.canceled"):
        fact = _intent(told)
    elif kind == "charge.refunded":
        fact = _charge(told)
    elif kind.startswith(("refund.", "charge.refund.")):
        fact = _refund(told)
    elif kind.startswith("charge.dispute."):
        fact = _dispute(told)
    return () if fact is None else (fact,)


def _created(session: Json) -> Created:
    payment = _session(session)
    number = needed(payment.external_id, WHO, "id")
    if payment.status is not Status.PENDING:
        return Created(number, None, None, payment)
    url = at(session, "url")
    return Created(
        number,
        needed(url if isinstance(url, str) else None, WHO, "url"),
        moment(session, "expires_at"),
    )


def _session(body: Json) -> Payment:
    amount = from_stripe(at(body, "amount_total"), at(body, "currency"))
    intent = branch(body, "payment_intent")
    status = Status.PENDING
    if at(body, "payment_status") == "paid":
        status = Status.PAID
    elif at(body, "status") == "expired":
        status = Status.EXPIRED
    elif at(body, "status") == "complete" and at(intent, "status") == "requires_payment_method":
        status = Status.CANCELED
    elif at(body, "status") == "complete":
        # The payer's bank takes days, as for a debit.
        status = Status.AUTHORIZED
    known = _intent(intent) if intent else Payment(None, status)
    if amount and known.amount and known.amount.currency != amount.currency:
        # What the payer saw and paid was exchanged; what went back of that is on Stripe's list.
        known = replace(known, refunded=0)
    came = status is Status.PAID
    return replace(
        known,
        external_id=identifier(body, "id"),
        status=known.status if came and known.status.has_money else status,
        charge_id=_intent_id(body),
        key=identifier(body, "client_reference_id") or identifier(body, "metadata", "key"),
        amount=amount,
        received=amount if came else None,
        paid_at=known.paid_at or (moment(body, "created") if came else None),
        decline=known.decline if status is Status.CANCELED else None,
        raw=body,
    )


def _intent(body: Json) -> Payment:
    amount = from_stripe(at(body, "amount"), at(body, "currency"))
    received = from_stripe(at(body, "amount_received"), at(body, "currency"))
    status = _INTENT.get(word(body, "status") or "", Status.PENDING)
    came = status is Status.PAID
    charge = branch(body, "latest_charge")
    refunded = from_stripe(at(charge, "amount_refunded"), at(charge, "currency"))
    number = identifier(body, "id")
    return Payment(
        external_id=number,
        status=_with_returns(status, charge) if came else status,
        charge_id=number,
        key=identifier(body, "metadata", "key"),
        amount=amount,
        received=received if came else None,
        fee=_fee(charge, received),
        refunded=refunded.amount if came and refunded else 0,
        paid_at=moment(charge, "created") or (moment(body, "created") if came else None),
        method=_method(body) if came else None,
        decline=_decline(branch(body, "last_payment_error")) if not came and _over(body) else None,
        raw=body,
    )


def _charged(intent: Json) -> Payment:
    """The outcome of a charge without the buyer; one that failed stays open for another card."""
    payment, error = _intent(intent), branch(intent, "last_payment_error")
    if error and at(intent, "status") == "requires_payment_method":
        return replace(payment, status=Status.CANCELED, decline=_decline(error))
    return payment


def _over(intent: Json) -> bool:
    return at(intent, "status") == "canceled" and bool(branch(intent, "last_payment_error"))


def _charge(body: Json) -> Payment:
    received = from_stripe(at(body, "amount_captured"), at(body, "currency"))
    refunded = from_stripe(at(body, "amount_refunded"), at(body, "currency"))
    came = at(body, "status") == "succeeded"
    number = _intent_id(body)
    return Payment(
        external_id=number,
        status=_with_returns(Status.PAID, body) if came else Status.PENDING,
        charge_id=number,
        key=identifier(body, "metadata", "key"),
        amount=from_stripe(at(body, "amount"), at(body, "currency")),
        received=received if came else None,
        refunded=refunded.amount if refunded else 0,
        paid_at=moment(body, "created"),
        raw=body,
    )


def _with_returns(status: Status, charge: Json) -> Status:
    back, whole = at(charge, "amount_refunded"), at(charge, "amount")
    if at(charge, "disputed") is True:
        return Status.DISPUTED
    if not isinstance(back, int) or not isinstance(whole, int) or back <= 0:
        return status
    return Status.REFUNDED if back >= whole else Status.PARTIALLY_REFUNDED


def _fee(charge: Json, received: Money | None) -> Money | None:
    moved = branch(charge, "balance_transaction")
    fee = from_stripe(at(moved, "fee"), at(moved, "currency"))
    return fee if received and fee and fee.currency == received.currency else None


def _method(intent: Json) -> SavedMethod | None:
    """A card is charged with its customer, so the id contains both. An event names only the card,
    which is not enough: the intent has to be fetched."""
    customer, card = identifier(intent, "customer"), branch(intent, "payment_method")
    number = identifier(card, "id")
    if at(intent, "setup_future_usage") != "off_session" or not customer or not number:
        return None
    name = " ".join(filter(None, (text(card, "card", "brand"), text(card, "card", "last4"))))
    return SavedMethod(f"{customer}:{number}", name or "card")


def _decline(error: Json) -> Decline:
    code = word(error, "decline_code") or word(error, "code") or "declined"
    if word(error, "code") == "authentication_required":
        code = "authentication_required"
    after = _ADVICE.get(word(error, "advice_code") or "") or _AFTER.get(code, After.BUYER)
    return Decline(after, code)


def _refund(body: Json) -> Refund:
    return Refund(
        _REFUND.get(word(body, "status") or "", Progress.PENDING),
        identifier(body, "id"),
        _intent_id(body),
        identifier(body, "metadata", "key"),
        from_stripe(at(body, "amount"), at(body, "currency")),
        word(body, "failure_reason"),
    )


def _dispute(body: Json) -> Dispute | None:
    number = identifier(body, "id")
    if number is None:
        return None
    status = DisputeStatus.OPEN
    if at(body, "status") in ("won", "warning_closed", "prevented"):
        status = DisputeStatus.WON
    elif at(body, "status") == "lost":
        status = DisputeStatus.LOST
    rows = listed(body, "balance_transactions")
    # Stripe keeps the fee whoever wins, so it says nothing about where the money is.
    moved, kept = (sum(whole(one, name) or 0 for one in rows) for name in ("amount", "fee"))
    return Dispute(
        number,
        _intent_id(body),
        status,
        from_stripe(at(body, "amount"), at(body, "currency")),
        moved < 0,
        word(body, "reason"),
        from_stripe(kept, at(rows[0], "currency")) if rows else None,
        moment(body, "evidence_details", "due_by"),
    )


def _intent_id(body: Json) -> str | None:
    if at(body, "object") == "payment_intent":
        return identifier(body, "id")
    return identifier(body, "payment_intent", "id") or identifier(body, "payment_intent")


_KINDS = {
    "charge": "payment",
    "payment": "payment",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund",
    "payment_failure_refund": "refund",
    "payout": "payout",
    "adjustment": "dispute",
    "stripe_fee": "fee",
}


def _lines(body: Json) -> Iterator[Transaction]:
    moved, net = at(body, "amount"), at(body, "net")
    if not isinstance(moved, int) or not isinstance(net, int):
        return
    source, made_at = branch(body, "source"), moment(body, "created")
    amount, fee = _signed(moved, body), _signed(moved - net, body)
    charged = source.get("currency")
    if isinstance(charged, str) and charged != at(body, "currency"):
        # Its payout and its fee are in another currency than the charge.
        there = from_stripe(at(source, "amount"), charged)
        back = there and Money(-there.amount, there.currency)
        amount, fee = back if moved < 0 else there, None
    number = identifier(source, "id") or identifier(body, "source") or identifier(body, "id")
    if amount is None or made_at is None or number is None:
        return
    yield Transaction(
        number,
        _KINDS.get(word(body, "type") or "", "other"),
        amount,
        made_at,
        fee,
        identifier(source, "metadata", "key"),
        _intent_id(source),
        identifier(body, "id"),
    )


def _signed(amount: int, body: Json) -> Money | None:
    found = from_stripe(abs(amount), at(body, "currency"))
    return found if found is None or amount >= 0 else Money(-found.amount, found.currency)


def _item(request: InvoiceRequest) -> Json:
    product = {"name": request.title}
    if request.description:
        product["description"] = request.description
    price = {
        "currency": request.amount.currency.lower(),
        "unit_amount": to_stripe(request.amount),
        "product_data": product,
    }
    return {"quantity": 1, "price_data": price}


def _of_intent(before: str = "") -> list[str]:
    return [f"{before}latest_charge.balance_transaction", f"{before}payment_method"]


def _epoch(time: datetime) -> int:
    return int(time.astimezone(UTC).timestamp())


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Stripe's forms: a[b][0][c]=d."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from _flat(inner, f"{name}[{key}]" if name else key)
        case list() | tuple():
            for number, inner in enumerate(value):
                yield from _flat(inner, f"{name}[{number}]")
        case bool():
            yield name, "true" if value else "false"
        case _:
            yield name, str(value)
