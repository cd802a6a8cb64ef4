"""Screens by what they show: text, labels, and what the buttons carry."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.api import Access, Home, Order, PaymentReceived, Plan, Price, Profile, Purchase, TopUpOffer
from bot.callbacks import (
    ChooseAmount,
    ChooseLanguage,
    ChoosePlan,
    ChoosePrice,
    Close,
    Go,
    PayFromBalance,
    ShowQr,
    StartTrial,
)
from bot.handlers.topup import minor_units, order_token
from bot.handlers.trial import qr_png
from bot.screens import (
    Screen,
    access_screen,
    amount_screen,
    credited_screen,
    help_screen,
    language_screen,
    menu_screen,
    order_screen,
    paid_screen,
    plans_screen,
    prices_screen,
    profile_screen,
    topup_screen,
)
from texts import Catalog

NOW = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
TOKEN = UUID("0123456789abcdef0123456789abcdef")
SAY = Catalog.load().voice("en")
GO_MENU = ("Back", "go:menu")

HOME = Home(
    user_id=7,
    locale="en",
    timezone="UTC",
    balance=0,
    currency="RUB",
    status="none",
    is_trial=False,
    plan_title=None,
    ends_at=None,
    trial_hours=72,
    can_topup=True,
    screen_message_id=None,
    now=NOW,
)
ACTIVE = Home(
    **{
        **HOME.__dict__,
        "status": "active",
        "plan_title": "Basic",
        "ends_at": NOW + timedelta(days=30),
        "trial_hours": None,
        "balance": 5100,
    }
)
TRIAL = Home(**{**ACTIVE.__dict__, "is_trial": True})
OFFER = TopUpOffer("RUB", [25000, 75000, 99900], 10000, 10_000_000, None)
ORDER = Order(
    outcome="open",
    order_token=TOKEN,
    plan_title="Basic",
    period_count=30,
    period_unit="day",
    amount=14900,
    currency="RUB",
    starts_at=NOW,
    ends_at=NOW + timedelta(days=30),
    balance=20000,
    short_by=0,
    expires_at=NOW + timedelta(minutes=30),
)


def buttons(screen: Screen) -> list[list[tuple[str, str | None]]]:
    return [
        [(plain(button.text), button.callback_data) for button in row]
        for row in screen.keyboard.inline_keyboard
    ]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def lines(screen: Screen) -> list[str]:
    return [line for line in plain(screen.text).splitlines() if line]


def changed(home: Home, **columns: object) -> Home:
    return Home(**{**home.__dict__, **columns})


def test_a_newcomer_is_offered_the_trial_first() -> None:
    screen = menu_screen(SAY, HOME)
    assert screen.name == "menu"
    assert lines(screen) == [
        "<b>Tickover VPN</b>",
        "⚪️ <b>No subscription yet</b>",
        "Balance: <b>0 ₽</b>",
        "Try it first: it is free, and nothing is charged afterwards.",
    ]
    assert buttons(screen) == [
        [("Try free (3 days)", "trial")],
        [("Connect", "go:access"), ("Subscription", "go:plans")],
        [("Profile and balance", "go:profile")],
        [("Language", "go:language")],
    ]


def test_trials_of_odd_lengths_are_named_in_hours() -> None:
    screen = menu_screen(SAY, changed(HOME, trial_hours=36))
    assert buttons(screen)[0] == [("Try free (36 hours)", "trial")]


def test_the_menu_of_a_subscriber_shows_plan_end_and_balance() -> None:
    screen = menu_screen(SAY, ACTIVE)
    assert lines(screen) == [
        "<b>Tickover VPN</b>",
        "🟢 <b>Basic</b>",
        "Valid until 31 January 2027, 12:00 UTC · 30 days left",
        "Balance: <b>51 ₽</b>",
    ]
    assert buttons(screen)[0] == [("Connect", "go:access"), ("Subscription", "go:plans")]


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(days=3), "3 days left"),
        (timedelta(days=2, seconds=1), "3 days left"),
        (timedelta(hours=24), "24 hours left"),
        (timedelta(minutes=61), "2 hours left"),
        (timedelta(minutes=1), "1 hour left"),
        (timedelta(minutes=-1), "0 hours left"),
    ],
)
def test_time_left_never_says_zero_too_early(left: timedelta, shown: str) -> None:
    screen = menu_screen(SAY, changed(ACTIVE, ends_at=NOW + left))
    assert screen.text.count(f"· {shown}") == 1


@pytest.mark.parametrize(
    ("columns", "card"),
    [
        ({"is_trial": True}, "🟢 <b>Free trial</b>"),
        ({"status": "activating"}, "🟡 <b>Basic</b>"),
        ({"status": "expired"}, "🔴 <b>Basic</b>"),
        ({"status": "activating", "is_trial": True}, "🟡 <b>Free trial</b>"),
        ({"status": "expired", "is_trial": True}, "🔴 <b>Free trial</b>"),
    ],
)
def test_the_card_shows_every_status(columns: dict[str, object], card: str) -> None:
    assert card in menu_screen(SAY, changed(ACTIVE, **columns)).text


def test_titles_from_the_database_cannot_break_the_markup() -> None:
    assert (
        "<b>A &lt;b&gt; &amp; c</b>"
        in menu_screen(SAY, changed(ACTIVE, plan_title="A <b> & c")).text
    )


def test_the_language_is_asked_before_there_is_anywhere_to_go_back_to() -> None:
    languages = [[("English", "lang:en")], [("Русский", "lang:ru")]]
    assert buttons(language_screen(SAY, may_go_back=False)) == languages
    assert buttons(language_screen(SAY, may_go_back=True)) == [*languages, [GO_MENU]]


def test_plans_show_their_benefits_and_lowest_price() -> None:
    plans = [
        Plan(1, "Basic", "3 devices", 14900, "RUB"),
        Plan(2, "Plus", "8 devices", 29900, "RUB"),
    ]
    screen = plans_screen(SAY, plans, HOME)
    assert "<b>Plus</b> · from 299 ₽" in lines(screen)
    assert "8 devices" in lines(screen)
    assert buttons(screen) == [
        [("Basic · from 149 ₽", "plan:1")],
        [("Plus · from 299 ₽", "plan:2")],
        [GO_MENU],
    ]


def test_an_empty_shop_says_so() -> None:
    screen = plans_screen(SAY, [], HOME)
    assert "Nothing is on sale" in screen.text
    assert buttons(screen) == [[GO_MENU]]


def test_prices_show_what_a_longer_period_saves() -> None:
    prices = [
        Price(11, "Basic", 30, "day", 14900, "RUB", 0),
        Price(12, "Basic", 3, "month", 39900, "RUB", 4800),
    ]
    assert buttons(prices_screen(SAY, 1, prices)) == [
        [("30 days · 149 ₽", "price:1:11")],
        [("3 months · 399 ₽ · save 48 ₽", "price:1:12")],
        [("Back", "go:plans")],
    ]


def test_an_order_that_the_balance_covers_shows_the_new_end_and_what_remains() -> None:
    screen = order_screen(SAY, 1, ORDER, None)
    assert lines(screen) == [
        "<b>Your order</b>",
        "Plan: <b>Basic</b>",
        "Period: 30 days",
        "Price: <b>149 ₽</b>",
        "Valid until: <b>31 January 2027, 12:00 UTC</b>",
        "Balance: 200 ₽, 51 ₽ after the purchase.",
        "This order is open until 1 January 2027, 12:30 UTC.",
    ]
    assert buttons(screen) == [
        [("Pay 149 ₽ from balance", f"pay:{TOKEN.hex}")],
        [("Back", "plan:1")],
    ]


@pytest.mark.parametrize(("short_by", "prefilled"), [(4900, 10000), (14900, 14900)])
def test_a_short_balance_prefills_the_top_up(short_by: int, prefilled: int) -> None:
    order = Order(**{**ORDER.__dict__, "balance": 14900 - short_by, "short_by": short_by})
    screen = order_screen(SAY, 1, order, OFFER)
    assert f"<b>{short_by // 100} ₽ short</b>" in plain(screen.text)
    assert buttons(screen) == [
        [(f"Top up {prefilled // 100} ₽", f"topup:{prefilled}"), ("Other amount", "go:amount")],
        [("Back", "plan:1")],
    ]


def test_a_short_balance_without_top_ups_leads_back() -> None:
    order = Order(**{**ORDER.__dict__, "balance": 0, "short_by": 14900})
    screen = order_screen(SAY, 1, order, None)
    assert "Top-ups are paused" in screen.text
    assert buttons(screen) == [[("Back", "plan:1")]]


def test_success_says_until_when_and_leads_to_the_key() -> None:
    purchase = Purchase("fulfilled", "Basic", NOW + timedelta(days=30), 5100, 0, "RUB")
    screen = paid_screen(SAY, purchase)
    assert "Valid until: <b>31 January 2027, 12:00 UTC</b>" in screen.text
    assert buttons(screen) == [[("Connect", "go:access")], [("Menu", "go:menu")]]


def test_top_ups_offer_presets_and_what_is_missing() -> None:
    presets = [("250 ₽", "topup:25000"), ("750 ₽", "topup:75000"), ("999 ₽", "topup:99900")]
    rest = [[("Other amount", "go:amount")], [("Back", "go:profile")]]
    assert buttons(topup_screen(SAY, OFFER, HOME)) == [presets, *rest]
    missing = TopUpOffer("RUB", OFFER.presets, 10000, 10_000_000, 14900)
    assert buttons(topup_screen(SAY, missing, HOME)) == [[("149 ₽", "topup:14900")], presets, *rest]


def test_the_own_amount_names_its_limits() -> None:
    assert "from 100 ₽ to 100,000 ₽" in plain(amount_screen(SAY, OFFER).text)
    wrong = amount_screen(SAY, OFFER, was_wrong=True)
    assert "not an amount from 100 ₽ to 100,000 ₽" in plain(wrong.text)


@pytest.mark.parametrize(
    ("payment", "says"),
    [
        (PaymentReceived("credited", 25000, "RUB", 26000), "Balance: <b>260 ₽</b>"),
        (PaymentReceived("repeated", 25000, "RUB", 26000), "Balance: <b>260 ₽</b>"),
        (
            PaymentReceived("credited_without_order", 25000, "RUB", 26000),
            "did not match an open top-up",
        ),
        (PaymentReceived("suspense", 25000, "RUB", None), "The money is safe"),
    ],
)
def test_every_payment_hears_where_its_money_is(payment: PaymentReceived, says: str) -> None:
    screen = credited_screen(SAY, payment, None)
    assert says in plain(screen.text)
    assert "250 ₽" in plain(screen.text)
    assert buttons(screen) == [[("Menu", "go:menu")]]


def test_a_payment_leads_back_to_what_was_being_bought() -> None:
    paid = PaymentReceived("credited", 25000, "RUB", 26000)
    screen = credited_screen(SAY, paid, ChoosePrice(plan_id=1, price_id=11))
    assert buttons(screen)[0] == [("Continue the purchase", "price:1:11")]


def test_the_key_can_be_copied_and_scanned() -> None:
    link = "vless://uuid@host:443?security=reality&type=tcp#Tickover"
    screen = access_screen(SAY, Access("ready", link, "Basic", NOW), ACTIVE)
    assert (
        "<code>vless://uuid@host:443?security=reality&amp;type=tcp#Tickover</code>" in screen.text
    )
    assert buttons(screen) == [[("Copy key", None), ("QR code", "qr")], [GO_MENU]]
    copy = screen.keyboard.inline_keyboard[0][0].copy_text
    assert copy
    assert copy.text == link
    long = access_screen(SAY, Access("ready", link + "x" * 256, "Basic", NOW), ACTIVE)
    assert buttons(long)[0] == [("QR code", "qr")]
    assert qr_png(link).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("access", "home", "says", "first"),
    [
        (Access("activating", None, "Basic", NOW), ACTIVE, "being switched on", GO_MENU),
        (Access("none", None, None, None), HOME, "no subscription", ("Try free (3 days)", "trial")),
        (
            Access("none", None, None, None),
            changed(HOME, trial_hours=None),
            "no subscription",
            ("Choose a plan", "go:plans"),
        ),
        (Access("expired", None, "Basic", NOW), ACTIVE, "Basic ended", ("Renew", "go:plans")),
        (
            Access("expired", None, "Basic", NOW),
            TRIAL,
            "trial ended",
            ("Choose a plan", "go:plans"),
        ),
    ],
)
def test_connect_says_why_it_cannot(
    access: Access, home: Home, says: str, first: tuple[str, str]
) -> None:
    screen = access_screen(SAY, access, home)
    assert says in screen.text
    assert buttons(screen)[0] == [first]


def test_the_key_of_a_trial_is_not_called_a_plan() -> None:
    screen = access_screen(SAY, Access("ready", "vless://x", "Basic", NOW), TRIAL)
    assert lines(screen)[1] == "Free trial, valid until 1 January 2027, 12:00 UTC"


def test_the_profile_shows_status_and_ways_to_pay() -> None:
    profile = Profile(7, "active", False, "Basic", NOW + timedelta(days=1), 5100, "RUB", NOW, "en")
    screen = profile_screen(SAY, profile, ACTIVE)
    assert lines(screen) == [
        "<b>Profile</b>",
        "ID: <code>7</code>",
        "With us since 1 January 2027",
        "🟢 <b>Basic</b>",
        "Valid until 2 January 2027, 12:00 UTC · 24 hours left",
        "Balance: <b>51 ₽</b>",
    ]
    assert buttons(screen) == [[("Renew", "go:plans"), ("Top up", "go:topup")], [GO_MENU]]
    closed = profile_screen(SAY, profile, changed(ACTIVE, can_topup=False))
    assert buttons(closed)[0] == [("Renew", "go:plans")]


def test_help_names_the_commands() -> None:
    text = help_screen(SAY).text
    assert all(command in text for command in ("/start", "/buy", "/profile", "/language"))


@pytest.mark.parametrize(
    "data",
    [
        Go(place="language"),
        ChooseLanguage(locale="ru"),
        StartTrial(),
        ChoosePlan(plan_id=2**63 - 1),
        ChoosePrice(plan_id=2**63 - 1, price_id=2**63 - 1),
        PayFromBalance(order=TOKEN),
        ChooseAmount(amount=2**63 - 1),
        ShowQr(),
        Close(),
    ],
)
def test_buttons_carry_at_most_64_bytes_and_come_back_as_they_went(data: CallbackData) -> None:
    packed = data.pack()
    assert len(packed.encode()) <= 64
    assert type(data).unpack(packed) == data


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("500", 50000),
        (" 1 000 ₽", 100000),
        ("1\N{NO-BREAK SPACE}000 руб.", 100000),
        ("99.50", 9950),
        ("99,5 р", 9950),
        ("0", 0),
        ("-5", None),
        ("1e5", None),
        ("12,345", 1_234_500),
        ("100,000 ₽", 10_000_000),
        ("1,000.00", 100_000),
        ("1,234,567.5 rub", 123_456_750),
        ("100,50", 10050),
        ("1 000,50 ₽", 100_050),
        ("0,500", None),
        ("1,0000", None),
        ("1000,000", None),
        ("1,000,00", None),
        ("1,000.001", None),
        ("1 000,000", None),
        ("100.001", None),
        ("пятьсот", None),
        ("", None),
        ("9" * 40, None),
        ("999" + ",999" * 20, None),
    ],
)
def test_amounts_as_people_write_them(text: str, amount: int | None) -> None:
    assert minor_units(text, "RUB") == amount


def test_stars_have_no_fractions() -> None:
    assert minor_units("5", "XTR") == 5
    assert minor_units("5.5", "XTR") is None


def test_a_foreign_invoice_names_no_order() -> None:
    assert order_token(TOKEN.hex) == TOKEN
    assert order_token("something else") is None
