"""Listeners and servers that die at the worst moment: nothing is lost, and what is doubled is what
its kind allows."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from scripts import cluster
from tests.support import Database, Process, Spawn, eventually, fill
from tests.support.outbox import Proof, in_order


class Listeners:
    """Starts consumers of `proof` that write into one journal, and reads it."""

    def __init__(self, spawn: Spawn, database: Database, journal: Path) -> None:
        self._spawn = spawn
        self._database = database
        self._journal = journal

    def start(self, **environment: object) -> Process:
        settings = {name: str(value) for name, value in environment.items()}
        url = self._database.url("tickover_listener")
        return self._spawn(
            "-m",
            "tests.support.outbox_process",
            env={"DATABASE_URL": url, "JOURNAL": str(self._journal), **settings},
        )

    def effects(self) -> list[tuple[str, int]]:
        if not self._journal.exists():
            return []
        lines = (line.split() for line in self._journal.read_text().splitlines())
        return [(lane, int(number)) for lane, number in lines]

    def times(self) -> Counter[int]:
        return Counter(number for _, number in self.effects())

    def by_lane(self) -> dict[str, list[int]]:
        lanes: dict[str, list[int]] = {}
        for lane, number in self.effects():
            lanes.setdefault(lane, []).append(number)
        return lanes


@pytest.fixture
def listeners(spawn: Spawn, database: Database, tmp_path: Path) -> Listeners:
    return Listeners(spawn, database, tmp_path / "journal")


async def died(process: Process) -> int:
    return await asyncio.to_thread(process.popen.wait, 20)


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "times", "dead"), [("proof.repeated", 2, []), ("proof.dropped", 1, [(3, "in_doubt")])]
)
async def test_kill_between_the_effect_and_the_ack(
    proof: Proof, listeners: Listeners, kind: str, times: int, dead: list[tuple[int, str]]
) -> None:
    await proof.put(["a"] * 6, kind)
    assert await died(listeners.start(DIES_AT=3)) == -signal.SIGKILL
    assert listeners.by_lane() == {"a": [0, 1, 2, 3]}
    listeners.start()
    await proof.empty()
    assert listeners.times() == Counter({0: 1, 1: 1, 2: 1, 3: times, 4: 1, 5: 1})
    assert in_order(listeners.by_lane())
    assert await proof.dead() == dead


@pytest.mark.long
async def test_a_message_that_kills_is_buried_in_the_end(
    proof: Proof, listeners: Listeners
) -> None:
    """And those that it took with it are not: they come back on their own, though by chance not
    always, so that three attempts would be few."""
    await proof.limit(max_attempts=5, backoff_min="500 ms", backoff_max="2 s")
    await proof.put(["a", "a", *(str(n) for n in range(50))])
    for _ in range(5):
        assert await died(listeners.start(DIES_AT=0)) == -signal.SIGKILL
    listeners.start(DIES_AT=0)
    await proof.empty()
    assert await proof.dead() == [(0, "attempts")]
    assert listeners.times().pop(0) == 5
    assert sorted(listeners.times()) == list(range(52))


@pytest.mark.long
async def test_listeners_that_are_killed_again_and_again(
    proof: Proof, listeners: Listeners
) -> None:
    """Each may repeat what it had in hand, once, and no lane loses its order."""
    await proof.limit(max_attempts=100)
    lanes = [str(n % 20) for n in range(400)]
    await proof.put(lanes)
    victims = [listeners.start(), listeners.start()]
    for at in range(50, 400, 70):

        async def reached(at: int = at) -> bool:
            return len(listeners.times()) >= min(at, 395)

        await eventually(reached)
        victims.pop(random.randrange(2)).kill()
        victims.append(listeners.start())
    await proof.empty(40)
    assert sorted(listeners.times()) == list(range(400))
    assert in_order(listeners.by_lane())


@pytest.mark.long
async def test_a_listener_that_is_asked_to_stop_leaves_nothing_leased(
    proof: Proof, listeners: Listeners
) -> None:
    await proof.limit(lease="60 s")
    await proof.put([str(n % 20) for n in range(2000)])
    listener = listeners.start()

    async def at_work() -> bool:
        return len(listeners.effects()) > 50

    await eventually(at_work)
    assert await asyncio.to_thread(listener.stop) == 0
    leased = "select count(*) from outbox.lanes where token is not null"
    assert await proof.db.fetchval(leased) == 0
    assert await proof.db.fetchval("select count(*) from outbox.consumers") == 0
    listeners.start()
    await proof.empty()
    assert listeners.times() == Counter(range(2000))


@pytest.mark.long
async def test_a_server_that_crashes_under_load(
    own_server: Callable[..., cluster.Cluster], spawn: Spawn, tmp_path: Path
) -> None:
    """Each fact and its message are one transaction: afterwards every fact that is there had its
    effect, and no effect is without its fact."""
    server = own_server(durable=True)
    database = await asyncio.to_thread(fill, Database(server, cluster.DATABASE))
    db = await asyncpg.connect(database.url())
    await db.execute("create table facts (n integer primary key)")
    proof = await Proof.prepared(db, database, max_attempts=100)
    listeners = Listeners(spawn, database, tmp_path / "journal")
    for _ in range(2):
        listeners.start()

    promised: set[int] = set()
    for round_ in range(3):
        producing = asyncio.create_task(produce(database, round_, promised))

        async def at_work(goal: int = 200 * (round_ + 1)) -> bool:
            return len(promised) >= goal and len(listeners.times()) >= goal // 2

        await eventually(at_work, 60)
        await asyncio.to_thread(server.stop, "immediate")
        await producing
        await asyncio.to_thread(server.start)

    await db.close(timeout=1)
    proof = Proof(await asyncpg.connect(database.url()), database)
    await proof.empty(60)
    facts = {row["n"] for row in await proof.db.fetch("select n from facts")}
    assert promised <= facts, "what was committed is there"
    assert set(listeners.times()) == facts
    assert in_order(listeners.by_lane())
    broken = await proof.db.fetch("select name, detail from ops.invariants where not ok")
    assert not broken
    await proof.db.close()


async def produce(database: Database, round_: int, promised: set[int]) -> None:
    """Writes facts and their messages until the server dies."""
    connection = await asyncpg.connect(database.url())
    try:
        for n in range(round_ * 100_000, (round_ + 1) * 100_000):
            async with connection.transaction():
                await connection.execute("insert into facts values ($1)", n)
                await connection.execute(
                    "select outbox.enqueue('proof.repeated', $1, jsonb_build_object('n', $2::int))",
                    str(n % 10),
                    n,
                )
            promised.add(n)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return
    finally:
        connection.terminate()
