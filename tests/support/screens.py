"""What screens are drawn from in tests: a customer, an offer, an order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.api import Earnings, Home, Invite, Order, Profile, SavedMethod, TopUpOffer
from bot.callbacks import ChoosePlan
from texts import Catalog

NOW = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
TOKEN = UUID("0123456789abcdef0123456789abcdef")
SAY = Catalog.load().translator("en", "UTC", NOW)
GO_MENU = ("Back", "go:menu")
BACK = ChoosePlan(plan_id=1)
# No id is greater: a button has room for it.
MOST = 2**53

HOME = Home(
    user_id=7,
    locale="en",
    timezone="UTC",
    balance=0,
    currency="RUB",
    status="none",
    is_trial=False,
    plan_title=None,
    ends_at=None,
    expires_at=None,
    trial_hours=72,
    can_topup=True,
    screen_message_id=None,
    now=NOW,
)
ACTIVE = replace(
    HOME,
    status="active",
    plan_title="Basic",
    ends_at=NOW + timedelta(days=30),
    expires_at=NOW + timedelta(days=31),
    trial_hours=None,
    balance=5100,
)
TRIAL = replace(ACTIVE, is_trial=True)
EXPIRED = replace(ACTIVE, status="expired")
GRACE = replace(
    ACTIVE,
    status="grace",
    ends_at=NOW - timedelta(hours=20),
    expires_at=NOW + timedelta(hours=4),
)
PROFILE = Profile(
    user_id=7,
    status="active",
    is_trial=False,
    plan_title="Basic",
    ends_at=NOW + timedelta(days=30),
    expires_at=NOW + timedelta(days=31),
    balance=20000,
    currency="RUB",
    created_at=NOW,
    locale="en",
    auto_renew=True,
    cancelled=False,
    next_charge_at=NOW + timedelta(days=29),
    next_charge_amount=14900,
    next_plan_title="Basic",
    next_period_count=30,
    next_period_unit="day",
    can_renew=True,
    renewal_plan_id=1,
    renewal_price_id=11,
)
LINK = "https://t.me/vpn_bot?start=ref_0123abcd"
INVITE = Invite(
    code="0123abcd",
    reward="percent",
    percent=10,
    next_from=25,
    next_percent=25,
    second_percent=5,
    days=7,
    sum=10000,
    sum_currency="RUB",
    welcome=5000,
    trial_hours=168,
    hold_days=14,
    brought=3,
    paying=1,
    days_earned=7,
)
EARNINGS = Earnings("RUB", 5100, 4900, NOW + timedelta(days=30), 300, 0)
SAVED = SavedMethod(
    method_id=5,
    provider="stripe",
    title="Visa 4242",
    is_monthly=False,
    paid_until=NOW,
    failed=False,
    removed=False,
)
NO_CHARGE: dict[str, Any] = {
    "next_charge_at": None,
    "next_charge_amount": None,
    "next_plan_title": None,
    "next_period_count": None,
    "next_period_unit": None,
}
MENU = ("Menu", "go:menu")
PROMO = ("Promo code", "go:promo")
GO_PROFILE = [("Back", "go:profile"), MENU]
GO_BALANCE = [("Back", "go:balance"), MENU]
OFFER = TopUpOffer("RUB", [25000, 75000, 99900], 10000, 10_000_000, None)
ORDER = Order(
    outcome="open",
    order_token=TOKEN,
    kind="purchase",
    plan_title="Basic",
    period_count=30,
    period_unit="day",
    amount=14900,
    discount=0,
    credit=0,
    due=14900,
    currency="RUB",
    starts_at=NOW,
    ends_at=NOW + timedelta(days=30),
    balance=20000,
    short_by=0,
    expires_at=NOW + timedelta(minutes=30),
)
