"""Renewal meets expiry, itself, and users who are paying: one outcome, one charge, no deadlock."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from tests.support import ANN, BOB, Clock, Connection, eventually
from tests.support.races import PRICE, Connect, SecondWaits, Tap, balance, expire, periods, renew

# All that one renewal writes, counted for all of them; the first period of each was bought.
WRITTEN = """
select
  (select count(*) from ledger.transfers where kind = 'renewal') as transfers,
  (select count(*) from billing.periods where number > 1) as periods,
  (select count(*) from app.audit where action = 'subscription.renewed') as audits,
  (select count(*) from outbox.messages
   where kind = 'billing.notice' and payload ->> 'notice' = 'renewed') as notices
"""


async def written(db: Connection) -> set[int]:
    row = await db.fetchrow(WRITTEN)
    assert row is not None
    return set(row.values())


@pytest.fixture
async def subscribers(taps: tuple[Tap, Tap], clock: Clock) -> tuple[Tap, Tap]:
    """Two users whose subscriptions end in 24 hours, and nothing is left on their balances."""
    for telegram_id in (ANN, BOB):
        await taps[0].buy(telegram_id, await taps[0].order(telegram_id))
    clock.advance("29 days")
    return taps


async def test_two_runs_share_the_work(
    db: Connection,
    connect: Connect,
    taps: tuple[Tap, Tap],
    clock: Clock,
) -> None:
    crons = await connect("tickover_cron"), await connect("tickover_cron")
    for telegram_id in range(2000, 2020):
        await taps[0].start(telegram_id)
        await taps[0].pay(telegram_id, f"seed {telegram_id}", 2 * PRICE)
        await taps[0].buy(telegram_id, await taps[0].order(telegram_id))
    clock.advance("29 days")

    for cron in crons:
        await cron.execute("begin")
        assert await renew(cron, 10) == (10, 0, True), "neither waits for the other"
    for cron in crons:
        await cron.execute("commit")
    assert await renew(crons[0]) == (0, 0, False)
    assert await written(db) == {20}


@pytest.mark.long
async def test_two_runners_of_the_job_charge_each_once(
    db: Connection,
    connect: Connect,
    taps: tuple[Tap, Tap],
    clock: Clock,
) -> None:
    crons = await connect("tickover_cron"), await connect("tickover_cron")
    await db.execute("update jobs.jobs set batch_size = 3 where name = 'renew_due'")
    for telegram_id in range(2000, 2040):
        await taps[0].start(telegram_id)
        await taps[0].pay(telegram_id, f"seed {telegram_id}", 3 * PRICE)
        await taps[0].buy(telegram_id, await taps[0].order(telegram_id))
    clock.advance("29 days")

    await asyncio.gather(*(cron.execute("call jobs.work('renew_due')") for cron in crons))
    runs = await db.fetch("select status, done from jobs.run where job = 'renew_due'")
    assert [run["status"] for run in runs] == ["ok", "ok"]
    assert sum(run["done"] for run in runs) == 40
    assert await written(db) == {40}
    assert (
        await db.fetchval("select min(balance) from ledger.accounts where name = 'cash'") == PRICE
    )


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_the_job_passes_over_who_is_just_topping_up(
    db: Connection,
    connect: Connect,
    subscribers: tuple[Tap, Tap],
    end: str,
) -> None:
    first, second = subscribers
    cron = await connect("tickover_cron")
    await second.pay(BOB, "in time")

    await first.connection.execute("begin")
    await first.pay(ANN, "in time, too")
    assert await renew(cron) == (0, 0, False), "Bob was renewed by his payment, Ann is held"
    await first.connection.execute(end)

    assert await renew(cron) == ((0 if end == "commit" else 1), 0, False)
    assert await written(db) == {2 if end == "commit" else 1}
    assert await balance(first, ANN) == await balance(first, BOB) == 0


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_money_that_arrives_while_the_job_renews(
    db: Connection,
    connect: Connect,
    subscribers: tuple[Tap, Tap],
    second_waits: SecondWaits,
    end: str,
) -> None:
    """The job has the older money; what comes meanwhile must not pay for the same period again."""
    first, _ = subscribers
    cron = await connect("tickover_cron")
    await db.execute("update app.flags set enabled = false where name = 'auto_renewal'")
    await first.pay(ANN, "while it is switched off")
    await db.execute("update app.flags set enabled = true where name = 'auto_renewal'")

    await cron.execute("begin")
    assert await renew(cron) == (2, 0, False)
    async with second_waits(cron, first.pay(ANN, "meanwhile"), first.connection) as task:
        await cron.execute(end)
        await task

    assert len(await periods(db, ANN)) == 2
    assert await balance(first, ANN) == PRICE
    assert await written(db) == {1}


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_expiry_passes_over_who_is_just_renewed_at_the_last_minute(
    db: Connection,
    connect: Connect,
    subscribers: tuple[Tap, Tap],
    clock: Clock,
    end: str,
) -> None:
    first, _ = subscribers
    cron = await connect("tickover_cron")
    clock.advance("1 day")
    assert await renew(cron) == (2, 0, False), "short of money: grace"
    clock.advance("23 hours 59 minutes")
    await first.connection.execute("begin")
    await first.pay(ANN, "at the last minute")
    clock.advance("2 minutes")
    assert await renew(cron) == (1, 0, False), "the last attempt, without waiting for Ann"
    assert await expire(cron) == (1, 0, False), "Bob alone, without waiting for Ann"
    await first.connection.execute(end)

    await renew(cron)
    assert await expire(cron) == ((0 if end == "commit" else 1), 0, False)
    status = await db.fetchval(
        """select s.status from billing.subscriptions as s
           join app.telegram_identities as i on i.user_id = s.user_id where i.telegram_id = $1""",
        ANN,
    )
    assert status == ("active" if end == "commit" else "expired")
    spans = await periods(db, ANN)
    if end == "commit":
        assert spans[1]["starts_at"] == spans[0]["ends_at"]
    assert await written(db) == {len(spans) - 1}


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_money_that_arrives_while_the_job_ends_the_subscription(
    db: Connection,
    connect: Connect,
    subscribers: tuple[Tap, Tap],
    second_waits: SecondWaits,
    clock: Clock,
    end: str,
) -> None:
    first, _ = subscribers
    cron = await connect("tickover_cron")
    clock.advance("1 day")
    await renew(cron)
    clock.advance("1 day")
    assert await renew(cron) == (2, 0, False), "the last attempt"

    await cron.execute("begin")
    assert await expire(cron) == (2, 0, False)
    async with second_waits(cron, first.pay(ANN, "too late"), first.connection) as task:
        await cron.execute(end)
        await task

    assert await balance(first, ANN) == PRICE, (
        "it is over either way: the money waits for its owner"
    )
    assert await written(db) == {0}


async def test_an_attempt_that_was_missed_comes_before_the_end(
    db: Connection, connect: Connect, subscribers: tuple[Tap, Tap], clock: Clock
) -> None:
    """After days without jobs both are due at once, and both start with the minute."""
    first, _ = subscribers
    crons = await connect("tickover_cron"), await connect("tickover_cron")
    await db.execute("update app.flags set enabled = false where name = 'auto_renewal'")
    await first.pay(ANN, "long before")
    await db.execute("update app.flags set enabled = true where name = 'auto_renewal'")
    clock.advance("3 days")

    assert await expire(crons[0]) == (0, 0, False)
    await crons[1].execute("begin")
    assert await renew(crons[1]) == (2, 0, False)
    assert await expire(crons[0]) == (0, 0, False)
    await crons[1].execute("commit")
    assert await expire(crons[0]) == (1, 0, False), "Bob, who could not pay"
    ann = (await periods(db, ANN))[1]
    assert ann["ends_at"] - ann["starts_at"] == timedelta(days=30)
    assert ann["starts_at"] > (await periods(db, ANN))[0]["ends_at"]


async def test_a_run_that_is_killed_before_its_commit_has_done_nothing(
    db: Connection, connect: Connect, subscribers: tuple[Tap, Tap]
) -> None:
    first, _ = subscribers
    await db.execute("update app.flags set enabled = false where name = 'auto_renewal'")
    await first.pay(ANN, "enough")
    await db.execute("update app.flags set enabled = true where name = 'auto_renewal'")
    # What the batch writes last waits for us.
    await db.execute("begin; lock table outbox.messages in exclusive mode")
    cron = await connect("tickover_cron")
    work = asyncio.create_task(cron.execute("call jobs.work('renew_due')"))

    async def waits_for_us() -> bool:
        found: bool = await db.fetchval(
            "select $1 = any (pg_blocking_pids($2))", db.get_server_pid(), cron.get_server_pid()
        )
        return found

    await eventually(waits_for_us)
    await db.execute("select pg_terminate_backend($1)", cron.get_server_pid())
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
        await work
    await db.execute("commit")
    assert await written(db) == {0}
    assert await balance(first, ANN) == PRICE

    await (await connect("tickover_cron")).execute("call jobs.work('renew_due')")
    assert await written(db) == {1}
    assert await balance(first, ANN) == 0
