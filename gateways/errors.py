"""How an external call can fail. Only these errors decide what becomes of its message.

Only an answer about a message decides about that message. Every other failure concerns the
destination or us, and the message waits.
"""

from typing import Literal


class GatewayError(Exception):
    """The text is stored and shown to operators: it must contain no secrets and no message
    texts."""


class Transient(GatewayError):
    """The call may succeed later: the system is busy, unreachable, or out of order.

    `retry_after`: the other side named a wait in seconds; the whole destination, or only the lane,
    waits that long, and no attempt is consumed. `in_doubt`: the effect may have happened. `reached`
    is false when nobody answered, which consumes no attempt either.
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


class Unanswered(Transient):
    """The call was sent, and no answer came: the shop cannot tell whether it was executed."""

    def __init__(self, why: str) -> None:
        super().__init__(why, in_doubt=True)


# How long an operator is given to decide about an account, in seconds.
FOREIGN_PAUSE = 300.0


class Foreign(Transient):
    """The name is taken by an account that is not ours. Nothing was written. Only this lane waits,
    without consuming attempts, until an operator adopts the account or renames it."""

    def __init__(self, why: str) -> None:
        super().__init__(why, retry_after=FOREIGN_PAUSE, scope="lane")


class Unknown(GatewayError):
    """This program does not know what it is asked to do; a newer one may. The message is retried
    for hours before it is given up."""


class Rejected(GatewayError):
    """The other side understood the message and refused it, and would refuse it again."""


class Moved(Rejected):
    """The recipient has another id now: a group has become a supergroup."""

    def __init__(self, why: str, to: int) -> None:
        super().__init__(why)
        self.to = to


class Gone(GatewayError):
    """The recipient no longer exists: the bot is blocked, the chat deleted."""


class Denied(GatewayError):
    """Our credentials are refused, or something else answers in the system's place. Nothing is sent
    until somebody has corrected that; admins are told."""


class DeadLinks(Denied):
    """An account was written as desired, but all its links lead to places that no customer can
    reach. A user who has links keeps them; a user who has none waits."""


class Stale(GatewayError):
    """A newer state has replaced this one: there is nothing to do."""
