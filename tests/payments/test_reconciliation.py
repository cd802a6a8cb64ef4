"""The real listener reads each provider's own list: what nobody reported is booked, differences are
shown and corrected, and what a provider takes back leaves the books."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from gateways.payments.port import Money
from gateways.payments.stripe import Stripe
from gateways.payments.yookassa import YooKassa
from scripts import export
from tests.support import ANN, Connection, Database, eventually
from tests.support import bot as shops
from tests.support import sandbox as sandboxes
from tests.support.payments import refund_of
from tests.support.sandbox import Sandbox, checking_out

PRICE = 14900
PAGES = ("yookassa", "stripe", "crypto_pay", "heleket")
PAID_AT = {
    "yookassa": "yookassa/payments",
    "stripe": "stripe/sessions",
    "crypto_pay": "crypto/invoices",
    "heleket": "heleket/invoices",
}
WELL = "select invariant, subject from ops.violations_of_payments"


@pytest.fixture
async def outside(database: Database) -> AsyncIterator[Sandbox]:
    """With the clock of the shop's database; it reports nothing to anybody."""
    settings = {"database_url": SecretStr(database.url()), "sandbox_backoff_cap": 0.01}
    async with sandboxes.sandbox(**settings) as it:
        it.http.timeout = httpx.Timeout(60)
        await it.meet()
        yield it


@dataclass(frozen=True)
class Books:
    db: Connection
    outside: Sandbox

    async def opens(self, provider: str, cart: object = None) -> str:
        """An invoice that can be paid and that no poller asks about; returns the provider's id."""
        token = await self.db.fetchval(
            "select order_token from api.open_invoice($1, $2, $3, $4)", ANN, PRICE, provider, cart
        )
        await eventually(lambda: self._invoice(token, "i.status = 'open'"))
        await self.db.execute("update billing.invoices set fetch_at = null")
        number = await self._invoice(token, "i.external_id")
        assert isinstance(number, str)
        return number

    async def _invoice(self, token: object, what: str) -> Any:
        find = """
            select {} from billing.invoices as i join billing.orders as o on o.id = i.order_id
            where o.token = $1
        """
        return await self.db.fetchval(find.format(what), token)

    async def pays(self, provider: str, number: str, **how: object) -> None:
        await self.outside.post(f"{PAID_AT[provider]}/{number}/pay", how)

    async def reads(self, provider: str) -> None:
        """Reads the list, and lets every question that follows be answered."""
        assert await self.db.fetchval("select ops.reconcile($1)", provider) == "started"
        await eventually(self.is_quiet, within=60)

    async def is_quiet(self) -> bool:
        quiet: bool = await self.db.fetchval(
            """select not exists (select from billing.listings where finished_at is null)
                 and not exists (select from outbox.messages as m where m.topic = 'payment')"""
        )
        return quiet

    async def forward(self, interval: str) -> None:
        moved = await self.outside.post("clock", {"advance": interval})
        assert [job for job in moved["jobs"] if job["error"]] == []
        await eventually(self.is_quiet, within=60)

    async def payments(self) -> list[tuple[Any, ...]]:
        rows = await self.db.fetch(
            "select provider, paid, sent_back, user_id is not null from ops.payments order by 1"
        )
        return [tuple(row) for row in rows]

    async def differences(self) -> list[tuple[Any, ...]]:
        rows = await self.db.fetch(
            "select difference, provider, theirs, ours from ops.reconciliation order by 1, 2"
        )
        return [tuple(row) for row in rows]

    async def balance(self) -> int:
        balance: int = await self.db.fetchval(
            "select coalesce(sum(balance), 0) from ledger.accounts where name = 'cash'"
        )
        return balance


