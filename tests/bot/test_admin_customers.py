"""Customers in the admin menu: found, shown, and what is done about them, with its audit."""

from datetime import timedelta

import pytest

from tests.bot.conftest import OLGA, make_admin
from tests.support import ANN, BOB
from tests.support.bot import BASIC, Json, Person, Sandbox, Shop, all_is_well, labels, plain


async def number(shop: Shop, telegram_id: int) -> int:
    found: int = await shop.db.fetchval("select app.user_of($1)", telegram_id)
    return found


async def last_audit(shop: Shop, action: str) -> tuple[object, ...]:
    """Who did it, why, and what came of it."""
    found = await shop.db.fetchrow(
        "select actor, reason, after ->> 'outcome' from app.audit where action = $1"
        " order by id desc limit 1",
        action,
    )
    return tuple(found or ())


async def by_olga(shop: Shop, reason: str | None, outcome: str | None) -> tuple[object, ...]:
    return f"admin:{await number(shop, OLGA)}", reason, outcome


async def waits(shop: Shop, text: str) -> str | None:
    """The reason in the message with this text that waits to be sent to Ann; no listener runs."""
    found: str | None = await shop.db.fetchval(
        "select coalesce(payload -> 'args' ->> 'reason', '') from outbox.messages"
        " where topic = 'telegram' and lane = $1 and payload ->> 'text' = $2",
        str(ANN),
        text,
    )
    return found


async def card(shop: Shop, olga: Person, telegram_id: int = ANN) -> Json:
    await olga.asks("/admin", "Your role")
    await olga.goes("Customers", "Find one by", "Find a customer", "Who?")
    return await olga.asks(str(telegram_id), "customer ")


async def buys_basic(shop: Shop, person: Person) -> None:
    await shop.credit(person, 14900)
    await person.goes(
        *("Subscription", "Choose a plan"),
        *(BASIC, "For how long?"),
        *("30 days · 149 ₽", "Your order"),
        *("Pay 149 ₽ from balance", "Paid"),
    )
    await shop.apply_vpn()


async def confirms(olga: Person, reason: str, will: str, done: str) -> Json:
    """Answers why, reads what will happen, and confirms."""
    summary = await olga.asks(reason, will)
    assert "This will happen" in summary["text"], summary["text"]
    return await olga.goes("Confirm", done)


@pytest.mark.long
async def test_a_customer_is_found_by_whatever_is_at_hand(
    shop: Shop, ann: Person, olga: Person
) -> None:
    await buys_basic(shop, ann)
    shown = await card(shop, olga)
    ann_is = await number(shop, ANN)
    assert f"customer {ann_is}" in shown["text"]
    assert f"Telegram {ANN}" in shown["text"]
    assert "Basic: ⏳" in shown["text"] or "Basic: ✅" in shown["text"]
    await olga.goes("Back", "Find one by", "Find a customer", "Who?")
    found = await olga.asks("@ann", "hits")
    assert len([label for label in labels(found) if label.startswith("@ann")]) == 2
    await olga.goes("Find a customer", "Who?")
    await olga.asks("nobody of this name", "Nobody and nothing fits")
    await olga.goes("Find a customer", "Who?")
    kept = "select data::text from app.conversations where telegram_id = $1"
    assert "nobody of this name" not in await shop.db.fetchval(kept, OLGA)
    before = await olga.from_bot()
    await olga.write("hello", forwarded_from=ANN)
    await olga.sees(f"customer {ann_is}", beside=before)
    await olga.goes("Back", "Find one by", "Find a customer", "Who?")
    await olga.write("hello", forwarded_from="hidden")
    await olga.sees("hides who he is")
    await olga.goes("Find a customer", "Who?")
    await olga.asks("credit-1", "hit")
    paid = await shop.db.fetchval("select max(id) from billing.payments")
    await olga.goes(f"Payment {paid} · 149 ₽ · @ann", f"Payment {paid}: 149 ₽")
    await olga.goes("The customer", f"customer {ann_is}")


