"""Texts that the shop replaces, and what it says during an incident."""

import re
from datetime import timedelta
from html import escape

from aiogram.types import Message

from bot.admin_api import Refused
from bot.admin_api.shop import ShopCalls, ShopText
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, text
from bot.handlers.admin.places import Notes, Part
from bot.screens import Screen
from bot.screens.admin.settings import (
    incident_screen,
    language,
    text_screen,
    text_title,
    texts_screen,
)
from texts import Value, moment, title
from texts.refresh import refresh

HERE = AdminGo(place="texts")
INCIDENT = AdminGo(place="incident")
# What Telegram writes as HTML of what was formatted in the chat.
_FORMATTED = {
    *("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre"),
    *("text_link", "blockquote"),
}
_TAG = re.compile(r"</?[a-z]")


def of_text(name: str | None) -> AdminGo:
    return AdminGo(place="shop_text", word=name) if name else HERE


async def show_texts(admin: Admin, here: AdminGo) -> Screen:
    return texts_screen(admin.say, await ShopCalls(admin.calls).texts(), here)


async def show_text(admin: Admin, here: AdminGo) -> Screen:
    texts = await ShopCalls(admin.calls).texts()
    rows = [one for one in texts if one.name == here.word]
    if not rows:
        return texts_screen(admin.say, texts, HERE)
    return text_screen(admin.say, rows, _now(admin, rows[0]))


def _now(admin: Admin, one: ShopText) -> str:
    """Returns the present text as HTML; a plain text is escaped."""
    if one.name == "brand":
        return escape(_message(admin, "page-brand", one), quote=False)
    found = _message(admin, one.name, one)
    return escape(found, quote=False) if one.plain else found


def _message(admin: Admin, name: str, one: ShopText) -> str:
    return admin.catalog.format(
        admin.say.locale, name, _samples(admin, one), admin.user.home.timezone, admin.user.home.now
    )


def _samples(admin: Admin, one: ShopText) -> dict[str, Value]:
    """Returns samples of the variables, for a preview."""
    soon = moment(admin.user.home.now + timedelta(days=3))
    known: dict[str, Value] = {
        "expires_at": soon,
        "ends_at": soon,
        "plan": title({"en": "Basic", "ru": "Базовый"}),
    }
    return {name: known[name] for name in one.variables}


def markup(message: Message) -> str | None:
    """Returns what was written as HTML: formatted in the chat, or with tags that were typed."""
    found = text(message)
    if found is None:
        return None
    if any(entity.type in _FORMATTED for entity in message.entities or ()):
        return message.html_text.strip()
    return found if _TAG.search(found) else escape(found, quote=False)


def written(message: Message) -> dict[str, str] | None:
    found = text(message)
    return None if found is None else {"plain": found, "html": markup(message) or found}


async def _text(admin: Admin, draft: Draft) -> ShopText:
    texts = await ShopCalls(admin.calls).texts()
    found = next((one for one in texts if one.name == draft.word), None)
    if found is None:
        raise Refused(admin.say("toast-stale"))
    return found


async def checked(admin: Admin, draft: Draft, answer: dict[str, str]) -> str:
    one = await _text(admin, draft)
    found = answer["plain" if one.plain else "html"]
    refused = await ShopCalls(admin.calls).check_text(one.name, found)
    if refused.why is not None:
        raise Refused(
            admin.say(
                "toast-admin-text-refused",
                why=refused.why,
                what=f"{{{refused.what}}}" if "variable" in refused.why else refused.what or "",
            )
        )
    return found


async def languages(admin: Admin, draft: Draft) -> list[Choice]:
    codes = (await ShopCalls(admin.calls).settings())["languages"].now
    return [
        Choice(language(admin.say, code), code)
        for code in (["all", *codes] if draft.word == "brand" else codes)
    ]


async def own_languages(admin: Admin, draft: Draft) -> list[Choice]:
    texts = await ShopCalls(admin.calls).texts()
    own = [one.locale for one in texts if one.name == draft.word and one.text is not None]
    return [Choice(language(admin.say, code), code) for code in own if code]


