"""Everybody at once: taps, operators, jobs, webhooks, consumers, and a clock that moves.

Transactions of all kinds meet over a few users, in every order that chance gives. None may wait for
another one in a circle, and afterwards every promise is kept.
"""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support import Clock, Connection, eventually
from tests.support.races import Connect

SECONDS = 15.0
PEOPLE = range(5001, 5021)
ADMINS = (5001, 5010)
MOST_WAITING = 200
JOBS = (
    *("renew_due", "expire_due", "begin_due", "refund_undelivered"),
    *("make_up_late", "watch_delivery"),
)
# Limits and pauses of consumers are not what is tried here.
OPEN = """
update outbox.topics set rate = null, concurrency = null, lane_spacing = '0',
  breaker_failures = null, backoff_min = '1 ms', backoff_max = '20 ms', breaker_cooldown = '1 ms';
update app.brakes set most = 100000;
update billing.prices set valid = tstzrange('2020-01-01', null);
"""
# Colliding is everyday business where it is repeated: a lost lease, a lock not to be had at once.
COLLISIONS = (asyncpg.SerializationError, asyncpg.LockNotAvailableError)

Deed = Callable[[], Awaitable[object]]


@dataclass
class Traffic:
    """What the sessions do, by chance."""

    chance: random.Random
    clock: Clock
    connections: dict[str, Connection]
    done: int = 0
    deadlocks: list[str] = field(default_factory=list)
    updates: int = 0
    charges: list[str] = field(default_factory=list)
    answered: int = 0

    async def run(self, name: str, *deeds: Deed) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            deed = self.chance.choice(deeds)
            try:
                await deed()
                self.done += 1
            except asyncpg.DeadlockDetectedError as error:
                self.deadlocks.append(f"{name} {deed.__name__}: {error.context}")
            except COLLISIONS:
                pass

    def who(self) -> int:
        return self.chance.choice(PEOPLE)

    # -- Customers

    async def pay(self, tap: Connection) -> None:
        """Of what updates have reported, some of it again."""
        if self.charges:
            pay = "select api.book_payment('telegram', $1)"
            await tap.execute(pay, self.chance.choice(self.charges[-20:]))

    async def buy(self, tap: Connection) -> None:
        who = self.who()
        plans = await tap.fetch("select * from api.plans($1)", who)
        plan = self.chance.choice(plans)["plan_id"]
        prices = await tap.fetch("select * from api.prices($1, $2)", who, plan)
        price = self.chance.choice(prices)["price_id"]
        order: UUID | None = await tap.fetchval(
            "select order_token from api.open_order($1, $2)", who, price
        )
        if order is not None:
            await tap.execute("select api.pay_from_balance($1, $2)", who, order)

    async def choose(self, tap: Connection) -> None:
        choice = self.chance.choice(
            [
                "api.start_trial($1)",
                "api.cancel($1)",
                "api.resume($1)",
                "api.set_auto_renew($1, true)",
                "api.set_auto_renew($1, false)",
                "api.set_language($1, 'ru')",
                "api.profile($1)",
                "api.set_reachable($1, true)",
            ]
        )
        await tap.execute(f"select {choice}", self.who())

    # -- Operators and jobs

    async def operate(self) -> None:
        operator = self.connections["operator"]
        user = await operator.fetchval("select ops.find_user($1)", self.who())
        deed = self.chance.choice(
            [
                "ops.grant_days($1, 3, 'chaos')",
                "ops.credit($1, 500, 'chaos')",
                "ops.debit($1, 100, 'chaos')",
                "ops.refund($1, 1, 'chaos')",
                "ops.revoke($1, 'chaos')",
                "ops.reapply('main') where $1::bigint is not null",
            ]
        )
        await operator.execute(f"select {deed}", user)

    async def job(self) -> None:
        await self.connections["cron"].execute(f"call jobs.work('{self.chance.choice(JOBS)}')")

    async def advance(self) -> None:
        await self.connections["admin"].execute(
            "update sandbox.clock set shift = shift + $1::text::interval",
            self.chance.choice(["1 minute", "3 hours", "2 days"]),
        )

    # -- What comes in and what goes out

    async def receive(self, webhook: Connection) -> None:
        chats = self.chance.sample(PEOPLE, 10)
        if self.updates > self.answered + MOST_WAITING:
            await asyncio.sleep(0.01)
            return
        self.updates += len(chats)
        numbers = [str(self.updates + n) for n in range(len(chats))]
        bodies: list[dict[str, Any]] = [{"update_id": int(number)} for number in numbers]
        payer = self.chance.choice(chats)
        bodies[0]["message"] = {"from": {"id": payer}, "successful_payment": paid(numbers[0])}
        receive = "select inbox.receive_events('inbox', 'telegram', $1, null, $2, $3, null)"
        raw = [json.dumps(body).encode() for body in bodies]
        await webhook.execute(receive, numbers, list(map(str, chats)), raw)
        self.charges.append(numbers[0])

    async def consume(self, schema: str, topic: str) -> None:
        """Answers come in any order; some are failures, some refusals."""
        connection = self.connections[topic]
        claim = f"select {schema}.claim($1, 100)"
        claimed = json.loads(await connection.fetchval(claim, topic))
        token, done = claimed["token"], []
        for lane, number, _, payload, *_ in self.chance.sample(
            claimed["messages"], len(claimed["messages"])
        ):
            match self.chance.random():
                case share if share < 0.1:
                    retry = f"select {schema}.retry($1, $2, $3, $4, 'chaos')"
                    await connection.execute(retry, topic, lane, number, token)
                case share if share < 0.15 and topic != "inbox":
                    reason = self.chance.choice(["gone", "rejected"])
                    bury = f"select {schema}.bury($1, $2, $3, $4, $5, $6)"
                    why = f"chaos {self.chance.random()}"
                    await connection.execute(bury, topic, lane, number, token, reason, why)
                case _:
                    done.append((lane, number, result(topic, payload)))
        if done:
            lanes, numbers, results = map(list, zip(*done, strict=True))
            ack = f"select {schema}.ack($1, $2, $3, $4, $5)"
            await connection.execute(ack, topic, lanes, numbers, [token] * len(done), results)
            self.answered += len(done) if topic == "inbox" else 0


