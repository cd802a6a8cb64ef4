"""Webhooks of a panel: whatever they say, the shop only asks the panel earlier than planned."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.webhooks import Limits
from sandbox.clock import Clock as PanelClock
from sandbox.panels import remnawave
from settings import BotSettings
from tests.support import Connection, Database
from tests.support.bot import Sandbox, Shop, open_shop

SECRET = "a-secret-of-a-panel-0123456789abcdef"


@asynccontextmanager
async def opened(
    database: Database, db: Connection, telegram: Sandbox, **settings: Any
) -> AsyncIterator[Shop]:
    """Its panels de and nl are read in an hour; only de has a secret."""
    secrets = json.dumps({"de": SECRET})
    async with open_shop(database, db, telegram, panel_webhook_secrets=secrets, **settings) as it:
        await db.execute(
            """
            with added as (
              insert into vpn.panels (code, kind, base_url)
              values ('de', 'remnawave', 'http://127.0.0.1:9'), ('nl', 'remnawave', 'http://127.0.0.1:9')
              returning id
            )
            insert into vpn.panel_states (panel_id, probe_at, scan_at)
            select id, now() + interval '1 hour', now() + interval '1 hour' from added
            """
        )
        yield it


@pytest.fixture
async def shop(database: Database, db: Connection, telegram: Sandbox) -> AsyncIterator[Shop]:
    async with opened(database, db, telegram) as it:
        yield it


@pytest.fixture
def panel() -> remnawave.Remnawave:
    it = remnawave.Remnawave(PanelClock(None), tokens={}, squads={}, webhook_secret=SECRET)
    it.plant("somebody")
    it.use("somebody", 100)
    assert it.webhooks
    return it


async def hastened(shop: Shop) -> list[str]:
    rows = await shop.db.fetch(
        """
        select p.code
        from vpn.panel_states as s
        join vpn.panels as p on p.id = s.panel_id
        where s.scan_at < now() + interval '6 minutes'
        order by p.code
        """
    )
    return [row["code"] for row in rows]


async def test_a_hint_has_the_panel_read_earlier(shop: Shop, panel: remnawave.Remnawave) -> None:
    assert set(await panel.deliver(shop.http, "/panels/de")) == {200}
    assert await hastened(shop) == ["de"]
    assert await shop.db.fetchval("select count(*) from inbox.events where lane ~ 'somebody'") == 0


async def test_hints_that_come_again_and_late_move_nothing(
    shop: Shop, panel: remnawave.Remnawave
) -> None:
    assert set(await panel.deliver(shop.http, "/panels/de")) == {200}
    planned = "select max(scan_at), min(scan_at) from vpn.panel_states"
    before = await shop.db.fetchrow(planned)
    panel.disable("somebody")
    panel.use("somebody", 1)
    panel.plant("another")
    panel.use("another", 1)
    assert set(await panel.deliver(shop.http, "/panels/de", copies=3)) == {200}
    assert await shop.db.fetchrow(planned) == before


async def test_what_the_panel_did_not_sign_changes_nothing(
    shop: Shop, panel: remnawave.Remnawave
) -> None:
    assert set(await panel.deliver(shop.http, "/panels/de", forged=True)) == {401}
    raw, headers = panel.webhooks[0]
    for path, body, sent, status in (
        ("de", raw, {}, 401),
        ("de", raw + b" ", headers, 401),
        ("nl", raw, headers, 404),
        ("main", raw, headers, 404),
        ("de", b"<html>", {"x-remnawave-signature": remnawave.signature(SECRET, b"<html>")}, 400),
        ("de", b" " * (Limits().most_bytes + 1), headers, 413),
    ):
        answer = await shop.http.post(f"/panels/{path}", content=body, headers=sent)
        assert answer.status_code == status, (path, body[:20])
    assert await hastened(shop) == []


async def test_a_flood_is_told_to_come_again(
    database: Database, db: Connection, telegram: Sandbox, panel: remnawave.Remnawave
) -> None:
    async with opened(database, db, telegram, payment_webhook_rate=0.001) as shop:
        first, *others = await panel.deliver(shop.http, "/panels/de", copies=2)
        assert first == 200
        assert set(others) == {429}


async def test_a_hint_that_cannot_be_kept_is_not_answered_well(
    shop: Shop, panel: remnawave.Remnawave
) -> None:
    """The panel then sends it again."""
    await shop.db.execute("alter function inbox.receive_panel_hint(text) rename to away")
    assert set(await panel.deliver(shop.http, "/panels/de")) == {503}


@pytest.mark.parametrize("secrets", ['{"de": ""}', '{"de": "short"}'])
def test_a_secret_that_can_be_guessed_is_refused(secrets: str) -> None:
    with pytest.raises(SystemExit, match="PANEL_WEBHOOK_SECRETS"):
        BotSettings.load(panel_webhook_secrets=secrets)
