"""Support in the bot: what people write arrives at support, and its answers at them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support import ANN, Database, eventually
from tests.support.bot import HEADERS, Json, Person, Sandbox, Shop, labels, open_listener

ADELE = ANN + 1
GROUP, SUPERGROUP = -200, -100_200


@pytest.fixture
async def adele(shop: Shop, database: Database, telegram: Sandbox) -> AsyncIterator[Person]:
    """Adele is an admin, and the listener runs."""
    adele = telegram.person(ADELE)
    await adele.arrive()
    await shop.settled()
    await shop.db.execute(
        """
        update app.users as u set role = 'owner'
        from app.telegram_identities as i
        where i.user_id = u.id and i.telegram_id = $1
        """,
        ADELE,
    )
    async with open_listener(database, telegram):
        yield adele


async def replies(person: Person, to: Json, text: str) -> None:
    await person.write(text, reply_to=to["message_id"])


async def test_a_question_is_answered_in_the_chat(shop: Shop, ann: Person, adele: Person) -> None:
    await ann.goes(
        *("Support", "Your question may be answered below"),
        *("It is slow", "Choose another server"),
        *("Ask support", "Write what happened"),
    )
    await ann.asks("не <работает>", "Sent to support")
    ticket = await shop.db.fetchval("select id from support.tickets")
    card = await adele.sees(f"Ticket {ticket}: it does not work")
    assert "No subscription" in card["text"]
    assert labels(card) == ["History", "Close"]
    question = await adele.sees("не <работает>")

    await ann.write("what it says", document="error.log")
    await adele.sees("what it says")
    user = await shop.db.fetchval("select app.user_of($1)", ann.id)
    copied = await adele.sees(f"user {user} · file")
    assert copied["document"]["name"] == "error.log"
    await shop.settled()

    await replies(adele, question, "Turn it off & on")
    answer = await ann.sees("Turn it off & on")
    assert labels(answer) == ["Reply", "It is solved", "Close"]
    await ann.goes("Reply", "Write what else there is to say")
    await ann.asks("thank you", "Sent to support")
    await adele.sees("thank you")
    assert len(await shop.db.fetch("select from support.tickets")) == 1

    history = await adele.goes("History", "what was written")
    assert "User ·" in history["text"]
    assert "You ·" not in history["text"]
    await adele.goes("Close", "closed by support")
    await ann.sees(f"Ticket {ticket} is closed")
    screen = await ann.goes("Menu", "Try it first", "Support", f"ticket {ticket}, closed")
    assert "Turn it off & on" in screen["text"]


async def test_words_and_files_that_nobody_waits_for(ann: Person, adele: Person) -> None:
    """They are offered support; once a ticket is open, they belong to it."""
    puzzled = await ann.asks("не работает", "tap “Support” and write there")
    assert "Support" in labels(puzzled)
    await ann.write("receipt", document="receipt.pdf")
    await ann.asks("/support", "Your question may be answered below")
    await ann.goes("Payment", "Your money is safe")
    await ann.asks("I paid", "Sent to support")
    await ann.goes("Menu", "Try it first")
    await ann.asks("yesterday", "Sent to support")
    await adele.sees("yesterday")
    await ann.goes("It is solved", ", closed")
    await adele.sees("closed by the user")


@pytest.mark.long
async def test_what_is_edited_is_passed_on(shop: Shop, ann: Person, adele: Person) -> None:
    await ann.goes("Support", "answered below", "Other", "Write what happened")
    await ann.asks("where is order 11?", "Sent to support")
    question = await adele.sees("where is order 11?")
    await replies(adele, question, "It was 149")
    await ann.sees("It was 149")
    await edits(shop, ann, 1, "where is order 11?", "where is order 11? I mean 12")
    await adele.sees("✏️ where is order 11? I mean 12")
    await edits(shop, adele, 2, "It was 149", "It was 194")
    await ann.sees("✏️ It was 194")
    await edits(shop, adele, 3, "It was 194", "It was 194")
    await shop.settled()
    assert await shop.db.fetchval("select count(*) from support.messages") == 4
    waits = "select waits_since is not null from support.tickets"
    assert await shop.db.fetchval(waits), "the user wrote after the answer that was edited"
    await edits(shop, adele, 4, "It was 194", "It was 194", in_place="photo")
    await shop.settled()
    kinds = "select array_agg(kind order by id) from support.messages"
    assert await shop.db.fetchval(kinds) == ["text", "text", "text", "text", "photo"]


async def edits(
    shop: Shop, person: Person, number: int, before: str, after: str, in_place: str = "text"
) -> None:
    query = "select message_id from support.messages where body = $1 and chat_id = $2"
    written = await shop.db.fetchval(query, before, person.id)
    sender = {"id": person.id, "is_bot": False, "first_name": "Somebody"}
    photo = {"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}
    content = {"text": after} if in_place == "text" else {"photo": [photo], "caption": after}
    message = {
        **{"message_id": written, "date": 1, "edit_date": 2, "from": sender, **content},
        "chat": {"id": person.id, "type": "private", "first_name": "Somebody"},
    }
    update = {"update_id": 910_000 + number, "edited_message": message}
    await shop.http.post("/telegram", json=update, headers=HEADERS)


@pytest.mark.long
async def test_an_order_outlives_a_question(shop: Shop, ann: Person, adele: Person) -> None:
    """Support answers beside the order, and the order can be paid."""
    await shop.credit(ann, 14900)
    await ann.goes("Support", "answered below", "Other", "Write what happened")
    await ann.asks("which plan?", "Sent to support")
    question = await adele.sees("which plan?")
    await ann.goes(
        *("Menu", "Try it first"),
        *("Subscription", "Choose a plan"),
        *("Basic · from 149 ₽", "For how long?"),
        *("30 days · 149 ₽", "Your order"),
    )
    await replies(adele, question, "Basic will do")
    await ann.sees("Basic will do")
    await ann.goes("Pay 149 ₽ from balance", "Paid")


@pytest.mark.long
async def test_who_writes_while_the_group_is_lost_is_read_by_admins(
    shop: Shop, ann: Person, adele: Person, telegram: Sandbox
) -> None:
    """The bot was removed, and nobody told it. When it is back, the group sees what waits."""
    await in_a_group(shop, telegram)
    support = telegram.person(GROUP)
    await ann.goes("Support", "answered below", "Other", "Write what happened")
    await ann.asks("hello?", "Sent to support")
    await support.sees("hello?")
    await telegram.group(GROUP, has_bot=False, told=False)
    await ann.asks("anybody?", "Sent to support")
    await adele.sees("hello?")
    question = await adele.sees("anybody?")
    await replies(adele, question, "We are here")
    await ann.sees("We are here")
    # Nobody can be reached: she is not told that it was sent.
    await adele.block()
    unreachable = "select unreachable_since is not null from app.telegram_identities"
    await eventually(lambda: shop.db.fetchval(f"{unreachable} where telegram_id = $1", ADELE))
    await ann.asks("one more thing", "Your message is kept")
    before = await support.from_bot()
    await telegram.group(GROUP, has_bot=True)
    await support.sees("one more thing", beside=before)
    healed = "select not exists (select from support.chat_troubles)"
    await eventually(lambda: shop.db.fetchval(healed))
    await ann.asks("and another", "Sent to support")
    await support.sees("and another")


@pytest.mark.long
@pytest.mark.parametrize(
    "why",
    ["TOPIC_CLOSED", "CHAT_RESTRICTED", "CHAT_SEND_PLAIN_FORBIDDEN", "message thread not found"],
)
async def test_who_writes_while_the_group_takes_no_messages_is_read_by_admins(
    shop: Shop, ann: Person, adele: Person, telegram: Sandbox, why: str
) -> None:
    """The bot is in it and may not write. The group sees what waits when its topic is reopened."""
    await in_a_group(shop, telegram)
    support = telegram.person(GROUP)
    await telegram.group(GROUP, refuses=why)
    await ann.goes("Support", "answered below", "Other", "Write what happened")
    await ann.asks("hello?", "Sent to support")
    question = await adele.sees("hello?")
    assert why in await shop.db.fetchval("select error from support.chat_troubles")
    before = await support.from_bot()
    await telegram.group(GROUP, refuses=None)
    await support.sees("hello?", beside=before)
    assert await shop.db.fetchval("select count(*) from support.chat_troubles") == 0
    await replies(adele, question, "We are here")
    await ann.sees("We are here")


@pytest.mark.parametrize("told", [True, False])
async def test_a_group_that_becomes_a_supergroup_is_still_support(
    shop: Shop, ann: Person, adele: Person, telegram: Sandbox, told: bool
) -> None:
    """Whether Telegram's message about that comes first, or the refusal of the next one."""
    await in_a_group(shop, telegram)
    await ann.goes("Support", "answered below", "Other", "Write what happened")
    await ann.asks("hello?", "Sent to support")
    await telegram.person(GROUP).sees("hello?")
    await telegram.group(GROUP, moved_to=SUPERGROUP, told=told)
    if not told:
        await ann.asks("anybody?", "Sent to support")
    there = telegram.person(SUPERGROUP)
    await there.sees("hello?")
    if not told:
        await there.sees("anybody?")
    setting = "select value::bigint from app.settings where name = 'support_chat'"
    assert await shop.db.fetchval(setting) == SUPERGROUP
    question = (await there.sees("hello?"))["message_id"]
    update = said(SUPERGROUP, 8, "We look into it", reply_to_message=posted(shop, question))
    await shop.http.post("/telegram", json=update, headers=HEADERS)
    await ann.sees("We look into it")


