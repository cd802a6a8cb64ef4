"""Has providers do what the database asks for: between rows and the port, nothing else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from gateways.errors import Denied, Unknown
from gateways.payments.port import (
    Fetching,
    HostedPage,
    InvoiceRef,
    InvoiceRequest,
    Money,
    Payment,
    Provider,
    Refund,
    Refunding,
    RefundRequest,
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
            "payment.refund": self._refund,
            "payment.fetch_refund": self._fetch_refund,
        }

    def can(self) -> dict[str, list[str]]:
        """What each provider can be asked for, as outbox.declare_providers takes it."""
        return {name: sorted(provider.can) for name, provider in self._providers.items()}

    async def serve(self, kind: str, payload: Row, *, again: bool) -> dict[str, Any]:
        """`again`: an earlier try may have been heard, and its answer lost."""
        call = self._calls.get(kind)
        if call is None:
            raise Unknown(f"kind {kind}")
        return await call(payload, again=again)

    async def _create(self, row: Row, *, again: bool) -> dict[str, Any]:
        say = self._catalog.translator(row["locale"])
        credited = money(row["credited_amount"], row["credited_currency"])
        expires_at = datetime.fromisoformat(row["expires_at"])
        created = await cast(HostedPage, self._provider(row, "page")).create(
            InvoiceRequest(
                key=row["token"],
                amount=Money(row["amount"], row["currency"]),
                title=say("invoice-title", amount=credited),
                description=say("invoice-description", amount=credited, expires=moment(expires_at)),
                now=datetime.fromisoformat(row["now"]),
                expires_at=expires_at,
                return_url=row["return_url"],
                again=again,
            )
        )
        paid = None if created.payment is None else report(created.payment)
        return {"external_id": created.external_id, "url": created.url, "payment": paid}

    async def _fetch(self, row: Row, *, again: bool) -> dict[str, Any]:
        created_at = datetime.fromisoformat(row["created_at"])
        invoice = InvoiceRef(row["token"], row["external_id"], created_at)
        payment = await cast(Fetching, self._provider(row, "fetch")).fetch(invoice)
        return {"status": "unknown"} if payment is None else report(payment)

    async def _refund(self, row: Row, *, again: bool) -> dict[str, Any]:
        provider = cast(Refunding, self._provider(row, "refund"))
        return _progress(await provider.refund(_refund_request(row, again=again)))

    async def _fetch_refund(self, row: Row, *, again: bool) -> dict[str, Any]:
        provider = cast(Refunding, self._provider(row, "refund"))
        request = _refund_request(row, again=True)
        refund = await provider.fetch_refund(request, row["refund_external_id"])
        # Nobody there has heard of it: asked for again with its key, it is made once.
        return _progress(refund or await provider.refund(request))

    def _provider(self, row: Row, capability: str) -> Provider:
        provider = self._providers.get(row["provider"])
        if provider is None or capability not in provider.can:
            raise Denied(f"no keys with which {row['provider']} can be asked for a {capability}")
        return provider


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
    """As billing.payment_report; what became of money later is not its question."""
    received, fee = payment.received, payment.fee
    has_money = payment.status.has_money
    status = "paid" if has_money and received else "unclear" if has_money else payment.status
    return {
        "external_id": payment.external_id,
        "charge_id": payment.charge_id,
        "status": status,
        "amount": received and received.amount,
        "currency": received and received.currency,
        "fee": fee.amount if fee and received and fee.currency == received.currency else None,
    }


def _progress(refund: Refund) -> dict[str, Any]:
    return {
        "status": refund.status,
        "refund_external_id": refund.external_id,
        "reason": refund.reason,
    }
