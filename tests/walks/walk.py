"""Walks through the bot, in several languages at once, written down as they are seen.

A walk is played in a shop of its own: bot, listener, panel and jobs as they are, and a clock that
stands still until the walk moves it. Each language has its person, and all of them take the same
steps. A step names a button by its data, which is the same in each language.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import asyncpg
from pydantic import SecretStr

from tests.support import FIRST_IDS, REPOSITORY, Connection, Database, eventually
from tests.support.bot import (
    Person,
    Sandbox,
    Shop,
    jobs_that_tell,
    open_listener,
    open_shop,
    plain,
    sandbox,
)
from tests.walks.transcript import Json, Transcript, visible

# A Tuesday noon in Moscow, long after any time at which these tests run: prices are valid by then.
BEGIN = datetime(2040, 1, 10, 9, 0, tzinfo=UTC)
LANGUAGES = ("en", "ru")
NAMES = {"en": "Ann", "ru": "Аня"}
PAGE = "https://vpn.example"
PANEL_TOPICS = ("vpn",)
# Most taps that a job may take; one of those by card opens the form, which the shop does not count.
JOBS = {
    "start to the first app": 6,
    "buy from the balance": 4,
    "buy by card": 5,
    "renew from the menu": 2,
    "turn auto-renewal off": 2,
    "cancel": 3,
    "write to support": 3,
    "new device": 3,
    "give a subscription": 5,
    "throw": 3,
    "withdraw": 5,
}


@dataclass(frozen=True)
class Story:
    """A walk, and the shop that it needs."""

    name: str
    about: str
    play: "Callable[[Walk], Awaitable[None]]"
    providers: Sequence[str] = ()
    """Pages to pay on, in place of Telegram's own form."""
    setup: str = ""
    """SQL before the shop opens."""
    page: bool = True
    alone: bool = False
    """One language after the other, each in a shop of its own."""
    menu: bool = False
    """Of the admin menu, which counts the jobs that never ran."""


STORIES: dict[str, Story] = {}


def story(
    about: str, **needs: Any
) -> "Callable[[Callable[[Walk], Awaitable[None]]], Callable[[Walk], Awaitable[None]]]":
    def keep(play: "Callable[[Walk], Awaitable[None]]") -> "Callable[[Walk], Awaitable[None]]":
        STORIES[play.__name__] = Story(play.__name__, about, play, **needs)
        return play

    return keep


@dataclass
class Chat:
    """What one person sees, and what was written down of it."""

    person: Person
    name: str
    transcript: Transcript | None
    """None: somebody whose chat is not written down."""
    messages: Mapping[int, Json] = field(default_factory=dict)
    alerts: int = 0

    @property
    def language(self) -> str:
        return self.person.language

    def newest(self, data: str, nth: int = 1) -> tuple[int, Json]:
        """The newest button with these data, or whose data begin with them; the nth of those on
        its message."""
        for message_id in sorted(self.messages, reverse=True):
            found = [
                button
                for row in self.messages[message_id]["buttons"]
                for button in row
                if button["data"] == data or (button["data"] or "").startswith(f"{data}:")
            ]
            if found:
                return message_id, found[nth - 1]
        raise AssertionError(f"no button {data} for {self.name}: {self.offered()}")

    def page(self) -> Json:
        """The newest button that leads to a page to pay on."""
        for message_id in sorted(self.messages, reverse=True):
            for row in self.messages[message_id]["buttons"]:
                for button in row:
                    if button["invoice"] or "/pay/" in (button["url"] or ""):
                        found: Json = button
                        return found
        raise AssertionError(f"nothing to pay for {self.name}: {self.offered()}")

    def offered(self) -> list[str]:
        return [
            button["data"] or button["url"] or button["copy"]
            for message in self.messages.values()
            for row in message["buttons"]
            for button in row
        ]


