"""Answers Telegram's pre-checkout queries, which must not wait in a queue."""

from contextlib import suppress
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.api import Api
from bot.payments import order_token
from texts import Catalog

# Telegram accepts the answer to a checkout for 10 s.
_TIMEOUT = 5

log = structlog.get_logger("bot.checkout")


class Banned(Exception):
    """Telegram accepts no call at present; it asks again later."""


@dataclass(frozen=True)
class Checkout:
    """The parts of a pre-checkout query that are needed to answer it."""

    id: str
    payer: int
    payload: object
    amount: int
    currency: str
    language: object

    @classmethod
    def parse(cls, query: object) -> "Checkout | None":
        match query:
            case {
                "id": str(id_),
                "from": {"id": int(payer)} as person,
                "invoice_payload": payload,
                "total_amount": int(amount),
                "currency": str(currency),
            }:
                return cls(id_, payer, payload, amount, currency, person.get("language_code"))
        return None


@dataclass(frozen=True)
class CheckoutAnswerer:
    bot: Bot
    api: Api
    catalog: Catalog

    async def answer(self, query: object) -> None:
        checkout = Checkout.parse(query)
        if checkout is None:
            log.error("a checkout that cannot be read")
            return
        refusal = await self._refusal(checkout)
        with suppress(TelegramBadRequest):  # already answered, or too late
            await self.bot.answer_pre_checkout_query(
                checkout.id,
                ok=refusal is None,
                error_message=refusal,
                request_timeout=_TIMEOUT,
            )

    async def _refusal(self, checkout: Checkout) -> str | None:
        """Returns the text for the payer, None when the order can be paid."""
        checked = await self.api.pre_checkout(
            checkout.payer, order_token(checkout.payload), checkout.amount, checkout.currency
        )
        if checked.banned_for > 0:
            raise Banned
        say = self.catalog.translator(checked.locale or str(checkout.language or "en"))
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
