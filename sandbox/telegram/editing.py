"""Bot API methods that change or remove messages."""

from datetime import timedelta
from typing import Any

from sandbox.store import Json
from sandbox.telegram import formatting
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.errors import NOT_MODIFIED, bad_request
from sandbox.telegram.messages import caption, caption_of, markup_of, target, text_of
from sandbox.telegram.params import Params
from sandbox.telegram.state import Telegram

_CONTENT = (
    *("text", "entities", "caption", "caption_entities", "photo", "video", "document"),
    "reply_markup",
)
_MEDIA = ("photo", "video", "document")
_DELETABLE_FOR = timedelta(hours=48)
_DICE_STAYS_FOR = timedelta(hours=24)


def _editable(tg: Telegram, p: Params) -> tuple[Chat, Message]:
    chat = target(tg, p)
    number = p.integer("message_id")
    if number is None:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _change(tg: Telegram, message: Message, content: Json, keep: tuple[str, ...] = ()) -> Json:
    """Replaces the content; a keyboard that is not sent again is removed."""
    kept = {key: message.api[key] for key in keep if key in message.api}
    before = {key: message.api[key] for key in _CONTENT if key in message.api}
    after = kept | content
    if before == after:
        raise bad_request(NOT_MODIFIED)
    rest = {key: value for key, value in message.api.items() if key not in _CONTENT}
    message.api = rest | {"edit_date": int(tg.clock.now().timestamp())} | after
    tg.chats.save_message(message)
    tg.feed.touch()
    return message.api


async def edit_message_text(tg: Telegram, p: Params) -> Json:
    _, message = _editable(tg, p)
    content = text_of(p) | markup_of(p)
    if "text" not in message.api:
        raise bad_request("there is no text in the message to edit")
    return _change(tg, message, content)


async def edit_message_caption(tg: Telegram, p: Params) -> Json:
    _, message = _editable(tg, p)
    content = caption_of(p) | markup_of(p)
    if not set(_MEDIA) & message.api.keys():
        raise bad_request("there is no caption in the message to edit")
    return _change(tg, message, content, keep=_MEDIA)


async def edit_message_media(tg: Telegram, p: Params) -> Json:
    """Replaces the media, or adds it to a text message; media cannot become text again."""
    _, message = _editable(tg, p)
    if not {*_MEDIA, "text"} & message.api.keys():
        raise bad_request("message can't be edited")
    media = p.json("media")
    if not isinstance(media, dict) or media.get("type") not in _MEDIA:
        raise bad_request("can't parse InputMedia: wrong type")
    given = p.attached(str(media.get("media", "")))
    file: Json = {media["type"]: getattr(tg.files, media["type"])(given)}
    entities = formatting.explicit(media.get("caption_entities"))
    words = caption(media.get("caption") or "", media.get("parse_mode") or "", entities)
    return _change(tg, message, file | words | markup_of(p))


async def edit_message_reply_markup(tg: Telegram, p: Params) -> Json:
    _, message = _editable(tg, p)
    keep = tuple(key for key in _CONTENT if key != "reply_markup")
    return _change(tg, message, markup_of(p, invoice="invoice" in message.api), keep=keep)


async def delete_message(tg: Telegram, p: Params) -> bool:
    chat = tg.chats.find(p.chat_id())
    message = chat.messages.get(p.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(tg, message):
        raise bad_request("message can't be deleted for everyone")
    tg.chats.delete(chat, message.id)
    tg.feed.touch()
    return True


async def delete_messages(tg: Telegram, p: Params) -> bool:
    """Deletes what it can; missing or too old messages are skipped."""
    chat = tg.chats.find(p.chat_id())
    for number in p.json("message_ids") or []:
        message = chat.messages.get(number)
        if message is not None and _deletable(tg, message):
            tg.chats.delete(chat, message.id)
    tg.feed.touch()
    return True


def _deletable(tg: Telegram, message: Message) -> bool:
    age = timedelta(seconds=tg.clock.now().timestamp() - message.api["date"])
    if "dice" in message.api and age < _DICE_STAYS_FOR:
        return False
    return age < _DELETABLE_FOR


METHODS: dict[str, Any] = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagemedia": edit_message_media,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
}
