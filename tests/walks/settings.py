"""Walks through what people choose for themselves, and what they look up."""

from tests.walks.buying import has
from tests.walks.walk import Walk, story

# The panel can list devices.
LISTS = """
    insert into vpn.panel_states (panel_id, probe_at, scan_at, capabilities)
    select p.id, 'infinity', 'infinity', '{devices}' from vpn.panels as p
    on conflict (panel_id) do update set capabilities = excluded.capabilities
"""


@story("Language, notifications, and the commands")
async def choices(walk: Walk) -> None:
    await walk.begin()
    walk.part("Language and time")
    await walk.tap("go:more", "go:language", "go:zones", "go:language", "go:zones")
    await walk.tap("zone:Asia/Omsk", "go:menu", "go:more", "go:language")
    await walk.choose_language()
    walk.part("Notifications")
    await walk.tap("go:more", "go:notices", "tips:off", "tips:on", "go:more", "go:menu")
    walk.part("Commands")
    for command in ("start", "profile", "buy", "history", "language", "support", "privacy", "help"):
        await walk.write(f"/{command}")


@story("Devices: listed, unbound one by one and all at once")
async def devices(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.shop_does("The panel can list devices", LISTS)
    await walk.panel_takes_its_time()
    with walk.job("new device"):
        await walk.tap("go:profile", "go:devices")
    await _panel_tells(walk, "Pixel 9", "iPad")
    await walk.tap("unbind:ask", "go:devices", "unbind:ask", "unbind:do")
    await _panel_tells(walk, "iPad", "Mac", "Galaxy")
    await walk.tap("unbind:ask:0", "unbind:do")
    await _panel_tells(walk)
    await walk.tap("go:reissue", "go:access", "go:menu")


async def _panel_tells(walk: Walk, *names: str) -> None:
    listed = [f'{{"id": "{name}", "name": "{name}", "platform": "OS"}}' for name in names]
    await walk.shop_does(
        "The panel tells which devices there are",
        f"""
        select vpn.devices_told(
          '', jsonb_build_object('access_id', l.access_id), '{{"devices": [{", ".join(listed)}]}}'
        )
        from vpn.device_lists as l
        """,
    )


@story("Connecting where the shop has no page: the key itself", page=False)
async def without_a_page(walk: Walk) -> None:
    await walk.begin()
    await walk.tap("trial", "qr", "close", "go:reissue", "reissue")
    await walk.tap("go:menu")
