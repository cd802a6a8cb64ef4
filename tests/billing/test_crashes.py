"""Whatever dies, at whichever step of a money path: nothing is half done.

A step is stopped by a lock where it is to die, and seen waiting there; then its backend is killed
with `kill -9`, or the whole server. Afterwards nothing of it is there, its next run finishes it,
once, and every promise is kept. What happens outside dies with a real listener in its hand.
"""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from pydantic import SecretStr

from scripts import cluster
from tests.support import (
    ANN,
    Clock,
    Connection,
    Database,
    Process,
    eventually,
    execute,
    fill,
    opened,
    throwaway,
)
from tests.support.listener import PANEL_KEY, ListenerShop, ends
from tests.support.races import PRICE, REPORT, Tap
from tests.support.sandbox import sandbox

TEMPLATE = "shop_template"
# Where steps are stopped. Messages go out of a transaction last, so everything else is written.
AT_ITS_MESSAGES = "lock table outbox.messages in share mode"
AT_ITS_PAYMENT = "lock table billing.payments in share mode"
BOOKS = """
select
  (select balance from ledger.accounts where name = 'cash') as balance,
  (select count(*) from ledger.transfers) as transfers,
  (select count(*) from billing.payments) as payments,
  (select count(*) from billing.refunds) as refunds,
  (select count(*) from billing.periods) as periods,
  (select status from billing.subscriptions) as status,
  (select ends_at from billing.subscriptions) as ends_at,
  (select coalesce(sum(waiting), 0) from outbox.lanes) as messages
"""


@dataclass
class CrashHarness:
    """A shop on a server that may crash, its outside world, and Ann."""

    shop: ListenerShop
    server: cluster.Cluster
    connections: list[Connection]

    async def connect(self, role: str = "") -> Connection:
        url = self.shop.database.url(f"tickover_{role}" if role else cluster.SUPERUSER)
        self.connections.append(await asyncpg.connect(url))
        return self.connections[-1]

    async def tap(self) -> Tap:
        return Tap(await self.connect("bot"), await self.connect())

    async def books(self) -> dict[str, Any]:
        row = await self.shop.db.fetchrow(BOOKS)
        assert row is not None
        return dict(row)

    async def delivered(self) -> None:
        """The panel has confirmed all that is desired."""
        await self.shop.db.execute(
            "update vpn.access as a set applied_generation = d.generation"
            " from vpn.desired as d where d.subscription_id = a.subscription_id"
        )

    async def work(self, job: str) -> None:
        await (await self.connect("cron")).execute(f"call jobs.work('{job}')")

    async def dies(
        self, at: str, role: str, statement: str, *arguments: Any, death: str = "backend"
    ) -> None:
        """Lets a statement run up to a lock, kills it there, and waits for the server."""
        before = await self.books()
        holder, victim = await self.connect(), await self.connect(role)
        await holder.execute(f"begin; {at}")
        call = asyncio.ensure_future(victim.execute(statement, *arguments))
        pid = victim.get_server_pid()

        async def waits() -> bool:
            assert not call.done(), f"did not stop: {call.result()}"
            seen = "select wait_event_type = 'Lock' from pg_stat_activity where pid = $1"
            return bool(await self.shop.db.fetchval(seen, pid))

        await eventually(waits)
        if death == "backend":
            os.kill(pid, signal.SIGKILL)
        else:
            await self.crash()
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await call
        await self.recovered()
        assert await self.books() == before, "nothing of it has happened"

    async def crash(self) -> None:
        await asyncio.to_thread(self.server.stop, "immediate")
        await asyncio.to_thread(self.server.start)

    async def recovered(self) -> None:
        """Whatever was killed, the server ends all connections and then recovers."""

        async def all_are_cut() -> bool:
            return self.shop.db.is_closed()

        async def answers() -> bool:
            try:
                self.shop.db = await self.connect()
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                return False
            return True

        await eventually(all_are_cut)
        await eventually(answers, 60)

    async def buy(self) -> None:
        tap = await self.tap()
        await tap.pay(ANN, "seed")
        assert (await tap.buy(ANN, await tap.order(ANN)))["outcome"] == "fulfilled"

    async def is_well(self) -> None:
        broken = await self.shop.db.fetch("select name, detail from ops.invariants where not ok")
        assert broken == []
        assert await self.shop.db.fetch("select error from jobs.parked") == []