async def in_a_group(shop: Shop, telegram: Sandbox) -> None:
    await telegram.group(GROUP, title="Support")
    await shop.db.execute(
        "update app.settings set value = to_jsonb($1::bigint) where name = 'support_chat'", GROUP
    )


def said(group: int, number: int, text: str, **more: Any) -> Json:
    """An update about a message in a group."""
    bob = {"id": 5, "is_bot": False, "first_name": "Bob"}
    head = {"message_id": number, "date": 1, "chat": chat(group), "from": bob}
    return {"update_id": 900_000 + number, "message": {**head, "text": text, **more}}


def posted(shop: Shop, number: int, group: int = SUPERGROUP) -> Json:
    """A message of the bot in a group."""
    bot = {"id": shop.components.bot.id, "is_bot": True, "first_name": "Shop"}
    return {"message_id": number, "date": 1, "chat": chat(group), "from": bot, "text": "card"}


def chat(group: int) -> Json:
    return {"id": group, "type": "supergroup", "title": "Support"}


@pytest.mark.long
async def test_who_cannot_be_answered_is_shown_to_support(
    shop: Shop, ann: Person, adele: Person
) -> None:
    await ann.goes("Support", "answered below", "Other", "Write what happened")
    await ann.asks("hello?", "Sent to support")
    question = await adele.sees("hello?")
    await ann.block()
    await replies(adele, question, "hello!")
    failed = await adele.sees("This answer did not arrive")
    assert "blocked" in failed["text"]
    # Whatever she does in her chat is a sign of life.
    await ann.write("are you there?")
    await adele.sees("are you there?")
    await eventually(lambda: shop.db.fetchval("select app.count_reachable() = 2"))


