"""Withdrawals: choosing an amount, a way and where the money goes; and what became of them."""

from collections.abc import Sequence

from bot.api import Withdrawal, WithdrawalOffer
from bot.callbacks import CancelWithdrawal, ConfirmWithdrawal, Go, WithdrawAmount, WithdrawBy
from bot.screens.base import Row, Screen, back, button, main_button, screen
from texts import Translator, Value, day, money

OPEN = ("requested", "approved", "sending")
# Reasons that texts have words for; others are an operator's.
_REASONS = ("requisites", "rules", "other", "crypto_bot", "provider", "taken_back")


def withdraw_screen(
    say: Translator,
    offer: WithdrawalOffer,
    known: Sequence[Withdrawal],
    *,
    was_wrong: bool = False,
) -> Screen:
    """Shows the open withdrawal, or what can be asked for; below it the earlier ones. `was_wrong`:
    the last text was not an amount."""
    now = known[0] if known and known[0].status in OPEN else None
    rows: list[Row] = []
    if now is not None:
        parts = [say("withdraw-open", **_about(now), due=day(now.due_at))]
        if now.status == "requested":
            cancel = CancelWithdrawal(withdrawal=now.withdrawal_id)
            rows.append([button(say("button-cancel-withdrawal"), cancel)])
    elif (why := _why_not(offer)) is not None:
        parts = [say("withdraw-refused", why=why, **_limits(offer))]
    else:
        parts = [say("withdraw-wrong-amount", **_limits(offer))] if was_wrong else []
        parts.append(say("withdraw", days=offer.business_days, **_limits(offer)))
        rows += _amounts(say, offer)
    earlier = [one for one in known if one is not now]
    if earlier:
        parts.append(say("withdraw-earlier"))
        parts += [say("withdraw-line", **_about(one)) for one in earlier]
    return screen("withdraw", "\n\n".join(parts), *rows, back(say, Go(place="balance")))


def _why_not(offer: WithdrawalOffer) -> str | None:
    return offer.refusal or (None if offer.ways else "no_way")


def _limits(offer: WithdrawalOffer) -> dict[str, Value]:
    return {
        "available": money(offer.available, offer.currency),
        "min": money(offer.min_amount or 0, offer.currency),
    }


def _amounts(say: Translator, offer: WithdrawalOffer) -> list[Row]:
    """Offers the whole amount and the lowest one; the user can write any other."""
    everything = money(offer.available, offer.currency)
    label = say("button-withdraw-all", amount=everything)
    rows = [[main_button(label, WithdrawAmount(amount=offer.available))]]
    if offer.min_amount is not None and offer.min_amount < offer.available:
        least = say("button-amount", amount=money(offer.min_amount, offer.currency))
        rows.append([button(least, WithdrawAmount(amount=offer.min_amount))])
    return rows


def _about(one: Withdrawal) -> dict[str, Value]:
    reason = one.reason
    return {
        "amount": money(one.amount, one.currency),
        "way": one.way,
        "masked": one.masked or "",
        "status": one.status,
        "date": day(one.settled_at or one.requested_at),
        "why": "none" if reason is None else reason if reason in _REASONS else "said",
        "reason": reason or "",
    }


def _draft(offer: WithdrawalOffer) -> dict[str, Value]:
    return {
        "amount": money(offer.amount or 0, offer.currency),
        "way": offer.way or "",
        "masked": offer.masked or "",
    }


def withdraw_way_screen(say: Translator, offer: WithdrawalOffer) -> Screen:
    ways = [[button(say("withdraw-way", way=way), WithdrawBy(way=way))] for way in offer.ways]
    text = say("withdraw-by", amount=_draft(offer)["amount"])
    return screen("withdraw_way", text, *ways, back(say, Go(place="withdraw")))


def requisites_screen(
    say: Translator, offer: WithdrawalOffer, *, was_wrong: bool = False
) -> Screen:
    """What the user writes now is sealed. `was_wrong`: the last text cannot be right."""
    parts = [say("withdraw-wrong", way=offer.way or "")] if was_wrong else []
    parts.append(say("withdraw-to", way=offer.way or ""))
    return screen("withdraw_requisites", "\n\n".join(parts), back(say, Go(place="withdraw")))


def confirm_withdrawal_screen(say: Translator, offer: WithdrawalOffer) -> Screen:
    assert offer.draft is not None
    label = say("button-confirm-withdrawal", amount=_draft(offer)["amount"])
    return screen(
        "withdraw_confirm",
        say("withdraw-confirm", days=offer.business_days, **_draft(offer)),
        [main_button(label, ConfirmWithdrawal(draft=offer.draft))],
        back(say, Go(place="withdraw")),
    )
