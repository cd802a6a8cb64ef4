"""The proof of a panel with a throwaway account."""

from collections.abc import Callable

import httpx
import pytest

from gateways.vpn.check import Check
from gateways.vpn.port import Panel
from sandbox.faults import Faults, VpnFaults
from tests.vpn.kits import KITS, MARK, Common, Kit, Marzban, adapter
from tests.vpn.server import PanelServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

STEPS = ["version", "add", "link", "change", "read", "list", "expire", "remove"]


class Told(list[tuple[str, str]]):
    """What the check said, and what happens at the panel after a step."""

    def __init__(self, after: dict[str, Callable[[], object]] | None = None) -> None:
        self.after = after or {}

    def __call__(self, step: str, told: str) -> None:
        self.append((step, told))
        self.after.get(step, lambda: None)()

    def steps(self) -> list[str]:
        return [step for step, _ in self]


@pytest.fixture
def marzban(common: Common, panel_server: PanelServer) -> Marzban:
    kit = Marzban(common)
    panel_server.show(kit, common)
    return kit


async def test_a_panel_that_works_passes(panel: Panel, kit: Kit) -> None:
    told = Told()
    assert await Check(panel, told).run(), list(told)
    assert told.steps() == STEPS
    assert kit.names() == set()
    assert not [text for _, text in told if "vless://" in text]


async def test_an_account_is_removed_though_the_check_breaks_half_way(
    marzban: Marzban, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    def fault(**faults: object) -> Callable[[], None]:
        return lambda: common.faults.set(Faults(vpn=VpnFaults.model_validate(faults)))

    told = Told({"link": fault(broken="PUT"), "change": fault()})
    assert not await Check(adapter(marzban, client, panel_server.url), told).run()
    assert told.steps() == ["version", "add", "link", "change", "clean up"]
    assert told[3][1].startswith("FAILED: marzban: 500")
    assert marzban.names() == set()


async def test_it_is_said_when_the_account_stays(
    marzban: Marzban, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    def die() -> None:
        common.faults.set(Faults(vpn=VpnFaults(down=True)))

    told = Told({"add": lambda: None, "link": die})
    assert not await Check(adapter(marzban, client, panel_server.url), told).run()
    [name] = marzban.names()
    assert told[-1][1].startswith(f"FAILED: remove {name} by hand")


async def test_a_panel_that_does_something_else_fails(
    marzban: Marzban, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    def drop() -> None:
        for name in marzban.names():
            marzban.drop(name)

    def rename() -> None:
        [user] = marzban.panel.users.values()
        user.note = MARK.write(1)

    def disable() -> None:
        marzban.disable(*marzban.names())

    def hide() -> None:
        marzban.panel.sudo = False
        for user in marzban.panel.users.values():
            user.owner = "another"

    for after, fails, why in (
        (drop, "read", "the account is not there"),
        (rename, "read", "its note is of generation 1"),
        (disable, "read", "it is disabled"),
    ):
        told = Told({"change": after})
        assert not await Check(adapter(marzban, client, panel_server.url), told).run()
        assert (told[4][0], told[4][1].startswith(f"FAILED: {why}")) == (fails, True)
        drop()
    told = Told({"read": hide})
    assert not await Check(adapter(marzban, client, panel_server.url), told).run()
    assert ("list", "FAILED: it is not among the 0 accounts") in told


@pytest.mark.parametrize(
    "kit", [name for name, kit in KITS.items() if kit.unknown_version], indirect=True
)
async def test_a_version_that_is_not_known_is_not_tried(panel: Panel, kit: Kit) -> None:
    kit.upgrade(kit.unknown_version)
    told = Told()
    assert not await Check(panel, told).run()
    assert told.steps() == ["version"]
    assert kit.unknown_version in told[0][1]
    told = Told()
    assert await Check(panel, told, acknowledged=kit.unknown_version).run()
