"""Paying inside Telegram: invoices, checkouts, Stars, refunds, subscriptions."""

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import LabeledPrice, Message, RefundedPayment, SuccessfulPayment

from tests.support import ANN
from tests.support import sandbox as sandboxes
from tests.support.sandbox import Sandbox, checking_out

PRICE = 10_000
"""Within the limits of roubles and of Stars."""

STARS: dict[str, Any] = {
    "title": "Top up",
    "description": "250 RUB for your balance",
    "payload": "order:7",
    "currency": "XTR",
    "prices": [LabeledPrice(label="Stars", amount=PRICE)],
}
CARD = {**STARS, "currency": "RUB", "provider_token": "1:TEST:1"}


async def invoice(sandbox: Sandbox, terms: dict[str, Any]) -> int:
    sent: Message = await sandbox.bot.send_invoice(ANN, **terms)
    return sent.message_id


async def pay(sandbox: Sandbox, terms: dict[str, Any]) -> Any:
    async with checking_out(sandbox, ok=True):
        return await sandbox.post(f"chats/{ANN}/pay", {"message_id": await invoice(sandbox, terms)})


async def last_payment(sandbox: Sandbox) -> SuccessfulPayment:
    updates = [u for u in await sandbox.bot.get_updates() if u.message]
    assert updates[-1].message is not None
    assert updates[-1].message.successful_payment is not None
    return updates[-1].message.successful_payment


@pytest.mark.parametrize("terms", [STARS, CARD])
async def test_a_payment_is_checked_out_then_told(sandbox: Sandbox, terms: dict[str, Any]) -> None:
    async with checking_out(sandbox, ok=True) as seen:
        number = await invoice(sandbox, terms)
        paid = await sandbox.post(f"chats/{ANN}/pay", {"message_id": number})
    assert paid["paid"]
    checkout = next(u.pre_checkout_query for u in seen if u.pre_checkout_query)
    assert (checkout.invoice_payload, checkout.total_amount) == ("order:7", PRICE)
    payment = await last_payment(sandbox)
    assert payment.telegram_payment_charge_id == paid["telegram_payment_charge_id"]
    assert (payment.currency, payment.total_amount) == (terms["currency"], PRICE)
    shown = {m["message_id"]: m for m in await sandbox.messages()}
    assert shown[number]["invoice"]["paid"]


async def test_an_invoice_is_paid_once(sandbox: Sandbox) -> None:
    async with checking_out(sandbox, ok=True):
        number = await invoice(sandbox, STARS)
        await sandbox.post(f"chats/{ANN}/pay", {"message_id": number})
        again = await sandbox.http.post(f"/sandbox/chats/{ANN}/pay", json={"message_id": number})
    assert again.status_code == 404
    assert "paid already" in again.json()["detail"]


async def test_the_bot_may_refuse_a_checkout(sandbox: Sandbox) -> None:
    async with checking_out(sandbox, ok=False, error_message="Sold out"):
        paid = await sandbox.post(f"chats/{ANN}/pay", {"message_id": await invoice(sandbox, STARS)})
    assert paid == {"paid": False, "error": "Sold out"}
    assert (await sandbox.get(f"chats/{ANN}"))["alerts"][-1]["text"] == "Sold out"


async def test_nothing_is_paid_when_the_bot_is_silent() -> None:
    async with (
        sandboxes.sandbox(sandbox_checkout_timeout=0.3) as sandbox,
        checking_out(sandbox) as seen,
    ):
        await sandbox.meet()
        paid = await sandbox.post(f"chats/{ANN}/pay", {"message_id": await invoice(sandbox, STARS)})
        assert not paid["paid"]
        checkout = next(u.pre_checkout_query for u in seen if u.pre_checkout_query)
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await sandbox.bot.answer_pre_checkout_query(checkout.id, ok=True)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"provider_token": "1:TEST:1"}, "STARS_INVOICE_INVALID"),
        ({"prices": [LabeledPrice(label="x", amount=1)] * 2}, "STARS_INVOICE_INVALID"),
        ({"currency": "RUB"}, "PAYMENT_PROVIDER_INVALID"),
        ({"currency": "rub"}, "CURRENCY_INVALID"),
        ({"payload": "я" * 65}, "INVOICE_PAYLOAD_INVALID"),
        ({"title": "x" * 33}, "INVOICE_TITLE_INVALID"),
    ],
)
async def test_bad_invoices_are_refused(
    sandbox: Sandbox, change: dict[str, Any], error: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=error):
        await invoice(sandbox, {**STARS, **change})


