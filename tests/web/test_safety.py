"""What the page must not do: reveal anything, act for anybody, or be exhausted."""

import asyncio
import re
from collections.abc import Awaitable, Callable

import asyncpg
import httpx
import pytest

from tests.support import PATIENCE, Connection, Database, Process, execute, free_port
from tests.support.web import BROWSER, LINK, Page, open_page, subscribe
from web.limits import ADDRESS_BURST, MOST_KEYS, TOKEN_BURST, Buckets, Limits, network

UNKNOWN = "A" * 32
AGENTS = ({"user-agent": "Happ/2.0"}, BROWSER)
# An answer without its date.
PARTS = ("content-type", "content-length", "cache-control", "content-security-policy")


def said(answer: httpx.Response) -> tuple[object, ...]:
    return answer.status_code, answer.content, *(answer.headers.get(part) for part in PARTS)


@pytest.mark.long
async def test_unknown_and_replaced_addresses_look_alike(page: Page, token: str) -> None:
    outcome = await page.db.fetchval("select outcome from api.reissue_address(1001, 1)")
    assert outcome == "reissued"
    for headers in AGENTS:
        for rest in ("", "/links", "/qr.svg", "/open/happ"):
            paths = [f"/sub/{one}{rest}" for one in (token, UNKNOWN, "short", "%zz", "%ff%00", "ы")]
            answers = [await page.http.get(path, headers=headers) for path in paths]
            assert {said(answer) for answer in answers} == {said(answers[0])}
            assert answers[0].status_code == 404


async def test_the_new_address_works_at_once(page: Page, token: str) -> None:
    await page.db.execute("select api.reissue_address(1001, 1)")
    assert (await page.ask(token)).status_code == 404
    new = await page.db.fetchval("select token from api.subscription_address(1001)")
    assert new != token
    assert (await page.ask(new)).status_code == 200


async def test_broken_addresses_break_nothing(page: Page) -> None:
    for path in (b"%", b"%zz%", b"\xff\xfe", b"%c3%28", b"/", b"a?%zz=%", b"..%2f..%2fready"):
        port = int(page.url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /sub/" + path + b" HTTP/1.1\r\nHost: page\r\nConnection: close\r\n\r\n")
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read()
        writer.close()
        assert re.match(rb"HTTP/1.1 (400|404) ", answer), path


async def test_nothing_but_reading_is_offered(page: Page, token: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert (await page.http.request(method, f"/sub/{token}")).status_code == 405
    assert (await page.http.get("/docs")).status_code == 404
    assert (await page.http.get("/openapi.json")).status_code == 404


async def test_a_browser_is_told_to_load_nothing_from_elsewhere(page: Page, token: str) -> None:
    for rest in ("", "/open/happ"):
        answer = await page.browse(token, rest)
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
        assert "unsafe" not in policy
        assert re.search(r"frame-src (\S+: ?)+$", policy)
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "noindex" in answer.headers["x-robots-tag"]
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]*)"', answer.text)
        assert loaded
        assert not [where for where in loaded if ":" in where or where.startswith("//")]
        assert not re.search(r"<script>|<style|\son\w+=|\sstyle=", answer.text)


# -- Rate limits


class Standing:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_fills_again_and_a_refusal_costs_nothing() -> None:
    clock = Standing()
    buckets = Buckets(2, 0.5, clock)
    assert [buckets.spend("a") for _ in range(4)] == [0, 0, 2, 2]
    assert buckets.spend("b") == 0
    clock.now = 2
    assert [buckets.spend("a"), buckets.spend("a")] == [0, 2]
    clock.now = 1000
    assert [buckets.spend("a") for _ in range(3)] == [0, 0, 2]


def test_buckets_take_no_more_memory_than_they_may() -> None:
    buckets = Buckets(1, 1, Standing(), most=100)
    for number in range(1000):
        buckets.spend(str(number))
    assert len(buckets) == 100
    assert buckets.spend("999") > 0
    assert buckets.spend("0") == 0
    assert MOST_KEYS < 100_000


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix", "unix"),
    ],
)
def test_a_network_counts_as_one_address(address: str, counted: str) -> None:
    assert network(address) == counted


