"""Promo codes: races for a use, guesses, and random histories with codes, refunds and time.

`pytest tests/billing/test_promo_codes.py` runs the same histories each time; `PROMO_RUNS=500`
makes so many new ones.
"""

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from tests.support import ANN, BOB, REPOSITORY, Connection, Database
from tests.support.races import BROKEN, PRICE, Connect, SecondWaits, Tap, balance

RUNS = int(os.environ.get("PROMO_RUNS", "0"))
USES = """
select c.uses, count(u.id) filter (where u.state = 'redeemed') as redeemed,
  count(u.id) filter (where u.state = 'reserved') as reserved
from billing.promo_codes as c
left join billing.promo_uses as u on u.code_id = c.id
where c.code = $1
group by c.id
"""


# -- Races


@pytest.fixture
async def sale(db: Connection) -> str:
    """A code with one use."""
    made = "select ops.create_code('SALE', 'percent', 50, 'tests', p_max_uses => 1)"
    await db.execute(made)
    return "SALE"


async def enter(tap: Tap, telegram_id: int, code: str) -> str:
    entered = await tap.call("enter_promo", telegram_id, code)
    outcome: str = entered["outcome"]
    return outcome


async def uses(db: Connection, code: str) -> tuple[int, int, int]:
    row = await db.fetchrow(USES, code)
    assert row is not None
    return tuple(row)


