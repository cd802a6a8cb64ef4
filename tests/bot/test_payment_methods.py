"""Renewal by any method, through the real bot, listener and jobs: cards that were remembered, their
faults, and what Telegram charges by itself."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support import BOB, PATIENCE, Connection, Database, eventually
from tests.support.bot import (
    Json,
    Person,
    Sandbox,
    Shop,
    advance,
    all_is_well,
    labels,
    open_listener,
    open_shop,
    plain,
    sandbox,
)

CARDS = {"yookassa": "Card or SBP · 149 ₽", "stripe": "Card · 149 ₽"}
PAGES = {"yookassa": "yookassa/payments", "stripe": "stripe/sessions"}
YOOKASSA, STRIPE = "Bank card •4444", "Visa •4242"


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with sandbox(database_url=SecretStr(database.url())) as it:
        await it.faults(chat_rate=0, rate=0)
        yield it


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    """With two providers that remember cards, and Stars at a rate; what fails is soon repeated."""
    await db.execute(
        "insert into billing.rates (currency, paid_in, amount, paid)"
        " values ('RUB', 'XTR', 10000, 55)"
    )
    await db.execute(
        "update outbox.topics set backoff_min = '0.1 s', backoff_max = '0.3 s',"
        " breaker_cooldown = '0.3 s' where name = 'payment'"
    )
    async with (
        open_shop(database, db, telegram, telegram_provider_token=None) as shop,
        open_listener(database, telegram, "yookassa", "stripe"),
    ):
        yield shop


async def pays_by_card(shop: Shop, person: Person, provider: str) -> None:
    """On the screen with the ways to pay, on the provider's page, and back."""
    await person.goes(CARDS[provider], "It will be remembered")
    pages = (await shop.sandbox.http.get(f"/sandbox/{PAGES[provider]}")).json()
    await shop.sandbox.post(f"{PAGES[provider]}/{pages[-1]['id']}/pay", {})
    await person.tap("I have paid")


async def orders_basic(person: Person) -> Json:
    return await person.goes(
        *("Subscription", "Choose a plan"),
        *("Basic · from 149 ₽", "For how long?"),
        *("30 days · 149 ₽", "Your order"),
        *("Top up 149 ₽", "How would you like to pay?"),
    )


async def subscribes(shop: Shop, person: Person, provider: str = "yookassa") -> None:
    """Ann buys Basic by a card that is remembered."""
    await orders_basic(person)
    await person.goes("Remember it for renewals", "will be remembered for renewals")
    await pays_by_card(shop, person, provider)
    await person.sees("vless://")
    await eventually(lambda: saved(shop))
    await person.goes("Menu", "🟢")


async def saves_another(shop: Shop, person: Person, provider: str) -> None:
    await person.goes("Balance", "Plans and renewals", "Top up", "How much")
    await person.goes("Top up 149 ₽ for the renewal", "How would you like to pay?")
    before = len(await saved(shop))
    await pays_by_card(shop, person, provider)
    await person.sees("is on your balance")

    async def is_saved() -> bool:
        return len(await saved(shop)) > before

    await eventually(is_saved)


async def saved(shop: Shop) -> list[Any]:
    return await shop.db.fetch("select * from billing.payment_methods where removed_at is null")


async def charges(shop: Shop) -> list[dict[str, Any]]:
    rows = await shop.db.fetch(
        "select * from billing.invoices where method_id is not null order by id"
    )
    return [dict(row) for row in rows]


async def payments(shop: Shop) -> list[Json]:
    found: list[Json] = (await shop.sandbox.http.get("/sandbox/yookassa/payments")).json()
    return [payment for payment in found if payment["status"] != "canceled"]


async def period(shop: Shop) -> int:
    number: int = await shop.db.fetchval("select period_number from billing.subscriptions")
    return number


async def balance(shop: Shop) -> int:
    left: int = await shop.db.fetchval("select balance from ledger.accounts where name = 'cash'")
    return left


async def renewed(shop: Shop, times: int = 1, within: float = PATIENCE) -> None:
    async def is_renewed() -> bool:
        return await period(shop) == times + 1

    await eventually(is_renewed, within)


async def declined(shop: Shop, times: int = 1) -> None:
    async def is_declined() -> bool:
        return len([it for it in await charges(shop) if it["decline"]]) == times

    await eventually(is_declined)


