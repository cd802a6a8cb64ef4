"""Two subscriptions in one chat: both are listed, and each is changed by itself."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.callbacks import (
    AboutSubscription,
    Cancel,
    ChoosePlan,
    ChoosePrice,
    Go,
    Resume,
    ScheduleChange,
    SetAutoRenew,
    ShowQr,
    about,
)
from tests.support import Connection, Database
from tests.support.bot import (
    BASIC,
    Person,
    Sandbox,
    Shop,
    advance,
    all_is_well,
    buys,
    open_listener,
    open_shop,
    plain,
    sandbox,
    written,
)
from tests.support.screens import MOST


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with sandbox(database_url=SecretStr(database.url())) as it:
        await it.faults(chat_rate=0, rate=0)
        yield it


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    async with open_listener(database, telegram), open_shop(database, db, telegram) as it:
        yield it


@pytest.fixture
async def ann_with_two(shop: Shop, ann: Person) -> Person:
    """Basic from the menu; and Plus, which the shop's screens do not sell beside it yet."""
    await buys(shop, ann, BASIC, "30 days · 149 ₽", 14900)
    await advance(shop, "10 days")
    await shop.db.execute(
        "update app.settings set value = '2' where name = 'subscriptions_per_user'"
    )
    await shop.credit(ann, 29900)
    outcome = await shop.db.fetchval(
        """
        select p.outcome
        from billing.offers as f
        join billing.plans as l on l.id = f.plan_id and l.code = 'plus' and f.period_count = 30
        cross join lateral api.open_order($1, f.price_id, null, true) as o
        cross join lateral api.pay_from_balance($1, o.order_token) as p
        """,
        ann.id,
    )
    assert outcome == "fulfilled"
    await ann.asks("/start", "Plus #2")
    return ann


async def subscriptions(shop: Shop) -> tuple[dict[str, Any], dict[str, Any]]:
    rows = await shop.db.fetch(
        """
        select s.*, a.key
        from billing.subscriptions as s
        join vpn.access as a on a.subscription_id = s.id
        order by s.id
        """
    )
    basic, plus = (dict(row) for row in rows)
    return basic, plus


def data(message: dict[str, Any]) -> set[str]:
    return {button["data"] for row in message["buttons"] for button in row if button["data"]}


@pytest.mark.long
async def test_the_menu_lists_both_and_each_place_asks_which(
    shop: Shop, ann_with_two: Person
) -> None:
    ann, (basic, plus) = ann_with_two, await subscriptions(shop)
    await ann.write("/start")
    menu = plain((await ann.sees("Basic #1"))["text"])
    assert f"Basic #1 Valid until {written(basic['ends_at'])}" in " ".join(menu.split())
    assert f"Plus #2 Valid until {written(plus['ends_at'])}" in " ".join(menu.split())
    for place in ("Connect", "Subscription"):
        which = await ann.goes(place, "Which subscription?")
        assert {f"{row[0]['text']}" for row in which["buttons"]} == {"Basic #1", "Plus #2", "Back"}
        assert which["text"].count("vless://") == 2
        await ann.goes("Back", "Balance")
    key = await ann.goes("Connect", "Which subscription?", "Plus #2", "Connect")
    assert str(plus["key"]) in key["text"] or "Plus #2" in key["text"]
    assert f"qr:{plus['id']}" in data(key)


@pytest.mark.long
async def test_what_is_done_to_one_is_not_done_to_the_other(
    shop: Shop, ann_with_two: Person
) -> None:
    ann, (_, plus) = ann_with_two, await subscriptions(shop)
    profile = await ann.goes("Subscription", "Which", "Plus #2", "Next charge")
    assert "299 ₽" in plain(profile["text"])
    assert {d for d in data(profile) if d.startswith(("go:renew", "auto", "go:cancel"))} == {
        f"go:renew:{plus['id']}",
        f"auto:off:{plus['id']}",
        f"go:cancel:{plus['id']}",
    }
    await ann.goes("Turn auto-renewal off", "Auto-renewal: off")
    basic, plus = await subscriptions(shop)
    assert (basic["auto_renew"], plus["auto_renew"]) == (True, False)
    await ann.goes("Cancel plan", "Cancel Plus #2?", "Yes, cancel it", "Cancelled")
    basic, plus = await subscriptions(shop)
    assert basic["cancelled_at"] is None
    assert plus["cancelled_at"] is not None
    await ann.goes("Keep plan", "Plus #2")
    assert (await subscriptions(shop))[1]["cancelled_at"] is None
    await all_is_well(shop)


@pytest.mark.long
async def test_one_of_two_is_renewed_by_hand(shop: Shop, ann_with_two: Person) -> None:
    ann, (before, other) = ann_with_two, await subscriptions(shop)
    await shop.credit(ann, 14900)
    await ann.goes("Subscription", "Which", "Basic #1", "Next charge")
    order = await ann.goes("Renew", "Period: 30 days more")
    assert "Basic #1" in order["text"]
    paid = await ann.goes("Pay 149 ₽ from balance", "Paid")
    after, untouched = await subscriptions(shop)
    assert (after["ends_at"] - before["ends_at"]).days == 30
    assert untouched["ends_at"] == other["ends_at"]
    assert f"Valid until: {written(after['ends_at'])}" in paid["text"]
    assert f"go:access:{after['id']}" in data(paid)
    await all_is_well(shop)


