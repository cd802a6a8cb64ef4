"""Support as users see it: answers to common questions, and their ticket."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.api import Written
from bot.callbacks import AskSupport, ReadAnswer, Reply, Solved, Topic
from bot.context import UserContext
from bot.screens import answer_screen, ask_screen, support_screen, written_screen
from bot.screens.support import WRITING

KINDS = (
    *("text", "photo", "document", "voice", "audio", "video", "video_note", "animation"),
    "sticker",
)


def router() -> Router:
    router = Router(name="support")
    router.callback_query.register(ask, AskSupport.filter())
    router.callback_query.register(go_on, Reply.filter())
    router.callback_query.register(read_answer, ReadAnswer.filter())
    router.callback_query.register(solved, Solved.filter())
    router.message.register(reply, is_reply)
    router.message.register(write, StateFilter(*WRITING.values()), is_written)
    return router


def content(message: Message) -> tuple[str, str | None] | None:
    """Returns the kind and the text of a message. None for a command, and for what no person wrote,
    such as a service message."""
    if message.text is not None and message.text.startswith("/"):
        return None
    for kind in KINDS:
        if getattr(message, kind) is not None:
            return kind, message.text or message.caption
    return None


async def is_written(message: Message) -> bool:
    return content(message) is not None


async def is_reply(message: Message) -> bool:
    """A reply to one of the bot's messages."""
    replied = message.reply_to_message
    is_bots = replied is not None and replied.from_user is not None and replied.from_user.is_bot
    return is_bots and content(message) is not None


async def ask(tap: CallbackQuery, callback_data: AskSupport, user: UserContext) -> None:
    lines = await user.api.ticket(user.telegram_id)
    await user.show(ask_screen(user.say, callback_data.topic, lines))


async def go_on(tap: CallbackQuery, callback_data: Reply, user: UserContext) -> None:
    lines = await user.api.ticket(user.telegram_id)
    await user.show(ask_screen(user.say, lines[-1].topic if lines else "other", lines))


async def read_answer(tap: CallbackQuery, callback_data: ReadAnswer, user: UserContext) -> None:
    await user.show(answer_screen(user.say, callback_data.question))


async def solved(tap: CallbackQuery, callback_data: Solved, user: UserContext) -> str | None:
    closed = await user.api.close_ticket(user.telegram_id, callback_data.ticket)
    await user.show(support_screen(user.say, await user.api.ticket(user.telegram_id)))
    return user.say("toast-stale") if closed.outcome == "unknown" else None


async def write(message: Message, user: UserContext, raw_state: str) -> None:
    topic = next(topic for topic, name in WRITING.items() if name == raw_state)
    if not await write_to_support(message, user, topic):
        raise SkipHandler


async def write_to_support(message: Message, user: UserContext, topic: Topic | None) -> bool:
    """Passes a message to support; without a topic, only if a ticket is open. Returns whether it
    went to support."""
    found = content(message)
    if found is None:
        return False
    written = await user.api.write_ticket(
        user.telegram_id, topic, user.request, message.message_id, *found
    )
    if written.outcome == "no_ticket":
        return False
    await show_written(message, user, written, topic or "other")
    return True


async def show_written(message: Message, user: UserContext, written: Written, topic: Topic) -> None:
    if written.outcome == "too_many":
        await message.answer(user.say("support-too-many"))
    else:
        await user.show(written_screen(user.say, topic, written.ticket_id, is_read=written.is_read))


async def reply(message: Message, user: UserContext) -> None:
    """Handles a reply: it is an answer of support if the replied-to message shows a ticket there,
    and otherwise one more message of the user."""
    assert message.reply_to_message is not None
    found = content(message)
    assert found is not None
    written = await user.api.reply_in_ticket(
        user.telegram_id,
        message.reply_to_message.message_id,
        user.request,
        message.message_id,
        *found,
    )
    match written.outcome:
        case "no_ticket":
            raise SkipHandler
        case "sent":
            pass
        case "user_is_gone":
            await message.reply(user.say("support-user-gone"))
        case _:
            await show_written(message, user, written, "other")
