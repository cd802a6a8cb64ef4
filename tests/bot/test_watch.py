"""What is seen from outside the jobs: the webhook, the watchdogs, and what stops a start."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.page_watch import PageWatch
from bot.readiness import LocalChecks
from gateways import http
from gateways.page import asked_in_public
from gateways.telegram import TelegramGateway
from tests.support import (
    REPOSITORY,
    Connection,
    Database,
    Process,
    Spawn,
    eventually,
    execute,
    free_port,
)
from tests.support.bot import (
    Json,
    Person,
    Sandbox,
    Shop,
    bot_settings,
    environment,
    open_shop,
)
from tests.support.sandbox import TOKEN
from tests.support.web import open_page
from texts import Catalog
from watchdog import CHECKS_IN_A_ROW, Watchdog

PEOPLE = {"type": "all_private_chats"}


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    """It tells Telegram its commands."""
    async with open_shop(database, db, telegram, commands=True) as it:
        yield it


async def info(telegram: Sandbox) -> Json:
    result: Json = (await telegram.bot_api("getWebhookInfo")).json()["result"]
    return result


async def set_up(shop: Shop) -> str:
    """The webhook that the bot has set. Its first own check is over by then, the next one is
    minutes away: a test is the only one that checks."""

    async def ready() -> bool:
        checked = "select exists (select from outbox.telegram_look where problem is null)"
        return shop.components.telegram_setup.check.ok and bool(await shop.db.fetchval(checked))

    await eventually(ready)
    url: str = (await info(shop.sandbox))["url"]
    return url


async def problem(db: Connection) -> str | None:
    found: str | None = await db.fetchval("select problem from outbox.telegram_look")
    return found


# -- The webhook


@pytest.mark.parametrize("taken", ["deleteWebhook", "setWebhook"])
async def test_a_webhook_that_was_taken_away_is_set_again_and_told(shop: Shop, taken: str) -> None:
    ours = await set_up(shop)
    await shop.sandbox.bot_api(taken, url="https://thief.example/secret-path")
    await shop.components.telegram_setup.check_updates()
    assert (await info(shop.sandbox))["url"] == ours
    told = await problem(shop.db)
    assert told
    assert "set again" in told
    assert "secret-path" not in told
    answer = await shop.http.get("/ready")
    assert answer.status_code == 200
    assert not answer.json()["shop"]["checks"]["webhook"]["ok"]

    ann = shop.sandbox.person()
    await ann.write("/start")
    await ann.sees("Try it first")
    await shop.components.telegram_setup.check_updates()
    assert await problem(shop.db) is None


async def test_other_kinds_of_updates_are_asked_for_again(shop: Shop) -> None:
    ours = await set_up(shop)
    await shop.sandbox.bot_api("setWebhook", url=ours, allowed_updates=["message"])
    await shop.components.telegram_setup.check_updates()
    assert "pre_checkout_query" in (await info(shop.sandbox))["allowed_updates"]
    assert "other kinds" in (await problem(shop.db) or "")


async def test_topics_in_private_chats_are_warned_of(shop: Shop) -> None:
    await set_up(shop)
    await shop.sandbox.faults_of("telegram", topics=True)
    with capture_logs() as logs:
        await shop.components.telegram_setup.apply()
    assert any("Threaded Mode" in line["event"] for line in logs)


@pytest.mark.parametrize("language", ["ru", ""])
async def test_commands_that_another_program_changed_are_set_again(
    shop: Shop, language: str
) -> None:
    await set_up(shop)

    async def commands() -> list[str]:
        answer = await shop.sandbox.bot_api("getMyCommands", language_code=language, scope=PEOPLE)
        return [command["command"] for command in answer.json()["result"]]

    ours = await commands()
    assert ours[0] == "start"
    await shop.sandbox.bot_api("deleteMyCommands", language_code=language, scope=PEOPLE)
    assert await commands() == []
    await shop.components.telegram_setup.check_commands()
    assert await commands() == ours
    since = await shop.sandbox.last_request()
    await shop.components.telegram_setup.check_commands()
    assert await shop.sandbox.requests("setMyCommands", since) == []


async def test_an_empty_chat_says_what_the_bot_is_unless_the_owner_says_it(shop: Shop) -> None:
    await set_up(shop)

    async def said(kind: str, language: str) -> str:
        answer = await shop.sandbox.bot_api(f"getMy{kind}", language_code=language)
        (text,) = answer.json()["result"].values()
        return str(text)

    assert await shop.components.telegram_setup.describe()
    assert "Tap Start" in await said("Description", "")
    assert "Настройка займёт две минуты" in await said("Description", "ru")
    assert len(await said("ShortDescription", "fa")) <= 120
    await shop.sandbox.bot_api("setMyDescription", language_code="ru", description="Наш магазин")
    assert await shop.components.telegram_setup.describe()
    assert await said("Description", "ru") == "Наш магазин"


async def test_deliveries_that_fail_are_told(shop: Shop) -> None:
    """The route is right and the secret is not: as after it was rotated on one of two bots."""
    ours = await set_up(shop)
    kinds = (await info(shop.sandbox))["allowed_updates"]
    await shop.sandbox.bot_api("setWebhook", url=ours, allowed_updates=kinds)
    await shop.sandbox.person().write("/start")

    async def failed() -> bool:
        return "last_error_message" in await info(shop.sandbox)

    await eventually(failed)
    await shop.components.telegram_setup.check_updates()
    assert "401" in (await problem(shop.db) or "")


async def test_a_token_that_was_revoked_is_told(shop: Shop) -> None:
    await set_up(shop)
    shop.components.bot._Bot__token = "1:revoked"  # type: ignore[attr-defined]
    await shop.components.telegram_setup.check_updates()
    assert "refuses the bot's token" in (await problem(shop.db) or "")
    assert (await shop.http.get("/ready")).status_code == 503


POLLING = {"telegram_mode": "polling", "webhook_url": None, "webhook_secret": None}


@pytest.mark.long
async def test_polling_takes_no_updates_away_unless_it_is_told_to(
    database: Database, db: Connection, telegram: Sandbox, spawn: Spawn
) -> None:
    """`make run` with the token of the shop that runs elsewhere."""
    await telegram.bot_api("setWebhook", url="https://shop.example/telegram")
    settings = bot_settings(database, telegram, free_port(), **POLLING)
    process = spawn("-m", "bot", env=environment(settings))
    assert await asyncio.to_thread(process.popen.wait, 30) == 1
    line = process.log.read_text().splitlines()[-1]
    assert line == (
        "bot: another program receives this bot's updates, at shop.example: "
        "stop it, or set TELEGRAM_TAKE_OVER=1 to take them away from it"
    )
    assert (await info(telegram))["url"]

    async with open_shop(database, db, telegram, **POLLING, telegram_take_over=True) as shop:
        assert await set_up(shop) == ""
        await telegram.bot_api("setWebhook", url="https://shop.example/telegram")
        await shop.components.telegram_setup.check_updates()
        assert "polling gets nothing" in (await problem(db) or "")


# -- The watchdogs


@asynccontextmanager
async def watchdog(database: Database, telegram: Sandbox, role: str) -> AsyncIterator[Watchdog]:
    schema = {"bot": "inbox", "listener": "outbox"}[role]
    async with http.client() as client:
        chats = TelegramGateway(client, telegram.url, SecretStr(TOKEN), Catalog.load())
        yield Watchdog(database.url(f"tickover_{role}"), schema, chats)  # type: ignore[arg-type]


async def checks(dog: Watchdog, times: int = CHECKS_IN_A_ROW) -> None:
    for _ in range(times):
        await dog.check()


async def news(admin: Person) -> list[str]:
    texts = [message["text"] for message in await admin.from_bot()]
    return [text for text in texts if "🚨" in text or "✅" in text]


@pytest.fixture
async def admin(db: Connection, telegram: Sandbox) -> Person:
    """An admin in a shop where all is well."""
    boss = telegram.person(42)
    await boss.write("/start")
    await db.execute("select api.start(42, sha256('42'), 'boss', 'Boss', 'en')")
    await db.execute("update app.users set role = 'owner'")
    await db.execute("select api.note_telegram(null)")
    await db.execute("""
        insert into vpn.panels (code, kind, base_url, enabled)
        values ('test', 'xray-api', 'http://127.0.0.1:9', true)
    """)
    await db.execute("""
        insert into jobs.run (job, status, started_at, finished_at)
        values ('expire_due', 'ok', clock_timestamp(), clock_timestamp())
    """)
    await set_alive(db, "bot", True)
    await set_alive(db, "listener", True)
    return boss


async def set_alive(db: Connection, name: str, alive: bool) -> None:
    await db.execute("delete from outbox.consumers where name = $1", name)
    if alive:
        await db.execute(
            """insert into outbox.consumers (id, name, host, pid, version)
               values (gen_random_uuid(), $1, 'here', 1, '1')""",
            name,
        )


@pytest.mark.parametrize(
    ("dead", "teller", "said"),
    [("listener", "bot", "No listener runs"), ("bot", "listener", "Nobody is answered")],
)
async def test_a_dead_process_is_told_by_the_other_once_and_when_it_is_back(
    database: Database, db: Connection, telegram: Sandbox, admin: Person,
    dead: str, teller: str, said: str,
) -> None:  # fmt: skip
    await set_alive(db, dead, False)
    async with (
        watchdog(database, telegram, teller) as dog,
        watchdog(database, telegram, teller) as twin,
    ):
        await checks(dog, CHECKS_IN_A_ROW - 1)
        assert await news(admin) == []
        await checks(dog)
        await checks(twin)
        (told,) = await news(admin)
        assert said.split()[-1] in told
        await set_alive(db, dead, True)
        await checks(twin)
        await checks(dog)
        assert len(await news(admin)) == 2


async def test_jobs_that_do_not_run_are_told_by_a_process_that_lives(
    database: Database, db: Connection, telegram: Sandbox, admin: Person
) -> None:
    """Alarms are jobs themselves: when pg_cron's launcher is gone they are silent."""
    await db.execute("""
        create or replace function jobs.pulse(out ok boolean, out detail text)
        language sql stable set search_path = pg_catalog, pg_temp
        as $$ select false, 'last run 190 s ago' $$
    """)
    async with watchdog(database, telegram, "listener") as dog:
        await checks(dog)
    (told,) = await news(admin)
    assert "No job runs" in told
    assert "190 s" in told


