"""Bot API methods that send messages or act around them."""

import random
import time
from typing import Any

from sandbox.store import Json
from sandbox.telegram import formatting, keyboards
from sandbox.telegram.chats import Chat
from sandbox.telegram.errors import QUERY_TOO_OLD, bad_request
from sandbox.telegram.params import Params
from sandbox.telegram.state import Telegram

_DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
_TYPING_SECONDS = 5
_TEXT_LIMIT, _CAPTION_LIMIT, _TOAST_LIMIT = 4096, 1024, 200


def target(tg: Telegram, p: Params) -> Chat:
    return tg.chats.open(p.chat_id(), tg.faults.now.telegram)


def text_of(p: Params) -> Json:
    text, entities = formatting.parse(
        p.text("text"), p.text("parse_mode"), formatting.explicit(p.json("entities"))
    )
    if not text:
        raise bad_request("message text is empty")
    if formatting.utf16_length(text) > _TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_of(p: Params) -> Json:
    given = formatting.explicit(p.json("caption_entities"))
    return caption(p.text("caption"), p.text("parse_mode"), given)


def caption(text: str, parse_mode: str, given: list[Json] | None) -> Json:
    text, entities = formatting.parse(text, parse_mode, given)
    if formatting.utf16_length(text) > _CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content: Json = {"caption": text} if text else {}
    return content | ({"caption_entities": entities} if entities else {})


def markup_of(p: Params, *, invoice: bool = False) -> Json:
    keyboard = keyboards.read(p.json("reply_markup"), invoice=invoice)
    return {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}


async def send_message(tg: Telegram, p: Params) -> Json:
    chat = target(tg, p)
    return tg.send(chat, text_of(p) | _reply_to(chat, p) | markup_of(p)).api


async def send_photo(tg: Telegram, p: Params) -> Json:
    chat = target(tg, p)
    content = caption_of(p) | markup_of(p)
    return tg.send(chat, {"photo": tg.files.photo(p.file("photo"))} | content).api


async def send_video(tg: Telegram, p: Params) -> Json:
    chat = target(tg, p)
    content = caption_of(p) | markup_of(p)
    return tg.send(chat, {"video": tg.files.video(p.file("video"))} | content).api


async def send_document(tg: Telegram, p: Params) -> Json:
    chat = target(tg, p)
    content = caption_of(p) | markup_of(p)
    return tg.send(chat, {"document": tg.files.document(p.file("document"))} | content).api


async def send_dice(tg: Telegram, p: Params) -> Json:
    chat = target(tg, p)
    emoji = p.text("emoji", "🎲")
    if emoji not in _DICE:
        raise bad_request("invalid dice emoji specified")
    value = tg.faults.now.telegram.dice or random.randint(1, _DICE[emoji])
    return tg.send(chat, {"dice": {"emoji": emoji, "value": value}} | markup_of(p)).api


async def copy_message(tg: Telegram, p: Params) -> Json:
    chat = target(tg, p)
    source = tg.chats.source(p.integer("from_chat_id") or 0)
    original = source.messages.get(p.integer("message_id") or 0)
    if original is None:
        raise bad_request("message to copy not found")
    kept = (
        *("text", "entities", "photo", "video", "document", "caption", "caption_entities", "dice"),
    )
    content = {key: original.api[key] for key in kept if key in original.api}
    if not content:
        raise bad_request("message can't be copied")
    if p.has("caption") and "text" not in content:
        content |= caption_of(p)
    return {"message_id": tg.send(chat, content | markup_of(p)).id}


async def send_chat_action(tg: Telegram, p: Params) -> bool:
    chat = target(tg, p)
    if not p.has("action"):
        raise bad_request("wrong parameter action in request")
    tg.typing[chat.id] = time.monotonic() + _TYPING_SECONDS
    tg.feed.touch()
    return True


async def answer_callback_query(tg: Telegram, p: Params) -> bool:
    text = p.text("text")
    if formatting.utf16_length(text) > _TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    chat_id = tg.answered(p.text("callback_query_id"))
    if chat_id is None:
        raise bad_request(QUERY_TOO_OLD)
    if text or p.has("url"):
        alert = {
            "text": text,
            "show_alert": p.flag("show_alert"),
            "url": p.text("url") or None,
            "callback_query_id": p.text("callback_query_id"),
            "date": tg.clock.now().isoformat(),
        }
        tg.chats.alert(tg.chats.find(chat_id), alert)
    tg.feed.touch()
    return True


def _reply_to(chat: Chat, p: Params) -> Json:
    wanted = p.json("reply_parameters")
    if not isinstance(wanted, dict):
        return {}
    replied = chat.messages.get(wanted.get("message_id", 0))
    if replied is None and not wanted.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return {"reply_to_message": replied.api} if replied else {}


METHODS: dict[str, Any] = {
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "sendvideo": send_video,
    "senddocument": send_document,
    "senddice": send_dice,
    "copymessage": copy_message,
    "sendchataction": send_chat_action,
    "answercallbackquery": answer_callback_query,
}
