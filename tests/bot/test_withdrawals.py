"""Withdrawals in the bot: asked for by people, settled by support and by Crypto Pay."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from scripts import tools
from tests.support import ANN, BOB, Connection, Database, eventually
from tests.support.bot import (
    HEADERS,
    Json,
    Person,
    Sandbox,
    Shop,
    all_is_well,
    labels,
    open_listener,
)
from tests.support.bot import open_shop as opened

ADELE = ANN + 10
CARD = "2200 7001 5317 8461"
DIGITS = CARD.replace(" ", "")


@pytest.fixture
async def adele(shop: Shop, database: Database, telegram: Sandbox) -> AsyncIterator[Person]:
    """Adele is an admin, and the listener runs, with a key for Crypto Pay."""
    adele = telegram.person(ADELE)
    await adele.arrive()
    await shop.settled()
    await promote(shop, ADELE)
    async with open_listener(database, telegram, "crypto_pay"):
        declared = "select count(*) = 1 from billing.requisites_keys"
        await eventually(lambda: shop.db.fetchval(declared))
        yield adele


async def promote(shop: Shop, telegram_id: int) -> None:
    await shop.db.execute(
        "update app.users set role = 'owner' where id = app.user_of($1)", telegram_id
    )


async def earn(shop: Shop, person: Person, amount: int, key: str = "reward") -> None:
    await shop.db.execute(
        """
        select ledger.post('referral_reward', $2, array[
          (ledger.account(null, 'referral_expense', 'RUB'), -$3::bigint)::ledger.leg,
          (ledger.account(app.user_of($1), 'referral', 'RUB'), $3)::ledger.leg
        ])
        """,
        person.id,
        f"{key}:{person.id}",
        amount,
    )


async def earned(shop: Shop, person: Person) -> int:
    found: int = await shop.db.fetchval(
        "select billing.referral_of(app.user_of($1), 'RUB')", person.id
    )
    return found


async def holders(db: Connection, needle: str) -> set[str]:
    """The tables with a row that has this text, also among bytes or in JSON."""
    tables = await db.fetch(
        """
        select c.oid::regclass::text as name
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where pg_get_userbyid(n.nspowner) = 'tickover_owner' and c.relkind in ('r', 'p')
        """
    )
    found = set()
    for (name,) in tables:
        has = f"select exists (select from {name} as t where t::text like any ($1))"
        forms = [f"%{needle}%", f"%{needle.encode().hex()}%"]
        if await db.fetchval(has, forms):
            found.add(name)
    return found


async def transfers(telegram: Sandbox) -> list[Any]:
    found: list[Any] = (await telegram.http.get("/sandbox/crypto/transfers")).json()
    return found


async def newest(db: Connection) -> Any:
    return await db.fetchrow("select * from billing.withdrawals order by id desc limit 1")


async def told(shop: Shop, admin: Person, amount: str) -> Json:
    """An admin sees what is asked for."""
    number = (await newest(shop.db))["id"]
    return await admin.sees(f"Withdrawal {number}: {amount}")


@pytest.mark.long
async def test_by_hand_to_a_card_and_nothing_of_it_is_left(
    shop: Shop, ann: Person, adele: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    await earn(shop, ann, 120_000)
    await ann.goes(
        *("Balance", "Balance:"),
        *("Withdraw", "You have earned 1,200 ₽"),
        *("All: 1,200 ₽", "How do you want 1,200 ₽?"),
        *("Bank card", "Write the number of the card"),
    )
    await ann.asks(CARD[:-1] + "2", "a digit is wrong")
    await shop.settled()
    assert CARD[:-1] not in str(await ann.chat()), "also one that is mistyped"
    confirm = await ann.asks(CARD, "Withdraw 1,200 ₽?")
    assert "•8461" in confirm["text"]
    await shop.settled()
    assert CARD not in str(await ann.chat()), "the message is removed from the chat"
    assert await holders(shop.db, DIGITS) == await holders(shop.db, CARD) == set()

    await ann.goes("Withdraw 1,200 ₽", "waiting for approval")
    card = await told(shop, adele, "1,200 ₽")
    assert labels(card) == ["Approve", "Refuse", "Show details"]
    assert "•8461" in card["text"]
    assert "Earned: 1,200 ₽, rewards: 1" in card["text"].replace("\N{NO-BREAK SPACE}", " ")
    await adele.goes("Approve", "approved: show the details")
    await ann.sees("approved")
    shown = await adele.goes("Show details", DIGITS)
    await shop.settled()
    assert await holders(shop.db, DIGITS) == set()
    await shop.db.execute("update billing.requisites_shown set remove_at = app.now()")
    await shop.db.execute("select jobs.tend_withdrawals(10)")

    async def is_gone() -> bool:
        there = [message["message_id"] for message in await adele.from_bot()]
        return shown["message_id"] not in there

    await eventually(is_gone)
    await adele.tap("It is paid")

    async def asked() -> bool:
        cards = [labels(one) for one in await adele.from_bot()]
        return any("Yes, I have sent the money" in card for card in cards)

    await eventually(asked)
    assert (await newest(shop.db))["status"] == "sending", "one tap does not say that it is paid"
    await adele.tap("It is paid")
    await shop.settled()
    assert (await newest(shop.db))["status"] == "sending", "nor does the same once more"
    await adele.tap("Yes, I have sent the money")
    await ann.sees("Paid: 1,200 ₽")
    await shop.settled()
    paid = await newest(shop.db)
    assert (paid["status"], paid["sealed"], paid["masked"]) == ("paid", None, "•8461")
    assert await holders(shop.db, DIGITS) == await holders(shop.db, CARD) == set()
    written = capfd.readouterr()
    log = (tools.home() / "log" / "test-postgres.log").read_text(errors="replace")
    for text in (written.out, written.err, log):
        assert DIGITS not in text
        assert CARD not in text
    await all_is_well(shop)


@pytest.mark.long
async def test_by_crypto_pay_in_russian(shop: Shop, telegram: Sandbox, adele: Person) -> None:
    boris = telegram.person(BOB, "ru")
    await boris.write("/start")
    await boris.sees("Настройка займёт две минуты")
    await earn(shop, boris, 90_000)
    await boris.goes("Баланс", "Баланс:", "Вывести", "Вы заработали 900 ₽")
    await boris.asks("499", "Так нельзя")
    await boris.asks("600", "Как вы хотите получить 600 ₽?")
    await boris.goes("Crypto Bot в Telegram", "Вывести 600 ₽?", "Вывести 600 ₽", "ждёт одобрения")
    await told(shop, adele, "600 ₽")
    await adele.goes("Approve", "approved: the provider pays it")
    paid = await boris.sees("Выплатили 600 ₽")
    assert "6.666667 USDT" in paid["text"], "at the rate of that moment, rounded up"
    assert await earned(shop, boris) == 30_000
    assert [sent["user_id"] for sent in await transfers(telegram)] == [BOB]
    await all_is_well(shop)


async def test_who_has_not_started_the_crypto_bot_gets_the_money_back(
    shop: Shop, ann: Person, adele: Person, telegram: Sandbox
) -> None:
    await telegram.faults_of("crypto", strangers=[ANN])
    await earn(shop, ann, 90_000)
    await asks_by_crypto_pay(ann)
    await told(shop, adele, "900 ₽")
    await adele.tap("Approve")
    returned = await ann.sees("900 ₽ were not paid out")
    assert "start @CryptoBot" in returned["text"]
    assert await earned(shop, ann) == 90_000
    await all_is_well(shop)


async def asks_by_crypto_pay(ann: Person) -> None:
    await ann.goes(
        *("Balance", "Balance:"),
        *("Withdraw", "You have earned 900 ₽"),
        *("All: 900 ₽", "How do you want 900 ₽?"),
        *("Crypto Bot in Telegram", "Withdraw 900 ₽?"),
        *("Withdraw 900 ₽", "waiting for approval"),
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("fault", "error"), [("no_coins", "NOT_ENOUGH_COINS"), ("testnet", "TESTNET_TOKEN")]
)
async def test_what_is_about_the_shop_waits_and_is_paid_once_it_is_over(
    shop: Shop, ann: Person, adele: Person, telegram: Sandbox, fault: str, error: str
) -> None:
    await telegram.faults_of("crypto", **{fault: True})
    await earn(shop, ann, 90_000)
    await asks_by_crypto_pay(ann)
    await told(shop, adele, "900 ₽")
    await adele.tap("Approve")
    lane = "select last_error from outbox.lanes where topic = 'payment' and lane ~ '^withdrawal:'"

    async def is_refused() -> bool:
        return error in (await shop.db.fetchval(lane) or "")

    await eventually(is_refused)
    troubles = "select detail from billing.withdrawal_troubles() where name = 'payouts_wait'"
    assert error in await shop.db.fetchval(troubles)
    assert (await newest(shop.db))["status"] == "sending", "nothing is given back"
    await telegram.faults()
    await shop.db.execute("update outbox.lanes set ready_at = now() where lane ~ '^withdrawal:'")
    await ann.sees("Paid: 900 ₽")
    assert await shop.db.fetchval(troubles) is None
    await all_is_well(shop)


async def test_it_can_be_cancelled_until_it_is_approved(
    shop: Shop, ann: Person, adele: Person
) -> None:
    await earn(shop, ann, 90_000)
    await asks_by_crypto_pay(ann)
    await told(shop, adele, "900 ₽")
    again = await ann.goes("Cancel the withdrawal", "You have earned 900 ₽")
    assert "cancelled" in again["text"]
    await adele.sees("cancelled by the user")
    await adele.tap("Approve")
    await adele.alert("Too late: cancelled")
    assert await earned(shop, ann) == 90_000


async def test_a_refusal_says_why(shop: Shop, ann: Person, adele: Person) -> None:
    await earn(shop, ann, 90_000)
    await asks_by_crypto_pay(ann)
    await told(shop, adele, "900 ₽")
    await adele.tap("Refuse")

    async def asked_why() -> bool:
        return any("Against the rules" in labels(one) for one in await adele.from_bot())

    await eventually(asked_why)
    await adele.tap("Refuse")
    await shop.settled()
    assert not any("went wrong" in (one["text"] or "") for one in await adele.from_bot())
    asked = next(one for one in await adele.from_bot() if "Against the rules" in labels(one))
    assert labels(asked).count("Against the rules") == 1
    assert labels(asked)[-2:] == ["Approve", "Refuse"]
    await adele.tap("Against the rules")
    await ann.sees("It does not fit the rules")
    await ann.goes("Withdrawals", "refused")
    assert await earned(shop, ann) == 90_000
    await all_is_well(shop)


async def test_a_shop_without_keys_takes_no_requisites(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    """Neither a bot without the public key, nor one whose private key no listener has."""
    async with opened(database, db, telegram, requisites_public_key=None) as shop:
        ann = telegram.person()
        await ann.arrive()
        await shop.settled()
        await earn(shop, ann, 90_000)
        await ann.goes("Balance", "Balance:", "Withdraw", "There is no way to pay it out")
        await ann.asks("600", "There is no way to pay it out")
    assert await db.fetchval("select count(*) from billing.withdrawals") == 0


async def test_in_a_group_only_admins_decide(shop: Shop, ann: Person, adele: Person) -> None:
    group, stranger = -100200, ANN + 20
    await shop.db.execute("update app.settings set value = '-100200' where name = 'support_chat'")
    await earn(shop, ann, 90_000)
    await asks_by_crypto_pay(ann)

    withdrawal = (await newest(shop.db))["id"]

    async def taps(number: int, who: int, act: str) -> None:
        chat = {"id": group, "type": "supergroup", "title": "Support"}
        bot = {"id": shop.components.bot.id, "is_bot": True, "first_name": "Shop"}
        tap = {
            "id": str(number),
            "chat_instance": "1",
            "from": {"id": who, "is_bot": False, "first_name": "Bob"},
            "message": {"message_id": 7, "date": 1, "chat": chat, "from": bot, "text": "card"},
            "data": f"payout:{act}:{withdrawal}",
        }
        update = {"update_id": 900_000 + number, "callback_query": tap}
        await shop.http.post("/telegram", json=update, headers=HEADERS)

    await taps(1, stranger, "approve")
    await taps(2, ANN, "approve")
    await shop.settled()
    assert (await newest(shop.db))["status"] == "requested"
    await taps(3, ADELE, "approve")
    await eventually(lambda: shop.db.fetchval("select status = 'paid' from billing.withdrawals"))
