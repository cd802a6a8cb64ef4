"""Consumers and producers in the same lane at once: nobody deadlocks, nothing is missed.

The first transaction is held open and the second is seen waiting for it in pg_stat_activity.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from tests.support import Connection, eventually
from tests.support.outbox import Proof

Connect = Callable[..., Awaitable[Connection]]

CLAIM = "select outbox.claim('proof', $1)"
ENQUEUE = "select outbox.enqueue('proof.repeated', $1, '{}', $2)"
ACK = "select outbox.ack('proof', $1, $2, $3, null)"


async def claim(connection: Connection, limit: int = 100) -> list[tuple[str, int, int]]:
    """(lane, id, token) of what a claim hands out."""
    answer = json.loads(await connection.fetchval(CLAIM, limit))
    return [(lane, id_, answer["token"]) for lane, id_, *_ in answer["messages"]]


async def ack(connection: Connection, held: list[tuple[str, int, int]]) -> int:
    lanes, ids, tokens = zip(*held, strict=True)
    count: int = await connection.fetchval(ACK, lanes, ids, tokens)
    return count


@asynccontextmanager
async def waits_for(
    db: Connection, first: Connection, second: Connection, call: Awaitable[Any]
) -> AsyncIterator["asyncio.Future[Any]"]:
    """Entered when `call`, made on the second connection, waits for the first one's locks."""
    task = asyncio.ensure_future(call)
    pids = second.get_server_pid(), first.get_server_pid()

    async def blocked() -> bool:
        assert not task.done(), f"did not wait: {task.result()}"
        waits: bool = await db.fetchval("select $2 = any (pg_blocking_pids($1))", *pids)
        return waits

    await eventually(blocked)
    yield task


async def test_an_ack_that_waits_for_a_producer_keeps_the_lane(
    proof: Proof, connect: Connect, db: Connection
) -> None:
    """Its lane was empty when it began to wait, and is not when it goes on."""
    producer, consumer = await connect(), await connect("tickover_listener")
    await proof.put(["a"])
    held = await claim(consumer)
    async with producer.transaction():
        await producer.execute(ENQUEUE, "a", None)
        async with waits_for(db, producer, consumer, ack(consumer, held)) as acked:
            pass
    assert await acked == 1
    lane = await proof.lane("a")
    assert (lane["waiting"], lane["token"]) == (1, None)
    assert len(await claim(consumer)) == 1


async def test_a_claim_passes_over_a_lane_that_is_being_written(
    proof: Proof, connect: Connect
) -> None:
    producer, consumer = await connect(), await connect("tickover_listener")
    await proof.put(["a", "b"])
    async with producer.transaction():
        await producer.execute(ENQUEUE, "a", None)
        assert [lane for lane, *_ in await claim(consumer)] == ["b"]
    await proof.limit(lane_batch=5)
    assert [lane for lane, *_ in await claim(consumer)] == ["a", "a"]


async def test_a_message_that_comes_while_its_lane_is_leased_follows(
    proof: Proof, connect: Connect
) -> None:
    """The producer saw the lane leased; the run that is in flight does not contain its message."""
    consumer = await connect("tickover_listener")
    await proof.put(["a"])
    held = await claim(consumer)
    await proof.put(["a"], first=1)
    assert await claim(consumer) == []
    assert await ack(consumer, held) == 1
    assert len(await claim(consumer)) == 1


async def test_two_claims_at_once_share_nothing(
    proof: Proof, connect: Connect, db: Connection
) -> None:
    """Not even siblings: the second waits at the destination, then sees what the first leased."""
    first, second = await connect("tickover_listener"), await connect("tickover_listener")
    await proof.put([str(n) for n in range(10)])
    for lane in ("0", "9"):
        await db.execute(
            "select outbox.enqueue('proof.repeated', $1, '{}', null, null, 'answer')", lane
        )
    async with first.transaction():
        mine = await claim(first, 4)
        async with waits_for(db, first, second, claim(second)) as waiting:
            pass
    others = await waiting
    lanes = [lane for lane, *_ in mine + others]
    assert len(mine) == 4
    assert len(others) == 6
    assert len(set(lanes)) == 10


async def test_claims_of_a_limited_topic_come_one_after_the_other(
    proof: Proof, connect: Connect, db: Connection
) -> None:
    first, second = await connect("tickover_listener"), await connect("tickover_listener")
    await proof.limit(concurrency=3)
    await proof.put([str(n) for n in range(10)])
    async with first.transaction():
        assert len(await claim(first, 2)) == 2
        async with waits_for(db, first, second, claim(second)) as others:
            pass
    assert len(await others) == 1


