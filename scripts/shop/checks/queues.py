"""What waits for somebody: queues, dead letters, money without an owner, alarms."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from scripts.runbook import what_to_do
from scripts.shop.checks.base import Finding, Look, Shop, broken, checks, ok, warning

LATE = timedelta(minutes=5)


async def queues(shop: Shop) -> list[Finding]:
    rows = await shop.rows(
        """select o.topic, o.destination, o.state, o.late_by, o.failing_with, o.pause_reason,
             exists (
               select from outbox.topics as t
               where t.name = o.topic and t.paused_until > clock_timestamp()
             ) as whole
           from ops.outbox as o where o.state <> 'flowing' or o.late_by > $1 order by 1, 2""",
        LATE,
    )
    found = []
    for row in rows:
        name = ":".join(_named(row))
        if row["state"] == "paused":
            why = row["pause_reason"] or row["failing_with"] or "no reason given"
            found += broken(
                f"{name} is paused: {why}", f"select ops.resume({_quoted(row)}) when that is fixed"
            )
        elif row["failing_with"]:
            found += broken(f"{name} fails: {row['failing_with']}", "select * from ops.outbox")
        else:
            late = row["late_by"] or timedelta()
            found += broken(
                f"{name} is {late.total_seconds() / 60:.0f} minutes late",
                "the listener's and the bot's logs",
            )
    return found or ok("everything flows")


def _named(row: Mapping[str, Any]) -> list[str]:
    """A whole topic, or one destination."""
    names = [row["topic"]] if row["whole"] else [row["topic"], row["destination"]]
    return [name for name in names if name]


def _quoted(row: Mapping[str, Any]) -> str:
    return ", ".join(f"'{name}'" for name in _named(row))


def _none(name: str, query: str, text: str, fix: str) -> Look:
    """A check that a count is zero."""

    async def look(shop: Shop) -> list[Finding]:
        count = await shop.ask(query)
        return warning(f"{count} {text}", fix) if count else ok("none")

    look.__name__ = name
    return look


dead_letters = _none(
    "dead_letters",
    "select count(*) from ops.dead_letters",
    "messages were given up",
    "select * from ops.dead_letters; then ops.redrive or ops.discard",
)
parked = _none(
    "parked",
    "select count(*) from ops.parked",
    "rows could not be processed",
    "select * from ops.parked; then ops.unpark",
)
suspense = _none(
    "suspense",
    "select count(*) from ops.suspense as s where s.resolved_at is null and not s.disputed",
    "payments have no certain payer",
    "select * from ops.suspense; then ops.assign_suspense or ops.return_suspense",
)
refunds = _none(
    "refunds",
    "select count(*) from ops.refunds_to_send",
    "refunds wait to be sent by hand",
    "select * from ops.refunds_to_send; then ops.refund_sent",
)


async def alarms(shop: Shop) -> list[Finding]:
    rows = await shop.rows(
        """select a.name, a.detail, k.help
           from ops.alarms as a
           cross join lateral jobs.kind_of_alarm(a.name) as k
           where a.state = 'broken'
           order by k.position, a.name"""
    )
    return [
        it
        for row in rows
        for it in broken(f"{row['name']}: {row['detail']}", what_to_do(row["help"]))
    ] or ok("none")


CHECKS = checks(queues, dead_letters, parked, suspense, refunds, alarms)
