"""Payment providers with a hosted page: the port that each is brought behind.

Money that arrives is learnt from the provider's webhook, never from these calls; what they do is
keyed by the order or the refund, so that a repeated call makes nothing twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Invoice:
    """Amounts are in minor units of the currency."""

    order: UUID
    amount: int
    currency: str
    title: str
    expires_at: datetime


class Provider(Protocol):
    """Each call raises errors of gateways.errors only."""

    async def create(self, invoice: Invoice) -> str:
        """Returns the address of the page to pay at; the same order has the same page."""

    async def refund(self, external_id: str, amount: int, currency: str, key: UUID) -> str:
        """Gives money of a charge back, once for a key; returns the provider's id of the refund."""
