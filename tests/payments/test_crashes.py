"""A process dies between a provider's answer and our record of it, or between our record and our
answer: the provider did it once, we booked it once, and nobody has to act."""

import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tests.support import ANN, Clock, Connection, Database, Process, Spawn, eventually, free_port
from tests.support import sandbox as sandboxes
from tests.support.bot import Sandbox as BotSandbox
from tests.support.bot import bot_settings, environment, provider_settings
from tests.support.listener import PANEL_KEY, ListenerShop, ends
from tests.support.sandbox import checking_out

AMOUNT = 25_000
PAGES = ("crypto_pay", "yookassa", "stripe", "heleket")
LINKS = ("stars", "telegram")
# The name of each provider's object in the sandbox's control API, and the provider's id of it.
BOOKS = {
    "crypto_pay": ("crypto/invoices", "invoice_id"),
    "yookassa": ("yookassa/payments", "id"),
    "stripe": ("stripe/sessions", "id"),
    "heleket": ("heleket/invoices", "uuid"),
}
BROKEN = "select name, detail from ops.invariants where not ok"


@dataclass
class PaidShop:
    """A shop with all providers, and Ann, who pays."""

    shop: ListenerShop
    clock: Clock
    keys: dict[str, Any]
    charges: dict[str, int] = field(default_factory=dict)
    # A charge of a saved method is one payment more.
    charged: tuple[str, ...] = ()

    @property
    def db(self) -> Connection:
        return self.shop.db

    def listener(self, *arguments: str, **changes: object) -> Process:
        return self.shop.listener(*arguments, **self.keys, **changes)

    async def invoices(self) -> dict[str, dict[str, Any]]:
        found = await self.db.fetch("select * from billing.invoices order by id")
        assert Counter(row["provider"] for row in found).most_common(1)[0][1] == 1
        return {row["provider"]: dict(row) for row in found}

    async def at(self, provider: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.shop.sandbox.get(BOOKS[provider][0])
        return found

    async def owes_nothing(self) -> None:
        """Nothing was made twice, and our books equal the providers' lists."""
        expected = {name: 1 + (name in self.charged) for name in (*PAGES, "stars")}
        assert {name: len(await self.at(name)) for name in PAGES}.items() <= expected.items()
        booked = await self.db.fetch("select provider, count(*) from billing.payments group by 1")
        assert {tuple(row) for row in booked} <= expected.items()
        assert (
            await self.db.fetch("select * from outbox.dead_letters where topic = 'payment'") == []
        )
        assert await self.db.fetch(BROKEN) == []

    async def settled(self) -> None:
        await eventually(self.shop.is_quiet)

    # -- Requests to providers, one step after the other

    async def asks_for_pages(self) -> None:
        await self.db.execute("select api.choose_payment($1, p_remember => true)", ANN)
        for provider in (*PAGES, *LINKS):
            opened = "select outcome from api.open_invoice($1, $2, $3)"
            assert await self.db.fetchval(opened, ANN, AMOUNT, provider) == "open"

    async def has_pages(self) -> None:
        invoices = await self.invoices()
        states = {name: (known["status"], known["error"]) for name, known in invoices.items()}
        assert states == dict.fromkeys((*PAGES, *LINKS), ("open", None))

    async def pays_unheard(self) -> None:
        """No webhook comes; the user says that they have paid."""
        invoices = await self.invoices()
        for provider in PAGES:
            path, name = BOOKS[provider]
            (made,) = await self.at(provider)
            assert str(made[name]) == invoices[provider]["external_id"]
            await self.shop.sandbox.post(f"{path}/{made[name]}/pay", {})
        async with checking_out(self.shop.sandbox, ok=True):
            link = {"link": invoices["stars"]["url"]}
            assert (await self.shop.sandbox.post(f"chats/{ANN}/pay", link))["paid"]
        asked = """
            select o.provider, api.check_invoice($1, o.token) from billing.orders as o
            where o.provider <> 'telegram'
        """
        assert len(await self.db.fetch(asked, ANN)) == 5

    async def is_credited(self) -> None:
        rows = await self.db.fetch("select provider, id, amount from billing.payments")
        self.charges = {row["provider"]: row["id"] for row in rows}
        assert self.charges.keys() == {*PAGES, "stars"}
        assert {row["amount"] for row in rows} == {AMOUNT}
        assert await self.balance() == 5 * AMOUNT

    async def asks_for_money_back(self) -> None:
        await self.shop.sandbox.faults(
            yookassa={"refunds": "pending"}, stripe={"refunds": "pending"}
        )
        for provider in ("yookassa", "stripe", "stars"):
            sent = await self.db.fetchval(
                "select ops.payout($1, 'he asked for it') ->> 'outcome'", self.charges[provider]
            )
            assert sent == "sending"

    async def is_being_sent(self) -> None:
        rows = await self.db.fetch(
            """select p.provider, r.status, r.external_id from billing.refunds as r
               join billing.payments as p on p.id = r.payment_id"""
        )
        status = {row["provider"]: row["status"] for row in rows}
        assert status == {"yookassa": "sending", "stripe": "sending", "stars": "done"}
        assert all(row["external_id"] for row in rows if row["status"] == "sending")
        assert await self.balance() == 2 * AMOUNT

    async def settles_refunds(self) -> None:
        """The provider has sent the refund by now, and reports it to nobody."""
        for provider in ("yookassa", "stripe"):
            number = await self.db.fetchval(
                "select external_id from billing.refunds where payment_id = $1",
                self.charges[provider],
            )
            await self.shop.sandbox.post(f"{provider}/refunds/{number}/settle", {})
        self.clock.advance("11 minutes")
        await self.db.execute("select billing.fetch_refunds(10)")

    async def is_sent(self) -> None:
        statuses = "select distinct status from billing.refunds"
        assert [row["status"] for row in await self.db.fetch(statuses)] == ["done"]
        held = "select coalesce(sum(balance), 0) from ledger.accounts where name = 'refund_hold'"
        assert await self.db.fetchval(held) == 0
        (payment,) = await self.at("yookassa")
        assert payment["refunded_amount"]["value"] == "250.00"

    async def asks_for_a_charge(self) -> None:
        """A month is bought from the balance; its renewal will charge the first card. Both were
        asked about at once: their user says which is the first."""
        cards = "select provider from billing.payment_methods order by position"
        if await self.db.fetchval(cards) != "yookassa":
            move = "select api.move_method($1, id) from billing.payment_methods where provider = $2"
            await self.db.execute(move, ANN, "yookassa")
        assert [row["provider"] for row in await self.db.fetch(cards)] == ["yookassa", "stripe"]
        await self.db.execute("select api.choose_payment($1, p_balance_first => false)", ANN)
        cheapest = "select price_id from billing.offers order by amount limit 1"
        price = await self.db.fetchval(cheapest)
        order = await self.db.fetchval("select order_token from api.open_order($1, $2)", ANN, price)
        paid = "select outcome from api.pay_from_balance($1, $2)"
        assert await self.db.fetchval(paid, ANN, order) == "fulfilled"
        for later in ("27 days 1 minute", "2 days"):
            self.clock.advance(later)
            await self.db.execute("select jobs.renew_due(10)")
        self.charged = ("yookassa",)

    async def is_charged(self) -> None:
        charge = await self.db.fetchrow(
            "select provider, status, error from billing.invoices order by id desc limit 1"
        )
        assert charge is not None
        assert tuple(charge) == ("yookassa", "paid", None)
        assert await self.db.fetchval("select max(number) from billing.periods") == 2

    async def removes_cards(self) -> None:
        """YooKassa has no call for it: its message is answered, and dies, without one."""
        cards = "select id from billing.payment_methods where removed_at is null"
        for card in await self.db.fetch(cards):
            assert await self.db.fetchval("select api.remove_method($1, $2)", ANN, card["id"])

    async def is_forgotten(self) -> None:
        card = await self.db.fetchval(
            "select external_id from billing.payment_methods where provider = 'stripe'"
        )
        path = f"{self.keys['STRIPE_API']}/payment_methods/{card.partition(':')[2]}"
        key = {"Authorization": f"Bearer {self.keys['STRIPE_KEY']}"}
        kept = (await self.shop.sandbox.http.get(path, headers=key)).raise_for_status().json()
        assert kept["customer"] is None
        assert await self.db.fetch("select * from api.saved_methods($1)", ANN) == []

    async def asks_for_a_payout(self) -> None:
        await self.db.execute(
            """
            select ledger.post('referral_reward', 'reward', array[
              (ledger.account(null, 'referral_expense', 'RUB'), -90000)::ledger.leg,
              (ledger.account(app.user_of($1), 'referral', 'RUB'), 90000)::ledger.leg
            ])
            """,
            ANN,
        )
        await self.db.execute("select api.choose_withdrawal_amount($1, 90000)", ANN)
        await self.db.execute("select api.choose_withdrawal_way($1, 'crypto_pay')", ANN)
        draft = await self.db.fetchval("select token from billing.withdrawal_drafts")
        await self.db.execute("select api.request_withdrawal($1, $2)", ANN, draft)
        asked = "select ops.approve_withdrawal(id) from billing.withdrawals"
        assert await self.db.fetchval(asked) == "approved"

    async def is_paid_out(self) -> None:
        withdrawal = await self.db.fetchrow("select * from billing.withdrawals")
        assert withdrawal is not None
        assert (withdrawal["status"], withdrawal["sent"]) == ("paid", "10 USDT")
        (sent,) = await self.shop.sandbox.get("crypto/transfers")
        assert sent["spend_id"] == f"withdrawal-{withdrawal['token']}"

    async def balance(self) -> int:
        cash = "select balance from ledger.accounts where name = 'cash' and currency = 'RUB'"
        found: int = await self.db.fetchval(cash)
        return found


@dataclass(frozen=True)
class Step:
    """A kind of message, how many one death takes along, who asks, and what must hold then."""

    kind: str
    calls: int
    ask: Callable[[PaidShop], Awaitable[None]]
    check: Callable[[PaidShop], Awaitable[None]]


STEPS = (
    Step("payment.create", 6, PaidShop.asks_for_pages, PaidShop.has_pages),
    Step("payment.fetch", 5, PaidShop.pays_unheard, PaidShop.is_credited),
    Step("payment.refund", 3, PaidShop.asks_for_money_back, PaidShop.is_being_sent),
    Step("payment.fetch_refund", 2, PaidShop.settles_refunds, PaidShop.is_sent),
    Step("payment.charge", 1, PaidShop.asks_for_a_charge, PaidShop.is_charged),
    Step("payment.sync_method", 2, PaidShop.removes_cards, PaidShop.is_forgotten),
    Step("payment.payout", 1, PaidShop.asks_for_a_payout, PaidShop.is_paid_out),
)


@pytest.fixture
async def paid_shop(database: Database, db: Connection, spawn: Spawn) -> AsyncIterator[PaidShop]:
    clocked = SecretStr(database.url())
    async with sandboxes.sandbox(
        database_url=clocked, sandbox_backoff_cap=3, panel_keys={"main": SecretStr(PANEL_KEY)}
    ) as outside:
        shop = ListenerShop(db, database, outside, spawn)
        await outside.meet()
        await shop.hurry()
        await db.execute("update outbox.topics set breaker_failures = 1000")
        await db.execute("update vpn.panels set base_url = $1", f"{outside.url}/panel")
        await db.execute(
            "insert into billing.rates (currency, paid_in, amount, paid) "
            "values ('RUB', 'XTR', 10000, 55)"
        )
        await db.execute(
            "select api.start($1, $2, 'ann', 'Ann', 'en')", ANN, bytes(24) + ANN.to_bytes(8)
        )
        known = provider_settings(BotSandbox(outside.url, outside.http), *PAGES)
        keys = {name.upper(): value for name, value in known.items()}
        cards = {
            "TELEGRAM_PROVIDER_TOKEN": "cards:test",
            "TELEGRAM_CURRENCIES": f"{outside.url}/bots/payments/currencies.json",
        }
        yield PaidShop(shop, Clock(database), {**keys, **cards})


@pytest.mark.long
async def test_a_listener_that_dies_at_every_step_does_each_once(paid_shop: PaidShop) -> None:
    """Twice at the first step, because a process that asks again may die, too."""
    (await declared(paid_shop)).kill()
    for step in STEPS:
        await step.ask(paid_shop)
        for _ in range(2 if step is STEPS[0] else 1):
            dying = paid_shop.listener(
                *("-m", "tests.support.dying_listener"), DIES_AFTER=step.kind, CALLS=step.calls
            )
            assert await ends(dying) == -signal.SIGKILL, dying.log.read_text()
        healthy = paid_shop.listener()
        await paid_shop.settled()
        await step.check(paid_shop)
        await paid_shop.owes_nothing()
        healthy.kill()
    # The living process recorded what the dead one did not: nothing is left to ask.
    left = "select count(*) from outbox.messages where topic = 'payment'"
    assert await paid_shop.db.fetchval(left) == 0


async def declared(paid_shop: PaidShop) -> Process:
    """A listener that has declared what its providers can do."""
    listener = paid_shop.listener()
    known = "select count(*) = 6 from billing.providers where declared_at is not null"
    await eventually(lambda: paid_shop.db.fetchval(known))
    return listener


@pytest.mark.long
async def test_a_bot_that_dies_over_a_webhook_books_it_once(
    paid_shop: PaidShop, spawn: Spawn
) -> None:
    """The provider repeats an unanswered webhook, the queue an unsettled message."""
    await declared(paid_shop)
    await paid_shop.asks_for_pages()
    await paid_shop.settled()
    env = await pointed_at(paid_shop, free_port())
    for at, providers in (("stored", PAGES[:2]), ("booked", PAGES[2:])):
        dying = spawn("-m", "tests.support.dying_bot", env={**env, "DIES_AT": at})
        await is_up(env["PORT"])
        for provider in providers:
            path, name = BOOKS[provider]
            (made,) = await paid_shop.at(provider)
            await paid_shop.shop.sandbox.post(f"{path}/{made[name]}/pay", {"repeat": 2})
        assert await ends(dying) == -signal.SIGKILL, dying.log.read_text()

    spawn("-m", "bot", env=env)
    everything = "select count(*) = 4 from billing.payments"
    await eventually(lambda: paid_shop.db.fetchval(everything), 60)
    events = "select count(*) = 0 from outbox.messages where topic = 'payment_events'"
    await eventually(lambda: paid_shop.db.fetchval(events))
    await paid_shop.settled()
    assert await paid_shop.balance() == 4 * AMOUNT
    await paid_shop.owes_nothing()


async def pointed_at(paid_shop: PaidShop, port: int) -> dict[str, str]:
    """Settings of a bot at that address, to which all providers report."""
    outside = BotSandbox(paid_shop.shop.sandbox.url, paid_shop.shop.sandbox.http)
    secrets = provider_settings(outside, *PAGES)
    urls = {name.removesuffix("_pay"): f"http://127.0.0.1:{port}/payments/{name}" for name in PAGES}
    (await outside.http.put("/sandbox/webhooks", json=urls)).raise_for_status()
    return environment(bot_settings(paid_shop.shop.database, outside, port, **secrets))


async def is_up(port: str) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:

        async def answers() -> bool:
            with suppress(httpx.TransportError):
                return (await http.get("/health")).is_success
            return False

        await eventually(answers, 60)
