"""What a button carries: at most 64 bytes, typed. Notices written by SQL use `go:` and `close`.

A button where money moves carries an order's token: opaque, bound to its user, good once. The rest
is only a place to go to; who taps is taken from Telegram, never from the button.
"""

from typing import Annotated, Literal
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Place = Literal["menu", "plans", "access", "topup", "amount", "profile", "language", "help"]
# What fits the database's bigint; whoever makes a button up may write anything.
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


class ChooseAmount(CallbackData, prefix="topup"):
    amount: Bigint


class ShowQr(CallbackData, prefix="qr"):
    pass


class Close(CallbackData, prefix="close"):
    pass
