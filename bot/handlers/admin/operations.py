"""Operations on one customer: forms that show what will happen before it does."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

from bot.admin_api import Refused
from bot.admin_api.customers import Customers
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin import fields
from bot.handlers.admin.fields import YES
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, whole_number
from bot.screens.admin.base import lines, paragraphs
from bot.screens.admin.customers import card_place
from bot.screens.admin.operations import OUTCOMES, result_text
from bot.screens.admin.people import why_refused

Arguments = Callable[[Draft], Sequence[object]]
Heading = Callable[[Admin, Draft], Awaitable[str]]
# What may be given, as <count><unit>.
_GIFTS = ("1day", "3day", "7day", "14day", "1month", "3month", "6month", "12month")


def operation(
    name: str,
    permission: str,
    asked: Sequence[Field],
    function: str,
    arguments: Arguments,
    back: Callable[[Draft], AdminGo] | None = None,
    heading: Heading = fields.heading,
    outcomes: Collection[str] = OUTCOMES,
) -> Form:
    """Builds a form that calls a function of schema admin and says in words what it returned. The
    preview makes the call and rolls it back. `outcomes`: those with which something was done."""
    back = back or (lambda draft: card_place(draft.about or 0))

    async def about(admin: Admin, draft: Draft) -> str:
        whom = await heading(admin, draft)
        if form.next_field(draft) is not None:
            return whom
        return paragraphs([whom, await previewed(admin, draft)])

    async def previewed(admin: Admin, draft: Draft) -> str:
        try:
            result = await Customers(admin.calls).operate(function, *arguments(draft), preview=True)
        except Refused as refused:
            return admin.say("admin-refused", why=why_refused(admin.say, refused))
        was = await fields.end_before(admin, draft) if "ends_at" in result else None
        return result_text(admin.say, result, outcomes, done=False, was=was)

    async def act(admin: Admin, draft: Draft) -> Done:
        result = await Customers(admin.calls).operate(function, *arguments(draft))
        whom = await heading(admin, draft)
        return Done(lines(whom, result_text(admin.say, result, outcomes, done=True)), back(draft))

    form = Form(name, permission, asked, act, back, about)
    return form


def subscription(draft: Draft) -> int | None:
    return int(draft.word) if draft.word else None


def tells(draft: Draft) -> bool:
    return bool(draft.values["tell_customer"] == YES)


def amount(draft: Draft, name: str = "money_amount") -> int | None:
    value = draft.values.get(name)
    return value["money"] if value else None


def told(draft: Draft) -> tuple[object, ...]:
    """Returns the last arguments of most functions: the reason, whether the customer is told, and
    the request id."""
    return draft.values["reason"], tells(draft), draft.request


def gift_written(message: Any) -> str | None:
    days = whole_number(message)
    return f"{days}day" if days and days <= 3650 else None


async def gifts(admin: Admin, draft: Draft) -> Sequence[Choice]:
    return [Choice(_gift(admin, one), one) for one in _GIFTS]


def _gift(admin: Admin, value: str) -> str:
    count, unit = gift(value)
    return admin.say("button-admin-time", count=count, unit=unit)


def gift(value: str) -> tuple[int, str]:
    unit = "month" if value.endswith("month") else "day"
    return int(value.removesuffix(unit)), unit


GIFT = Field(
    "gift_time",
    gift_written,
    choices=gifts,
    shown=lambda admin, draft, value: _gift(admin, value),
)
RENEWAL = fields.yes_no("renewal_switch")
KIND = fields.choices_of("money_kind", ("cash", "bonus"), "button-admin-money-kind")
DESTINATION = fields.choices_of("refund_to", ("balance", "source"), "button-admin-refund-to")
ENDS_RENEWAL = fields.yes_no("ends_renewal")

FORMS = (
    operation(
        "give_time",
        "time",
        (GIFT, fields.TELL, REASON),
        "grant_time",
        lambda d: (d.about, *gift(d.values["gift_time"]), *told(d), subscription(d)),
    ),
    operation(
        "change_end",
        "time",
        (fields.NEW_END, fields.TELL, REASON),
        "change_end",
        lambda d: (
            *(d.about, fields.at_of(d.values["new_end"]), *told(d), subscription(d)),
            fields.was_of(d.values["new_end"]),
        ),
    ),
    operation(
        "auto_renew",
        "time",
        (RENEWAL, fields.TELL, REASON),
        "set_auto_renew",
        lambda d: (d.about, d.values["renewal_switch"] == YES, *told(d), subscription(d)),
    ),
    operation(
        "cancel_subscription",
        "time",
        (fields.TELL, REASON),
        "cancel",
        lambda d: (d.about, *told(d), subscription(d)),
    ),
    operation(
        "revoke_access",
        "blocking",
        (REASON,),
        "revoke",
        # Nobody finds out by himself that his access has ended.
        lambda d: (d.about, d.values["reason"], True, d.request, subscription(d)),
    ),
    operation(
        "credit_money",
        "money",
        (fields.MONEY, KIND, fields.TELL, REASON),
        "credit",
        lambda d: (d.about, amount(d), *told(d), d.values["money_kind"] == "bonus"),
    ),
    operation(
        "debit_money",
        "money",
        (fields.MONEY, fields.TELL, REASON),
        "debit",
        lambda d: (d.about, amount(d), *told(d)),
    ),
    operation(
        "refund_period",
        "refunds",
        (
            *(fields.PERIOD, fields.PART_OF_PERIOD, DESTINATION, ENDS_RENEWAL),
            *(fields.TELL, REASON),
        ),
        "refund",
        lambda d: (
            d.about,
            *fields.period_named(d),
            amount(d, "refund_part"),
            d.values["refund_to"],
            *told(d),
            d.values["ends_renewal"] == YES,
        ),
    ),
    operation(
        "block_customer",
        "blocking",
        (fields.TELL, REASON),
        "block",
        lambda d: (d.about, d.values["reason"], tells(d)),
    ),
    operation(
        "unblock_customer",
        "blocking",
        (fields.TELL, REASON),
        "unblock",
        lambda d: (d.about, d.values["reason"], tells(d)),
    ),
    operation(
        "erase_customer",
        "blocking",
        (fields.TYPED_NUMBER, REASON),
        "erase",
        lambda d: (d.about, d.values["reason"]),
    ),
    operation(
        "discount",
        "promo",
        (fields.PERCENT, fields.DISCOUNT_END, REASON),
        "set_discount",
        lambda d: (
            d.about,
            d.values["percent_off"],
            fields.at_of(d.values["discount_end"]) if d.values["discount_end"] else None,
            d.values["reason"],
        ),
    ),
    operation(
        "discount_off",
        "promo",
        (REASON,),
        "set_discount",
        lambda d: (d.about, None, None, d.values["reason"]),
    ),
    operation(
        "vip_on", "promo", (REASON,), "set_vip", lambda d: (d.about, True, d.values["reason"])
    ),
    operation(
        "vip_off", "promo", (REASON,), "set_vip", lambda d: (d.about, False, d.values["reason"])
    ),
    operation(
        "return_code_use",
        "promo",
        (fields.CODE, REASON),
        "return_code_use",
        lambda d: (d.about, d.values["code_used"], d.values["reason"], d.request),
    ),
    operation(
        "set_referrer",
        "promo",
        (fields.REFERRER, REASON),
        "set_referrer",
        lambda d: (d.about, d.values["brought_by"], d.values["reason"]),
    ),
    operation(
        "reissue_key",
        "keys",
        (REASON,),
        "reissue",
        lambda d: (subscription(d), d.values["reason"]),
    ),
    operation(
        "resend_access",
        "keys",
        (REASON,),
        "resend_access",
        lambda d: (subscription(d), d.values["reason"]),
    ),
    operation(
        "unbind_device",
        "keys",
        (fields.DEVICE, REASON),
        "unbind_device",
        lambda d: (
            subscription(d),
            int(d.values["device_to_unbind"]) or None,
            d.values["reason"],
        ),
    ),
    operation(
        "move_access",
        "keys",
        (fields.MOVE, REASON),
        "move_access",
        lambda d: (subscription(d), *d.values["move_to"].split(">"), d.values["reason"]),
    ),
    operation(
        "write_customer",
        "tickets",
        (fields.MESSAGE,),
        "write_to",
        lambda d: (d.about, d.values["message_text"], d.request),
    ),
)