def paid(charge: str) -> dict[str, Any]:
    return {"currency": "RUB", "total_amount": 14900, "telegram_payment_charge_id": charge}


def result(topic: str, payload: dict[str, Any]) -> str | None:
    return json.dumps({**payload, "link": f"vless://{random.random()}"}) if topic == "vpn" else None


def named(deed: Callable[..., Awaitable[object]], *arguments: object) -> Deed:
    async def do() -> object:
        return await deed(*arguments)

    do.__name__ = deed.__name__
    return do


@pytest.fixture
async def traffic(connect: Connect, clock: Clock) -> Traffic:
    roles = {
        "tap 1": "tickover_bot",
        "tap 2": "tickover_bot",
        "webhook": "tickover_payments",
        "inbox": "tickover_bot",
        "vpn": "tickover_listener",
        "telegram": "tickover_listener",
        "operator": "tickover_operator",
        "cron": "tickover_cron",
    }
    connections = {name: await connect(role) for name, role in roles.items()}
    connections["admin"] = await connect()
    tap, admin = connections["tap 1"], connections["admin"]
    await admin.execute(OPEN)
    for person in PEOPLE:
        identity = bytes(24) + person.to_bytes(8)
        await tap.execute("select api.start($1, $2, '', '', 'en')", person, identity)
    await admin.execute(
        """update app.users as u set role = 'owner' from app.telegram_identities as t
           where t.user_id = u.id and t.telegram_id = any ($1::bigint[])""",
        ADMINS,
    )
    return Traffic(random.Random(1), clock, connections)


async def test_everybody_at_once(traffic: Traffic, db: Connection) -> None:
    taps = [traffic.connections["tap 1"], traffic.connections["tap 2"]]
    async with asyncio.TaskGroup() as tasks:
        for n, tap in enumerate(taps):
            deeds = [named(deed, tap) for deed in (traffic.pay, traffic.buy, traffic.choose)]
            tasks.create_task(traffic.run(f"tap {n}", *deeds))
        receive = named(traffic.receive, traffic.connections["webhook"])
        tasks.create_task(traffic.run("webhook", receive))
        tasks.create_task(traffic.run("inbox", named(traffic.consume, "inbox", "inbox")))
        for topic in ("vpn", "telegram"):
            tasks.create_task(traffic.run(topic, named(traffic.consume, "outbox", topic)))
        tasks.create_task(traffic.run("operator", traffic.operate))
        tasks.create_task(
            traffic.run("cron", traffic.job, traffic.job, traffic.job, traffic.advance)
        )

    assert traffic.done > 100
    assert traffic.deadlocks == []
    assert (
        await db.fetchval(
            "select deadlocks from pg_stat_database where datname = current_database()"
        )
        == 0
    )

    # What a consumer had in hand when it collided is leased for a while.
    await db.execute("update outbox.lanes set token = null, claimed_to = null, ready_at = now()")

    async def is_quiet() -> bool:
        for topic in ("vpn", "telegram", "inbox"):
            schema = "inbox" if topic == "inbox" else "outbox"
            await traffic.consume(schema, topic)
        return not await db.fetchval("select exists (select from outbox.messages)")

    await eventually(is_quiet)
    for job in JOBS:
        await traffic.connections["cron"].execute(f"call jobs.work('{job}')")
    assert await db.fetch("select job, error from jobs.parked") == []
    assert await db.fetch("select job, error from jobs.run where status = 'failed'") == []
    broken = await db.fetch("select name, detail from ops.invariants where not ok")
    assert broken == []
