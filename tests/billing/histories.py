"""Random histories of people who bring others: nobody ends with more than came in.

Each step is a transaction of its own, as bot, providers, operators and jobs make them, over real
SQL. After each one what was earned is within its share of what stays of its payment, and everything
is booked. In the end all rewards are what they should be, whatever came in whatever order.

`MACHINE_RUNS=2000` makes so many new histories.
"""

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from tests.support.machines import MakeDatabase, Premises, Row

BEGINNING = datetime(2027, 1, 31, 12, tzinfo=UTC)
PRICE = 14900
SET_UP = """
update app.settings as s set value = d.value::jsonb
from (values
  ('quiet_from', '0'), ('quiet_to', '0'), ('referral_second_percent', '5'),
  ('dispute_ends_access', '"when_opened"')
) as d (name, value)
where s.name = d.name;
delete from billing.referral_tiers;
insert into billing.referral_tiers (from_paying, percent) values (0, 10), (1, 25), (2, 45);
update app.brakes set most = 100000;
update app.flags set enabled = true;
"""
# What is asked after each step.
BROKEN = """
select v.invariant, v.subject from ops.violations as v
where v.invariant in (
  'transfers_sum_to_zero', 'balances_equal_entries', 'periods_follow_each_other',
  'charges_pay_periods', 'payments_are_credited_once', 'refunds_stay_within_payments',
  'refunds_are_booked', 'holds_equal_payouts', 'losses_are_explained', 'rewards_are_booked',
  'rewards_stay_within_payments', 'nobody_is_brought_in_a_cycle'
)
"""
# What providers have of the shop's, after what was paid out: never below zero but for what is owed.
OUTSIDE = """
select
  (select coalesce(-sum(b.balance), 0) from ledger.balances as b
   where b.user_id is null and b.name ~ '^clearing') as has,
  (select coalesce(sum(r.owed), 0) from billing.referral_rewards as r) as owed
"""
EARNED = """
select r.id, r.accrued - r.cancelled - r.taken_back - r.owed as kept, r.percent, r.look_at,
  r.released - r.taken_back - r.owed as free, l.stays, l.spent
from billing.referral_rewards as r
cross join lateral billing.payment_left(r.payment_id, r.payer_id) as l
"""


