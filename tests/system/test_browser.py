"""A person at the chat page: real Chromium, the real shop, nothing but clicks.

`SCREENSHOT=docs/chat.png make test ARGS="-k browser"` takes the picture of the README anew.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.support import Database, Process
from tests.support.stack import running_stack

PATIENCE = 15_000


@pytest.mark.long
async def test_a_person_chats_in_the_browser(
    database: Database, spawn: Callable[..., Process], browser: Browser, tmp_path: Path
) -> None:
    errors: list[str] = []
    async with (
        running_stack(database, spawn) as sandbox,
        await browser.new_page(viewport={"width": 1480, "height": 920}) as page,
    ):
        expect.set_options(timeout=PATIENCE)
        page.on("pageerror", lambda error: errors.append(str(error)))

        async def tap(label: str, *, exact: bool = False) -> None:
            await page.get_by_role("button", name=label, exact=exact).last.click()

        await page.goto(sandbox.url)
        await tap("Start", exact=True)
        await tap("Try free")
        await expect(page.locator("code", has_text="vless://")).to_be_visible()

        await page.get_by_role("tab", name="Subscriptions").click()
        await expect(page.get_by_role("cell", name="active")).to_be_visible()
        await page.screenshot(path=os.environ.get("SCREENSHOT", tmp_path / "chat.png"))

        await tap("+3 d")
        await expect(page.get_by_text("Your free trial has ended")).to_be_visible()
        await expect(page.get_by_role("cell", name="expired")).to_be_visible()
        await tap("Choose a plan")
        await tap("Basic")
        await tap("30 days")
        await tap("Top up 104.30")
        await tap("Pay 104.30")
        await tap("Pay", exact=True)
        await expect(page.get_by_text("received, and your order is paid")).to_be_visible()
        await expect(page.get_by_role("cell", name="active")).to_be_visible()
    assert errors == []
