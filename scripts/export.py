"""A month of payments, refunds, fees and disputes for the accountant, as CSV.

    python -m scripts.export 2026-11 > november.csv

DATABASE_URL is that of tickover_dba. The month is one of the shop's zone; times are in UTC. Each
row is an entry of a provider's account in the ledger, so that the sum of a provider's rows is what
it owes the shop more than a month before.
"""

import asyncio
import csv
import os
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, TextIO

import postgres
from gateways.payments.money import major
from gateways.payments.port import Money

COLUMNS = (
    *("at", "provider", "kind", "amount", "currency", "payment_external_id", "external_id"),
    *("payment_id", "user_id", "invoice_id", "transfer_id"),
)


def month_of(text: str) -> date:
    return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()


async def rows(dsn: str, month: date) -> list[dict[str, Any]]:
    connection = await postgres.connect(dsn)
    try:
        found = await connection.fetch("select * from ops.export_payments($1)", month)
    finally:
        await connection.close()
    return [dict(row) for row in found]


def write(found: Iterable[dict[str, Any]], to: TextIO) -> None:
    """Amounts with the digits of their currency, times in UTC."""
    table = csv.DictWriter(to, COLUMNS, extrasaction="ignore")
    table.writeheader()
    for row in found:
        amount = Money(abs(row["amount"]), row["currency"])
        sign = "-" if row["amount"] < 0 else ""
        at = row["at"].astimezone(UTC).isoformat(timespec="seconds")
        table.writerow({**row, "at": at, "amount": sign + major(amount)})


def main(arguments: list[str]) -> None:
    try:
        (month,) = map(month_of, arguments)
    except ValueError:
        sys.exit("usage: python -m scripts.export YYYY-MM > file.csv")
    dsn = os.environ.get("DATABASE_URL")
    if not dsn:
        sys.exit("export: set DATABASE_URL to that of tickover_dba")
    write(asyncio.run(rows(dsn, month)), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
