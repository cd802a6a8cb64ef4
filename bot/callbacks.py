"""What a button carries: at most 64 bytes, typed.

A button where money moves carries an order's token: opaque, bound to its user, good once. The rest
is only a place to go to or a wish; who taps is taken from Telegram, never from the button.

Notices are written by SQL, which may give their buttons these data and no others:

| data                   | what it does                                                        |
|------------------------|---------------------------------------------------------------------|
| go:<place>             | opens that screen, see Place                                        |
| go:renew               | the order for another period of the same plan and length            |
| price:<plan>:<price>   | the order for that price of that plan                               |
| topup:<minor units>    | sends the invoice of a top-up                                       |
| auto:on, auto:off      | switches auto-renewal                                               |
| resume                 | takes a cancellation back                                           |
| later:<price id>       | lets the subscription go on with that price when its period is over |
| close                  | takes the notice away                                               |
"""

from typing import Annotated, Literal
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Place = Literal[
    "menu", "plans", "renew", "access", "topup", "amount", "profile", "history", "cancel",
    "language", "help",
]  # fmt: skip
# What fits the database's bigint: a client may send a button that we never made.
Bigint = Annotated[int, Field(ge=0, le=2**63 - 1)]


class Go(CallbackData, prefix="go"):
    place: Place


class ChooseLanguage(CallbackData, prefix="lang"):
    locale: str


class StartTrial(CallbackData, prefix="trial"):
    pass


class ChoosePlan(CallbackData, prefix="plan"):
    plan_id: Bigint


class ChoosePrice(CallbackData, prefix="price"):
    plan_id: Bigint
    price_id: Bigint


class PayFromBalance(CallbackData, prefix="pay"):
    order: UUID


class ScheduleChange(CallbackData, prefix="later"):
    price_id: Bigint


class ChooseAmount(CallbackData, prefix="topup"):
    amount: Bigint


class FundOrder(CallbackData, prefix="fund"):
    """A top-up for an order that waits for money and is paid by itself when it comes."""

    amount: Bigint
    order: UUID


class SetAutoRenew(CallbackData, prefix="auto"):
    """Says what is wished, not "the other": a repeated tap changes nothing."""

    to: Literal["on", "off"]


class Cancel(CallbackData, prefix="cancel"):
    pass


class Resume(CallbackData, prefix="resume"):
    pass


class TurnPage(CallbackData, prefix="page"):
    """The page of the history below a line; a number beyond the last line means the newest."""

    before: Annotated[int, Field(ge=1, le=2**62)]


class ShowQr(CallbackData, prefix="qr"):
    pass


class Close(CallbackData, prefix="close"):
    pass
