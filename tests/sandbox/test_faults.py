"""What Telegram does to a shop: limits of invoices, a token or webhook taken away, odd updates."""

import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import LabeledPrice, WebhookInfo
from aiohttp import web

from tests.support import ANN, eventually
from tests.support import sandbox as sandboxes
from tests.support.sandbox import TOKEN, Receiver, Sandbox, checking_out

RUBLES: dict[str, Any] = {
    "title": "Top up",
    "description": "For your balance",
    "payload": "order:7",
    "currency": "RUB",
    "provider_token": "1:TEST:1",
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with sandboxes.sandbox(sandbox_backoff_cap=0.05) as sandbox:
        await sandbox.meet()
        yield sandbox


async def invoice(sandbox: Sandbox, amount: int, **changes: Any) -> int:
    prices = [LabeledPrice(label="Top up", amount=amount)]
    sent = await sandbox.bot.send_invoice(ANN, prices=prices, **{**RUBLES, **changes})
    return sent.message_id


# -- Invoices


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("RUB", 7_999), ("RUB", 80_000_001), ("USD", 99), ("USD", 1_000_001), ("AED", 0)],
)
async def test_a_sum_below_or_above_the_currencys_limits_is_refused(
    sandbox: Sandbox, currency: str, amount: int
) -> None:
    with pytest.raises(TelegramBadRequest, match="CURRENCY_TOTAL_AMOUNT_INVALID"):
        await invoice(sandbox, amount, currency=currency)


@pytest.mark.parametrize(
    ("currency", "amount"), [("RUB", 8_000), ("USD", 1_000_000), ("AED", 1_000_000_000)]
)
async def test_the_limits_themselves_are_allowed(
    sandbox: Sandbox, currency: str, amount: int
) -> None:
    assert await invoice(sandbox, amount, currency=currency)


async def test_the_limits_move(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"least": {"RUB": 10_100}, "most": {"RUB": 20_000}})
    for amount in (10_099, 20_001):
        with pytest.raises(TelegramBadRequest, match="CURRENCY_TOTAL_AMOUNT_INVALID"):
            await invoice(sandbox, amount)
    assert await invoice(sandbox, 10_100)


async def test_a_revoked_provider_token_stops_cards_and_not_stars(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"provider_revoked": True})
    with pytest.raises(TelegramBadRequest, match="PAYMENT_PROVIDER_INVALID"):
        await invoice(sandbox, 10_000)
    assert await invoice(sandbox, 100, currency="XTR", provider_token="")


# -- The whole bot


async def test_a_revoked_token_is_refused_everywhere(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"revoked": True})
    for call in (sandbox.bot.get_me(), sandbox.bot.send_message(ANN, "hello")):
        with pytest.raises(TelegramUnauthorizedError):
            await call


async def test_another_bots_token_finds_no_chat(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"strangers": True})
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await sandbox.bot.send_message(ANN, "hello")
    await sandbox.faults()
    assert await sandbox.bot.send_message(ANN, "hello")


async def test_a_broken_telegram_says_so_in_its_own_words(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"broken": 1})
    with pytest.raises(TelegramServerError, match="Internal Server Error"):
        await sandbox.bot.send_message(ANN, "hello")
    assert all(message["from"] == "user" for message in await sandbox.messages())


async def test_a_silent_telegram_answers_nobody(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"down": "silent"})
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await sandbox.bot.send_message(ANN, "hello", request_timeout=1)
    assert all(message["from"] == "user" for message in await sandbox.messages())


# -- The webhook


async def last_error(sandbox: Sandbox) -> WebhookInfo:
    async def told() -> WebhookInfo | None:
        info = await sandbox.bot.get_webhook_info()
        return info if info.last_error_message else None

    found = await eventually(told)
    assert found
    assert found.pending_update_count == 1
    assert found.last_error_date
    return found


@pytest.mark.parametrize(
    ("status", "said"), [(404, "404 Not Found"), (503, "503 Service Unavailable")]
)
async def test_webhook_info_names_the_answer_that_was_wrong(
    sandbox: Sandbox, webhook: Receiver, status: int, said: str
) -> None:
    webhook.answers = [web.Response(status=status, headers={"Retry-After": "3600"})]
    await sandbox.bot.set_webhook(webhook.url)
    info = await last_error(sandbox)
    assert info.last_error_message == f"Wrong response from the webhook: {said}"


async def test_webhook_info_says_that_nobody_listens(sandbox: Sandbox) -> None:
    await sandbox.bot.set_webhook("http://127.0.0.1:9/telegram")
    assert (await last_error(sandbox)).last_error_message == "Connection refused"


