"""Withdrawals: approved, refused, shown and settled from the menu."""

from bot.admin_api.withdrawals import Withdrawals
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.forms import LONGEST_REASON, Choice, Draft, Field, Form, reason
from bot.handlers.admin.operations import operation
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.base import PAGE
from bot.screens.admin.withdrawals import (
    HERE,
    SETTLED,
    withdrawal_screen,
    withdrawal_text,
    withdrawals_screen,
)

# Reasons that people read in their own language, see billing.withdrawal_why.
_REASONS = ("requisites", "rules", "other")


async def show_withdrawals(admin: Admin, here: AdminGo) -> Screen:
    found = await Withdrawals(admin.calls).withdrawals(
        here.word != SETTLED, (here.page or 0) * PAGE, PAGE + 1
    )
    return withdrawals_screen(admin.say, here, found)


async def show_withdrawal(admin: Admin, here: AdminGo) -> Screen:
    found = await Withdrawals(admin.calls).withdrawal(here.about or 0)
    if found is None:
        return await show_withdrawals(admin, HERE)
    return withdrawal_screen(admin.say, found)


async def heading(admin: Admin, draft: Draft) -> str:
    found = await Withdrawals(admin.calls).withdrawal(draft.about or 0)
    return withdrawal_text(admin.say, found) if found else ""


async def refusals(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(admin.say("button-refuse", why=why), why) for why in _REASONS]


WHY = Field(
    "refusal_reason",
    reason,
    choices=refusals,
    shown=lambda admin, draft, value: (
        admin.say("button-refuse", why=value) if value in _REASONS else value[:LONGEST_REASON]
    ),
)
# With any other, somebody else was first.
_OUTCOMES = {
    "approve": ("approved", "needs_second"),
    "reject": ("rejected",),
    "show": ("shown",),
    "paid": ("paid",),
    "failed": ("failed",),
}
NOTE = Field("approval_note", reason, optional=True)
PROOF = Field("payment_proof", reason)


def _form(name: str, act: str, asked: tuple[Field, ...]) -> Form:
    return operation(
        name,
        "withdrawals",
        asked,
        "act_on_withdrawal",
        lambda d: (d.about, act, d.values[asked[0].name] if asked else None),
        lambda d: AdminGo(place="withdrawal", about=d.about),
        heading,
        _OUTCOMES[act],
    )


PART = Part(
    places={"withdrawals": show_withdrawals, "withdrawal": show_withdrawal},
    forms=(
        _form("approve_withdrawal", "approve", (NOTE,)),
        _form("reject_withdrawal", "reject", (WHY,)),
        _form("show_requisites", "show", ()),
        _form("withdrawal_paid", "paid", (PROOF,)),
        _form("withdrawal_failed", "failed", (WHY,)),
    ),
    entries={"withdrawals": "withdrawals"},
)
