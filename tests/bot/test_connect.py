"""Connect where the shop has a subscription page: device, app, one tap; and a leaked address."""

from dataclasses import replace

from bot.api import Access, ClientApp
from bot.callbacks import Reissue
from bot.screens import (
    Address,
    Screen,
    access_screen,
    device_screen,
    paid_screen,
    reissue_screen,
)
from tests.bot.test_screens import ACTIVE, NOW, SAY
from tests.support import Connection, Database
from tests.support.bot import Person, Sandbox, labels, open_shop
from texts import Catalog

URL = "https://vpn.example/sub/" + "t" * 32
ADDRESS = Address(URL, 3)
READY = Access("ready", "vless://key", "Basic", NOW)
HAPP = ClientApp("happ", "Happ", "ios", True, "https://store.example/happ", True)
INCY = replace(HAPP, code="incy", title="INCY", store_url="https://store.example/incy")
ON_TV = replace(HAPP, code="tv", platform="tv", can_open=False)


def urls(screen: Screen) -> list[list[str | None]]:
    rows = screen.keyboard.inline_keyboard
    return [[button.url for button in row] for row in rows if any(one.url for one in row)]


def shown(screen: Screen) -> list[list[str]]:
    return [[button.text for button in row] for row in screen.keyboard.inline_keyboard]


def test_connect_asks_for_the_device_and_shows_the_address_not_a_key() -> None:
    screen = access_screen(SAY, READY, ACTIVE, address=ADDRESS)
    assert URL in screen.text
    assert "vless://" not in screen.text
    assert shown(screen) == [
        ["iPhone", "Android", "Windows"],
        ["Mac", "Linux", "TV"],
        ["Copy address", "QR code"],
        ["Open the page", "New address"],
        ["Back"],
    ]
    assert urls(screen) == [[URL, None]]


def test_without_a_page_the_key_is_shown_and_can_be_replaced() -> None:
    screen = access_screen(SAY, READY, ACTIVE, address=replace(ADDRESS, url=None))
    assert "vless://key" in screen.text
    assert ["New address"] in shown(screen)


def test_a_server_that_lags_is_said() -> None:
    screen = access_screen(SAY, READY, ACTIVE, address=replace(ADDRESS, servers=3, ready=2))
    assert "2 of 3 servers are ready" in screen.text
    assert "servers" not in access_screen(SAY, READY, ACTIVE, address=ADDRESS).text


def test_a_device_has_two_apps_each_to_install_and_to_add_to() -> None:
    other = replace(HAPP, code="other", title="Other", recommended=False)
    screen = device_screen(SAY, "ios", [HAPP, INCY, other], URL)
    assert shown(screen)[:2] == [
        ["Install Happ", "Add to Happ"],
        ["Install INCY", "Add to INCY"],
    ]
    assert urls(screen) == [
        ["https://store.example/happ", f"{URL}/open/happ?on=ios"],
        ["https://store.example/incy", f"{URL}/open/incy?on=ios"],
        [URL],
    ]
    assert "Other" not in str(shown(screen))
    only = device_screen(SAY, "linux", [other], URL)
    assert shown(only)[0] == ["Install Other", "Add to Other"]


def test_a_television_is_shown_a_code() -> None:
    screen = device_screen(SAY, "tv", [ON_TV], URL)
    assert "scan the QR code" in screen.text
    assert shown(screen)[0] == ["Install Happ"]


def test_what_a_new_address_breaks_is_said_before() -> None:
    screen = reissue_screen(SAY, ADDRESS)
    assert "on all your devices" in screen.text
    data = [button.callback_data for row in screen.keyboard.inline_keyboard for button in row]
    assert data[0] == Reissue(number=3).pack()


def test_after_paying_one_tap_leads_on() -> None:
    screen = paid_screen(SAY, "paid", ACTIVE, "vless://key", page=URL)
    assert "vless://" not in screen.text
    assert shown(screen)[0] == ["Connect", "Copy address"]
    soon = paid_screen(SAY, "paid", ACTIVE, None, page=URL)
    assert "being turned on" in soon.text
    assert shown(soon)[0] == ["Connect"]


def test_it_is_in_russian() -> None:
    say = Catalog.load().translator("ru")
    screen = access_screen(say, READY, ACTIVE, address=replace(ADDRESS, servers=3, ready=1))
    assert "Готовы серверы: 1 из 3" in screen.text
    assert shown(device_screen(say, "ios", [HAPP], URL))[0] == [
        "Установить Happ",
        "Добавить в Happ",
    ]


async def test_from_the_trial_to_the_app_and_to_another_address(
    database: Database, db: Connection, telegram: Sandbox
) -> None:
    async with open_shop(database, db, telegram, page_url="https://vpn.example") as shop:
        ann: Person = telegram.person()
        await ann.arrive()
        await ann.goes("Try free (3 days)", "being turned on")
        await shop.apply_vpn()
        ready = await ann.sees("Which device")
        token = await db.fetchval("select token from vpn.subscription_addresses")
        assert f"https://vpn.example/sub/{token}" in ready["text"]
        device = await ann.goes("iPhone", "iPhone and iPad")
        links = [button["url"] for row in device["buttons"] for button in row if "url" in button]
        assert f"https://vpn.example/sub/{token}/open/happ?on=ios" in links
        await ann.goes("Back", "Which device")

        await ann.goes("New address", "A new address?", "Yes, a new address", "being turned on")
        await ann.alert("the old address does not work any more")
        await shop.apply_vpn()
        again = await ann.sees("Which device")
        assert token not in again["text"]
        assert "QR code" in labels(again)
        await ann.tap("QR code")
        await ann.goes("New address", "A new address?", "Yes, a new address", "Which device")
        await ann.alert("replaced only just now")