@pytest.fixture
async def books(database: Database, db: Connection, outside: Sandbox) -> AsyncIterator[Books]:
    await db.execute("update app.flags set enabled = true where name = 'topups'")
    await db.execute("select api.start($1, $2, 'ann', 'Ann', 'en')", ANN, bytes(32))
    await db.execute(
        "insert into billing.rates (currency, paid_in, amount, paid) values ('RUB', 'XTR', 100, 1)"
    )
    await db.execute(
        "update outbox.topics set backoff_min = '50 ms', backoff_max = '100 ms'"
        " where name = 'payment'"
    )
    # No day begins while a test runs, unless the test moves the clock.
    await db.execute(
        """
        update app.settings
        set value = to_jsonb((extract(hour from app.now() at time zone 'UTC')::integer + 12) % 24)
        where name = 'reconcile_hour'
        """
    )
    async with shops.open_listener(database, shops.Sandbox(outside.url, outside.http), *PAGES):
        yield Books(db, outside)


@pytest.mark.long
async def test_a_payment_that_nobody_told_of_is_found_by_the_list(books: Books) -> None:
    for provider in PAGES:
        await books.pays(provider, await books.opens(provider))
    assert await books.payments() == []
    await books.forward("1 day")
    assert await books.payments() == [(provider, PRICE, 0, True) for provider in sorted(PAGES)]
    await books.forward("1 day")
    assert len(await books.payments()) == len(PAGES)
    await books.forward("20 minutes")
    assert await books.differences() == []
    assert await books.db.fetch(WELL) == []
    clearing = await books.db.fetch(
        """
        select b.name from ledger.balances as b
        join (
          select 'clearing.' || l.provider as name, sum(l.amount - coalesce(l.fee, 0)) as amount
          from billing.provider_transactions as l group by l.provider
        ) as t using (name)
        where b.balance <> -t.amount
        """
    )
    assert clearing == []


@pytest.mark.long
async def test_stars_whose_update_was_lost_are_found_by_telegrams_list(books: Books) -> None:
    token = await books.db.fetchval(
        "select order_token from api.open_invoice($1, $2, 'stars')", ANN, PRICE
    )
    url = "select url from api.invoice($1, $2)"
    await eventually(lambda: books.db.fetchval(url, ANN, token))
    await books.db.execute("update billing.invoices set fetch_at = null")
    link = await books.db.fetchval(url, ANN, token)
    async with checking_out(books.outside, ok=True):
        await books.outside.post(f"chats/{ANN}/pay", {"link": link})
        await books.outside.post(f"chats/{ANN}/pay", {"link": link})
    await books.reads("stars")
    assert await books.payments() == [("stars", 149, 0, True)]
    # A link can be paid twice. Its invoice is paid, so the second payment is booked as listed.
    await books.forward("1 day")
    assert await books.payments() == [("stars", 149, 0, True)] * 2
    assert await books.balance() == 2 * PRICE
    (charge, *_) = (
        await books.db.fetch("select external_id from billing.payments order by id desc")
    )[0]
    body = {"telegram_payment_charge_id": charge}
    await books.outside.post(f"chats/{ANN}/chargebacks", body)
    await books.reads("stars")
    assert await books.balance() == PRICE
    await books.forward("1 day")
    assert await books.differences() == []
    assert await books.db.fetch(WELL) == []


async def test_what_telegram_takes_bounds_what_is_offered(books: Books) -> None:
    told = "select count(*) from billing.provider_limits where provider = 'stars'"
    await eventually(lambda: books.db.fetchval(told))
    row = await books.db.fetchrow("select * from billing.provider_limits")
    assert row is not None
    assert (row["currency"], row["min_amount"]) == ("XTR", 1)


@pytest.mark.long
@pytest.mark.parametrize("provider", ["yookassa", "stripe"])
async def test_a_refund_made_at_the_provider_is_off_the_balance(
    books: Books, client: httpx.AsyncClient, provider: str
) -> None:
    await books.pays(provider, await books.opens(provider))
    await books.reads(provider)
    charge = await books.db.fetchval("select external_id from billing.payments")
    url, secret = books.outside.url, SecretStr("sandbox")
    cabinet = (
        YooKassa(client, f"{url}/yookassa/v3", "100500", secret)
        if provider == "yookassa"
        else Stripe(client, f"{url}/stripe/v1", SecretStr("sk_test_sandbox"))
    )
    part = refund_of(charge, Money(4900, "RUB"), whole=False)
    await cabinet.refund(part)
    await books.reads(provider)
    assert await books.payments() == [(provider, PRICE, 4900, True)]
    assert await books.balance() == PRICE - 4900
    await books.reads(provider)
    assert await books.balance() == PRICE - 4900
    # Our own refund is not taken for one of those.
    refund = "select ops.payout(id, 'he asked', 5000) ->> 'outcome' from billing.payments"
    assert await books.db.fetchval(refund) == "sending"
    await eventually(books.is_quiet, within=60)
    await books.reads(provider)
    assert await books.payments() == [(provider, PRICE, 9900, True)]
    await books.forward("1 day")
    assert await books.differences() == []
    assert await books.db.fetch(WELL) == []


