"""The calls of schema `api`, one method each. The calls of admins are in bot/admin_api/, those that
store and settle events in bot/inbox.py and consumer/.

Each row is returned as a frozen dataclass whose fields are the function's columns, selected by
name: the database of the next release may have more columns. Amounts are minor units; times are
aware and in UTC. If an `outcome` refuses, the other columns may be null: their types are those of
successful outcomes, so check the outcome first.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeVar
from uuid import UUID

import asyncpg

from figures import Figure, figures

Status = Literal["none", "activating", "active", "grace", "expired"]
# later: another plan that costs less, or the same, per day; it can follow when the period ends.
Kind = Literal["purchase", "renewal", "change", "later", "gift"]
Cause = Literal[
    "topup",
    "purchase",
    "renewal",
    "change",
    "change_credit",
    "refund",
    "undelivered",
    "payout",
    "payout_failed",
    "payout_returned",
    "loss",
    "dispute_covered",
    "dispute_won",
    "credit",
    "debit",
    "assignment",
    "reward",
    "welcome",
    "reward_taken_back",
    "withdrawal",
    "withdrawal_returned",
    "trial",
    "grant",
    "gift",
    "gift_returned",
    "gift_taken",
    "prize",
    "prize_days",
    "reversal",
    "promo",
    "promo_taken_back",
]
Unit = Literal["day", "month"]
# Why a price is below the one for everybody.
Reason = Literal["personal", "vip", "offer", "old_price", "promo_code"]
CompanyQuestion = Literal["company", "people", "contact", "comment"]
# Of an admin, see app.permissions.
Role = Literal["owner", "manager", "support"]
# What stands before a trial or a first purchase.
Gate = Literal["blocked", "terms_not_accepted", "not_in_channel"]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Started:
    user_id: int
    outcome: Literal["new", "known", "blocked"]
    locale: str
    locale_chosen: bool
    goes_to: Literal["plan", "support", "promo"] | None = None
    """Where the link leads that was opened; None for the menu."""
    plan_id: int | None = None
    gift: bool = False
    """It is the link of a gift, which may open nothing."""


@dataclass(frozen=True)
class Offered:
    locale: str


@dataclass(frozen=True)
class LanguageSet:
    outcome: Literal["ok", "unknown_language"]


@dataclass(frozen=True)
class TimeZone:
    """`shop_zone`: the zone of users who chose none."""

    zone: str
    shop_zone: str


@dataclass(frozen=True)
class TimeZoneSet:
    outcome: Literal["ok", "unknown_zone"]


@dataclass(frozen=True)
class Home:
    user_id: int
    locale: str
    timezone: str
    balance: int
    currency: str
    status: Status
    is_trial: bool
    plan_title: str | None
    ends_at: datetime | None
    expires_at: datetime | None
    trial_hours: int | None
    can_topup: bool
    screen_message_id: int | None
    now: datetime
    subscriptions: int = 0
    subscription_id: int | None = None
    bonus: int = 0
    other_currencies: Sequence[str] = ()
    other_balances: Sequence[int] = ()
    has_pages: bool = False
    """Whether a provider has payment pages."""
    incident: str | None = None
    """What operators say to everybody while something is wrong."""
    devices: int | None = None
    device_limit: int | None = None
    connected: bool | None = None
    """Whether anybody has ever connected; None where panels do not tell, or no access runs."""
    can_buy: bool = True
    is_blocked: bool = False
    takes_companies: bool = False
    """Whether companies can ask for an offer."""
    is_restricted: bool = False
    """During the grace only what is needed to renew is within reach."""
    screen: str | None = None
    """The state of the conversation: the name of the open screen, see Screen."""
    last_title: str | None = None
    """Where other plans follow the running one: the last of them."""
    paid_until: datetime | None = None
    """Until when that one lasts; None where none follows."""
    can_invite: bool = False
    """Whether bringing others earns something."""
    withdrawable: int = 0
    """The part of the balance that may be paid out."""
    may_open: bool = False
    """Whether one more subscription is allowed."""
    sells_gifts: bool = False
    has_game: bool = False
    role: Role | None = None
    """None for customers."""
    permissions: Sequence[str] | None = None
    """What an admin may do; None for customers."""


@dataclass(frozen=True)
class Subscription:
    """One of several that a user has."""

    subscription_id: int
    status: Status
    is_trial: bool
    plan_title: str
    ends_at: datetime
    expires_at: datetime
    link: str | None
    granted_at: datetime
    last_title: str | None = None
    paid_until: datetime | None = None
    """Of what follows the running plan, as in Home."""


@dataclass(frozen=True)
class TrialStarted:
    outcome: Literal["started", "already_used", "has_subscription", "switched_off"] | Gate
    ends_at: datetime | None


@dataclass(frozen=True)
class Plan:
    plan_id: int
    title: str
    benefits: str
    from_amount: int
    currency: str
    is_current: bool


@dataclass(frozen=True)
class Price:
    price_id: int
    plan_title: str
    period_count: int
    period_unit: Unit
    amount: int
    currency: str
    saving: int
    kind: Kind
    list_amount: int = 0
    reasons: Sequence[Reason] = ()
    """Of what is taken off the list amount."""


@dataclass(frozen=True)
class PromoUsed:
    """What a promo code does. `ends_at`: the end of the time that was given, or of the code."""

    outcome: Literal["chosen", "given", "refused", "nothing"] | Gate
    code: str | None
    kind: Literal["percent", "amount", "days", "balance", "trial"] | None
    percent: int | None
    amount: int | None
    currency: str | None
    days: int | None
    hours: int | None
    renewals: int | None
    ends_at: datetime | None


@dataclass(frozen=True)
class Promo(PromoUsed):
    """The promo code that makes prices cheaper; all fields are None without one."""

    waiting: str | None = None
    """The one that the user came with, or that was refused last."""


@dataclass(frozen=True)
class Order:
    """`at_period_end` is a quote for `schedule_change`; in that case there is no order."""

    outcome: (
        Literal[
            "open",
            "at_period_end",
            "no_such_price",
            "switched_off",
            "unknown_subscription",
            "several_subscriptions",
            "no_more_subscriptions",
        ]
        | Gate
    )
    order_token: UUID
    kind: Kind
    plan_title: str
    period_count: int
    period_unit: Unit
    amount: int
    discount: int
    credit: int
    due: int
    currency: str
    starts_at: datetime
    ends_at: datetime
    balance: int
    short_by: int
    expires_at: datetime
    reasons: Sequence[Reason] = ()
    """Of the discount."""
    code: str | None = None
    """The promo code that the user has chosen; it counts if it is one of the reasons."""
    renewal_amount: int | None = None
    """What automatic renewal would charge at this price, without the code."""
    code_renewals: int | None = None
    """How many automatic renewals the code makes cheaper as well."""
    ends_gift: bool | None = None
    """Whether a change of plan ends time that somebody else has paid, and gets the money back."""


@dataclass(frozen=True)
class Purchase:
    outcome: Literal[
        "fulfilled",
        "already_fulfilled",
        "insufficient_funds",
        "expired",
        "price_changed",
        "changed",
        "unknown",
        "blocked",
        "switched_off",
    ]
    plan_title: str
    ends_at: datetime
    balance: int
    short_by: int
    currency: str
    subscription_id: int | None


@dataclass(frozen=True)
class TopUpOffer:
    currency: str
    presets: list[int]
    min_amount: int
    max_amount: int
    suggested: int | None


@dataclass(frozen=True)
class InvoiceRefused:
    outcome: Literal["too_small", "too_great", "unavailable", "unknown"]
    amount: int
    currency: str
    min_amount: int
    max_amount: int


@dataclass(frozen=True)
class PaymentMethod:
    """The amount that a provider asks for a top-up."""

    provider: str
    amount: int
    currency: str
    is_down: bool
    can_remember: bool = False


@dataclass(frozen=True)
class MonthlyOffer:
    """What a provider would charge automatically each month, for `credited_amount` on the
    balance."""

    provider: str
    amount: int
    currency: str
    credited_amount: int


@dataclass(frozen=True)
class SavedMethod:
    """`is_monthly`: its provider charges it automatically, next at paid_until. `failed`: it is no
    longer charged. `removed`: it can be resumed."""

    method_id: int
    provider: str
    title: str | None
    is_monthly: bool
    paid_until: datetime | None
    failed: bool
    removed: bool


@dataclass(frozen=True)
class NoticePreferences:
    tips: bool
    referrals: bool = True


@dataclass(frozen=True)
class Invite:
    """What referrals earn: `percent` of each payment, and `second_percent` of payments of the
    people whom the referred people refer; or `sum` or `days` for the first payment. `welcome` and
    `trial_hours` are what the referred people get; 0 means no more than others. `brought` people
    came, and `paying` of them pay."""

    code: str
    reward: Literal["percent", "sum", "days"]
    percent: int
    next_from: int | None
    next_percent: int | None
    second_percent: int
    days: int
    sum: int
    sum_currency: str
    welcome: int
    trial_hours: int
    hold_days: int
    brought: int
    paying: int
    days_earned: int


@dataclass(frozen=True)
class Earnings:
    """Earnings in one currency. `pending_until`: the earliest time at which the first of them can
    be spent."""

    currency: str
    earned: int
    pending: int
    pending_until: datetime | None
    owed: int
    withdrawable: int


@dataclass(frozen=True)
class PaymentChoices:
    remember: bool
    balance_first: bool
    can_remember: bool


@dataclass(frozen=True)
class InvoiceOpened:
    """already_sent: that tap has had its order. order_expired: its order needs a new quote. The
    order is returned if it is open."""

    outcome: Literal[
        "open",
        "amount_out_of_range",
        "switched_off",
        "order_expired",
        "already_sent",
        "unavailable",
    ]
    order_token: UUID | None
    min_amount: int
    max_amount: int
    currency: str


@dataclass(frozen=True)
class Invoice:
    """`amount` is asked for, `credited_amount` goes to the balance; `for_order` is the order that
    waits for it; `token` is the payload of its link."""

    status: Literal["creating", "open", "paid", "over", "failed"]
    token: UUID
    order_token: UUID
    provider: str
    url: str | None
    amount: int
    currency: str
    credited_amount: int
    credited_currency: str
    expires_at: datetime
    for_order: UUID | None
    bought: bool
    saves_method: bool = False
    monthly: bool = False
    processing: bool = False
    """It was paid, and the payer's bank or the provider takes its time."""


