"""The VPN gateway against the emulated panel."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr

from gateways import http
from gateways.errors import Denied, Rejected, Transient
from gateways.vpn import VpnGateway
from gateways.vpn.xray_api import XrayApi
from tests.sandbox_kit import World, world

KEY = SecretStr("a key of the panel")
UUIDS = [str(uuid4()) for _ in range(3)]


@pytest.fixture
async def outside() -> AsyncIterator[World]:
    async with world(panel_keys={"main": KEY}) as outside:
        yield outside


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with http.client() as client:
        yield client


@pytest.fixture
def gateway(client: httpx.AsyncClient) -> VpnGateway:
    return VpnGateway(client, {"main": KEY})


@pytest.fixture
def panel(client: httpx.AsyncClient, outside: World) -> XrayApi:
    return XrayApi(client, f"{outside.url}/panel", KEY)


def access(outside: World, **changes: Any) -> dict[str, Any]:
    """What vpn.prepare_apply gives."""
    return {
        "panel": "main",
        "kind": "xray-api",
        "base_url": f"{outside.url}/panel",
        "key": "s_1",
        "uuid": UUIDS[0],
        "generation": 1,
        "present": True,
        "expires_at": "2027-01-31T22:30:00.5+00:00",
        "telegram_id": 1001,
        **changes,
    }


async def users(outside: World) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = await outside.get("panel/users")
    return shown


async def test_an_access_is_made_changed_and_removed(gateway: VpnGateway, outside: World) -> None:
    made = await gateway.apply(access(outside))
    assert made["generation"] == 1
    assert made["present"] is True
    assert made["link"].startswith(f"vless://{UUIDS[0]}@")
    [user] = await users(outside)
    assert user["expires_at"] == "2027-01-31T22:30:00.500000+00:00"
    assert (user["key"], user["uuid"], user["generation"]) == ("s_1", UUIDS[0], 1)

    later = access(outside, generation=2, expires_at="2027-03-01T00:00:00+00:00")
    assert (await gateway.apply(later))["link"] == made["link"]
    [user] = await users(outside)
    assert (user["expires_at"], user["generation"]) == ("2027-03-01T00:00:00+00:00", 2)

    removed = await gateway.apply(access(outside, generation=3, present=False))
    assert removed == {"generation": 3, "present": False, "link": None}
    assert await users(outside) == []


async def test_every_call_can_be_repeated(gateway: VpnGateway, outside: World) -> None:
    for generation in (1, 1, 2, 2):
        await gateway.apply(access(outside, generation=generation))
    assert len(await users(outside)) == 1
    for _ in range(2):
        await gateway.apply(access(outside, generation=3, present=False))
    assert await users(outside) == []


async def test_a_person_who_was_erased_keeps_the_access(
    gateway: VpnGateway, outside: World
) -> None:
    await gateway.apply(access(outside, telegram_id=None))
    assert len(await users(outside)) == 1


async def test_a_panel_can_be_scanned(panel: XrayApi, gateway: VpnGateway, outside: World) -> None:
    for n, uuid in enumerate(UUIDS):
        await gateway.apply(access(outside, uuid=uuid, key=f"s_{n}"))
    assert {str(observed.uuid) async for observed in panel.scan()} == set(UUIDS)
    assert (await panel.get("s_1", UUID(UUIDS[1]))) is not None
    assert await panel.remove("s_1", UUID(UUIDS[1])) is True
    assert await panel.remove("s_1", UUID(UUIDS[1])) is False
    assert (await panel.get("s_1", UUID(UUIDS[1]))) is None


async def test_a_panel_that_forgot_its_users_has_another_epoch(
    panel: XrayApi, outside: World
) -> None:
    epoch = await panel.probe()
    assert await panel.probe() == epoch
    await outside.faults(vpn={"restart": True})
    assert await panel.probe() != epoch


async def test_a_key_that_is_refused_is_denied(
    gateway: VpnGateway, client: httpx.AsyncClient, outside: World
) -> None:
    with pytest.raises(Denied, match="401") as raised:
        await VpnGateway(client, {"main": SecretStr("wrong key")}).apply(access(outside))
    assert "wrong key" not in str(raised.value)
    with pytest.raises(Denied, match="other"):
        await gateway.apply(access(outside, panel="other"))


async def test_what_the_panel_does_not_understand_is_rejected(
    gateway: VpnGateway, outside: World
) -> None:
    with pytest.raises(Rejected, match="404"):
        await gateway.apply(access(outside, base_url=f"{outside.url}/panel/elsewhere"))
    with pytest.raises(Rejected, match="unknown kind"):
        await gateway.apply(access(outside, kind="other"))


@pytest.mark.parametrize("fault", [{"fail": 1}, {"down": True}, {"down": 503}, {"lost_answer": 1}])
async def test_a_panel_that_is_down_is_tried_again(
    gateway: VpnGateway, outside: World, fault: dict[str, Any]
) -> None:
    await outside.faults(vpn=fault)
    with pytest.raises(Transient) as raised:
        await gateway.apply(access(outside))
    assert raised.value.retry_after is None


async def test_a_panel_that_is_slow_is_given_up_in_time(
    panel: XrayApi, outside: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with httpx.AsyncClient(timeout=0.1) as impatient:
        gateway = VpnGateway(impatient, {"main": KEY})
        await outside.faults(vpn={"latency_ms": 1000})
        with pytest.raises(Transient, match="ReadTimeout"):
            await gateway.apply(access(outside))


async def test_answers_that_make_no_sense_are_tried_again() -> None:
    """Something else answers in the panel's place."""

    def elsewhere(request: httpx.Request) -> httpx.Response:
        return answers.pop(0)

    answers = [
        httpx.Response(200, text="<html>"),
        httpx.Response(200, text=json.dumps({"uuid": UUIDS[0]})),
        httpx.Response(429, headers={"Retry-After": "3"}),
        httpx.Response(429),
    ]
    async with httpx.AsyncClient(transport=httpx.MockTransport(elsewhere)) as client:
        panel = VpnGateway(client, {"main": KEY})
        waits = []
        for _ in range(4):
            with pytest.raises(Transient) as raised:
                await panel.apply({**EXAMPLE})
            waits.append(raised.value.retry_after)
    assert waits == [None, None, 3, 5]


EXAMPLE = access(World("http://panel.example", None, None))  # type: ignore[arg-type]
