"""What the doctor looks at. Each module has a part of the checks; `ALL` are all of them."""

from collections.abc import Sequence

from scripts.shop.checks import books, database, machine, outside, queues, telegram
from scripts.shop.checks.base import Check

ALL: Sequence[Check] = (
    *machine.CHECKS,
    *database.CHECKS,
    *telegram.CHECKS,
    *outside.CHECKS,
    *books.CHECKS,
    *queues.CHECKS,
)
