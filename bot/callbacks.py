"""The data of buttons: at most 64 bytes, typed.

A button that moves money carries an order's token: opaque, bound to its user, valid once. Other
buttons only name a place or a choice. The user comes from Telegram, never from the button.

Notices are written by SQL, which may use only these data for their buttons:

| data                   | what it does                                                         |
|------------------------|----------------------------------------------------------------------|
| go:<place>             | opens that screen, see Place                                         |
| go:renew               | the order for another period of the same plan and length             |
| price:<plan>:<price>   | the order for that price of that plan                                |
| topup:<minor units>    | the ways to pay a top-up, or the invoice if there is one way         |
| auto:on, auto:off      | switches auto-renewal                                                |
| resume                 | undoes a cancellation                                                |
| later:<price id>       | continues the subscription with that price after its period          |
| reply:<ticket id>      | asks for a message to support                                        |
| solved:<ticket id>     | closes a ticket of the user                                          |
| ticket:<act>:<id>      | what support does with a ticket: history, close                      |
| payout:<act>:<id>      | what support does with a withdrawal: approve, refuse, show, ...      |
| bc:<id>:<place>        | opens that screen, and counts the tap for a broadcast                |
| close                  | removes the notice                                                   |

Data about a subscription may name it by its id after a colon: go:renew:12, auto:off:12. If a user
has several and none is named, the bot asks.
"""

from typing import TYPE_CHECKING, Annotated, Literal, Self
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Place = Literal[
    "menu", "plans", "renew", "access", "topup", "amount", "profile", "history", "cancel",
    "language", "help", "methods", "reissue", "support",
    "devices", "privacy", "delete", "notices", "balance", "more", "zones", "terms", "company",
    "promo", "invite", "gift", "gifts", "game", "another", "withdraw",
]  # fmt: skip
PLACES_OF_A_SUBSCRIPTION: tuple[Place, ...] = (
    *("plans", "renew", "access", "profile", "cancel", "reissue", "devices"),
)
Platform = Literal["ios", "android", "windows", "macos", "linux", "tv"]
Topic = Literal["access", "payment", "other", "company"]
Question = Literal["pay", "connect", "slow", "devices", "refund"]
# The range of the database's bigint: a client may send a button that we never made.
Bigint = Annotated[int, Field(ge=0, le=2**63 - 1)]


# What a user came for when terms or channels stood before it: a trial, a promo code, a gift that he
# may take, a price of a plan (new: for one more subscription, give: for somebody else), or nothing.
# The last number is the subscription that it is about, where the button named one; 15 digits of it,
# so that 64 bytes suffice.
_WHICH = r"(-[1-9]\d{0,14})?"
_PRICE = r"[1-9]\d{0,17}"
Then = Annotated[
    str,
    Field(
        pattern=rf"^(menu|trial|promo|offered{_WHICH}|(new|give)-{_PRICE}|price-{_PRICE}{_WHICH})$"
    ),
]


class MayBeShort(CallbackData, prefix="-"):
    """Data whose last parts may be missing, with their colons: if they are None, and on buttons
    that are older than these parts."""

    def pack(self) -> str:
        return super().pack().rstrip(self.__separator__)

    @classmethod
    def unpack(cls, value: str) -> Self:
        missing = len(cls.model_fields) - value.count(cls.__separator__)
        return super().unpack(value + cls.__separator__ * missing)


class AboutSubscription(MayBeShort, prefix="-"):
    """Data that may end with the id of a subscription. It is missing if the user has only one."""

    if TYPE_CHECKING:
        subscription: int | None

    @property
    def needs_subscription(self) -> bool:
        return True


class Go(AboutSubscription, prefix="go"):
    place: Place
    subscription: Bigint | None = None

    @property
    def needs_subscription(self) -> bool:
        return self.place in PLACES_OF_A_SUBSCRIPTION