@pytest.mark.long
@pytest.mark.parametrize("heard", ["by webhook", "by the list"])
async def test_a_refund_that_comes_back_is_on_the_balance_again(
    database: Database, books: Books, heard: str
) -> None:
    """Stripe reports it days later, by two events, which may be lost."""
    async with reported(database, books):
        await books.pays("stripe", await books.opens("stripe"))
        await eventually(lambda: books.db.fetchval("select count(*) = 1 from billing.payments"))
        refund = "select ops.payout(id, 'he asked', 5000) ->> 'outcome' from billing.payments"
        assert await books.db.fetchval(refund) == "sending"
        sent = "select external_id from billing.refunds where status = 'done'"
        number = await eventually(lambda: books.db.fetchval(sent))
        await books.reads("stripe")
        assert await books.balance() == PRICE - 5000
        await books.outside.faults(stripe={"no_webhook": heard == "by the list"})
        await books.outside.post(f"stripe/refunds/{number}/settle", {"succeeds": False})
        if heard == "by the list":
            await books.reads("stripe")
        came_back = "select returned_by is not null from billing.refunds"
        await eventually(lambda: books.db.fetchval(came_back))
        assert await books.balance() == PRICE
    told = "select count(*) from app.audit where action = 'payout.returned'"
    assert await books.db.fetchval(told) == 1
    await books.reads("stripe")
    await books.forward("1 day")
    assert await books.payments() == [("stripe", PRICE, 0, True)]
    assert await books.differences() == []
    assert await books.db.fetch(WELL) == []


async def test_a_page_is_closed_when_what_it_was_for_is_bought(
    database: Database, books: Books
) -> None:
    """Paid at YooKassa; a user who still has Stripe's page open is not charged again."""
    await books.db.execute("update app.flags set enabled = true where name = 'purchases'")
    price = await books.db.fetchval("select price_id from billing.offers order by amount limit 1")
    cart = await books.db.fetchval("select order_token from api.open_order($1, $2)", ANN, price)
    pages = {name: await books.opens(name, cart) for name in ("stripe", "yookassa")}
    await books.pays("yookassa", pages["yookassa"])
    await books.db.execute("select billing.ask_about('yookassa', $1, null)", pages["yookassa"])
    closed = "select status = 'over' from billing.invoices where provider = 'stripe'"
    await eventually(lambda: books.db.fetchval(closed))
    (session,) = await books.outside.get("stripe/sessions")
    assert session["status"] == "expired"
    assert await books.db.fetch(WELL) == []


