"""The whole shop in one process: database, bot, listener, emulators, and their clocks.

Business time stands still until it is moved. The machine's clock continues, and the outbox counts
its pauses, leases and delays on it. So when business time is moved by an hour, those times are
moved back by an hour: a fault of a day gives the shop as many attempts as a real day.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import httpx
import uvicorn
from nacl.public import PrivateKey

import listener
from bot.components import build
from gateways.requisites import settings_of
from http_server import configuration
from sandbox.emulators import Emulators
from sandbox.journal import Entry
from sandbox.server import hosting
from sandbox.settings import SandboxSettings
from scripts.throwaway import REPOSITORY, Connection
from settings import BotSettings, ListenerSettings
from simulation.database import DatabaseUrls

TOKEN = "100200300:sandbox"
SECRET = "a-webhook-secret-of-the-simulation-012345"
PROVIDER_TOKEN = "cards:test"
IDENTITY_KEY = "0123456789abcdef" * 2
REQUISITES = settings_of(PrivateKey(bytes(range(32))))
PANEL_KEY = "sandbox"
ROLES = ("cron", "operator", "dba")

# Limits in machine seconds say nothing about business time; everything else is the default.
PREPARE = """
update outbox.topics set rate = null, lane_spacing = '0';
"""
# Short periods, so that each user has several within two months.
PRICES = """
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, o.days, 'day', o.amount, 'RUB', tstzrange('2026-01-01', null)
from (values ('basic', 7, 4900), ('basic', 14, 8900), ('plus', 7, 9900)) as o (plan, days, amount)
join billing.plans as p on p.code = o.plan;
"""
# With it Stars can be paid with.
RATE = """
insert into billing.rates (currency, paid_in, amount, paid) values ('RUB', 'XTR', 10000, 55);
"""
MAY_CREATE = """
do $$ begin
  execute format('grant create on database %I to tickover_owner', current_database());
end $$;
"""
AGE = """
update sandbox.stopped_clock set at = '{at}';
update outbox.lanes set
  ready_at = ready_at - interval '{by}',
  rests_until = rests_until - interval '{by}'
where ready_at > '-infinity';
update outbox.topics set paused_until = paused_until - interval '{by}';
update outbox.destinations set
  paused_until = paused_until - interval '{by}',
  retry_at = retry_at - interval '{by}',
  failing_since = failing_since - interval '{by}',
  refused_since = refused_since - interval '{by}',
  tokens_at = tokens_at - interval '{by}';
update outbox.messages set enqueued_at = enqueued_at - interval '{by}';
update outbox.messages set payload = jsonb_set(
  payload, '{{asked_at}}', to_jsonb((payload ->> 'asked_at')::timestamptz - interval '{by}')
) where kind = 'inbox.refresh' and payload ? 'asked_at';
update inbox.events set received_at = received_at - interval '{by}' where processed_at is null;
update inbox.money_events
set received_at = received_at - interval '{by}', closed_at = closed_at - interval '{by}'
where closed_at is null or told_at is null;
update app.brakes set counted_at = counted_at - interval '{by}' where counted_at > '-infinity';
select pg_notify('outbox_' || t.name, '') from outbox.topics as t;
"""
# Messages in flight, and messages that a running consumer could claim.
BUSY = """
select exists (
  select from outbox.lanes as l
  join outbox.topics as t on t.name = l.topic
  join outbox.destinations as d on d.id = l.destination
  where l.waiting > 0 and l.ready_at > '-infinity' and t.consumer = any ($1) and case
    when l.token is not null then l.ready_at > clock_timestamp()
    else l.ready_at <= clock_timestamp() and outbox.closed_until(t, d, clock_timestamp()) is null
  end
)
"""
# Seconds until a waiting message may be retried.
NEXT_TRY = """
select extract(
  epoch from min(greatest(l.ready_at, outbox.closed_until(t, d, clock_timestamp())))
  - clock_timestamp()
)
from outbox.lanes as l
join outbox.topics as t on t.name = l.topic
join outbox.destinations as d on d.id = l.destination
where l.waiting > 0 and l.ready_at > '-infinity' and t.consumer = any ($1)
  and coalesce(greatest(t.paused_until, d.paused_until), '-infinity') < 'infinity'
