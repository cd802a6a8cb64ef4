"""The programs that setup installs are found, and work from where they were found."""

from playwright.async_api import Browser

from scripts import tools


def test_postgresql_is_complete() -> None:
    found = tools.postgres()
    assert found
    assert found.complete
    assert found.psql.exists()


async def test_chromium_draws_a_page_with_letters_and_emoji(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content("<span id=a>Подписка</span><span id=b>🎲</span>")
    for name in "ab":
        box = await page.locator(f"#{name}").bounding_box()
        assert box
        assert box["width"] > 5
