"""Two who want the same gift at once, and a payer who wants it back: one of them gets it."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from tests.support import ANN, BOB, Clock, Connection
from tests.support.races import BROKEN, PRICE, SecondWaits, Tap, balance, periods

CAROL = 1003


async def given(tap: Tap) -> int:
    """Ann has paid a gift, and Bob and Carol have opened its link."""
    await tap.start(CAROL)
    order = await tap.call("open_gift_order", ANN, await tap.price(ANN))
    assert (await tap.buy(ANN, order["order_token"]))["outcome"] == "fulfilled"
    gift: int = (await tap.call("gifts", ANN))["gift_id"]
    link = await tap.call("new_gift_link", ANN, gift)
    for who in (BOB, CAROL):
        hashed = bytes(24) + who.to_bytes(8)
        await tap.call("start", who, hashed, "", "", "en", f"gift_{link['code']}")
    return gift


async def both(
    taps: tuple[Tap, Tap],
    second_waits: SecondWaits,
    one: Callable[[Tap], Awaitable[asyncpg.Record]],
    other: Callable[[Tap], Awaitable[asyncpg.Record]],
    end: str = "commit",
) -> tuple[str, str]:
    first, second = taps
    await first.connection.execute("begin")
    outcome: str = (await one(first))["outcome"]
    async with second_waits(first.connection, other(second), second.connection) as task:
        await first.connection.execute(end)
        return outcome, (await task)["outcome"]


async def test_two_take_one_gift(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    gift = await given(taps[0])
    outcomes = await both(
        taps,
        second_waits,
        lambda tap: tap.call("redeem_gift", BOB, gift),
        lambda tap: tap.call("redeem_gift", CAROL, gift),
    )
    assert outcomes == ("redeemed", "gone")
    assert len(await periods(db, BOB)) == 1
    assert len(await periods(db, CAROL)) == 0
    assert await db.fetch(BROKEN) == []


async def test_who_waited_gets_it_when_the_first_one_fails(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    gift = await given(taps[0])
    outcomes = await both(
        taps,
        second_waits,
        lambda tap: tap.call("redeem_gift", BOB, gift),
        lambda tap: tap.call("redeem_gift", CAROL, gift),
        "rollback",
    )
    assert outcomes == ("redeemed", "redeemed")
    assert (len(await periods(db, BOB)), len(await periods(db, CAROL))) == (0, 1)
    assert await db.fetch(BROKEN) == []


async def test_two_taps_of_one_person_take_it_once(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    gift = await given(taps[0])
    outcomes = await both(
        taps,
        second_waits,
        lambda tap: tap.call("redeem_gift", BOB, gift),
        lambda tap: tap.call("redeem_gift", BOB, gift),
    )
    assert outcomes == ("redeemed", "already_redeemed")
    assert len(await periods(db, BOB)) == 1
    assert await db.fetch(BROKEN) == []


async def test_taking_against_the_money_back(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    gift = await given(taps[0])
    outcomes = await both(
        taps,
        second_waits,
        lambda tap: tap.call("ask_gift_back", ANN, gift),
        lambda tap: tap.call("redeem_gift", BOB, gift),
    )
    assert outcomes == ("returned", "gone")
    assert await balance(taps[1], ANN) == PRICE
    assert len(await periods(db, BOB)) == 0
    assert await db.fetch(BROKEN) == []


async def test_the_money_back_against_taking(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    gift = await given(taps[0])
    outcomes = await both(
        taps,
        second_waits,
        lambda tap: tap.call("redeem_gift", BOB, gift),
        lambda tap: tap.call("ask_gift_back", ANN, gift),
    )
    assert outcomes == ("redeemed", "taken")
    assert await balance(taps[1], ANN) == 0
    assert await db.fetch(BROKEN) == []


async def test_the_end_of_its_time_against_taking(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits, clock: Clock
) -> None:
    """Who taps in time has it, even where the job is at the same gift a moment later."""
    first, second = taps
    gift = await given(first)
    await first.connection.execute("begin")
    assert (await first.call("redeem_gift", BOB, gift))["outcome"] == "redeemed"
    clock.advance("31 days")
    call = second.outside.fetchrow("select * from billing.expire_gift()")
    async with second_waits(first.connection, call, second.outside) as task:
        await first.connection.execute("commit")
        await task
    status = await db.fetchval("select g.status from billing.gifts as g")
    assert status == "redeemed"
    assert await balance(second, ANN) == 0


@pytest.mark.long
async def test_ten_thousand_guesses_are_answered_alike(
    db: Connection, taps: tuple[Tap, Tap]
) -> None:
    """By one who guesses, and the right code among them, when he has guessed too much."""
    tap, _ = taps
    await given(tap)
    code = "A" * 32
    await db.execute(
        """
        select billing.open_gift_link(app.user_of($1), translate($2 || n, '0', 'o'))
        from generate_series(1, 10000) as n
        """,
        ANN,
        code,
    )
    link = await tap.call("new_gift_link", ANN, 1)
    await db.execute("select billing.open_gift_link(app.user_of($1), $2)", ANN, link["code"])
    assert await db.fetch("select * from api.opened_gift($1)", ANN) == []
    counted = await db.fetchval("select g.wrong from billing.gift_guesses as g")
    assert counted >= 10000
    assert len(await db.fetch("select * from api.opened_gift($1)", BOB)) == 1
