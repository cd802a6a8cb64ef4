"""The chat page in a real browser, against the emulators alone."""

import asyncio
from collections.abc import AsyncIterator
from typing import Literal

import pytest
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LabeledPrice,
)
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from gateways import http
from gateways.payments.heleket import Heleket
from gateways.payments.port import HostedPage
from gateways.payments.stripe import Stripe
from gateways.payments.yookassa import YooKassa
from sandbox.settings import SandboxSettings
from tests.support import ANN, PATIENCE
from tests.support import sandbox as sandboxes
from tests.support.browser import faults, is_wide
from tests.support.payments import invoice
from tests.support.sandbox import Sandbox

LINK = "https://vpn.example"
MARKUP = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Menu", callback_data="menu")]]
)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with sandboxes.sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def page(sandbox: Sandbox, browser: Browser) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 1480, "height": 920})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    await page.goto(sandbox.url)
    yield page
    outside = [c for c in complaints if not c.startswith(sandbox.url)]
    assert outside == [], "errors of the script, or requests to other hosts"


@pytest.mark.long
async def test_a_person_starts_taps_and_sees_the_screen_change(
    sandbox: Sandbox, page: Page
) -> None:
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.locator(".mine")).to_contain_text("/start")
    screen = await sandbox.bot.send_message(
        ANN, "<b>Hi</b>", parse_mode="HTML", reply_markup=MARKUP
    )
    await page.get_by_role("button", name="Menu").click()
    query = (await sandbox.bot.get_updates(timeout=5))[-1].callback_query
    assert query is not None
    assert query.data == "menu"
    await sandbox.bot.edit_message_text("The menu", chat_id=ANN, message_id=screen.message_id)
    await sandbox.bot.answer_callback_query(query.id, text="Here you are")
    await expect(page.locator(".message:not(.mine) .bubble")).to_contain_text("The menu")
    await expect(page.locator(".toast")).to_have_text("Here you are")
    await expect(page.locator(".message")).to_have_count(2)


@pytest.mark.long
async def test_text_from_outside_is_never_markup(sandbox: Sandbox, page: Page) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\">"
    await sandbox.meet(text=evil)
    await sandbox.bot.send_message(ANN, evil)
    await expect(page.locator(".bubble")).to_contain_text([evil, evil])
    assert await page.locator(".bubble img").count() == 0
    await sandbox.bot.send_message(ANN, '<a href="tg://x">link</a>', parse_mode="HTML")
    await expect(page.locator(".bubble a")).to_have_attribute("href", "tg://x")
    assert await page.title() == "Tickover sandbox"


@pytest.mark.long
async def test_an_invoice_is_paid_from_its_button(sandbox: Sandbox, page: Page) -> None:
    await sandbox.meet()
    price = [LabeledPrice(label="x", amount=150)]
    await sandbox.bot.send_invoice(ANN, "Top up", "For your balance", "order:7", "XTR", price)
    await page.get_by_role("button", name="Pay 150 XTR").click()
    await page.get_by_role("button", name="Pay", exact=True).click()
    offset = 0
    async with asyncio.timeout(PATIENCE):
        while True:
            update = (await sandbox.bot.get_updates(offset=offset, timeout=5, limit=1))[0]
            offset = update.update_id + 1
            if update.pre_checkout_query:
                break
    await sandbox.bot.answer_pre_checkout_query(update.pre_checkout_query.id, ok=True)
    await expect(page.locator(".service")).to_have_text("You paid ⭐ 150")
    await expect(page.locator(".invoice .paid")).to_be_visible()