class ChooseLanguage(MayBeShort, prefix="lang"):
    """Chooses a language. `goes_to`: a person who came by a link is asked for the language first,
    and is then led where the link leads."""

    locale: str
    goes_to: Literal["plan", "support", "promo", "gift"] | None = None
    plan_id: Bigint | None = None


class ChooseZone(CallbackData, prefix="zone"):
    zone: Annotated[str, Field(max_length=40)]


class StartTrial(CallbackData, prefix="trial"):
    pass


class ChoosePlan(AboutSubscription, prefix="plan"):
    plan_id: Bigint
    subscription: Bigint | None = None


class ChoosePrice(AboutSubscription, prefix="price"):
    plan_id: Bigint
    price_id: Bigint
    subscription: Bigint | None = None


class AddPlan(CallbackData, prefix="add"):
    """Shows a plan as one more subscription."""

    plan_id: Bigint


class AddPrice(CallbackData, prefix="addprice"):
    plan_id: Bigint
    price_id: Bigint


class NameSubscription(AboutSubscription, prefix="name"):
    """Asks for a name."""

    subscription: Bigint | None = None


class GivePlan(CallbackData, prefix="give"):
    plan_id: Bigint


class GivePrice(CallbackData, prefix="giveprice"):
    plan_id: Bigint
    price_id: Bigint


class ShowGift(CallbackData, prefix="gift"):
    gift: Bigint


class SendGift(CallbackData, prefix="send"):
    """Makes a link to the gift."""

    gift: Bigint


class ReturnGift(CallbackData, prefix="ungive"):
    """The first tap asks for confirmation."""

    step: Literal["ask", "do"]
    gift: Bigint


class TakeGift(AboutSubscription, prefix="take"):
    """Names the gift that the screen showed. Only one whose link the user opened is given."""

    to: Literal["own", "new"]
    gift: Bigint
    subscription: Bigint | None = None

    @property
    def needs_subscription(self) -> bool:
        return self.to == "own"


class Throw(CallbackData, prefix="throw"):
    pass


class PayFromBalance(CallbackData, prefix="pay"):
    order: UUID


class ScheduleChange(AboutSubscription, prefix="later"):
    price_id: Bigint
    subscription: Bigint | None = None


class ChooseAmount(CallbackData, prefix="topup"):
    amount: Bigint


class FundOrder(CallbackData, prefix="fund"):
    """A top-up for an order that waits for money and is paid automatically when it arrives."""

    amount: Bigint
    order: UUID


class PayWith(CallbackData, prefix="with"):
    """A top-up by one of several ways to pay, with or without an order that waits for the money."""

    provider: Annotated[str, Field(pattern=r"^[a-z_]{1,24}$")]
    amount: Bigint
    order: UUID | None = None


class CheckPayment(CallbackData, prefix="check"):
    order: UUID


class PayMonthly(CallbackData, prefix="monthly"):
    """Pays an order with a subscription that its provider charges automatically."""

    order: UUID


class RememberMethod(CallbackData, prefix="keep"):
    """Whether the payment method is saved for renewals; then shows the ways to pay that amount."""

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
    """Names the wanted state, not "the other one": a repeated tap changes nothing."""

    to: Literal["on", "off"]
    subscription: Bigint | None = None


class Cancel(AboutSubscription, prefix="cancel"):
    """`said`: when access ends, as the question said. A button from before that field does not have
    it."""

    subscription: Bigint | None = None
    said: Literal["now", "end"] | None = None


class Resume(AboutSubscription, prefix="resume"):
    subscription: Bigint | None = None


class TurnPage(CallbackData, prefix="page"):
    """Shows the page of the history before a line; a number beyond the last line means the newest
    page."""

    before: Annotated[int, Field(ge=1, le=2**62)]


class ShowQr(AboutSubscription, prefix="qr"):
    subscription: Bigint | None = None


class ChooseDevice(AboutSubscription, prefix="device"):
    platform: Platform
    subscription: Bigint | None = None


