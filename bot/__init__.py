"""The Telegram user interface: a webhook that stores updates, and a dispatcher that turns them into
calls of the database and screens. It decides nothing about money or time."""

from bot.lazy_aiogram import load_aiogram

load_aiogram()
