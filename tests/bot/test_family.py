"""Several subscriptions of one person: another one is opened from the bot, and each has a name."""

from collections.abc import AsyncIterator

import pytest

from tests.support import Connection, Database
from tests.support.bot import (
    BASIC,
    Person,
    Sandbox,
    Shop,
    advance,
    all_is_well,
    buys,
    labels,
    open_listener,
    open_shop,
    plain,
    set_up,
    timed_sandbox,
)

PRICE = "30 days · 149 ₽"


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with timed_sandbox(database) as it:
        yield it


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    async with open_listener(database, telegram), open_shop(database, db, telegram) as it:
        yield it


@pytest.fixture
async def subscriber(shop: Shop, ann: Person) -> Person:
    await buys(shop, ann, BASIC, PRICE, 14900)
    return ann


async def opens_another(shop: Shop, ann: Person) -> None:
    await set_up(shop, subscriptions_per_user=3)
    await shop.credit(ann, 29900)
    await ann.goes("Subscription", "Next charge", "Add another", "Another subscription")
    await ann.goes("Plus · from 299 ₽", "For how long?", "30 days · 299 ₽", "Your order")
    await ann.goes("Pay 299 ₽ from balance", "Paid", "Menu", "Basic #1")


async def test_one_subscription_has_no_list_and_no_name(shop: Shop, subscriber: Person) -> None:
    profile = await subscriber.goes("Subscription", "Next charge")
    assert not {"Add another", "Rename"} & set(labels(profile))


@pytest.mark.long
async def test_another_one_is_opened_and_named(shop: Shop, subscriber: Person) -> None:
    ann = subscriber
    await opens_another(shop, ann)
    which = await ann.goes("Subscription", "Which subscription?")
    assert labels(which) == ["Basic #1", "Plus #2", "Add another", "Back"]
    await ann.goes("Plus #2", "Next charge", "Rename", "Send a name for it")
    await ann.asks("A name that is much too long", "A name has 1 to 20 characters")
    await ann.asks("Mum <3", "Mum <3 · Plus")
    menu = await ann.goes("Back", "Mum <3 · Plus")
    assert "Basic #1" in plain(menu["text"])
    addresses = await shop.db.fetchval(
        "select count(distinct d.subscription_id) from vpn.access as d"
    )
    assert addresses == 2
    await all_is_well(shop)


async def orders_another(ann: Person) -> None:
    await ann.goes(
        *("Subscription", "Basic"),
        *("Add another", "Another subscription"),
        *("Plus · from 299 ₽", "For how long?"),
        *("30 days · 299 ₽", "Your order"),
    )


@pytest.mark.long
async def test_back_from_an_order_that_is_quoted_anew_is_another_one(
    shop: Shop, subscriber: Person
) -> None:
    ann = subscriber
    await set_up(shop, subscriptions_per_user=3)
    await shop.credit(ann, 29900)
    await orders_another(ann)
    await advance(shop, "1 hour")
    before = await ann.from_bot()
    await ann.tap("Pay 299 ₽ from balance")
    await ann.sees("Your order", beside=before)
    await ann.goes("Back", "For how long?", "Back", "Another subscription")


@pytest.mark.long
async def test_a_price_that_is_gone_leads_to_the_plans_of_another_one(
    shop: Shop, subscriber: Person
) -> None:
    ann = subscriber
    await set_up(shop, subscriptions_per_user=3)
    await ann.goes(
        *("Subscription", "Basic"),
        *("Add another", "Another subscription"),
        *("Plus · from 299 ₽", "For how long?"),
    )
    await shop.db.execute("update app.flags set enabled = false where name = 'purchases'")
    await ann.tap("30 days · 299 ₽")
    await ann.alert("Nothing was charged")
    await ann.sees("Another subscription")


async def test_back_from_an_order_after_the_terms_is_another_one(
    shop: Shop, subscriber: Person
) -> None:
    ann = subscriber
    await set_up(shop, subscriptions_per_user=3)
    shown = await ann.goes("Subscription", "Basic")
    await set_up(shop, terms={"en": "Be kind."}, terms_version="1")
    price = await shop.db.fetchval(
        "select r.id from billing.prices as r join billing.plans as p on p.id = r.plan_id"
        " where p.code = 'plus' and upper_inf(r.valid) order by r.id limit 1"
    )
    await ann.tap_data(f"accept:1:new-{price}", shown["message_id"])
    await ann.sees("Your order")
    await ann.goes("Back", "Another subscription")


@pytest.mark.long
async def test_another_one_is_renewed_whatever_was_chosen_for_the_first(
    shop: Shop, subscriber: Person
) -> None:
    """It begins with its own choices, so its order says so before it is paid."""
    ann = subscriber
    await set_up(shop, subscriptions_per_user=3)
    await shop.db.execute("select api.set_auto_renew($1, false)", ann.id)
    await orders_another(ann)
    assert "It is renewed" in (await ann.sees("Your order"))["text"]
    await shop.db.execute("select api.set_auto_renew($1, true)", ann.id)
    await shop.db.execute("select api.cancel($1)", ann.id)
    await ann.goes("Menu", "Basic")
    await orders_another(ann)
    assert "It is renewed" in (await ann.sees("Your order"))["text"]
    await shop.credit(ann, 29900)
    await ann.goes("Menu", "Basic")
    await orders_another(ann)
    await ann.goes("Pay 299 ₽ from balance", "Paid")
    renews = "select auto_renew and cancelled_at is null from billing.subscriptions order by id"
    assert [row[0] for row in await shop.db.fetch(renews)] == [False, True]


@pytest.mark.long
async def test_names_go_with_the_account(shop: Shop, subscriber: Person) -> None:
    ann = subscriber
    await opens_another(shop, ann)
    await ann.goes("Subscription", "Which", "Plus #2", "Next charge", "Rename", "Send a name")
    await ann.asks("Mum", "Mum · Plus")
    user = await shop.db.fetchval("select app.user_of($1)", ann.id)
    held = await shop.db.fetchval("select app.data_of($1) ->> 'subscription_names'", user)
    assert "Mum" in held
    await shop.db.execute("select app.erase_identity($1)", user)
    assert await shop.db.fetchval("select count(*) from billing.subscription_names") == 0