@pytest.fixture(scope="module")
def mortal_server() -> Iterator[cluster.Cluster]:
    """Processes die here, not the machine: what was committed must be written, not be on disk."""
    made = throwaway("crashes")
    execute(made.url(database="postgres"), "alter system set synchronous_commit = on")
    execute(made.url(database="postgres"), "select pg_reload_conf()")
    execute(made.url(database="postgres"), f"create database {TEMPLATE}")
    fill(Database(made, TEMPLATE))
    yield made
    made.remove()


@pytest.fixture
async def harness(
    mortal_server: cluster.Cluster, spawn: Callable[..., Process]
) -> AsyncIterator[CrashHarness]:
    database = Database(mortal_server, f"crash_{time.monotonic_ns()}")
    admin = mortal_server.url(database="postgres")
    execute(admin, f"create database {database.name} template {TEMPLATE} strategy file_copy")
    opened(database)
    connections: list[Connection] = []
    async with sandbox(panel_keys={"main": SecretStr(PANEL_KEY)}) as outside:
        db = await asyncpg.connect(database.url())
        await db.execute("update vpn.panels set base_url = $1", f"{outside.url}/panel")
        shop = ListenerShop(db, database, outside, spawn)
        await outside.meet()
        await shop.hurry()
        harness = CrashHarness(shop, mortal_server, connections)
        await (await harness.tap()).start(ANN)
        yield harness
    for connection in [db, *connections]:
        connection.terminate()


# -- Before the commit


@pytest.mark.long
@pytest.mark.parametrize("death", ["backend", "server"])
async def test_a_renewal_dies_before_its_commit(harness: CrashHarness, death: str) -> None:
    await harness.buy()
    await (await harness.tap()).pay(ANN, "for the next one")
    Clock(harness.shop.database).advance("29 days")
    await harness.dies(AT_ITS_MESSAGES, "cron", "call jobs.work('renew_due')", death=death)

    await harness.work("renew_due")
    await harness.work("renew_due")
    books = await harness.books()
    assert (books["balance"], books["periods"]) == (0, 2)
    runs = await harness.shop.db.fetch("select status, done from jobs.run order by id")
    # The one that died is there unless the server lost it, whose commit nobody waits for.
    done = [tuple(run) for run in runs]
    assert done[-2:] == [("ok", 1), ("ok", 0)]
    assert done[:-2] in ([], [("failed", 0)])
    await harness.delivered()
    await harness.is_well()


@pytest.mark.long
async def test_the_end_of_a_trial_dies(harness: CrashHarness) -> None:
    tap = await harness.tap()
    assert (await tap.trial(ANN))["outcome"] == "started"
    Clock(harness.shop.database).advance("73 hours")
    await harness.dies(AT_ITS_MESSAGES, "cron", "call jobs.work('expire_due')")

    await harness.work("expire_due")
    await harness.work("expire_due")
    assert (await harness.books())["status"] == "expired"
    assert (await (await harness.tap()).trial(ANN))["outcome"] == "already_used"
    harness.shop.listener()
    await eventually(harness.shop.is_quiet)
    assert await harness.shop.users() == []
    assert len(await harness.shop.notices()) == 1
    await harness.is_well()


