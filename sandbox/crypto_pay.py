"""Crypto Pay (CryptoBot), API 1.5: invoices, transfers, signed webhooks."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable
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

_ASSETS = ("USDT", "TON", "BTC", "ETH", "LTC", "BNB", "TRX", "USDC")
PER_USDT = {
    **{"USD": Decimal(1), "EUR": Decimal("0.9"), "RUB": Decimal(90), "KZT": Decimal(480)},
    **{"USDT": Decimal(1), "USDC": Decimal(1), "TON": Decimal("0.25"), "TRX": Decimal(8)},
    **{"BTC": Decimal("0.00001"), "ETH": Decimal("0.0003"), "LTC": Decimal("0.012")},
    **{"BNB": Decimal("0.0016")},
}
"""Fixed exchange rates: units of each currency for one USDT."""
_FEE = Decimal("0.03")


class Refused(Exception):
    """A response in Crypto Pay's error format."""

    def __init__(self, name: str, code: int = 400, headers: dict[str, str] | None = None) -> None:
        super().__init__(name)
        self.code = code
        self.headers = headers


class CryptoPay:
    """One app at Crypto Pay, with its invoices and transfers."""

    def __init__(
        self,
        token: str,
        clock: Clock,
        faults: FaultInjector,
        store: Store,
        webhook: ProviderWebhook,
    ) -> None:
        self._token = token
        self._clock = clock
        self.faults = faults
        self._store = store
        self.webhook = webhook
        self.invoices = {body["invoice_id"]: body for body in store.all("crypto_invoice")}
        self.transfers = {body["spend_id"]: body for body in store.all("crypto_transfer")}
        self._update_id = 0

    def knows(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self._token.encode())

    def call(self, method: str, params: Json, base_url: str) -> Any:
        methods: dict[str, Callable[[], Any]] = {
            "getme": lambda: {
                "app_id": 1000,
                "name": "Tickover",
                "payment_processing_bot_username": "CryptoTestnetBot"
                if self.faults.now.crypto.testnet
                else "SandboxPay",
            },
            "createinvoice": lambda: self._create(params, base_url),
            "getinvoices": lambda: self._get(params),
            "deleteinvoice": lambda: self._delete(params),
            "transfer": lambda: self._transfer(params),
            "gettransfers": lambda: self._get_transfers(params),
            "getbalance": lambda: [
                {"currency_code": a, "available": self._available(a), "onhold": "0"}
                for a in _ASSETS
            ],
            "getexchangerates": self._rates,
        }
        if method.lower() not in methods:
            raise Refused("METHOD_NOT_FOUND", 405)
        return methods[method.lower()]()

    def _create(self, params: Json, base_url: str) -> Json:
        kind = params.get("currency_type", "crypto")
        unit = params.get("fiat" if kind == "fiat" else "asset")
        if (
            kind not in ("crypto", "fiat")
            or unit not in PER_USDT
            or (kind == "crypto") != (unit in _ASSETS)
        ):
            raise Refused("FIAT_INVALID" if kind == "fiat" else "ASSET_INVALID")
        amount = _amount(params.get("amount"))
        lifetime = params.get("expires_in")
        if lifetime is not None and not 1 <= int(lifetime) <= 2_678_400:
            raise Refused("EXPIRES_IN_INVALID")
        if len(str(params.get("description", ""))) > 1024:
            raise Refused("DESCRIPTION_TOO_LONG")
        if len(str(params.get("payload", "")).encode()) > 4096:
            raise Refused("PAYLOAD_TOO_LONG")
        number = max(self.invoices, default=0) + 1
        created = self._clock.now()
        code = f"IV{secrets.token_hex(5)}"
        url = f"{base_url}/pay/crypto/{number}"
        invoice = {
            "invoice_id": number,
            "hash": code,
            "currency_type": kind,
            ("fiat" if kind == "fiat" else "asset"): unit,
            "amount": _text(amount),
            "accepted_assets": list(_accepted(params)) if kind == "fiat" else None,
            "pay_url": url,
            "bot_invoice_url": url,
            "mini_app_invoice_url": url,
            "web_app_invoice_url": url,
            "description": params.get("description"),
            "status": "active",
            "created_at": _iso(created),
            "allow_comments": _flag(params.get("allow_comments", True)),
            "allow_anonymous": _flag(params.get("allow_anonymous", True)),
            "expiration_date": _iso(created + timedelta(seconds=int(lifetime)))
            if lifetime
            else None,
            "payload": params.get("payload"),
            "paid_btn_name": params.get("paid_btn_name"),
            "paid_btn_url": params.get("paid_btn_url"),
            "hidden_message": params.get("hidden_message"),
        }
        self._save({name: value for name, value in invoice.items() if value is not None})
        return self.invoices[number]

    def _get(self, params: Json) -> Json:
        self._expire()
        status = params.get("status")
        if status not in (None, "active", "paid"):
            raise Refused("STATUS_INVALID")
        wanted = {int(n) for n in re.findall(r"\d+", str(params.get("invoice_ids", "")))}
        found = [
            invoice
            for number, invoice in sorted(self.invoices.items(), reverse=True)
            if (not wanted or number in wanted)
            and (status is None or invoice["status"] == status)
            and params.get("asset") in (None, invoice.get("asset"))
            and params.get("fiat") in (None, invoice.get("fiat"))
        ]
        return {"items": found[_span(params)]}

    def _delete(self, params: Json) -> bool:
        number = int(params.get("invoice_id", 0))
        if self.invoices.pop(number, None) is None:
            raise Refused("INVOICE_NOT_FOUND")
        self._store.delete("crypto_invoice", number)
        return True

    def _transfer(self, params: Json) -> Json:
        spend_id = str(params.get("spend_id", ""))
        if not 1 <= len(spend_id) <= 64:
            raise Refused("SPEND_ID_INVALID")
        if spend_id in self.transfers:
            raise Refused("SPEND_ID_ALREADY_USED")
        if params.get("asset") not in _ASSETS:
            raise Refused("ASSET_INVALID")
        amount, user = _amount(params.get("amount")), int(params.get("user_id", 0))
        if self.faults.now.crypto.testnet or user in self.faults.now.crypto.strangers:
            raise Refused("USER_NOT_FOUND")
        if amount > Decimal(self._available(params["asset"])):
            raise Refused("NOT_ENOUGH_COINS")
        transfer = {
            "transfer_id": len(self.transfers) + 1,
            "spend_id": spend_id,
            "user_id": user,
            "asset": params["asset"],
            "amount": _text(amount),
            "status": "completed",
            "completed_at": _iso(self._clock.now()),
        }
        if params.get("comment"):
            transfer["comment"] = params["comment"]
        self.transfers[spend_id] = transfer
        self._store.put("crypto_transfer", spend_id, transfer)
        return transfer

    def _available(self, asset: str) -> str:
        return "0" if self.faults.now.crypto.no_coins else "1000"

    def _rates(self) -> list[Json]:
        return [
            {
                "is_valid": True,
                "is_crypto": True,
                "is_fiat": False,
                "source": asset,
                "target": fiat,
                "rate": _text(PER_USDT[fiat] / PER_USDT[asset]),
            }
            for asset in _ASSETS
            for fiat in PER_USDT
            if fiat not in _ASSETS
        ]

    def _get_transfers(self, params: Json) -> Json:
        spend_id = params.get("spend_id")
        found = [t for t in self.transfers.values() if spend_id in (None, t["spend_id"])]
        return {"items": found[_span(params)]}

    def pay(self, number: int, how: PaymentOptions) -> Json:
        """The payer's action. A forged notice moves no money; `late` pays an expired invoice."""
        self._expire()
        invoice = self.invoices[number]
        if how.bad_signature:
            self._announce({**self._paid(invoice, how), "status": "paid"}, how.repeat, forged=True)
            return invoice
        if invoice["status"] == "expired" and not how.late:
            raise Refused("INVOICE_EXPIRED")
        if invoice["status"] != "paid":
            self._save(self._paid(invoice, how))
        self._announce(self.invoices[number], how.repeat, forged=False)
        return self.invoices[number]

    def _paid(self, invoice: Json, how: PaymentOptions) -> Json:
        """Returns the invoice in its paid form; a payer who sends another amount changes
        `amount`."""
        paid = how.amount if how.amount is not None else Decimal(invoice["amount"])
        unit = how.currency or invoice.get("fiat") or invoice["asset"]
        asset = invoice.get("asset") or invoice["accepted_assets"][0]
        paid_amount = paid / PER_USDT[unit] * PER_USDT[asset]
        result = {
            **invoice,
            "status": "paid",
            "amount": _text(paid),
            ("fiat" if "fiat" in invoice else "asset"): unit,
            "paid_asset": asset,
            "paid_amount": _text(paid_amount),
            "fee_asset": asset,
            "fee_amount": float(_text(paid_amount * _FEE)),
            "paid_usd_rate": _text(1 / PER_USDT[asset]),
            "paid_at": _iso(self._clock.now()),
            "paid_anonymously": True,
        }
        if "fiat" in invoice:
            result["paid_fiat_rate"] = _text(PER_USDT[unit] / PER_USDT[asset])
        return result

    def _announce(self, invoice: Json, repeat: int, *, forged: bool) -> None:
        self._update_id += 1
        update = {
            "update_id": self._update_id,
            "update_type": "invoice_paid",
            "request_date": _iso(self._clock.now()),
            "payload": invoice,
        }
        body = json.dumps(update).encode()
        key = hashlib.sha256(b"forged" if forged else self._token.encode()).digest()
        signature = hmac.new(key, body, hashlib.sha256).hexdigest()
        self.webhook.send(
            body, {"crypto-pay-api-signature": signature}, copies=repeat, forged=forged
        )

    def _expire(self) -> None:
        now = _iso(self._clock.now())
        for invoice in list(self.invoices.values()):
            if invoice["status"] == "active" and invoice.get("expiration_date", "~") <= now:
                self._save({**invoice, "status": "expired"})

    def _save(self, invoice: Json) -> None:
        self.invoices[invoice["invoice_id"]] = invoice
        self._store.put("crypto_invoice", invoice["invoice_id"], invoice)


