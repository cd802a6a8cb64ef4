"""Where updates come in, by webhook or by polling: stored first, answered after."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.api import Api
from bot.intake import Intake, NotAnUpdate, Update
from bot.money import order_token
from texts import Catalog

# Telegram takes the answer to a checkout for 10 s.
_CHECKOUT_TIMEOUT = 5

log = structlog.get_logger("bot.door")


class CheckoutUnanswered(Exception):
    """The update is stored, but the checkout has no answer; asked again, it may get one."""


@dataclass(frozen=True)
class Door:
    """Its part of the pool is its own: handlers that are busy cannot keep updates out."""

    bot: Bot
    api: Api
    intake: Intake
    catalog: Catalog

    async def take(self, update: Update) -> None:
        """Returns when the update is durable, and answered if it is a checkout. Taking it again is
        harmless; whoever gets an exception lets Telegram repeat it."""
        query = update.fields.get("pre_checkout_query")
        if query is None:
            await self.intake.store(update)
            return
        # Never through a queue, nor behind others' updates: Telegram does not wait for long.
        stored, answered = await asyncio.gather(
            self.intake.store(update), self._answer_checkout(query), return_exceptions=True
        )
        if stored is not None:
            raise stored
        if answered is not None:
            raise CheckoutUnanswered from answered

    async def take_body(self, body: bytes, *, is_whole: bool = True) -> None:
        """Takes what Telegram has sent, whatever it is: what is no update is kept apart, so that it
        does not come again for a day."""
        try:
            if not is_whole:
                raise NotAnUpdate("too large")
            update = Update.parse(body)
        except NotAnUpdate as refused:
            log.error("not an update", reason=str(refused), bytes=len(body))
            await self.intake.refuse(str(refused), body)
        else:
            await self.take(update)

    async def _answer_checkout(self, query: object) -> None:
        match query:
            case {
                "id": str(id_),
                "from": {"id": int(payer)} as person,
                "invoice_payload": payload,
                "total_amount": int(amount),
                "currency": str(currency),
            }:
                checkout = _Checkout(payer, payload, amount, currency, person.get("language_code"))
            case _:
                log.error("a checkout that cannot be read")
                return
        refusal = await self._refusal(checkout)
        with suppress(TelegramBadRequest):  # answered before, or too late
            await self.bot.answer_pre_checkout_query(
                id_,
                ok=refusal is None,
                error_message=refusal,
                request_timeout=_CHECKOUT_TIMEOUT,
            )

    async def _refusal(self, checkout: "_Checkout") -> str | None:
        checked = await self.api.pre_checkout(
            checkout.payer, order_token(checkout.payload), checkout.amount, checkout.currency
        )
        say = self.catalog.voice(checked.locale or str(checkout.language or "en"))
        match checked.outcome:
            case "ok":
                return None
            case "expired":
                return say("checkout-expired")
            case "unknown":
                return say("checkout-unknown")
            case "mismatch":
                return say("checkout-mismatch")
            case "switched_off":
                return say("checkout-off")


@dataclass(frozen=True)
class _Checkout:
    """What must be read of a checkout to answer it."""

    payer: int
    payload: object
    amount: int
    currency: str
    language: object
