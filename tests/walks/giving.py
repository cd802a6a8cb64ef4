"""Walks of people who give, who have several subscriptions, and who play."""

import re

from tests.walks.buying import has
from tests.walks.walk import Walk, story

SEVERAL = "update app.settings set value = '3' where name = 'subscriptions_per_user'"
NO_LIMITS = {"chat_rate": 0, "rate": 0}


def links(walk: Walk) -> dict[str, str]:
    """What each writes who opens the newest link that was made for the other one."""
    made = [re.findall(r"\?start=(gift_[\w-]{32})", str(chat.messages))[-1] for chat in walk.chats]
    others = made[1:] + made[:1]
    return {chat.language: f"/start {code}" for chat, code in zip(walk.chats, others, strict=True)}


async def gives(walk: Walk) -> None:
    await walk.tap("go:gift", "give:1", "giveprice:1", "pay")


@story("A gift is paid, sent and taken; another one is given back")
async def gifts(walk: Walk) -> None:
    await walk.begin()
    await walk.credit(60000)
    with walk.job("give a subscription"):
        await gives(walk)
        await walk.tap("send")
    walk.part("Each opens the link of the other one, and takes the gift")
    await walk.write(links(walk))
    await walk.tap("take", "go:menu")
    walk.part("A second one follows what runs, and is not taken: the money comes back")
    await gives(walk)
    await walk.tap("send")
    seconds = links(walk)
    await walk.write(seconds)
    await walk.write("/gift")
    await walk.tap("go:gifts", "gift", "ungive:ask", "gift", "ungive:ask", "ungive:do")
    await walk.write(seconds)
    await walk.tap("go:menu")
    walk.part("A third one that nobody takes in time")
    await gives(walk)
    await walk.later("31 days")
    await walk.write("/history")


@story("Another subscription for somebody close, with a name", setup=SEVERAL)
async def family(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.credit(29900)
    await walk.tap("go:profile", "go:another", "add:2", "addprice:2", "pay", "go:menu")
    await walk.tap("go:profile")
    await walk.tap_nth("go:profile", 2)
    await walk.tap("name")
    await walk.write("A name that is much too long for it")
    await walk.write({"en": "Mum", "ru": "Мама"})
    await walk.write("/start")


@story("The game: a strike, a turn that comes later, and a ball that wins nothing")
async def game(walk: Walk) -> None:
    await walk.begin()
    await walk.write("/game")
    await has(walk)
    await walk.faults("The next ball is a strike", telegram={**NO_LIMITS, "dice": 6})
    with walk.job("throw"):
        await walk.tap("go:more", "go:game", "throw")
    await walk.write("/game")
    await walk.later("7 days")
    await walk.faults("The next ball is none", telegram={**NO_LIMITS, "dice": 2})
    await walk.write("/game")
    await walk.tap("throw")
