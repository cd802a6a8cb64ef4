"""The customer's side: texts are read as a person reads them, and each broken promise is seen."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from simulation.hostile import faults
from simulation.hostile.faults import Fault, nothing
from simulation.hostile.messages import ParsedText, moment, parse, plain
from simulation.hostile.model import PROMISES, judged, story
from simulation.hostile.people import DAY, HOUR, Deal, Person, Told
from simulation.hostile.run import Year
from texts import Catalog, Value, money
from texts import moment as said_moment

BEGIN = datetime(2028, 1, 1, tzinfo=UTC)
ZONE = "Europe/Moscow"


def say(at: datetime, name: str, /, **args: Value) -> str:
    """As it is written at that time."""
    return Catalog.load().translator("en", ZONE, at)(name, **args)


RENEWED: dict[str, Value] = {
    "plan": "Basic",
    "unit": "day",
    "count": 30,
    "amount": money(14900, "RUB"),
    "balance": money(105000, "RUB"),
    "ends_at": said_moment(BEGIN + 30 * DAY),
}
ANNOUNCED: dict[str, Value] = {
    **{name: RENEWED[name] for name in ("unit", "count", "amount", "balance")},
    "next": "Basic",
    "risen": "no",
    "at": said_moment(BEGIN + 5 * DAY),
}


# -- Reading


def test_a_notice_is_read_with_what_it_says() -> None:
    first, *_ = parse(say(BEGIN, "subscription-renewed", **RENEWED), BEGIN)
    assert first.name == "subscription-renewed"
    assert first.args["plan"] == "Basic"
    assert first.money() == 14900
    assert first.money("balance") == 105000
    assert first.time("ends_at") == BEGIN + 30 * DAY - 3 * HOUR


def test_what_is_taken_back_and_spent_already_is_taken_in_part() -> None:
    text = say(
        BEGIN,
        "reward-taken-back",
        amount=money(490, "RUB"),
        owed=money(110, "RUB"),
        pending=money(320, "RUB"),
        balance=money(5200, "RUB"),
        taken="yes",
        more="both",
    )
    assert {490, 380, 110, 320} <= set(
        Told(BEGIN, plain(text), tuple(parse(text, BEGIN))).amounts()
    )


def test_a_screen_is_read_in_its_parts() -> None:
    known = {n: ANNOUNCED[n] for n in ("unit", "count", "amount", "at")}
    charge = say(BEGIN, "profile-next-charge", **known)
    head = say(BEGIN, "topup", balance=money(100, "RUB"), more="")
    names = {said.name: said for said in parse(f"{head}\n\n{charge}", BEGIN)}
    assert names["profile-next-charge"].money() == 14900
    assert names["profile-next-charge"].time("at") == BEGIN + 5 * DAY - 3 * HOUR
    assert names["balance-line"].money("balance") == 100


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("today at 12:30", datetime(2028, 1, 1, 9, 30, tzinfo=UTC)),
        ("tomorrow at 00:00", datetime(2028, 1, 1, 21, 0, tzinfo=UTC)),
        ("on 31 December at 22:30", datetime(2027, 12, 31, 19, 30, tzinfo=UTC)),
        ("29 February", datetime(2028, 2, 28, 21, 0, tzinfo=UTC)),
        ("29 February 2032", datetime(2032, 2, 28, 21, 0, tzinfo=UTC)),
        ("soon", None),
    ],
)
def test_a_time_is_read(written: str, meant: datetime | None) -> None:
    assert moment(written, BEGIN) == meant
    assert ParsedText("any", {"at": written}, BEGIN).time("at") == meant


# -- Faults


def test_a_seed_draws_the_same_faults_again() -> None:
    first, again = (faults.drawn(random.Random(7), BEGIN, 90) for _ in range(2))
    assert [str(fault) for fault in first] == [str(fault) for fault in again]
    assert len({fault.name for fault in first}) > 10
    by_part: dict[str, datetime] = {}
    for fault in first:
        assert fault.begins > by_part.get(fault.of, BEGIN)
        by_part[fault.of] = fault.ends


# -- What a person is owed


class Life:
    """A person's two months, put together by hand: all is well until a test adds something."""

    def __init__(self) -> None:
        self.me = Person(1, random.Random(1))
        self.connections: list[dict[str, Any]] = []
        self.faults: list[Fault] = []
        self.given_up: list[str] = []
        self.balance = 0
        self.me.choices.append((BEGIN, "on"))

    def line(self, days: float, cause: str, amount: int, number: int | None = None) -> None:
        self.balance += amount
        at = BEGIN + timedelta(days=days)
        self.connections.append(
            {
                "at": at,
                "cause": cause,
                "amount": amount,
                "balance_after": self.balance,
                "subscription_id": None if number is None else 1,
                "period_number": number,
                "period_count": 30,
                "starts_at": at,
                "ends_at": at + 30 * DAY,
            }
        )

    def hears(self, days: float, name: str, **args: Value) -> None:
        at = BEGIN + timedelta(days=days)
        self.me.hears(at, say(at, name, **args))

    def pays(self, days: float, amount: int) -> None:
        self.me.payments.append((BEGIN + timedelta(days=days), amount))
        self.line(days, "topup", amount)
        balance = money(self.balance, "RUB")
        self.hears(days, "credited", amount=money(amount, "RUB"), balance=balance, more="")

    def renews(self, days: float, number: int) -> None:
        """As it should be: announced, charged, told."""
        at = said_moment(BEGIN + timedelta(days=days))
        self.hears(days - 2, "renewal-announced", **{**ANNOUNCED, "at": at})
        self.line(days, "renewal", -14900, number)
        self.hears(days, "subscription-renewed", **RENEWED)

    def broken(self) -> set[str]:
        year = Year(
            seed=1,
            stack=cast("Any", None),
            scene=cast("Any", None),
            faults=self.faults,
            begin=BEGIN,
            end=BEGIN + 60 * DAY,
            people={1: self.me},
            statements={1: self.connections},
            given_up={1: self.given_up},
        )
        found = judged(year)
        assert all(one.promise in PROMISES for one in found)
        for one in found:
            assert str(one)
            assert story(year, one, around=30 * DAY)
        return {one.promise for one in found}


