"""What the bot does with an update: read it, call the database once, draw the answer."""

from aiogram import Router

from bot.handlers import entrance, places, purchase, stray, topup, trial


def routers() -> list[Router]:
    """Made anew for each dispatcher: aiogram binds a router to one. What nobody knows goes last."""
    return [module.router() for module in (entrance, topup, trial, purchase, places, stray)]
