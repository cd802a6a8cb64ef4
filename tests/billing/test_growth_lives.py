"""Random histories with everything that growth has: people bring each other, enter codes, buy, give
and take gifts, play, get refunds, disputes and withdrawals, delete their accounts and come back.

The steps of `test_referral_lives` and more, in any order. After each one the books hold what they
promise (`ops.violations`), and the shop has from outside what people can take out.

`MACHINE_RUNS=2000` makes so many new histories.
"""

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from tests.billing.histories import SET_UP, Histories
from tests.support.machines import BUDGET, RUNS, MakeDatabase, Row

CODES = ("HALF", "OFTEN", "FIRST", "ONTOP", "BONUS", "BACK", "DAYS")
GROWTH = """
update app.settings as s set value = d.value::jsonb
from (values
  ('referral_welcome', '{"RUB": 5000}'), ('subscriptions_per_user', '3'),
  ('promo_attempts', '1000'),
  ('withdrawal_min', '{"RUB": 100}'), ('withdrawal_second_approver_above', '{"RUB": 100000000}'),
  ('promises_since', '"-infinity"')
) as d (name, value)
where s.name = d.name;
insert into billing.game_prizes (dice_value, prize, amount, currency, offer_days)
values (1, 'bonus', 3000, 'RUB', null), (2, 'percent', 20, null, 5);
update billing.providers set can = array['page', 'fetch', 'payout', 'list'], declared_at = app.now()
where name = 'crypto_pay';
select ops.create_code('HALF', 'percent', 50, 'x', p_max_uses => 3);
select ops.create_code('OFTEN', 'amount', 3000, 'x', p_uses_per_user => 2, p_renewals => 1);
select ops.create_code('FIRST', 'percent', 90, 'x', p_first_only => true);
select ops.create_code('ONTOP', 'percent', 30, 'x', p_adds_up => true, p_renewals => 2);
select ops.create_code('BONUS', 'balance', 5000, 'x', p_max_uses => 3);
select ops.create_code('BACK', 'balance', 4000, 'x', p_audience => 'paid');
select ops.create_code('DAYS', 'days', 5, 'x', p_audience => 'paid');
"""
# Jobs are late here, and no panel answers.
BROKEN = """
select v.invariant, v.subject from ops.violations as v
where v.invariant !~ 'overdue|undelivered|panel|lane|drift|python|access|events|snapshots'
  and v.invariant <> 'codes_are_given_back'
"""
# What providers have of the shop's, after what was paid out, and what of that people have to give
# back; what of rewards is to be looked at may be taken back yet.
OUTSIDE = """
select
  (select coalesce(-sum(b.balance), 0) from ledger.balances as b
   where b.user_id is null and b.name ~ '^clearing') as has,
  (select coalesce(sum(r.owed), 0) from billing.referral_rewards as r where r.level > 0)
  + (select coalesce(sum(w.owed), 0) from billing.withdrawals as w) as owed,
  exists (select from billing.referral_rewards as r where r.look_at <= app.now()) as is_pending
"""
# What was earned is a share of payments that stay, and only that can be paid out.
EXTERNAL = """
select
  (select coalesce(sum(a.balance), 0) from ledger.accounts as a
   where a.user_id is not null and a.name in ('referral', 'withdrawal_hold')) as earned,
  (select coalesce(sum(f.amount), 0) from billing.refundable_payments as f) as stays
"""
EARNED = """
select r.id, r.accrued - r.cancelled - r.taken_back - r.owed as kept,
  billing.reward_share(r, l.stays, l.paid) as due
from billing.referral_rewards as r
cross join lateral billing.payment_left(r.payment_id, r.payer_id) as l
where billing.can_earn(r.user_id)
"""
JOBS = (
    *("settle_rewards", "settle_promo", "expire_gifts", "renew_due", "begin_due", "expire_due"),
    *("tend_withdrawals", "buy_waiting"),
)


