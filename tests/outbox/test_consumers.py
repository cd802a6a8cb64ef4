"""Consumers in this process, with gateways that do what the test says."""

import asyncio
import itertools
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from consumer import Message
from consumer import notifier as notifiers
from consumer import worker as workers
from consumer.session import Session, connect, is_transient, label
from gateways.errors import Denied, GatewayError, Gone, Rejected, Stale, Transient
from tests.support import PATIENCE, Connection, Database, eventually
from tests.support.outbox import Journal, Proof, in_order

CUT = """
select count(pg_terminate_backend(pid)) from pg_stat_activity
where usename = 'tickover_listener' and datname = current_database()
"""


async def until(condition: Callable[[], bool], within: float = PATIENCE) -> None:
    async def holds() -> bool:
        return condition()

    await eventually(holds, within)


class Failing(Journal):
    """Raises what `errors` has for a number, one at a time."""

    def __init__(self, **errors: list[Exception]) -> None:
        super().__init__()
        self.errors = {int(name[1:]): raised for name, raised in errors.items()}

    async def act(self, message: Message) -> None:
        if left := self.errors.get(message.payload["n"]):
            raise left.pop(0)


# -- Errors of the database


def raised(sqlstate: str) -> asyncpg.PostgresError:
    """As asyncpg raises it: what it has no class for is an UnknownPostgresError."""
    found = asyncpg.PostgresError.new({"C": sqlstate, "M": "a message", "D": "a secret"})
    assert isinstance(found, asyncpg.PostgresError)
    return found


@pytest.mark.parametrize(
    ("sqlstate", "transient"),
    [
        ("26000", True),  # a pooler lost a statement
        ("25006", True),  # read-only
        ("42501", True),  # a right that comes with the release
        ("42883", True),  # a function that does
        ("XX000", True),
        ("0A000", True),  # a plan that was kept
        ("40P01", True),
        ("22P02", False),
        ("23505", False),
        ("TK003", False),
    ],
)
def test_only_what_is_about_the_data_of_a_call_ends_it(sqlstate: str, transient: bool) -> None:
    assert is_transient(raised(sqlstate)) == transient


def test_a_call_that_was_cut_in_half_is_repeated() -> None:
    """asyncpg says so when the server died between what prepares a statement and what runs it."""
    assert is_transient(asyncpg.InternalClientError("another operation (2) is in progress"))


def test_an_error_is_named_so_that_an_operator_can_look_it_up() -> None:
    assert label(raised("TK032")) == "UnknownPostgresError TK032: a message"
    assert label(raised("23514")) == "CheckViolationError 23514"
    assert label(ValueError("what somebody wrote")) == "ValueError"


FAREWELL = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0"


async def test_a_call_between_the_farewell_of_a_server_and_its_end_is_repeated(
    database: Database, tmp_path: Path
) -> None:
    """PostgreSQL says why it ends a connection, and the end may arrive later."""
    server = database.server
    socket = f".s.PGSQL.{server.port}"
    clients: list[asyncio.StreamWriter] = []
    pumps: list[asyncio.Task[None]] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
        writer.close()
        await writer.wait_closed()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, requests = await asyncio.open_unix_connection(server.socket_folder / socket)
        pumps.append(asyncio.create_task(pump(reader, requests)))
        pumps.append(asyncio.create_task(pump(answers, writer)))
        clients.append(writer)

    before = quote(str(server.socket_folder))
    async with await asyncio.start_unix_server(relay, tmp_path / socket):
        through = database.url().replace(before, quote(str(tmp_path)))
        session = Session(through, "test", asyncio.Event())
        assert await session.call("select 1") == 1
        with capture_logs() as logs:
            clients[0].write(b"E" + (len(FAREWELL) + 4).to_bytes(4, "big") + FAREWELL)
            await asyncio.sleep(0.1)  # What is in the socket already is read before the next call.
            assert await session.call("select 2") == 2
        assert "InternalClientError" in logs[0]["error"]
        session.close()
        await asyncio.gather(*pumps)


# -- Order


async def test_four_listeners_keep_the_order_of_each_lane(proof: Proof) -> None:
    class Slow(Journal):
        async def act(self, message: Message) -> None:
            await asyncio.sleep(random.uniform(0, 0.005))

    await proof.limit(lane_batch=3)
    lanes = [str(n % 40) for n in range(800)]
    await proof.put(lanes[:400])
    journal = Slow()
    async with proof.consumed(journal, count=4):
        await proof.put(lanes[400:], first=400)
        await proof.empty()
    assert sorted(n for _, n in journal.done) == list(range(800))
    assert in_order(journal.by_lane())


