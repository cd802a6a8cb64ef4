"""Refunds and what operators do, against everything that may happen at the same moment.

Afterwards every invariant of ops.invariants holds.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.support import ANN, BOB, Clock, Connection
from tests.support.races import (
    BROKEN,
    PRICE,
    Connect,
    SecondWaits,
    Tap,
    balance,
    expire,
    periods,
    renew,
    standing,
)


@dataclass(frozen=True)
class Operator:
    """A connection of an operator; `await operator.do("credit", 1, 500, "why")`."""

    connection: Connection

    async def do(self, function: str, *arguments: object, **named: object) -> Any:
        """The outcome, or the text that the function returned."""
        values = [*arguments, *named.values()]
        places = [f"${n}" for n in range(1, len(arguments) + 1)]
        places += [f"p_{name} => ${n}" for n, name in enumerate(named, len(arguments) + 1)]
        result = await self.connection.fetchval(
            f"select ops.{function}({', '.join(places)})", *values
        )
        return json.loads(result)["outcome"] if result.startswith("{") else result


@dataclass(frozen=True)
class Refunder:
    """The job that gives back what was not delivered, when a panel is down for hours."""

    connection: Connection

    async def run(self) -> tuple[int, int, bool]:
        step = await self.connection.fetchrow("select * from jobs.refund_undelivered(50)")
        assert step is not None
        return step["done"], step["parked"], step["more"]


@pytest.fixture
async def operators(connect: Connect) -> tuple[Operator, Operator]:
    return Operator(await connect("tickover_operator")), Operator(
        await connect("tickover_operator")
    )


@pytest.fixture
async def bought(taps: tuple[Tap, Tap]) -> Tap:
    """Ann has spent all her money on a period."""
    first, _ = taps
    assert (await first.buy(ANN, await first.order(ANN)))["outcome"] == "fulfilled"
    return first


@pytest.fixture
async def refunder(bought: Tap, connect: Connect, clock: Clock) -> Refunder:
    clock.advance("6 hours")
    return Refunder(await connect("tickover_cron"))


@pytest.fixture(autouse=True)
async def invariants_hold(db: Connection) -> AsyncIterator[None]:
    yield
    assert await db.fetch(BROKEN) == []


async def user(operator: Operator, telegram_id: int) -> int:
    user_id: int = await operator.connection.fetchval("select ops.find_user($1)", telegram_id)
    return user_id


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_the_same_request_twice_at_once(
    taps: tuple[Tap, Tap],
    operators: tuple[Operator, Operator],
    second_waits: SecondWaits,
    end: str,
) -> None:
    first, second = operators
    ann, request = await user(first, ANN), uuid4()

    await first.connection.execute("begin")
    assert await first.do("credit", ann, 500, "sorry", request=request) == "credited"
    call = second.do("credit", ann, 500, "sorry", request=request)
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute(end)
        assert await task == "credited"

    assert await balance(taps[0], ANN) == PRICE + 500


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_two_operators_refund_the_same_period(
    bought: Tap, operators: tuple[Operator, Operator], second_waits: SecondWaits, end: str
) -> None:
    first, second = operators
    ann = await user(first, ANN)

    await first.connection.execute("begin")
    assert await first.do("refund", ann, 1, "slow") == "refunded"
    call = second.do("refund", ann, 1, "slow")
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute(end)
        assert await task == ("already_refunded" if end == "commit" else "refunded")

    assert await balance(bought, ANN) == PRICE


async def test_two_refunds_in_part_never_exceed_the_charge(
    bought: Tap, operators: tuple[Operator, Operator], second_waits: SecondWaits
) -> None:
    first, second = operators
    ann = await user(first, ANN)

    await first.connection.execute("begin")
    assert await first.do("refund", ann, 1, "slow", amount=PRICE - 100) == "refunded"
    call = second.do("refund", ann, 1, "slow", amount=101)
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute("commit")
        assert await task == "exceeds_charge"

    assert await balance(bought, ANN) == PRICE - 100


async def test_money_that_is_sent_back_cannot_be_spent(
    db: Connection,
    taps: tuple[Tap, Tap],
    operators: tuple[Operator, Operator],
    second_waits: SecondWaits,
) -> None:
    (tap, _), (operator, _) = taps, operators
    token = await tap.order(ANN)
    payment = await db.fetchval("select id from billing.payments where external_id = 'seed 1001'")

    await operator.connection.execute("begin")
    assert await operator.do("payout", payment, "not wanted") == "sending"
    async with second_waits(operator.connection, tap.buy(ANN, token), tap.connection) as task:
        await operator.connection.execute("commit")
        assert (await task)["outcome"] == "insufficient_funds"


async def test_money_that_is_spent_cannot_be_sent_back(
    db: Connection,
    taps: tuple[Tap, Tap],
    operators: tuple[Operator, Operator],
    second_waits: SecondWaits,
) -> None:
    (tap, _), (operator, _) = taps, operators
    token = await tap.order(ANN)
    payment = await db.fetchval("select id from billing.payments where external_id = 'seed 1001'")

    await tap.connection.execute("begin")
    assert (await tap.buy(ANN, token))["outcome"] == "fulfilled"
    call = operator.do("payout", payment, "not wanted")
    async with second_waits(tap.connection, call, operator.connection) as task:
        await tap.connection.execute("commit")
        assert await task == "insufficient_funds"


async def test_sent_and_failed_at_once(
    db: Connection,
    taps: tuple[Tap, Tap],
    operators: tuple[Operator, Operator],
    second_waits: SecondWaits,
) -> None:
    first, second = operators
    payment = await db.fetchval("select id from billing.payments where external_id = 'seed 1001'")
    assert await first.do("payout", payment, "not wanted") == "sending"
    refund = await db.fetchval("select refund_id from ops.refunds_to_send")

    await first.connection.execute("begin")
    assert await first.do("refund_sent", refund, "7") == "sent"
    call = second.do("refund_failed", refund, "too old")
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute("commit")
        assert await task == "already_sent"

    assert await balance(taps[0], ANN) == 0


async def test_a_renewal_passes_over_what_is_being_refunded(
    db: Connection,
    bought: Tap,
    operators: tuple[Operator, Operator],
    connect: Connect,
    clock: Clock,
) -> None:
    operator, cron = operators[0], await connect("tickover_cron")
    await bought.pay(ANN, "for the renewal")
    clock.advance("29 days 12 hours")

    await operator.connection.execute("begin")
    assert await operator.do("refund", await user(operator, ANN), 1, "slow") == "refunded"
    assert await renew(cron) == (0, 0, False)
    await operator.connection.execute("commit")
    assert await renew(cron) == (0, 0, False)

    assert (await standing(db, ANN))["status"] == "expired"
    assert await balance(bought, ANN) == 2 * PRICE


async def test_a_refund_waits_for_the_renewal(
    db: Connection,
    bought: Tap,
    operators: tuple[Operator, Operator],
    second_waits: SecondWaits,
    connect: Connect,
    clock: Clock,
) -> None:
    operator, cron = operators[0], await connect("tickover_cron")
    ann = await user(operator, ANN)
    await bought.pay(ANN, "for the renewal")
    clock.advance("29 days 12 hours")

    await cron.execute("begin")
    assert await renew(cron) == (1, 0, False)
    call = operator.do("refund", ann, 1, "slow")
    async with second_waits(cron, call, operator.connection) as task:
        await cron.execute("commit")
        assert await task == "refunded"

    first, second = await periods(db, ANN)
    assert (await standing(db, ANN))["ends_at"] == first["ends_at"], "the new period pays for it"
    assert second["starts_at"] == first["ends_at"]
    assert await balance(bought, ANN) == PRICE


async def test_an_expiry_passes_over_what_is_being_extended(
    db: Connection,
    bought: Tap,
    operators: tuple[Operator, Operator],
    connect: Connect,
    clock: Clock,
) -> None:
    operator, cron = operators[0], await connect("tickover_cron")
    ann = await user(operator, ANN)
    clock.advance("32 days")
    await renew(cron)

    await operator.connection.execute("begin")
    assert await operator.do("grant_days", ann, 7, "sorry") == "extended"
    assert await expire(cron) == (0, 0, False)
    await operator.connection.execute("commit")
    assert await expire(cron) == (0, 0, False)

    assert (await standing(db, ANN))["status"] == "active"


async def test_undelivered_passes_over_who_is_being_refunded(
    bought: Tap, operators: tuple[Operator, Operator], refunder: Refunder
) -> None:
    operator, _ = operators
    ann = await user(operator, ANN)

    await operator.connection.execute("begin")
    assert await operator.do("refund", ann, 1, "the panel is down") == "refunded"
    assert await refunder.run() == (0, 0, False)
    await operator.connection.execute("commit")
    assert await refunder.run() == (0, 0, False)

    assert await balance(bought, ANN) == PRICE


async def test_a_refund_waits_for_undelivered_and_adds_nothing(
    bought: Tap,
    operators: tuple[Operator, Operator],
    refunder: Refunder,
    second_waits: SecondWaits,
) -> None:
    operator, _ = operators
    ann = await user(operator, ANN)

    await refunder.connection.execute("begin")
    assert await refunder.run() == (1, 0, False)
    call = operator.do("refund", ann, 1, "the panel is down")
    async with second_waits(refunder.connection, call, operator.connection) as task:
        await refunder.connection.execute("commit")
        assert await task == "already_refunded"

    assert await balance(bought, ANN) == PRICE


async def test_what_is_bought_while_it_is_refunded_is_tried_on_its_own(
    db: Connection, bought: Tap, refunder: Refunder, second_waits: SecondWaits
) -> None:
    await bought.pay(ANN, "for another")
    token = await bought.order(ANN)

    await refunder.connection.execute("begin")
    assert await refunder.run() == (1, 0, False)
    call = bought.buy(ANN, token)
    async with second_waits(refunder.connection, call, bought.connection) as task:
        await refunder.connection.execute("commit")
        outcome = (await task)["outcome"]

    now = await standing(db, ANN)
    assert outcome == "fulfilled"
    assert await balance(bought, ANN) == PRICE
    assert (now["status"], now["period_number"], now["waiting"]) == ("active", 2, 1)


async def test_what_comes_late_is_not_refunded(
    db: Connection, bought: Tap, refunder: Refunder, connect: Connect
) -> None:
    """The panel answers while the job looks: it passes over who is being confirmed."""
    listener = await connect("tickover_listener")
    claimed = json.loads(await listener.fetchval("select outbox.claim('vpn', 10)"))
    ((lane, number, _, payload, *_),) = claimed["messages"]
    answer = json.dumps({**payload, "link": "vless://link"})

    await listener.execute("begin")
    ack = "select outbox.ack('vpn', $1, $2, $3, $4)"
    settled = [lane], [number], [claimed["token"]], [answer]
    assert await listener.fetchval(ack, *settled) == 1
    assert await refunder.run() == (0, 0, False)
    await listener.execute("commit")
    assert await refunder.run() == (0, 0, False)

    assert await balance(bought, ANN) == 0
    assert (await standing(db, ANN))["status"] == "active"


@pytest.mark.parametrize("other", ["somebody else", "back"])
async def test_money_in_suspense_goes_one_way(
    db: Connection,
    taps: tuple[Tap, Tap],
    operators: tuple[Operator, Operator],
    second_waits: SecondWaits,
    other: str,
) -> None:
    first, second = operators
    ann, bob = await user(first, ANN), await user(first, BOB)
    await taps[0].pay(9999, "a stranger's", 700)
    payment = await db.fetchval("select payment_id from ops.suspense")

    await first.connection.execute("begin")
    assert await first.do("assign_suspense", payment, ann, "the receipt") == "assigned"
    call = (
        second.do("assign_suspense", payment, bob, "the receipt")
        if other == "somebody else"
        else second.do("return_suspense", payment, "nobody asked")
    )
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute("commit")
        assert await task == "already_resolved"

    assert await balance(taps[0], ANN) == PRICE + 700
    assert await balance(taps[0], BOB) == PRICE