@pytest.mark.long
async def test_clock_and_faults_are_switched_here(sandbox: Sandbox, page: Page) -> None:
    before = (await sandbox.get("clock"))["now"]
    await page.get_by_role("button", name="+3 d").click()
    await expect(page.locator("#shift")).to_have_text("+3 d")
    assert (await sandbox.get("clock"))["now"] > before
    await page.get_by_role("button", name="stale link").click()
    await expect(page.get_by_role("button", name="stale link")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert (await sandbox.get("faults"))["vpn"]["stale_link"]
    await page.get_by_role("button", name="All off").click()
    await expect(page.get_by_role("button", name="All off")).to_be_hidden()
    assert not (await sandbox.get("faults"))["vpn"]["stale_link"]


@pytest.mark.long
async def test_the_clock_goes_back_only_after_a_warning(sandbox: Sandbox, page: Page) -> None:
    reset = page.get_by_role("button", name="Reset")
    await expect(reset).to_be_hidden()
    await page.get_by_role("button", name="+3 d").click()
    await expect(page.locator("#shift")).to_have_text("+3 d")
    moved = (await sandbox.get("clock"))["now"]
    await reset.click()
    await expect(page.locator("dialog")).to_contain_text("What has been done stays done")
    await page.get_by_role("button", name="Cancel").click()
    assert (await sandbox.get("clock"))["now"] >= moved
    await reset.click()
    await page.get_by_role("button", name="Go back").click()
    await expect(page.locator("#shift")).to_be_hidden()
    assert (await sandbox.get("clock"))["now"] < moved


@pytest.mark.long
async def test_a_day_of_another_year_says_so(sandbox: Sandbox, page: Page) -> None:
    await sandbox.meet()
    day = page.locator(".day")
    year = (await sandbox.get("clock"))["now"][:4]
    await expect(day).not_to_contain_text(year)
    await sandbox.post("clock", {"advance": "365 days"})
    await page.reload()
    await expect(day).to_contain_text(year)


@pytest.mark.long
async def test_several_people_have_chats_of_their_own(sandbox: Sandbox, page: Page) -> None:
    await sandbox.meet(text="from Ann")
    await page.get_by_title("Борис, 1002").click()
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.locator(".message")).to_have_count(1)
    boris = await sandbox.get("chats/1002")
    assert boris["user"]["language_code"] == "ru"
    await page.get_by_title("Ann, 1001").click()
    await expect(page.locator(".message")).to_contain_text("from Ann")


@pytest.mark.long
async def test_requests_are_shown_as_they_come(sandbox: Sandbox, page: Page) -> None:
    await page.get_by_role("tab", name="Requests").click()
    await sandbox.bot.get_me()
    await expect(page.locator("#tables")).to_contain_text("getMe")


@pytest.mark.long
async def test_a_provider_has_its_checkout_page(sandbox: Sandbox, page: Page) -> None:
    terms = {"currency_type": "fiat", "fiat": "RUB", "amount": "250", "description": "Top up"}
    headers = {"Crypto-Pay-API-Token": "1000:sandbox"}
    answer = await sandbox.http.post("/crypto/api/createInvoice", json=terms, headers=headers)
    await page.goto(answer.json()["result"]["bot_invoice_url"])
    await expect(page.locator("#price")).to_have_text("250 RUB")
    await page.get_by_role("button", name="Pay", exact=True).click()
    await expect(page.locator("#pay")).to_have_text("✓ Paid")
    assert (await sandbox.get("crypto/invoices"))[0]["status"] == "paid"


@pytest.mark.long
@pytest.mark.parametrize("provider", ["yookassa", "stripe", "heleket"])
async def test_each_provider_shows_its_price_and_is_paid(
    sandbox: Sandbox, page: Page, provider: str
) -> None:
    secret = SecretStr("sandbox")
    async with http.client() as client:
        pages: dict[str, HostedPage] = {
            "yookassa": YooKassa(client, f"{sandbox.url}/yookassa/v3", "100500", secret),
            "stripe": Stripe(client, f"{sandbox.url}/stripe/v1", SecretStr("sk_test_sandbox")),
            "heleket": Heleket(
                client,
                f"{sandbox.url}/heleket/v1",
                SandboxSettings.bare().heleket_merchant,
                SecretStr("sandbox-payment"),
            ),
        }
        made = await pages[provider].create(invoice())
    assert made.url
    await page.goto(made.url)
    await expect(page.locator("#price")).to_have_text("250.00 RUB")
    await page.get_by_role("button", name="Pay", exact=True).click()
    await expect(page.locator("#pay")).to_have_text("✓ Paid")


