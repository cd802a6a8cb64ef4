"""The emulated panel and payment providers, over HTTP as the shop's adapters call them."""

import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from aiohttp import web

from tests.support import sandbox as sandboxes
from tests.support.sandbox import Receiver, Sandbox

HOUR_MS = 3_600_000


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with sandboxes.sandbox(sandbox_backoff_cap=0.05) as sandbox:
        yield sandbox


# -- The panel


class PanelClient:
    def __init__(self, sandbox: Sandbox, key: str = "sandbox") -> None:
        self.http = sandbox.http
        self.headers = {"X-API-Key": key}

    async def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return await self.http.post(f"/panel/{path}", json=body, headers=self.headers)

    async def get(self, path: str) -> Any:
        return (await self.http.get(f"/panel/{path}", headers=self.headers)).json()


@pytest.fixture
def panel(sandbox: Sandbox) -> PanelClient:
    return PanelClient(sandbox)


def user(**change: Any) -> dict[str, Any]:
    soon = int(time.time() * 1000) + HOUR_MS
    return {"uuid": str(uuid4()), "telegram_id": 1001, "expiry_timestamp_ms": soon, **change}


async def test_adding_a_user_again_changes_nothing(sandbox: Sandbox, panel: PanelClient) -> None:
    ann = user()
    first = (await panel.post("add-user", ann)).json()
    assert (await panel.post("add-user", ann)).json() == first
    assert first["uuid"] == ann["uuid"]
    assert first["link"] == first["vless_link"]
    assert first["link"].startswith(f"vless://{ann['uuid']}@")
    assert await panel.get("list-users") == {"uuids": [ann["uuid"]]}
    shown = (await sandbox.get("panel/users"))[0]
    assert (shown["key"], shown["enabled"], shown["link"]) == ("1001", True, first["link"])


async def test_an_update_creates_who_is_missing(panel: PanelClient) -> None:
    ann = user()
    del ann["telegram_id"]
    assert (await panel.post("update-user", ann)).is_success
    assert await panel.get("list-users") == {"uuids": [ann["uuid"]]}


async def test_removing_who_is_absent_is_fine(panel: PanelClient) -> None:
    ann = user()
    await panel.post("add-user", ann)
    assert (await panel.post(f"remove-user/{ann['uuid']}")).json()["removed"]
    assert (await panel.post(f"remove-user/{ann['uuid']}")).is_success
    assert await panel.get("list-users") == {"uuids": []}


async def test_the_panel_ends_an_access_by_itself(sandbox: Sandbox, panel: PanelClient) -> None:
    await panel.post("add-user", user())
    await sandbox.post("clock", {"advance": "2 hours"})
    assert [u["enabled"] for u in await sandbox.get("panel/users")] == [False]


async def test_wrong_keys_and_bodies_are_refused(sandbox: Sandbox, panel: PanelClient) -> None:
    assert (await PanelClient(sandbox, "wrong").post("add-user", user())).status_code == 401
    assert (await panel.post("add-user", user(uuid="no uuid"))).status_code == 422


async def test_a_restart_loses_users_and_begins_a_new_epoch(
    sandbox: Sandbox, panel: PanelClient
) -> None:
    await panel.post("add-user", user())
    before = (await panel.get("health"))["epoch"]
    await sandbox.faults(vpn={"restart": True})
    assert (await panel.get("health"))["epoch"] != before
    assert await panel.get("list-users") == {"uuids": []}


async def test_a_stale_link_names_another_identity(sandbox: Sandbox, panel: PanelClient) -> None:
    await sandbox.faults(vpn={"stale_link": True})
    ann = user()
    assert ann["uuid"] not in (await panel.post("add-user", ann)).json()["link"]


@pytest.mark.long
async def test_a_slow_panel_does_the_work_but_not_in_time(
    sandbox: Sandbox, panel: PanelClient
) -> None:
    await sandbox.faults(vpn={"slow": True})
    with pytest.raises(httpx.ReadTimeout):
        await sandbox.http.post("/panel/add-user", json=user(), headers=panel.headers, timeout=0.3)
    assert len(await sandbox.get("panel/users")) == 1


async def test_a_panel_that_is_down_answers_503_or_nothing(
    sandbox: Sandbox, panel: PanelClient
) -> None:
    await sandbox.faults(vpn={"down": True})
    with pytest.raises(httpx.TransportError):
        await panel.post("add-user", user())
    await sandbox.faults(vpn={"down": 503})
    assert (await panel.post("add-user", user())).status_code == 503
    calls = await sandbox.get("requests", target="vpn")
    assert [c["outcome"] for c in calls] == ["down", "down"]


# -- Crypto Pay


class CryptoClient:
    token = "1000:sandbox"

    def __init__(self, sandbox: Sandbox) -> None:
        self.http = sandbox.http

    async def call(self, method: str, **params: Any) -> Any:
        answer = await self.http.post(
            f"/crypto/api/{method}", json=params, headers={"Crypto-Pay-API-Token": self.token}
        )
        body = answer.json()
        assert answer.is_success == body["ok"]
        return body["result"] if body["ok"] else body["error"]


