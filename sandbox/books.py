"""What the providers of this world have, each as it would show its merchant, and what went back."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

from sandbox.crypto_pay import PER_USDT
from sandbox.emulators import Emulators

Charges = dict[tuple[str, str], tuple[int, str]]
"""Minor units and currency, by provider and its id of the charge."""


def of_the_providers(outside: Emulators) -> Charges:
    """What came, as each provider has it."""
    found: Charges = {}
    for number, invoice in outside.crypto.invoices.items():
        if invoice["status"] == "paid":
            found["crypto_pay", str(number)] = kopecks(invoice["amount"]), invoice["fiat"]
    for payment in outside.yookassa.payments.values():
        if payment["status"] == "succeeded":
            amount = payment["amount"]
            found["yookassa", payment["id"]] = kopecks(amount["value"]), amount["currency"]
    for charge in outside.stripe.of_kind("ch"):
        currency = charge["currency"].upper()
        found["stripe", charge["payment_intent"]] = charge["amount_captured"], currency
    for invoice in outside.heleket.invoices.values():
        if invoice["status"] in ("paid", "paid_over", "wrong_amount"):
            asked, came = Decimal(invoice["payer_amount"]), Decimal(invoice["payment_amount"])
            amount = kopecks(invoice["amount"])
            part = amount if invoice["status"] == "paid" else int(amount * came / asked)
            found["heleket", invoice["uuid"]] = part, invoice["currency"]
    for charge in outside.telegram.charges.values():
        provider = "stars" if charge["currency"] == "XTR" else "telegram"
        found[provider, charge["id"]] = charge["total_amount"], charge["currency"]
    return found


def gone_back(outside: Emulators) -> Counter[tuple[str, str]]:
    """What went back, by provider and currency."""
    gone: Counter[tuple[str, str]] = Counter()
    for refund in outside.yookassa.refunds.values():
        if refund["status"] == "succeeded":
            amount = refund["amount"]
            gone["yookassa", amount["currency"]] += kopecks(amount["value"])
    for refund in outside.stripe.of_kind("re"):
        if refund["status"] == "succeeded":
            gone["stripe", refund["currency"].upper()] += refund["amount"]
    for charge in outside.telegram.charges.values():
        if charge["refunded_at"] is not None:
            gone["stars", "XTR"] += charge["total_amount"]
    return gone


def transferred(outside: Emulators) -> Iterator[tuple[datetime, int, int]]:
    """What Crypto Pay sent to people: when, to whom, and what it was worth, in kopecks."""
    for sent in outside.crypto.transfers.values():
        worth = Decimal(sent["amount"]) * PER_USDT["RUB"] / PER_USDT[sent["asset"]]
        yield datetime.fromisoformat(sent["completed_at"]), sent["user_id"], round(worth * 100)


def kopecks(written: str) -> int:
    return int(Decimal(written) * 100)


def held(charges: Charges, gone: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """What each provider has of ours, before its fees."""
    total: Counter[tuple[str, str]] = Counter()
    for (provider, _), (amount, currency) in charges.items():
        total[provider, currency] += amount
    total.subtract(gone)
    return {key: amount for key, amount in total.items() if amount}


def settle_refunds(outside: Emulators, succeeds: Callable[[], bool]) -> None:
    """Decides about refunds that were left pending."""
    for refund in list(outside.yookassa.refunds.values()):
        if refund["status"] == "pending":
            outside.yookassa.settle_refund(refund["id"], succeeds())
    for refund in outside.stripe.of_kind("re"):
        if refund["status"] == "pending":
            outside.stripe.settle_refund(refund["id"], succeeds())