@dataclass(frozen=True)
class WantedOrder:
    order_token: UUID
    plan_title: str
    due: int
    currency: str
    short_by: int


@dataclass(frozen=True)
class OrderedPrice:
    plan_id: int
    price_id: int
    subscription_id: int | None
    opens_new: bool
    is_gift: bool = False


@dataclass(frozen=True)
class Delivery:
    is_slow: bool


@dataclass(frozen=True)
class PreCheckout:
    outcome: Literal["ok", "expired", "unknown", "mismatch", "switched_off"]
    locale: str | None
    banned_for: float


@dataclass(frozen=True)
class PaymentReceived:
    outcome: Literal["credited", "repeated", "credited_without_order", "suspense"]
    amount: int
    currency: str
    balance: int | None
    fulfilled_plan_title: str | None
    fulfilled_ends_at: datetime | None
    renewed: bool
    told: bool


@dataclass(frozen=True)
class Access:
    outcome: Literal["ready", "activating", "none", "expired"]
    link: str | None
    plan_title: str | None
    ends_at: datetime | None


@dataclass(frozen=True)
class SubscriptionAddress:
    """`servers`: at how many panels the subscription should be; `ready`: how many of them have
    given a link."""

    outcome: Literal["ok", "none"]
    token: str
    number: int
    servers: int
    ready: int


