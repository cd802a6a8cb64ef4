"""The VPN gateway against the emulated panel."""

import asyncio
import json
import os
import ssl
import subprocess
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from aiohttp import web
from pydantic import SecretStr

from gateways import http
from gateways.errors import Denied, GatewayError, Rejected, Transient, Unknown
from gateways.http import Clients
from gateways.vpn import PanelKeys, VpnGateway
from gateways.vpn.port import Desired, Mark, Observed
from gateways.vpn.xray_api import XrayApi
from settings import PanelSettings
from tests.support import free_port
from tests.support.sandbox import Sandbox, sandbox

KEY = SecretStr("a key of the panel")
UUIDS = [str(uuid4()) for _ in range(3)]


@pytest.fixture
async def outside() -> AsyncIterator[Sandbox]:
    async with sandbox(panel_keys={"main": KEY}) as outside:
        yield outside


@pytest.fixture
def gateway(client: httpx.AsyncClient) -> VpnGateway:
    return VpnGateway(Clients(lambda _: client), {"main": KEY})


@pytest.fixture
def panel(client: httpx.AsyncClient, outside: Sandbox) -> XrayApi:
    return XrayApi(client, f"{outside.url}/panel", KEY, {}, Mark("f00d"))


async def apply(gateway: VpnGateway, row: Mapping[str, Any]) -> dict[str, Any]:
    return await gateway.serve("vpn.apply", row)


def access(outside: Sandbox, **changes: Any) -> dict[str, Any]:
    """What vpn.prepare_apply gives."""
    return {
        "panel": "main",
        "kind": "xray-api",
        "base_url": f"{outside.url}/panel",
        "shop": "f00d",
        "key": "s_1",
        "uuid": UUIDS[0],
        "generation": 1,
        "present": True,
        "expires_at": "2027-01-31T22:30:00.5+00:00",
        "telegram_id": 1001,
        **changes,
    }


async def users(outside: Sandbox) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = await outside.get("panel/users")
    return shown


async def test_an_access_is_made_changed_and_removed(gateway: VpnGateway, outside: Sandbox) -> None:
    made = await apply(gateway, access(outside))
    assert made["generation"] == 1
    assert made["present"] is True
    assert made["link"].startswith(f"vless://{UUIDS[0]}@")
    [user] = await users(outside)
    assert user["expires_at"] == "2027-01-31T22:30:00.500000+00:00"
    assert (user["key"], user["uuid"], user["generation"]) == ("s_1", UUIDS[0], 1)

    later = access(outside, generation=2, expires_at="2027-03-01T00:00:00+00:00")
    assert (await apply(gateway, later))["link"] == made["link"]
    [user] = await users(outside)
    assert (user["expires_at"], user["generation"]) == ("2027-03-01T00:00:00+00:00", 2)

    removed = await apply(gateway, access(outside, generation=3, present=False))
    assert removed == {
        "generation": 3,
        "present": False,
        "link": None,
        "links": [],
        "subscription_url": None,
        "expires_at": None,
        "traffic_from": None,
    }
    assert await users(outside) == []


async def test_a_key_that_leaked_is_forgotten_when_the_next_one_works(
    gateway: VpnGateway, outside: Sandbox
) -> None:
    old, new = UUIDS[:2]
    await apply(gateway, access(outside))
    replaced = access(outside, generation=2, uuid=new, former=[old])
    for _ in range(2):
        answer = await apply(gateway, replaced)
        assert answer["forgot"] == [old]
        assert new in answer["link"]
        assert [user["uuid"] for user in await users(outside)] == [new]
    await apply(gateway, access(outside, generation=2))
    gone = await apply(gateway, {**replaced, "generation": 3, "present": False})
    assert gone["forgot"] == [old]
    assert await users(outside) == []


