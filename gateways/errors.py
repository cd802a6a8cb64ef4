"""How a call to the outside can fail. These errors alone decide what becomes of its message.

Only an answer about a message decides about that message. Every other failure is about the
destination or about us, and the message waits.
"""

from typing import Literal


class GatewayError(Exception):
    """The text is stored and shown to operators: no secrets, no message texts."""


class Transient(GatewayError):
    """May succeed later: busy, unreachable, or out of order.

    With `retry_after` the other side named a time in seconds: the whole destination, or only
    the lane, waits that long, and no attempt is consumed. `in_doubt` says that the effect may have
    happened. `reached` is false when nobody answered, which consumes no attempt either.
    """

    def __init__(
        self,
        why: str,
        *,
        retry_after: float | None = None,
        scope: Literal["destination", "lane"] = "destination",
        in_doubt: bool = False,
        reached: bool = True,
    ) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.scope = scope
        self.in_doubt = in_doubt
        self.reached = reached


class Unknown(GatewayError):
    """This program does not know what it is asked for, a newer one may. The message is tried again
    for hours before it is given up."""


class Rejected(GatewayError):
    """The other side understood the message and refused it, and would refuse it again."""


class Gone(GatewayError):
    """The recipient is not there any more: the bot is blocked, the chat deleted."""


class Denied(GatewayError):
    """Our credentials are refused, or something else answers in the system's place. Nothing goes
    out until somebody has corrected that; admins are told."""


class Stale(GatewayError):
    """Overtaken by a newer state: nothing to do."""
