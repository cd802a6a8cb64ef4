"""Broadcasts: an admin drafts one, tests it on himself, starts it and steers it."""

import json
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.admin_api.broadcasts import Broadcast, Broadcasts, Segment
from bot.admin_callbacks import AdminGo, SteerBroadcast
from bot.admin_context import Admin
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, whole_number
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.base import PAGE
from bot.screens.admin.broadcasts import (
    audience,
    broadcast_screen,
    broadcasts_screen,
    buttons_told,
    content_told,
    segment_name,
)
from texts import LANGUAGES

LIST = AdminGo(place="broadcasts")
# Telegram's limits, in UTF-16 units: of a text, and below a picture or a video.
LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
LONGEST_LABEL, MOST_BUTTONS = 64, 8
# Where a button can lead, with the text on it, as broadcast.places() says.
PLACES = {
    "plans": "button-buy",
    "renew": "button-renew",
    "access": "button-connect",
    "topup": "button-topup",
    "profile": "button-profile",
    "invite": "button-invite",
    "gift": "button-gift",
    "promo": "button-promo",
    "support": "button-support",
    "menu": "button-menu",
}
_ADDRESSES = ("https://", "http://", "tg://")
_TIMES = ("%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M")
NOW = "now"
# What the audit says of a tap that takes hold at once.
_BY_TAP = "tapped in the bot"


async def show_broadcasts(admin: Admin, here: AdminGo) -> Screen:
    page = await Broadcasts(admin.calls).page((here.page or 0) * PAGE, PAGE)
    return broadcasts_screen(admin.say, page, here)


async def show_broadcast(admin: Admin, here: AdminGo) -> Screen:
    broadcasts = Broadcasts(admin.calls)
    found = await broadcasts.one(here.about or 0)
    if found is None:
        return await show_broadcasts(admin, LIST)
    figures = [] if found.is_draft else await broadcasts.figures(found.id)
    return broadcast_screen(admin.say, found, await broadcasts.texts(found.id), figures)


def card(id_: int) -> AdminGo:
    return AdminGo(place="broadcast", about=id_)


async def steer_at_once(
    tap: CallbackQuery, callback_data: SteerBroadcast, admin: Admin
) -> str | None:
    """Pauses or resumes it at once, from its screen or from the message that shows its progress."""
    broadcasts, id_ = Broadcasts(admin.calls), callback_data.broadcast
    if callback_data.act == "test":
        sent = await broadcasts.test(id_)
        told = admin.say("toast-admin-broadcast-test", count=sent)
    else:
        outcome = await broadcasts.steer(id_, callback_data.act, _BY_TAP)
        told = admin.say("toast-admin-broadcast-steered", outcome=outcome)
    if not admin.user.screen_message.stays:
        await admin.show(await show_broadcast(admin, card(id_)))
    return told


# -- Fields


def content(message: Message) -> dict[str, Any] | None:
    """Returns what was written or sent, with its formatting; None if a bot could not send it."""
    plain = message.text or message.caption or ""
    body = message.html_text if plain else ""
    length = len(plain.encode("utf-16-le")) // 2
    if message.photo:
        media, file_id = "photo", message.photo[-1].file_id
    elif message.video:
        media, file_id = "video", message.video.file_id
    elif message.text and length <= LONGEST_TEXT:
        return {"body": body, "media": None, "file_id": None}
    else:
        return None
    fits = length <= LONGEST_CAPTION
    return {"body": body, "media": media, "file_id": file_id} if fits else None


def written_buttons(message: Message) -> list[dict[str, str]] | None:
    """Reads one button from each line: its label, a hyphen, and where it leads."""
    found = [_button(line) for line in (message.text or "").splitlines() if line.strip()]
    buttons = [one for one in found if one is not None]
    return buttons if 0 < len(buttons) == len(found) <= MOST_BUTTONS else None


def _button(line: str) -> dict[str, str] | None:
    label, _, target = (part.strip() for part in line.rpartition(" - "))
    if not 0 < len(label) <= LONGEST_LABEL:
        return None
    if target in PLACES:
        return {"label": label, "place": target}
    return {"label": label, "url": target} if target.startswith(_ADDRESSES) else None


def moment(message: Message) -> str | None:
    for format_ in _TIMES:
        try:
            return datetime.strptime((message.text or "").strip(), format_).isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def nothing(message: Message) -> None:
    """Reads nothing: the field is answered by taps only."""


async def kinds(admin: Admin, draft: Draft) -> list[Choice]:
    named = ("important", "offer")
    return [Choice(admin.say("button-admin-broadcast-kind", kind=kind), kind) for kind in named]


async def segments(admin: Admin, draft: Draft) -> list[Choice]:
    found = await Broadcasts(admin.calls).segments()
    return [Choice(segment_name(admin.say, one), _segment_value(one)) for one in found]


def _segment_value(one: Segment) -> str:
    return f"{one.segment}.{one.argument}" if one.argument else one.segment


async def places(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(admin.say(label), place) for place, label in PLACES.items()]


async def languages(admin: Admin, draft: Draft) -> list[Choice]:
    everybody = Choice(admin.say("button-admin-broadcast-any"), "any")
    return [everybody, *(Choice(name, code) for code, name in LANGUAGES.items())]


async def written_languages(admin: Admin, draft: Draft) -> list[Choice]:
    known = {text.locale for text in await Broadcasts(admin.calls).texts(draft.about or 0)}
    return [choice for choice in await languages(admin, draft) if choice.value in known]