@pytest.fixture
def life() -> Life:
    life = Life()
    life.pays(1, 50000)
    life.me.deals.append(Deal(BEGIN + DAY, "Basic", 30, 14900, "balance"))
    life.line(1, "purchase", -14900, 1)
    life.hears(1, "order-price", amount=money(14900, "RUB"))
    life.renews(5, 2)
    return life


def test_a_good_life_breaks_nothing(life: Life) -> None:
    assert life.broken() == set()


def test_money_that_is_never_booked_or_booked_twice_is_missed(life: Life) -> None:
    life.me.payments.append((BEGIN + 3 * DAY, 777))
    assert life.broken() == {"money"}
    life.me.payments.pop()
    life.line(3, "topup", 50000)
    life.hears(3, "credited", amount=money(50000, "RUB"), balance=money(1, "RUB"), more="")
    assert life.broken() == {"money"}


def test_what_was_not_ordered_is_noticed(life: Life) -> None:
    life.line(7, "purchase", -4900, 3)
    life.hears(7, "order-price", amount=money(4900, "RUB"))
    assert life.broken() == {"bought"}


@pytest.mark.parametrize(
    ("late", "broken"),
    [(0, {"bought"}), (2, set()), (1, {"bought"})],
    ids=["in time", "late", "less"],
)
def test_the_credit_of_a_change_shrinks_until_it_is_paid(
    life: Life, late: int, broken: set[str]
) -> None:
    """The old plan runs for 28 more days and is worth 100 then; two days of it are 7.14."""
    deal = Deal(BEGIN + 7 * DAY, "Plus", 30, 20000, "invoice", late * DAY)
    life.me.deals.append(deal)
    life.line(7, "change_credit", 10000)
    life.line(7, "change", -30700, 3)
    life.hears(7, "order-price", amount=money(30700, "RUB"))
    life.hears(7, "order-price", amount=money(10000, "RUB"))
    assert life.broken() == broken


def test_a_charge_that_was_never_announced_is_noticed(life: Life) -> None:
    life.line(9, "renewal", -9900, 3)
    life.hears(9, "subscription-renewed", **{**RENEWED, "amount": money(9900, "RUB")})
    assert life.broken() == {"announced"}


def test_what_was_given_back_and_taken_again_is_noticed(life: Life) -> None:
    life.line(6, "refund", 14900, 2)
    life.hears(6, "order-price", amount=money(14900, "RUB"))
    life.renews(9, 3)
    assert life.broken() == {"given back"}
    life.me.acts.append((BEGIN + 8 * DAY, "taps auto:on"))
    assert life.broken() == set()


def test_a_refund_before_the_deadline_is_noticed(life: Life) -> None:
    life.line(5.1, "undelivered", 14900, 2)
    life.hears(5.1, "order-price", amount=money(14900, "RUB"))
    assert life.broken() == {"delivered"}


def test_a_refund_of_what_worked_is_noticed(life: Life) -> None:
    life.me.access = [(BEGIN + timedelta(days=d), d < 10) for d in (5.2, 5.5, 9, 9.5)]
    life.line(9.6, "undelivered", 14900, 2)
    life.hears(9.6, "order-price", amount=money(14900, "RUB"))
    assert life.broken() == {"delivered"}


