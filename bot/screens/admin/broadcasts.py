"""Broadcasts: the list, and the screen of one."""

import json
import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from bot.admin_api.broadcasts import (
    Broadcast,
    BroadcastFigures,
    BroadcastLine,
    BroadcastText,
    Segment,
)
from bot.admin_callbacks import AdminGo, SteerBroadcast
from bot.screens.admin.base import admin_screen, back_to, form_button, lines, pages, paragraphs
from bot.screens.base import Row, Screen, button, main_button
from texts import LANGUAGES, Translator, moment, money

_SHOWN = 300


def broadcasts_screen(say: Translator, page: Sequence[BroadcastLine], here: AdminGo) -> Screen:
    rows = [
        [button(f"{say('admin-broadcast-mark', status=one.status)} {_titled(one)}", _card(one.id))]
        for one in page
    ]
    return admin_screen(
        say("admin-broadcasts", count=page[0].total if page else 0),
        [form_button(say("button-admin-broadcast-new"), "broadcast_new")],
        *rows,
        pages(say, here, page[0].total if page else 0),
        back_to(say, AdminGo(place="menu")),
    )


def broadcast_screen(
    say: Translator,
    broadcast: Broadcast,
    texts: Sequence[BroadcastText],
    figures: Sequence[BroadcastFigures],
) -> Screen:
    head = say(
        "admin-broadcast",
        id=str(broadcast.id),
        kind=broadcast.kind,
        status=broadcast.status,
        segment=segment_name(say, Segment(broadcast.segment, broadcast.argument, None)),
    )
    is_compared = broadcast.b_share is not None
    text = paragraphs(
        [
            head,
            _state(say, broadcast),
            "\n\n".join(_text(say, one, is_compared=is_compared) for one in texts),
            say("admin-broadcast-share", share=broadcast.b_share or 0) if is_compared else None,
            "\n".join(_figures(say, one, broadcast, is_compared) for one in figures),
        ]
    )
    return admin_screen(
        text,
        *(_of_draft(say, broadcast, texts) if broadcast.is_draft else _of_started(say, broadcast)),
        [button(say("button-admin-refresh"), _card(broadcast.id))],
        back_to(say, AdminGo(place="broadcasts")),
    )


def segment_name(say: Translator, one: Segment) -> str:
    argument = one.argument or ""
    if one.segment == "language":
        argument = LANGUAGES.get(argument, argument)
    elif one.title is not None:
        named = json.loads(one.title)
        argument = named.get(say.locale) or named.get("en") or argument
    return say("button-admin-broadcast-segment", segment=one.segment, argument=argument)


def audience(say: Translator, broadcast: Broadcast) -> str:
    return say(
        "admin-broadcast-audience",
        reached=broadcast.reached or 0,
        unreachable=broadcast.cannot_be_reached or 0,
        declined=broadcast.declined or 0,
    )


def content_told(say: Translator, content: Mapping[str, Any]) -> str:
    return say(
        "button-admin-broadcast-content",
        media=content["media"] or "none",
        text=_plain(content["body"], _SHOWN),
    )


def buttons_told(
    say: Translator, buttons: Sequence[Mapping[str, str]], labels: Mapping[str, str]
) -> str:
    return ", ".join(one.get("label") or say(labels[one["place"]]) for one in buttons)


def _state(say: Translator, broadcast: Broadcast) -> str:
    if not broadcast.is_draft:
        return say("broadcast-progress", **json.loads(broadcast.progress))
    at = broadcast.starts_at if broadcast.status == "scheduled" else None
    stopped = broadcast.pause_reason if broadcast.status == "draft" else None
    return lines(
        say("admin-broadcast-not-started", why=stopped) if stopped else None,
        audience(say, broadcast),
        say("admin-broadcast-scheduled", at=moment(at)) if at else None,
        say("admin-broadcast-outcome", outcome=broadcast.lacking) if broadcast.lacking else None,
    )


def _text(say: Translator, one: BroadcastText, *, is_compared: bool) -> str:
    tested = "refused" if one.test_error else "yes" if one.is_tested else "no"
    return say(
        "admin-broadcast-text",
        variant=one.variant.upper() if is_compared or one.variant == "b" else "",
        language=LANGUAGES.get(one.locale) or say("button-admin-broadcast-any"),
        media=one.media or "none",
        text=_plain(one.body, _SHOWN),
        tested=tested,
        error=one.test_error or "",
        buttons=len(json.loads(one.buttons)),
    )


def _figures(
    say: Translator, one: BroadcastFigures, broadcast: Broadcast, is_compared: bool
) -> str:
    paid = [say("button-amount", amount=money(amount, currency)) for currency, amount in _paid(one)]
    return say(
        "admin-broadcast-figures",
        variant=one.variant.upper() if is_compared else "",
        sent=one.sent,
        tapped=one.tapped,
        payers=one.payers,
        paid=", ".join(paid) or "0",
        days=broadcast.compare_days,
    )


def _paid(one: BroadcastFigures) -> list[tuple[str, int]]:
    return sorted(json.loads(one.paid).items())


def _of_draft(say: Translator, broadcast: Broadcast, texts: Sequence[BroadcastText]) -> list[Row]:
    id_ = broadcast.id
    rows: list[Row] = [
        [button(say("button-admin-broadcast-test"), SteerBroadcast(act="test", broadcast=id_))],
        [
            form_button(say("button-admin-broadcast-text"), "broadcast_text", id_, "a"),
            form_button(say("button-admin-broadcast-b"), "broadcast_text", id_, "b"),
        ],
    ]
    if any(one.variant == "b" for one in texts):
        share = say("button-admin-broadcast-compare")
        rows.append([form_button(share, "broadcast_compare", id_)])
    if broadcast.lacking is None and broadcast.status != "cancelled":
        rows.append([form_button(say("button-admin-broadcast-start"), "broadcast_start", id_)])
    if broadcast.status == "scheduled":
        rows.append([_steer(say, id_, "unschedule")])
    if broadcast.status == "cancelled":
        return []
    return [*rows, [_steer(say, id_, "cancel")]]


def _of_started(say: Translator, broadcast: Broadcast) -> list[Row]:
    id_, status = broadcast.id, broadcast.status
    rows: list[Row] = []
    if status == "sending":
        pause = SteerBroadcast(act="pause", broadcast=id_)
        rows.append([main_button(say("button-admin-broadcast-pause"), pause)])
    if status == "paused":
        resume = SteerBroadcast(act="resume", broadcast=id_)
        rows.append([main_button(say("button-admin-broadcast-resume"), resume)])
    if status in ("sending", "paused"):
        rows.append([_steer(say, id_, "cancel")])
    if status in ("sending", "paused", "finished", "cancelled"):
        edit = say("button-admin-broadcast-edit")
        rows.append([form_button(edit, "broadcast_edit", id_, "a")])
        if broadcast.b_share is not None:
            edit = say("button-admin-broadcast-edit-b")
            rows.append([form_button(edit, "broadcast_edit", id_, "b")])
        rows.append([_steer(say, id_, "delete")])
    return rows


def _steer(say: Translator, id_: int, act: str) -> Any:
    return form_button(say("button-admin-broadcast-steer", act=act), "broadcast_steer", id_, act)


def _card(id_: int) -> AdminGo:
    return AdminGo(place="broadcast", about=id_)


def _titled(one: BroadcastLine) -> str:
    return f"{one.id}. {unescape(one.title or '…')}"


def _plain(html: str, most: int) -> str:
    text = unescape(re.sub(r"<[^>]*>", "", html))
    return text if len(text) <= most else f"{text[:most]}…"
