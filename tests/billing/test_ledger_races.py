"""Two transfers at once: one outcome, no deadlock, no lost update.

The first transaction is held open, the second one is started and seen to wait for it, then the
first ends. Only the last test is a storm; it proves nothing alone, but would find what we missed.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import pytest

from tests.support import Connection, eventually

Connect = Callable[..., Awaitable[Connection]]
Legs = list[tuple[int, int]]


@dataclass(frozen=True)
class Accounts:
    """Ann and Bob have 100 each. Ann's account is the one with the lower id."""

    ann: int
    bob: int
    clearing: int
    revenue: int


@pytest.fixture
async def accounts(db: Connection) -> Accounts:
    row = await db.fetchrow(
        """
        with people as (
          insert into app.users (identity_hash, created_at)
          select sha256(n::text::bytea), app.now() from generate_series(1, 2) as n
          returning id
        )
        select
          ledger.account(min(id), 'cash', 'RUB') as ann,
          ledger.account(max(id), 'cash', 'RUB') as bob,
          ledger.account(null, 'clearing.telegram', 'RUB') as clearing,
          ledger.account(null, 'revenue', 'RUB') as revenue
        from people
        """
    )
    assert row is not None
    found = Accounts(**row)
    assert found.ann < found.bob
    for account in (found.ann, found.bob):
        await post(db, f"seed {account}", [(found.clearing, -100), (account, 100)])
    return found


@pytest.fixture
async def pair(connect: Connect) -> tuple[Connection, Connection]:
    return await connect(), await connect()


async def post(connection: Connection, key: str, legs: Legs) -> int:
    transfer: int = await connection.fetchval(
        "select ledger.post('credit', $1, array(select row(l.a, l.m)::ledger.leg"
        " from unnest($2::bigint[], $3::bigint[]) as l (a, m)))",
        key,
        [account for account, _ in legs],
        [amount for _, amount in legs],
    )
    return transfer


async def balance(connection: Connection, account: int) -> int:
    amount: int = await connection.fetchval("select ledger.balance($1)", account)
    return amount


@asynccontextmanager
async def waiting(
    db: Connection, first: Connection, second: Connection, call: Awaitable[int]
) -> AsyncIterator["asyncio.Future[int]"]:
    """Entered when `call`, made by the second connection, waits for a lock of the first."""
    task = asyncio.ensure_future(call)

    async def blocked() -> bool:
        assert not task.done(), f"did not wait: {task}"
        waits: bool = await db.fetchval(
            "select wait_event_type = 'Lock' and $2 = any (pg_blocking_pids(pid))"
            " from pg_stat_activity where pid = $1",
            second.get_server_pid(),
            first.get_server_pid(),
        )
        return waits

    await eventually(blocked)
    yield task


def refused(sqlstate: str) -> "pytest.RaisesExc[asyncpg.PostgresError]":
    return pytest.raises(asyncpg.PostgresError, check=lambda error: error.sqlstate == sqlstate)


async def assert_sound(db: Connection) -> None:
    broken = await db.fetch("select invariant, subject from ops.violations_of_ledger")
    assert broken == []


@pytest.mark.parametrize("end", ["commit", "rollback"])
@pytest.mark.parametrize("payer", ["ann", "revenue"], ids=["of a user", "of the shop"])
async def test_the_same_key_at_once(
    db: Connection, accounts: Accounts, pair: tuple[Connection, Connection], payer: str, end: str
) -> None:
    """Waits at the account, or, where only system accounts are moved, at the key itself."""
    first, second = pair
    legs = [(getattr(accounts, payer), -30), (accounts.clearing, 30)]
    await first.execute("begin")
    one = await post(first, "cause", legs)
    async with waiting(db, first, second, post(second, "cause", legs)) as task:
        await first.execute(end)
        other = await task
    assert (one == other) == (end == "commit")
    assert await balance(db, accounts.clearing) == -200 + 30
    await assert_sound(db)


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_one_key_for_two_causes(
    db: Connection, accounts: Accounts, pair: tuple[Connection, Connection], end: str
) -> None:
    """Nothing but the key is common to the two."""
    first, second = pair
    await first.execute("begin")
    await post(first, "cause", [(accounts.ann, -30), (accounts.revenue, 30)])
    call = post(second, "cause", [(accounts.bob, -30), (accounts.revenue, 30)])
    async with waiting(db, first, second, call) as task:
        await first.execute(end)
        if end == "commit":
            with refused("TK003"):
                await task
        else:
            await task
    assert await balance(db, accounts.revenue) == 30
    await assert_sound(db)


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_money_for_one_of_two(
    db: Connection, accounts: Accounts, pair: tuple[Connection, Connection], end: str
) -> None:
    first, second = pair
    legs = [(accounts.ann, -80), (accounts.revenue, 80)]
    await first.execute("begin")
    await post(first, "one", legs)
    async with waiting(db, first, second, post(second, "other", legs)) as task:
        await first.execute(end)
        if end == "commit":
            with refused("TK002"):
                await task
        else:
            await task
    assert await balance(db, accounts.ann) == 20
    await assert_sound(db)