def test_time_without_access_is_noticed_but_for_that_of_a_fault(life: Life) -> None:
    life.me.access = [(BEGIN + timedelta(days=d), d < 10) for d in (9, 10, 11, 12, 13)]
    assert life.broken() == {"delivered"}
    begins = BEGIN + 9 * DAY
    life.faults = [Fault("panel down", "panel", begins, begins + 4 * DAY, nothing, nothing)]
    assert life.broken() == set()


def test_an_end_in_spite_of_money_is_noticed(life: Life) -> None:
    life.hears(36, "subscription-ended", plan="Basic", ended_at=said_moment(BEGIN + 35 * DAY))
    life.me.access = [(BEGIN + 35 * DAY + HOUR, True), (BEGIN + 36 * DAY, False)]
    assert life.broken() == {"kept"}
    life.me.choices.append((BEGIN + 20 * DAY, "cancelled"))
    assert life.broken() == set()


def test_an_end_that_nobody_told_is_noticed(life: Life) -> None:
    life.me.choices.append((BEGIN + 20 * DAY, "off"))
    life.me.access = [(BEGIN + 35 * DAY, True), (BEGIN + 36 * DAY, False)]
    assert life.broken() == {"told"}


def test_what_works_again_without_more_of_it_had_not_ended(life: Life) -> None:
    life.me.choices.append((BEGIN + 20 * DAY, "off"))
    ends = BEGIN + 36 * DAY
    life.me.access = [(ends - DAY, True), (ends, False), (ends + 5 * HOUR, True)]
    assert "told" not in life.broken()
    life.hears(36.2, "subscription-renewed", **{**RENEWED, "ends_at": said_moment(ends + 30 * DAY)})
    assert "told" in life.broken()


def test_a_charge_that_nobody_told_is_noticed(life: Life) -> None:
    life.hears(10, "renewal-announced", **ANNOUNCED)
    life.line(12, "renewal", -14900, 3)
    assert life.broken() == {"told"}
    life.me.tried.append(BEGIN + 12.5 * DAY)
    assert life.broken() == set()


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [("off", "profile-next-charge"), ("on", "profile-renewal-off"), ("on", "profile-not-on-sale")],
)
def test_a_choice_that_was_changed_is_noticed(life: Life, chosen: str, shown: str) -> None:
    life.me.choices.append((BEGIN + 40 * DAY, chosen))
    at = said_moment(BEGIN + 59.5 * DAY)
    args = {n: ANNOUNCED[n] for n in ("unit", "count", "amount")} | {"at": at}
    life.hears(41, shown, **(args if shown == "profile-next-charge" else {"ends": args["at"]}))
    assert life.broken() == {"choice"}


def test_a_screen_that_did_not_come_true_is_noticed(life: Life) -> None:
    at = said_moment(BEGIN + 50 * DAY)
    args = {n: ANNOUNCED[n] for n in ("unit", "count", "amount")} | {"at": at}
    life.hears(41, "profile-next-charge", **args)
    assert life.broken() == {"screen"}
    life.me.acts.append((BEGIN + 45 * DAY, "taps auto:off"))
    assert life.broken() == set()


def test_a_tap_that_was_given_up_is_noticed(life: Life) -> None:
    life.given_up.append("Telegram: TelegramNetworkError")
    assert life.broken() == {"answered"}


def test_a_withdrawal_comes_once_or_is_given_back(life: Life) -> None:
    amount = money(300, "RUB")
    due = said_moment(BEGIN + 13 * DAY)
    known: dict[str, Value] = {"way": "crypto_pay", "masked": "", "status": "requested", "due": due}
    life.line(8, "withdrawal", -300)
    life.hears(8, "withdraw-open", amount=amount, **known)
    assert life.broken() == {"paid out"}, "it did not come"
    life.me.paid_out.append((BEGIN + 9 * DAY, 300))
    assert life.broken() == set()
    life.me.paid_out.append((BEGIN + 10 * DAY, 300))
    assert life.broken() == {"paid out"}, "it came twice"
    life.me.paid_out.clear()
    life.line(9, "withdrawal_returned", 300)
    life.hears(9, "withdrawal-returned", amount=amount, why="rules", reason="")
    assert life.broken() == set()
    life.me.paid_out.append((BEGIN + 10 * DAY, 300))
    assert life.broken() == {"paid out"}, "it was given back, too"


def test_a_refund_ends_renewal_as_it_says(life: Life) -> None:
    life.me.access = [(BEGIN + 34 * DAY, True), (BEGIN + 36 * DAY, False)]
    life.hears(35, "subscription-ended", plan="Basic", ended_at=said_moment(BEGIN + 35 * DAY))
    assert life.broken() == {"kept"}
    back = {"amount": money(14900, "RUB"), "balance": money(50000, "RUB"), "plan": "Basic"}
    ends = said_moment(BEGIN + 35 * DAY)
    life.hears(6, "refunded", **back, reason="", runs="yes", renews="no", ends_at=ends)
    assert life.broken() == set()