async def shares(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(f"{share} %", str(share)) for share in (10, 20, 50)]


async def days(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(str(count), str(count)) for count in (3, 7, 14)]


async def times(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(admin.say("button-admin-broadcast-now"), NOW)]


def _segment_shown(admin: Admin, draft: Draft, value: str) -> str:
    segment, _, argument = value.partition(".")
    return segment_name(admin.say, Segment(segment, argument or None, None))


def _share(message: Message) -> int | None:
    found = whole_number(message)
    return found if found is not None and 1 <= found <= 99 else None


def _days(message: Message) -> int | None:
    found = whole_number(message)
    return found if found is not None and 1 <= found <= 60 else None


KIND = Field(
    "broadcast_kind",
    nothing,
    choices=kinds,
    shown=lambda admin, draft, value: admin.say("button-admin-broadcast-kind", kind=value),
)
SEGMENT = Field("broadcast_segment", nothing, choices=segments, shown=_segment_shown)
CONTENT = Field(
    "broadcast_content",
    content,
    shown=lambda admin, draft, value: content_told(admin.say, value),
)
BUTTONS = Field(
    "broadcast_buttons",
    written_buttons,
    choices=places,
    pick=lambda place: [{"place": place}],
    shown=lambda admin, draft, value: buttons_told(admin.say, value, PLACES),
    optional=True,
)
WRITTEN = (CONTENT, BUTTONS)
LANGUAGE = Field("broadcast_language", nothing, choices=languages)
WRITTEN_LANGUAGE = Field("broadcast_language", nothing, choices=written_languages)
SHARE = Field("broadcast_share", _share, choices=shares, pick=int)
DAYS = Field("broadcast_days", _days, choices=days, pick=int)
WHEN = Field(
    "broadcast_when",
    moment,
    choices=times,
    shown=lambda admin, draft, value: (
        admin.say("button-admin-broadcast-now") if value == NOW else value.replace("T", " ")
    ),
)


# -- What forms do


async def draft_broadcast(admin: Admin, draft: Draft) -> Done:
    values = draft.values
    segment, _, argument = values["broadcast_segment"].partition(".")
    id_ = await Broadcasts(admin.calls).draft(
        draft.request,
        values["broadcast_kind"],
        segment,
        argument or None,
        values["broadcast_content"],
        values["broadcast_buttons"] or [],
    )
    return Done(admin.say("admin-broadcast-drafted"), card(id_))


async def write_text(admin: Admin, draft: Draft) -> Done:
    values = draft.values
    outcome = await Broadcasts(admin.calls).write(
        draft.about or 0,
        draft.word or "a",
        values["broadcast_language"],
        values["broadcast_content"],
        values["broadcast_buttons"],
        values.get("reason"),
    )
    return _done(admin, draft, outcome)


async def compare(admin: Admin, draft: Draft) -> Done:
    values = draft.values
    outcome = await Broadcasts(admin.calls).compare(
        draft.about or 0, values["broadcast_share"], values["broadcast_days"]
    )
    return _done(admin, draft, outcome)


async def start(admin: Admin, draft: Draft) -> Done:
    when = draft.values["broadcast_when"]
    local = None if when == NOW else datetime.fromisoformat(when)
    outcome = await Broadcasts(admin.calls).start(draft.about or 0, local, draft.values["reason"])
    return _done(admin, draft, outcome)


async def steer(admin: Admin, draft: Draft) -> Done:
    outcome = await Broadcasts(admin.calls).steer(
        draft.about or 0, draft.word or "", draft.values["reason"]
    )
    return _done(admin, draft, outcome)


def _done(admin: Admin, draft: Draft, outcome: str) -> Done:
    return Done(admin.say("admin-broadcast-outcome", outcome=outcome), _back(draft))


def _back(draft: Draft) -> AdminGo:
    return card(draft.about) if draft.about is not None else LIST


async def _of(admin: Admin, draft: Draft) -> Broadcast | None:
    return await Broadcasts(admin.calls).one(draft.about or 0)


async def who_gets_it(admin: Admin, draft: Draft) -> str:
    found = await _of(admin, draft)
    return audience(admin.say, found) if found else ""


async def what_happens(admin: Admin, draft: Draft) -> str:
    found = await _of(admin, draft)
    waiting = json.loads(found.progress)["waiting"] if found else 0
    return admin.say("admin-broadcast-act", act=draft.word or "", waiting=waiting)


def _form(name: str, fields: tuple[Field, ...], act: Any, about: Any = None) -> Form:
    return Form(name, "broadcasts", fields, act, _back, about)


def _router() -> Router:
    router = Router(name="admin-broadcasts")
    router.callback_query.register(steer_at_once, SteerBroadcast.filter())
    return router


PART = Part(
    places={"broadcasts": show_broadcasts, "broadcast": show_broadcast},
    forms=(
        _form("broadcast_new", (KIND, SEGMENT, *WRITTEN), draft_broadcast),
        _form("broadcast_text", (LANGUAGE, *WRITTEN), write_text),
        _form("broadcast_edit", (WRITTEN_LANGUAGE, *WRITTEN, REASON), write_text),
        _form("broadcast_compare", (SHARE, DAYS), compare),
        _form("broadcast_start", (WHEN, REASON), start, who_gets_it),
        _form("broadcast_steer", (REASON,), steer, what_happens),
    ),
    entries={"broadcasts": "broadcasts"},
    router=_router,
)
