"""The buttons of terms and channels, which lead on to what the user came for."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery, ChatMemberUpdated

from bot.api import Api
from bot.callbacks import AcceptTerms, Go, HasJoined
from bot.context import UserContext
from bot.handlers.gates import is_inside, look_for, show_gate
from bot.handlers.navigation import offered_gift
from bot.handlers.promo import entered_screen
from bot.handlers.purchase import show_gift_order, show_order
from bot.handlers.trial import begin_trial


def router() -> Router:
    router = Router(name="gates")
    router.callback_query.register(accept, AcceptTerms.filter())
    router.callback_query.register(joined, HasJoined.filter())
    router.chat_member.register(note_member)
    return router


async def accept(tap: CallbackQuery, callback_data: AcceptTerms, user: UserContext) -> str | None:
    then = callback_data.then
    accepted = await user.api.accept_terms(user.telegram_id, callback_data.version)
    if accepted.outcome == "changed":
        await show_gate(user, "terms_not_accepted", then)
        return user.say("toast-terms-changed")
    return await go_on(user, then)


async def joined(tap: CallbackQuery, callback_data: HasJoined, user: UserContext) -> str | None:
    await look_for(user, again=True)
    channels = await user.api.channels(user.telegram_id)
    if any(channel.is_member is False for channel in channels):
        await show_gate(user, "not_in_channel", callback_data.then)
        return user.say("toast-not-joined")
    return await go_on(user, callback_data.then)


async def go_on(user: UserContext, then: str) -> str | None:
    what, *numbers = then.split("-")
    about = await named(user, {"price": numbers[1:], "offered": numbers}.get(what, []))
    match what:
        case "trial":
            return await begin_trial(user)
        case "promo":
            await user.show(await entered_screen(user, None))
        case "offered" if about is not None:
            await about.show(await offered_gift(about))
        case "give":
            return await show_gift_order(user, int(numbers[0]), Go(place="gift"))
        case "new":
            return await show_order(user, int(numbers[0]), Go(place="another"), opens_new=True)
        case "price" if about is not None:
            return await show_order(about, int(numbers[0]), Go(place="plans"))
        case _:
            await user.show(await user.menu())
            return None if what == "menu" else user.say("toast-stale")
    return None


async def named(user: UserContext, which: Sequence[str]) -> UserContext | None:
    """Returns the user with the subscription that he came for; None if it is not his (any more)."""
    return await user.about(int(which[0])) if which else user


async def note_member(change: ChatMemberUpdated, api: Api) -> None:
    """Records that somebody joined or left a channel of which the bot is an administrator."""
    person = change.new_chat_member.user.id
    await api.note_membership(person, change.chat.id, is_inside(change.new_chat_member))
