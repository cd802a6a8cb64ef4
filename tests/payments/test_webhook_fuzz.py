"""Whatever strangers post to the bot over HTTP: it answers, credits nothing, keeps its memory
bounded, and accepts the next true notice."""

import asyncio
import re
import socket
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import create_app
from bot.metrics import Metrics
from sandbox.settings import SandboxSettings
from tests.support import Connection, Database, Process, Spawn, eventually, free_port
from tests.support.bot import (
    SECRET,
    Sandbox,
    bot_settings,
    environment,
    provider_settings,
    sandbox,
)
from tests.support.webhooks import TEMPLATES, places, signed, written

EMULATED = SandboxSettings.bare()
SECRETS = {
    "crypto_pay": EMULATED.crypto_pay_token.get_secret_value(),
    "stripe": EMULATED.stripe_webhook_secrets.get_secret_value(),
    "heleket": EMULATED.heleket_payment_key.get_secret_value(),
    "yookassa": "",
}
TELEGRAM = ("x-telegram-bot-api-secret-token", SECRET.encode())
EXAMPLES = settings(max_examples=2 * settings().max_examples, deadline=None)
LARGEST = 1 << 18
RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)", re.MULTILINE)


# -- Requests, as bytes: no client of HTTP would write some of these


@dataclass(frozen=True)
class Request:
    method: str
    path: bytes
    headers: tuple[tuple[str, bytes], ...]
    body: bytes

    def sent(self, *more: tuple[str, bytes], length: bytes | None = None) -> bytes:
        """`length`: another one than the body's."""
        head = [b"%b %b HTTP/1.1" % (self.method.encode(), self.path), b"host: shop"]
        head += [b"%b: %b" % (name.encode(), value) for name, value in (*self.headers, *more)]
        head.append(b"content-length: %b" % (length or b"%d" % len(self.body)))
        return b"\r\n".join([*head, b"connection: close", b"", self.body])