async def a_day_before_the_end(shop: Shop) -> None:
    """Past the announcement: nothing is charged before that was sent."""
    await advance(shop, "27 days 1 minute")

    async def is_announced() -> bool:
        sent = "select bool_or(sent_at is not null) from billing.notices where kind = 'announced'"
        return bool(await shop.db.fetchval(sent))

    await eventually(is_announced)
    await advance(shop, "2 days")


@pytest.mark.long
async def test_a_remembered_card_pays_for_the_renewal(shop: Shop, ann: Person) -> None:
    await subscribes(shop, ann)
    profile = await ann.goes("Subscription", "Next charge")
    assert f"Paid with {YOOKASSA}." in plain(profile["text"])
    await advance(shop, "27 days 1 minute")
    told = await ann.sees("Your subscription will be renewed")
    assert f"149 ₽ of it will be taken from {YOOKASSA}" in plain(told["text"])
    assert await charges(shop) == []
    await advance(shop, "2 days")
    await renewed(shop)
    told = await ann.sees("Renewed until")
    assert f"149 ₽ of it was taken from {YOOKASSA}" in plain(told["text"])
    assert len(await payments(shop)) == 2
    assert await balance(shop) == 0
    await advance(shop, "25 hours")
    await all_is_well(shop)


@pytest.mark.long
async def test_what_was_not_wished_is_not_remembered(shop: Shop, ann: Person) -> None:
    methods = await orders_basic(ann)
    assert "is not remembered" in plain(methods["text"])
    await ann.goes(CARDS["yookassa"], "The page works until")
    (page,) = await payments(shop)
    await shop.sandbox.post(f"yookassa/payments/{page['id']}/pay", {})
    await ann.tap("I have paid")
    await ann.sees("vless://")
    await a_day_before_the_end(shop)
    await ann.sees("149 ₽ is missing for the renewal")
    assert await saved(shop) == []
    assert await charges(shop) == []


@pytest.mark.long
async def test_a_lost_answer_is_charged_once(shop: Shop, ann: Person) -> None:
    await subscribes(shop, ann)
    await shop.sandbox.faults_of("yookassa", lost_answer=1.0, forget_keys=True)
    await a_day_before_the_end(shop)

    async def is_charged() -> bool:
        return len(await payments(shop)) == 2

    await eventually(is_charged)
    await shop.sandbox.faults_of("yookassa", forget_keys=True)
    await renewed(shop)
    assert len(await payments(shop)) == 2
    await all_is_well(shop)


@pytest.mark.long
async def test_two_listeners_charge_once(
    shop: Shop, ann: Person, database: Database, telegram: Sandbox
) -> None:
    await subscribes(shop, ann, "stripe")
    async with AsyncExitStack() as more:
        await more.enter_async_context(open_listener(database, telegram, "yookassa", "stripe"))
        await shop.sandbox.faults_of("stripe", lost_answer=0.5, latency_ms=50)
        await a_day_before_the_end(shop)
        await renewed(shop)
    await shop.sandbox.faults_of("stripe")
    assert len(await charges(shop)) == 1
    taken = "select count(*) from billing.payments where provider = 'stripe'"
    assert await shop.db.fetchval(taken) == 2
    await all_is_well(shop)


@pytest.mark.long
async def test_one_who_wants_his_card_remembered_keeps_nobody_else_from_paying(
    shop: Shop, ann: Person
) -> None:
    """The provider's manager has not allowed this shop to remember cards."""
    await shop.sandbox.faults_of("yookassa", no_autopay=True)
    await orders_basic(ann)
    await ann.goes("Remember it for renewals", "will be remembered for renewals")
    await ann.goes(CARDS["yookassa"], "The page works until")
    bob = shop.sandbox.person(BOB)
    await bob.arrive()
    await orders_basic(bob)
    await bob.goes(CARDS["yookassa"], "The page works until")
    assert not await shop.db.fetchval("select outbox.is_closed('payment', 'yookassa')")
    for page in (await shop.sandbox.http.get("/sandbox/yookassa/payments")).json():
        await shop.sandbox.post(f"yookassa/payments/{page['id']}/pay", {})
    for person in (ann, bob):
        await person.tap("I have paid")
        await person.sees("vless://")
    assert await saved(shop) == []
    await all_is_well(shop)