"""
DUE = """
select least(
  (select min(s.renew_at) from billing.subscriptions as s where s.renew_at > app.now()),
  (
    select min(s.expires_at) from billing.subscriptions as s
    where s.status = 'active' and s.expires_at > app.now()
  )
)
"""
SETTLE_TIMEOUT = 30.0
"""Seconds of the machine in which the stack comes to rest, or goes on without."""


_LOST = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    OSError,
)


class Reconnecting:
    """A connection that reconnects when it was cut."""

    def __init__(self, url: str, settings: Mapping[str, str]) -> None:
        self._url, self._settings = url, settings
        self._connection: Connection | None = None

    async def connection(self) -> Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(
                self._url, timeout=10, server_settings=dict(self._settings)
            )
        return self._connection

    async def fetch(self, query: str, *arguments: object) -> Any:
        return await self._again(lambda c: c.fetch(query, *arguments))

    async def value(self, query: str, *arguments: object) -> Any:
        return await self._again(lambda c: c.fetchval(query, *arguments))

    async def execute(self, query: str) -> None:
        await self._again(lambda c: c.execute(query))

    async def _again(self, call: Callable[[Connection], Awaitable[Any]]) -> Any:
        """Repeats on a new connection what was cut between two calls."""
        try:
            return await call(await self.connection())
        except _LOST:
            self.close()
        except asyncpg.PostgresError as error:
            if (error.sqlstate or "")[:3] != "57P":
                raise
            self.close()
        return await call(await self.connection())

    def close(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


class Program:
    """The bot or the listener as a task, which can be killed and started again."""

    def __init__(self, run: Callable[[], Awaitable[None]]) -> None:
        self._run = run
        self._task: asyncio.Task[None] | None = None
        self.deaths: list[BaseException | None] = []
        """What it ended by, each time when nobody had killed it."""

    @property
    def is_up(self) -> bool:
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Does nothing while the program runs."""
        if not self.is_up:
            self.bury()
            self._task = asyncio.ensure_future(self._run())

    async def kill(self) -> None:
        if self._task is not None:
            self.bury()
            self._task.cancel()
            await asyncio.wait([self._task], timeout=10)
            self._task = None

    def bury(self) -> bool:
        """Notes whether it ended, although nobody killed it."""
        if self._task is None or not self._task.done():
            return False
        self.deaths.append(None if self._task.cancelled() else self._task.exception())
        self._task = None
        return True


