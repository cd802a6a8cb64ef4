"""Random histories of gifts: paid in several ways, taken, given back, expired, disputed,
refunded, in any order. Each history is one transaction that is rolled back, and each step is
looked at.

`GIFT_LIVES=500 pytest tests/billing/test_gift_lives.py` makes that many new ones.
"""

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from tests.support import REPOSITORY, Database

LIVES = int(os.environ.get("GIFT_LIVES", "0"))
BEGIN = datetime(2027, 1, 31, 12, tzinfo=UTC)
PEOPLE = (-1, -2, -3)
DAYS = 30

# What the jobs of hours would have done by now is not looked at: only gifts expire here.
BROKEN = """
select v.invariant, v.subject
from ops.violations as v
where v.invariant !~ 'overdue|undelivered|panel|lane|drift|python|access'
union all
select 'more_than_came', format('user %s can take out %s of %s', u.id, m.own, m.came - m.gone)
from app.users as u
cross join lateral (
  select
    billing.own_money(u.id, 'RUB') as own,
    (select coalesce(sum(p.amount), 0) from billing.payments as p where p.user_id = u.id) as came,
    (
      select coalesce(sum(d.loss), 0)
      from billing.disputes as d
      join billing.payments as p on p.id = d.payment_id
      where p.user_id = u.id and d.covered = d.loss
    ) as gone
) as m
where m.own > m.came - m.gone
union all
select 'taken_twice', format('gift %s', g.id)
from billing.gifts as g
join ledger.transfers as t on t.idempotency_key in (
  format('gift_redeemed:%s', g.id), format('gift_returned:%s', g.id)
)
group by g.id
having count(*) > 1
"""

people = st.integers(0, len(PEOPLE) - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("fund"), people, st.integers(100, 40000)),
        st.tuples(st.just("credit"), people, st.integers(100, 20000)),
        st.tuples(st.just("bonus"), people, st.integers(100, 20000)),
        st.tuples(st.just("give"), people, st.integers(0, 1)),
        st.tuples(st.just("give by card"), people, st.integers(0, 1)),
        st.tuples(st.just("open"), people, st.integers(0, 3)),
        st.tuples(st.just("take"), people, st.integers(0, 3)),
        st.tuples(st.just("back"), people, st.integers(0, 3)),
        st.tuples(st.just("buy"), people, st.integers(0, 1)),
        st.tuples(st.just("wait"), people, st.integers(1, 40)),
        st.tuples(st.just("expire"), people, st.just(0)),
        st.tuples(st.just("dispute"), people, st.integers(0, 3)),
        st.tuples(st.just("refund"), people, st.integers(0, 3)),
    ),
    min_size=8,
    max_size=30,
)


@dataclass
class Gift:
    id: int
    payer: int
    amount: int
    until: datetime
    code: str
    state: str = "unused"


