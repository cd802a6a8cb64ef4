"""Settings and flags: those that an owner has to decide first, all others by search."""

import json
from typing import Any

from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message

from bot.admin_api import Refused
from bot.admin_api.shop import Setting, ShopCalls
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, text
from bot.handlers.admin.places import Part
from bot.handlers.admin.setting_values import CHOICES, value_of
from bot.screens import Screen
from bot.screens.admin.settings import (
    all_settings_screen,
    setting_screen,
    setting_text,
    setting_title,
    setting_value,
    setting_words,
    settings_screen,
)
from texts import LANGUAGES

HERE = AdminGo(place="settings")
# The choice that leaves a setting without a value.
NOTHING = "null"
BY_LANGUAGE = "terms"


def of_setting(name: str | None) -> AdminGo:
    return AdminGo(place="setting", word=name) if name else HERE


async def show_settings(admin: Admin, here: AdminGo) -> Screen:
    return settings_screen(admin.say, await ShopCalls(admin.calls).settings())


async def show_all(admin: Admin, here: AdminGo) -> Screen:
    return all_settings_screen(admin.say, await ShopCalls(admin.calls).settings(), here, None)


async def show_setting(admin: Admin, here: AdminGo) -> Screen:
    settings = await ShopCalls(admin.calls).settings()
    one = settings.get(here.word or "")
    if one is None:
        return settings_screen(admin.say, settings)
    return setting_screen(admin.say, one, settings)


async def search(admin: Admin, draft: Draft) -> Screen:
    """Searches in names, and in the words of the admin's language."""
    settings = await ShopCalls(admin.calls).settings()
    words = draft.values["setting_query"].lower().split()

    def says(name: str) -> str:
        return f"{name} {name.replace('_', ' ')} {setting_words(admin.say, name)}".lower()

    found = [name for name in settings if all(word in says(name) for word in words)]
    found.sort(key=lambda name: words[0] not in setting_title(admin.say, name).lower())
    return all_settings_screen(admin.say, settings, HERE, found)


async def _one(admin: Admin, draft: Draft) -> tuple[Setting, dict[str, Setting]]:
    settings = await ShopCalls(admin.calls).settings()
    if draft.word not in settings:
        raise Refused(admin.say("toast-stale"))
    return settings[draft.word], settings


async def choices(admin: Admin, draft: Draft) -> list[Choice]:
    one, settings = await _one(admin, draft)
    offered = [
        Choice(_shown(admin, one, value, settings), json.dumps(value))
        for value in CHOICES.get(one.kind, ())
    ]
    if one.may_be_null:
        offered.append(Choice(admin.say("admin-value-none"), NOTHING))
    return offered


async def languages(admin: Admin, draft: Draft) -> list[Choice]:
    settings = await ShopCalls(admin.calls).settings()
    return [Choice(LANGUAGES[code], code) for code in settings["languages"].now]


async def parsed(admin: Admin, draft: Draft, written: str) -> str:
    """The value as JSON."""
    one, _ = await _one(admin, draft)
    value = value_of(one.kind, written)
    if one.name == "support_chat":
        await _is_member(admin, value)
    return json.dumps(value)


async def _is_member(admin: Admin, chat_id: int, *, administrates: bool = False) -> None:
    """Raises Refused if the bot is not in the chat: the shop would write into nothing, or Telegram
    would not say who is there."""
    try:
        found = await admin.bot.get_chat_member(chat_id, admin.bot.id)
    except TelegramAPIError as error:
        raise Refused(admin.say("admin-bot-is-not-there")) from error
    if found.status in ("left", "kicked") or (
        administrates and found.status not in ("administrator", "creator")
    ):
        raise Refused(
            admin.say("admin-bot-is-no-admin" if administrates else "admin-bot-is-not-there")
        )


def _shown(admin: Admin, one: Setting, value: Any, settings: dict[str, Setting]) -> str:
    return setting_value(admin.say, one, value, settings)


