"""What a user must do before a trial or a first purchase: accept terms, join channels."""

from collections.abc import Sequence
from html import escape

from bot.api import Channel, Terms
from bot.callbacks import AcceptTerms, Go, HasJoined
from bot.screens.base import Screen, back, button, link_button, main_button, screen
from texts import Translator, moment


def terms_screen(say: Translator, terms: Terms | None, then: str | None = None) -> Screen:
    """`then`: what the user came for, if the terms stand before it."""
    if terms is None:
        return screen("terms", say("terms-none"), back(say))
    text = say("terms") if terms.is_address else escape(terms.content, quote=False)
    parts = [text]
    if terms.accepted_at is not None:
        parts.append(say("terms-accepted", at=moment(terms.accepted_at)))
    elif terms.version is not None:
        parts.append(say("terms-ask", before="yes" if then else "no"))
    link = [link_button(say("button-read-terms"), terms.content)] if terms.is_address else []
    may_accept = terms.version is not None and terms.accepted_at is None
    accept = AcceptTerms(version=terms.version or "-", then=then or "menu")
    return screen(
        "terms",
        "\n\n".join(parts),
        link,
        [main_button(say("button-accept-terms"), accept)] if may_accept else [],
        back(say),
    )


def channels_screen(say: Translator, channels: Sequence[Channel], then: str) -> Screen:
    """Each channel in which the user was not found."""
    missing = [channel for channel in channels if channel.is_member is False]
    return screen(
        "channels",
        say("channels", count=len(missing)),
        *([link_button(channel.title, channel.url)] for channel in missing),
        [main_button(say("button-joined"), HasJoined(then=then))],
        [button(say("button-menu"), Go(place="menu"))],
    )
