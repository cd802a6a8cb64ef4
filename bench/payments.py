"""What payment providers report, from webhook to balance; and checkouts beside full queues."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bench import inbox, processes, webhook
from bench.harness import Database, Result, ThrowawayServer, percentile, until

TOKEN = "1000:bench"
PEOPLE = range(1, 1001)
PAYMENTS = 3000
AMOUNT = 25_000
# As many as a provider's route takes in hand at a time.
CONNECTIONS = 20
UNLIMITED = {"crypto_pay_token": TOKEN, "payment_webhook_rate": "1e6"}

CHECKOUTS = 200
PACE = 0.05
PATIENCE = 120
QUEUED = 10_000
FIRST_UPDATE = 1 << 40
INVOICES = """
with made as (
  insert into billing.orders (user_id, kind, provider, amount, currency, created_at, expires_at)
  select i.user_id, 'topup', $3, $2, 'RUB', app.now(), app.now() + interval '1 day'
  from generate_series(1, $1::bigint) as n
  join app.telegram_identities as i on i.telegram_id = 1 + n % $4
  returning id, user_id, provider, amount, currency, created_at, expires_at
)
insert into billing.invoices (
  order_id, user_id, provider, amount, currency, credited_amount, credited_currency, status,
  external_id, url, created_at, expires_at
)
select
  m.id, m.user_id, m.provider, m.amount, m.currency, m.amount, m.currency, 'open',
  m.id::text, 'https://pay.example', m.created_at, m.expires_at
from made as m
returning external_id, token, user_id
"""


@dataclass(frozen=True)
class Invoice:
    """The provider's id, ours, and who pays it."""

    number: str
    token: UUID
    payer: int


async def payment_events(server: ThrowawayServer) -> Sequence[Result]:
    """Payments: signed webhooks over 20 connections, stored, handled and credited to balances."""
    async with server.database() as database:
        baseline = await inbox.one_round(server, database)
    async with server.database() as database:
        rate = await credited(server, database)
    return [Result("payment_events", rate, "evt/s", "of inbox_commits", baseline=baseline)]


async def credited(server: ThrowawayServer, database: Database) -> float:
    await processes.people(database, PEOPLE)
    requests = map(reported, await opened(database, PAYMENTS, "crypto_pay"))
    async with processes.bot(server, database, **UNLIMITED) as (port, _):
        started = time.perf_counter()
        tally, _ = await webhook.send(port, requests, CONNECTIONS)
        if tally.taken != PAYMENTS:
            raise RuntimeError(f"{tally} of {PAYMENTS}")
        await booked(database, PAYMENTS)
        return PAYMENTS / (time.perf_counter() - started)


async def opened(database: Database, count: int, provider: str) -> Sequence[Invoice]:
    """What waits to be paid."""
    async with database.connect() as connection:
        rows = await connection.fetch(INVOICES, count, AMOUNT, provider, len(PEOPLE))
        known = await connection.fetch("select user_id, telegram_id from app.telegram_identities")
        await connection.execute("analyze")
    payers = {row["user_id"]: row["telegram_id"] for row in known}
    return [Invoice(row["external_id"], row["token"], payers[row["user_id"]]) for row in rows]


