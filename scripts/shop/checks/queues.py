"""What waits for somebody: queues, dead letters, money without an owner, alarms."""

from datetime import timedelta

from scripts.shop.checks.base import Finding, Look, Shop, broken, checks, ok, warning

LATE = timedelta(minutes=5)


async def queues(shop: Shop) -> list[Finding]:
    rows = await shop.rows(
        """select o.topic, o.destination, o.state, o.late_by, o.failing_with, o.pause_reason
           from ops.outbox as o where o.state <> 'flowing' or o.late_by > $1 order by 1, 2""",
        LATE,
    )
    found = []
    for row in rows:
        name = ":".join(filter(None, (row["topic"], row["destination"])))
        if row["state"] == "paused":
            why = row["pause_reason"] or row["failing_with"] or "no reason given"
            found += broken(
                f"{name} is paused: {why}", f"select ops.resume({_named(row)}) when that is mended"
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


def _named(row: "dict[str, str]") -> str:
    return ", ".join(f"'{it}'" for it in (row["topic"], row["destination"]) if it)


def _none(name: str, query: str, text: str, mend: str) -> Look:
    """A check that a count is zero."""

    async def look(shop: Shop) -> list[Finding]:
        count = await shop.ask(query)
        return warning(f"{count} {text}", mend) if count else ok("none")

    look.__name__ = name
    return look


dead_letters = _none(
    "dead_letters",
    "select count(*) from ops.dead_letters as d where not d.dropped",
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
    "select count(*) from ops.suspense as s where s.resolved_at is null",
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
        "select a.name, a.detail from ops.alarms as a where a.state = 'broken' order by 1"
    )
    return [
        *(
            it
            for row in rows
            for it in broken(f"{row['name']}: {row['detail']}", 'docs/operations.md, "Alarms"')
        )
    ] or ok("none")


CHECKS = checks(queues, dead_letters, parked, suspense, refunds, alarms)
