"""Withdrawals against everything that may happen at the same moment; and random histories of them.

Afterwards every invariant of ops.invariants holds.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support import ANN, Connection, Database
from tests.support.races import BROKEN, Connect, SecondWaits, Tap

ADMIN, SECOND = 2001, 2002
KEY = "00112233445566aa"
EARN = """
select ledger.post('referral_reward', $2::text, array[
  (ledger.account(null, 'referral_expense', 'RUB'), -$3::bigint)::ledger.leg,
  (ledger.account(app.user_of($1::bigint), 'referral', 'RUB'), $3::bigint)::ledger.leg
])
"""
# What takes a reward back, because its payment was refunded: as far as the account has it.
TAKE_BACK = """
do $$
declare
  v_user constant bigint := app.user_of({person});
  v_amount bigint := {amount};
begin
  perform billing.lock_user(v_user);
  perform billing.recall_withdrawal(v_user, 'RUB', v_amount);
  v_amount := least(v_amount, billing.referral_of(v_user, 'RUB'));
  if v_amount > 0 then
    perform ledger.post('referral_taken_back', '{key}', array[
      (ledger.account(v_user, 'referral', 'RUB'), -v_amount)::ledger.leg,
      (ledger.account(null, 'referral_expense', 'RUB'), v_amount)::ledger.leg
    ]);
  end if;
