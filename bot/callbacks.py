"""What a button carries: at most 64 bytes, typed.

A button where money moves carries an order's token: opaque, bound to its user, good once. The rest
is only a place to go to or a wish; who taps is taken from Telegram, never from the button.

Notices are written by SQL, which may give their buttons these data and no others:

| data                   | what it does                                                        |
|------------------------|---------------------------------------------------------------------|
| go:<place>             | opens that screen, see Place                                        |
| go:renew               | the order for another period of the same plan and length            |
| price:<plan>:<price>   | the order for that price of that plan                               |
| topup:<minor units>    | the ways to pay a top-up, or the invoice where there is one way     |
| auto:on, auto:off      | switches auto-renewal                                               |
| resume                 | takes a cancellation back                                           |
| later:<price id>       | lets the subscription go on with that price when its period is over |
| close                  | takes the notice away                                               |

What is about a subscription may say which, by its id behind a colon: go:renew:12, auto:off:12.
Where a user has several and none is named, the bot asks.
"""

from typing import TYPE_CHECKING, Annotated, Literal, Self
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Place = Literal[
    "menu", "plans", "renew", "access", "topup", "amount", "profile", "history", "cancel",
    "language", "help", "methods",
]  # fmt: skip
PLACES_OF_A_SUBSCRIPTION: tuple[Place, ...] = ("plans", "renew", "access", "profile", "cancel")
# What fits the database's bigint: a client may send a button that we never made.
Bigint = Annotated[int, Field(ge=0, le=2**63 - 1)]


class AboutSubscription(CallbackData, prefix="-"):
    """What may say, last, which subscription it is about. Buttons of before could not, and where
    there is only one none does: then the id and its colon are not there."""

    if TYPE_CHECKING:
        subscription: int | None

    def pack(self) -> str:
        return super().pack().removesuffix(self.__separator__)

    @classmethod
    def unpack(cls, value: str) -> Self:
        is_short = value.count(cls.__separator__) < len(cls.model_fields)
        return super().unpack(value + cls.__separator__ if is_short else value)

    @property
    def needs_subscription(self) -> bool:
        return True


class Go(AboutSubscription, prefix="go"):
    place: Place
    subscription: Bigint | None = None

    @property
    def needs_subscription(self) -> bool:
        return self.place in PLACES_OF_A_SUBSCRIPTION


class ChooseLanguage(CallbackData, prefix="lang"):
    locale: str


class StartTrial(CallbackData, prefix="trial"):
    pass


class ChoosePlan(AboutSubscription, prefix="plan"):
    plan_id: Bigint
    subscription: Bigint | None = None


class ChoosePrice(AboutSubscription, prefix="price"):
    plan_id: Bigint
    price_id: Bigint
    subscription: Bigint | None = None


class PayFromBalance(CallbackData, prefix="pay"):
    order: UUID


class ScheduleChange(AboutSubscription, prefix="later"):
    price_id: Bigint
    subscription: Bigint | None = None


class ChooseAmount(CallbackData, prefix="topup"):
    amount: Bigint


class FundOrder(CallbackData, prefix="fund"):
    """A top-up for an order that waits for money and is paid by itself when it comes."""

    amount: Bigint
    order: UUID


class PayWith(CallbackData, prefix="with"):
    """A top-up by one of several ways to pay, for an order that waits for the money or for none."""

    provider: Annotated[str, Field(pattern=r"^[a-z_]{1,24}$")]
    amount: Bigint
    order: UUID | None = None


class CheckPayment(CallbackData, prefix="check"):
    order: UUID


class PayMonthly(CallbackData, prefix="monthly"):
    """For an order, by a subscription that its provider charges again by itself."""

    order: UUID


class RememberMethod(CallbackData, prefix="keep"):
    """Whether what is paid with is remembered for renewals; then the ways to pay that amount."""

    to: Literal["on", "off"]
    amount: Bigint
    order: UUID | None = None


class SetBalanceFirst(CallbackData, prefix="first"):
    to: Literal["on", "off"]


class MoveMethod(CallbackData, prefix="up"):
    method: Bigint


class RemoveMethod(CallbackData, prefix="forget"):
    method: Bigint


class ResumeMethod(CallbackData, prefix="again"):
    method: Bigint


class SetAutoRenew(AboutSubscription, prefix="auto"):
    """Says what is wished, not "the other": a repeated tap changes nothing."""

    to: Literal["on", "off"]
    subscription: Bigint | None = None


class Cancel(AboutSubscription, prefix="cancel"):
    subscription: Bigint | None = None


class Resume(AboutSubscription, prefix="resume"):
    subscription: Bigint | None = None


class TurnPage(CallbackData, prefix="page"):
    """The page of the history below a line; a number beyond the last line means the newest."""

    before: Annotated[int, Field(ge=1, le=2**62)]


class ShowQr(AboutSubscription, prefix="qr"):
    subscription: Bigint | None = None


class Close(CallbackData, prefix="close"):
    pass


def about(data: str, subscription: int) -> str:
    """The same data, for one of several subscriptions, if it is about a subscription."""
    for kind in (
        Go, ChoosePlan, ChoosePrice, ScheduleChange, SetAutoRenew, Cancel, Resume, ShowQr,
    ):  # fmt: skip
        try:
            tap: AboutSubscription = kind.unpack(data)
        except (TypeError, ValueError):
            continue
        return of(tap, subscription).pack() if tap.needs_subscription else data
    return data


def of(tap: AboutSubscription, subscription: int) -> AboutSubscription:
    return tap.model_copy(update={"subscription": subscription})
