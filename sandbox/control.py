"""The control API below `/sandbox`: what tests, demos and the page can do and see."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

import asyncpg
from fastapi import HTTPException, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from sandbox import chat_view, crypto_pay, heleket, stripe, yookassa
from sandbox.clock import WrongInterval
from sandbox.emulators import Emulators
from sandbox.faults import Faults
from sandbox.payment_options import PaymentOptions
from sandbox.routing import Router
from sandbox.telegram import groups, membership, payments, user_actions
from sandbox.telegram.channels import Channel
from sandbox.telegram.errors import ApiError
from sandbox.telegram.user_actions import Impossible
from sandbox.telegram.webhook import Target

_HEARTBEAT_SECONDS = 15
_BINARY = "application/octet-stream"


class Profile(BaseModel):
    model_config = ConfigDict(extra="ignore")

    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Write(BaseModel):
    """A text, or with `document` (a file's name) a file with that text in it, or with `media` a
    picture or video above it."""

    text: Annotated[str, Field(min_length=1, max_length=4096)]
    reply_to: int | None = None
    document: str | None = None
    forwarded_from: int | Literal["hidden"] | None = None
    """Who wrote it first, by Telegram id; hidden: somebody who does not show that."""
    media: Literal["photo", "video"] | None = None
    parse_mode: Literal["", "HTML"] = ""
    profile: Profile = Field(Profile(), alias="from")


class Tap(BaseModel):
    """`button` is its text or its callback data; `data` taps a button that is no longer shown."""

    message_id: int | None = None
    button: str | None = None
    data: str | None = None

    @model_validator(mode="after")
    def _one(self) -> "Tap":
        if (self.button is None) == (self.data is None):
            raise ValueError("give either button or data")
        if self.data is not None and self.message_id is None:
            raise ValueError("data needs a message_id")
        return self


class Pay(BaseModel):
    message_id: int | None = None
    link: str | None = None
    changes: dict[str, Any] = {}
    """Changed parts of the message to the bot; null removes a part."""


class Block(BaseModel):
    blocked: bool = True


class ChannelSettings(BaseModel):
    title: str = "Channel"
    has_bot: bool = True


class GroupSettings(BaseModel):
    title: str = "Group"
    has_bot: bool = True
    moved_to: Annotated[int, Field(lt=0)] | None = None
    """The id of the supergroup that it becomes."""
    refuses: str | None = None
    """What Telegram says, with status 400, to messages of the bot, such as TOPIC_CLOSED."""
    told: bool = True
    """Whether the bot gets the update about that."""


class Membership(BaseModel):
    telegram_id: int
    status: Literal["member", "creator", "left", "kicked"] = "member"


class ChargeBack(BaseModel):
    telegram_payment_charge_id: str


class MoveClock(BaseModel):
    advance: str | None = None
    to: AwareDatetime | None = None
    reset: bool = False
    jobs: list[str] | None = None
    """Of the enabled jobs these; all if none are named."""

    @model_validator(mode="after")
    def _one(self) -> "MoveClock":
        if sum([self.advance is not None, self.to is not None, self.reset]) != 1:
            raise ValueError("give one of advance, to, reset")
        return self


class Taken(BaseModel):
    url: Annotated[str, Field(pattern="^https://")] = "https://elsewhere.example/telegram"


class Webhooks(BaseModel):
    """Where the providers send their webhooks; null for nowhere."""

    crypto: str | None = None
    yookassa: str | None = None
    stripe: str | None = None
    heleket: str | None = None


class Settle(BaseModel):
    """The result of a pending refund or payout."""

    succeeds: bool = True


class DisputeChange(BaseModel):
    payment_intent: str
    status: Literal["open", "won", "lost"] = "open"


class SubscriptionChange(BaseModel):
    telegram_payment_charge_id: str
    state: Literal["canceled", "active", "failed"]


def router(emulators: Emulators) -> Router:
    routes = Router(prefix="/sandbox")
    parts = (
        *(_chats, _channels, _groups, _updates, _clock, _faults),
        *(_providers, _stripe, _heleket, _watching),
    )
    for part in parts:
        routes.include_router(part(emulators))
    return routes


def _chats(emulators: Emulators) -> Router:
    routes = Router(prefix="/chats")
    tg = emulators.telegram

    @routes.get("")
    async def list_chats() -> Any:
        return chat_view.chats(tg)

    @routes.get("/{telegram_id}")
    async def show_chat(telegram_id: int) -> Any:
        return chat_view.chat(tg, telegram_id)

    @routes.post("/{telegram_id}/messages")
    async def write(telegram_id: int, body: Write) -> Any:
        return user_actions.write(
            *(tg, telegram_id, body.text, body.profile.model_dump()),
            reply_to=body.reply_to,
            document=body.document,
            forwarded_from=body.forwarded_from,
            media=body.media,
            parse_mode=body.parse_mode,
        )

    @routes.post("/{telegram_id}/taps")
    async def tap(telegram_id: int, body: Tap) -> Any:
        if body.data is not None and body.message_id is not None:
            return user_actions.tap_data(tg, telegram_id, body.message_id, body.data)
        return await user_actions.tap(tg, telegram_id, body.message_id, body.button or "")

    @routes.post("/{telegram_id}/pay")
    async def pay(telegram_id: int, body: Pay) -> Any:
        return await user_actions.pay(tg, telegram_id, body.message_id, body.link, body.changes)

    @routes.post("/{telegram_id}/block")
    async def block(telegram_id: int, body: Block) -> Any:
        user_actions.block(tg, telegram_id, blocked=body.blocked)
        return {"blocked": body.blocked}

    @routes.post("/{telegram_id}/chargebacks")
    async def charge_back(telegram_id: int, body: ChargeBack) -> Any:
        user_actions.charge_back(tg, telegram_id, body.telegram_payment_charge_id)
        return {"refunded": True}

    @routes.post("/{telegram_id}/subscriptions")
    async def change_subscription(telegram_id: int, body: SubscriptionChange) -> Any:
        """Changed in the person's own settings, or because there were too few Stars."""
        user_actions.change_subscription(
            tg, telegram_id, body.telegram_payment_charge_id, body.state
        )
        return {"state": body.state}

    return routes


def _channels(emulators: Emulators) -> Router:
    routes = Router(prefix="/channels")
    tg = emulators.telegram

    @routes.put("/{chat_id}")
    async def set_channel(chat_id: int, body: ChannelSettings) -> Any:
        known = tg.channels.all.get(chat_id)
        members = known.members if known else {}
        tg.channels.save(Channel(chat_id, body.title, body.has_bot, members))
        return {}

    @routes.post("/{chat_id}/members")
    async def join(chat_id: int, body: Membership) -> Any:
        channel = tg.channels.all.get(chat_id)
        if channel is None:
            raise Impossible(f"no channel {chat_id}")
        membership.join(tg, channel, body.telegram_id, body.status)
        return {}

    return routes


def _groups(emulators: Emulators) -> Router:
    routes = Router(prefix="/groups")
    tg = emulators.telegram

    @routes.put("/{chat_id}")
    async def set_group(chat_id: int, body: GroupSettings) -> Any:
        if chat_id >= 0:
            raise Impossible("the id of a group is below zero")
        groups.change(
            *(tg, chat_id, body.title),
            has_bot=body.has_bot,
            moved_to=body.moved_to,
            refuses=body.refuses,
            told=body.told,
        )
        return {}

    return routes


def _updates(emulators: Emulators) -> Router:
    routes = Router()
    tg = emulators.telegram

    @routes.get("/updates")
    async def updates() -> Any:
        """The updates that wait for the bot, oldest first."""
        return [update.shown for update in tg.updates.waiting()]

    @routes.post("/updates")
    async def inject(request: Request) -> Any:
        return {"update_id": tg.inject(await request.body())}

    @routes.post("/webhook/taken")
    async def take_webhook(body: Taken) -> Any:
        """Another program sets the webhook and takes the updates."""
        tg.webhook.point_to(Target(body.url, elsewhere=True))
        tg.remember_webhook()
        return tg.webhook.info()

    return routes


def _clock(emulators: Emulators) -> Router:
    routes = Router(prefix="/clock")

    @routes.get("")
    async def read() -> Any:
        return {"now": _iso(await emulators.clock.refresh())}

    @routes.post("")
    async def move(body: MoveClock) -> Any:
        if body.advance is not None:
            await emulators.clock.advance(body.advance)
        elif body.to is not None:
            await emulators.clock.move_to(body.to)
        else:
            await emulators.clock.reset()
        payments.renew_due(emulators.telegram)
        jobs = await emulators.clock.run_due(body.jobs)
        emulators.feed.touch()
        return {"now": _iso(emulators.clock.now()), "jobs": [job.show() for job in jobs]}

    return routes


def _faults(emulators: Emulators) -> Router:
    routes = Router(prefix="/faults")

    @routes.get("")
    async def read() -> Any:
        return emulators.faults.now.model_dump()

    @routes.put("")
    async def replace(body: Faults) -> Any:
        emulators.set_faults(body)
        return emulators.faults.now.model_dump()

    return routes


def _providers(emulators: Emulators) -> Router:
    routes = Router()

    @routes.get("/panel/users")
    async def panel_users() -> Any:
        await emulators.clock.refresh()
        return emulators.panel.show()

    @routes.get("/crypto/invoices")
    async def crypto_invoices() -> Any:
        return list(emulators.crypto.invoices.values())

    @routes.get("/crypto/transfers")
    async def crypto_transfers() -> Any:
        return list(emulators.crypto.transfers.values())

    @routes.post("/crypto/invoices/{number}/pay")
    async def pay_crypto(number: int, body: PaymentOptions) -> Any:
        if number not in emulators.crypto.invoices:
            raise HTTPException(404, f"no invoice {number}")
        return emulators.crypto.pay(number, body)

    @routes.get("/yookassa/payments")
    async def yookassa_payments() -> Any:
        return [yookassa.public(payment) for payment in emulators.yookassa.payments.values()]

    @routes.post("/yookassa/payments/{number}/pay")
    async def pay_yookassa(number: str, body: PaymentOptions) -> Any:
        if number not in emulators.yookassa.payments:
            raise HTTPException(404, f"no payment {number}")
        return yookassa.public(emulators.yookassa.pay(number, body))

    @routes.post("/yookassa/refunds/{number}/settle")
    async def settle_yookassa_refund(number: str, body: Settle) -> Any:
        _known(number, emulators.yookassa.refunds)
        return yookassa.public(emulators.yookassa.settle_refund(number, body.succeeds))

    @routes.put("/webhooks")
    async def point_webhooks(body: Webhooks) -> Any:
        for name, webhook in emulators.webhooks().items():
            webhook.point_to(getattr(body, name))
        return body

    return routes


def _stripe(emulators: Emulators) -> Router:
    routes = Router(prefix="/stripe")
    account = emulators.stripe

    @routes.get("/sessions")
    async def sessions() -> Any:
        shown = {"amount": "amount_total", "description": "_description"}
        return [
            {**stripe.public(one), **{name: one[field] for name, field in shown.items()}}
            for one in account.of_kind("cs")
        ]

    @routes.post("/sessions/{number}/pay")
    async def pay_session(number: str, body: PaymentOptions) -> Any:
        return stripe.public(account.pay(_known(number, account.things), body))

    @routes.post("/payment_intents/{number}/authenticate")
    async def authenticate(number: str) -> Any:
        """The buyer confirms at his bank."""
        return stripe.public(account.authenticate(_known(number, account.things)))

    @routes.post("/refunds/{number}/settle")
    async def settle_stripe_refund(number: str, body: Settle) -> Any:
        found = _known(number, account.things)
        return stripe.public(account.settle_refund(found, body.succeeds))

    @routes.post("/disputes")
    async def dispute(body: DisputeChange) -> Any:
        found = _known(body.payment_intent, account.things)
        return stripe.public(account.dispute(found, body.status))

    return routes


def _heleket(emulators: Emulators) -> Router:
    routes = Router(prefix="/heleket")
    merchant = emulators.heleket

    @routes.get("/invoices")
    async def heleket_invoices() -> Any:
        return [heleket.public(invoice) for invoice in merchant.invoices.values()]

    @routes.post("/invoices/{number}/pay")
    async def pay_heleket(number: str, body: PaymentOptions) -> Any:
        return heleket.public(merchant.pay(_known(number, merchant.invoices), body))

    @routes.post("/refunds/{number}/settle")
    async def settle_heleket_refund(number: str, body: Settle) -> Any:
        found = _known(number, merchant.invoices)
        return heleket.public(merchant.settle_refund(found, body.succeeds))

    @routes.post("/payouts/{number}/settle")
    async def settle_payout(number: str, body: Settle) -> Any:
        found = _known(number, merchant.payouts)
        return heleket.public(merchant.settle_payout(found, body.succeeds))

    return routes


def _known(number: str, things: Mapping[str, object]) -> str:
    if number not in things:
        raise HTTPException(404, f"there is no {number}")
    return number


def _watching(emulators: Emulators) -> Router:
    routes = Router()

    @routes.get("/requests")
    async def requests(
        method: str | None = None,
        chat_id: int | None = None,
        since: int = 0,
        last: Annotated[int | None, Query(ge=1)] = None,
        target: str = "telegram",
    ) -> Any:
        """Calls to one emulator, by default the Bot API; `target=all` for all of them."""
        found = emulators.journal.select(
            target=None if target == "all" else target,
            method=method,
            chat_id=chat_id,
            since=since,
            last=last,
        )
        return [entry.show() for entry in found]

    @routes.get("/commands")
    async def commands(language: str = "") -> Any:
        """The commands that a private chat shows in this language."""
        known = emulators.telegram.commands
        kinds = [(scope, of) for scope in ("all_private_chats", "default") for of in (language, "")]
        return next((known[kind] for kind in kinds if known.get(kind)), [])

    @routes.get("/files/{file_id}")
    async def file(file_id: str) -> Response:
        known = emulators.telegram.files.find(file_id)
        # Only pictures are served; a page that a bot sent must not run next to this one.
        kind = known["type"] if known["type"] in ("image/png", "image/jpeg") else _BINARY
        return Response(emulators.telegram.files.read(file_id), media_type=kind)

    @routes.get("/events")
    async def events() -> StreamingResponse:
        """Server-sent events: the revision whenever something changed."""

        async def stream() -> AsyncIterator[str]:
            seen = -1
            while not emulators.feed.over:
                seen = await emulators.feed.wait(seen, _HEARTBEAT_SECONDS)
                yield f"data: {seen}\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream")

    return routes


def refuse(_: Request, error: Exception) -> JSONResponse:
    """Reports in one sentence what is not possible."""
    status = {Impossible: 404, ApiError: 400, WrongInterval: 422, OSError: 503}
    found = next((code for kind, code in status.items() if isinstance(error, kind)), 409)
    return JSONResponse({"detail": str(error)}, found)


REFUSED = (
    *(Impossible, ApiError, WrongInterval, OSError, asyncpg.PostgresError),
    *(crypto_pay.Refused, yookassa.Refused, stripe.Refused, heleket.Refused),
)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
