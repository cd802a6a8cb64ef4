"""Judges from outside whether the bot's screens say what then happens.

It knows what the wanderers saw and did, and what the shop booked: no tap without an answer, no
screen without a way on or with what is not for people, and no money taken that no screen named.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from fluent.syntax import FluentParser, ast

from sandbox.journal import Entry
from simulation.hostile.messages import TEXTS, moment, parse, plain
from simulation.hostile.people import DAY
from simulation.hostile.stack import Stack
from tests.wandering.wanderer import Wanderer

SECOND = timedelta(seconds=1)
# What a text for people never has: placeholders, values of Python and SQL, errors.
RAW = re.compile(
    r"\{ ?\$|\$\w+ ?\}|%\(?\w*\)?s\b|\bNone(?! yet| waits)\b|\bTrue\b|\bFalse\b|\bNaN\b|\bnull\b"
    r"|Traceback|Exception|TK\d{3}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|\d{4}-\d\d-\d\dT\d\d"
    r"|datetime\.|Decimal\(|<bound|object at 0x|&lt;|&amp;lt"
)
# Telegram's refusals that the bot expects: two taps at once, what is old, what is gone.
EXPECTED = re.compile(
    r"not modified|to delete not found|can't be deleted|to edit not found|can't be edited"
    r"|there is no text|query is too old|blocked by the user",
    re.IGNORECASE,
)
SHOWS = frozenset(
    {
        *("sendmessage", "editmessagetext", "deletemessage", "sendphoto", "senddocument"),
        *("sendvideo", "senddice", "editmessagereplymarkup", "copymessage", "editmessagemedia"),
        *("editmessagecaption",),
    }
)
MONEY = re.compile(r"-?[\d,]+(?:\.\d+)? (?:₽|⭐)")
ORDERS = """
select o.id, i.telegram_id, o.token, o.kind, o.amount, o.credit, o.created_at, o.fulfilled_at,
  s.ends_at, s.cancelled_at is not null as cancelled
from billing.orders as o
join app.telegram_identities as i on i.user_id = o.user_id
left join billing.subscriptions as s on s.id = o.subscription_id
where o.status = 'fulfilled' and o.kind <> 'topup' and o.id <> all ($1::bigint[])
order by o.fulfilled_at, o.id
"""
LINES = """
select i.telegram_id, l.cause, l.amount, l.at, l.transfer_id, l.period_number
from app.telegram_identities as i
cross join lateral billing.statement(i.user_id) as l
where l.amount < 0 and l.transfer_id > $1 and not exists (
  select from billing.orders as o where o.user_id = i.user_id and o.fulfilled_at = l.at
)
order by l.transfer_id
"""

STATE = """
select i.telegram_id, billing.balance_of(i.user_id, billing.currency_of(i.user_id)) as balance,
  coalesce(jsonb_object_agg(s.id, jsonb_build_object(
    'ends', s.ends_at, 'auto', s.auto_renew, 'cancelled', s.cancelled_at is not null
  )) filter (where s.id is not null), '{}') as subscriptions
