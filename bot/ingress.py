"""Where updates come in, by webhook or by polling: the bot stores an update before it answers."""

import asyncio
from dataclasses import dataclass

import structlog

from bot.checkout import CheckoutAnswerer
from bot.inbox import InboxWriter
from bot.sanitizing import read_json
from bot.updates import NotAnUpdate, Update

log = structlog.get_logger("bot.ingress")


class CheckoutUnanswered(Exception):
    """The update is stored, but the checkout has no answer yet; a repeated request may get one."""


@dataclass(frozen=True)
class UpdateReceiver:
    """Has its own database connections: busy handlers cannot keep updates out."""

    inbox: InboxWriter
    checkouts: CheckoutAnswerer

    async def receive(self, body: bytes, *, is_whole: bool = True) -> None:
        """Accepts whatever Telegram sends. A body that is not an update is stored separately, so
        that Telegram does not repeat it for a day."""
        try:
            if not is_whole:
                raise NotAnUpdate("too large")
            update = Update.parse(body)
        except NotAnUpdate as refused:
            log.error("not an update", reason=str(refused), bytes=len(body))
            await self.inbox.refuse(str(refused), body)
        else:
            await self._take(update)

    async def _take(self, update: Update) -> None:
        """Returns when the update is durable, and answered if it is a checkout. Taking it again is
        harmless; after an exception Telegram repeats it."""
        if "pre_checkout_query" not in update.fields:
            await self.inbox.store(update.event)
            return
        query = read_json(update.event.raw)["pre_checkout_query"]
        # Never through a queue, nor behind other users' updates: Telegram does not wait for long.
        stored, answered = await asyncio.gather(
            self.inbox.store(update.event), self.checkouts.answer(query), return_exceptions=True
        )
        if stored is not None:
            raise stored
        if answered is not None:
            raise CheckoutUnanswered from answered
