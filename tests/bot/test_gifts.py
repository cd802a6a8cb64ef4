"""Gifts, from the menu of one person to the subscription of another."""

import re
from collections.abc import AsyncIterator

import pytest

from tests.support import ANN, Connection, Database
from tests.support.bot import (
    BASIC,
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
    set_up,
    timed_sandbox,
)

BOB = ANN + 1
GIFT = "30 days · 149 ₽"


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with timed_sandbox(database) as it:
        yield it


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    async with open_listener(database, telegram), open_shop(database, db, telegram) as it:
        yield it


async def gives(shop: Shop, ann: Person) -> Json:
    """Ann pays a gift from her balance, in five taps, and gets its link."""
    await shop.credit(ann, 14900)
    order = await ann.goes(
        *("Give a gift", "Whoever opens it first"), *(BASIC, "For how long?"), *(GIFT, "A gift")
    )
    assert "The link works until" in order["text"]
    await ann.goes("Pay 149 ₽ from balance", "Your gift is ready")
    return await ann.goes("Send", "The link of your gift")


def payload(message: Json) -> str:
    found = re.search(r"\?start=(gift_[A-Za-z0-9_-]{32})", message["text"])
    assert found, message["text"]
    return found[1]


async def outcome(shop: Shop) -> list[tuple[str, str | None]]:
    rows = await shop.db.fetch(
        "select g.status, g.return_reason from billing.gifts as g order by g.id"
    )
    return [(row["status"], row["return_reason"]) for row in rows]


@pytest.mark.long
async def test_a_gift_is_paid_sent_and_taken(shop: Shop, ann: Person) -> None:
    link = await gives(shop, ann)
    share = next(b for row in link["buttons"] for b in row if b["text"] == "Choose whom to send it")
    assert share["url"].startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
    bob = shop.sandbox.person(BOB)
    offered = await bob.asks(f"/start {payload(link)}", "A gift for you")
    assert "Plan: Basic" in plain(offered["text"])
    assert "As one more subscription" not in labels(offered)
    taken = await bob.goes("Take the gift", "The gift is yours")
    assert "Plan: Basic" in plain(taken["text"])
    await bob.sees("vless://")
    await ann.sees("Your gift has been taken")
    await bob.goes("Menu", "🟢")
    assert await outcome(shop) == [("redeemed", None)]
    renews = await shop.db.fetchval("select s.auto_renew from billing.subscriptions as s")
    assert renews is False
    await all_is_well(shop)


@pytest.mark.long
async def test_a_gift_in_russian(shop: Shop) -> None:
    anna, boris = shop.sandbox.person(ANN, "ru"), shop.sandbox.person(BOB, "ru")
    await anna.write("/start")
    await anna.sees("Настройка займёт")
    await shop.credit(anna, 14900)
    await anna.goes(
        *("Подарить", "Выберите тариф и срок"),
        *("Базовый · от 149 ₽", "На какой срок?"),
        *("30 дней · 149 ₽", "Подарок"),
        *("Оплатить 149 ₽ с баланса", "Подарок готов"),
    )
    link = await anna.goes("Отправить", "Ссылка на ваш подарок")
    await boris.asks(f"/start {payload(link)}", "Вам подарок")
    await boris.goes("Забрать подарок", "Подарок ваш")
    await anna.sees("Ваш подарок забрали")
    history = await anna.asks("/history", "Подарок: «Базовый», 30 дней")
    assert "149 ₽" in plain(history["text"])
    await boris.asks("/history", "Вам подарили «Базовый», 30 дней")
    await all_is_well(shop)


@pytest.mark.long
async def test_the_second_who_opens_it_reads_a_kind_word(shop: Shop, ann: Person) -> None:
    link = payload(await gives(shop, ann))
    bob, eve = shop.sandbox.person(BOB), shop.sandbox.person(BOB + 1)
    await bob.asks(f"/start {link}", "A gift for you")
    await eve.asks(f"/start {link}", "A gift for you")
    await bob.goes("Take the gift", "The gift is yours")
    await eve.goes("Take the gift", "This link opens no gift")
    await eve.alert("Nothing was charged")
    nobody = await shop.sandbox.person(BOB + 2).asks(f"/start {link}", "This link opens no gift")
    guess = await shop.sandbox.person(BOB + 3).asks("/start gift_x", "This link opens no gift")
    assert nobody["text"] == guess["text"]
    await all_is_well(shop)


