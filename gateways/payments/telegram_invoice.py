"""Cards through Telegram's payments, by a provider token: only links to pay by.

A payment is reported by an update of the bot. Telegram neither lists nor refunds such payments;
both happen at the provider behind the token.
"""

from collections.abc import Mapping

import httpx
from pydantic import SecretStr

from gateways.bot_api import BotApi
from gateways.errors import Denied, Rejected
from gateways.payments.port import Created, InvoiceRequest, Limits
from gateways.payments.stars import invoice_link
from gateways.payments.wire import at, branch, call, whole
from texts.values import digits

WHO = "Telegram"


class TelegramInvoice:
    code = "telegram"
    can = frozenset({"page", "limits"})

    def __init__(
        self, bot: BotApi, token: SecretStr, http: httpx.AsyncClient, currencies: str
    ) -> None:
        self._bot = bot
        self._token = token
        self._http = http
        self._currencies = currencies

    async def create(self, request: InvoiceRequest) -> Created:
        try:
            token = self._token.get_secret_value()
            return await invoice_link(self._bot, request, provider_token=token)
        except Rejected as refused:
            if "PAYMENT_PROVIDER_INVALID" in str(refused):
                # This concerns the token, not this invoice.
                raise Denied(str(refused)) from None
            raise

    async def limits(self) -> Mapping[str, Limits]:
        """About one to ten thousand US dollars, moving with the rates. Omits a currency that
        Telegram counts in other units than we do."""
        answer = await call(self._http, WHO, "GET", self._currencies)
        if not answer.response.is_success or answer.body is None:
            raise answer.failure(None)
        found = {}
        for currency in answer.body:
            row = branch(answer.body, currency)
            least, most = whole(row, "min_amount"), whole(row, "max_amount")
            if least is not None and most is not None and at(row, "exp") == digits(currency):
                found[currency] = Limits(least, most)
        return found
