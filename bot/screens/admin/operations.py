"""Says in words what an operation by hand will do, or has done."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from bot.screens.admin.base import lines
from texts import Translator, moment, money

# Outcomes with which something is done; with any other, nothing is.
OUTCOMES = frozenset(
    {
        *("extended", "shortened", "on", "off", "cancelled", "revoked", "credited", "debited"),
        *("refunded", "sending", "blocked", "unblocked", "erased", "set", "removed", "returned"),
        *(
            "reissued",
            "unbound",
            "unbinding",
            "moving",
            "resent",
            "sent",
            "assigned",
            "failed",
            "approved",
        ),
        *("needs_second", "rejected", "shown", "paid"),
    }
)


def result_text(
    say: Translator,
    result: Mapping[str, Any],
    outcomes: Collection[str],
    *,
    done: bool,
    was: datetime | None = None,
) -> str:
    """`was`: until when it was paid before, if that is known."""
    outcome = str(result["outcome"])
    happens = outcome in outcomes
    heading = (
        say("admin-operation-done", happens="yes" if happens else "no")
        if done
        else say("admin-operation-will", happens="yes" if happens else "no")
    )
    said = say("admin-outcome", outcome=outcome)
    return lines(
        f"{heading} {said}", *(_details(say, result, was) if happens else _limits(say, result))
    )


def _details(say: Translator, result: Mapping[str, Any], was: datetime | None) -> list[str | None]:
    currency = result.get("currency")
    ends = result.get("ends_at")
    return [
        say("admin-result-amount", amount=money(result["amount"], currency))
        if currency and "amount" in result
        else None,
        say("admin-result-balance", balance=money(result["balance"], currency))
        if currency and "balance" in result
        else None,
        _ends(say, datetime.fromisoformat(ends), was) if ends else None,
        say("admin-result-renews", renews="yes" if result["renews"] else "no")
        if "renews" in result
        else None,
        say("admin-result-percent", percent=int(result["percent"]))
        if "percent" in result
        else None,
    ]


def _ends(say: Translator, ends: datetime, was: datetime | None) -> str:
    if was is None or was == ends:
        return say("admin-result-ends", ends=moment(ends))
    return say("admin-result-ends-before", ends=moment(ends), was=moment(was))


def _limits(say: Translator, result: Mapping[str, Any]) -> list[str | None]:
    currency = result.get("currency")
    return [
        say("admin-result-refundable", amount=money(result["refundable"], currency))
        if currency and "refundable" in result
        else None,
        say("admin-result-balance", balance=money(result["balance"], currency))
        if currency and "balance" in result
        else None,
        say("admin-result-why", why=str(result["why"])) if "why" in result else None,
    ]
