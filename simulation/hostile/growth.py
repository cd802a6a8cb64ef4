"""What people do for each other: they bring others, are paid for it, enter codes, give gifts, and
play."""

import re

import asyncpg

from sandbox.books import transferred
from simulation.hostile.faults import Scene
from simulation.hostile.people import Person, Phone, agreed, buy
from simulation.hostile.stack import Stack

CODES = {"SPRING": ("percent", 20), "BONUS": ("balance", 5000), "WEEK": ("days", 7)}
# Periods cost little and are short here, and few come: so rewards are small, and two weeks long.
SETTINGS = {"withdrawal_min": '{"RUB": 300}', "referral_hold_days": "3"}
REQUISITES = {"card": "4111 1111 1111 1111", "sbp": "+7 900 123-45-67 Sberbank"}
_LINK = re.compile(r"start=((?:ref|gift)_[\w-]+)")
_WAITING = """
select w.withdrawal_id, w.status, w.amount, y.provider, i.telegram_id
from ops.withdrawals as w
join billing.withdrawal_ways as y on y.name = w.way
join app.telegram_identities as i on i.user_id = w.user_id
where w.settled_at is null
order by w.withdrawal_id
"""


async def open_growth(stack: Stack) -> None:
    """The owner of the shop makes codes, and pays out earlier than others would."""
    operator = stack.connections["operator"]
    for code, (kind, value) in CODES.items():
        await operator.fetch("select ops.create_code($1, $2, $3, 'the year')", code, kind, value)
    admin = stack.connections["admin"]
    for name, written in SETTINGS.items():
        await admin.execute(f"update app.settings set value = '{written}' where name = '{name}'")
    await admin.execute("update billing.referral_tiers set from_paying = 2 where from_paying = 25")


async def visit(phone: Phone) -> bool:
    """Opens the gifts that were sent to him; then does one of these things, or something else."""
    await take(phone)
    if phone.me.likely(0.4):
        await (withdraw if phone.me.invites else invite)(phone)
        return True
    if not phone.me.likely(0.45):
        return False
    act = phone.me.chance.choice([enter, give, throw])
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


async def withdraw(phone: Phone) -> None:
    """All that he has earned, if it is enough; sometimes he thinks better of it."""
    await phone.write("/start")
    if not (await phone.tap("go:balance") and await phone.tap("go:withdraw")):
        return
    if not (await phone.tap(r"out:\d+") and await phone.tap(r"outby:(?:card|sbp|crypto_pay)")):
        return
    asked = phone.seen("withdraw-to")
    if asked is not None:
        await phone.write(REQUISITES["sbp" if "SBP" in phone.me.told[-1].text else "card"])
    if await phone.tap("outok:.*") and phone.me.likely(0.1):
        await phone.tap("outno:.*")


async def settle_withdrawals(scene: Scene) -> None:
    """What those of the shop do each day: they look at each, and send what no provider sends. Who
    has sent it remembers that, also when the shop could not be told."""
    for row in await scene.stack.connections["admin"].fetch(_WAITING):
        id_, person = row["withdrawal_id"], scene.people[row["telegram_id"]]
        key = (person.id, row["amount"])
        if row["status"] == "requested":
            await _decide(scene, id_, already_paid=key in scene.sent_by_hand)
        elif row["status"] == "approved" and row["provider"] is None:
            if key not in scene.sent_by_hand and scene.chance.random() < 0.15:
                await _says(scene, id_, "settle_withdrawal", "failed", "the bank refuses it")
                continue
            if key not in scene.sent_by_hand:
                scene.sent_by_hand.add(key)
                person.paid_out.append((scene.stack.now, row["amount"]))
            if await _says(scene, id_, "settle_withdrawal", "paid", "a receipt of the bank"):
                scene.sent_by_hand.discard(key)


async def _decide(scene: Scene, id_: int, *, already_paid: bool) -> None:
    lot = scene.chance.random()
    if already_paid or lot < 0.8:
        await _says(scene, id_, "approve_withdrawal")
    elif lot < 0.95:
        await _says(scene, id_, "reject_withdrawal", "against the rules")


async def _says(scene: Scene, id_: int, verb: str, *words: str) -> bool:
    """Whether the shop took it; an operator who gets no answer asks again the next day."""
    operator = scene.stack.connections["operator"]
    places = "".join(f", ${n}" for n in range(2, len(words) + 2))
    try:
        outcome = await operator.value(f"select ops.{verb}($1{places})", id_, *words)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        scene.refused.append(f"{verb}: {error}")
        return False
    return outcome in ("approved", "sending", "paid", "failed", "rejected")


def note_transfers(stack: Stack, everybody: dict[int, Person]) -> None:
    """What Crypto Pay sent to whom, at the end."""
    for at, telegram_id, amount in transferred(stack.emulators):
        everybody[telegram_id].paid_out.append((at, amount))


def _link(phone: Phone) -> str | None:
    """What follows /start in the link that was just shown."""
    shown = (told.text for told in reversed(phone.me.told) if told.at == phone.stack.now)
    found = next((link for text in shown if (link := _LINK.search(text))), None)
    return found[1] if found else None