@pytest.mark.long
async def test_a_refund_dies(harness: CrashHarness) -> None:
    """An operator who asks again, with the same request, gets one refund and one answer."""
    await harness.buy()
    user_id = await harness.shop.db.fetchval("select id from app.users")
    refund = "select ops.refund($1, 1, 'a complaint', p_request => $2)"
    request = uuid4()
    await harness.dies(AT_ITS_MESSAGES, "operator", refund, user_id, request)

    operator = await harness.connect("operator")
    answers = [json.loads(await operator.fetchval(refund, user_id, request)) for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["outcome"] == "refunded"
    books = await harness.books()
    assert (books["balance"], books["refunds"], books["status"]) == (PRICE, 1, "expired")
    await harness.is_well()


async def test_the_refund_of_what_was_not_delivered_dies(harness: CrashHarness) -> None:
    await harness.buy()
    Clock(harness.shop.database).advance("7 hours")
    await harness.dies(AT_ITS_MESSAGES, "cron", "call jobs.work('refund_undelivered')")

    await harness.work("refund_undelivered")
    await harness.work("refund_undelivered")
    books = await harness.books()
    assert (books["balance"], books["refunds"], books["status"]) == (PRICE, 1, "expired")
    await harness.is_well()


@pytest.mark.parametrize("cart", [False, True])
async def test_a_payment_dies_while_it_is_written(harness: CrashHarness, cart: bool) -> None:
    """The provider repeats what was not answered, and then what was."""
    tap = await harness.tap()
    order = await tap.order(ANN) if cart else None
    topup = await tap.call("open_invoice", ANN, PRICE, "telegram", order, None, False, True)
    await harness.shop.db.execute(REPORT, "charge", ANN, PRICE, topup["order_token"].hex)
    call = "select * from api.book_payment('telegram', 'charge')"
    await harness.dies(AT_ITS_PAYMENT, "bot", call)

    bot = await harness.connect("bot")
    first, second = await bot.fetchrow(call), await bot.fetchrow(call)
    assert first is not None
    assert second is not None
    assert (first["outcome"], second["outcome"]) == ("credited", "repeated")
    assert first["fulfilled_plan_title"] == second["fulfilled_plan_title"]
    assert (second["fulfilled_plan_title"] is not None) == cart
    books = await harness.books()
    assert books["payments"] == 1
    assert (books["balance"], books["periods"]) == ((0, 1) if cart else (PRICE, 0))
    await harness.is_well()


# -- After the commit


@pytest.mark.long
@pytest.mark.parametrize(("victim", "times"), [("server", 1), ("listener", 2)])
async def test_a_death_between_a_renewal_and_its_notice(
    harness: CrashHarness, victim: str, times: int
) -> None:
    """The charge stands, and the notice goes out. Telegram cannot be asked whether a message that
    was under way has arrived: that one comes again, and says the same."""
    await harness.buy()
    await (await harness.tap()).pay(ANN, "for the next one")
    Clock(harness.shop.database).advance("29 days")
    await harness.work("renew_due")
    if victim == "server":
        await harness.crash()
        await harness.recovered()
    else:
        dying = harness.shop.listener("-m", "tests.support.dying_listener", DIES_AFTER="telegram")
        assert await ends(dying) == -signal.SIGKILL

    harness.shop.listener()
    await eventually(harness.shop.is_quiet)
    notices = await harness.shop.notices()
    assert len(notices) == times
    assert len(set(notices)) == 1
    await harness.work("renew_due")
    books = await harness.books()
    assert (books["balance"], books["periods"]) == (0, 2)
    await harness.is_well()


@pytest.mark.long
async def test_the_listener_dies_between_a_ball_and_its_record(harness: CrashHarness) -> None:
    """Telegram cannot be asked what the ball showed: another one rolls, and one prize is given."""
    await harness.buy()
    db = await harness.connect()
    await db.execute(
        """
        insert into billing.game_prizes (dice_value, prize, amount)
        select v, 'days', 7 from generate_series(1, 5) as v
        """
    )
    tap = await harness.tap()
    assert (await tap.call("throw", ANN))["outcome"] == "thrown"
    dying = harness.shop.listener("-m", "tests.support.dying_listener", DIES_AFTER="telegram")
    assert await ends(dying) == -signal.SIGKILL
    assert await db.fetchval("select t.status from billing.throws as t") == "sending"
    assert (await tap.call("throw", ANN))["outcome"] == "rolling"

    harness.shop.listener()
    await eventually(harness.shop.is_quiet)
    rows = await db.fetch("select t.status, t.prize from billing.throws as t")
    assert [tuple(row) for row in rows] == [("thrown", "days")]
    assert await db.fetchval("select count(*) from billing.periods where kind = 'grant'") == 1
    assert (await tap.call("throw", ANN))["outcome"] == "not_yet"
    await harness.is_well()


@pytest.mark.long
@pytest.mark.parametrize("buys", [False, True])
async def test_the_listener_dies_while_access_is_removed(harness: CrashHarness, buys: bool) -> None:
    """A customer who buys before it is back has access: the removal is not repeated."""
    tap = await harness.tap()
    assert (await tap.trial(ANN))["outcome"] == "started"
    first = harness.shop.listener()
    await eventually(harness.shop.is_quiet)
    assert len(await harness.shop.users()) == 1
    first.kill()

    Clock(harness.shop.database).advance("73 hours")
    await harness.work("expire_due")
    dying = harness.shop.listener("-m", "tests.support.dying_listener", DIES_AFTER="vpn")
    assert await ends(dying) == -signal.SIGKILL
    assert await harness.shop.users() == []
    assert not await harness.shop.is_applied()
    if buys:
        await harness.buy()

    harness.shop.listener()
    await eventually(harness.shop.is_applied)
    await eventually(harness.shop.is_quiet)
    access = await harness.shop.access()
    assert [user["link"] for user in await harness.shop.users()] == (
        [access["link"]] if buys else []
    )
    assert (access["link"] is not None) == buys
    await harness.is_well()
