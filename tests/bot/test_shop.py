"""The bot as people meet it: every screen through a real inbox, database and Bot API."""

from datetime import UTC, datetime

import pytest

from bot.telegram_setup import IN_ALL_LANGUAGES
from tests.support import ANN, Clock, eventually
from tests.support.bot import (
    HEADERS,
    Json,
    Person,
    Shop,
    labels,
    plain,
    written,
)
from texts import LANGUAGES


@pytest.mark.long
async def test_the_language_is_asked_once_and_kept(shop: Shop) -> None:
    """Only whose language Telegram does not tell, or we do not speak, is asked."""
    ann = shop.sandbox.person(language="ja")
    await ann.write("/start")
    picker = await ann.sees("Выберите язык")
    assert labels(picker) == list(LANGUAGES.values())
    await ann.tap("Русский")
    menu = await ann.sees("Настройка займёт две минуты")
    assert menu["message_id"] == picker["message_id"]
    assert "Попробовать бесплатно (3 дня)" in labels(menu)

    await ann.write("/start")
    await eventually(lambda: has_moved(ann, menu["message_id"]))
    assert "Настройка займёт две минуты" in (await ann.from_bot())[-1]["text"]


async def test_who_tells_the_language_is_not_asked(shop: Shop) -> None:
    ann = shop.sandbox.person(language="ru")
    await ann.write("/start")
    await ann.sees("Настройка займёт две минуты")
    assert len(await shop.sandbox.requests("sendMessage")) == 1


@pytest.mark.long
async def test_the_clock_is_chosen_by_what_it_shows(shop: Shop, ann: Person, clock: Clock) -> None:
    """From then on every date that she reads is hers, and so are those of notices."""
    clock.set(datetime(2027, 1, 30, 20, 30, tzinfo=UTC))
    await ann.goes("More", "Your number", "Language, time", "Your clock shows 23:30 (Moscow)")
    zones = await ann.goes("🕐 23:30 Moscow", "What does your clock show now?")
    assert "✅ 23:30 Moscow" in labels(zones)
    await ann.goes("06:30 Vladivostok", "Your clock shows 06:30 (Vladivostok)")
    await ann.goes("Menu", "Try it first", "Try free (3 days)", "turned on")
    await shop.settled()
    await shop.apply_vpn()
    await shop.settled()
    clock.advance("60 hours")
    await ann.asks("/start", "Free trial until tomorrow at 06:30")
    await ann.tap_data("zone:Mars/Olympus", (await ann.from_bot())[-1]["message_id"])
    await ann.alert("out of date")
    await ann.sees("Language and time")
    assert await shop.db.fetchval("select timezone from app.users") == "Asia/Vladivostok"


@pytest.mark.long
async def test_the_menu_leads_to_connect_until_somebody_has_connected(
    shop: Shop, ann: Person
) -> None:
    await ann.tap("Try free (3 days)")
    await shop.settled()
    await shop.apply_vpn()
    await ann.sees("vless://")
    menu = await ann.goes("Back", "🟢")
    places = ["Subscription", "Balance", "Invite", "Give a gift", "Support", "More"]
    assert labels(menu) == ["Connect", *places]
    await shop.db.execute("""
        insert into vpn.usage (access_id, used_bytes, devices, read_at)
        select a.id, 1000, 2, app.now() from vpn.access as a
    """)
    menu = await ann.asks("/start", "2 of 3 devices")
    assert labels(menu)[:2] == ["Choose a plan", "Connect"]


async def has_moved(person: Person, message_id: int) -> bool:
    """There is one screen, and it is another message now."""
    messages = await person.from_bot()
    return len(messages) == 1 and messages[0]["message_id"] != message_id


