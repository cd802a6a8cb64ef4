"""What only Remnawave does; what every panel does is in test_conformance.py."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Denied, Transient
from gateways.payments.port import BadSignature, Unreadable
from gateways.vpn.port import Desired
from gateways.vpn.remnawave import Remnawave
from gateways.vpn.remnawave_webhook import verify
from sandbox.clock import Clock
from sandbox.faults import Faults, VpnFaults
from sandbox.panels import remnawave
from sandbox.store import Store
from tests.vpn.kits import MARK, Common
from tests.vpn.server import PanelServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

SQUAD, OTHER_SQUAD = (str(UUID(int=n)) for n in (1, 2))
SECRET = SecretStr("sandbox")


class Shop:
    """A panel of Remnawave, and what a shop does with it."""

    def __init__(
        self,
        panel: remnawave.Remnawave,
        common: Common,
        panel_server: PanelServer,
        http: httpx.AsyncClient,
    ) -> None:
        self.panel = panel
        self.common = common
        self.http = http
        self.url = f"{panel_server.url}/panel"

    def adapter(self, key: str = "a token", **options: Any) -> Remnawave:
        return Remnawave(self.http, self.url, SecretStr(key), {"squads": [SQUAD], **options}, MARK)

    def desired(self, **changes: Any) -> Desired:
        until = self.common.clock.now() + timedelta(days=30)
        return replace(Desired("s_1", uuid4(), 1, until, 1001), **changes)

    def told(self, event: str) -> int:
        return sum(json.loads(raw)["event"] == event for raw, _ in self.panel.webhooks)

    async def raw(self, method: str, path: str, **content: Any) -> httpx.Response:
        headers = {
            "Authorization": "Bearer a token",
            "X-Forwarded-For": "127.0.0.1",
            "X-Forwarded-Proto": "https",
        }
        url = f"{self.url}/api/{path}"
        return await self.http.request(method, url, headers=headers, **content)


@pytest.fixture
def shop(
    common: Common, panel_server: PanelServer, client: httpx.AsyncClient
) -> Callable[..., Shop]:
    def make(version: str = "3.4.5", **settings: Any) -> Shop:
        tokens: dict[str, frozenset[str] | None] = {"a token": None}
        squads = {SQUAD: "nl", OTHER_SQUAD: "de"}
        panel = remnawave.Remnawave(
            common.clock, version, **{"tokens": tokens, "squads": squads, **settings}
        )
        panel_server.serve(remnawave.router(panel, "/panel"), common)
        return Shop(panel, common, panel_server, client)

    return make


Make = Callable[..., Shop]


# -- Versions


async def test_the_panel_talks_to_proxies_only(shop: Make) -> None:
    it = shop()
    with pytest.raises(httpx.RemoteProtocolError):
        await it.http.get(f"{it.url}/api/system/metadata")
    assert (await it.adapter().version()).text == "3.4.5"


async def test_an_account_lives_through_the_upgrade(shop: Make) -> None:
    """3.0 removed the uuids of users; other programs then failed on every answer."""
    it = shop("2.7.4")
    panel = it.adapter()
    access = it.desired(data_limit=100, device_limit=2)
    before = await panel.apply(access)
    for version, device_id in (("2.8.1", "first-device"), ("3.4.5", "second-device")):
        it.panel.version = version
        assert await panel.probe() == version
        it.panel.use("s_1", 100)
        assert it.panel.register("s_1", device_id)
        after = await panel.apply(replace(access, generation=2, reset_traffic=True))
        assert (after.links, after.subscription_url) == (before.links, before.subscription_url)
        assert after.used_bytes == 0
        [device] = await panel.devices(access.key, access.uuid)
        await panel.unbind(access.key, access.uuid, device.id)
        assert it.panel.users["s_1"].devices == {}
        assert len((await panel.scan(None)).observed) == 1
    assert await panel.remove(access.key, access.uuid) is True


async def test_ids_of_the_other_version_are_refused(shop: Make) -> None:
    """The emulator refuses them, which proves that the adapter uses none."""
    it = shop("3.4.5")
    await it.adapter().apply(it.desired())
    user = it.panel.users["s_1"]
    assert (await it.raw("GET", f"users/{user.uuid}")).status_code == 400
    assert (await it.raw("GET", f"users/{user.id}")).status_code == 200
    assert (await it.raw("GET", "users/by-telegram-id/1001")).status_code == 404
    deleted = await it.raw("DELETE", f"users/{user.id}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    missing = await it.raw("DELETE", f"users/{user.id}")
    assert (missing.status_code, missing.json()["errorCode"]) == (404, "A025")
    it.panel.version = "2.7.4"
    assert (await it.raw("GET", "users/1")).status_code == 400
    assert (await it.raw("GET", "users/stream")).status_code == 400


@pytest.mark.parametrize(("version", "may"), [("2.7.4", True), ("2.8.1", False)])
async def test_a_token_may_lack_the_scope(shop: Make, version: str, may: bool) -> None:
    scopes = frozenset({"system", "users"})
    it = shop(version, tokens={"a token": scopes})
    if may:
        await it.adapter().apply(it.desired())
    else:
        with pytest.raises(Denied, match="403"):
            await it.adapter().apply(it.desired())


# -- Writes


async def test_only_changes_are_sent(shop: Make) -> None:
    """Sending a traffic limit again makes the panel send its notice again."""
    it = shop()
    panel = it.adapter()
    access = it.desired(data_limit=100)
    await panel.apply(access)
    it.panel.use("s_1", 85)
    await panel.apply(access)
    assert it.told("user.modified") == 0
    later = access.expires_at + timedelta(days=30)
    await panel.apply(replace(access, generation=2, expires_at=later))
    assert it.told("user.modified") == 1
    it.panel.use("s_1", 1)
    assert it.told("user.bandwidth_usage_threshold_reached") == 1


@pytest.mark.parametrize("more", [{"data_limit": 200}, {"reset_traffic": True}])
async def test_who_is_limited_although_he_got_more_is_served_again(
    shop: Make, more: dict[str, Any]
) -> None:
    """The panel looks at a limit only when it changes, and would never let him in again."""
    it = shop()
    panel = it.adapter()
    access = it.desired(data_limit=100)
    await panel.apply(access)
    it.panel.use("s_1", 100)
    again = replace(access, generation=2, **more)
    assert (await panel.apply(again)).enabled
    it.panel.limit_late("s_1")
    again = replace(again, reset_traffic=False)
    assert (await panel.apply(again)).enabled
    it.panel.use("s_1", 100)
    assert not (await panel.apply(again)).enabled


async def test_two_who_make_the_same_account_make_one(shop: Make) -> None:
    """The second one finds the name that the first one created."""
    it = shop()
    access = it.desired()
    await asyncio.gather(*(it.adapter().apply(access) for _ in range(3)))
    assert [user.vless_uuid for user in it.panel.users.values()] == [str(access.uuid)]
    assert it.told("user.created") == 1


async def test_a_reissued_account_gives_up_its_address_and_an_adopted_one_keeps_it(
    shop: Make,
) -> None:
    """No write changes a uuid. So a reissued account is created again, and an adopted one keeps
    its own."""
    it = shop()
    panel = it.adapter()
    access = it.desired()
    first = await panel.apply(access)
    reissued = await panel.apply(replace(access, generation=2, uuid=uuid4()))
    assert reissued.subscription_url != first.subscription_url
    planted = it.panel.plant("s_2")
    adopted = await panel.apply(it.desired(key="s_2", adopt=True))
    assert adopted.subscription_url == f"https://sub.example.net/{planted.short_uuid}"
    assert adopted.uuid == UUID(planted.vless_uuid)


async def test_an_adopted_account_keeps_its_address_whichever_call_fails(
    shop: Make, common: Common
) -> None:
    it = shop()
    panel = it.adapter()
    planted = it.panel.plant("s_2")
    it.panel.use("s_2", 100)
    access = it.desired(key="s_2", adopt=True, data_limit=50)
    kept = (f"https://sub.example.net/{planted.short_uuid}", UUID(planted.vless_uuid))
    for method in ("POST", "PATCH", "DELETE"):
        for fault in ("broken", "lost"):
            common.faults.set(Faults(vpn=VpnFaults(**{fault: f"{method} "})))
            with suppress(Transient):
                await panel.apply(access)
            common.faults.set(Faults())
    observed = await panel.apply(access)
    assert (observed.subscription_url, observed.uuid) == kept
    assert (observed.used_bytes, observed.enabled, observed.ours) == (0, True, True)


async def test_an_adopted_account_whose_keys_were_replaced_meanwhile_is_created_again(
    shop: Make,
) -> None:
    """Its key and its address are to end."""
    it = shop()
    planted = it.panel.plant("s_2")
    access = it.desired(key="s_2", adopt=True, former=(uuid4(),))
    observed = await it.adapter().apply(access)
    assert observed.uuid == access.uuid
    assert planted.short_uuid not in str(observed.subscription_url)


async def test_squads_are_replaced(shop: Make) -> None:
    it = shop()
    access = it.desired()
    first = await it.adapter().apply(access)
    it.panel.users["s_1"].squads = [OTHER_SQUAD]
    assert (await it.adapter().apply(access)).links == first.links
    both = await it.adapter(squads=[SQUAD, OTHER_SQUAD]).apply(access)
    assert len(both.links) == 2


async def test_an_account_without_servers_is_not_taken_for_access(shop: Make) -> None:
    """Its links lead nowhere, and only explain why there is none."""
    it = shop(squads={SQUAD: ""})
    access = it.desired()
    with pytest.raises(Transient, match="the squads have no servers"):
        await it.adapter().apply(access)
    it.panel.squads[SQUAD] = "nl"
    assert (await it.adapter().apply(access)).links


async def test_an_account_that_is_over_has_no_links(shop: Make) -> None:
    it = shop()
    panel = it.adapter()
    access = it.desired()
    await panel.apply(access)
    await it.common.clock.move_to(access.expires_at + timedelta(days=1))
    observed = await panel.get(access.key, access.uuid)
    assert observed is not None
    assert (observed.enabled, observed.links) == (False, ())


async def test_what_is_disabled_is_not_woken_by_a_date(shop: Make) -> None:
    """Only the status ACTIVE ends DISABLED."""
    it = shop()
    panel = it.adapter()
    access = it.desired()
    await panel.apply(access)
    it.panel.disable("s_1")
    body = {"username": "s_1", "expireAt": "2098-01-01T00:00:00Z"}
    assert (await it.raw("PATCH", "users", json=body)).json()["response"]["status"] == "DISABLED"
    past = {**body, "expireAt": "2020-01-01T00:00:00Z"}
    assert (await it.raw("PATCH", "users", json=past)).status_code == 400
    again = await it.raw("POST", "users/1/actions/disable")
    assert (again.status_code, again.json()["errorCode"]) == (400, "A029")
    assert (await panel.apply(replace(access, generation=2))).enabled


async def test_an_end_in_the_past_disables(shop: Make) -> None:
    """No write moves an end into the past, so the adapter disables the user."""
    it = shop()
    panel = it.adapter()
    access = it.desired()
    await panel.apply(access)
    over = it.common.clock.now() - timedelta(minutes=1)
    late = replace(access, generation=2, expires_at=over, telegram_id=1002)
    for _ in range(2):
        await panel.apply(late)
        user = it.panel.users["s_1"]
        assert (user.status, user.telegram_id) == ("DISABLED", 1002)
    await panel.apply(replace(access, generation=3))
    assert user.status == "ACTIVE"


async def test_a_path_that_the_panel_does_not_have_says_nothing_about_a_user(shop: Make) -> None:
    it = shop()
    it.url = f"{it.url}/api/users"
    with pytest.raises(Denied):
        await it.adapter().remove("s_1", uuid4())


@pytest.mark.parametrize(
    "answer",
    [
        {"response": None},
        {"response": []},
        {"response": {"version": 3}},
        {"response": {"users": [{"username": "s_1"}], "hasMore": False}},
        {"response": "maintenance"},
        {"status": "ok"},
        [],
        None,
    ],
)
async def test_answers_that_make_no_sense_are_nobodys_fault(answer: Any) -> None:
    def elsewhere(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answer)

    async with httpx.AsyncClient(transport=httpx.MockTransport(elsewhere)) as http:
        options = {"squads": [SQUAD]}
        panel = Remnawave(http, "http://panel.example", SecretStr("a token"), options, MARK)
        access = Desired("s_1", uuid4(), 1, datetime(2027, 1, 31).astimezone(), 1001)
        with pytest.raises((Denied, Transient)):
            await panel.apply(access)
        with pytest.raises((Denied, Transient)):
            await panel.scan(None)
        with suppress(Denied, Transient):
            await panel.version()
        with suppress(Denied, Transient):
            await panel.devices(access.key, access.uuid)


# -- Its database


async def test_what_the_emulator_is_told_to_keep_outlives_it(tmp_path: Path) -> None:
    def opened() -> remnawave.Remnawave:
        store = Store(tmp_path / "world.sqlite")
        return remnawave.Remnawave(Clock(None), tokens={}, squads={"nl": "nl"}, store=store)

    panel = opened()
    panel.plant("one")
    panel.plant("two")
    panel.register("one", "a-hardware-id")
    panel.use("one", 100)
    panel.keep()
    again = opened()
    assert again.users == panel.users
    assert again.plant("three").id == 3
    panel.drop("two")
    panel.keep()
    assert list(opened().users) == ["one"]


# -- Webhooks


async def test_a_webhook_names_the_account_that_it_is_about(shop: Make) -> None:
    it = shop()
    await it.adapter().apply(it.desired(data_limit=100))
    it.panel.use("s_1", 100)
    assert it.told("user.limited") == 1
    for raw, headers in it.panel.webhooks:
        assert verify(raw, headers, SECRET) == ["s_1"]
        assert verify(raw, {**headers, "x-remnawave-timestamp": "another"}, SECRET) == ["s_1"]


async def test_a_webhook_that_the_panel_did_not_sign_is_refused(shop: Make) -> None:
    it = shop()
    await it.adapter().apply(it.desired())
    raw, headers = it.panel.webhooks[0]
    for forged, with_headers, secret in (
        (raw.replace(b"s_1", b"s_2"), headers, SECRET),
        (raw + b" ", headers, SECRET),
        (raw, {}, SECRET),
        (raw, {**headers, "x-remnawave-signature": "\xe9"}, SECRET),
        (raw, headers, SecretStr("another")),
    ):
        with pytest.raises(BadSignature):
            verify(forged, with_headers, secret)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (b'{"data": {"user": {"username": "s_1"}, "hwidUserDevice": {}}}', ["s_1"]),
        (b'{"data": {"name": "a node"}}', []),
        (b'{"data": {"username": 7}}', []),
        (b'{"data": []}', None),
        (b"[]", None),
        (b"<html>", None),
        (b"\xff", None),
        (b"[" * 100_000, None),
    ],
)
async def test_whatever_is_signed_is_read_or_refused(raw: bytes, names: list[str] | None) -> None:
    headers = {"x-remnawave-signature": remnawave.signature(SECRET.get_secret_value(), raw)}
    if names is None:
        with pytest.raises(Unreadable):
            verify(raw, headers, SECRET)
    else:
        assert verify(raw, headers, SECRET) == names