@pytest.mark.long
async def test_the_pages_of_a_customer(shop: Shop, ann: Person, olga: Person) -> None:
    await buys_basic(shop, ann)
    await card(shop, olga)
    history = await olga.goes("History", "Newest first")
    assert "Bought Basic" in history["text"]
    why = next(label for label in labels(history) if label.startswith("Why −149 ₽"))
    charge = await olga.goes(why, "Why 149 ₽ were charged")
    assert "The customer ordered it himself" in charge["text"]
    await olga.goes("Back", "Newest first", "Back", "customer ")
    await olga.goes("Money, discounts", "Balance", "Back", "customer ")
    await olga.goes("Messages sent", "What they said is not kept", "Back", "customer ")
    ahead = await olga.goes("Messages to come", "Within 30 days")
    assert " · " in ahead["text"]
    await olga.goes("Back", "customer ", "Devices", "No device is known", "Back", "customer ")
    await olga.goes("Friends, gifts", "Brought: 0", "Back", "customer ")
    await olga.goes("Done by hand", "Done by hand", "Back", "customer ")
    log = await olga.goes("Log", "Log of this customer")
    assert "came" in log["text"]
    await olga.goes("Back", "customer ", "Payments", "Only: customer")


async def subscription(olga: Person) -> None:
    await olga.goes("⚙️ Basic", "Next charge")


@pytest.mark.long
async def test_time_and_access_are_given_and_taken(shop: Shop, ann: Person, olga: Person) -> None:
    await buys_basic(shop, ann)
    await card(shop, olga)
    await subscription(olga)
    await olga.goes("🎁 Give time", "How much?", "3 days", "get a message", "Yes", "Why?")
    summary = await confirms(olga, "it was slow", ", before: ", "Done: the time is added")
    assert "Paid until" in summary["text"]
    assert await waits(shop, "time-granted") == "it was slow"
    assert await last_audit(shop, "operation.extend") == await by_olga(
        shop, "it was slow", "extended"
    )

    await olga.goes("Back", "customer ")
    await subscription(olga)
    await olga.goes("Change the end", "Until when?")
    await olga.asks("next week", "no answer")
    await olga.asks("31.12.2020", "get a message")
    await olga.goes("No", "Why?")
    refused = await olga.asks("a slip", "This will not work")
    assert "in the past" in refused["text"]
    await olga.goes("Cancel", "nothing was done", "Back", "customer ")

    await subscription(olga)
    await olga.goes("Auto-renewal", "renewed automatically?", "No", "get a message", "No", "Why?")
    await confirms(olga, "she asked", "auto-renewal is off", "Done: auto-renewal is off")
    assert await last_audit(shop, "operation.set_auto_renew") == await by_olga(
        shop, "she asked", "off"
    )

    await olga.goes("Back", "customer ", "⚙️ Basic", "Auto-renewal is off")
    await olga.goes("Send access again", "Why?")
    await confirms(olga, "she lost it", "it is sent", "Done: it is sent")
    assert await waits(shop, "access-sent-again") == ""
    assert (await last_audit(shop, "access.resent"))[:2] == (
        await by_olga(shop, "she lost it", None)
    )[:2]

    await olga.goes("Back", "customer ", "⚙️ Basic", "Auto-renewal is off")
    await olga.goes("⛔ End now", "Why?")
    await confirms(olga, "abuse", "the subscription ends now", "Done: the subscription ends now")
    assert await last_audit(shop, "operation.revoke") == await by_olga(shop, "abuse", "revoked")
    await all_is_well(shop)


@pytest.mark.long
async def test_an_end_is_moved_only_from_where_it_was_seen(
    shop: Shop, ann: Person, olga: Person
) -> None:
    """A few days more than before are fewer once she has got a month meanwhile."""
    await buys_basic(shop, ann)
    await card(shop, olga)
    await subscription(olga)
    await olga.goes("Change the end", "Until when?")
    end = "select ends_at from billing.subscriptions"
    before = await shop.db.fetchval(end)
    await olga.asks(f"{before + timedelta(days=3):%d.%m.%Y}", "get a message")
    await olga.goes("No", "Why?")
    await olga.asks("a few days more", "This will happen: the time is added")
    await shop.db.execute("select ops.extend(app.user_of($1), '30 days', 'a prize', false)", ANN)
    await olga.goes("Confirm", "it ends at another time than when you began")
    assert await shop.db.fetchval(end) == before + timedelta(days=30)
    await all_is_well(shop)


