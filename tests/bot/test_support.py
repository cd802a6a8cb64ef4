"""Support in the bot: what people write arrives at support, and its answers at them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support import ANN, Database, eventually
from tests.support.bot import HEADERS, Json, Person, Sandbox, Shop, labels, open_listener

ADELE = ANN + 1


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


async def test_a_group_may_be_support(shop: Shop, ann: Person, adele: Person) -> None:
    """Whoever is in it answers by replying to the bot; what else is said there is not read."""
    group = -100200
    await shop.db.execute("update app.settings set value = '-100200' where name = 'support_chat'")
    await ann.goes("Support", "answered below", "Other", "Write what happened")
    await ann.asks("hello?", "Sent to support")
    ticket = await shop.db.fetchval("select id from support.tickets")
    await shop.db.execute(
        "insert into support.posts values ($1, 7, $2, 'support', app.now())", group, ticket
    )

    def said(number: int, text: str, **more: Any) -> Json:
        chat = {"id": group, "type": "supergroup", "title": "Support"}
        bob = {"id": 5, "is_bot": False, "first_name": "Bob"}
        head = {"message_id": number, "date": 1, "chat": chat, "from": bob}
        return {"update_id": 900_000 + number, "message": {**head, "text": text, **more}}

    bot = {"id": shop.components.bot.id, "is_bot": True, "first_name": "Shop"}
    post = {"message_id": 7, "date": 1, "chat": said(1, "")["message"]["chat"], "from": bot}
    for update in (said(8, "lunch?"), said(9, "We look into it", reply_to_message=post)):
        await shop.http.post("/telegram", json=update, headers=HEADERS)
    await ann.sees("We look into it")
    assert await shop.db.fetchval("select count(*) from support.messages") == 2
