"""From the release before to this one, with people, data and the old programs at work meanwhile.

The people have lived in the release before, by its own simulation: `UPGRADE_USERS=1000
UPGRADE_DAYS=366` lets a thousand live there for a year, which takes its time.
"""

import asyncio
import hashlib
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

import httpx
import pytest

import migrate
from consumer.consumer import VERSION
from scripts.releases import releases
from tests.support import (
    REPOSITORY,
    Connection,
    Database,
    Process,
    bootstrap,
    eventually,
    execute,
    free_port,
)
from tests.support.bot import Person, Sandbox, bot_settings, environment, sandbox
from tests.support.sandbox import TOKEN

RELEASES = releases()
RELEASED = (REPOSITORY / "sql" / "released.sha256").read_text().splitlines()
USERS = int(os.environ.get("UPGRADE_USERS", "20"))
DAYS = int(os.environ.get("UPGRADE_DAYS", "40"))
# How long what is on its way may take; some of it waits for Telegram's 30 a second.
PATIENCE = 60 + USERS

# Run in the tree of the release before, by its simulation. The outbox gets its limits back. In an
# hour in which nothing is due for anybody, only what could be due runs: all jobs in each hour would
# take ten times as long, and leave the same.
LIVE = """
import asyncio
import sys
from contextlib import AsyncExitStack

from scripts.cluster import SUPERUSER
from simulation.calm import year
from simulation.calm.shop import ROUBLES, opened

OFTEN = "renew_due", "expire_due", "begin_due"


class Database:
    name = sys.argv[1]

    def url(self, role=SUPERUSER):
        return sys.argv[2].replace("ROLE", role)


async def live(users, days):
    async with AsyncExitStack() as stack:
        shop = await opened(stack, Database(), ROUBLES, year.BEGIN, seed=1)
        jobs = await shop.connections["admin"].fetch("select name from jobs.jobs")
        names = {job["name"] for job in jobs} - {*OFTEN}
        year.SELDOM = dict.fromkeys(names, "0 */6 * * *") | year.SELDOM
        await year.simulate(shop, users=users, days=days, tick=lambda: None)


asyncio.run(live(int(sys.argv[3]), int(sys.argv[4])))
"""
LIMITS = """
update outbox.topics as t
set rate = b.rate, concurrency = b.concurrency, lane_spacing = b.lane_spacing,
  breaker_failures = b.breaker_failures, backoff_min = b.backoff_min, backoff_max = b.backoff_max,
  lease = b.lease, call_timeout = b.call_timeout
from public.topics_before as b
where b.name = t.name
"""


def git(*arguments: str) -> bytes:
    """Skips where there is no history of the release, as in an exported tree; CI has it."""
    done = subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True)
    if done.returncode:
        reason = f"git {arguments[0]}: {done.stderr.decode().strip()}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return done.stdout


# -- What a release is


def test_the_version_is_that_of_the_newest_release() -> None:
    assert RELEASES[0].version == VERSION
    assert all(release.commit for release in RELEASES[1:])


