"""Broadcasts from the phone: written, tested, started, steered; and what customers get and tap."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.callbacks import OpenFromBroadcast
from bot.handlers.admin.broadcasts import PLACES
from tests.bot.conftest import make_admin
from tests.support import ANN, Clock, Database, eventually
from tests.support.bot import Person, Shop, labels, open_listener


@pytest.fixture
async def listener(database: Database, shop: Shop) -> AsyncIterator[None]:
    """And no quiet hours, whenever the test runs."""
    await shop.db.execute("update app.settings set value = '0' where name ~ '^quiet_(from|to)$'")
    async with open_listener(database, shop.sandbox):
        yield


async def traced(shop: Shop) -> list[tuple[str, str | None]]:
    rows = await shop.db.fetch(
        "select action, reason from app.audit where action ~ '^broadcast' order by id"
    )
    return [(row["action"], row["reason"]) for row in rows]


async def drafts(olga: Person, kind: str, text: str = "New <b>prices</b>", **more: object) -> None:
    """Up to the screen of a draft to everybody, with a button that leads to the plans."""
    await olga.asks("/admin", "Your role")
    await olga.goes("Broadcasts", "Broadcasts", "✏️ Write to many", "What is it?")
    await olga.goes(kind, "Who gets it?", "Everybody", "Send me the message")
    before = await olga.from_bot()
    await olga.write(text, parse_mode="HTML", **more)
    await olga.sees("A button below it?", beside=before)
    await olga.goes("Choose a plan", "Buttons: Choose a plan", "Confirm", "not sent yet")
    await olga.goes("Back", "Would get it now")


async def sends_test(olga: Person) -> None:
    await olga.tap("Send me a test")
    await olga.alert("The test is on its way")


async def starts(olga: Person) -> None:
    await has_arrived(olga)
    await olga.goes("Start…", "When?", "Now", "Why?")
    await olga.asks("spring", "When: Now")
    await olga.goes("Confirm", "It has started")


async def has_arrived(olga: Person) -> None:
    """Every text has arrived."""

    async def may_start() -> bool:
        await olga.tap("Refresh")
        return any("Start…" in labels(message) for message in await olga.from_bot())

    await eventually(may_start, 15, every=0.5)


async def refreshed(olga: Person, fragment: str) -> None:
    """Taps Refresh until the screen says so."""

    async def says_so() -> bool:
        await olga.tap("Refresh")
        screen = [m for m in await olga.from_bot() if "Refresh" in labels(m)][-1]
        return fragment in (screen["text"] or "")

    await eventually(says_so, 10, every=0.5)


async def opens(olga: Person, button: str, offered: str) -> None:
    """Waits for what the screen offers: what it says, the progress in the chat says as well."""
    await olga.tap(button)

    async def shown() -> bool:
        return any(offered in labels(message) for message in await olga.from_bot())

    await eventually(shown)


async def status(shop: Shop) -> str:
    found: str = await shop.db.fetchval("select max(status) from broadcast.broadcasts")
    return found


async def ends(shop: Shop, wanted: str = "finished") -> None:
    async def over() -> bool:
        return await status(shop) == wanted

    await eventually(over)


@pytest.mark.long
async def test_an_offer_from_the_draft_to_the_report(
    shop: Shop, ann: Person, olga: Person, listener: None
) -> None:
    await drafts(olga, "Offer")
    assert "Start…" not in labels((await olga.from_bot())[-1])
    await sends_test(olga)
    await olga.sees("New prices")
    await starts(olga)
    got = await ann.sees("New prices")
    assert labels(got) == ["Choose a plan", "No such messages", "Close"]
    assert [e["type"] for e in got["entities"]] == ["bold"]
    await ends(shop)
    report = await olga.sees("is sent")
    assert "Sent: 2 of 2" in report["text"]
    progress = [m for m in await olga.from_bot() if re.search(r"Broadcast \d+ is", m["text"] or "")]
    assert len(progress) == 1
    await ann.goes("Choose a plan", "Basic")
    assert any(m["text"] == got["text"] for m in await ann.from_bot())
    await olga.goes("Open", "2 sent · 1 tapped · 0 paid within 7 days")
    assert await traced(shop) == [
        ("broadcast.drafted", None),
        ("broadcast.written", None),
        ("broadcast.scheduled", "spring"),
    ]


@pytest.mark.long
async def test_who_wants_no_offers_gets_only_what_is_important(
    shop: Shop, ann: Person, olga: Person, listener: None
) -> None:
    await shop.db.execute("select api.set_notice_preference($1, false)", ANN)
    await drafts(olga, "Offer")
    await olga.sees("Would get it now: 1 · want no offers: 1")
    await drafts(olga, "Important", "Maintenance at night")
    await olga.sees("Would get it now: 2")
    await sends_test(olga)
    await starts(olga)
    assert labels(await ann.sees("Maintenance at night")) == ["Choose a plan", "Close"]


@pytest.mark.long
async def test_a_photo_is_corrected_and_removed_where_it_arrived(
    shop: Shop, ann: Person, olga: Person, listener: None
) -> None:
    await drafts(olga, "Important", "A pictrue", media="photo")
    await sends_test(olga)
    await starts(olga)
    got = await ann.sees("A pictrue")
    assert got["photo"]
    await ends(shop)
    await olga.sees("is sent")
    await opens(olga, "Open", "Change the text")
    await olga.goes("Change the text", "For readers of which language?")
    await olga.goes("All languages", "Send me the message")
    before = await olga.from_bot()
    await olga.write("A picture", media="photo")
    await olga.sees("A button below it?", beside=before)
    await olga.goes("Leave out", "Why?")
    await olga.asks("a typo", "Reason: a typo")
    await olga.goes("Confirm", "The text is written down")
    corrected = await ann.sees("A picture")
    # What is left out stays: the button.
    assert (corrected["message_id"], labels(corrected)) == (got["message_id"], labels(got))
    await ends(shop)
    await opens(olga, "Back", "🗑 Remove it from the chats")
    await olga.goes("🗑 Remove it from the chats", "Why?")
    await olga.asks("all wrong", "Reason")
    await olga.goes("Confirm", "It is being removed")
    await ends(shop, "deleted")
    assert [m for m in await ann.from_bot() if m["text"] == "A picture"] == []
    assert (await traced(shop))[-2:] == [
        ("broadcast.written", "a typo"),
        ("broadcast.deleting", "all wrong"),
    ]


@pytest.mark.long
async def test_what_telegram_refuses_does_not_start(
    shop: Shop, ann: Person, olga: Person, listener: None
) -> None:
    await drafts(olga, "Important")
    await shop.db.execute("update broadcast.contents set body = '<b>never closed'")
    await sends_test(olga)
    await refreshed(olga, "⚠️")
    screen = (await olga.from_bot())[-1]
    assert "can't parse entities" in screen["text"]
    assert "Start…" not in labels(screen)


@pytest.mark.long
async def test_a_planned_one_begins_by_the_clock_of_the_shop(
    shop: Shop, ann: Person, olga: Person, listener: None, clock: Clock
) -> None:
    await drafts(olga, "Important")
    await sends_test(olga)
    await has_arrived(olga)
    await olga.goes("Start…", "When?")
    await olga.asks("tomorrow", "no answer")
    now = await shop.db.fetchval("select app.now() at time zone app.zone_of('UTC')")
    await olga.asks(f"{now + timedelta(days=61):%d.%m.%Y %H:%M}", "Why?")
    await olga.asks("news", "When: ")
    await olga.goes("Confirm", "It will start by itself", "Back", "Starts")
    await shop.db.execute("select jobs.tend_broadcasts(10)")
    assert await status(shop) == "scheduled"
    clock.advance("61 days")
    await shop.db.execute("select jobs.tend_broadcasts(10)")
    await ann.sees("New prices")


async def test_one_that_does_not_begin_says_so(
    shop: Shop, ann: Person, olga: Person, listener: None, clock: Clock
) -> None:
    await drafts(olga, "Important")
    await shop.db.execute(
        """update broadcast.contents set tested_at = app.now();
           select ops.start_broadcast(max(b.id), app.now() + interval '1 hour')
           from broadcast.broadcasts as b;
           update broadcast.contents set tested_at = null"""
    )
    clock.advance("61 minutes")
    await shop.db.execute("select jobs.tend_broadcasts(10)")
    told = await olga.sees("did not start")
    assert "A text was changed since it was tested" in told["text"]
    await olga.goes("Open", "Did not start")
    await shop.db.execute(
        """select ops.cancel_broadcast(max(b.id), 'never') from broadcast.broadcasts as b"""
    )
    await olga.sees("is cancelled")
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters where not dropped") == 0


@pytest.mark.long
async def test_a_pause_holds_at_once_and_is_shown_in_the_one_message(
    shop: Shop, ann: Person, olga: Person
) -> None:
    """Without a listener: nothing has gone out when the pause comes."""
    await drafts(olga, "Important")
    await shop.db.execute("update broadcast.contents set tested_at = app.now()")
    await starts(olga)
    await olga.goes("Back", "is being sent", "⏸ Pause", "is paused")
    await olga.alert("Paused")
    waiting = await shop.db.fetch(
        "select lane, payload::text from outbox.messages where kind = 'broadcast.message'"
    )
    assert len(waiting) == 2
    for lane, payload in waiting:
        prepared = await shop.db.fetchval(
            "select broadcast.prepare_message($1, $2::jsonb)", lane, payload
        )
        assert prepared is None
    await olga.goes("▶️ Go on", "is being sent")
    assert (await traced(shop))[-2:] == [
        ("broadcast.paused", "tapped in the bot"),
        ("broadcast.sending", "tapped in the bot"),
    ]


@pytest.mark.long
async def test_two_texts_are_compared(
    shop: Shop, ann: Person, olga: Person, listener: None
) -> None:
    await drafts(olga, "Important", "Text of A")
    await olga.goes("Write text B", "For readers", "All languages", "Send me")
    await olga.asks("Text of B", "A button below it?")
    await olga.asks("Nowhere - nothing", "no answer")
    await olga.asks("Prices - plans\nRead - https://shop.example/a", "Buttons: Prices, Read")
    await olga.goes("Confirm", "written down", "Back", "Text B")
    await olga.goes("Share of text B", "How many of a hundred", "50 %", "Payments within")
    await olga.goes("7", "Share of B, %: 50", "Confirm", "Two texts", "Back", "50 of a hundred")
    await sends_test(olga)
    await starts(olga)
    await ends(shop)
    shares = await shop.db.fetch(
        """select f.variant, f.sent from broadcast.broadcasts as b
           cross join lateral broadcast.figures(b.id) as f"""
    )
    assert sum(row["sent"] for row in shares) == 2


async def test_a_manager_may_and_support_may_not(shop: Shop, ann: Person, olga: Person) -> None:
    await make_admin(shop, ANN, "support")
    assert "Broadcasts" not in labels(await ann.asks("/admin", "Your role: support"))
    await make_admin(shop, ANN, "manager")
    assert "Broadcasts" in labels(await ann.asks("/admin", "Your role: manager"))
    await drafts(ann, "Important")
    await make_admin(shop, ANN, "support")
    await ann.tap("Refresh")
    await ann.alert("Your role does not allow that")


async def test_buttons_lead_where_the_database_says(shop: Shop) -> None:
    rows = await shop.db.fetch(
        "select p.*, broadcast.button_data(7, p.place) as data from broadcast.places() as p"
    )
    assert {row["place"]: row["label"] for row in rows} == PLACES
    for row in rows:
        assert OpenFromBroadcast.unpack(row["data"]).place == row["place"]
