"""Telegram's Bot API, as a bot sees it, and the people who use the bot."""
