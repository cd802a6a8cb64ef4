"""The bot's commands, each with the screen that it opens.

Telegram requires shops to answer /terms and /paysupport. The bot does, but does not list them in
the menu of commands.
"""

from bot.callbacks import Place

COMMANDS: dict[str, Place] = {
    "start": "menu",
    "profile": "profile",
    "buy": "plans",
    "gift": "gift",
    "game": "game",
    "connect": "access",
    "history": "history",
    "promo": "promo",
    "referral": "invite",
    "language": "language",
    "support": "support",
    "privacy": "privacy",
    "help": "help",
    "terms": "terms",
    "paysupport": "support",
}
NOT_LISTED = ("terms", "paysupport")
