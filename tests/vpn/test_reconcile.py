"""What panels really have: the database, the listener's consumer and emulated panels together.

A panel is wiped, restored from a backup, swapped with another one, upgraded; somebody else has
accounts there. The emulators are called in this process, without a network.
"""

import asyncio
import copy
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

import listener
from gateways.http import Clients
from gateways.vpn import VpnGateway
from gateways.vpn.port import Mark
from sandbox.clock import Clock as PanelClock
from sandbox.faults import FaultInjector
from sandbox.panels import marzban, xray_api
from sandbox.store import Store
from tests.support import Clock, Connection, Database, eventually

KEY = "name:a password"
PEOPLE = 8


def core() -> xray_api.Panel:
    keys = {"main": SecretStr(KEY)}
    return xray_api.Panel(keys, PanelClock(None), FaultInjector(), Store())


def accounts() -> marzban.Marzban:
    name, _, password = KEY.partition(":")
    return marzban.Marzban(PanelClock(None), admins={name: password})


@dataclass
class Shop:
    """Eight people with a trial, on one panel; panels are named by the host of their address."""

    db: Connection
    clock: Clock
    panels: dict[str, Any] = field(default_factory=dict)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        panel = self.panels[dict(scope["headers"])[b"host"].decode()]
        app = FastAPI()
        make = marzban.router if isinstance(panel, marzban.Marzban) else xray_api.router
        app.include_router(make(panel))
        scope["state"] = {"entry": _Entry()}
        await app(scope, receive, send)

    async def add(self, code: str, kind: str, panel: Any, *, enabled: bool = True) -> None:
        self.panels[code] = panel
        path = "/panel" if kind == "xray-api" else ""
        await self.db.execute(
            "insert into vpn.panels (code, kind, base_url, enabled) values ($1, $2, $3, $4)",
            code,
            kind,
            f"http://{code}{path}",
            enabled,
        )

    async def open(self, first: int = 1) -> None:
        for number in range(first, first + PEOPLE):
            hashed = bytes(24) + number.to_bytes(8)
            await self.db.execute("select api.start($1, $2, null, 'Ann', 'en')", number, hashed)
            await self.db.execute("select api.start_trial($1)", number)
        await eventually(self.is_quiet)

    async def is_quiet(self) -> bool:
        quiet: bool = await self.db.fetchval(
            """select not exists (
                 select from outbox.lanes where topic = 'vpn' and (waiting > 0 or token is not null)
               )"""
        )
        return quiet

    async def probe(self) -> None:
        await self.db.execute("update vpn.panel_states set probe_at = '-infinity'")
        await self.db.execute("call jobs.work('watch_delivery')")
        await eventually(self.is_quiet)

    async def scan(self, code: str = "de") -> str | None:
        """An hour later. Returns what is held."""
        self.clock.advance("61 minutes")
        await self.db.execute("select ops.scan_panel($1)", code)
        await self.settle()
        return await self.held(code)

    async def settle(self) -> None:
        """Compares what was read, and does what follows."""
        await eventually(self.is_quiet)
        await self.db.execute("call jobs.work('reapply_access')")
        await eventually(self.is_quiet)

    async def held(self, code: str = "de") -> str | None:
        row = await self.db.fetchrow(
            "select held, last_error from ops.panels where panel = $1", code
        )
        assert row is not None
        assert row["last_error"] is None
        held: str | None = row["held"]
        return held

    async def drift(self) -> list[tuple[str, str]]:
        rows = await self.db.fetch("select difference, state from ops.drift order by account")
        return [(row["difference"], row["state"]) for row in rows]

    async def alarms(self) -> set[str]:
        return {row["name"] for row in await self.db.fetch("select name from jobs.alarms")}


class _Entry:
    """What the sandbox's journal would record."""

    method = ""
    params: Any = None


@pytest.fixture
async def shop(db: Connection, database: Database, clock: Clock) -> AsyncIterator[Shop]:
    await db.execute(
        """
        update vpn.panels set enabled = false;
        update app.flags set enabled = true where name = 'trials'
        """
    )
    shop = Shop(db, clock)
    clients = Clients(lambda _: httpx.AsyncClient(transport=httpx.ASGITransport(shop)))
    keys = dict.fromkeys(("de", "nl"), SecretStr(KEY))
    handlers = {"vpn": listener.by_kind(VpnGateway(clients, keys).serve)}
    stop = asyncio.Event()
    dsn = database.url("tickover_listener")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listener.consumer(dsn, handlers, lambda *_: None).run(stop))
        try:
            yield shop
        finally:
            stop.set()
    await clients.close()


@pytest.mark.long
async def test_a_core_that_lost_its_users_gets_them_back(shop: Shop) -> None:
    panel = core()
    await shop.add("de", "xray-api", panel)
    await shop.open()
    await shop.probe()
    assert await shop.scan() is None
    before = sorted(panel.uuids())
    assert len(before) == PEOPLE

    panel.restart()
    await shop.probe()
    await shop.settle()
    assert sorted(panel.uuids()) == before
    assert await shop.scan() is None
    assert await shop.drift() == []
    assert await shop.alarms() == set()


