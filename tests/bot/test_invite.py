"""Inviting others, from the link to what it earns, in the chat."""

import json
from collections.abc import AsyncIterator

import pytest

from tests.support import ANN, Database
from tests.support.bot import (
    Person,
    Sandbox,
    Shop,
    advance,
    all_is_well,
    labels,
    open_listener,
    timed_sandbox,
)

WORDS = {
    "en": {
        "invite": "Invite",
        "came": "Came by your link: 1, of them paying: 1",
        "joined": "Somebody has come by your link",
        "pending": "+29.90 ₽ for inviting",
        "released": "14.90 ₽ for inviting is on your balance",
        "history": "For inviting others",
        "back": "14.90 ₽ for inviting was taken back",
        "balance": "Balance",
        "earned": "14.90 ₽ was earned by inviting",
        "menu": "It takes two minutes to set up",
    },
    "ru": {
        "invite": "Пригласить",
        "came": "Пришли по ссылке: 1, из них платят: 1",
        "joined": "По вашей ссылке пришёл 1 человек",
        "pending": "+29,90 ₽ за приглашение",
        "released": "14,90 ₽ за приглашение – на балансе",
        "history": "За приглашения",
        "back": "Начисление 14,90 ₽ за приглашение отменено",
        "balance": "Баланс",
        "earned": "14,90 ₽ – за приглашения",
        "menu": "Настройка займёт две минуты",
    },
}


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with timed_sandbox(database) as it:
        yield it


@pytest.fixture
async def days_only(shop: Shop) -> None:
    """Nothing waits for the morning."""
    await shop.db.execute(
        "update app.settings set value = '0' where name in ('quiet_from', 'quiet_to')"
    )


async def link_of(person: Person, screen: str) -> str:
    shown = await person.sees(screen)
    return str(next(word for word in shown["text"].split() if "start=ref_" in word))


@pytest.mark.long
@pytest.mark.usefixtures("days_only")
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_link_brings_somebody_whose_payment_earns_and_goes_back(
    shop: Shop, database: Database, telegram: Sandbox, language: str
) -> None:
    said = WORDS[language]
    ann, bob = telegram.person(language=language), telegram.person(ANN + 7, language)
    await ann.asks("/start", said["menu"])
    async with open_listener(database, telegram):
        await ann.tap(said["invite"])
        link = await link_of(ann, "start=ref_")
        assert link.startswith("https://t.me/tickover_sandbox_bot?start=ref_")

        await bob.write(f"/start {link.partition('start=')[2]}")
        await shop.settled()
        await shop.credit(bob, 29900)
        await advance(shop, "1 minute")
        await ann.sees(said["joined"], within=30)
        await ann.sees(said["pending"], within=30)
        await ann.asks("/referral", said["came"])

        price = await shop.db.fetchval("select id from billing.prices where amount = 14900")
        bought = await shop.db.fetchval(
            """select p.outcome
               from api.open_order($1, $2) as o
               cross join lateral api.pay_from_balance($1, o.order_token) as p""",
            bob.id,
            price,
        )
        assert bought == "fulfilled"
        await advance(shop, "14 days")
        await ann.sees(said["released"], within=30)
        await ann.asks("/history", said["history"])
        await ann.asks("/start", said["menu"])
        await ann.goes(said["balance"], said["earned"])

        report = {
            "external_id": "dispute",
            "charge_id": "credit-1",
            "status": "lost",
            "amount": 29900,
            "currency": "RUB",
            "withdrawn": True,
            "reason": "fraudulent",
        }
        disputed = "select inbox.receive_dispute('telegram', true, $1)"
        await shop.db.execute(disputed, json.dumps(report))
        await advance(shop, "1 minute")
        await ann.sees(said["back"], within=30)
        await all_is_well(shop)


@pytest.mark.long
async def test_the_link_can_be_shared_and_scanned(shop: Shop, ann: Person) -> None:
    screen = await ann.goes("Invite", "Invite others")
    assert labels(screen)[:2] == ["Share", "QR code"]
    share = screen["buttons"][0][0]["url"]
    assert share.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2Ftickover_sandbox_bot")
    await ann.tap("QR code")
    await ann.sees("Whoever scans this comes by your link")


async def test_who_is_brought_may_try_for_longer(
    shop: Shop, ann: Person, telegram: Sandbox
) -> None:
    await shop.db.execute(
        "update app.settings set value = '168' where name = 'referral_trial_hours'"
    )
    screen = await ann.goes("Invite", "Invite others")
    assert "They try for longer: 7 days for free" in screen["text"].replace("\u00a0", " ")
    bob = telegram.person(ANN + 7)
    link = next(word for word in screen["text"].split() if "start=ref_" in word)
    await bob.write(f"/start {link.partition('start=')[2]}")
    assert "Try free (7 days)" in labels(await bob.sees("It takes two minutes to set up"))


async def test_news_of_who_came_can_be_switched_off(shop: Shop, ann: Person) -> None:
    await ann.goes("More", "Your number for support")
    await ann.goes("Notifications", "Who comes by your link, and what that earns: on")
    await ann.goes("Hear no more of who comes by my link", "what that earns: off")
    await ann.goes("Hear of who comes by my link", "what that earns: on")


async def test_where_it_is_switched_off_nothing_is_offered(shop: Shop, ann: Person) -> None:
    await shop.db.execute("update app.flags set enabled = false where name = 'referrals'")
    menu = await ann.asks("/start", "It takes two minutes to set up")
    assert "Invite" not in labels(menu)
    await ann.asks("/referral", "Bringing others earns nothing at the moment")