@pytest.mark.long
async def test_each_kind_of_difference_is_seen_and_healed(books: Books) -> None:
    await books.forward("10 minutes")
    first, second = [await books.opens("yookassa") for _ in range(2)]
    for number in (first, second):
        await books.pays("yookassa", number)
    book = """
        select billing.receive_payment(u.id, 'yookassa', $1, null, $2, 'RUB', true)
        from app.users as u
    """
    await books.db.execute(book, first, 100)
    await books.db.execute(book, "a lie", 500)
    # The questions that the list causes cannot be asked for a while: it is booked as listed.
    hook = "alter function billing.{}(text, jsonb) rename to {}"
    await books.db.execute(hook.format("prepare_fetch", "gone"))
    await books.db.execute("select ops.reconcile('yookassa')")
    listed = "select not exists (select from billing.listings where finished_at is null)"
    await eventually(lambda: books.db.fetchval(listed))
    await books.outside.post("clock", {"advance": "20 minutes"})
    assert await books.differences() == [("amount_differs", "yookassa", PRICE, 100)]
    assert ("yookassa", PRICE) in [payment[:2] for payment in await books.payments()]
    await books.db.execute(hook.format("gone", "prepare_fetch"))
    alarm = "select detail from jobs.alarms where name = 'reconciliation'"
    assert "1 at yookassa" in await books.db.fetchval(alarm)
    await books.forward("4 days")
    assert await books.differences() == [
        ("amount_differs", "yookassa", PRICE, 100),
        ("not_listed", "yookassa", None, 500),
    ]
    for number, difference in ((first, "amount_differs"), ("a lie", "not_listed")):
        settle = "select ops.settle_difference('yookassa', $1, $2, 'looked')"
        assert await books.db.fetchval(settle, number, difference) == "settled"
    await books.forward("10 minutes")
    assert await books.db.fetchval(alarm) is None


@pytest.mark.long
async def test_a_dispute_by_webhook_ends_what_was_paid_and_is_in_the_export(
    database: Database, books: Books
) -> None:
    """The webhook does not report the fee; the list does."""
    async with reported(database, books):
        await books.pays("stripe", await books.opens("stripe"))
        await eventually(lambda: books.db.fetchval("select count(*) = 1 from billing.payments"))
        intent = await books.db.fetchval("select external_id from billing.payments")
        body = {"payment_intent": intent}
        await books.outside.post("stripe/disputes", body)
        state = "select status from ops.disputes"
        await eventually(lambda: books.db.fetchval(state))
        assert await books.balance() == 0
        await books.outside.post("stripe/disputes", {**body, "status": "won"})
        await eventually(lambda: books.db.fetchval("select came_back from ops.disputes"))
        assert await books.balance() == PRICE
        event = await books.db.fetchval(
            "select id from ops.events where kind = 'charge.dispute.created'"
        )
        replay = "select ops.replay_event($1, 'once more')"
        assert await books.db.fetchval(replay, event) == "queued"
        await eventually(
            lambda: books.db.fetchval(
                "select state = 'processed' and replays = 1 from ops.events where id = $1", event
            )
        )
    assert await books.balance() == PRICE
    await books.reads("stripe")
    await books.forward("20 minutes")
    assert await books.differences() == []
    assert await books.db.fetch(WELL) == []
    await exports(database, books)


@asynccontextmanager
async def reported(database: Database, books: Books) -> AsyncIterator[None]:
    """A bot that receives Stripe's webhooks."""
    sandbox = shops.Sandbox(books.outside.url, books.outside.http)
    secret = {"stripe_webhook_secrets": "whsec_sandbox"}
    async with shops.open_shop(
        database, books.db, sandbox, telegram_provider_token=None, **secret
    ) as shop:
        await sandbox.point_webhook("stripe", str(shop.http.base_url.join("/payments/stripe")))
        yield


async def exports(database: Database, books: Books) -> None:
    month = await books.db.fetchval("select app.day_of(app.now())")
    found = await export.rows(database.url("tickover_dba"), month)
    written = io.StringIO()
    export.write(found, written)
    rows = list(csv.DictReader(io.StringIO(written.getvalue())))
    kinds = sorted(row["kind"] for row in rows)
    assert kinds == ["dispute", "dispute", "fee", "fee", "payment"]
    (paid,) = (row for row in rows if row["kind"] == "payment")
    assert (paid["amount"], paid["currency"], paid["provider"]) == ("149.00", "RUB", "stripe")
    assert datetime.fromisoformat(paid["at"]).tzinfo == UTC
    owed = await books.db.fetchval(
        "select -balance from ledger.balances where name = 'clearing.stripe'"
    )
    assert sum(round(float(row["amount"]) * 100) for row in rows) == owed


@pytest.mark.parametrize("argument", ["", "2026", "2026-13", "november"])
def test_a_month_is_written_as_such(argument: str) -> None:
    with pytest.raises(SystemExit, match="YYYY-MM"):
        export.main([argument])
