"""Money in, where it does not go as it should: amounts that cannot be paid, invoices that are
refused, taps that are handled twice, and orders that somebody comes back to."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable

import pytest
from pydantic import SecretStr

from consumer import Message
from sandbox.telegram import payments
from sandbox.telegram.errors import bad_request
from sandbox.telegram.params import Params
from tests.support import Clock, Database, eventually
from tests.support.bot import Json, Person, Sandbox, Shop, labels, plain, sandbox

Refuse = Callable[[str, int], None]


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with sandbox(database_url=SecretStr(database.url())) as it:
        await it.faults(chat_rate=0, rate=0)
        yield it


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """From now on Telegram refuses invoices below an amount."""
    prices = payments._prices

    def of(error: str, below: int) -> None:
        def checked(p: Params) -> list[int]:
            found = prices(p)
            if sum(found) < below:
                raise bad_request(error)
            return found

        monkeypatch.setattr(payments, "_prices", checked)

    return of


async def setting(shop: Shop, name: str, value: str) -> None:
    await shop.db.execute(
        "update app.settings set value = $2::text::jsonb where name = $1", name, value
    )


async def open_orders(shop: Shop) -> int:
    query = "select count(*) from billing.orders where kind = 'topup' and status = 'open'"
    count: int = await shop.db.fetchval(query)
    return count


async def looks_at_basic(person: Person) -> Json:
    return await person.goes(
        *("Subscription", "Choose a plan"),
        *("Basic · from 149 ₽", "For how long?"),
        *("30 days · 149 ₽", "Your order"),
    )


async def no_dead_letters(shop: Shop) -> None:
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters") == 0


async def test_no_amount_is_offered_that_the_limits_refuse(shop: Shop, ann: Person) -> None:
    await setting(shop, "topup_max", '{"RUB": 100000}')
    await setting(shop, "topup_min", '{"RUB": 30000}')
    plans = await shop.db.fetch("select code, id from billing.plans")
    price = await shop.db.fetchval(
        "select id from billing.prices where plan_id = $1 and period_count = 365",
        {plan["code"]: plan["id"] for plan in plans}["plus"],
    )
    await ann.tap_data(f"price:{plans[1]['id']}:{price}", 2)
    order = await ann.sees("Your order")
    assert "One top-up is 1,000 ₽ at most, so it takes 3 of them" in plain(order["text"])
    assert "Top up 1,000 ₽" in labels(order)
    await ann.tap("Top up 1,000 ₽")
    assert (await ann.invoice())["invoice"]["total_amount"] == 100000
    await ann.tap_data("go:topup", 2)
    topup = await ann.sees("How much would you like to add?")
    assert "250 ₽" not in labels(topup)


async def test_an_amount_that_telegram_finds_too_small(
    shop: Shop, ann: Person, refuse: Refuse
) -> None:
    refuse("CURRENCY_TOTAL_AMOUNT_INVALID", 10100)
    await ann.tap_data("go:amount", 2)
    await ann.sees("from 100 ₽")
    await ann.write("100")
    screen = await ann.sees("100 ₽ is too little for a payment right now. Nothing was charged")
    assert "it works from 110 ₽" in plain(screen["text"])
    assert await open_orders(shop) == 0
    await ann.write("110")
    assert (await ann.invoice())["invoice"]["total_amount"] == 11000
    await no_dead_letters(shop)


@pytest.mark.long
async def test_the_rest_of_an_order_that_telegram_finds_too_small(
    shop: Shop, ann: Person, refuse: Refuse
) -> None:
    refuse("CURRENCY_TOTAL_AMOUNT_INVALID", 10100)
    await shop.credit(ann, 10000)
    order = await looks_at_basic(ann)
    assert "A top-up is 100 ₽ at least; what is left of it stays" in plain(order["text"])
    await ann.tap("Top up 100 ₽")
    await ann.alert("100 ₽ is too little for a payment right now. Nothing was charged")
    await ann.sees("A top-up is 110 ₽ at least")
    await ann.tap("Top up 110 ₽")
    invoice = await ann.invoice()
    await ann.pay(invoice["message_id"])
    await ann.sees("your order is paid")


async def test_a_provider_that_refuses_is_our_fault_and_not_for_ever(
    shop: Shop, ann: Person, refuse: Refuse, clock: Clock
) -> None:
    refuse("PAYMENT_PROVIDER_INVALID", 10**9)
    await ann.tap_data("topup:25000", 2)
    await ann.alert(
        "Top-ups do not work for the moment, and that is our fault. Nothing was charged"
    )
    assert await open_orders(shop) == 0
    alarm = await shop.db.fetchval("select detail from jobs.alarms where name = 'invoices_refused'")
    assert "PAYMENT_PROVIDER_INVALID" in alarm
    await no_dead_letters(shop)
    profile = await ann.sees("Plans and renewals")
    assert "Top up" not in labels(profile)
    clock.advance("11 minutes")
    refuse("", 0)
    await ann.tap_data("topup:25000", 2)
    await ann.invoice()
    await shop.settled()
    assert await shop.db.fetchval("select count(*) from jobs.alarms") == 0


async def test_a_tap_that_is_handled_twice_makes_one_link(shop: Shop, ann: Person) -> None:
    tap = {
        "update_id": 900_000_001,
        "callback_query": {
            "id": "1",
            "from": {"id": ann.id, "is_bot": False, "first_name": "Ann"},
            "chat_instance": "1",
            "data": "topup:25000",
            "message": {
                "message_id": 2,
                "date": 1,
                "chat": {"id": ann.id, "type": "private"},
                "text": "menu",
            },
        },
    }
    processor = shop.components.processor
    for attempt in (1, 2, 3):
        payload = {"raw": b64encode(json.dumps(tap).encode()).decode()}
        await processor.update(Message("inbox", str(ann.id), 1, "inbox.update", payload, attempt))
    assert len(await shop.sandbox.requests("createInvoiceLink")) == 1
    assert await open_orders(shop) == 1


async def test_an_order_is_one_message_until_it_is_paid(shop: Shop, ann: Person) -> None:
    """However often its button is tapped, there is one link; and paid is what the screen says."""
    order = await looks_at_basic(ann)
    for _ in range(2):
        await ann.tap_data(await data_of(shop, "fund"), order["message_id"])
        await shop.settled()
    invoice = await ann.invoice()
    assert invoice["message_id"] == order["message_id"]
    assert "Check payment" not in labels(invoice)
    assert len(await ann.from_bot()) == 1
    assert len(await shop.sandbox.requests("createInvoiceLink")) == 1
    assert await open_orders(shop) == 1
    assert (await ann.pay(invoice["message_id"]))["paid"]
    await ann.sees("your order is paid")
    await no_invoice(ann)
    assert not (await ann.pay_by(invoice))["paid"]


async def data_of(shop: Shop, button: str) -> str:
    """The button of the newest order, tapped again on a screen that does not have it any more."""
    token = await shop.db.fetchval(
        "select token from billing.orders where kind = 'purchase' order by id desc limit 1"
    )
    return f"{button}:14900:{token.hex}"


async def test_another_amount_is_another_link(shop: Shop, ann: Person, clock: Clock) -> None:
    """As is the same one when there is little time left for it."""
    for data, later in (
        ("topup:25000", "0"),
        ("topup:30000", "0"),
        ("topup:25000", "16 minutes"),
        ("topup:25000", "0"),
    ):
        await ann.tap_data(data, 2)
        await shop.settled()
        clock.advance(later)
    assert len(await shop.sandbox.requests("createInvoiceLink")) == 4


async def test_a_link_goes_when_it_is_useless(shop: Shop, ann: Person, clock: Clock) -> None:
    await ann.tap_data("topup:25000", 2)
    invoice = await ann.invoice()
    clock.advance("31 minutes")
    assert not (await ann.pay(invoice["message_id"]))["paid"]
    await shop.db.execute("select jobs.poll_payments(100)")
    await ann.sees("This page has expired")
    await no_invoice(ann)


async def no_invoice(person: Person) -> None:
    async def none_is_left() -> bool:
        return await person.invoices() == []

    await eventually(none_is_left)


async def test_a_bought_order_is_not_paid_by_its_old_invoice(shop: Shop, ann: Person) -> None:
    await looks_at_basic(ann)
    await ann.tap("Top up 149 ₽")
    invoice = await ann.invoice()
    token = invoice["invoice"]["payload"]
    user = await shop.db.fetchval("select ops.find_user($1)", ann.id)
    await shop.db.execute("select ops.credit($1, 14900, 'a gift')", user)
    checkout = "select outcome from api.pre_checkout($1, $2::text::uuid, 14900, 'RUB')"
    assert await shop.db.fetchval(checkout, ann.id, token) == "expired"


async def test_who_comes_back_to_an_old_order_sees_it_as_it_is(
    shop: Shop, ann: Person, clock: Clock
) -> None:
    await looks_at_basic(ann)
    await shop.credit(ann, 14900)
    clock.advance("31 minutes")
    old = await shop.db.fetchval("select token from billing.orders order by id desc limit 1")
    await ann.tap_data(f"pay:{old.hex}", 2)
    await ann.alert("has expired and nothing was charged")
    order = await ann.sees("Your order")
    assert "Pay 149 ₽ from balance" in labels(order)
    await ann.tap("Pay 149 ₽ from balance")
    await ann.sees("Paid")


async def test_money_for_what_was_wanted_buys_it(shop: Shop, ann: Person) -> None:
    await looks_at_basic(ann)
    await ann.tap_data("go:topup", 2)
    topup = await ann.sees("How much would you like to add?")
    assert "Top up 149 ₽ for Basic" in labels(topup)
    await ann.tap("250 ₽")
    invoice = await ann.invoice()
    await ann.pay(invoice["message_id"])
    await ann.sees("250 ₽ received")
    await ann.tap("Buy Basic · 149 ₽")
    await ann.sees("Paid")


async def test_sales_that_are_off_say_so_at_the_first_tap(shop: Shop, ann: Person) -> None:
    await shop.db.execute("update app.flags set enabled = false where name = 'purchases'")
    await ann.goes("Subscription", "Sales are paused for the moment")


async def test_without_an_enabled_panel_a_trial_waits_for_one(shop: Shop, ann: Person) -> None:
    await shop.db.execute("update vpn.panels set enabled = false")
    await ann.tap_data("trial", 2)
    await ann.sees("Your access is being turned on")
    await no_dead_letters(shop)


async def test_an_order_that_expired_is_shown_anew_and_gets_no_invoice(
    shop: Shop, ann: Person, clock: Clock
) -> None:
    """Nothing was bought; a day later its price may be another one."""
    await looks_at_basic(ann)
    clock.advance("25 hours")
    await ann.tap("Top up 149 ₽")
    await ann.alert("has expired")
    await shop.settled()
    assert "Top up 149 ₽" in labels(await ann.sees("Your order"))
    assert await ann.invoices() == []
    assert await open_orders(shop) == 0


async def test_an_invoice_that_was_paid_goes(shop: Shop, ann: Person) -> None:
    await ann.tap_data("topup:25000", 2)
    invoice = await ann.invoice()
    assert (await ann.pay(invoice["message_id"]))["paid"]
    await ann.sees("250 ₽ received")
    await no_invoice(ann)