@pytest.mark.long
async def test_money_is_given_taken_and_refunded(shop: Shop, ann: Person, olga: Person) -> None:
    await buys_basic(shop, ann)
    await card(shop, olga)
    await olga.goes("Money, discounts", "Balance", "➕ Give money", "How much?")
    await olga.asks("1.234", "no answer")
    await olga.asks("50", "as a bonus?")
    await olga.goes("As a bonus", "get a message", "Yes", "Why?")
    summary = await olga.asks("sorry for the wait", "Balance: 50 ₽")
    assert "This will happen: the money is on the balance" in summary["text"]
    assert await shop.db.fetchval("select billing.balance_of(app.user_of($1), 'RUB')", ANN) == 0
    await olga.goes("Confirm", "Done: the money is on the balance")
    assert await waits(shop, "credited-by-hand") == "sorry for the wait"
    assert await last_audit(shop, "operation.credit") == await by_olga(
        shop, "sorry for the wait", "credited"
    )

    await olga.goes("Back", "customer ", "Money, discounts", "Balance")
    await olga.goes("➖ Take money", "How much?")
    await olga.asks("20", "get a message")
    await olga.goes("No", "Why?")
    await confirms(olga, "a slip", "the money is taken", "Balance: 30 ₽")

    await olga.goes("Back", "customer ", "Money, discounts", "Balance")
    period = await olga.goes("Refund", "Which payment")
    await olga.goes(next(label for label in labels(period) if "149 ₽" in label), "How much?")
    await olga.goes("Leave out", "Where to?", "To the balance", "cancelled as well?")
    await olga.goes("Yes", "get a message", "Yes", "Why?")
    refund = await olga.asks("it never worked", "the money goes back")
    assert "Balance: 179 ₽" in plain(refund["text"])
    assert "It will not be renewed" in refund["text"]
    await olga.goes("Confirm", "Done: the money goes back")
    assert await waits(shop, "refunded") == "it never worked"
    assert await last_audit(shop, "operation.refund") == await by_olga(
        shop, "it never worked", "refunded"
    )

    await olga.goes("Back", "customer ", "Payments", "Only: customer")
    await olga.tap(next(b for b in labels((await olga.from_bot())[-1]) if "149 ₽" in b))
    await olga.sees("Can still be sent back: up to 149 ₽")
    await olga.goes("Send money back", "How much?", "Leave out", "get a message", "Yes", "Why?")
    await confirms(olga, "she asked", "the money is held", "Done: the money is held")
    assert await last_audit(shop, "operation.payout") == await by_olga(shop, "she asked", "sending")
    await olga.goes("Back", "On its way back: 149 ₽", "Back", "customer ")

    await olga.goes("Money, discounts", "Balance", "Discount", "How many percent")
    await olga.asks("15", "Until when?")
    await olga.goes("Leave out", "Why?")
    await confirms(olga, "a friend", "15 % off", "Done: it is set")
    by = await shop.db.fetchrow(
        "select actor, reason from app.audit where action = 'personal_price.added'"
    )
    assert tuple(by or ()) == (await by_olga(shop, "a friend", None))[:2]
    assert "Discount: 15 %" in (await olga.goes("Back", "customer "))["text"]
    await all_is_well(shop)


@pytest.mark.long
async def test_access_is_moved_between_panels_with_long_names(
    shop: Shop, ann: Person, olga: Person
) -> None:
    """Both names together are more than a button carries."""
    old, new = "a" * 32, "b" * 32
    await shop.db.execute("update vpn.panels set code = $1", old)
    await buys_basic(shop, ann)
    await shop.db.execute(
        "insert into vpn.panels (code, kind, base_url) values ($1, 'xray-api', 'http://panel')", new
    )
    shown = await card(shop, olga)
    bought = await shop.db.fetchval("select id from billing.subscriptions")
    form = f"af:move_access:{await number(shop, ANN)}:{bought}"
    await olga.tap_data(form, shown["message_id"])
    await olga.sees("From where to where?")
    await olga.goes(f"{old} → {new}", "Why?")
    await confirms(olga, "nearer to her", f"{old} → {new}", "Done")
    serving = "select panel from ops.access where panel = $1"
    assert await shop.db.fetchval(serving, new) == new
    await all_is_well(shop)