class _Guest(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _served(app: Any, listening: socket.socket) -> None:
    """Serves until it is killed; then open connections get no more answers."""
    server = _Guest(configuration(app))
    try:
        await server.serve(sockets=[listening])
    finally:
        server.force_exit = True
        await server.shutdown()


@dataclass
class Stack:
    database: DatabaseUrls
    emulators: Emulators
    url: str
    port: int
    now: datetime
    connections: dict[str, Reconnecting]
    pages: bool = False
    """Whether one can pay on the pages of all providers, beside invoices in the chat."""
    begin: datetime = field(init=False)
    bot: Program = field(init=False)
    listener: Program = field(init=False)
    cron_runs: bool = True
    others_run: bool = False
    """Programs of another version consume beside ours, or in their place."""
    jobs_failed: list[str] = field(default_factory=list)
    unsettled: int = 0
    _seen: int = 0

    def __post_init__(self) -> None:
        self.begin = self.now
        self.bot = Program(self._bot)
        self.listener = Program(self._listener)

    # -- Programs

    def environment(self) -> dict[str, str]:
        """The settings of both, for programs of another version."""
        return {
            "BOT_TOKEN": TOKEN,
            "PAYMENTS_DATABASE_URL": self.database.url("tickover_payments"),
            "TELEGRAM_API": self.url,
            "TELEGRAM_PROVIDER_TOKEN": PROVIDER_TOKEN,
            "TELEGRAM_CURRENCIES": f"{self.url}/bots/payments/currencies.json",
            "WEBHOOK_URL": f"http://127.0.0.1:{self.port}/telegram",
            "WEBHOOK_SECRET": SECRET,
            "IDENTITY_KEY": IDENTITY_KEY,
            "PANEL_KEYS": f'{{"main": "{PANEL_KEY}"}}',
            "PAYMENT_WEBHOOK_RATE": "1000",
            **REQUISITES,
            **self._keys(),
            "PORT": str(self.port),
            "LOG_LEVEL": "ERROR",
        }

    def _keys(self) -> dict[str, str]:
        """Of the payment providers."""
        if not self.pages:
            return {}
        known = SandboxSettings.bare().of_shop(self.url)
        return {name.upper(): key for keys in known.values() for name, key in keys.items()}

    def _values(self, role: str) -> dict[str, Any]:
        known = {name.lower(): value for name, value in self.environment().items()}
        return {**known, "database_url": self.database.url(role), "_env_file": None}

    async def _bot(self) -> None:
        settings = BotSettings(**self._values("tickover_bot"))
        stop = asyncio.Event()
        with socket.create_server(("127.0.0.1", self.port)) as listening:
            async with build(settings, self.machine) as components, asyncio.TaskGroup() as tasks:
                tasks.create_task(_served(components.app, listening))
                tasks.create_task(components.work(stop))
                tasks.create_task(components.connect_telegram())

    async def _listener(self) -> None:
        settings = ListenerSettings(**self._values("tickover_listener"))
        dsn, stop = settings.database_url.get_secret_value(), asyncio.Event()
        async with (
            listener.telegram(settings) as chats,
            listener.gateways(settings, chats) as handlers,
        ):
            await listener.consumer(dsn, handlers, lambda *_: None).run(stop)

    async def start(self) -> None:
        """Starts what is not running, and waits until the bot answers."""
        self.bot.start()
        self.listener.start()
        await self.answers()

    async def answers(self) -> None:
        """Waits until a bot answers, ours or another one, or ours has died."""
        async with httpx.AsyncClient(trust_env=False) as http, asyncio.timeout(180):
            while self.bot.is_up or self.others_run:
                with suppress(httpx.HTTPError):
                    if (await http.get(f"http://127.0.0.1:{self.port}/health")).is_success:
                        return
                await asyncio.sleep(0.02)

    def supervise(self) -> None:
        """Starts again what ended by itself, as a supervisor does."""
        for program in (self.bot, self.listener):
            if program.bury():
                program.start()

    # -- Time

    async def move(self, to: datetime) -> None:
        by = max(to - self.now, timedelta())
        self.now += by
        at, seconds = self.now.isoformat(), f"{by.total_seconds()} seconds"
        await self.connections["admin"].execute(AGE.format(at=at, by=seconds))
        await self.emulators.clock.move_to(self.now)

    async def reopen(self, reason: str) -> None:
        """A restored database comes up held, until an operator has examined it. What it misses is
        found by hand (find_payments), as with releases that have no ops.catch_up."""
        admin = self.connections["admin"]
        await admin.execute(MAY_CREATE)
        if await admin.value("select to_regprocedure('ops.open_shop(text, boolean)') is not null"):
            await admin.fetch("select ops.open_shop($1, true)", reason)
        elif await admin.value("select to_regprocedure('ops.open_shop(text)') is not null"):
            await admin.fetch("select ops.open_shop($1)", reason)

    def machine(self) -> float:
        """Returns machine time, which advances with business time."""
        return time.monotonic() + (self.now - self.begin).total_seconds()

    async def due(self) -> datetime | None:
        """Returns when a subscription is due next."""
        due: datetime | None = await self.connections["admin"].value(DUE)
        return due

    async def next_try(self) -> datetime | None:
        seconds = await self.connections["admin"].value(NEXT_TRY, self._consumers())
        return None if seconds is None else self.now + timedelta(seconds=float(seconds))

    async def work(self, jobs: Sequence[str]) -> None:
        """Runs jobs like pg_cron; a job that fails runs again."""
        for job in jobs if self.cron_runs else ():
            try:
                await self.connections["cron"].execute(f"call jobs.work('{job}')")
            except (asyncpg.PostgresError, *_LOST) as error:
                self.jobs_failed.append(f"{self.now:%d %b %H:%M} {job}: {error}")

    # -- Rest

    def _consumers(self) -> list[str]:
        return [
            name
            for name, program in (("bot", self.bot), ("listener", self.listener))
            if program.is_up or self.others_run
        ]

    async def settle(self) -> None:
        """Waits until everything that can be done now is done."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + SETTLE_TIMEOUT
        calm = 0
        while calm < 2:
            await asyncio.sleep(0.004)
            calm = 0 if await self._busy() else calm + 1
            if loop.time() > deadline:
                self.unsettled += 1
                return

    async def _busy(self) -> bool:
        held = self.emulators.faults.now.telegram.hold_updates
        hook = self.emulators.telegram.webhook
        is_up = self.bot.is_up or self.others_run
        if is_up and hook.target.url and not held and hook.is_busy:
            return True
        if is_up and any(one.is_busy for one in self.emulators.webhooks().values()):
            return True
        busy: bool = await self.connections["admin"].value(BUSY, self._consumers())
        return busy

    # -- Watching

    def sent(self) -> list[Entry]:
        """Returns the requests to Telegram since the last call."""
        entries = self.emulators.journal.select(since=self._seen)
        if entries:
            self._seen = entries[-1].n
        return entries


@asynccontextmanager
async def running_stack(
    database: DatabaseUrls, begin: datetime, *, pages: bool = False
) -> AsyncIterator[Stack]:
    """A migrated database with everything around it, idle at `begin`."""
    async with AsyncExitStack() as exits:
        port = free_port()
        settings = SandboxSettings.bare(
            sandbox_backoff_cap=0.05, log_level="ERROR", **_reporting_to(port)
        )
        url, emulators = await exits.enter_async_context(hosting(settings))
        fast = {"synchronous_commit": "off", "jit": "off"}
        # Whatever happens to the others, the simulation itself can write.
        connections = {
            "admin": Reconnecting(database.url(), {**fast, "default_transaction_read_only": "off"})
        }
        for role in ROLES:
            connections[role] = Reconnecting(database.url(f"tickover_{role}"), fast)
        for connection in connections.values():
            exits.callback(connection.close)
        await _prepare(connections["admin"], url, begin)
        if pages:
            await connections["admin"].execute(RATE)
        made = Stack(database, emulators, url, port, begin, connections, pages)
        await made.move(begin)
        try:
            await made.start()
            await made.settle()
            yield made
        finally:
            await made.listener.kill()
            await made.bot.kill()


def _reporting_to(port: int) -> dict[str, str]:
    """Where the payment providers send their notices."""
    url = f"http://127.0.0.1:{port}/payments"
    names = ("crypto_pay", "yookassa", "stripe", "heleket")
    return {f"{name}_webhook": f"{url}/{name}" for name in names}


async def _prepare(admin: Reconnecting, url: str, begin: datetime) -> None:
    await admin.execute(MAY_CREATE)
    port = url.rpartition(":")[2]
    for name in ("clock.sql", "stopped_clock.sql"):
        await admin.execute((REPOSITORY / "sandbox" / name).read_text())
    await admin.execute(f"update sandbox.stopped_clock set at = '{begin.isoformat()}'")
    seed = (REPOSITORY / "sandbox" / "seed.sql").read_text()
    await admin.execute(f"set sandbox.port = '{port}'; {seed}")
    await admin.execute(PREPARE)
    await admin.execute(PRICES)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
