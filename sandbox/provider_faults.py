"""What providers answer before they process a call: too many requests, locked, broken."""

from dataclasses import dataclass

from sandbox.faults import FaultInjector, PaymentFaults


@dataclass(frozen=True)
class Trouble:
    status: int
    code: str
    headers: dict[str, str]


_RETRY_AFTER = {"Retry-After": "7"}


def trouble(faults: FaultInjector, target: str) -> Trouble | None:
    """Each provider answers in its own format."""
    now: PaymentFaults = getattr(faults.now, target)
    if now.limited:
        return Trouble(429, "too_many_requests", _RETRY_AFTER)
    if now.locked:
        return Trouble(423, "locked", {})
    if faults.hits(target, now.broken):
        return Trouble(500, "internal_server_error", {})
    return None