@pytest.mark.long
async def test_a_person_is_written_to_blocked_and_forgotten(
    shop: Shop, ann: Person, olga: Person
) -> None:
    await card(shop, olga)
    await olga.goes("✉️ Write", "What do you want to say?")
    await olga.asks("Your server is back.", "This will happen: sent")
    await olga.goes("Confirm", "Done: sent")
    ticket = await shop.db.fetchval(
        "select body from support.messages where sender = 'support' order by id desc limit 1"
    )
    assert ticket == "Your server is back."
    assert (await last_audit(shop, "ticket.answered"))[0] == f"admin:{await number(shop, OLGA)}"

    await olga.goes("Back", "customer ", "⛔ Block", "get a message", "No", "Why?")
    await confirms(olga, "resells keys", "on the blacklist", "Done: on the blacklist")
    assert (await last_audit(shop, "user.blocked"))[:2] == (
        await by_olga(shop, "resells keys", None)
    )[:2]
    shown = await olga.goes("Back", "On the blacklist: resells keys")
    assert "Unblock" in labels(shown)

    ann_is = await number(shop, ANN)
    await olga.goes("Forget the person", "write the customer number")
    await olga.asks(str(ann_is + 1), "no answer")
    await olga.asks(str(ann_is), "Why?")
    await confirms(olga, "a letter of hers", "forgotten", "Done: forgotten")
    assert await last_audit(shop, "user.erased") == await by_olga(shop, "a letter of hers", None)
    await olga.goes("Back", "is erased")


async def test_what_support_may_not_do_is_refused_by_the_database(
    shop: Shop, ann: Person, olga: Person, telegram: Sandbox
) -> None:
    bob = telegram.person(BOB)
    await bob.arrive()
    await shop.settled()
    await make_admin(shop, BOB, "support")
    shown = await card(shop, bob)
    assert "⛔ Block" not in labels(shown)
    money = await bob.goes("Money, discounts", "Balance")
    assert "➕ Give money" not in labels(money)
    await bob.tap_data(f"af:credit_money:{await number(shop, ANN)}", money["message_id"])
    await bob.alert("Your role does not allow that")
    with pytest.raises(Exception, match="not allowed: money"):
        await shop.db.execute(
            "select admin.credit($1, app.user_of($2), 100, 'mine', true, gen_random_uuid(), false)",
            *(BOB, ANN),
        )


@pytest.mark.long
async def test_payments_are_found_and_money_without_a_payer_finds_one(
    shop: Shop, ann: Person, olga: Person
) -> None:
    await shop.credit(ann, 14900)
    await shop.db.execute("select inbox._book_payment(1, 'telegram', 'lost', null, 7700, 'RUB')")
    await olga.asks("/admin", "Your role")
    listed = await olga.goes("Payments", "Newest first")
    assert len([label for label in labels(listed) if "₽" in label]) == 2
    for wanted in ("77", "telegram"):
        await olga.goes("Find a payment", "Which?")
        found = await olga.asks(wanted, f"Only: {wanted}")
        assert any("77 ₽" in label for label in labels(found))
    await olga.goes("Payer unknown", "without a certain payer")
    await olga.tap(next(b for b in labels((await olga.from_bot())[-1]) if "77 ₽" in b))
    await olga.sees("Nobody knows whose this is")
    await olga.goes("It is a customer’s", "Whose is it?")
    await olga.asks("@ann", "no answer")
    await olga.asks(str(ANN), "Why?")
    await confirms(olga, "her receipt", "the money is the customer’s", "Done: the money is")
    assert (await last_audit(shop, "suspense.assignment"))[:2] == (
        await by_olga(shop, "her receipt", None)
    )[:2]
    assert await waits(shop, "payment-found") == ""
    await all_is_well(shop)


async def asks_for_money(shop: Shop) -> None:
    """Ann has earned 1,200 ₽, and wants them on her card."""
    await shop.db.execute("select outbox.declare_requisites_keys(array['00112233445566aa'])")
    await shop.db.execute(
        """
        select ledger.post('referral_reward', 'reward', array[
          (ledger.account(null, 'referral_expense', 'RUB'), -120000)::ledger.leg,
          (ledger.account(app.user_of($1), 'referral', 'RUB'), 120000)::ledger.leg
        ])
        """,
        ANN,
    )
    for call in (
        "api.choose_withdrawal_amount($1, 120000)",
        "api.choose_withdrawal_way($1, 'card', '00112233445566aa')",
        "api.keep_requisites($1, '\\x5ea1ed', '00112233445566aa', '•4444')",
        "api.request_withdrawal($1, (select d.token from billing.withdrawal_drafts as d),"
        " '00112233445566aa')",
    ):
        await shop.db.fetch(f"select * from {call}", ANN)


