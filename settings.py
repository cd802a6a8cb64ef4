"""Settings of every process, read from the environment and `.env` in one place.

Each process has its own model, so that it holds no secret that it does not need. `load()` either
returns a complete model or ends the process with one line that names the wrong variables, never
their values.
"""

import hmac
import os
import re
import sys
from base64 import b64decode
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    IPvAnyAddress,
    Json,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict


def _http_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http or https URL")
    return url.rstrip("/")


def _proxy_url(url: SecretStr) -> SecretStr:
    parts = urlsplit(url.get_secret_value())
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("must be an http URL; a SOCKS proxy needs an HTTP one before it")
    return url


def _secret_http_url(url: SecretStr) -> SecretStr:
    _http_url(url.get_secret_value())
    return url


def _proxy_or_direct(proxy: SecretStr) -> SecretStr:
    return proxy if proxy.get_secret_value() == DIRECT else _proxy_url(proxy)


def _postgres_url(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("postgresql://", "postgres://")):
        raise ValueError("must start with postgresql://")
    return url


def _bot_token(token: SecretStr) -> SecretStr:
    number, _, secret = token.get_secret_value().partition(":")
    if not (number.isdigit() and secret):
        raise ValueError("must look like 123456:ABC-def")
    return token


def _strong(secret: SecretStr) -> SecretStr:
    """A secret that we choose has at least 128 bits, which are 32 hexadecimal digits."""
    if len(secret.get_secret_value()) < 32:
        raise ValueError("must have at least 32 characters")
    return secret


def _requisites_key(key: str) -> str:
    try:
        if len(b64decode(key, validate=True)) == 32:
            return key
    except ValueError:
        pass
    raise ValueError("must be a key of `python -m gateways.requisites`: 32 bytes in base64")


def _requisites_keys(keys: SecretStr) -> SecretStr:
    for key in keys.get_secret_value().split(","):
        _requisites_key(key.strip())
    return keys


def _webhook_secret(secret: SecretStr) -> SecretStr:
    """Telegram sends it as a header and accepts nothing else."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise ValueError("may contain only letters, digits, _ and -, at most 256")
    return secret


# The destinations of heartbeats and of reports about errors.
HEARTBEAT = "heartbeat"
SENTRY = "sentry"
# The destination of calls to Telegram, named like other destinations: <topic>:<name>.
TELEGRAM = "telegram"
# The value for a destination that uses no proxy.
DIRECT = "direct"
# The path of updates; a proxy in front may add a prefix.
WEBHOOK_ROUTE = "/telegram"
# The variable that names the file; empty for none, where the environment has all that a program may
# know: that of a unit of systemd must not read the shop's file.
ENV_FILE = "TICKOVER_ENV_FILE"

HttpUrl = Annotated[str, AfterValidator(_http_url)]
SecretHttpUrl = Annotated[SecretStr, AfterValidator(_secret_http_url)]
ProxyUrl = Annotated[SecretStr, AfterValidator(_proxy_url)]
ProxyChoice = Annotated[SecretStr, AfterValidator(_proxy_or_direct)]
PostgresUrl = Annotated[SecretStr, AfterValidator(_postgres_url)]
BotToken = Annotated[SecretStr, AfterValidator(_bot_token)]
Secret = Annotated[SecretStr, AfterValidator(_strong)]
WebhookSecret = Annotated[Secret, AfterValidator(_webhook_secret)]
RequisitesKey = Annotated[str, AfterValidator(_requisites_key)]
RequisitesKeys = Annotated[SecretStr, AfterValidator(_requisites_keys)]
Port = Annotated[int, Field(ge=1, le=65535)]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class Settings(BaseSettings):
    """The settings that all processes share. An empty variable counts as unset."""

    model_config = SettingsConfigDict(
        env_file=os.environ.get(ENV_FILE, ".env") or None,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    log_level: LogLevel = "INFO"

    @classmethod
    def load(cls, **given: Any) -> Self:
        """Given values take precedence over the environment."""
        try:
            return cls(**given)
        except ValidationError as error:
            _refuse(error)


class DatabaseSettings(Settings):
    """Each process connects with the URL of its own role."""

    database_url: PostgresUrl


class MigrateSettings(DatabaseSettings):
    """`migrate.py`, as tickover_migrator."""


class ProxySettings(Settings):
    """The proxies for calls to the outside."""

    proxy: ProxyUrl | None = None
    """For all calls of the shop. HTTP_PROXY and similar variables are ignored."""
    telegram_proxy: ProxyChoice | None = None
    """A different one for Telegram, or `direct` for none."""
    proxies: Json[dict[str, ProxyChoice]] = {}
    """The same for other destinations, by `<topic>:<name>`: vpn:<code of the panel>,
    payment:<provider>; heartbeat and sentry."""

    def proxy_for(self, destination: str) -> str | None:
        """Returns the proxy's URL; None for no proxy."""
        own = self.telegram_proxy if destination == TELEGRAM else self.proxies.get(destination)
        proxy = own or self.proxy
        url = proxy.get_secret_value() if proxy else DIRECT
        return None if url == DIRECT else url


