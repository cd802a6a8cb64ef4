"""What the gateway remembers between calls."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Denied, Transient, Unknown
from gateways.http import Clients
from gateways.vpn import VpnGateway
from gateways.vpn.check import STEPS
from sandbox.faults import Faults, VpnFaults
from tests.vpn.kits import MARK, Common, Kit, Marzban, PasarGuard
from tests.vpn.server import PanelServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


CHECK = {
    "shop": "check",
    "key": "check_0a1b2c3d",
    "uuid": str(uuid4()),
    "began_at": datetime.now(UTC).isoformat(),
}


@pytest.fixture
def kit(common: Common, panel_server: PanelServer) -> PasarGuard:
    kit = PasarGuard(common)
    panel_server.show(kit, common)
    return kit


@pytest.fixture
def keys(kit: Kit) -> dict[str, SecretStr]:
    return {"main": SecretStr(kit.key)}


@pytest.fixture
def gateway(client: httpx.AsyncClient, keys: dict[str, SecretStr]) -> VpnGateway:
    return VpnGateway(Clients(lambda _: client), keys)


@pytest.fixture
def row(kit: Kit, common: Common, panel_server: PanelServer) -> dict[str, Any]:
    return {
        "panel": "main",
        "kind": kit.kind,
        "base_url": f"{panel_server.url}{kit.base_url}",
        "options": kit.options,
        "shop": MARK.shop,
        "key": "s_1",
        "uuid": str(uuid4()),
        "generation": 1,
        "present": True,
        "expires_at": (common.clock.now() + timedelta(days=30)).isoformat(),
        "telegram_id": None,
        "device_limit": 3,
    }


async def test_a_login_lasts_until_something_about_the_panel_changes(
    gateway: VpnGateway, kit: PasarGuard, keys: dict[str, SecretStr], row: Mapping[str, Any]
) -> None:
    for _ in range(3):
        await gateway.serve("vpn.apply", row)
    assert kit.logins() == 1
    await gateway.serve("vpn.apply", {**row, "options": {"group_ids": [2]}})
    assert kit.logins() == 2
    assert kit.panel.named("s_1").groups == [2]
    kit.panel.admins["other"] = "password"
    keys["main"] = SecretStr("other:password")
    await gateway.serve("vpn.apply", {**row, "options": {"group_ids": [2]}})
    assert kit.logins() == 3


async def test_a_corrected_key_is_tried_at_once(
    gateway: VpnGateway, kit: PasarGuard, keys: dict[str, SecretStr], row: Mapping[str, Any]
) -> None:
    keys["main"] = SecretStr("shop:wrong")
    for _ in range(3):
        with pytest.raises(Denied):
            await gateway.serve("vpn.apply", row)
    assert kit.logins() == 1
    keys["main"] = SecretStr(kit.key)
    assert (await gateway.serve("vpn.apply", row))["link"]


async def test_the_version_is_asked_again_after_a_while_and_after_a_failure(
    gateway: VpnGateway,
    kit: PasarGuard,
    common: Common,
    panel_server: PanelServer,
    row: Mapping[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def asked() -> int:
        return len(panel_server.journal.select(target="vpn", method="system"))

    for _ in range(3):
        await gateway.serve("vpn.apply", row)
    assert asked() == 1
    common.faults.set(Faults(vpn=VpnFaults(limited=True)))
    with pytest.raises(Exception, match="429"):
        await gateway.serve("vpn.apply", row)
    common.faults.set(Faults())
    await gateway.serve("vpn.apply", row)
    assert asked() == 1
    common.faults.set(Faults(vpn=VpnFaults(broken="users")))
    with pytest.raises(Exception, match="500"):
        await gateway.serve("vpn.apply", row)
    common.faults.set(Faults())
    await gateway.serve("vpn.apply", row)
    assert asked() == 2
    monkeypatch.setattr("gateways.vpn.gateway.VERSION_HOLDS", 0.0)
    await gateway.serve("vpn.apply", row)
    assert asked() == 3


async def test_devices_are_listed_and_unbound_by_messages(
    gateway: VpnGateway, kit: PasarGuard, row: Mapping[str, Any]
) -> None:
    await gateway.serve("vpn.apply", row)
    for device in ("one", "two"):
        kit.bind("s_1", device)
    listed = await gateway.serve("vpn.devices", row)
    assert {device["id"] for device in listed["devices"]} == {"one", "two"}
    assert set(listed["devices"][0]) == {"id", "name", "platform", "seen_at"}
    left = await gateway.serve("vpn.unbind", {**row, "device_id": "one"})
    assert [device["id"] for device in left["devices"]] == ["two"]
    assert await gateway.serve("vpn.unbind", {**row, "device_id": None}) == {"devices": []}


async def test_a_right_that_is_missing_for_devices_alone_stops_nothing_else(
    gateway: VpnGateway, kit: PasarGuard, keys: dict[str, SecretStr], row: Mapping[str, Any]
) -> None:
    keys["main"] = SecretStr("pg_key_shop")
    kit.panel.keys["pg_key_shop"] = frozenset({"read", "create", "update"})
    await gateway.serve("vpn.apply", row)
    kit.bind("s_1", "one")
    told = await gateway.serve("vpn.unbind", {**row, "device_id": "one"})
    assert told["error"].startswith("pasarguard: 403")
    assert (await gateway.serve("vpn.apply", row))["link"]


async def test_a_probe_tells_what_the_panel_can_do_with_its_options(
    gateway: VpnGateway, kit: PasarGuard, row: Mapping[str, Any]
) -> None:
    told = (await gateway.serve("vpn.probe", row))["capabilities"]
    assert set(told) == kit.capabilities - {"groups"}
    restricted = await gateway.serve("vpn.probe", {**row, "options": kit.restricted})
    assert set(restricted["capabilities"]) == kit.capabilities


async def test_a_check_is_done_step_by_step_by_messages(
    gateway: VpnGateway, kit: PasarGuard, row: Mapping[str, Any]
) -> None:
    await gateway.serve("vpn.apply", row)
    check = {**row, **CHECK}
    done: list[str] = []
    step: str | None = STEPS[0]
    while step is not None:
        for _ in range(2):  # a message may be done twice
            told = await gateway.serve("vpn.check", {**check, "step": step})
            if step == "remove":
                break
        assert not told["failed"], told
        done.append(told["step"])
        step = told["next"]
    assert tuple(done) == STEPS
    assert kit.names() == {"s_1"}
    assert (await gateway.serve("vpn.apply", row))["link"]
    assert kit.logins() == 2  # one as the shop, one as nobody


async def test_a_step_that_fails_is_told_and_its_account_is_removed(
    gateway: VpnGateway,
    kit: PasarGuard,
    common: Common,
    keys: dict[str, SecretStr],
    row: Mapping[str, Any],
) -> None:
    async def does(step: str) -> tuple[bool, str | None]:
        told = await gateway.serve("vpn.check", {**row, **CHECK, "step": step})
        assert told["told"].startswith("FAILED: ") is told["failed"]
        return told["failed"], told["next"]

    assert await does("add") == (False, "link")
    common.faults.set(Faults(vpn=VpnFaults(down=True)))
    assert await does("add") == (True, "clean up")
    assert await does("change") == (True, "clean up")
    with pytest.raises(Transient):
        await does("clean up")
    common.faults.set(Faults())
    assert await does("clean up") == (False, None)
    assert kit.names() == set()
    assert await does("read") == (True, "clean up")
    keys.clear()
    assert await does("version") == (True, None)
    assert await does("add") == (True, None)


async def test_a_kind_that_is_not_known_is_left_to_a_newer_program(
    gateway: VpnGateway, row: Mapping[str, Any]
) -> None:
    with pytest.raises(Unknown, match=r"vpn\.other"):
        await gateway.serve("vpn.other", row)


async def test_links_that_lead_nowhere_are_told_with_a_scan(
    gateway: VpnGateway, row: dict[str, Any], common: Common, panel_server: PanelServer
) -> None:
    """Who has links keeps them. If nobody buys meanwhile, nothing else would say so."""
    kit = Marzban(common)
    panel_server.show(kit, common)
    row |= {"kind": kit.kind, "options": kit.options}
    await gateway.serve("vpn.apply", row)
    sample = [{"access_id": 1, "key": row["key"], "uuid": row["uuid"]}]
    scan = {**row, "run": 1, "cursor": None, "sample": sample}

    told = await gateway.serve("vpn.scan", scan)
    assert told["dead_links"] is None
    assert told["sampled"]
    kit.panel.server_ip = "10.0.0.7"
    told = await gateway.serve("vpn.scan", scan)
    assert "10.0.0.7" in told["dead_links"]
    assert len(told["observed"]) == 1

    assert "dead_links" not in await gateway.serve("vpn.scan", {**scan, "cursor": "500"})
    common.faults.set(Faults(vpn=VpnFaults(broken="GET .*/user/")))
    assert "dead_links" not in await gateway.serve("vpn.scan", scan)
