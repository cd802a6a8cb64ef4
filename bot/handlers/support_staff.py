"""Support's side: its chats (the group, or those of admins), in which it answers by replying; and
edited messages."""

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.types import (
    CallbackQuery,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    Update,
)

from bot.api import Api
from bot.callbacks import ActOnTicket
from bot.context import ContextFactory
from bot.filters import is_private
from bot.handlers.support import content, is_reply
from bot.middlewares import request_id
from bot.screens import ticket_lines
from texts import Translator

# The end of a long history is what matters.
_LONGEST_TEXT = 4000


def router() -> Router:
    router = Router(name="support-staff")
    router.callback_query.register(act_on_ticket, ActOnTicket.filter())
    router.message.register(moved, is_moved)
    router.message.register(reopened, is_reopened)
    router.message.register(reply_in_group, is_reply, in_group)
    router.edited_message.register(correct)
    router.my_chat_member.register(note_bot, in_group)
    return router


async def in_group(event: Message | ChatMemberUpdated) -> bool:
    return event.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


async def is_moved(message: Message) -> bool:
    return message.migrate_to_chat_id is not None


async def moved(message: Message, api: Api) -> None:
    """A group becomes a supergroup, which has another id."""
    await api.note_support_chat(message.chat.id, moved_to=message.migrate_to_chat_id)


async def is_reopened(message: Message) -> bool:
    return message.forum_topic_reopened is not None


async def reopened(message: Message, api: Api) -> None:
    """While the topic was closed, it accepted no messages."""
    await api.note_support_chat(message.chat.id, is_member=True)


async def note_bot(change: ChatMemberUpdated, api: Api) -> None:
    """The bot was added to a group, removed, or lost the right to write there."""
    match change.new_chat_member:
        case ChatMemberLeft() | ChatMemberBanned():
            may_write = False
        case ChatMemberRestricted(can_send_messages=may_write):
            pass
        case _:
            may_write = True
    await api.note_support_chat(change.chat.id, is_member=may_write)


async def reply_in_group(
    message: Message, bot: Bot, api: Api, event_update: Update, say: Translator
) -> None:
    assert message.reply_to_message is not None
    found = content(message)
    assert found is not None
    written = await api.reply_in_ticket(
        message.chat.id,
        message.reply_to_message.message_id,
        request_id(bot, event_update),
        message.message_id,
        *found,
    )
    if written.outcome == "user_is_gone":
        await message.reply(say("support-user-gone"))


async def correct(message: Message, bot: Bot, api: Api, event_update: Update) -> None:
    """A message of a user or of support was edited, in any chat. It was passed on before."""
    if (found := content(message)) is not None:
        request = request_id(bot, event_update)
        await api.correct_in_ticket(message.chat.id, message.message_id, request, *found)


async def act_on_ticket(
    tap: CallbackQuery,
    callback_data: ActOnTicket,
    bot: Bot,
    api: Api,
    say: Translator,
    contexts: ContextFactory,
) -> str | None:
    """Handles a button in a chat of support."""
    if tap.message is None:
        return None
    chat, ticket = tap.message.chat.id, callback_data.ticket
    if callback_data.act == "close":
        closed = await api.close_as_support(chat, tap.from_user.id, ticket)
        return None if closed.outcome == "closed" else say("toast-ticket-is-closed")
    lines = await api.ticket_for_support(chat, ticket)
    if not lines:
        return say("toast-ticket-is-closed")
    if not is_private(tap) and (reader := await api.reader_in_chat(chat)) is not None:
        say = contexts.catalog.translator(reader.locale, reader.timezone, reader.now)
    text = say("support-history", ticket=ticket)
    shown: list[str] = []
    for line in reversed(ticket_lines(say, lines, for_support=True)):
        if len("\n\n".join([text, line, *shown])) > _LONGEST_TEXT:
            break
        shown.insert(0, line)
    await bot.send_message(chat, "\n\n".join([text, *shown]))
    return None
