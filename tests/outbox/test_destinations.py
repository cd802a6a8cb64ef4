"""One topic, several destinations: what one of them does is its own affair. And what is urgent."""

import asyncio

import pytest

from bench.plans import explained
from consumer import Message
from gateways.errors import Denied, Transient, Unknown
from tests.support import Connection, Database, eventually
from tests.support.outbox import Journal, Proof
from tests.support.plans import read_whole

# Lanes that are due, that back off, that wait at a destination which is paused, and that were told
# to wait beside a broadcast that is due; a hundred thousand in all.
CROWD = """
insert into outbox.destinations (topic, name, paused_until)
values ('telegram', 'stopped', 'infinity'), ('telegram', 'second', null);
insert into outbox.lanes (topic, lane, priority, destination, ready_at, rests_until, waiting)
select 'telegram', k.lane || n, k.priority::outbox.priority,
  outbox._destination('telegram', k.destination), clock_timestamp() + n * k.each, k.rest, 1
from (values
  ('due', 'broadcast', 'main', interval '-1 ms', null, 40000),
  ('later', 'notice', 'main', interval '1 s', null, 20000),
  ('stopped', 'receipt', 'stopped', interval '-1 ms', null, 30000),
  ('second', 'notice', 'second', interval '-1 ms', null, 10000),
  ('due', 'answer', 'main', interval '1 hour', clock_timestamp() + interval '1 hour', 20)
) as k (lane, priority, destination, each, rest, lanes)
cross join lateral generate_series(1, k.lanes) as n;
insert into outbox.messages (topic, lane, priority, kind, payload)
select l.topic, l.lane, l.priority, 'telegram.notice', '{"user_id": 0}' from outbox.lanes as l;
analyze outbox.lanes, outbox.messages;
"""


@pytest.fixture
async def proof(db: Connection, database: Database) -> Proof:
    return await Proof.prepared(db, database, call_timeout="20 s", lease="60 s")


class Hanging(Journal):
    """Does not answer for the destination `dead` until the test is over."""

    def __init__(self) -> None:
        super().__init__()
        self.over = asyncio.Event()

    async def act(self, message: Message) -> None:
        if message.destination == "dead":
            await self.over.wait()


async def test_one_that_hangs_fills_its_own_share(proof: Proof) -> None:
    """Though nothing bounds it but the memory of the process."""
    await proof.put([f"dead {n}" for n in range(4000)], destination="dead")
    await proof.put([f"well {n}" for n in range(500)], destination="well")
    journal = Hanging()
    async with proof.consumed(journal):

        async def served() -> bool:
            return len(journal.done) == 500

        await eventually(served)
        assert {lane.split()[0] for lane, _ in journal.done} == {"well"}
        await proof.put(["well again"], destination="well")

        async def served_again() -> bool:
            return len(journal.done) == 501

        await eventually(served_again)
        await proof.limit(paused_until="infinity")
        journal.over.set()


async def test_one_that_hangs_holds_no_more_than_its_concurrency(proof: Proof) -> None:
    await proof.limit(concurrency=3)
    await proof.put([f"dead {n}" for n in range(50)], destination="dead")
    await proof.put([f"well {n}" for n in range(200)], destination="well")
    journal = Hanging()
    async with proof.consumed(journal):

        async def served() -> bool:
            return len(journal.done) == 200

        await eventually(served)
        hanging = [lane for lane, *_ in journal.started if lane.startswith("dead")]
        assert len(hanging) == 3
        journal.over.set()


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Transient("down"), "breaker open"),
        (Transient("busy", retry_after=60), "paused"),
        (Denied("401"), "paused"),
        (Unknown("a panel of a newer program"), "flowing"),
    ],
)
async def test_one_that_fails_costs_the_others_nothing(
    proof: Proof, error: Exception, state: str
) -> None:
    class Failing(Journal):
        async def act(self, message: Message) -> None:
            if message.destination == "dead":
                raise error

    await proof.limit(concurrency=3, breaker_failures=2, backoff_min="1 h", backoff_max="1 h")
    await proof.put([f"dead {n}" for n in range(5)], destination="dead")
    await proof.put([f"well {n}" for n in range(300)], destination="well")
    journal = Failing()
    seen = "select state from ops.outbox where topic = 'proof' and destination = $1"
    async with proof.consumed(journal):

        async def served() -> bool:
            return len(journal.done) == 300

        await eventually(served)
        assert await proof.db.fetchval(seen, "dead") == state
        assert await proof.db.fetchval(seen, "well") == "flowing"
    done = "select done from ops.outbox where topic = 'proof' and destination = 'well'"
    assert await proof.db.fetchval(done) == 300


async def test_a_new_one_is_served_by_a_consumer_that_runs(proof: Proof) -> None:
    journal = Journal()
    async with proof.consumed(journal):
        await proof.put(["a"], destination="old")
        await proof.empty()
        await proof.put(["b"], destination="new")
        await proof.empty(within=2)
    assert [lane for lane, _ in journal.done] == ["a", "b"]


async def test_a_receipt_goes_before_all_broadcasts(proof: Proof) -> None:
    await proof.limit(rate=100, burst=1, concurrency=20)
    await proof.db.execute(
        """select outbox.enqueue_batch('proof.repeated', array_agg(n::text),
             array_agg(jsonb_build_object('n', n)), null, null,
             array_agg('broadcast'::outbox.priority))
           from generate_series(1, 5000) as n"""
    )
    journal = Journal()

    async def begun() -> bool:
        return len(journal.started) > 20

    async with proof.consumed(journal):
        await eventually(begun)
        await proof.db.execute(
            """select outbox.enqueue('proof.repeated', n::text, '{"n": 0}', p_priority => 'receipt')
               from generate_series(4990, 5000) as n"""
        )
        before = len(journal.started)

        async def all_sent() -> bool:
            return sum(number == 0 for _, number in journal.done) == 11

        await eventually(all_sent)
        numbers = [number for _, number, _ in journal.started]
        last = len(numbers) - numbers[::-1].index(0)
        broadcasts = [number for number in numbers[before:last] if number != 0]
        assert len(broadcasts) <= 2, broadcasts
        await proof.limit(paused_until="infinity")


@pytest.mark.long
async def test_a_claim_reads_what_it_takes(db: Connection) -> None:
    await db.execute("alter table outbox.messages disable trigger user")
    await db.execute(CROWD)
    for statement in (
        "select outbox.claim('telegram', 20)",
        "select * from outbox._destination_states()",
        "select outbox.enqueue('telegram.notice', 'due1', p_priority => 'receipt')",
        "select outbox.pause('telegram', 60)",
    ):
        plan = "".join(await explained(db, statement))
        assert "lanes" in plan or "pause" in statement
        assert not read_whole(plan), plan
        assert "Sort Key: l.ready_at" not in plan
        assert "Sort Key: l_1.ready_at" not in plan
