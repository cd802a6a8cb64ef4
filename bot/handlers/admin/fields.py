"""Questions that several forms of the admin menu ask about a customer."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from aiogram.types import Message, MessageOriginHiddenUser, MessageOriginUser

from bot.admin_api.customers import Customers, PaidPeriod
from bot.admin_api.payments import Payment, Payments
from bot.admin_context import Admin
from bot.handlers.admin.forms import Choice, Draft, Field, text, whole_number
from bot.screens.admin.people import named
from texts import Value, day, moment, money, read_amount, read_minor_units
from texts.values import zone_named

Json = dict[str, Any]

_DAY = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4}))"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d{2}))?"
)
_LONGEST_MESSAGE = 1800
YES, NO = "yes", "no"


def nothing(message: Message) -> None:
    """Reads nothing: the field is answered by a tap."""


def amount_written(message: Message) -> str | None:
    """Keeps the amount as it was written: what it means depends on its currency."""
    found = text(message) or ""
    try:
        read_amount(found)
    except ValueError:
        return None
    return found


def minor_units(written: str, currency: str) -> Json | None:
    try:
        units = read_minor_units(written, currency)
    except ValueError:
        return None
    return {"money": units, "currency": currency} if units > 0 else None


def day_written(message: Message) -> str | None:
    found = _DAY.fullmatch(text(message) or "")
    if not found:
        return None
    year, month, date = (found[name] or found[f"{name}2"] for name in ("y", "m", "d"))
    try:
        at = datetime(
            *(int(year), int(month), int(date)),
            *(int(found["hour"] or 23), int(found["minute"] or 59)),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    return at.replace(tzinfo=None).isoformat()


async def in_his_zone(admin: Admin, draft: Draft, value: str) -> Json:
    """An admin writes times in the zone in which he reads them."""
    zone = zone_named(admin.user.home.timezone)
    return dict(_moment(datetime.fromisoformat(value).replace(tzinfo=zone)))


def _moment(at: datetime) -> Json:
    value = moment(at)
    assert isinstance(value, dict)
    return value


def at_of(value: Json) -> datetime:
    return datetime.fromisoformat(value["time"])


async def end_before(admin: Admin, draft: Draft) -> datetime | None:
    """Returns the end of the subscription that a form names, as it is now."""
    named = str(draft.word or draft.values.get("refund_of") or "").partition("_")[0]
    if not named:
        return None
    known = await Customers(admin.calls).subscriptions(draft.about or 0, admin.say.locale)
    return next((one.ends_at for one in known if str(one.subscription_id) == named), None)


async def new_end(admin: Admin, draft: Draft, value: str) -> Json:
    """Returns the new end, with the present one that the admin has seen: otherwise a renewal that
    comes before he confirms would be taken back."""
    was = await end_before(admin, draft)
    kept = await in_his_zone(admin, draft, value)
    return kept | ({"was": was.isoformat()} if was else {})


def was_of(value: Json) -> datetime | None:
    return datetime.fromisoformat(value["was"]) if "was" in value else None


def as_it_is(admin: Admin, draft: Draft, value: Any) -> Value:
    found: Value = value
    return found


async def yes_or_no(admin: Admin, draft: Draft) -> Sequence[Choice]:
    return [Choice(admin.say("button-admin-yes-no", yes=one), one) for one in (YES, NO)]


def shown_yes_or_no(admin: Admin, draft: Draft, value: str) -> Value:
    return admin.say("button-admin-yes-no", yes=value)


def yes_no(name: str) -> Field:
    return Field(name, nothing, choices=yes_or_no, shown=shown_yes_or_no)


async def in_customers_money(admin: Admin, draft: Draft, value: str) -> Json | None:
    customer = await Customers(admin.calls).customer(draft.about or 0)
    return minor_units(value, customer.currency) if customer else None


async def paid_periods(admin: Admin, draft: Draft) -> list[PaidPeriod]:
    return await Customers(admin.calls).refundable(draft.about or 0, admin.say.locale)


def period_key(one: PaidPeriod) -> str:
    return f"{one.subscription_id}_{one.number}"


def period_named(draft: Draft) -> tuple[int, int]:
    key = str(draft.word or draft.values["refund_of"])
    subscription, _, number = key.partition("_")
    return int(subscription), int(number)


async def period_of(admin: Admin, draft: Draft) -> PaidPeriod | None:
    wanted = "{}_{}".format(*period_named(draft))
    return next((p for p in await paid_periods(admin, draft) if period_key(p) == wanted), None)


def period_label(admin: Admin, one: PaidPeriod) -> str:
    return admin.say(
        "button-admin-period",
        title=one.title,
        starts=day(one.starts_at),
        left=money(one.charged - one.refunded, one.currency),
    )


async def period_choices(admin: Admin, draft: Draft) -> Sequence[Choice]:
    found = await paid_periods(admin, draft)
    return [Choice(period_label(admin, one), period_key(one)) for one in found]


async def in_periods_money(admin: Admin, draft: Draft, value: str) -> Json | None:
    period = await period_of(admin, draft)
    return minor_units(value, period.currency) if period else None


async def in_payments_money(admin: Admin, draft: Draft, value: str) -> Json | None:
    payment = await payment_of(admin, draft)
    return minor_units(value, payment.currency) if payment else None


async def payment_of(admin: Admin, draft: Draft) -> Payment | None:
    return await Payments(admin.calls).payment(draft.about or 0, admin.say.locale)


def searched(message: Message) -> Json | None:
    """Returns what to search for: a text, or the author of a forwarded message unless he hides
    that."""
    match message.forward_origin:
        case MessageOriginUser(sender_user=user):
            return {"text": str(user.id)}
        case MessageOriginHiddenUser():
            return {"hidden": True}
    found = text(message)
    return {"text": found[:200]} if found else None


async def one_customer(admin: Admin, draft: Draft, value: Json) -> int | None:
    """Returns the only customer who fits, by more than a part of the name."""
    if "text" not in value:
        return None
    found = await Customers(admin.calls).find(value["text"])
    people = {
        one.user_id
        for one in found
        if one.kind == "customer" and one.user_id and one.found_by != "name"
    }
    return people.pop() if len(people) == 1 else None


def customer_number(admin: Admin, draft: Draft, value: int) -> Value:
    return admin.say("button-admin-customer-number", id=str(value))


async def same_number(admin: Admin, draft: Draft, value: int) -> int | None:
    return value if value == draft.about else None


async def device_choices(admin: Admin, draft: Draft) -> Sequence[Choice]:
    found = await Customers(admin.calls).devices(draft.about or 0, admin.say.locale)
    mine = [one for one in found if str(one.subscription_id) == draft.word]
    return [
        *(
            Choice(
                admin.say(
                    "button-admin-device",
                    name=" · ".join(filter(None, (one.name, one.platform))) or f"#{one.device}",
                    panel=one.panel,
                ),
                str(one.device),
            )
            for one in mine[:20]
        ),
        Choice(admin.say("button-admin-all-devices"), "0"),
    ]


async def panel_choices(admin: Admin, draft: Draft) -> Sequence[Choice]:
    """Offers all moves from a panel that has the access to one that has not. Two codes may be too
    long for a button, and a position in this list would name another move when a panel is added
    meanwhile; a digest does not."""
    panels = await Customers(admin.calls).panels_for(int(draft.word or 0))
    there = [one.code for one in panels if one.serves]
    moves = [(old, one.code) for old in there for one in panels if not one.serves and one.enabled]
    return [
        Choice(f"{old} → {new}", sha256(f"{old}>{new}".encode()).hexdigest()[:16], f"{old}>{new}")
        for old, new in moves
    ]


def message_written(message: Message) -> str | None:
    found = text(message)
    return found if found and len(found) <= _LONGEST_MESSAGE else None


TELL = yes_no("tell_customer")
MONEY = Field("money_amount", amount_written, complete=in_customers_money, shown=as_it_is)
PERIOD = Field(
    "refund_of",
    nothing,
    choices=period_choices,
    asked_if=lambda draft: draft.word is None,
    shown=lambda admin, draft, value: "№ " + value.partition("_")[2],
)
PART_OF_PERIOD = Field(
    "refund_part", amount_written, complete=in_periods_money, shown=as_it_is, optional=True
)
PART_OF_PAYMENT = Field(
    "refund_part", amount_written, complete=in_payments_money, shown=as_it_is, optional=True
)
NEW_END = Field(
    "new_end",
    day_written,
    complete=new_end,
    shown=lambda admin, draft, value: {"time": value["time"]},
)
DISCOUNT_END = Field(
    "discount_end", day_written, complete=in_his_zone, shown=as_it_is, optional=True
)
PERCENT = Field("percent_off", whole_number)
CUSTOMER = Field("payer", searched, complete=one_customer, shown=customer_number)
REFERRER = Field(
    "brought_by", searched, complete=one_customer, shown=customer_number, optional=True
)
TYPED_NUMBER = Field("typed_number", whole_number, complete=same_number)
DEVICE = Field(
    "device_to_unbind",
    nothing,
    choices=device_choices,
    shown=lambda admin, draft, value: (
        admin.say("button-admin-all-devices") if value == "0" else f"#{value}"
    ),
)
MOVE = Field(
    "move_to", nothing, choices=panel_choices, shown=lambda a, d, value: value.replace(">", " → ")
)
MESSAGE = Field("message_text", message_written)
CODE = Field("code_used", text)


def choices_of(name: str, values: Sequence[str], label: str) -> Field:
    """A field with fixed choices; `label`: the text of a button, with the value as `value`."""

    async def offered(admin: Admin, draft: Draft) -> Sequence[Choice]:
        return [Choice(admin.say(label, value=value), value) for value in values]

    return Field(
        name,
        nothing,
        choices=offered,
        shown=lambda admin, draft, value: admin.say(label, value=value),
    )


async def heading(admin: Admin, draft: Draft) -> str:
    """The heading of a form about a customer."""
    one = await Customers(admin.calls).customer(draft.about or 0)
    if one is None:
        return ""
    name = named(admin.say, one)
    return admin.say("admin-customer-name", name=name, id=str(one.user_id))
