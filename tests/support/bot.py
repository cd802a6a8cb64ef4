"""A bot in this process beside an emulated Telegram, and the people who talk to it."""

import asyncio
import json
import pickle
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httpx
import uvicorn
from nacl.public import PrivateKey
from pydantic import SecretStr

import listener
from bot.components import Components, build
from bot.payment_events import PaymentSource
from gateways.requisites import settings_of
from http_server import configuration
from sandbox import chat_view
from sandbox.emulators import Emulators
from sandbox.server import hosting
from sandbox.settings import SandboxSettings
from settings import BotSettings, ListenerSettings
from tests.support import ANN, PATIENCE, REPOSITORY, Connection, Database, eventually, execute
from tests.support.races import BROKEN
from tests.support.sandbox import TOKEN

BASIC, PLUS = "Basic · from 149 ₽", "Plus · from 299 ₽"

# Of nobody: the bot has the public one, the listener the private one.
REQUISITES = settings_of(PrivateKey(bytes(range(32))))

SECRET = "a-webhook-secret-of-the-tests-0123456789"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
# A channel.
NEWS = -1001
_SPACES = str.maketrans(dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", " "))

Json = dict[str, Any]
T = TypeVar("T")


def _copied(shown: T) -> T:
    """What changes later has not changed for who looked at it. In a fifth of deepcopy's time, which
    was a seventh of that of a test."""
    copy: T = pickle.loads(pickle.dumps(shown, pickle.HIGHEST_PROTOCOL))
    return copy


@dataclass(frozen=True)
class Sandbox:
    """The sandbox's control API. Where its emulators are in this process, they are asked directly
    for what a test waits for: asked by HTTP, it took half of the test's time."""

    url: str
    http: httpx.AsyncClient
    emulators: Emulators | None = None

    def person(self, telegram_id: int = ANN, language: str = "en") -> "Person":
        return Person(self, telegram_id, language)

    async def post(self, path: str, body: Json) -> Json:
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert answer.is_success, answer.text
        result: Json = answer.json()
        return result

    async def faults(self, **telegram: object) -> None:
        """Replaces the faults of Telegram; none named is none on."""
        answer = await self.http.put("/sandbox/faults", json={"telegram": telegram})
        assert answer.is_success, answer.text

    async def group(self, chat_id: int, **state: object) -> None:
        """Makes or changes one; see sandbox/README.md."""
        answer = await self.http.put(f"/sandbox/groups/{chat_id}", json=state)
        assert answer.is_success, answer.text

    async def faults_of(self, provider: str, **faults: object) -> None:
        answer = await self.http.put("/sandbox/faults", json={provider: faults})
        assert answer.is_success, answer.text

    async def point_webhook(self, provider: str, url: str) -> None:
        answer = await self.http.put("/sandbox/webhooks", json={provider: url})
        assert answer.is_success, answer.text

    async def requests(self, method: str | None = None, since: int = 0) -> list[Json]:
        if self.emulators:
            entries = self.emulators.journal.select(method=method, since=since)
            return _copied([entry.show() for entry in entries])
        wanted = {"since": since} | ({"method": method} if method else {})
        found: list[Json] = (await self.http.get("/sandbox/requests", params=wanted)).json()
        return found

    async def last_request(self) -> int:
        """The number of the newest one."""
        if self.emulators:
            return self.emulators.journal.opened
        return max((int(entry["n"]) for entry in await self.requests()), default=0)

    async def chat(self, id_: int) -> Json:
        if self.emulators:
            return _copied(chat_view.chat(self.emulators.telegram, id_))
        shown: Json = (await self.http.get(f"/sandbox/chats/{id_}")).json()
        return shown

    async def has_updates(self) -> bool:
        """Some wait for the bot."""
        if self.emulators:
            return bool(self.emulators.telegram.updates.waiting())
        return bool((await self.http.get("/sandbox/updates")).json())

    async def bot_api(self, method: str, **params: object) -> httpx.Response:
        return await self.http.post(f"/bot{TOKEN}/{method}", json=params)


@dataclass(frozen=True)
class Person:
    sandbox: Sandbox
    id: int
    language: str

    async def write(self, text: str, **more: object) -> Json:
        """`reply_to`: the id of a message; `document`: the name of a file."""
        name = {"first_name": "Ann", "username": "ann", "language_code": self.language}
        body = {"text": text, "from": name, **more}
        return await self.sandbox.post(f"chats/{self.id}/messages", body)

    async def tap(self, label: str) -> Json:
        """Taps the newest button with this label, whatever kind of spaces it has."""
        for message in reversed(await self.from_bot()):
            for button in (button for row in message["buttons"] for button in row):
                if plain(button["text"]) == label:
                    taps = {"button": button["text"], "message_id": message["message_id"]}
                    return await self.sandbox.post(f"chats/{self.id}/taps", taps)
        raise AssertionError(f"no button {label}")

    async def tap_data(self, data: str, message_id: int = 1) -> Json:
        """Taps what is not (any more) on the screen."""
        return await self.sandbox.post(
            f"chats/{self.id}/taps", {"data": data, "message_id": message_id}
        )

    async def invoice(self) -> Json:
        """Waits for a screen that leads to an invoice, the newest one."""

        async def shown() -> Json | None:
            found = await self.invoices()
            return found[-1] if found else None

        found = await eventually(shown)
        assert found
        return found

    async def invoices(self) -> list[Json]:
        """The messages with a link to an invoice, oldest first, each with what is paid by it."""
        return [
            {**message, "invoice": button["invoice"]}
            for message in await self.from_bot()
            for row in message["buttons"]
            for button in row
            if button["invoice"]
        ]

    async def pay(self, message_id: int) -> Json:
        return await self.sandbox.post(f"chats/{self.id}/pay", {"message_id": message_id})

    async def pay_by(self, invoice: Json) -> Json:
        """By the link of an invoice that was on a screen."""
        link = f"https://t.me/${invoice['invoice']['slug']}"
        return await self.sandbox.post(f"chats/{self.id}/pay", {"link": link})

    async def block(self, blocked: bool = True) -> None:
        await self.sandbox.post(f"chats/{self.id}/block", {"blocked": blocked})

    async def chat(self) -> Json:
        return await self.sandbox.chat(self.id)

    async def from_bot(self) -> list[Json]:
        return [message for message in (await self.chat())["messages"] if message["from"] == "bot"]

    async def sees(
        self, fragment: str, within: float = PATIENCE, beside: Sequence[Json] = ()
    ) -> Json:
        """Waits for a message of the bot that says this, other than these."""

        async def newest() -> Json | None:
            messages = [m for m in reversed(await self.from_bot()) if m not in beside]
            return next((m for m in messages if fragment in plain(m["text"] or "")), None)

        found = await eventually(newest, within)
        assert found
        return found

    async def alert(self, fragment: str) -> None:
        """Waits for an alert over the chat that says this."""

        async def shown() -> bool:
            alerts = (await self.chat())["alerts"]
            return any(fragment in plain(alert["text"]) for alert in alerts)

        await eventually(shown)

    async def goes(self, *steps: str) -> Json:
        """Taps and then sees something new: `goes("Subscription", "Choose a plan", ...)`."""
        for button, seen in zip(steps[::2], steps[1::2], strict=True):
            before = await self.from_bot()
            await self.tap(button)
            message = await self.sees(seen, beside=before)
        return message

    async def asks(self, text: str, seen: str, within: float = PATIENCE) -> Json:
        """Writes and then sees something new."""
        before = await self.from_bot()
        await self.write(text)
        return await self.sees(seen, within, beside=before)

    async def arrive(self) -> Json:
        """The first visit, up to the menu."""
        await self.write("/start")
        return await self.sees("It takes two minutes to set up")


def plain(text: str) -> str:
    """With the spaces that people type."""
    return text.translate(_SPACES)


def labels(message: Json) -> list[str]:
    return [plain(button["text"]) for row in message["buttons"] for button in row]


@asynccontextmanager
async def sandbox(**settings: object) -> AsyncIterator[Sandbox]:
    bare = SandboxSettings.bare(sandbox_backoff_cap=0.2, **settings)
    async with (
        hosting(bare) as (url, emulators),
        httpx.AsyncClient(base_url=url, timeout=30) as http,
    ):
        yield Sandbox(url, http, emulators)


@asynccontextmanager
async def timed_sandbox(database: Database) -> AsyncIterator[Sandbox]:
    """With the clock of the database, and without Telegram's limits."""
    async with sandbox(database_url=SecretStr(database.url())) as it:
        await it.faults(chat_rate=0, rate=0)
        yield it


def bot_settings(database: Database, sandbox: Sandbox, port: int, **changes: Any) -> BotSettings:
    values: Json = {
        "database_url": database.url("tickover_bot"),
        "payments_database_url": database.url("tickover_payments"),
        "bot_token": TOKEN,
        "telegram_api": sandbox.url,
        "telegram_provider_token": "cards:test",
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": SECRET,
        "identity_key": "0123456789abcdef" * 2,
        "requisites_public_key": REQUISITES["REQUISITES_PUBLIC_KEY"],
        "port": port,
    }
    return BotSettings(_env_file=None, **{**values, **changes})


def environment(settings: BotSettings) -> dict[str, str]:
    """The same settings for a process of its own."""
    raw = settings.model_dump(mode="python", exclude_none=True)
    return {
        name.upper(): value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
        for name, value in raw.items()
    }


def provider_settings(sandbox: Sandbox, *providers: str) -> dict[str, Any]:
    """Keys of emulated providers."""
    known = SandboxSettings.bare().of_shop(sandbox.url)
    return {name: value for provider in providers for name, value in known[provider].items()}


@asynccontextmanager
async def open_listener(
    database: Database, sandbox: Sandbox, *providers: str, **panel_keys: str
) -> AsyncIterator[None]:
    """The listener as its process runs it, between the database, the panel, chats and providers. As
    by the bot's clock, a chat gets twenty messages a second: see hurried."""
    port = sandbox.url.rpartition(":")[2]
    seed = (REPOSITORY / "sandbox" / "seed.sql").read_text()
    hurry = "update outbox.topics set lane_spacing = lane_spacing / 20"
    execute(database.url(), f"set sandbox.port = '{port}'; {seed}; {hurry}")
    settings = ListenerSettings(
        _env_file=None,
        database_url=database.url("tickover_listener"),
        bot_token=TOKEN,
        telegram_api=sandbox.url,
        panel_keys=json.dumps({"main": "sandbox", **panel_keys}),
        requisites_keys=REQUISITES["REQUISITES_KEYS"],
        **provider_settings(sandbox, *providers),
    )
    dsn, stop = settings.database_url.get_secret_value(), asyncio.Event()
    async with (
        listener.telegram(settings) as chats,
        listener.gateways(settings, chats) as handlers,
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(listener.consumer(dsn, handlers, listener.Metrics().observe).run(stop))
        yield
        stop.set()


def hurried() -> float:
    """A clock of the bot by which a chat may get twenty messages a second. By the real one whoever
    taps more than ten times waits a second for each further answer."""
    return 20 * time.monotonic()


class _Guest(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass
class Shop:
    """A running bot, its Telegram and its database."""

    sandbox: Sandbox
    db: Connection
    components: Components
    http: httpx.AsyncClient
    _credits: int = field(default=0, init=False)

    async def credit(self, person: Person, amount: int) -> None:
        """Money that came in some other way."""
        self._credits += 1
        await self.db.execute(
            "select inbox._book_payment($1, 'telegram', $2, null, $3, 'RUB')",
            person.id,
            f"credit-{self._credits}",
            amount,
        )

    async def apply_vpn(self) -> None:
        """What a listener would hear from a panel: each access is as desired."""
        await self.db.execute("""
            select vpn.applied(
              a.id::text,
              '{}',
              jsonb_build_object(
                'generation', d.generation,
                'present', d.present,
                'link', 'vless://' || a.uuid || '@vpn.example:443#Tickover'
              )
            )
            from vpn.access as a
            join vpn.desired as d on d.subscription_id = a.subscription_id
        """)

    async def settled(self) -> None:
        await settled(self.sandbox, self.db)


async def settled(sandbox: Sandbox, db: Connection) -> None:
    """Waits until Telegram has delivered everything and the inbox is empty."""

    async def empty() -> bool:
        if await sandbox.has_updates():
            return False
        waiting = "select exists (select from outbox.messages as m where m.topic = 'inbox')"
        return not await db.fetchval(waiting)

    await eventually(empty)


@asynccontextmanager
async def open_shop(
    database: Database, db: Connection, sandbox: Sandbox, **changes: Any
) -> AsyncIterator[Shop]:
    """The bot as its process runs it, in this event loop, on a free port. `changes` of settings,
    `providers` that report to it, the `clock` of its limits for Telegram, and whether it tells
    Telegram its `commands`: in all languages that takes twenty calls, which is a third of a test's
    time."""
    clock: Callable[[], float] = changes.pop("clock", hurried)
    providers: Mapping[str, PaymentSource] = changes.pop("providers", {})
    commands: bool = changes.pop("commands", False)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    settings = bot_settings(database, sandbox, port, **changes)
    stop = asyncio.Event()
    async with (
        build(settings, clock, providers) as components,
        asyncio.TaskGroup() as tasks,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http,
    ):
        server = _Guest(configuration(components.app))
        serving = tasks.create_task(server.serve(sockets=[listening]))
        tasks.create_task(components.consumer.run(stop))
        if not commands:
            components.telegram_setup.commands_in = ()
        connecting = tasks.create_task(components.connect_telegram())
        yield Shop(sandbox, db, components, http)
        connecting.cancel()
        server.should_exit = True
        await serving
        stop.set()


async def buys(shop: Shop, person: Person, plan: str, price: str, amount: int) -> Json:
    """From the menu to the key, with money that is there already."""
    await shop.credit(person, amount)
    await person.goes(
        *("Subscription", "Choose a plan"),
        *(plan, "For how long?"),
        *(price, "Your order"),
        *(f"Pay {amount // 100} ₽ from balance", "Paid"),
    )
    paid = await person.sees("vless://")
    await person.goes("Menu", "🟢")
    return paid


async def set_up(shop: Shop, **settings: Any) -> None:
    for name, value in settings.items():
        await shop.db.execute(
            "update app.settings set value = $2::text::jsonb where name = $1",
            name,
            json.dumps(value),
        )


async def put_channel(shop: Shop, *, has_bot: bool) -> None:
    body = {"title": "News", "has_bot": has_bot}
    answer = await shop.sandbox.http.put(f"/sandbox/channels/{NEWS}", json=body)
    assert answer.is_success, answer.text


# The others check, measure and tidy up, of which no customer hears; they are most of the work.
JOBS_THAT_TELL = """
    select j.name
    from jobs.jobs as j
    where j.enabled and j.name !~ '^(check|measure|purge|refresh|watch_jobs|take)'
    order by j.position, j.name
"""


async def jobs_that_tell(db: Connection) -> list[str]:
    return [row["name"] for row in await db.fetch(JOBS_THAT_TELL)]


async def advance(shop: Shop, interval: str, *, jobs: Sequence[str] = ()) -> None:
    """Moves the clock and runs the jobs that tell, and those named besides; none of them may
    fail."""
    names = [*await jobs_that_tell(shop.db), *jobs]
    moved = await shop.sandbox.post("clock", {"advance": interval, "jobs": names})
    assert [job for job in moved["jobs"] if job["error"]] == []


def written(at: datetime) -> str:
    """As screens write what is more than two days away, in the zone of the shop."""
    at = at.astimezone(ZoneInfo("Europe/Moscow"))
    return f"{at.day} {at:%B}"


async def all_is_well(shop: Shop) -> None:
    assert await shop.db.fetch(BROKEN) == []
