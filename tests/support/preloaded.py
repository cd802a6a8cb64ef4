"""Imported once, by the process from which tests start programs: what takes long to import, and
the texts, which take a second to read."""

from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SetMyCommands
from aiogram.types import Message, Update, User

import bot.components
import listener
import migrate
import web.app
from texts import LANGUAGES, Catalog

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

for language in LANGUAGES:
    Catalog.load().our_bundle(language)
