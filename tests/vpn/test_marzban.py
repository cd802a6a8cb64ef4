"""What only Marzban does; see test_conformance.py for what all panels do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Denied, Foreign, Transient
from gateways.vpn.marzban import Marzban
from gateways.vpn.port import Desired
from sandbox.faults import Faults, VpnFaults
from sandbox.panels import marzban
from tests.vpn.kits import MARK, Common, Kit, adapter
from tests.vpn.kits import Marzban as MarzbanKit
from tests.vpn.server import PanelServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

UUID_ = UUID("5f0d1b1e-3c52-4f4b-9e7a-2c6f5d0a1b2c")


@pytest.fixture
def kit(common: Common, panel_server: PanelServer) -> MarzbanKit:
    kit = MarzbanKit(common)
    panel_server.show(kit, common)
    return kit


def desired(common: Common, **changes: Any) -> Desired:
    until = common.clock.now() + timedelta(days=30)
    return replace(Desired("s_1", UUID_, 1, until, 1001), **changes)


async def test_an_account_of_the_environments_admin_leaves_the_core_too(
    kit: MarzbanKit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    """DELETE answers 500: the row is gone, but the core would still serve the account."""
    kit.panel.environment_admin = ("root", "secret")
    key = SecretStr("root:secret")
    panel = Marzban(client, f"{panel_server.url}{kit.base_url}", key, kit.options, MARK)
    access = desired(common)
    await panel.apply(access)
    assert kit.serves(access.uuid)
    assert await panel.remove(access.key, access.uuid) is True
    assert kit.names() == set()
    assert not kit.serves(access.uuid)


async def test_a_next_plan_that_somebody_set_is_kept(
    panel: Marzban, kit: MarzbanKit, common: Common
) -> None:
    access = desired(common)
    await panel.apply(access)
    plan = {"data_limit": 1000, "add_remaining_traffic": False}
    kit.panel.named("s_1").next_plan = plan
    await panel.apply(replace(access, generation=2))
    assert kit.panel.named("s_1").next_plan == plan


async def test_names_that_differ_by_case_are_one_for_mysql(
    panel: Marzban, kit: MarzbanKit, common: Common
) -> None:
    kit.panel.ignores_case = True
    kit.plant("S_1")
    with pytest.raises(Foreign):
        await panel.apply(desired(common))
    assert await panel.remove("s_1", UUID_) is False
    assert kit.names() == {"S_1"}


async def test_an_account_of_another_admin_is_foreign_and_stops_only_its_lane(
    panel: Marzban, kit: MarzbanKit, common: Common
) -> None:
    kit.panel.sudo = False
    kit.plant("s_1")
    with pytest.raises(Foreign):
        await panel.apply(desired(common))
    await panel.apply(desired(common, key="s_2", uuid=uuid4()))


@pytest.mark.parametrize("server_ip", ["10.0.0.7", "127.0.0.1"])
async def test_a_panel_that_does_not_know_its_address_delivers_nothing(
    panel: Marzban, kit: MarzbanKit, common: Common, server_ip: str
) -> None:
    """It started while nobody told it. An account that is not served may have such a host."""
    access = desired(common, data_limit=100)
    await panel.apply(access)
    kit.panel.server_ip = server_ip
    for call in (panel.apply(access), panel.get(access.key, access.uuid)):
        with pytest.raises(Denied, match=f"lead to {server_ip}, where no customer gets"):
            await call
    kit.panel.use("s_1", 100)
    assert await panel.get(access.key, access.uuid) is not None
    kit.panel.server_ip = "9.9.9.9"
    assert (await panel.apply(replace(access, reset_traffic=True))).links


async def test_an_end_that_no_calendar_has_stops_the_reading_of_nobody(
    panel: Marzban, kit: MarzbanKit, common: Common
) -> None:
    """Another program gave it in milliseconds; Marzban takes that for seconds."""
    await panel.apply(desired(common))
    kit.panel.plant("somebody").expire = 1_893_456_000_000
    page = await panel.scan(None)
    ends = {seen.key: seen.expires_at is None for seen in page.observed}
    assert ends == {"s_1": False, "somebody": True}


async def test_a_proxy_that_forbids_says_nothing_about_the_account(
    panel: Marzban, common: Common
) -> None:
    access = desired(common)
    await panel.apply(access)
    common.faults.set(Faults(vpn=VpnFaults(proxy=403)))
    for call in (panel.apply(access), panel.remove(access.key, access.uuid)):
        with pytest.raises(Denied):
            await call


async def test_without_inbounds_in_the_options_an_account_has_all(
    kit: MarzbanKit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    panel = adapter(kit, client, panel_server.url, {})
    observed = await panel.apply(desired(common))
    assert len(observed.links) == 2
    again = await panel.apply(desired(common, generation=2))
    assert len(again.links) == 2


async def test_an_account_without_a_link_is_not_taken_for_made(
    kit: MarzbanKit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    panel = adapter(kit, client, panel_server.url, {})
    access = desired(common)
    await panel.apply(access)
    kit.panel.named("s_1").inbounds = {}
    with pytest.raises(Transient, match="no link"):
        await panel.apply(replace(access, generation=2))


async def test_an_account_without_proxies_breaks_only_its_own_lane(
    panel: Marzban, kit: MarzbanKit, common: Common
) -> None:
    with pytest.raises(marzban.Broken):
        kit.panel.call("POST", "user", {}, {"username": "s_1"}, "shop")
    with pytest.raises(Transient):
        await panel.apply(desired(common))
    assert kit.names() == {"s_1"}


async def test_its_own_subscription_address_is_whole(
    kit: MarzbanKit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    """It is signed again at each answer, so it is never compared."""
    panel = adapter(kit, client, panel_server.url)
    first = await panel.apply(desired(common))
    again = await panel.apply(desired(common))
    assert first.subscription_url != again.subscription_url
    assert str(first.subscription_url).startswith(f"{panel_server.url}{kit.base_url}/sub/")
    options = {**kit.options, "subscription_prefix": "https://sub.example.org/"}
    elsewhere = adapter(kit, client, panel_server.url, options)
    told = await elsewhere.get("s_1", UUID_)
    assert told is not None
    assert str(told.subscription_url).startswith("https://sub.example.org/sub/")


@pytest.mark.parametrize("key", ["shop", "shop:", ""])
async def test_a_key_that_is_no_login_is_denied(
    kit: Kit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer, key: str
) -> None:
    panel = Marzban(client, f"{panel_server.url}{kit.base_url}", SecretStr(key), {}, MARK)
    with pytest.raises(Denied, match="<name>:<password>"):
        await panel.apply(desired(common))


async def test_a_restriction_needs_what_it_is_taken_back_to(
    kit: Kit, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    with pytest.raises(Denied, match="restricted_inbounds need inbounds"):
        adapter(kit, client, panel_server.url, {"restricted_inbounds": ["ws"]})
