"""Fixtures: a throwaway PostgreSQL cluster a test run, a clone of a migrated database a test.

The cluster is started once, by pytest's main process, and shared by its workers. The first of them
that needs it fills a template; a test that asks for `database`, `db`, `dsn`, `connect` or `clock`
has a clone of it to itself. Nothing of ours is mocked, and nothing waits by sleeping: `eventually`
polls the condition.
"""

import asyncio
import fcntl
import gc
import os
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import psycopg
import pytest
import structlog
from playwright.async_api import Browser, async_playwright
from pytest_postgresql.janitor import DatabaseJanitor

from scripts import cluster, tools
from tests.support import (
    ANN,
    BOB,
    REPOSITORY,
    Clock,
    Connection,
    Database,
    Process,
    eventually,
    execute,
    fill,
    place,
    sweep,
    throwaway,
)
from tests.support.clones import Clones, cloned
from tests.support.coverage import Coverage
from tests.support.programs import Program, run
from tests.support.races import Connect, SecondWaits, Tap

COVERAGE = pytest.StashKey[Coverage]()

# What a spawned process takes over from ours; its settings come from the test alone.
INHERITED = ("PATH", "HOME", "TMPDIR", "LANG", "TZ")

# In CI it runs as root, where it can have no sandbox; and there is nothing to load but our page.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def rare_collection() -> None:
    """A million objects of the modules stay to the end; walking over them again and again was a
    tenth of all CPU."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def one_tls_context() -> Iterator[None]:
    """Reading all authorities takes 15 ms, and each HTTP client of each test would do it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_tracebacks() -> None:
    """Where `rich` is installed, structlog by default draws them with the local variables of each
    frame, which took ten seconds of CPU for one. Our programs write them as Python does."""
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


