"""Devices that load a subscription: who gets links, and what is kept. What their user sees of them
is in tests/bot/test_devices.py."""

from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import unquote

import httpx
import pytest

from tests.support import ANN, Connection
from tests.support.web import LINK, Page

Get: TypeAlias = Callable[..., Awaitable[str]]

PHONE = {
    "user-agent": "Happ/2.1.0/android",
    "x-hwid": "5f0c-phone",
    "x-device-os": "Android",
    "x-ver-os": "15",
    "x-device-model": "Pixel 9",
}
TABLET = {**PHONE, "x-hwid": "77aa-tablet", "x-device-model": "Tab S10"}


def links(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    return unquote(b64decode(answer.text).decode())


async def limited(db: Connection, most: int = 1) -> None:
    await db.execute("update app.flags set enabled = true where name = 'device_limit'")
    await db.execute("update vpn.desired set device_limit = $1", most)


@pytest.fixture
async def get(page: Page, token: str) -> Get:
    async def ask(headers: dict[str, str], rest: str = "") -> str:
        return links(await page.http.get(f"/sub/{token}{rest}", headers=headers))

    await limited(page.db)
    return ask


async def test_a_device_beyond_the_limit_gets_no_links_until_another_is_unbound(
    page: Page, get: Get
) -> None:
    for _ in range(2):
        assert await get(PHONE) == f"{LINK}\n"
    refused = await get(TABLET)
    assert LINK not in refused
    assert "Device limit reached" in refused
    assert "Device limit reached" in await get(TABLET, "/links")
    listed = await page.db.fetch("select name, platform, device from api.devices($1)", ANN)
    assert [tuple(it)[:2] for it in listed] == [("Pixel 9", "Android 15")]
    unbound = await page.db.fetchval(
        "select outcome from api.unbind_device($1, $2)", ANN, listed[0]["device"]
    )
    assert unbound == "unbound"
    assert await get(TABLET) == f"{LINK}\n"
    assert LINK not in await get(PHONE)


async def test_why_is_said_where_apps_show_it(page: Page, token: str, get: Get) -> None:
    await get(PHONE)
    answer = await page.http.get(f"/sub/{token}", headers=TABLET)
    said = b64decode(answer.headers["announce"].removeprefix("base64:")).decode()
    assert "Device limit reached" in said
    assert answer.headers["x-hwid-max-devices-reached"] == "true"


async def test_an_app_that_does_not_say_its_device_is_served(page: Page, get: Get) -> None:
    """Many apps do not, and whoever paid is not to be locked out."""
    await get(PHONE)
    nameless = {"user-agent": "v2rayN/7.0"}
    assert await get(nameless) == f"{LINK}\n"
    await page.db.execute("update app.flags set enabled = true where name = 'device_ids'")
    assert "does not say" in await get(nameless)


async def test_a_profile_passes_on_which_device_it_is_for(page: Page, token: str, get: Get) -> None:
    headers = {**PHONE, "user-agent": "FlClash/v0.8.90"}
    profile = (await page.http.get(f"/sub/{token}", headers=headers)).json()
    provider = profile["proxy-providers"]["subscription"]
    assert provider["header"] == {"x-hwid": ["5f0c-phone"]}
    assert await get({"user-agent": "mihomo/1.19", "x-hwid": "5f0c-phone"}, "/links") == f"{LINK}\n"
    assert await page.db.fetchval("select count(*) from vpn.page_devices") == 1


async def test_whoever_cannot_be_counted_gets_his_links(page: Page, get: Get) -> None:
    """A database that takes no writes refuses nobody."""
    await page.db.execute(
        """
        create function pg_temp.refuse() returns trigger language plpgsql
        as $$ begin raise exception using errcode = '25006', message = 'read-only'; end $$
        """
    )
    await page.db.execute(
        """
        create trigger refused before insert on vpn.page_devices
        for each row execute function pg_temp.refuse()
        """
    )
    assert await get(PHONE) == f"{LINK}\n"
    assert await page.db.fetchval("select count(*) from vpn.page_devices") == 0


async def test_nothing_that_names_a_device_is_kept(page: Page, get: Get) -> None:
    await get({**PHONE, "x-device-model": "Pixel\t9 " + "x" * 190})
    kept = await page.db.fetchval("select d::text from vpn.page_devices as d")
    assert "5f0c" not in kept
    hashed = await page.db.fetchval("select device_hash from vpn.page_devices")
    assert b"5f0c" not in hashed