async def discount(db: Connection, token: object) -> int:
    amount: int = await db.fetchval("select discount from billing.orders where token = $1", token)
    return amount


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_two_orders_for_the_last_use(
    taps: tuple[Tap, Tap], db: Connection, second_waits: SecondWaits, sale: str, end: str
) -> None:
    first, second = taps
    assert [await enter(first, who, sale) for who in (ANN, BOB)] == ["chosen", "chosen"]
    price = await first.price(ANN)

    await first.connection.execute("begin")
    order = await first.call("open_order", ANN, price)
    assert order["discount"] == PRICE // 2
    call = second.call("open_order", BOB, price)
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute(end)
        other = await task

    assert other["discount"] == (0 if end == "commit" else PRICE // 2)
    assert await uses(db, sale) == (1, 0, 1)
    loser = other if end == "commit" else order
    assert loser["amount"] == PRICE - loser["discount"]
    assert await db.fetch(BROKEN) == []


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_two_people_for_the_last_bonus(
    taps: tuple[Tap, Tap], db: Connection, second_waits: SecondWaits, end: str
) -> None:
    first, second = taps
    await db.execute("select ops.create_code('BONUS', 'balance', 500, 'tests', p_max_uses => 1)")

    await first.connection.execute("begin")
    assert await enter(first, ANN, "BONUS") == "given"
    call = enter(second, BOB, "BONUS")
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute(end)
        assert await task == ("refused" if end == "commit" else "given")

    given = [await balance(first, who) - PRICE for who in (ANN, BOB)]
    assert given == ([500, 0] if end == "commit" else [0, 500])
    assert await db.fetch(BROKEN) == []


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_one_person_twice_at_once(
    taps: tuple[Tap, Tap], db: Connection, second_waits: SecondWaits, end: str
) -> None:
    first, second = taps
    await db.execute("select ops.create_code('BONUS', 'balance', 500, 'tests')")

    await first.connection.execute("begin")
    assert await enter(first, ANN, "BONUS") == "given"
    call = enter(second, ANN, "BONUS")
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute(end)
        assert await task == ("refused" if end == "commit" else "given")

    assert await balance(first, ANN) == PRICE + 500
    assert await db.fetch(BROKEN) == []


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_a_late_payment_against_another_order_for_the_last_use(
    taps: tuple[Tap, Tap], db: Connection, second_waits: SecondWaits, sale: str, end: str
) -> None:
    """The order of one has lapsed, and its use was given back; then both want it."""
    first, second = taps
    for who in (ANN, BOB):
        assert await enter(first, who, sale) == "chosen"
    token = await first.order(ANN)
    await db.execute("delete from billing.promo_uses")
    await db.execute("update billing.promo_codes set uses = 0")
    price = await second.price(BOB)

    await first.connection.execute("begin")
    assert (await first.buy(ANN, token))["outcome"] == "fulfilled"
    call = second.call("open_order", BOB, price)
    async with second_waits(first.connection, call, second.connection) as task:
        await first.connection.execute(end)
        other = await task

    assert other["discount"] == (0 if end == "commit" else PRICE // 2)
    again = await first.buy(ANN, token)
    assert again["outcome"] == ("already_fulfilled" if end == "commit" else "price_changed")
    assert await balance(first, ANN) == (PRICE - PRICE // 2 if end == "commit" else PRICE)
    assert await db.fetch(BROKEN) == []


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_a_payment_while_its_reservation_is_given_back(
    taps: tuple[Tap, Tap],
    db: Connection,
    connect: Connect,
    second_waits: SecondWaits,
    sale: str,
    end: str,
) -> None:
    """The job thinks that the order is over, the payment that it is in time."""
    first, _ = taps
    assert await enter(first, ANN, sale) == "chosen"
    token = await first.order(ANN)
    cron = await connect()
    use = await db.fetchval("select id from billing.promo_uses")

    await first.connection.execute("begin")
    assert (await first.buy(ANN, token))["outcome"] == "fulfilled"
    gives_back = """
        with moved as (
          select u.id from billing.promo_uses as u where u.id = $1 for update
        )
        select billing.release_promo(array_agg(m.id)) from moved as m
    """
    call = cron.execute(gives_back, use)
    async with second_waits(first.connection, call, cron) as task:
        await first.connection.execute(end)
        await task

    assert await uses(db, sale) == ((1, 1, 0) if end == "commit" else (1, 0, 1))
    assert await db.fetch(BROKEN) == []


# -- Guesses


@pytest.mark.long
async def test_ten_thousand_guesses_get_one_answer(db: Connection, taps: tuple[Tap, Tap]) -> None:
    """By twenty people, who find the right code among them when they have no attempts left."""
    first, _ = taps
    guessers = range(500, 520)
    for who in guessers:
        await first.start(who)
    await db.execute("select ops.create_code('RIGHT', 'balance', 500, 'tests')")
    answers = await db.fetch(
        """
        select e.*, count(*)
        from generate_series(1, 10000) as n
        cross join lateral api.enter_promo(
          500 + n % 20, case when n > 300 and n % 97 = 0 then 'RIGHT' else format('GUESS%s', n) end
        ) as e
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        """
    )
    assert [tuple(answer) for answer in answers] == [("refused", *[None] * 9, 10000)]
    assert await uses(db, "RIGHT") == (0, 0, 0)
    attempts = "select count(*) from billing.promo_attempts as a where a.spent_until > app.now()"
    assert await db.fetchval(attempts) == 20
    # Others are not kept out by them, and nobody loses the code that he was refused.
    assert await enter(first, BOB, "right") == "given"
    await db.execute("update billing.promo_attempts set spent_until = app.now()")
    waiting = await first.call("promo", 500)
    assert waiting["waiting"]
    assert await enter(first, 500, "RIGHT") == "given"


async def test_guesses_of_many_stop_guessers_and_no_customers(
    db: Connection, taps: tuple[Tap, Tap]
) -> None:
    first, _ = taps
    await db.execute("select ops.create_code('RIGHT', 'balance', 500, 'tests')")
    await db.execute("update app.settings set value = '50' where name = 'promo_attempts_all'")
    for who in range(500, 506):
        await first.start(who)
        for guess in range(10):
            assert await enter(first, who, f"GUESS{guess}") == "refused"
    await first.start(600)
    assert await enter(first, 600, "RIGHT") == "refused"
    assert (await first.call("promo", 600))["waiting"] == "RIGHT"
    assert await enter(first, ANN, "RIGHT") == "given"  # she has paid before
    await db.execute("update billing.promo_guard set spent_until = app.now()")
    assert (await first.call("enter_promo", 600, None))["outcome"] == "given"


# -- Random histories

BUDGET = settings(
    max_examples=RUNS or 25,
    deadline=None,
    database=None,
    derandomize=not RUNS,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink] if RUNS else [Phase.generate],
)
PEOPLE = (901, 902, 903)
SET_UP = """
select set_config('test.now', '2030-01-01 12:00:00+00', true);
update app.settings set value = '1000' where name = 'promo_attempts';
select ops.create_code('HALF', 'percent', 50, 'x', p_max_uses => 2);
select ops.create_code('OFTEN', 'amount', 3000, 'x', p_uses_per_user => 2, p_renewals => 1);
select ops.create_code('FIRST', 'percent', 90, 'x', p_first_only => true);
select ops.create_code('BONUS', 'balance', 5000, 'x', p_max_uses => 2);
select ops.create_code('BACK', 'balance', 4000, 'x', p_audience => 'paid');
select ops.create_code('DAYS', 'days', 5, 'x', p_audience => 'paid');
"""
CODES = ("HALF", "OFTEN", "FIRST", "BONUS", "BACK", "DAYS", "NONE")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.sampled_from(PEOPLE), st.sampled_from(CODES)),
        st.tuples(st.just("buys"), st.sampled_from(PEOPLE), st.sampled_from(CODES)),
        st.tuples(st.just("buys"), st.sampled_from(PEOPLE), st.sampled_from(CODES)),
        st.tuples(st.just("takes_all_back"), st.sampled_from(PEOPLE), st.none()),
        st.tuples(st.just("remove"), st.sampled_from(PEOPLE), st.none()),
        st.tuples(st.just("order"), st.sampled_from(PEOPLE), st.integers(0, 3)),
        st.tuples(st.just("order"), st.sampled_from(PEOPLE), st.integers(0, 3)),
        st.tuples(st.just("pay"), st.sampled_from(PEOPLE), st.integers(0, 3)),
        st.tuples(st.just("pay"), st.sampled_from(PEOPLE), st.integers(0, 3)),
        st.tuples(st.just("fund"), st.sampled_from(PEOPLE), st.integers(0, 3)),
        st.tuples(st.just("money"), st.sampled_from(PEOPLE), st.sampled_from((5000, 15000, 40000))),
        st.tuples(st.just("refund"), st.sampled_from(PEOPLE), st.sampled_from((None, 1000))),
        st.tuples(st.just("payout"), st.sampled_from(PEOPLE), st.none()),
        st.tuples(st.just("wait"), st.just(0), st.sampled_from(("10 min", "1 hour", "29 days"))),
        st.tuples(st.just("retire"), st.just(0), st.sampled_from(("HALF", "OFTEN"))),
        st.tuples(
            st.just("give_back"), st.sampled_from(PEOPLE), st.sampled_from(("HALF", "OFTEN"))
        ),
    ),
    min_size=30,
    max_size=60,
)


