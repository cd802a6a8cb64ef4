"""What each user is owed, judged from his side: by what he paid, agreed to, chose and was told.

It reads his messages, what the panel let him do hour by hour, and his History, as one reads a bank
statement. It knows which faults there were, and grants the shop their time but no more.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from simulation.hostile.people import DAY, HOUR, MINUTE, Deal, Person, Told
from simulation.hostile.run import Year

Line = dict[str, Any]
Event = tuple[datetime, str]

DELIVERED_WITHIN = 6 * HOUR
"""A first access; after that it is given back. What is renewed has the old one until it begins."""
RENEWED_WITHIN = 24 * HOUR
TOLD_WITHIN = DAY
BOOKED_WITHIN = 26 * HOUR
"""Money is found within a day, by a job or by a person."""
GIFT_LASTS = 30 * DAY
MOST_EARNED = 0.45
PAID_OUT_WITHIN = 7 * DAY
"""Three business days, and the operators come once a day."""
RECOVERS_WITHIN = 2 * HOUR
"""After a fault is over, what waited is done: delays and pauses are shorter."""
EXTENDED = (
    *("bought", "subscription-renewed", "time-granted"),
    *("promo-given", "game-result", "reward-days"),
)
VALID = ("menu", "status-line", "time-shortened", *EXTENDED)
ENDED = ("subscription-ended", "trial-ended", "access-revoked", "refunded", "time-shortened")
PROMISES = {
    "money": "What was paid is on his balance, once.",
    "books": "What is booked of a provider is what it has, once.",
    "bought": "What is bought is what he agreed to, at that amount.",
    "announced": "Nothing is charged that was not announced at that amount.",
    "given back": "What was given back is not taken again by itself.",
    "delivered": "What was paid is access by its deadline or money back; what works is not taken.",
    "kept": "Who has money and auto-renewal on keeps access.",
    "told": "Every charge, end and refund was told.",
    "gifts": "A gift is taken once, or its money comes back.",
    "earned": "What bringing others earned is a share of what these paid.",
    "paid out": "What he withdraws reaches him once, or is his again.",
    "choice": "A choice of his changes only by him, an operator, or a rule that he was told.",
    "screen": "What a screen says is what then happens.",
    "answered": "What he taps or writes is never given up for an outage.",
}


@dataclass(frozen=True)
class Broken:
    promise: str
    person: int
    at: datetime
    what: str

    def __str__(self) -> str:
        return f"{self.promise}: person {self.person}, {self.at:%d %b %H:%M}: {self.what}"


def judged(year: Year) -> list[Broken]:
    """Returns every broken promise, by user and time."""
    found: list[Broken] = []
    for person in year.people.values():
        found += _Case(year, person).judged()
    found += [*_booked_otherwise(year), *_gifts(year)]
    return sorted(found, key=lambda broken: (broken.person, broken.at))


def _booked_otherwise(year: Year) -> Iterator[Broken]:
    """That nothing of it is missing is each payer's promise."""
    nobody = min(year.people)
    for (provider, number), booked in year.booked.items():
        charged = year.charged.get((provider, number))
        if booked != charged:
            what = f"{provider} {number} is booked as {booked}, and is {charged} there"
            yield Broken("books", nobody, year.end, what)


def _gifts(year: Year) -> Iterator[Broken]:
    """Whoever takes one is not known to its payer: all of them together must be settled."""
    nobody = min(year.people)
    lines = [line for lines in year.statements.values() for line in lines]
    paid = [line for line in lines if line["cause"] == "gift"]
    settled = sum(line["cause"] in ("gift_taken", "gift_returned") for line in lines)
    over = sum(line["at"] < year.end - GIFT_LASTS - DAY - RECOVERS_WITHIN for line in paid)
    if not over <= settled <= len(paid):
        what = f"{settled} settled of {len(paid)}, of which {over} are over"
        yield Broken("gifts", nobody, year.end, what)


