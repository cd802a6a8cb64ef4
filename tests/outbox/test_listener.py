"""The real listener in a process of its own, between a real database and the sandbox."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tests.support import (
    ANN,
    Clock,
    Connection,
    Database,
    Process,
    eventually,
    execute,
    free_port,
)
from tests.support.listener import PANEL_KEY, ListenerShop, ends
from tests.support.sandbox import TOKEN, sandbox


@pytest.fixture
async def shop(
    db: Connection, database: Database, spawn: Callable[..., Process]
) -> AsyncIterator[ListenerShop]:
    async with sandbox(panel_keys={"main": SecretStr(PANEL_KEY)}) as outside:
        await db.execute("update vpn.panels set base_url = $1", f"{outside.url}/panel")
        shop = ListenerShop(db, database, outside, spawn)
        await shop.start_trial()
        yield shop


async def test_a_trial_reaches_the_panel_and_its_end_does_too(
    shop: ListenerShop, clock: Clock
) -> None:
    shop.listener()
    await eventually(shop.is_applied)
    [user] = await shop.users()
    access = await shop.access()
    assert (user["uuid"], user["enabled"]) == (str(access["uuid"]), True)
    assert user["link"] == access["link"]

    clock.advance("4 days")
    await shop.db.execute("select jobs.expire_due(100)")

    async def removed() -> bool:
        return not await shop.users() and await shop.is_applied()

    await eventually(removed)
    assert (await shop.access())["link"] is None
    await eventually(shop.is_quiet)
    assert any("trial has ended" in text for text in await shop.notices())


async def test_the_panel_is_brought_to_the_newest_state_only(
    shop: ListenerShop, clock: Clock
) -> None:
    """It was down while much happened; what it gets is what is desired now."""
    await shop.sandbox.faults(vpn={"down": True})
    await shop.hurry()
    shop.listener()

    async def failed() -> bool:
        return bool(
            await shop.db.fetchval("select last_error from outbox.lanes where topic = 'vpn'")
        )

    await eventually(failed)
    clock.advance("4 days")
    await shop.db.execute("select jobs.expire_due(100)")
    await shop.sandbox.faults()
    await shop.db.execute("select ops.resume('vpn')")
    await eventually(shop.is_applied)
    assert await shop.users() == []
    calls = await shop.sandbox.get("requests", target="vpn")
    # A call that was under way when the shop changed its mind may still have ended well.
    assert [call["method"] for call in calls if call["outcome"] == "ok"][-1] == "remove-user"


@pytest.mark.long
@pytest.mark.parametrize("kind", ["telegram.notice", "billing.notice"])
async def test_a_kill_after_telegrams_answer(shop: ListenerShop, clock: Clock, kind: str) -> None:
    """It may or may not have arrived: what tells a user of his access comes twice at worst."""
    await shop.hurry()
    if kind == "telegram.notice":
        await shop.notify()
    else:
        clock.advance("4 days")
        await shop.db.execute("select jobs.expire_due(100)")
    assert await ends(
        shop.listener("-m", "tests.support.dying_listener", DIES_AFTER="telegram")
    ) == (-signal.SIGKILL)
    assert len(await shop.notices()) == 1
    shop.listener()
    await eventually(shop.is_quiet)
    assert len(await shop.notices()) == 2
    assert not await shop.db.fetch("select from outbox.dead_letters")


@pytest.mark.long
async def test_a_kill_after_the_panels_answer(shop: ListenerShop) -> None:
    await shop.hurry()
    dying = shop.listener("-m", "tests.support.dying_listener", DIES_AFTER="vpn")
    assert await ends(dying) == -signal.SIGKILL
    assert len(await shop.users()) == 1
    assert not await shop.is_applied()
    shop.listener()
    await eventually(shop.is_applied)
    assert len(await shop.users()) == 1
    broken = await shop.db.fetch("select name, detail from ops.invariants where not ok")
    assert not broken


async def test_who_blocked_the_bot_is_left_in_peace(shop: ListenerShop) -> None:
    await shop.sandbox.post(f"chats/{ANN}/block", {"blocked": True})
    await shop.notify()
    await shop.notify()
    shop.listener()

    async def unreachable() -> bool:
        return bool(await shop.db.fetchval("select unreachable_since from app.telegram_identities"))

    await eventually(unreachable)
    await shop.hurry()
    await eventually(shop.is_quiet)
    reasons = await shop.db.fetch("select reason from outbox.dead_letters order by id")
    assert [row["reason"] for row in reasons] == ["gone", "untrue"]
    await shop.notify()
    waiting = "select count(*) from outbox.messages where topic = 'telegram'"
    assert await shop.db.fetchval(waiting) == 0


async def test_too_many_requests_pause_all_of_telegram(shop: ListenerShop) -> None:
    await shop.sandbox.faults(telegram={"flood": True, "retry_after": 1})
    await shop.notify()
    shop.listener()

    async def paused() -> bool:
        return "429" in (
            await shop.db.fetchval(
                "select pause_reason from outbox.destinations where topic = 'telegram'"
            )
            or ""
        )

    await eventually(paused)
    await shop.sandbox.faults()
    await eventually(shop.is_quiet)
    assert len(await shop.notices()) == 1
    refused = [call for call in await shop.sandbox.get("requests") if call["status"] == 429]
    assert len(refused) == 1


async def test_a_token_that_is_refused_loses_nothing(shop: ListenerShop) -> None:
    await shop.notify()
    wrong = shop.listener(BOT_TOKEN="1:wrong")

    async def alarm() -> Any:
        return await shop.db.fetchval(
            "select pause_reason from ops.outbox where topic = 'telegram' and state = 'paused'"
        )

    assert "denied" in await eventually(alarm)
    assert await asyncio.to_thread(wrong.stop) == 0
    assert "1:wrong" not in wrong.log.read_text()
    shop.listener()
    await shop.db.execute("select ops.resume('telegram')")
    await eventually(shop.is_quiet)
    assert len(await shop.notices()) == 1


async def test_a_proxy_in_the_panels_place_costs_nobody_anything(
    shop: ListenerShop, clock: Clock
) -> None:
    """It answers 404 to all: that is no verdict about anybody, and somebody hears of it."""
    await shop.hurry()
    await shop.sandbox.faults(vpn={"proxy": 404})
    shop.listener()

    async def denied() -> bool:
        paused = "select pause_reason ~ '404' from ops.outbox where topic = 'vpn'"
        return bool(await shop.db.fetchval(paused))

    await eventually(denied)
    alarm = "select detail from jobs.alarms where name = 'topic_vpn'"
    await shop.db.execute("select jobs.watch_delivery(1)")
    assert "denied: xray-api: 404" in await shop.db.fetchval(alarm)
    clock.advance("10 hours")
    await shop.sandbox.faults()
    await shop.db.execute("select ops.resume('vpn')")
    await eventually(shop.is_applied)

    await shop.db.execute("select jobs.make_up_late(10), jobs.watch_delivery(1)")
    assert await shop.db.fetchval(alarm) is None
    assert not await shop.db.fetch("select from outbox.dead_letters where topic = 'vpn'")
    lost = "select ends_at - created_at >= '3 days 10 hours' from billing.subscriptions"
    assert await shop.db.fetchval(lost)


async def test_a_panel_that_hangs_takes_nothing_from_a_new_one(
    shop: ListenerShop, tmp_path: Path
) -> None:
    """The new one is added, and served, while the listener runs."""
    keys = tmp_path / "keys.json"
    process = shop.listener(PANEL_KEYS_FILE=keys)
    await eventually(shop.is_applied)
    await shop.sandbox.faults(vpn={"down": "silent"})
    await shop.db.execute("select ops.reapply('main')")
    await shop.db.execute("select jobs.reapply_access(10)")

    async def hangs() -> bool:
        flying = "select in_flight from ops.outbox where topic = 'vpn' and destination = 'main'"
        return bool(await shop.db.fetchval(flying) == 1)

    await eventually(hangs)
    async with sandbox(panel_keys={"de": SecretStr("another key")}) as elsewhere:
        keys.write_text('{"de": "another key"}')
        await shop.db.execute("update vpn.panels set enabled = false")
        await shop.db.execute(
            "insert into vpn.panels (code, kind, base_url) values ('de', 'xray-api', $1)",
            f"{elsewhere.url}/panel",
        )
        await shop.db.execute("select api.start(2002, $1, null, 'Bob', 'en')", bytes(32))
        await shop.db.execute("select api.start_trial(2002)")

        async def served() -> bool:
            return bool(await elsewhere.get("panel/users"))

        await eventually(served)
        assert await hangs()
    process.popen.kill()


async def test_it_stops_in_good_order(shop: ListenerShop) -> None:
    process = shop.listener()
    await eventually(shop.is_applied)
    beats = "select pid from ops.consumers where name = 'listener' and alive"

    async def beating() -> bool:
        return bool(await shop.db.fetchval(beats) == process.popen.pid)

    await eventually(beating)
    assert await asyncio.to_thread(process.stop) == 0
    assert await shop.db.fetchval(beats) is None
    assert await shop.db.fetchval("select count(*) from outbox.lanes where token is not null") == 0


async def test_it_logs_a_line_for_each_outcome_and_no_secrets(shop: ListenerShop) -> None:
    process = shop.listener()
    await shop.notify()
    await eventually(shop.is_quiet)
    await asyncio.to_thread(process.stop)
    text = process.log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    done = {(line["topic"], line["kind"]) for line in lines if line["event"] == "done"}
    # Whether Telegram's limits of amounts can be read from here is another matter.
    assert done - {("payment", "payment.limits")} == {
        ("telegram", "telegram.notice"),
        ("vpn", "vpn.apply"),
    }
    link = (await shop.access())["link"]
    for secret in (TOKEN, PANEL_KEY, link, str(ANN), "Nothing was charged"):
        assert secret not in text


@pytest.mark.long
async def test_prometheus_can_ask(shop: ListenerShop) -> None:
    port = free_port()
    shop.listener(METRICS_PORT=port)
    await eventually(shop.is_applied)

    async def told() -> bool:
        async with httpx.AsyncClient(trust_env=False) as http:
            text = (await http.get(f"http://127.0.0.1:{port}/metrics")).text
        labels = 'destination="main",kind="vpn.apply",outcome="done",topic="vpn"'
        settled = f"tickover_outbox_settled_total{{{labels}}} 1.0" in text
        return (
            settled and 'tickover_destination_messages{destination="main",topic="vpn"} 0.0' in text
        )

    await eventually(told)

    await shop.db.execute("drop function outbox.metrics()")
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        text = (await http.get(f"http://127.0.0.1:{port}/metrics")).text
    assert "tickover_alarms NaN" in text
    assert "tickover_outbox_settled_total" in text


@pytest.mark.parametrize(
    ("name", "value"), [("BOT_TOKEN", "nonsense"), ("PANEL_KEYS", "{"), ("DATABASE_URL", "x")]
)
async def test_wrong_settings_are_named_in_one_line(
    shop: ListenerShop, name: str, value: str
) -> None:
    process = shop.listener(**{name: value})
    assert await ends(process) == 1
    [line] = process.log.read_text().splitlines()
    assert name in line


async def test_a_kind_of_the_next_release_waits_for_it(shop: ListenerShop) -> None:
    await shop.db.execute("""
        select outbox.define_kind('telegram.poster', 'telegram', 'Of the next release.');
        select outbox.enqueue('telegram.poster', '50901', '{}');
    """)
    shop.listener()

    async def put_back() -> bool:
        waits = "select l.attempts = 0 from outbox.lanes as l where l.last_error ~ 'unknown: kind'"
        return bool(await shop.db.fetchval(waits))

    await eventually(put_back)
    assert not await shop.db.fetch("select from outbox.dead_letters")


async def test_a_listener_starts_while_the_database_is_away(shop: ListenerShop) -> None:
    """It says what it can do as soon as there is somebody to hear it."""
    refuse = f'alter database "{shop.database.name}" allow_connections '
    other = Database(shop.database.server, "postgres").url()
    execute(other, refuse + "false")
    listener = shop.listener()

    async def waits() -> bool:
        return '"session": "providers"' in listener.log.read_text()

    await eventually(waits)
    assert listener.popen.poll() is None
    execute(other, refuse + "true")
    declared = "select exists (select from billing.providers where declared_at is not null)"
    await eventually(lambda: shop.db.fetchval(declared))
    await eventually(shop.is_applied)


async def test_the_token_of_another_bot_sends_nothing(shop: ListenerShop) -> None:
    """To that bot, everybody who never wrote to it has blocked the shop."""
    await shop.db.execute("select api.meet_bot(7)")
    await shop.notify()
    shop.listener()

    async def is_denied() -> bool:
        return bool(
            await shop.db.fetchval(
                "select failing_with like '%the shop''s is 7' from outbox.destinations"
                " where topic = 'telegram' and name = 'main'"
            )
        )

    await eventually(is_denied)
    assert await shop.notices() == []
    await eventually(shop.is_applied)


async def test_a_bot_that_was_replaced_sends_again(shop: ListenerShop) -> None:
    await shop.db.execute("select api.meet_bot(7)")
    await shop.db.execute("select api.meet_bot($1)", int(TOKEN.partition(":")[0]))
    await shop.notify()
    shop.listener()
    await eventually(shop.is_quiet)
    assert len(await shop.notices()) == 1