@dataclass
class Walk:
    shop: Shop
    chats: list[Chat]
    cron: Connection
    """The connection that runs jobs; one that has run them does so in half the time."""
    jobs_that_tell: Sequence[str]
    staff: Chat | None = None
    """A person of support, whose chat is written down in the same transcript."""
    now: datetime = BEGIN
    panel_is_down: bool = False
    taps: int = 0
    jobs: dict[str, int] = field(default_factory=dict)

    # -- What people do

    async def start(self, payload: str = "") -> None:
        await self.write(f"/start {payload}".strip())

    async def begin(self) -> None:
        """The first visit, up to the menu, which is a walk of its own elsewhere."""
        with self.unwritten("is at the menu"):
            await self.start()
            if any("lang" in str(chat.offered()) for chat in self.chats):
                await self.choose_language()

    @contextmanager
    def unwritten(self, state: str) -> Iterator[None]:
        """Steps that another walk shows; only the state that they lead to is written down."""
        kept = [chat.transcript for chat in self.chats]
        for chat in self.chats:
            chat.transcript = None
        yield
        for chat, transcript in zip(self.chats, kept, strict=True):
            chat.transcript = transcript
            self._note(chat, f"{chat.name} {state}.")

    async def choose_language(self) -> None:
        """Each person's own."""
        self.taps += 1
        await self.each(lambda chat: self._tap(chat, f"lang:{chat.language}"))

    async def write(self, text: str | Mapping[str, str], **more: object) -> None:
        """A text for all languages, or one for each."""

        async def writes(chat: Chat) -> None:
            words = text if isinstance(text, str) else text[chat.language]
            self._note(chat, f"{chat.name} writes: {words}")
            await chat.person.write(words, **more)

        await self.each(writes)

    async def tap(self, *data: str) -> None:
        """Taps buttons, one after the other."""
        for one in data:
            self.taps += 1
            await self.each(partial(self._tap, data=one))

    async def tap_nth(self, data: str, nth: int) -> None:
        """The first, second ... of several that are alike."""
        self.taps += 1
        await self.each(partial(self._tap, data=data, nth=nth))

    async def opens(self, url: str) -> None:
        """Taps a button that leads out of Telegram."""
        self.taps += 1
        for chat in self.chats:
            found = [
                button
                for message in chat.messages.values()
                for row in message["buttons"]
                for button in row
                if url in (button["url"] or "")
            ]
            assert found, f"nothing leads to {url}: {chat.offered()}"
            self._note(chat, f"{chat.name} opens [ {plain(found[-1]['text'])} ↗ ]")

    async def tap_twice(self, data: str) -> None:
        """Two taps on a button before the first one is answered."""

        async def taps(chat: Chat) -> None:
            message_id, button = chat.newest(data)
            self._note(chat, f"{chat.name} taps twice [ {plain(button['text'])} ]  ({named(data)})")
            for _ in range(2):
                await chat.person.tap_data(button["data"], message_id)

        await self.each(taps)

    async def tap_stale(self, data: str, why: str) -> None:
        """Taps what an old message still shows."""

        async def taps(chat: Chat) -> None:
            self._note(chat, f"{chat.name} taps {why}  ({named(data)})")
            screen = max(id for id, one in chat.messages.items() if one["from"] == "bot")
            await chat.person.tap_data(data, screen)

        await self.each(taps)

    async def pay(self, *, settles: bool = True) -> None:
        """By the newest page to pay on, whoever's it is."""
        self.taps += 1

        async def pays(chat: Chat) -> None:
            button = chat.page()
            label = plain(button["text"])
            if button["invoice"]:
                self._note(chat, f"{chat.name} opens [ {label} ↗ ] and pays in Telegram")
                paid = await chat.person.pay_by(button)
                if not paid["paid"]:
                    self._note(chat, f"Telegram says: {plain(paid['error'])}")
            else:
                self._note(chat, f"{chat.name} opens [ {label} ↗ ] and pays there")
                provider, number = button["url"].split("/pay/")[1].split("/")[:2]
                place = {"yookassa": "yookassa/payments", "stripe": "stripe/sessions"}[provider]
                await self.shop.sandbox.post(f"{place}/{number}/pay", {})

        await self.each(pays, settles=settles)

    @contextmanager
    def job(self, name: str) -> Iterator[None]:
        """Counts the taps of a job; it must not take more than JOBS allows."""
        most, before = JOBS[name], self.taps
        yield
        taken = self.jobs[name] = self.taps - before
        for chat in self.chats:
            self._note(chat, f"== Taps to {name}: {taken}")
        assert taken <= most, f"{name}: {taken} taps, at most {most}"

    # -- What support does

    async def support_begins(self) -> None:
        """A person of support opens the bot."""
        language = self.chats[0].language
        person = Person(self.shop.sandbox, 2001, language)
        await person.write("/start")
        await self._settled()
        await self.shop.db.execute(
            "update app.users set role = 'owner', locale = $2 where id = app.user_of($1)",
            person.id,
            language,
        )
        self.staff = Chat(person, "Support", None)
        await self._look()
        self.staff.transcript = self.chats[0].transcript

    async def support_replies(self, text: str | Mapping[str, str]) -> None:
        """To the newest message that support has got."""
        assert self.staff
        words = text if isinstance(text, str) else text[self.staff.language]
        self._note(self.staff, f"Support replies: {words}")
        await self.staff.person.write(words, reply_to=max(self.staff.messages))
        await self._look()

    async def support_taps(self, data: str) -> None:
        assert self.staff
        await self._tap(self.staff, data)
        await self._look()

    # -- What happens around them

    def part(self, heading: str) -> None:
        for chat in self.chats:
            if chat.transcript:
                chat.transcript.heading(heading)

    async def credit(self, amount: int) -> None:
        for chat in self.chats:
            await self.shop.credit(chat.person, amount)
        await self._look()

    async def operator(self, what: str, statement: str, *arguments: Any) -> None:
        """An operator's statement about each person, whose user id is its $1."""

        async def operates(chat: Chat) -> None:
            self._note(chat, f"-- {what}")
            user = await self.shop.db.fetchval("select app.user_of($1)", chat.person.id)
            await self.shop.db.execute(statement, user, *arguments)

        await self.each(operates)

    async def shop_does(self, what: str, statement: str) -> None:
        """A statement about the whole shop."""
        for chat in self.chats:
            self._note(chat, f"-- {what}")
        await self.shop.db.execute(statement)
        await self._look()

    async def faults(self, what: str, **faults: Any) -> None:
        for chat in self.chats:
            self._note(chat, f"-- {what}")
        body = {"telegram": {"chat_rate": 0, "rate": 0}, **faults}
        assert (await self.shop.sandbox.http.put("/sandbox/faults", json=body)).is_success
        self.panel_is_down = bool(faults.get("vpn", {}).get("down"))

    async def panel_takes_its_time(self) -> None:
        """Nothing goes to the panel until it is said what the panel does."""
        pause = "update outbox.topics set paused_until = 'infinity' where name = 'vpn'"
        await self.shop.db.execute(pause)
        self.panel_is_down = True

    async def panel_is_back(self) -> None:
        await self.faults("The panel works again")
        await self.shop.db.execute("select ops.resume('vpn')")
        await self._look()

    async def later(self, interval: str) -> None:
        """Moves the clock and runs the jobs; none of them may fail."""
        self.now = await self.shop.db.fetchval(
            "update sandbox.stopped_clock set at = at + $1::text::interval returning at", interval
        )
        for chat in self.chats:
            self._note(chat, f"== {interval} later: {self.now:%d %B, %H:%M} UTC")
        await self.shop.db.execute("update sandbox.clock set shift = $1 - now()", self.now)
        await self.shop.sandbox.http.get("/sandbox/clock")  # which reads it again
        for job in self.jobs_that_tell:
            await self.cron.execute(f"call jobs.work('{job}')")
        assert await self.shop.db.fetch("select from jobs.parked") == []
        await self._look()

    # -- How it is written down

    async def each(self, act: Callable[[Chat], Awaitable[None]], *, settles: bool = True) -> None:
        for chat in self.chats:
            await act(chat)
        if settles:
            await self._look()

    async def _tap(self, chat: Chat, data: str, nth: int = 1) -> None:
        message_id, button = chat.newest(data, nth)
        label = plain(button["text"])
        self._note(chat, f"{chat.name} taps [ {label} ]  ({named(button['data'])})")
        await chat.person.tap_data(button["data"], message_id)

    def _note(self, chat: Chat, text: str) -> None:
        if chat.transcript:
            chat.transcript.happens(text)

    async def _look(self) -> None:
        """Waits until all is delivered, and writes down what has changed in the chats."""
        await self._settled()
        for chat in [*self.chats, *([self.staff] if self.staff else [])]:
            seen = await chat.person.chat()
            after = {m["message_id"]: visible(m) for m in seen["messages"]}
            alerts = [one for one in seen["alerts"] if one["n"] > chat.alerts]
            if chat.transcript:
                screen = await self._screen(chat)
                who = "Shop, to support," if chat is self.staff else "Shop"
                chat.transcript.shown(who, chat.messages, after, alerts, screen)
            chat.messages = after
            chat.alerts = max((one["n"] for one in seen["alerts"]), default=0)

    async def _screen(self, chat: Chat) -> str:
        found: str | None = await self.shop.db.fetchval(
            """
            select format('%s %s', i.screen_message_id, split_part(c.state, ':', 1))
            from app.telegram_identities as i
            join app.conversations as c on c.telegram_id = i.telegram_id
            where i.telegram_id = $1
            """,
            chat.person.id,
        )
        return found or ""

    async def _settled(self) -> None:
        without = PANEL_TOPICS if self.panel_is_down else ()

        async def nothing_waits() -> bool:
            if await self.shop.sandbox.has_updates():
                return False
            waiting = """
                select exists (select from outbox.messages as m where m.topic <> all ($1::text[]))
            """
            return not await self.shop.db.fetchval(waiting, list(without))

        await eventually(nothing_waits, within=30, every=0.03)