async def opens_withdrawal(shop: Shop, olga: Person) -> int:
    """Returns its number."""
    await olga.asks("/admin", "Your role")
    listed = await olga.goes("Withdrawals", "the most urgent first")
    number: int = await shop.db.fetchval("select id from billing.withdrawals")
    shown = next(label for label in labels(listed) if "1,200 ₽" in label)
    await olga.goes(shown, f"Withdrawal {number}: 1,200 ₽")
    return number


@pytest.mark.long
async def test_a_withdrawal_is_approved_and_paid(shop: Shop, ann: Person, olga: Person) -> None:
    await asks_for_money(shop)
    number = await opens_withdrawal(shop, olga)
    await olga.goes("Approve", "A note for the log?")
    await confirms(olga, "known for years", "approved", "Done: approved")
    assert (await last_audit(shop, "withdrawal.approved"))[:2] == (
        await by_olga(shop, "known for years", None)
    )[:2]
    await olga.goes("Back", f"Withdrawal {number}", "Show details", "This will happen")
    await olga.goes("Confirm", "a message of their own", "Back", f"Withdrawal {number}")
    await olga.goes("It is paid", "By what is it known?")
    await confirms(olga, "transfer 12", "paid", "Done: paid")
    assert await shop.db.fetchval("select external_id from billing.withdrawals") == "transfer 12"
    await all_is_well(shop)


async def earned(shop: Shop) -> int:
    query = (
        "select balance from ledger.accounts where user_id = app.user_of($1) and name = 'referral'"
    )
    found: int = await shop.db.fetchval(query, ANN)
    return found


@pytest.mark.long
async def test_a_withdrawal_is_refused(shop: Shop, ann: Person, olga: Person) -> None:
    await asks_for_money(shop)
    assert await earned(shop) == 0
    await opens_withdrawal(shop, olga)
    await olga.goes("Refuse", "Why?", "Against the rules", "This will happen")
    await olga.goes("Confirm", "Done: ")
    trace = await last_audit(shop, "withdrawal.rejected")
    assert trace[:2] == (await by_olga(shop, "rules", None))[:2]
    assert await earned(shop) == 120000
    await all_is_well(shop)


@pytest.mark.long
async def test_a_withdrawal_that_cannot_be_paid_comes_back(
    shop: Shop, ann: Person, olga: Person
) -> None:
    await asks_for_money(shop)
    await opens_withdrawal(shop, olga)
    await olga.goes("Approve", "A note for the log?", "Leave out", "This will happen")
    await olga.goes("Confirm", "Done: approved", "Back", "Withdrawal ")
    await olga.goes("Show details", "This will happen", "Confirm", "a message of their own")
    screen = await olga.goes("Back", "Withdrawal ")
    failed = next(label for label in labels(screen) if "cannot" in label.lower())
    await olga.goes(failed, "Why?", "The details are wrong", "This will happen")
    await olga.goes("Confirm", "Done: ")
    trace = await last_audit(shop, "withdrawal.failed")
    assert trace[:2] == (await by_olga(shop, "requisites", None))[:2]
    assert await earned(shop) == 120000
    await all_is_well(shop)


async def test_the_log_says_who_did_what(shop: Shop, ann: Person, olga: Person) -> None:
    ann_is = await number(shop, ANN)
    await shop.db.execute(
        "select admin.credit($1, $2, 5000, 'sorry', false, gen_random_uuid(), false)", OLGA, ann_is
    )
    await shop.db.execute("update app.flags set enabled = not enabled where name = 'game'")
    await olga.asks("/admin", "Your role")
    log = await olga.goes("Audit log", "What people did")
    assert "money given" in log["text"]
    assert "switch changed" in log["text"]
    assert "“sorry”" in log["text"]
    who = await olga.goes("By whom", "Choose what to see", "@ann", "Only: @ann")
    assert "switch changed" not in who["text"]
    what = await olga.goes(
        "What was done", "Choose what to see", "switch changed", "Only: switch changed"
    )
    assert "money given" not in what["text"]
    await olga.goes("Everything", "also what the shop did by itself")