async def test_a_dedupe_key_is_taken_once_by_two_at_once(
    proof: Proof, connect: Connect, db: Connection
) -> None:
    first, second = await connect(), await connect()
    async with first.transaction():
        assert await first.fetchval(ENQUEUE, "a", "key")
        late = second.fetchval(ENQUEUE, "a", "key")
        async with waits_for(db, first, second, late) as repeated:
            pass
    assert await repeated is None
    assert (await proof.lane("a"))["waiting"] == 1


async def test_ids_of_a_lane_grow_in_the_order_of_commits(
    proof: Proof, connect: Connect, db: Connection
) -> None:
    first, second = await connect(), await connect()
    async with first.transaction():
        earlier = await first.fetchval(ENQUEUE, "a", None)
        async with waits_for(db, first, second, second.fetchval(ENQUEUE, "a", None)) as later:
            pass
    assert await later > earlier


async def test_batches_and_acks_lock_lanes_in_one_order(
    proof: Proof, connect: Connect, db: Connection
) -> None:
    """Both name the lanes in opposite orders, and both have to wait for lane a, holding none."""
    gate, producer, consumer = await connect(), await connect(), await connect("tickover_listener")
    await proof.put(["a", "b"])
    held = sorted(await claim(consumer), reverse=True)
    batch = "select outbox.enqueue_batch('proof.repeated', '{b,a}', array['{}', '{}']::jsonb[])"
    async with gate.transaction():
        await gate.execute(ENQUEUE, "a", None)
        async with (
            waits_for(db, gate, producer, producer.fetchval(batch)) as enqueued,
            waits_for(db, gate, consumer, ack(consumer, held)) as acked,
        ):
            free = "select lane from outbox.lanes where lane = 'b' for update nowait"
            assert await db.fetchval(free) == "b"
    assert await enqueued == 2
    assert await acked == 2
    assert {lane for lane, *_ in await claim(consumer)} == {"a", "b"}


async def test_a_done_hook_and_the_business_lock_in_one_order(
    proof: Proof, connect: Connect, db: Connection
) -> None:
    """The business locks its row, then enqueues. The hook locks that row, too: before the lane."""
    await db.execute("""
        create schema outbox_test authorization tickover_owner;
        set role tickover_owner;
        create table outbox_test.things (lane text primary key, done integer not null);
        insert into outbox_test.things values ('a', 0);
        create function outbox_test.done(p_lane text, p_payload jsonb, p_result jsonb) returns void
        language sql as 'update outbox_test.things set done = done + 1 where lane = p_lane';
        reset role;
        select outbox.define_kind(
          'proof.hooked', 'proof', 'for tests', p_done => 'outbox_test.done');
    """)
    business, consumer = await connect(), await connect("tickover_listener")
    await proof.put(["a"], "proof.hooked")
    held = await claim(consumer)
    async with business.transaction():
        await business.execute("update outbox_test.things set done = done")
        async with waits_for(db, business, consumer, ack(consumer, held)) as acked:
            assert await business.fetchval(ENQUEUE, "a", None)
    assert await acked == 1
    assert await db.fetchval("select done from outbox_test.things") == 1


async def test_a_repeated_update_waits_for_the_first_and_is_the_same(
    connect: Connect, db: Connection
) -> None:
    receive = """select inbox.receive_events(
        'inbox', 'proof', '{1}', '{null}', '{a}', array['{}'::bytea], '{true}'
    ) = 1"""
    first, second = await connect("tickover_payments"), await connect("tickover_payments")
    async with first.transaction():
        assert await first.fetchval(receive) is True
        async with waits_for(db, first, second, second.fetchval(receive)) as repeated:
            pass
    assert await repeated is False


async def test_a_transaction_rings_once_a_topic_when_it_commits(
    proof: Proof, connect: Connect
) -> None:
    hearing, producer = await connect("tickover_listener"), await connect()
    heard: list[str] = []
    for channel in ("outbox_proof", "outbox_telegram"):
        await hearing.add_listener(channel, lambda *event: heard.append(event[2]))
    async with producer.transaction():
        for lane in ("a", "b", "c"):
            await producer.execute(ENQUEUE, lane, None)
    await proof.put(["d", "e"])
    undone = producer.transaction()
    await undone.start()
    await producer.execute(ENQUEUE, "f", None)
    await undone.rollback()
    await producer.execute("notify outbox_telegram")

    async def told() -> bool:
        return "outbox_telegram" in heard

    await eventually(told)
    assert heard == ["outbox_proof", "outbox_proof", "outbox_telegram"]
