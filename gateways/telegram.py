"""Sends the shop's own messages to Telegram chats, in the language of each recipient.

Telegram has no idempotency key: a message in doubt may have been delivered, and the policy of its
kind decides whether it is sent again.
"""

import json
from base64 import b64decode
from bisect import bisect_left
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from html import escape
from itertools import accumulate
from typing import Any

import httpx
from pydantic import SecretStr

from gateways.alarms import alarm_buttons, alarm_text, over_text, woke
from gateways.bot_api import BotApi
from gateways.errors import Gone, Moved, Rejected, Unanswered, Unknown
from gateways.requisites import Opener
from texts import ADMIN_LANGUAGES, Catalog, Translator, UnknownText

# The length limit of a message, and the lengths to which each argument is cut, as HTML, when the
# text would exceed it. Fluent writes at most 1000 characters of an argument.
LONGEST_TEXT = 4096
LONGEST_ARGUMENTS = (1000, 300, 100)
# Telegram counts captions in UTF-16 units.
LONGEST_CAPTION = 1024
# Telegram's words for an edit that changes nothing, and for a message that cannot be edited.
NOT_MODIFIED = "message is not modified"
NOT_EDITABLE = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")


class TelegramGateway:
    """`send` takes the result of app.prepare_notice, `post` that of support.prepare_post,
    `send_file` that of app.prepare_data_file, `show_requisites` that of billing.prepare_requisites;
    `remove` takes chat_id and message_id, `broadcast`, `correct` and `delete` the results of the
    hooks of schema broadcast."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        api: str,
        token: SecretStr,
        catalog: Catalog,
        opener: Opener | None = None,
    ) -> None:
        self.bot = BotApi(http, api, token)
        self._catalog = catalog
        self._opener = opener or Opener()

    async def serve(self, kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Follows a group that has become a supergroup; the result then has its "chat_id"."""
        try:
            return await self._serve(kind, payload)
        except Moved as moved:
            result = await self._serve(kind, {**payload, "chat_id": moved.to})
            return {**result, "chat_id": moved.to}

    async def _serve(self, kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """A kind with another ending is for a newer program."""
        match kind.rpartition(".")[2]:
            case "notice":
                return await self.send(payload)
            case "post":
                return await self.post(payload)
            case "data_file":
                return await self.send_file(payload)
            case "dice":
                return await self.throw(payload)
            case "requisites":
                return await self.show_requisites(payload)
            case "removal":
                return await self.remove(payload)
            case "message" | "sample":
                return await self.broadcast(payload)
            case "correction":
                return await self.correct(payload)
            case "deletion":
                return await self.delete(payload)
            case "progress":
                return await self.show_progress(payload)
        raise Unknown(f"kind {kind}")

    async def send(self, notice: Mapping[str, Any]) -> dict[str, Any]:
        """Returns {"message_id"}."""
        text, envelope = self._written(notice)
        return await self._send(text, envelope)

    async def post(self, post: Mapping[str, Any]) -> dict[str, Any]:
        """Posts what somebody wrote: a text below a line of ours, or a copy of his message. If that
        message is gone, the bot is no longer in its chat, or the reader accepts no such message,
        sends the line with the text, and says that a file is missing: only the answer to this call
        is about the reader. Returns {"message_id"}, and "bare", Telegram's refusal, if a file is
        missing."""
        text, envelope = self._written(post)
        body = escape(post.get("body") or "", quote=False)
        bare: dict[str, Any] = {}
        if original := post.get("copy"):
            copy = {
                "from_chat_id": original["chat_id"],
                "message_id": original["message_id"],
                "caption": _caption(text, post.get("body") or ""),
            }
            try:
                result = await self.bot.call("copyMessage", envelope | copy)
            except (Rejected, Gone) as refused:
                if post["args"]["kind"] != "text":
                    bare = {"bare": str(refused)}
            else:
                return {"message_id": result["message_id"]}
        missing = self._translator(post)("support-file-missing") if bare else ""
        shown = "\n\n".join(part for part in (text, body, missing) if part)
        return await self._send(shown, envelope) | bare

    async def send_file(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """Takes the result of app.prepare_data_file. Returns {"message_id"}."""
        content = json.dumps(shown["file"]["content"], ensure_ascii=False, indent=2).encode()
        return await self.send_document(shown, shown["file"]["name"], content)

    async def send_document(
        self, shown: Mapping[str, Any], name: str, content: bytes
    ) -> dict[str, Any]:
        """Takes what a notice takes, which is its caption. Returns {"message_id"}."""
        text, envelope = self._written(shown)
        file = ("document", name, content)
        result = await self.bot.upload("sendDocument", {"caption": text, **envelope}, file)
        return {"message_id": result["message_id"]}

    async def throw(self, dice: Mapping[str, Any]) -> dict[str, Any]:
        """Takes the result of billing.prepare_throw. Telegram decides the value, and has no
        idempotency key for it: after a lost answer another one is thrown. Returns {"message_id",
        "value"}."""
        what = {"chat_id": dice["chat_id"], "emoji": dice["emoji"]}
        result = await self.bot.call("sendDice", what)
        return {"message_id": result["message_id"], "value": result["dice"]["value"]}

    async def show_requisites(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """Opens what was sealed, here and nowhere else, and asks Telegram not to let it be
        forwarded. Returns {"message_id"}."""
        text, envelope = self._written(shown)
        requisites = self._opener.open(shown["key_id"], b64decode(shown["sealed"]))
        body = f"<code>{escape(requisites, quote=False)}</code>"
        return await self._send(f"{text}\n\n{body}", envelope | {"protect_content": True})

    async def remove(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Removes a message. A message that is gone, or too old to be deleted, needs no other
        try."""
        what = {"chat_id": message["chat_id"], "message_id": message["message_id"]}
        with suppress(Rejected, Gone):
            await self.bot.call("deleteMessage", what)
        return {}

    async def broadcast(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Takes the result of broadcast.prepare_message: the words are the admin's own, as HTML.
        Returns {"message_id", "version"}."""
        envelope = self._addressed(message)
        match message["media"]:
            case None:
                method, content = "sendMessage", {"text": message["body"]}
            case "photo" | "video" as media:
                method = f"send{media.capitalize()}"
                content = {media: message["file_id"], "caption": message["body"]}
            case unknown:
                raise Unknown(f"media {unknown}")
        result = await self.bot.call(method, content | envelope)
        return {"message_id": result["message_id"], "version": message.get("version")}

    async def correct(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Takes the result of broadcast.prepare_correction. Returns {"version"}, and "refused"
        where the message cannot be edited any more."""
        envelope = self._addressed(message) | {"message_id": message["message_id"]}
        body, version = message["body"], message["version"]
        if message["media"] is None:
            call = self.bot.call("editMessageText", {"text": body} | envelope)
        else:
            del envelope["parse_mode"]
            media = {
                "type": message["media"],
                "media": message["file_id"],
                "caption": body,
                "parse_mode": "HTML",
            }
            call = self.bot.call("editMessageMedia", {"media": media} | envelope)
        return (
            {"version": version} if await _changed(call) else {"version": version, "refused": True}
        )

    async def delete(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Takes the result of broadcast.prepare_deletion. Returns {"deleted"} or {"refused"}:
        Telegram lets messages be deleted for two days."""
        what = {"chat_id": message["chat_id"], "message_id": message["message_id"]}
        try:
            await self.bot.call("deleteMessage", what)
        except Rejected as refused:
            if "message to delete not found" not in str(refused):
                return {"refused": True}
        return {"deleted": True}

    async def show_progress(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """Takes the result of broadcast.prepare_progress: edits the message that shows it, or sends
        it where there is none, in a language of the admin menu. Returns {"message_id"}."""
        locale = ADMIN_LANGUAGES.get(shown["locale"], "en")
        text, envelope = self._written({**shown, "locale": locale})
        if known := shown.get("message_id"):
            edited = {"text": text, "message_id": known, **envelope}
            if await _changed(self.bot.call("editMessageText", edited)):
                return {"message_id": known}
        return await self._send(text, envelope)

    async def tell_alarms(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Takes an element of the result of jobs.take_alarms. A reminder replaces the message; the
        end of what made a sound makes one too, also where it is not known which message that was,
        but nobody is woken by it. Returns {"message_id": of the message if it is known, "sounded":
        whether one was sent}."""
        locale = ADMIN_LANGUAGES.get(told["locale"], "en")
        now = datetime.fromisoformat(told["now"])
        say = self._catalog.translator(locale, told["timezone"], now)
        known, chat = told["message_id"], {"chat_id": told["chat_id"], "parse_mode": "HTML"}
        envelope = {**chat, **_keyboard(say, alarm_buttons(say, told))}
        text = alarm_text(say, told)
        silence = {"disable_notification": True} if told["ended"] and told["quiet"] else {}
        if told["what"] == "send":
            if known is not None:
                await self.remove({"chat_id": told["chat_id"], "message_id": known})
            return {"message_id": await self._sound(text, envelope | silence), "sounded": True}
        if known is not None:
            edited = {"text": text, "message_id": known, **envelope}
            if not await _changed(self.bot.call("editMessageText", edited)):
                known = None
        if told["what"] == "end" and woke(told):
            reply = {"message_id": known, "allow_sending_without_reply": True}
            beside = {"reply_parameters": reply} if known is not None else {}
            await self._sound(over_text(say, told), envelope | beside | silence)
        return {"message_id": known, "sounded": False}

    async def _sound(self, text: str, envelope: Mapping[str, Any]) -> int | None:
        """Returns the id of the message. It is unknown if no answer came: most such messages
        arrive, and another try each half minute would make a sound each time."""
        try:
            sent: int = (await self._send(text, envelope))["message_id"]
        except Unanswered:
            return None
        return sent

    def _addressed(self, message: Mapping[str, Any]) -> dict[str, Any]:
        translate = self._catalog.translator(message["locale"], message["timezone"])
        try:
            keyboard = _keyboard(translate, message["buttons"])
        except UnknownText as error:
            raise Unknown(f"text {error}") from error
        return {"chat_id": message["chat_id"], "parse_mode": "HTML", **keyboard}

    def _translator(self, notice: Mapping[str, Any]) -> Translator:
        now = datetime.fromisoformat(notice["now"]) if "now" in notice else None
        return self._catalog.translator(notice["locale"], notice["timezone"], now)

    def _written(self, notice: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Returns the text, and what else a message has."""
        translate = self._translator(notice)
        envelope = {"chat_id": notice["chat_id"], "parse_mode": "HTML"}
        if replied := notice.get("reply_to"):
            reply = {"message_id": replied, "allow_sending_without_reply": True}
            envelope["reply_parameters"] = reply
        try:
            text = _text(translate, notice["text"], notice["args"] or {})
            return text, envelope | _keyboard(translate, notice.get("buttons") or [])
        except UnknownText as error:
            raise Unknown(f"text {error}") from error
        except ValueError as error:
            raise Rejected(f"text {notice['text']}: {error}") from error

    async def _send(self, text: str, envelope: Mapping[str, Any]) -> dict[str, Any]:
        message = {"text": text, "link_preview_options": {"is_disabled": True}, **envelope}
        result = await self.bot.call("sendMessage", message)
        return {"message_id": result["message_id"]}


async def _changed(call: Awaitable[Any]) -> bool:
    """Awaits the edit of a message. Returns whether it now has the right text, also if it had that
    before. False: the message is gone, or Telegram does not allow the edit."""
    try:
        await call
    except Rejected as refused:
        why = str(refused)
        if any(phrase in why for phrase in NOT_EDITABLE):
            return False
        if NOT_MODIFIED not in why:
            raise
    return True


def _text(translate: Translator, name: str, args: Mapping[str, Any]) -> str:
    """Cuts long arguments, such as a reason or a name, so that the message is sent nevertheless."""
    for most in LONGEST_ARGUMENTS:
        text = translate(name, **{key: _cut(value, most) for key, value in args.items()})
        if len(text) <= LONGEST_TEXT:
            break
    return text


def _cut(value: Any, most: int) -> Any:
    match value:
        case str():
            lengths = list(accumulate(len(escape(character)) for character in value))
            end = bisect_left(lengths, most)
            return value if end == len(value) else value[:end] + "…"
        case {"text": dict() as titles}:
            return {"text": {language: _cut(title, most) for language, title in titles.items()}}
    return value


def _caption(text: str, body: str) -> str:
    """Shortens the text under a file, which may have been as long as a caption can be."""
    room = max(LONGEST_CAPTION - len(text) - 3, 0)
    kept = body.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
    if not kept:
        return text
    return f"{text}\n\n{escape(kept, quote=False)}{'' if kept == body else '…'}"


def _keyboard(translate: Translator, rows: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    if not rows:
        return {}
    keyboard = [[_button(translate, button) for button in row] for row in rows]
    return {"reply_markup": {"inline_keyboard": keyboard}}


def _button(translate: Translator, button: Mapping[str, Any]) -> dict[str, str]:
    text = button.get("label") or translate(button["text"], **button.get("args", {}))
    if "url" in button:
        return {"text": text, "url": button["url"]}
    return {"text": text, "callback_data": button["data"]}
