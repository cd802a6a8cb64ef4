"""How a call to the outside can fail. What becomes of its message is decided by these alone."""

from typing import Literal


class GatewayError(Exception):
    """The text is stored and shown to operators: no secrets, no message texts."""


class Transient(GatewayError):
    """May succeed later: busy, unreachable, or out of order.

    With `retry_after` the other side named a time in seconds: the whole topic, or only the lane,
    waits that long and no attempt is consumed. `in_doubt` says that the effect may have happened.
    """

    def __init__(
        self,
        why: str,
        *,
        retry_after: float | None = None,
        scope: Literal["topic", "lane"] = "topic",
        in_doubt: bool = False,
    ) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.scope = scope
        self.in_doubt = in_doubt


class Rejected(GatewayError):
    """Understood and refused: repeating it would be refused again."""


class Gone(GatewayError):
    """Whom it was for is not there any more: a blocked bot, a deleted chat."""


class Denied(GatewayError):
    """Our credentials are refused: nothing goes out until somebody has mended them."""


class Stale(GatewayError):
    """Overtaken by a newer state: nothing to do."""
