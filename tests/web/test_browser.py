"""The page on a phone: real Chromium, light and dark, with axe-core's eyes.

`PAGE_SCREENSHOTS=docs make test ARGS="-k phone"` takes the pictures of the documents again.
"""

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from tests.support import ANN
from tests.support.browser import faults, is_wide
from tests.support.web import LINK, Page, subscribe

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


@pytest.mark.long
async def test_a_person_connects_a_phone(
    page: Page, token: str, browser: Browser, tmp_path: Path
) -> None:
    folder = Path(os.environ.get("PAGE_SCREENSHOTS", tmp_path))
    await page.db.execute("insert into app.bot (id, name, since) values (1, 'shop_bot', now())")
    await page.db.execute("update vpn.desired set data_limit = 100000000000")
    await page.db.execute(
        "insert into vpn.usage (access_id, used_bytes, read_at) "
        "select id, 37000000000, now() from vpn.access"
    )
    said: list[str] = []
    asked: set[str] = set()
    for scheme in SCHEMES:
        context = await browser.new_context(
            viewport={"width": 390, "height": 844},
            user_agent=IPHONE,
            color_scheme=scheme,
            locale="en-GB",
        )
        tab = await context.new_page()
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        tab.on("request", lambda request: asked.add(request.url))

        await tab.goto(f"{page.url}/sub/{token}")
        await expect(tab.get_by_role("heading", name="Active")).to_be_visible()
        await expect(tab.get_by_text("63 of 100 GB left")).to_be_visible()
        await expect(tab.get_by_role("link", name="Add to INCY").first).to_be_visible()
        await expect(tab.get_by_role("link", name="Install Happ").first).to_be_visible()
        await tab.screenshot(path=folder / f"page-{scheme}.png")
        await tab.get_by_text("QR code", exact=True).click()
        await expect(tab.get_by_role("img", name="QR code")).to_be_visible()
        assert await faults(tab) == []
        assert not await is_wide(tab)
        await tab.get_by_role("button", name="Copy").click()
        await expect(tab.get_by_role("button", name="Copied")).to_be_visible()

        await tab.goto(f"{page.url}/sub/{token}/open/happ")
        await expect(tab.get_by_role("link", name="Open Happ")).to_be_visible()
        await tab.get_by_text("Not opened?").click()
        await expect(tab.get_by_role("link", name="Install Happ")).to_have_count(1)
        assert await faults(tab) == []
        assert not await is_wide(tab)
        await context.close()
    assert said == []
    assert {url for url in asked if not url.startswith(page.url)} == set()
    assert LINK not in (await page.browse(token)).text


@pytest.mark.long
async def test_a_page_in_arabic_runs_from_right_to_left(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    token = await subscribe(page.db, ANN + 1, "ar")
    await page.db.execute("insert into app.bot (id, name, since) values (1, 'shop_bot', now())")
    context = await browser.new_context(viewport={"width": 390, "height": 844}, user_agent=IPHONE)
    tab = await context.new_page()
    await tab.goto(f"{page.url}/sub/{token}")
    await expect(tab.get_by_role("heading", name="نشط")).to_be_visible()
    await tab.screenshot(path=tmp_path / "page-ar.png", full_page=True)
    assert await tab.evaluate("getComputedStyle(document.body).direction") == "rtl"
    dot, heading = await tab.locator(".dot").bounding_box(), await tab.locator("h1").bounding_box()
    assert dot
    assert heading
    assert dot["x"] > heading["x"] + heading["width"] / 2, "what comes first is at the right"
    assert await faults(tab) == []
    assert not await is_wide(tab)
    await tab.get_by_role("link", name="Deutsch").click()
    await expect(tab.get_by_role("heading", name="Aktiv")).to_be_visible()
    await context.close()


@pytest.mark.long
async def test_on_android_an_app_is_opened_in_a_frame(
    page: Page, token: str, browser: Browser
) -> None:
    """In an app's own browser an unknown scheme would replace the page."""
    agent = "Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 Chrome/130 Mobile"
    context = await browser.new_context(user_agent=agent)
    tab = await context.new_page()
    await tab.goto(f"{page.url}/sub/{token}/open/happ")
    await tab.get_by_role("link", name="Open Happ").click()
    frame = tab.locator("iframe")
    await expect(frame).to_have_attribute("src", f"happ://add/{page.url}/sub/{token}")
    await expect(tab.get_by_text("is probably not installed")).to_be_visible()
    assert tab.url == f"{page.url}/sub/{token}/open/happ"
    await context.close()
