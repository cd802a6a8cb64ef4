"""What only 3x-ui does; what every panel does is in test_conformance.py."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Denied, Transient
from gateways.vpn.port import Desired
from gateways.vpn.three_x_ui import ThreeXUi
from sandbox.panels import three_x_ui
from tests.vpn.kits import MARK, Common
from tests.vpn.server import PanelServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPTIONS = {"inbounds": [1], "subscription_prefix": "sub/"}
LOGIN = "admin:password"


class Shop:
    """A panel of 3x-ui, and what a shop does with it."""

    def __init__(
        self,
        panel: three_x_ui.ThreeXUi,
        common: Common,
        panel_server: PanelServer,
        http: httpx.AsyncClient,
    ) -> None:
        self.panel = panel
        self.common = common
        self.http = http
        self.url = f"{panel_server.url}/panel"

    def adapter(self, key: str = LOGIN, **options: Any) -> ThreeXUi:
        return ThreeXUi(self.http, self.url, SecretStr(key), {**OPTIONS, **options}, MARK)

    def desired(self, **changes: Any) -> Desired:
        until = self.common.clock.now() + timedelta(days=30)
        return replace(Desired("s_1", uuid4(), 1, until, 1001), **changes)

    async def raw(self, method: str, path: str, **content: Any) -> httpx.Response:
        return await self.http.request(method, f"{self.url}/{path}", **content)


@pytest.fixture
def shop(
    common: Common, panel_server: PanelServer, client: httpx.AsyncClient
) -> Callable[..., Shop]:
    def make(version: str = "3.7.0", **settings: Any) -> Shop:
        panel = three_x_ui.ThreeXUi(common.clock, version, **settings)
        panel_server.serve(three_x_ui.router(panel, "/panel"), common)
        return Shop(panel, common, panel_server, client)

    return make


Make = Callable[..., Shop]


# -- Versions and logins


@pytest.mark.parametrize(
    ("version", "told"), [("2.9.4", "2"), ("3.0.2", "3.0"), ("3.2.0", "3.2.0"), ("3.7.0", "3.7.0")]
)
async def test_the_version_is_found_out(shop: Make, version: str, told: str) -> None:
    assert (await shop(version).adapter().version()).text == told


async def test_a_wrong_password_is_not_tried_until_it_blocks_us(shop: Make) -> None:
    """During a block, even the right password looks wrong."""
    it = shop()
    wrong = it.adapter("admin:wrong")
    for _ in range(10):
        with pytest.raises(Denied, match="refused, or blocked"):
            await wrong.scan(None)
    await it.adapter().scan(None)
    for _ in range(4):
        with pytest.raises(Denied):
            await it.adapter("admin:wrong").scan(None)
    with pytest.raises(Denied):
        await it.adapter("admin:wrong").scan(None)
    with pytest.raises(Denied):
        await it.adapter().scan(None)


async def test_a_csrf_token_that_is_over_costs_a_new_login(shop: Make) -> None:
    it = shop()
    panel = it.adapter()
    await panel.apply(it.desired())
    it.panel.forget_csrf()
    await panel.apply(it.desired(key="s_2"))
    assert it.panel.logins == 2


@pytest.mark.parametrize(("version", "may"), [("3.2.0", True), ("3.7.0", False)])
async def test_a_token_may_lack_the_scope(shop: Make, version: str, may: bool) -> None:
    it = shop(version, tokens={"a token": "monitor"})
    panel = it.adapter("a token")
    await panel.scan(None)
    if may:
        await panel.apply(it.desired())
    else:
        with pytest.raises(Denied, match="403"):
            await panel.apply(it.desired())


async def test_who_is_not_logged_in_is_told_that_there_is_nothing(shop: Make) -> None:
    it = shop()
    path = "panel/api/server/status"
    assert (await it.raw("GET", path)).status_code == 404
    asked = {"X-Requested-With": "XMLHttpRequest"}
    assert (await it.raw("GET", path, headers=asked)).status_code == 401
    assert (await it.raw("POST", "login", data={"username": "admin"})).status_code == 403


async def test_a_panel_with_a_domain_is_reached_by_it_only(shop: Make) -> None:
    with pytest.raises(Denied, match="403"):
        await shop(domain="panel.example").adapter().scan(None)
    await shop(domain="127.0.0.1").adapter().scan(None)


async def test_a_panel_that_was_restarted_has_another_epoch(shop: Make) -> None:
    it = shop()
    panel = it.adapter()
    epoch = await panel.probe()
    assert await panel.probe() == epoch
    it.panel.restart()
    restarted = await panel.probe()
    assert restarted != epoch
    assert restarted.startswith(it.panel.guid)
    assert await panel.probe(epoch) == restarted


@pytest.mark.parametrize(("seconds", "is_same"), [(-90, True), (90, True), (-200, False)])
async def test_the_same_start_is_the_same_epoch_whoever_asks_and_when(
    shop: Make, monkeypatch: pytest.MonkeyPatch, seconds: int, is_same: bool
) -> None:
    """The hour that a start was rounded to differed when it was near the full hour."""
    it = shop()
    epoch = await it.adapter().probe()
    now = time.time()
    clock = SimpleNamespace(time=lambda: now + seconds)
    monkeypatch.setattr("gateways.vpn.three_x_ui.time", clock)
    assert (await it.adapter().probe(epoch) == epoch) is is_same
    assert await it.adapter().probe("another:1") != "another:1"
    assert await it.adapter().probe(f"{it.panel.guid}:492731") != f"{it.panel.guid}:492731"


# -- Writes


async def test_an_update_replaces_what_it_leaves_out(shop: Make) -> None:
    """The emulator clears omitted fields, so the test sees what the adapter omits."""
    it = shop("3.2.0", tokens={"a token": "admin"})
    await it.adapter().apply(it.desired(data_limit=7))
    client = it.panel.clients["s_1"]
    headers = {"Authorization": "Bearer a token"}

    async def update(body: dict[str, Any]) -> Any:
        path = "panel/api/clients/update/s_1"
        return (await it.raw("POST", path, json=body, headers=headers)).json()

    read = await it.raw("GET", "panel/api/clients/get/s_1", headers=headers)
    assert (await update(read.json()["obj"]["client"]))["success"] is False
    before = client.uuid
    assert (await update({"email": "s_1"}))["success"] is True
    left = [client.fields[name] for name in ("enable", "totalGB", "comment")]
    assert left == [False, 0, ""]
    assert client.uuid != before
    it.panel.version = "3.3.1"
    before = client.uuid
    await update({"email": "s_1"})
    assert client.uuid == before


@pytest.mark.parametrize(("version", "writes"), [("2.9.4", 0), ("3.0.2", 0), ("3.7.0", 1)])
async def test_what_is_as_it_should_be_is_written_only_where_it_may_not_be(
    shop: Make, version: str, writes: int
) -> None:
    """A write removes the client from the core and adds it again. From 3.1 on the record does not
    show whether each inbound has what it says."""
    it = shop(version)
    panel = it.adapter()
    access = it.desired()
    await panel.apply(access)
    before = json.dumps(it.panel.clients["s_1"].fields)
    it.panel.writes = 0
    await panel.apply(access)
    assert (it.panel.writes, json.dumps(it.panel.clients["s_1"].fields)) == (writes, before)
    await panel.apply(replace(access, generation=2))
    assert it.panel.writes == writes + 1


async def test_an_update_that_stopped_half_way_is_made_again(shop: Make) -> None:
    """The record has the new end by then, and the second inbound still has the old one."""
    it = shop(inbounds=(1, 2))
    panel = it.adapter(inbounds=[1, 2])
    access = it.desired()
    await panel.apply(access)
    later = replace(access, generation=2, expires_at=access.expires_at + timedelta(days=30))
    it.panel.breaks_at = 2
    with pytest.raises(Transient):
        await panel.apply(later)
    await panel.apply(later)
    client = it.panel.clients["s_1"]
    ends = {client.copies[number]["expiryTime"] for number in (1, 2)}
    assert ends == {client.fields["expiryTime"]}


@pytest.mark.parametrize("is_new", [True, False])
async def test_what_the_panel_only_says_that_it_did_is_not_confirmed(
    shop: Make, is_new: bool
) -> None:
    it = shop()
    panel = it.adapter()
    access = it.desired()
    if not is_new:
        await panel.apply(access)
    it.panel.loses_enable = True
    with pytest.raises(Transient, match="enable"):
        await panel.apply(replace(access, generation=2))
    it.panel.loses_enable = False
    assert (await panel.apply(replace(access, generation=2))).enabled


async def test_a_client_that_lost_an_inbound_is_not_confirmed(shop: Make) -> None:
    it = shop(inbounds=(1, 2))
    access = it.desired()
    await it.adapter(inbounds=[1, 2]).apply(access)
    it.panel.detaches_siblings = True
    with pytest.raises(Transient, match="inbounds"):
        await it.adapter(inbounds=[1]).apply(replace(access, generation=2))
    it.panel.detaches_siblings = False
    await it.adapter(inbounds=[1]).apply(replace(access, generation=2))
    assert it.panel.clients["s_1"].inbound_ids == [1]


@pytest.mark.parametrize("used", [0, 9])
async def test_a_client_that_the_panel_stopped_as_it_should_is_confirmed(
    shop: Make, used: int
) -> None:
    """Its time is over, or its traffic is used up."""
    it = shop()
    panel = it.adapter()
    access = it.desired(data_limit=7)
    await panel.apply(access)
    it.panel.use("s_1", used)
    ended = access.expires_at if used else it.common.clock.now() - timedelta(days=1)
    observed = await panel.apply(replace(access, generation=2, expires_at=ended))
    assert observed.enabled is False


@pytest.mark.parametrize("version", ["2.9.4", "3.0.2", "3.7.0"])
async def test_a_client_is_disabled_before_it_is_deleted(shop: Make, version: str) -> None:
    """A panel was seen to delete the row while the core went on serving the client."""
    it = shop(version)
    panel = it.adapter()
    access = it.desired()
    await panel.apply(access)
    client = it.panel.clients["s_1"]
    await panel.remove(access.key, access.uuid)
    assert client.fields["enable"] is False
    assert "s_1" not in it.panel.clients


async def test_what_an_operator_arranged_stays(shop: Make) -> None:
    it = shop()
    panel = it.adapter()
    access = it.desired()
    await panel.apply(access)
    it.panel.clients["s_1"].fields["group"] = "family"
    await panel.apply(replace(access, generation=2))
    assert it.panel.clients["s_1"].fields["group"] == "family"


async def test_a_client_gets_into_all_its_inbounds(shop: Make) -> None:
    """Even if adding stops half-way, and an inbound is added or removed later."""
    it = shop(inbounds=(1, 2, 3))
    it.panel.breaks_at = 2
    access = it.desired()
    observed = await it.adapter(inbounds=[1, 2]).apply(access)
    assert it.panel.clients["s_1"].inbound_ids == [1, 2]
    assert len(observed.links) == 2
    it.panel.inbounds[3].node_is_offline = True
    await it.adapter(inbounds=[2, 3]).apply(access)
    assert it.panel.clients["s_1"].inbound_ids == [2, 3]


async def test_what_a_repeated_add_would_double_is_there_once(shop: Make) -> None:
    """Before 3.5 an inbound accepted the same client twice."""
    it = shop("3.2.0", inbounds=(1, 2))
    panel = it.adapter(inbounds=[1, 2])
    it.panel.breaks_at = 2
    access = it.desired()
    await panel.apply(access)
    await panel.apply(access)
    assert it.panel.clients["s_1"].inbound_ids == [1, 2]


async def test_a_refusal_that_nobody_expected_is_tried_again(shop: Make) -> None:
    """Only reading the client shows what it means, and there is none."""
    it = shop()
    with pytest.raises(Transient, match="must not contain"):
        await it.adapter().apply(it.desired(key="s 1"))


VERSIONS = ["2.9.4", "3.0.2", "3.1.0", "3.7.0"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_new_client_is_made_whatever_the_panel_says_of_one_that_it_does_not_have(
    shop: Make, version: str
) -> None:
    """Until 3.1 it refuses to tell the traffic of nobody, so no new client was ever made there."""
    it = shop(version)
    panel = it.adapter()
    access = it.desired()
    assert await panel.get(access.key, access.uuid) is None
    assert await panel.remove(access.key, access.uuid) is False
    assert (await panel.apply(access)).links
    assert await panel.remove(access.key, access.uuid) is True
    assert await panel.get(access.key, access.uuid) is None


@pytest.mark.parametrize("version", ["3.1.0", "3.7.0"])
@pytest.mark.parametrize(("counts_anew", "used"), [(False, 40), (True, 0)])
async def test_a_client_whom_somebody_deleted_without_its_traffic_is_made_again(
    shop: Make, version: str, counts_anew: bool, used: int
) -> None:
    """Its name then has traffic and is nobody's, which the panel answers with a refusal."""
    it = shop(version)
    panel = it.adapter()
    access = it.desired(data_limit=100)
    await panel.apply(access)
    it.panel.use("s_1", 40)
    it.panel.drop("s_1", keeps_traffic=True)
    assert await panel.get(access.key, access.uuid) is None
    again = replace(access, generation=2, reset_traffic=counts_anew)
    assert (await panel.apply(again)).links
    found = await panel.get(access.key, access.uuid)
    assert found is not None
    assert found.used_bytes == used


