"""What may stand before a trial or a first purchase, links that bring people, and companies."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.telegram_setup import IN_ALL_LANGUAGES
from tests.support import ANN, Database, eventually
from tests.support.bot import (
    HEADERS,
    NEWS,
    Json,
    Person,
    Sandbox,
    Shop,
    advance,
    all_is_well,
    labels,
    open_listener,
    put_channel,
    set_up,
    timed_sandbox,
)

ADELE = ANN + 1
TRIAL = "Try free (3 days)"


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[Sandbox]:
    async with timed_sandbox(database) as it:
        yield it


async def joins(person: Person, status: str = "member") -> None:
    body = {"telegram_id": person.id, "status": status}
    await person.sandbox.post(f"channels/{NEWS}/members", body)


async def becomes_customer(shop: Shop, person: Person) -> None:
    await shop.credit(person, 14900)
    await person.goes(
        *("Subscription", "Choose a plan"),
        *("Basic · from 149 ₽", "For how long?"),
        *("30 days · 149 ₽", "Your order"),
        *("Pay 149 ₽ from balance", "Paid"),
    )
    await shop.apply_vpn()
    await person.sees("vless://")
    await person.goes("Menu", "🟢")


async def asked(shop: Shop) -> int:
    return len(await shop.sandbox.requests("getChatMember"))


# -- Channels


async def test_a_trial_begins_once_the_channel_is_joined(
    shop: Shop, ann: Person, news: Json
) -> None:
    screen = await ann.goes(TRIAL, "please join this channel")
    assert labels(screen) == ["News", "I have joined", "Menu"]
    await ann.goes("Menu", "Try it first", TRIAL, "please join this channel")
    assert await asked(shop) == 1
    await ann.tap("I have joined")
    await ann.alert("Telegram does not see you there yet")
    assert await asked(shop) == 2
    await joins(ann)
    await ann.goes("I have joined", "Your access is being turned on")
    await joins(ann, "left")
    await ann.goes("Back", "Free trial", "Connect", "Your access is being turned on")
    await all_is_well(shop)


async def test_the_channel_stands_before_an_order_in_russian(shop: Shop, news: Json) -> None:
    ann = shop.sandbox.person(language="ru")
    await ann.write("/start")
    await ann.sees("Настройка займёт две минуты")
    await ann.goes(
        *("Подписка", "Выберите тариф"),
        *("Базовый · от 149 ₽", "На какой срок?"),
        *("30 дней · 149 ₽", "вступите в этот канал"),
    )
    await joins(ann)
    await shop.settled()
    before = await asked(shop)
    await ann.goes("Я вступил", "Ваш заказ")
    assert await asked(shop) == before + 1


async def test_who_joins_need_not_say_so(shop: Shop, ann: Person, news: Json) -> None:
    """The bot is told of it; what strangers do there is not remembered."""
    await ann.goes(TRIAL, "please join this channel")
    await joins(ann)
    await joins(shop.sandbox.person(ADELE))
    await shop.settled()
    known = "select user_id = app.user_of($1), is_member from app.channel_members"
    assert [tuple(row) for row in await shop.db.fetch(known, ann.id)] == [(True, True)]
    await ann.goes("Menu", "Try it first", TRIAL, "Your access is being turned on")
    assert await asked(shop) == 1


@pytest.mark.parametrize("trouble", ["hidden", "no_bot", "unknown"])
async def test_nobody_is_kept_out_while_telegram_does_not_answer(
    shop: Shop, ann: Person, news: Json, trouble: str
) -> None:
    match trouble:
        case "hidden":
            await shop.sandbox.faults(chat_rate=0, rate=0, members_hidden=True)
        case "no_bot":
            await put_channel(shop, has_bot=False)
        case _:
            await set_up(shop, required_channels=[{**news, "id": -1009}])
    await ann.goes(TRIAL, "Your access is being turned on")
    troubles = "select detail from jobs._troubles() where name = 'channels_unanswered'"
    assert await shop.db.fetchval(troubles)


@pytest.mark.long
async def test_a_customer_is_never_asked_to_join(shop: Shop, ann: Person) -> None:
    await becomes_customer(shop, ann)
    channel = {"id": NEWS, "url": "https://t.me/news", "title": "News"}
    await set_up(shop, required_channels=[channel])
    await shop.credit(ann, 14900)
    await ann.goes(
        *("Subscription", "Auto-renewal", "Change plan", "Choose a plan"),
        *("✅ Basic · from 149 ₽", "For how long?"),
        *("30 days · 149 ₽", "Renewal"),
        *("Pay 149 ₽ from balance", "Paid"),
    )
    assert await asked(shop) == 0


# -- Terms


async def test_terms_are_accepted_once_and_again_when_they_change(shop: Shop, ann: Person) -> None:
    await ann.asks("/terms", "This shop has no rules beyond")
    await set_up(shop, terms={"en": "Be <kind>."}, terms_version="1")
    screen = await ann.goes("Back", "Try it first", TRIAL, "Be <kind>.")
    assert labels(screen) == ["I accept the rules", "Back"]
    await ann.goes("I accept the rules", "Your access is being turned on")
    await ann.asks("/terms", "You accepted them today")
    await set_up(shop, terms={"en": "https://shop.example/terms"}, terms_version="2")
    await ann.asks("/buy", "Choose a plan")
    await ann.goes(
        *("Basic · from 149 ₽", "For how long?"),
        *("30 days · 149 ₽", "read the rules and accept"),
    )
    await set_up(shop, terms_version="3")
    await ann.tap("I accept the rules")
    await ann.alert("The rules have changed since")
    await shop.settled()
    await ann.goes("I accept the rules", "Your order")
    accepted = await shop.db.fetch("select version from app.accepted_terms order by 1")
    assert [row["version"] for row in accepted] == ["1", "3"]


async def test_new_terms_keep_nobody_from_renewing(shop: Shop, ann: Person) -> None:
    await becomes_customer(shop, ann)
    await set_up(shop, terms={"en": "Be kind.", "ru": "Будьте вежливы."}, terms_version="1")
    await shop.credit(ann, 14900)
    await ann.goes("Connect", "vless://")
    await ann.asks("/profile", "Auto-renewal")
    await ann.goes("Renew", "Renewal")


# -- The blacklist


@pytest.mark.long
async def test_a_blocked_person_gets_one_answer_and_keeps_what_is_his(
    shop: Shop, ann: Person, database: Database, telegram: Sandbox
) -> None:
    await becomes_customer(shop, ann)
    order = await ann.goes("Balance", "Plans and renewals are paid from it", "Top up", "How much")
    await set_up(shop, contact_url="mailto:shop@example.com")
    async with open_listener(database, telegram):
        block = "select ops.block_user(app.user_of($1), 'spam')"
        assert await shop.db.fetchval(block, ann.id) == "blocked"
        await ann.sees("sells nothing more to this account")
    await ann.tap("250 ₽")
    await ann.alert("This shop sells nothing to this account")
    assert order in await ann.from_bot()
    for text in ("/start", "hello", "/buy"):
        await ann.asks(text, "To ask about it: mailto:shop@example.com")
    await shop.credit(ann, 5000)
    blocked = await shop.db.fetchrow(
        "select runs_until > app.now() as runs, balances from ops.blocked"
    )
    assert blocked is not None
    assert (blocked["runs"], json.loads(blocked["balances"])) == (True, {"RUB": 5000})
    assert await shop.db.fetchval("select present from vpn.desired")
    await all_is_well(shop)
    await shop.db.execute("select ops.unblock_user(app.user_of($1), 'a mistake')", ann.id)
    await ann.asks("/start", "🟢")


async def test_who_is_on_a_list_never_becomes_a_user(shop: Shop) -> None:
    await shop.db.execute("select ops.block_telegram_ids(array[$1::bigint], 'a list')", ANN)
    ann = shop.sandbox.person(language="ru")
    await ann.asks("/start", "Этому аккаунту магазин ничего не продаёт")
    assert await shop.db.fetchval("select count(*) from app.users") == 0


# -- Commands and links


@pytest.mark.parametrize(
    ("command", "seen"),
    [
        ("/connect", "no subscription to connect"),
        ("/history", "History"),
        ("/support", "Your question may be answered below"),
        ("/paysupport", "Your question may be answered below"),
        ("/privacy", "We know your Telegram id"),
        ("/terms", "This shop has no rules"),
        ("/start support", "Your question may be answered below"),
        ("/start plan_basic", "For how long?"),
        ("/start plan_gold", "It takes two minutes to set up"),
        ("/start plan_", "It takes two minutes to set up"),
        ("/start gift_5", "This link opens no gift"),
    ],
)
async def test_commands_and_links_lead_where_they_say(ann: Person, command: str, seen: str) -> None:
    await ann.asks(command, seen)


async def test_a_link_survives_the_choice_of_a_language(shop: Shop) -> None:
    ann = shop.sandbox.person(language="pl")
    await ann.write("/start plan_basic")
    await ann.sees("Choose your language")
    await ann.goes("Русский", "На какой срок?")
    await ann.asks("/language", "Язык и время")
    await ann.goes("Русский", "Настройка займёт две минуты")


async def test_who_invited_somebody_is_kept_from_the_first_start_only(shop: Shop) -> None:
    ann = shop.sandbox.person()
    for link in ("ref_7", "ref_8", "promo_MAY"):
        await ann.write(f"/start {link}")
    await shop.settled()
    links = await shop.db.fetch("select kind, code from app.start_links order by kind")
    assert [tuple(row) for row in links] == [("promo", "MAY"), ("ref", "7")]


async def test_commands_are_for_people_and_in_their_language(shop: Shop) -> None:
    shop.components.telegram_setup.commands_in = IN_ALL_LANGUAGES
    await shop.components.telegram_setup.apply()
    answer = await shop.sandbox.bot_api("getMyCommands")
    assert answer.json()["result"] == [], "groups have none"
    for language, described in (("en", "Connect a device"), ("ru", "Подключить устройство")):
        shown = await shop.sandbox.http.get("/sandbox/commands", params={"language": language})
        commands = {one["command"]: one["description"] for one in shown.json()}
        assert list(commands) == [
            *("start", "profile", "buy", "gift", "game", "connect", "history", "promo", "referral"),
            *("language", "support", "privacy", "help"),
        ]
        assert commands["connect"] == described


# -- Companies


@pytest.fixture
async def adele(shop: Shop, database: Database, telegram: Sandbox) -> AsyncIterator[Person]:
    """Adele is an admin, and the listener runs."""
    adele = telegram.person(ADELE)
    await adele.arrive()
    await shop.settled()
    await shop.db.execute(
        """
        update app.users as u set role = 'owner'
        from app.telegram_identities as i
        where i.user_id = u.id and i.telegram_id = $1
        """,
        ADELE,
    )
    async with open_listener(database, telegram):
        yield adele


async def test_a_company_asks_and_is_answered(shop: Shop, ann: Person, adele: Person) -> None:
    await ann.goes("Subscription", "Choose a plan", "For companies", "What is your company called?")
    await ann.asks("A", "A name has 2 to 100 characters")
    await ann.asks("ACME <Ltd>", "How many people")
    await ann.write("a photo", document="people.pdf")
    await ann.sees("Please send a number")
    await ann.asks("25", "How do we reach you?")
    await ann.asks("call me", "Please send an e-mail address")
    await ann.asks("ann@acme.example", "Anything else")
    filled_in = await ann.goes("Skip", "Send it?")
    assert "ACME <Ltd>" in filled_in["text"]
    await ann.goes("Send", "Sent to support")
    await adele.sees(": an offer for a company")
    question = await adele.sees("ann@acme.example")
    assert "👥 25" in question["text"]
    await adele.write("Ten months for the price of eight", reply_to=question["message_id"])
    await ann.sees("Ten months for the price of eight")
    row = await shop.db.fetchrow("select status, ticket_state from ops.company_requests")
    assert row is not None
    assert tuple(row) == ("new", "answered")


async def test_a_company_asks_in_russian_where_nobody_reads(shop: Shop) -> None:
    ann = shop.sandbox.person(language="ru")
    await ann.write("/start")
    await ann.sees("Настройка займёт две минуты")
    await ann.goes("Подписка", "Выберите тариф", "Для компаний", "Как называется ваша компания?")
    await ann.asks("Рога и копыта", "На сколько человек?")
    await ann.goes("Начать заново", "Как называется ваша компания?")
    await ann.asks("Рога", "На сколько человек?")
    await ann.asks("3", "Как с вами связаться?")
    await ann.asks("@ann_of_acme", "Что ещё нам стоит знать?")
    await ann.asks("на год", "Отправить?")
    await ann.goes("Отправить", "Сейчас в магазине его никто не читает")
    alarm = "select detail from jobs._troubles() where name = 'support_unread'"
    assert "1 wait" in await shop.db.fetchval(alarm)
    await shop.db.execute("update app.flags set enabled = false where name = 'company_requests'")
    screen = await ann.asks("/buy", "Выберите тариф")
    assert "Для компаний" not in labels(screen)


async def test_who_writes_where_nobody_reads_is_told_so(shop: Shop, ann: Person) -> None:
    """The ticket is kept, and seen by the first admin there is."""
    await ann.goes("Support", "answered below", "Other", "Write what happened")
    await ann.asks("hello?", "Your message is kept")
    assert await shop.db.fetchval("select state from ops.tickets") == "waiting"


# -- Notices


@pytest.mark.long
async def test_a_reminder_replaces_the_one_before_it(
    shop: Shop, ann: Person, database: Database, telegram: Sandbox
) -> None:
    await set_up(shop, quiet_from=0, quiet_to=0)
    async with open_listener(database, telegram):
        await ann.goes(TRIAL, "vless://")
        await advance(shop, "2 days 1 minute")
        await ann.sees("Your free trial runs until")
        await advance(shop, "18 hours")
        await ann.sees("Your free trial ends")
        await eventually(lambda: is_gone(ann, "Your free trial runs until"))
    await all_is_well(shop)


async def is_gone(person: Person, text: str) -> bool:
    return not any(text in (message["text"] or "") for message in await person.from_bot())


async def test_what_a_channel_does_is_nothing_to_anybody_else(shop: Shop, ann: Person) -> None:
    """Updates of channels that are not required, and of other kinds, leave nothing behind."""
    await shop.db.execute("update app.telegram_identities set unreachable_since = app.now()")
    person = {"id": ann.id, "is_bot": False, "first_name": "Ann"}
    chat = {"id": -1007, "type": "channel", "title": "Elsewhere"}
    member = {"user": person, "status": "member"}
    change = {"chat": chat, "from": person, "date": 1, "old_chat_member": member}
    update = {"update_id": 900_001, "chat_member": {**change, "new_chat_member": member}}
    await shop.http.post("/telegram", json=update, headers=HEADERS)
    await shop.settled()
    assert await shop.db.fetchval("select count(*) from app.channel_members") == 0
    # Nor does it say that she takes messages again.
    marked = "select count(*) from app.telegram_identities where unreachable_since is not null"
    assert await shop.db.fetchval(marked) == 1