end
$$
"""
SETTLE = """
select ops.settle_withdrawal(w.id, 'failed', 'not in the list') from billing.withdrawals as w
"""


@dataclass(frozen=True)
class Desk:
    """A connection of a bot, where a person asks and an admin decides."""

    connection: Connection

    async def draft(self, amount: int, way: str = "card", person: int = ANN) -> UUID:
        await self.connection.execute("select api.choose_withdrawal_amount($1, $2)", person, amount)
        await self.connection.execute(
            "select api.choose_withdrawal_way($1, $2, $3)", person, way, KEY
        )
        if way != "crypto_pay":
            await self.connection.execute(
                "select api.keep_requisites($1, $2, $3, $4)", person, b"sealed", KEY, "•4444"
            )
        token: UUID = await self.connection.fetchval(
            "select draft from api.withdrawal_offer($1, $2)", person, KEY
        )
        return token

    async def request(self, draft: UUID, person: int = ANN) -> str:
        outcome: str = await self.connection.fetchval(
            "select outcome from api.request_withdrawal($1, $2, $3)", person, draft, KEY
        )
        return outcome

    async def asks(self, amount: int, way: str = "card") -> None:
        assert await self.request(await self.draft(amount, way)) == "requested"

    async def cancel(self, person: int = ANN) -> str:
        outcome: str = await self.connection.fetchval(
            "select outcome from api.cancel_withdrawal($1, $2)", person, await self.newest(person)
        )
        return outcome

    async def act(self, act: str, admin: int = ADMIN) -> str:
        outcome: str = await self.connection.fetchval(
            "select outcome from api.act_on_withdrawal($1, $1, $2, $3, 'rules')",
            admin,
            await self.newest(ANN),
            act,
        )
        return outcome

    async def newest(self, person: int) -> int:
        found: int = await self.connection.fetchval(
            "select withdrawal_id from api.withdrawals($1, 1)", person
        )
        return found


@pytest.fixture
async def desks(taps: tuple[Tap, Tap], db: Connection) -> tuple[Desk, Desk]:
    """Ann has earned 1,500 ₽; two admins."""
    for admin in (ADMIN, SECOND):
        await taps[0].start(admin)
        await db.execute("update app.users set role = 'owner' where id = app.user_of($1)", admin)
    await db.execute("select outbox.declare_requisites_keys($1)", [KEY])
    can = json.dumps({"crypto_pay": ["page", "fetch", "payout", "list"]})
    await db.execute("select outbox.declare_providers($1)", can)
    await db.execute(EARN, ANN, "reward", 150_000)
    return Desk(taps[0].connection), Desk(taps[1].connection)


@pytest.fixture(autouse=True)
async def invariants_hold(db: Connection) -> AsyncIterator[None]:
    yield
    assert await db.fetch(BROKEN) == []


async def status(db: Connection) -> str:
    found: str = await db.fetchval("select status from billing.withdrawals order by id limit 1")
    return found


async def earned(db: Connection) -> int:
    found: int = await db.fetchval("select billing.referral_of(app.user_of($1), 'RUB')", ANN)
    return found


async def test_two_taps_ask_once(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits
) -> None:
    first, second = desks
    draft = await first.draft(60_000)
    await first.connection.execute("begin")
    assert await first.request(draft) == "requested"
    async with second_waits(first.connection, second.request(draft), second.connection) as task:
        await first.connection.execute("commit")
        assert await task == "requested"
    assert await db.fetchval("select count(*) from billing.withdrawals") == 1
    assert await earned(db) == 90_000


async def test_what_is_taken_back_meanwhile_is_not_asked_for(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits, connect: Connect
) -> None:
    first, _ = desks
    draft, refund = await first.draft(120_000), await connect()
    await refund.execute("begin")
    await refund.execute(TAKE_BACK.format(person=ANN, amount=100_000, key="back"))
    async with second_waits(refund, first.request(draft), first.connection) as task:
        await refund.execute("commit")
        assert await task == "out_of_range"
    assert await earned(db) == 50_000
    assert await db.fetchval("select count(*) from billing.withdrawals") == 0


async def test_a_reward_that_is_taken_back_does_not_leave_by_a_withdrawal(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits, connect: Connect
) -> None:
    """The take-back waits for the request, and then finds what it held."""
    first, _ = desks
    draft, refund = await first.draft(120_000), await connect()
    await first.connection.execute("begin")
    assert await first.request(draft) == "requested"
    call = refund.execute(TAKE_BACK.format(person=ANN, amount=100_000, key="back"))
    async with second_waits(first.connection, call, refund) as task:
        await first.connection.execute("commit")
        await task
    assert (await status(db), await earned(db)) == ("rejected", 50_000)


async def test_an_approval_waits_for_the_take_back(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits, connect: Connect
) -> None:
    first, _ = desks
    await first.asks(120_000, "crypto_pay")
    refund = await connect()
    await refund.execute("begin")
    await refund.execute(TAKE_BACK.format(person=ANN, amount=100_000, key="back"))
    async with second_waits(refund, first.act("approve"), first.connection) as task:
        await refund.execute("commit")
        assert await task == "rejected"
    sent = "select count(*) from outbox.messages where kind = 'payment.payout'"
    assert await db.fetchval(sent) == 0


async def test_what_is_being_sent_is_not_recalled(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits, connect: Connect
) -> None:
    first, _ = desks
    await first.asks(120_000, "crypto_pay")
    refund = await connect()
    await first.connection.execute("begin")
    assert await first.act("approve") == "approved"
    call = refund.execute(TAKE_BACK.format(person=ANN, amount=100_000, key="back"))
    async with second_waits(first.connection, call, refund) as task:
        await first.connection.execute("commit")
        await task
    assert (await status(db), await earned(db)) == ("sending", 0)


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_approve_against_cancel(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits, end: str
) -> None:
    first, second = desks
    await first.asks(60_000, "crypto_pay")
    await first.connection.execute("begin")
    assert await first.act("approve") == "approved"
    async with second_waits(first.connection, second.cancel(), second.connection) as task:
        await first.connection.execute(end)
        assert await task == ("sending" if end == "commit" else "cancelled")
    assert await earned(db) == (90_000 if end == "commit" else 150_000)


async def test_cancel_against_approve(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits
) -> None:
    first, second = desks
    await first.asks(60_000, "crypto_pay")
    await first.connection.execute("begin")
    assert await first.cancel() == "cancelled"
    async with second_waits(first.connection, second.act("approve"), second.connection) as task:
        await first.connection.execute("commit")
        assert await task == "cancelled"
    assert await earned(db) == 150_000


async def test_two_approvers_send_once(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits
) -> None:
    first, second = desks
    await first.asks(60_000, "crypto_pay")
    await first.connection.execute("begin")
    assert await first.act("approve") == "approved"
    call = second.act("approve", admin=SECOND)
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute("commit")
        assert await task == "sending"
    sent = "select count(*) from outbox.messages where kind = 'payment.payout'"
    assert await db.fetchval(sent) == 1


async def test_two_who_second_at_once_are_two(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits
) -> None:
    first, second = desks
    limit = """update app.settings set value = '{"RUB": 100}' where name = $1"""
    await db.execute(limit, "withdrawal_second_approver_above")
    await first.asks(60_000)
    await first.connection.execute("begin")
    assert await first.act("approve") == "needs_second"
    call = second.act("approve", admin=SECOND)
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute("commit")
        assert await task == "approved"


async def test_an_answer_against_an_operator(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits, connect: Connect
) -> None:
    """That the provider paid is booked, whatever an operator has said before."""
    first, _ = desks
    await first.asks(60_000, "crypto_pay")
    assert await first.act("approve") == "approved"
    operator, listener = await connect("tickover_operator"), await connect()
    await operator.execute("begin")
    assert await operator.fetchval(SETTLE) == "failed"
    answer = """
      select billing.payout_answered(
        '', jsonb_build_object('withdrawal_id', w.id), '{"status": "done", "external_id": "9"}'
      ) from billing.withdrawals as w
    """
    async with second_waits(operator, listener.execute(answer), listener) as task:
        await operator.execute("commit")
        await task
    assert (await status(db), await earned(db)) == ("failed", 90_000)
    assert await db.fetchval("select paid_late_by is not null from billing.withdrawals")


async def test_an_operator_against_a_provider_that_is_being_asked(
    db: Connection, desks: tuple[Desk, Desk], second_waits: SecondWaits, connect: Connect
) -> None:
    """The listener has the message: what the provider answers is not known yet."""
    first, _ = desks
    await first.asks(60_000, "crypto_pay")
    assert await first.act("approve") == "approved"
    operator, listener = await connect("tickover_operator"), await connect("tickover_listener")
    await listener.execute("begin")
    claimed = json.loads(await listener.fetchval("select outbox.claim('payment', 1)"))
    assert [message[2] for message in claimed["messages"]] == ["payment.payout"]
    async with second_waits(listener, operator.fetchval(SETTLE), operator) as task:
        await listener.execute("commit")
        assert await task == "being_asked"
    lane, number = claimed["messages"][0][:2]
    done = json.dumps({"status": "done", "external_id": "9", "sent": "7 USDT"})
    ack = "select outbox.ack('payment', $1, $2, $3, $4)"
    await listener.execute(ack, [lane], [number], [claimed["token"]], [done])
    assert (await status(db), await earned(db)) == ("paid", 90_000)
    assert await operator.fetchval(SETTLE) == "paid"


async def test_a_provider_is_not_asked_about_what_an_operator_settles(
    db: Connection, desks: tuple[Desk, Desk], connect: Connect
) -> None:
    first, _ = desks
    await first.asks(60_000, "crypto_pay")
    assert await first.act("approve") == "approved"
    operator, listener = await connect("tickover_operator"), await connect("tickover_listener")
    await operator.execute("begin")
    assert await operator.fetchval(SETTLE) == "failed"
    claim = "select outbox.claim('payment', 1)"
    assert json.loads(await listener.fetchval(claim))["messages"] == []
    await operator.execute("commit")
    assert json.loads(await listener.fetchval(claim))["messages"] == []
    assert (await status(db), await earned(db)) == ("failed", 150_000)


# -- Random histories

WAYS = ("card", "crypto_pay")
STEPS = st.one_of(
    st.tuples(st.just("earn"), st.integers(1, 90_000)),
    st.tuples(st.just("take_back"), st.integers(1, 90_000)),
    st.tuples(st.just("spend"), st.integers(1, 60_000)),
    *(st.tuples(st.just("ask"), st.integers(49_000, 90_000), st.just(way)) for way in WAYS),
    *(st.tuples(st.just("ask"), st.integers(49_000, 160_000), st.just(way)) for way in WAYS),
    st.tuples(st.just("cancel")),
    st.tuples(st.just("cancel")),
    *(
        st.tuples(st.just(act), st.sampled_from([ADMIN, SECOND]))
        for act in ("approve", "approve", "approve", "reject", "show", "paid", "paid", "failed")
    ),
    st.tuples(st.just("answer"), st.sampled_from(["done", "failed", "pending", "refused", "lost"])),
    st.tuples(st.just("settle"), st.sampled_from(["paid", "failed"])),
    st.tuples(st.just("erase")),
)


@dataclass
class Life:
    """A person, and what a simple book says of him."""

    connection: "psycopg.Connection[Any]"
    person: int
    earned: int = 0
    steps: int = 0
    latest: dict[str, Any] = field(default_factory=dict)

    def one(self, query: str, *values: object) -> Any:
        row = self.connection.execute(query.encode(), values).fetchone()
        return row[0] if row else None

    def withdrawal(self) -> tuple[int, str, str, int] | None:
        found: tuple[int, str, str, int] | None = self.connection.execute(
            """
            select id, status, way, amount from billing.withdrawals
            where user_id = %s order by id desc limit 1
            """,
            [self.user],
        ).fetchone()
        return found

    @property
    def user(self) -> int:
        found: int = self.latest["user"]
        return found

    def begin(self) -> None:
        """The clone has no one yet: two admins, and the person, who begins with something."""
        start = "select user_id from api.start(%s, %s, null, 'Ann', 'en')"
        for admin in (ADMIN, SECOND):
            self.one(start, admin, bytes(24) + admin.to_bytes(8))
        self.one("update app.users set role = 'owner' returning id")
        self.one("select outbox.declare_requisites_keys(%s)", [KEY])
        self.one("select outbox.declare_providers(%s)", '{"crypto_pay": ["page", "payout"]}')
        self.latest["user"] = self.one(start, self.person, bytes(24) + self.person.to_bytes(8))
        self._earn(200_000)

    def take(self, step: tuple[Any, ...]) -> None:
        self.steps += 1
        before = self.withdrawal()
        name, *arguments = step
        if hasattr(self, f"_{name}"):
            getattr(self, f"_{name}")(*arguments)
        else:
            self._act(*arguments, act=name)
        self._check(before)

    def _earn(self, amount: int) -> None:
        self._move("referral_expense", "referral", amount, "referral_reward")
        self.earned += amount

    def _spend(self, amount: int) -> None:
        amount = min(amount, self._balance("referral"))
        if amount:
            self._move("referral", "revenue", amount, "debit")

    def _take_back(self, amount: int) -> None:
        self.one("select billing.recall_withdrawal(%s, 'RUB', %s)", self.user, amount)
        amount = min(amount, self._balance("referral"))
        if amount:
            self._move("referral", "referral_expense", amount, "referral_taken_back")
            self.earned -= amount

    def _move(self, source: str, target: str, amount: int, kind: str) -> None:
        self.one(
            """
            select ledger.post(%s, %s, array[
              (ledger.account(case when %s = 'referral' then %s end, %s, 'RUB'), -%s)::ledger.leg,
              (ledger.account(case when %s = 'referral' then %s end, %s, 'RUB'), %s)::ledger.leg
            ])
            """,
            *(kind, f"{kind}:{self.person}:{self.steps}"),
            *(source, self.user, source, amount),
            *(target, self.user, target, amount),
        )

    def _balance(self, account: str) -> int:
        found: int = self.one(
            "select coalesce(sum(balance), 0)::bigint from ledger.accounts "
            "where user_id = %s and name = %s",
            self.user,
            account,
        )
        return found

    def _ask(self, amount: int, way: str) -> None:
        self.one("select api.choose_withdrawal_amount(%s, %s)", self.person, amount)
        self.one("select api.choose_withdrawal_way(%s, %s, %s)", self.person, way, KEY)
        if way == "card":
            self.one("select api.keep_requisites(%s, '\\x01', %s, '•4444')", self.person, KEY)
        draft = self.one("select draft from api.withdrawal_offer(%s, %s)", self.person, KEY)
        available = self._balance("referral")
        asked = self.one(
            "select outcome from api.request_withdrawal(%s, %s, %s)", self.person, draft, KEY
        )
        if asked == "requested":
            assert 50_000 <= self.withdrawal()[3] <= available  # type: ignore[index]

    def _cancel(self) -> None:
        if (now := self.withdrawal()) is not None:
            self.one("select api.cancel_withdrawal(%s, %s)", self.person, now[0])

    def _act(self, admin: int, *, act: str) -> None:
        if (now := self.withdrawal()) is not None:
            self.one(
                "select outcome from api.act_on_withdrawal(%s, %s, %s, %s, 'rules')",
                *(admin, admin, now[0], act),
            )

    def _answer(self, how: str) -> None:
        now = self.withdrawal()
        if now is None or now[2] != "crypto_pay":
            return
        payload = json.dumps({"withdrawal_id": now[0]})
        if how in ("refused", "lost"):
            reason = "rejected" if how == "refused" else "unknown"
            call = "select billing.payout_refused('', %s, %s, 'USER_NOT_FOUND')"
            self.one(call, payload, reason)
        else:
            result = json.dumps({"status": how, "external_id": "7", "sent": "7 USDT"})
            self.one("select billing.payout_answered('', %s, %s)", payload, result)

    def _settle(self, outcome: str) -> None:
        if (now := self.withdrawal()) is not None:
            self.one("select ops.settle_withdrawal(%s, %s, 'seen')", now[0], outcome)

    def _erase(self) -> None:
        self.one("select billing.erase_requisites(%s)", self.user)

    def _check(self, before: tuple[int, str, str, int] | None) -> None:
        """The person never has, holds and got more than was earned; what was settled stays."""
        broken = self.connection.execute(
            "select invariant, subject from ops.violations_of_withdrawals"
        ).fetchall()
        assert broken == []
        paid = self.one(
            "select coalesce(sum(amount - owed), 0)::bigint from billing.withdrawals "
            "where user_id = %s and (status = 'paid' or paid_late_by is not null)",
            self.user,
        )
        held = self._balance("withdrawal_hold")
        assert self._balance("referral") + held + paid <= self.earned
        left = self.one(
            "select count(*) from billing.withdrawals where settled_at is not null "
            "and (sealed is not null or key_id is not null)"
        )
        assert left == 0
        now = self.withdrawal()
        if before is not None and before[1] in ("paid", "failed", "rejected", "cancelled"):
            same = self.one("select status from billing.withdrawals where id = %s", before[0])
            assert same == before[1]
        if now is not None and now[1] == "sending":
            assert held == now[3]


@pytest.mark.long
def test_nobody_is_paid_more_than_was_earned(database: Database) -> None:
    reached: set[str] = set()
    with psycopg.connect(database.url()) as connection:

        @settings(
            max_examples=60,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )
        @given(steps=st.lists(STEPS, min_size=25, max_size=50))
        def live(steps: list[tuple[Any, ...]]) -> None:
            life = Life(connection, 5000)
            life.begin()
            for step in steps:
                life.take(step)
            rows = connection.execute("select status || ' ' || way from billing.withdrawals")
            reached.update(row[0] for row in rows)
            connection.rollback()

        live()
    ends = ("paid", "failed", "rejected", "cancelled")
    assert reached >= {f"{end} {way}" for end in ends for way in WAYS}
