"""Where updates come in, by webhook or by polling: stored first, answered after."""

import asyncio
from dataclasses import dataclass

import structlog

from bot.checkout import CheckoutAnswerer
from bot.inbox import InboxWriter
from bot.sanitizing import read_json
from bot.updates import NotAnUpdate, Update

log = structlog.get_logger("bot.ingress")


class CheckoutUnanswered(Exception):
    """The update is stored, but the checkout has no answer; asked again, it may get one."""


@dataclass(frozen=True)
class UpdateReceiver:
    """Has database connections of its own: handlers that are busy cannot keep updates out."""

    inbox: InboxWriter
    checkouts: CheckoutAnswerer

    async def receive(self, body: bytes, *, is_whole: bool = True) -> None:
        """Takes whatever Telegram has sent. A body that is no update is kept apart, so that it
        does not come again for a day."""
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
        """Returns when the update is durable, and answered if it is a checkout. To take it again
        is harmless; after an exception Telegram repeats it."""
        if "pre_checkout_query" not in update.fields:
            await self.inbox.store(update.event)
            return
        query = read_json(update.event.raw)["pre_checkout_query"]
        # Never through a queue, nor behind others' updates: Telegram does not wait for long.
        stored, answered = await asyncio.gather(
            self.inbox.store(update.event), self.checkouts.answer(query), return_exceptions=True
        )
        if stored is not None:
            raise stored
        if answered is not None:
            raise CheckoutUnanswered from answered