@pytest.mark.long
async def test_a_lane_that_hangs_holds_back_nobody(proof: Proof) -> None:
    go_on = asyncio.Event()

    class Hanging(Journal):
        async def act(self, message: Message) -> None:
            if message.lane == "stuck":
                await go_on.wait()

    await proof.limit(call_timeout="20 s", lease="60 s")
    await proof.put(["stuck"] * 100 + [str(n) for n in range(200)])
    journal = Hanging()
    async with proof.consumed(journal, count=2):
        await until(lambda: len(journal.done) == 200)
        assert [n for lane, n, _ in journal.started if lane == "stuck"] == [0]
        go_on.set()
        await proof.empty()
    assert journal.by_lane()["stuck"] == list(range(100))


async def test_a_lane_that_fails_holds_back_nobody(proof: Proof) -> None:
    await proof.limit(backoff_min="1 h", backoff_max="1 h")
    journal = Failing(n0=[Transient("out of order")])
    await proof.put(["stuck"] * 100 + [str(n) for n in range(200)])
    async with proof.consumed(journal):
        await until(lambda: len(journal.done) == 200)
    assert (await proof.lane("stuck"))["last_error"] == "out of order"
    assert await proof.left() == 100


# -- Outcomes


async def test_what_fails_is_tried_again_and_keeps_its_place(proof: Proof) -> None:
    journal = Failing(n0=[Transient("one"), OSError("two"), KeyError("three")])
    await proof.put(["a", "a"])
    async with proof.consumed(journal) as outcomes:
        await proof.empty()
    assert journal.done == [("a", 0), ("a", 1)]
    assert outcomes == ["waiting", "waiting", "waiting", "done", "done"]


async def test_what_is_logged_meanwhile_names_the_message(proof: Proof) -> None:
    class Logging(Journal):
        async def act(self, message: Message) -> None:
            named.append((message.id, get_contextvars()))

    named: list[tuple[int, dict[str, Any]]] = []
    await proof.put(["a", "a", "b"])
    async with proof.consumed(Logging()):
        await proof.empty()
    assert [ids["message"] for _, ids in named] == [id_ for id_, _ in named]
    assert {key for _, ids in named for key in ids} == {"topic", "message"}, "and no chat"


async def test_a_bug_is_not_tried_for_ever(proof: Proof) -> None:
    await proof.limit(max_attempts=2)
    journal = Failing(n0=[KeyError("a secret"), KeyError("a secret")])
    await proof.put(["a", "a"])
    async with proof.consumed(journal) as outcomes:
        await proof.empty()
    assert outcomes == ["waiting", "dead", "done"]
    assert await proof.dead() == [(0, "attempts")]
    error = await proof.db.fetchval("select error from outbox.dead_letters")
    assert error == "bug: KeyError"


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (Rejected("no such user"), "dead", "rejected"),
        (Gone("blocked"), "dropped", "gone"),
        (Stale("overtaken"), "dropped", "stale"),
    ],
)
async def test_what_is_refused_ends_and_its_lane_goes_on(
    proof: Proof, error: GatewayError, outcome: str, reason: str
) -> None:
    await proof.limit(lane_batch=3)
    journal = Failing(n1=[error])
    await proof.put(["a"] * 4)
    async with proof.consumed(journal) as outcomes:
        await proof.empty()
    assert journal.by_lane() == {"a": [0, 2, 3]}
    assert outcomes == ["done", outcome, "done", "done"]
    assert await proof.dead() == [(1, reason)]


async def test_a_call_that_takes_too_long_is_in_doubt(proof: Proof) -> None:
    class Hanging(Journal):
        async def act(self, message: Message) -> None:
            if message.attempt == 1:
                await asyncio.sleep(60)

    await proof.limit(call_timeout="50 ms")
    journal = Hanging()
    await proof.put(["a"], "proof.repeated")
    await proof.put(["b"], "proof.dropped", first=1)
    async with proof.consumed(journal) as outcomes:
        await proof.empty()
    assert journal.done == [("a", 0)]
    assert sorted(outcomes) == ["done", "dropped", "waiting"]
    assert await proof.dead() == [(1, "in_doubt")]