async def test_an_empty_list_of_a_core_that_did_not_restart_is_not_believed(shop: Shop) -> None:
    panel = core()
    await shop.add("de", "xray-api", panel)
    await shop.open()
    await shop.probe()
    epoch = panel.epoch
    panel.restart()
    panel.epoch = epoch
    assert await shop.scan() is not None
    assert panel.uuids() == []
    assert "panel_drift" in await shop.alarms()

    listed = await shop.db.fetch("select * from ops.reconcile_panel('de')")
    assert len(listed) == PEOPLE
    await shop.settle()
    assert panel.uuids() == []
    await shop.db.execute("select ops.reconcile_panel('de', false)")
    await shop.settle()
    assert len(panel.uuids()) == PEOPLE
    assert "panel_drift" not in await shop.alarms()


@pytest.mark.long
async def test_two_panels_that_were_swapped_are_left_alone(shop: Shop) -> None:
    de, nl = core(), core()
    await shop.add("de", "xray-api", de)
    await shop.open()
    await shop.db.execute("update vpn.panels set enabled = false where code = 'de'")
    await shop.add("nl", "xray-api", nl)
    await shop.open(first=101)
    await shop.probe()
    assert [await shop.scan(code) for code in ("de", "nl")] == [None, None]
    before = [sorted(panel.uuids()) for panel in (de, nl)]

    shop.panels = {"de": nl, "nl": de}
    await shop.probe()
    await shop.settle()
    for code in ("de", "nl"):
        for _ in range(2):
            held = await shop.scan(code)
            assert held is not None
            assert "another panel" in held
    assert [sorted(panel.uuids()) for panel in (de, nl)] == before

    shop.panels = {"de": de, "nl": nl}
    await shop.probe()
    assert [await shop.scan(code) for code in ("de", "nl")] == [None, None]
    assert await shop.drift() == []
    assert await shop.alarms() == set()


async def test_a_panel_restored_from_a_backup(shop: Shop) -> None:
    """It has last week's ends and an account that has left, and lacks those that came since."""
    panel = accounts()
    await shop.add("de", "marzban", panel)
    await shop.open()
    await shop.probe()
    assert await shop.scan() is None
    backup = copy.deepcopy(panel.users)

    subscriptions = [
        row["id"] for row in await shop.db.fetch("select id from billing.subscriptions order by id")
    ]
    later = "select vpn.desire($1, true, app.now() + interval '30 days')"
    await shop.db.execute(later, subscriptions[0])
    await shop.db.execute("update vpn.panels set enabled = false where code = 'de'")
    await shop.add("nl", "xray-api", core())
    await shop.db.execute("select ops.move_access($1, 'de', 'nl')", subscriptions[1])
    await eventually(shop.is_quiet)
    assert len(panel.users) == PEOPLE - 1
    panel.plant("somebody")
    now = {user.username: user.expire for user in panel.users.values()}

    foreign = {user.id: user for user in panel.users.values() if not user.note}
    panel.users = {**backup, **foreign}
    assert await shop.scan() is None
    first = await shop.drift()
    assert sorted(first) == [("other_generation", "confirmed"), ("unwanted", "waiting")]
    assert len(panel.users) == PEOPLE + 1
    assert await shop.scan() is None
    assert {user.username: user.expire for user in panel.users.values()} == now
    assert await shop.scan() is None
    assert await shop.drift() == []
    counted = await shop.db.fetchval("select foreign_accounts from ops.panels where panel = 'de'")
    assert counted == 1


async def test_a_command_that_arrives_after_a_newer_one_is_put_right(shop: Shop) -> None:
    """A proxy kept it. No panel knows that it is old, so the next scan has to."""
    panel = accounts()
    await shop.add("de", "marzban", panel)
    await shop.open()
    await shop.probe()
    assert await shop.scan() is None
    first = await shop.db.fetchval("select id from billing.subscriptions order by id limit 1")
    stale = copy.deepcopy(panel.users)
    await shop.db.execute(
        "select vpn.desire($1, true, d.expires_at + interval '30 days')"
        " from vpn.desired as d where d.subscription_id = $1",
        first,
    )
    await eventually(shop.is_quiet)
    newer = copy.deepcopy(panel.users)
    assert newer != stale

    panel.users = stale
    assert await shop.scan() is None
    assert await shop.drift() == [("other_generation", "confirmed")]
    assert {user.username: (user.expire, user.note) for user in panel.users.values()} == {
        user.username: (user.expire, user.note) for user in newer.values()
    }
    assert await shop.scan() is None
    assert await shop.drift() == []


