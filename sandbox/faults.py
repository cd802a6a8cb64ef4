"""Faults that can be switched on at run time. Shares are drawn from a seeded generator."""

import random
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Fraction = Annotated[float, Field(ge=0, le=1)]
Amounts = dict[Annotated[str, Field(pattern="^[A-Z]{3}$")], int]
"""Minor units by currency."""


class Common(BaseModel):
    """Faults that every emulated service supports."""

    model_config = ConfigDict(extra="forbid")

    down: bool | Literal[503, "silent"] = False
    """The connection is closed without an answer; 503: this status instead; "silent": no answer."""
    fail: Fraction = 0
    """This share of requests gets a 502 with an HTML body, without any effect."""
    lost_answer: Fraction = 0
    """This share of requests is executed, and then the connection is closed."""
    latency_ms: Annotated[int, Field(ge=0, le=600_000)] = 0
    """Every answer takes this much longer."""


class TelegramFaults(Common):
    rate: Annotated[float, Field(ge=0)] = 30
    """Messages per second over all chats before 429; 0 removes the limit."""
    chat_rate: Annotated[float, Field(ge=0)] = 1
    """Messages per second into one chat before 429; 0 removes the limit."""
    chat_burst: Annotated[float, Field(ge=1)] = 20
    """The burst into one chat before that limit applies."""
    retry_after: Annotated[int, Field(ge=1)] | None = None
    """The wait in a 429, in seconds; unset: what the limit requires."""
    flood: bool = False
    """Every message gets a 429."""
    blocked: bool = False
    """Every user has blocked the bot."""
    strangers: bool = False
    """No chat is found, as with another bot's token."""
    revoked: bool = False
    """The bot's token is no longer valid."""
    lacks: frozenset[str] = frozenset()
    """Methods, in small letters, that a Bot API server of one's own is too old to know."""
    broken: Fraction = 0
    """This share of calls gets a 500 in Telegram's own format, without any effect."""
    least: Amounts = {}
    """Minimum amount of an invoice by currency, in place of the built-in one."""
    most: Amounts = {}
    """Maximum amount of an invoice, likewise."""
    provider_revoked: bool = False
    """The payment provider no longer knows the bot's provider token."""
    topics: bool = False
    """Private chats with the bot have topics."""
    members_hidden: bool = False
    """getChatMember is refused: the member list is inaccessible."""
    old_queries: bool = False
    """Every callback query is too old to be answered."""
    duplicate_update: bool = False
    """Every update is delivered twice."""
    hold_updates: bool = False
    """Updates are held and delivered when this is switched off."""
    dice: Annotated[int, Field(ge=1, le=64)] | None = None
    """The value that every dice shows."""


class VpnFaults(Common):
    slow: bool = False
    """The call is executed at once, the answer takes 15 s: longer than any client should wait."""
    stale_link: bool = False
    """Answers contain the link of an identity that no longer exists."""
    proxy: Literal[200, 301, 403, 404, 405, 502] | None = None
    """Nothing reaches the panel: a proxy answers with this status and an HTML page."""
    refuse: Literal[400, 409, 422] | None = None
    """The panel refuses every user with this status, in its own format."""
    garbage: bool = False
    """The call is executed, and the answer is JSON that no panel sends."""
    strict: bool = False
    """Removing a user who does not exist is a 404 in the panel's own format."""
    restart: bool = False
    """Once, when it is set: all users are lost and the panel starts a new epoch."""
    limited: bool = False
    """Every call gets a 429 with Retry-After 7 from the proxy in front."""
    broken: str | None = None
    """Calls whose method and path match this pattern get a 500, without any effect."""
    lost: str | None = None
    """Calls whose method and path match it are executed, and then the connection is closed."""
    stale: bool = False
    """A connection serves one call. The next one that comes on it finds it closed."""


class PaymentFaults(Common):
    no_webhook: bool = False
    """Payments happen without webhooks: only polling finds them."""
    duplicate_webhook: bool = False
    """Every webhook is sent twice."""
    hold_webhooks: bool = False
    """Webhooks are held and sent, the newest first, when this is switched off."""
    stale_webhook: bool = False
    """Webhooks have a signature that is ten minutes old, where a time is signed."""
    limited: bool = False
    """Every call gets a 429 with Retry-After 7."""
    locked: bool = False
    """Every call gets a 423."""
    broken: Fraction = 0
    """This share of calls gets a 500 in the provider's own format, without any effect."""
    forget_keys: bool = False
    """Idempotency keys are forgotten at once, as they are after a day."""
    decline: str | None = None
    """Charges of saved methods are declined with this code."""
    processing: bool = False
    """Charges of saved methods are taken in, and nobody knows yet what will come of them."""
    no_autopay: bool = False
    """YooKassa: its manager has not allowed the shop to remember methods."""
    refunds: Literal["pending", "fail"] | None = None
    """Refunds stay pending until they are settled, or fail."""
    no_coins: bool = False
    """Crypto Pay: the app has no coins for transfers."""
    strangers: list[int] = []
    """Crypto Pay: Telegram ids of people who have never started the Crypto Bot."""
    testnet: bool = False
    """Crypto Pay: the token is of an app of the test network, which knows nobody."""


class Faults(BaseModel):
    """All switches. `PUT /sandbox/faults` replaces them; a switch that is not named is off."""

    model_config = ConfigDict(extra="forbid")

    seed: int = 0
    telegram: TelegramFaults = TelegramFaults()
    vpn: VpnFaults = VpnFaults()
    crypto: PaymentFaults = PaymentFaults()
    yookassa: PaymentFaults = PaymentFaults()
    stripe: PaymentFaults = PaymentFaults()
    heleket: PaymentFaults = PaymentFaults()


PROVIDERS = ("crypto", "yookassa", "stripe", "heleket")


class FaultInjector:
    """Holds the active faults, and draws the shares."""

    def __init__(self) -> None:
        self.set(Faults())

    def set(self, faults: Faults) -> None:
        self.now = faults
        # Each service draws from its own generator: a seed gives the same sequence whatever the
        # others do.
        self._lots = {name: random.Random(f"{faults.seed}:{name}") for name in self.targets()}

    @staticmethod
    def targets() -> tuple[str, ...]:
        return ("telegram", "vpn", *PROVIDERS)

    def common(self, target: str) -> Common:
        common: Common = getattr(self.now, target)
        return common

    def hits(self, target: str, share: float) -> bool:
        """Whether this request is in the share that a fault affects."""
        return share > 0 and self._lots[target].random() < share
