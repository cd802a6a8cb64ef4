"""Everything that Telegram knows about one bot."""

import asyncio
import secrets
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from sandbox.change_feed import ChangeFeed
from sandbox.clock import Clock
from sandbox.faults import FaultInjector
from sandbox.settings import SandboxSettings
from sandbox.store import Json, Store
from sandbox.telegram.channels import Channels
from sandbox.telegram.chats import Chat, Chats, Message
from sandbox.telegram.files import Files
from sandbox.telegram.limits import Limits
from sandbox.telegram.updates import Updates
from sandbox.telegram.webhook import Target, Webhook

_QUERY_SECONDS = 150


@dataclass
class Checkout:
    """A payer who waits for the bot to confirm that it can deliver."""

    answer: "asyncio.Future[str | None]"
    """None for yes, else the bot's reason to refuse."""


@dataclass
class Telegram:
    """The state behind the Bot API. The methods are in the neighbouring modules."""

    token: str
    provider_token: str | None
    checkout_timeout: float
    clock: Clock
    faults: FaultInjector
    store: Store
    feed: ChangeFeed
    chats: Chats
    channels: Channels
    files: Files
    updates: Updates
    webhook: Webhook
    limits: Limits = field(default_factory=Limits)
    queries: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Taps that were not answered: chat, and when it was tapped (monotonic)."""
    checkouts: dict[str, Checkout] = field(default_factory=dict)
    links: dict[str, Json] = field(default_factory=dict)
    """Invoice links by slug."""
    charges: dict[str, Json] = field(default_factory=dict)
    """Payments by telegram_payment_charge_id, oldest first."""
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    """What an empty chat and a shared link show, by kind and language."""
    """By the kind of their scope, and their language."""
    typing: dict[int, float] = field(default_factory=dict)

    @classmethod
    def create(
        cls,
        settings: SandboxSettings,
        clock: Clock,
        faults: FaultInjector,
        store: Store,
        feed: ChangeFeed,
        client: httpx.AsyncClient,
        folder: Path | None,
    ) -> "Telegram":
        provider = settings.telegram_provider_token
        updates = Updates(store, faults)
        telegram = cls(
            token=settings.bot_token.get_secret_value(),
            provider_token=provider.get_secret_value() if provider else None,
            checkout_timeout=settings.sandbox_checkout_timeout,
            clock=clock,
            faults=faults,
            store=store,
            feed=feed,
            chats=Chats(store),
            channels=Channels(store),
            files=Files(store, folder),
            updates=updates,
            webhook=Webhook(updates, client, faults, feed, settings.sandbox_backoff_cap),
        )
        telegram.links = {body["slug"]: body for body in store.all("invoice_link")}
        charges = sorted(store.all("charge"), key=lambda body: body["n"])
        telegram.charges = {body["id"]: body for body in charges}
        return telegram

    def start(self) -> None:
        """Telegram remembers the webhook: after a restart of the sandbox, updates continue."""
        for body in self.store.all("webhook"):
            self.updates.allowed = body["allowed"]
            self.webhook.point_to(Target(**body["target"]))

    def remember_webhook(self) -> None:
        body = {"allowed": self.updates.allowed, "target": asdict(self.webhook.target)}
        self.store.put("webhook", 0, body)

    @property
    def bot(self) -> Json:
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Tickover",
            "username": "tickover_sandbox_bot",
        }

    def push(self, kind: str, lane: object, content: Json) -> int | None:
        """Queues an update for the bot."""
        number = self.updates.add(kind, lane, content)
        self.webhook.start()
        self.feed.touch()
        return number

    def send(self, chat: Chat, content: Json) -> Message:
        """Stores a message of the bot."""
        self.typing.pop(chat.id, None)
        message = self.chats.add(chat, self.bot, self.clock.now(), content)
        self.feed.touch()
        return message

    def inject(self, raw: bytes) -> int:
        """Queues an update from outside unchanged."""
        number = self.updates.inject(raw)
        self.webhook.start()
        self.feed.touch()
        return number

    def receive(
        self, chat: Chat, content: Json, changes: Json | None = None
    ) -> tuple[Message, int | None]:
        """Stores a message of the person, and queues the update about it, modified by `changes`."""
        message = self.chats.add(chat, chat.user, self.clock.now(), content)
        told = message.api | (changes or {})
        told = {key: value for key, value in told.items() if value is not None}
        return message, self.push("message", chat.id, told)

    def ask(self, chat: Chat) -> str:
        """Returns the id of a new callback query; it can be answered once, within a short time."""
        now = time.monotonic()
        self.queries = {k: v for k, v in self.queries.items() if v[1] > now - _QUERY_SECONDS}
        number = str(secrets.randbelow(10**18) + 10**18)
        self.queries[number] = (chat.id, now)
        return number

    def answered(self, query_id: str) -> int | None:
        """Returns the chat of a query that may still be answered, and marks it as answered."""
        chat_id, tapped = self.queries.pop(query_id, (None, 0.0))
        fresh = time.monotonic() - tapped < _QUERY_SECONDS
        return chat_id if fresh and not self.faults.now.telegram.old_queries else None

    async def close(self) -> None:
        await self.webhook.close()
