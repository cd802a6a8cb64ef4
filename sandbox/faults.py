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
    """The connection is closed without a word; 503 answers that instead, "silent" never answers."""
    fail: Fraction = 0
    """This share of requests gets a 502 with an HTML body, and nothing is done."""
    lost_answer: Fraction = 0
    """This share of requests is carried out, and then the connection is closed."""
    latency_ms: Annotated[int, Field(ge=0, le=600_000)] = 0
    """Every answer takes this much longer."""


class TelegramFaults(Common):
    rate: Annotated[float, Field(ge=0)] = 30
    """Messages a second over all chats before 429; 0 lifts the limit."""
    chat_rate: Annotated[float, Field(ge=0)] = 1
    """Messages a second into one chat before 429; 0 lifts the limit."""
    chat_burst: Annotated[float, Field(ge=1)] = 20
    """How many may come at once into one chat before that limit bites."""
    retry_after: Annotated[int, Field(ge=1)] | None = None
    """The pause that a 429 asks for, seconds; unset: what the limit needs."""
    flood: bool = False
    """Every message is answered with 429."""
    blocked: bool = False
    """Every user has blocked the bot."""
    strangers: bool = False
    """No chat is found, as when the token is another bot's."""
    revoked: bool = False
    """The bot's token is not valid any more."""
    broken: Fraction = 0
    """This share of calls gets a 500 in Telegram's own words, and nothing is done."""
    least: Amounts = {}
    """Least sum of an invoice where it differs from what this world knows."""
    most: Amounts = {}
    """Greatest sum of an invoice, likewise."""
    provider_revoked: bool = False
    """The payment provider does not know the bot's provider token any more."""
    old_queries: bool = False
    """Every callback query is too old to be answered."""
    duplicate_update: bool = False
    """Every update is delivered twice."""
    hold_updates: bool = False
    """Updates pile up and are delivered when this is switched off."""
    dice: Annotated[int, Field(ge=1, le=64)] | None = None
    """The value that every dice shows."""


class VpnFaults(Common):
    slow: bool = False
    """The work is done at once, the answer takes 15 s: longer than any client should wait."""
    stale_link: bool = False
    """Answers carry the link of an identity that no longer exists."""
    proxy: Literal[200, 301, 404, 405, 502] | None = None
    """Nothing reaches the panel: a proxy answers all with this status and a page of HTML."""
    refuse: Literal[400, 409, 422] | None = None
    """The panel refuses every user with this status, in its own words."""
    garbage: bool = False
    """The work is done, and the answer is JSON that no panel gives."""
    strict: bool = False
    """Removing a user who is not there is a 404 in the panel's own words."""
    restart: bool = False
    """Once, when it is set: all users vanish and the panel starts a new epoch."""


class PaymentFaults(Common):
    no_webhook: bool = False
    """Payments happen, and nobody is told: only a poller finds them."""
    duplicate_webhook: bool = False
    """Every webhook is sent twice."""
    hold_webhooks: bool = False
    """Webhooks pile up and come, the newest first, when this is switched off."""
    stale_webhook: bool = False
    """Webhooks are signed as ten minutes ago, where a time is signed."""
    limited: bool = False
    """Every call is answered with 429, and Retry-After 7."""
    locked: bool = False
    """Every call is answered with 423."""
    broken: Fraction = 0
    """This share of calls gets a 500 in the provider's own words, and nothing is done."""
    forget_keys: bool = False
    """Idempotency keys are forgotten at once, as they are after a day."""
    decline: str | None = None
    """Charges of saved methods are declined with this code."""
    refunds: Literal["pending", "fail"] | None = None
    """Refunds stay pending until they are settled, or fail."""


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