async def test_limits_reach_the_adapter(
    gateway: VpnGateway, outside: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This panel has none; what its adapter is asked for says what another one will be."""
    asked: list[Desired] = []

    class Limiting(XrayApi):
        async def apply(self, desired: Desired) -> Observed:
            asked.append(desired)
            return await super().apply(desired)

    monkeypatch.setattr("gateways.vpn.gateway.ADAPTERS", {"xray-api": Limiting})
    start = "2027-01-01T00:00:00+00:00"
    limits = {"device_limit": 3, "data_limit": 1000, "traffic_from": start}
    made = await apply(gateway, access(outside, **limits, reset_traffic=True))
    assert made["traffic_from"] == start
    await apply(gateway, access(outside))
    assert [(it.device_limit, it.data_limit, it.reset_traffic) for it in asked] == [
        (3, 1000, True),
        (None, None, False),
    ]


async def test_every_call_can_be_repeated(gateway: VpnGateway, outside: Sandbox) -> None:
    for generation in (1, 1, 2, 2):
        await apply(gateway, access(outside, generation=generation))
    assert len(await users(outside)) == 1
    for strict in (False, False, True):
        await outside.faults(vpn={"strict": strict})
        await apply(gateway, access(outside, generation=3, present=False))
    assert await users(outside) == []


async def test_a_person_who_was_erased_keeps_the_access(
    gateway: VpnGateway, outside: Sandbox
) -> None:
    await apply(gateway, access(outside, telegram_id=None))
    assert len(await users(outside)) == 1


async def test_a_panel_can_be_scanned(
    panel: XrayApi, gateway: VpnGateway, outside: Sandbox
) -> None:
    for n, uuid in enumerate(UUIDS):
        await apply(gateway, access(outside, uuid=uuid, key=f"s_{n}"))
    page = await panel.scan(None)
    assert {str(observed.uuid) for observed in page.observed} == set(UUIDS)
    assert (page.next_cursor, page.total) == (None, 3)
    assert (await panel.get("s_1", UUID(UUIDS[1]))) is not None
    assert await panel.remove("s_1", UUID(UUIDS[1])) is True
    assert await panel.remove("s_1", UUID(UUIDS[1])) is False
    assert (await panel.get("s_1", UUID(UUIDS[1]))) is None


async def test_a_panel_that_forgot_its_users_has_another_epoch(
    panel: XrayApi, outside: Sandbox
) -> None:
    epoch = await panel.probe()
    assert await panel.probe() == epoch
    await outside.faults(vpn={"restart": True})
    assert await panel.probe() != epoch


async def test_a_key_that_is_refused_is_denied(
    gateway: VpnGateway, client: httpx.AsyncClient, outside: Sandbox
) -> None:
    with pytest.raises(Denied, match="401") as raised:
        await apply(
            VpnGateway(Clients(lambda _: client), {"main": SecretStr("wrong key")}),
            access(outside),
        )
    assert "wrong key" not in str(raised.value)
    with pytest.raises(Denied, match="other"):
        await apply(gateway, access(outside, panel="other"))


@pytest.mark.parametrize(
    ("base_url", "why"),
    [
        ("{url}/panel/elsewhere", "404"),
        ("{url}/sandbox/no/panel", "404"),
        ("{url}/sandbox/clock", "40[45]"),
        ("{url}/", "40[45]"),
        ("ftp://panel", "UnsupportedProtocol"),
        ("http://panel:http", "is not a URL"),
    ],
)
async def test_an_address_that_is_wrong_is_nobodys_fault(
    gateway: VpnGateway, outside: Sandbox, base_url: str, why: str
) -> None:
    with pytest.raises(Denied, match=why):
        await apply(gateway, access(outside, base_url=base_url.format(url=outside.url)))


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        *(({"proxy": status}, Denied) for status in (200, 301, 404, 405)),
        ({"proxy": 502}, Transient),
        ({"garbage": True}, Transient),
        *(({"refuse": status}, Rejected) for status in (400, 409, 422)),
    ],
)
async def test_a_verdict_about_a_user_comes_from_the_panel_alone(
    gateway: VpnGateway, outside: Sandbox, fault: dict[str, Any], verdict: type[GatewayError]
) -> None:
    """A page of HTML, whatever its status, says nothing about whom it was asked for."""
    await outside.faults(vpn=fault)
    with pytest.raises(verdict):
        await apply(gateway, access(outside))


async def test_a_panel_of_another_kind_is_left_to_who_knows_it(
    gateway: VpnGateway, outside: Sandbox
) -> None:
    with pytest.raises(Unknown, match="kind other"):
        await apply(gateway, access(outside, kind="other"))


async def test_who_was_not_reached_did_not_answer(
    gateway: VpnGateway, client: httpx.AsyncClient
) -> None:
    closed = free_port()
    with pytest.raises(Transient) as raised:
        await apply(gateway, access(Sandbox(f"http://127.0.0.1:{closed}", None, None)))  # type: ignore[arg-type]
    assert not raised.value.reached


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("inf", 86400),
        ("1e13", 86400),
        ("nan", 5),
        ("-3", 0),
        ("soon", 5),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Fri, 31 Dec 2100 23:59:59 GMT", 86400),
        ("7", 7),
    ],
)
async def test_whatever_wait_is_asked_for_has_an_end(asked: str, waits: float) -> None:
    def elsewhere(request: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers={"Retry-After": asked})

    async with httpx.AsyncClient(transport=httpx.MockTransport(elsewhere)) as client:
        with pytest.raises(Transient) as raised:
            await apply(VpnGateway(Clients(lambda _: client), {"main": KEY}), {**EXAMPLE})
    assert raised.value.retry_after == waits


async def test_answers_that_are_no_panels_are_nobodys_fault() -> None:
    def elsewhere(request: httpx.Request) -> httpx.Response:
        return answers.pop(0)

    answers = [
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=["ok"]),
        httpx.Response(422, text="<html>"),
        httpx.Response(451, json={"error": "not in your country"}),
        httpx.Response(404, json={"detail": "Not Found"}),
    ]
    async with httpx.AsyncClient(transport=httpx.MockTransport(elsewhere)) as client:
        while answers:
            with pytest.raises(Denied):
                await apply(VpnGateway(Clients(lambda _: client), {"main": KEY}), {**EXAMPLE})


@pytest.mark.parametrize("fault", [{"fail": 1}, {"down": True}, {"down": 503}, {"lost_answer": 1}])
async def test_a_panel_that_is_down_is_tried_again(
    gateway: VpnGateway, outside: Sandbox, fault: dict[str, Any]
) -> None:
    await outside.faults(vpn=fault)
    with pytest.raises(Transient) as raised:
        await apply(gateway, access(outside))
    assert raised.value.retry_after is None


async def test_a_panel_that_is_slow_is_given_up_in_time(
    panel: XrayApi, outside: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with httpx.AsyncClient(timeout=0.1) as impatient:
        gateway = VpnGateway(Clients(lambda _: impatient), {"main": KEY})
        await outside.faults(vpn={"latency_ms": 1000})
        with pytest.raises(Transient, match="ReadTimeout"):
            await apply(gateway, access(outside))


async def test_answers_that_make_no_sense_are_tried_again() -> None:
    """Something else answers in the panel's place."""

    def elsewhere(request: httpx.Request) -> httpx.Response:
        return answers.pop(0)

    answers = [
        httpx.Response(200, text=json.dumps({"uuid": UUIDS[0]})),
        httpx.Response(429, headers={"Retry-After": "3"}),
        httpx.Response(429),
    ]
    async with httpx.AsyncClient(transport=httpx.MockTransport(elsewhere)) as client:
        panel = VpnGateway(Clients(lambda _: client), {"main": KEY})
        waits = []
        for _ in range(3):
            with pytest.raises(Transient) as raised:
                await apply(panel, {**EXAMPLE})
            waits.append(raised.value.retry_after)
    assert waits == [None, 3, 5]


EXAMPLE = access(Sandbox("http://panel.example", None, None))  # type: ignore[arg-type]


async def test_each_panel_has_connections_of_its_own() -> None:
    made: list[httpx.AsyncClient] = []

    def make(_destination: str) -> httpx.AsyncClient:
        made.append(httpx.AsyncClient())
        return made[-1]

    def closed() -> list[bool]:
        return [client.is_closed for client in made]

    clients = Clients(make)
    async with clients.of("a", "http://a") as a, clients.of("b", "http://b") as b:
        assert a is not b
    async with clients.of("a", "http://a") as again:
        assert again is a
        async with clients.of("a", "http://moved") as moved:
            assert moved is not a
        assert closed() == [False, False, False]  # somebody waits for its answer
    assert closed() == [True, False, False]
    await clients.close()
    assert closed() == [True, True, True]


def test_a_key_can_be_added_while_the_listener_runs(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    keys = PanelKeys({"main": KEY}, file)
    assert keys.get("main") == KEY
    assert keys.get("de") is None

    def write(text: str, at: int) -> None:
        file.write_text(text)
        os.utime(file, ns=(at, at))

    write('{"de": "one"}', 1)
    assert keys.get("de") == SecretStr("one")
    assert keys.get("main") == KEY
    write('{"de": "tw', 2)
    assert keys.get("de") == SecretStr("one")
    write('{"de": "two", "main": "new"}', 3)
    assert keys.get("de") == SecretStr("two")
    assert keys.get("main") == SecretStr("new")
    write('["de"]', 4)
    assert keys.get("de") == SecretStr("two")
    assert PanelKeys({"main": KEY}).get("de") is None


async def test_a_panel_is_reached_through_its_proxy(outside: Sandbox) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    server = await asyncio.start_server(proxy, "127.0.0.1", 0)
    async with server:
        through = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        clients = Clients(lambda name: http.client(through if name == "vpn:de" else None))
        gateway = VpnGateway(clients, {"main": KEY, "de": KEY})
        assert (await apply(gateway, access(outside)))["present"]
        assert asked == []
        with pytest.raises(Transient):
            await apply(gateway, access(outside, panel="de"))
        assert asked[0].startswith(f"POST {outside.url}/panel/".encode())
        await clients.close()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Its own authority, and its key beside it."""
    made = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=panel"
        " -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
    )
    subprocess.run(made.split(), cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / "cert.pem"


async def test_a_certificate_of_ones_own_is_trusted_for_its_panel_alone(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))

    async def add_user(request: web.Request) -> web.Response:
        return web.json_response({"link": f"vless://{(await request.json())['uuid']}@host"})

    app = web.Application()
    app.router.add_post("/add-user", add_user)
    runner = web.AppRunner(app)
    await runner.setup()
    files = {"main": str(certificate), "nl": str(certificate.with_name("none"))}
    settings = PanelSettings(panel_certificates=json.dumps(files))
    clients = Clients(lambda name: http.client(None, settings.certificate_for(name)))
    gateway = VpnGateway(clients, {"main": KEY, "de": KEY, "nl": KEY})
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        row = {**EXAMPLE, "base_url": f"https://127.0.0.1:{runner.addresses[0][1]}"}
        assert (await apply(gateway, row))["link"]
        with pytest.raises(Transient, match="ConnectError"):
            await apply(gateway, {**row, "panel": "de"})
        with pytest.raises(Denied, match="none: FileNotFoundError"):
            await apply(gateway, {**row, "panel": "nl"})
    finally:
        await clients.close()
        await runner.cleanup()