async def preview(admin: Admin, draft: Draft) -> str:
    """Shows what the text is about and which variables it has; once it is written, what people will
    read."""
    one = await _text(admin, draft)
    said = admin.say("admin-text", title=text_title(admin.say, one.name))
    if one.variables and "shop_text" not in draft.values:
        names = ", ".join(f"{{{name}}}" for name in one.variables)
        said += "\n" + admin.say("admin-text-variables", names=names)
    if "shop_text" in draft.values:
        said += f"\n\n{admin.say('admin-preview')}\n\n{_preview(admin, draft, one)}"
    return said


def _preview(admin: Admin, draft: Draft, one: ShopText) -> str:
    locale, found = draft.values["text_language"], draft.values["shop_text"]
    if one.plain:
        return escape(found, quote=False)
    shown = admin.say.locale if locale == "all" else locale
    return admin.catalog.preview(
        shown, one.name, found, _samples(admin, one), admin.user.home.timezone
    )


async def set_text(admin: Admin, draft: Draft) -> Done:
    values = draft.values
    found = values.get("shop_text")
    outcome = await ShopCalls(admin.calls).set_text(
        draft.word or "", values["text_language"], found, values["reason"]
    )
    # This process shows it at once, the others within half a minute.
    await refresh(admin.catalog, admin.user.api.shop_texts)
    return Done(admin.say("admin-text-set", outcome=outcome), of_text(draft.word))


# Incident.


async def show_incident(admin: Admin, here: AdminGo) -> Screen:
    return incident_screen(admin.say, await ShopCalls(admin.calls).incident())


async def incident_languages(admin: Admin, draft: Draft) -> list[Choice]:
    """English is for everybody whose language has no text of its own."""
    offered = await admin.user.api.languages()
    return [
        Choice(admin.say("admin-everybody"), "en"),
        *(Choice(language(admin.say, code), code) for code in offered if code != "en"),
    ]


async def preview_incident(admin: Admin, draft: Draft) -> str:
    found = draft.values.get("incident_text")
    return admin.say("incident", text=found) if found else ""


def short_text(message: Message) -> str | None:
    found = text(message)
    return found if found and len(found) <= 300 else None


async def set_incident(admin: Admin, draft: Draft) -> Done:
    values = draft.values
    await ShopCalls(admin.calls).set_incident(
        values["incident_language"], values["incident_text"], values["reason"]
    )
    return Done(admin.say("admin-incident-set"), INCIDENT)


async def clear_incident(admin: Admin, draft: Draft) -> Done:
    await ShopCalls(admin.calls).clear_incident(draft.values["reason"])
    return Done(admin.say("admin-incident-over"), INCIDENT)


async def notes(admin: Admin) -> Notes:
    if not admin.may("incidents") or not await ShopCalls(admin.calls).incident():
        return Notes()
    return Notes(admin.say("admin-incident-on"))


def _shown_language(admin: Admin, draft: Draft, value: str) -> str:
    return language(admin.say, value)


INCIDENT_LANGUAGE = Field(
    "incident_language",
    lambda message: None,
    choices=incident_languages,
    shown=lambda admin, draft, value: (
        admin.say("admin-everybody") if value == "en" else language(admin.say, value)
    ),
)
TEXT_LANGUAGE = Field(
    "text_language", lambda message: None, choices=languages, shown=_shown_language
)
OWN_LANGUAGE = Field(
    "text_language", lambda message: None, choices=own_languages, shown=_shown_language
)
PART = Part(
    places={"texts": show_texts, "shop_text": show_text, "incident": show_incident},
    forms=(
        Form(
            "shop_text",
            "settings",
            (
                TEXT_LANGUAGE,
                Field(
                    "shop_text",
                    written,
                    complete=checked,
                    shown=lambda admin, draft, value: (
                        f"{value[:60]}…" if len(value) > 60 else value
                    ),
                ),
                REASON,
            ),
            set_text,
            lambda draft: of_text(draft.word),
            preview,
        ),
        Form(
            "our_text",
            "settings",
            (OWN_LANGUAGE, REASON),
            set_text,
            lambda draft: of_text(draft.word),
        ),
        Form(
            "incident",
            "incidents",
            (INCIDENT_LANGUAGE, Field("incident_text", short_text), REASON),
            set_incident,
            lambda _: INCIDENT,
            preview_incident,
        ),
        Form("no_incident", "incidents", (REASON,), clear_incident, lambda _: INCIDENT),
    ),
    entries={"texts": "settings", "incident": "incidents"},
    notes=notes,
)
