"""Screens of gifts, names and the game, in each language and in each of their cases."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from bot.api import Game, GamePrize, Gift, OpenedGift, Plan, Price
from bot.callbacks import (
    AddPrice,
    GivePrice,
    NameSubscription,
    ReturnGift,
    SendGift,
    ShowGift,
    TakeGift,
    Throw,
)
from bot.screens import (
    another_prices_screen,
    another_screen,
    game_screen,
    gift_link_screen,
    gift_prices_screen,
    gift_ready_screen,
    gift_return_screen,
    gift_screen,
    gifts_screen,
    menu_screen,
    more_screen,
    name_screen,
    offered_screen,
    order_screen,
    paid_screen,
    rolling_screen,
)
from tests.support.screens import ACTIVE, BACK, HOME, NOW, OFFER, ORDER, TOKEN
from texts import LANGUAGES, Catalog

MOST = 2**63 - 1
PLANS = [Plan(1, "Basic", "For one", 14900, "RUB", is_current=False)]
PRICES = [Price(1, "Basic", 30, "day", 14900, "RUB", 0, "later")]
GIFT = Gift(
    MOST, TOKEN, "unused", "Basic", 30, "day", 14900, "RUB", NOW, NOW + timedelta(days=30), None
)
OPENED = OpenedGift(
    MOST, "Basic", 30, "day", NOW, NOW + timedelta(days=30), follows=False,
    has_subscription=True, may_open=True,
)  # fmt: skip
GIVES = replace(ACTIVE, sells_gifts=True, has_game=True, may_open=True)
GAME = Game("open", NOW + timedelta(days=7), 7)
PRIZES = [
    GamePrize(6, "days", 7, None, None),
    GamePrize(5, "bonus", 5000, "RUB", None),
    GamePrize(4, "percent", 20, None, 14),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_gifts_can_be_said(language: str) -> None:
    say = Catalog.load().translator(language, "UTC", NOW)
    assert gift_screen(say, PLANS, GIVES, [GIFT]).text
    assert gift_screen(say, [], GIVES, []).text
    assert gift_prices_screen(say, 1, PRICES).text
    for short_by in (0, 500):
        order = replace(ORDER, kind="gift", short_by=short_by)
        assert order_screen(say, order, GIVES, BACK, OFFER).text
    states = [replace(GIFT, status=status) for status in ("unused", "redeemed", "returned")]
    assert gifts_screen(say, states).text
    assert gifts_screen(say, []).text
    assert gift_ready_screen(say, GIFT).text
    assert gift_link_screen(say, GIFT, "https://t.me/a?start=gift_b").text
    assert gift_return_screen(say, GIFT).text
    for home in (ACTIVE, replace(ACTIVE, subscriptions=2)):
        for follows in (True, False):
            assert offered_screen(say, replace(OPENED, follows=follows), home).text
    assert offered_screen(say, None, HOME).text
    assert paid_screen(say, "taken", ACTIVE, None).text


def test_of_very_many_gifts_those_that_end_first_can_be_sent() -> None:
    say = Catalog.load().translator("ru", "UTC", NOW)
    given = [
        replace(GIFT, gift_id=n, expires_at=NOW + timedelta(hours=n)) for n in range(200, 0, -1)
    ]
    shown = gifts_screen(say, given)
    assert len(shown.text) <= 4096
    buttons = [one.callback_data for row in shown.keyboard.inline_keyboard for one in row]
    assert len(buttons) <= 100
    assert ShowGift(gift=1).pack() in buttons


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_several_and_of_the_game_can_be_said(language: str) -> None:
    say = Catalog.load().translator(language, "UTC", NOW)
    assert another_screen(say, PLANS, GIVES).text
    assert another_screen(say, PLANS, HOME).text
    assert another_prices_screen(say, 1, PRICES).text
    for was_wrong in (True, False):
        assert name_screen(say, "Basic", was_wrong=was_wrong).text
    for outcome in get_args(Game.__annotations__["outcome"]):
        assert game_screen(say, replace(GAME, outcome=outcome), PRIZES).text
    assert game_screen(say, replace(GAME, next_turn_at=None), []).text
    assert rolling_screen(say).text
    assert menu_screen(say, GIVES).text
    assert more_screen(say, GIVES).text


def test_a_shop_that_sells_no_gifts_does_not_offer_them() -> None:
    say = Catalog.load().translator("en", "UTC", NOW)
    offered = {
        button.callback_data
        for shown in (menu_screen(say, ACTIVE), more_screen(say, ACTIVE))
        for row in shown.keyboard.inline_keyboard
        for button in row
    }
    assert not {"go:gift", "go:game"} & offered


def test_a_title_cannot_break_the_markup_of_a_gift() -> None:
    say = Catalog.load().translator("en", "UTC", NOW)
    assert "&lt;b" in offered_screen(say, replace(OPENED, plan_title="<b"), HOME).text
    assert "&lt;3" in name_screen(say, "<3").text


@pytest.mark.parametrize(
    "data",
    [
        AddPrice(plan_id=MOST, price_id=MOST),
        GivePrice(plan_id=MOST, price_id=MOST),
        NameSubscription(subscription=MOST),
        ReturnGift(step="ask", gift=MOST),
        SendGift(gift=MOST),
        TakeGift(to="own", gift=MOST, subscription=MOST),
        Throw(),
    ],
)
def test_buttons_of_gifts_carry_at_most_64_bytes(data: SendGift) -> None:
    packed = data.pack()
    assert len(packed.encode()) <= 64
    assert type(data).unpack(packed) == data
