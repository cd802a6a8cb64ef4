"""Whether a plan reads a whole table of the shop."""

import re

# A scan of one of these is a scan of the shop.
LARGE = (
    "users|telegram_identities|accounts|subscriptions|desired|access|orders|lanes|messages|"
    "dead_letters|run|notices|notice_watch|told|audit"
)
SCAN = re.compile(rf"Seq Scan on (?:\w+\.)?({LARGE})\b")
# And so is an index that is read from end to end, at once or in many loops.
READ = re.compile(
    rf"Index .*Scan .*on (?:\w+\.)?({LARGE})\b.*actual rows=(\d+) loops=(\d+).*"
    r"(?:(?:\n(?!.*->).*)*?\n.*Rows Removed by Filter: (\d+))?"
)
TOO_MANY = 5000


def read_whole(plan: str) -> list[str]:
    """The large tables that a plan (with its actual rows) reads from end to end."""
    through = [
        table
        for table, rows, loops, removed in READ.findall(plan)
        if (int(rows) + int(removed or 0)) * int(loops) > TOO_MANY
    ]
    return SCAN.findall(plan) + through
