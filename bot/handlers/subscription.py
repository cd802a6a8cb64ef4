"""What a person decides about a subscription that runs, and the history of what it cost."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import Cancel, Resume, SetAutoRenew, TurnPage
from bot.handlers.places import history_page, screen_of
from bot.handlers.rooms import members_room
from bot.visit import Visit


def router() -> Router:
    router = members_room("subscription")
    router.callback_query.register(set_auto_renew, SetAutoRenew.filter())
    router.callback_query.register(cancel, Cancel.filter())
    router.callback_query.register(resume, Resume.filter())
    router.callback_query.register(turn_page, TurnPage.filter())
    return router


async def set_auto_renew(
    tap: CallbackQuery, callback_data: SetAutoRenew, visit: Visit
) -> str | None:
    changed = await visit.api.set_auto_renew(visit.telegram_id, callback_data.to == "on")
    if changed.outcome == "nothing_to_renew":
        return visit.say("toast-nothing-to-renew")
    await visit.show(await screen_of("profile", visit))
    return None


async def cancel(tap: CallbackQuery, visit: Visit) -> str | None:
    cancelled = await visit.api.cancel(visit.telegram_id)
    if cancelled.outcome == "not_active":
        return visit.say("toast-nothing-runs")
    await visit.show(await screen_of("profile", visit))
    return None


async def resume(tap: CallbackQuery, visit: Visit) -> str | None:
    resumed = await visit.api.resume(visit.telegram_id)
    if resumed.outcome == "expired":
        return visit.say("toast-cannot-resume")
    await visit.show(await screen_of("profile", visit))
    return None


async def turn_page(tap: CallbackQuery, callback_data: TurnPage, visit: Visit) -> None:
    await visit.show(await history_page(visit, callback_data.before))