async def test_an_answer_that_was_lost_is_resolved_by_the_kind(proof: Proof) -> None:
    lost = Transient("no answer", in_doubt=True)
    journal = Failing(n0=[lost], n1=[lost], n2=[Transient("not reached")])
    await proof.put(["a"], "proof.repeated")
    await proof.put(["b", "c"], "proof.dropped", first=1)
    async with proof.consumed(journal):
        await proof.empty()
    assert sorted(n for _, n in journal.done) == [0, 2]
    assert await proof.dead() == [(1, "in_doubt")]


# -- Limits


async def test_retry_after_pauses_the_topic_and_costs_no_attempt(proof: Proof) -> None:
    await proof.limit(max_attempts=1)
    journal = Failing(n0=[Transient("too many", retry_after=0.3)])
    await proof.put(["a"])
    async with proof.consumed(journal):
        await eventually(proof.is_paused)
        await proof.put(["b", "c"], first=1)
        await proof.empty()
    assert len(journal.done) == 3
    first, *others = (at for *_, at in journal.started)
    assert all(at - first >= 0.3 for at in others)


async def test_retry_after_of_a_lane_pauses_that_lane(proof: Proof) -> None:
    await proof.limit(max_attempts=1)
    journal = Failing(n0=[Transient("too many", retry_after=0.3, scope="lane")])
    await proof.put(["a", "b"])
    async with proof.consumed(journal):
        await proof.empty()
    assert journal.done == [("b", 1), ("a", 0)]


async def test_credentials_that_are_refused_stop_the_topic(
    proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "DENIED_PAUSE", 0.3)
    await proof.limit(max_attempts=1)
    journal = Failing(n0=[Denied("401")])
    await proof.put(["a"])
    with capture_logs() as logs:
        async with proof.consumed(journal):
            await eventually(proof.is_paused)
            await proof.put(["b"], first=1)
            await proof.empty()
    warnings = [line["error"] for line in logs if line["log_level"] == "warning"]
    assert warnings == ["401"], "at LOG_LEVEL=WARNING, too"
    assert (await proof.destination())["pause_reason"] == "denied: 401"
    first, *others = (at for *_, at in journal.started)
    assert all(at - first >= 0.3 for at in others)


async def test_a_pause_by_hand_holds_until_it_is_ended(proof: Proof) -> None:
    await proof.db.execute("select ops.pause('proof', 'test')")
    await proof.put(["a"])
    journal = Journal()
    async with proof.consumed(journal):
        await asyncio.sleep(0.2)
        assert journal.done == []
        await proof.db.execute("select ops.resume('proof')")
        await proof.empty()
    assert journal.done == [("a", 0)]


async def test_the_breaker_opens_tries_and_closes(proof: Proof) -> None:
    await proof.limit(breaker_failures=3, breaker_cooldown="200 ms", concurrency=3)

    class Down(Journal):
        up = False

        async def act(self, message: Message) -> None:
            if not self.up:
                raise Transient("down")

    async def is_open() -> bool:
        return bool((await proof.destination())["failures"] >= 3)

    await proof.put([str(n) for n in range(30)])
    journal = Down()
    async with proof.consumed(journal, count=2):
        await eventually(is_open)
        before = len(journal.started)
        await until(lambda: len(journal.started) >= before + 4)
        tries = [at for *_, at in journal.started[before + 1 :]]
        journal.up = True
        await proof.empty()
    assert all(later - earlier >= 0.2 for earlier, later in itertools.pairwise(tries))
    assert (await proof.destination())["failures"] == 0


async def test_lanes_keep_their_distance(proof: Proof) -> None:
    await proof.limit(lane_spacing="150 ms")
    await proof.put(["a", "b"] * 4)
    journal = Journal()
    async with proof.consumed(journal, count=2):
        await proof.empty()
    for lane in ("a", "b"):
        times = [at for name, _, at in journal.started if name == lane]
        assert all(later - earlier >= 0.149 for earlier, later in itertools.pairwise(times))


async def test_listeners_share_one_rate(proof: Proof) -> None:
    await proof.limit(rate=100, burst=5)
    await proof.put([str(n) for n in range(60)])
    journal = Journal()
    async with proof.consumed(journal, count=3):
        await proof.empty()
    first, *_, last = sorted(at for *_, at in journal.started)
    # 60 are a bucket of 5 and 55 at 100/s. How close it comes to the rate is telegram_rate's to
    # measure, when the machine has nothing else to do.
    assert last - first >= 0.5