@pytest.mark.long
async def test_walking_through_the_shop_edits_one_message(ann: Person) -> None:
    for button, seen in (
        ("Subscription", "Choose a plan"),
        ("Basic · from 149 ₽", "For how long?"),
        ("30 days · 149 ₽", "Your order"),
        ("Back", "For how long?"),
        ("Back", "Choose a plan"),
        ("Back", "Try it first"),
        ("Balance", "Plans and renewals"),
        ("Top up", "How much"),
        ("Other amount", "Send me the amount"),
        ("Back", "How much"),
        ("Back", "Plans and renewals"),
        ("Back", "Try it first"),
        ("More", "Your number"),
        ("Notifications", "Tips and offers: on"),
        ("Turn tips and offers off", "Tips and offers: off"),
        ("Turn tips and offers on", "Tips and offers: on"),
        ("Back", "Your number"),
        ("Back", "Try it first"),
        ("More", "Your number"),
        ("Language, time", "Your clock shows"),
        ("Back", "Your number"),
        ("My data", "what you bought"),
        ("Menu", "Try it first"),
    ):
        await ann.tap(button)
        await ann.sees(seen)
    assert len(await ann.from_bot()) == 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("command", "seen"),
    [
        ("/profile", "No subscription yet"),
        ("/buy", "Choose a plan"),
        ("/language", "Language and time"),
        ("/help", "How Tickover VPN works"),
        ("/start ref_5", "Try it first"),
        ("hello?", "Try it first"),
        ("/unknown", "Try it first"),
    ],
)
async def test_commands_bring_the_screen_down(
    shop: Shop, ann: Person, command: str, seen: str
) -> None:
    (menu,) = await ann.from_bot()
    await ann.write(command)
    await eventually(lambda: has_moved(ann, menu["message_id"]))
    assert seen in (await ann.sees(seen))["text"]
    remembered = await shop.db.fetchval("select screen_message_id from app.telegram_identities")
    assert remembered == (await ann.from_bot())[0]["message_id"]


async def test_the_trial_gives_a_key_in_the_same_message(shop: Shop, ann: Person) -> None:
    await ann.tap("Try free (3 days)")
    waiting = await ann.sees("The key appears in this message automatically")
    await shop.apply_vpn()
    ready = await ann.sees("vless://")
    assert ready["message_id"] == waiting["message_id"]
    assert labels(ready) == ["Copy key", "QR code", "New address", "Back"]
    assert len(await ann.from_bot()) == 1

    await ann.tap("QR code")
    photo = await ann.sees("scan this")
    assert photo["photo"]
    picture = await shop.sandbox.http.get(photo["photo"])
    assert picture.content.startswith(b"\x89PNG")
    await ann.tap("Close")
    await eventually(lambda: count_is(ann, 1))

    await ann.tap("Back")
    menu = await ann.sees("🟢")
    assert "Free trial" in menu["text"]
    assert "Try free (3 days)" not in labels(menu)


async def count_is(person: Person, count: int) -> bool:
    return len(await person.from_bot()) == count


async def test_a_second_tap_on_the_trial_shows_the_same_key(shop: Shop, ann: Person) -> None:
    await ann.tap_data("trial", 2)
    await ann.tap_data("trial", 2)
    await shop.settled()
    assert await shop.db.fetchval("select count(*) from billing.trials") == 1
    assert (await ann.chat())["alerts"] == []


async def test_four_taps_from_the_menu_buy_a_subscription(shop: Shop, ann: Person) -> None:
    await shop.credit(ann, 20000)
    for button, seen in (
        ("Subscription", "Choose a plan"),
        ("Basic · from 149 ₽", "For how long?"),
        ("30 days · 149 ₽", "51 ₽ after the purchase"),
        ("Pay 149 ₽ from balance", "Paid"),
    ):
        await ann.tap(button)
        paid = await ann.sees(seen)
    assert "Balance: 51 ₽" in plain(paid["text"])
    assert labels(paid) == ["Connect", "Menu"]
    assert len(await ann.from_bot()) == 1
    await shop.apply_vpn()
    paid = await ann.sees("vless://")
    assert "Paid" in paid["text"]
    assert labels(paid) == ["Connect", "Copy key", "Menu"]
    ends = await shop.db.fetchval("select ends_at from billing.subscriptions")
    assert written(ends) in paid["text"]


async def test_a_double_tap_pays_once(shop: Shop, ann: Person) -> None:
    await shop.credit(ann, 100_000)
    token = await order(shop, ann)
    for _ in range(3):
        await ann.tap_data(f"pay:{token}", 2)
    await ann.sees("Paid")
    await shop.settled()
    assert await shop.db.fetchval("select count(*) from billing.periods") == 1
    assert (await ann.chat())["alerts"] == []