@dataclass
class Life:
    connection: "psycopg.Connection[dict[str, Any]]"
    now: datetime = BEGIN
    gifts: list[Gift] = field(default_factory=list)
    opened: dict[int, Gift] = field(default_factory=dict)
    charges: int = 0

    def one(self, query: str, *arguments: object) -> dict[str, Any]:
        row = self.connection.execute(query, arguments).fetchone()
        assert row is not None
        return row

    def start(self) -> None:
        """A shop whose clock the life moves, and three people in it."""
        clock = (REPOSITORY / "sql/tests/fixtures/clock.psql").read_text()
        self.connection.execute(clock)
        self.set_clock()
        self.connection.execute("update app.brakes set released_until = 'infinity'")
        self.connection.execute(
            "update app.settings set value = '\"when_opened\"' where name = 'dispute_ends_access'"
        )
        for who in PEOPLE:
            self.one(
                "select s.user_id from api.start(%s, %s, '', '', 'en') as s",
                who,
                bytes(31) + bytes([-who]),
            )

    def set_clock(self) -> None:
        self.one("select set_config('test.now', %s, true)", self.now.isoformat())

    def price(self, who: int, n: int) -> int:
        plans = self.connection.execute("select * from api.plans(%s)", (who,)).fetchall()
        prices = self.connection.execute(
            "select * from api.prices(%s, %s)", (who, plans[n]["plan_id"])
        ).fetchall()
        found: int = prices[0]["price_id"]
        return found

    def receive(self, who: int, amount: int, token: object = None) -> None:
        self.charges += 1
        self.one(
            """
            select r.outcome
            from billing.receive_payment(
              app.user_of(%s), 'stripe', %s, %s, %s, 'RUB', true
            ) as r
            """,
            who, f"charge {self.charges}", token, amount,
        )  # fmt: skip

    def step(self, what: str, place: int, n: int) -> None:
        self.now += timedelta(minutes=1)
        self.set_clock()
        who, gift = PEOPLE[place], self.gifts[n % len(self.gifts)] if self.gifts else None
        match what:
            case "fund":
                self.receive(who, n)
            case "credit" | "bonus":
                self.one(
                    """
                    select billing.credit(app.user_of(%s), %s, %s, 'operator:a', 'test', false, %s)
                    """,
                    who, n, uuid4(), what == "bonus",
                )  # fmt: skip
            case "give" | "give by card":
                self.give(who, n, by_card=what == "give by card")
            case "open" if gift:
                self.open(who, gift)
            case "take" if gift:
                self.take(who, gift)
            case "back" if gift:
                self.take_back(who, gift)
            case "buy":
                order = self.one("select * from api.open_order(%s, %s)", who, self.price(who, n))
                if order["order_token"]:
                    self.one(
                        "select * from api.pay_from_balance(%s, %s)", who, order["order_token"]
                    )
            case "wait":
                self.now += timedelta(days=n)
                self.set_clock()
            case "expire":
                while self.one("select * from billing.expire_gift()")["more"]:
                    pass
                for one in self.gifts:
                    if one.state == "unused" and one.until <= self.now:
                        one.state = "returned"
            case "dispute":
                self.dispute(n)
            case "refund" if gift and gift.state == "redeemed":
                self.refund(gift)

    def give(self, who: int, n: int, *, by_card: bool) -> None:
        order = self.one("select * from api.open_gift_order(%s, %s)", who, self.price(who, n))
        token, before = order["order_token"], self.balance(who)
        if by_card:
            amount = max(order["short_by"], 1000)
            topup = self.one(
                "select * from billing.open_topup(app.user_of(%s), %s, 'stripe', %s)",
                who,
                amount,
                token,
            )
            self.receive(who, topup["amount"], topup["order_token"])
            paid = True
        else:
            paid = (
                self.one("select * from api.pay_from_balance(%s, %s)", who, token)["outcome"]
                == "fulfilled"
            )
            assert paid == (before >= order["due"])
        if paid:
            found = self.one("select g.* from api.gifts(%s) as g limit 1", who)
            assert found["order_token"] == token
            link = self.one("select * from api.new_gift_link(%s, %s)", who, found["gift_id"])
            self.gifts.append(
                Gift(
                    found["gift_id"],
                    who,
                    order["due"],
                    self.now + timedelta(days=DAYS),
                    link["code"],
                )
            )

    def open(self, who: int, gift: Gift) -> None:
        self.one(
            "select s.gift from api.start(%s, %s, '', '', 'en', %s) as s",
            who, bytes(31) + bytes([-who]), f"gift_{gift.code}",
        )  # fmt: skip
        self.opened[who] = gift
        shown = self.connection.execute("select * from api.opened_gift(%s)", (who,)).fetchone()
        assert (shown is not None) == (gift.state == "unused" and gift.until > self.now)

    def take(self, who: int, gift: Gift) -> None:
        before = self.ends(who)
        taken = self.one("select * from api.redeem_gift(%s, %s)", who, gift.id)["outcome"]
        can = self.opened.get(who) is gift and gift.state == "unused" and gift.until > self.now
        assert (taken == "redeemed") == can, taken
        if can:
            gift.state = "redeemed"
            assert self.ends(who) - before >= timedelta(days=DAYS)

    def take_back(self, who: int, gift: Gift) -> None:
        before = self.balance(who)
        back = self.one("select * from api.ask_gift_back(%s, %s)", who, gift.id)
        can = gift.payer == who and gift.state == "unused"
        assert (back["outcome"] == "returned") == can, back
        if can:
            gift.state = "returned"
            assert self.balance(who) == before + gift.amount

    def dispute(self, n: int) -> None:
        payment = self.connection.execute(
            """
            select p.external_id, p.amount
            from billing.payments as p
            where not exists (select from billing.disputes as d where d.payment_id = p.id)
            order by p.id desc
            offset %s limit 1
            """,
            (n,),
        ).fetchone()
        if payment is None:
            return
        report = {
            "external_id": f"of {payment['external_id']}", "charge_id": payment["external_id"],
            "status": "opened", "amount": payment["amount"], "currency": "RUB", "withdrawn": True,
            "reason": "fraudulent", "evidence_due": self.now.isoformat(),
        }  # fmt: skip
        self.one("select inbox.receive_dispute('stripe', true, %s::jsonb)", json.dumps(report))
        for gift in self.gifts:
            if gift.state == "unused":
                gift.state = self.state(gift)
                assert gift.state != "redeemed"

    def refund(self, gift: Gift) -> None:
        """What was taken goes back to who paid, and to nobody else."""
        before = {who: self.balance(who) for who in PEOPLE}
        done = self.one(
            """
            select billing.refund(
              g.subscription_id, g.period_number, null, 'balance', %s, 'operator:a', 'test', false
            ) as result
            from billing.gifts as g
            where g.id = %s
            """,
            uuid4(), gift.id,
        )["result"]  # fmt: skip
        for who in PEOPLE:
            gained = done["amount"] if done["outcome"] == "refunded" and who == gift.payer else 0
            assert self.balance(who) == before[who] + gained

    def balance(self, who: int) -> int:
        found: int = self.one("select h.balance from api.home(%s) as h", who)["balance"]
        return found

    def ends(self, who: int) -> datetime:
        found: datetime = self.one(
            """
            select greatest(max(s.ends_at), app.now()) as ends
            from billing.subscriptions as s
            where s.user_id = app.user_of(%s)
            """,
            who,
        )["ends"]
        return found

    def state(self, gift: Gift) -> str:
        found: str = self.one("select g.status from billing.gifts as g where g.id = %s", gift.id)[
            "status"
        ]
        return found

    def is_well(self) -> None:
        assert self.connection.execute(BROKEN).fetchall() == []
        assert [self.state(gift) for gift in self.gifts] == [gift.state for gift in self.gifts]


@pytest.mark.long
@settings(
    max_examples=LIVES or 15,
    deadline=None,
    database=None,
    derandomize=not LIVES,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink] if LIVES else [Phase.generate],
)
@given(lived=steps)
def test_nobody_gains_or_loses_by_gifts(
    database: Database, lived: list[tuple[str, int, int]]
) -> None:
    with psycopg.connect(database.url(), row_factory=dict_row) as connection:
        life = Life(connection)
        life.start()
        for step in lived:
            life.step(*step)
            life.is_well()
        connection.rollback()