class Growth(Histories):
    def __init__(self, make: MakeDatabase) -> None:
        super().__init__(make)
        self.gone: list[int] = []
        self.links: list[str] = []

    @initialize()
    def open_shop(self) -> None:
        self.shop.set_clock(self.now)
        self.shop.run("", SET_UP)
        self.shop.run("", GROWTH)
        for by in (None, 0, 1):
            self.comes(by)

    # -- Codes

    @rule(who=st.integers(0, 9), code=st.sampled_from(CODES))
    def enters(self, who: int, code: str) -> None:
        self.shop.call("bot", "api.enter_promo", self.one(who), code)

    @rule(who=st.integers(0, 9), code=st.sampled_from(CODES))
    def buys_with_code(self, who: int, code: str) -> None:
        self.enters(who, code)
        self.pays_in(who, 14900)
        self.buys(who)

    @rule(who=st.integers(0, 9))
    def buys_another(self, who: int) -> None:
        """One more subscription."""
        person = self.one(who)
        order = self.shop.call("bot", "api.open_order", person, self.price(), None, True)
        if order["order_token"]:
            self.shop.call("bot", "api.pay_from_balance", person, order["order_token"])

    # -- Gifts

    @rule(who=st.integers(0, 9), pays=st.booleans())
    def gives(self, who: int, pays: bool) -> None:
        person = self.one(who)
        if pays:
            self.pays_in(who, 14900)
        order = self.shop.call("bot", "api.open_gift_order", person, self.price())
        if order["order_token"]:
            self.shop.call("bot", "api.pay_from_balance", person, order["order_token"])
        for gift in self.shop.run("bot", "select * from api.gifts(%s)", person)[:1]:
            link = self.shop.call("bot", "api.new_gift_link", person, gift["gift_id"])
            if link["code"]:
                self.links.append(link["code"])

    @rule(who=st.integers(0, 9), n=st.integers(0, 99), new=st.booleans())
    def takes(self, who: int, n: int, new: bool) -> None:
        if not self.links:
            return
        person = self.one(who)
        link = f"gift_{self.links[n % len(self.links)]}"
        self.shop.call("bot", "api.start", person, person.to_bytes(32), None, "Ann", "en", link)
        opened = self.shop.run("bot", "select * from api.opened_gift(%s)", person)
        if opened:
            self.shop.call("bot", "api.redeem_gift", person, opened[0]["gift_id"], new)

    @rule(n=st.integers(0, 99), by_hand=st.booleans())
    def goes_back(self, n: int, by_hand: bool) -> None:
        """To its payer, who asks for it, or by an operator."""
        gift = self.pick(
            """select g.id, i.telegram_id from billing.gifts as g
               left join app.telegram_identities as i on i.user_id = g.payer_id
               where g.status = 'unused'""",
            n,
        )
        if gift and (by_hand or gift["telegram_id"] is None):
            self.shop.operate("return_gift", gift["id"])
        elif gift:
            self.shop.call("bot", "api.ask_gift_back", gift["telegram_id"], gift["id"])

    # -- The game

    @rule(who=st.integers(0, 9), value=st.sampled_from([1, 2, 5, 6]), lost=st.booleans())
    def plays(self, who: int, value: int, lost: bool) -> None:
        self.shop.call("bot", "api.throw", self.one(who))
        throw = self.pick("select id from billing.throws where status = 'sending'", 0)
        if throw and not lost:
            self.run(
                "select billing.thrown('', %s, %s)",
                json.dumps({"throw_id": throw["id"]}),
                json.dumps({"message_id": 1, "value": value}),
            )

    # -- Withdrawals

    @rule(who=st.integers(0, 9))
    def takes_out(self, who: int) -> None:
        """Asks for all that can be paid out, and it is approved."""
        self.asks_for_payout(who)
        self.decides(-1, "approve")

    @rule(who=st.integers(0, 9))
    def asks_for_payout(self, who: int) -> None:
        person = self.one(who)
        offer = self.shop.call("bot", "api.withdrawal_offer", person, None)
        if offer["refusal"] is None:
            self.shop.call("bot", "api.choose_withdrawal_amount", person, offer["available"])
            self.shop.call("bot", "api.choose_withdrawal_way", person, "crypto_pay", None)
            draft = self.pick(
                "select token from billing.withdrawal_drafts where user_id = app.user_of(%s)",
                0,
                person,
            )
            self.shop.call("bot", "api.request_withdrawal", person, draft["token"], None)

    @rule(n=st.integers(0, 99), act=st.sampled_from(["approve", "reject"]))
    def decides(self, n: int, act: str) -> None:
        asked = self.pick("select id from billing.withdrawals where status = 'requested'", n)
        if asked:
            self.shop.operate(f"{act}_withdrawal", asked["id"])

    @rule(
        n=st.integers(0, 99),
        says=st.sampled_from(["done", "failed", "pending", "rejected", "unknown"]),
    )
    def provider_answers(self, n: int, says: str) -> None:
        """Also after an operator has settled it, and also twice."""
        one = self.pick("select id from billing.withdrawals where sent_at is not null", n)
        if not one:
            return
        payload = json.dumps({"withdrawal_id": one["id"]})
        if says in ("rejected", "unknown"):
            self.run("select billing.payout_refused('', %s, %s, 'error')", payload, says)
        else:
            answer = {"status": says, "external_id": f"payout {one['id']}", "sent": "1 USDT"}
            self.run("select billing.payout_answered('', %s, %s)", payload, json.dumps(answer))

    @rule(n=st.integers(0, 99), outcome=st.sampled_from(["paid", "failed"]))
    def operator_settles(self, n: int, outcome: str) -> None:
        one = self.pick("select id from billing.withdrawals where status = 'sending'", n)
        if one:
            self.run("select ops.settle_withdrawal(%s, %s, 'seen')", one["id"], outcome)

    @rule(n=st.integers(0, 99))
    def bank_returns(self, n: int) -> None:
        one = self.pick("select id from billing.withdrawals where status = 'paid'", n)
        if one:
            self.shop.operate("withdrawal_returned", one["id"])

    # -- What goes back

    @rule(n=st.integers(0, 99), waive=st.booleans())
    def is_covered(self, n: int, waive: bool) -> None:
        one = self.pick("select id from billing.disputes", n)
        if one:
            self.shop.operate("cover_dispute", one["id"], waive=waive)

    @rule(n=st.integers(0, 99), part=st.sampled_from([1, 2]))
    def provider_refunds(self, n: int, part: int) -> None:
        """In its cabinet, or because the payer claims it."""
        one = self.pick(
            """select p.provider, p.external_id, p.amount from billing.payments as p
               join billing.refundable_payments as r on r.payment_id = p.id and r.amount = p.amount
               where not exists (select from billing.disputes as d where d.payment_id = p.id)""",
            n,
        )
        if one:
            self.run(
                "select billing.note_refunded(%s, %s, %s)",
                one["provider"],
                one["external_id"],
                one["amount"] // part,
            )

    @rule()
    def panels_fail(self) -> None:
        self.shop.work("refund_undelivered")

    # -- The end of accounts

    @rule(who=st.integers(0, 9))
    def deletes(self, who: int) -> None:
        person = self.one(who)
        if len(self.people) < 3:
            return
        seen = self.shop.call("bot", "api.deletion", person)
        deleted = self.shop.call("bot", "api.delete_account", person, seen["token"])
        if deleted["outcome"] == "deleted":
            self.people.remove(person)
            self.gone.append(person)

    @rule(n=st.integers(0, 9))
    def is_back(self, n: int) -> None:
        """With the identity that he had, as somebody new."""
        if self.gone:
            person = self.gone.pop(n % len(self.gone))
            self.shop.call("bot", "api.start", person, person.to_bytes(32), None, "Ann", "en")
            self.people.append(person)

    @rule()
    def jobs_run(self) -> None:
        for job in JOBS:
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
            assert now["has"] + now["owed"] >= 0 or now["is_pending"], now
            (earned,) = self.run(EXTERNAL)
            assert earned["earned"] <= earned["stays"] + now["owed"] or now["is_pending"], earned

    def ends(self) -> None:
        for days in (1, 15, 31):
            self.time_passes(24 * days)
            self.jobs_run()
        for row in self.run(EARNED):
            assert row["kept"] == row["due"], row
        self.everybody_takes_what_there_is()
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
            self.run("select app.data_of(%s)", self.user(person))

    def everybody_takes_what_there_is(self) -> None:
        """What can be sent back to where it came from, and what was earned."""
        for payment in self.run("select payment_id from billing.refundable_payments order by 1"):
            self.run(
                "select billing.payout(%s, null, gen_random_uuid(), 'operator:tap', 'because')",
                payment["payment_id"],
            )
        while self.pick("select id from billing.refunds where status = 'sending'", 0):
            self.is_answered(0, sent=True)
        self.shop.work("settle_rewards")
        while self.pick("select id from billing.withdrawals where status = 'requested'", 0):
            self.decides(0, "approve")
            if self.pick("select id from billing.withdrawals where status = 'requested'", 0):
                self.decides(0, "reject")
        for n in range(len(self.people)):
            self.takes_out(n)
        while self.pick("select id from billing.withdrawals where status = 'sending'", 0):
            self.operator_settles(0, "paid")

    def pick(self, query: str, n: int, *arguments: Any) -> Row:
        """One row of a query; an empty one if there is none."""
        rows = self.run(f"select * from ({query}) as q order by 1", *arguments)
        return rows[n % len(rows)] if rows else {}

    def price(self) -> int:
        found: int = self.pick("select id from billing.prices where amount = 14900", 0)["id"]
        return found


@pytest.mark.long
@pytest.mark.parametrize("start", range(2))
def test_random_lives_with_everything_together(make_database: MakeDatabase, start: int) -> None:
    factory: Any = partial(Growth, make_database)
    if not RUNS:
        factory = seed(start)(factory)
    run_state_machine_as_test(factory, settings=settings(BUDGET, max_examples=RUNS or 3))
