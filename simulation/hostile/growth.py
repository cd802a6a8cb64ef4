"""What people do for each other: they bring others, enter codes, give gifts, and play."""

import re

from simulation.hostile.people import Phone, agreed, buy
from simulation.hostile.stack import Stack

CODES = {"SPRING": ("percent", 20), "BONUS": ("balance", 5000), "WEEK": ("days", 7)}
_LINK = re.compile(r"start=((?:ref|gift)_[\w-]+)")


async def open_growth(stack: Stack) -> None:
    """The owner of the shop makes codes, and pays out earlier than others would."""
    operator = stack.connections["operator"]
    for code, (kind, value) in CODES.items():
        await operator.fetch("select ops.create_code($1, $2, $3, 'the year')", code, kind, value)


async def visit(phone: Phone) -> bool:
    """Opens the gifts that were sent to him; then does one of these things, or something else."""
    await take(phone)
    if not phone.me.likely(0.45):
        return False
    act = phone.me.chance.choice([invite, enter, give, throw])
    await act(phone)
    return True


async def invite(phone: Phone) -> None:
    """From then on newcomers may come by the link."""
    await phone.write("/referral")
    if phone.seen("invite") is not None and (link := _link(phone)):
        phone.me.invites = link


async def enter(phone: Phone) -> None:
    """A code that lowers prices is used at once; so is what it may not do twice."""
    await phone.write("/promo")
    if phone.seen("promo-ask") is None:
        return
    await phone.write(phone.me.chance.choice(list(CODES)))
    if phone.seen("promo-chosen"):
        await buy(phone)


async def give(phone: Phone) -> None:
    """Paid from the balance, and sent to somebody who opens it at his next visit."""
    await phone.write("/gift")
    if not (await phone.tap("give:.*") and await phone.tap("giveprice:.*")):
        return
    deal = agreed(phone)
    if deal is None or not phone.button("pay:.*"):
        return
    phone.me.gifts.append(deal)
    if not await phone.tap("pay:.*") or not phone.seen("gift-ready"):
        return
    if await phone.tap("send:.*") and (link := _link(phone)):
        others = [one for one in phone.everybody.values() if one is not phone.me and one.told]
        if others:
            phone.me.chance.choice(others).offered.append(link)


async def take(phone: Phone) -> None:
    """Opens what somebody gave. Taking it is buying nothing, and chooses nothing."""
    while phone.me.offered:
        await phone.write(f"/start {phone.me.offered.pop()}")
        if phone.seen("gift-offered"):
            await phone.tap("take:.*")


async def throw(phone: Phone) -> None:
    await phone.write("/game")
    await phone.tap("throw")


def _link(phone: Phone) -> str | None:
    """What follows /start in the link that was just shown."""
    shown = (told.text for told in reversed(phone.me.told) if told.at == phone.stack.now)
    found = next((link for text in shown if (link := _LINK.search(text))), None)
    return found[1] if found else None