async def order(shop: Shop, person: Person, plan: str = "Basic") -> str:
    token = await shop.db.fetchval(
        """
        select o.order_token
        from billing.prices as p
        cross join lateral api.open_order($1, p.id) as o
        where o.plan_title = $2
        order by p.id
        limit 1
        """,
        person.id,
        plan,
    )
    assert token
    return str(token.hex)


@pytest.mark.long
async def test_an_order_that_was_quoted_for_other_times_is_refused(shop: Shop, ann: Person) -> None:
    await shop.credit(ann, 100_000)
    stale = await order(shop, ann, "Plus")
    await ann.tap_data(f"pay:{await order(shop, ann)}", 2)
    before = await ann.sees("Paid")
    await ann.tap_data(f"pay:{stale}", before["message_id"])
    await ann.alert("has changed since. Nothing was charged")
    await ann.sees("Change of plan")
    assert await shop.db.fetchval("select count(*) from billing.periods") == 1


async def test_a_foreign_order_is_refused_politely(shop: Shop, ann: Person) -> None:
    bob = shop.sandbox.person(2002)
    await bob.arrive()
    await shop.credit(bob, 100_000)
    await shop.credit(ann, 100_000)
    await bob.tap_data(f"pay:{await order(shop, ann)}", 2)
    await bob.alert("not yours or no longer exists. Nothing was charged")
    assert await shop.db.fetchval("select count(*) from billing.periods") == 0


@pytest.mark.parametrize(
    "data",
    [
        *("go:nowhere", "go:menu:menu", "pay:nonsense", "x", "buy"),
        *("price:1", "plan:abc", "topup:", "topup:-1", "page:0", "auto:x", "fund:5", "later:"),
        *("plan:99999999999999999999999999", f"price:1:{2**63}"),
    ],
)
async def test_an_unknown_button_is_answered_and_changes_nothing(ann: Person, data: str) -> None:
    before = await ann.from_bot()
    await ann.tap_data(data, before[0]["message_id"])
    await ann.alert("out of date")
    assert await ann.from_bot() == before


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("plan:999", "no longer offered"),
        ("price:1:999", "no longer offered"),
        ("later:999", "no paid subscription"),
        ("auto:on", "nothing to renew"),
        ("auto:off", "nothing to renew"),
        ("cancel", "no paid subscription"),
        (f"fund:1:{'0' * 32}", "A top-up is from 100 ₽"),
        (f"pay:{'0' * 32}", "Nothing was charged"),
        ("topup:1", "A top-up is from 100 ₽"),
        ("topup:99999999999", "to 100,000 ₽ now. Nothing was charged"),
        ("lang:xx", "out of date"),
        ("qr", "out of date"),
    ],
)
async def test_a_stale_button_is_answered_and_changes_no_more_than_the_screen(
    shop: Shop, ann: Person, data: str, says: str
) -> None:
    (before,) = await ann.from_bot()
    await ann.tap_data(data, before["message_id"])
    await ann.alert(says)
    (screen,) = await ann.from_bot()
    assert screen["message_id"] == before["message_id"]
    assert await shop.db.fetchval("select count(*) from billing.orders") == 0
    assert await shop.db.fetchval("select count(*) from billing.subscriptions") == 0


async def test_a_key_that_is_too_long_for_a_picture_says_so(shop: Shop, ann: Person) -> None:
    await ann.tap_data("trial", 2)
    await shop.settled()
    await shop.apply_vpn()
    await shop.db.execute("update vpn.access set link = 'vless://' || repeat('x', 3000)")
    await ann.tap_data("qr", 2)
    await ann.alert("too long for a QR code")


async def test_an_expired_order_is_refused(shop: Shop, ann: Person, clock: Clock) -> None:
    await shop.credit(ann, 100_000)
    token = await order(shop, ann)
    clock.advance("31 minutes")
    await ann.tap_data(f"pay:{token}", 2)
    await ann.alert("expired and nothing was charged")


