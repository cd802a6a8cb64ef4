"""Takes the pictures of docs/screens.md: `make pictures`. No test run does."""

import base64
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page

from tests.support import REPOSITORY, Connection, Database
from tests.walks.walk import LANGUAGES, Story, Walk, opened

FOLDER = REPOSITORY / "docs" / "pictures"
LARGEST = 40_000
# Chromium writes small pictures itself.
TO_WEBP = """async (png) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${png}`;
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext("2d").drawImage(picture, 0, 0);
    return canvas.toDataURL("image/webp", 0.75).split(",")[1];
}"""

Take = Callable[[str], Awaitable[None]]


async def tour(walk: Walk, take: Take) -> None:
    """The screens that a shop is judged by."""
    await walk.begin()
    await take("menu")
    await walk.tap("trial")
    await take("connect")
    await walk.tap("go:menu")
    await walk.credit(20000)
    await walk.tap("go:profile", "go:plans", "plan:1", "price:1")
    await take("order")
    await walk.tap("pay", "go:menu", "go:profile")
    await take("subscription")
    await walk.operator("the balance goes", "select ops.debit($1, 5100, 'spent', p_tell => false)")
    await walk.later("32 days 1 minute")
    await take("notice")


async def nothing(walk: Walk) -> None:
    """The story is told by `tour`."""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_pictures(
    language: str, database: Database, db: Connection, browser: Browser
) -> None:
    story = Story("pictures", "The main screens", nothing)
    async with opened(story, database, db, [language]) as walk:
        page = await browser.new_page(viewport={"width": 390, "height": 760})
        painter = await browser.new_page()
        (chat,) = walk.chats

        async def take(name: str) -> None:
            await page.goto(walk.shop.sandbox.url)
            await page.evaluate(
                "([person, name, language]) => {"
                " localStorage.setItem('person', person);"
                " localStorage.setItem('people', JSON.stringify("
                " [{ id: Number(person), first_name: name, language_code: language }])) }",
                [str(chat.person.id), chat.name, language],
            )
            await page.reload()
            await page.locator(".message").last.wait_for()
            png = await settled_picture(page)
            webp = await painter.evaluate(TO_WEBP, base64.b64encode(png).decode())
            picture = base64.b64decode(webp)
            assert len(picture) < LARGEST, f"{name}: {len(picture)} bytes"
            FOLDER.mkdir(exist_ok=True)
            (FOLDER / f"{name}-{language}.webp").write_bytes(picture)

        await tour(walk, take)


async def settled_picture(page: Page) -> bytes:
    await page.evaluate("document.fonts.ready")
    return await page.locator(".phone").screenshot(animations="disabled")
