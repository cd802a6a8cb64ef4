"""Billing as people meet it: bot, listener, jobs, panel and clock as they are in a shop.

Nothing is drawn or told by hand here: moving the clock runs the jobs that are due, and the listener
carries out what they ask for.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support import Connection, Database, eventually
from tests.support.bot import (
    BASIC,
    PLUS,
    Json,
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
    sandbox,
    written,
)


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
async def subscriber(shop: Shop, ann: Person) -> Person:
    """Ann has Basic for 30 days, an empty balance, and is at the menu."""
    await buys(shop, ann, BASIC, "30 days · 149 ₽", 14900)
    return ann


async def subscription(shop: Shop) -> dict[str, Any]:
    row = await shop.db.fetchrow(
        """
        select s.*, p.code as plan
        from billing.subscriptions as s
        join billing.plans as p on p.id = s.plan_id
        """
    )
    assert row
    return dict(row)


@pytest.mark.long
async def test_renewing_by_hand_takes_two_taps_and_adds_to_what_runs(
    shop: Shop, subscriber: Person
) -> None:
    before = await subscription(shop)
    await shop.credit(subscriber, 20000)
    await subscriber.goes("Subscription", "Next charge")
    order = await subscriber.goes("Renew", "Period: 30 days more")
    assert f"Valid so far until: {written(before['ends_at'])}" in order["text"]
    paid = await subscriber.goes("Pay 149 ₽ from balance", "Paid")
    after = await subscription(shop)
    assert (after["ends_at"] - before["ends_at"]).days == 30
    assert f"Valid until: {written(after['ends_at'])}" in paid["text"]
    assert "vless://" in paid["text"]
    assert "Balance: 51 ₽" in plain(paid["text"])
    await all_is_well(shop)


@pytest.mark.long
async def test_what_follows_is_shown_as_bought(shop: Shop, ann: Person) -> None:
    """Basic begins when the trial of Plus is over; "Plus, until then" was not bought."""
    await shop.db.execute("""update app.settings set value = '"plus"' where name = 'trial_plan'""")
    await ann.goes("Try free (3 days)", "vless://", "Back", "Free trial")
    await shop.credit(ann, 14900)
    await ann.asks("/buy", "Choose a plan")
    order = await ann.goes(BASIC, "For how long?", "30 days · 149 ₽", "Your order")
    paid = await ann.goes("Pay 149 ₽ from balance", "Paid")
    after = await subscription(shop)
    for text in (order["text"], paid["text"]):
        assert "Plan: Basic" in plain(text)
        assert f"Valid until: {written(after['ends_at'])}" in text
    follows = f"Then Basic until {written(after['ends_at'])}"
    for place in ("/start", "/profile", "/connect"):
        shown = await ann.asks(place, follows)
        assert "Free trial" in plain(shown["text"])
    await all_is_well(shop)


@pytest.mark.long
async def test_what_is_better_than_the_trial_begins_at_once(shop: Shop, ann: Person) -> None:
    """What is left of the trial comes after it."""
    await ann.goes("Try free (3 days)", "vless://", "Back", "Free trial")
    await shop.credit(ann, 29900)
    await ann.asks("/buy", "Choose a plan")
    await ann.goes(PLUS, "For how long?", "30 days · 299 ₽", "Your order")
    await ann.goes("Pay 299 ₽ from balance", "Paid")
    for place in ("/start", "/profile", "/connect"):
        shown = await ann.asks(place, "Plus")
        assert "Free trial" not in plain(shown["text"])
    await all_is_well(shop)


@pytest.mark.long
async def test_back_from_a_renewal_leads_to_the_profile(subscriber: Person) -> None:
    await subscriber.goes(
        *("Subscription", "Next charge"),
        *("Renew", "149 ₽ short"),
        *("Back", "Next charge"),
        *("Change plan", "Choose a plan"),
        *(f"✅ {BASIC}", "For how long?"),
        *("30 days · 149 ₽", "149 ₽ short"),
        *("Back", "For how long?"),
    )


async def test_auto_renewal_is_switched_off_and_on_again(shop: Shop, subscriber: Person) -> None:
    profile = await subscriber.goes("Subscription", "Auto-renewal: on")
    ends = (await subscription(shop))["ends_at"]
    assert f"Valid until {written(ends)}" in profile["text"]
    assert "149 ₽ for 30 days" in plain(profile["text"])
    assert "The balance is 149 ₽ short for it" in plain(profile["text"])
    off = await subscriber.goes("Turn auto-renewal off", "Auto-renewal: off")
    assert "Next charge" not in off["text"]
    await subscriber.tap_data("auto:off", off["message_id"])
    await shop.settled()
    assert not (await subscription(shop))["auto_renew"]
    assert (await subscriber.chat())["alerts"] == []
    await subscriber.goes("Turn auto-renewal on", "Next charge")
    assert len(await subscriber.from_bot()) == 1


async def test_a_shop_that_renews_nothing_says_so(shop: Shop, subscriber: Person) -> None:
    """The choice stays; nobody trusts in a renewal that does not come."""
    await shop.db.execute("update app.flags set enabled = false where name = 'auto_renewal'")
    await subscriber.goes("Subscription", "Auto-renewal: on")
    await shop.db.execute("select ops.release_brake('unrenewed', 'it stays off', '100 years')")
    off = await subscriber.asks("/profile", "Auto-renewal: off")
    assert "Next charge" not in off["text"]
    await subscriber.tap("Turn auto-renewal on")
    await subscriber.alert("Nothing is renewed automatically here")
    assert (await subscription(shop))["auto_renew"]
    await shop.db.execute("update app.flags set enabled = true where name = 'auto_renewal'")
    await subscriber.asks("/profile", "Next charge")


@pytest.mark.long
async def test_what_is_switched_off_is_not_charged(shop: Shop, subscriber: Person) -> None:
    await shop.credit(subscriber, 50000)
    await subscriber.goes("Subscription", "Next charge", "Turn auto-renewal off", "off")
    await advance(shop, "30 days")
    assert await shop.db.fetchval("select count(*) from billing.periods") == 1
    await all_is_well(shop)


@pytest.mark.long
async def test_a_cancellation_asks_first_and_is_taken_back(shop: Shop, subscriber: Person) -> None:
    ends = written((await subscription(shop))["ends_at"])
    question = await subscriber.goes("Subscription", "Next charge", "Cancel plan", "Cancel Basic?")
    assert f"You keep access until {ends}" in question["text"]
    await subscriber.goes("Keep plan", "Next charge", "Cancel plan", "Cancel Basic?")
    assert (await subscription(shop))["cancelled_at"] is None

    cancelled = await subscriber.goes("Yes, cancel it", "Cancelled: access stays until then")
    assert f"Valid until {ends}" in cancelled["text"]
    assert "Cancel plan" not in labels(cancelled)
    await subscriber.tap_data("cancel", cancelled["message_id"])
    await shop.settled()
    await subscriber.goes("Keep plan", "Next charge")
    assert (await subscription(shop))["cancelled_at"] is None


@pytest.mark.long
async def test_a_cancelled_subscription_ends_without_a_charge(
    shop: Shop, subscriber: Person
) -> None:
    await shop.credit(subscriber, 50000)
    await subscriber.goes(
        *("Subscription", "Next charge"),
        *("Cancel plan", "Cancel Basic?"),
        *("Yes, cancel it", "Cancelled"),
    )
    await advance(shop, "30 days 1 minute")
    assert (await subscription(shop))["status"] == "expired"
    assert await shop.db.fetchval("select count(*) from billing.periods") == 1
    await subscriber.tap_data("resume", 1)
    await subscriber.alert("It has ended meanwhile")
    await all_is_well(shop)


@pytest.mark.long
async def test_a_better_plan_begins_at_once_and_credits_the_unused_time(
    shop: Shop, subscriber: Person
) -> None:
    await advance(shop, "15 days")
    await shop.credit(subscriber, 30000)
    plans = await subscriber.goes("Subscription", "Next charge", "Change plan", "Choose a plan")
    assert labels(plans)[0] == f"✅ {BASIC}"
    prices = await subscriber.goes(PLUS, "For how long?")
    assert "the unused time of Basic that you have paid for counts" in prices["text"]
    order = await subscriber.goes("30 days · 299 ₽", "From Basic to Plus, at once")
    credit = await shop.db.fetchval("select credit from billing.orders order by id desc limit 1")
    assert 0 < credit < 14900
    due = f"{(29900 - credit) / 100:.2f} ₽".replace(".00", "")
    assert f"To pay: {due}" in plain(order["text"])
    await subscriber.tap(f"Pay {due} from balance")
    paid = await subscriber.sees("Plan: Plus")
    assert "vless://" in paid["text"]
    now = await subscription(shop)
    assert now["plan"] == "plus"
    history = await subscriber.goes(
        "Menu", "Plus", "Balance", "Plans and renewals", "History", "Change to Plus"
    )
    assert "Unused time of Basic, given back at the change of plan" in history["text"]
    await all_is_well(shop)


@pytest.mark.long
async def test_a_cheaper_plan_follows_at_the_end_and_is_called_off(shop: Shop, ann: Person) -> None:
    await buys(shop, ann, PLUS, "30 days · 299 ₽", 29900)
    ends = written((await subscription(shop))["ends_at"])
    prices = await ann.goes(
        *("Subscription", "Next charge"),
        *("Change plan", "Choose a plan"),
        *(BASIC, "For how long?"),
    )
    assert "begins when the time that you have paid for is over" in prices["text"]
    agreement = await ann.goes("⏳ 30 days · 149 ₽", "Change to Basic")
    assert f"Plus runs on until {ends}" in agreement["text"]
    await ann.goes("Back", "For how long?", "⏳ 30 days · 149 ₽", "Change to Basic")
    noted = await ann.goes("Change when it ends", "Done")
    assert f"Basic for 149 ₽ begins on {ends}" in plain(noted["text"])
    profile = await ann.goes("Subscription", "Next charge")
    assert "149 ₽ for Basic, 30 days" in plain(profile["text"])
    renewal = await ann.goes("Renew", "Renewal")
    assert "The change to Basic that was to follow is dropped with it" in renewal["text"]
    await ann.goes("Back", "Next charge", "Stay with Plus", "Done")
    profile = await ann.goes("Subscription", "Next charge")
    assert "299 ₽ for 30 days" in plain(profile["text"])
    assert "Stay with Plus" not in labels(profile)


@pytest.mark.long
async def test_a_scheduled_change_happens_by_itself(shop: Shop, ann: Person) -> None:
    await buys(shop, ann, PLUS, "30 days · 299 ₽", 29900)
    await ann.goes(
        *("Subscription", "Next charge"),
        *("Change plan", "Choose a plan"),
        *(BASIC, "For how long?"),
        *("⏳ 30 days · 149 ₽", "Change to Basic"),
        *("Change when it ends", "Done"),
    )
    await shop.credit(ann, 14900)
    await advance(shop, "29 days 1 minute")
    await advance(shop, "1 day")
    assert (await subscription(shop))["plan"] == "basic"
    assert "Basic" in (await ann.asks("/profile", "Next charge"))["text"]
    await all_is_well(shop)


async def test_the_cart_is_bought_by_itself_when_the_money_arrives(shop: Shop, ann: Person) -> None:
    short = await ann.goes(
        *("Subscription", "Choose a plan"),
        *(BASIC, "For how long?"),
        *("30 days · 149 ₽", "149 ₽ short"),
    )
    assert "is paid automatically as soon as the money is here" in short["text"]
    amounts = ["Top up 149 ₽", "250 ₽", "750 ₽", "999 ₽"]
    assert labels(short) == [*amounts, "Promo code", "Back", "Menu"]
    await ann.tap("Top up 149 ₽")
    invoice = await ann.invoice()
    assert invoice["invoice"]["total_amount"] == 14900
    assert (await ann.pay(invoice["message_id"]))["paid"]
    paid = await ann.sees("vless://")
    assert "Payment received, and your order is paid" in paid["text"]
    assert written((await subscription(shop))["ends_at"]) in paid["text"]
    assert "Balance: 0 ₽" in plain(paid["text"])
    assert labels(paid) == ["Connect", "Copy key", "Menu"]
    data = await shop.db.fetchval("select data from app.conversations")
    assert data in (None, "{}")
    await all_is_well(shop)


@pytest.mark.long
async def test_more_money_than_the_cart_needs_stays_on_the_balance(shop: Shop, ann: Person) -> None:
    await ann.goes(
        *("Subscription", "Choose a plan"),
        *(BASIC, "For how long?"),
        *("30 days · 149 ₽", "149 ₽ short"),
    )
    await ann.tap("250 ₽")
    await ann.pay((await ann.invoice())["message_id"])
    paid = await ann.sees("Payment received, and your order is paid")
    assert "Balance: 101 ₽" in plain(paid["text"])


@pytest.mark.long
async def test_a_payment_that_was_reported_again_says_what_it_has_bought(
    shop: Shop, ann: Person
) -> None:
    """Each answer of Telegram is lost, so the same payment is reported again and again."""
    await ann.goes(
        *("Subscription", "Choose a plan"),
        *(BASIC, "For how long?"),
        *("30 days · 149 ₽", "149 ₽ short"),
    )
    await ann.tap("Top up 149 ₽")
    invoice = await ann.invoice()
    await shop.settled()
    await shop.db.execute("update outbox.topics set paused_until = 'infinity' where name = 'inbox'")
    assert (await ann.pay(invoice["message_id"]))["paid"]
    await shop.sandbox.faults(chat_rate=0, rate=0, lost_answer=1)
    await shop.db.execute("update outbox.topics set paused_until = null where name = 'inbox'")
    paid = await ann.sees("Payment received, and your order is paid")
    assert "Balance: 0 ₽" in plain(paid["text"])
    await shop.sandbox.faults(chat_rate=0, rate=0)
    await shop.settled()
    assert await shop.db.fetchval("select count(*) from billing.periods") == 1
    await all_is_well(shop)


@pytest.mark.long
async def test_a_renewal_that_was_short_is_made_by_the_top_up_that_its_notice_asks_for(
    shop: Shop, subscriber: Person
) -> None:
    ends = (await subscription(shop))["ends_at"]
    await advance(shop, "29 days 1 minute")
    notice = await subscriber.sees("149 ₽ is missing for the renewal")
    assert labels(notice) == ["Top up 149 ₽", "Close", "Support"]
    await subscriber.tap("Top up 149 ₽")
    invoice = await subscriber.invoice()
    assert invoice["invoice"]["total_amount"] == 14900
    assert (await subscriber.pay(invoice["message_id"]))["paid"]
    renewed = await subscriber.sees("Payment received, and your subscription is renewed")
    after = await subscription(shop)
    assert (after["ends_at"] - ends).days == 30
    assert written(after["ends_at"]) in renewed["text"]
    assert "vless://" in renewed["text"]
    assert notice in await subscriber.from_bot()
    await all_is_well(shop)


@pytest.mark.long
async def test_a_renewal_that_is_paid_for_is_announced_and_then_told(
    shop: Shop, subscriber: Person
) -> None:
    await shop.credit(subscriber, 20000)
    await advance(shop, "27 days 1 minute")
    announced = await subscriber.sees("149 ₽ will be taken from your balance")
    await subscriber.tap(labels(announced)[0])
    await subscriber.sees("Next charge")
    await advance(shop, "2 days")
    await subscriber.sees("Renewed until")
    history = await subscriber.asks("/history", "Renewal of Basic, 30 days, until")
    assert "−149 ₽ · balance 51 ₽" in plain(history["text"])
    await all_is_well(shop)


@pytest.mark.long
async def test_the_grace_is_shown_and_leads_to_a_renewal(shop: Shop, subscriber: Person) -> None:
    before = await subscription(shop)
    await advance(shop, "30 days 1 minute")
    menu = await subscriber.asks("/start", "Basic ended, VPN works until tomorrow at")
    assert labels(menu)[0] == "Renew"
    await subscriber.goes("Connect", "vless://", "Back", "VPN works until")
    profile = await subscriber.goes("Subscription", "149 ₽ short to keep it")
    assert "Cancel plan" in labels(profile)
    await subscriber.goes("Renew", "149 ₽ short")
    await subscriber.tap("Top up 149 ₽")
    await subscriber.pay((await subscriber.invoice())["message_id"])
    await subscriber.sees("Payment received")
    after = await subscription(shop)
    assert (after["status"], (after["ends_at"] - before["ends_at"]).days) == ("active", 30)
    assert await shop.db.fetchval("select count(*) from billing.periods") == 2
    await all_is_well(shop)


@pytest.mark.long
async def test_a_question_from_before_the_end_is_asked_again(
    shop: Shop, subscriber: Person
) -> None:
    question = await subscriber.asks("/profile", "Next charge")
    question = await subscriber.goes("Cancel plan", "You keep access until")
    await advance(shop, "30 days 1 minute")
    await subscriber.tap_data("cancel::end", question["message_id"])
    await subscriber.sees("access ends now")
    assert (await subscription(shop))["status"] == "active"
    await subscriber.tap_data("cancel", question["message_id"])
    await shop.settled()
    assert (await subscription(shop))["cancelled_at"] is None
    await subscriber.goes("Yes, cancel it", "Ended")


@pytest.mark.long
async def test_cancelling_in_the_grace_ends_it(shop: Shop, subscriber: Person) -> None:
    await advance(shop, "30 days 1 minute")
    await subscriber.asks("/profile", "to keep it")
    await subscriber.goes("Cancel plan", "access ends now")
    await subscriber.goes("Yes, cancel it", "Ended")
    await advance(shop, "1 minute")
    assert (await subscription(shop))["status"] == "expired"


@pytest.mark.long
async def test_after_the_grace_it_is_renewed_from_the_menu_and_starts_now(
    shop: Shop, subscriber: Person
) -> None:
    await advance(shop, "30 days 1 minute")
    await advance(shop, "4 days")
    await subscriber.sees("VPN is off")
    menu = await subscriber.asks("/start", "Renew it and your key works again")
    assert labels(menu)[0] == "Renew"
    await shop.credit(subscriber, 14900)
    await subscriber.goes("Renew", "Price: 149 ₽", "Pay 149 ₽ from balance", "Paid")
    left = (await subscription(shop))["ends_at"] - await shop.db.fetchval("select app.now()")
    assert left.days == 29
    await all_is_well(shop)


async def test_a_trial_leads_to_a_plan_and_offers_nothing_else(shop: Shop, ann: Person) -> None:
    await ann.goes("Try free (3 days)", "vless://", "Back", "Free trial")
    profile = await ann.goes("Subscription", "Nothing is charged when it ends")
    assert labels(profile) == ["Connect", "Choose a plan", "Back"]
    history = await ann.asks("/history", "Newest first")
    assert "free" in history["text"]
    assert "Free trial until" in history["text"]


@pytest.mark.long
async def test_the_history_explains_every_line_and_has_pages(shop: Shop, ann: Person) -> None:
    await ann.goes("Balance", "Plans and renewals", "History", "Nothing here yet")
    for _ in range(18):
        await shop.credit(ann, 1000)
    await ann.goes("Back", "Plans and renewals", "Back", "Try it first")
    await buys(shop, ann, BASIC, "30 days · 149 ₽", 14900)
    first = await ann.asks("/history", "Bought Basic, 30 days, until")
    assert "−149 ₽ · balance 180 ₽" in plain(first["text"])
    assert "+149 ₽ · balance 329 ₽" in plain(first["text"])
    assert first["text"].count("Top-up through Telegram") == 7
    assert labels(first) == ["‹ Older", "Back", "Menu"]
    second = await ann.goes("‹ Older", "balance 120 ₽")
    assert labels(second) == ["‹ Older", "Newer ›", "Back", "Menu"]
    last = await ann.goes("‹ Older", "balance 10 ₽")
    assert last["text"].count("Top-up") == 4
    assert labels(last) == ["Newer ›", "Back", "Menu"]
    await ann.goes("Newer ›", "balance 120 ₽", "Newer ›", "Bought Basic")
    await ann.tap_data(f"page:{2**62}", last["message_id"])
    await shop.settled()
    assert labels((await ann.from_bot())[-1]) == ["‹ Older", "Back", "Menu"]


async def test_a_button_of_another_situation_changes_nothing(
    shop: Shop, subscriber: Person
) -> None:
    """Prices of the plan that runs, of a better one and of none; a plan that is not the price's."""
    (before,) = await subscriber.from_bot()
    state = await subscription(shop)
    plus = await shop.db.fetchval("select min(id) from billing.prices where plan_id = 2")
    for data, says in (
        (f"price:1:{plus}", "no longer offered"),
        (f"later:{plus}", "can be bought right now"),
        ("later:999", "no longer offered"),
    ):
        await subscriber.tap_data(data, before["message_id"])
        await subscriber.alert(says)
    await subscriber.sees("Choose a plan")
    assert len(await subscriber.from_bot()) == 1
    assert await subscription(shop) == state