def _span(params: Json) -> slice:
    offset, count = int(params.get("offset", 0)), int(params.get("count", 100))
    if not 1 <= count <= 1000:
        raise Refused("COUNT_INVALID")
    return slice(offset, offset + count)


def _accepted(params: Json) -> tuple[str, ...]:
    asked = re.findall(r"[A-Z]+", str(params.get("accepted_assets", "")))
    if any(asset not in _ASSETS for asset in asked):
        raise Refused("ACCEPTED_ASSETS_INVALID")
    return tuple(asked) or _ASSETS


def _amount(value: object) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise Refused("AMOUNT_INVALID") from None
    if not amount.is_finite() or amount <= 0:
        raise Refused("AMOUNT_INVALID")
    return amount


def _text(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.00000001')).normalize():f}"


def _flag(value: object) -> bool:
    return value in (True, "true", "1")


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def router(crypto: CryptoPay) -> Router:
    routes = Router(prefix="/crypto/api")

    @routes.api_route("/{method}", methods=["GET", "POST"], include_in_schema=False)
    async def call(request: Request, method: str) -> JSONResponse:
        params: Json = dict(request.query_params)
        if request.headers.get("content-type", "").startswith("application/json"):
            params |= await request.json()
        else:
            params |= {name: str(value) for name, value in (await request.form()).items()}
        request.state.entry.params = params
        try:
            if not crypto.knows(request.headers.get("crypto-pay-api-token", "")):
                raise Refused("UNAUTHORIZED", 401)
            if found := trouble(crypto.faults, "crypto"):
                raise Refused(found.code.upper(), found.status, found.headers)
            result = crypto.call(method, params, str(request.base_url).rstrip("/"))
        except ValueError:
            return _refuse(request, Refused("PARAM_INVALID"))
        except Refused as refused:
            return _refuse(request, refused)
        return JSONResponse({"ok": True, "result": result})

    return routes


def _refuse(request: Request, refused: Refused) -> JSONResponse:
    request.state.entry.outcome = str(refused)
    error = {"code": refused.code, "name": str(refused)}
    return JSONResponse({"ok": False, "error": error}, refused.code, refused.headers)