async def test_a_page_that_does_not_answer_is_told_until_it_does(
    database: Database, db: Connection, telegram: Sandbox, admin: Person
) -> None:
    """By the bot: the page's own process tells nobody."""
    async with (
        open_page(database, db) as page,
        http.client() as client,
        watchdog(database, telegram, "bot") as dog,
    ):
        gone = f"http://127.0.0.1:{free_port()}"
        well = PageWatch(client, f"{page.url}/ready", page.url)
        down = PageWatch(client, f"{gone}/ready", gone)
        local = LocalChecks(lambda: well.check, well.check, lambda: down.check)
        assert local.of_shop()[-1].ok, "it is not asked yet"
        dog._beside = [well.look]
        await checks(dog)
        assert await news(admin) == []
        dog._beside = [down.look]
        await checks(dog, CHECKS_IN_A_ROW - 1)
        assert await news(admin) == []
        await checks(dog)
        (told,) = await news(admin)
        assert "The subscription page does not work" in told
        assert "tickover_page" in told, "what to do"
        assert [it.ok for it in local.of_shop()] == [True, False], "which the heartbeat tells"
        async with watchdog(database, telegram, "listener") as other:
            await checks(other)
        dog._beside = [well.look]
        await checks(dog)
        assert "It is over" in (await news(admin))[-1]
        assert len(await news(admin)) == 2


