"""What people do in their Telegram client: write, tap, pay, block the bot, charge back."""

import asyncio
import re
import secrets
from base64 import b64decode

from sandbox.store import Json
from sandbox.telegram import formatting, payments
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.params import Upload
from sandbox.telegram.state import Checkout, Telegram

# What people send as a photo or a video: a picture of one pixel, and something.
_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_SENT = {"photo": ("photo.png", b64decode(_PIXEL)), "video": ("video.mp4", b"a video")}


class Impossible(Exception):
    """No client could do this: there is no such chat, message or button."""


def write(
    tg: Telegram,
    chat_id: int,
    text: str,
    profile: Json,
    *,
    reply_to: int | None = None,
    document: str | None = None,
    forwarded_from: int | str | None = None,
    media: str | None = None,
    parse_mode: str = "",
) -> Json:
    """Sends a message. Writing to a blocked bot unblocks it, as the Restart button does. With
    `document`, a file of that name with the text in it, and the text as its caption;
    `forwarded_from`: the Telegram id of who wrote it, or anything else for who hides it; with
    `media`, a photo or a video with that caption. `parse_mode`: how the text was formatted."""
    chat = tg.chats.meet(chat_id, profile)
    if chat.blocked:
        block(tg, chat_id, blocked=False)
    plain, entities = formatting.parse(text, parse_mode, None)
    if media is not None:
        content: Json = {
            media: getattr(tg.files, media)(Upload(*_SENT[media])),
            **{"caption": plain, "caption_entities": entities},
        }
    elif document is None:
        content = {"text": plain} | ({"entities": entities} if entities else {})
    else:
        file = tg.files.document(Upload(document, text.encode()))
        content = {"document": file, "caption": plain}
    if reply_to is not None:
        content["reply_to_message"] = _message(chat, reply_to).api
    if forwarded_from is not None:
        content["forward_origin"] = _origin(tg, forwarded_from)
    message, update_id = tg.receive(chat, content)
    return {"message_id": message.id, "update_id": update_id}


def _origin(tg: Telegram, author: int | str) -> Json:
    date = int(tg.clock.now().timestamp())
    if not isinstance(author, int):
        return {"type": "hidden_user", "sender_user_name": "Somebody", "date": date}
    known = {"id": author, "is_bot": False, "first_name": "Somebody"}
    return {"type": "user", "sender_user": known, "date": date}


async def tap(tg: Telegram, chat_id: int, message_id: int | None, button: str) -> Json:
    """Presses a button, by the text on it or by its callback data."""
    chat = _chat(tg, chat_id)
    message, pressed = _button(chat, message_id, button)
    if "callback_data" in pressed:
        return tap_data(tg, chat_id, message.id, pressed["callback_data"])
    if "pay" in pressed:
        return await pay(tg, chat_id, message.id, None)
    if "url" in pressed:
        return {"url": pressed["url"]}
    if "copy_text" in pressed:
        return {"copied": pressed["copy_text"]["text"]}
    return {"opened": pressed}


def tap_data(tg: Telegram, chat_id: int, message_id: int, data: str) -> Json:
    """Sends a callback query, also for a button that the message no longer has (a stale screen)."""
    chat = _chat(tg, chat_id)
    message = chat.messages.get(message_id)
    gone = {"chat": chat.reference(), "message_id": message_id, "date": 0}
    query = {
        "id": tg.ask(chat),
        "from": chat.user,
        "message": message.api if message else gone,
        "chat_instance": str(chat_id * 7919),
        "data": data,
    }
    update_id = tg.push("callback_query", chat_id, query)
    return {"callback_query_id": query["id"], "update_id": update_id}


