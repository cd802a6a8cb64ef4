"""The port of payment providers: what the shop asks them to do, and what they report.

The caller chooses the keys and stores them before the call. A call that is repeated with its key
has no second effect; a new attempt has a new key. A lost answer is `Transient(in_doubt=True)`, and
the call is repeated with the same key. A decline is an outcome, not an error, and says what may
follow.

Money is in minor units. What a provider says about money is data: it counts only if it is complete,
and the database decides whether it fits what was asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

T = TypeVar("T")
Headers: TypeAlias = Mapping[str, str]
"""By lower-case names."""


# -- Money


@dataclass(frozen=True, slots=True)
class Money:
    """Minor units of an ISO 4217 currency, or of XTR."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class AssetAmount:
    """What a provider holds or moves in an asset in which the shop has no prices."""

    amount: Decimal
    asset: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What an invoice may ask for, in minor units, bounds included."""

    least: int
    most: int | None = None


# -- What is asked for


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a tax receipt goes. Personal: in no log, error or repr."""

    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class InvoiceRequest:
    """`key` names the invoice at the provider, which returns it with its payments. `now` is the
    caller's business time. `again` says that an earlier answer may have been lost: an adapter whose
    provider keeps no keys then searches first."""

    key: str
    amount: Money
    title: str
    description: str
    now: datetime
    expires_at: datetime
    return_url: str
    """Where the payer goes back to: the chat."""
    save_method: bool = False
    monthly: bool = False
    """The provider charges again each month until it is told otherwise."""
    contact: Contact | None = None
    again: bool = False

    @property
    def seconds(self) -> int:
        """Returns how long the invoice can be paid."""
        return int((self.expires_at - self.now).total_seconds())


@dataclass(frozen=True, slots=True)
class InvoiceRef:
    """An invoice that was requested. external_id is None if the answer was lost: then the key
    finds it, among those created from created_at on."""

    key: str
    external_id: str | None
    created_at: datetime
    method_id: str | None = field(default=None, repr=False)
    """What was charged, of a charge without the payer."""


@dataclass(frozen=True, slots=True)
class ChargeRequest:
    """A charge of a saved method, without the payer being present. `key` names one attempt for one
    period. `first_tried_at` bounds the search for an earlier try whose answer was lost
    (`again`)."""

    key: str
    method_id: str = field(repr=False)
    amount: Money
    title: str
    return_url: str
    first_tried_at: datetime
    contact: Contact | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """charge_id is the provider's id of the payment, external_id that of its invoice."""

    key: str
    charge_id: str
    amount: Money
    whole: bool
    asked_at: datetime
    external_id: str | None = None
    telegram_id: int | None = None
    address: str | None = field(default=None, repr=False)
    title: str = "Refund"
    contact: Contact | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class PayoutRequest:
    """recipient is a Telegram id, or an address in `network`."""

    key: str
    amount: AssetAmount
    recipient: str = field(repr=False)
    asked_at: datetime
    network: str | None = None
    comment: str | None = None
    again: bool = False


# -- What is told


class Status(StrEnum):
    """pending -> authorized -> paid, canceled or expired; paid money may go back. An invoice that
    is over becomes paid if the money comes nevertheless."""

    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    CANCELED = "canceled"
    EXPIRED = "expired"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"

    @property
    def has_money(self) -> bool:
        """Whether money arrived, whatever happened to it later."""
        return self in _WITH_MONEY


_WITH_MONEY = {Status.PAID, Status.PARTIALLY_REFUNDED, Status.REFUNDED, Status.DISPUTED}


class After(StrEnum):
    """What may follow a decline."""

    RETRY = "retry"
    """The reason may pass: later, with a new key, so many times and no more."""
    BUYER = "buyer"
    """The payer has to do something: `Decline.url`, or a new page to pay at."""
    DROP = "drop"
    """Never again with this method."""
    END = "end"
    """Over: nothing to do."""


