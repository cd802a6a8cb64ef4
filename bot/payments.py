"""Finds the payments in a raw update, before anything else in it is read.

It reads only the names of charges, in whatever kind of message they are. The database read payer,
amount and purpose when it stored the event (trigger inbox.read_money), and books nothing else. A
job books what no bot has booked.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

PROVIDER = "telegram"


def mentions_payment(update: Mapping[str, Any]) -> bool:
    return any(
        isinstance(event, dict) and ("successful_payment" in event or "refunded_payment" in event)
        for event in update.values()
    )


def charges(update: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields the provider and Telegram's id of each charge that the update reports as paid."""
    for event in update.values():
        match event:
            case {"successful_payment": {"telegram_payment_charge_id": str(charge)} as paid} if (
                charge
            ):
                yield "stars" if paid.get("currency") == "XTR" else PROVIDER, charge


def subscription_change(update: Mapping[str, Any]) -> tuple[int, UUID, str] | None:
    """Returns whose Star subscription changed without the bot, with which invoice it began, and to
    what it changed."""
    match update:
        case {
            "subscription": {
                "user": {"id": int(person)},
                "invoice_payload": str(payload),
                "state": "canceled" | "active" | "failed" as state,
            }
        } if (token := order_token(payload)) is not None:
            return person, token, state
    return None


def order_token(payload: object) -> UUID | None:
    """Returns None for an invoice that is not ours; its money counts nevertheless."""
    try:
        return UUID(str(payload))
    except ValueError:
        return None