def reported(invoice: Invoice) -> bytes:
    """The request with which Crypto Pay says that one is paid."""
    paid = {
        "invoice_id": int(invoice.number),
        "status": "paid",
        "currency_type": "fiat",
        "fiat": "RUB",
        "amount": str(AMOUNT // 100),
        "payload": str(invoice.token),
        "paid_asset": "USDT",
        "paid_amount": "2.77777778",
        "fee_asset": "USDT",
        "fee_amount": 0.08333333,
        "paid_at": "2026-11-29T00:00:00.000Z",
    }
    told = {"update_id": int(invoice.number), "update_type": "invoice_paid", "payload": paid}
    body = json.dumps(told).encode()
    key = hashlib.sha256(TOKEN.encode()).digest()
    sign = hmac.new(key, body, hashlib.sha256).hexdigest()
    return webhook.post("/payments/crypto_pay", body, f"Crypto-Pay-API-Signature: {sign}")


async def booked(database: Database, count: int) -> None:
    async with database.connect() as connection:

        async def all_are() -> bool:
            found: int = await connection.fetchval("select count(*) from billing.payments")
            return found >= count

        await until(all_are)


async def checkout(server: ThrowawayServer) -> Sequence[Result]:
    """Checkout: from the webhook's first byte to the answer at Telegram, with full queues."""
    async with server.database() as database, processes.sandbox(server) as sandbox:
        await sandbox.faults(rate=0, chat_rate=0)
        await processes.people(database, PEOPLE)
        invoices = await opened(database, PAYMENTS, "crypto_pay")
        payable = await opened(database, CHECKOUTS, "stars")
        async with processes.bot(server, database, sandbox.url, **UNLIMITED) as (port, _):
            await fill_queues(port, database, invoices)
            sent = await checkouts(port, payable)
            waits = await answered(sandbox, sent)
            left = await waiting(database)
    if left < 1000:
        raise RuntimeError(f"the queues were nearly empty at the end: {left}")
    return [
        Result("checkout_p50_ms", percentile(waits, 50), "ms", ""),
        Result("checkout_p99_ms", percentile(waits, 99), "ms", "< 50"),
    ]


async def fill_queues(port: int, database: Database, invoices: Sequence[Invoice]) -> None:
    """More than is worked off meanwhile, of what people and of what providers send."""
    async with database.connect() as connection:
        for topic in ("inbox", "payment_events"):
            await connection.execute("select ops.pause($1, 'to fill it')", topic)
        texts = (webhook.message(n, 1 + n % len(PEOPLE), "/start") for n in range(QUEUED))
        await webhook.send(port, map(webhook.update, texts))
        await webhook.send(port, map(reported, invoices), CONNECTIONS)
        for topic in ("inbox", "payment_events"):
            await connection.execute("select ops.resume($1)", topic)


async def waiting(database: Database) -> int:
    async with database.connect() as connection:
        found: int = await connection.fetchval("select count(*) from outbox.messages")
        return found


async def checkouts(port: int, invoices: Sequence[Invoice]) -> dict[str, float]:
    """At its pace, whatever became of the last, each over a connection of its own: Telegram sends
    what different people ask side by side. By its id, when each went."""
    loop, sent = asyncio.get_running_loop(), {}
    start = loop.time()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        for n, invoice in enumerate(invoices):
            await asyncio.sleep(start + n * PACE - loop.time())
            sent[f"checkout-{n}"] = time.time()
            tasks.create_task(taken(port, asked(n, invoice)))
    return sent


async def taken(port: int, request: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    if not (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200"):
        raise RuntimeError("a checkout was not taken")
    writer.close()


def asked(n: int, invoice: Invoice) -> bytes:
    """The request with which Telegram asks whether somebody may pay."""
    person = {"id": invoice.payer, "is_bot": False, "first_name": "Ann"}
    query: dict[str, Any] = {
        "id": f"checkout-{n}",
        "from": person,
        "currency": "RUB",
        "total_amount": AMOUNT,
        "invoice_payload": invoice.token.hex,
    }
    body = {"update_id": FIRST_UPDATE + n, "pre_checkout_query": query}
    return webhook.update(json.dumps(body).encode())


async def answered(sandbox: processes.SandboxClient, sent: dict[str, float]) -> Sequence[float]:
    """Milliseconds from each question to its answer, which was yes."""

    async def all_answered() -> bool:
        return len(await sandbox.requests("answerPreCheckoutQuery")) >= len(sent)

    await until(all_answered, within=PATIENCE)
    waits = []
    for answer in await sandbox.requests("answerPreCheckoutQuery"):
        if str(answer["params"]["ok"]).lower() != "true":
            raise RuntimeError(f"refused: {answer['params']}")
        at = datetime.fromisoformat(answer["time"]).timestamp()
        waits.append((at - sent[answer["params"]["pre_checkout_query_id"]]) * 1000)
    return waits