@dataclass(frozen=True, slots=True)
class Decline:
    """code is the provider's own word."""

    after: After
    code: str
    url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SavedMethod:
    """A charge needs only id; title is for people."""

    id: str = field(repr=False)
    title: str


@dataclass(frozen=True, slots=True)
class Payment:
    """What a provider says about an invoice or charge; None for what it does not say."""

    external_id: str | None
    """Of the invoice; of the charge itself where it came by none."""
    status: Status
    charge_id: str | None = None
    """Of the payment, where that is not the invoice's: a payment is booked once for it."""
    key: str | None = None
    """The key that it was asked for with."""
    amount: Money | None = None
    """What was asked for."""
    received: Money | None = None
    """What came, in the currency that was asked for, whatever the payer sent."""
    gross: AssetAmount | None = None
    """What the payer sent, where that was another asset."""
    fee: Money | None = None
    """What the provider kept of `received`."""
    refunded: int = 0
    """How much of `received` went back, minor units."""
    paid_at: datetime | None = None
    method: SavedMethod | None = None
    """How it was paid, if it can be charged again."""
    decline: Decline | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuses money under a status that has none: it would be ignored, and never booked."""
        if self.received is not None and not self.status.has_money:
            raise ValueError(f"{self.status} with money that came")


@dataclass(frozen=True, slots=True)
class Created:
    """url is where to pay; None if it is paid or over already, as `payment` then says."""

    external_id: str
    url: str | None = field(repr=False)
    expires_at: datetime | None = None
    payment: Payment | None = None
    saves: bool = True
    """False: the provider does not let this shop have methods remembered, so nothing will be."""


class Progress(StrEnum):
    """The state of outgoing money. While the outcome is unknown it is pending: ask again."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Refund:
    status: Progress
    external_id: str | None = None
    charge_id: str | None = None
    key: str | None = None
    amount: Money | None = None
    reason: str | None = None
    """Why it failed, in the provider's word."""


@dataclass(frozen=True, slots=True)
class Payout:
    status: Progress
    external_id: str | None = None
    key: str | None = None
    amount: AssetAmount | None = None
    reason: str | None = None


class DisputeStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A payer's bank takes money back. `withdrawn` is how much the shop lacks at present."""

    external_id: str
    charge_id: str | None
    status: DisputeStatus
    amount: Money | None
    """None where a hint does not say it: then it is asked for."""
    withdrawn: bool
    reason: str | None = None
    fee: Money | None = None
    """What the provider takes for it, whoever wins."""
    evidence_due: datetime | None = None
    """Until when the shop may say something."""


Fact: TypeAlias = Payment | Refund | Payout | Dispute


@dataclass(frozen=True, slots=True)
class Transaction:
    """A line of the provider's own list. amount is positive for money that came to the shop."""

    external_id: str
    """Of the payment, refund, dispute or payout that it is about."""
    kind: str
    """payment, refund, payout, dispute, fee or other."""
    amount: Money | AssetAmount
    at: datetime
    fee: Money | None = None
    key: str | None = None
    charge_id: str | None = None
    line_id: str | None = None
    """Of the line, where several are about one thing: a dispute that is won moves money twice."""

    @classmethod
    def of(cls, payment: Payment) -> "Transaction | None":
        """Returns the line of a payment, for a provider that lists payments; None if no money
        came."""
        id_, received, paid_at = payment.external_id, payment.received, payment.paid_at
        if not (id_ and received and paid_at):
            return None
        return cls(id_, "payment", received, paid_at, payment.fee, payment.key, id_)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """cursor gives the next page; None after the last."""

    items: tuple[T, ...]
    cursor: str | None = None


# -- Webhooks


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """What a webhook reports. An unverified event is a hint: ask the provider, then compare.
    Only a repeated delivery has the same dedupe_key; a forged hint cannot take the key of a true
    one."""

    dedupe_key: str
    kind: str
    external_id: str | None
    lane: str
    verified: bool = False
    facts: tuple[Fact, ...] = ()
    """What it says; empty where that has to be fetched."""