async def test_concurrency_is_shared(proof: Proof) -> None:
    class Counting(Journal):
        running = most = 0

        async def act(self, message: Message) -> None:
            self.running += 1
            self.most = max(self.most, self.running)
            await asyncio.sleep(0.01)
            self.running -= 1

    await proof.limit(concurrency=4)
    await proof.put([str(n) for n in range(60)])
    journal = Counting()
    async with proof.consumed(journal, count=3):
        await proof.empty()
    assert journal.most == 4


# -- Leases, the notifier, the end


async def test_a_lease_that_is_over_is_taken_by_another_and_its_ack_does_nothing(
    proof: Proof,
) -> None:
    """The first consumer hangs beyond its lease; both do the work, and it counts once."""
    await proof.put(["a"])
    late = asyncio.Event()

    class Late(Journal):
        async def act(self, message: Message) -> None:
            if message.attempt == 1 and message.payload["n"] == 0:
                await proof.db.execute(
                    "update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof'"
                )
                await late.wait()

    journal = Late()
    async with proof.consumed(journal, count=2) as outcomes:
        await until(lambda: len(journal.started) == 2)
        await proof.empty()
        await proof.put(["a"], first=1)
        late.set()
        await proof.empty()
    assert journal.done.count(("a", 1)) == 1
    assert outcomes.count("done") >= 2


