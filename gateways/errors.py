"""How a call to the outside can fail. What becomes of its message is decided by these alone.

A verdict about a message comes only from an answer about that message: everything else is about the
destination or about us, and waits.
"""

from typing import Literal


class GatewayError(Exception):
    """The text is stored and shown to operators: no secrets, no message texts."""


class Transient(GatewayError):
    """May succeed later: busy, unreachable, or out of order.

    With `retry_after` the other side named a time in seconds: the whole topic, or only the lane,
    waits that long and no attempt is consumed. `in_doubt` says that the effect may have happened;
    `reached` is false when nobody was there to answer, which is no attempt either.
    """

    def __init__(
        self,
        why: str,
        *,
        retry_after: float | None = None,
        scope: Literal["topic", "lane"] = "topic",
        in_doubt: bool = False,
        reached: bool = True,
    ) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.scope = scope
        self.in_doubt = in_doubt
        self.reached = reached


class Unknown(GatewayError):
    """This program does not know what it is asked for: a newer one may. It is tried again for
    hours before it is given up."""


class Rejected(GatewayError):
    """Understood and refused, in an answer about this very message: repeating it would be refused
    again."""


class Gone(GatewayError):
    """Whom it was for is not there any more: a blocked bot, a deleted chat."""


class Denied(GatewayError):
    """Our credentials are refused, or something else answers in the system's place: nothing goes
    out until somebody has corrected it, and admins are told."""


class Stale(GatewayError):
    """Overtaken by a newer state: nothing to do."""