@pytest.mark.parametrize("version", ["2.9.4", "3.0.2", "3.7.0"])
async def test_traffic_that_a_panel_goes_on_counting_is_not_taken_for_counted_anew(
    shop: Make, version: str
) -> None:
    """What was paid for would be over at once."""
    it = shop(version)
    panel = it.adapter()
    access = it.desired(data_limit=100)
    await panel.apply(access)
    it.panel.use("s_1", 40)
    it.panel.resets_nothing = True
    again = replace(access, generation=2, reset_traffic=True)
    with pytest.raises(Transient, match="goes on counting"):
        await panel.apply(again)
    it.panel.resets_nothing = False
    assert (await panel.apply(again)).links
    found = await panel.get(access.key, access.uuid)
    assert found is not None
    assert found.used_bytes == 0


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("real_ip", [None, "9.9.9.9"])
async def test_a_link_to_the_panels_own_machine_is_delivered_to_nobody(
    shop: Make, version: str, real_ip: str | None
) -> None:
    """Where no inbound has an address, the panel gives that of the request, or of who asks."""
    it = shop(version)
    it.panel.address, it.panel.real_ip = None, real_ip
    panel = it.adapter()
    access = it.desired()
    for call in (panel.apply(access), panel.get(access.key, access.uuid)):
        with pytest.raises(Denied, match=r"lead to 127\.0\.0\.1"):
            await call
    it.panel.address = "vpn.example.net"
    assert (await panel.apply(access)).links


