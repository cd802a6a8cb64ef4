"""Groups: whether the bot is in them, and what they become. Nobody says anything there."""

from sandbox.store import Json
from sandbox.telegram.chats import Chat
from sandbox.telegram.state import Telegram


def change(
    tg: Telegram,
    chat_id: int,
    title: str,
    *,
    has_bot: bool,
    moved_to: int | None,
    refuses: str | None,
    told: bool,
) -> None:
    """Makes a group, or changes it; with `told`, the bot gets the updates about that."""
    group = tg.chats.meet(chat_id, {"first_name": title})
    was_in, group.blocked = not group.blocked, not has_bot
    becomes = moved_to if moved_to != group.moved_to else None
    reopened = group.refuses is not None and refuses is None
    group.moved_to, group.refuses = moved_to, refuses
    tg.chats.save(group)
    if becomes is not None:
        tg.chats.meet(becomes, {"first_name": title})
    if told and was_in != has_bot:
        tg.push("my_chat_member", chat_id, _membership(tg, group, has_bot=has_bot))
    if told and becomes is not None:
        service = {"message_id": group.last_id + 1, "migrate_to_chat_id": becomes}
        tg.push("message", chat_id, {**_head(tg, group), **service})
    if told and reopened:
        number = {"message_id": group.last_id + 1}
        tg.push("message", chat_id, {**_head(tg, group), **number, "forum_topic_reopened": {}})


def _membership(tg: Telegram, group: Chat, *, has_bot: bool) -> Json:
    gone = {"user": tg.bot, "status": "kicked", "until_date": 0}
    inside = {"user": tg.bot, "status": "member"}
    before, after = (gone, inside) if has_bot else (inside, gone)
    return {**_head(tg, group), "old_chat_member": before, "new_chat_member": after}


def _head(tg: Telegram, group: Chat) -> Json:
    somebody = {"id": 5, "is_bot": False, "first_name": "Bob"}
    date = int(tg.clock.now().timestamp())
    return {"chat": group.reference(), "from": somebody, "date": date}