class Reissue(AboutSubscription, prefix="reissue"):
    """Names the address that it replaces, so a repeated tap replaces nothing."""

    number: Annotated[int, Field(ge=1, le=2**31 - 1)]
    subscription: Bigint | None = None


class Unbind(AboutSubscription, prefix="unbind"):
    """Names a device that the screen showed; 0 for all of them. The first tap asks."""

    step: Literal["ask", "do"]
    device: Bigint
    subscription: Bigint | None = None


class AskSupport(CallbackData, prefix="ask"):
    topic: Topic


class Reply(CallbackData, prefix="reply"):
    ticket: Bigint


class ReadAnswer(CallbackData, prefix="faq"):
    question: Question


class Solved(CallbackData, prefix="solved"):
    ticket: Bigint


class ActOnTicket(CallbackData, prefix="ticket"):
    """A button in a chat of support."""

    act: Literal["history", "close"]
    ticket: Bigint


class WithdrawAmount(CallbackData, prefix="out"):
    amount: Bigint


class WithdrawBy(CallbackData, prefix="outby"):
    way: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,23}$")]


class ConfirmWithdrawal(CallbackData, prefix="outok"):
    """Names the draft that the screen showed: each choice makes a new one."""

    draft: UUID


class CancelWithdrawal(CallbackData, prefix="outno"):
    withdrawal: Bigint


class ActOnWithdrawal(CallbackData, prefix="payout"):
    """A button in a chat of support. refuse and failed ask for a reason; paid asks for
    confirmation: sent."""

    act: Literal["approve", "refuse", "show", "paid", "sent", "failed"]
    withdrawal: Bigint


class RefuseWithdrawal(CallbackData, prefix="refuse"):
    """In a chat of support, gives the reason why a withdrawal is refused, or could not be paid."""

    act: Literal["reject", "failed"]
    why: Literal["requisites", "rules", "other"]
    withdrawal: Bigint


class AskData(CallbackData, prefix="data"):
    pass


class DeleteAccount(CallbackData, prefix="erase"):
    """Deletes the account as the screen described it: the token is that of api.deletion."""

    token: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class SetTips(CallbackData, prefix="tips"):
    to: Literal["on", "off"]


class SetReferralNotices(CallbackData, prefix="joins"):
    to: Literal["on", "off"]


class ShowInviteQr(CallbackData, prefix="inviteqr"):
    pass


class AcceptTerms(CallbackData, prefix="accept"):
    """Accepts the version that the screen showed, then continues with what the user came for."""

    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{1,16}$")]
    then: Then


class HasJoined(CallbackData, prefix="joined"):
    """The user says that he has joined. The bot asks Telegram, then continues with what the user
    came for."""

    then: Then


class CompanyForm(CallbackData, prefix="company"):
    act: Literal["skip", "again", "send"]


class UsePromo(CallbackData, prefix="promo"):
    """again: enters the code that was refused, or came with a link. remove: shows prices without a
    code."""

    act: Literal["again", "remove"]


class OpenFromBroadcast(CallbackData, prefix="bc"):
    """Opens a place, see broadcast.places(), and counts the tap."""

    broadcast: Bigint
    place: Literal[
        "plans", "renew", "access", "topup", "profile", "invite", "gift", "promo", "support", "menu"
    ]  # fmt: skip


class Close(CallbackData, prefix="close"):
    pass


def about(data: str, subscription: int) -> str:
    """Returns the same data for one of several subscriptions, if it is about a subscription."""
    for kind in (
        Go, ChoosePlan, ChoosePrice, ScheduleChange, SetAutoRenew, Cancel, Resume, ShowQr,
        ChooseDevice, Reissue, Unbind, NameSubscription, TakeGift,
    ):  # fmt: skip
        try:
            tap: AboutSubscription = kind.unpack(data)
        except (TypeError, ValueError):
            continue
        return of(tap, subscription).pack() if tap.needs_subscription else data
    return data


def of(tap: AboutSubscription, subscription: int) -> AboutSubscription:
    return tap.model_copy(update={"subscription": subscription})
