"""Whether a plan reads a whole table of the shop."""

import re

# A scan of one of these is a scan of the shop.
LARGE = (
    "users|telegram_identities|accounts|subscriptions|access|orders|lanes|messages|dead_letters|run|"
    "notices|notice_watch|told|audit"
)
SCAN = re.compile(rf"Seq Scan on (?:\w+\.)?({LARGE})\b")
# And so is an index that is read from end to end.
READ = re.compile(
    rf"Index .*Scan .*on (?:\w+\.)?({LARGE})\b.*actual rows=.*"
    r"(?:\n(?!.*->).*)*?\n.*Rows Removed by Filter: (\d+)"
)
TOO_MANY = 1000


def read_whole(plan: str) -> list[str]:
    """The large tables that a plan (with its actual rows) reads from end to end."""
    passed_over = [table for table, rows in READ.findall(plan) if int(rows) > TOO_MANY]
    return SCAN.findall(plan) + passed_over