@pytest.fixture
async def crypto(sandbox: Sandbox, webhook: Receiver) -> CryptoClient:
    await sandbox.http.put("/sandbox/webhooks", json={"crypto": webhook.url})
    return CryptoClient(sandbox)


async def rub_invoice(crypto: CryptoClient, **change: Any) -> Any:
    terms = {"currency_type": "fiat", "fiat": "RUB", "amount": "250.00", "payload": "order:7"}
    return await crypto.call("createInvoice", **terms, **change)


def signed(request: web.Request, raw: bytes, token: str) -> bool:
    key = hashlib.sha256(token.encode()).digest()
    expected = hmac.new(key, raw, hashlib.sha256).hexdigest()
    return request.headers["crypto-pay-api-signature"] == expected


async def test_a_paid_invoice_is_told_with_a_signature(
    sandbox: Sandbox, crypto: CryptoClient, webhook: Receiver
) -> None:
    number = (await rub_invoice(crypto))["invoice_id"]
    await sandbox.post(f"crypto/invoices/{number}/pay", {"repeat": 3})
    await webhook.wait(3)
    assert all(
        signed(request, raw, crypto.token)
        for request, raw in zip(webhook.got, webhook.raw, strict=True)
    )
    paid = webhook.bodies[0]["payload"]
    assert webhook.bodies[0]["update_type"] == "invoice_paid"
    assert (paid["status"], paid["amount"], paid["fiat"]) == ("paid", "250", "RUB")
    assert (paid["paid_asset"], paid["payload"]) == ("USDT", "order:7")
    found = await crypto.call("getInvoices", invoice_ids=str(number), status="paid")
    assert [i["invoice_id"] for i in found["items"]] == [number]


async def test_a_forged_notice_pays_nothing(
    sandbox: Sandbox, crypto: CryptoClient, webhook: Receiver
) -> None:
    number = (await rub_invoice(crypto))["invoice_id"]
    await sandbox.post(f"crypto/invoices/{number}/pay", {"bad_signature": True})
    await webhook.wait(1)
    assert not signed(webhook.got[0], webhook.raw[0], crypto.token)
    found = await crypto.call("getInvoices", invoice_ids=[number])
    assert found["items"][0]["status"] == "active"


async def test_an_expired_invoice_is_only_paid_late(
    sandbox: Sandbox, crypto: CryptoClient, webhook: Receiver
) -> None:
    number = (await rub_invoice(crypto, expires_in=1800))["invoice_id"]
    await sandbox.post("clock", {"advance": "1 hour"})
    refused = await sandbox.http.post(f"/sandbox/crypto/invoices/{number}/pay", json={})
    assert refused.status_code == 409
    paid = await sandbox.post(f"crypto/invoices/{number}/pay", {"late": True, "amount": "249.99"})
    assert (paid["status"], paid["amount"]) == ("paid", "249.99")
    await webhook.wait(1)


async def test_without_a_webhook_only_a_poller_finds_the_payment(
    sandbox: Sandbox, crypto: CryptoClient, webhook: Receiver
) -> None:
    await sandbox.faults(crypto={"no_webhook": True})
    number = (await rub_invoice(crypto))["invoice_id"]
    await sandbox.post(f"crypto/invoices/{number}/pay", {})
    assert (await crypto.call("getInvoices", status="paid"))["items"]
    assert webhook.got == []


async def test_a_notice_comes_again_until_it_is_taken(
    sandbox: Sandbox, crypto: CryptoClient, webhook: Receiver
) -> None:
    webhook.answers = [web.Response(status=500), web.Response(status=500)]
    number = (await rub_invoice(crypto))["invoice_id"]
    await sandbox.post(f"crypto/invoices/{number}/pay", {})
    await webhook.wait(3)
    assert webhook.raw[0] == webhook.raw[2]


async def test_a_transfer_happens_once_per_spend_id(crypto: CryptoClient) -> None:
    wanted = {"user_id": 1001, "asset": "USDT", "amount": "5", "spend_id": "withdrawal:1"}
    sent = await crypto.call("transfer", **wanted)
    assert sent["status"] == "completed"
    assert (await crypto.call("transfer", **wanted))["name"] == "SPEND_ID_ALREADY_USED"
    found = await crypto.call("getTransfers", spend_id="withdrawal:1")
    assert found["items"] == [sent]


@pytest.mark.parametrize(
    ("change", "error"),
    [({"amount": "-1"}, "AMOUNT_INVALID"), ({"fiat": "XXX"}, "FIAT_INVALID")],
)
async def test_bad_invoices_are_refused(
    crypto: CryptoClient, change: dict[str, str], error: str
) -> None:
    terms = {"currency_type": "fiat", "fiat": "RUB", "amount": "1", **change}
    assert (await crypto.call("createInvoice", **terms))["name"] == error


async def test_crypto_pay_knows_its_app_by_the_token(crypto: CryptoClient) -> None:
    assert (await crypto.call("getMe"))["app_id"] == 1000
    crypto.token = "1000:wrong"
    assert await crypto.call("getMe") == {"code": 401, "name": "UNAUTHORIZED"}


