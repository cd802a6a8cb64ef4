"""No transaction of anybody's, and no other update, keeps an update from being stored."""

import asyncio
from typing import Any

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramServerError
from aiogram.methods import AnswerPreCheckoutQuery, TelegramMethod

from tests.support import ANN, PATIENCE, Connection, Database, eventually
from tests.support.bot import HEADERS, Json, Sandbox, Shop, open_shop
from tests.support.races import Connect, SecondWaits

BOB = 2002


def message(update_id: int, chat_id: int, text: str = "/profile") -> Json:
    person = {"id": chat_id, "is_bot": False, "first_name": "Eve"}
    chat = {"id": chat_id, "type": "private"}
    return {
        "update_id": update_id,
        "message": {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": text},
    }


def checkout(update_id: int = 900_000_000) -> Json:
    query = {
        "id": "77",
        "from": {"id": ANN, "is_bot": False, "first_name": "Ann", "language_code": "en"},
        "currency": "RUB",
        "total_amount": 25000,
        "invoice_payload": "none of ours",
    }
    return {"update_id": update_id, "pre_checkout_query": query}


async def post(shop: Shop, update: Json) -> httpx.Response:
    return await shop.http.post("/telegram", json=update, headers=HEADERS)


async def test_the_updates_of_another_bot_are_others(shop: Shop) -> None:
    """A banned bot gets a new token, and the new one's updates may have the numbers of the old."""
    ann = shop.sandbox.person()
    await ann.arrive()
    assert (await post(shop, message(7001, ANN))).status_code == 200
    await ann.sees("No subscription yet")
    await shop.settled()
    stored = "select array_agg(distinct source) from inbox.events"
    assert await shop.db.fetchval(stored) == [f"telegram_{shop.components.bot.id}"]
    await shop.db.execute("update inbox.events set source = 'telegram_1'")
    assert (await post(shop, message(7001, ANN, "/help"))).status_code == 200
    await ann.sees("Choose your device under Connect")


@pytest.mark.long
async def test_a_lane_that_is_held_holds_up_nobody_else(shop: Shop, connect: Connect) -> None:
    """Somebody has begun to write into a chat's lane, and thinks. The customer's words are stored,
    in order; everybody else is answered; and when the lane is free, the customer is."""
    ann, bob = shop.sandbox.person(), shop.sandbox.person(BOB)
    for person in (ann, bob):
        await person.arrive()
    await shop.settled()
    holder = await connect()
    thinking = holder.transaction()
    await thinking.start()
    await holder.execute("select outbox.enqueue('inbox.update', $1)", str(ANN))

    updates = [message(7001, ANN, "/profile"), message(7002, BOB), message(7003, ANN, "/help")]
    answers = await asyncio.gather(*(post(shop, update) for update in updates))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    await bob.sees("No subscription yet", within=30)
    assert await shop.db.fetchval("select count(*) from inbox.unqueued") == 2
    kept = "select * from ops.violations where invariant = 'events_are_processed'"
    assert await shop.db.fetch(kept) == []

    await thinking.rollback()
    await ann.sees("How Tickover", within=30)
    await shop.settled()
    assert await shop.db.fetchval("select count(*) from inbox.unqueued") == 0
    asked = [
        call["params"]["text"]
        for call in await shop.sandbox.requests("sendMessage")
        if call["chat_id"] == ANN
    ]
    assert "No subscription yet" in asked[-2]
    assert "How Tickover" in asked[-1]


async def test_two_bots_that_are_sent_the_same_updates_do_not_block_each_other(
    db: Connection, connect: Connect, second_waits: SecondWaits
) -> None:
    """They come in another order; one of them waits, and then finds that all is stored."""
    first, second = await connect("tickover_payments"), await connect("tickover_payments")

    def received(bot: Connection, *ids: str) -> "asyncio.Future[int]":
        call = "select inbox.receive_events('inbox', 'telegram', $1, null, $2, $3, null)"
        lanes, bodies = [f"-{id_}" for id_ in ids], [b"{}" for _ in ids]
        return asyncio.ensure_future(bot.fetchval(call, list(ids), lanes, bodies))

    holding = first.transaction()
    await holding.start()
    assert await received(first, "2", "1") == 2
    async with second_waits(first, received(second, "1", "2", "3"), second) as waiting:
        await holding.commit()
        assert await waiting == 1
    rows = await db.fetch("select external_id from inbox.events order by external_id")
    assert [row["external_id"] for row in rows] == ["1", "2", "3"]


async def test_a_collision_is_repeated(shop: Shop) -> None:
    await shop.db.execute("""
        create sequence collisions;
        create function collide() returns trigger language plpgsql as $$
        begin
          if nextval('public.collisions') < 3 then
            raise serialization_failure;
          end if;
          return null;
        end
        $$;
        create trigger collide after insert on inbox.events
          for each statement execute function collide();
        grant usage on sequence collisions to tickover_owner;
    """)
    assert (await post(shop, message(1, ANN))).status_code == 200
    assert await shop.db.fetchval("select count(*) from inbox.events") == 1


async def test_a_checkout_is_answered_while_nothing_can_be_stored(
    shop: Shop, connect: Connect
) -> None:
    """Telegram waits ten seconds for it."""
    holder = await connect()
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("lock table inbox.events in access exclusive mode")
    asked = asyncio.create_task(post(shop, checkout()))

    async def answered() -> list[Json]:
        return await shop.sandbox.requests("answerPreCheckoutQuery")

    (answer,) = await eventually(answered, within=2)
    assert answer["params"]["ok"] == "false"
    await transaction.rollback()
    assert (await asked).status_code == 200


async def test_a_checkout_of_an_odd_shape_is_stored(shop: Shop) -> None:
    update = checkout()
    del update["pre_checkout_query"]["total_amount"]
    assert (await post(shop, update)).status_code == 200
    assert await shop.sandbox.requests("answerPreCheckoutQuery") == []


async def test_a_checkout_that_got_no_answer_is_asked_again(
    shop: Shop, database: Database, db: Connection, telegram: Sandbox
) -> None:
    await telegram.faults(down=503)
    assert (await post(shop, checkout())).status_code == 503


async def test_a_checkout_is_not_answered_while_telegram_bans_the_bot(shop: Shop) -> None:
    """It asks again."""
    await shop.db.execute("select api.pause_telegram(20)")
    assert (await post(shop, checkout())).status_code == 503
    assert await shop.sandbox.requests("answerPreCheckoutQuery") == []


@pytest.mark.long
async def test_a_checkout_that_got_no_answer_does_not_stop_the_polling(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    changes = {"telegram_mode": "polling", "webhook_url": None, "webhook_secret": None}
    async with open_shop(database, db, telegram, **changes) as shop:
        ann = telegram.person()
        await ann.arrive()
        asked = asyncio.Event()
        shop.components.receiver.checkouts.bot.session.middleware(refuse_checkouts(asked))
        await ann.tap_data("topup:25000", 2)
        invoice = await ann.invoice()
        paying = asyncio.create_task(ann.pay(invoice["message_id"]))
        await asyncio.wait_for(asked.wait(), PATIENCE)
        await ann.write("/profile")
        await ann.sees("No subscription yet")
        await paying


def refuse_checkouts(asked: asyncio.Event) -> Any:
    """Telegram's side of the line is down for these alone."""

    async def middleware(make_request: Any, bot: Bot, method: TelegramMethod[Any]) -> Any:
        if isinstance(method, AnswerPreCheckoutQuery):
            asked.set()
            raise TelegramServerError(method, "Bad Gateway")
        return await make_request(bot, method)

    return middleware


@pytest.mark.long
async def test_taps_that_wait_for_the_database_keep_nothing_else_out(
    shop: Shop, connect: Connect
) -> None:
    """They have connections of their own, and all of those are taken here."""
    people = [shop.sandbox.person(3000 + number) for number in range(12)]
    for person in people:
        await person.arrive()
    locking = await connect()
    transaction = locking.transaction()
    await transaction.start()
    await locking.execute("lock table billing.plans in access exclusive mode")
    for person in people:
        await person.tap("Subscription")

    async def stuck() -> bool:
        waiting = """
            select count(*) >= 10 from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
        """
        return bool(await shop.db.fetchval(waiting))

    await eventually(stuck)
    assert (await post(shop, message(7002, ANN))).status_code == 200
    assert (await shop.http.get("/ready")).status_code == 200
    await transaction.rollback()
    await people[0].sees("Choose a plan")
