"""A person's decisions about a running subscription, and the history of its cost."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import Cancel, Resume, SetAutoRenew, TurnPage
from bot.context import UserContext
from bot.handlers.navigation import history_page_screen, screen_of
from bot.screens import cancel_screen
from bot.screens.profile import can_be_cancelled, cancelling_ends_access


def router() -> Router:
    router = Router(name="subscription")
    router.callback_query.register(set_auto_renew, SetAutoRenew.filter())
    router.callback_query.register(cancel, Cancel.filter())
    router.callback_query.register(resume, Resume.filter())
    router.callback_query.register(turn_page, TurnPage.filter())
    return router


async def set_auto_renew(
    tap: CallbackQuery, callback_data: SetAutoRenew, user: UserContext
) -> str | None:
    changed = await user.api.set_auto_renew(
        user.telegram_id, callback_data.to == "on", user.subscription
    )
    await user.show(await screen_of("profile", user))
    match changed.outcome:
        case "nothing_to_renew":
            return user.say("toast-nothing-to-renew")
        case "switched_off":
            return user.say("toast-renewal-switched-off")
    return None


async def cancel(tap: CallbackQuery, callback_data: Cancel, user: UserContext) -> str | None:
    profile = await user.api.profile(user.telegram_id, user.subscription)
    if can_be_cancelled(profile) and callback_data.said != cancelling_ends_access(profile):
        # The question is from before the end, or of a release that did not say which it was.
        await user.show(cancel_screen(user.say, profile))
        return None
    cancelled = await user.api.cancel(user.telegram_id, user.subscription)
    await user.show(await screen_of("profile", user))
    return user.say("toast-nothing-runs") if cancelled.outcome == "not_active" else None


async def resume(tap: CallbackQuery, user: UserContext) -> str | None:
    resumed = await user.api.resume(user.telegram_id, user.subscription)
    await user.show(await screen_of("profile", user))
    return user.say("toast-cannot-resume") if resumed.outcome == "expired" else None


async def turn_page(tap: CallbackQuery, callback_data: TurnPage, user: UserContext) -> None:
    await user.show(await history_page_screen(user, callback_data.before))