async def test_no_update_is_lost(
    db: Connection, accounts: Accounts, pair: tuple[Connection, Connection]
) -> None:
    first, second = pair
    await first.execute("begin")
    await post(first, "there", [(accounts.ann, -30), (accounts.bob, 30)])
    back = post(second, "back", [(accounts.bob, -5), (accounts.ann, 5)])
    async with waiting(db, first, second, back) as task:
        await first.execute("commit")
        await task
    assert await balance(db, accounts.ann) == 75
    assert await balance(db, accounts.bob) == 125
    await assert_sound(db)


@pytest.mark.parametrize("batch", [False, True], ids=["post", "post_batch"])
async def test_accounts_are_locked_in_order_of_id(
    db: Connection,
    accounts: Accounts,
    pair: tuple[Connection, Connection],
    connect: Connect,
    batch: bool,
) -> None:
    """While it waits for the lower one it does not hold the higher one, named first."""
    first, second = pair
    await first.execute("begin")
    await post(first, "one", [(accounts.ann, -1), (accounts.revenue, 1)])
    call = (
        second.fetchval(
            "select ledger.post_batch('credit', '{other}', array[$1::bigint], array[$2::bigint],"
            " '{5}')",
            accounts.bob,
            accounts.ann,
        )
        if batch
        else post(second, "other", [(accounts.bob, -5), (accounts.ann, 5)])
    )
    async with waiting(db, first, second, call) as task:
        third = await connect()
        async with third.transaction():
            await third.execute(
                "select from ledger.accounts where id = $1 for update nowait", accounts.bob
            )
        await first.execute("commit")
        await task
    await assert_sound(db)


async def test_users_do_not_wait_for_each_other(
    accounts: Accounts, pair: tuple[Connection, Connection]
) -> None:
    """Both pay the shop; its accounts are never locked."""
    first, second = pair
    await first.execute("begin")
    await post(first, "one", [(accounts.ann, -1), (accounts.revenue, 1)])
    await second.execute("set lock_timeout = '1ms'")
    await post(second, "other", [(accounts.bob, -1), (accounts.revenue, 1)])
    await first.execute("commit")


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_two_reversals(
    db: Connection, accounts: Accounts, pair: tuple[Connection, Connection], end: str
) -> None:
    first, second = pair
    transfer = await post(db, "sale", [(accounts.ann, -60), (accounts.revenue, 60)])
    reverse = "select ledger.reverse($1, $2, 'a mistake')"
    await first.execute("begin")
    await first.execute(reverse, transfer, "one")
    call = second.fetchval(reverse, transfer, "other")
    async with waiting(db, first, second, call) as task:
        await first.execute(end)
        if end == "commit":
            with refused("TK005"):
                await task
        else:
            await task
    assert await balance(db, accounts.ann) == 100
    await assert_sound(db)


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_an_account_opened_twice(
    db: Connection, accounts: Accounts, pair: tuple[Connection, Connection], end: str
) -> None:
    first, second = pair
    opened = "select ledger.account(null, 'suspense', 'RUB')"
    await first.execute("begin")
    one = await first.fetchval(opened)
    async with waiting(db, first, second, second.fetchval(opened)) as task:
        await first.execute(end)
        other = await task
    assert (one == other) == (end == "commit")
    assert await db.fetchval("select count(*) from ledger.accounts where name = 'suspense'") == 1


async def test_a_snapshot_waits_for_transfers_in_flight(
    db: Connection, accounts: Accounts, pair: tuple[Connection, Connection]
) -> None:
    """One with a lower id than the snapshot's last would never be counted, if it came later."""
    first, second = pair
    await first.execute("begin")
    await post(first, "in flight", [(accounts.ann, -1), (accounts.revenue, 1)])
    await post(db, "done", [(accounts.bob, -2), (accounts.revenue, 2)])
    call = second.fetchval("select ledger.take_snapshots()")
    async with waiting(db, first, second, call) as task:
        await first.execute("commit")
        await task
    assert await balance(db, accounts.revenue) == 3
    await assert_sound(db)


async def test_storm(db: Connection, accounts: Accounts, connect: Connect) -> None:
    """Everything at once, in every direction, with keys that repeat."""
    ours = [accounts.ann, accounts.bob, accounts.revenue, accounts.clearing]
    chance = random.Random(7)
    plans = [
        [
            (f"storm {chance.randrange(60)}", chance.sample(ours, 2), chance.randrange(1, 40))
            for _ in range(60)
        ]
        for _ in range(4)
    ]

    async def work(plan: list[tuple[str, list[int], int]]) -> None:
        connection = await connect()
        for key, (debit, credit), amount in plan:
            try:
                await post(connection, key, [(debit, -amount), (credit, amount)])
            except asyncpg.PostgresError as error:
                if error.sqlstate not in ("TK002", "TK003"):
                    raise

    await asyncio.gather(*(work(plan) for plan in plans))
    assert await db.fetchval("select sum(balance) from ledger.balances") == 0
    assert await db.fetchval("select count(*) > 30 from ledger.transfers")
    await assert_sound(db)