@pytest.mark.parametrize("broken", [False, True])
async def test_a_page_on_another_machine_is_asked_where_people_ask_it(
    database: Database, db: Connection, broken: bool
) -> None:
    async with open_page(database, db) as page, http.client() as client:
        if broken:
            await db.execute("drop function page.subscription(bytea)")
        watch = PageWatch(client, f"http://127.0.0.1:{free_port()}/ready", page.url)
        assert (await watch.look()).ok is not broken
        watch = PageWatch(client, f"{page.url}/ready", page.url)
        assert (await watch.look()).ok is not broken
        # A port of somebody else, and a proxy that leads nowhere.
        watch = PageWatch(client, f"{page.url}/nothing", page.url)
        assert "is not the page" in (await watch.look()).detail
        wrong = await asked_in_public(client, f"{page.url}/health?")
        assert wrong == "its address answers 200"


async def test_what_the_alarms_say_is_not_said_twice(
    database: Database, db: Connection, telegram: Sandbox, admin: Person
) -> None:
    await db.execute("select ops.pause('vpn', 'moving')")
    await db.execute("insert into jobs.alarms (name, detail) values ('topic_vpn', 'denied')")
    async with watchdog(database, telegram, "bot") as dog:
        await checks(dog)
        assert len(await news(admin)) == 1
        await db.execute("delete from jobs.alarms")
        await checks(dog)
        over, again = (await news(admin))[-2:]
        assert "It is over" in over
        assert "moving" in again