def block(tg: Telegram, chat_id: int, *, blocked: bool) -> None:
    chat = _chat(tg, chat_id)
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    tg.chats.save(chat)
    before, after = _member(tg, blocked=not blocked), _member(tg, blocked=blocked)
    change = {
        "chat": chat.reference(),
        "from": chat.user,
        "date": int(tg.clock.now().timestamp()),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    tg.push("my_chat_member", chat_id, change)


async def pay(
    tg: Telegram,
    chat_id: int,
    message_id: int | None,
    link: str | None,
    changes: Json | None = None,
) -> Json:
    """Pays an invoice: asks the bot, waits for its answer, and only then moves the money."""
    chat = _chat(tg, chat_id)
    invoice, terms = _invoice(tg, chat, message_id, link)
    refusal = await _check_out(tg, chat, terms)
    if refusal is not None:
        alert = {"text": refusal, "show_alert": True, "date": tg.clock.now().isoformat()}
        tg.chats.alert(chat, alert)
        tg.feed.touch()
        return {"paid": False, "error": refusal}
    if invoice is not None:
        invoice.paid = True
        tg.chats.save_message(invoice)
    charge, message = payments.take(tg, chat, terms, changes=changes)
    return {"paid": True, "telegram_payment_charge_id": charge["id"], "message_id": message.id}


def charge_back(tg: Telegram, chat_id: int, charge_id: str) -> None:
    """The payer gets the Stars back without the bot."""
    charge = tg.charges.get(charge_id)
    if charge is None or charge["user_id"] != chat_id or charge["refunded_at"] is not None:
        raise Impossible("no such charge, or it went back already")
    payments.refund(tg, _chat(tg, chat_id), charge)


def change_subscription(tg: Telegram, chat_id: int, charge_id: str, state: str) -> None:
    """The owner cancels or resumes a Star subscription, or it could not be charged."""
    charge = tg.charges.get(charge_id)
    if charge is None or charge["user_id"] != chat_id or charge["expires_at"] is None:
        raise Impossible("no such subscription")
    if state == "active" and charge.get("bot_canceled"):
        raise Impossible("the bot canceled it, and does not allow it again")
    payments.save_charge(tg, {**charge, "is_canceled": state != "active"})
    change = {"user": _chat(tg, chat_id).user, "invoice_payload": charge["payload"], "state": state}
    tg.push("subscription", chat_id, change)


async def _check_out(tg: Telegram, chat: Chat, terms: Json) -> str | None:
    """Sends the pre_checkout_query; None when the bot agreed in time, else why nothing was paid."""
    number = str(secrets.randbelow(10**18) + 10**18)
    checkout = tg.checkouts[number] = Checkout(asyncio.get_running_loop().create_future())
    query = {
        "id": number,
        "from": chat.user,
        "currency": terms["currency"],
        "total_amount": terms["total_amount"],
        "invoice_payload": terms["payload"],
    }
    tg.push("pre_checkout_query", chat.id, query)
    try:
        return await asyncio.wait_for(checkout.answer, tg.checkout_timeout)
    except TimeoutError:
        return "The bot did not answer in time. Nothing was paid."
    finally:
        del tg.checkouts[number]


def _invoice(
    tg: Telegram, chat: Chat, message_id: int | None, link: str | None
) -> tuple[Message | None, Json]:
    if link is not None:
        terms = link_terms(tg, link)
        if terms is None:
            raise Impossible(f"no such invoice link: {link}")
        return None, terms
    message = _message(chat, message_id)
    if message.terms is None:
        links = (link_terms(tg, button.get("url")) for button in buttons(message))
        linked = next((terms for terms in links if terms), None)
        if linked is None:
            raise Impossible(f"message {message.id} is no invoice, and leads to none")
        return None, linked
    if message.paid:
        raise Impossible(f"message {message.id} is paid already")
    return message, message.terms


def link_terms(tg: Telegram, link: str | None) -> Json | None:
    """What is paid by a link; None when it is no link to an invoice."""
    return tg.links.get(re.sub(r"^https://t\.me/\$", "", link)) if link else None


def _button(chat: Chat, message_id: int | None, button: str) -> tuple[Message, Json]:
    """Returns the button on that message, or on the newest message that has it."""
    newest_first = sorted(chat.messages.values(), key=lambda m: m.id, reverse=True)
    candidates = newest_first if message_id is None else [_message(chat, message_id)]
    for message in candidates:
        for pressed in buttons(message):
            if button == pressed.get("callback_data") or _same(button, pressed["text"]):
                return message, pressed
    seen = [pressed["text"] for message in candidates[:1] for pressed in buttons(message)]
    raise Impossible(f"no such button: {button!r}; there are {seen}")


def _same(typed: str, shown: str) -> bool:
    """Whether the labels are equal, ignoring narrow and non-breaking spaces, which nobody types."""
    return typed.split() == shown.split()


def buttons(message: Message) -> list[Json]:
    rows: list[list[Json]] = message.api.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _chat(tg: Telegram, chat_id: int) -> Chat:
    chat = tg.chats.all.get(chat_id)
    if chat is None:
        raise Impossible(f"no chat {chat_id}: it begins with a message")
    return chat


def _message(chat: Chat, message_id: int | None) -> Message:
    message = chat.messages.get(message_id or 0)
    if message is None:
        raise Impossible(f"no message {message_id} in chat {chat.id}")
    return message


def _member(tg: Telegram, *, blocked: bool) -> Json:
    if blocked:
        return {"user": tg.bot, "status": "kicked", "until_date": 0}
    return {"user": tg.bot, "status": "member"}
