"""What the bot does with an update: read it, call the database once, draw the answer."""

from aiogram import Router

from bot.handlers import entrance, places, purchase, stray, subscription, topup, trial


def routers() -> list[Router]:
    """Made anew for each dispatcher: aiogram binds a router to one. What nobody knows goes last."""
    rooms = (entrance, topup, trial, purchase, subscription, places, stray)
    return [room.router() for room in rooms]
