"""The Caddyfile of a shop in the distribution's Caddy, in front of a bot and a page."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import pytest
import yaml  # type: ignore[import-untyped]

from scripts import tools
from tests.support import REPOSITORY, Connection, Database, eventually
from tests.support.bot import HEADERS, Shop, open_shop, sandbox
from tests.support.proxy import CADDYFILE, Proxy, environment, proxying
from tests.support.stack import answers
from tests.support.web import Page, open_page, subscribe

# Somebody outside; the proxy itself comes from 127.0.0.1.
OUTSIDE = "127.0.0.9"
FORGED = {"X-Forwarded-For": "203.0.113.7", "X-Real-IP": "203.0.113.7", "Forwarded": "for=1.2.3.4"}


@dataclass
class Front:
    shop: Shop
    page: Page
    proxy: Proxy
    http: httpx.AsyncClient

    async def status(self, method: str, path: str, **how: object) -> int:
        return (await self.http.request(method, path, **how)).status_code  # type: ignore[arg-type]

    async def answers(self, method: str, path: str, status: int, **how: object) -> None:
        """Sooner or later: a busy database is answered for with 503."""

        async def as_expected() -> bool:
            found = await self.status(method, path, **how)
            assert found in (status, 503)
            return found == status

        await eventually(as_expected, within=60, every=0.5)


@pytest.fixture
async def front(
    caddy: tools.Program, database: Database, db: Connection, tmp_path: Path
) -> AsyncIterator[Front]:
    async with (
        sandbox() as telegram,
        open_shop(database, db, telegram) as shop,
        open_page(database, db) as page,
    ):
        bot = str(shop.http.base_url).rstrip("/")
        for http in (shop.http, page.http):
            await eventually(partial(answers, http, "/health"))
        with proxying(caddy, tmp_path, bot, page.url) as proxy:
            async with await proxy.client(OUTSIDE) as http:
                yield Front(shop, page, proxy, http)


async def test_only_what_comes_from_outside_is_let_through(front: Front) -> None:
    token = await subscribe(front.page.db)
    update = {"update_id": 1, "message": {}}
    await front.answers("POST", "/telegram", 200, headers=HEADERS, json=update)
    await front.answers("POST", "/telegram", 401, json=update)
    for method, path in (("GET", ""), ("HEAD", ""), ("GET", "/links")):
        await front.answers(method, f"/sub/{token}{path}", 200)
    # Of providers and panels that are not there; it is the bot that says so.
    for path in ("/payments/nobody", "/panels/nobody"):
        answer = await front.http.post(path, json={})
        assert (answer.status_code, "error" in answer.json()) == (404, True)
    for method, path in (
        ("GET", "/telegram"),
        ("POST", "/telegram/"),
        ("POST", "/Telegram"),
        ("GET", "/payments/yookassa"),
        ("POST", "/payments/"),
        ("POST", "/payments/a/b"),
        ("POST", f"/sub/{token}"),
        ("GET", "/"),
        ("GET", "/health"),
        ("GET", "/ready"),
        ("GET", "/ready?for=shop"),
        ("GET", "/metrics"),
        ("POST", "/metrics"),
        ("GET", "/docs"),
    ):
        answer = await front.http.request(method, path)
        assert (method, path, answer.status_code, answer.content) == (method, path, 404, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/sub/../metrics",
        "/sub/..%2fmetrics",
        "/sub/%2e%2e/metrics",
        "//metrics",
        "/./ready",
        "/sub/x/../../ready",
        "/payments/..%2f..%2fready",
        "/metrics%00",
        "/sub/a%20b",
    ],
)
async def test_no_way_of_writing_a_path_leads_elsewhere(front: Front, path: str) -> None:
    """As bytes on the wire: clients would normalize them."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{front.proxy.port}\r\n\r\n".encode()
    transport = front.http._transport
    assert isinstance(transport, httpx.AsyncHTTPTransport)
    context = transport._pool._ssl_context
    reader, writer = await asyncio.open_connection(
        "localhost", front.proxy.port, ssl=context, server_hostname="localhost"
    )
    writer.write(request)
    status = (await reader.readline()).split()[1]
    rest = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    with suppress(ConnectionError, ssl.SSLError):
        await writer.wait_closed()
    assert status in (b"404", b"400")
    assert b"process_resident" not in rest


async def test_bodies_are_limited_before_they_reach_the_bot(front: Front) -> None:
    before = await front.page.db.fetchval("select count(*) from inbox.refused_bodies")
    for path, size in (("/telegram", 3 << 20), ("/payments/nobody", 300 << 10)):
        answer = await front.status("POST", path, headers=HEADERS, content=b"x" * size)
        assert answer == 413
    assert await front.page.db.fetchval("select count(*) from inbox.refused_bodies") == before


async def test_nobody_can_say_that_he_is_another(front: Front) -> None:
    """The page limits by address: each forged one would have a budget of its own."""
    token = await subscribe(front.page.db)
    await front.http.get(f"/sub/{token}", headers=FORGED)
    await front.http.get(f"/sub/{token}")
    assert list(front.page.limits.addresses._levels) == [OUTSIDE]


async def test_a_proxy_in_front_may_say_who_asks(
    caddy: tools.Program, database: Database, db: Connection, tmp_path: Path
) -> None:
    """As behind Cloudflare: without that each of its machines would be one visitor."""
    token = await subscribe(db)
    trusted = {"SHOP_TRUSTED_PROXIES": f"192.0.2.0/24 {OUTSIDE}/32"}
    async with open_page(database, db, believed=["127.0.0.1", OUTSIDE]) as page:
        await eventually(partial(answers, page.http, "/health"))
        with proxying(caddy, tmp_path, "127.0.0.1:1", page.url, **trusted) as proxy:
            for address in (OUTSIDE, "127.0.0.10"):
                async with await proxy.client(address) as http:
                    await http.get(f"/sub/{token}", headers=FORGED)
        assert list(page.limits.addresses._levels) == ["203.0.113.7", "127.0.0.10"]


async def test_its_log_has_no_secret(caddy: tools.Program, tmp_path: Path) -> None:
    """A request that reaches no program is logged: without its path, headers and sender."""
    token = "t" * 32
    with proxying(caddy, tmp_path, "127.0.0.1:1", "127.0.0.1:1") as proxy:
        async with await proxy.client(OUTSIDE) as http:
            assert (await http.get(f"/sub/{token}")).status_code == 502
            assert (await http.post("/telegram", headers=HEADERS, json={})).status_code == 502
        log = proxy.log
    assert "connection refused" in log
    for secret in (token, *HEADERS.values(), OUTSIDE):
        assert secret not in log


def test_it_is_valid_as_compose_and_the_unit_use_it(caddy: tools.Program, tmp_path: Path) -> None:
    """Also without what only tests give it."""
    given = environment(tmp_path, 443, "bot:8080", "page:8082")
    given = {k: v for k, v in given.items() if k not in ("SHOP_TLS", "SHOP_PROXY_OPTIONS")}
    command = [str(caddy.path), "validate", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
    done = subprocess.run(
        command, env={**given, "SHOP_SITES": "shop.example, vpn.example"}, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    service = yaml.safe_load((REPOSITORY / "compose.yaml").read_text())["services"]["proxy"]
    assert any("deploy/caddy/Caddyfile" in volume for volume in service["volumes"])
    names = {"SHOP_SITES", "SHOP_BOT", "SHOP_PAGE", "SHOP_TRUSTED_PROXIES"}
    assert set(service["environment"]) == names