@dataclass(frozen=True)
class AddressReissued:
    outcome: Literal[
        "reissued",
        "already_reissued",
        "too_soon",
        "unknown_subscription",
        "several_subscriptions",
    ]


@dataclass(frozen=True)
class ClientApp:
    """An app that is offered on a platform. `can_open`: a link opens it."""

    code: str
    title: str
    platform: str
    can_open: bool
    store_url: str
    recommended: bool


@dataclass(frozen=True)
class DeviceList:
    """`bound` and the fields after it: as known at `read_at`, None for never. `is_reading`: an
    answer is awaited."""

    outcome: Literal["ok", "failed", "not_listed"]
    bound: int
    device_limit: int | None
    read_at: datetime | None
    is_reading: bool


@dataclass(frozen=True)
class Device:
    """`place`: its server, if there are several. `is_unbinding`: it was unbound, and the panel has
    not confirmed it yet."""

    device: int
    name: str | None
    platform: str | None
    seen_at: datetime | None
    place: str | None
    is_unbinding: bool


@dataclass(frozen=True)
class DeviceUnbound:
    outcome: Literal[
        "unbound",
        "unbinding",
        "not_bound",
        "not_listed",
        "unknown_subscription",
        "several_subscriptions",
    ]


@dataclass(frozen=True)
class Profile:
    user_id: int
    status: Status
    is_trial: bool
    plan_title: str | None
    ends_at: datetime | None
    expires_at: datetime | None
    balance: int
    currency: str
    created_at: datetime
    locale: str
    auto_renew: bool
    cancelled: bool
    next_charge_at: datetime | None
    next_charge_amount: int | None
    next_plan_title: str | None
    next_period_count: int | None
    next_period_unit: Unit | None
    can_renew: bool
    renewal_plan_id: int | None
    renewal_price_id: int | None
    charged_provider: str | None = None
    """The provider of the method that pays the next charge; None for the balance."""
    charged_title: str | None = None
    saved_methods: int = 0
    used_bytes: int | None = None
    """None where panels do not tell; so are the devices that are bound, and the time of the last
    connection. A limit of None is none."""
    data_limit: int | None = None
    devices: int | None = None
    device_limit: int | None = None
    online_at: datetime | None = None
    lists_devices: bool = False
    restricted: bool = False
    """During the grace, only what is needed to renew is within reach."""
    last_title: str | None = None
    paid_until: datetime | None = None
    """Of what follows the running plan, as in Home."""


@dataclass(frozen=True)
class ChangeScheduled:
    outcome: Literal[
        "scheduled",
        "not_active",
        "no_such_price",
        "not_cheaper",
        "switched_off",
        "unknown_subscription",
    ]
    plan_title: str
    amount: int
    currency: str
    starts_at: datetime
    auto_renew: bool


@dataclass(frozen=True)
class AutoRenewSet:
    outcome: Literal[
        "on",
        "switched_off",
        "off",
        "nothing_to_renew",
        "unknown_subscription",
        "several_subscriptions",
    ]
    next_charge_at: datetime | None
    amount: int | None
    currency: str | None


@dataclass(frozen=True)
class Cancelled:
    outcome: Literal[
        "cancelled",
        "already_cancelled",
        "not_active",
        "unknown_subscription",
        "several_subscriptions",
    ]
    ends_at: datetime


@dataclass(frozen=True)
class Resumed:
    outcome: Literal[
        "resumed", "not_cancelled", "expired", "unknown_subscription", "several_subscriptions"
    ]
    ends_at: datetime
    auto_renew: bool


@dataclass(frozen=True)
class StatementLine:
    """`amount` is signed, null for free periods."""

    line_id: int
    at: datetime
    cause: Cause
    amount: int | None
    currency: str | None
    balance_after: int | None
    plan_title: str | None
    period_count: int | None
    period_unit: Unit | None
    starts_at: datetime | None
    ends_at: datetime | None
    provider: str | None
    reason: str | None


@dataclass(frozen=True)
class Written:
    """What became of a message to support, or of an answer of support (sent, user_is_gone)."""

    outcome: Literal[
        "opened",
        "reopened",
        "added",
        "repeated",
        "no_ticket",
        "too_many",
        "sent",
        "user_is_gone",
    ]
    ticket_id: int
    is_read: bool
    """Whether there is anybody who answers for support."""


@dataclass(frozen=True)
class TicketClosed:
    outcome: Literal["closed", "already_closed", "unknown"]


@dataclass(frozen=True)
class ChatReader:
    """The language and time zone in which the shop writes to a chat of support; `now` is business
    time."""

    locale: str
    timezone: str
    now: datetime


@dataclass(frozen=True)
class TicketLine:
    """A message of a ticket. `kind`: text, or the kind of file."""

    ticket_id: int
    topic: Literal["access", "payment", "other", "company"]
    is_open: bool
    sender: Literal["user", "support"]
    kind: str
    body: str | None
    sent_at: datetime


@dataclass(frozen=True)
class DataRequested:
    outcome: Literal["requested", "just_now"]


@dataclass(frozen=True)
class Deletion:
    """`token` confirms the deletion, which has to wait for `coming_back`, money on its way to the
    user. `gift_...`: in each currency, how many of the user's gifts nobody has taken, and for how
    much."""

    token: str
    coming_back: int | None
    currency: str | None
    gift_counts: list[int] | None = None
    gift_amounts: list[int] | None = None
    gift_currencies: list[str] | None = None


@dataclass(frozen=True)
class AccountDeleted:
    outcome: Literal["deleted", "changed", "last_owner", "money_is_moving"]


@dataclass(frozen=True)
class WithdrawalOffer:
    """What can be paid out, and what the user has chosen so far (the draft). `refusal`: why nothing
    can be paid out."""

    refusal: (
        Literal["blocked", "open", "switched_off", "owes", "not_in_currency", "too_little"] | None
    )
    available: int
    currency: str
    min_amount: int | None
    business_days: int
    ways: Sequence[str]
    draft: UUID | None
    amount: int | None
    way: str | None
    needs_requisites: bool
    masked: str | None