async def test_a_database_that_is_away_or_read_only_is_told_from_memory(
    database: Database, db: Connection, telegram: Sandbox, admin: Person
) -> None:
    allow = f"alter database {database.name} allow_connections "
    elsewhere = Database(database.server, "postgres").url()
    read_only = f"alter role tickover_bot in database {database.name} "
    async with watchdog(database, telegram, "bot") as dog:
        await checks(dog)
        assert await news(admin) == []
        execute(elsewhere, allow + "false")
        try:
            await checks(dog, 2 * CHECKS_IN_A_ROW)
        finally:
            execute(elsewhere, allow + "true")
        (told,) = await news(admin)
        assert "🚨 The database does not answer" in told
        assert "What to do: Look at PostgreSQL" in told
        await checks(dog)
        edited, reply = await news(admin)
        assert "✅ It is over\n" in edited
        assert reply == "✅ It is over: The database does not answer"

        await db.execute(read_only + "set default_transaction_read_only = on")
        await checks(dog, 2 * CHECKS_IN_A_ROW)
        assert "takes no writes" in (await news(admin))[-1]
        await db.execute(read_only + "reset default_transaction_read_only")
        await checks(dog)
        assert len(await news(admin)) == 4


async def test_during_a_ban_the_watchdog_is_silent_too(
    database: Database, db: Connection, telegram: Sandbox, admin: Person
) -> None:
    await set_alive(db, "listener", False)
    await db.execute("select api.pause_telegram(20)")
    async with watchdog(database, telegram, "bot") as dog:
        await checks(dog)
        assert await telegram.requests("sendMessage") == []
        await db.execute("update outbox.destinations set paused_until = null")
        await checks(dog, 1)
        assert len(await news(admin)) == 1


async def test_whom_telegram_could_not_reach_is_told_later(
    database: Database, db: Connection, telegram: Sandbox, admin: Person
) -> None:
    await set_alive(db, "listener", False)
    await telegram.faults(down=503)
    async with watchdog(database, telegram, "bot") as dog:
        await checks(dog)
        await telegram.faults()
        await checks(dog, 1)
        assert len(await news(admin)) == 1


async def test_what_telegram_did_not_answer_is_not_repeated_and_its_end_is_told(
    database: Database, db: Connection, telegram: Sandbox, admin: Person
) -> None:
    """The message has arrived, and nobody knows which it is."""
    await set_alive(db, "listener", False)
    await telegram.faults(lost_answer=1)
    async with watchdog(database, telegram, "bot") as dog:
        await checks(dog, 2 * CHECKS_IN_A_ROW)
        assert len(await news(admin)) == 1
        await set_alive(db, "listener", True)
        await checks(dog, 2)
        assert [text[0] for text in await news(admin)] == ["🚨", "✅"]


async def others(db: Connection, telegram: Sandbox, count: int) -> list[Person]:
    """More admins."""
    people = [telegram.person(43 + n) for n in range(count)]
    for person in people:
        await person.write("/start")
        start = "select api.start($1, sha256($2), 'other', 'Other', 'en')"
        await db.execute(start, person.id, str(person.id).encode())
    await db.execute("update app.users set role = 'owner'")
    return people


@pytest.mark.parametrize("broken", ["tell_alarms", "alarm_told"])
async def test_an_error_over_one_message_keeps_nobody_else_from_being_told(
    database: Database, db: Connection, telegram: Sandbox, admin: Person,
    monkeypatch: pytest.MonkeyPatch, broken: str,
) -> None:  # fmt: skip
    (other,) = await others(db, telegram, 1)
    await set_alive(db, "listener", False)
    async with watchdog(database, telegram, "bot") as dog:
        tell, ask = dog._telegram.tell_alarms, dog._ask

        async def tells(told: Json) -> Json:
            if broken == "tell_alarms" and told["chat_id"] == admin.id:
                raise KeyError("a word of tomorrow")
            return await tell(told)

        async def asks(query: str, *arguments: object) -> object:
            if broken in query:
                raise TimeoutError
            return await ask(query, *arguments)

        with monkeypatch.context() as patched:
            patched.setattr(dog._telegram, "tell_alarms", tells)
            patched.setattr(dog, "_ask", asks)
            await checks(dog)
        assert len(await news(other)) == 1
        await checks(dog, 1)
        assert len(await news(admin)) == 1


async def test_many_admins_are_told_by_one_check(
    database: Database, db: Connection, telegram: Sandbox, admin: Person
) -> None:
    people = [admin, *await others(db, telegram, 7)]
    await set_alive(db, "listener", False)
    async with watchdog(database, telegram, "bot") as dog:
        await checks(dog)
        assert [len(await news(one)) for one in people] == [1] * 8


