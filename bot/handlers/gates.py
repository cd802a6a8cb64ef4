"""Shows what a user must do before a trial or a first purchase, and asks Telegram who is in a
channel."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import structlog
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import AiogramError, TelegramAPIError, TelegramBadRequest
from aiogram.types import ChatMemberRestricted, ChatMemberUnion

from bot.api import Channel
from bot.context import UserContext
from bot.limiter import HeldBack
from bot.screens import Screen, channels_screen, terms_screen

# Seconds: longer than this nobody is kept waiting for what is not needed to sell.
_PATIENCE = 5
_INSIDE = (ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)
# Telegram's texts about a person whom nobody in the channel has ever met.
_NEVER_THERE = ("user not found", "participant_id_invalid", "member not found")

log = structlog.get_logger("bot.gates")


class _Refusable(Protocol):
    @property
    def outcome(self) -> str: ...


Result = TypeVar("Result", bound=_Refusable)


async def tried(user: UserContext, attempt: Callable[[], Awaitable[Result]]) -> Result:
    """If a channel stands in the way and Telegram was not asked lately, asks Telegram and tries
    again."""
    result = await attempt()
    if result.outcome == "not_in_channel" and await look_for(user):
        return await attempt()
    return result


async def look_for(user: UserContext, *, again: bool = False) -> bool:
    """Asks Telegram about the channels for which nothing is known; with `again`, about all of them.
    Returns whether it asked."""
    channels = [one for one in await user.api.channels(user.telegram_id) if again or one.must_ask]
    await asyncio.gather(*(_ask(user, channel) for channel in channels))
    return bool(channels)


async def _ask(user: UserContext, channel: Channel) -> None:
    is_member, error = None, None
    try:
        member = await user.screen_message.bot.get_chat_member(
            channel.chat_id, user.telegram_id, request_timeout=_PATIENCE
        )
        is_member = is_inside(member)
    except HeldBack:  # nothing is known of the channel, and nothing calls Telegram now
        raise
    except (AiogramError, TimeoutError, OSError) as refusal:
        if is_stranger(refusal):
            is_member = False
        else:
            error = reason(refusal)
            log.warning("a channel was not asked about", chat_id=channel.chat_id, error=error)
    await user.api.note_membership(user.telegram_id, channel.chat_id, is_member, error)


def is_inside(member: ChatMemberUnion) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _INSIDE


def is_stranger(refusal: Exception) -> bool:
    return isinstance(refusal, TelegramBadRequest) and any(
        phrase in refusal.message.lower() for phrase in _NEVER_THERE
    )


def reason(error: Exception) -> str:
    return error.message if isinstance(error, TelegramAPIError) else type(error).__name__


def about_this(user: UserContext, then: str) -> str:
    """Returns what the user came for, with the subscription that it is about."""
    return then if user.subscription is None else f"{then}-{user.subscription}"


async def show_gate(user: UserContext, gate: str, then: str) -> None:
    await user.show(await gate_screen(user, gate, then))


async def gate_screen(user: UserContext, gate: str, then: str) -> Screen:
    """`then`: what the user came for, see callbacks.Then."""
    if gate == "not_in_channel":
        channels = await user.api.channels(user.telegram_id)
        return channels_screen(user.say, channels, then)
    return terms_screen(user.say, await user.api.terms(user.telegram_id), then)
