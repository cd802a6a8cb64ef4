"""Going from screen to screen: buttons, commands, and a redraw that the database asks for."""

from dataclasses import replace
from typing import cast

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.callbacks import Close, Go, Place
from bot.handlers.rooms import members_room
from bot.screens import (
    Screen,
    access_screen,
    amount_screen,
    help_screen,
    language_screen,
    menu_screen,
    plans_screen,
    profile_screen,
    topup_screen,
)
from bot.visit import Visit

COMMANDS: dict[str, Place] = {
    "start": "menu",
    "profile": "profile",
    "buy": "plans",
    "language": "language",
    "help": "help",
}


def router() -> Router:
    router = members_room("places")
    router.callback_query.register(go, Go.filter())
    router.callback_query.register(close, Close.filter())
    router.message.register(command, Command(*COMMANDS))
    router.message.register(anything, F.text)
    return router


async def screen_of(place: Place, visit: Visit) -> Screen:
    say, home, api, who = visit.say, visit.home, visit.api, visit.telegram_id
    match place:
        case "menu":
            return menu_screen(say, home)
        case "plans":
            return plans_screen(say, await api.plans(who), home)
        case "access":
            return access_screen(say, await api.access(who), home)
        case "profile":
            return profile_screen(say, await api.profile(who), home)
        case "topup":
            return topup_screen(say, await api.topup_offer(who), home)
        case "amount":
            return amount_screen(say, await api.topup_offer(who))
        case "language":
            return language_screen(say, may_go_back=True)
        case "help":
            return help_screen(say)


async def go(tap: CallbackQuery, callback_data: Go, visit: Visit) -> str | None:
    place = callback_data.place
    if place in ("topup", "amount") and not visit.home.can_topup:
        return visit.say("toast-topups-off")
    await visit.show(await screen_of(place, visit))
    return None


async def close(tap: CallbackQuery, visit: Visit) -> None:
    """Notices, invoices and QR codes go away; the screen has no such button."""
    if visit.stage.tapped is not None:
        await visit.stage.delete(visit.stage.tapped)


async def command(message: Message, command: CommandObject, visit: Visit) -> None:
    await visit.show(await screen_of(COMMANDS[command.command], visit))


async def anything(message: Message, visit: Visit) -> None:
    """Words that no dialogue waits for: the menu comes down to where the person is looking."""
    await visit.show(menu_screen(visit.say, visit.home))


async def redraw(visit: Visit) -> None:
    """The state has changed by itself: show it, but only to somebody who is looking at it."""
    stage = replace(visit.stage, tapped=visit.stage.remembered)
    looking_at = await stage.state.get_state()
    if stage.tapped is not None and looking_at in ("menu", "access", "profile"):
        await stage.show(await screen_of(cast(Place, looking_at), visit))
