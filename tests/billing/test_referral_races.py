"""What was earned by bringing others, when the payment goes back at the same moment."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from tests.support import ANN, BOB, Clock, Connection
from tests.support.races import BROKEN, PRICE, Connect, SecondWaits, Tap

EVE = BOB + 1
REFUND = "select billing.payout($1, null, $2, 'operator:tap', 'because')"
SETTLE = "select * from jobs.settle_rewards(100)"


@pytest.fixture
async def payment(db: Connection, taps: tuple[Tap, Tap], clock: Clock) -> int:
    """Eve came by Ann's link and has paid in; Ann's share is pending, and may be released now."""
    await db.execute("update app.settings set value = '0' where name in ('quiet_from', 'quiet_to')")
    await db.execute("update app.flags set enabled = true where name = 'referrals'")
    await db.execute("update app.brakes set most = 1000")
    first, _ = taps
    code = await db.fetchval("select billing.referral_code(app.user_of($1))", ANN)
    key = bytes(24) + EVE.to_bytes(8)
    await first.call("start", EVE, key, "", "", "en", f"ref_{code}")
    await first.pay(EVE, "of eve", 2 * PRICE)
    await db.execute(SETTLE)
    assert (await first.buy(EVE, await first.order(EVE)))["outcome"] == "fulfilled"
    clock.advance("15 days")
    found: int = await db.fetchval("select id from billing.payments where external_id = 'of eve'")
    return found


@pytest.fixture(autouse=True)
async def invariants_hold(db: Connection) -> AsyncIterator[None]:
    yield
    for _ in range(2):
        await db.execute(SETTLE)
    assert await db.fetch(BROKEN) == []
    left = await db.fetchval(
        """select coalesce(sum(
             r.accrued - r.cancelled - r.taken_back - r.owed - p.amount * r.percent / 100
           ), 0)
           from billing.referral_rewards as r
           join billing.refundable_payments as p on p.payment_id = r.payment_id"""
    )
    assert left == 0


async def reward(db: Connection) -> tuple[int, int]:
    """What is pending, and what was released."""
    row = await db.fetchrow(
        """select accrued - released - cancelled, released - taken_back - owed
           from billing.referral_rewards"""
    )
    assert row is not None
    return row[0], row[1]


async def test_a_release_waits_for_no_refund_that_is_under_way(
    payment: int, db: Connection, connect: Connect
) -> None:
    """The row is left to the next run, which finds what the refund has made of it."""
    refunder, job = await connect(), await connect("tickover_cron")
    await refunder.execute("begin")
    await refunder.execute(REFUND, payment, uuid4())
    await job.execute(SETTLE)
    assert await reward(db) == (2 * PRICE // 10, 0)
    await refunder.execute("commit")
    await job.execute(SETTLE)
    assert await reward(db) == (0, PRICE // 10)


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_a_refund_waits_for_a_release_and_is_followed(
    payment: int, db: Connection, connect: Connect, second_waits: SecondWaits, end: str
) -> None:
    refunder, job = await connect(), await connect("tickover_cron")
    await job.execute("begin")
    await job.execute(SETTLE)
    call = refunder.execute(REFUND, payment, uuid4())
    async with second_waits(job, call, refunder) as task:
        await job.execute(end)
        await task
    await job.execute(SETTLE)
    assert await reward(db) == (0, PRICE // 10)


async def test_a_payment_and_a_settlement_of_its_referrer_do_not_meet(
    payment: int, db: Connection, taps: tuple[Tap, Tap], connect: Connect
) -> None:
    """A payment moves no money of who brought its payer, so it does not wait for him."""
    job = await connect("tickover_cron")
    await job.execute("begin")
    await job.execute(SETTLE)
    await taps[0].pay(EVE, "again", PRICE)
    await job.execute("commit")
    assert await db.fetchval("select count(*) from billing.referral_rewards") == 2


async def test_two_operators_close_no_cycle(
    taps: tuple[Tap, Tap], db: Connection, connect: Connect, second_waits: SecondWaits
) -> None:
    first, second = await connect("tickover_operator"), await connect("tickover_operator")
    ann, bob = [await first.fetchval("select ops.find_user($1)", who) for who in (ANN, BOB)]
    attach = "select ops.set_referrer($1, $2, 'because')"
    await first.execute("begin")
    assert await first.fetchval(attach, ann, bob) == "set"
    call = second.fetchval(attach, bob, ann)
    async with second_waits(first, call, second) as task:
        await first.execute("commit")
        assert await task == "is_a_cycle"
