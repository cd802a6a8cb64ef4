"""Promo codes in the bot: entered as a message, brought by a link, refused in one way."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support import ANN, Database
from tests.support.bot import (
    Person,
    Sandbox,
    Shop,
    advance,
    all_is_well,
    labels,
    plain,
    set_up,
    timed_sandbox,
)

ADELE = ANN + 1


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with timed_sandbox(database) as it:
        yield it


async def code(shop: Shop, name: str, kind: str, value: int, **more: Any) -> None:
    """Makes a code as the owner does."""
    named = "".join(f", {key} => ${at}" for at, key in enumerate(more, start=4))
    made = await shop.db.fetchval(
        f"select ops.create_code($1, $2, $3, 'tests'{named}) ->> 'outcome'",
        *(name, kind, value, *more.values()),
    )
    assert made == "created"


async def uses(shop: Shop, name: str) -> tuple[int, int]:
    """How many are redeemed, and how many reserved."""
    row = await shop.db.fetchrow("select redeemed, reserved from ops.codes where code = $1", name)
    assert row
    return row["redeemed"], row["reserved"]


async def test_a_code_is_entered_shown_everywhere_and_used_once(shop: Shop, ann: Person) -> None:
    await code(shop, "SALE30", "percent", 30)
    await shop.credit(ann, 20000)
    await ann.asks("/promo", "Send the code as a message")
    screen = await ann.asks("sale30", "30 % off")
    assert labels(screen) == ["Choose a plan", "Remove the code", "Back", "Menu"]
    await ann.goes(
        *("Choose a plan", "Basic"),
        *("Basic · from 104.30 ₽", "Your prices are lower: promo code."),
        *("30 days · 149 ₽ → 104.30 ₽", "Less (promo code SALE30): −44.70 ₽"),
    )
    assert await uses(shop, "SALE30") == (0, 1)
    screen = await ann.sees("the renewal costs 149 ₽")
    assert "Promo code" in labels(screen)
    await ann.goes("Pay 104.30 ₽ from balance", "Paid")
    assert await uses(shop, "SALE30") == (1, 0)
    await shop.apply_vpn()
    await ann.sees("vless://")
    await ann.asks("/promo", "Send the code as a message")
    await ann.asks("SALE30", "cannot be used")
    row = await shop.db.fetchrow("select revenue, discount from ops.codes where code = 'SALE30'")
    assert row
    assert tuple(row) == (10430, 4470)
    await all_is_well(shop)


async def test_a_link_brings_a_code_in_russian(shop: Shop) -> None:
    await code(shop, "WEEK", "days", 7)
    ann = shop.sandbox.person(language="ru")
    await ann.write("/start promo_WEEK")
    screen = await ann.sees("Добавлено 7 дней: подписка действует до")
    assert labels(screen) == ["Подключить", "Назад"]
    await ann.asks("/start promo_WEEK", "Этот код применить нельзя")
    await ann.asks("/history", "Промокод")
    assert await uses(shop, "WEEK") == (1, 0)


async def test_a_link_waits_for_the_language_and_the_terms(shop: Shop) -> None:
    await code(shop, "HELLO", "balance", 5000)
    await set_up(shop, terms={"en": "Be kind."}, terms_version="1")
    ann = shop.sandbox.person(language="fr")
    await ann.write("/start promo_HELLO")
    await ann.sees("Choose your language.")
    await ann.goes(
        *("English", "Be kind."),
        *("I accept the rules", "50 ₽ are on your balance as a bonus"),
    )
    await all_is_well(shop)


async def test_a_second_tap_gets_the_answer_of_the_first(shop: Shop) -> None:
    """It enters nothing, is no attempt, and says what the code has done."""
    await code(shop, "WEEK", "days", 7)
    await set_up(shop, terms={"en": "Be kind."}, terms_version="1")
    ann = shop.sandbox.person()
    await ann.write("/start promo_WEEK")
    terms = await ann.sees("Be kind.")
    accept = next(
        button["data"] for row in terms["buttons"] for button in row if "accept" in button["data"]
    )
    await ann.goes("I accept the rules", "7 days")
    given = (await ann.sees("7 days"))["text"]
    for _ in range(2):
        await ann.tap_data(accept, terms["message_id"])
        await shop.settled()
        assert (await ann.from_bot())[-1]["text"] == given
    assert await uses(shop, "WEEK") == (1, 0)
    assert await shop.db.fetchval("select count(*) from billing.promo_attempts") == 0
    await advance(shop, "11 minutes")
    await ann.tap_data("promo:again", terms["message_id"])
    await shop.settled()
    assert "cannot be used" not in (await ann.sees("Send the code"))["text"]
    await all_is_well(shop)


async def test_every_code_that_does_not_fit_gets_the_same_answer(shop: Shop, ann: Person) -> None:
    await code(shop, "USEDUP", "balance", 100, p_max_uses=1)
    await code(shop, "PAYERS", "balance", 100, p_audience="paid")
    await code(shop, "RETIRED", "balance", 100)
    await code(shop, "VALID", "balance", 100)
    await shop.db.execute("select ops.retire_code('RETIRED')")
    adele = shop.sandbox.person(ADELE)
    await adele.arrive()
    await adele.asks("/promo", "Send the code")
    await adele.asks("usedup", "1 ₽ are on your balance")
    await set_up(shop, promo_attempts=5)
    await ann.asks("/promo", "Send the code")
    answers = set()
    for text in ("USEDUP", "PAYERS", "RETIRED", "NONE", "'; drop table", "VALID"):
        await ann.write(text)
        await shop.settled()
        screen = await ann.sees("cannot be used")
        answers.add((screen["text"], *labels(screen)))
    assert len(answers) == 1
    await advance(shop, "61 minutes")
    await ann.goes("Try the last code again", "1 ₽ are on your balance")
    await all_is_well(shop)


async def test_a_code_is_removed_and_prices_are_those_of_everybody(shop: Shop, ann: Person) -> None:
    await code(shop, "MINUS", "amount", 5000, p_currency="RUB")
    await ann.asks("/promo", "Send the code")
    await ann.asks("minus", "50 ₽ off")
    await promo_again(ann)
    await ann.tap("Remove the code")
    await ann.alert("nothing was charged")
    screen = await ann.asks("/buy", "Choose a plan")
    assert "Basic · from 149 ₽" in labels(screen)


async def promo_again(ann: Person) -> None:
    screen = await ann.asks("/promo", "Your prices follow MINUS")
    assert labels(screen)[:2] == ["Choose a plan", "Remove the code"]


async def test_an_order_says_that_the_code_is_for_something_else(shop: Shop, ann: Person) -> None:
    await code(shop, "PLUSONLY", "percent", 30, p_plans=["plus"])
    await ann.asks("/promo", "Send the code")
    await ann.asks("plusonly", "30 % off")
    await ann.goes(
        *("Choose a plan", "Basic"),
        *("Basic · from 149 ₽", "For how long?"),
        *("30 days · 149 ₽", "The promo code PLUSONLY does not apply to this"),
        *("Promo code", "Your prices follow PLUSONLY"),
    )
    await code(shop, "ALL", "percent", 10)
    screen = await ann.asks("all", "10 % off")
    assert labels(screen) == [
        *("Back to the order", "Choose a plan"),
        *("Remove the code", "Back", "Menu"),
    ]
    await ann.goes("Back to the order", "Less (promo code ALL): −14.90 ₽")
    assert await uses(shop, "PLUSONLY") == (0, 0)


async def test_back_to_the_order_of_a_gift_is_the_gift(shop: Shop, ann: Person) -> None:
    await code(shop, "SALE10", "percent", 10)
    await ann.goes(
        *("Give a gift", "Whoever opens it first"),
        *("Plus · from 299 ₽", "For how long?"),
        *("30 days · 299 ₽", "A gift"),
        *("Promo code", "Send the code"),
    )
    await ann.asks("sale10", "10 % off")
    order = await ann.goes("Back to the order", "A gift")
    assert "Less (promo code SALE10): −29.90 ₽" in plain(order["text"])
    await ann.goes("Back", "For how long?", "Back", "Whoever opens it first")


async def test_back_to_the_order_of_another_subscription_opens_another(
    shop: Shop, ann: Person
) -> None:
    await code(shop, "SALE10", "percent", 10)
    await set_up(shop, subscriptions_per_user=3)
    await shop.credit(ann, 14900)
    await ann.goes(
        *("Subscription", "Choose a plan"),
        *("Basic · from 149 ₽", "For how long?"),
        *("30 days · 149 ₽", "Your order"),
        *("Pay 149 ₽ from balance", "Paid"),
    )
    await shop.apply_vpn()
    await ann.sees("vless://")
    await ann.goes(
        *("Menu", "🟢"),
        *("Subscription", "Next charge"),
        *("Add another", "Another subscription"),
        *("Plus · from 299 ₽", "For how long?"),
        *("30 days · 299 ₽", "Your order"),
        *("Promo code", "Send the code"),
    )
    await ann.asks("sale10", "10 % off")
    await ann.goes("Back to the order", "Less (promo code SALE10): −29.90 ₽")
    newest = "select opens_new from billing.orders order by id desc limit 1"
    assert await shop.db.fetchval(newest)
    await ann.goes("Back", "For how long?", "Back", "Another subscription")


async def test_who_pays_after_the_code_was_retired_sees_the_price_of_today(
    shop: Shop, ann: Person
) -> None:
    """A reservation holds for its order; one that was given back is gone."""
    await code(shop, "BRIEF", "percent", 30)
    await shop.credit(ann, 20000)
    await ann.asks("/promo", "Send the code")
    await ann.asks("brief", "30 % off")
    await ann.goes(
        *("Choose a plan", "Basic"),
        *("Basic · from 104.30 ₽", "For how long?"),
        *("30 days · 149 ₽ → 104.30 ₽", "Your order"),
    )
    await shop.db.execute("delete from billing.promo_uses")
    await shop.db.execute("update billing.promo_codes set uses = 0")
    await shop.db.execute("select ops.retire_code('BRIEF')")
    await ann.tap("Pay 104.30 ₽ from balance")
    await ann.alert("Nothing was charged")
    await ann.sees("Price: 149 ₽")
    await all_is_well(shop)


@pytest.mark.parametrize("text", ["", " ", "x" * 4000, "ОЧЕНЬ", "a\nb", "%s", "\\"])
async def test_whatever_is_written_is_answered(shop: Shop, ann: Person, text: str) -> None:
    outcome = "select outcome from api.enter_promo($1, $2)"
    assert await shop.db.fetchval(outcome, ann.id, text) == "refused"
