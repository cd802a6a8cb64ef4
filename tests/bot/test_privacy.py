"""What people can have of their data, and the end of their account."""

import json

import pytest

from tests.support import ANN, Database, eventually
from tests.support.bot import Json, Person, Sandbox, Shop, all_is_well, buys, labels, open_listener


@pytest.mark.long
async def test_data_comes_as_a_file_and_an_account_ends(
    shop: Shop, ann: Person, database: Database, telegram: Sandbox
) -> None:
    async with open_listener(database, telegram):
        await shop.credit(ann, 5000)
        await buys(shop, ann, "Basic · from 149 ₽", "30 days · 149 ₽", 14900)
        await ann.asks("/privacy", "We know your Telegram id")
        await ann.tap("Get my data as a file")
        await ann.alert("preparing your file")
        file = (await ann.sees("What we hold about you"))["document"]
        held = json.loads((await shop.sandbox.http.get(file["url"])).content)
        assert held["telegram"]["username"] == "ann"
        assert sum(payment["amount"] for payment in held["payments"]) == 19900
        assert "vless" not in json.dumps(held)

        asked = await ann.goes("Delete my account", "This cannot be undone")
        assert "50 ₽ on your balance is given up" in asked["text"].replace("\u00a0", " ")
        assert "Ask support" in labels(asked)
        await shop.credit(ann, 100)
        await ann.tap("Yes, delete everything")
        await ann.alert("Nothing was deleted")
        await ann.sees("51 ₽")
        await ann.goes("Yes, delete everything", "Your account is deleted")
        await eventually(lambda: no_access(shop))
        assert await shop.db.fetchval("select count(*) from app.conversations") == 0
        await ann.tap_data("go:menu")
        await ann.alert("Send /start")
        await all_is_well(shop)

        menu = await ann.arrive()
        assert labels(menu)[0] == "Choose a plan"
        assert not [label for label in labels(menu) if label.startswith("Try")]
        users = "select count(*) from app.users where deleted_at is not null"
        assert await shop.db.fetchval(users) == 1
        assert await shop.db.fetchval("select app.user_of($1)", ANN) != 1


@pytest.mark.long
async def test_whose_account_is_gone_hears_of_it_though_telegram_fails(
    shop: Shop, ann: Person, telegram: Sandbox
) -> None:
    """Nothing of a person is left by whom to remember that he was not told; the button is."""
    await ann.asks("/privacy", "We know your Telegram id")
    await ann.goes("Delete my account", "This cannot be undone")
    await shop.settled()
    await telegram.faults(fail=1)
    await ann.tap("Yes, delete everything")
    gone = "select count(*) = 1 from app.users where deleted_at is not null"
    await eventually(lambda: shop.db.fetchval(gone))
    await telegram.faults()
    await ann.sees("Your account is deleted")
    await shop.settled()
    assert not [one for one in await ann.from_bot() if "Yes, delete everything" in labels(one)]


async def test_the_last_owner_makes_another_one_first(shop: Shop, ann: Person) -> None:
    await shop.db.execute(
        "update app.users set role = case when id = app.user_of($1) then 'owner' end", ann.id
    )
    await ann.asks("/privacy", "We know your Telegram id")
    screen = await ann.goes("Delete my account", "You are the only owner of this shop")
    assert "Yes, delete everything" not in labels(screen)
    adele = shop.sandbox.person(ANN + 1)
    await adele.arrive()
    await shop.settled()
    await shop.db.execute(
        "update app.users set role = 'owner' where id = app.user_of($1)", adele.id
    )
    await ann.asks("/privacy", "We know your Telegram id")
    screen = await ann.goes("Delete my account", "You will no longer be an owner")
    await shop.db.execute("update app.users set role = null where id = app.user_of($1)", adele.id)
    await ann.goes("Yes, delete everything", "You are the only owner of this shop")
    assert await shop.db.fetchval("select role from app.users where id = app.user_of($1)", ann.id)


async def test_gifts_that_nobody_has_taken_are_named(
    shop: Shop, ann: Person, database: Database, telegram: Sandbox
) -> None:
    async with open_listener(database, telegram):
        await shop.credit(ann, 29800)
        price = "select price_id from billing.offers where amount = 14900 limit 1"
        for _ in range(2):
            await shop.db.execute(
                f"""
                select p.* from api.open_gift_order($1, ({price})) as o
                cross join lateral api.pay_from_balance($1, o.order_token) as p
                """,
                ANN,
            )
        asked = await ann.asks("/privacy", "We know your Telegram id")
        asked = await ann.goes("Delete my account", "This cannot be undone")
        text = asked["text"].replace("\u00a0", " ")
        assert "there is no money on your balance" in text
        assert "2 gifts of yours for 298 ₽ have not been taken" in text
        assert "My gifts" in labels(asked)
        # The screen counts for what it said: one gift less is another answer.
        await shop.db.execute("select ops.return_gift(max(g.id), 'test') from billing.gifts as g")
        await ann.tap("Yes, delete everything")
        await ann.alert("Nothing was deleted")
        text = (await ann.sees("149 ₽"))["text"].replace("\u00a0", " ")
        assert "A gift of yours for 149 ₽ has not been taken" in text


async def no_access(shop: Shop) -> bool:
    users: list[Json] = (await shop.sandbox.http.get("/sandbox/panel/users")).json()
    return users == []