# -- Payment providers, one block each: a provider without its secret does not exist. Settings that
# only verify webhooks are separate if possible, so that the bot cannot move money.


class TelegramInvoiceSettings(Settings):
    """Cards through Telegram's own payments."""

    telegram_provider_token: SecretStr | None = None
    telegram_currencies: HttpUrl = "https://core.telegram.org/bots/payments/currencies.json"


class CryptoPaySettings(Settings):
    """Its webhooks are signed with a hash of the token."""

    crypto_pay_token: SecretStr | None = None
    crypto_pay_api: HttpUrl = "https://pay.crypt.bot/api"


class YooKassaWebhookSettings(Settings):
    """YooKassa's webhooks are hints, which need no secret."""

    yookassa_shop_id: str | None = None


class YooKassaSettings(YooKassaWebhookSettings):
    yookassa_secret: SecretStr | None = None
    yookassa_api: HttpUrl = "https://api.yookassa.ru/v3"
    yookassa_vat_code: Annotated[int, Field(ge=1, le=12)] | None = None
    """With it every payment and refund has a receipt for the tax office, by YooKassa's codes."""
    yookassa_receipt_email: str | None = None
    """The address for receipts of payers who gave none; YooKassa requires one."""
    yookassa_tax_system_code: Annotated[int, Field(ge=1, le=6)] | None = None

    @model_validator(mode="after")
    def _yookassa_is_complete(self) -> Self:
        if (self.yookassa_shop_id is None) != (self.yookassa_secret is None):
            raise ValueError("YOOKASSA_SHOP_ID and YOOKASSA_SECRET go together")
        if (self.yookassa_vat_code is None) != (self.yookassa_receipt_email is None):
            raise ValueError("YOOKASSA_VAT_CODE and YOOKASSA_RECEIPT_EMAIL go together")
        return self


class StripeWebhookSettings(Settings):
    stripe_webhook_secrets: SecretStr | None = None
    """Secrets of the endpoint, separated by commas while one replaces another."""

    @property
    def stripe_secrets(self) -> list[SecretStr]:
        joined = self.stripe_webhook_secrets
        parts = joined.get_secret_value().split(",") if joined else []
        return [SecretStr(part.strip()) for part in parts if part.strip()]


class StripeSettings(Settings):
    stripe_key: SecretStr | None = None
    stripe_api: HttpUrl = "https://api.stripe.com/v1"


class HeleketWebhookSettings(Settings):
    """One key signs payments. Another key signs payouts and moves money."""

    heleket_payment_key: SecretStr | None = None


class HeleketSettings(HeleketWebhookSettings):
    heleket_merchant: str | None = None
    heleket_payout_key: SecretStr | None = None
    heleket_api: HttpUrl = "https://api.heleket.com/v1"
    heleket_callback: HttpUrl | None = None
    """Where its webhooks go: the shop's address that ends in /payments/heleket."""

    @model_validator(mode="after")
    def _heleket_is_complete(self) -> Self:
        if (self.heleket_merchant is None) != (self.heleket_payment_key is None):
            raise ValueError("HELEKET_MERCHANT and HELEKET_PAYMENT_KEY go together")
        if self.heleket_payout_key is not None and self.heleket_merchant is None:
            raise ValueError("HELEKET_PAYOUT_KEY is of no use without HELEKET_MERCHANT")
        return self


