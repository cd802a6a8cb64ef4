"""What every adapter does, against an emulator that misbehaves as the original: see kits.py."""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import FOREIGN_PAUSE, Denied, Foreign, GatewayError, Transient
from gateways.http import Clients
from gateways.vpn import VpnGateway
from gateways.vpn.port import Desired, Mark, Observed, Panel
from sandbox.faults import Faults, VpnFaults
from tests.vpn.kits import KITS, MARK, Common, Kit, adapter, having
from tests.vpn.server import PanelServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

GB = 1_000_000_000


def kits(names: list[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kit", names, indirect=True)


def desired(common: Common, **changes: Any) -> Desired:
    """An access for 30 days."""
    access = Desired(
        key="s_1",
        uuid=UUID("5f0d1b1e-3c52-4f4b-9e7a-2c6f5d0a1b2c"),
        generation=1,
        expires_at=common.clock.now() + timedelta(days=30),
        telegram_id=1001,
    )
    return replace(access, **changes)


def fault(common: Common, **faults: Any) -> None:
    common.faults.set(Faults(vpn=VpnFaults(**faults)))


async def scanned(
    panel: Panel, cursor: str | None = None
) -> tuple[list[Observed], set[int | None]]:
    """Everything on the pages from there on, and the totals that came with them."""
    seen: list[Observed] = []
    totals: set[int | None] = set()
    while True:
        page = await panel.scan(cursor)
        seen.extend(page.observed)
        totals.add(page.total)
        cursor = page.next_cursor
        if cursor is None:
            return seen, totals


async def made(panel: Panel, common: Common) -> dict[UUID | None, str]:
    """Makes eight accounts; returns their keys by uuid, because a list shows either."""
    keys: dict[UUID | None, str] = {uuid4(): f"s_{n}" for n in range(8)}
    for uuid, key in keys.items():
        if uuid:
            await panel.apply(desired(common, key=key, uuid=uuid))
    return keys


# -- An account


async def test_an_account_is_made_once_however_often_it_is_asked_for(
    panel: Panel, kit: Kit, common: Common
) -> None:
    access = desired(common)
    first = await panel.apply(access)
    again = await panel.apply(access)
    assert _base(again.links) == _base(first.links)
    assert kit.names() == {"s_1"}
    assert kit.serves(access.uuid)
    assert first.uuid == access.uuid
    assert first.links[0].startswith(f"vless://{access.uuid}@")


async def test_a_renewal_moves_the_end(panel: Panel, kit: Kit, common: Common) -> None:
    access = desired(common)
    before = await panel.apply(access)
    later = replace(access, generation=2, expires_at=access.expires_at + timedelta(days=30))
    after = await panel.apply(later)
    assert _base(after.links) == _base(before.links)
    await common.clock.move_to(access.expires_at + timedelta(days=1))
    assert kit.serves(access.uuid)
    await common.clock.move_to(later.expires_at + timedelta(minutes=1))
    assert not kit.serves(access.uuid)


async def test_a_renewal_wakes_an_account_that_is_over(
    panel: Panel, kit: Kit, common: Common
) -> None:
    access = desired(common)
    await panel.apply(access)
    await common.clock.move_to(access.expires_at + timedelta(days=1))
    assert not kit.serves(access.uuid)
    until = common.clock.now() + timedelta(days=30)
    await panel.apply(replace(access, generation=2, expires_at=until))
    assert kit.serves(access.uuid)


async def test_an_end_that_has_passed_is_taken(panel: Panel, kit: Kit, common: Common) -> None:
    """A message is late by a minute, or our clock is."""
    access = desired(common)
    await panel.apply(access)
    over = common.clock.now() - timedelta(minutes=1)
    await panel.apply(replace(access, generation=2, expires_at=over))
    await panel.apply(replace(access, key="s_2", uuid=(other := uuid4()), expires_at=over))
    assert not kit.serves(access.uuid)
    assert not kit.serves(other)
    await panel.apply(replace(access, generation=3))
    assert kit.serves(access.uuid)


async def test_a_new_uuid_takes_the_place_of_the_old_one(
    panel: Panel, kit: Kit, common: Common
) -> None:
    """As the shop does it: in panels without names, the old uuid is removed."""
    access = desired(common)
    await panel.apply(access)
    if "names" not in panel.capabilities:
        await panel.remove(access.key, access.uuid)
    reissued = replace(access, uuid=uuid4(), generation=2)
    observed = await panel.apply(reissued)
    assert str(reissued.uuid) in observed.links[0]
    assert kit.serves(reissued.uuid)
    assert not kit.serves(access.uuid)
    assert kit.names() == {"s_1"}


async def test_a_removal_can_be_repeated(panel: Panel, kit: Kit, common: Common) -> None:
    access = desired(common)
    await panel.apply(access)
    assert await panel.remove(access.key, access.uuid) is True
    assert await panel.remove(access.key, access.uuid) is False
    assert kit.names() == set()
    assert not kit.serves(access.uuid)
    assert await panel.get(access.key, access.uuid) is None


async def test_an_account_that_was_deleted_by_hand_is_made_again(
    panel: Panel, kit: Kit, common: Common
) -> None:
    access = desired(common)
    await panel.apply(access)
    kit.drop(access.key)
    assert not kit.serves(access.uuid)
    await panel.apply(replace(access, generation=2))
    assert kit.serves(access.uuid)


@kits(having("expiry"))
async def test_what_a_panel_tells_can_be_compared(panel: Panel, common: Common) -> None:
    access = desired(common, generation=7)
    await panel.apply(access)
    observed = await panel.get(access.key, access.uuid)
    assert observed is not None
    assert (observed.key, observed.uuid, observed.generation) == ("s_1", access.uuid, 7)
    assert observed.ours
    assert observed.enabled
    assert observed.expires_at is not None
    assert timedelta() <= observed.expires_at - access.expires_at < timedelta(seconds=1)
    assert observed.online_at is None
    [listed] = (await scanned(panel))[0]
    assert listed.uuid in (access.uuid, None)  # a list may not show it
    assert _listed(listed) == _listed(observed)


@kits(having("names"))
async def test_what_was_disabled_by_hand_is_seen_and_woken(
    panel: Panel, kit: Kit, common: Common
) -> None:
    access = desired(common)
    await panel.apply(access)
    kit.disable(access.key)
    assert not kit.serves(access.uuid)
    observed = await panel.get(access.key, access.uuid)
    assert observed is not None
    assert observed.enabled is False
    await panel.apply(replace(access, generation=2))
    assert kit.serves(access.uuid)


# -- Limits


@kits(having("traffic"))
async def test_traffic_is_limited_and_a_larger_limit_wakes(
    panel: Panel, kit: Kit, common: Common
) -> None:
    access = desired(common, data_limit=GB)
    await panel.apply(access)
    kit.use(access.key, GB)
    assert not kit.serves(access.uuid)
    observed = await panel.get(access.key, access.uuid)
    assert observed is not None
    assert (observed.data_limit, observed.used_bytes, observed.enabled) == (GB, GB, False)
    assert observed.online_at is not None
    await panel.apply(replace(access, generation=2, data_limit=2 * GB))
    assert kit.serves(access.uuid)
    kit.use(access.key, GB)
    assert not kit.serves(access.uuid)
    await panel.apply(replace(access, generation=3, data_limit=None))
    assert kit.serves(access.uuid)
    observed = await panel.get(access.key, access.uuid)
    assert observed is not None
    assert observed.data_limit == 0


@kits(having("traffic"))
async def test_a_new_period_counts_traffic_anew(panel: Panel, kit: Kit, common: Common) -> None:
    """Also if both time and traffic of the last one were over."""
    access = desired(common, data_limit=GB)
    await panel.apply(access)
    kit.use(access.key, GB)
    await common.clock.move_to(access.expires_at + timedelta(days=1))
    until = common.clock.now() + timedelta(days=30)
    renewed = replace(access, generation=2, expires_at=until, reset_traffic=True)
    for _ in range(2):
        observed = await panel.apply(renewed)
        assert observed.used_bytes in (0, None)
    assert kit.serves(access.uuid)
    kit.use(access.key, GB - 1)
    assert kit.serves(access.uuid)


@kits(having("traffic", "names"))
async def test_a_new_uuid_gives_no_traffic_again(panel: Panel, kit: Kit, common: Common) -> None:
    access = desired(common, data_limit=10 * GB)
    await panel.apply(access)
    for used in (4 * GB, 8 * GB):
        kit.use(access.key, 4 * GB)
        access = replace(access, generation=access.generation + 1, uuid=uuid4())
        for _ in range(2):
            await panel.apply(access)
        [listed] = (await scanned(panel))[0]
        assert (listed.data_limit, listed.used_bytes, listed.enabled) == (10 * GB, used, True)
        assert listed.generation == access.generation
    kit.use(access.key, 2 * GB)
    assert not kit.serves(access.uuid)
    access = replace(access, generation=4, uuid=uuid4())
    await panel.apply(access)
    kit.use(access.key, 1)
    assert not kit.serves(access.uuid)
    access = replace(access, generation=5, data_limit=11 * GB)
    await panel.apply(access)
    assert kit.serves(access.uuid)
    kit.use(access.key, 2 * GB)
    assert not kit.serves(access.uuid)
    access = replace(access, generation=6, uuid=uuid4(), reset_traffic=True)
    observed = await panel.apply(access)
    assert observed.data_limit == 11 * GB
    assert observed.used_bytes in (0, None)
    kit.use(access.key, 10 * GB)
    assert kit.serves(access.uuid)


@kits(having("devices", "device_limit"))
async def test_devices_are_limited_listed_and_unbound(
    panel: Panel, kit: Kit, common: Common
) -> None:
    access = desired(common, device_limit=2)
    await panel.apply(access)
    assert await panel.devices(access.key, access.uuid) == []
    assert [kit.bind(access.key, f"device-{n}0000000") for n in range(3)] == [True, True, False]
    devices = await panel.devices(access.key, access.uuid)
    assert {device.platform for device in devices} <= {"Android", "android"}
    assert len({device.id for device in devices}) == 2
    for _ in range(2):
        await panel.unbind(access.key, access.uuid, devices[0].id)
    assert await panel.devices(access.key, access.uuid) == devices[1:]
    await panel.unbind(access.key, access.uuid, None)
    assert await panel.devices(access.key, access.uuid) == []
    assert await panel.devices("s_2", uuid4()) == []
    await panel.unbind("s_2", uuid4(), None)


@kits(having("devices", "device_limit"))
async def test_a_smaller_limit_of_devices_is_taken(panel: Panel, kit: Kit, common: Common) -> None:
    """However many devices are bound already."""
    access = desired(common, device_limit=3)
    await panel.apply(access)
    for n in range(3):
        assert kit.bind(access.key, f"device-{n}0000000")
    await panel.apply(replace(access, generation=2, device_limit=1))
    assert not kit.bind(access.key, "device-another")
    await panel.apply(replace(access, generation=3, device_limit=None))
    assert kit.bind(access.key, "device-another")


@kits(having("groups"))
async def test_a_scan_tells_for_whom_the_groups_of_an_account_are_right(
    kit: Kit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    with_one = adapter(kit, client, panel_server.url, kit.restricted)
    without = adapter(kit, client, panel_server.url)
    access = desired(common)

    async def told(panel: Panel) -> Collection[str] | None:
        [observed] = [it for it in (await panel.scan(None)).observed if it.key == access.key]
        return observed.groups

    await without.apply(access)
    assert (await told(with_one), await told(without)) == ({"full"}, {"full", "restricted"})
    await with_one.apply(replace(access, generation=2, restricted=True))
    assert (await told(with_one), await told(without)) == ({"restricted"}, set())


@kits(having("groups"))
async def test_somebody_in_grace_reaches_only_what_is_needed_to_pay(
    kit: Kit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    panel = adapter(kit, client, panel_server.url, kit.restricted)
    assert "groups" in panel.capabilities
    access = desired(common)
    usual = await panel.apply(access)
    limited = await panel.apply(replace(access, generation=2, restricted=True))
    assert not set(_hosts(usual.links)) & set(_hosts(limited.links))
    again = await panel.apply(replace(access, generation=3))
    assert _hosts(again.links) == _hosts(usual.links)


@kits(having("groups"))
async def test_without_a_restricted_group_somebody_in_grace_keeps_what_he_has(
    kit: Kit, panel: Panel, common: Common
) -> None:
    assert "groups" not in panel.capabilities
    access = desired(common)
    usual = await panel.apply(access)
    in_grace = await panel.apply(replace(access, generation=2, restricted=True))
    assert _hosts(in_grace.links) == _hosts(usual.links)


# -- All accounts


async def test_all_accounts_are_scanned_page_by_page(
    panel: Panel, common: Common, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(panel), "page_size", 3, raising=False)
    keys = await made(panel, common)
    seen, totals = await scanned(panel)
    assert sorted(it.key or keys[it.uuid] for it in seen) == sorted(keys.values())
    assert totals in ({8}, {None})


@kits(having("names"))
async def test_an_account_that_nobody_can_read_keeps_no_other_from_being_read(
    panel: Panel, kit: Kit, common: Common
) -> None:
    """Customers whom the panel has lost would never be found again."""
    access = desired(common)
    await panel.apply(access)
    kit.plant("s_10")
    kit.spoil("s_10")
    page = await panel.scan(None)
    assert [it.key for it in page.observed] == ["s_1"]
    assert (page.unread, page.next_cursor) == (1, None)
    assert page.total in (2, None)
    assert await panel.get(access.key, access.uuid)
    await panel.apply(replace(access, generation=2))
    assert await panel.remove(access.key, access.uuid) is True


@pytest.mark.parametrize("change", ["drop", "make"])
async def test_a_scan_during_changes_misses_nobody_unnoticed(
    panel: Panel, kit: Kit, common: Common, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """It sees every account that was there all along, or the total shows that the pages do not
    fit."""
    monkeypatch.setattr(type(panel), "page_size", 3, raising=False)
    keys = await made(panel, common)
    first = await panel.scan(None)
    if first.next_cursor is None:
        return  # in one piece
    if change == "drop":
        kit.drop("s_0")
    else:
        await panel.apply(desired(common, key="s_new", uuid=uuid4()))
    rest, totals = await scanned(panel, first.next_cursor)
    seen = {it.key or keys.get(it.uuid) for it in (*first.observed, *rest)}
    assert set(keys.values()) - {"s_0"} <= seen or {first.total} != totals


# -- Accounts of others


ANOTHER = Mark("5a1e00000002")
# Notes of accounts that are not ours; an early form of the mark named no shop.
notes_of_others = pytest.mark.parametrize("note", ["", ANOTHER.write(1), "tickover g=1"])


@kits(having("names"))
@notes_of_others
async def test_an_account_of_another_is_never_written(
    panel: Panel, kit: Kit, common: Common, note: str
) -> None:
    kit.plant("s_1", note)
    before = (await scanned(panel))[0]
    access = desired(common)
    with pytest.raises(Foreign) as raised:
        await panel.apply(access)
    assert (raised.value.scope, raised.value.retry_after) == ("lane", FOREIGN_PAUSE)
    assert await panel.remove(access.key, access.uuid) is False
    assert await panel.get(access.key, access.uuid) is None
    after = (await scanned(panel))[0]
    assert [replace(it, subscription_url=None) for it in after] == [
        replace(it, subscription_url=None) for it in before
    ]
    assert [it.ours for it in after] == [False]
    assert kit.names() == {"s_1"}


class Confused(httpx.AsyncHTTPTransport):
    """A cache that tells of s_2 whoever asks for s_1."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            request.url = httpx.URL(str(request.url).replace("s_1", "s_2"))
        return await super().handle_async_request(request)


@kits(having("names"))
async def test_an_answer_about_another_customer_changes_nothing(
    panel: Panel, kit: Kit, common: Common, panel_server: PanelServer
) -> None:
    """Both accounts carry our mark."""
    ours, theirs = desired(common), desired(common, key="s_2", uuid=uuid4())
    await panel.apply(ours)
    await panel.apply(theirs)
    before = (await scanned(panel))[0]
    async with httpx.AsyncClient(transport=Confused()) as client:
        confused = adapter(kit, client, panel_server.url)
        await confused.version()
        with pytest.raises(Transient):
            await confused.apply(replace(ours, generation=2))
        with suppress(Transient):
            assert await confused.remove(ours.key, ours.uuid) is False
        with suppress(Transient):
            assert await confused.get(ours.key, ours.uuid) is None
        if "devices" in confused.capabilities:
            with suppress(Transient):
                await confused.unbind(ours.key, ours.uuid, None)
    after = (await scanned(panel))[0]
    assert [replace(it, subscription_url=None) for it in after] == [
        replace(it, subscription_url=None) for it in before
    ]
    assert kit.serves(ours.uuid)
    assert kit.serves(theirs.uuid)


@kits(having("names"))
async def test_two_shops_on_one_panel_leave_each_other_alone(
    panel: Panel, kit: Kit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    """Both name their accounts s_<id>. The first one has the name."""
    theirs = adapter(kit, client, panel_server.url, mark=ANOTHER)
    first, ours = desired(common, uuid=uuid4()), desired(common)
    await theirs.apply(first)
    with pytest.raises(Foreign):
        await panel.apply(ours)
    assert await panel.remove(ours.key, ours.uuid) is False
    assert await panel.get(ours.key, ours.uuid) is None
    assert kit.serves(first.uuid)
    await panel.apply(replace(ours, key="s_2"))
    for one, its_own in ((panel, "s_2"), (theirs, "s_1")):
        seen, _ = await scanned(one)
        assert {it.key: (it.ours, it.generation) for it in seen} == {
            key: (True, 1) if key == its_own else (False, None) for key in ("s_1", "s_2")
        }
    assert (await panel.apply(replace(ours, adopt=True))).ours
    with pytest.raises(Foreign):
        await theirs.apply(first)


@kits(having("names"))
async def test_an_account_with_our_uuid_is_ours_whatever_its_note_says(
    panel: Panel, kit: Kit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    access = desired(common)
    await adapter(kit, client, panel_server.url, mark=ANOTHER).apply(access)
    observed = await panel.apply(replace(access, generation=2))
    assert (observed.ours, observed.generation) == (True, 2)
    assert await panel.remove(access.key, access.uuid) is True


@kits(having("names"))
@notes_of_others
async def test_an_operator_lets_an_account_be_adopted(
    panel: Panel, kit: Kit, common: Common, note: str
) -> None:
    kit.plant("s_1", note)
    access = desired(common)
    observed = await panel.apply(replace(access, adopt=True))
    assert observed.ours
    if observed.uuid is not None:
        # Where the panel cannot change it, the shop takes it over.
        access = replace(access, uuid=observed.uuid)
    assert kit.serves(access.uuid)
    assert any(str(access.uuid) in link for link in observed.links)
    await panel.apply(replace(access, generation=2))
    assert await panel.remove(access.key, access.uuid) is True
    assert kit.names() == set()


# -- Credentials


@kits([name for name, kit in KITS.items() if kit.has_login])
async def test_a_login_that_is_over_is_made_once_again(
    panel: Panel, kit: Kit, common: Common
) -> None:
    await panel.apply(desired(common))
    assert kit.logins() == 1
    kit.log_out()
    await asyncio.gather(
        *(panel.apply(desired(common, key=f"s_{n}", uuid=uuid4())) for n in range(2, 6))
    )
    assert kit.logins() == 2
    assert len(kit.names()) == 5


async def test_a_key_that_is_refused_is_denied(panel: Panel, kit: Kit, common: Common) -> None:
    """And the adapter does not repeat it: some panels block clients that fail too often."""
    await panel.apply(desired(common))
    kit.revoke()
    before = kit.logins()
    for _ in range(4):
        with pytest.raises(Denied) as raised:
            await panel.apply(desired(common, generation=2))
        assert kit.key not in str(raised.value)
    assert kit.logins() <= before + 1


# -- Options


async def test_options_that_nobody_knows_are_denied(
    kit: Kit, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    with pytest.raises(Denied, match="options are wrong: no_such_option"):
        adapter(kit, client, panel_server.url, {**kit.options, "no_such_option": 1})


@kits([name for name, kit in KITS.items() if kit.wrong_options])
async def test_options_that_the_panel_refuses_are_nobodys_fault(
    kit: Kit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    """They are the same for every account, so no message is given up because of them."""
    panel = adapter(kit, client, panel_server.url, kit.wrong_options)
    with pytest.raises(Denied, match="options are wrong"):
        await panel.apply(desired(common))


# -- The way to the panel


@pytest.mark.parametrize(
    ("faults", "verdict"),
    [
        *(({"proxy": status}, Denied) for status in (200, 301, 403, 404, 405)),
        ({"proxy": 502}, Transient),
        ({"down": True}, Transient),
        ({"down": 503}, Transient),
        ({"fail": 1}, Transient),
    ],
)
async def test_who_answers_in_the_place_of_a_panel_decides_nothing(
    panel: Panel, kit: Kit, common: Common, faults: Mapping[str, Any], verdict: type[GatewayError]
) -> None:
    access = desired(common)
    await panel.apply(access)
    fault(common, **faults)
    for call in (
        panel.apply(replace(access, generation=2)),
        panel.remove(access.key, access.uuid),
        panel.get(access.key, access.uuid),
        panel.scan(None),
    ):
        with pytest.raises(verdict):
            await call
    assert kit.serves(access.uuid)


async def test_a_panel_that_asks_to_wait_is_left_alone(panel: Panel, common: Common) -> None:
    fault(common, limited=True)
    with pytest.raises(Transient) as raised:
        await panel.apply(desired(common))
    assert (raised.value.retry_after, raised.value.scope) == (7, "destination")


async def test_a_connection_that_was_closed_meanwhile_costs_nothing(
    panel: Panel, kit: Kit, common: Common
) -> None:
    fault(common, stale=True)
    access = desired(common)
    await panel.apply(access)
    await panel.apply(replace(access, generation=2))
    assert await panel.remove(access.key, access.uuid) is True
    assert kit.names() == set()


async def test_a_lost_answer_is_made_up_for(panel: Panel, kit: Kit, common: Common) -> None:
    access = desired(common)
    await panel.scan(None)
    fault(common, lost=kit.creates)
    with pytest.raises(Transient) as raised:
        await panel.apply(access)
    assert raised.value.in_doubt
    fault(common)
    await panel.apply(access)
    assert kit.names() == {"s_1"}
    assert kit.serves(access.uuid)


async def test_a_lost_answer_to_a_removal_is_made_up_for(
    panel: Panel, kit: Kit, common: Common
) -> None:
    access = desired(common)
    await panel.apply(access)
    fault(common, lost=kit.removes)
    try:
        await panel.remove(access.key, access.uuid)
    except Transient:
        fault(common)
        await panel.remove(access.key, access.uuid)
    assert kit.names() == set()
    assert not kit.serves(access.uuid)


async def test_a_removal_that_breaks_is_not_taken_for_done(
    panel: Panel, kit: Kit, common: Common
) -> None:
    access = desired(common)
    await panel.apply(access)
    fault(common, broken=kit.removes)
    with pytest.raises(Transient):
        await panel.remove(access.key, access.uuid)
    assert kit.names() == {"s_1"}
    fault(common)
    assert await panel.remove(access.key, access.uuid) is True
    assert kit.names() == set()


async def test_a_panel_that_is_slow_is_given_up_in_time(
    kit: Kit, common: Common, panel_server: PanelServer
) -> None:
    async with httpx.AsyncClient(trust_env=False) as impatient:
        panel = adapter(kit, impatient, panel_server.url)
        await panel.scan(None)
        impatient.timeout = httpx.Timeout(0.2)
        fault(common, latency_ms=2000)
        with pytest.raises(Transient, match="ReadTimeout"):
            await panel.apply(desired(common))


# -- The version


class Asked:
    """A gateway, and its calls for one panel."""

    def __init__(self, kit: Kit, client: httpx.AsyncClient, url: str, common: Common) -> None:
        self._gateway = VpnGateway(Clients(lambda _: client), {"main": SecretStr(kit.key)})
        access = desired(common)
        self._row = {
            "panel": "main",
            "kind": kit.kind,
            "base_url": f"{url}{kit.base_url}",
            "options": kit.options,
            "shop": MARK.shop,
            "key": access.key,
            "uuid": str(access.uuid),
            "present": True,
            "expires_at": access.expires_at.isoformat(),
            "telegram_id": access.telegram_id,
            "cursor": None,
            "run": 1,
        }

    async def apply(self, generation: int, acknowledged: str | None = None) -> Any:
        return await self._gateway.serve(
            "vpn.apply",
            {**self._row, "generation": generation, "acknowledged_version": acknowledged},
        )

    async def __call__(self, kind: str) -> Any:
        return await self._gateway.serve(kind, self._row)


@kits([name for name, kit in KITS.items() if kit.unknown_version])
async def test_a_version_that_is_not_known_is_stopped_before_the_first_write(
    kit: Kit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    asked = Asked(kit, client, panel_server.url, common)
    await asked.apply(1)
    kit.upgrade(kit.unknown_version)
    fault(common, down=True)  # it restarts
    with pytest.raises(Transient):
        await asked.apply(2)
    fault(common)
    with pytest.raises(Denied, match=rf"{kit.unknown_version} .*ops.acknowledge_version"):
        await asked.apply(2)
    with pytest.raises(Denied):
        await asked.apply(2, acknowledged="1.2.3")
    with pytest.raises(Denied):
        await asked("vpn.scan")
    [unchanged] = (await adapter(kit, client, panel_server.url).scan(None)).observed
    assert unchanged.generation == 1
    assert (await asked("vpn.probe"))["version"] == kit.unknown_version
    assert (await asked.apply(2, acknowledged=kit.unknown_version))["generation"] == 2


async def test_what_the_gateway_returns_is_json_of_the_database(
    kit: Kit, common: Common, client: httpx.AsyncClient, panel_server: PanelServer
) -> None:
    asked = Asked(kit, client, panel_server.url, common)
    applied = await asked.apply(3)
    assert applied["link"] == applied["links"][0]
    page = await asked("vpn.scan")
    [observed] = page["observed"]
    assert (page["run"], page["next_cursor"]) == (1, None)
    assert page["total"] in (1, None)
    assert observed["uuid"] in (str(desired(common).uuid), None)
    if "expiry" in kit.capabilities:
        assert datetime.fromisoformat(observed["expires_at"]).tzinfo == UTC
    told = await asked("vpn.probe")
    assert set(told) == {"product", "version", "known", "capabilities", "epoch"}


def _listed(observed: Observed) -> Observed:
    """What every list shows."""
    return replace(observed, uuid=None, links=(), subscription_url=None)


def _base(links: tuple[str, ...]) -> list[str]:
    """Without what some panels change at each answer."""
    return [link.partition("?")[0] for link in links]


def _hosts(links: tuple[str, ...]) -> list[str]:
    return sorted({link.partition("@")[2].partition("?")[0] for link in links})
