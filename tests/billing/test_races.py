"""Two of everything at once: exactly one outcome, no deadlock, nobody waits for a job."""

import asyncio
import json
import random
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest

from tests.support import ANN, BOB, Clock, Connection
from tests.support.races import (
    BROKEN,
    PLUS,
    PRICE,
    Connect,
    SecondWaits,
    Tap,
    balance,
    begin,
    expire,
    periods,
    renew,
    standing,
)

# -- Money


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_double_tap_on_buy(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits, end: str
) -> None:
    first, second = taps
    await first.pay(ANN, "enough for two")
    token = await first.order(ANN)

    await first.connection.execute("begin")
    assert (await first.buy(ANN, token))["outcome"] == "fulfilled"
    async with second_waits(first.connection, second.buy(ANN, token), second.connection) as task:
        await first.connection.execute(end)
        outcome = (await task)["outcome"]

    assert outcome == ("already_fulfilled" if end == "commit" else "fulfilled")
    assert len(await periods(db, ANN)) == 1
    assert await balance(second, ANN) == PRICE


async def test_two_orders_and_money_for_one(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    first, second = taps
    tokens = await first.order(ANN), await first.order(ANN)

    await first.connection.execute("begin")
    assert (await first.buy(ANN, tokens[0]))["outcome"] == "fulfilled"
    call = second.buy(ANN, tokens[1])
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute("commit")
        assert (await task)["outcome"] == "insufficient_funds"

    assert len(await periods(db, ANN)) == 1
    assert await balance(second, ANN) == 0


async def test_two_orders_and_money_for_both(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    first, second = taps
    await first.pay(ANN, "enough for two")
    tokens = await first.order(ANN), await first.order(ANN)

    await first.connection.execute("begin")
    await first.buy(ANN, tokens[0])
    call = second.buy(ANN, tokens[1])
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute("commit")
        assert (await task)["outcome"] == "fulfilled"

    first_period, second_period = await periods(db, ANN)
    assert second_period["starts_at"] == first_period["ends_at"]


@pytest.mark.parametrize(
    ("payer", "outcome"), [(ANN, "credited_without_order"), (9999, "suspense")]
)
@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_the_same_payment_twice_at_once(
    db: Connection,
    taps: tuple[Tap, Tap],
    second_waits: SecondWaits,
    payer: int,
    outcome: str,
    end: str,
) -> None:
    first, second = taps
    await first.connection.execute("begin")
    assert (await first.pay(payer, "charge"))["outcome"] == outcome
    async with second_waits(
        first.connection, second.pay(payer, "charge"), second.connection
    ) as task:
        await first.connection.execute(end)
        assert (await task)["outcome"] == ("repeated" if end == "commit" else outcome)

    count = "select count(*), sum(amount) from billing.payments where external_id = 'charge'"
    row = await db.fetchrow(count)
    assert row is not None
    assert tuple(row) == (1, PRICE)


async def test_buying_waits_for_the_money_that_is_just_coming(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    first, second = taps
    await first.start(1003)
    token = await first.order(1003)
    await first.pay(1003, "a kopeck", 1)

    await first.connection.execute("begin")
    await first.pay(1003, "the rest", PRICE - 1)
    async with second_waits(first.connection, second.buy(1003, token), second.connection) as task:
        await first.connection.execute("commit")
        assert (await task)["outcome"] == "fulfilled"


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_double_tap_on_a_change_of_plan(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits, clock: Clock, end: str
) -> None:
    first, second = taps
    await first.pay(ANN, "for the dear plan", PLUS)
    await first.buy(ANN, await first.order(ANN))
    clock.advance("15 days")
    token = await first.order(ANN, plan=1)

    await first.connection.execute("begin")
    assert (await first.buy(ANN, token))["outcome"] == "fulfilled"
    async with second_waits(first.connection, second.buy(ANN, token), second.connection) as task:
        await first.connection.execute(end)
        outcome = (await task)["outcome"]

    assert outcome == ("already_fulfilled" if end == "commit" else "fulfilled")
    assert len(await periods(db, ANN)) == 2
    refunds = await db.fetchrow("select count(*), sum(amount) from billing.refunds")
    assert refunds is not None
    assert refunds["count"] == 1
    assert await balance(second, ANN) == refunds["sum"]
    assert (await standing(db, ANN))["waiting"] == 1


async def test_two_changes_of_plan_at_once(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits, clock: Clock
) -> None:
    """Both quoted the same unused time; it is credited once."""
    first, second = taps
    await first.pay(ANN, "for the dear plan, twice", 2 * PLUS)
    await first.buy(ANN, await first.order(ANN))
    clock.advance("15 days")
    tokens = await first.order(ANN, plan=1), await first.order(ANN, plan=1)

    await first.connection.execute("begin")
    assert (await first.buy(ANN, tokens[0]))["outcome"] == "fulfilled"
    call = second.buy(ANN, tokens[1])
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute("commit")
        assert (await task)["outcome"] == "changed"

    assert len(await periods(db, ANN)) == 2
    assert await db.fetchval("select count(*) from billing.refunds") == 1


# -- The cart


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_two_payments_and_one_cart(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits, end: str
) -> None:
    first, second = taps
    await first.start(1003)
    await first.cart(1003)

    await first.connection.execute("begin")
    assert (await first.pay(1003, "one"))["fulfilled_plan_title"] == "Basic"
    call = second.pay(1003, "two")
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute(end)
        bought = (await task)["fulfilled_plan_title"]

    assert bought == (None if end == "commit" else "Basic")
    assert len(await periods(db, 1003)) == 1
    assert await balance(second, 1003) == (PRICE if end == "commit" else 0)


async def test_two_halves_of_the_price_at_once(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    first, second = taps
    await first.start(1003)
    await first.cart(1003)

    await first.connection.execute("begin")
    assert (await first.pay(1003, "one half", PRICE // 2))["fulfilled_plan_title"] is None
    call = second.pay(1003, "other half", PRICE // 2)
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute("commit")
        assert (await task)["fulfilled_plan_title"] == "Basic"
    assert len(await periods(db, 1003)) == 1


async def test_tapping_while_the_money_buys_the_cart(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    first, second = taps
    await first.start(1003)
    token = await first.cart(1003)

    await first.connection.execute("begin")
    await first.pay(1003, "more than enough", 2 * PRICE)
    async with second_waits(first.connection, second.buy(1003, token), second.connection) as task:
        await first.connection.execute("commit")
        assert (await task)["outcome"] == "already_fulfilled"
    assert len(await periods(db, 1003)) == 1
    assert await balance(second, 1003) == PRICE


# -- Renewal


@pytest.fixture
async def short_of_money(connect: Connect, taps: tuple[Tap, Tap], clock: Clock) -> Connection:
    """Ann's period ends in half a day, and her balance is empty; a connection of the job."""
    first, _ = taps
    cron = await connect("tickover_cron")
    await first.buy(ANN, await first.order(ANN))
    clock.advance("27 days")
    assert await renew(cron) == (1, 0, False), "announced"
    clock.advance("2 days 12 hours")
    return cron


async def test_money_that_comes_while_the_job_finds_none(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits, short_of_money: Connection
) -> None:
    first, _ = taps
    await short_of_money.execute("begin")
    assert await renew(short_of_money) == (1, 0, False)
    call = first.pay(ANN, "in time")
    async with second_waits(short_of_money, call, first.connection) as task:
        await short_of_money.execute("commit")
        assert (await task)["renewed"]

    assert await renew(short_of_money) == (0, 0, False)
    assert len(await periods(db, ANN)) == 2
    assert await balance(first, ANN) == 0


async def test_what_was_announced_is_taken_back_while_it_is_noted_as_sent(
    db: Connection, connect: Connect, second_waits: SecondWaits, short_of_money: Connection
) -> None:
    """Both take the subscription before its notices: the other way round it was a deadlock."""
    other, listener = await connect(), await connect()
    sent = """select billing.announcements_sent(array_agg(m.payload))
              from outbox.messages as m where m.payload ->> 'notice' = 'announced'"""
    await other.execute("begin")
    id_ = await other.fetchval("select s.id from billing.subscriptions as s for update")
    async with second_waits(other, listener.execute(sent), listener) as task:
        await other.execute("select billing.unannounce($1)", id_)
        await other.execute("commit")
        await task
    assert await db.fetchval("select count(*) from billing.notices where kind = 'announced'") == 0


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_the_job_passes_over_who_is_just_topping_up(
    db: Connection, taps: tuple[Tap, Tap], short_of_money: Connection, end: str
) -> None:
    first, _ = taps
    await first.connection.execute("begin")
    assert (await first.pay(ANN, "in time"))["renewed"]
    assert await renew(short_of_money) == (0, 0, False), "without waiting"
    await first.connection.execute(end)

    assert await renew(short_of_money) == (0 if end == "commit" else 1, 0, False)
    assert len(await periods(db, ANN)) == (2 if end == "commit" else 1)


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_cancelling_while_the_job_renews(
    db: Connection,
    taps: tuple[Tap, Tap],
    second_waits: SecondWaits,
    connect: Connect,
    clock: Clock,
    end: str,
) -> None:
    first, _ = taps
    cron = await connect("tickover_cron")
    await first.pay(ANN, "for two")
    await first.buy(ANN, await first.order(ANN))
    old_end = (await standing(db, ANN))["ends_at"]
    clock.advance("29 days 12 hours")

    await cron.execute("begin")
    assert await renew(cron) == (1, 0, False)
    async with second_waits(cron, first.call("cancel", ANN), first.connection) as task:
        await cron.execute(end)
        cancelled = await task

    assert cancelled["outcome"] == "cancelled"
    renewed = end == "commit"
    assert (cancelled["ends_at"] > old_end) == renewed, "what was paid for is kept"
    assert await renew(cron) == (0, 0, False)
    assert len(await periods(db, ANN)) == (2 if renewed else 1)
    assert await balance(first, ANN) == (0 if renewed else PRICE)
    ann = await standing(db, ANN)
    assert ann["ends_at"] == ann["expires_at"] == ann["desired_expires_at"]


async def test_the_job_passes_over_who_is_just_cancelling(
    db: Connection, taps: tuple[Tap, Tap], connect: Connect, clock: Clock
) -> None:
    first, _ = taps
    cron = await connect("tickover_cron")
    await first.pay(ANN, "for two")
    await first.buy(ANN, await first.order(ANN))
    clock.advance("29 days 12 hours")

    await first.connection.execute("begin")
    assert (await first.call("cancel", ANN))["outcome"] == "cancelled"
    assert await renew(cron) == (0, 0, False)
    await first.connection.execute("commit")

    assert await renew(cron) == (0, 0, False)
    assert len(await periods(db, ANN)) == 1
    assert await balance(first, ANN) == PRICE


async def test_a_change_of_plan_while_the_job_renews(
    db: Connection,
    taps: tuple[Tap, Tap],
    second_waits: SecondWaits,
    connect: Connect,
    clock: Clock,
) -> None:
    """What was quoted left out the period that is just being paid."""
    first, _ = taps
    cron = await connect("tickover_cron")
    await first.pay(ANN, "for all of it", PRICE + PLUS)
    await first.buy(ANN, await first.order(ANN))
    clock.advance("29 days 12 hours")
    token = await first.order(ANN, plan=1)

    await cron.execute("begin")
    assert await renew(cron) == (1, 0, False)
    async with second_waits(cron, first.buy(ANN, token), first.connection) as task:
        await cron.execute("commit")
        assert (await task)["outcome"] == "changed"

    assert await balance(first, ANN) == PLUS
    assert (await first.buy(ANN, await first.order(ANN, plan=1)))["outcome"] == "fulfilled"
    assert len(await periods(db, ANN)) == 3


# -- Trial


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_the_trial_twice_at_once(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits, end: str
) -> None:
    first, second = taps
    await first.connection.execute("begin")
    assert (await first.trial(ANN))["outcome"] == "started"
    async with second_waits(first.connection, second.trial(ANN), second.connection) as task:
        await first.connection.execute(end)
        assert (await task)["outcome"] == ("already_used" if end == "commit" else "started")
    assert [p["kind"] for p in await periods(db, ANN)] == ["trial"]


async def test_trial_and_purchase_at_once(
    db: Connection, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    first, second = taps
    token = await first.order(ANN)
    await first.connection.execute("begin")
    await first.buy(ANN, token)
    async with second_waits(first.connection, second.trial(ANN), second.connection) as task:
        await first.connection.execute("commit")
        assert (await task)["outcome"] == "has_subscription"
    assert [p["kind"] for p in await periods(db, ANN)] == ["paid"]


# -- Expiry


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_renewing_by_hand_while_the_job_ends_the_subscription(
    db: Connection,
    connect: Connect,
    taps: tuple[Tap, Tap],
    second_waits: SecondWaits,
    clock: Clock,
    end: str,
) -> None:
    first, _ = taps
    cron = await connect("tickover_cron")
    await first.pay(ANN, "for two")
    await first.buy(ANN, await first.order(ANN))
    await first.call("set_auto_renew", ANN, False)
    clock.advance("31 days")
    assert await renew(cron) == (1, 0, False), "told that it is for her to pay"
    token = await first.order(ANN)

    await cron.execute("begin")
    assert await expire(cron) == (1, 0, False)
    async with second_waits(cron, first.buy(ANN, token), first.connection) as task:
        await cron.execute(end)
        assert (await task)["outcome"] == "fulfilled"

    assert await expire(cron) == (0, 0, False)
    ann = await standing(db, ANN)
    assert (ann["status"], ann["desired_present"], ann["period_number"]) == ("active", True, 2)
    assert ann["desired_expires_at"] == ann["expires_at"]
    old, new = await periods(db, ANN)
    assert new["starts_at"] > old["ends_at"], "the grace was over"


async def test_the_job_passes_over_who_is_just_renewing_by_hand(
    db: Connection, connect: Connect, taps: tuple[Tap, Tap], clock: Clock
) -> None:
    first, _ = taps
    cron = await connect("tickover_cron")
    await first.pay(ANN, "for two")
    await first.buy(ANN, await first.order(ANN))
    await first.call("set_auto_renew", ANN, False)
    clock.advance("30 days 12 hours")
    assert await renew(cron) == (1, 0, False), "told that it is for her to pay"
    token = await first.order(ANN)

    await first.connection.execute("begin")
    assert (await first.buy(ANN, token))["outcome"] == "fulfilled"
    clock.advance("12 hours")
    assert await expire(cron) == (0, 0, False)
    await first.connection.execute("commit")

    assert await expire(cron) == (0, 0, False)
    old, new = await periods(db, ANN)
    assert new["starts_at"] == old["ends_at"], "paid in the grace"


async def test_the_job_passes_over_who_is_just_buying(
    db: Connection, connect: Connect, taps: tuple[Tap, Tap], clock: Clock
) -> None:
    first, _ = taps
    cron = await connect("tickover_cron")
    await first.trial(ANN)
    await first.trial(BOB)
    clock.advance("73 hours")
    token = await first.order(ANN)

    await first.connection.execute("begin")
    assert (await first.buy(ANN, token))["outcome"] == "fulfilled"
    assert await expire(cron) == (1, 0, False), "Bob alone, without waiting for Ann"
    await first.connection.execute("commit")

    assert await expire(cron) == (0, 0, False)
    ann, bob = await standing(db, ANN), await standing(db, BOB)
    assert (ann["status"], ann["desired_present"]) == ("active", True)
    assert (bob["status"], bob["desired_present"]) == ("expired", False)


async def test_the_job_takes_who_did_not_buy_after_all(
    connect: Connect, taps: tuple[Tap, Tap], clock: Clock
) -> None:
    first, _ = taps
    cron = await connect("tickover_cron")
    await first.trial(ANN)
    clock.advance("73 hours")
    token = await first.order(ANN)

    await first.connection.execute("begin")
    await first.buy(ANN, token)
    assert await expire(cron) == (0, 0, False)
    await first.connection.execute("rollback")
    assert await expire(cron) == (1, 0, False)


async def test_buying_while_the_job_ends_the_subscription(
    db: Connection,
    connect: Connect,
    taps: tuple[Tap, Tap],
    second_waits: SecondWaits,
    clock: Clock,
) -> None:
    first, second = taps
    cron = await connect("tickover_cron")
    await first.trial(ANN)
    clock.advance("73 hours")
    token = await first.order(ANN)

    await cron.execute("begin")
    assert await expire(cron) == (1, 0, False)
    async with second_waits(cron, second.buy(ANN, token), second.connection) as task:
        await cron.execute("commit")
        bought = await task

    assert bought["outcome"] == "fulfilled"
    ann = await standing(db, ANN)
    assert (ann["status"], ann["period_number"]) == ("active", 2)
    assert ann["ends_at"] == bought["ends_at"]
    assert (ann["desired_present"], ann["desired_expires_at"]) == (True, ann["expires_at"])
    assert ann["desired_generation"] == 3
    assert ann["waiting"] == 1, "one message for the panel, which will carry the last word"


async def test_two_runs_of_the_job_share_the_work(
    db: Connection, connect: Connect, taps: tuple[Tap, Tap], clock: Clock
) -> None:
    crons = await connect("tickover_cron"), await connect("tickover_cron")
    for telegram_id in range(2000, 2020):
        await taps[0].start(telegram_id)
        await taps[0].trial(telegram_id)
    clock.advance("73 hours")

    for cron in crons:
        await cron.execute("begin")
        assert await expire(cron, 10) == (10, 0, True), "neither waits for the other"
    for cron in crons:
        await cron.execute("commit")
    assert await expire(crons[0]) == (0, 0, False)
    ended = "select count(*) from app.audit where action = 'subscription.expired'"
    assert await db.fetchval(ended) == 20


# -- VPN


@dataclass(frozen=True)
class Flight:
    """Messages of the topic vpn that the listener claimed, and what the panels are asked for."""

    listener: Connection
    token: int
    messages: list[list[Any]]

    @classmethod
    async def claim(cls, listener: Connection, limit: int = 1) -> "Flight":
        claim = json.loads(await listener.fetchval("select outbox.claim('vpn', $1)", limit))
        return cls(listener, claim["token"], claim["messages"])

    @property
    def generations(self) -> list[int]:
        return [payload["generation"] for _, _, _, payload, *_ in self.messages]

    async def ack(self) -> int:
        """As if the panels had done what they were asked for."""
        acknowledged: int = await self.listener.fetchval(
            """select outbox.ack(
                 'vpn', array_agg(m ->> 0), array_agg((m ->> 1)::bigint), array_agg($2::bigint),
                 array_agg(m -> 3 || '{"link": "vless://key"}')
               )
               from jsonb_array_elements($1::jsonb) as m""",
            json.dumps(self.messages),
            self.token,
        )
        return acknowledged


async def test_a_change_while_the_panel_answers_is_sent_too(
    db: Connection, connect: Connect, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    """What is in flight was prepared before the purchase; its ack must not hide the purchase."""
    first, _ = taps
    listener = await connect("tickover_listener")
    await first.trial(ANN)
    token = await first.order(ANN)
    flight = await Flight.claim(listener)
    assert flight.generations == [1]

    await first.connection.execute("begin")
    await first.buy(ANN, token)
    async with second_waits(first.connection, flight.ack(), listener) as task:
        await first.connection.execute("commit")
        assert await task == 1

    access = await db.fetchrow("select * from ops.access")
    assert access is not None
    assert (access["applied_generation"], access["desired_generation"]) == (1, 2)
    flight = await Flight.claim(listener)
    assert flight.generations == [2]
    assert await flight.ack() == 1
    assert (await standing(db, ANN))["waiting"] == 0


async def test_a_change_after_the_answer_is_sent_too(
    db: Connection, connect: Connect, taps: tuple[Tap, Tap], second_waits: SecondWaits
) -> None:
    first, _ = taps
    listener = await connect("tickover_listener")
    await first.trial(ANN)
    token = await first.order(ANN)
    flight = await Flight.claim(listener)

    await listener.execute("begin")
    assert await flight.ack() == 1
    async with second_waits(listener, first.buy(ANN, token), first.connection) as task:
        await listener.execute("commit")
        assert (await task)["outcome"] == "fulfilled"

    assert (await standing(db, ANN))["waiting"] == 1
    assert (await Flight.claim(listener)).generations == [2]


async def test_a_change_that_is_not_committed_yet_when_the_message_leaves(
    db: Connection, connect: Connect, taps: tuple[Tap, Tap]
) -> None:
    """A purchase dedupes on the message that waits; that one cannot leave without it."""
    first, _ = taps
    listener = await connect("tickover_listener")
    await first.trial(ANN)
    token = await first.order(ANN)

    await first.connection.execute("begin")
    await first.buy(ANN, token)
    assert (await Flight.claim(listener)).messages == [], "the purchase holds the lane"
    await first.connection.execute("commit")
    assert (await Flight.claim(listener)).generations == [2]
    assert (await standing(db, ANN))["waiting"] == 1, "the one in flight"


# -- Two users in one transaction


@pytest.fixture
async def each_has_one(taps: tuple[Tap, Tap], db: Connection) -> list[int]:
    """Ann's and Bob's ids; both have a subscription."""
    for telegram_id in (ANN, BOB):
        await taps[0].buy(telegram_id, await taps[0].order(telegram_id))
    return [await db.fetchval("select app.user_of($1)", who) for who in (ANN, BOB)]


async def test_two_users_one_after_the_other_deadlock(
    connect: Connect, second_waits: SecondWaits, each_has_one: list[int]
) -> None:
    """What billing.lock_users is for: who takes his second user alone may meet one who has that
    one first."""
    ann, bob = each_has_one
    first, second = await connect(), await connect()
    for connection, user in ((first, ann), (second, bob)):
        await connection.execute("begin")
        await connection.execute("select billing.lock_user($1)", user)
    call = second.execute("select billing.lock_user($1)", ann)
    async with second_waits(first, call, second) as task:
        ends = await asyncio.gather(
            first.execute("select billing.lock_user($1)", bob), task, return_exceptions=True
        )
    assert [type(end) for end in ends].count(asyncpg.DeadlockDetectedError) == 1


async def test_two_users_at_once_wait_for_each_other(
    connect: Connect, second_waits: SecondWaits, each_has_one: list[int]
) -> None:
    """In whatever order they are named, and also while one of them waits for somebody else."""
    other, first, second = [await connect() for _ in range(3)]
    for connection in (other, first, second):
        await connection.execute("begin")
    busy = "select from billing.subscriptions where user_id = $1 for no key update"
    await other.execute(busy, each_has_one[0])
    lock = "select billing.lock_users($1)"
    call = first.execute(lock, each_has_one)
    async with second_waits(other, call, first) as first_task:
        call = second.execute(lock, each_has_one[::-1])
        async with second_waits(first, call, second) as second_task:
            await other.execute("commit")
            await first_task
            await first.execute("commit")
            await second_task


# -- Everything at once


@pytest.mark.long
async def test_no_two_calls_deadlock(
    db: Connection, connect: Connect, taps: tuple[Tap, Tap], clock: Clock
) -> None:
    """Random taps, payments, jobs and panel answers on few users, six of each at once."""
    people = list(range(3000, 3006))
    for telegram_id in people:
        await taps[0].start(telegram_id)
        await taps[0].pay(telegram_id, f"seed {telegram_id}", 10 * PRICE)

    async def worker(seed: int) -> None:
        chance = random.Random(seed)
        tap = Tap(await connect("tickover_bot"), await connect())
        listener, cron = await connect("tickover_listener"), await connect("tickover_cron")
        for step in range(40):
            who = chance.choice(people)
            match chance.randrange(10):
                case 0:
                    await tap.trial(who)
                case 1:
                    await tap.buy(who, await tap.order(who))
                case 2:
                    await tap.pay(who, f"{seed} {step // 2}")
                case 3:
                    await (await Flight.claim(listener, 3)).ack()
                case 4:
                    await tap.buy(who, await tap.order(who, plan=1))
                case 5:
                    try:
                        await tap.cart(who)
                    except asyncpg.CheckViolationError as error:
                        # The clock moved in the middle of the call, as only a test's does.
                        if error.constraint_name != "expires_after_creation":
                            raise
                case 6:
                    await tap.call(chance.choice(["cancel", "resume"]), who)
                case 7:
                    await tap.call("set_auto_renew", who, chance.choice([True, False]))
                case 8:
                    await tap.call("schedule_change", who, await tap.price(who))
                case _:
                    clock.advance("10 days")
                    await renew(cron)
                    await expire(cron, 3)

    await asyncio.gather(*(worker(seed) for seed in range(6)))
    cron = await connect("tickover_cron")
    await renew(cron)
    await expire(cron)
    await begin(cron)
    broken = await db.fetch(BROKEN)
    assert broken == []