class WebhookRefused(Exception):
    """Not stored, and answered with `status`. The text contains nothing of the body."""

    status = 400


class Unreadable(WebhookRefused):
    """No event of this provider."""


class BadSignature(WebhookRefused):
    """Not signed by the provider, too old, or the shop has no secret to verify it."""

    status = 401


class Webhook(Protocol):
    """Pure, without network. Whatever arrives, it raises only WebhookRefused."""

    headers: tuple[str, ...]
    """Those to store with the body, lower case."""

    def read_webhook(self, headers: Headers, raw: bytes) -> list[ProviderEvent]:
        """Returns what a delivery reports, after verifying it if the provider signs."""

    def read_stored(self, raw: bytes, *, verified: bool) -> list[ProviderEvent]:
        """The same for a stored delivery, whose signature may be too old by now."""


# -- What providers can do: each call raises errors of gateways.errors only


class Provider(Protocol):
    """`can` uses the words of billing.providers.can."""

    code: str
    can: frozenset[str]


class HostedPage(Protocol):
    """page: a page to pay at, which may be a link into Telegram."""

    async def create(self, request: InvoiceRequest) -> Created: ...


class Closing(Protocol):
    """close"""

    async def close(self, invoice: InvoiceRef) -> bool:
        """Closes an invoice that nobody should pay any more. False: it is over already, or was paid
        meanwhile."""


class Fetching(Protocol):
    """fetch"""

    async def fetch(self, invoice: InvoiceRef) -> Payment | None:
        """None: the provider says that it has no such invoice."""


class Refunding(Protocol):
    """refund"""

    async def refund(self, request: RefundRequest) -> Refund: ...

    async def fetch_refund(self, request: RefundRequest, external_id: str | None) -> Refund | None:
        """None: the provider has no such refund."""


class SavedMethods(Protocol):
    """saved_method"""

    async def charge_saved(self, request: ChargeRequest) -> Payment:
        """A declined charge is canceled, with `decline`. Pending: ask again with the same key."""

    async def forget_method(self, method_id: str) -> bool:
        """False: the provider cannot forget it, so the shop must."""


class Subscriptions(Protocol):
    """subscription"""

    async def cancel_subscription(
        self, telegram_id: int, charge_id: str, *, canceled: bool = True
    ) -> None:
        """No further month is charged; after `canceled=False` the payer can switch it on again."""


class Payouts(Protocol):
    """payout"""

    async def payout(self, request: PayoutRequest) -> Payout:
        """Raises Rejected only if the provider refused this payout. Anything else that keeps it
        from paying is Transient."""

    async def fetch_payout(self, request: PayoutRequest) -> Payout | None:
        """None: the provider has no such payout."""


class PricedPayouts(Payouts, Protocol):
    """For a provider that has exchange rates."""

    async def worth(self, amount: Money, asset: str) -> AssetAmount:
        """Returns the worth at the present rate, rounded up."""


class Listing(Protocol):
    """list"""

    async def list_changed(self, since: datetime, cursor: str | None = None) -> Page[Fact]:
        """For pollers: returns what webhooks may have reported since then."""

    async def transactions(self, day: datetime, cursor: str | None = None) -> Page[Transaction]:
        """For the daily reconciliation: returns what moved in the 24 hours from `day` on."""


class Disputes(Protocol):
    """dispute"""

    async def fetch_dispute(self, external_id: str) -> Dispute | None:
        """With its amount. None: the provider has no such dispute."""


class Bounded(Protocol):
    async def limits(self) -> Mapping[str, Limits]:
        """By currency; the provider does not accept one that is missing."""


CAPABILITIES: Mapping[str, type] = {
    "page": HostedPage,
    "close": Closing,
    "fetch": Fetching,
    "refund": Refunding,
    "saved_method": SavedMethods,
    "subscription": Subscriptions,
    "payout": Payouts,
    "list": Listing,
    "limits": Bounded,
    "dispute": Disputes,
}