@pytest.mark.long
async def test_the_screens_speak_russian(shop: Shop, subscriber: Person) -> None:
    await shop.db.execute("select api.set_language($1, 'ru')", subscriber.id)
    profile = await subscriber.asks("/profile", "Автопродление: включено")
    assert "149 ₽ за 30 дней" in plain(profile["text"])
    await subscriber.goes(
        *("Продлить", "Срок: ещё 30 дней"),
        *("Назад", "Следующее списание"),
        *("Отменить", "Отменить подписку «Базовый»?"),
        *("Да, отменить", "Отменена"),
        *("Не отменять", "Следующее списание"),
        *("Назад", "🟢"),
        *("Баланс", "С него оплачиваются"),
        *("История", "Покупка «Базовый», 30 дней, до"),
        *("Меню", "🟢"),
    )


@pytest.mark.long
async def test_what_was_never_delivered_is_no_subscription_that_ended(
    shop: Shop, ann: Person
) -> None:
    """The message that said "paid" says what became of it, and the menu what he has: nothing."""
    faults = {"vpn": {"down": True}, "telegram": {"rate": 0, "chat_rate": 0}}
    assert (await shop.sandbox.http.put("/sandbox/faults", json=faults)).is_success
    await shop.credit(ann, 14900)
    paid = await ann.goes(
        *("Subscription", "Choose a plan"),
        *(BASIC, "For how long?"),
        *("30 days · 149 ₽", "Your order"),
        *("Pay 149 ₽ from balance", "Paid"),
    )
    await shop.sandbox.post("clock", {"advance": "7 hours"})

    async def redrawn() -> Json | None:
        screens = [m for m in await ann.from_bot() if m["message_id"] == paid["message_id"]]
        return next((m for m in screens if "could not turn" in plain(m["text"])), None)

    screen = await eventually(redrawn)
    assert screen
    assert "Try again" in labels(screen)
    await ann.asks("/start", "It takes two minutes")


@pytest.mark.long
async def test_a_screen_that_says_paid_becomes_the_menu_at_the_end(shop: Shop, ann: Person) -> None:
    """All that was paid for was delivered: it says nothing of a fault."""
    await shop.credit(ann, 14900)
    paid = await ann.goes(
        *("Subscription", "Choose a plan"),
        *(BASIC, "For how long?"),
        *("30 days · 149 ₽", "Your order"),
        *("Pay 149 ₽ from balance", "Paid"),
    )
    await ann.sees("vless://")
    await shop.db.execute("select api.set_auto_renew($1, false)", ann.id)
    await advance(shop, "31 days 1 minute")

    async def at_the_menu() -> bool:
        state = "select c.state from app.conversations as c where c.chat_id = $1"
        return bool(await shop.db.fetchval(state, ann.id) == "menu")

    await eventually(at_the_menu)
    await shop.settled()
    texts = [plain(message["text"] or "") for message in await ann.from_bot()]
    assert not [text for text in texts if "could not turn" in text]
    shown = [m for m in await ann.from_bot() if m["message_id"] == paid["message_id"]]
    assert all("Paid" not in plain(message["text"]) for message in shown)