@pytest.mark.long
async def test_a_reason_that_passes_is_tried_again(shop: Shop, ann: Person) -> None:
    await subscribes(shop, ann)
    await shop.sandbox.faults_of("yookassa", decline="insufficient_funds")
    await a_day_before_the_end(shop)
    await declined(shop)
    await advance(shop, "1 minute")
    await ann.sees(f"{YOOKASSA} could not be charged")
    await shop.sandbox.faults_of("yookassa")
    await advance(shop, "18 hours")
    await renewed(shop)
    assert [(it["attempt"], it["decline"]) for it in await charges(shop)] == [
        (1, "retry"),
        (2, None),
    ]
    await all_is_well(shop)


@pytest.mark.long
async def test_a_card_that_is_gone_leaves_it_to_the_next_and_then_it_ends(
    shop: Shop, ann: Person
) -> None:
    await subscribes(shop, ann)
    await saves_another(shop, ann, "stripe")
    await shop.db.execute("select ops.debit(id, 14900, 'spent elsewhere') from app.users")
    await shop.sandbox.faults_of("yookassa", decline="card_expired")
    await shop.sandbox.http.put(
        "/sandbox/faults",
        json={"yookassa": {"decline": "card_expired"}, "stripe": {"decline": "lost_card"}},
    )
    await a_day_before_the_end(shop)
    await declined(shop)
    await advance(shop, "1 minute")
    await declined(shop, times=2)
    await advance(shop, "1 minute")
    await ann.sees(f"{STRIPE} could not be charged")
    assert [it["failed_at"] is not None for it in await saved(shop)] == [True, True]
    await advance(shop, "1 day")
    await ann.sees("VPN still works")
    await advance(shop, "3 days")
    await ann.sees("VPN is off")
    assert await shop.db.fetchval("select count(*) from app.told where what = 'short'") == 1
    assert len(await charges(shop)) == 2
    await all_is_well(shop)


@pytest.mark.long
async def test_a_card_that_is_removed_is_not_charged(shop: Shop, ann: Person) -> None:
    """Also while its provider does not answer."""
    await subscribes(shop, ann, "stripe")
    await advance(shop, "27 days 1 minute")
    await ann.sees("Your subscription will be renewed")
    await shop.sandbox.faults_of("stripe", down=True)
    methods = await ann.goes("Balance", "Plans and renewals", "Payment methods", STRIPE)
    assert labels(methods) == [f"✕ {STRIPE}", "Charge the whole price", "Back", "Menu"]
    await ann.goes(f"✕ {STRIPE}", "Nothing is remembered")
    await advance(shop, "2 days")
    await ann.sees("149 ₽ is missing for the renewal")
    assert await charges(shop) == []
    await shop.sandbox.faults_of("stripe")
    waiting = "select count(*) = 0 from outbox.messages where kind = 'payment.sync_method'"
    await shop.db.execute("select ops.resume('payment', 'stripe')")
    await eventually(lambda: shop.db.fetchval(waiting))


@pytest.mark.long
async def test_a_provider_that_is_down_costs_nobody_his_access(shop: Shop, ann: Person) -> None:
    await subscribes(shop, ann)
    await shop.sandbox.faults_of("yookassa", down=True)
    await a_day_before_the_end(shop)
    await advance(shop, "1 day 1 minute")
    await advance(shop, "24 hours")
    state = "select status from billing.subscriptions"
    assert await shop.db.fetchval(state) == "active"
    assert [m for m in await ann.from_bot() if "missing" in (m["text"] or "")] == []
    await shop.sandbox.faults_of("yookassa")
    await shop.db.execute("select ops.resume('payment', 'yookassa')")
    await renewed(shop, within=30)
    assert await shop.db.fetchval(state) == "active"
    assert len(await payments(shop)) == 2
    await all_is_well(shop)