# -- Clusters


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "fail when the tests run less than PERCENT of the statements of PL/pgSQL"
    parser.addoption("--plpgsql-coverage", type=float, metavar="PERCENT", help=text)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Starts the cluster in the main process, before xdist starts its workers there."""
    config = session.config
    if config.option.collectonly:
        return
    if not hasattr(config, "workerinput"):
        sweep()
        try:
            made = throwaway("shared")
        except cluster.ClusterError as error:
            pytest.exit(str(error), returncode=1)
        config.add_cleanup(made.remove)
        os.environ["TICKOVER_TEST_CLUSTER"] = str(made.folder)
        if config.option.plpgsql_coverage:
            Coverage.switch_on(made)


@pytest.fixture(scope="session")
def server() -> cluster.Cluster:
    """The cluster that all tests of this run share."""
    return place(Path(os.environ["TICKOVER_TEST_CLUSTER"]))


@pytest.fixture
def own_server() -> Iterator[Callable[..., cluster.Cluster]]:
    """Makes a cluster for one test alone, to crash or stop it: `own_server(durable=True)`."""
    with ExitStack() as stack:

        def make(*, durable: bool = False) -> cluster.Cluster:
            made = throwaway(f"own-{time.monotonic_ns()}", durable=durable)
            stack.callback(made.remove)
            return made

        yield make


# -- Databases


TEMPLATE = "template_tickover"
# As in a shop, where numbers have gaps and those of two tables are not alike: a test that expects
# the first one, or takes the id of one thing for that of another, fails.
SPREAD_IDS = """
select setval(
  s.seqrelid,
  coalesce(pg_sequence_last_value(s.seqrelid), 0) + 7 + abs(hashtext(c.relname)) % 90
)
from pg_sequence as s
join pg_class as c on c.oid = s.seqrelid
where pg_get_userbyid(c.relowner) = 'tickover_owner'
"""


@pytest.fixture(scope="session")
def template(server: cluster.Cluster) -> str:
    """The database of which all clones are copies. To fill it takes as long as twenty tests, so one
    process does it for all of them."""
    with (server.folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (filled := server.folder / "template.filled").exists():
            fill_template(server)
            filled.touch()
    return TEMPLATE


def fill_template(server: cluster.Cluster) -> None:
    janitor = DatabaseJanitor(
        host=str(server.socket_folder),
        port=server.port,
        user=cluster.SUPERUSER,
        dbname=TEMPLATE,
        as_template=True,
    )
    # Whoever began to fill it may have been interrupted.
    janitor.drop()
    janitor.init()
    database = fill(Database(server, TEMPLATE))
    execute(database.url(), "create extension pgtap; create extension plpgsql_check;")
    execute(database.url(), SPREAD_IDS)
    # Each change of an object has left its former self behind, and each clone would copy it.
    execute(database.url(), "vacuum (full) pg_proc, pg_attribute, pg_class, pg_depend, pg_rewrite")
    execute(database.url(), "vacuum (analyze)")


@pytest.fixture(scope="session")
def coverage(request: pytest.FixtureRequest, server: cluster.Cluster) -> Iterator[Coverage | None]:
    """Adds up what this process's tests run of the PL/pgSQL, when the main one asks for it."""
    if not request.config.option.plpgsql_coverage:
        yield None
        return
    coverage = Coverage()
    yield coverage
    coverage.save(server.folder / f"coverage-{os.getpid()}.json")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each worker gets an equal part of the tests and steals from another when it has none left, so
    all would wait for a long one at an end of the whole: what is marked `first` begins the
    parts."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    first = [item for item in items if item.get_closest_marker("first")]
    rest = [item for item in items if not item.get_closest_marker("first")]
    size = -(-len(rest) // workers)
    items[:] = [
        item
        for worker in range(workers)
        for item in (*first[worker::workers], *rest[worker * size : (worker + 1) * size])
    ]


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core, because a test waits for two fifths of its time: for a lock, a timer, a
    program that starts. A worker needs half a gigabyte with its programs."""
    return min(2 * (os.cpu_count() or 1), 8)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In the main process the workers have ended by now."""
    wanted = session.config.option.plpgsql_coverage
    if not wanted or hasattr(session.config, "workerinput"):
        return
    coverage = Coverage()
    for file in Path(os.environ["TICKOVER_TEST_CLUSTER"]).glob("coverage-*.json"):
        coverage.load(file)
    session.config.stash[COVERAGE] = coverage
    if coverage.percent < wanted and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if COVERAGE not in config.stash:
        return
    coverage, wanted = config.stash[COVERAGE], config.option.plpgsql_coverage
    terminalreporter.section("PL/pgSQL statements that no test ran, by line of the function's body")
    for function, lines in coverage.missed().items():
        terminalreporter.line(f"{function}: {', '.join(map(str, lines))}")
    verdict = "" if coverage.percent >= wanted else f", which is less than {wanted:g} %"
    terminalreporter.line(f"{coverage.percent:.1f} % of statements ran{verdict}")


@pytest.fixture(scope="session")
def maintenance(server: cluster.Cluster) -> Iterator["psycopg.Connection[Any]"]:
    """The connection that makes and drops the clones."""
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def clones(
    server: cluster.Cluster,
    maintenance: "psycopg.Connection[Any]",
    template: str,
    coverage: Coverage | None,
) -> Iterator[Clones]:
    name = f"test_{os.getpid()}"
    made = Clones(lambda: cloned(maintenance, server, template, name, coverage))
    yield made
    made.close()


@pytest.fixture
def database(clones: Clones) -> Iterator[Database]:
    """A clone of the migrated template: a new one, or the last test's, which is as a new one."""
    database = clones.take()
    yield database
    clones.give_back()


@pytest.fixture(scope="session")
def shared_database(
    server: cluster.Cluster,
    maintenance: "psycopg.Connection[Any]",
    template: str,
    coverage: Coverage | None,
) -> Iterator[Database]:
    """A clone for all tests of this process that take back what they do, or change nothing."""
    name = f"shared_{os.getpid()}"
    with cloned(maintenance, server, template, name, coverage) as database:
        yield database


@pytest.fixture
def empty_database(server: cluster.Cluster) -> Iterator[Database]:
    """A database with nothing in it, not even bootstrapped."""
    name = f"empty_{os.getpid()}_{time.monotonic_ns()}"
    execute(server.url(database="postgres"), f"create database {name}")
    yield Database(server, name)
    execute(server.url(database="postgres"), f"drop database {name} with (force)")


@pytest.fixture
def cron_database(
    own_server: Callable[..., cluster.Cluster], coverage: Coverage | None
) -> Iterator[Database]:
    """A database where pg_cron runs the jobs; it does so in one of a cluster, so it has its own.

    Dropping that database instead, to make it anew, would end pg_cron's launcher for good.
    """
    database = Database(own_server(), cluster.DATABASE)
    if coverage:
        coverage.switch_on(database.server)
    fill(database)
    execute(database.url(), "create extension plpgsql_check")
    yield database
    if coverage:
        coverage.add(database)


@pytest.fixture
def dsn(database: Database) -> Callable[..., str]:
    """`dsn("tickover_bot")` is that role's URL to this test's database."""
    return database.url


@pytest.fixture
async def connect(database: Database) -> AsyncIterator[Callable[..., Awaitable[Connection]]]:
    """`await connect("tickover_bot")` opens a connection that the test's end closes."""
    connections: list[Connection] = []

    async def open_one(role: str = cluster.SUPERUSER) -> Connection:
        connections.append(await asyncpg.connect(database.url(role)))
        return connections[-1]

    yield open_one
    for connection in connections:
        connection.terminate()


@pytest.fixture
async def db(connect: Callable[..., Awaitable[Connection]]) -> Connection:
    """A superuser's connection to this test's database."""
    return await connect()


@pytest.fixture
def clock(database: Database) -> Clock:
    """Moves app.now() of this test's database."""
    return Clock(database)


# -- Processes


@pytest.fixture
async def taps(connect: Connect) -> tuple[Tap, Tap]:
    """Two bot processes, and two users with the price of one period each."""
    first, second = [Tap(await connect("tickover_bot"), await connect()) for _ in range(2)]
    for telegram_id in (ANN, BOB):
        await first.start(telegram_id)
        await first.pay(telegram_id, f"seed {telegram_id}")
    return first, second


@pytest.fixture
def second_waits(db: Connection) -> SecondWaits:
    """`async with second_waits(first, second.pay(...), connection)`: entered when it waits."""

    @asynccontextmanager
    async def waiting(
        first: Connection, call: Awaitable[Any], second: Connection
    ) -> AsyncIterator["asyncio.Future[Any]"]:
        task = asyncio.ensure_future(call)
        pids = second.get_server_pid(), first.get_server_pid()

        async def blocked() -> bool:
            assert not task.done(), f"did not wait: {task.result()}"
            row: bool = await db.fetchval(
                """select wait_event_type = 'Lock' and $2 = any (pg_blocking_pids($1))
                   from pg_stat_activity where pid = $1""",
                *pids,
            )
            return row

        await eventually(blocked)
        yield task

    return waiting


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """`spawn("-m", "bot", env={...})` runs a program of ours, and kills it at the test's end; with
    preloaded=False as everywhere else, for a test of what it costs."""
    started: list[Process] = []

    def start(*arguments: str, env: Mapping[str, str], preloaded: bool = True) -> Process:
        log = tmp_path / f"{len(started)}-{Path(arguments[-1]).name}.log"
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        settings = {**inherited, "TICKOVER_HOME": str(tmp_path), **env}
        popen = (Program if preloaded else run)(arguments, REPOSITORY, settings, log)
        started.append(Process(popen, log))
        return started[-1]

    yield start
    for process in started:
        process.kill()


@pytest.fixture
async def browser(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browser]:
    """A headless Chromium, which `make test` installs wherever there is a package of it."""
    found = installed("Chromium", tools.chromium())
    for name, value in found.environment().items():
        monkeypatch.setenv(name, value)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found.path, args=CHROMIUM_ARGUMENTS
        )
        yield browser
        await browser.close()


@pytest.fixture
def v2ray() -> tools.Program:
    """A core of a panel, or an app with a link; installed like Chromium."""
    return installed("V2Ray", tools.v2ray())


@pytest.fixture
def promtool() -> tools.Program:
    return installed("promtool", tools.promtool())


@pytest.fixture
def pgbouncer() -> tools.Program:
    return installed("PgBouncer", tools.pgbouncer())


@pytest.fixture
def caddy() -> tools.Program:
    return installed("Caddy", tools.caddy())


def installed(name: str, found: tools.Program | None) -> tools.Program:
    """It is missing only where the distribution has no package; CI's has one."""
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"there is no {name} here")
    return found