class _Case:
    def __init__(self, year: Year, person: Person) -> None:
        self._year, self._me = year, person
        self._lines: list[Line] = year.statements[person.id]
        self._deals = list(person.deals)
        self._own: dict[int, Deal] = {}

    def judged(self) -> list[Broken]:
        checks: Sequence[tuple[str, Callable[[], Iterator[tuple[datetime, str]]]]] = (
            ("money", self._money),
            ("bought", self._bought),
            ("announced", self._announced),
            ("given back", self._given_back),
            ("delivered", self._delivered),
            ("kept", self._kept),
            ("told", self._told),
            ("earned", self._earned),
            ("paid out", self._paid_out),
            ("choice", self._choice),
            ("screen", self._screen),
            ("answered", self._answered),
        )
        return [
            Broken(promise, self._me.id, at, what)
            for promise, check in checks
            for at, what in check()
        ]

    def _answered(self) -> Iterator[Event]:
        """A bot of the previous release gave up after a number of attempts."""
        if not any(fault.name == "an older version" for fault in self._year.faults):
            for error in self._year.given_up.get(self._me.id, []):
                yield self._year.end, f"given up: {error}"

    # -- What is known

    def _causes(self, *causes: str) -> list[Line]:
        return [line for line in self._lines if line["cause"] in causes]

    def _balance(self, at: datetime) -> int:
        known = [line["balance_after"] for line in self._lines if line["at"] <= at]
        return next((balance for balance in reversed(known) if balance is not None), 0)

    def _faults(self, since: datetime, until: datetime, *of: str) -> timedelta:
        """Returns how much of that time there was a fault, or the shop was still recovering."""
        spans = sorted(
            (max(f.begins, since), min(f.ends + RECOVERS_WITHIN, until))
            for f in self._year.faults
            if (not of or f.of in of) and f.begins < until and f.ends + RECOVERS_WITHIN > since
        )
        total, reached = timedelta(), since
        for begins, ends in spans:
            total += max(ends - max(begins, reached), timedelta())
            reached = max(reached, ends)
        return total

    def _late(self, since: datetime, until: datetime, limit: timedelta, *of: str) -> bool:
        return until - since - self._faults(since, until, *of) > limit

    def _told_between(self, since: datetime, until: datetime) -> list[Told]:
        return [told for told in self._me.told if since <= told.at <= until]

    def _unreachable(self, since: datetime, until: datetime) -> bool:
        """He blocked the bot, or Telegram said so when the shop tried."""
        blocked = any(
            begins <= until and (ends is None or ends >= since)
            for begins, ends in self._me.blocked_since
        )
        return blocked or any(since <= at <= until for at in self._me.tried)

    def _operated(self, since: datetime, until: datetime, *what: str) -> bool:
        return any(
            since <= at <= until and (not what or did in what) for at, did in self._me.operated
        )

    def _automatic(self) -> list[Line]:
        """Charges that he did not make himself."""
        if not self._own:
            self._match_deals()
        return [line for line in self._causes("renewal") if id(line) not in self._own]

    def _match_deals(self) -> None:
        """Finds for each charge the order that he agreed to: the same net amount, not earlier."""
        for line in self._causes("purchase", "renewal", "change"):
            credit = sum(
                other["amount"]
                for other in self._causes("change_credit")
                if other["at"] == line["at"]
            )
            net = -line["amount"] - (credit if line["cause"] == "change" else 0)
            deal = next(
                (
                    d
                    for d in self._deals
                    if 0 <= net - d.due <= self._used(d, line["at"], credit)
                    and line["at"] - 3 * DAY < d.at <= line["at"] + MINUTE
                    and d.count == line["period_count"]
                ),
                None,
            )
            if deal is not None:
                self._deals.remove(deal)
                self._own[id(line)] = deal

    def _used(self, deal: Deal, at: datetime, credit: int) -> int:
        """What the old plan may have cost between the quote of a change and a late payment."""
        until = self._valid_until(at - MINUTE)
        if not deal.late or until is None or until <= at:
            return 0
        return int(credit * (deal.late / (until - at))) + 100

    # -- Promises

    def _money(self) -> Iterator[tuple[datetime, str]]:
        credits_ = self._causes("topup", "assignment")
        for at, amount in self._me.payments:
            line = next(
                (c for c in credits_ if c["amount"] == amount and c["at"] >= at - MINUTE), None
            )
            if line is not None:
                credits_.remove(line)
            if self._late(at, line["at"] if line else self._year.end, BOOKED_WITHIN):
                yield at, f"paid {amount}, {'booked late' if line else 'never booked'}"
        for line in credits_:
            yield line["at"], f"credited {line['amount']} that he did not pay"

    def _bought(self) -> Iterator[tuple[datetime, str]]:
        self._automatic()
        for line in self._causes("purchase", "change"):
            if id(line) not in self._own:
                waiting = ", ".join(f"{d.plan} {d.count} for {d.due}" for d in self._deals)
                yield (
                    line["at"],
                    f"{_shown(line)} was not ordered; agreed to: {waiting or 'nothing'}",
                )

        agreed = [deal.due for deal in self._me.gifts]
        for line in self._causes("gift"):
            if -line["amount"] not in agreed:
                yield line["at"], f"{_shown(line)} was not agreed to"
            else:
                agreed.remove(-line["amount"])

    def _earned(self) -> Iterator[Event]:
        """At most the highest share; less where a payment was not spent, or went back."""
        guests = [one for one in self._year.people.values() if one.came_by == self._me.id]
        paid = sum(amount for one in guests for _, amount in one.payments)
        earned = sum(line["amount"] for line in self._causes("reward", "reward_taken_back"))
        if earned > MOST_EARNED * paid:
            yield self._year.end, f"earned {earned} of {paid} that others paid"

    def _paid_out(self) -> Iterator[Event]:
        """One withdrawal at a time: each is over before the next one."""
        arrived = list(self._me.paid_out)
        returned = self._causes("withdrawal_returned")
        for line in self._causes("withdrawal"):
            at, amount = line["at"], -line["amount"]
            came = next((one for one in arrived if abs(one[1] - amount) < 2 and one[0] >= at), None)
            back = next(
                (one for one in returned if one["amount"] == amount and one["at"] >= at), None
            )
            if back is not None and (came is None or back["at"] < came[0]):
                returned.remove(back)
            elif came is not None:
                arrived.remove(came)
            elif self._late(at, self._year.end, PAID_OUT_WITHIN):
                yield at, f"withdrew {amount}, which neither came nor was given back"
        for at, amount in arrived:
            if not self._restored(at):
                yield at, f"got {amount} that he had not withdrawn, or had before"

    def _restored(self, at: datetime) -> bool:
        """The shop does not know any more what it sent then."""
        return any(
            f.name.startswith("restored") and f.begins <= at <= f.ends for f in self._year.faults
        )

    def _announced(self) -> Iterator[tuple[datetime, str]]:
        """Who cannot be told is charged what he has paid or heard of before, and no more."""
        for line in self._automatic():
            amount, at = -line["amount"], line["at"]
            unreachable = self._unreachable(at - 4 * DAY, at)
            if unreachable and amount <= self._most_paid(at):
                continue
            heard = self._told_between(at - (400 if unreachable else 30) * DAY, at)
            if not any(amount in told.amounts() for told in heard if told.at < at):
                yield at, f"{_shown(line)} was charged and never announced"

    def _most_paid(self, before: datetime) -> int:
        charged = self._causes("purchase", "renewal", "change")
        return max((-line["amount"] for line in charged if line["at"] < before), default=0)

    def _given_back(self) -> Iterator[tuple[datetime, str]]:
        for back in self._causes("refund", "undelivered"):
            charged = [
                line
                for line in self._causes("purchase", "renewal", "change")
                if _sold(line) == _sold(back)
            ]
            if not charged or back["amount"] < -charged[0]["amount"]:
                continue
            for line in self._automatic():
                since = back["at"]
                acted = any(
                    since < at <= line["at"] and what.startswith(_WISHES)
                    for at, what in self._me.acts
                )
                if line["at"] > since and not acted:
                    days = (line["at"] - since) / DAY
                    yield line["at"], f"{_shown(line)}: {days:.1f} days after {back['cause']}"
                    break

    def _delivered(self) -> Iterator[tuple[datetime, str]]:
        for back in self._causes("undelivered"):
            period = next(
                (
                    line
                    for line in self._causes("purchase", "renewal", "change")
                    if _sold(line) == _sold(back)
                ),
                None,
            )
            if period is None:
                continue
            begins = max(period["at"], period["starts_at"])
            within = DELIVERED_WITHIN - HOUR
            if back["at"] < begins + within:
                waited = (back["at"] - begins) / HOUR
                yield back["at"], f"{_shown(period)} was taken back {waited:.1f} h after it began"
            elif any(inside for at, inside in self._me.access if begins + HOUR < at < back["at"]):
                yield back["at"], f"{_shown(period)} was taken back although it worked"
        yield from self._without_access()

    def _without_access(self) -> Iterator[tuple[datetime, str]]:
        """He was told that access is valid, but it has not worked for longer than allowed."""
        lost_since: datetime | None = None
        for (before, _), (at, inside) in pairwise(self._me.access):
            until = self._valid_until(at)
            ended = self._operated(at - 35 * DAY, at, "refund", "part", "shorten", "end")
            if inside or until is None or until <= at + MINUTE or ended:
                lost_since = None
                continue
            lost_since = lost_since or before
            if self._late(lost_since, at, RENEWED_WITHIN):
                yield (
                    lost_since,
                    f"no access, and it was said to be valid until {until:%d %b %H:%M}",
                )
                return

    def _valid_until(self, at: datetime) -> datetime | None:
        """The end that he was told last."""
        for told in reversed(self._me.told):
            if told.at > at:
                continue
            if told.has("access-revoked", "subscription-ended", "trial-ended"):
                return told.at
            for said in told.said:
                if said.name == "refunded-time" and "ends_at" not in said.args:
                    return told.at
                if said.name in (*VALID, "refunded-time"):
                    until = said.time("then_ends", "ends_at", "ends")
                    if until is not None:
                        return until
        return None

    def _kept(self) -> Iterator[tuple[datetime, str]]:
        for (_, was_inside), (at, inside) in pairwise(self._me.access):
            if not was_inside or inside:
                continue
            until = self._valid_until(at)
            price = self._price(at)
            lost_by_fault = until is not None and until > at + HOUR
            if lost_by_fault or price is None or self._me.choice_at(at) != "on":
                continue
            if self._operated(at - 7 * DAY, at) or self._balance(at) < price:
                continue
            if self._only_given(at) or self._ended_by_refund(at):
                continue
            if self._balance(at - RENEWED_WITHIN) < price:
                continue
            if self._me.heard("refunded", "renewal-unavailable", since=at - 4 * DAY):
                if not self._was_sold(at):
                    continue
                if self._me.heard("refunded", since=at - 35 * DAY):
                    continue
            yield at, f"lost access with {self._balance(at)} on his balance, the price is {price}"

    def _only_given(self, at: datetime) -> bool:
        """What he bought was over, and what he has since was given: nothing of it renews, as the
        screen of a gift says."""
        over = ("subscription-ended", "refunded", "access-revoked")
        ended = max(
            (told.at for told in self._me.told if told.at < at and told.has(*over)), default=None
        )
        if ended is None or any(ended < deal.at <= at for deal in self._me.deals):
            return False
        return any(
            ended <= when <= at and what.startswith(("taps take:", "writes WEEK"))
            for when, what in self._me.acts
        )

    def _ended_by_refund(self, at: datetime) -> bool:
        """A refund ended renewal, as it said, and nothing that he bought since said otherwise."""
        since = max(when for when, _ in self._me.choices if when <= at)
        last = next(
            (
                told
                for told in reversed(self._me.told)
                if since <= told.at <= at and told.has("refunded", "order-renews")
            ),
            None,
        )
        return (
            last is not None and last.has("refunded") and "will still be renewed" not in last.text
        )

    def _was_sold(self, at: datetime) -> bool:
        return not any(
            f.begins <= at <= f.ends and f.of == "shop" and "sm" not in f.name
            for f in self._year.faults
        )

    def _price(self, at: datetime) -> int | None:
        """The price of the next period that he knows: as announced, else what the last one cost."""
        for told in reversed(self._me.told):
            for said in told.said if told.at <= at else ():
                if said.name.startswith(("renewal-", "profile-next")) and said.money() is not None:
                    return said.money()
        lines = [x for x in self._causes("purchase", "renewal", "change") if x["at"] <= at]
        return -lines[-1]["amount"] if lines else None

    def _told(self) -> Iterator[tuple[datetime, str]]:
        for line in self._lines:
            if line["amount"] in (None, 0) or line["cause"] in ("change_credit", "payout"):
                continue
            at, amount = line["at"], abs(line["amount"])
            limit = TOLD_WITHIN + self._faults(at, at + 3 * DAY)
            # A refusal is believed for a day.
            if at + limit > self._year.end or self._unreachable(at - DAY, at + limit):
                continue
            heard = self._told_between(at - MINUTE, at + limit)
            own = self._own.get(id(line))
            amounts = {amount, own.due if own else amount}
            said = any(amounts & set(told.amounts()) for told in heard)
            bought = own is not None or line["cause"] == "topup"
            if not said and not (bought and any(told.has("bought", "cart") for told in heard)):
                yield at, f"{_shown(line)} was never told"
        yield from self._ends_told()

    def _ends_told(self) -> Iterator[tuple[datetime, str]]:
        for (_, was_inside), (at, inside) in pairwise(self._me.access):
            if not was_inside or inside:
                continue
            until = self._valid_until(at)
            limit = TOLD_WITHIN + self._faults(at, at + 3 * DAY)
            if until is None or until > at + HOUR or at + limit > self._year.end:
                continue
            if self._came_back(at):
                continue
            if not self._unreachable(at - DAY, at + limit) and not any(
                told.has(*ENDED, "renewal-grace", "cancel", "status-line")
                for told in self._told_between(at - 2 * DAY, at + limit)
            ):
                yield at, "his access ended and nobody told him"

    def _came_back(self, at: datetime) -> bool:
        """What worked again within a day, without more of it, was away by a fault: no end. The end
        that he was told may be the day alone, or lie before what he was not told of."""
        back = next((when for when, inside in self._me.access if when > at and inside), None)
        if back is None or back > at + DAY:
            return False
        return not any(told.has(*EXTENDED) for told in self._told_between(at, back + HOUR))

    def _choice(self) -> Iterator[tuple[datetime, str]]:
        for told in self._me.told:
            chosen = self._me.choice_at(told.at)
            since = max((at for at, _ in self._me.choices if at <= told.at), default=told.at)
            if not told.has("profile-") or since == told.at:
                continue
            if chosen in ("off", "cancelled") and told.has("profile-next"):
                if self._me.heard("order-renews", "refunded", since=since):
                    continue
                yield told.at, f"he chose {chosen}, and the next charge is shown"
            elif chosen == "on" and told.has("profile-renewal-off", "profile-cancelled"):
                # What an operator gives after an end does not start to charge; and who blocked the
                # bot hears of a refund, which ends renewal, from his profile.
                over = self._me.heard("refunded", "subscription-ended", since=since) or (
                    self._operated(since, told.at, "refund") and self._unreachable(since, told.at)
                )
                if (self._operated(since, told.at) or self._only_given(told.at)) and over:
                    continue
                yield told.at, "he chose auto-renewal, and it is off"
            elif (
                chosen == "on"
                and told.has("profile-not-on-sale")
                and self._was_sold(told.at)
                and not self._operated(since, told.at)
            ):
                yield told.at, "he chose auto-renewal, and it is not renewed"

    def _screen(self) -> Iterator[tuple[datetime, str]]:
        """The next charge that a profile showed, if nothing has happened since."""
        for told in self._me.told:
            for said in told.said:
                due, amount = said.time("at"), said.money()
                if not said.name.startswith("profile-next") or due is None or amount is None:
                    continue
                if told.has("profile-short") or due > self._year.end - 2 * DAY:
                    continue
                # A day without its clock may mean any time of it.
                until = due + DAY + RECOVERS_WITHIN + self._faults(due, due + DAY)
                if self._changed(told.at, until):
                    continue
                charged = any(
                    -line["amount"] == amount and told.at <= line["at"] <= until
                    for line in self._automatic()
                )
                if not charged:
                    yield due, f"the profile of {told.at:%d %b} said {amount} would be charged"

    def _changed(self, since: datetime, until: datetime) -> bool:
        acted = any(since <= at <= until and what.startswith(_WISHES) for at, what in self._me.acts)
        words = (
            *("renewal-price", "renewal-unavailable", "renewal-short", "refunded"),
            *("game-result", "reward-days"),
        )
        return (
            acted
            or self._operated(since, until)
            or any(told.has(*words) for told in self._told_between(since, until))
        )


