"""Proves the keys of payment providers, by calls that move nothing."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from gateways.bot_api import BotApi
from gateways.errors import GatewayError
from gateways.payments.port import InvoiceRequest, Listing, Money, Provider
from gateways.payments.telegram_invoice import TelegramInvoice
from providers import providers
from scripts.shop.terminal import Refused
from settings import PaymentSettings

# By provider: the variables of its keys, with what is asked; the first one makes it exist.
KEYS: Mapping[str, Mapping[str, str]] = {
    "telegram": {"TELEGRAM_PROVIDER_TOKEN": "Cards in Telegram: provider token from @BotFather"},
    "yookassa": {
        "YOOKASSA_SHOP_ID": "YooKassa: shop id",
        "YOOKASSA_SECRET": "YooKassa: secret key",
    },
    "stripe": {
        "STRIPE_KEY": "Stripe: secret or restricted key",
        "STRIPE_WEBHOOK_SECRETS": "Stripe: signing secret of the webhook",
    },
    "crypto_pay": {"CRYPTO_PAY_TOKEN": "Crypto Pay: API token"},
    "heleket": {
        "HELEKET_MERCHANT": "Heleket: merchant id",
        "HELEKET_PAYMENT_KEY": "Heleket: payment key",
    },
}
# Not a secret: it is shown when it is offered again.
OPEN = {"YOOKASSA_SHOP_ID", "HELEKET_MERCHANT"}
STARS = "stars"


def settings(values: Mapping[str, str]) -> PaymentSettings:
    """Raises Refused for keys that do not go together."""
    names = PaymentSettings.model_fields
    given: dict[str, Any] = {n: values[n.upper()] for n in names if values.get(n.upper())}
    try:
        return PaymentSettings.load(_env_file=None, **given)
    except SystemExit as error:
        raise Refused(str(error)) from None


async def prove(values: Mapping[str, str], bot: BotApi, currency: str) -> Mapping[str, str | None]:
    """Returns, for each provider that has keys, what is wrong with them, None for nothing."""
    found: dict[str, str | None] = {}
    async with providers(settings(values), bot) as known:
        for code, provider in known.items():
            if code != STARS:
                found[code] = await _wrong(provider, currency)
    return found


async def _wrong(provider: Provider, currency: str) -> str | None:
    now = datetime.now(UTC)
    try:
        if isinstance(provider, TelegramInvoice):
            await provider.create(_invoice(now, await _least(provider, currency)))
        elif "list" in provider.can:
            listing: Listing = provider  # type: ignore[assignment]
            await listing.list_changed(now - timedelta(minutes=1))
    except GatewayError as error:
        return str(error)
    return None


async def _least(provider: TelegramInvoice, currency: str) -> Money:
    limits = await provider.limits()
    return Money(limits[currency].least if currency in limits else 10_000, currency)


def _invoice(now: datetime, amount: Money) -> InvoiceRequest:
    """Nobody gets the link to it."""
    return InvoiceRequest(
        key=f"check_{secrets.token_hex(8)}",
        amount=amount,
        title="Check",
        description="Checks the provider token; nobody is to pay it.",
        now=now,
        expires_at=now + timedelta(minutes=1),
        return_url="https://t.me",
    )
