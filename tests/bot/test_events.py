"""Events from outside: what payment providers post is proven, limited and stored before it is
answered, as the bytes that came, and nothing of it harms a chat."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot.payment_events import PaymentEvent, PaymentSource
from bot.webhooks import Limits, Refusal, RouteLimit
from gateways.errors import Rejected, Transient
from gateways.payments.port import BadSignature, Headers, ProviderEvent, Unreadable
from gateways.payments.wire import is_same
from tests.support import ANN, PATIENCE, Connection, Database, Spawn, eventually, free_port
from tests.support.bot import (
    HEADERS,
    Json,
    Sandbox,
    Shop,
    bot_settings,
    environment,
    open_shop,
)
from tests.support.races import Connect

SECRET = "a secret of the toy's"


@dataclass
class ToyWebhook:
    """What one provider's file has: what is signed, and what was told."""

    secret: str = SECRET
    headers: tuple[str, ...] = ("x-toy-signature",)

    def read_webhook(self, headers: Headers, raw: bytes) -> list[ProviderEvent]:
        expected = self.secret and signature(raw, self.secret)
        if not is_same(expected, headers.get("x-toy-signature")):
            raise BadSignature
        return self.read_stored(raw, verified=True)

    def read_stored(self, raw: bytes, *, verified: bool) -> list[ProviderEvent]:
        try:
            told = json.loads(raw)
            id_, kind, invoice = told["id"], told["kind"], told["invoice"]
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable from error
        return [
            ProviderEvent(one, kind, invoice, invoice, verified=verified)
            for one in (id_ if isinstance(id_, list) else [id_])
        ]


class ToyThatFails(ToyWebhook):
    def read_webhook(self, headers: Headers, raw: bytes) -> list[ProviderEvent]:
        raise RuntimeError


class ToyHints(ToyWebhook):
    """A provider that proves nothing."""

    def read_webhook(self, headers: Headers, raw: bytes) -> list[ProviderEvent]:
        id_, _, invoice = raw.decode().partition("&")
        if not invoice:
            raise Unreadable
        return [ProviderEvent(id_, "hint", invoice, invoice)]


@dataclass
class Toys:
    """The handlers of two providers; what the body of an event says is what becomes of it."""

    handled: list[PaymentEvent] = field(default_factory=list)
    stuck: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, event: PaymentEvent) -> None:
        self.handled.append(event)
        match event.kind:
            case "kills":
                raise RuntimeError("this kills the handler")
            case "lies":
                raise Rejected("the provider knows nothing of it")
            case "busy":
                raise Transient("the provider asks for a pause", retry_after=3600)
            case "hangs":
                await self.stuck.wait()

    def sources(self, **limits: Any) -> Mapping[str, PaymentSource]:
        webhooks = {
            "toy": ToyWebhook(),
            "hints": ToyHints(),
            "open": ToyWebhook(secret=""),
            "fails": ToyThatFails(),
        }
        return {
            name: PaymentSource(webhook, self.handle, Limits(**limits))
            for name, webhook in webhooks.items()
        }


@pytest.fixture
def toys() -> Toys:
    return Toys()


@pytest.fixture
async def shop(
    database: Database, db: Connection, telegram: Sandbox, toys: Toys
) -> AsyncIterator[Shop]:
    await db.execute("update outbox.topics set backoff_min = '20 ms', backoff_max = '50 ms'")
    async with open_shop(database, db, telegram, providers=toys.sources()) as it:
        yield it