_WISHES = (
    "taps pay:",
    "taps fund:",
    "taps auto:",
    "taps resume",
    "taps later:",
    "taps cancel",
    "taps outok:",
    "taps take:",
    "writes WEEK",
    "pays ",
)


def _sold(line: Line) -> tuple[int | None, int | None]:
    """Which period: a refund may be of one that somebody else took as a gift."""
    return line["subscription_id"], line["period_number"]


def _shown(line: Line) -> str:
    what = line["cause"]
    if line["period_number"] is not None:
        what += f" (period {line['period_number']})"
    return f"{what} of {abs(line['amount'] or 0)} on {line['at']:%d %b %H:%M}"


def story(year: Year, broken: Broken, around: timedelta = 3 * DAY) -> list[str]:
    """What happened to that user around that time, in order."""
    me = year.people[broken.person]
    told: list[Event] = [
        (t.at, f"reads    {t.text.splitlines()[0]} {_rest(t.text)}") for t in me.told
    ]
    acts = [(at, f"does     {what}") for at, what in me.acts]
    operated = [(at, f"operator {what}") for at, what in me.operated]
    lines: list[Event] = [
        (line["at"], f"history  {_shown(line)}") for line in year.statements[me.id]
    ]
    access = [
        (at, f"access   {'works' if inside else 'does not work'}")
        for (_, before), (at, inside) in pairwise([(year.begin, False), *me.access])
        if before != inside
    ]
    given_up = [(year.end, f"bot      gives up: {why}") for why in year.given_up.get(me.id, [])]
    faults = [(f.begins, f"fault    {f.name} begins") for f in year.faults]
    faults += [(f.ends, f"fault    {f.name} ends") for f in year.faults]
    known = told + acts + operated + lines + access + given_up + faults
    events = sorted(known, key=lambda event: event[0])
    return [
        f"{at:%d %b %H:%M}  {what}"
        for at, what in events
        if broken.at - around <= at <= broken.at + around
    ]


def _rest(text: str) -> str:
    rest = " ".join(text.splitlines()[1:])
    return rest[:140]