def answered(port: int, sent: bytes, method: str = "POST") -> int | None:
    """The status; None where the other side hung up without one, as on what is no HTTP."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        with suppress(OSError):  # it may have read enough
            connection.sendall(sent)
        response = HTTPResponse(connection, method=method)
        try:
            response.begin()
        except (HTTPException, OSError):
            return None
        finally:
            response.close()
        return response.status


def post(port: int, path: str, body: bytes, *headers: tuple[str, bytes]) -> int | None:
    return answered(port, Request("POST", path.encode(), headers, body).sent())


def of_the_schema() -> list[str]:
    """Every path that the app answers at, so that one that is added is here as well."""
    nobody = cast(Any, None)
    app = create_app(nobody, nobody, nobody, nobody, Metrics(), None)
    return [
        path.format(provider=provider, panel=provider)
        for path in app.openapi()["paths"]
        for provider in (*SECRETS, "nobody")
    ]


ODD_PATHS = [b"/payments", b"/payments/", b"/payments/%00", b"/payments/%ff", b"/payments/stripe/"]
ODD_PATHS += [
    b"/payments/..%2ftelegram",
    b"//telegram",
    b"/payments/stripe?a=%",
    b"*",
    b"http://x/",
]
PATHS = st.one_of(
    st.sampled_from(sorted({path.encode() for path in of_the_schema()})),
    st.sampled_from(ODD_PATHS),
    st.binary(max_size=20).map(lambda name: b"/payments/" + re.sub(rb"[\x00-\x20]", b"_", name)),
)
METHODS = st.sampled_from([*["POST"] * 9, "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"])
FIELDS = ["content-type", "content-encoding", "expect", "accept", "x-forwarded-for", "cookie"]
FIELDS += ["stripe-signature", "crypto-pay-api-signature", "sign", "upgrade", TELEGRAM[0]]
FIELD_VALUES = [b"application/json", b"multipart/form-data", b"text/plain; charset=utf-7", b"gzip"]
FIELD_VALUES += [b"t=1,v1=00", b"t=" + b"9" * 400, b"0" * 64, b"185.71.76.1", b"100-continue"]
VALUES = st.one_of(
    st.binary(max_size=40).map(lambda value: re.sub(rb"[\r\n]", b" ", value)),
    st.sampled_from([*FIELD_VALUES, b"x" * 5000]),
)
HEADERS = st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), max_size=4).map(tuple)


class Body(bytes):
    """Shown in part."""

    def __repr__(self) -> str:
        return f"{bytes(self[:600])!r}, {len(self)} bytes"


# JSON as text, since no writer repeats a key, or writes a number of a thousand digits.
NUMBERS = [b"0", b"-0", b"1e400", b"-1E+999999999", b"1e-9999", b"0.1", b"1" * 5000, b"9" * 19]
NUMBERS += [b"NaN", b"-Infinity", b"01", b"0x1", b"true", b"null", b"1000000000000000000"]
TEXTS = [b'""', b'"\\u0000"', b'"\\ud800"', b'"\xff"', b'"\0"', b'"paid"', b'"RUB"', b'"unclosed']
TEXTS += [b'"' + b"x" * 3000 + b'"', b'"2026-11-29T00:00:00+99:99"', b'"invoice_paid"']
TEXTS += [b'"payment.succeeded"', b'"refund.succeeded"', b'"checkout.session.completed"']
DEEP = [b"[" * n + b"]" * n for n in (70, 900, 20_000)]
DEEP += [b'{"id":' * n + b"1" + b"}" * n for n in (70, 900, 20_000)]
NAMES = sorted({name for body in TEMPLATES.values() for way in places(body) for name in way})
NAMES += [
    "update_id",
    "message",
    "pre_checkout_query",
    "successful_payment",
    "from",
    "chat",
    "sign",
]
NAMES += ["invoice_payload", "total_amount", "telegram_payment_charge_id", "\ud800", "refund", ""]


def enclosed(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    member = st.tuples(st.sampled_from(NAMES).map(written), inner).map(b":".join)
    return st.one_of(
        st.lists(inner, max_size=3).map(lambda found: b"[" + b",".join(found) + b"]"),
        st.lists(member, max_size=5).map(lambda found: b"{" + b",".join(found) + b"}"),
    )


JSON = st.recursive(st.sampled_from([*NUMBERS, *TEXTS, *DEEP]), enclosed, max_leaves=10)


@st.composite
def notices(draw: st.DrawFn) -> tuple[str, Body]:
    """A true notice with one thing odd: another value, a member that is missing or stands twice."""
    provider = draw(st.sampled_from(sorted(TEMPLATES)))
    way = draw(st.sampled_from(sorted(places(TEMPLATES[provider]))))
    odd = draw(JSON)

    def text(body: dict[str, Any], way: tuple[str, ...]) -> bytes:
        members = []
        for name, value in body.items():
            if name != (way and way[0]):
                inner = [written(value)]
            elif len(way) > 1:
                inner = [text(value, way[1:])]
            else:
                inner = draw(st.sampled_from([[odd], [], [written(value), odd], [odd, odd]]))
            members += [written(name) + b":" + one for one in inner]
        return b"{" + b",".join(members) + b"}"

    return provider, Body(text(TEMPLATES[provider], way))


UPDATES = st.tuples(st.integers(1, 1 << 40), st.sampled_from(NAMES), JSON).map(
    lambda u: b'{"update_id":%d,%b:%b}' % (u[0], written(u[1]), u[2])
)
BODIES = st.one_of(
    st.binary(max_size=200),
    JSON,
    UPDATES,
    notices().map(lambda notice: notice[1]),
    st.integers(1, LARGEST + 9).map(lambda size: b"[" * size),
).map(Body)
REQUESTS = st.builds(Request, METHODS, PATHS, HEADERS, BODIES)


# -- The bot, as its process runs it


@dataclass(frozen=True)
class Bot:
    port: int
    process: Process
    http: httpx.AsyncClient
    db: Connection

    async def resident_mb(self) -> float:
        (found,) = RESIDENT.findall((await self.http.get("/metrics")).text)
        return float(found) / (1 << 20)

    def said_nothing_of_a_fault(self) -> None:
        """A stranger must not be able to write tracebacks into the log either."""
        log = self.process.log.read_text()
        assert "Traceback" not in log, log[max(0, log.index("Traceback") - 500) :][:4000]

    async def takes_a_true_notice(self) -> None:
        """And books it once."""
        body = written(TEMPLATES["crypto_pay"] | {"payload": GOOD})
        headers, raw = signed("crypto_pay", body, SECRETS["crypto_pay"], 0)
        for _ in range(2):
            answer = await self.http.post("/payments/crypto_pay", content=raw, headers=headers)
            assert answer.status_code == 200
        booked = "select count(*) = 1 from billing.payments where external_id = '424242'"
        await eventually(lambda: self.db.fetchval(booked))

    async def works_off_all(self) -> None:
        """Every notice that was stored, and none is given up."""
        waiting = "select count(*) = 0 from outbox.messages where topic = 'payment_events'"
        await eventually(lambda: self.db.fetchval(waiting), within=30)
        assert await self.db.fetch("select destination, error from ops.dead_letters") == []


# Its key looks like one of ours, so its money is kept.
GOOD = {
    **TEMPLATES["crypto_pay"]["payload"],
    "invoice_id": 424242,
    "payload": "00000000-0000-4000-8000-000000424242",
}


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with sandbox() as it:
        yield it


@pytest.fixture
async def bot(
    spawn: Spawn, database: Database, db: Connection, telegram: Sandbox
) -> AsyncIterator[Bot]:
    """Updates of Telegram wait: what handlers make of them is asked elsewhere."""
    await db.execute("select ops.pause('inbox', 'only what comes in is looked at')")
    port = free_port()
    values = bot_settings(
        database,
        telegram,
        port,
        **provider_settings(telegram, *SECRETS),
        payment_webhook_rate=1e6,
        log_level="WARNING",
    )
    process = spawn("-m", "bot", env=environment(values))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        await eventually(lambda: is_up(http, process), within=60)
        yield Bot(port, process, http, db)


async def is_up(http: httpx.AsyncClient, process: Process) -> bool:
    assert process.popen.poll() is None, process.log.read_text()
    with suppress(httpx.TransportError):
        return (await http.get("/health")).is_success
    return False


# -- Strangers


@pytest.mark.long
async def test_strangers_are_answered_and_move_nothing(bot: Bot) -> None:
    @given(request=REQUESTS)
    @EXAMPLES
    def fuzz(request: Request) -> None:
        status = answered(bot.port, request.sent(), request.method)
        if status is None or status >= 500:
            # What no parser of HTTP takes may be hung up on; readiness is an answer of its own.
            assert (request.path, status) == (b"/ready", 503) or status is None, request

    before = await bot.resident_mb()
    await asyncio.to_thread(fuzz)
    await asyncio.to_thread(odd_requests, bot.port)
    assert await asyncio.to_thread(many_large_ones, bot.port) <= {200, 400, 401, 413, 429}
    # A catalogue of texts, which is read when it is first needed, is a third of it.
    assert await bot.resident_mb() - before < 50
    await bot.works_off_all()
    assert await bot.db.fetchval("select count(*) from inbox.events where verified") == 0
    assert await bot.db.fetchval("select count(*) from ledger.transfers") == 0
    await bot.takes_a_true_notice()
    assert await bot.db.fetchval("select count(*) from ledger.transfers") == 2  # and its fee
    bot.said_nothing_of_a_fault()


def odd_requests(port: int) -> None:
    """Of which each was a fault of somebody's server once."""
    hello = Request("POST", b"/payments/stripe", (), b"{}")
    assert answered(port, hello.sent(length=b"0" * 5000 + b"2")) == 401
    assert answered(port, hello.sent(length=b"9" * 30)) in (400, 413, None)
    assert answered(port, hello.sent(length=b"-1")) in (400, None)
    assert answered(port, hello.sent(length=b"1_0")) in (400, None)
    assert answered(port, hello.sent(("x", b"y" * 200_000))) in (400, 401, 431, None)
    for chunk in (b"fffffffffffffffff\r\n", b"-1\r\n\r\n", b"zz\r\nx", b"1\r\n{}\r\n0\r\n\r\n"):
        head = b"POST /payments/stripe HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
        assert answered(port, head + chunk) in (400, 401, 413, None)
    # Who goes away in the middle of a body gets no answer, and leaves no trace.
    for path in (b"/payments/stripe", b"/payments/yookassa", b"/telegram"):
        secret = (TELEGRAM,) if path == b"/telegram" else ()
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(Request("POST", path, secret, b'{"id":').sent(length=b"4000"))
            time.sleep(0.02)  # the head is read before the line is cut


