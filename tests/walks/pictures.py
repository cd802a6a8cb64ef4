"""Takes the pictures of docs/screens.md and docs/dba.md: `make pictures`. No test run does."""

import base64
import io
import random
import re
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from PIL import Image
from playwright.async_api import Browser, Page

from bot.drawing import Panel, Picture, Series, drawn
from bot.screens.admin.figures import short_day
from bot.screens.payment import way_to_pay
from scripts.ops.app import Ops
from scripts.ops.source import Source
from tests.support import REPOSITORY, Connection, Database, eventually, small_shop
from tests.walks.walk import LANGUAGES, Story, Walk, opened
from texts import Catalog

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


@pytest.mark.parametrize(("kind", "language"), [("revenue", "en"), ("active", "ru")])
async def test_pictures_of_figures(kind: str, language: str) -> None:
    """Of a shop that there is not."""
    say, chance = Catalog.load().translator(language), random.Random(5)
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(30)]
    names = [short_day(say, day) for day in days]

    def money(provider: str, usual: int) -> Series:
        return Series(way_to_pay(say, provider), [usual * chance.uniform(0.5, 1.4) for _ in days])

    def count(name: str, first: int, least: int, most: int) -> Series:
        steps = [chance.randint(least, most) for _ in days]
        values = [first + sum(steps[: n + 1]) for n in range(len(days))]
        return Series(say("button-admin-series", name=name), values)

    panels = {
        "revenue": [
            Panel("RUB", "bars", names, [money("yookassa", 6000), money("crypto_pay", 1500)]),
            Panel("XTR", "bars", names, [money("stars", 150)]),
        ],
        "active": [
            Panel("", "lines", names, [count("active", 210, -2, 7), count("trial", 30, -4, 4)])
        ],
    }
    title = say("button-admin-picture", kind=kind, days=len(days))
    png = await drawn(Picture(title, panels[kind]))
    small = Image.open(io.BytesIO(png)).convert("RGB").resize((784, 490))
    small.save(FOLDER / f"figures-{kind}-{language}.webp", quality=60, method=6)


async def settled_picture(page: Page) -> bytes:
    await page.evaluate("document.fonts.ready")
    return await page.locator(".phone").screenshot(animations="disabled")


async def test_picture_of_make_ops(database: Database) -> None:
    """With the reader's own letters: those that the drawing names come from elsewhere."""
    small_shop(database)
    source = Source(database.url("tickover_dba"))
    app = Ops(source)
    async with app.run_test(size=(80, 24)) as pilot:

        async def drawn() -> str | None:
            await pilot.pause(0.5)
            picture = app.export_screenshot(title="make ops")
            return picture if "plan&#160;plus" in picture else None

        picture = await eventually(drawn, within=60, every=0.5)
    source.close()
    assert picture
    picture = re.sub(r"@font-face \{.*?\}\s*|<!-- .*? -->\s*", "", picture, flags=re.DOTALL)
    (FOLDER / "ops.svg").write_text(picture.replace("Fira Code", "monospace"))
