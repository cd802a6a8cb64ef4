"""Screens by what they show: text, labels, and what the buttons carry."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal, get_args

import pytest
import segno
from aiogram.filters.callback_data import CallbackData

from bot.api import (
    Access,
    Cause,
    ChangeScheduled,
    Deletion,
    Home,
    Kind,
    MonthlyOffer,
    NoticePreferences,
    OrderedPrice,
    PaymentChoices,
    PaymentMethod,
    PaymentReceived,
    Plan,
    Price,
    Promo,
    PromoUsed,
    Reason,
    StatementLine,
    Status,
    TicketLine,
    TimeZone,
    TopUpOffer,
    WantedOrder,
    Withdrawal,
    WithdrawalOffer,
)
from bot.callbacks import (
    AcceptTerms,
    ActOnTicket,
    ActOnWithdrawal,
    AskData,
    AskSupport,
    Cancel,
    CancelWithdrawal,
    ChooseAmount,
    ChooseDevice,
    ChooseLanguage,
    ChoosePlan,
    ChoosePrice,
    ChooseZone,
    Close,
    CompanyForm,
    ConfirmWithdrawal,
    DeleteAccount,
    FundOrder,
    Go,
    HasJoined,
    MoveMethod,
    PayFromBalance,
    PayMonthly,
    Question,
    ReadAnswer,
    RefuseWithdrawal,
    Reissue,
    RememberMethod,
    RemoveMethod,
    Reply,
    Resume,
    ResumeMethod,
    ScheduleChange,
    SetAutoRenew,
    SetBalanceFirst,
    SetReferralNotices,
    SetTips,
    ShowInviteQr,
    ShowQr,
    Solved,
    StartTrial,
    Topic,
    TurnPage,
    Unbind,
    UsePromo,
    WithdrawAmount,
    WithdrawBy,
)
from bot.handlers.connect import qr_png
from bot.handlers.topup import minor_units
from bot.payments import order_token
from bot.screens import (
    Screen,
    access_screen,
    amount_screen,
    answer_screen,
    ask_screen,
    balance_screen,
    cancel_screen,
    confirm_withdrawal_screen,
    credited_screen,
    delete_screen,
    help_screen,
    history_screen,
    invite_screen,
    language_screen,
    later_screen,
    menu_screen,
    methods_screen,
    more_screen,
    notices_screen,
    order_screen,
    paid_screen,
    plans_screen,
    prices_screen,
    privacy_screen,
    profile_screen,
    promo_screen,
    promo_used_screen,
    requisites_screen,
    saved_methods_screen,
    scheduled_screen,
    support_screen,
    topup_screen,
    undelivered_screen,
    withdraw_screen,
    withdraw_way_screen,
    written_screen,
    zones_screen,
)
from bot.screens.history import LINES
from tests.support.bot import plain
from tests.support.screens import (
    ACTIVE,
    BACK,
    EARNINGS,
    EXPIRED,
    GO_BALANCE,
    GO_MENU,
    GO_PROFILE,
    GRACE,
    HOME,
    INVITE,
    LINK,
    MENU,
    NO_CHARGE,
    NOW,
    OFFER,
    ORDER,
    PROFILE,
    PROMO,
    SAVED,
    SAY,
    TOKEN,
    TRIAL,
)
from texts import LANGUAGES, Catalog

Outcome = Literal["credited", "repeated", "credited_without_order", "suspense"]


def buttons(screen: Screen) -> list[list[tuple[str, str | None]]]:
    return [
        [(plain(button.text), button.callback_data) for button in row]
        for row in screen.keyboard.inline_keyboard
    ]


def mains(screen: Screen) -> list[str]:
    """The labels of what stands out."""
    return [
        button.text for row in screen.keyboard.inline_keyboard for button in row if button.style
    ]


def lines(screen: Screen) -> list[str]:
    return [line for line in plain(screen.text).splitlines() if line]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, []),
        (
            {
                "used_bytes": 37_500_000_000,
                "data_limit": 100_000_000_000,
                "devices": 2,
                "device_limit": 3,
                "online_at": NOW,
            },
            [
                "Traffic: 37.5 of 100 GB used",
                "Devices: 2 of 3",
                "Last connected: today at 12:00",
            ],
        ),
        ({"used_bytes": 0, "devices": 2}, ["Traffic: 0 GB used"]),
        ({"data_limit": 100_000_000_000, "device_limit": 3}, []),
    ],
)
def test_the_profile_says_what_panels_tell(known: dict[str, Any], said: list[str]) -> None:
    told = ("Traffic", "Devices", "Last connected")
    shown = lines(profile_screen(SAY, replace(PROFILE, **known), HOME))
    assert [line for line in shown if line.startswith(told)] == said


def test_a_newcomer_is_offered_the_trial_first() -> None:
    screen = menu_screen(SAY, HOME)
    assert screen.name == "menu"
    assert lines(screen) == [
        "<b>Tickover VPN</b>",
        "Sites and apps open again on your phone, computer and TV. It takes two minutes to set up.",
        "Try it first: it is free, and nothing is charged afterwards.",
    ]
    assert buttons(screen) == [
        [("Try free (3 days)", "trial")],
        [("Subscription", "go:plans"), ("Balance", "go:balance")],
        [("Support", "go:support"), ("More", "go:more")],
    ]
    assert lines(menu_screen(SAY, replace(HOME, balance=5000)))[2] == "50 ₽"


def test_trials_of_odd_lengths_are_named_in_hours() -> None:
    screen = menu_screen(SAY, replace(HOME, trial_hours=36))
    assert buttons(screen)[0] == [("Try free (36 hours)", "trial")]


def test_the_menu_of_a_subscriber_is_headed_by_one_line() -> None:
    known = replace(ACTIVE, devices=2, device_limit=8)
    assert lines(menu_screen(SAY, known)) == [
        "🟢 <b>Basic</b> until 31 January · 2 of 8 devices · 51 ₽"
    ]
    assert lines(menu_screen(SAY, ACTIVE)) == ["🟢 <b>Basic</b> until 31 January · 51 ₽"]
    russian = Catalog.load().translator("ru", "UTC", NOW)
    followed = replace(known, last_title="Plus", paid_until=NOW + timedelta(days=90))
    assert lines(menu_screen(SAY, followed))[1] == "Then <b>Plus</b> until 1 April"
    assert plain(menu_screen(russian, known).text) == (
        "🟢 <b>Basic</b> до 31 января · 2 из 8 устройств · 51 ₽"
    )
    (_, *rows) = buttons(menu_screen(SAY, known))
    assert rows[0][0] == ("Subscription", "go:profile")


CONNECT = ("Connect", "go:access")
SOON = NOW + timedelta(days=7)


@pytest.mark.parametrize(
    ("columns", "first", "is_main"),
    [
        ({"connected": False}, [CONNECT], True),
        ({"connected": None}, [CONNECT], True),
        ({"connected": True}, [CONNECT], False),
        ({"status": "activating"}, [CONNECT], True),
        ({"connected": True, "ends_at": SOON}, [("Renew", "go:renew"), CONNECT], True),
        ({"connected": False, "ends_at": SOON}, [("Renew", "go:renew"), CONNECT], True),
        ({"connected": False, "is_trial": True, "ends_at": SOON}, [CONNECT], True),
        (
            {"connected": True, "is_trial": True, "ends_at": SOON},
            [("Choose a plan", "go:plans"), CONNECT],
            True,
        ),
    ],
)
def test_the_main_button_is_what_the_user_needs_next(
    columns: dict[str, Any], first: list[tuple[str, str]], is_main: bool
) -> None:
    screen = menu_screen(SAY, replace(ACTIVE, **columns))
    assert buttons(screen)[0] == first
    styles = [button.style for row in screen.keyboard.inline_keyboard for button in row]
    assert [bool(style) for style in styles] == [is_main, *[False] * (len(styles) - 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_in_half_a_row_are_short(language: str) -> None:
    """Telegram cuts what is longer on a small phone."""
    say = Catalog.load().translator(language, "UTC", NOW)
    rich = replace(PROFILE, lists_devices=True)
    for shown in (
        menu_screen(say, GRACE),
        menu_screen(say, replace(ACTIVE, is_trial=True, connected=True)),
        more_screen(say, HOME),
        profile_screen(say, rich, ACTIVE),
        profile_screen(say, replace(rich, cancelled=True), ACTIVE),
        cancel_screen(say, PROFILE),
        balance_screen(say, HOME),
        support_screen(say, []),
        menu_screen(say, replace(ACTIVE, can_invite=True)),
        invite_screen(say, HOME, INVITE, [], LINK),
    ):
        for row in buttons(shown):
            shown_labels = [re.sub("[\u200f\u2068\u2069]", "", label) for label, _ in row]
            assert len(row) == 1 or all(len(label) <= 14 for label in shown_labels), row


def test_what_is_rare_is_under_more() -> None:
    screen = more_screen(SAY, HOME)
    assert "<code>7</code>" in screen.text
    assert buttons(screen) == [
        [PROMO, ("History", "go:history")],
        [("Language, time", "go:language"), ("Notifications", "go:notices")],
        [("My data", "go:privacy"), ("Help", "go:help")],
        [GO_MENU],
    ]


def test_the_balance_shows_all_money_and_leads_to_it() -> None:
    rich = replace(ACTIVE, other_currencies=["EUR"], other_balances=[250])
    screen = balance_screen(SAY, rich)
    assert lines(screen)[1:3] == [
        "Balance: <b>51 ₽</b>",
        "Also 2.50 €, for prices in that currency",
    ]
    assert buttons(screen) == [
        [("Top up", "go:topup")],
        [("Withdraw", "go:withdraw"), ("History", "go:history")],
        [("Payment methods", "go:methods")],
        [GO_MENU],
    ]
    closed = balance_screen(SAY, replace(rich, can_topup=False))
    assert buttons(closed)[0] == [("Withdraw", "go:withdraw"), ("History", "go:history")]


def test_a_zone_is_chosen_by_what_the_clock_shows() -> None:
    moscow = TimeZone("Asia/Omsk", "Europe/Moscow")
    (*zones, ways_back) = buttons(zones_screen(SAY, NOW, moscow))
    assert zones[0] == [("13:00 Berlin", "zone:Europe/Berlin")]
    assert [("15:00 Moscow", "zone:Europe/Moscow")] in zones
    assert [("✅ 18:00 Omsk", "zone:Asia/Omsk")] in zones
    assert ways_back == [("Back", "go:language"), MENU]
    elsewhere = zones_screen(SAY, NOW, replace(moscow, shop_zone="Asia/Tbilisi"))
    assert [("16:00 Tbilisi", "zone:Asia/Tbilisi")] in buttons(elsewhere)
    clocks = [row[0][0].removeprefix("✅ ")[:5] for row in buttons(elsewhere)[:-1]]
    assert clocks[:-1] == sorted(clocks[:-1])
    assert clocks[-1] == "00:00"


def test_what_is_read_later_is_still_true() -> None:
    """A message stays in the chat for weeks: it names dates, and no time that is left."""
    for home in (ACTIVE, GRACE):
        assert "left" not in menu_screen(SAY, home).text


@pytest.mark.parametrize(
    ("columns", "card"),
    [
        ({"is_trial": True}, "🟢 <b>Free trial</b> until 31 January"),
        ({"status": "activating"}, "🟡 <b>Basic</b>"),
        ({"status": "expired"}, "🔴 <b>Basic</b>"),
        ({"status": "activating", "is_trial": True}, "🟡 <b>Free trial</b>"),
        ({"status": "expired", "is_trial": True}, "🔴 <b>Free trial</b>"),
    ],
)
def test_the_card_shows_every_status(columns: dict[str, Any], card: str) -> None:
    assert card in menu_screen(SAY, replace(ACTIVE, **columns)).text


def test_titles_from_the_database_cannot_break_the_markup() -> None:
    assert (
        "<b>A &lt;b&gt; &amp; c</b>"
        in menu_screen(SAY, replace(ACTIVE, plan_title="A <b> & c")).text
    )


def test_the_language_is_asked_before_there_is_anywhere_to_go_back_to() -> None:
    languages = [("English", "lang:en"), ("Русский", "lang:ru")]
    more = [("Deutsch", "lang:de")]
    offered = ["en", "ru", "de", "xx"]
    assert buttons(language_screen(SAY, offered)) == [languages, more]
    screen = language_screen(SAY, offered, NOW, TimeZone("Asia/Omsk", "Europe/Moscow"))
    assert "Your clock shows <b>18:00</b> (Omsk)" in screen.text
    zones = [("🕐 18:00 Omsk", "go:zones")]
    assert buttons(screen) == [languages, more, zones, [("Back", "go:more"), MENU]]


def test_plans_show_their_benefits_and_lowest_price() -> None:
    plans = [
        Plan(1, "Basic", "3 devices", 14900, "RUB", is_current=True),
        Plan(2, "Plus", "8 devices", 29900, "RUB", is_current=False),
    ]
    screen = plans_screen(SAY, plans, HOME)
    assert "✅ <b>Basic</b> · your plan · from 149 ₽" in lines(screen)
    assert "<b>Plus</b> · from 299 ₽" in lines(screen)
    assert "8 devices" in lines(screen)
    assert buttons(screen) == [
        [("✅ Basic · from 149 ₽", "plan:1")],
        [("Plus · from 299 ₽", "plan:2")],
        [GO_MENU],
    ]


def test_paused_sales_are_said_at_the_first_tap() -> None:
    plans = [Plan(1, "Basic", "3 devices", 14900, "RUB", is_current=True)]
    screen = plans_screen(SAY, plans, replace(HOME, can_buy=False))
    assert lines(screen)[0] == "<b>Sales are paused for the moment</b>"
    assert buttons(screen) == [[("Support", "go:support")], [GO_MENU]]


def test_an_empty_shop_says_so() -> None:
    screen = plans_screen(SAY, [], HOME)
    assert "Nothing is on sale" in screen.text
    assert buttons(screen) == [[GO_MENU]]


def test_prices_show_what_a_longer_period_saves() -> None:
    prices = [
        Price(11, "Basic", 30, "day", 14900, "RUB", 0, "purchase"),
        Price(12, "Basic", 3, "month", 39900, "RUB", 4800, "purchase"),
    ]
    screen = prices_screen(SAY, 1, prices, HOME)
    assert lines(screen) == ["<b>Basic</b>", "For how long?"]
    assert buttons(screen) == [
        [("30 days · 149 ₽", "price:1:11")],
        [("3 months · 399 ₽ · save 48 ₽", "price:1:12")],
        [("Back", "go:plans"), MENU],
    ]


def test_an_order_that_the_balance_covers_shows_the_new_end_and_what_remains() -> None:
    screen = order_screen(SAY, ORDER, HOME, BACK)
    assert lines(screen) == [
        "<b>Your order</b>",
        "Plan: <b>Basic</b>",
        "Period: 30 days",
        "Price: <b>149 ₽</b>",
        "Valid until: <b>31 January</b>",
        "Balance: 200 ₽, 51 ₽ after the purchase.",
        "The price holds until today at 12:30.",
    ]
    assert buttons(screen) == [
        [("Pay 149 ₽ from balance", f"pay:{TOKEN.hex}")],
        [PROMO],
        [("Back", "plan:1"), MENU],
    ]


@pytest.mark.parametrize(("short_by", "prefilled"), [(4900, 10000), (14900, 14900)])
def test_a_short_balance_prefills_the_top_up(short_by: int, prefilled: int) -> None:
    order = replace(ORDER, balance=14900 - short_by, short_by=short_by)
    screen = order_screen(SAY, order, HOME, BACK, OFFER)
    assert f"<b>{short_by // 100} ₽ short</b>" in plain(screen.text)
    assert "is paid automatically as soon as the money is here" in screen.text
    assert "The price holds until today at 12:30" in screen.text
    assert buttons(screen) == [
        [(f"Top up {prefilled // 100} ₽", f"fund:{prefilled}:{TOKEN.hex}")],
        [
            ("250 ₽", f"fund:25000:{TOKEN.hex}"),
            ("750 ₽", f"fund:75000:{TOKEN.hex}"),
            ("999 ₽", f"fund:99900:{TOKEN.hex}"),
        ],
        [PROMO],
        [("Back", "plan:1"), MENU],
    ]


def test_a_short_balance_without_top_ups_leads_back() -> None:
    order = replace(ORDER, balance=0, short_by=14900)
    screen = order_screen(SAY, order, HOME, BACK)
    assert "Top-ups are paused" in screen.text
    assert buttons(screen) == [[PROMO], [("Back", "plan:1"), MENU]]


def test_usual_amounts_below_what_is_missing_are_not_offered() -> None:
    order = replace(ORDER, balance=0, short_by=80000)
    (exact, more, *_) = buttons(order_screen(SAY, order, HOME, BACK, OFFER))
    assert [label for label, _ in [*exact, *more]] == ["Top up 800 ₽", "999 ₽"]


def test_a_renewal_says_until_when_it_runs_then() -> None:
    renewal = replace(
        ORDER, kind="renewal", starts_at=NOW + timedelta(days=30), ends_at=NOW + timedelta(days=60)
    )
    screen = order_screen(SAY, renewal, ACTIVE, Go(place="profile"))
    assert lines(screen)[:6] == [
        "<b>Renewal</b>",
        "Plan: <b>Basic</b>",
        "Period: 30 days more",
        "Price: <b>149 ₽</b>",
        "Valid so far until: 31 January",
        "Valid until: <b>2 March</b>",
    ]
    assert buttons(screen)[-1] == GO_PROFILE
    follows = replace(PROFILE, next_plan_title="Lite")
    undoing = order_screen(SAY, renewal, ACTIVE, BACK, profile=follows)
    assert "The change to Lite that was to follow is dropped with it." in lines(undoing)
    cancelled = order_screen(SAY, renewal, ACTIVE, BACK, profile=replace(follows, cancelled=True))
    assert lines(cancelled)[6].startswith("Your cancellation stands: it ends then")
    renews = order_screen(SAY, ORDER, HOME, BACK, renews=True)
    assert any(line.startswith("It is renewed automatically") for line in lines(renews))


UPGRADE = replace(
    ORDER, kind="change", plan_title="Plus", amount=29900, credit=10000, due=19900, balance=20000
)


def test_a_change_of_plan_shows_the_bill() -> None:
    screen = order_screen(SAY, UPGRADE, ACTIVE, BACK)
    assert lines(screen) == [
        "<b>Change of plan</b>",
        "From Basic to <b>Plus</b>, at once",
        "Period: 30 days",
        "Price: <b>299 ₽</b>",
        "Unused time of Basic: −100 ₽",
        "To pay: <b>199 ₽</b>",
        "Valid until: 31 January → <b>31 January</b>",
        "Balance: 200 ₽, 1 ₽ after the purchase.",
        "The price holds until today at 12:30.",
    ]
    assert buttons(screen)[0] == [("Pay 199 ₽ from balance", f"pay:{TOKEN.hex}")]


def test_a_change_of_plan_says_that_a_gift_ends() -> None:
    own = order_screen(SAY, UPGRADE, ACTIVE, BACK)
    assert not any("somebody else" in line for line in lines(own))
    screen = order_screen(SAY, replace(UPGRADE, ends_gift=True), ACTIVE, BACK)
    assert any("Basic that somebody else has paid for ends" in line for line in lines(screen))


def test_a_change_of_plan_says_which_one_it_drops() -> None:
    follows = replace(PROFILE, next_plan_title="Lite")
    screen = order_screen(SAY, UPGRADE, ACTIVE, BACK, profile=follows)
    assert "The change to Lite that was to follow is dropped with it." in lines(screen)
    follows = replace(PROFILE, next_plan_title=UPGRADE.plan_title)
    screen = order_screen(SAY, UPGRADE, ACTIVE, BACK, profile=follows)
    assert not any("dropped with it" in line for line in lines(screen))


def test_a_change_that_gives_money_back_says_so() -> None:
    order = replace(UPGRADE, credit=35000, due=-5100, balance=0)
    screen = order_screen(SAY, order, ACTIVE, BACK)
    assert "To pay: nothing, and 51 ₽ go back to your balance" in lines(screen)
    assert "Balance: 0 ₽, 51 ₽ after the purchase." in lines(screen)
    assert buttons(screen)[0] == [("Change the plan now", f"pay:{TOKEN.hex}")]


def test_a_discount_is_taken_off_the_full_price() -> None:
    order = replace(ORDER, amount=10430, discount=4470, due=10430, reasons=["vip"])
    shown = lines(order_screen(SAY, order, HOME, BACK))
    assert shown[3:6] == [
        "Price: <b>149 ₽</b>",
        "Less (VIP discount): −44.70 ₽",
        "To pay: <b>104.30 ₽</b>",
    ]


def test_an_order_says_what_a_promo_code_is_for() -> None:
    order = replace(
        ORDER,
        amount=10430,
        discount=4470,
        due=10430,
        reasons=["promo_code"],
        code="SALE",
        renewal_amount=14900,
    )
    screen = order_screen(SAY, order, HOME, BACK, renews=True)
    assert "Less (promo code SALE): −44.70 ₽" in lines(screen)
    assert "the renewal costs 149 ₽" in plain(screen.text)
    assert [("Promo code", "go:promo")] in buttons(screen)
    twice = order_screen(SAY, replace(order, code_renewals=2), HOME, BACK, renews=True)
    assert "for 2 renewals as well; later ones cost 149 ₽" in plain(twice.text)
    better = replace(order, reasons=["vip"])
    screen = order_screen(SAY, better, HOME, BACK, renews=True)
    assert "The promo code SALE does not apply to this" in screen.text
    assert "the renewal costs" not in screen.text


def test_prices_name_the_old_one_and_why() -> None:
    prices = [
        Price(11, "Basic", 6, "month", 52430, "RUB", 0, "purchase", 74900, ["promo_code"]),
        Price(12, "Basic", 30, "day", 14900, "RUB", 0, "purchase", 14900),
    ]
    screen = prices_screen(SAY, 1, prices, HOME)
    assert [row[0][0] for row in buttons(screen)][:2] == [
        "6 months · 749 ₽ → 524.30 ₽",
        "30 days · 149 ₽",
    ]
    assert "Your prices are lower: promo code." in lines(screen)


def test_prices_of_another_plan_say_when_it_begins() -> None:
    prices = [
        Price(21, "Plus", 30, "day", 29900, "RUB", 0, "change"),
        Price(22, "Plus", 365, "day", 100000, "RUB", 8800, "later"),
    ]
    screen = prices_screen(SAY, 2, prices, ACTIVE)
    assert "the unused time of Basic that you have paid for counts" in screen.text
    assert "⏳ costs no more per day than Basic" in screen.text
    assert [row[0][0] for row in buttons(screen)] == [
        "30 days · 299 ₽",
        "⏳ 365 days · 1,000 ₽",
        "Back",
    ]
    same = [Price(11, "Basic", 30, "day", 14900, "RUB", 0, "renewal")]
    assert "added to the one that runs" in prices_screen(SAY, 1, same, ACTIVE).text


def test_a_cheaper_plan_is_agreed_to_and_not_paid() -> None:
    order = replace(
        ORDER,
        outcome="at_period_end",
        kind="later",
        plan_title="Lite",
        amount=9900,
        starts_at=NOW + timedelta(days=30),
    )
    screen = later_screen(SAY, order, ACTIVE, BACK, ScheduleChange(price_id=31))
    assert lines(screen) == [
        "<b>Change to Lite</b>",
        "Basic runs on until <b>31 January</b>, as you have paid for it. Nothing is charged now.",
        "From then on: <b>Lite</b>, 30 days for <b>99 ₽</b>.",
    ]
    assert buttons(screen) == [[("Change when it ends", "later:31")], [("Back", "plan:1"), MENU]]


@pytest.mark.parametrize(
    ("auto_renew", "says", "first"),
    [
        (
            True,
            "It will be paid automatically",
            ("Subscription", "go:profile"),
        ),
        (False, "Auto-renewal is off", ("Turn auto-renewal on", "auto:on")),
    ],
)
def test_what_was_put_off_says_whether_it_happens_by_itself(
    auto_renew: bool, says: str, first: tuple[str, str]
) -> None:
    change = ChangeScheduled("scheduled", "Lite", 9900, "RUB", NOW, auto_renew)
    screen = scheduled_screen(SAY, change, ACTIVE)
    assert "<b>Lite</b> for <b>99 ₽</b> begins today at 12:00" in plain(screen.text)
    assert says in screen.text
    assert buttons(screen)[0][0] == first
    stays = scheduled_screen(SAY, replace(change, plan_title="Basic"), ACTIVE)
    assert "Your plan stays <b>Basic</b>, for <b>99 ₽</b>" in plain(stays.text)


def test_success_says_until_when_and_shows_the_key() -> None:
    screen = paid_screen(SAY, "paid", ACTIVE, "vless://x?a=1&b=2")
    assert lines(screen) == [
        "✅ <b>Paid</b>",
        "Plan: <b>Basic</b>",
        "Valid until: <b>31 January</b>",
        "Balance: <b>51 ₽</b>",
        "Your key, tap it to copy:",
        "<code>vless://x?a=1&amp;b=2</code>",
    ]
    assert buttons(screen) == [
        [("Connect", "go:access"), ("Copy key", None)],
        [("Menu", "go:menu")],
    ]


def test_success_promises_a_key_that_is_not_there_yet() -> None:
    screen = paid_screen(SAY, "funded", ACTIVE, None)
    assert lines(screen)[0] == "✅ <b>Payment received, and your order is paid</b>"
    assert "The key appears in this message automatically" in screen.text
    assert buttons(screen)[0] == [("Connect", "go:access")]


def test_top_ups_offer_presets_and_what_is_missing() -> None:
    presets = [("250 ₽", "topup:25000"), ("750 ₽", "topup:75000"), ("999 ₽", "topup:99900")]
    rest = [[("Other amount", "go:amount")], GO_BALANCE]
    assert buttons(topup_screen(SAY, OFFER, HOME)) == [presets, *rest]
    missing = TopUpOffer("RUB", OFFER.presets, 10000, 10_000_000, 14900)
    renewal = [("Top up 149 ₽ for the renewal", "topup:14900")]
    assert buttons(topup_screen(SAY, missing, HOME)) == [renewal, presets, *rest]
    wanted = WantedOrder(TOKEN, "Basic", 14900, "RUB", 14900)
    order = [("Top up 149 ₽ for Basic", f"fund:14900:{TOKEN.hex}")]
    assert buttons(topup_screen(SAY, missing, HOME, wanted)) == [order, presets, *rest]


def test_an_amount_that_differs_from_what_is_missing_says_why() -> None:
    short = replace(ORDER, balance=10100, short_by=4800)
    least = order_screen(SAY, short, HOME, BACK, OFFER)
    assert "A top-up is 100 ₽ at least; what is left of it stays" in plain(least.text)
    dear = replace(ORDER, balance=0, short_by=229900)
    limited = replace(OFFER, max_amount=100000)
    most = order_screen(SAY, dear, HOME, BACK, limited)
    assert "One top-up is 1,000 ₽ at most, so it takes 3 of them" in plain(most.text)
    assert buttons(most)[0] == [("Top up 1,000 ₽", f"fund:100000:{TOKEN.hex}")]


def test_money_that_suffices_for_what_was_wanted_buys_it_with_one_tap() -> None:
    payment = PaymentReceived(
        "credited", 25000, "RUB", 25000, None, None, renewed=False, told=False
    )
    wanted = WantedOrder(TOKEN, "Basic", 14900, "RUB", 0)
    screen = credited_screen(SAY, payment, wanted)
    assert buttons(screen)[0] == [("Buy Basic · 149 ₽", f"pay:{TOKEN.hex}")]
    still_short = replace(wanted, short_by=1)
    assert buttons(credited_screen(SAY, payment, still_short))[0][0][0] == "Choose a plan"


def test_a_key_that_takes_long_is_not_promised_within_a_second() -> None:
    access = Access("activating", None, "Basic", NOW)
    for screen in (
        paid_screen(SAY, "paid", ACTIVE, None, is_slow=True),
        access_screen(SAY, access, ACTIVE, is_slow=True),
    ):
        assert "This takes longer than usual" in screen.text
        assert "within a second" not in screen.text


def test_what_could_not_be_switched_on_is_no_key_that_works_again() -> None:
    screen = undelivered_screen(SAY, HOME)
    assert "The money is back on your balance" in screen.text
    assert [row[0][0] for row in buttons(screen)] == ["Try again", "Support", "Menu"]


def test_the_own_amount_names_its_limits() -> None:
    assert "from 100 ₽ to 100,000 ₽" in plain(amount_screen(SAY, OFFER).text)
    wrong = amount_screen(SAY, OFFER, was_wrong=True)
    assert "not an amount from 100 ₽ to 100,000 ₽" in plain(wrong.text)


@pytest.mark.parametrize(
    ("outcome", "balance", "says"),
    [
        ("credited", 26000, "Balance: <b>260 ₽</b>"),
        ("repeated", 26000, "Balance: <b>260 ₽</b>"),
        ("credited_without_order", 26000, "did not match an open top-up"),
        ("suspense", None, "The money is safe"),
    ],
)
def test_every_payment_hears_where_its_money_is(
    outcome: Outcome, balance: int | None, says: str
) -> None:
    payment = PaymentReceived(outcome, 25000, "RUB", balance, None, None, renewed=False, told=False)
    screen = credited_screen(SAY, payment)
    assert says in plain(screen.text)
    assert "250 ₽" in plain(screen.text)
    assert buttons(screen) == [[("Choose a plan", "go:plans")], [MENU]]


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


def test_a_long_key_is_a_picture_while_it_fits() -> None:
    assert qr_png("x" * 2953).startswith(b"\x89PNG")
    with pytest.raises(segno.DataOverflowError):
        qr_png("x" * 2954)


@pytest.mark.parametrize(
    ("access", "home", "says", "first"),
    [
        (Access("activating", None, "Basic", NOW), ACTIVE, "being turned on", GO_MENU),
        (Access("none", None, None, None), HOME, "no subscription", ("Try free (3 days)", "trial")),
        (
            Access("none", None, None, None),
            replace(HOME, trial_hours=None),
            "no subscription",
            ("Choose a plan", "go:plans"),
        ),
        (Access("expired", None, "Basic", NOW), EXPIRED, "Basic ended", ("Renew", "go:renew")),
        (
            Access("expired", None, "Basic", NOW),
            replace(TRIAL, status="expired"),
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
    assert lines(screen)[1] == "Free trial, valid until today at 12:00"


def test_a_bonus_stands_beside_the_balance() -> None:
    rich = replace(ACTIVE, bonus=3000)
    said = "Balance: <b>51 ₽</b>, of which 30 ₽ is a bonus"
    assert said in plain(balance_screen(SAY, rich).text)
    assert said in plain(topup_screen(SAY, OFFER, rich).text)
    assert "bonus" not in balance_screen(SAY, ACTIVE).text


def test_money_in_other_currencies_is_not_hidden() -> None:
    rich = replace(ACTIVE, other_currencies=["EUR", "XTR"], other_balances=[250, 40])
    said = "\nAlso 2.50 €, for prices in that currency\nAlso 40 ⭐, for prices in that currency\n\n"
    assert said in plain(balance_screen(SAY, rich).text)
    assert f"Balance: <b>51 ₽</b>{said}" in plain(topup_screen(SAY, OFFER, rich).text)
    assert "Also" not in menu_screen(SAY, rich).text


def test_the_profile_of_a_subscriber_shows_the_next_charge() -> None:
    screen = profile_screen(SAY, PROFILE, replace(ACTIVE, balance=PROFILE.balance))
    assert lines(screen) == [
        "<b>Subscription</b>",
        "🟢 <b>Basic</b>",
        "Valid until 31 January",
        "Balance: <b>200 ₽</b>",
        "Auto-renewal: <b>on</b>",
        "Next charge: 30 January, <b>149 ₽</b> for 30 days",
    ]
    assert buttons(screen) == [
        [CONNECT],
        [RENEW, CHANGE],
        [CANCEL],
        [("Turn auto-renewal off", "auto:off")],
        [GO_MENU],
    ]
    listed = profile_screen(SAY, replace(PROFILE, lists_devices=True), ACTIVE)
    assert buttons(listed)[2] == [("Devices", "go:devices"), CANCEL]


def test_the_profile_says_when_the_balance_is_short_for_the_next_charge() -> None:
    screen = profile_screen(SAY, replace(PROFILE, balance=5100), ACTIVE)
    assert lines(screen)[-1] == "⚠️ The balance is <b>98 ₽ short</b> for it: top up by then."


def test_the_profile_shows_a_change_of_plan_that_is_to_come() -> None:
    profile = replace(PROFILE, next_plan_title="Lite", next_charge_amount=9900)
    screen = profile_screen(SAY, profile, ACTIVE)
    charge = "Next charge: 30 January, <b>99 ₽</b> for <b>Lite</b>, 30 days"
    assert lines(screen)[-1] == charge
    assert buttons(screen)[-2] == [("Stay with Basic", "later:11")]


RENEW, BUY = ("Renew", "go:renew"), ("Choose a plan", "go:plans")
CHANGE, CANCEL = ("Change plan", "go:plans"), ("Cancel plan", "go:cancel")


@pytest.mark.parametrize(
    ("columns", "says", "rows"),
    [
        ({"status": "none", "plan_title": None, "can_renew": False}, "", [[BUY]]),
        (
            {"is_trial": True, "can_renew": False},
            "Nothing is charged when it ends",
            [[CONNECT], [BUY]],
        ),
        ({"status": "expired", "is_trial": True, "can_renew": False}, "", [[BUY]]),
        ({"status": "expired"}, "", [[RENEW, CHANGE]]),
        (
            {"auto_renew": False},
            "Auto-renewal: <b>off</b>. Access ends on 1 February unless you renew it yourself.",
            [[CONNECT], [RENEW, CHANGE], [CANCEL], [("Turn auto-renewal on", "auto:on")]],
        ),
        (
            {"cancelled": True},
            "<b>Cancelled</b>: access stays until then, and nothing more is charged.",
            [[CONNECT], [RENEW, CHANGE], [("Keep plan", "resume")]],
        ),
        (
            {"can_renew": False},
            "but your plan is not on sale now, so nothing is charged",
            [[CONNECT], [BUY, CANCEL]],
        ),
    ],
)
def test_the_profile_knows_what_can_be_done(
    columns: dict[str, Any], says: str, rows: list[list[tuple[str, str]]]
) -> None:
    screen = profile_screen(SAY, replace(PROFILE, **{**NO_CHARGE, **columns}), ACTIVE)
    assert says in screen.text
    assert buttons(screen) == [*rows, [GO_MENU]]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (
            {},
            "Your balance is <b>98 ₽ short</b> to keep it: top up, and it is renewed automatically",
        ),
        ({"auto_renew": False}, "Renew it by then to keep your access"),
        ({"balance": 14900}, "Renew it by then to keep your access"),
    ],
)
def test_the_grace_says_until_when_and_how_to_keep_the_access(
    columns: dict[str, Any], says: str
) -> None:
    times: dict[str, Any] = {"ends_at": GRACE.ends_at, "expires_at": GRACE.expires_at}
    profile = replace(
        PROFILE, **{"status": "grace", "balance": 5100, **times, **NO_CHARGE, **columns}
    )
    screen = profile_screen(SAY, profile, GRACE, 14900)
    shown = lines(screen)
    assert shown[1:4] == [
        "🟠 <b>Basic</b>",
        "Ended yesterday at 16:00",
        "Access is kept until today at 16:00",
    ]
    assert says in shown[-1]
    assert buttons(screen)[0] == [RENEW, CHANGE]
    assert mains(screen) == ["Renew"]
    assert [CONNECT] in buttons(screen)
    assert "the VPN reaches only" not in screen.text
    menu = menu_screen(SAY, replace(GRACE, is_restricted=True))
    assert "only Telegram and the shop work until today at 16:00" in menu.text
    restricted = profile_screen(SAY, replace(profile, restricted=True), GRACE, 14900)
    assert "the VPN reaches only what you need for that" in restricted.text


@pytest.mark.parametrize(
    ("limits", "note"),
    [
        ((10000, 10_000_000), " A top-up is 100 ₽ at least; what is left of it stays"),
        ((100, 5000), " One top-up is 50 ₽ at most, so it takes more than one"),
        ((100, 10_000_000), ""),
    ],
)
@pytest.mark.parametrize("status", ["grace", "active"])
def test_what_cannot_be_topped_up_is_not_asked_for(
    status: Any, limits: tuple[int, int], note: str
) -> None:
    offer = replace(OFFER, min_amount=limits[0], max_amount=limits[1])
    profile = replace(PROFILE, status=status, balance=5100)
    screen = profile_screen(SAY, profile, GRACE, 14900, offer)
    assert "98 ₽ short" in lines(screen)[-1]
    assert lines(screen)[-1].partition(".")[2].startswith(note)
    assert ("top-up is" in screen.text) == bool(note)
    assert mains(screen) == (["Top up"] if status == "grace" else ["Connect"])


def test_a_trial_that_ends_in_a_charge_does_not_say_that_nothing_is_charged() -> None:
    """Who buys during a trial, or is given one after a refund, may have a charge ahead."""
    text = profile_screen(SAY, replace(PROFILE, is_trial=True), TRIAL).text
    assert "Next charge" in text
    assert "Nothing is charged" not in text


def test_the_menu_leads_to_what_is_needed_now() -> None:
    grace = menu_screen(SAY, GRACE)
    assert lines(grace)[0] == "🟠 <b>Basic</b> ended, VPN works until today at 16:00 · 51 ₽"
    assert buttons(grace)[0] == [RENEW, CONNECT]
    assert buttons(menu_screen(SAY, EXPIRED))[0] == [RENEW]
    assert buttons(menu_screen(SAY, replace(EXPIRED, is_trial=True)))[0] == [BUY]


def test_the_key_in_the_grace_is_valid_until_the_access_ends() -> None:
    screen = access_screen(SAY, Access("ready", "vless://x", "Basic", GRACE.ends_at), GRACE)
    assert lines(screen)[1] == "Basic, valid until today at 16:00"


def test_a_card_that_is_remembered_says_what_is_taken_from_it() -> None:
    ways = [PaymentMethod("stripe", 14900, "RUB", is_down=False, can_remember=True)]
    first = methods_screen(SAY, ways, 14900, "RUB", None, remember=True)
    assert "what your balance is short of is then taken from it" in first.text
    whole = methods_screen(SAY, ways, 14900, "RUB", None, remember=True, balance_first=False)
    assert "their whole price is then taken from it" in whole.text
    assert "short of" not in whole.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_renews_is_said_to_be_paid_by_either(language: str) -> None:
    """A card may pay for all of it, so that no text promises the balance alone."""
    say = Catalog.load().translator(language, "UTC", NOW)
    saved = {
        "en": "saved payment method", "ru": "сохранённым способом",
        "de": "gemerkten Zahlungsmittel",
        "uz": "saqlangan toʻlov usuli", "kk": "сақталған төлем тәсілі", "fa": "روش پرداخت ذخیره‌شده",
        "ar": "بوسيلة دفع محفوظة", "tg": "усули пардохти нигоҳдошташуда",
    }[language]  # fmt: skip
    by_hand = say(
        "auto-renewal-on-by-hand", plan="Basic", ends_at={"time": NOW.isoformat()}, reason="tap"
    )
    for text in (say("order-renews"), say("scheduled-auto-on"), say("help"), by_hand):
        assert saved in text


def test_cancelling_asks_first_and_says_what_it_means() -> None:
    screen = cancel_screen(SAY, PROFILE)
    assert "You keep access until <b>31 January</b>" in screen.text
    assert "You can undo this at any time" in screen.text
    assert buttons(screen) == [
        [("Yes, cancel it", "cancel::end"), ("Keep plan", "go:profile")],
        GO_PROFILE,
    ]
    in_grace = cancel_screen(SAY, replace(PROFILE, status="grace"))
    assert "<b>access ends now</b>" in in_grace.text
    assert buttons(in_grace)[0][0] == ("Yes, cancel it", "cancel::now")


LINE = StatementLine(
    line_id=5,
    at=NOW,
    cause="renewal",
    amount=-14900,
    currency="RUB",
    balance_after=5100,
    plan_title="Basic",
    period_count=30,
    period_unit="day",
    starts_at=NOW,
    ends_at=NOW + timedelta(days=30),
    provider="telegram",
    reason=None,
)


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        ({}, "Renewal of Basic, 30 days, until 31 January"),
        ({"cause": "purchase"}, "Bought Basic, 30 days, until 31 January"),
        ({"cause": "change"}, "Change to Basic, 30 days, until 31 January"),
        ({"cause": "change_credit"}, "Unused time of Basic, given back at the change of plan"),
        ({"cause": "refund", "reason": "a fault"}, "Refund for Basic, 30 days “a fault”"),
        ({"cause": "topup"}, "Top-up through Telegram"),
        ({"cause": "topup", "provider": "newpay"}, "Top-up through newpay"),
        ({"cause": "credit", "reason": "sorry"}, "Added by support “sorry”"),
        ({"cause": "debit", "reason": "x" * 200}, f"Taken by support “{'x' * 159}…”"),
        ({"cause": "payout"}, "Sent back to where it was paid from"),
        ({"cause": "payout_failed"}, "Could not be sent back, so it is on your balance again"),
        ({"cause": "payout_returned"}, "Came back to us, so it is on your balance again"),
        ({"cause": "assignment"}, "We found your payment"),
        ({"cause": "reversal"}, "Correction of an earlier entry"),
    ],
)
def test_the_history_says_why(columns: dict[str, Any], shown: str) -> None:
    screen = history_screen(SAY, [replace(LINE, **columns)], newer=False)
    assert lines(screen)[-2:] == ["1 January · <b>−149 ₽</b> · balance 51 ₽", shown]


def test_what_cost_nothing_is_marked_and_what_came_has_a_plus() -> None:
    free: dict[str, Any] = {"amount": None, "currency": None, "balance_after": None}
    history = [
        replace(LINE, cause="trial", **free),
        replace(LINE, cause="grant", **free),
        replace(LINE, cause="topup", amount=25000),
    ]
    shown = lines(history_screen(SAY, history, newer=False))
    assert shown[2:] == [
        "1 January · <b>free</b>",
        "Free trial until 31 January",
        "1 January · <b>free</b>",
        "A gift: Basic until 31 January",
        "1 January · <b>+250 ₽</b> · balance 51 ₽",
        "Top-up through Telegram",
    ]


def test_the_history_has_pages() -> None:
    page = [replace(LINE, line_id=20 - n) for n in range(LINES)]
    older, newer = ("‹ Older", "page:13"), ("Newer ›", "page:29")
    assert buttons(history_screen(SAY, page, newer=False))[0] == [older]
    assert buttons(history_screen(SAY, page, newer=True))[0] == [older, newer]
    last = [replace(LINE, line_id=n) for n in (4, 3, 2, 1)]
    assert buttons(history_screen(SAY, last, newer=True))[0] == [("Newer ›", "page:13")]
    assert buttons(history_screen(SAY, last, newer=False)) == [GO_BALANCE]
    assert "Nothing here yet" in history_screen(SAY, [], newer=False).text


def test_a_full_page_of_long_reasons_fits_into_a_message() -> None:
    line = replace(LINE, cause="refund", plan_title="A plan for the family", reason="&" * 1000)
    for language in LANGUAGES:
        say = Catalog.load().translator(language, "UTC", NOW)
        text = history_screen(say, [line] * LINES, newer=True).text
        assert len(text.replace("&amp;", "&")) <= 4096


EARNED = WithdrawalOffer(
    *(None, 120000, "RUB", 50000, 3, ["crypto_pay", "card"]),
    *(None, None, None, False, None),
)
WITHDRAWAL = Withdrawal(
    *(7, 60000, "RUB", "card", "•4444", "requested", NOW, NOW + timedelta(days=3), None, "rules"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_billing_can_be_said(language: str) -> None:
    """A text that names what it is not given is an error; these are all branches of all texts."""
    say = Catalog.load().translator(language, "UTC", NOW)
    later = ScheduleChange(price_id=1)
    follows = replace(PROFILE, next_plan_title="Lite")
    kinds: tuple[Kind, ...] = ("purchase", "renewal", "change")
    for kind in kinds:
        for due in (19900, -100):
            order = replace(UPGRADE, kind=kind, due=due, discount=100)
            assert order_screen(say, order, ACTIVE, BACK, OFFER, follows, renews=True).text
            assert order_screen(say, replace(order, short_by=5), ACTIVE, BACK, OFFER).text
    assert later_screen(say, ORDER, ACTIVE, BACK, later).text
    assert undelivered_screen(say, HOME).text
    assert paid_screen(say, "paid", ACTIVE, None, is_slow=True).text
    for method in (
        replace(SAVED, failed=True),
        replace(SAVED, removed=True),
        replace(SAVED, is_monthly=True),
    ):
        saved = [method, SAVED]
        for balance_first in (True, False):
            choices = PaymentChoices(remember=True, balance_first=balance_first, can_remember=True)
            assert saved_methods_screen(say, saved, choices).text
    for remember, first in ((True, True), (True, False), (False, True)):
        ways = [PaymentMethod("stripe", 14900, "RUB", is_down=True, can_remember=True)]
        monthly = MonthlyOffer("stars", 82, "XTR", 14900)
        assert methods_screen(
            say, ways, 14900, "RUB", TOKEN, monthly, remember=remember, balance_first=first
        ).text
    for cause in get_args(Cause):
        assert history_screen(say, [replace(LINE, cause=cause)], newer=True).text
    for status in get_args(Status):
        for home in (replace(GRACE, status=status), replace(GRACE, status=status, is_trial=True)):
            assert menu_screen(say, home).text
        for changes in ({}, NO_CHARGE, {"auto_renew": False, **NO_CHARGE}, {"cancelled": True}):
            profile = replace(PROFILE, status=status, **changes)
            assert profile_screen(say, profile, GRACE, 99900).text
            assert cancel_screen(say, profile).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_promo_codes_can_be_said(language: str) -> None:
    say = Catalog.load().translator(language, "UTC", NOW)
    none = Promo(*[None] * 10)  # type: ignore[arg-type]
    percent = Promo("chosen", "SALE", "percent", 30, None, None, None, None, 0, NOW)
    for promo in (none, percent, replace(percent, waiting="SOLD", ends_at=None)):
        for refused in (True, False):
            assert promo_screen(say, promo, refused=refused).text
    for used in (
        PromoUsed("chosen", "SALE", "percent", 30, None, None, None, None, 0, NOW),
        PromoUsed("chosen", "SALE", "amount", None, 5000, "RUB", None, None, 2, None),
        PromoUsed("given", "SALE", "balance", None, 5000, "RUB", None, None, None, None),
        PromoUsed("given", "SALE", "days", None, None, None, 7, None, None, NOW),
        PromoUsed("given", "SALE", "trial", None, None, None, None, 240, None, NOW),
    ):
        assert promo_used_screen(say, used).text
        assert promo_used_screen(say, used, OrderedPrice(1, 1, None, False)).text
    reasons = list(get_args(Reason))
    for order in (
        replace(ORDER, discount=100, reasons=reasons, code="SALE", renewal_amount=99900),
        replace(ORDER, reasons=["promo_code"], code="S", renewal_amount=99900, code_renewals=3),
        replace(ORDER, code="SALE"),
    ):
        assert order_screen(say, order, ACTIVE, BACK, renews=True).text
    prices = [Price(11, "Basic", 6, "month", 52430, "RUB", 0, "purchase", 74900, reasons)]
    assert prices_screen(say, 1, prices, HOME).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_support_can_be_said(language: str) -> None:
    say = Catalog.load().translator(language, "UTC", NOW)
    assert {row[0][1] for row in buttons(support_screen(say, []))} >= {"ask:access", "faq:pay"}
    for kind in ("text", "voice", "video_note"):
        line = TicketLine(2**40, "access", True, "support", kind, "<&>" * 1300, NOW)
        for is_open in (True, False):
            shown = support_screen(say, [replace(line, is_open=is_open)] * 8)
            assert len(re.sub("&[a-z]+;", "&", shown.text)) <= 4096
            assert "&lt;&amp;&gt;" in shown.text
            data = [data for row in buttons(shown) for _, data in row]
            assert (f"solved:{2**40}" in data) == is_open
    for topic in get_args(Topic):
        assert ask_screen(say, topic).state == written_screen(say, topic, 1, is_read=True).state
    opened = ask_screen(say, "access", [line])
    assert opened.text != ask_screen(say, "access", [replace(line, is_open=False)]).text
    for question in get_args(Question):
        assert answer_screen(say, question).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_inviting_can_be_said(language: str) -> None:
    say = Catalog.load().translator(language, "UTC", NOW)
    rewards: tuple[Literal["percent", "sum", "days"], ...] = ("percent", "sum", "days")
    for reward in rewards:
        for trial_hours in (0, 100, 168):
            invite = replace(INVITE, reward=reward, trial_hours=trial_hours)
            for until in (NOW - timedelta(days=1), NOW + timedelta(days=1)):
                earnings = replace(EARNINGS, pending_until=until)
                shown = invite_screen(say, HOME, invite, [earnings], LINK)
                assert "t.me/vpn_bot?start=ref_0123abcd" in shown.text
    for wanted in (True, False):
        choices = NoticePreferences(tips=True, referrals=wanted)
        rows = buttons(notices_screen(say, choices, can_invite=True))
        assert [data for _, data in rows[1]] == [f"joins:{'off' if wanted else 'on'}"]
        assert len(notices_screen(say, choices).keyboard.inline_keyboard) == 2


def test_inviting_says_what_it_earns_and_how_far_the_next_tier_is() -> None:
    shown = lines(invite_screen(SAY, HOME, INVITE, [EARNINGS], LINK))
    assert "You get <b>10 %</b> of every payment of those who come by your link" in shown[1]
    assert "25 % once 25 are paying: 24 to go" in shown
    assert "Came by your link: <b>3</b>, of them paying: <b>1</b>" in shown
    assert "Earned: <b>51 ₽</b>" in shown
    assert "Pending: 49 ₽, the first of it from 31 January on" in shown
    withdraw = ("Withdraw", "go:withdraw")
    assert [withdraw] not in buttons(invite_screen(SAY, HOME, INVITE, [EARNINGS], LINK))
    earned = replace(HOME, withdrawable=60000)
    assert [withdraw] in buttons(invite_screen(SAY, earned, INVITE, [EARNINGS], LINK))
    top = replace(INVITE, percent=45, next_from=None, next_percent=None)
    assert "to go" not in invite_screen(SAY, HOME, top, [], LINK).text
    share = invite_screen(SAY, HOME, INVITE, [], LINK).keyboard.inline_keyboard[0][0].url or ""
    assert share.startswith(
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fvpn_bot%3Fstart%3Dref_"
    )
    assert " " in SAY("invite-message")
    assert "+" not in share


def test_what_may_be_paid_out_stands_beside_the_balance() -> None:
    earned = replace(ACTIVE, withdrawable=1500)
    assert "Balance: <b>51 ₽</b>, 15 ₽ was earned by inviting" in lines(balance_screen(SAY, earned))
    both = replace(earned, bonus=700)
    assert "of which 7 ₽ is a bonus, 15 ₽ was earned" in plain(balance_screen(SAY, both).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_withdrawals_can_be_said(language: str) -> None:
    say = Catalog.load().translator(language, "UTC", NOW)
    for refusal in (None, "blocked", "open", "switched_off", "owes", "not_in_currency"):
        assert withdraw_screen(say, replace(EARNED, refusal=refusal), []).text
    assert buttons(withdraw_screen(say, replace(EARNED, ways=[]), [])) == buttons(
        withdraw_screen(say, replace(EARNED, refusal="too_little"), [])
    )
    for status in ("requested", "approved", "sending", "paid", "failed", "rejected", "cancelled"):
        one = replace(WITHDRAWAL, status=status)
        shown = withdraw_screen(say, EARNED, [one, replace(one, status="paid")], was_wrong=True)
        data = [data for row in buttons(shown) for _, data in row]
        assert ("outno:7" in data) == (status == "requested")
        assert ("out:120000" in data) == (status not in ("requested", "approved", "sending"))
    for way in ("card", "sbp", "usdt_trc20", "usdt_ton", "crypto_pay"):
        chosen = replace(EARNED, way=way, amount=60000, draft=TOKEN, masked="•4444")
        assert withdraw_way_screen(say, chosen).text
        assert confirm_withdrawal_screen(say, chosen).text
        for wrong in (True, False):
            assert requisites_screen(say, chosen, was_wrong=wrong).text
    for outcome in ("not_allowed", "own", "blocked", "owes", "shown", "no_requisites", "paid"):
        assert len(say("withdrawal-acted", outcome=outcome)) <= 200


def test_an_incident_is_told_where_people_look() -> None:
    troubled = replace(ACTIVE, incident="Germany <is> down")
    for shown in (
        menu_screen(SAY, troubled),
        access_screen(SAY, Access("none", None, None, None), troubled),
    ):
        assert lines(shown)[0] == "⚠️ <b>Germany &lt;is&gt; down</b>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_deleting_says_what_is_lost(language: str) -> None:
    say = Catalog.load().translator(language, "UTC", NOW)
    free = Deletion("0123456789abcdef", None, None)
    assert privacy_screen(say).text
    rich = delete_screen(say, replace(ACTIVE, balance=5000), free)
    assert "50\u00a0₽" in rich.text
    data = [data for row in buttons(rich) for _, data in row]
    assert data[:4] == ["go:privacy", "ask:payment", "erase:0123456789abcdef", "go:privacy"]
    poor = delete_screen(say, replace(HOME, balance=0), free)
    assert "ask:payment" not in [data for row in buttons(poor) for _, data in row]
    waits = delete_screen(say, HOME, replace(free, coming_back=700, currency="RUB"))
    assert [data for row in buttons(waits) for _, data in row] == ["go:privacy", "go:menu"]


def test_help_names_the_commands() -> None:
    text = help_screen(SAY).text
    assert all(command in text for command in ("/start", "/buy", "/profile", "/language"))


@pytest.mark.parametrize(
    "data",
    [
        Go(place="language"),
        ChooseLanguage(locale="ru"),
        ChooseZone(zone="America/Argentina/ComodRivadavia"),
        StartTrial(),
        ChoosePlan(plan_id=2**63 - 1),
        ChoosePrice(plan_id=2**63 - 1, price_id=2**63 - 1),
        PayFromBalance(order=TOKEN),
        ChooseAmount(amount=2**63 - 1),
        FundOrder(amount=2**63 - 1, order=TOKEN),
        PayMonthly(order=TOKEN),
        RememberMethod(to="off", amount=2**63 - 1, order=TOKEN),
        SetBalanceFirst(to="off"),
        MoveMethod(method=2**63 - 1),
        RemoveMethod(method=2**63 - 1),
        ResumeMethod(method=2**63 - 1),
        ScheduleChange(price_id=2**63 - 1),
        SetAutoRenew(to="off"),
        Cancel(subscription=2**63 - 1, said="end"),
        Resume(),
        TurnPage(before=2**62),
        ShowQr(),
        ChooseDevice(platform="windows", subscription=2**63 - 1),
        Reissue(number=2**31 - 1, subscription=2**63 - 1),
        SetTips(to="off"),
        SetReferralNotices(to="off"),
        ShowInviteQr(),
        Unbind(step="ask", device=2**63 - 1, subscription=2**63 - 1),
        AskSupport(topic="payment"),
        Reply(ticket=2**63 - 1),
        ReadAnswer(question="connect"),
        Solved(ticket=2**63 - 1),
        WithdrawAmount(amount=2**63 - 1),
        WithdrawBy(way="a" * 24),
        ConfirmWithdrawal(draft=TOKEN),
        CancelWithdrawal(withdrawal=2**63 - 1),
        ActOnWithdrawal(act="approve", withdrawal=2**63 - 1),
        RefuseWithdrawal(act="reject", why="requisites", withdrawal=2**63 - 1),
        ActOnTicket(act="history", ticket=2**63 - 1),
        AskData(),
        DeleteAccount(token="0123456789abcdef"),
        UsePromo(act="remove"),
        AcceptTerms(version="2026-11-30.final", then=f"price-{10**18 - 1}-{10**15 - 1}"),
        AcceptTerms(version="2026-11-30.final", then=f"offered-{10**15 - 1}"),
        HasJoined(then=f"new-{10**18 - 1}"),
        CompanyForm(act="again"),
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


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("500 ₽", "USD", None),
        ("500 rub", "KZT", None),
        ("$500", "RUB", None),
        ("500 ₸", "KZT", 50_000),
        ("500 тг", "KZT", 50_000),
        ("$500", "USD", 50_000),
        ("500 usd", "USD", 50_000),
        ("500 USD", "USD", 50_000),
        ("USD 500 $", "USD", None),
        ("500 руб.", "RUB", 50_000),
        ("500₽", "RUB", 50_000),
        ("RUB 500", "RUB", 50_000),
        ("500 ₽ и всё", "RUB", None),
        ("۵۰۰", "RUB", 50_000),
        ("٥٠٠٫٥", "RUB", 50_050),
        ("١٬٠٠٠", "RUB", 100_000),
        ("1,000", "KWD", 1_000),
        ("1.000", "KWD", 1_000),
        ("12,345", "KWD", 12_345),
        ("1 000,5", "KWD", 1_000_500),
        ("1,234,567", "KWD", None),
        ("1,000.5", "KWD", None),
        ("100 ⭐", "XTR", 100),
        ("100 ₽", "XTR", None),
    ],
)
def test_amounts_of_a_currency_are_in_no_other(
    text: str, currency: str, amount: int | None
) -> None:
    assert minor_units(text, currency) == amount


def test_stars_have_no_fractions() -> None:
    assert minor_units("5", "XTR") == 5
    assert minor_units("5.5", "XTR") is None


def test_a_foreign_invoice_names_no_order() -> None:
    assert order_token(TOKEN.hex) == TOKEN
    assert order_token("something else") is None
