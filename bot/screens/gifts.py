"""Gifts: buying one, sending it or taking the money back, and taking one that somebody gave."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from bot.api import Gift, Home, OpenedGift, Plan, Price
from bot.callbacks import GivePlan, GivePrice, Go, ReturnGift, SendGift, ShowGift, TakeGift
from bot.screens.base import (
    Screen,
    back,
    button,
    copy_button,
    link_button,
    main_button,
    screen,
)
from bot.screens.status import balance_of
from texts import Translator, Value, moment, money

# Telegram shows at most 4096 characters, and 100 buttons.
_LINES = 30
_BUTTONS = 90


def gift_screen(say: Translator, plans: list[Plan], home: Home, given: Sequence[Gift]) -> Screen:
    """Offers the plans to give, and shows the gifts so far."""
    mine = [button(say("button-my-gifts"), Go(place="gifts"))] if given else []
    if not (home.can_buy and home.sells_gifts and plans):
        return screen("gift", say("gift-paused"), mine, back(say))
    choices = [
        [
            button(
                say("button-plan", plan=plan.title, amount=money(plan.from_amount, plan.currency)),
                GivePlan(plan_id=plan.plan_id),
            )
        ]
        for plan in plans
    ]
    return screen("gift", say("gift", **balance_of(say, home)), *choices, mine, back(say))


def gift_prices_screen(say: Translator, plan_id: int, prices: list[Price]) -> Screen:
    choices = [
        [
            button(
                say(
                    "button-price",
                    unit=price.period_unit,
                    count=price.period_count,
                    amount=money(price.amount, price.currency),
                ),
                GivePrice(plan_id=plan_id, price_id=price.price_id),
            )
        ]
        for price in prices
    ]
    text = say("prices", plan=prices[0].plan_title) + "\n\n" + say("prices-question")
    return screen("gift_prices", text, *choices, back(say, Go(place="gift")))


def gifts_screen(say: Translator, given: Sequence[Gift]) -> Screen:
    """Shows what became of each gift. Those that nobody has taken can be sent or returned. If there
    are very many, shows those that end first; the others follow when these are taken."""
    lines = [say("gift-line", **_gift(gift)) for gift in given[:_LINES]]
    unused = sorted((one for one in given if one.status == "unused"), key=_ends)[:_BUTTONS]
    unused.sort(key=lambda gift: -gift.gift_id)
    buttons = [
        [button(say("button-gift-of", **_gift(gift)), ShowGift(gift=gift.gift_id))]
        for gift in unused
    ]
    text = "\n".join([say("gifts") + "\n", *(lines or [say("gifts-none")])])
    return screen("gifts", text, *buttons, back(say, Go(place="gift")))


def _ends(gift: Gift) -> datetime:
    return gift.expires_at


def gift_ready_screen(say: Translator, gift: Gift) -> Screen:
    """Shows a paid gift and, while nobody has taken it, what can be done with it."""
    if gift.status != "unused":
        return gifts_screen(say, [gift])
    return screen(
        "gift_ready",
        say("gift-ready", **_gift(gift)),
        [main_button(say("button-gift-send"), SendGift(gift=gift.gift_id))],
        [button(say("button-gift-return"), ReturnGift(step="ask", gift=gift.gift_id))],
        back(say, Go(place="gifts")),
    )


def gift_link_screen(say: Translator, gift: Gift, link: str) -> Screen:
    """Telegram asks to whom to send the link, and sends it in the payer's name."""
    share = f"https://t.me/share/url?url={quote(link, safe='')}"
    return screen(
        "gift_link",
        say("gift-link", **_gift(gift), link=link),
        [link_button(say("button-send-link"), share, main=True)],
        copy_button(say, link, say("button-copy-link")),
        back(say, ShowGift(gift=gift.gift_id)),
    )


def gift_return_screen(say: Translator, gift: Gift) -> Screen:
    return screen(
        "gift_return",
        say("gift-return", **_gift(gift)),
        [
            button(say("button-gift-return-yes"), ReturnGift(step="do", gift=gift.gift_id)),
            main_button(say("button-keep-gift"), ShowGift(gift=gift.gift_id)),
        ],
        back(say, Go(place="gifts")),
    )


def offered_screen(say: Translator, gift: OpenedGift | None, home: Home) -> Screen:
    """Shows a gift that can be taken, or the same answer for every link that opens nothing."""
    if gift is None:
        return screen("offered", say("gift-gone"), back(say))
    text = say(
        "gift-offered",
        plan=gift.plan_title,
        unit=gift.period_unit,
        count=gift.period_count,
        follows="yes" if gift.follows else "no",
        starts=moment(gift.starts_at),
        ends=moment(gift.ends_at),
        several="yes" if home.subscriptions > 1 else "no",
    )
    own = main_button(say("button-take"), TakeGift(to="own", gift=gift.gift_id))
    new = button(say("button-take-new"), TakeGift(to="new", gift=gift.gift_id))
    has_more = gift.has_subscription and gift.may_open
    return screen("offered", text, [own], [new] if has_more else [], back(say))


def _gift(gift: Gift) -> dict[str, Value]:
    at: datetime = gift.settled_at or gift.expires_at
    return {
        "status": gift.status,
        "plan": gift.plan_title,
        "unit": gift.period_unit,
        "count": gift.period_count,
        "amount": money(gift.amount, gift.currency),
        "at": moment(at),
    }