async def test_a_token_is_answered_so_often_and_then_later(
    database: Database, db: Connection
) -> None:
    clock = Standing()
    async with open_page(database, db, Limits(clock)) as page:
        token, other = await subscribe(db), await subscribe(db, 1002)
        answers = [await page.ask(token) for _ in range(TOKEN_BURST + 1)]
        assert [answer.status_code for answer in answers] == [200] * TOKEN_BURST + [429]
        assert answers[-1].headers["retry-after"] == "2"
        assert (await page.ask(other)).status_code == 200
        clock.now = 2
        assert (await page.ask(token)).status_code == 200


@pytest.mark.long
async def test_an_address_may_ask_so_often_whatever_it_asks_for(
    database: Database, db: Connection
) -> None:
    """The reverse proxy names the address."""
    async with open_page(database, db, Limits(Standing())) as page:

        async def ask(number: int, who: str) -> int:
            headers = {"x-forwarded-for": who}
            return (await page.http.get(f"/sub/{number:032}", headers=headers)).status_code

        statuses = [await ask(number, "198.51.100.7") for number in range(ADDRESS_BURST + 1)]
        assert statuses == [404] * ADDRESS_BURST + [429]
        assert await ask(1, "198.51.100.8") == 404


# -- What it can do


async def test_a_page_that_was_taken_over_acts_for_nobody(
    connect: Callable[..., Awaitable[Connection]], db: Connection
) -> None:
    token = await subscribe(db)
    taken = await connect("tickover_page")
    find = "select links from page.subscription(sha256($1))"
    assert await taken.fetchval(find, token.encode()) == [LINK]
    for statement in (
        "select * from vpn.subscription_addresses",
        "select * from vpn.access",
        "select * from app.telegram_identities",
        "select api.reissue_address(1001, 1)",
        "select api.subscription_address(1001)",
        "select api.pay_from_balance(1001, gen_random_uuid())",
        "select inbox.receive_events('inbox', 'a', '{1}', '{x}', '{7}', '{x}', '{true}')",
        "select vpn.reissue(1, 1, 'page')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await taken.execute(statement)


# -- The process


async def test_a_process_serves_it_and_stops_when_asked(
    database: Database, db: Connection, spawn: Callable[..., Process]
) -> None:
    token, port = await subscribe(db), free_port()
    process = spawn(
        "-m",
        "web",
        env={
            "PAGE_DATABASE_URL": database.url("tickover_page"),
            "PAGE_URL": "https://vpn.example",
            "PAGE_PORT": str(port),
        },
    )
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as http:
        async with asyncio.timeout(30):
            while True:
                try:
                    ready = await http.get("/ready")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        assert ready.json() == {"ready": True}
        answer = await http.get(f"/sub/{token}")
        assert answer.headers["profile-web-page-url"] == f"https://vpn.example/sub/{token}"
        metrics = (await http.get("/metrics")).text
        assert 'tickover_page_requests_total{status="200",what="subscription"} 1.0' in metrics
        assert token not in metrics
    assert await asyncio.to_thread(process.stop) == 0
    assert token not in process.log.read_text()


async def test_without_a_database_an_app_is_told_to_come_again(
    page: Page, token: str, database: Database
) -> None:
    execute(database.url(), "revoke usage on schema page from tickover_page")
    answer = await page.ask(token)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert answer.text == "unavailable\n"
    for rest in ("", "/open/happ"):
        for wanted, says in (("en", "not available"), ("ru-RU,ru;q=0.9", "недоступна")):
            asked = {**BROWSER, "accept-language": wanted}
            shown = await page.http.get(f"/sub/{token}{rest}", headers=asked)
            assert shown.status_code == 503
            assert shown.headers["retry-after"] == "30"
            assert shown.headers["content-type"].startswith("text/html")
            assert says in shown.text
            assert token not in shown.text
    ready = await page.http.get("/ready")
    assert ready.status_code == 503
    assert (await page.http.get("/health")).status_code == 200
