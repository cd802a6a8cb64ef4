"""What a provider's module says of a request to its webhook, so that it can be stored before it is
answered. Nothing here asks anybody: what the event means is worked out later."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Forged(Exception):
    """The request was to carry a secret or a signature, and carries none or another one. Also
    where no secret is set: then nothing proves anything."""


class NotAnEvent(ValueError):
    """The body says nothing that can be stored."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one provider's route, in each process: the largest body, how many requests a second and in
    a burst, how many in hand, and the seconds that a body may take to come."""

    most_bytes: int = 1 << 16
    rate: float = 20.0
    burst: int = 100
    at_once: int = 20
    patience: float = 10.0


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """As it came; names of headers are in lower case."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """`external_id`: the same event has it again when it is repeated. `lane`: what the event is
    about, an invoice or an order; those about one are handled in order. `kind`: the provider's word
    for this kind of event, of letters, digits and _.:- only. `headers`: those that matter later."""

    external_id: str
    lane: str
    kind: str | None = None
    headers: Mapping[str, str] | None = None


def is_same(expected: str | None, given: str | None) -> bool:
    """Whether a secret or a signature is the expected one, in constant time. Two empty ones are
    equal, so one that is not set on either side is refused before comparing."""
    return bool(expected and given) and hmac.compare_digest(
        str(expected).encode(), str(given).encode()
    )


class Webhook(Protocol):
    @property
    def limits(self) -> Limits: ...

    def authenticate(self, request: WebhookRequest) -> bool:
        """True when a secret or a signature proves that the provider has sent these bytes; False
        when the provider proves nothing, and its event is a hint that has to be asked for. Compares
        by is_same. Raises Forged."""

    def identify(self, request: WebhookRequest) -> Identity:
        """Raises NotAnEvent."""