@pytest.mark.parametrize(
    ("flag", "data", "says"),
    [
        ("trials", "trial", "trials are paused"),
        ("purchases", "price:1:1", "Sales are paused"),
        ("topups", "topup:25000", "Top-ups are paused"),
        ("topups", "go:topup", "Top-ups are paused"),
    ],
)
async def test_what_is_switched_off_says_so(
    shop: Shop, ann: Person, flag: str, data: str, says: str
) -> None:
    await shop.db.execute("update app.flags set enabled = false where name = $1", flag)
    await ann.tap_data(data, 2)
    await ann.alert(says)


async def test_an_own_amount_is_asked_for_until_it_is_one(shop: Shop, ann: Person) -> None:
    await ann.tap_data("go:amount", 2)
    await ann.sees("Send me the amount")
    for wrong in ("a lot", "99", "100000.01"):
        await ann.write(wrong)
        await shop.settled()
        (screen,) = await ann.from_bot()
        assert "not an amount from 100 ₽ to 100,000 ₽" in plain(screen["text"])
    await ann.write("1 234,50 ₽")
    invoice = await ann.invoice()
    assert invoice["invoice"]["total_amount"] == 123450


async def test_paying_an_invoice_twice_is_refused_before_the_money_moves(
    shop: Shop, ann: Person
) -> None:
    await ann.tap_data("topup:25000", 2)
    invoice = await ann.invoice()
    assert (await ann.pay(invoice["message_id"]))["paid"]
    await ann.sees("250 ₽ received")
    answer = await checkout(shop, ann, invoice["invoice"]["payload"], 25000)
    assert answer["params"]["ok"] == "false"
    assert "not charged" in answer["params"]["error_message"]


@pytest.mark.parametrize(
    ("payload", "amount", "says"),
    [("nonsense", 25000, "not known"), ("0" * 32, 25000, "not known"), (None, 1, "does not match")],
)
async def test_a_checkout_that_fits_no_top_up_is_refused(
    shop: Shop, ann: Person, payload: str | None, amount: int, says: str
) -> None:
    await ann.tap_data("topup:25000", 2)
    invoice = await ann.invoice()
    answer = await checkout(shop, ann, payload or invoice["invoice"]["payload"], amount)
    assert answer["params"]["ok"] == "false"
    assert says in answer["params"]["error_message"]


@pytest.mark.long
async def test_a_refused_checkout_speaks_the_language_that_was_chosen(
    shop: Shop, ann: Person
) -> None:
    await shop.db.execute("select api.set_language($1, 'ru')", ANN)
    for payload in ("nonsense", "0" * 32):
        answer = await checkout(shop, ann, payload, 25000)
        assert "нам неизвестно" in answer["params"]["error_message"]


async def checkout(shop: Shop, person: Person, payload: str, amount: int) -> Json:
    """Telegram asks whether an invoice may be paid; the bot's answer as Telegram got it."""
    query = {
        "id": "77",
        "from": {"id": person.id, "is_bot": False, "first_name": "Ann", "language_code": "en"},
        "currency": "RUB",
        "total_amount": amount,
        "invoice_payload": payload,
    }
    update = {"update_id": 900_000_000, "pre_checkout_query": query}
    answer = await shop.http.post("/telegram", json=update, headers=HEADERS)
    assert answer.status_code == 200
    return (await shop.sandbox.requests("answerPreCheckoutQuery"))[-1]


@pytest.mark.long
async def test_a_payment_is_not_held_up_by_a_chat_with_a_backlog(shop: Shop, ann: Person) -> None:
    """The checkout passes by the queue; the money itself is safe in the queue."""
    await ann.tap_data("topup:25000", 2)
    invoice = await ann.invoice()
    await shop.db.execute("update outbox.topics set paused_until = 'infinity' where name = 'inbox'")
    assert (await ann.pay(invoice["message_id"]))["paid"]
    assert await shop.db.fetchval("select count(*) from billing.payments") == 0
    await shop.db.execute("update outbox.topics set paused_until = null where name = 'inbox'")
    await ann.sees("250 ₽ received")