def named(data: str) -> str:
    """The data of a button without what differs from run to run and from shop to shop."""
    kind, *rest = data.split(":")
    words = [part for part in rest if part and not part.isdigit() and len(part) < 16]
    return ":".join([kind, *words])


@asynccontextmanager
async def opened(
    story: Story, database: Database, db: Connection, languages: Sequence[str]
) -> AsyncIterator[Walk]:
    """The shop of a story, and one person for each language."""
    await db.execute((REPOSITORY / "sandbox" / "stopped_clock.sql").read_text())
    await db.execute("update sandbox.stopped_clock set at = $1", BEGIN)
    await db.execute(FIRST_IDS)
    # Real time, which the pauses between messages take, would only be waited for.
    await db.execute("update outbox.topics set lane_spacing = '0', backoff_min = '0.05 s'")
    if story.setup:
        await db.execute(story.setup)
    changes: Json = {"page_url": PAGE} if story.page else {}
    if story.providers:
        changes["telegram_provider_token"] = None
    async with AsyncExitStack() as stack:
        world: Sandbox = await stack.enter_async_context(
            sandbox(database_url=SecretStr(database.url()))
        )
        await world.faults(chat_rate=0, rate=0)
        await world.post("clock", {"to": BEGIN.isoformat(), "jobs": None if story.menu else []})
        shop = await stack.enter_async_context(open_shop(database, db, world, **changes))
        await stack.enter_async_context(open_listener(database, world, *story.providers))
        chats = [
            Chat(Person(world, 1001 + at, language), NAMES[language], Transcript())
            for at, language in enumerate(languages)
        ]
        cron = await asyncpg.connect(database.url())
        stack.push_async_callback(cron.close)
        await cron.execute("set role tickover_cron")
        yield Walk(shop, chats, cron, await jobs_that_tell(db))