class Histories(RuleBasedStateMachine):
    def __init__(self, make: MakeDatabase) -> None:
        super().__init__()
        self.shop = Premises(make())
        self.numbers = itertools.count(1)
        self.people: list[int] = []
        self.now = BEGINNING

    def teardown(self) -> None:
        if self.people:
            self.ends()
        self.shop.close()

    @initialize()
    def open_shop(self) -> None:
        self.shop.set_clock(self.now)
        self.shop.run("", SET_UP)
        for by in (None, 0, 1):
            self.comes(by)

    # -- Steps

    @rule(by=st.none() | st.integers(0, 9))
    def comes(self, by: int | None) -> None:
        if len(self.people) >= 6:
            return
        person = next(self.numbers)
        link = None
        if by is not None and self.people:
            (row,) = self.run(
                "select 'ref_' || billing.referral_code(%s) as link", self.user(self.one(by))
            )
            link = row["link"]
        self.shop.call("bot", "api.start", person, person.to_bytes(32), None, "Ann", "en", link)
        self.people.append(person)

    @rule(who=st.integers(0, 9), amount=st.sampled_from([99, 5001, PRICE, 40000]))
    def pays_in(self, who: int, amount: int) -> None:
        self.run(
            "select billing.receive_payment(%s, 'stripe', %s, null, %s, 'RUB')",
            self.user(self.one(who)),
            f"charge {next(self.numbers)}",
            amount,
        )

    @rule(who=st.integers(0, 9))
    def buys(self, who: int) -> None:
        person = self.one(who)
        (price,) = self.run("select id from billing.prices where amount = %s limit 1", PRICE)
        order = self.shop.call("bot", "api.open_order", person, price["id"])
        if order["order_token"]:
            self.shop.call("bot", "api.pay_from_balance", person, order["order_token"])

    @rule(who=st.integers(1, 2), spends=st.booleans(), n=st.integers(0, 99))
    def earns_and_goes_back(self, who: int, spends: bool, n: int) -> None:
        """All of a payment is spent, and what it earned released, perhaps spent, before it goes
        back."""
        self.pays_in(who, PRICE)
        self.buys(who)
        self.time_passes(24 * 15)
        self.shop.work("settle_rewards")
        if spends:
            self.takes_out(who - 1)
        bought = self.run(
            """select p.user_id, p.number, p.subscription_id from billing.paid_periods as p
               where p.payer_id = %s and p.refunded = 0 order by p.subscription_id, p.number""",
            self.user(self.one(who)),
        )
        if bought and n % 2:
            one = bought[-1]
            self.shop.operate(
                "refund",
                one["user_id"],
                one["number"],
                destination="source",
                subscription_id=one["subscription_id"],
            )
        else:
            self.is_disputed(-1, "lost")

    @rule(who=st.integers(0, 9), amount=st.sampled_from([100, 7777]), bonus=st.booleans())
    def is_given(self, who: int, amount: int, bonus: bool) -> None:
        self.shop.operate("credit", self.user(self.one(who)), amount, tell=False, bonus=bonus)

    @rule(
        n=st.integers(0, 99),
        part=st.sampled_from([None, 1, 3333]),
        to=st.sampled_from(["balance", "source"]),
    )
    def is_refunded(self, n: int, part: int | None, to: str) -> None:
        periods = self.run(
            """select user_id, number, subscription_id from billing.paid_periods
               where refunded < charged order by subscription_id, number"""
        )
        if periods:
            one = periods[n % len(periods)]
            self.shop.operate(
                "refund",
                one["user_id"],
                one["number"],
                amount=part,
                destination=to,
                subscription_id=one["subscription_id"],
            )

    @rule(n=st.integers(0, 99), part=st.sampled_from([None, 1, 4000]))
    def is_sent_back(self, n: int, part: int | None) -> None:
        """What waits on the balance goes to where it came from."""
        payments = self.run(
            "select payment_id from billing.refundable_payments where amount > 0 order by 1"
        )
        if payments:
            payment = payments[n % len(payments)]["payment_id"]
            self.run(
                "select billing.payout(%s, %s, gen_random_uuid(), 'operator:tap', 'because')",
                payment,
                part,
            )

    @rule(n=st.integers(0, 99), sent=st.booleans())
    def is_answered(self, n: int, sent: bool) -> None:
        refunds = self.run("select id from billing.refunds where status = 'sending' order by id")
        if refunds:
            self.run(
                "select billing.settle_payout(%s, %s, 'provider:stripe', 'tap')",
                refunds[n % len(refunds)]["id"],
                sent,
            )

    @rule(n=st.integers(0, 99))
    def comes_back(self, n: int) -> None:
        refunds = self.run(
            """select id from billing.refunds
               where status = 'done' and payment_id is not null order by id"""
        )
        if refunds:
            self.run(
                "select billing.return_payout(%s, 'provider:stripe', 'tap')",
                refunds[n % len(refunds)]["id"],
            )

    @rule(n=st.integers(0, 99), status=st.sampled_from(["opened", "won", "lost"]))
    def is_disputed(self, n: int, status: str) -> None:
        """Of what has gone back as well the shop loses twice, which is no matter of rewards."""
        payments = self.run(
            """select p.external_id, p.amount
               from billing.payments as p
               join billing.refundable_payments as r on r.payment_id = p.id
               left join billing.disputes as d on d.payment_id = p.id
               where d.id is not null or r.amount = p.amount
               order by p.id"""
        )
        if payments:
            one = payments[n % len(payments)]
            report = {
                "external_id": f"dispute of {one['external_id']}",
                "charge_id": one["external_id"],
                "status": status,
                "amount": one["amount"],
                "currency": "RUB",
                "withdrawn": status != "won",
                "reason": "fraudulent",
            }
            self.run("select inbox.receive_dispute('stripe', true, %s)", json.dumps(report))

    @rule(who=st.integers(0, 9), by=st.integers(0, 9))
    def is_attached(self, who: int, by: int) -> None:
        self.shop.operate("set_referrer", self.user(self.one(who)), self.user(self.one(by)))

    @rule(who=st.integers(0, 9))
    def takes_out(self, who: int) -> None:
        """As a withdrawal does, which is paid at once."""
        user = self.user(self.one(who))
        (row,) = self.run("select billing.withdrawable(%s, 'RUB') as amount", user)
        if row["amount"] > 0:
            self.run(
                """select ledger.post('tap', %s, array[
                     (ledger.account(%s, 'referral', 'RUB'), -%s)::ledger.leg,
                     (ledger.account(null, 'clearing.stripe', 'RUB'), %s)::ledger.leg])""",
                f"tap {next(self.numbers)}",
                user,
                row["amount"],
                row["amount"],
            )

    @rule(hours=st.sampled_from([1, 24, 24 * 7, 24 * 15]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.shop.set_clock(self.now)

    @rule()
    def jobs_run(self) -> None:
        for job in ("settle_rewards", "renew_due", "begin_due", "expire_due"):
            self.shop.work(job)

    # -- What holds

    @invariant()
    def all_is_explained(self) -> None:
        if self.people:
            assert self.run(BROKEN) == []

    @invariant()
    def nobody_has_more_than_came_in(self) -> None:
        if self.people:
            (now,) = self.run(OUTSIDE)
            pending = [row for row in self.run(EARNED) if row["look_at"] is not None]
            # A reward that is to be looked at may be taken back yet.
            assert now["has"] + now["owed"] >= 0 or pending

    def ends(self) -> None:
        """Everything that waits is done; then each reward is its share of what stays, and what was
        spent of that is released."""
        self.shop.work("settle_rewards")
        self.now += timedelta(days=15)
        self.shop.set_clock(self.now)
        self.shop.work("settle_rewards")
        for row in self.run(EARNED):
            assert row["kept"] == row["stays"] * row["percent"] // 100, row
            assert row["free"] >= row["spent"] * row["percent"] // 100, row
        (now,) = self.run(OUTSIDE)
        assert now["has"] + now["owed"] >= 0, now
        assert self.run(BROKEN) == []
        assert self.run("select * from jobs.parked") == []
        assert self.run("select job, error from jobs.run where status = 'failed'") == []
        failed = "select after from app.audit where action ~ '^payment[.].*_failed$'"
        assert self.run(failed) == []
        for person in self.people:
            self.shop.call("bot", "api.home", person)
            self.shop.run("bot", "select * from api.invite(%s), api.earnings(%s)", person, person)

    def run(self, statement: str, *arguments: Any) -> list[Row]:
        return self.shop.run("", statement, *arguments)

    def one(self, n: int) -> int:
        return self.people[n % len(self.people)]

    def user(self, person: int) -> int:
        (row,) = self.run("select app.user_of(%s) as id", person)
        user_id: int = row["id"]
        return user_id