@dataclass
class Life:
    """What was agreed, kept outside of the database."""

    cursor: "psycopg.Cursor[dict[str, Any]]"
    charges: "itertools.count[int]" = field(default_factory=itertools.count)
    orders: dict[int, list[tuple[object, int]]] = field(default_factory=dict)

    def one(self, query: str, *arguments: object) -> Any:
        row = self.cursor.execute(query, arguments).fetchone()
        return None if row is None else next(iter(row.values()))

    def do(self, what: str, who: int, arg: Any) -> None:
        self.one("select set_config('test.now', (app.now() + interval '1 s')::text, true)")
        getattr(self, what)(who, arg)

    def enter(self, who: int, code: str) -> None:
        self.one("select outcome from api.enter_promo(%s, %s)", who, code)

    def buys(self, who: int, code: str) -> None:
        self.enter(who, code)
        self.order(who, 0)
        self.money_in(who, 15000, None)
        self.pay(who, 0)

    def takes_all_back(self, who: int, _: None) -> None:
        """After having taken what is given to those who have paid."""
        for code in ("BACK", "DAYS"):
            self.enter(who, code)
        unpaid = "select count(*) from billing.paid_periods as p where p.refunded < p.charged"
        for _again in range(self.one(f"{unpaid} and p.user_id = app.user_of(%s)", who)):
            self.refund(who, None)

    def remove(self, who: int, _: None) -> None:
        self.one("select api.remove_promo(%s)", who)

    def order(self, who: int, nth: int) -> None:
        query = """
            select o.* from billing.offers as f, lateral api.open_order(%s, f.price_id) as o
            where f.price_id = (
              select price_id from billing.offers where currency = 'RUB'
              order by plan_id, amount offset %s limit 1
            )
        """
        row = self.cursor.execute(query, (who, nth)).fetchone()
        assert row is not None
        if row["outcome"] == "open":
            assert row["amount"] > 0
            self.orders.setdefault(who, []).append((row["order_token"], row["due"]))

    def pay(self, who: int, nth: int) -> None:
        """What is charged is what was quoted, and nothing where it is refused."""
        quoted = self.orders.get(who, [])[-1 - nth :][:1]
        for token, due in quoted:
            before = self.money(who)
            outcome = self.one("select outcome from api.pay_from_balance(%s, %s)", who, token)
            if outcome == "fulfilled":
                assert before - self.money(who) <= max(due, 0)
            else:
                assert before == self.money(who)

    def fund(self, who: int, nth: int) -> None:
        """By a payment for the order, now or later than it lasts."""
        for token, due in self.orders.get(who, [])[-1 - nth :][:1]:
            topup = self.one(
                "select order_token "
                "from api.open_invoice(%s, %s, 'telegram', %s, p_linked => true)",
                *(who, max(due, 10000), token),
            )
            if nth == 3:
                self.wait(0, "2 hours")
            self.money_in(who, max(due, 10000), topup)

    def money(self, who: int, amount: int | None = None) -> int:
        if amount is not None:
            self.money_in(who, amount, None)
        query = "select billing.balance_of(app.user_of(%s), 'RUB')"
        balance: int = self.one(query, who)
        return balance

    def money_in(self, who: int, amount: int, topup: object) -> None:
        self.one(
            "select outcome from inbox._book_payment(%s, 'telegram', %s, %s, %s, 'RUB')",
            *(who, f"charge {next(self.charges)}", topup, amount),
        )

    def refund(self, who: int, amount: int | None) -> None:
        self.one(
            """
            select ops.refund(
              p.user_id, p.number, 'x', p_amount => least(%s, p.charged - p.refunded)
            )
            from billing.paid_periods as p
            where p.user_id = app.user_of(%s) and p.refunded < p.charged
            order by p.number desc limit 1
            """,
            *(amount, who),
        )

    def payout(self, who: int, _: None) -> None:
        self.one(
            """
            select ops.payout(p.id, 'x', p_amount => least(p.amount, own.left))
            from billing.payments as p,
              lateral (select billing.own_money(p.user_id, 'RUB') as left) as own
            where p.user_id = app.user_of(%s) and own.left > 0
            order by p.id desc limit 1
            """,
            who,
        )

    def wait(self, _: int, interval: str) -> None:
        self.one("select set_config('test.now', (app.now() + %s::interval)::text, true)", interval)
        for job in ("settle_promo(100)", "renew_due(100)", "expire_due(100)", "buy_waiting(100)"):
            while self.cursor.execute(f"select * from jobs.{job}").fetchone()["more"]:  # type: ignore[index]
                pass

    def retire(self, _: int, code: str) -> None:
        self.one("select ops.retire_code(%s)", code)

    def give_back(self, who: int, code: str) -> None:
        self.one("select ops.return_code_use(app.user_of(%s), %s, 'x')", who, code)

    def check(self) -> None:
        broken = self.cursor.execute(
            "select * from ops.violations where invariant ~ '^(codes|balances|charges|refunds)'"
        ).fetchall()
        assert broken == []
        facts = self.cursor.execute(FACTS).fetchone()
        assert facts is not None
        assert facts["cash"] <= facts["paid_in"], "nobody ends with more than came in"
        assert facts["given"] <= facts["bonus_uses"], "each bonus has its code"
        assert facts["reserved_twice"] == 0