@pytest.mark.long
async def test_the_money_comes_back_while_nobody_took_it(shop: Shop, ann: Person) -> None:
    link = payload(await gives(shop, ann))
    bob = shop.sandbox.person(BOB)
    await bob.asks(f"/start {link}", "A gift for you")
    await ann.goes("Back", "Your gift is ready", "Take the money back", "go back to your balance")
    await ann.goes("Take it back", "money given back")
    await ann.alert("on your balance again, which is now 149 ₽")
    await bob.goes("Take the gift", "This link opens no gift")
    await ann.goes("Back", "Whoever opens it first", "My gifts", "money given back")
    assert await outcome(shop) == [("returned", "asked")]
    await all_is_well(shop)


@pytest.mark.long
async def test_a_gift_that_nobody_takes_costs_nothing(shop: Shop, ann: Person) -> None:
    await gives(shop, ann)
    await advance(shop, "31 days")
    await ann.sees("149 ₽ is on your balance again")
    assert await outcome(shop) == [("returned", "expired")]
    await all_is_well(shop)


async def test_a_gift_is_paid_by_card(shop: Shop, ann: Person) -> None:
    """The money buys the gift that it was paid for, and the screen leads on to its link."""
    order = await ann.goes(
        *("Give a gift", "Whoever opens it first"), *(BASIC, "For how long?"), *(GIFT, "A gift")
    )
    assert "149 ₽ short" in plain(order["text"])
    await ann.tap("Top up 149 ₽")
    invoice = await ann.invoice()
    await ann.pay_by(invoice)
    await ann.sees("Your gift is ready")
    await ann.goes("Send", "The link of your gift")
    assert await outcome(shop) == [("unused", None)]
    await all_is_well(shop)


@pytest.mark.long
async def test_a_first_start_leads_through_language_and_terms_to_the_gift(
    shop: Shop, ann: Person
) -> None:
    link = payload(await gives(shop, ann))
    await set_up(shop, terms={"en": "One account, one person."}, terms_version="1")
    bob = shop.sandbox.person(BOB, "fr")
    await bob.asks(f"/start {link}", "Choose your language")
    await bob.goes("English", "A gift for you", "Take the gift", "read the rules")
    await bob.goes("I accept the rules", "A gift for you", "Take the gift", "The gift is yours")
    await all_is_well(shop)


@pytest.mark.long
async def test_a_subscriber_keeps_what_runs(shop: Shop, ann: Person) -> None:
    link = payload(await gives(shop, ann))
    bob = shop.sandbox.person(BOB)
    await bob.arrive()
    await shop.credit(bob, 29900)
    await bob.goes(
        *("Subscription", "Choose a plan"),
        *("Plus · from 299 ₽", "For how long?"),
        *("30 days · 299 ₽", "Your order"),
        *("Pay 299 ₽ from balance", "Paid"),
    )
    offered = await bob.asks(f"/start {link}", "A gift for you")
    assert "after what you have" in offered["text"]
    await bob.goes("Take the gift", "The gift is yours", "Menu", "Then Basic until")
    renews = await shop.db.fetchval(
        """
        select p.code
        from billing.subscriptions as s
        join billing.prices as r on r.id = s.renewal_price_id
        join billing.plans as p on p.id = r.plan_id
        """
    )
    assert renews == "plus"
    await all_is_well(shop)


@pytest.mark.long
async def test_a_gift_becomes_a_subscription_for_the_family(shop: Shop, ann: Person) -> None:
    link = payload(await gives(shop, ann))
    await set_up(shop, subscriptions_per_user=2)
    await shop.credit(ann, 14900)
    await ann.asks("/start", "two minutes")
    await ann.goes("Subscription", "Choose a plan", BASIC, "For how long?")
    await ann.goes(GIFT, "Your order", "Pay 149 ₽ from balance", "Paid")
    await ann.asks(f"/start {link}", "A gift for you")
    await ann.goes("As one more subscription", "The gift is yours")
    assert await shop.db.fetchval("select count(*) from billing.subscriptions") == 2
    await all_is_well(shop)