async def test_a_stranger_who_taps_or_writes_is_asked_to_start(shop: Shop) -> None:
    bob = shop.sandbox.person(2002)
    await bob.write("hello")
    await bob.sees("Send /start and we begin")
    await bob.tap_data("go:menu", 1)
    await bob.alert("Send /start and we begin")
    assert await shop.db.fetchval("select count(*) from app.users") == 0


async def test_a_screen_that_is_gone_is_sent_anew(shop: Shop, ann: Person) -> None:
    (menu,) = await ann.from_bot()
    await shop.sandbox.bot_api("deleteMessage", chat_id=ANN, message_id=menu["message_id"])
    await ann.tap_data("go:profile", menu["message_id"])
    profile = await ann.sees("No subscription yet")
    assert profile["message_id"] != menu["message_id"]
    await shop.settled()
    remembered = await shop.db.fetchval("select screen_message_id from app.telegram_identities")
    assert remembered == profile["message_id"]


async def notice(shop: Shop, person: Person) -> Json:
    keyboard = {
        "inline_keyboard": [
            [
                {"text": "Choose a plan", "callback_data": "go:plans"},
                {"text": "Close", "callback_data": "close"},
            ]
        ]
    }
    await shop.sandbox.bot_api(
        "sendMessage", chat_id=person.id, text="A notice", reply_markup=keyboard
    )
    return await person.sees("A notice")


async def test_the_button_of_a_notice_brings_the_screen_below_it(shop: Shop, ann: Person) -> None:
    """What the notice says stays to be read, until it is closed."""
    said = await notice(shop, ann)
    await ann.tap("Choose a plan")
    plans = await ann.sees("Basic · from")
    await eventually(lambda: count_is(ann, 2))
    assert await ann.from_bot() == [said, plans]
    await ann.tap("Close")
    await eventually(lambda: count_is(ann, 1))
    assert await ann.from_bot() == [plans]


async def test_what_is_too_old_to_be_deleted_loses_its_buttons(shop: Shop, ann: Person) -> None:
    (menu,) = await ann.from_bot()
    await notice(shop, ann)
    await shop.sandbox.post("clock", {"advance": "49 hours"})
    await ann.tap("Close")

    async def buttons_left() -> list[list[str]]:
        return [labels(message) for message in await ann.from_bot()]

    async def notice_has_none() -> bool:
        return await buttons_left() == [labels(menu), []]

    await eventually(notice_has_none)
    await ann.write("/profile")
    await ann.sees("No subscription yet")

    async def menu_has_none() -> bool:
        return (await buttons_left())[:2] == [[], []]

    await eventually(menu_has_none)


async def test_a_redraw_never_disturbs_a_purchase(shop: Shop, ann: Person) -> None:
    refresh = "select app.refresh_screen(u.id, 'access') from app.users as u"
    await ann.tap("Subscription")
    plans = await ann.sees("Choose a plan")
    await shop.credit(ann, 5000)
    await shop.db.execute(refresh)
    await shop.settled()
    assert await ann.from_bot() == [plans]

    await ann.tap("Back")
    await ann.sees("50 ₽")
    await shop.credit(ann, 5000)
    await shop.db.execute(refresh)
    await ann.sees("100 ₽")


async def test_blocking_and_coming_back_is_noted(shop: Shop, ann: Person) -> None:
    async def reachable() -> bool:
        since = await shop.db.fetchval("select unreachable_since from app.telegram_identities")
        return since is None

    async def unreachable() -> bool:
        return not await reachable()

    await ann.block()
    await eventually(unreachable)
    await ann.block(False)
    await eventually(reachable)


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "menu"),
    [
        *(("en", "Main menu"), ("ru", "Главное меню"), ("de", "Hauptmenü")),
        *(("fa", "منوی اصلی"), ("xx", "Main menu")),
    ],
)
async def test_telegram_knows_the_commands(shop: Shop, language: str, menu: str) -> None:
    async def commands() -> list[Json]:
        answer = await shop.sandbox.http.get("/sandbox/commands", params={"language": language})
        known: list[Json] = answer.json()
        return known

    shop.components.telegram_setup.commands_in = IN_ALL_LANGUAGES
    await shop.components.telegram_setup.check_commands()
    known = await commands()
    assert known[0] == {"command": "start", "description": menu}
    assert len(known) == 13