@pytest.mark.parametrize(
    ("host", "is_usable"),
    [
        ("9.9.9.9", True),
        ("[2620:fe::fe]", True),
        ("2620:fe::fe", True),
        ("vpn.example.net", True),
        *((host, False) for host in ("localhost", "3x-ui", "[::1]", "::1", "0.0.0.0")),
        *((host, False) for host in ("172.17.0.1", "10.0.0.7", "panel.local")),
        ("host.docker.internal", False),
    ],
)
async def test_where_no_customer_gets(shop: Make, host: str, is_usable: bool) -> None:
    it = shop()
    it.panel.address = host
    access = it.desired()
    if is_usable:
        assert (await it.adapter().apply(access)).links
    else:
        with pytest.raises(Denied, match="where no customer gets"):
            await it.adapter().apply(access)


@pytest.mark.parametrize("version", ["2.9.4", "3.0.2", "3.7.0"])
async def test_the_address_of_a_subscription_ends_with_its_uuid(shop: Make, version: str) -> None:
    it = shop(version)
    panel = it.adapter()
    access = it.desired()
    first = (await panel.apply(access)).subscription_url
    assert first is not None
    assert (await it.http.get(first)).status_code == 200
    renewed = await panel.apply(replace(access, generation=2))
    assert renewed.subscription_url == first
    reissued = await panel.apply(replace(access, generation=3, uuid=uuid4()))
    assert reissued.subscription_url != first
    assert (await it.http.get(first)).status_code == (400 if version == "2.9.4" else 404)