@pytest.mark.long
async def test_a_button_of_before_asks_which(shop: Shop, ann_with_two: Person) -> None:
    ann = ann_with_two
    menu = await ann.sees("Valid until")
    for tap in ("auto:off", "cancel", "resume", "go:renew", "qr", "plan:1"):
        await ann.tap_data(tap, menu["message_id"])
        asked = await ann.sees("Which subscription?")
        await shop.settled()
        assert len([d for d in data(asked) if d.startswith(tap)]) == 2
        await ann.goes("Back", "Balance")
    basic, plus = await subscriptions(shop)
    assert basic["auto_renew"]
    assert plus["auto_renew"]
    assert basic["cancelled_at"] is plus["cancelled_at"] is None
    await ann.tap_data("auto:off", menu["message_id"])
    await ann.sees("Which subscription?")
    await ann.goes("Basic #1", "Auto-renewal: off")
    assert [one["auto_renew"] for one in await subscriptions(shop)] == [False, True]


@pytest.mark.long
async def test_another_ones_subscription_is_a_stale_button(
    shop: Shop, ann_with_two: Person
) -> None:
    _, plus = await subscriptions(shop)
    ben = shop.sandbox.person(1002)
    await ben.write("/start")
    start = await ben.sees("Try it first")
    for tap in ("cancel", "auto:off", "go:access", "go:profile", "qr", "go:renew"):
        await ben.tap_data(f"{tap}:{plus['id']}", start["message_id"])
        await ben.alert("out of date")
        await shop.settled()
    assert "vless" not in str(await ben.chat())
    plus = (await subscriptions(shop))[1]
    assert plus["auto_renew"]
    assert plus["cancelled_at"] is None


@pytest.mark.long
async def test_the_one_that_ends_says_which_and_comes_back_by_its_button(
    shop: Shop, ann_with_two: Person
) -> None:
    ann, (basic, _) = ann_with_two, await subscriptions(shop)
    await ann.goes("Subscription", "Which", "Basic #1", "Next charge")
    await ann.goes("Cancel plan", "Cancel Basic #1?", "Yes, cancel it", "Cancelled")
    await advance(shop, "20 days 1 hour")
    ended = await ann.sees("VPN is off")
    assert "Basic #1" in ended["text"]
    assert f"go:renew:{basic['id']}" in data(ended)
    await ann.asks("/profile", "Plus #2")
    await shop.credit(ann, 14900)
    await ann.tap_data(f"go:renew:{basic['id']}", ended["message_id"])
    await ann.sees("Your order")
    await ann.goes("Pay 149 ₽ from balance", "Paid")
    assert [one["status"] for one in await subscriptions(shop)] == ["active", "active"]
    await all_is_well(shop)


@pytest.mark.long
async def test_new_terms_do_not_make_it_another_one(shop: Shop, ann_with_two: Person) -> None:
    """Renew on what ended leads on to the renewal of that one, whatever stands before it."""
    ann, (basic, plus) = ann_with_two, await subscriptions(shop)
    await ann.goes("Subscription", "Which", "Basic #1", "Next charge")
    await ann.goes("Cancel plan", "Cancel Basic #1?", "Yes, cancel it", "Cancelled")
    await advance(shop, "20 days 1 hour")
    ended = await ann.sees("VPN is off")
    for name, value in (("terms", '{"en": "Be kind."}'), ("terms_version", '"7"')):
        await shop.db.execute(
            "update app.settings set value = $2::jsonb where name = $1", name, value
        )
    await shop.credit(ann, 14900)
    await ann.tap_data(f"go:renew:{basic['id']}", ended["message_id"])
    await ann.sees("Be kind.")
    await ann.goes("I accept the rules", "Your order", "Pay 149 ₽ from balance", "Paid")
    after = {one["id"]: one for one in await subscriptions(shop)}
    assert after[basic["id"]]["status"] == "active"
    assert after[plus["id"]]["ends_at"] == plus["ends_at"]
    await all_is_well(shop)


@pytest.mark.parametrize(
    ("short", "tap"),
    [
        ("go:access", Go(place="access")),
        ("go:menu", Go(place="menu")),
        ("plan:1", ChoosePlan(plan_id=1)),
        ("price:1:2", ChoosePrice(plan_id=1, price_id=2)),
        ("later:2", ScheduleChange(price_id=2)),
        ("auto:on", SetAutoRenew(to="on")),
        ("cancel", Cancel()),
        ("resume", Resume()),
        ("qr", ShowQr()),
    ],
)
def test_a_button_says_which_only_where_it_is_told(short: str, tap: AboutSubscription) -> None:
    assert tap.pack() == short
    assert type(tap).unpack(short) == tap
    named = about(short, MOST)
    assert named == (short if short == "go:menu" else f"{short}:{MOST}")
    assert len(named.encode()) <= 64
    assert about(named, 7) == (short if short == "go:menu" else f"{short}:7")


@pytest.mark.parametrize("data", ["close", "topup:100", "trial", "page:3", "lang:en", "nothing"])
def test_what_is_about_none_stays_as_it_is(data: str) -> None:
    assert about(data, 7) == data