def signature(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def event(id_: str, kind: str = "paid", invoice: str = "i1", **more: object) -> bytes:
    return json.dumps({"id": id_, "kind": kind, "invoice": invoice, **more}).encode()


async def post(shop: Shop, body: bytes, provider: str = "toy", signed: str | None = None) -> int:
    headers = {"X-Toy-Signature": signature(body) if signed is None else signed}
    answer = await shop.http.post(f"/payments/{provider}", content=body, headers=headers)
    return answer.status_code


async def stored(db: Connection) -> list[tuple[str, str, bool]]:
    rows = await db.fetch("select source, external_id, verified from inbox.events order by id")
    return [tuple(row) for row in rows]


async def states(db: Connection, topic: str = "payment_events") -> dict[str, str]:
    rows = await db.fetch("select external_id, state from ops.events where topic = $1", topic)
    return {row["external_id"]: row["state"] for row in rows}


async def reach(db: Connection, expected: dict[str, str], topic: str = "payment_events") -> None:
    async def reached() -> bool:
        return expected.items() <= (await states(db, topic)).items()

    await eventually(reached, within=30)


# -- Taking them in


async def test_what_a_provider_reports_is_stored_as_it_came_and_handled(
    shop: Shop, toys: Toys
) -> None:
    body = event("e1", x="\0\ud800", n=10**30, deep=[[[]]])
    assert [await post(shop, body) for _ in range(3)] == [200, 200, 200]
    await reach(shop.db, {"e1": "processed"})
    assert await stored(shop.db) == [("toy", "e1", True)]
    [handled] = toys.handled
    assert (handled.source, handled.external_id, handled.kind) == ("toy", "e1", "paid")
    assert (handled.raw, handled.verified) == (body, True)
    assert handled.headers == {"x-toy-signature": signature(body)}
    lane = await shop.db.fetchrow("select lane, raw, headers from inbox.events")
    assert lane is not None
    assert (lane["lane"], lane["raw"]) == ("toy:i1", body)
    assert json.loads(lane["headers"]) == {"x-toy-signature": signature(body)}
    metrics = (await shop.http.get("/metrics")).text
    assert 'tickover_events_received_total{result="new",topic="payment_events"} 1.0' in metrics
    assert 'tickover_events_received_total{result="repeated",topic="payment_events"}' in metrics


@pytest.mark.parametrize(
    ("provider", "signed", "status", "reason"),
    [
        ("toy", "", 401, "signature"),
        ("toy", "0" * 64, 401, "signature"),
        ("toy", "ключ", 401, "signature"),
        ("open", signature(event("e1"), ""), 401, "signature"),
        ("open", "", 401, "signature"),
        ("fails", None, 503, "fault"),
        ("nobody", None, 404, "provider"),
    ],
)
async def test_what_is_not_proven_is_refused(
    shop: Shop, provider: str, signed: str | None, status: int, reason: str
) -> None:
    """Also where no secret is set: an empty one would prove everything."""
    body = event("e1")
    given = signature(body) if signed is None else signed
    answer = await shop.http.post(
        f"/payments/{provider}", content=body, headers={b"x-toy-signature": given.encode()}
    )
    assert answer.status_code == status
    assert await stored(shop.db) == []
    assert await shop.db.fetchval("select count(*) from inbox.refused_bodies") == 0
    text = (await shop.http.get("/metrics")).text
    assert f'rejected_total{{reason="{reason}",route="payments"}} 1.0' in text


async def test_what_proves_nothing_is_a_hint(shop: Shop, toys: Toys) -> None:
    assert await post(shop, b"e1&i1", "hints", "") == 200
    await reach(shop.db, {"e1": "processed"})
    assert [event.verified for event in toys.handled] == [False]
    assert await stored(shop.db) == [("hints", "e1", False)]


async def test_what_cannot_be_read_is_refused(shop: Shop) -> None:
    """And not kept: anybody could fill the table with what proves nothing."""
    assert await post(shop, b"no event") == 400
    assert await post(shop, b"no event", "hints", "") == 400
    assert await stored(shop.db) == []
    assert await shop.db.fetchval("select count(*) from inbox.refused_bodies") == 0


async def test_one_delivery_may_tell_of_several_events(shop: Shop, toys: Toys) -> None:
    body = json.dumps({"id": ["e1", "e2"], "kind": "paid", "invoice": "i1"}).encode()
    assert await post(shop, body) == 200
    await reach(shop.db, {"e1": "processed", "e2": "processed"})
    assert [(event.external_id, event.raw) for event in toys.handled] == [
        ("e1", body),
        ("e2", body),
    ]


async def test_a_body_is_limited(shop: Shop, database: Database) -> None:
    body = event("e1", x="x" * (1 << 18))
    assert await post(shop, body) == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * (1 << 16)

    answer = await shop.http.post("/payments/toy", content=endless())
    assert answer.status_code == 413
    assert await stored(shop.db) == []


async def test_a_flood_is_told_when_to_come_again(
    database: Database, db: Connection, telegram: Sandbox, toys: Toys
) -> None:
    """Before its body is read, and nobody else is."""
    sources = toys.sources(rate=0.1, burst=5)
    async with open_shop(database, db, telegram, providers=sources) as shop:
        ann = telegram.person()
        await ann.arrive()
        statuses = [await post(shop, event(f"e{n}")) for n in range(8)]
        assert statuses == [200] * 5 + [429] * 3

        refused = await shop.http.post("/payments/toy", content=event("e9"))
        assert refused.json() == {"error": "rate"}
        assert 1 <= int(refused.headers["Retry-After"]) <= 10
        assert await post(shop, b"h1&i1", "hints", "") == 200
        await ann.asks("/help", "How Tickover")
        assert len(await stored(db)) >= 6


async def test_bodies_that_do_not_come_hold_up_nobody_else(
    database: Database, db: Connection, telegram: Sandbox, toys: Toys
) -> None:
    sources = toys.sources(at_once=2, body_within=0.5)
    async with open_shop(database, db, telegram, providers=sources) as shop:
        port = shop.http.base_url.port
        head = b"POST /payments/toy HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        for _, writer in held:
            writer.write(head)

        async def busy() -> bool:
            return await post(shop, event("e1")) == 429

        await eventually(busy)
        for reader, writer in held:
            assert b" 408 " in await reader.readline()
            writer.close()
        assert await post(shop, event("e1")) == 200


async def test_a_bucket_fills_again() -> None:
    now = 100.0
    limit = RouteLimit(Limits(rate=2, burst=2), lambda: now)
    for _ in range(2):
        async with limit.admitted():
            pass
    with pytest.raises(Refusal) as refused:
        async with limit.admitted():
            pass
    assert refused.value.headers == {"Retry-After": "1"}
    now += 0.5
    async with limit.admitted():
        pass


@pytest.mark.long
async def test_what_cannot_be_stored_comes_again(shop: Shop, connect: Connect) -> None:
    holder = await connect()
    async with holder.transaction():
        await holder.execute("lock table inbox.events in access exclusive mode")
        body = event("e1")
        headers = {"X-Toy-Signature": signature(body)}
        answer = await shop.http.post("/payments/toy", content=body, headers=headers)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert await post(shop, body) == 200


# -- Working them off


async def test_an_event_that_kills_its_handler_harms_nobody(shop: Shop, toys: Toys) -> None:
    ann = shop.sandbox.person()
    await ann.arrive()
    assert await post(shop, event("bad", "kills", "i1")) == 200
    assert await post(shop, event("lie", "lies", "i2")) == 200
    assert await post(shop, event("good", "paid", "i3")) == 200
    await reach(shop.db, {"bad": "dead", "lie": "dead", "good": "processed"})
    await ann.asks("/help", "How Tickover")
    dead = await shop.db.fetch("select topic, destination, reason from ops.dead_letters")
    assert {tuple(row) for row in dead} == {
        ("payment_events", "toy", "attempts"),
        ("payment_events", "toy", "rejected"),
    }
    raw = await shop.db.fetchval("select raw from inbox.events where external_id = 'bad'")
    assert raw == event("bad", "kills", "i1")


async def test_events_that_hang_hold_up_no_chat_and_no_other_provider(
    shop: Shop, toys: Toys
) -> None:
    """As many of them as may be in hand at a time, and more."""
    ann = shop.sandbox.person()
    await ann.arrive()
    for n in range(15):
        assert await post(shop, event(f"e{n}", "hangs", f"i{n}")) == 200
    await eventually(lambda: at_work(toys, 5))
    assert await post(shop, b"h1&i1", "hints", "") == 200
    await reach(shop.db, {"h1": "processed"})
    await ann.asks("/help", "How Tickover")
    toys.stuck.set()
    await reach(shop.db, {f"e{n}": "processed" for n in range(15)})


async def at_work(toys: Toys, count: int) -> bool:
    return len(toys.handled) >= count


async def test_a_pause_of_one_provider_pauses_it_alone(shop: Shop, toys: Toys) -> None:
    assert await post(shop, event("e1", "busy")) == 200
    paused = "select count(*) from outbox.destinations where paused_until > clock_timestamp()"
    await eventually(lambda: is_one(shop.db, paused))
    assert await post(shop, event("e2", invoice="i2")) == 200
    assert await post(shop, b"h1&i1", "hints", "") == 200
    await reach(shop.db, {"h1": "processed", "e2": "waiting"})
    await shop.db.execute("select ops.resume('payment_events', 'toy')")
    await reach(shop.db, {"e2": "processed"})


async def is_one(db: Connection, query: str) -> bool:
    count: int = await db.fetchval(query)
    return count == 1


async def test_what_no_handler_knows_waits(shop: Shop) -> None:
    await shop.db.execute("""
        select inbox.receive_events(
          'payment_events', 'of_next_year', array['e1'], null, array['of_next_year:1'],
          array['{}'::bytea], array[true]
        )
    """)
    await reach(shop.db, {"e1": "retrying"})
    error = await shop.db.fetchval("select error from ops.events where external_id = 'e1'")
    assert error == "unknown: provider of_next_year"


# -- Whatever else is there


async def test_a_batch_of_a_hundred_is_stored_whatever_is_in_it(
    shop: Shop, connect: Connect
) -> None:
    """A NUL, half of a surrogate pair, depths, numbers, a repeated id, what is too large, money in
    the middle of it; and the lane of one is held by somebody who thinks."""
    await shop.db.execute("select ops.pause('inbox', 'to look at it')")
    odd = [b'"\\u0000"', b'"\0"', b'"\\ud800"', b"1e400000", b"9" * 9000, b'"\xff"']
    odd.append(b"[" * 10_000 + b"]" * 10_000)
    paid = (
        b'{"currency": "RUB", "total_amount": 100, "invoice_payload": "", '
        b'"telegram_payment_charge_id": "c%d"}'
    )
    bodies = [
        b'{"update_id": %d, "message": {"message_id": 1, "date": 1, "chat": {"id": %d, '
        b'"type": "private"}, "x": %s, "successful_payment": %s}}'
        % (n, n, odd[n % len(odd)], paid % n if n % 7 == n % 2 == 0 or n < 7 else b"null")
        for n in range(1, 99)
    ]
    bodies.append(bodies[10])
    bodies.append(b'{"update_id": 100, "x": "' + b"x" * (5 << 20) + b'"}')
    holder = await connect()
    thinking = holder.transaction()
    await thinking.start()
    await holder.execute("select outbox.enqueue('inbox.update', '50')")
    answers = await asyncio.gather(
        *(shop.http.post("/telegram", content=body, headers=HEADERS) for body in bodies)
    )
    await thinking.rollback()
    assert [answer.status_code for answer in answers] == [200] * 100
    rows = await shop.db.fetch("select external_id, raw from inbox.events")
    assert {row["external_id"]: row["raw"] for row in rows} == {
        str(n): bodies[n - 1] for n in range(1, 99)
    }
    assert await shop.db.fetchval("select reason from inbox.refused_bodies") == "too large"
    read = await shop.db.fetch("select external_id, amount, outcome from inbox.money_events")
    expected = {f"c{n}" for n in range(1, 99) if n % 14 == 0 or n < 7}
    assert {row["external_id"] for row in read} == expected
    assert {(row["amount"], row["outcome"]) for row in read} == {(100, None)}


@pytest.mark.long
async def test_a_checkout_is_answered_while_all_connections_wait(
    shop: Shop, connect: Connect
) -> None:
    """Those of the handlers and those of the intake."""
    people = [shop.sandbox.person(3000 + number) for number in range(12)]
    for person in people:
        await person.arrive()
    await shop.settled()
    holder = await connect()
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("lock table billing.plans in access exclusive mode")
    for person in people:
        await person.tap("Subscription")
    await eventually(lambda: waiting(shop.db, "tickover_bot", 10))
    await holder.execute("lock table inbox.events in access exclusive mode")
    posts = [asyncio.create_task(shop.http.post("/telegram", content=b"no", headers=HEADERS))]
    posts += [
        asyncio.create_task(shop.http.post("/telegram", json=update, headers=HEADERS))
        for update in ({"update_id": 900_000_001}, checkout())
    ]
    await is_answered(shop)
    await transaction.rollback()
    await asyncio.gather(*posts)


async def waiting(db: Connection, role: str, count: int) -> bool:
    waits = """
        select count(*) >= $2 from pg_stat_activity
        where datname = current_database() and usename = $1 and wait_event_type = 'Lock'
    """
    return bool(await db.fetchval(waits, role, count))


@pytest.mark.long
async def test_a_checkout_is_answered_while_all_other_calls_to_telegram_hang(shop: Shop) -> None:
    await shop.db.execute("update outbox.topics set call_timeout = '2 s', lease = '4 s'")
    ann = shop.sandbox.person()
    await ann.arrive()
    await shop.settled()
    hanging = asyncio.Event()

    async def never(make_request: Any, bot: Any, method: Any) -> Any:
        hanging.set()
        await asyncio.Event().wait()

    shop.components.bot.session.middleware(never)
    await ann.write("/help")
    await asyncio.wait_for(hanging.wait(), PATIENCE)
    answer = await shop.http.post("/telegram", json=checkout(), headers=HEADERS)
    assert answer.status_code == 200
    await is_answered(shop)


async def test_a_checkout_is_answered_while_handlers_keep_their_loop_busy(
    database: Database, telegram: Sandbox, spawn: Spawn
) -> None:
    """From accepting the connection to calling Telegram, nothing of it needs their loop."""
    port, seconds = free_port(), 20
    env = environment(bot_settings(database, telegram, port)) | {"BUSY": str(seconds)}
    bot = spawn("-m", "tests.support.busy_bot", env=env)

    async def is_busy() -> bool:
        return "busy" in bot.log.read_text()

    await eventually(is_busy, within=60)
    url = f"http://127.0.0.1:{port}/telegram"
    async with httpx.AsyncClient(timeout=seconds) as http:
        answer = await http.post(url, json=checkout(), headers=HEADERS)
    assert answer.status_code == 200, bot.log.read_text()
    assert len(await telegram.requests("answerPreCheckoutQuery")) == 1
    assert "idle" not in bot.log.read_text()


async def is_answered(shop: Shop) -> None:
    """Telegram waits for ten seconds."""

    async def answered() -> list[Json]:
        return await shop.sandbox.requests("answerPreCheckoutQuery")

    [answer] = await eventually(answered, within=8)
    assert answer["params"]["ok"] == "false"


def checkout() -> Json:
    query = {
        "id": "77",
        "from": {"id": ANN, "is_bot": False, "first_name": "Ann", "language_code": "en"},
        "currency": "RUB",
        "total_amount": 25000,
        "invoice_payload": "none of ours",
    }
    return {"update_id": 900_000_000, "pre_checkout_query": query}
