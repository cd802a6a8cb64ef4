"""aiogram is loaded as the bot loads it, and first: all of its types at once take four seconds of
each process."""

from bot.lazy_aiogram import load_aiogram

load_aiogram()