async def test_stars_go_back_once(sandbox: Sandbox) -> None:
    charge = (await pay(sandbox, STARS))["telegram_payment_charge_id"]
    assert await sandbox.bot.refund_star_payment(ANN, charge)
    with pytest.raises(TelegramBadRequest, match="CHARGE_ALREADY_REFUNDED"):
        await sandbox.bot.refund_star_payment(ANN, charge)
    told = [u.message for u in await sandbox.bot.get_updates() if u.message]
    refund = told[-1].refunded_payment
    assert isinstance(refund, RefundedPayment)
    assert refund.telegram_payment_charge_id == charge


async def test_a_charge_belongs_to_its_payer(sandbox: Sandbox) -> None:
    charge = (await pay(sandbox, STARS))["telegram_payment_charge_id"]
    with pytest.raises(TelegramBadRequest, match="CHARGE_NOT_FOUND"):
        await sandbox.bot.refund_star_payment(4242, charge)


async def test_a_chargeback_comes_without_the_bot(sandbox: Sandbox) -> None:
    charge = (await pay(sandbox, STARS))["telegram_payment_charge_id"]
    body = {"telegram_payment_charge_id": charge}
    await sandbox.post(f"chats/{ANN}/chargebacks", body)
    told = [u.message for u in await sandbox.bot.get_updates() if u.message]
    assert told[-1].refunded_payment is not None


async def test_transactions_list_money_in_and_out(sandbox: Sandbox) -> None:
    charge = (await pay(sandbox, STARS))["telegram_payment_charge_id"]
    await sandbox.bot.refund_star_payment(ANN, charge)
    rows = (await sandbox.bot.get_star_transactions(offset=0, limit=10)).transactions
    assert [(r.id, r.amount, r.source is not None, r.receiver is not None) for r in rows] == [
        (charge, PRICE, True, False),
        (charge, PRICE, False, True),
    ]
    assert (await sandbox.bot.get_star_transactions(offset=1, limit=1)).transactions == rows[1:]


async def test_a_subscription_is_charged_monthly_until_it_is_cancelled(sandbox: Sandbox) -> None:
    link = await sandbox.bot.create_invoice_link(**STARS, subscription_period=2_592_000)
    async with checking_out(sandbox, ok=True):
        first = await sandbox.post(f"chats/{ANN}/pay", {"link": link})
    payment = await last_payment(sandbox)
    assert payment.is_recurring
    assert payment.is_first_recurring
    await sandbox.post("clock", {"advance": "30 days"})
    renewed = await last_payment(sandbox)
    assert renewed.telegram_payment_charge_id != first["telegram_payment_charge_id"]
    assert renewed.is_recurring
    assert not renewed.is_first_recurring
    assert renewed.subscription_expiration_date is not None
    assert payment.subscription_expiration_date is not None
    assert renewed.subscription_expiration_date > payment.subscription_expiration_date
    with pytest.raises(TelegramBadRequest):
        await sandbox.bot.edit_user_star_subscription(
            ANN, renewed.telegram_payment_charge_id, is_canceled=True
        )
    for canceled in (True, False):
        await sandbox.bot.edit_user_star_subscription(
            ANN, payment.telegram_payment_charge_id, is_canceled=canceled
        )
    await sandbox.post("clock", {"advance": "30 days"})
    assert await last_payment(sandbox) == renewed, "the owner did not switch it on again"
