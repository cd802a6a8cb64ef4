"""The one message of a chat that is the screen: edited if possible, otherwise sent again."""

from contextlib import suppress
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message

from bot.api import Api
from bot.screens import Screen

NOT_MODIFIED = "message is not modified"
# Telegram's texts for a message that is deleted, too old, has no text, or is not ours.
_NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_TOO_OLD = "message can't be deleted"


@dataclass
class ScreenMessage:
    bot: Bot
    api: Api
    chat_id: int
    tapped: int | None
    """The message whose button was tapped; it becomes the screen."""
    stays: bool
    """The tapped message is a notice, an invoice or a key: it can be closed, not overwritten."""
    remembered: int | None
    """The message that was the screen so far."""
    state: str | None = None
    """The stored state of the conversation."""

    async def show(self, screen: Screen) -> None:
        """Leaves exactly one screen in the chat and stores the state of the conversation."""
        shown = self.tapped if await self._edited(screen) else await self._send(screen)
        if shown is not None and shown != self.remembered:
            await self.api.remember_screen(self.chat_id, shown)
            if self.remembered is not None:
                await self.remove(self.remembered)
        if screen.state != self.state:
            await self.api.save_conversation(self.chat_id, screen.state)
            self.state = screen.state

    async def remove(self, message_id: int) -> None:
        await remove_message(self.bot, self.chat_id, message_id)

    async def _edited(self, screen: Screen) -> bool:
        if self.tapped is None or self.stays:
            return False
        try:
            await self.bot.edit_message_text(
                screen.text,
                chat_id=self.chat_id,
                message_id=self.tapped,
                reply_markup=screen.keyboard,
            )
        except TelegramBadRequest as refusal:
            why = refusal.message.lower()
            if NOT_MODIFIED in why:
                return True
            if any(reason in why for reason in _NOT_EDITABLE):
                return False
            raise
        return True

    async def _send(self, screen: Screen) -> int:
        sent: Message = await self.bot.send_message(
            self.chat_id, screen.text, reply_markup=screen.keyboard
        )
        return sent.message_id


async def remove_message(bot: Bot, chat_id: int, message_id: int) -> None:
    """Telegram lets a bot delete a message for two days. An older message stays, without its
    buttons."""
    try:
        await bot.delete_message(chat_id, message_id)
    except TelegramBadRequest as refusal:
        if _TOO_OLD in refusal.message.lower():
            with suppress(TelegramBadRequest):
                await bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id)
