"""What a bot learns about who is in a channel.

It must be an administrator there: then getChatMember answers about anybody, and each change is an
update. Elsewhere it gets Telegram's refusals.
"""

from typing import Any

from sandbox.store import Json
from sandbox.telegram.channels import Channel
from sandbox.telegram.errors import NO_CHAT, bad_request, forbidden
from sandbox.telegram.params import Params
from sandbox.telegram.state import Telegram


async def get_chat_member(tg: Telegram, p: Params) -> Json:
    chat_id, user_id = p.chat_id(), p.integer("user_id")
    if tg.faults.now.telegram.members_hidden:
        raise bad_request("member list is inaccessible")
    channel = tg.channels.all.get(chat_id)
    if channel is None or user_id is None:
        raise bad_request(NO_CHAT)
    if not channel.has_bot:
        raise forbidden("bot is not a member of the channel chat")
    return _member(tg, user_id, channel.status(user_id))


def join(tg: Telegram, channel: Channel, user_id: int, status: str) -> None:
    """A person joins, leaves or is banned."""
    before = channel.status(user_id)
    channel.members[str(user_id)] = status
    tg.channels.save(channel)
    if not channel.has_bot or before == status:
        return
    change = {
        "chat": channel.reference(),
        "from": _person(tg, user_id),
        "date": int(tg.clock.now().timestamp()),
        "old_chat_member": _member(tg, user_id, before),
        "new_chat_member": _member(tg, user_id, status),
    }
    tg.push("chat_member", channel.id, change)


def _member(tg: Telegram, user_id: int, status: str) -> Json:
    more: dict[str, Json] = {"kicked": {"until_date": 0}, "creator": {"is_anonymous": False}}
    return {"user": _person(tg, user_id), "status": status, **more.get(status, {})}


def _person(tg: Telegram, user_id: int) -> Json:
    chat = tg.chats.all.get(user_id)
    return chat.user if chat else {"id": user_id, "is_bot": False, "first_name": f"User {user_id}"}


METHODS: dict[str, Any] = {"getchatmember": get_chat_member}