@dataclass(frozen=True)
class Withdrawal:
    withdrawal_id: int
    amount: int
    currency: str
    way: str
    masked: str | None
    status: Literal["requested", "approved", "sending", "paid", "failed", "rejected", "cancelled"]
    requested_at: datetime
    due_at: datetime
    settled_at: datetime | None
    reason: str | None


@dataclass(frozen=True)
class WithdrawalStep:
    """What became of a choice, of a request, or of what support did."""

    outcome: str


@dataclass(frozen=True)
class Channel:
    """A channel to join; `is_member` is None while nothing is known."""

    chat_id: int
    title: str
    url: str
    is_member: bool | None
    must_ask: bool


@dataclass(frozen=True)
class Terms:
    """Terms are a text or an address. Without a version, nothing has to be accepted."""

    version: str | None
    content: str
    is_address: bool
    accepted_at: datetime | None


@dataclass(frozen=True)
class TermsAccepted:
    outcome: Literal["accepted", "changed"]


@dataclass(frozen=True)
class CompanyRequest:
    """A form as far as it is filled in; without a next question it can be sent."""

    outcome: Literal["open", "switched_off", "too_many"]
    question: CompanyQuestion | None
    company: str | None
    people: int | None
    contact: str | None
    comment: str | None


@dataclass(frozen=True)
class CompanyAnswered:
    outcome: Literal["kept", "invalid", "switched_off", "too_many"]


@dataclass(frozen=True)
class CompanySent:
    outcome: Literal["sent", "incomplete", "switched_off", "too_many"]
    ticket_id: int | None
    is_read: bool


@dataclass(frozen=True)
class Grant:
    """A share of Telegram's limit. `wait`: the seconds until the call may be made, or until the
    caller may ask again."""

    granted: bool
    wait: float


@dataclass(frozen=True)
class Readiness:
    name: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class AppliedFile:
    """A form in which a file of sql/ was applied; `is_last`: the current one."""

    path: str
    checksum: str
    is_last: bool


@dataclass(frozen=True)
class Gift:
    """A gift that the user paid for somebody. `order_token`: the order that paid for it."""

    gift_id: int
    order_token: UUID
    status: Literal["unused", "redeemed", "returned"]
    plan_title: str
    period_count: int
    period_unit: Unit
    amount: int
    currency: str
    created_at: datetime
    expires_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class GiftLink:
    """`code` is what follows gift_ in the link."""

    outcome: Literal["made", "settled", "too_many", "unknown"]
    code: str


@dataclass(frozen=True)
class GiftBack:
    outcome: Literal["returned", "already_returned", "taken", "unknown"]
    amount: int
    currency: str
    balance: int


@dataclass(frozen=True)
class OpenedGift:
    """A gift that the user can take, and when it would run. `follows`: it runs after what the user
    has."""

    gift_id: int
    plan_title: str
    period_count: int
    period_unit: Unit
    starts_at: datetime
    ends_at: datetime
    follows: bool
    has_subscription: bool
    may_open: bool


@dataclass(frozen=True)
class GiftTaken:
    outcome: (
        Literal[
            "redeemed",
            "already_redeemed",
            "gone",
            "unknown_subscription",
            "several_subscriptions",
            "no_more_subscriptions",
        ]
        | Gate
    )
    plan_title: str
    ends_at: datetime
    subscription_id: int | None


@dataclass(frozen=True)
class SubscriptionNamed:
    outcome: Literal["named", "invalid", "unknown_subscription"]


@dataclass(frozen=True)
class Game:
    """`game_days`: how often one may throw."""

    outcome: Literal["open", "not_yet", "rolling", "not_a_subscriber", "blocked", "switched_off"]
    next_turn_at: datetime | None
    game_days: int


@dataclass(frozen=True)
class GamePrize:
    dice_value: int
    prize: Literal["days", "bonus", "percent"]
    amount: int
    currency: str | None
    offer_days: int | None


@dataclass(frozen=True)
class Thrown:
    outcome: Literal["thrown", "not_yet", "rolling", "not_a_subscriber", "blocked", "switched_off"]
    next_turn_at: datetime | None


