"""Makes providers do what the database asks for: translates between rows and the port only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from gateways.errors import Denied, Rejected, Transient, Unknown
from gateways.payments.port import (
    AssetAmount,
    Bounded,
    ChargeRequest,
    Closing,
    Dispute,
    Disputes,
    DisputeStatus,
    Fetching,
    HostedPage,
    InvoiceRef,
    InvoiceRequest,
    Listing,
    Money,
    Payment,
    PayoutRequest,
    PricedPayouts,
    Provider,
    Refund,
    Refunding,
    RefundRequest,
    SavedMethods,
    Subscriptions,
    Transaction,
)
from texts import Catalog, moment, money

Row = Mapping[str, Any]


class PaymentGateway:
    """Serves the kinds of the topic `payment`."""

    def __init__(self, providers: Mapping[str, Provider], catalog: Catalog) -> None:
        self._providers = providers
        self._catalog = catalog
        self._calls = {
            "payment.create": self._create,
            "payment.fetch": self._fetch,
            "payment.charge": self._charge,
            "payment.sync_method": self._sync_method,
            "payment.refund": self._refund,
            "payment.fetch_refund": self._fetch_refund,
            "payment.check_refund": self._check_refund,
            "payment.fetch_dispute": self._fetch_dispute,
            "payment.close": self._close,
            "payment.list": self._list,
            "payment.limits": self._limits,
            "payment.payout": self._payout,
        }

    def can(self) -> dict[str, list[str]]:
        """What each provider can do, as outbox.declare_providers takes it."""
        return {name: sorted(provider.can) for name, provider in self._providers.items()}

    async def serve(self, kind: str, payload: Row, *, again: bool) -> dict[str, Any]:
        """`again`: an earlier try may have arrived, and its answer was lost. The payload says the
        same of what was asked before a restore."""
        call = self._calls.get(kind)
        if call is None:
            raise Unknown(f"kind {kind}")
        return await call(payload, again=again or bool(payload.get("again")))

    async def _create(self, row: Row, *, again: bool) -> dict[str, Any]:
        now = datetime.fromisoformat(row["now"])
        say = self._catalog.translator(row["locale"], row["timezone"], now)
        credited = money(row["credited_amount"], row["credited_currency"])
        expires_at = datetime.fromisoformat(row["expires_at"])
        created = await cast(HostedPage, self._provider(row, "page")).create(
            InvoiceRequest(
                key=row["token"],
                amount=Money(row["amount"], row["currency"]),
                title=say("invoice-title", amount=credited),
                description=say("invoice-description", amount=credited, expires=moment(expires_at)),
                now=now,
                expires_at=expires_at,
                return_url=row["return_url"],
                save_method=row["saves_method"],
                monthly=row["monthly"],
                again=again,
            )
        )
        paid = None
        if created.payment is not None:
            _refuse_other(row, (row["token"], created.payment.key))
            paid = report(created.payment)
        return {
            "external_id": created.external_id,
            "url": created.url,
            "payment": paid,
            "monthly": row["monthly"],
            "saves": created.saves,
        }

    async def _fetch(self, row: Row, *, again: bool) -> dict[str, Any]:
        created_at = datetime.fromisoformat(row["created_at"])
        invoice = InvoiceRef(row["token"], row["external_id"], created_at, row["method"])
        payment = await cast(Fetching, self._provider(row, "fetch")).fetch(invoice)
        if payment is None:
            return {"status": "unknown"}
        ids = (row["external_id"], payment.external_id)
        _refuse_other(row, (row["token"], payment.key), ids)
        return report(payment)

    async def _charge(self, row: Row, *, again: bool) -> dict[str, Any]:
        say = self._catalog.translator(row["locale"])
        request = ChargeRequest(
            key=row["token"],
            method_id=row["method"],
            amount=Money(row["amount"], row["currency"]),
            title=say("charge-title", amount=money(row["amount"], row["currency"])),
            return_url=row["return_url"],
            first_tried_at=datetime.fromisoformat(row["created_at"]),
            again=again,
        )
        provider = cast(SavedMethods, self._provider(row, "saved_method"))
        payment = await provider.charge_saved(request)
        _refuse_other(row, (row["token"], payment.key))
        return report(payment)

    async def _sync_method(self, row: Row, *, again: bool) -> dict[str, Any]:
        if row["kind"] == "saved":
            saved = cast(SavedMethods, self._provider(row, "saved_method"))
            return {"forgotten": await saved.forget_method(row["method"])}
        provider = cast(Subscriptions, self._provider(row, "subscription"))
        first, last = row["charges"]
        person, canceled = row["telegram_id"], row["canceled"]
        try:
            await provider.cancel_subscription(person, first, canceled=canceled)
        except Rejected:
            if last == first:
                raise
            await provider.cancel_subscription(person, last, canceled=canceled)
        return {"canceled": canceled}

    async def _refund(self, row: Row, *, again: bool) -> dict[str, Any]:
        provider = cast(Refunding, self._provider(row, "refund"))
        return _progress(row, await provider.refund(_refund_request(row, again=again)))

    async def _fetch_refund(self, row: Row, *, again: bool) -> dict[str, Any]:
        provider = cast(Refunding, self._provider(row, "refund"))
        request = _refund_request(row, again=True)
        refund = await provider.fetch_refund(request, row["refund_external_id"])
        # The provider does not know it: repeated with its key, it is made once.
        return _progress(row, refund or await provider.refund(request))

    async def _check_refund(self, row: Row, *, again: bool) -> dict[str, Any]:
        """Looks at a refund that was sent; never sends it again."""
        provider = cast(Refunding, self._provider(row, "refund"))
        request = _refund_request(row, again=True)
        refund = await provider.fetch_refund(request, row["refund_external_id"])
        if refund is None:
            return {"status": "unknown"}
        amount = refund.amount
        money = {"amount": amount and amount.amount, "currency": amount and amount.currency}
        return _progress(row, refund) | money

    async def _fetch_dispute(self, row: Row, *, again: bool) -> dict[str, Any]:
        provider = cast(Disputes, self._provider(row, "dispute"))
        dispute = await provider.fetch_dispute(row["external_id"])
        if dispute is None:
            return {"external_id": None}
        _refuse_other(row, (row["external_id"], dispute.external_id))
        return dispute_report(dispute)

    async def _close(self, row: Row, *, again: bool) -> dict[str, Any]:
        created_at = datetime.fromisoformat(row["created_at"])
        invoice = InvoiceRef(row["token"], row["external_id"], created_at)
        return {"closed": await cast(Closing, self._provider(row, "close")).close(invoice)}

    async def _list(self, row: Row, *, again: bool) -> dict[str, Any]:
        day = datetime.fromisoformat(row["day"])
        page = await cast(Listing, self._provider(row, "list")).transactions(day, row["cursor"])
        return {"lines": [_line(one) for one in page.items], "cursor": page.cursor}

    async def _limits(self, row: Row, *, again: bool) -> dict[str, Any]:
        limits = await cast(Bounded, self._provider(row, "limits")).limits()
        told = [
            {"currency": currency, "least": bounds.least, "most": bounds.most}
            for currency, bounds in limits.items()
        ]
        return {"limits": told}

    async def _payout(self, row: Row, *, again: bool) -> dict[str, Any]:
        """The rate is that of the moment; what was sent before, with the same key, stands."""
        provider = cast(PricedPayouts, self._provider(row, "payout"))
        request = PayoutRequest(
            key=row["key"],
            amount=await provider.worth(Money(row["amount"], row["currency"]), row["asset"]),
            recipient=str(row["telegram_id"]),
            asked_at=datetime.fromisoformat(row["asked_at"]),
            again=again,
        )
        payout = await provider.payout(request)
        _refuse_other(row, (row["key"], payout.key))
        sent = payout.amount
        return {
            "status": payout.status,
            "external_id": payout.external_id,
            "sent": sent and f"{sent.amount:f} {sent.asset}",
        }

    def _provider(self, row: Row, capability: str) -> Provider:
        provider = self._providers.get(row["provider"])
        if provider is None or capability not in provider.can:
            raise Denied(f"no keys with which {row['provider']} can be asked for a {capability}")
        return provider


def _refuse_other(row: Row, *pairs: tuple[str | None, str | None]) -> None:
    """`pairs`: what was asked about, and what is told. What an answer about somebody else says is
    nobody's outcome: a cache may have taken the provider's place."""
    if any(asked and told and asked != told for asked, told in pairs):
        raise Transient(f"{row['provider']}: it told of another one", in_doubt=True)


def _refund_request(row: Row, *, again: bool) -> RefundRequest:
    return RefundRequest(
        key=row["key"],
        charge_id=row["charge_id"],
        amount=Money(row["amount"], row["currency"]),
        whole=row["whole"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        external_id=row["external_id"],
        telegram_id=row["telegram_id"],
        again=again,
    )


def report(payment: Payment) -> dict[str, Any]:
    """Builds a billing.payment_report."""
    received, fee = payment.received, payment.fee
    method, decline = payment.method, payment.decline
    has_money = payment.status.has_money
    status = "paid" if has_money and received else "unclear" if has_money else payment.status
    return {
        "external_id": payment.external_id,
        "charge_id": payment.charge_id,
        "status": status,
        "amount": received and received.amount,
        "currency": received and received.currency,
        "fee": fee.amount if fee and received and fee.currency == received.currency else None,
        "method_id": method and method.id,
        "method_title": method and method.title,
        "decline": decline and decline.after,
        "decline_code": decline and decline.code,
        "page": decline and decline.url,
        "refunded": payment.refunded if has_money and received else None,
    }


def dispute_report(dispute: Dispute) -> dict[str, Any]:
    """Builds a billing.dispute_report."""
    disputed, fee, due = dispute.amount, dispute.fee, dispute.evidence_due
    is_open = dispute.status is DisputeStatus.OPEN
    return {
        "external_id": dispute.external_id,
        "charge_id": dispute.charge_id,
        "status": "opened" if is_open else dispute.status,
        "amount": disputed and disputed.amount,
        "currency": disputed and disputed.currency,
        "withdrawn": dispute.withdrawn,
        "fee": fee.amount if fee and disputed and fee.currency == disputed.currency else None,
        "reason": dispute.reason,
        "evidence_due": due and due.isoformat(),
    }


def _line(line: Transaction) -> dict[str, Any]:
    """Builds a line as billing.keep_lines takes it."""
    moved, fee = line.amount, line.fee
    money = moved if isinstance(moved, Money) else None
    asset = moved if isinstance(moved, AssetAmount) else None
    return {
        "line_id": line.line_id or line.external_id,
        "kind": line.kind,
        "external_id": line.external_id,
        "charge_id": line.charge_id or line.external_id,
        "key": line.key,
        "amount": money and money.amount,
        "currency": money and money.currency,
        "asset_quantity": f"{asset.amount:f}" if asset else None,
        "asset": asset and asset.asset,
        "fee": fee.amount if fee and money and fee.currency == money.currency else None,
        "at": line.at.isoformat(),
    }


def _progress(row: Row, refund: Refund) -> dict[str, Any]:
    _refuse_other(row, (row["key"], refund.key), (row["charge_id"], refund.charge_id))
    return {
        "status": refund.status,
        "refund_external_id": refund.external_id,
        "reason": refund.reason,
    }
