"""Stripe: Checkout sessions, payment intents, refunds, disputes, events with signed webhooks."""

import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Iterable
from datetime import timedelta
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

_KINDS = {
    "cs": "checkout.session",
    "pi": "payment_intent",
    "ch": "charge",
    "re": "refund",
    "dp": "dispute",
    "pm": "payment_method",
    "txn": "balance_transaction",
    "evt": "event",
}
_LISTS = {
    "checkout/sessions": "cs",
    "payment_intents": "pi",
    "refunds": "re",
    "disputes": "dp",
    "payment_methods": "pm",
    "balance_transactions": "txn",
    "events": "evt",
}
_SHORTEST, _LONGEST = timedelta(minutes=30), timedelta(hours=24)
_REFERENCES = ("payment_intent", "latest_charge", "balance_transaction", "payment_method", "source")
_STALE = 600
_DISPUTE_FEE = 1500
_EVIDENCE = timedelta(days=9)


class Refused(Exception):
    """A response in Stripe's error format."""

    def __init__(
        self,
        status: int,
        kind: str,
        code: str,
        /,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.headers = headers
        self.body = {"error": {"type": kind, "code": code, "message": code, **more}}


class Stripe:
    """One account. All objects are in one dictionary, oldest first; the id shows the type."""

    def __init__(
        self,
        key: str,
        signing_secrets: list[str],
        clock: Clock,
        faults: FaultInjector,
        store: Store,
        webhook: ProviderWebhook,
    ) -> None:
        self._key = key
        self._secrets = signing_secrets
        self._clock = clock
        self.faults = faults
        self._store = store
        self.webhook = webhook
        things = sorted(store.all("stripe"), key=lambda thing: int(thing["_n"]))
        self.things: dict[str, Json] = {thing["id"]: thing for thing in things}
        self._answers = {body["key"]: body for body in store.all("stripe_answer")}

    def knows(self, authorization: str) -> bool:
        return secrets.compare_digest(authorization.encode(), f"Bearer {self._key}".encode())

    def of_kind(self, prefix: str) -> list[Json]:
        return [thing for thing in self.things.values() if thing["id"].startswith(f"{prefix}_")]

    # -- Calls

    def once(self, key: str | None, path: str, body: Json, base_url: str) -> tuple[int, Json]:
        """Replays the first answer of a key, including declines and errors; not those of invalid
        requests."""
        digest = hashlib.sha256(json.dumps([path, body], sort_keys=True).encode()).hexdigest()
        forgets = self.faults.now.stripe.forget_keys
        known = None if key is None or forgets else self._answers.get(key)
        if known is not None:
            if known["digest"] != digest:
                raise Refused(400, "idempotency_error", "idempotency_key_in_use")
            return known["status"], known["body"]
        try:
            status, answer = 200, public(self._post(path, body, base_url))
        except Refused as refused:
            if refused.status not in (402, 500):
                raise
            status, answer = refused.status, refused.body
        if key is not None:
            self._answers[key] = {"key": key, "digest": digest, "status": status, "body": answer}
            self._store.put("stripe_answer", key, self._answers[key])
        return status, answer

    def get(self, path: str, query: Json) -> Json:
        self._expire()
        if path in _LISTS:
            return self._list(path, query)
        number = path.rpartition("/")[2]
        return _expanded(self._find(number), _texts(query.get("expand")), self.things)

    def _list(self, path: str, query: Json) -> Json:
        """Newest first, filtered by fields of the objects."""
        found = self.of_kind(_LISTS[path])[::-1]
        for name, value in query.items():
            if name == "created":
                found = [one for one in found if _within(one["created"], value)]
            elif name == "delivery_success":
                found = [one for one in found if one["_delivered"] == (value == "true")]
            elif name in ("payment_intent", "customer"):
                found = [one for one in found if one.get(name) == value]
            elif name not in ("limit", "starting_after", "expand"):
                raise _invalid("parameter_unknown", name)
        after = query.get("starting_after")
        if after is not None:
            places = [place for place, one in enumerate(found) if one["id"] == after]
            found = found[places[0] + 1 :] if places else []
        limit = int(query.get("limit", "10"))
        paths = [one.removeprefix("data.") for one in _texts(query.get("expand"))]
        data = [_expanded(one, paths, self.things) for one in found[:limit]]
        return {"object": "list", "data": data, "has_more": len(found) > limit}

    def _post(self, path: str, body: Json, base_url: str) -> Json:
        match path.split("/"):
            case ["checkout", "sessions"]:
                return self._open(body, base_url)
            case ["checkout", "sessions", number, "expire"]:
                return self._end(self._find(number))
            case ["payment_intents"]:
                return self._charge(body)
            case ["payment_intents", number, "confirm"]:
                return self._confirm(self._find(number), body, base_url)
            case ["refunds"]:
                return self._refund(body)
            case ["payment_methods", number, "detach"]:
                return self._detach(self._find(number))
        raise Refused(404, "invalid_request_error", "url_invalid")

    # -- Sessions

    def _open(self, body: Json, base_url: str) -> Json:
        price = body["line_items"]["0"]["price_data"]
        amount, now = int(price["unit_amount"]), self._clock.now()
        ends = int(body["expires_at"])
        if amount < 1 or not price["product_data"]["name"]:
            raise _invalid("amount_too_small", "line_items")
        if not int((now + _SHORTEST).timestamp()) <= ends <= int((now + _LONGEST).timestamp()):
            raise _invalid("expires_at_invalid", "expires_at")
        number = f"cs_test_{secrets.token_hex(12)}"
        return self._save(
            {
                "id": number,
                "object": "checkout.session",
                "mode": body["mode"],
                "status": "open",
                "payment_status": "unpaid",
                "amount_total": amount,
                "currency": price["currency"],
                "client_reference_id": body.get("client_reference_id"),
                "metadata": body.get("metadata", {}),
                "payment_intent": None,
                "customer": None,
                "created": int(now.timestamp()),
                "expires_at": ends,
                "livemode": False,
                "url": f"{base_url}/pay/stripe/{number}",
                "_description": price["product_data"]["name"],
                "_intent": body.get("payment_intent_data", {}),
                "_keeps_customer": body.get("customer_creation") == "always",
            }
        )

    def _end(self, session: Json) -> Json:
        if session["status"] != "open":
            raise _invalid("checkout_session_not_open", "session")
        ended = self._save({**session, "status": "expired", "url": None})
        self._tell("checkout.session.expired", ended)
        return ended

    def pay(self, number: str, how: PaymentOptions) -> Json:
        """The payer's action. A forged notice moves no money; `late` pays an expired session."""
        self._expire()
        session = self._find(number)
        if how.bad_signature:
            forged = {**session, "status": "complete", "payment_status": "paid"}
            self._send(self._event("checkout.session.completed", forged), how.repeat, forged=True)
            return session
        if session["status"] == "expired" and not how.late:
            raise _invalid("checkout_session_expired", "session")
        if session["payment_status"] == "paid":
            events = [one for one in self.of_kind("evt") if one["data"]["object"]["id"] == number]
            self._send(events[-1], how.repeat)
            return session
        amount = session["amount_total"] if how.amount is None else int(how.amount * 100)
        currency = how.currency.lower() if how.currency else session["currency"]
        customer = f"cus_{secrets.token_hex(7)}" if session["_keeps_customer"] else None
        intent = self._intend(amount, currency, customer, self._card(customer), session["_intent"])
        paid = self._save(
            {
                **session,
                "status": "complete",
                "payment_status": "paid",
                "amount_total": amount,
                "currency": currency,
                "payment_intent": intent["id"],
                "customer": customer,
                "url": None,
            }
        )
        self._take(intent)
        self._tell("checkout.session.completed", paid, how.repeat)
        return paid

    # -- Intents

    def _card(self, customer: str | None) -> str:
        card = {"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2032}
        made = {"id": f"pm_{secrets.token_hex(12)}", "type": "card", "customer": customer}
        return str(self._save({**made, "object": "payment_method", "card": card})["id"])

    def _intend(
        self, amount: int, currency: str, customer: str | None, method: str, more: Json
    ) -> Json:
        return self._save(
            {
                "id": f"pi_{secrets.token_hex(12)}",
                "object": "payment_intent",
                "amount": amount,
                "amount_received": 0,
                "currency": currency,
                "status": "requires_payment_method",
                "customer": customer,
                "payment_method": method,
                "setup_future_usage": more.get("setup_future_usage"),
                "metadata": more.get("metadata", {}),
                "latest_charge": None,
                "last_payment_error": None,
                "next_action": None,
                "created": int(self._clock.now().timestamp()),
            }
        )

    def _charge(self, body: Json) -> Json:
        """Off-session: the card was saved, and its owner is absent."""
        method = self._find(str(body["payment_method"]))
        if not method["customer"] or method["customer"] != body.get("customer"):
            raise _invalid("payment_method_not_attached", "payment_method")
        intent = self._intend(
            int(body["amount"]), body["currency"], method["customer"], method["id"], body
        )
        if self.faults.now.stripe.processing:
            return self._save({**intent, "status": "processing"})
        if code := self.faults.now.stripe.decline:
            raise self._declined(intent, code)
        return self._take(intent)

    def _declined(self, intent: Json, code: str) -> Refused:
        asks = code == "authentication_required"
        error: Json = {
            "type": "card_error",
            "code": code if asks else "card_declined",
            "decline_code": code,
            "message": "Your card was declined.",
        }
        failed = self._save({**intent, "last_payment_error": error})
        self._tell("payment_intent.payment_failed", failed)
        more = {**error, "payment_intent": public(failed)}
        return Refused(402, more.pop("type"), more.pop("code"), **more)

    def _confirm(self, intent: Json, body: Json, base_url: str) -> Json:
        """On-session: a page on which the bank asks the owner."""
        if intent["status"] == "succeeded":
            raise _invalid("payment_intent_unexpected_state", "intent")
        page = {"url": f"{base_url}/pay/stripe/{intent['id']}", "return_url": body["return_url"]}
        action = {"type": "redirect_to_url", "redirect_to_url": page}
        return self._save({**intent, "status": "requires_action", "next_action": action})

    def authenticate(self, number: str) -> Json:
        """The buyer confirms at his bank, or it makes up its mind."""
        intent = self._find(number)
        if intent["status"] not in ("requires_action", "processing"):
            raise _invalid("payment_intent_unexpected_state", "intent")
        return self._take(intent)

    def _detach(self, method: Json) -> Json:
        if method["customer"] is None:
            raise _invalid("payment_method_not_attached", "payment_method")
        return self._save({**method, "customer": None})

    def _take(self, intent: Json) -> Json:
        amount = intent["amount"]
        charge = f"ch_{secrets.token_hex(12)}"
        moved = self._move(charge, "charge", amount, amount * 29 // 1000 + 30, intent["currency"])
        self._save(
            {
                "id": charge,
                "object": "charge",
                "amount": amount,
                "amount_captured": amount,
                "amount_refunded": 0,
                "currency": intent["currency"],
                "status": "succeeded",
                "disputed": False,
                "payment_intent": intent["id"],
                "balance_transaction": moved,
                "metadata": intent["metadata"],
                "created": int(self._clock.now().timestamp()),
            }
        )
        done = {"status": "succeeded", "amount_received": amount, "latest_charge": charge}
        taken = self._save({**intent, **done, "next_action": None, "last_payment_error": None})
        self._tell("payment_intent.succeeded", taken)
        return taken

    def _move(self, source: str, kind: str, amount: int, fee: int, currency: str) -> str:
        row: Json = {"id": f"txn_{secrets.token_hex(12)}", "object": "balance_transaction"}
        row |= {
            "type": kind,
            "amount": amount,
            "fee": fee,
            "net": amount - fee,
            "currency": currency,
        }
        created = int(self._clock.now().timestamp())
        return str(self._save({**row, "source": source, "created": created})["id"])

    # -- Money back

    def _refund(self, body: Json) -> Json:
        intent = self._find(str(body["payment_intent"]))
        charge = self._find(str(intent["latest_charge"]))
        amount = int(body.get("amount") or charge["amount"])
        of_it = [one for one in self.of_kind("re") if one["payment_intent"] == intent["id"]]
        gone = sum(one["amount"] for one in of_it if one["status"] != "failed")
        if gone >= charge["amount"]:
            raise _invalid("charge_already_refunded", "payment_intent")
        if amount > charge["amount"] - gone:
            raise _invalid("amount_too_large", "amount")
        refund = self._save(
            {
                "id": f"re_{secrets.token_hex(12)}",
                "object": "refund",
                "amount": amount,
                "currency": charge["currency"],
                "payment_intent": intent["id"],
                "charge": charge["id"],
                "status": "pending",
                "metadata": body.get("metadata", {}),
                "created": int(self._clock.now().timestamp()),
            }
        )
        self._tell("refund.created", refund)
        fate = self.faults.now.stripe.refunds
        return refund if fate == "pending" else self.settle_refund(refund["id"], fate is None)

    def settle_refund(self, number: str, succeeds: bool) -> Json:
        """One that succeeded may fail later: then its money comes back."""
        refund = self._find(number)
        if not succeeds:
            if refund["status"] == "succeeded":
                charge = self._find(refund["charge"])
                back = charge["amount_refunded"] - refund["amount"]
                self._save({**charge, "amount_refunded": back})
                self._move(number, "refund_failure", refund["amount"], 0, refund["currency"])
            failed = {"status": "failed", "failure_reason": "expired_or_canceled_card"}
            refund = self._save({**refund, **failed})
            self._tell("charge.refund.updated", refund)
            self._tell("refund.failed", refund)
            return refund
        refund = self._save({**refund, "status": "succeeded"})
        charge = self._find(refund["charge"])
        back = charge["amount_refunded"] + refund["amount"]
        charge = self._save({**charge, "amount_refunded": back})
        self._move(number, "refund", -refund["amount"], 0, refund["currency"])
        self._tell("charge.refunded", charge)
        self._tell("refund.updated", refund)
        return refund

    def dispute(self, number: str, status: str) -> Json:
        """The payer's bank takes the money of an intent; later it is won or lost."""
        charge = self._find(self._find(number)["latest_charge"])
        open_ones = [one for one in self.of_kind("dp") if one["payment_intent"] == number]
        if not open_ones:
            dispute: Json = {
                "id": f"dp_{secrets.token_hex(12)}",
                "object": "dispute",
                "amount": charge["amount"],
                "currency": charge["currency"],
                "payment_intent": number,
                "charge": charge["id"],
                "reason": "fraudulent",
                "status": "needs_response",
                "evidence_details": {"due_by": int((self._clock.now() + _EVIDENCE).timestamp())},
                "created": int(self._clock.now().timestamp()),
            }
            moved = self._move(
                dispute["id"], "adjustment", -charge["amount"], _DISPUTE_FEE, charge["currency"]
            )
            dispute["balance_transactions"] = [public(self._find(moved))]
            self._save({**charge, "disputed": True})
            self._tell("charge.dispute.created", self._save(dispute))
        dispute = [one for one in self.of_kind("dp") if one["payment_intent"] == number][-1]
        if status in ("won", "lost"):
            rows = list(dispute["balance_transactions"])
            if status == "won":
                kind = ("adjustment", charge["amount"], 0, charge["currency"])
                rows.append(public(self._find(self._move(dispute["id"], *kind))))
            dispute = self._save({**dispute, "status": status, "balance_transactions": rows})
            self._tell("charge.dispute.closed", dispute)
        return dispute

    # -- Events

    def _tell(self, kind: str, thing: Json, copies: int = 1) -> None:
        self._send(self._save(self._event(kind, thing)), copies)

    def _event(self, kind: str, thing: Json) -> Json:
        return {
            "id": f"evt_{secrets.token_hex(12)}",
            "object": "event",
            "type": kind,
            "api_version": "2026-06-24.dahlia",
            "created": int(self._clock.now().timestamp()),
            "livemode": False,
            "data": {"object": public(thing)},
            "_delivered": False,
        }

    def _send(self, event: Json, copies: int = 1, *, forged: bool = False) -> None:
        body = json.dumps(public(event)).encode()
        signed_at = int(time.time()) - (_STALE if self.faults.now.stripe.stale_webhook else 0)
        keys = ["forged"] if forged else self._secrets
        signatures = [
            hmac.new(key.encode(), b"%d.%b" % (signed_at, body), hashlib.sha256).hexdigest()
            for key in keys
        ]
        header = ",".join([f"t={signed_at}", *(f"v1={one}" for one in signatures), "v0=ignored"])

        def delivered() -> None:
            if event["id"] in self.things:
                self._save({**event, "_delivered": True})

        sign = {"stripe-signature": header}
        self.webhook.send(body, sign, copies=copies, done=delivered, forged=forged)

    # -- Storing

    def _expire(self) -> None:
        now = int(self._clock.now().timestamp())
        for session in self.of_kind("cs"):
            if session["status"] == "open" and session["expires_at"] <= now:
                self._end(session)

    def _find(self, number: str) -> Json:
        found = self.things.get(number)
        if found is None:
            raise Refused(404, "invalid_request_error", "resource_missing", param="id")
        return found

    def _save(self, thing: Json) -> Json:
        known = self.things.get(thing["id"], {"_n": len(self.things)})
        self.things[thing["id"]] = thing = {**thing, "_n": known["_n"]}
        self._store.put("stripe", thing["id"], thing)
        return thing


def public(thing: Json) -> Json:
    """Without the fields that only the emulator needs."""
    return {name: value for name, value in thing.items() if not name.startswith("_")}


def _expanded(thing: Json, paths: Iterable[str], things: dict[str, Json]) -> Json:
    """Replaces ids of other objects by the objects, as far as requested."""
    shown = public(thing)
    for path in paths:
        name, _, rest = path.partition(".")
        if name not in _REFERENCES:
            raise _invalid("parameter_invalid", "expand")
        inner = shown.get(name)
        if inner is None:
            continue
        inner = things[inner] if isinstance(inner, str) else inner
        shown[name] = _expanded(inner, [rest] if rest else [], things)
    return shown


def _invalid(code: str, parameter: str) -> Refused:
    return Refused(400, "invalid_request_error", code, param=parameter)


def _within(created: int, bounds: Json) -> bool:
    return int(bounds.get("gte", 0)) <= created < int(bounds.get("lt", 2**40))


def _texts(value: Any) -> list[str]:
    return [str(one) for one in value.values()] if isinstance(value, dict) else []


def nested(pairs: Iterable[tuple[str, str]]) -> Json:
    """a[b][0]=c as {"a": {"b": {"0": "c"}}}."""
    found: Json = {}
    for name, value in pairs:
        *way, last = re.findall(r"[^\[\]]+", name)
        place = found
        for step in way:
            place = place.setdefault(step, {})
        place[last] = value
    return found


def router(stripe: Stripe) -> Router:
    routes = Router(prefix="/stripe/v1")

    @routes.api_route("/{path:path}", methods=["GET", "POST"], include_in_schema=False)
    async def call(request: Request, path: str) -> JSONResponse:
        request.state.entry.method = f"{request.method} {path}"
        try:
            return await _route(request, path)
        except (KeyError, ValueError) as error:
            refused = _invalid("parameter_missing", str(error))
        except Refused as error:
            refused = error
        request.state.entry.outcome = str(refused)
        return JSONResponse(refused.body, refused.status, refused.headers)

    async def _route(request: Request, path: str) -> JSONResponse:
        if not stripe.knows(request.headers.get("authorization", "")):
            raise Refused(401, "invalid_request_error", "api_key_invalid")
        if found := trouble(stripe.faults, "stripe"):
            raise Refused(found.status, "api_error", found.code, found.headers)
        if request.method == "GET":
            return JSONResponse(stripe.get(path, nested(request.query_params.multi_items())))
        form = await request.form()
        body = nested((name, str(value)) for name, value in form.multi_items())
        request.state.entry.params = body
        key = request.headers.get("idempotency-key")
        status, answer = stripe.once(key, path, body, str(request.base_url).rstrip("/"))
        return JSONResponse(answer, status)

    return routes
