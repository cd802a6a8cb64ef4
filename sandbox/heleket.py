"""Heleket: invoices, payouts, refunds, and webhooks that contain their signature."""

import hashlib
import json
import re
import secrets
import uuid as uuids
from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone
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

_ZONE = timezone(timedelta(hours=3))
_PER_USDT = {"RUB": Decimal(90), "USD": Decimal(1), "EUR": Decimal("0.9"), "KZT": Decimal(480)}
"""Fixed exchange rates: units of each currency for one USDT."""
_FEE = Decimal("0.02")
_OVER = ("paid", "paid_over", "wrong_amount", "cancel", "refund_process", "refund_paid")
_PAGE = 15
_OF_PAYOUTS = ("payout", "payout/info", "payout/list", "payment/refund")


class Refused(Exception):
    """A response in Heleket's error format: the errors by field, or a message."""

    def __init__(self, status: int, message: str, *fields: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.body: Json = {"state": 1, "message": message}
        if fields:
            self.body["errors"] = {field: [message] for field in fields}


class Heleket:
    """One merchant, with its invoices and payouts."""

    def __init__(
        self,
        merchant: str,
        payment_key: str,
        payout_key: str,
        clock: Clock,
        faults: FaultInjector,
        store: Store,
        webhook: ProviderWebhook,
    ) -> None:
        self._merchant = merchant
        self._keys = {"payment": payment_key, "payout": payout_key}
        self._clock = clock
        self.faults = faults
        self._store = store
        self.webhook = webhook
        self.invoices = _by_uuid(store.all("heleket_invoice"))
        self.payouts = _by_uuid(store.all("heleket_payout"))

    def knows(self, path: str, merchant: str, sign: str, raw: bytes) -> bool:
        key = self._keys["payout" if path in _OF_PAYOUTS else "payment"]
        known = secrets.compare_digest(sign.encode(), signature(raw, key).encode())
        return known and secrets.compare_digest(merchant.encode(), self._merchant.encode())

    def call(self, path: str, body: Json, cursor: str | None, base_url: str) -> Json:
        self._expire()
        match path:
            case "payment":
                return self._create(body, base_url)
            case "payment/info":
                return _found(self.invoices, body)
            case "payment/list":
                return _listed(self.invoices, body, cursor)
            case "payment/refund":
                return self._refund(body)
            case "payout":
                return self._pay_out(body)
            case "payout/info":
                return _found(self.payouts, body)
            case "payout/list":
                return _listed(self.payouts, body, cursor)
        raise Refused(404, "Route not found")

    # -- Invoices

    def _create(self, body: Json, base_url: str) -> Json:
        order = str(body.get("order_id", ""))
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", order):
            raise Refused(422, "The order id is invalid", "order_id")
        known = [one for one in self.invoices.values() if one["order_id"] == order]
        if known and self.faults.now.heleket.forget_keys:
            raise Refused(422, "The order id has already been taken", "order_id")
        if known:
            return known[0]
        currency, amount = str(body.get("currency")), _amount(body.get("amount"))
        lifetime = int(body.get("lifetime", 3600))
        if currency not in _PER_USDT:
            raise Refused(422, "The currency is invalid", "currency")
        if not 300 <= lifetime <= 43_200:
            raise Refused(422, "The lifetime is invalid", "lifetime")
        number, now = str(uuids.uuid4()), self._clock.now()
        return self._save(
            {
                "uuid": number,
                "order_id": order,
                "amount": f"{amount:.2f}",
                "payment_amount": None,
                "payer_amount": _coins(amount / _PER_USDT[currency]),
                "payer_currency": "USDT",
                "currency": currency,
                "merchant_amount": None,
                "network": "tron",
                "address": f"T{secrets.token_hex(16)}",
                "from": None,
                "txid": None,
                "payment_status": "check",
                "status": "check",
                "is_final": False,
                "url": f"{base_url}/pay/heleket/{number}",
                "expired_at": int((now + timedelta(seconds=lifetime)).timestamp()),
                "created_at": _iso(now),
                "updated_at": _iso(now),
                "_callback": body.get("url_callback"),
            }
        )

    def pay(self, number: str, how: PaymentOptions) -> Json:
        """The payer sends USDT; `amount` is in the invoice's currency, and may come in parts. A
        forged notice moves no money; `late` pays an expired invoice."""
        self._expire()
        invoice = self.invoices[number]
        if how.bad_signature:
            self._tell("payment", {**invoice, **_state("paid")}, how.repeat, forged=True)
            return invoice
        if invoice["status"] in ("paid", "paid_over"):
            self._tell("payment", invoice, how.repeat)
            return invoice
        if invoice["is_final"] and not how.late:
            raise Refused(422, "The invoice is over", "uuid")
        asked = Decimal(invoice["payer_amount"])
        sent = asked
        if how.amount is not None:
            sent = Decimal(_coins(how.amount / _PER_USDT[invoice["currency"]]))
        paid = Decimal(invoice["payment_amount"] or 0) + sent
        status = "paid" if paid == asked else "paid_over" if paid > asked else ""
        state = _state(status or "wrong_amount_waiting")
        if how.currency is not None:
            state["currency"] = how.currency
        came: Json = {
            "payment_amount": _coins(paid),
            "merchant_amount": _coins(paid * (1 - _FEE)),
            "from": f"T{secrets.token_hex(16)}",
            "txid": secrets.token_hex(32),
        }
        return self._move(invoice, {**state, **came}, how.repeat)

    def _refund(self, body: Json) -> Json:
        invoice = _found(self.invoices, body)
        if not body.get("address"):
            raise Refused(422, "The address is invalid", "address")
        if invoice["status"] not in ("paid", "paid_over", "wrong_amount"):
            raise Refused(422, "The payment cannot be refunded", "uuid")
        refunded = self._move(invoice, {**_state("refund_process"), "is_final": False})
        fate = self.faults.now.heleket.refunds
        return refunded if fate == "pending" else self.settle_refund(invoice["uuid"], fate is None)

    def settle_refund(self, number: str, succeeds: bool) -> Json:
        status = "refund_paid" if succeeds else "refund_fail"
        return self._move(self.invoices[number], _state(status))

    def _expire(self) -> None:
        now = self._clock.now().timestamp()
        for invoice in list(self.invoices.values()):
            if invoice["is_final"] or invoice["expired_at"] > now:
                continue
            if invoice["status"] == "check":
                self._move(invoice, _state("cancel"))
            elif invoice["status"] == "wrong_amount_waiting":
                self._move(invoice, _state("wrong_amount"))

    def _move(self, invoice: Json, change: Json, copies: int = 1) -> Json:
        moved = self._save({**invoice, **change, "updated_at": _iso(self._clock.now())})
        self._tell("payment", moved, copies)
        return moved

    # -- Payouts

    def _pay_out(self, body: Json) -> Json:
        order = str(body.get("order_id", ""))
        if any(one["order_id"] == order for one in self.payouts.values()):
            raise Refused(422, "The order id has already been taken", "order_id")
        if not body.get("address"):
            raise Refused(422, "The address is invalid", "address")
        amount, now = _amount(body.get("amount")), self._clock.now()
        payout = {
            "uuid": str(uuids.uuid4()),
            "order_id": order,
            "amount": _coins(amount),
            "currency": str(body.get("currency")),
            "network": body.get("network"),
            "address": body["address"],
            "status": "process",
            "is_final": False,
            "txid": None,
            "created_at": _iso(now),
            "updated_at": _iso(now),
            "_callback": body.get("url_callback"),
        }
        self._keep_payout(payout)
        fate = self.faults.now.heleket.refunds
        if fate == "pending":
            return payout
        return self.settle_payout(payout["uuid"], fate is None)

    def settle_payout(self, number: str, succeeds: bool) -> Json:
        moved = {**self.payouts[number], "status": "paid" if succeeds else "fail"}
        moved |= {"is_final": True, "updated_at": _iso(self._clock.now())}
        self._keep_payout(moved)
        self._tell("payout", moved)
        return moved

    # -- Notifying and storing

    def _tell(self, kind: str, thing: Json, copies: int = 1, *, forged: bool = False) -> None:
        key = "forged" if forged else self._keys[kind]
        body = signed({"type": kind, **public(thing)}, key)
        self.webhook.send(body, {}, copies=copies, url=thing["_callback"], forged=forged)

    def _save(self, invoice: Json) -> Json:
        self.invoices[invoice["uuid"]] = invoice
        self._store.put("heleket_invoice", invoice["uuid"], invoice)
        return invoice

    def _keep_payout(self, payout: Json) -> None:
        self.payouts[payout["uuid"]] = payout
        self._store.put("heleket_payout", payout["uuid"], payout)


def signature(raw: bytes, key: str) -> str:
    return hashlib.md5(b64encode(raw) + key.encode(), usedforsecurity=False).hexdigest()


def signed(body: Json, key: str) -> bytes:
    """Encodes as PHP does: slashes are escaped, non-ASCII letters are not."""
    sign = signature(_php(body), key)
    return _php({**body, "sign": sign})


def _php(body: Json) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/").encode()


def public(thing: Json) -> Json:
    """Without the fields that only the emulator needs."""
    return {name: value for name, value in thing.items() if not name.startswith("_")}


def _state(status: str) -> Json:
    final = status in _OVER or status == "refund_fail"
    return {"status": status, "payment_status": status, "is_final": final}


def _by_uuid(bodies: list[Json]) -> dict[str, Json]:
    return {body["uuid"]: body for body in sorted(bodies, key=lambda body: str(body["created_at"]))}


def _found(things: dict[str, Json], body: Json) -> Json:
    """If both ids are given, the merchant's own id takes precedence."""
    order, number = body.get("order_id"), body.get("uuid")
    for one in things.values():
        if one["order_id"] == order if order else one["uuid"] == number:
            return one
    raise Refused(404, "Not found")


def _listed(things: dict[str, Json], body: Json, cursor: str | None) -> Json:
    """Newest first, by creation time."""
    start, end = _moment(body.get("date_from")), _moment(body.get("date_to"))
    made = {number: datetime.fromisoformat(one["created_at"]) for number, one in things.items()}
    within = [
        public(one)
        for number, one in things.items()
        if (start is None or made[number] >= start) and (end is None or made[number] <= end)
    ][::-1]
    place = int(cursor or 0)
    more = place + _PAGE < len(within)
    paginate = {"count": len(within), "nextCursor": str(place + _PAGE) if more else None}
    return {"items": within[place : place + _PAGE], "paginate": paginate}


def _moment(text: Any) -> datetime | None:
    if text is None:
        return None
    return datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=_ZONE)