async def test_a_notifier_that_went_deaf_is_noticed(
    proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LISTEN is lost while the connection looks well, as behind a pooler; only the echo tells."""
    monkeypatch.setattr(notifiers, "HEARTBEAT_INTERVAL", 0.1)
    monkeypatch.setattr(notifiers, "HEARTBEAT_TIMEOUT", 0.2)
    monkeypatch.setattr(workers, "POLL_INTERVAL", 60)
    made: list[Connection] = []

    async def remembered(dsn: str, name: str) -> Connection:
        made.append(await connect(dsn, name))
        return made[-1]

    async def deafened() -> bool:
        try:
            await made[0].execute("unlisten *")
        except asyncpg.InterfaceError:  # it is just telling its echo
            return False
        return True

    monkeypatch.setattr("consumer.notifier.connect", remembered)
    journal = Journal()
    async with proof.consumed(journal):
        await until(lambda: len(made) == 1)
        await eventually(deafened)
        await until(lambda: len(made) == 2)
        await proof.put(["a"])
        await proof.empty()


async def test_without_a_notifier_the_poll_finds_what_is_there(
    proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "POLL_INTERVAL", 0.1)
    monkeypatch.setattr("consumer.consumer.Notifier.run", lambda _: asyncio.sleep(3600))
    journal = Journal()
    async with proof.consumed(journal):
        await proof.put(["a"])
        await proof.empty()
    assert journal.done == [("a", 0)]


async def test_connections_that_are_cut_come_back(proof: Proof) -> None:
    journal = Journal()
    async with proof.consumed(journal):
        await proof.put(["a"])
        await proof.empty()
        assert await proof.db.fetchval(CUT) >= 3
        await proof.put(["b"], first=1)
        await proof.empty()
    assert sorted(journal.done) == [("a", 0), ("b", 1)]


async def test_a_stop_finishes_what_is_in_flight_and_gives_back_the_rest(proof: Proof) -> None:
    go_on, stopping = asyncio.Event(), asyncio.Event()

    class Waiting(Journal):
        async def act(self, message: Message) -> None:
            await go_on.wait()

    await proof.limit(call_timeout="20 s", lease="60 s", lane_batch=5)
    await proof.put(["a"] * 5)
    journal = Waiting()

    async def stopped() -> None:
        async with proof.consumed(journal):
            await until(lambda: len(journal.started) == 1)
            stopping.set()

    task = asyncio.create_task(stopped())
    await stopping.wait()
    go_on.set()
    await task
    assert journal.done == [("a", 0)]
    lane = await proof.lane("a")
    assert (lane["waiting"], lane["token"], lane["attempts"]) == (4, None, 0)
    assert await proof.db.fetchval("select count(*) from outbox.consumers") == 0


async def test_the_heartbeat_tells_what_was_settled(
    proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consumer.consumer.HEARTBEAT_INTERVAL", 0.05)
    await proof.put(["a", "b"])

    async def told() -> bool:
        counters: Any = await proof.db.fetchval(
            "select counters -> 'proof' ->> 'done' from outbox.consumers"
        )
        return bool(counters == "2")

    async with proof.consumed(Journal()):
        await eventually(told)


async def test_a_read_only_database_ends_nothing(proof: Proof) -> None:
    """Both calls and the notifier go on asking until it can be written to again."""
    name = proof.database.name
    journal = Journal()
    async with proof.consumed(journal):
        await proof.db.execute(f"alter database {name} set default_transaction_read_only = on")
        await proof.db.execute(CUT)
        await asyncio.sleep(1)
        await proof.db.execute(f"alter database {name} reset default_transaction_read_only")
        await proof.put(["a"])
        await proof.empty()
    assert journal.done == [("a", 0)]


@pytest.mark.parametrize(
    ("take", "give"),
    [
        (
            "alter function outbox.claim rename to claim_",
            "alter function outbox.claim_ rename to claim",
        ),
        (
            "alter function outbox.ack rename to ack_",
            "alter function outbox.ack_ rename to ack",
        ),
        (
            "revoke execute on function outbox.claim from tickover_listener",
            "grant execute on function outbox.claim to tickover_listener",
        ),
        (
            "alter table outbox.lanes rename column waiting to waiting_",
            "alter table outbox.lanes rename column waiting_ to waiting",
        ),
    ],
)
async def test_half_a_rollout_ends_nothing(proof: Proof, take: str, give: str) -> None:
    """A function, a right or a column that is not there yet is nobody's fault but ours."""
    journal = Journal()
    async with proof.consumed(journal) as outcomes:
        await proof.put(["a"])
        await proof.empty()
        await proof.put(["a", "b"], first=1)
        await proof.db.execute(take)
        await asyncio.sleep(0.5)
        await proof.db.execute(give)
        await proof.empty()
    assert {n for _, n in journal.done} == {0, 1, 2}
    assert not {"dead", "dropped"} & set(outcomes)


async def test_a_payload_that_cannot_be_read_harms_no_other(proof: Proof) -> None:
    """What jsonb keeps and Python refuses: 5001 digits, and a nesting of thousands."""
    await proof.put(["a", "d"])
    for lane, payload in (("b", '{"n": 1e5000}'), ("c", "[" * 5000 + "]" * 5000)):
        await proof.db.execute(
            "select outbox.enqueue('proof.repeated', $1, $2::text::jsonb)", lane, payload
        )
    journal = Journal()
    async with proof.consumed(journal):
        await until(lambda: len(journal.done) == 2)

        async def waits() -> bool:
            return [(await proof.lane(lane))["last_error"] for lane in ("b", "c")] == [
                "unknown: a payload that this program cannot read"
            ] * 2

        await eventually(waits)
    assert await proof.dead() == []


async def test_an_answer_that_cannot_be_stored_is_an_answer(proof: Proof) -> None:
    """NUL and half of a pair: the call was made, and it is not made again for that."""
    odd = {"link": "vless://\0x", "\ud800": ["\udfff", 1, "\\u0000"]}

    class Odd(Journal):
        async def __call__(self, message: Message) -> dict[str, Any] | None:
            await super().__call__(message)
            if message.payload["n"] == 1:
                raise Rejected("no \0 \ud800 such user")
            return odd

    await proof.put(["a", "b"])
    journal = Odd()
    async with proof.consumed(journal) as outcomes:
        await proof.empty()
    assert sorted(journal.done) == [("a", 0), ("b", 1)]
    assert sorted(outcomes) == ["dead", "done"]
    assert await proof.db.fetchval("select error from outbox.dead_letters") == "no � � such user"


async def test_who_was_not_reached_has_not_answered(proof: Proof) -> None:
    await proof.limit(max_attempts=2, breaker_cooldown="20 ms")
    journal = Failing(n0=[Transient("nobody there", reached=False)] * 6)
    await proof.put(["a"])
    async with proof.consumed(journal) as outcomes:
        await proof.empty()
    assert outcomes == ["waiting"] * 6 + ["done"]


async def test_a_password_that_is_wrong_at_the_start_ends_the_consumer(proof: Proof) -> None:
    database = Database(proof.database.server, "no_such_database")
    wrong = Proof(proof.db, database)
    with pytest.raises(BaseExceptionGroup) as raised:
        async with wrong.consumed(Journal()):
            await asyncio.sleep(10)
    assert "no_such_database" in _leaf(raised.value)


async def test_a_topic_that_is_not_there_ends_the_consumer(proof: Proof) -> None:
    await proof.db.execute("update outbox.topics set consumer = 'bot' where name = 'proof'")
    with pytest.raises(BaseExceptionGroup) as raised:
        async with proof.consumed(Journal()):
            await asyncio.sleep(10)
    assert "topic 'proof' is not consumed by the listener" in _leaf(raised.value)


def _leaf(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error)
