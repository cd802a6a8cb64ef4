"""The outside watcher is called while the shop works, and told where it does not, however it
behaves."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
import structlog
from pydantic import SecretStr

from bot import heartbeat
from bot.api import Readiness
from bot.heartbeat import Heartbeat, address
from bot.readiness import Health
from gateways import http
from tests.support import Connection, Database, eventually
from tests.support.bot import Sandbox, Shop, open_shop

TOKEN = "11112222-3333-4444-5555-666677778888"


@dataclass
class Watcher:
    """A server of a few lines, which answers as it is told."""

    answer: bytes | None = b"200 OK"
    """None: it takes the request and is silent."""
    seen: list[tuple[str, str]] = field(default_factory=list)
    """The request line, and the body."""
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lengths = [line for line in head.splitlines() if line.lower().startswith("content-length:")]
        length = int(lengths[0].split(":")[1]) if lengths else 0
        body = (await reader.readexactly(length)).decode()
        self.seen.append((head.splitlines()[0].removesuffix(" HTTP/1.1"), body))
        if self.answer is None:
            await reader.read()
        else:
            location = b"Location: http://127.0.0.1:1/" + TOKEN.encode() + b"\r\n"
            writer.write(b"HTTP/1.1 " + self.answer + b"\r\n" + location)
            writer.write(b"Content-Length: 2\r\nConnection: close\r\n\r\nOK")
        writer.close()


@pytest.fixture
async def watcher() -> AsyncIterator[Watcher]:
    it = Watcher()
    server = await asyncio.start_server(it.serve, "127.0.0.1", 0)
    it.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield it


@dataclass
class Looks:
    """What /ready would say."""

    broken: Sequence[str] = ()

    async def __call__(self) -> Health:
        names = ("database", "telegram", "pg_cron", "listener")
        checks = [Readiness(name, name not in self.broken, "x") for name in names]
        return Health(checks[:2], checks[2:])


@asynccontextmanager
async def heart(watcher: Watcher, looks: Looks, path: str = "") -> AsyncIterator[Heartbeat]:
    url = SecretStr(watcher.url + (path or f"/{TOKEN}"))
    async with http.client() as client:
        yield Heartbeat(client, url, looks)


async def test_the_watcher_is_called_while_the_shop_works_and_told_where_it_does_not(
    watcher: Watcher,
) -> None:
    looks = Looks()
    async with heart(watcher, looks) as it:
        await it.beat()
        assert watcher.seen == [(f"POST /{TOKEN}", "")]
        looks.broken = ("listener", "pg_cron")
        await it.beat()
        assert len(watcher.seen) == 1, "a short trouble is not told"
        await it.beat()
        assert watcher.seen[1:] == [(f"POST /{TOKEN}/fail", "pg_cron, listener")]
        looks.broken = ()
        await it.beat()
        assert watcher.seen[2:] == [(f"POST /{TOKEN}", "")]


async def test_a_push_address_of_kuma_has_its_parameters(watcher: Watcher) -> None:
    looks = Looks(broken=("database",))
    async with heart(watcher, looks, "/api/push/abc?status=up&msg=OK&ping=") as it:
        await it.beat()
        await it.beat()
        looks.broken = ()
        await it.beat()
    assert [line for line, _ in watcher.seen] == [
        "GET /api/push/abc?status=down&msg=database",
        "GET /api/push/abc?status=up&msg=OK",
    ]


@pytest.mark.parametrize(
    ("url", "failing"),
    [
        ("https://hc-ping.com/uuid", "https://hc-ping.com/uuid/fail"),
        ("https://hc-ping.com/uuid/", "https://hc-ping.com/uuid/fail"),
        ("https://hc-ping.com/key/slug?create=1", "https://hc-ping.com/key/slug/fail?create=1"),
    ],
)
def test_where_a_failure_is_told(url: str, failing: str) -> None:
    assert address(url, ()) == url
    assert address(url, ("database",)) == failing


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"500 No", "answered 500"),
        (b"302 Found", "answered 302"),
        (b"404 Not Found", "answered 404"),
        (b"gibberish", "RemoteProtocolError"),
        (None, "TimeoutError"),
    ],
)
async def test_a_watcher_that_misbehaves_is_logged_without_its_address(
    watcher: Watcher, monkeypatch: pytest.MonkeyPatch, answer: bytes | None, problem: str
) -> None:
    monkeypatch.setattr(heartbeat, "TIMEOUT", 0.3 if answer is None else 10.0)
    watcher.answer = answer
    async with heart(watcher, Looks()) as it:
        with structlog.testing.capture_logs() as logs:
            await it.beat()
            watcher.answer = b"200 OK"
            await it.beat()
            await it.beat()
    assert [(line["event"], line.get("problem")) for line in logs] == [
        ("the heartbeat was not taken", problem),
        ("the heartbeat is taken again", None),
    ]
    assert TOKEN not in str(logs)
    assert len(watcher.seen) == 3, "a redirect is not followed"


async def test_nobody_there_ends_nothing(watcher: Watcher) -> None:
    """Neither a refused connection nor a look that fails ends the task."""
    looks = Looks()
    async with heart(watcher, looks) as it:
        watcher.url = "http://127.0.0.1:1"
        it._url = SecretStr("http://127.0.0.1:1/x")
        await it.beat()

        async def fails() -> Health:
            raise RuntimeError(TOKEN)

        it._look = fails
        stop = asyncio.Event()
        with structlog.testing.capture_logs() as logs:
            running = asyncio.create_task(it.run(stop))

            async def failed() -> bool:
                return bool(logs)

            await eventually(failed)
            stop.set()
            await running
    assert TOKEN not in str(logs)


async def test_it_goes_through_its_proxy(watcher: Watcher) -> None:
    async with http.client(watcher.url) as client:
        await Heartbeat(client, SecretStr("http://watcher.example/x"), Looks()).beat()
    assert watcher.seen == [("POST http://watcher.example/x", "")]


async def test_the_bot_tells_what_is_not_well(
    database: Database, db: Connection, telegram: Sandbox, watcher: Watcher
) -> None:
    """In this shop neither pg_cron nor a listener runs."""
    url = f"{watcher.url}/{TOKEN}"
    async with open_shop(database, db, telegram, heartbeat_url=url) as shop:
        it = shop.components.heartbeat
        assert it is not None

        async def told() -> bool:
            await it.beat()
            return any("listener" in body.split(", ") for _, body in watcher.seen)

        await eventually(told, within=60, every=0.5)
    line, body = next((line, body) for line, body in watcher.seen if "listener" in body)
    assert line == f"POST /{TOKEN}/fail"
    assert "no listener" not in body, "only the names of the checks"


async def test_without_an_address_nobody_is_called(shop: Shop) -> None:
    assert shop.components.heartbeat is None