async def test_a_version_that_is_not_known_waits_to_be_acknowledged(shop: Shop) -> None:
    panel = accounts()
    panel.version = "0.9.1"
    await shop.add("de", "marzban", panel)
    await shop.db.execute("select api.start(1, $1, null, 'Ann', 'en')", bytes(32))
    await shop.db.execute("select api.start_trial(1)")

    async def refused() -> bool:
        error = await shop.db.fetchval(
            "select failing_with from outbox.destinations where topic = 'vpn' and name = 'de'"
        )
        return "ops.acknowledge_version" in (error or "")

    await eventually(refused)
    await shop.db.execute("call jobs.work('watch_delivery')")
    await shop.db.execute(
        "update outbox.destinations set paused_until = null; select ops.resume('vpn', 'de')"
    )

    async def told() -> bool:
        version = await shop.db.fetchval("select version from ops.panels where panel = 'de'")
        return bool(version == "0.9.1")

    await eventually(told)
    await shop.db.execute("call jobs.work('watch_delivery')")
    assert "panel_version" in await shop.alarms()
    assert panel.users == {}

    acknowledged = await shop.db.fetchval("select ops.acknowledge_version('de', '0.9.1')")
    assert acknowledged == "acknowledged"
    await eventually(shop.is_quiet)
    assert len(panel.users) == 1
    await shop.db.execute("call jobs.work('watch_delivery')")
    assert "panel_version" not in await shop.alarms()


async def test_customers_get_the_host_that_an_operator_changed_at_the_panel(shop: Shop) -> None:
    """Nothing tells the shop: it reads the links of some accounts with each scan."""
    panel = accounts()
    await shop.add("de", "marzban", panel)
    await shop.open()
    await shop.probe()
    await shop.scan()
    panel.domain = "example.org"
    await shop.scan()
    await shop.settle()
    rows = await shop.db.fetch("select vpn.links_of(subscription_id) as links from vpn.desired")
    hosts = {link.partition("@")[2].partition(":")[0] for row in rows for link in row["links"]}
    assert len(rows) == PEOPLE
    assert {host.partition(".")[2] for host in hosts if host} == {"example.org"}
    await shop.scan()
    assert await shop.alarms() == set()


async def test_customers_keep_their_links_while_the_panel_does_not_know_its_address(
    shop: Shop,
) -> None:
    """It was started again while nobody told it, and then gives its own machine's."""
    panel = accounts()
    await shop.add("de", "marzban", panel)
    await shop.open()
    await shop.probe()
    await shop.scan()
    asked = "select array_agg(vpn.links_of(subscription_id) order by id) from vpn.access"
    links = await shop.db.fetchval(asked)
    panel.server_ip = "127.0.0.1"
    await shop.scan()
    await shop.settle()
    assert await shop.db.fetchval(asked) == links
    # Nor does it keep them from what they have paid for.
    renewed = "select vpn.desire(subscription_id, true, expires_at + interval '30 days')"
    await shop.db.execute(f"{renewed} from vpn.desired")
    await shop.settle()
    behind = """
    select count(*) from vpn.access as a join vpn.desired as d using (subscription_id)
    where a.applied_generation < d.generation
    """
    assert await shop.db.fetchval(behind) == 0
    assert await shop.db.fetchval(asked) == links
    panel.server_ip = None
    await shop.scan()
    assert await shop.alarms() == set()


async def test_what_somebody_moved_to_another_group_comes_back(shop: Shop) -> None:
    panel = accounts()
    await shop.add("de", "marzban", panel)
    options = json.dumps({"inbounds": ["reality"], "restricted_inbounds": ["ws"]})
    await shop.db.execute("update vpn.panels set options = $1 where code = 'de'", options)
    await shop.open()
    await shop.probe()
    await shop.scan()
    assert await shop.drift() == []
    [moved, *_] = panel.users.values()
    moved.inbounds = {"vless": ["ws"]}
    await shop.scan()
    assert moved.inbounds == {"vless": ["reality"]}
    await shop.scan()
    assert await shop.drift() == []


async def test_a_name_that_somebody_has_taken_is_adopted_by_an_operator(shop: Shop) -> None:
    panel = accounts()
    await shop.add("de", "marzban", panel)
    last = await shop.db.fetchval("select nextval(pg_get_serial_sequence('vpn.access', 'id'))")
    name = f"s_{last + 1}"
    panel.plant(name, owner=KEY.partition(":")[0])
    await shop.db.execute("select api.start(1, $1, null, 'Ann', 'en')", bytes(32))
    await shop.db.execute("select api.start_trial(1)")

    async def taken() -> bool:
        return await shop.drift() == [("taken", "held")]

    await eventually(taken)
    assert panel.named(name).note is None
    access = await shop.db.fetchval("select id from vpn.access")
    assert await shop.db.fetchval("select ops.adopt_access($1)", access) == "adopting"
    await eventually(shop.is_quiet)
    mark = Mark(await shop.db.fetchval("select shop from vpn.mark"))
    assert panel.named(name).note == mark.write(1)
    assert await shop.drift() == []
