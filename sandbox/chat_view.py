"""Chats in the form that the control API and the page show."""

import time
from datetime import UTC, datetime

from sandbox.store import Json
from sandbox.telegram import user_actions
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.state import Telegram


def chat(tg: Telegram, chat_id: int) -> Json:
    """One chat; the chat of a stranger is empty."""
    known = tg.chats.all.get(chat_id)
    if known is None:
        return {
            "id": chat_id,
            "user": None,
            "blocked": False,
            "typing": False,
            "messages": [],
            "alerts": [],
        }
    return {
        "id": known.id,
        "user": known.user,
        "blocked": known.blocked,
        "typing": tg.typing.get(chat_id, 0) > time.monotonic(),
        "messages": [_message(tg, m) for m in sorted(known.messages.values(), key=lambda m: m.id)],
        "alerts": known.alerts,
    }


def chats(tg: Telegram) -> list[Json]:
    """All chats, the one with the newest message first."""

    def newest(known: Chat) -> int:
        date: int = max((m.api["date"] for m in known.messages.values()), default=0)
        return date

    return [
        {"id": known.id, "user": known.user, "blocked": known.blocked}
        for known in sorted(tg.chats.all.values(), key=newest, reverse=True)
    ]


def _message(tg: Telegram, message: Message) -> Json:
    api = message.api
    shown: Json = {
        "message_id": message.id,
        "from": "bot" if message.from_bot else "user",
        "date": _iso(api["date"]),
        "edited": _iso(api["edit_date"]) if "edit_date" in api else None,
        "text": api.get("text", api.get("caption")),
        "entities": api.get("entities", api.get("caption_entities", [])),
        "buttons": [
            [_button(tg, button) for button in row]
            for row in api.get("reply_markup", {}).get("inline_keyboard", [])
        ],
        "photo": None,
        "document": None,
        "invoice": None,
        "dice": api.get("dice"),
        "payment": api.get("successful_payment"),
        "refund": api.get("refunded_payment"),
    }
    if "photo" in api:
        shown["photo"] = f"/sandbox/files/{api['photo'][-1]['file_id']}"
    if document := api.get("document") or api.get("video"):
        shown["document"] = {
            "name": document["file_name"],
            "size": document["file_size"],
            "url": f"/sandbox/files/{document['file_id']}",
        }
    if "invoice" in api:
        payload = message.terms["payload"] if message.terms else None
        shown["invoice"] = {**api["invoice"], "payload": payload, "paid": message.paid}
    return shown


def _button(tg: Telegram, button: Json) -> Json:
    return {
        "text": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
        "invoice": user_actions.link_terms(tg, button.get("url")),
        "copy": button.get("copy_text", {}).get("text"),
        "pay": bool(button.get("pay")),
        "style": button.get("style"),
    }


def _iso(timestamp: int) -> str:
    return datetime.fromtimestamp(timestamp, UTC).isoformat()
