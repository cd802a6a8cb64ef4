"""Builds the payment providers whose secrets are in the settings. A provider without its secrets
does not exist."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from gateways import http
from gateways.bot_api import BotApi
from gateways.payments.crypto_pay import CryptoPay, CryptoPayWebhook
from gateways.payments.heleket import Heleket, HeleketWebhook
from gateways.payments.port import Provider, Webhook
from gateways.payments.stars import Stars
from gateways.payments.stripe import Stripe, StripeWebhook
from gateways.payments.telegram_invoice import TelegramInvoice
from gateways.payments.yookassa import Receipts, YooKassa, YooKassaWebhook
from settings import TELEGRAM, PaymentSettings, PaymentWebhookSettings, YooKassaSettings


@asynccontextmanager
async def providers(
    settings: PaymentSettings, bot: BotApi
) -> AsyncIterator[Mapping[str, Provider]]:
    """Yields providers by code. Each has its own client, so that a hanging one takes no connection
    from another."""
    async with AsyncExitStack() as clients:

        async def connected(destination: str) -> httpx.AsyncClient:
            return await clients.enter_async_context(http.client(settings.proxy_for(destination)))

        made: list[Provider] = [Stars(bot)]
        if token := settings.telegram_provider_token:
            client = await connected(TELEGRAM)
            made.append(TelegramInvoice(bot, token, client, settings.telegram_currencies))
        if token := settings.crypto_pay_token:
            client = await connected("payment:crypto_pay")
            made.append(CryptoPay(client, settings.crypto_pay_api, token))
        if settings.yookassa_shop_id and (secret := settings.yookassa_secret):
            client = await connected("payment:yookassa")
            receipts, shop = _receipts(settings), settings.yookassa_shop_id
            made.append(YooKassa(client, settings.yookassa_api, shop, secret, receipts))
        if key := settings.stripe_key:
            client = await connected("payment:stripe")
            made.append(Stripe(client, settings.stripe_api, key))
        if settings.heleket_merchant and (key := settings.heleket_payment_key):
            client = await connected("payment:heleket")
            made.append(
                Heleket(
                    client,
                    settings.heleket_api,
                    settings.heleket_merchant,
                    key,
                    settings.heleket_payout_key,
                    settings.heleket_callback,
                )
            )
        yield {provider.code: provider for provider in made}


def webhooks(settings: PaymentWebhookSettings) -> Mapping[str, Webhook]:
    """Returns who may post to /payments/<code>. Telegram reports payments in updates instead."""
    made: dict[str, Webhook] = {}
    if token := settings.crypto_pay_token:
        made["crypto_pay"] = CryptoPayWebhook(token)
    if settings.yookassa_shop_id:
        made["yookassa"] = YooKassaWebhook()
    if secrets := settings.stripe_secrets:
        made["stripe"] = StripeWebhook(secrets)
    if key := settings.heleket_payment_key:
        made["heleket"] = HeleketWebhook(key)
    return made


def _receipts(settings: YooKassaSettings) -> Receipts | None:
    if settings.yookassa_vat_code is None or settings.yookassa_receipt_email is None:
        return None
    return Receipts(
        settings.yookassa_vat_code,
        settings.yookassa_receipt_email,
        settings.yookassa_tax_system_code,
    )
