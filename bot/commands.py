"""The bot's commands, each with the screen that it opens."""

from bot.callbacks import Place

COMMANDS: dict[str, Place] = {
    "start": "menu",
    "profile": "profile",
    "buy": "plans",
    "history": "history",
    "language": "language",
    "support": "support",
    "privacy": "privacy",
    "help": "help",
}