async def test_an_adopted_client_keeps_its_address(shop: Make) -> None:
    it = shop()
    planted = it.panel.plant("s_1", subId="an-old-address")
    access = it.desired(adopt=True)
    observed = await it.adapter().apply(access)
    assert planted.uuid == str(access.uuid)
    assert observed.subscription_url == f"{it.url}/sub/an-old-address"
    again = await it.adapter().apply(replace(access, generation=2, adopt=False))
    assert again.subscription_url == observed.subscription_url


@pytest.mark.parametrize(
    ("version", "by", "limits"),
    [("3.2.0", "ip", (3, 0)), ("3.7.0", "ip", (3, 0)), ("3.7.0", "hwid", (0, 3))],
)
async def test_devices_are_counted_as_the_options_say(
    shop: Make, version: str, by: str, limits: tuple[int, int]
) -> None:
    it = shop(version)
    observed = await it.adapter(device_limit=by).apply(it.desired(device_limit=3))
    fields = it.panel.clients["s_1"].fields
    assert (fields["limitIp"], fields["limitHwid"]) == limits
    assert observed.device_limit == 3


async def test_a_panel_counts_no_devices_unless_it_is_told_to(shop: Make) -> None:
    """What counts addresses bans everybody behind the same one."""
    it = shop()
    panel = it.adapter()
    observed = await panel.apply(it.desired(device_limit=3))
    fields = it.panel.clients["s_1"].fields
    assert (fields["limitIp"], fields["limitHwid"]) == (0, 0)
    assert observed.device_limit is None
    assert "device_limit" not in panel.capabilities
    assert "devices" not in panel.capabilities


