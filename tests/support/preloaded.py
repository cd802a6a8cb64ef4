"""Imported once, by the process from which tests start programs: what takes long to import."""

from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SetMyCommands
from aiogram.types import Message, Update, User

import bot.components
import listener
import migrate
import web.app

__all__ = ["bot", "listener", "migrate", "web"]

# The bot builds a model when it first uses it.
for model in (
    Update,
    Message,
    User,
    AnswerCallbackQuery,
    EditMessageText,
    SendMessage,
    SetMyCommands,
):
    model.model_rebuild()
