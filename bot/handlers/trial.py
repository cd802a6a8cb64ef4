"""The free trial."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import StartTrial
from bot.context import UserContext
from bot.handlers.navigation import screen_of


def router() -> Router:
    router = Router(name="trial")
    router.callback_query.register(start_trial, StartTrial.filter())
    return router


async def start_trial(tap: CallbackQuery, user: UserContext) -> str | None:
    """A second tap finds the subscription that the first one created, and shows the same key."""
    trial = await user.api.start_trial(user.telegram_id)
    has_access = user.home.status in ("active", "activating")
    match trial.outcome:
        case "already_used" if not has_access:
            await user.show(await screen_of("menu", user))
            return user.say("toast-trial-used")
        case "switched_off":
            await user.show(await screen_of("menu", user))
            return user.say("toast-trials-off")
        case _:
            await user.show(await screen_of("access", user))
            return None
