"""Where updates come in, by webhook or by polling: stored first, answered after."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import PreCheckoutQuery

from bot.api import Api
from bot.handlers.topup import order_token
from bot.intake import Intake, Update
from texts import Catalog

# Telegram takes the answer to a checkout for 10 s.
_CHECKOUT_TIMEOUT = 5


@dataclass(frozen=True)
class Door:
    bot: Bot
    api: Api
    intake: Intake
    catalog: Catalog

    async def take(self, update: Update) -> None:
        """Returns when the update is durable, and answered if it is a checkout. Taking it again is
        harmless; whoever gets an exception lets Telegram repeat it."""
        await self.intake.store(update)
        if query := update.fields.get("pre_checkout_query"):
            await self._answer_checkout(query)

    async def _answer_checkout(self, fields: Mapping[str, Any]) -> None:
        """Never through a queue: a chat with a backlog could not pay."""
        query = PreCheckoutQuery.model_validate(fields)
        refusal = await self._refusal(query)
        with suppress(TelegramBadRequest):  # answered before, or too late
            await self.bot.answer_pre_checkout_query(
                query.id,
                ok=refusal is None,
                error_message=refusal,
                request_timeout=_CHECKOUT_TIMEOUT,
            )

    async def _refusal(self, query: PreCheckoutQuery) -> str | None:
        checked = await self.api.pre_checkout(
            query.from_user.id,
            order_token(query.invoice_payload),
            query.total_amount,
            query.currency,
        )
        say = self.catalog.voice(checked.locale or query.from_user.language_code or "en")
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
