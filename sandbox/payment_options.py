"""How a user pays at a provider: the body of the control API's `pay` calls."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field


class PaymentOptions(BaseModel):
    amount: Annotated[Decimal, Field(gt=0)] | None = None
    """An amount other than requested."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    """A currency other than requested."""
    repeat: Annotated[int, Field(ge=1, le=100)] = 1
    """How many times the webhook is sent."""
    late: bool = False
    """Pays although the invoice has expired."""
    bad_signature: bool = False
    """Pays nothing; only a forged webhook claims that it was paid."""
