"""Settings of the sandbox, read like those of the other processes."""

from pathlib import Path
from typing import Any

from pydantic import Field, Json, SecretStr

from settings import BotToken, HttpUrl, PostgresUrl, Settings


class SandboxSettings(Settings):
    """`python -m sandbox`. Everything has a default, so that a test can start it without
    settings."""

    sandbox_port: int = Field(8081, ge=1, le=65535)
    tickover_home: Path | None = Path(".local")
    """Where chats and panel users are stored between two runs; None keeps them in memory."""
    database_url: PostgresUrl | None = None
    """An administrator's URL or the migrator's: moves the clock, runs jobs, feeds the inspector."""

    bot_token: BotToken = SecretStr("100200300:sandbox")
    telegram_provider_token: SecretStr | None = None
    """The provider token that card invoices must carry; None accepts any."""
    panel_keys: Json[dict[str, SecretStr]] = Field({"main": SecretStr("sandbox")})
    """`nl` is the token of the emulated Remnawave."""
    crypto_pay_token: SecretStr = SecretStr("1000:sandbox")
    crypto_pay_webhook: HttpUrl | None = None
    """Where Crypto Pay sends its webhooks; None for nowhere, as in its own settings."""
    yookassa_shop_id: str = "100500"
    yookassa_secret: SecretStr = SecretStr("sandbox")
    yookassa_webhook: HttpUrl | None = None
    stripe_key: SecretStr = SecretStr("sk_test_sandbox")
    stripe_webhook_secrets: SecretStr = SecretStr("whsec_sandbox")
    stripe_webhook: HttpUrl | None = None
    heleket_merchant: str = "8b03432e-385b-4670-8d06-064591096795"
    heleket_payment_key: SecretStr = SecretStr("sandbox-payment")
    heleket_payout_key: SecretStr = SecretStr("sandbox-payout")
    heleket_webhook: HttpUrl | None = None
    """Used instead of the address that each invoice names."""

    sandbox_backoff_cap: float = Field(60, gt=0)
    """The longest pause between two deliveries of a failing webhook, in seconds."""
    sandbox_checkout_timeout: float = Field(10, gt=0)
    """How long Telegram waits for the answer to a pre_checkout_query, in seconds."""

    def of_shop(self, url: str) -> dict[str, dict[str, str]]:
        """What a shop's settings say of each provider of this world, which is at `url`."""
        return {
            "crypto_pay": {
                "crypto_pay_token": self.crypto_pay_token.get_secret_value(),
                "crypto_pay_api": f"{url}/crypto/api",
            },
            "yookassa": {
                "yookassa_shop_id": self.yookassa_shop_id,
                "yookassa_secret": self.yookassa_secret.get_secret_value(),
                "yookassa_api": f"{url}/yookassa/v3",
            },
            "stripe": {
                "stripe_key": self.stripe_key.get_secret_value(),
                "stripe_webhook_secrets": self.stripe_webhook_secrets.get_secret_value(),
                "stripe_api": f"{url}/stripe/v1",
            },
            "heleket": {
                "heleket_merchant": self.heleket_merchant,
                "heleket_payment_key": self.heleket_payment_key.get_secret_value(),
                "heleket_api": f"{url}/heleket/v1",
            },
        }

    @classmethod
    def bare(cls, **values: Any) -> "SandboxSettings":
        """Defaults and the given values; no environment, no `.env`, nothing stored."""
        values.setdefault("tickover_home", None)
        return cls.model_construct(None, **values)