class PaymentSettings(
    TelegramInvoiceSettings,
    CryptoPaySettings,
    YooKassaSettings,
    StripeSettings,
    HeleketSettings,
    ProxySettings,
):
    """The settings that move money."""


class PaymentWebhookSettings(
    CryptoPaySettings, YooKassaWebhookSettings, StripeWebhookSettings, HeleketWebhookSettings
):
    """The settings that verify webhooks of providers."""


class TelegramSettings(DatabaseSettings, ProxySettings):
    """What the bot and the listener need to call Telegram."""

    bot_token: BotToken
    telegram_api: HttpUrl = "https://api.telegram.org"
    sentry_dsn: SecretHttpUrl | None = None
    """Where errors are reported, without texts, names and values of variables. It needs the package
    sentry-sdk."""

    @property
    def telegram_is_emulated(self) -> bool:
        """The emulator is on the same machine, where nobody runs his own Bot API server next to a
        sandbox."""
        host = urlsplit(self.telegram_api).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


class PageAddress(Settings):
    """Where the subscription page listens."""

    page_host: IPvAnyAddress = IPv4Address("127.0.0.1")
    page_port: Port = 8082
    page_ready_url: HttpUrl | None = None
    """Where the page says whether it is ready, if not on this machine at PAGE_PORT. Where nothing
    answers, the bot asks the public address."""

    @property
    def page_ready(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(str(self.page_host), str(self.page_host))
        host = f"[{host}]" if ":" in host else host
        return self.page_ready_url or f"http://{host}:{self.page_port}/ready"


class BotSettings(PaymentWebhookSettings, TelegramSettings, PageAddress):
    """`python -m bot`, as tickover_bot."""

    payments_database_url: PostgresUrl
    """As tickover_payments, to store events from outside: money is booked as it was stored there,
    and handlers cannot store."""
    consumer_database_url: PostgresUrl | None = None
    """Where DATABASE_URL leads to a pooler in transaction mode: PostgreSQL itself, for what is
    claimed and for LISTEN, which the pooler would drop."""
    telegram_mode: Literal["webhook", "polling"] = "webhook"
    webhook_url: HttpUrl | None = None
    webhook_secret: WebhookSecret | None = None
    telegram_take_over: bool = False
    """With polling: takes the updates away from another program that has set a webhook."""
    telegram_provider_token: SecretStr | None = None
    identity_key: Secret
    requisites_public_key: RequisitesKey | None = None
    """Seals where withdrawals go. Without it, and without its private key in the listener, people
    can have nothing sent to requisites."""
    page_url: HttpUrl | None = None
    """The public address of the subscription page. Without it people are given links."""
    payment_webhook_rate: Annotated[float, Field(gt=0)] = 20
    """How many requests a second each webhook of a provider or panel may make, in each process of
    the bot, and five times as many in a burst. What is more is told to come again."""
    panel_webhook_secrets: Json[dict[str, Secret]] = {}
    """What Remnawave signs its webhooks with, by the panel's code: they may then be posted to
    /panels/<code>. They are hints, so the shop works without them."""
    heartbeat_url: SecretHttpUrl | None = None
    """The address of a watcher outside, which is called every minute while the shop works."""
    host: IPvAnyAddress = IPv4Address("127.0.0.1")
    """The address to listen on, behind a reverse proxy. In a container 0.0.0.0."""
    port: Port = 8080

    @property
    def consumer_dsn(self) -> str:
        return (self.consumer_database_url or self.database_url).get_secret_value()

    @model_validator(mode="after")
    def _webhook_is_complete(self) -> Self:
        for name in ("webhook_url", "webhook_secret"):
            if self.telegram_mode == "webhook" and getattr(self, name) is None:
                raise ValueError(f"{name.upper()} is missing (TELEGRAM_MODE is webhook)")
        if self.webhook_url and not urlsplit(self.webhook_url).path.endswith(WEBHOOK_ROUTE):
            raise ValueError(f"WEBHOOK_URL must end in {WEBHOOK_ROUTE}")
        # A local Bot API server, or an emulated one, accepts http.
        plain = self.webhook_url is not None and self.webhook_url.startswith("http:")
        if plain and self.telegram_api.startswith("https:"):
            raise ValueError("WEBHOOK_URL must be https: Telegram accepts no other")
        return self


class PageServing(ProxySettings, PageAddress):
    """How the subscription page is served. It calls nothing but Sentry."""

    page_proxies: str = "127.0.0.1,::1"
    """Addresses and networks, separated by commas, whose X-Forwarded-For is believed: those of the
    reverse proxy. Requests are limited by the address that it names."""
    sentry_dsn: SecretHttpUrl | None = None
    """As of the bot and the listener."""

    @property
    def believed(self) -> list[str]:
        return [part.strip() for part in self.page_proxies.split(",") if part.strip()]


class PageSettings(PageServing):
    """`python -m web`, as tickover_page."""

    page_database_url: PostgresUrl
    page_url: HttpUrl
    """The public address before /sub/<token>, of a reverse proxy that forwards /sub/ and nothing
    else."""


class PanelSettings(ProxySettings):
    """What is needed to call VPN panels."""

    panel_keys: Json[dict[str, SecretStr]] = {}
    panel_keys_file: Path | None = None
    """The same as JSON in a file. It takes precedence, and is read again when it changes: a panel
    can be added, or its key changed, while the listener runs."""
    panel_certificates: Json[dict[str, Path]] = {}
    """PEM files by panel, for panels whose certificates no public authority signed: for this panel
    the file is trusted, and nothing else."""

    def certificate_for(self, destination: str) -> Path | None:
        topic, _, panel = destination.partition(":")
        return self.panel_certificates.get(panel) if topic == "vpn" else None


class ListenerSettings(PaymentSettings, PanelSettings, TelegramSettings):
    """`python listener.py`, as tickover_listener."""

    requisites_keys: RequisitesKeys | None = None
    """The private keys that open requisites, separated by commas while one replaces another."""
    metrics_host: IPvAnyAddress = IPv4Address("127.0.0.1")
    metrics_port: Port | None = None
    """Where Prometheus reads the listener's metrics; without a port it serves none."""

    @property
    def private_keys(self) -> list[str]:
        joined = self.requisites_keys
        return [key.strip() for key in joined.get_secret_value().split(",")] if joined else []


class ShopSettings(BotSettings, ListenerSettings, PageServing):  # type: ignore[misc] # the plugin's
    """`python one_process.py`: the programs of a small shop together, each as its own role. Secrets
    that otherwise only the listener has, such as the keys that move money, are then in the bot's
    process as well."""

    listener_database_url: PostgresUrl
    page_database_url: PostgresUrl | None = None

    @property
    def listener(self) -> ListenerSettings:
        return self.model_copy(update={"database_url": self.listener_database_url})

    @property
    def page(self) -> PageSettings | None:
        """Returns None if the page has no address."""
        if self.page_url is None or self.page_database_url is None:
            return None
        names = PageSettings.model_fields  # of which each was checked
        return PageSettings.model_construct(**{name: getattr(self, name) for name in names})


def _refuse(error: ValidationError) -> NoReturn:
    """Reports everything that is wrong in one line, without the values: they may be secrets."""
    faults = []
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(fault["loc"][0]).upper() if fault["loc"] else ""
        what = "is missing" if fault["type"] == "missing" else fault["msg"]
        what = what.removeprefix("Value error, ").removeprefix("Input ")
        between = " " if what[0].islower() else ": "
        faults.append(f"{name}{between}{what}" if name else what)
    sys.exit(f"settings: {'; '.join(faults)}")


def fingerprint(identity_key: str) -> bytes:
    """Returns a fingerprint by which the database recognises IDENTITY_KEY. It reveals nothing about
    the key."""
    return hmac.digest(identity_key.encode(), b"Tickover knows people by this key", "sha256")