from app.telegram_identities as i
left join billing.subscriptions as s on s.user_id = i.user_id
group by i.telegram_id, i.user_id
"""
# Who has access by what he has paid or was given, and who could connect.
ACCESS = """
select a.uuid::text, s.id, s.expires_at
from billing.subscriptions as s
join vpn.access as a on a.subscription_id = s.id
where s.status = 'active' and s.expires_at > app.now()
"""
# The only buttons by which a balance may fall, an end may come earlier, and choices may change.
TAKES = ("pay:", "erase:")
CHOOSES = ("auto:", "resume", "cancel", "later:", *TAKES)
STANDS = re.compile(r"how (?:it|things) stands?|choose again|read (?:it|them) again")
CALMS = re.compile(r"[Nn]othing was (?:charged|deleted)")


@dataclass
class Witness:
    stack: Stack
    people: dict[int, Wanderer]
    strict: bool
    """Whether only people and time change something; else an owner does, in whatever way."""
    found: list[str] = field(default_factory=list)
    _orders: list[int] = field(default_factory=list)
    _transfer: int = 0
    _quoted: dict[str, tuple[int, datetime | None, datetime]] = field(default_factory=dict)
    """Of each order that was shown in English: what it costs, until when it lasts, as of when."""

    def complain(self, who: int, what: str) -> None:
        self.found.append(f"{self.stack.now:%d %b %H:%M}  {who}: {what}")

    # -- What is shown

    def reads(self, entry: Entry) -> None:
        """A call to Telegram: what it shows to a person is for people."""
        person = self.people.get(entry.chat_id or 0)
        if entry.status == 400 and not EXPECTED.search(entry.outcome or ""):
            self.complain(entry.chat_id or 0, f"{entry.method} is refused: {entry.outcome}")
        text = entry.params.get("text") or entry.params.get("caption") or ""
        if not text:
            return
        said = re.sub(r"\S+://\S+", "", plain(str(text)))
        found = RAW.search(said)
        if found and not (person and person.expects(found[0])):
            self.complain(entry.chat_id or 0, f"reads {found[0]!r} in {said!r}")
        for word in re.findall(r"\b[a-z]+(?:-[a-z]+)+\b", said):
            if word in _keys():
                self.complain(entry.chat_id or 0, f"reads the key {word} in {said!r}")

    def sees(self, person: Wanderer) -> None:
        """The orders on his screen, with what they cost."""
        for button in person.now_shown:
            token = _token(button.data)
            if (
                token is None
                or button.locale != "en"
                or not button.data.startswith(("pay", "fund"))
            ):
                continue
            quoted = _quote(button.text, self.stack.now)
            if quoted is not None:
                self._quoted[token] = (*quoted, self.stack.now)

    def answered(self, person: Wanderer, what: str, query: str, entries: list[Entry]) -> None:
        """A tap ends the button's spinner and shows something."""
        mine = [one for one in entries if one.method.lower() == "answercallbackquery"]
        answer = next((one for one in mine if one.params.get("callback_query_id") == query), None)
        shown = any(
            one.chat_id == person.id and one.method.lower() in SHOWS and one.status != 500
            for one in entries
        )
        if answer is None:
            self.complain(person.id, f"{what} was never answered")
        elif not shown and not answer.params.get("text"):
            self.complain(person.id, f"{what} has no effect that can be seen")
        elif not shown and STANDS.search(str(answer.params["text"])):
            self.complain(person.id, f"{what} promises a screen and shows none")

    def heard(self, person: Wanderer, what: str, entries: list[Entry]) -> None:
        """What is written is answered; a file or a sticker need not be."""
        shows = any(one.chat_id == person.id and one.method.lower() in SHOWS for one in entries)
        if not shows:
            self.complain(person.id, f"{what} got no answer")

    def finds_a_way(self, person: Wanderer, screen: int | None) -> None:
        """The screen leads on, or back."""
        if screen is None or screen not in person.seen:
            return
        on_it = [one for one in person.now_shown if one.message_id == screen and not one.is_link]
        if not on_it and screen in sorted(person.seen)[-3:]:
            text = person.seen[screen].get("text")
            self.complain(person.id, f"the screen has no way on: {text!r}")

    # -- What a tap does

    async def state(self) -> dict[int, Any]:
        """What everybody has, and has chosen."""
        rows = await self.stack.connections["admin"].fetch(STATE)
        return {
            row["telegram_id"]: (row["balance"], json.loads(row["subscriptions"])) for row in rows
        }

    async def compares(
        self, before: dict[int, Any], taps: Mapping[int, Sequence[str]], entries: list[Entry]
    ) -> None:
        """Nothing is taken, shortened or chosen but by a button that is for that. `taps`: the data
        of what each has tapped."""
        if not self.strict:
            return
        after = await self.state()
        calmed = {
            person
            for person, data in taps.items()
            if len(data) == 1 and len(taps) == 1
            for one in entries
            if one.method.lower() == "answercallbackquery"
            and CALMS.search(str(one.params.get("text") or ""))
        }
        for id_ in before.keys() & after.keys():
            tapped = [] if id_ in calmed else taps.get(id_, [])
            (had, old), (has, new) = before[id_], after[id_]
            may_take = any(data.startswith(TAKES) for data in tapped)
            may_choose = any(data.startswith(CHOOSES) for data in tapped)
            if has < had and not may_take:
                self.complain(id_, f"{had - has} was taken by {taps.get(id_)}")
            for number in old.keys() & new.keys():
                was, now = old[number], new[number]
                if now["ends"] < was["ends"] and not may_take:
                    self.complain(id_, f"{was} became {now} by {taps.get(id_)}")
                chosen = {name: now[name] for name in ("auto", "cancelled")}
                if not may_choose and chosen != {name: was[name] for name in chosen}:
                    self.complain(id_, f"{was} became {now} by {taps.get(id_)}")

    async def looks_at_the_panel(self) -> None:
        """Who has paid can connect, for as long as he has paid; nobody else can."""
        rows = await self.stack.connections["admin"].fetch(ACCESS)
        paid = {row["uuid"]: row for row in rows}
        there = {
            user["uuid"]: user for user in self.stack.emulators.panel.show() if user["enabled"]
        }
        for uuid in paid.keys() - there.keys():
            self.complain(0, f"subscription {paid[uuid]['id']} has no access")
        for uuid in there.keys() - paid.keys():
            self.complain(0, f"{there[uuid]['key']} has access for nothing")
        for uuid in paid.keys() & there.keys():
            until = there[uuid]["expires_at"]
            if until and datetime.fromisoformat(until) < paid[uuid]["expires_at"] - SECOND:
                self.complain(0, f"{dict(paid[uuid])} ends at the panel {until}")

    # -- What is taken

    async def counts(self) -> None:
        """What was bought since the last look, and what was charged."""
        admin = self.stack.connections["admin"]
        for row in await admin.fetch(ORDERS, self._orders):
            self._orders.append(row["id"])
            if self.strict:
                self._bought(row)
        for row in await admin.fetch(LINES, self._transfer):
            self._transfer = max(self._transfer, row["transfer_id"])
            if self.strict and row["cause"] == "renewal":
                self._renewed(row)

    def _bought(self, row: Any) -> None:
        person = self.people.get(row["telegram_id"])
        if person is None:
            return
        token = row["token"].hex
        quoted = self._quoted.get(token)
        if quoted is None:
            if not person.foreign:
                self.complain(person.id, f"order {row['id']} was bought and never shown")
            return
        due, ends, at = quoted
        if row["amount"] - row["credit"] != due:
            self.complain(person.id, f"order {row['id']} showed {due}, and costs {dict(row)}")
        if ends is None or row["ends_at"] is None or row["kind"] == "gift":
            return
        # What follows may only be later: a day without its clock begins at midnight.
        if row["ends_at"] < ends and row["fulfilled_at"] - at < DAY:
            self.complain(person.id, f"order {row['id']} said {ends}, and ends {row['ends_at']}")

    def _renewed(self, row: Any) -> None:
        person = self.people.get(row["telegram_id"])
        if person is None or person.foreign or person.blocks:
            return
        amount, at = -row["amount"], row["at"]
        told = [one for one in person.told if one.at > at - 40 * DAY]
        if not any(amount in one.amounts() for one in told):
            self.complain(person.id, f"{amount} was charged and never named")


def _quote(text: str, now: datetime) -> tuple[int, datetime | None] | None:
    """What the order on a screen costs, and until when it lasts."""
    said = {one.name: one for one in reversed(parse(text, now))}
    price = said.get("order-price")
    if price is None:
        return None
    amount = price.money()
    if (due := said.get("order-due")) is not None:
        amount = due.money("due")
    if (back := said.get("order-gives-back")) is not None:
        amount = -(back.money("back") or 0)
    if amount is None:
        return None
    ends = said.get("order-ends") or said.get("order-moves")
    written = re.search(r"[^→\n]*$", ends.args.get("ends", "")) if ends else None
    return amount, moment(written[0].strip(), now) if written else None


def _token(data: str) -> str | None:
    for part in data.split(":"):
        try:
            return UUID(part).hex
        except ValueError:
            continue
    return None


@cache
def _keys() -> frozenset[str]:
    """The names of all texts that cannot be taken for words."""
    return frozenset(name for name in _names() if name.count("-") >= 1)


def _names() -> Iterator[str]:
    for file in TEXTS.glob("*.ftl"):
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            if isinstance(entry, ast.Message):
                yield entry.id.name
