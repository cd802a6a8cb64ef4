"""Paying on a provider's page: ways to pay, one page however often it is asked for, and money that
turns up by whatever way the provider is heard of."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from tests.support import Connection, Database, eventually
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
    provider_settings,
    sandbox,
)


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    """With the clock of the shop's database."""
    async with sandbox(database_url=SecretStr(database.url())) as it:
        await it.faults(chat_rate=0, rate=0)
        yield it


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    """One that takes no cards by Telegram, and has pages at two providers."""
    async with (
        open_shop(database, db, telegram, telegram_provider_token=None) as shop,
        open_listener(database, telegram, "yookassa", "crypto_pay"),
    ):
        yield shop


async def orders_basic(ann: Person) -> Json:
    return await ann.goes(
        *("Subscription", "Choose a plan"),
        *("Basic · from 149 ₽", "For how long?"),
        *("30 days · 149 ₽", "Your order"),
    )


async def pages(shop: Shop) -> list[Json]:
    found: list[Json] = (await shop.sandbox.http.get("/sandbox/yookassa/payments")).json()
    return found


async def pays(shop: Shop, **options: object) -> None:
    (page,) = await pages(shop)
    await shop.sandbox.post(f"yookassa/payments/{page['id']}/pay", options)


async def opens_a_page(ann: Person) -> Json:
    await orders_basic(ann)
    await ann.goes("Top up 149 ₽", "How would you like to pay?")
    return await ann.goes("Card or SBP · 149 ₽", "The page works until")


@pytest.mark.long
async def test_what_waits_for_the_money_is_bought_on_the_same_screen(
    shop: Shop, ann: Person
) -> None:
    page = await opens_a_page(ann)
    assert labels(page) == ["Pay 149 ₽", "I have paid", "Another way to pay", "Menu"]
    await pays(shop)
    await ann.tap("I have paid")
    await ann.alert("We are asking")
    await ann.sees("vless://")
    assert await shop.db.fetchval("select count(*) from billing.payments") == 1
    await all_is_well(shop)
    # The screen has said it: no second message does.
    assert await said(shop, ann, "what you had chosen is bought") == 0


@pytest.mark.long
async def test_who_looks_at_something_else_is_told_by_a_message(shop: Shop, ann: Person) -> None:
    await opens_a_page(ann)
    await ann.tap("Menu")
    await shop.settled()
    await pays(shop)
    await advance(shop, "1 minute")
    await ann.sees("what you had chosen is bought")


@pytest.mark.long
async def test_a_screen_that_is_not_drawn_is_followed_by_a_message(shop: Shop, ann: Person) -> None:
    """He went on before his payment was drawn."""
    await opens_a_page(ann)
    await shop.settled()
    await shop.db.execute("select ops.pause('inbox', 'to be slow')")
    await pays(shop)
    await advance(shop, "1 minute")
    await eventually(lambda: shop.db.fetchval("select count(*) = 1 from billing.payments"))
    await shop.db.execute("update app.conversations set state = 'menu'")
    await shop.db.execute("select ops.resume('inbox')")
    await ann.sees("what you had chosen is bought")


@pytest.mark.long
async def test_a_top_up_without_an_order_is_told_once(shop: Shop, ann: Person) -> None:
    await ann.goes("Balance", "Plans and renewals", "Top up", "How much")
    await ann.goes("250 ₽", "How would you like to pay?", "Card or SBP · 250 ₽", "works until")
    await pays(shop)
    await ann.tap("I have paid")
    await ann.sees("is on your balance")
    assert await said(shop, ann, "It is on your balance, which is now") == 0


async def said(shop: Shop, person: Person, words: str) -> int:
    """How many messages say so, when nothing is on its way any more."""

    async def quiet() -> bool:
        return not await shop.db.fetchval("select exists (select from outbox.messages)")

    await eventually(quiet)
    return len([m for m in await person.from_bot() if words in plain(m["text"] or "")])


async def test_a_page_is_made_once_however_often_it_is_asked_for(shop: Shop, ann: Person) -> None:
    await orders_basic(ann)
    methods = await ann.goes("Top up 149 ₽", "How would you like to pay?")
    assert labels(methods) == [
        *("Card or SBP · 149 ₽", "Crypto Bot · 149 ₽"),
        *("Remember it for renewals", "Back", "Menu"),
    ]
    data = methods["buttons"][0][0]["data"]
    for _ in range(3):
        await ann.tap_data(data, methods["message_id"])
    await ann.sees("The page works until")
    await shop.settled()
    tokens = "select count(distinct order_id) from billing.invoices"
    assert await shop.db.fetchval(tokens) == len(await pages(shop))


@pytest.mark.long
async def test_nobody_has_to_say_that_he_has_paid(shop: Shop, ann: Person) -> None:
    await opens_a_page(ann)
    await pays(shop)
    await advance(shop, "1 minute")
    await ann.sees("vless://")


@pytest.mark.long
async def test_money_that_comes_too_late_is_on_the_balance(shop: Shop, ann: Person) -> None:
    await opens_a_page(ann)
    await advance(shop, "31 minutes")
    await ann.tap("Menu")
    await pays(shop, late=True)
    await advance(shop, "10 minutes")
    await eventually(
        lambda: shop.db.fetchval("select count(*) = 1 from billing.payments where amount = 14900")
    )
    await all_is_well(shop)


@pytest.mark.long
async def test_a_provider_that_is_down_keeps_nobody_from_another(shop: Shop, ann: Person) -> None:
    await shop.sandbox.faults_of("yookassa", broken=1.0)
    await orders_basic(ann)
    await ann.goes("Top up 149 ₽", "How would you like to pay?")
    await ann.goes("Card or SBP · 149 ₽", "is preparing the payment page")
    await ann.goes(
        *("Another way to pay", "How would you like to pay?"),
        *("Crypto Bot · 149 ₽", "The page works until"),
    )


@pytest.mark.long
async def test_an_answer_that_is_lost_makes_no_second_page(shop: Shop, ann: Person) -> None:
    await shop.sandbox.faults_of("yookassa", lost_answer=1.0)
    await orders_basic(ann)
    await ann.goes("Top up 149 ₽", "How would you like to pay?")
    await ann.tap("Card or SBP · 149 ₽")
    await eventually(lambda: pages(shop))
    await shop.sandbox.faults_of("yookassa")
    page = await ann.sees("The page works until")
    assert len(await pages(shop)) == 1
    assert "You pay 149 ₽ by Card or SBP" in plain(page["text"])


@pytest.mark.long
async def test_a_proven_webhook_is_booked_as_it_says(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    """The screen changes by itself, and repeats change nothing."""
    secrets = provider_settings(telegram, "crypto_pay")
    async with (
        open_shop(
            database,
            db,
            telegram,
            telegram_provider_token=None,
            crypto_pay_token=secrets["crypto_pay_token"],
        ) as shop,
        open_listener(database, telegram, "crypto_pay"),
    ):
        ann = telegram.person()
        await ann.arrive()
        url = shop.http.base_url.join("/payments/crypto_pay")
        await telegram.point_webhook("crypto", str(url))
        await orders_basic(ann)
        await ann.goes("Top up 149 ₽", "The page works until")
        (invoice,) = (await telegram.http.get("/sandbox/crypto/invoices")).json()
        await telegram.post(f"crypto/invoices/{invoice['invoice_id']}/pay", {"repeat": 3})
        await ann.sees("vless://")
        assert await db.fetchval("select count(*) from billing.payments") == 1
        asked = "select count(*) from outbox.messages where kind = 'payment.fetch'"
        assert await db.fetchval(asked) == 0
        await all_is_well(shop)