HAPPENED = """
select case
  when u.taken_back_at is not null and u.state = 'redeemed' then 'taken back'
  when u.state = 'redeemed' and u.order_id is null then 'given'
  else u.state
end as what
from billing.promo_uses as u
"""
FACTS = """
select
  (
    select coalesce(sum(a.balance), 0) from ledger.accounts as a
    where a.user_id is not null and a.name in ('cash', 'refund_hold') and a.currency = 'RUB'
  ) as cash,
  (select coalesce(sum(p.amount), 0) from billing.payments as p) as paid_in,
  (
    select coalesce(-sum(e.amount), 0) from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where a.name = 'promo_expense'
  ) as given,
  (
    select coalesce(sum(c.amount), 0) from billing.promo_uses as u
    join billing.promo_codes as c on c.id = u.code_id
    where c.kind = 'balance' and u.state = 'redeemed'
  ) as bonus_uses,
  (
    select count(*) from (
      select from billing.promo_uses as u where u.state = 'reserved'
      group by u.code_id, u.user_id having count(*) > 1
    ) as d
  ) as reserved_twice
"""


@pytest.fixture
def cursor(database: Database) -> "Iterator[psycopg.Cursor[dict[str, Any]]]":
    clock = (REPOSITORY / "sql" / "tests" / "fixtures" / "clock.psql").read_text()
    with psycopg.connect(database.url(), row_factory=dict_row) as connection:
        with connection.cursor() as cursor:
            cursor.execute(clock)
            cursor.execute(
                """
                update app.settings set value = '"-infinity"' where name = 'promises_since';
                update vpn.panels set enabled = false;
                insert into vpn.panels (code, kind, base_url) values ('tap', 'xray-api', 'http://panel');
                """
            )
            cursor.execute(SET_UP)
            for who in PEOPLE:
                cursor.execute(
                    "select api.start(%s, sha256(%s::bytea), null, 'Ann', 'en')", (who, str(who))
                )
            yield cursor
        connection.rollback()


@pytest.mark.long
def test_random_lives_with_codes(cursor: "psycopg.Cursor[dict[str, Any]]") -> None:
    happened: Counter[str] = Counter()

    @BUDGET
    @given(steps=STEPS)
    def live(steps: list[tuple[str, int, Any]]) -> None:
        cursor.execute("savepoint life")
        try:
            life = Life(cursor)
            for what, who, arg in steps:
                life.do(what, who, arg)
                life.check()
            life.wait(0, "1 hour")
            life.check()
            for row in cursor.execute(HAPPENED).fetchall():
                happened[row["what"]] += 1
        finally:
            cursor.execute("rollback to savepoint life")

    live()
    assert happened["reserved"] == 0, "what was reserved is given back"
    for what in ("redeemed", "given", "taken back", "returned"):
        assert happened[what] > 0, f"nothing was {what}: {happened}"
