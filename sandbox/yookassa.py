"""YooKassa, API v3: payments, saved methods, refunds. Its webhooks carry no signature."""

import hashlib
import json
import operator
import secrets
import uuid as uuids
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from sandbox.clock import Clock
from sandbox.faults import FaultInjector
from sandbox.payment_options import PaymentOptions
from sandbox.provider_faults import trouble
from sandbox.provider_webhook import ProviderWebhook
from sandbox.routing import Router
from sandbox.store import Json, Store

_PAYABLE_FOR = timedelta(hours=1)
_BOUNDS = {"gte": operator.ge, "gt": operator.gt, "lte": operator.le, "lt": operator.lt}


class Refused(Exception):
    """A response in YooKassa's error format."""

    def __init__(
        self,
        status: int,
        code: str,
        description: str,
        parameter: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(description)
        self.status = status
        self.code = code
        self.parameter = parameter
        self.headers = headers

    def body(self) -> Json:
        body = {
            "type": "error",
            "id": str(uuids.uuid4()),
            "code": self.code,
            "description": str(self),
        }
        return body | ({"parameter": self.parameter} if self.parameter else {})


class YooKassa:
    """One shop at YooKassa, with its payments and refunds."""

    def __init__(
        self,
        shop_id: str,
        secret: str,
        clock: Clock,
        faults: FaultInjector,
        store: Store,
        webhook: ProviderWebhook,
    ) -> None:
        self._credentials = f"{shop_id}:{secret}"
        self._shop_id = shop_id
        self._clock = clock
        self.faults = faults
        self._store = store
        self.webhook = webhook
        self.payments = {body["id"]: body for body in store.all("yookassa_payment")}
        self.refunds = {body["id"]: body for body in store.all("yookassa_refund")}
        self._answers = {body["key"]: body for body in store.all("yookassa_answer")}
        self._methods = {body["id"] for body in store.all("yookassa_method")}

    def knows(self, authorization: str) -> bool:
        kind, _, encoded = authorization.partition(" ")
        try:
            given = b64decode(encoded) if kind.lower() == "basic" else b""
        except ValueError:
            given = b""
        return secrets.compare_digest(given, self._credentials.encode())

    def once(self, key: str | None, path: str, body: Json, base_url: str) -> Json:
        """Executes a POST once per Idempotence-Key; the key with another body is refused."""
        if not key or len(key) > 64:
            raise _invalid("Idempotence-Key is missing or too long", "Idempotence-Key")
        digest = hashlib.sha256(json.dumps([path, body], sort_keys=True).encode()).hexdigest()
        known = None if self.faults.now.yookassa.forget_keys else self._answers.get(key)
        if known is not None and known["digest"] != digest:
            raise _invalid("Idempotence-Key was used for another request", "Idempotence-Key")
        if known is not None:
            # The object in its current state, as YooKassa answers; not a copy of the first answer.
            return self.find(known["answer"])
        answer = self._post(path, body, base_url)
        self._answers[key] = {"key": key, "digest": digest, "answer": answer["id"]}
        self._store.put("yookassa_answer", key, self._answers[key])
        return answer

    def find(self, number: str) -> Json:
        self._expire()
        found = self.payments.get(number) or self.refunds.get(number)
        if found is None:
            raise Refused(404, "not_found", f"{number} doesn't exist")
        return found

    def list_all(self, things: dict[str, Json], query: Mapping[str, str]) -> Json:
        """Newest first; a cursor marks the place to continue. Unknown filters are refused, so that
        no client relies on one that does nothing."""
        self._expire()
        found = sorted(things.values(), key=lambda thing: thing["created_at"], reverse=True)
        for name, value in query.items():
            field, _, bound = name.partition(".")
            if name in ("status", "payment_id"):
                found = [thing for thing in found if thing.get(name) == value]
            elif field in ("created_at", "captured_at") and bound in _BOUNDS:
                found = [t for t in found if field in t and _BOUNDS[bound](t[field], value)]
            elif name not in ("limit", "cursor"):
                raise _invalid("No such filter", name)
        start, limit = int(query.get("cursor", "0")), int(query.get("limit", "10"))
        if not 1 <= limit <= 100:
            raise _invalid("Limit is from 1 to 100", "limit")
        rest = {"next_cursor": str(start + limit)} if start + limit < len(found) else {}
        items = [public(thing) for thing in found[start : start + limit]]
        return {"type": "list", "items": items, **rest}

    def _post(self, path: str, body: Json, base_url: str) -> Json:
        match path.split("/"):
            case ["payments"]:
                return self._create(body, base_url)
            case ["payments", number, "capture"]:
                return self._move(number, "waiting_for_capture", "succeeded")
            case ["payments", number, "cancel"]:
                return self._move(number, "waiting_for_capture", "canceled")
            case ["refunds"]:
                return self._refund(body)
        raise Refused(404, "not_found", f"no such method: {path}")

    def _create(self, body: Json, base_url: str) -> Json:
        number = str(uuids.uuid4())
        saved = body.get("payment_method_id")
        if self.faults.now.yookassa.no_autopay and (saved or body.get("save_payment_method")):
            raise Refused(403, "forbidden", "This store can't make recurring payments")
        if saved is not None and saved not in self._methods:
            raise _invalid("Payment method doesn't exist", "payment_method_id")
        if saved is None and body.get("confirmation", {}).get("type") != "redirect":
            raise _invalid("Only redirect is emulated", "confirmation.type")
        _check_receipt(body)
        payment = {
            "id": number,
            "status": "pending",
            "paid": False,
            "amount": _money(body.get("amount")),
            "description": str(body.get("description", ""))[:128],
            "recipient": {"account_id": self._shop_id, "gateway_id": "1"},
            "created_at": _iso(self._clock.now()),
            "refundable": False,
            "test": True,
            "metadata": body.get("metadata", {}),
            "_capture": bool(body.get("capture", False)),
            "_save": bool(body.get("save_payment_method", False)),
        }
        self._save(payment)
        if saved is not None and self.faults.now.yookassa.processing:
            payment["_method"] = saved
            self._save(payment)
            return payment
        if saved is not None and (reason := self.faults.now.yookassa.decline):
            return self._cancel(payment, "payment_network", reason)
        if saved is not None:
            return self._settle(payment, method=saved)
        url = f"{base_url}/pay/yookassa/{number}"
        payment["confirmation"] = {"type": "redirect", "confirmation_url": url}
        payment["_return_url"] = body["confirmation"].get("return_url")
        self._save(payment)
        return payment

    def _refund(self, body: Json) -> Json:
        payment = self.payments.get(str(body.get("payment_id")))
        if payment is None or payment["status"] != "succeeded":
            raise _invalid("Payment doesn't exist or is not paid", "payment_id")
        amount = _money(body.get("amount"))
        of_it = [r for r in self.refunds.values() if r["payment_id"] == payment["id"]]
        before = sum(Decimal(r["amount"]["value"]) for r in of_it if r["status"] != "canceled")
        left = Decimal(payment["amount"]["value"]) - before
        if amount["currency"] != payment["amount"]["currency"] or Decimal(amount["value"]) > left:
            raise _invalid("Refund is larger than what is left of the payment", "amount.value")
        _check_receipt(body)
        refund = {
            "id": str(uuids.uuid4()),
            "payment_id": payment["id"],
            "status": "pending",
            "amount": amount,
            "created_at": _iso(self._clock.now()),
            "metadata": body.get("metadata", {}),
        }
        self._save_refund(refund)
        fate = self.faults.now.yookassa.refunds
        return refund if fate == "pending" else self.settle_refund(refund["id"], fate is None)

    def settle_refund(self, number: str, succeeds: bool) -> Json:
        """The result of a pending refund. A canceled one sends no webhook."""
        refund = self.refunds[number]
        if not succeeds:
            why = {"party": "yoo_money", "reason": "insufficient_funds"}
            self._save_refund({**refund, "status": "canceled", "cancellation_details": why})
            return self.refunds[number]
        payment = self.payments[refund["payment_id"]]
        before = Decimal(payment.get("refunded_amount", {"value": "0"})["value"])
        total = before + Decimal(refund["amount"]["value"])
        self._save({**payment, "refunded_amount": {**refund["amount"], "value": f"{total:.2f}"}})
        self._save_refund({**refund, "status": "succeeded"})
        self._announce("refund.succeeded", self.refunds[number])
        return self.refunds[number]

    def _move(self, number: str, before: str, after: str) -> Json:
        payment = self.find(number)
        if payment["status"] != before:
            raise _invalid(f"Payment is {payment['status']}, not {before}", "payment_id")
        self._save({**payment, "status": after, "refundable": after == "succeeded"})
        self._announce(f"payment.{after}", self.payments[number])
        return self.payments[number]

    def pay(self, number: str, how: PaymentOptions) -> Json:
        """The payer's action. A forged notice moves no money; `late` pays a canceled payment."""
        payment = self.find(number)
        if how.bad_signature:
            forged = {**payment, "status": "succeeded", "paid": True}
            self._announce("payment.succeeded", forged, how.repeat)
            return payment
        if payment["status"] == "canceled" and not how.late:
            raise _invalid("Payment is canceled", "payment_id")
        if payment["paid"]:
            self._announce(f"payment.{payment['status']}", payment, how.repeat)
            return payment
        if how.amount is not None:
            payment = {**payment, "amount": {**payment["amount"], "value": f"{how.amount:.2f}"}}
        if how.currency is not None:
            payment = {**payment, "amount": {**payment["amount"], "currency": how.currency}}
        return self._settle(payment, repeat=how.repeat)

    def _settle(self, payment: Json, *, method: str | None = None, repeat: int = 1) -> Json:
        captured = payment["_capture"]
        method = method or payment.get("_method") or str(uuids.uuid4())
        if payment["_save"]:
            self._methods.add(method)
            self._store.put("yookassa_method", method, {"id": method})
        paid = {
            **payment,
            "status": "succeeded" if captured else "waiting_for_capture",
            "paid": True,
            "refundable": captured,
            "captured_at": _iso(self._clock.now()),
            "income_amount": {
                **payment["amount"],
                "value": f"{Decimal(payment['amount']['value']) * Decimal('0.965'):.2f}",
            },
            "payment_method": {
                "type": "bank_card",
                "id": method,
                "saved": method in self._methods,
                "title": "Bank card *4444",
            },
        }
        self._save(paid)
        self._announce(f"payment.{paid['status']}", paid, repeat)
        return paid

    def _announce(self, event: str, thing: Json, repeat: int = 1) -> None:
        body = json.dumps(
            {"type": "notification", "event": event, "object": public(thing)}
        ).encode()
        self.webhook.send(body, {}, copies=repeat)

    def _expire(self) -> None:
        latest = _iso(self._clock.now() - _PAYABLE_FOR)
        for payment in list(self.payments.values()):
            is_page = "_method" not in payment
            if is_page and payment["status"] == "pending" and payment["created_at"] <= latest:
                self._cancel(payment, "yoo_money", "expired_on_confirmation")

    def _cancel(self, payment: Json, party: str, reason: str) -> Json:
        why = {"party": party, "reason": reason}
        canceled = {**payment, "status": "canceled", "cancellation_details": why}
        self._save(canceled)
        self._announce("payment.canceled", canceled)
        return canceled

    def _save(self, payment: Json) -> None:
        self.payments[payment["id"]] = payment
        self._store.put("yookassa_payment", payment["id"], payment)

    def _save_refund(self, refund: Json) -> None:
        self.refunds[refund["id"]] = refund
        self._store.put("yookassa_refund", refund["id"], refund)


def public(thing: Json) -> Json:
    """Without the fields that only the emulator needs."""
    return {name: value for name, value in thing.items() if not name.startswith("_")}


def _invalid(description: str, parameter: str) -> Refused:
    return Refused(400, "invalid_request", description, parameter)


def _check_receipt(body: Json) -> None:
    """A receipt needs an addressee, and its sum must equal the payment."""
    receipt = body.get("receipt")
    if receipt is None:
        return
    if not receipt.get("customer", {}).get("email"):
        raise _invalid("Receipt has no email", "receipt.customer.email")
    total = Decimal(0)
    for item in receipt.get("items", []):
        if not 1 <= int(item["vat_code"]) <= 12 or not 1 <= len(item["description"]) <= 128:
            raise _invalid("Receipt has a wrong item", "receipt.items")
        total += Decimal(item["amount"]["value"]) * Decimal(str(item["quantity"]))
    if total != Decimal(body["amount"]["value"]):
        raise _invalid("Receipt does not add up", "receipt.items.amount")


def _money(amount: Any) -> Json:
    try:
        value = Decimal(str(amount["value"]))
        if value <= 0 or value != value.quantize(Decimal("0.01")):
            raise InvalidOperation
        return {"value": f"{value:.2f}", "currency": str(amount["currency"])}
    except (InvalidOperation, KeyError, TypeError):
        raise _invalid("Amount is missing or wrong", "amount.value") from None


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def router(yookassa: YooKassa) -> Router:
    routes = Router(prefix="/yookassa/v3")

    @routes.api_route("/{path:path}", methods=["GET", "POST"], include_in_schema=False)
    async def call(request: Request, path: str) -> JSONResponse:
        request.state.entry.method = f"{request.method} {path}"
        try:
            if not yookassa.knows(request.headers.get("authorization", "")):
                raise Refused(401, "invalid_credentials", "Wrong shop id or secret key")
            if found := trouble(yookassa.faults, "yookassa"):
                raise Refused(found.status, found.code, found.code, None, found.headers)
            return JSONResponse(public(await _route(request, path)))
        except Refused as refused:
            request.state.entry.outcome = str(refused)
            return JSONResponse(refused.body(), refused.status, refused.headers)

    async def _route(request: Request, path: str) -> Json:
        if request.method == "POST":
            body: Json = json.loads(await request.body() or b"{}")
            request.state.entry.params = body
            key = request.headers.get("idempotence-key")
            return yookassa.once(key, path, body, str(request.base_url).rstrip("/"))
        match path.split("/"):
            case ["payments"]:
                return yookassa.list_all(yookassa.payments, request.query_params)
            case ["refunds"]:
                return yookassa.list_all(yookassa.refunds, request.query_params)
            case ["payments" | "refunds", number]:
                return yookassa.find(number)
        raise Refused(404, "not_found", f"no such method: {path}")

    return routes