async def test_what_a_process_is_too_slow_for_is_left_to_the_other(
    database: Database, db: Connection, telegram: Sandbox, admin: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await set_alive(db, "listener", False)
    async with (
        watchdog(database, telegram, "bot") as dog,
        watchdog(database, telegram, "bot") as twin,
    ):
        with monkeypatch.context() as patched:
            patched.setattr("watchdog.BEGIN_WITHIN", -1.0)
            await checks(dog)
        await checks(twin, 1)
        assert await news(admin) == []
        await db.execute("update jobs.alarm_messages set taken_at = taken_at - interval '1 minute'")
        await checks(twin, 1)
        await checks(dog, 1)
        assert len(await news(admin)) == 1


async def test_the_end_of_what_was_told_from_memory_is_told_when_telegram_is_back(
    database: Database, db: Connection, telegram: Sandbox, admin: Person
) -> None:
    allow = f"alter database {database.name} allow_connections "
    elsewhere = Database(database.server, "postgres").url()
    async with watchdog(database, telegram, "bot") as dog:
        await checks(dog)
        for _ in range(2):
            execute(elsewhere, allow + "false")
            try:
                await checks(dog)
            finally:
                execute(elsewhere, allow + "true")
            (told,) = await news(admin)
            assert "🚨 The database does not answer" in told, "again: in place of the first one"
            await telegram.faults(down=503)
            await checks(dog, 1)
            await telegram.faults()
            assert await news(admin) == [told]
        await checks(dog, 2)
        assert [text[0] for text in await news(admin)] == ["✅", "✅"]


@pytest.mark.long
async def test_the_listener_process_watches(
    database: Database, db: Connection, telegram: Sandbox, admin: Person, spawn: Spawn
) -> None:
    """At its own pace of half a minute, which is not waited for: only that it starts with it."""
    process = spawn("listener.py", env=listener_environment(database, telegram))

    async def beats() -> bool:
        assert process.popen.poll() is None, process.log.read_text()
        alive = "select exists (select from outbox.consumers where pid = $1)"
        return bool(await db.fetchval(alive, process.popen.pid))

    await eventually(beats)
    assert await asyncio.to_thread(process.stop) == 0


# -- What stops a start, in one line


def listener_environment(database: Database, telegram: Sandbox, **changes: str) -> dict[str, str]:
    return {
        "DATABASE_URL": database.url("tickover_listener"),
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API": telegram.url,
        **changes,
    }


async def last_line(process: Process) -> str:
    assert await asyncio.to_thread(process.popen.wait, 30) == 1
    (line,) = process.log.read_text().splitlines()
    return line


async def test_a_role_or_a_database_that_is_not_there_is_one_line(
    database: Database, telegram: Sandbox, spawn: Spawn
) -> None:
    nowhere = Database(database.server, "nowhere")
    bot = environment(bot_settings(database, telegram, free_port()))
    for url, words in (
        (nowhere.url("tickover_bot"), 'database "nowhere" does not exist'),
        (database.url("tickover_nobody"), 'Peer authentication failed for user "tickover_nobody"'),
    ):
        line = await last_line(spawn("-m", "bot", env={**bot, "DATABASE_URL": url}))
        assert line == f"bot: DATABASE_URL: {words}"
        listener = listener_environment(database, telegram, DATABASE_URL=url)
        line = await last_line(spawn("listener.py", env=listener))
        assert line == f"listener: DATABASE_URL: {words}"


@pytest.mark.long
async def test_another_identity_key_is_refused(shop: Shop, db: Connection, spawn: Spawn) -> None:
    """With it every trial could be had again."""
    stop = asyncio.Event()
    assert await shop.components._key_matches(stop)
    settings = environment(shop.components.settings)
    changed = {"IDENTITY_KEY": "fedcba9876543210" * 2, "PORT": str(free_port())}
    process = spawn("-m", "bot", env={**settings, **changed})
    assert await asyncio.to_thread(process.popen.wait, 30) == 1
    line = process.log.read_text().splitlines()[-1]
    assert line.startswith("bot: IDENTITY_KEY is not the key of this shop")
    assert "fedcba" not in process.log.read_text()


async def test_a_port_of_figures_in_use_is_one_line_and_figures_are_local(
    database: Database, telegram: Sandbox, spawn: Spawn
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        settings = listener_environment(database, telegram, METRICS_PORT=port)
        assert await last_line(spawn("listener.py", env=settings)) == (
            f"listener: METRICS_PORT {port} on METRICS_HOST 127.0.0.1 cannot be used: "
            "Address already in use"
        )
    port = str(free_port())
    spawn("listener.py", env=listener_environment(database, telegram, METRICS_PORT=port))

    async def served() -> bool:
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                return (await client.get(f"http://127.0.0.1:{port}/metrics")).is_success
            except httpx.TransportError:
                return False

    await eventually(served)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", int(port)), timeout=1)


# -- Proxies


@pytest.mark.long
async def test_no_process_looks_at_the_proxies_of_the_environment(
    database: Database, db: Connection, telegram: Sandbox, spawn: Spawn
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    proxies = {"HTTP_PROXY": nowhere, "ALL_PROXY": "socks5://127.0.0.1:9", "http_proxy": nowhere}
    bot = environment(bot_settings(database, telegram, free_port()))
    process = spawn("-m", "bot", env={**bot, **proxies})
    spawn("listener.py", env={**listener_environment(database, telegram), **proxies})

    async def begun() -> bool:
        return "Telegram is set up" in process.log.read_text()

    await eventually(begun, within=60)
    ann = telegram.person()
    await ann.arrive()
    await db.execute("select app.notify(id, 'alarm-over', '{\"name\": \"x\"}') from app.users")
    await ann.sees("is resolved")


@pytest.mark.long
async def test_telegram_is_reached_through_its_proxy(
    database: Database, db: Connection, telegram: Sandbox, spawn: Spawn
) -> None:
    # Telegram goes by a real name here, which no program talks to while its clock can be moved.
    await db.execute((REPOSITORY / "sql" / "functions" / "app" / "now.sql").read_text())
    await db.execute("drop schema sandbox cascade")
    asked: list[str] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode())
        writer.close()

    server = await asyncio.start_server(proxy, "127.0.0.1", 0)
    async with server:
        through = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        changes = {"telegram_proxy": through, "telegram_api": "http://telegram.example"}
        settings = bot_settings(database, telegram, free_port(), **changes)
        for program, method, env in (
            (("-m", "bot"), "setWebhook", environment(settings)),
            (
                ("listener.py",),
                "sendMessage",
                listener_environment(
                    database,
                    telegram,
                    TELEGRAM_PROXY=through,
                    TELEGRAM_API="http://telegram.example",
                ),
            ),
        ):
            process = spawn(*program, env=env)
            await db.execute("select api.start(42, sha256('42'), 'boss', 'Boss', 'en')")
            await db.execute(
                "select app.notify(id, 'alarm-over', '{\"name\": \"x\"}') from app.users"
            )

            async def came(method: str = method) -> bool:
                url = f"POST http://telegram.example/bot{TOKEN}/{method}"
                return any(line.startswith(url) for line in asked)

            await eventually(came, within=30)
            process.kill()


# -- A database that takes no writes


@pytest.mark.long
async def test_both_processes_outlive_a_read_only_database(
    database: Database, db: Connection, telegram: Sandbox, spawn: Spawn
) -> None:
    port = free_port()
    bot = spawn("-m", "bot", env=environment(bot_settings(database, telegram, port)))
    listener = spawn("listener.py", env=listener_environment(database, telegram))

    async def set_read_only(action: str) -> None:
        for role in ("tickover_bot", "tickover_listener"):
            await db.execute(f"alter role {role} in database {database.name} {action}")
        await db.execute("""
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and usename in ('tickover_bot', 'tickover_listener')
        """)

    async def ask(path: str) -> httpx.Response | None:
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                return await client.get(f"http://127.0.0.1:{port}{path}")
            except httpx.TransportError:
                return None

    async def ready() -> bool:
        answer = await ask("/ready")
        return answer is not None and answer.is_success

    async def told() -> bool:
        answer = await ask("/ready")
        assert answer is not None, bot.log.read_text()
        return "read-only" in answer.json()["checks"]["database"]["detail"]

    async def refused() -> bool:
        return all("25006" in process.log.read_text() for process in (bot, listener))

    await eventually(ready, within=60)
    await set_read_only("set default_transaction_read_only = on")
    await eventually(refused, within=30)
    await eventually(told, within=30)
    health = await ask("/health")
    assert health is not None
    assert health.is_success
    assert (bot.popen.poll(), listener.popen.poll()) == (None, None)
    await set_read_only("reset default_transaction_read_only")
    await eventually(ready, within=30)
    ann = telegram.person()
    await ann.write("/start")
    await ann.sees("Try it first", within=30)
