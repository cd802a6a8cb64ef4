"""The game, with what Telegram does to a ball: an answer that is lost, late or refused."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support import Connection, Database, eventually
from tests.support.bot import (
    BASIC,
    Json,
    Person,
    Sandbox,
    Shop,
    all_is_well,
    buys,
    labels,
    open_listener,
    open_shop,
    sandbox,
)

NO_LIMITS: Json = {"chat_rate": 0, "rate": 0}


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with sandbox(database_url=SecretStr(database.url())) as it:
        await it.faults(**NO_LIMITS)
        yield it


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    async with open_listener(database, telegram), open_shop(database, db, telegram) as it:
        yield it


@pytest.fixture
async def player(shop: Shop, ann: Person) -> Person:
    await shop.db.execute("update outbox.topics set backoff_min = '0.05 s' where name = 'telegram'")
    await buys(shop, ann, BASIC, "30 days · 149 ₽", 14900)
    return ann


async def throws(shop: Shop) -> list[tuple[Any, ...]]:
    rows = await shop.db.fetch(
        "select t.status, t.value, t.prize from billing.throws as t order by t.id"
    )
    return [tuple(row) for row in rows]


async def balls(person: Person) -> int:
    return len([m for m in await person.from_bot() if m.get("dice")])


async def won_days(shop: Shop) -> float:
    days: float = await shop.db.fetchval(
        """
        select coalesce(extract(epoch from sum(p.ends_at - p.starts_at)) / 86400, 0)::float8
        from billing.periods as p
        where p.kind = 'grant'
        """
    )
    return days


@pytest.mark.long
async def test_a_strike_gives_a_week_when_the_ball_has_stopped(shop: Shop, player: Person) -> None:
    ann = player
    await shop.sandbox.faults(**NO_LIMITS, dice=6)
    game = await ann.goes("More", "Your number", "Game", "Bowling")
    assert "7 days for free" in game["text"]
    await ann.goes("🎳 Throw", "The ball is yours")
    result = await ann.sees("Strike!")
    assert "You have won 7 days" in result["text"]
    assert await throws(shop) == [("thrown", 6, "days")]
    assert await won_days(shop) == 7
    (ball,) = [message for message in await ann.from_bot() if message.get("dice")]
    waited = datetime.fromisoformat(result["date"]) - datetime.fromisoformat(ball["date"])
    assert waited >= timedelta(seconds=3)
    later = await ann.asks("/game", "Your next throw")
    assert "🎳 Throw" not in labels(later)
    await ann.asks("/history", "Won in the game: Basic until")
    await all_is_well(shop)


@pytest.mark.long
async def test_a_ball_whose_answer_is_lost_is_thrown_again_and_wins_once(
    shop: Shop, player: Person
) -> None:
    ann = player
    await ann.asks("/game", "It is your turn")
    await shop.db.execute("select ops.pause('telegram', 'a test')")
    await ann.goes("🎳 Throw", "The ball is yours")
    await shop.sandbox.faults(**NO_LIMITS, dice=6, lost_answer=1)
    await shop.db.execute("select ops.resume('telegram')")

    async def lost() -> bool:
        return await balls(ann) > 0

    await eventually(lost)
    assert await won_days(shop) == 0
    await shop.sandbox.faults(**NO_LIMITS, dice=6)
    await ann.sees("Strike!")
    assert await balls(ann) >= 2
    assert await throws(shop) == [("thrown", 6, "days")]
    assert await won_days(shop) == 7
    await all_is_well(shop)


@pytest.mark.long
async def test_a_ball_that_telegram_refuses_for_a_while_rolls_later(
    shop: Shop, player: Person
) -> None:
    ann = player
    await ann.asks("/game", "It is your turn")
    await shop.db.execute("select ops.pause('telegram', 'a test')")
    await ann.goes("🎳 Throw", "The ball is yours")
    await shop.sandbox.faults(**NO_LIMITS, dice=1, flood=True, retry_after=1)
    await shop.db.execute("select ops.resume('telegram')")

    async def refused() -> bool:
        return any(one["status"] == 429 for one in await shop.sandbox.requests("sendDice"))

    await eventually(refused)
    await shop.sandbox.faults(**NO_LIMITS, dice=1)
    await ann.sees("Nothing this time")
    assert await balls(ann) == 1
    assert await throws(shop) == [("thrown", 1, None)]
    await all_is_well(shop)


@pytest.mark.long
async def test_who_blocks_the_bot_keeps_the_turn(shop: Shop, player: Person) -> None:
    ann = player
    await ann.asks("/game", "It is your turn")
    await shop.db.execute("select ops.pause('telegram', 'a test')")
    await ann.goes("🎳 Throw", "The ball is yours")
    await ann.block()
    await shop.settled()
    await shop.db.execute("select ops.resume('telegram')")

    async def gone() -> bool:
        waiting = "select exists (select from outbox.messages as m where m.kind = 'game.dice')"
        return not await shop.db.fetchval(waiting)

    await eventually(gone)
    await ann.block(False)
    await shop.settled()
    await shop.sandbox.faults(**NO_LIMITS, dice=6)
    await ann.asks("/game", "It is your turn")
    await ann.goes("🎳 Throw", "The ball is yours")
    await ann.sees("Strike!")
    assert (await throws(shop))[-1] == ("thrown", 6, "days")
    assert await won_days(shop) == 7


@pytest.mark.long
async def test_the_game_in_russian(shop: Shop) -> None:
    anna = shop.sandbox.person(language="ru")
    await anna.write("/start")
    await anna.sees("Настройка займёт")
    await anna.asks("/game", "Играть можно, пока действует платная подписка")
    await shop.credit(anna, 14900)
    await anna.goes("Выбрать тариф", "Выберите тариф", "Базовый · от 149 ₽", "На какой срок?")
    await anna.goes("30 дней · 149 ₽", "Ваш заказ", "Оплатить 149 ₽ с баланса", "Оплачено")
    await shop.sandbox.faults(**NO_LIMITS, dice=6)
    await anna.asks("/game", "Ваш ход")
    await anna.goes("🎳 Бросить", "Шар ваш")
    await anna.sees("Ваш выигрыш — 7 дней")
    await all_is_well(shop)


@pytest.mark.long
async def test_a_shop_without_a_game_does_not_show_it(shop: Shop, player: Person) -> None:
    await shop.db.execute("update app.flags set enabled = false where name = 'game'")
    more = await player.goes("More", "Your number")
    assert "Game" not in labels(more)
    await player.asks("/game", "The game is paused")
