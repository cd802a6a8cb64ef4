"""Going from screen to screen: buttons, commands, and a redraw that the database asks for."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.api import Profile
from bot.callbacks import Close, Go, Place
from bot.handlers.rooms import members_room
from bot.screens import (
    Screen,
    access_screen,
    amount_screen,
    cancel_screen,
    help_screen,
    history_screen,
    language_screen,
    menu_screen,
    paid_screen,
    plans_screen,
    profile_screen,
    topup_screen,
    undelivered_screen,
)
from bot.screens.base import Bought
from bot.screens.history import LINES
from bot.screens.profile import can_be_cancelled
from bot.visit import Visit

COMMANDS: dict[str, Place] = {
    "start": "menu",
    "profile": "profile",
    "buy": "plans",
    "history": "history",
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
        case "plans" | "renew":  # with nothing to renew; else it is an order, see purchase.py
            return plans_screen(say, await api.plans(who), home)
        case "access":
            access = await api.access(who)
            slow = access.outcome == "activating" and await api.is_slow(who)
            return access_screen(say, access, home, is_slow=slow)
        case "profile":
            return await own_profile(visit, await api.profile(who))
        case "cancel":
            profile = await api.profile(who)
            if can_be_cancelled(profile):
                return cancel_screen(say, profile)
            return await own_profile(visit, profile)
        case "history":
            return await history_page(visit)
        case "topup":
            return topup_screen(say, await api.topup_offer(who), home, await api.wanted_order(who))
        case "amount":
            return amount_screen(say, await api.topup_offer(who))
        case "language":
            return language_screen(say, may_go_back=True)
        case "help":
            return help_screen(say)


async def own_profile(visit: Visit, profile: Profile) -> Screen:
    """In the grace no charge is due any more, but what is missing for one can still be said."""
    amounts: dict[int, int] = {}
    if profile.status == "grace" and profile.renewal_plan_id is not None:
        prices = await visit.api.prices(visit.telegram_id, profile.renewal_plan_id)
        amounts = {price.price_id: price.amount for price in prices}
    amount = amounts.get(profile.renewal_price_id or 0)
    return profile_screen(visit.say, profile, visit.home, amount)


async def history_page(visit: Visit, before: int | None = None) -> Screen:
    """The lines below `before`, read with that one, to know whether there is a way up."""
    above = None if before is None else before + 1
    lines = await visit.api.statement(visit.telegram_id, above, LINES + 1)
    newer = before is not None and len(lines) > 1 and lines[0].line_id >= before
    page = lines[1:] if newer else lines[:LINES]
    return history_screen(visit.say, page, newer=newer)


async def clear_invoices(visit: Visit) -> None:
    """Takes invoices away that were paid, have expired, or are for what was bought otherwise."""
    for invoice in await visit.api.useless_invoices(visit.telegram_id):
        await visit.stage.remove(invoice.message_id)


async def bought(visit: Visit, how: Bought) -> Screen:
    """What the person has now that something was bought, with the key if it is known."""
    home = await visit.api.home(visit.telegram_id) or visit.home
    access = await visit.api.access(visit.telegram_id)
    profile = await visit.api.profile(visit.telegram_id)
    slow = access.link is None and await visit.api.is_slow(visit.telegram_id)
    return paid_screen(visit.say, how, home, access.link, is_slow=slow, cancelled=profile.cancelled)


async def go(tap: CallbackQuery, callback_data: Go, visit: Visit) -> str | None:
    place = callback_data.place
    if place in ("topup", "amount") and not visit.home.can_topup:
        await visit.show(await screen_of("profile", visit))
        return visit.say("toast-topups-off")
    await visit.show(await screen_of(place, visit))
    return None


async def close(tap: CallbackQuery, visit: Visit) -> None:
    """Notices, invoices and QR codes go away; the screen has no such button."""
    if visit.stage.tapped is not None:
        await visit.stage.remove(visit.stage.tapped)


async def command(message: Message, command: CommandObject, visit: Visit) -> None:
    await visit.show(await screen_of(COMMANDS[command.command], visit))


async def anything(message: Message, visit: Visit) -> None:
    """Words that no dialogue waits for: the menu comes down to where the person is looking."""
    await visit.show(menu_screen(visit.say, visit.home))


async def redraw(visit: Visit) -> None:
    """The state has changed by itself: show it, but only to somebody who is looking at it."""
    await clear_invoices(visit)
    stage = replace(visit.stage, tapped=visit.stage.remembered)
    if stage.tapped is None:
        return
    match await stage.state.get_state():
        case "menu" | "access" | "profile" as place:
            await stage.show(await screen_of(place, visit))
        case "paid" | "funded" | "renewed" as how if visit.home.status in ("active", "activating"):
            await stage.show(await bought(visit, how))
        case "paid" | "funded" if visit.home.status in ("none", "expired"):
            await stage.show(undelivered_screen(visit.say, visit.home))
