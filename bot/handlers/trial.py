"""The free trial."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import StartTrial
from bot.context import UserContext
from bot.handlers.gates import show_gate, tried
from bot.handlers.navigation import screen_of


def router() -> Router:
    router = Router(name="trial")
    router.callback_query.register(start_trial, StartTrial.filter())
    return router


async def start_trial(tap: CallbackQuery, user: UserContext) -> str | None:
    return await begin_trial(user)


async def begin_trial(user: UserContext) -> str | None:
    """A second tap finds the subscription that the first tap created, and shows the same key."""
    trial = await tried(user, lambda: user.api.start_trial(user.telegram_id))
    has_access = user.home.status in ("active", "activating")
    match trial.outcome:
        case "already_used" if not has_access:
            await user.show(await screen_of("menu", user))
            return user.say("toast-trial-used")
        case "terms_not_accepted" | "not_in_channel" as gate:
            await show_gate(user, gate, "trial")
            return None
        case "switched_off":
            await user.show(await screen_of("menu", user))
            return user.say("toast-trials-off")
        case _:
            await user.show(await screen_of("access", user))
            return None