@pytest.mark.long
async def test_what_a_bank_takes_hours_for_is_waited_for(shop: Shop, ann: Person) -> None:
    await subscribes(shop, ann)
    await shop.sandbox.faults_of("yookassa", processing=True)
    await a_day_before_the_end(shop)

    async def is_processed() -> bool:
        return [it["external_id"] is not None for it in await charges(shop)] == [True]

    await eventually(is_processed)
    await advance(shop, "1 day 6 hours")
    assert await shop.db.fetchval("select status from billing.subscriptions") == "active"
    (pending,) = [it for it in await payments(shop) if it["status"] == "pending"]
    await shop.sandbox.post(f"yookassa/payments/{pending['id']}/pay", {})
    await advance(shop, "6 minutes")
    await renewed(shop)
    await all_is_well(shop)


@pytest.mark.long
async def test_who_has_to_confirm_is_sent_to_his_bank(shop: Shop, ann: Person) -> None:
    await subscribes(shop, ann, "stripe")
    await shop.sandbox.faults_of("stripe", decline="authentication_required")
    await a_day_before_the_end(shop)
    await declined(shop)
    await advance(shop, "1 minute")
    told = await ann.sees("Please confirm the payment")
    (url,) = [b["url"] for row in told["buttons"] for b in row if b.get("url")]
    await shop.sandbox.post(f"stripe/payment_intents/{url.rpartition('/')[2]}/authenticate", {})
    await advance(shop, "6 minutes")
    await renewed(shop)
    await all_is_well(shop)


@pytest.mark.long
async def test_the_order_of_methods_is_his(shop: Shop, ann: Person) -> None:
    await subscribes(shop, ann)
    await saves_another(shop, ann, "stripe")
    await ann.goes("Menu", "🟢", "Balance", "Plans and renewals")
    methods = await ann.goes("Payment methods", YOOKASSA)
    assert labels(methods)[:3] == [f"✕ {YOOKASSA}", f"✕ {STRIPE}", f"↑ {STRIPE}"]
    await ann.tap(f"↑ {STRIPE}")
    await ann.goes("Charge the whole price", "your balance is used only where that fails")
    await a_day_before_the_end(shop)
    await renewed(shop)
    (charge,) = await charges(shop)
    assert (charge["provider"], charge["credited_amount"]) == ("stripe", 14900)
    assert (
        await shop.db.fetchval("select balance from ledger.accounts where name = 'cash'") == 14900
    )
    await all_is_well(shop)


@pytest.mark.long
async def test_a_charged_period_is_given_back(shop: Shop, ann: Person) -> None:
    await subscribes(shop, ann)
    await a_day_before_the_end(shop)
    await renewed(shop)
    await shop.db.execute("select ops.refund(id, 2, 'for a test') from app.users")
    assert (
        await shop.db.fetchval("select balance from ledger.accounts where name = 'cash'") == 14900
    )
    await advance(shop, "5 days")
    assert await period(shop) == 2
    assert len(await payments(shop)) == 2
    await all_is_well(shop)


async def stars_taken(shop: Shop) -> int:
    found = (await shop.sandbox.bot_api("getStarTransactions")).json()["result"]["transactions"]
    return len(found)


@pytest.mark.long
async def test_telegram_charges_month_by_month_until_it_is_told_not_to(
    shop: Shop, ann: Person
) -> None:
    await orders_basic(ann)
    page = await ann.goes("🔁 Telegram Stars · 82 ⭐ every 30 days", "every 30 days automatically")
    (url,) = [b["url"] for row in page["buttons"] for b in row if b.get("url")]
    paid = await shop.sandbox.post(f"chats/{ann.id}/pay", {"link": url})
    assert paid["paid"], paid
    await ann.sees("vless://")
    for month in (1, 2):
        await advance(shop, "27 days 1 minute")
        await advance(shop, "2 days 23 hours 59 minutes")
        await renewed(shop, times=month)
    assert await stars_taken(shop) == 3
    await all_is_well(shop)
    await ann.write("/profile")
    await ann.sees("Paid with Telegram Stars")
    await ann.goes(
        *("Back", "🟢", "Balance", "Plans and renewals"),
        *("Payment methods", "charged by Telegram"),
        *("✕ Telegram Stars", "ended, nothing more"),
    )

    async def is_told() -> bool:
        return len(await shop.sandbox.requests("editUserStarSubscription")) == 1

    await eventually(is_told)
    await advance(shop, "27 days 1 minute")
    await ann.sees("149 ₽ is missing for the renewal")
    await advance(shop, "3 days 1 minute")
    assert await stars_taken(shop) == 3
    await all_is_well(shop)
