"""Devices in the chat: what is listed, what is asked, and a list that comes later."""

import json
from base64 import b64decode
from dataclasses import replace

from bot.api import Device, DeviceList
from bot.callbacks import Unbind
from bot.screens import Screen, devices_screen, unbind_screen
from bot.screens.profile import profile_screen
from tests.support import ANN, Connection, Database
from tests.support.bot import Person, Shop, labels
from tests.support.screens import HOME, NOW, PROFILE, SAY
from tests.support.web import open_page
from texts import Catalog

LIST = DeviceList("ok", 2, 3, NOW, False)
PHONE = Device(7, "Pixel <9>", "Android", NOW, None, False)
TABLET = Device(8, None, None, None, "DE", False)


def shown(screen: Screen) -> list[str]:
    return [button.text for row in screen.keyboard.inline_keyboard for button in row]


def test_devices_are_listed_with_a_button_each() -> None:
    screen = devices_screen(SAY, LIST, [PHONE, TABLET, replace(PHONE, device=9, is_unbinding=True)])
    assert "Devices: 2 of 3" in screen.text
    assert "• Pixel &lt;9&gt;, Android – last seen " in screen.text
    assert "• DE\n" in screen.text
    assert screen.text.count("being unbound") == 1
    assert shown(screen) == [
        "✕ Pixel <9>, Android",
        "✕ DE",
        "Unbind all",
        "New address",
        "Back",
        "Menu",
    ]
    assert screen.keyboard.inline_keyboard[0][0].callback_data == "unbind:ask:7"


def test_a_single_device_needs_no_button_for_all() -> None:
    assert "Unbind all" not in shown(devices_screen(SAY, LIST, [PHONE]))


def test_more_devices_than_fit_are_counted() -> None:
    many = [replace(PHONE, device=n) for n in range(50)]
    screen = devices_screen(SAY, replace(LIST, bound=50, device_limit=None), many)
    assert "Devices: 50" in screen.text
    assert len(screen.text) < 4096
    assert sum(label.startswith("✕") for label in shown(screen)) == 20


def test_what_is_not_known_is_said() -> None:
    empty = replace(LIST, bound=0)
    for known, said in (
        (empty, "No device is bound yet"),
        (replace(empty, read_at=None, is_reading=True), "We are asking the server"),
        (replace(empty, read_at=None), "has not answered yet"),
        (replace(empty, outcome="failed"), "cannot list the devices"),
    ):
        assert said in devices_screen(SAY, known, []).text
    assert "Устройства: 2 из 3" in devices_screen(Catalog.load().translator("ru"), LIST, []).text


def test_what_is_being_unbound_is_not_called_never_bound() -> None:
    unbinding = replace(PHONE, is_unbinding=True)
    text = devices_screen(SAY, replace(LIST, bound=0), [unbinding]).text
    assert "being unbound" in text
    assert "No device is bound yet" not in text


def test_before_a_device_is_unbound_its_user_is_asked() -> None:
    screen = unbind_screen(SAY, PHONE)
    assert "Unbind Pixel &lt;9&gt;, Android?" in screen.text
    assert screen.keyboard.inline_keyboard[0][0].callback_data == "unbind:do:7"
    everything = unbind_screen(SAY, None).about(3)
    data = everything.keyboard.inline_keyboard[0][0].callback_data
    assert data == Unbind(step="do", device=0, subscription=3).pack()


def test_the_profile_leads_to_them_where_a_panel_lists_them() -> None:
    assert "Devices" not in shown(profile_screen(SAY, PROFILE, HOME))
    assert "Devices" in shown(profile_screen(SAY, replace(PROFILE, lists_devices=True), HOME))


async def test_a_device_is_unbound_in_the_chat(shop: Shop, db: Connection, ann: Person) -> None:
    await ann.goes("Try free (3 days)", "being turned on")
    await shop.apply_vpn()
    await ann.sees("vless://")
    await db.execute(
        """
        insert into vpn.panel_states (panel_id, probe_at, scan_at, capabilities)
        select p.id, 'infinity', 'infinity', '{devices}' from vpn.panels as p
        """
    )
    await ann.goes(
        "Back", "🟢", "Subscription", "Valid until", "Devices", "We are asking the server"
    )
    await panel_tells(db, "one", "two")
    listed = await ann.sees("• Phone one, iOS")
    assert "✕ Phone two, iOS" in labels(listed)

    await ann.goes("✕ Phone one, iOS", "Unbind Phone one, iOS?", "Keep", "• Phone one")
    await ann.goes("✕ Phone one, iOS", "Unbind Phone one", "Yes, unbind", "being unbound")
    await ann.alert("the server is told")
    before = await ann.from_bot()
    await panel_tells(db, "two")
    left = await ann.sees("Devices: 1", beside=before)
    assert "Phone one" not in left["text"]
    await ann.tap_data("unbind:do:999", left["message_id"])
    await ann.alert("It is not bound any more")


async def test_a_device_that_loaded_the_subscription_is_unbound_in_the_chat(
    shop: Shop, database: Database, db: Connection, ann: Person
) -> None:
    """The panel knows of none: the page has seen it, and refuses a second one until then."""
    await ann.goes("Try free (3 days)", "being turned on")
    await shop.apply_vpn()
    await ann.sees("vless://")
    await db.execute("update vpn.desired set device_limit = 1")
    token = await db.fetchval("select token from api.subscription_address($1)", ANN)
    phone, tablet = (
        {"user-agent": "Happ/2.1.0", "x-hwid": f"hwid-{model}", "x-device-model": model}
        for model in ("Pixel 9", "Tab S10")
    )
    async with open_page(database, db) as page:

        async def gets(headers: dict[str, str]) -> bool:
            answer = await page.http.get(f"/sub/{token}", headers=headers)
            return b64decode(answer.text).decode().count("vless://") > 0 and (
                b"@0.0.0.0:" not in b64decode(answer.text)
            )

        assert await gets(phone)
        assert not await gets(tablet)
        await ann.goes("Back", "🟢", "Subscription", "Valid until", "Devices", "Devices: 1 of 1")
        await ann.goes("✕ Pixel 9", "Unbind Pixel 9?", "Yes, unbind", "Valid until")
        await ann.alert("its place is free")
        assert await gets(tablet)


async def panel_tells(db: Connection, *devices: str) -> None:
    listed = [{"id": it, "name": f"Phone {it}", "platform": "iOS"} for it in devices]
    await db.execute(
        """
        select vpn.devices_told('', jsonb_build_object('access_id', l.access_id), $1)
        from vpn.device_lists as l
        """,
        json.dumps({"devices": listed}),
    )