class Api:
    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        """Returns the pool, for bot/admin_api."""
        return self._pool

    async def start(
        self,
        telegram_id: int,
        identity_hash: bytes,
        username: str | None,
        first_name: str,
        language_code: str | None,
        payload: str | None = None,
    ) -> Started:
        """`payload`: what follows /start."""
        return await self._row(
            Started,
            "api.start($1, $2, $3, $4, $5, $6)",
            telegram_id,
            identity_hash,
            username,
            first_name,
            language_code,
            payload,
        )

    async def languages(self) -> list[str]:
        """Returns the languages that the shop offers; the first is for users whose language is not
        among them."""
        return [one.locale for one in await self._rows(Offered, "api.languages()")]

    async def shop_texts(self, version: int | None, failed: str | None = None) -> str | None:
        found: str | None = await self._pool.fetchval(
            "select api.shop_texts($1, $2)", version, failed
        )
        return found

    async def set_language(self, telegram_id: int, locale: str) -> LanguageSet:
        return await self._row(LanguageSet, "api.set_language($1, $2)", telegram_id, locale)

    async def time_zone(self, telegram_id: int) -> TimeZone:
        return await self._row(TimeZone, "api.time_zone($1)", telegram_id)

    async def set_time_zone(self, telegram_id: int, zone: str) -> TimeZoneSet:
        return await self._row(TimeZoneSet, "api.set_time_zone($1, $2)", telegram_id, zone)

    async def home(self, telegram_id: int, subscription: int | None = None) -> Home | None:
        """Returns None for a user who has never sent /start."""
        rows = await self._rows(Home, "api.home($1, $2)", telegram_id, subscription)
        return rows[0] if rows else None

    async def subscriptions(self, telegram_id: int) -> list[Subscription]:
        """Returns the subscriptions that matter: the running ones, or all of them while none
        runs."""
        return await self._rows(Subscription, "api.subscriptions($1)", telegram_id)

    async def start_trial(self, telegram_id: int) -> TrialStarted:
        return await self._row(TrialStarted, "api.start_trial($1)", telegram_id)

    async def plans(
        self, telegram_id: int, subscription: int | None = None, *, new: bool = False
    ) -> list[Plan]:
        """`new`: for a gift, or one more subscription."""
        return await self._rows(Plan, "api.plans($1, $2, $3)", telegram_id, subscription, new)

    async def prices(
        self, telegram_id: int, plan_id: int, subscription: int | None = None, *, new: bool = False
    ) -> list[Price]:
        """`new`: for a gift, or one more subscription."""
        return await self._rows(
            Price, "api.prices($1, $2, $3, $4)", telegram_id, plan_id, subscription, new
        )

    async def open_order(
        self,
        telegram_id: int,
        price_id: int,
        subscription: int | None = None,
        *,
        opens_new: bool = False,
    ) -> Order:
        return await self._row(
            Order,
            "api.open_order($1, $2, $3, $4)",
            telegram_id,
            price_id,
            subscription,
            opens_new,
        )

    async def enter_promo(
        self, telegram_id: int, code: str | None, request: UUID | None
    ) -> PromoUsed:
        """None stands for the code that the user came with, or that was refused last."""
        return await self._row(PromoUsed, "api.enter_promo($1, $2, $3)", telegram_id, code, request)

    async def promo(self, telegram_id: int) -> Promo:
        return await self._row(Promo, "api.promo($1)", telegram_id)

    async def remove_promo(self, telegram_id: int) -> bool:
        removed: bool = await self._pool.fetchval("select api.remove_promo($1)", telegram_id)
        return removed

    async def open_gift_order(self, telegram_id: int, price_id: int) -> Order:
        return await self._row(Order, "api.open_gift_order($1, $2)", telegram_id, price_id)

    async def gifts(self, telegram_id: int, gift: int | None = None) -> list[Gift]:
        """Returns the gifts that the user paid for, newest first: all that nobody has taken, and
        the last of the others; or only `gift`."""
        return await self._rows(Gift, "api.gifts($1, $2)", telegram_id, gift)

    async def new_gift_link(self, telegram_id: int, gift: int) -> GiftLink:
        """Makes one more link; the earlier ones stay valid."""
        return await self._row(GiftLink, "api.new_gift_link($1, $2)", telegram_id, gift)

    async def ask_gift_back(self, telegram_id: int, gift: int) -> GiftBack:
        return await self._row(GiftBack, "api.ask_gift_back($1, $2)", telegram_id, gift)

    async def opened_gift(
        self, telegram_id: int, subscription: int | None = None
    ) -> OpenedGift | None:
        """Returns None whatever is wrong with the link that the user opened last."""
        found = await self._rows(OpenedGift, "api.opened_gift($1, $2)", telegram_id, subscription)
        return found[0] if found else None

    async def redeem_gift(
        self, telegram_id: int, gift: int, subscription: int | None = None, *, new: bool = False
    ) -> GiftTaken:
        return await self._row(
            GiftTaken, "api.redeem_gift($1, $2, $3, $4)", telegram_id, gift, new, subscription
        )

    async def name_subscription(
        self, telegram_id: int, subscription: int, name: str | None
    ) -> SubscriptionNamed:
        return await self._row(
            SubscriptionNamed,
            "api.name_subscription($1, $2, $3)",
            telegram_id,
            subscription,
            name,
        )

    async def game(self, telegram_id: int) -> Game:
        return await self._row(Game, "api.game($1)", telegram_id)

    async def game_prizes(self) -> list[GamePrize]:
        """Returns the prizes by what the ball shows, the highest first."""
        return await self._rows(GamePrize, "api.game_prizes()")

    async def throw(self, telegram_id: int) -> Thrown:
        return await self._row(Thrown, "api.throw($1)", telegram_id)

    async def will_renew(
        self,
        telegram_id: int,
        price_id: int,
        subscription: int | None = None,
        *,
        opens_new: bool = False,
    ) -> bool:
        renews: bool = await self._pool.fetchval(
            "select api.will_renew($1, $2, $3, $4)", telegram_id, price_id, subscription, opens_new
        )
        return renews

    async def pay_from_balance(self, telegram_id: int, order_token: UUID) -> Purchase:
        return await self._row(Purchase, "api.pay_from_balance($1, $2)", telegram_id, order_token)

    async def schedule_change(
        self, telegram_id: int, price_id: int, subscription: int | None = None
    ) -> ChangeScheduled:
        return await self._row(
            ChangeScheduled,
            "api.schedule_change($1, $2, $3)",
            telegram_id,
            price_id,
            subscription,
        )

    async def set_auto_renew(
        self, telegram_id: int, enabled: bool, subscription: int | None = None
    ) -> AutoRenewSet:
        return await self._row(
            AutoRenewSet, "api.set_auto_renew($1, $2, $3)", telegram_id, enabled, subscription
        )

    async def cancel(self, telegram_id: int, subscription: int | None = None) -> Cancelled:
        return await self._row(Cancelled, "api.cancel($1, $2)", telegram_id, subscription)

    async def resume(self, telegram_id: int, subscription: int | None = None) -> Resumed:
        return await self._row(Resumed, "api.resume($1, $2)", telegram_id, subscription)

    async def topup_offer(self, telegram_id: int) -> TopUpOffer:
        return await self._row(TopUpOffer, "api.topup_offer($1)", telegram_id)

    async def payment_methods(self, telegram_id: int, amount: int) -> list[PaymentMethod]:
        return await self._rows(PaymentMethod, "api.payment_methods($1, $2)", telegram_id, amount)

    async def open_invoice(
        self,
        telegram_id: int,
        amount: int,
        provider: str,
        for_order: UUID | None = None,
        request: UUID | None = None,
        *,
        monthly: bool = False,
        linked: bool = False,
    ) -> InvoiceOpened:
        """`for_order` is bought automatically when the money arrives. A repeated `request` opens
        nothing. `linked`: the bot makes the link itself."""
        return await self._row(
            InvoiceOpened,
            "api.open_invoice($1, $2, $3, $4, $5, $6, $7)",
            telegram_id,
            amount,
            provider,
            for_order,
            request,
            monthly,
            linked,
        )

    async def monthly_offer(self, telegram_id: int, order: UUID) -> MonthlyOffer | None:
        found = await self._rows(MonthlyOffer, "api.monthly_offer($1, $2)", telegram_id, order)
        return found[0] if found else None

    async def saved_methods(self, telegram_id: int) -> list[SavedMethod]:
        """Returns the methods in the order in which renewals try them."""
        return await self._rows(SavedMethod, "api.saved_methods($1)", telegram_id)

    async def notice_preferences(self, telegram_id: int) -> NoticePreferences:
        return await self._row(NoticePreferences, "api.notice_preferences($1)", telegram_id)

    async def set_notice_preference(self, telegram_id: int, *, tips: bool) -> None:
        await self._pool.execute("select api.set_notice_preference($1, $2)", telegram_id, tips)

    async def tap_broadcast(self, telegram_id: int, broadcast: int) -> None:
        await self._pool.execute("select api.tap_broadcast($1, $2)", telegram_id, broadcast)

    async def set_referral_notices(self, telegram_id: int, *, wanted: bool) -> None:
        await self._pool.execute("select api.set_referral_notices($1, $2)", telegram_id, wanted)

    async def invite(self, telegram_id: int) -> Invite | None:
        """Returns None while referrals earn nothing."""
        rows = await self._rows(Invite, "api.invite($1)", telegram_id)
        return rows[0] if rows else None

    async def earnings(self, telegram_id: int) -> list[Earnings]:
        """Returns earnings by currency, the user's own first."""
        return await self._rows(Earnings, "api.earnings($1)", telegram_id)

    async def payment_choices(self, telegram_id: int) -> PaymentChoices:
        return await self._row(PaymentChoices, "api.payment_choices($1)", telegram_id)

    async def choose_payment(
        self,
        telegram_id: int,
        *,
        remember: bool | None = None,
        balance_first: bool | None = None,
    ) -> None:
        """None leaves a choice unchanged."""
        await self._pool.execute(
            "select api.choose_payment($1, $2, $3)", telegram_id, remember, balance_first
        )

    async def move_method(self, telegram_id: int, method: int) -> None:
        await self._pool.execute("select api.move_method($1, $2)", telegram_id, method)

    async def remove_method(self, telegram_id: int, method: int) -> bool:
        gone: bool = await self._pool.fetchval(
            "select api.remove_method($1, $2)", telegram_id, method
        )
        return gone

    async def resume_method(self, telegram_id: int, method: int) -> bool:
        back: bool = await self._pool.fetchval(
            "select api.resume_method($1, $2)", telegram_id, method
        )
        return back

    async def note_subscription(self, telegram_id: int, token: UUID, state: str) -> None:
        """Records what Telegram says about a Star subscription."""
        await self._pool.execute(
            "select api.note_subscription($1, $2, $3)", telegram_id, token, state
        )

    async def invoice(self, telegram_id: int, order: UUID | None = None) -> Invoice | None:
        """Returns the newest invoice if no order is named."""
        found = await self._rows(Invoice, "api.invoice($1, $2)", telegram_id, order)
        return found[0] if found else None

    async def check_invoice(self, telegram_id: int, order: UUID) -> bool:
        asked: bool = await self._pool.fetchval(
            "select api.check_invoice($1, $2)", telegram_id, order
        )
        return asked

    async def invoice_linked(self, telegram_id: int, order_token: UUID, url: str) -> None:
        await self._pool.execute(
            "select api.invoice_linked($1, $2, $3)", telegram_id, order_token, url
        )

    async def invoice_refused(
        self, telegram_id: int, order_token: UUID, error: str
    ) -> InvoiceRefused:
        return await self._row(
            InvoiceRefused, "api.invoice_refused($1, $2, $3)", telegram_id, order_token, error
        )

    async def wanted_order(self, telegram_id: int) -> WantedOrder | None:
        rows = await self._rows(WantedOrder, "api.wanted_order($1)", telegram_id)
        return rows[0] if rows else None

    async def price_of_order(self, telegram_id: int, order_token: UUID) -> OrderedPrice | None:
        """Returns the current offer for what an old order was for."""
        rows = await self._rows(
            OrderedPrice, "api.price_of_order($1, $2)", telegram_id, order_token
        )
        return rows[0] if rows else None

    async def pre_checkout(
        self, telegram_id: int, order_token: UUID | None, amount: int, currency: str
    ) -> PreCheckout:
        return await self._row(
            PreCheckout,
            "api.pre_checkout($1, $2, $3, $4)",
            telegram_id,
            order_token,
            amount,
            currency,
        )

    async def book_payment(self, provider: str, charge: str) -> PaymentReceived | None:
        """Returns None when no stored update reports that charge in a form that can be
        understood."""
        rows = await self._rows(PaymentReceived, "api.book_payment($1, $2)", provider, charge)
        return rows[0] if rows else None

    async def access(self, telegram_id: int, subscription: int | None = None) -> Access:
        return await self._row(Access, "api.access($1, $2)", telegram_id, subscription)

    async def subscription_address(
        self, telegram_id: int, subscription: int | None = None
    ) -> SubscriptionAddress:
        return await self._row(
            SubscriptionAddress, "api.subscription_address($1, $2)", telegram_id, subscription
        )

    async def reissue_address(
        self, telegram_id: int, number: int, subscription: int | None = None
    ) -> AddressReissued:
        return await self._row(
            AddressReissued,
            "api.reissue_address($1, $2, $3)",
            telegram_id,
            number,
            subscription,
        )

    async def ask_devices(self, telegram_id: int, subscription: int | None = None) -> DeviceList:
        """Returns what is known of the list, and makes the listener read it if that is old."""
        return await self._row(DeviceList, "api.ask_devices($1, $2)", telegram_id, subscription)

    async def devices(self, telegram_id: int, subscription: int | None = None) -> list[Device]:
        return await self._rows(Device, "api.devices($1, $2)", telegram_id, subscription)

    async def unbind_device(
        self, telegram_id: int, device: int | None, subscription: int | None = None
    ) -> DeviceUnbound:
        """None unbinds all of them."""
        return await self._row(
            DeviceUnbound, "api.unbind_device($1, $2, $3)", telegram_id, device, subscription
        )

    async def client_apps(self, telegram_id: int) -> list[ClientApp]:
        return await self._rows(ClientApp, "api.client_apps($1)", telegram_id)

    async def is_slow(self, telegram_id: int, subscription: int | None = None) -> bool:
        """Returns whether a missing key should have arrived by now."""
        row = await self._row(Delivery, "api.is_slow($1, $2)", telegram_id, subscription)
        return row.is_slow

    async def profile(self, telegram_id: int, subscription: int | None = None) -> Profile:
        return await self._row(Profile, "api.profile($1, $2)", telegram_id, subscription)

    async def statement(
        self, telegram_id: int, before: int | None = None, limit: int = 10
    ) -> list[StatementLine]:
        """Returns the newest lines first; `before` is the last line_id of the previous page."""
        return await self._rows(
            StatementLine, "api.statement($1, $2, $3)", telegram_id, before, limit
        )

    async def write_ticket(
        self,
        telegram_id: int,
        topic: str | None,
        request: UUID | None,
        message_id: int,
        kind: str,
        body: str | None,
    ) -> Written:
        """Without a topic, the message is written only if a ticket is open."""
        return await self._row(
            Written,
            "api.write_ticket($1, $2, $3, $4, $5, $6)",
            telegram_id,
            topic,
            request,
            message_id,
            kind,
            body,
        )

    async def reply_in_ticket(
        self,
        chat_id: int,
        replied: int,
        request: UUID | None,
        message_id: int,
        kind: str,
        body: str | None,
    ) -> Written:
        """Adds a reply of the user or of support, depending on the message that it replies to."""
        return await self._row(
            Written,
            "api.reply_in_ticket($1, $2, $3, $4, $5, $6)",
            chat_id,
            replied,
            request,
            message_id,
            kind,
            body,
        )

    async def correct_in_ticket(
        self, chat_id: int, message_id: int, request: UUID | None, kind: str, body: str | None
    ) -> None:
        """Corrects a message of the user or of support; does nothing for a message that is in no
        ticket."""
        await self._pool.execute(
            "select api.correct_in_ticket($1, $2, $3, $4, $5)",
            *(chat_id, message_id, request, kind, body),
        )

    async def close_ticket(self, telegram_id: int, ticket: int) -> TicketClosed:
        return await self._row(TicketClosed, "api.close_ticket($1, $2)", telegram_id, ticket)

    async def close_as_support(self, chat_id: int, telegram_id: int, ticket: int) -> TicketClosed:
        return await self._row(
            TicketClosed, "api.close_as_support($1, $2, $3)", chat_id, telegram_id, ticket
        )

    async def ticket(self, telegram_id: int) -> list[TicketLine]:
        """Returns the last messages of the latest ticket, oldest first."""
        return await self._rows(TicketLine, "api.ticket($1)", telegram_id)

    async def ticket_for_support(self, chat_id: int, ticket: int) -> list[TicketLine]:
        """Returns also messages of the user's earlier tickets; nothing if the chat is not one of
        support."""
        return await self._rows(TicketLine, "api.ticket_for_support($1, $2)", chat_id, ticket)

    async def reader_in_chat(self, chat_id: int) -> ChatReader | None:
        """Returns None for a chat that is not one of support."""
        rows = await self._rows(ChatReader, "api.reader_in_chat($1)", chat_id)
        return rows[0] if rows else None

    async def note_support_chat(
        self, chat_id: int, is_member: bool | None = None, moved_to: int | None = None
    ) -> None:
        """Records whether the bot is in a group, or the id of the supergroup that the group has
        become."""
        await self._pool.execute(
            "select api.note_support_chat($1, $2, $3)", chat_id, is_member, moved_to
        )

    async def request_data(self, telegram_id: int) -> DataRequested:
        return await self._row(DataRequested, "api.request_data($1)", telegram_id)

    async def deletion(self, telegram_id: int) -> Deletion:
        return await self._row(Deletion, "api.deletion($1)", telegram_id)

    async def is_last_owner(self, telegram_id: int) -> bool:
        last: bool = await self._pool.fetchval("select api.is_last_owner($1)", telegram_id)
        return last

    async def delete_account(self, telegram_id: int, token: str) -> AccountDeleted:
        return await self._row(AccountDeleted, "api.delete_account($1, $2)", telegram_id, token)

    async def withdrawal_offer(self, telegram_id: int, key_id: str | None) -> WithdrawalOffer:
        """`key_id`: the key with which requisites are sealed."""
        return await self._row(WithdrawalOffer, "api.withdrawal_offer($1, $2)", telegram_id, key_id)

    async def withdrawals(self, telegram_id: int) -> list[Withdrawal]:
        """Returns the latest withdrawals, newest first."""
        return await self._rows(Withdrawal, "api.withdrawals($1)", telegram_id)

    async def choose_withdrawal_amount(self, telegram_id: int, amount: int) -> WithdrawalStep:
        return await self._row(
            WithdrawalStep, "api.choose_withdrawal_amount($1, $2)", telegram_id, amount
        )

    async def choose_withdrawal_way(
        self, telegram_id: int, way: str, key_id: str | None
    ) -> WithdrawalStep:
        return await self._row(
            WithdrawalStep, "api.choose_withdrawal_way($1, $2, $3)", telegram_id, way, key_id
        )

    async def keep_requisites(
        self, telegram_id: int, sealed: bytes, key_id: str, masked: str
    ) -> WithdrawalStep:
        return await self._row(
            WithdrawalStep,
            "api.keep_requisites($1, $2, $3, $4)",
            telegram_id,
            sealed,
            key_id,
            masked,
        )

    async def request_withdrawal(
        self, telegram_id: int, draft: UUID, key_id: str | None
    ) -> WithdrawalStep:
        return await self._row(
            WithdrawalStep, "api.request_withdrawal($1, $2, $3)", telegram_id, draft, key_id
        )

    async def cancel_withdrawal(self, telegram_id: int, withdrawal: int) -> WithdrawalStep:
        return await self._row(
            WithdrawalStep, "api.cancel_withdrawal($1, $2)", telegram_id, withdrawal
        )

    async def act_on_withdrawal(
        self, chat_id: int, telegram_id: int, withdrawal: int, act: str, why: str | None = None
    ) -> WithdrawalStep:
        return await self._row(
            WithdrawalStep,
            "api.act_on_withdrawal($1, $2, $3, $4, $5)",
            chat_id,
            telegram_id,
            withdrawal,
            act,
            why,
        )

    async def channels(self, telegram_id: int) -> list[Channel]:
        """Returns the channels to join before a trial or a first purchase."""
        return await self._rows(Channel, "api.channels($1)", telegram_id)

    async def note_membership(
        self, telegram_id: int, chat_id: int, is_member: bool | None, error: str | None = None
    ) -> None:
        """Records what Telegram says about a person in a channel; None and an error: Telegram says
        nothing."""
        await self._pool.execute(
            "select api.note_membership($1, $2, $3, $4)", telegram_id, chat_id, is_member, error
        )

    async def terms(self, telegram_id: int) -> Terms | None:
        rows = await self._rows(Terms, "api.terms($1)", telegram_id)
        return rows[0] if rows else None

    async def accept_terms(self, telegram_id: int, version: str) -> TermsAccepted:
        return await self._row(TermsAccepted, "api.accept_terms($1, $2)", telegram_id, version)

    async def contact(self) -> str | None:
        """Returns how the shop is reached outside the bot."""
        contact: str | None = await self._pool.fetchval("select api.contact()")
        return contact

    async def company_request(self, telegram_id: int) -> CompanyRequest:
        return await self._row(CompanyRequest, "api.company_request($1)", telegram_id)

    async def answer_company_question(
        self, telegram_id: int, question: str, answer: str | None
    ) -> CompanyAnswered:
        return await self._row(
            CompanyAnswered,
            "api.answer_company_question($1, $2, $3)",
            telegram_id,
            question,
            answer,
        )

    async def restart_company_request(self, telegram_id: int) -> None:
        await self._pool.execute("select api.restart_company_request($1)", telegram_id)

    async def send_company_request(
        self, telegram_id: int, request: UUID | None, message_id: int
    ) -> CompanySent:
        return await self._row(
            CompanySent, "api.send_company_request($1, $2, $3)", telegram_id, request, message_id
        )

    async def remember_screen(self, telegram_id: int, message_id: int) -> None:
        await self._pool.execute("select api.remember_screen($1, $2)", telegram_id, message_id)

    async def redraw(self, telegram_id: int) -> None:
        """Makes the chat show its current screen when Telegram answers again."""
        await self._pool.execute("select api.redraw($1)", telegram_id)

    async def set_reachable(self, telegram_id: int, reachable: bool) -> None:
        await self._pool.execute("select api.set_reachable($1, $2)", telegram_id, reachable)

    async def save_conversation(self, telegram_id: int, state: str) -> None:
        """Saves the conversation of the private chat, which has the user's id; see Home.screen."""
        await self._pool.execute("select api.save_conversation($1, $1, $2)", telegram_id, state)

    async def spend_telegram(self, calls: int, longest_wait: float) -> Grant:
        return await self._row(Grant, "api.spend_telegram($1, $2)", calls, longest_wait)

    async def pause_telegram(self, seconds: float, chat_id: int | None = None) -> None:
        await self._pool.execute("select api.pause_telegram($1, $2)", seconds, chat_id)

    async def check_identity_key(self, fingerprint: bytes) -> bool:
        """Returns whether this is the key by which the shop recognises people."""
        same: bool = await self._pool.fetchval("select api.check_identity_key($1)", fingerprint)
        return same

    async def meet_bot(self, bot_id: int) -> None:
        await self._pool.execute("select api.meet_bot($1)", bot_id)

    async def name_bot(self, bot_id: int, username: str | None) -> None:
        await self._pool.execute("select api.name_bot($1, $2)", bot_id, username)

    async def note_telegram(self, problem: str | None) -> None:
        await self._pool.execute("select api.note_telegram($1)", problem)

    async def watch(self) -> list[Readiness]:
        """Returns what the shop needs besides a database that answers."""
        seen = json.loads(await self._pool.fetchval("select inbox.watch()"))
        return [Readiness(row["name"], row["ok"], row["detail"]) for row in seen["checks"]]

    async def metrics(self) -> list[Figure]:
        return figures(await self._pool.fetchval("select jsonb_agg(m) from api.metrics() as m"))

    async def migrations(self) -> list[AppliedFile]:
        return await self._rows(AppliedFile, "api.migrations()")

    async def _rows(self, row: type[Row], call: str, *args: object) -> list[Row]:
        query = f"select {columns(row)} from {call}"  # type: ignore[arg-type]
        found = await self._pool.fetch(query, *args)
        return [row(*record) for record in found]

    async def _row(self, row: type[Row], call: str, *args: object) -> Row:
        (one,) = await self._rows(row, call, *args)
        return one


@cache
def columns(row: type[Any]) -> str:
    return ", ".join(f'"{field.name}"' for field in fields(row))