# -- YooKassa


class YooKassaClient:
    def __init__(self, sandbox: Sandbox) -> None:
        self.http = sandbox.http

    async def post(self, path: str, body: dict[str, Any], key: str | None) -> httpx.Response:
        headers = {"Idempotence-Key": key} if key else {}
        return await self.http.post(
            f"/yookassa/v3/{path}", json=body, headers=headers, auth=("100500", "sandbox")
        )

    async def get(self, path: str) -> Any:
        answer = await self.http.get(f"/yookassa/v3/{path}", auth=("100500", "sandbox"))
        return answer.raise_for_status().json()


@pytest.fixture
async def yookassa(sandbox: Sandbox, webhook: Receiver) -> YooKassaClient:
    await sandbox.http.put("/sandbox/webhooks", json={"yookassa": webhook.url})
    return YooKassaClient(sandbox)


def payment(**change: Any) -> dict[str, Any]:
    return {
        "amount": {"value": "250.00", "currency": "RUB"},
        "capture": True,
        "confirmation": {"type": "redirect", "return_url": "https://t.me/tickover_sandbox_bot"},
        "metadata": {"order": "7"},
        **change,
    }


async def test_a_payment_is_created_once_per_key(yookassa: YooKassaClient) -> None:
    first = (await yookassa.post("payments", payment(), "order-7")).json()
    assert first["status"] == "pending"
    assert first["confirmation"]["confirmation_url"].startswith("http")
    assert (await yookassa.post("payments", payment(), "order-7")).json()["id"] == first["id"]
    other = await yookassa.post("payments", payment(capture=False), "order-7")
    assert (other.status_code, other.json()["parameter"]) == (400, "Idempotence-Key")
    assert (await yookassa.post("payments", payment(), None)).status_code == 400


async def test_a_payment_succeeds_and_is_told_without_a_signature(
    sandbox: Sandbox, yookassa: YooKassaClient, webhook: Receiver
) -> None:
    number = (await yookassa.post("payments", payment(), "order-7")).json()["id"]
    await sandbox.post(f"yookassa/payments/{number}/pay", {})
    await webhook.wait(1)
    assert webhook.bodies[0]["event"] == "payment.succeeded"
    assert webhook.bodies[0]["object"] == await yookassa.get(f"payments/{number}")
    assert webhook.bodies[0]["object"]["metadata"] == {"order": "7"}


async def test_a_forged_notice_is_told_apart_by_asking(
    sandbox: Sandbox, yookassa: YooKassaClient, webhook: Receiver
) -> None:
    number = (await yookassa.post("payments", payment(), "order-7")).json()["id"]
    await sandbox.post(f"yookassa/payments/{number}/pay", {"bad_signature": True})
    await webhook.wait(1)
    assert webhook.bodies[0]["object"]["status"] == "succeeded"
    assert (await yookassa.get(f"payments/{number}"))["status"] == "pending"


async def test_a_saved_method_pays_without_the_payer(
    sandbox: Sandbox, yookassa: YooKassaClient, webhook: Receiver
) -> None:
    wanted = payment(save_payment_method=True)
    number = (await yookassa.post("payments", wanted, "order-7")).json()["id"]
    await sandbox.post(f"yookassa/payments/{number}/pay", {})
    method = (await yookassa.get(f"payments/{number}"))["payment_method"]
    assert method["saved"]
    later = payment(payment_method_id=method["id"])
    del later["confirmation"]
    assert (await yookassa.post("payments", later, "order-8")).json()["status"] == "succeeded"
    unknown = payment(payment_method_id="gone")
    assert (await yookassa.post("payments", unknown, "order-9")).status_code == 400


async def test_refunds_never_exceed_the_payment(
    sandbox: Sandbox, yookassa: YooKassaClient, webhook: Receiver
) -> None:
    number = (await yookassa.post("payments", payment(), "order-7")).json()["id"]
    await sandbox.post(f"yookassa/payments/{number}/pay", {})
    part = {"payment_id": number, "amount": {"value": "200.00", "currency": "RUB"}}
    done = (await yookassa.post("refunds", part, "refund-1")).json()
    assert done["status"] == "succeeded"
    assert (await yookassa.post("refunds", part, "refund-1")).json() == done
    assert (await yookassa.post("refunds", part, "refund-2")).status_code == 400
    assert (await yookassa.get(f"payments/{number}"))["refunded_amount"]["value"] == "200.00"


async def test_a_payment_that_nobody_pays_is_cancelled(
    sandbox: Sandbox, yookassa: YooKassaClient, webhook: Receiver
) -> None:
    number = (await yookassa.post("payments", payment(), "order-7")).json()["id"]
    await sandbox.post("clock", {"advance": "2 hours"})
    assert (await yookassa.get(f"payments/{number}"))["status"] == "canceled"
    paid = await sandbox.post(f"yookassa/payments/{number}/pay", {"late": True})
    assert paid["status"] == "succeeded"