def many_large_ones(port: int) -> set[int | None]:
    """As large as may be, as many at once as connections that a stranger opens."""
    deep, wide = b'{"a":[' * (LARGEST // 6), b'{"a":[' + b"[]," * (LARGEST // 3 - 9)
    requests = [
        Request("POST", b"/payments/%b" % provider.encode(), (), body)
        for provider in SECRETS
        for body in (deep, wide, b"x" * LARGEST, b" " * (LARGEST + 1))
        for _ in range(12)
    ]
    with ThreadPoolExecutor(40) as pool:
        return set(pool.map(lambda request: answered(port, request.sent()), requests))


# -- What is proven, and odd


@pytest.mark.long
async def test_what_is_proven_is_taken_whatever_is_in_it(bot: Bot) -> None:
    """It is stored, or refused as unreadable; and what is stored is worked off."""

    @given(notice=notices())
    @EXAMPLES
    def of_providers(notice: tuple[str, Body]) -> None:
        provider, body = notice
        headers, raw = signed(provider, body, SECRETS[provider], int(time.time()))
        head = tuple((name, value.encode()) for name, value in headers.items())
        assert post(bot.port, f"/payments/{provider}", raw, *head) in (200, 400, 401, 413)

    @given(body=BODIES)
    @EXAMPLES
    def of_telegram(body: Body) -> None:
        assert post(bot.port, "/telegram", body, TELEGRAM) == 200

    for fuzz in (of_providers, of_telegram):
        await asyncio.to_thread(fuzz)
    await bot.works_off_all()
    await bot.takes_a_true_notice()
    assert (
        await bot.db.fetchval(
            "select count(*) from inbox.refused_bodies where reason = 'not stored'"
        )
        == 0
    )
    wrong = await bot.db.fetch("select name, detail from ops.invariants where not ok")
    assert wrong == []
    bot.said_nothing_of_a_fault()