async def test_devices_are_not_known_before_3_7(shop: Make) -> None:
    it = shop("3.2.0")
    panel = it.adapter()
    access = it.desired()
    await panel.apply(access)
    assert "devices" not in panel.capabilities
    assert await panel.devices(access.key, access.uuid) == []
    await panel.unbind(access.key, access.uuid, None)


# -- Clients as parts of an inbound


async def test_the_last_client_of_an_inbound_is_not_there_any_more(shop: Make) -> None:
    """2.x does not delete it: a client that nobody uses replaces it."""
    it = shop("2.9.4")
    panel = it.adapter()
    access = it.desired()
    await panel.apply(access)
    assert await panel.remove(access.key, access.uuid) is True
    [placeholder] = it.panel.clients.values()
    assert placeholder.email.startswith("placeholder-")
    assert placeholder.fields["enable"] is False
    assert placeholder.uuid != str(access.uuid)
    await panel.apply(access)
    assert await panel.remove(access.key, access.uuid) is True
    assert list(it.panel.clients.values()) == [placeholder]
    [seen] = (await panel.scan(None)).observed
    assert not seen.ours


@pytest.mark.parametrize(
    ("version", "options"),
    [
        ("2.9.4", {"inbounds": [1, 2]}),
        ("3.0.2", {"restricted_inbounds": [1, 2]}),
        ("2.9.4", {"subscription_prefix": None}),
        ("3.7.0", {"inbounds": []}),
        ("3.7.0", {"device_limit": "mac"}),
        ("3.5.0", {"device_limit": "hwid"}),
        ("2.9.4", {"device_limit": "hwid"}),
    ],
)
async def test_options_that_a_version_cannot_have_are_denied(
    shop: Make, version: str, options: dict[str, Any]
) -> None:
    it = shop(version)
    with pytest.raises(Denied, match="options are wrong"):
        await it.adapter(**options).apply(it.desired())
    assert it.panel.clients == {}


async def test_clients_of_others_may_be_anything(shop: Make) -> None:
    it = shop("2.9.4")
    it.panel.plant("never", expiryTime=0).uuid = "not a uuid"
    it.panel.plant("later", expiryTime=-86_400_000)
    it.panel.plant("nanoseconds", expiryTime=1_893_456_000_000_000_000)
    it.panel.plant("nameless").email = ""
    it.panel.clients[""] = it.panel.clients.pop("nameless")
    page = await it.adapter().scan(None)
    told = {(seen.key, seen.uuid is None, seen.expires_at, seen.ours) for seen in page.observed}
    assert told == {
        ("never", True, None, False),
        ("later", False, None, False),
        ("nanoseconds", False, None, False),
    }
    it.panel.use("later", 1)
    page = await it.adapter().scan(None)
    [used] = [seen for seen in page.observed if seen.key == "later"]
    assert isinstance(used.expires_at, datetime)