def self_signed(folder: Path) -> ssl.SSLContext:
    key, certificate = folder / "key.pem", folder / "cert.pem"
    made = f"req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout {key}"
    subprocess.run(["openssl", *made.split(), "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def test_webhook_info_says_that_the_certificate_is_bad(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    context = self_signed(tmp_path)
    runner = web.AppRunner(web.Application())
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        await sandbox.bot.set_webhook(f"https://127.0.0.1:{runner.addresses[0][1]}/telegram")
        said = (await last_error(sandbox)).last_error_message
    finally:
        await runner.cleanup()
    assert said
    assert said.startswith("SSL error")
    assert "certificate verify failed" in said


async def test_another_program_takes_the_webhook_and_what_comes(
    sandbox: Sandbox, webhook: Receiver
) -> None:
    await sandbox.bot.set_webhook(webhook.url)
    await webhook.wait(1)
    taken = await sandbox.post("webhook/taken", {"url": "https://other.example/hook"})
    assert taken["url"] == "https://other.example/hook"
    await sandbox.meet(text="lost")

    async def gone() -> bool:
        return not await sandbox.get("updates")

    await eventually(gone)
    await sandbox.bot.set_webhook(webhook.url)
    await sandbox.meet(text="heard")
    await webhook.wait(2)
    assert [body["message"]["text"] for body in webhook.bodies] == ["/start", "heard"]


async def test_the_webhook_stays_taken_over_a_restart(tmp_path: Path) -> None:
    async with sandboxes.sandbox(tickover_home=tmp_path) as sandbox:
        await sandbox.post("webhook/taken", {})
    async with sandboxes.sandbox(tickover_home=tmp_path) as sandbox:
        await sandbox.meet()
        assert (await sandbox.bot.get_webhook_info()).url.startswith("https://elsewhere.")
        assert await sandbox.get("updates") == []


# -- Updates


async def test_a_payment_is_told_as_one_likes(sandbox: Sandbox, webhook: Receiver) -> None:
    number = await invoice(sandbox, 10_000)
    changes = {
        "chat": {"id": -100123, "type": "supergroup", "title": "Friends"},
        "from": None,
        "reply_to_message": {"message_id": 5, "forward_origin": {"type": "of tomorrow"}},
    }
    async with checking_out(sandbox, ok=True):
        paid = await sandbox.post(f"chats/{ANN}/pay", {"message_id": number, "changes": changes})
    assert paid["paid"]
    await sandbox.bot.set_webhook(webhook.url)
    await eventually_paid(webhook)
    told = webhook.bodies[-1]["message"]
    assert told["chat"] == changes["chat"]
    assert "from" not in told
    assert told["reply_to_message"] == changes["reply_to_message"]
    assert told["successful_payment"]["total_amount"] == 10_000
    shown = (await sandbox.messages())[-1]
    assert shown["payment"]["total_amount"] == 10_000


async def eventually_paid(webhook: Receiver) -> None:
    async def told() -> bool:
        return any("successful_payment" in body.get("message", {}) for body in webhook.bodies)

    await eventually(told)


@pytest.mark.parametrize(
    ("update", "is_told"),
    [
        (b'{"poll": {"id": "1", "question": "?", "options": []}}', False),
        (b'{"poll_answer": {"poll_id": "1", "user": {"id": 7}, "option_ids": [0]}}', False),
        (b'{"message": {"message_id": 1, "date": 1e400, "text": "\\ud800\\u0000"}}', False),
        (b'{"update_id": 77, "thought_of_tomorrow": {"chat": {"id": 1001}}}', True),
        (b'{"message": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", True),
        (b"{ }", True),
        (b"no json \xff at all", True),
    ],
    ids=["poll", "answer", "numbers", "unknown", "deep", "empty", "bytes"],
)
async def test_whatever_is_given_is_delivered_byte_by_byte(
    sandbox: Sandbox, webhook: Receiver, update: bytes, *, is_told: bool
) -> None:
    await sandbox.bot.set_webhook(webhook.url, allowed_updates=["message"])
    await webhook.wait(1)
    answer = await sandbox.http.post("/sandbox/updates", content=update)
    number = answer.raise_for_status().json()["update_id"]

    async def came() -> bool:
        return len(webhook.raw) == 2

    await eventually(came)
    raw = webhook.raw[1]
    named = b'{"update_id": %d, %s' % (number, update[1:])
    assert raw == (update if is_told else named)


async def test_what_was_given_is_polled_as_well(sandbox: Sandbox) -> None:
    await sandbox.http.post("/sandbox/updates", content=b'{"poll": {"id": "1"}}')
    polled = await sandbox.http.get(f"/bot{TOKEN}/getUpdates")
    assert polled.json()["result"][-1]["poll"] == {"id": "1"}
    waiting: httpx.Response = await sandbox.http.get("/sandbox/updates")
    assert waiting.json()[-1]["poll"] == {"id": "1"}