def _amount(value: object) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise Refused(422, "The amount is invalid", "amount") from None
    if not amount.is_finite() or amount <= 0:
        raise Refused(422, "The amount is invalid", "amount")
    return amount


def _coins(amount: Decimal) -> str:
    return f"{amount:.8f}"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).astimezone(_ZONE).isoformat(timespec="seconds")


def router(heleket: Heleket) -> Router:
    routes = Router(prefix="/heleket/v1")

    @routes.post("/{path:path}", include_in_schema=False)
    async def call(request: Request, path: str) -> JSONResponse:
        request.state.entry.method = path
        raw, headers = await request.body(), request.headers
        try:
            merchant, sign = headers.get("merchant", ""), headers.get("sign", "")
            if not heleket.knows(path, merchant, sign, raw):
                raise Refused(401, "Invalid Sign")
            if found := trouble(heleket.faults, "heleket"):
                raise Refused(found.status, found.code, **found.headers)
            request.state.entry.params = body = json.loads(raw or b"{}")
            base_url, cursor = str(request.base_url).rstrip("/"), request.query_params.get("cursor")
            return JSONResponse(
                {"state": 0, "result": public(heleket.call(path, body, cursor, base_url))}
            )
        except (KeyError, ValueError) as error:
            refused = Refused(422, "The given data was invalid", str(error))
        except Refused as error:
            refused = error
        request.state.entry.outcome = str(refused)
        return JSONResponse(refused.body, refused.status, refused.headers)

    return routes