# -- Answers that make no sense


@pytest.mark.parametrize(
    "answer",
    [
        {"success": True},
        {"success": True, "obj": None},
        {"success": True, "obj": []},
        {"success": True, "obj": {"appStats": {}, "panelVersion": "3.7.0"}},
        {"success": True, "obj": "maintenance"},
        {"success": False},
        {"success": "?"},
        {"status": "ok"},
        [],
        None,
    ],
)
async def test_answers_that_make_no_sense_are_nobodys_fault(answer: Any) -> None:
    def elsewhere(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answer)

    async with httpx.AsyncClient(transport=httpx.MockTransport(elsewhere)) as http:
        panel = ThreeXUi(http, "http://panel.example", SecretStr("a token"), OPTIONS, MARK)
        access = Desired("s_1", uuid4(), 1, datetime(2027, 1, 31).astimezone(), 1001)
        with pytest.raises((Denied, Transient)):
            await panel.apply(access)
        with pytest.raises((Denied, Transient)):
            await panel.scan(None)
        with suppress(Denied, Transient):
            await panel.version()
        with suppress(Denied, Transient):
            await panel.probe()


# -- What the panel enforces


async def test_an_account_of_ours_that_cannot_be_read_stops_the_scan(shop: Make) -> None:
    """A panel that gives something else than we know has not lost our customers."""
    it = shop()
    panel = it.adapter()
    await panel.apply(it.desired())
    it.panel.clients["s_1"].fields["limitHwid"] = "many"
    with pytest.raises(Transient, match="limitHwid"):
        await panel.scan(None)


@pytest.mark.parametrize("version", ["2.9.4", "3.0.2", "3.1.0", "3.5.0", "3.7.0"])
async def test_a_client_who_is_made_again_has_what_was_bought_now(shop: Make, version: str) -> None:
    """The panel keeps the end and the limit of the one whom somebody deleted without its traffic,
    and stops the new one by them."""
    it = shop(version)
    panel = it.adapter()
    access = it.desired(data_limit=100)
    await panel.apply(access)
    it.panel.drop("s_1", keeps_traffic=True)
    later = access.expires_at + timedelta(days=30)
    await panel.apply(replace(access, generation=2, expires_at=later, data_limit=200))
    client = it.panel.clients["s_1"]
    assert client.enforced["totalGB"] == 200
    assert client.enforced["expiryTime"] == client.fields["expiryTime"]


@pytest.mark.parametrize("version", ["2.9.4", "3.0.2", "3.7.0"])
async def test_what_the_panel_enforces_is_what_a_scan_sees_and_what_is_healed(
    shop: Make, version: str
) -> None:
    it = shop(version)
    panel = it.adapter()
    access = it.desired(data_limit=100)
    await panel.apply(access)
    client = it.panel.clients["s_1"]
    before = dict(client.enforced)

    async def seen() -> tuple[Any, ...]:
        [observed] = (await panel.scan(None)).observed
        return observed.enabled, observed.data_limit, observed.expires_at

    usual = await seen()
    for name, less in (("enable", False), ("totalGB", 50), ("expiryTime", 4_000_000_000_000)):
        client.enforced[name] = min(less, before[name] - 1) if name != "enable" else less
        assert await seen() != usual
        await panel.apply(access)
        assert client.enforced == before
        assert await seen() == usual


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0", "3.7.0"])
async def test_whom_somebody_disabled_is_let_in_again(shop: Make, version: str) -> None:
    """3.2 shows the client as enabled, and the core does not let it in until its uuid changes."""
    it = shop(version)
    panel = it.adapter()
    access = it.desired()
    await panel.apply(access)
    it.panel.disable("s_1")
    await panel.apply(access)
    client = it.panel.clients["s_1"]
    assert client.uuid == str(access.uuid)
    assert it.panel.serves(client)