# The wallpaper is a picture, on which axe-core cannot tell a contrast: its lightest part has to do.
PLAIN_WALLPAPER = """
    :root { --wallpaper: #dbddbb !important; --doodles: 0 !important; }
    @media (prefers-color-scheme: dark) { :root { --wallpaper: #16273a !important; } }
    * { animation: none !important; transition: none !important; }
"""
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


async def chat_with_everything(sandbox: Sandbox) -> None:
    """What a screen can have: marks, a main button, long labels, a right-to-left text."""
    await sandbox.meet()
    keys = [
        [InlineKeyboardButton(text="Renew", callback_data="go:renew", style="primary")],
        [
            InlineKeyboardButton(text="A label that is far too long for half a row", url=LINK),
            InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="key")),
        ],
    ]
    text = '<b>Basic</b> <code>vless://key</code> <a href="https://vpn.example">page</a>'
    await sandbox.bot.send_message(
        ANN, text, parse_mode="HTML", reply_markup=InlineKeyboardMarkup(inline_keyboard=keys)
    )
    await sandbox.bot.send_message(ANN, "مرحبا Tickover!")


@pytest.mark.long
@pytest.mark.parametrize("width", [390, 1480])
@pytest.mark.parametrize("scheme", SCHEMES)
async def test_everybody_can_read_and_reach_it(
    sandbox: Sandbox, browser: Browser, scheme: Literal["light", "dark"], width: int
) -> None:
    await chat_with_everything(sandbox)
    page = await browser.new_page(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    await page.goto(sandbox.url)
    await page.add_style_tag(content=PLAIN_WALLPAPER)
    await expect(page.locator(".message")).to_have_count(3)
    await page.get_by_role("tab", name="Requests").click()
    await expect(page.locator("#tables")).to_contain_text("sendMessage")
    assert await faults(page) == []
    assert not await is_wide(page)
    await page.get_by_role("button", name="Commands").click()
    assert await faults(page) == []
    await page.close()


@pytest.mark.long
async def test_a_phone_gives_the_chat_its_width_and_cuts_labels(
    sandbox: Sandbox, browser: Browser
) -> None:
    await chat_with_everything(sandbox)
    page = await browser.new_page(viewport={"width": 390, "height": 844})
    await page.goto(sandbox.url)
    await expect(page.locator(".message")).to_have_count(3)
    assert await page.locator(".phone").evaluate("it => it.getBoundingClientRect().width") == 390
    heights = await page.locator(".keyboard button").evaluate_all(
        "all => all.map(it => it.getBoundingClientRect().height)"
    )
    assert len(set(heights)) == 1, "a label that is too long is cut and makes no second line"
    direction = "it => getComputedStyle(it).direction"
    assert await page.locator(".bubble", has_text="مرحبا").evaluate(direction) == "rtl"
    await page.close()


@pytest.mark.long
async def test_the_keyboard_alone_is_enough(sandbox: Sandbox, page: Page) -> None:
    await chat_with_everything(sandbox)
    await page.locator(".bubble code").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast")).to_have_text("Copied")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    renew = page.get_by_role("button", name="Renew")
    await expect(renew).to_be_focused()
    ring = "it => getComputedStyle(it).outlineStyle"
    assert await renew.evaluate(ring) == "solid"
    await page.get_by_label("Message", exact=True).focus()
    assert await page.get_by_label("Message", exact=True).evaluate(ring) == "solid"
    await page.get_by_role("button", name="Commands").press("Enter")
    await expect(page.get_by_role("button", name="Close")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Commands")).to_be_focused()