@pytest.mark.long
async def test_a_group_may_be_support(
    shop: Shop, ann: Person, adele: Person, telegram: Sandbox
) -> None:
    """Whoever is in it answers by replying to the bot; what else is said there is not read."""
    await shop.db.execute("update app.settings set value = '-100200' where name = 'support_chat'")
    await telegram.group(SUPERGROUP, title="Support")
    await shop.db.execute("update app.users set timezone = 'Asia/Vladivostok' where role = 'owner'")
    await ann.goes("Support", "answered below", "Other", "Write what happened")
    await ann.asks("hello?", "Sent to support")
    group = telegram.person(SUPERGROUP)
    post = posted(shop, (await group.sees("hello?"))["message_id"])
    updates = (
        said(SUPERGROUP, 8, "lunch?"),
        said(SUPERGROUP, 9, "We look into it", reply_to_message=post),
    )
    for update in updates:
        await shop.http.post("/telegram", json=update, headers=HEADERS)
    await ann.sees("We look into it")
    assert await shop.db.fetchval("select count(*) from support.messages") == 2

    # History has the times of the admin for whom the group is written to.
    ticket = await shop.db.fetchval("select id from support.tickets")
    tap = {
        "id": "1",
        "chat_instance": "1",
        "from": {"id": 5, "is_bot": False, "first_name": "Bob"},
        "message": post,
        "data": f"ticket:history:{ticket}",
    }
    taps = {"update_id": 900_010, "callback_query": tap}
    await shop.http.post("/telegram", json=taps, headers=HEADERS)
    shown = await shop.db.fetchval(
        """
        select to_char(sent_at at time zone 'Asia/Vladivostok', 'HH24:MI')
        from support.messages where sender = 'user'
        """
    )
    assert shown in (await group.sees("what was written"))["text"]
