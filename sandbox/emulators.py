"""The whole outside world: every emulator, and what they share."""

from dataclasses import dataclass

import httpx

from sandbox.change_feed import ChangeFeed
from sandbox.clock import Clock
from sandbox.crypto_pay import CryptoPay
from sandbox.faults import PROVIDERS, FaultInjector, Faults
from sandbox.heleket import Heleket
from sandbox.journal import Journal
from sandbox.panels.remnawave import Remnawave
from sandbox.panels.xray_api import Panel
from sandbox.provider_webhook import ProviderWebhook
from sandbox.settings import SandboxSettings
from sandbox.store import Store
from sandbox.stripe import Stripe
from sandbox.telegram.state import Telegram
from sandbox.yookassa import YooKassa

# Of demo.sql.
SQUADS = {"b7a8e2f4-5c0d-4f5e-9a51-0d3c1e6f7a22": "nl"}


@dataclass
class Emulators:
    clock: Clock
    feed: ChangeFeed
    journal: Journal
    faults: FaultInjector
    store: Store
    client: httpx.AsyncClient
    telegram: Telegram
    panel: Panel
    remnawave: Remnawave
    crypto: CryptoPay
    yookassa: YooKassa
    stripe: Stripe
    heleket: Heleket

    @classmethod
    def create(cls, settings: SandboxSettings) -> "Emulators":
        home = settings.tickover_home / "sandbox" if settings.tickover_home else None
        store = Store(home / "world.sqlite" if home else None)
        url = settings.database_url.get_secret_value() if settings.database_url else None
        clock, feed, faults = Clock(url), ChangeFeed(), FaultInjector()
        client = httpx.AsyncClient(
            timeout=10, limits=httpx.Limits(max_connections=None), trust_env=False
        )

        def webhook(target: str, address: str | None) -> ProviderWebhook:
            cap = settings.sandbox_backoff_cap
            return ProviderWebhook(client, cap, address, faults, target)

        return cls(
            clock=clock,
            feed=feed,
            journal=Journal(),
            faults=faults,
            store=store,
            client=client,
            telegram=Telegram.create(
                settings,
                clock,
                faults,
                store,
                feed,
                client,
                home / "files" if home else None,
            ),
            panel=Panel(settings.panel_keys, clock, faults, store),
            remnawave=Remnawave(
                clock,
                tokens={
                    key.get_secret_value(): None
                    for name, key in settings.panel_keys.items()
                    if name == "nl"
                },
                squads=SQUADS,
                store=store,
            ),
            crypto=CryptoPay(
                settings.crypto_pay_token.get_secret_value(),
                clock,
                faults,
                store,
                webhook("crypto", settings.crypto_pay_webhook),
            ),
            yookassa=YooKassa(
                settings.yookassa_shop_id,
                settings.yookassa_secret.get_secret_value(),
                clock,
                faults,
                store,
                webhook("yookassa", settings.yookassa_webhook),
            ),
            stripe=Stripe(
                settings.stripe_key.get_secret_value(),
                settings.stripe_webhook_secrets.get_secret_value().split(","),
                clock,
                faults,
                store,
                webhook("stripe", settings.stripe_webhook),
            ),
            heleket=Heleket(
                settings.heleket_merchant,
                settings.heleket_payment_key.get_secret_value(),
                settings.heleket_payout_key.get_secret_value(),
                clock,
                faults,
                store,
                webhook("heleket", settings.heleket_webhook),
            ),
        )

    async def start(self) -> None:
        await self.clock.refresh()
        self.telegram.start()

    def set_faults(self, faults: Faults) -> None:
        restarted = self.faults.now.vpn.restart
        self.faults.set(faults)
        if faults.vpn.restart and not restarted:
            self.panel.restart()
        for name, webhook in self.webhooks().items():
            if not getattr(faults, name).hold_webhooks:
                webhook.release()
        self.telegram.updates.wake()
        self.feed.touch()

    def webhooks(self) -> dict[str, ProviderWebhook]:
        """The webhooks of the payment providers, by their names among the faults."""
        return {name: getattr(self, name).webhook for name in PROVIDERS}

    def let_go(self) -> None:
        """Ends what waits for an event: long polls and watching pages."""
        self.telegram.updates.end()
        self.feed.end()

    async def close(self) -> None:
        await self.telegram.close()
        for webhook in self.webhooks().values():
            await webhook.close()
        await self.client.aclose()
        await self.clock.close()
        self.store.close()
