"""What only PasarGuard does; see test_conformance.py for what all panels do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Denied, Foreign
from gateways.vpn.pasarguard import PasarGuard
from gateways.vpn.port import Desired
from tests.vpn.kits import MARK, Common
from tests.vpn.kits import PasarGuard as PasarGuardKit
from tests.vpn.server import PanelServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

UUID_ = UUID("5f0d1b1e-3c52-4f4b-9e7a-2c6f5d0a1b2c")


@pytest.fixture
def kit(common: Common, panel_server: PanelServer) -> PasarGuardKit:
    kit = PasarGuardKit(common)
    panel_server.show(kit, common)
    return kit


def desired(common: Common, **changes: Any) -> Desired:
    until = common.clock.now() + timedelta(days=30)
    return replace(Desired("s_1", UUID_, 1, until, 1001), **changes)


async def test_a_renewal_keeps_the_secrets_of_all_protocols_and_a_new_uuid_none(
    panel: PasarGuard, kit: PasarGuardKit, common: Common
) -> None:
    await panel.apply(desired(common))
    before = kit.panel.named("s_1").proxies
    await panel.apply(desired(common, generation=2))
    assert kit.panel.named("s_1").proxies == before
    await panel.apply(desired(common, generation=3, uuid=uuid4()))
    after = kit.panel.named("s_1").proxies
    assert not [protocol for protocol in before if before[protocol] == after[protocol]]


async def test_a_panel_that_does_not_know_its_address_delivers_nothing(
    panel: PasarGuard, kit: PasarGuardKit, common: Common
) -> None:
    """It started while nobody told it, and then gives 127.0.0.1."""
    kit.panel.server_ip = "127.0.0.1"
    with pytest.raises(Denied, match="where no customer gets"):
        await panel.apply(desired(common))
    kit.panel.server_ip = None
    assert (await panel.apply(desired(common))).links


async def test_links_are_read_as_a_client_where_admins_cannot(
    panel: PasarGuard, kit: PasarGuardKit, common: Common
) -> None:
    """And the adapter tries the missing route only once."""
    as_admin = await panel.apply(desired(common))
    kit.panel.admins_read_links = False
    for _ in range(2):
        as_client = await panel.apply(desired(common))
        assert [link.partition("?")[0] for link in as_client.links] == [
            link.partition("?")[0] for link in as_admin.links
        ]


async def test_a_next_plan_that_somebody_set_is_kept(
    panel: PasarGuard, kit: PasarGuardKit, common: Common
) -> None:
    await panel.apply(desired(common))
    plan = {"user_template_id": 1}
    kit.panel.named("s_1").next_plan = plan
    await panel.apply(desired(common, generation=2))
    assert kit.panel.named("s_1").next_plan == plan


async def test_the_admin_of_the_environment_is_denied(
    kit: PasarGuardKit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    kit.panel.environment_admin = ("root", "secret")
    key = SecretStr("root:secret")
    panel = PasarGuard(client, f"{panel_server.url}{kit.base_url}", key, kit.options, MARK)
    with pytest.raises(Denied, match="403"):
        await panel.apply(desired(common))


async def test_a_key_without_a_right_is_denied(
    kit: PasarGuardKit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    kit.panel.keys["pg_key_reader"] = frozenset({"read"})
    key = SecretStr("pg_key_reader")
    panel = PasarGuard(client, f"{panel_server.url}{kit.base_url}", key, kit.options, MARK)
    assert (await panel.scan(None)).total == 0
    with pytest.raises(Denied, match="403"):
        await panel.apply(desired(common))


async def test_a_name_of_an_account_that_we_may_not_see_is_foreign(
    panel: PasarGuard, kit: PasarGuardKit, common: Common
) -> None:
    kit.panel.own_only = True
    kit.plant("s_1")
    with pytest.raises(Foreign):
        await panel.apply(desired(common))


async def test_groups_have_to_be_named(
    kit: PasarGuardKit, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    with pytest.raises(Denied, match="group_ids"):
        PasarGuard(client, panel_server.url, SecretStr("a:b"), {}, MARK)
