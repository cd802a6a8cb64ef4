"""Reads the payments out of a raw update, before anything else of it.

Only what is needed to book a payment is read, in whatever kind of message it stands. Nothing else
that is in the update, or missing there, can keep it from being booked. SQL reads the same when the
update is stored (trigger inbox.read_money), and a job books what no bot has booked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

PROVIDER = "telegram"


@dataclass(frozen=True)
class Payment:
    """`payer` is None where the update does not say who it was."""

    payer: int | None
    charge: str
    order: UUID | None
    amount: int
    currency: str


def mentions_payment(update: Mapping[str, Any]) -> bool:
    return any(
        isinstance(event, dict) and ("successful_payment" in event or "refunded_payment" in event)
        for event in update.values()
    )


def payments(update: Mapping[str, Any]) -> Iterator[Payment]:
    """Those that can be booked; an operator looks at the others."""
    for event in update.values():
        match event:
            case {
                "successful_payment": {
                    "telegram_payment_charge_id": str(charge),
                    "total_amount": int(amount),
                    "currency": str(currency),
                } as said
            } if charge and amount > 0:
                order = order_token(said.get("invoice_payload"))
                yield Payment(_payer(event), charge, order, amount, currency)


def _payer(event: Mapping[str, Any]) -> int | None:
    match event:
        case {"from": {"id": int(person)}} | {"chat": {"type": "private", "id": int(person)}}:
            return person
    return None


def order_token(payload: object) -> UUID | None:
    """None for an invoice that is not ours; the money counts all the same."""
    try:
        return UUID(str(payload))
    except ValueError:
        return None