async def about(admin: Admin, draft: Draft) -> str:
    one, settings = await _one(admin, draft)
    told = setting_text(admin.say, one, settings)
    if "setting_value" not in draft.values:
        return told
    value = _new_value(one, draft)
    shown = _shown(admin, one, value, settings)
    return f"{told}\n\n{admin.say('admin-setting-then', value=shown)}"


def _new_value(one: Setting, draft: Draft) -> Any:
    """Adds texts by language to those that are there; an address is for all languages."""
    value = json.loads(draft.values["setting_value"])
    locale = draft.values.get("setting_language")
    if locale is None or value is None:
        return value
    texts = {**(one.now or {}), locale: value}
    return {"en": value, **texts}


async def set_setting(admin: Admin, draft: Draft) -> Done:
    one, _ = await _one(admin, draft)
    value = _new_value(one, draft)
    outcome = await ShopCalls(admin.calls).set_setting(one.name, value, draft.values["reason"])
    return Done(admin.say("admin-changed", outcome=outcome), of_setting(one.name))


def channel(message: Message) -> str | None:
    """Reads a channel: @name, a link, an id, or a message that was forwarded from it."""
    origin = getattr(message.forward_origin, "chat", None)
    if origin is not None:
        return str(origin.id)
    found = text(message)
    return found and found.replace("https://t.me/", "@")


async def known_channel(admin: Admin, draft: Draft, written: str) -> dict[str, Any]:
    try:
        chat = await admin.bot.get_chat(int(written) if written.lstrip("-").isdigit() else written)
    except TelegramAPIError as error:
        raise Refused(admin.say("admin-no-such-channel")) from error
    await _is_member(admin, chat.id, administrates=True)
    url = f"https://t.me/{chat.username}" if chat.username else chat.invite_link
    if not url:
        raise Refused(admin.say("admin-channel-has-no-link"))
    return {"id": chat.id, "url": url, "title": (chat.title or url)[:64]}


async def _set_channels(admin: Admin, channels: list[Any], reason: str) -> Done:
    outcome = await ShopCalls(admin.calls).set_setting("required_channels", channels, reason)
    return Done(admin.say("admin-changed", outcome=outcome), of_setting("required_channels"))


async def add_channel(admin: Admin, draft: Draft) -> Done:
    settings = await ShopCalls(admin.calls).settings()
    added = draft.values["channel"]
    kept = [one for one in settings["required_channels"].now if one["id"] != added["id"]]
    return await _set_channels(admin, [*kept, added], draft.values["reason"])


async def remove_channel(admin: Admin, draft: Draft) -> Done:
    settings = await ShopCalls(admin.calls).settings()
    kept = [one for one in settings["required_channels"].now if one["id"] != -(draft.about or 0)]
    return await _set_channels(admin, kept, draft.values["reason"])


VALUE = Field(
    "setting_value",
    text,
    choices=choices,
    complete=parsed,
    told_above=True,
)
LANGUAGE = Field(
    "setting_language",
    lambda message: None,
    choices=languages,
    shown=lambda admin, draft, value: LANGUAGES[value],
    asked_if=lambda draft: draft.word == BY_LANGUAGE,
)
CHANNEL = Field(
    "channel",
    channel,
    complete=known_channel,
    shown=lambda admin, draft, value: str(value["title"]),
)
PART = Part(
    places={"settings": show_settings, "all_settings": show_all, "setting": show_setting},
    forms=(
        Form(
            "setting",
            "settings",
            (LANGUAGE, VALUE, REASON),
            set_setting,
            lambda draft: of_setting(draft.word),
            about,
        ),
        Form(
            "find_setting",
            "settings",
            (Field("setting_query", text),),
            search,
            lambda _: HERE,
            at_once=True,
        ),
        Form(
            "channel",
            "settings",
            (CHANNEL, REASON),
            add_channel,
            lambda _: of_setting("required_channels"),
        ),
        Form(
            "channel_gone",
            "settings",
            (REASON,),
            remove_channel,
            lambda _: of_setting("required_channels"),
        ),
    ),
    entries={"settings": "settings"},
)