def test_no_schema_file_of_a_release_is_edited() -> None:
    for line in RELEASED:
        checksum, path = line.split()
        content = (REPOSITORY / "sql" / path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == checksum, f"{path} was released: restore it"


def test_the_checksums_are_those_of_the_releases() -> None:
    commit = RELEASES[1].commit
    paths = git("ls-tree", "--name-only", commit, "sql/schema/").decode().split()
    files = {path.removeprefix("sql/"): git("show", f"{commit}:{path}") for path in paths}
    assert [
        f"{hashlib.sha256(content).hexdigest()}  {path}" for path, content in files.items()
    ] == RELEASED


def test_a_checkout_keeps_the_bytes() -> None:
    """Checksums are of bytes, and a clone may be told to end its lines otherwise."""
    shown = git("check-attr", "text", "eol", "--", "sql/schema/0001_schemas.sql").decode()
    assert re.findall(r": (\w+): (\w+)$", shown, re.MULTILINE) == [("text", "auto"), ("eol", "lf")]


# -- Upgrading


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of the release before."""
    tree = tmp_path_factory.mktemp("before")
    with tarfile.open(fileobj=BytesIO(git("archive", RELEASES[1].commit))) as archive:
        archive.extractall(tree, filter="data")
    return tree


@pytest.fixture
def database(empty_database: Database, before: Path) -> Database:
    """A shop of the release before."""
    bootstrap(empty_database)
    run_in(before, empty_database, "migrate.py", "up")
    execute(empty_database.url(), (before / "sandbox" / "clock.sql").read_text())
    return empty_database


@pytest.fixture
def lived(database: Database, before: Path) -> Database:
    """The same with all that people have done there; its clock goes on from then."""
    execute(database.url(), "create table public.topics_before as table outbox.topics")
    url = database.url("ROLE")
    run_in(before, database, "-c", LIVE, database.name, url, str(USERS), str(DAYS))
    clock = (before / "sandbox" / "clock.sql").read_text()
    execute(
        database.url(),
        f"""{LIMITS}; drop table public.topics_before; {clock};
            update sandbox.clock set shift = s.at - now() from sandbox.stopped_clock as s""",
    )
    return database


def run_in(tree: Path, database: Database, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env={**os.environ, "DATABASE_URL": database.url("tickover_migrator")},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]


def start(tree: Path, folder: Path, *arguments: str, env: Mapping[str, str]) -> Process:
    log = folder / f"{tree.name}-{arguments[-1]}.log"
    with log.open("wb") as output:
        popen = subprocess.Popen(
            [sys.executable, *arguments], cwd=tree, env=env, stdout=output, stderr=output
        )
    return Process(popen, log)


def answered(check: Callable[[], Awaitable[bool]]) -> Callable[[], Awaitable[bool]]:
    """No answer is a no."""

    async def ask() -> bool:
        try:
            return await check()
        except httpx.TransportError:
            return False

    return ask


@asynccontextmanager
async def running(
    tree: Path, log: Path, database: Database, sandbox: Sandbox
) -> AsyncIterator[str]:
    """Bot and listener of a tree, and the bot's address; they stop as they do in a rollout."""
    port = free_port()
    settings = environment(bot_settings(database, sandbox, port))
    inherited = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    panel = {"PANEL_KEYS": '{"main": "sandbox"}'}
    currencies = {"TELEGRAM_CURRENCIES": f"{sandbox.url}/bots/payments/currencies.json"}
    bot = {**inherited, **settings, "TICKOVER_HOME": str(log)}
    listener = {**bot, **panel, **currencies, "DATABASE_URL": database.url("tickover_listener")}
    started = [
        start(tree, log, "-m", "bot", env=bot),
        start(tree, log, "listener.py", env=listener),
    ]

    async def is_up() -> bool:
        assert [process.popen.poll() for process in started] == [None, None], started
        ready = (await sandbox.http.get(f"http://127.0.0.1:{port}/ready")).json()
        checks = ready["checks"] | ready.get("shop", {}).get("checks", {})
        return bool(checks["listener"]["ok"])

    try:
        await eventually(answered(is_up), within=60)
        yield f"http://127.0.0.1:{port}"
        assert [process.popen.poll() for process in started] == [None, None], started
    finally:
        for process in started:
            process.stop()


async def meet(outside: Sandbox) -> None:
    """Telegram knows everybody; what they wrote then was long ago."""
    for person in range(1, USERS + 1):
        await outside.person(person).write("/start")
    seen = await outside.http.post(f"/bot{TOKEN}/getUpdates", json={"offset": 1_000_000_000})
    assert seen.is_success, seen.text


async def well(db: Connection, since: datetime) -> None:
    """Letters of before are of whoever had blocked the bot in the simulation."""
    dead = "select kind, error from outbox.dead_letters where not dropped and buried_at > $1"
    assert await db.fetch(dead, since) == []
    for kept in ("ops.invariants", "ops.customer_promises"):
        assert await db.fetch(f"select name, detail from {kept} where not ok") == [], kept
    assert await db.fetch("select * from jobs.parked") == []
    assert await db.fetch("select job, error from jobs.run where status = 'failed'") == []


@asynccontextmanager
async def tapping(person: Person) -> AsyncIterator[None]:
    """Somebody who looks at one screen after another, and sees each of them. A call of the old bot
    that was in the middle of the old functions may be lost: its lease of 45 s has to pass then."""
    stop = asyncio.Event()

    async def look() -> None:
        while not stop.is_set():
            await person.asks("/profile", "Balance", within=60)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(look())
        yield
        stop.set()


async def is_quiet(db: Connection) -> bool:
    quiet: bool = await db.fetchval("select not exists (select from outbox.messages)")
    return quiet


async def work(db: Connection, *jobs: str) -> None:
    for job in jobs:
        await db.execute(f"call jobs.work('{job}')")


async def live_on(db: Connection, days: int) -> None:
    """As fast as everything goes out; not so fast that a brake sees a mass of ends."""
    for _ in range(0, days, 4):
        await db.execute("update sandbox.clock set shift = shift + interval '4 days'")
        await work(db, "renew_due", "expire_due", "begin_due")
        await eventually(lambda: is_quiet(db), within=PATIENCE)


async def arrives(person: Person) -> None:
    """At the bot of the release before."""
    await person.write("/start")
    await person.sees("It takes two minutes to set up")


@pytest.mark.long
@pytest.mark.first
async def test_an_upgrade_disturbs_nobody(
    lived: Database, db: Connection, before: Path, tmp_path: Path
) -> None:
    database = lived
    since = await db.fetchval("select clock_timestamp()")
    paid = "select count(*) from billing.periods where kind = 'paid'"
    sold = await db.fetchval(paid)
    assert sold > USERS / 2
    async with sandbox() as outside:
        ann, bob = outside.person(2001), outside.person(2002)
        await db.execute("update vpn.panels set base_url = $1", f"{outside.url}/panel")
        await meet(outside)
        async with running(before, tmp_path, database, outside):
            await arrives(ann)
            await outside.http.put("/sandbox/faults", json={"vpn": {"down": True}})
            await arrives(bob)
            await db.execute("select api.start_trial($1)", bob.id)
            async with tapping(ann):
                await migrate.up(database.url("tickover_migrator"), report=lambda _: None)
                await outside.http.put("/sandbox/faults", json={})
                await bob.asks("/history", "History", within=60)
            await eventually(lambda: is_quiet(db), within=PATIENCE)
            await work(db, "renew_due", "expire_due", "begin_due", "check_invariants")
        await well(db, since)
        async with running(REPOSITORY, tmp_path, database, outside) as address:
            await ann.asks("/profile", "Balance")
            await bob.asks("/profile", "Balance")
            await live_on(db, 40)
            await eventually(lambda: is_quiet(db), within=PATIENCE)
            shown = (await outside.http.get(f"{address}/ready")).json()["checks"]
            assert shown["migrations"] == {"ok": True, "detail": "at head"}
        await well(db, since)
    assert await db.fetchval(paid) > sold
    assert await db.fetchval("select state from ops.shop") == "open"
