"""The devices that are bound to a subscription, and how one of them is unbound."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.api import Device, DeviceList
from bot.callbacks import Go, Unbind
from bot.screens.base import Screen, back, button, main_button, screen
from texts import Translator, moment

# How many have a button; those that were seen last.
MOST_DEVICES = 20
ALL = 0


def devices_screen(say: Translator, known: DeviceList, devices: Sequence[Device]) -> Screen:
    shown = devices[:MOST_DEVICES]
    free = [device for device in shown if not device.is_unbinding]
    parts = [
        _head(say, known),
        "\n".join(_line(say, device) for device in shown),
        _note(say, known, shown),
    ]
    all_of_them = button(say("button-unbind-all"), Unbind(step="ask", device=ALL))
    return screen(
        "devices",
        "\n\n".join(part for part in parts if part),
        *[[_ask_button(say, device)] for device in free],
        [all_of_them] if len(free) > 1 else [],
        [button(say("button-reissue"), Go(place="reissue"))],
        back(say, Go(place="profile")),
    )


def unbind_screen(say: Translator, device: Device | None) -> Screen:
    """Says what unbinding means, and asks for confirmation; None stands for all devices."""
    keep = Go(place="devices")
    text = say("unbind-all") if device is None else say("unbind", device=_name(say, device))
    number = ALL if device is None else device.device
    return screen(
        "unbind",
        text,
        [button(say("button-unbind-yes"), Unbind(step="do", device=number))],
        [main_button(say("button-keep-device"), keep)],
        back(say, keep),
    )


def _head(say: Translator, known: DeviceList) -> str:
    if known.read_at is None:
        return say("devices-unread")
    if known.device_limit is None:
        return say("devices-unlimited", count=known.bound)
    return say("devices", count=known.bound, limit=known.device_limit)


def _line(say: Translator, device: Device) -> str:
    name = _name(say, device)
    if device.is_unbinding:
        return say("devices-unbinding", device=name)
    if device.seen_at is None:
        return say("devices-line", device=name)
    return say("devices-line-seen", device=name, at=moment(device.seen_at))


def _note(say: Translator, known: DeviceList, listed: Sequence[Device]) -> str:
    if known.is_reading:
        return say("devices-reading")
    if known.outcome == "failed":
        return say("devices-failed")
    if known.read_at is None:
        return say("devices-late")
    if known.bound:
        return say("devices-note")
    return say("devices-none") if not listed else ""


def _name(say: Translator, device: Device) -> str:
    """Returns its model, system and, if there are several, server."""
    told = [device.name, device.platform, device.place]
    return ", ".join(part for part in told if part) or say("devices-unnamed")


def _ask_button(say: Translator, device: Device) -> InlineKeyboardButton:
    label = say("button-unbind", device=_name(say, device))
    return button(label, Unbind(step="ask", device=device.device))
