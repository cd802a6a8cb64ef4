"""Connect: device, app, and one tap that adds the subscription to it. Without a subscription page,
the key itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.api import Access, ClientApp, Home
from bot.callbacks import ChooseDevice, Go, Platform, Reissue, ShowQr
from bot.screens.base import (
    Row,
    Screen,
    back,
    button,
    copy_button,
    link_button,
    main_button,
    screen,
)
from bot.screens.menu import buy_button, next_step
from bot.screens.status import plan_name, what_follows, with_incident
from texts import Translator, Value, moment

DEVICES: tuple[tuple[Platform, ...], ...] = (
    ("ios", "android", "windows"),
    ("macos", "linux", "tv"),
)
# How many apps a device is offered; the page has all of them.
MOST_APPS = 2


@dataclass(frozen=True)
class Address:
    """The address of a subscription; `url` is None if the shop has no page. `number`: which address
    it is. `ready` of `servers` panels have given links."""

    url: str | None
    number: int
    servers: int = 1
    ready: int = 1


def access_screen(
    say: Translator,
    access: Access,
    home: Home,
    *,
    is_slow: bool = False,
    address: Address | None = None,
) -> Screen:
    shown = _access_screen(say, access, home, is_slow=is_slow, address=address)
    return with_incident(say, home, shown)


def _access_screen(
    say: Translator, access: Access, home: Home, *, is_slow: bool, address: Address | None
) -> Screen:
    match access:
        case Access("ready", str(link), str(plan), datetime() as ends):
            if home.status == "grace" and home.expires_at is not None:
                ends = home.expires_at
            until: dict[str, Value] = {
                "plan": plan_name(say, home, plan),
                "ends": moment(ends),
                **what_follows(home),
            }
            if address is not None and address.url is not None:
                return _devices_screen(say, address, address.url, until)
            return screen(
                "access",
                say("access-ready", **until, link=link),
                [*copy_button(say, link), button(say("button-qr"), ShowQr())],
                _reissue_row(say, address),
                back(say),
            )
        case Access("expired", _, str(plan), datetime() as ended):
            return screen(
                "access",
                say("access-expired", plan=plan_name(say, home, plan), ends=moment(ended)),
                next_step(say, home)[1],
                back(say),
            )
        case Access("activating"):
            if is_slow:
                ask = button(say("button-support"), Go(place="support"))
                return screen("access", say("access-slow"), [ask], back(say))
            return screen("access", say("access-activating"), back(say))
        case _:
            first = next_step(say, home)[1] or [buy_button(say)]
            return screen("access", say("access-none"), first, back(say))


def _devices_screen(
    say: Translator, address: Address, url: str, until: Mapping[str, Value]
) -> Screen:
    parts = [say("access-page", **until, address=url)]
    if address.ready < address.servers:
        parts.append(say("access-lagging", ready=address.ready, count=address.servers))
    rows = [[_device_button(say, platform) for platform in row] for row in DEVICES]
    return screen(
        "access",
        "\n\n".join(parts),
        *rows,
        _by_hand(say, url),
        [link_button(say("button-page"), url), *_reissue_row(say, address)],
        back(say),
    )


def device_screen(
    say: Translator, platform: Platform, apps: Sequence[ClientApp], url: str
) -> Screen:
    """Shows how to install an app and add the subscription; `apps` are those of the platform."""
    offered = [app for app in apps if app.recommended][:MOST_APPS] or list(apps)[:MOST_APPS]
    can_open = any(app.can_open for app in offered)
    text = say("device" if can_open else "device-by-qr", platform=platform)
    return screen(
        "device",
        text,
        *[_app_row(say, app, url, main=place == 0) for place, app in enumerate(offered)],
        _by_hand(say, url),
        [link_button(say("button-all-apps"), url)],
        back(say, Go(place="access")),
    )


def reissue_screen(say: Translator, address: Address) -> Screen:
    """Says what stops working, and asks for confirmation."""
    keep = Go(place="access")
    return screen(
        "reissue",
        say("reissue"),
        [button(say("button-reissue-yes"), Reissue(number=address.number))],
        [main_button(say("button-keep-address"), keep)],
        back(say, keep),
    )


def _device_button(say: Translator, platform: Platform) -> InlineKeyboardButton:
    return button(say("button-device", platform=platform), ChooseDevice(platform=platform))


def _app_row(say: Translator, app: ClientApp, url: str, *, main: bool) -> Row:
    install = link_button(say("button-install", app=app.title), app.store_url)
    if not app.can_open:
        return [install]
    opening = f"{url}/open/{app.code}?on={app.platform}"
    return [install, link_button(say("button-add-to", app=app.title), opening, main=main)]


def _by_hand(say: Translator, url: str) -> Row:
    return [*copy_button(say, url, say("button-copy-address")), button(say("button-qr"), ShowQr())]


def _reissue_row(say: Translator, address: Address | None) -> Row:
    return [] if address is None else [button(say("button-reissue"), Go(place="reissue"))]
