"""What holds for every button, whatever it does: tests over all classes of bot/callbacks.py."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin
from uuid import UUID

import pytest
from aiogram.filters.callback_data import CallbackData
from pydantic import ValidationError

from bot import callbacks
from bot.callbacks import ActOnTicket, ActOnWithdrawal, Close, RefuseWithdrawal
from tests.support import REPOSITORY, Connection, eventually
from tests.support.bot import PLUS, Json, Person, Shop
from tests.support.races import BROKEN
from tests.support.texts import messages
from texts import LANGUAGES

# Values for texts; the first that a button accepts is taken.
_TEXTS = ("Mars/Olympus", "xx", "0123456789abcdef", "stars", "menu")
# In chats of support, which have no screen.
FOR_SUPPORT = ActOnTicket | ActOnWithdrawal | RefuseWithdrawal
# An id that nothing has.
_NOTHING = 999_999_999
# What these say is not about money: nothing of it could have been charged.
NOT_ABOUT_MONEY = {
    *("toast-start-first", "toast-qr-too-long", "toast-checking", "toast-ticket-is-closed"),
    *("toast-unbinding", "toast-unbound", "toast-not-bound"),
    *("toast-reissued", "toast-reissued-just-now"),
    *("toast-data-requested", "toast-data-just-now", "toast-deletion-changed"),
    *("toast-not-joined", "toast-blocked"),
}
_MONEY = {"en": re.compile("charged"), "ru": re.compile("списали")}
CLASSES = [
    kind
    for kind in vars(callbacks).values()
    if isinstance(kind, type)
    and issubclass(kind, CallbackData)
    and kind is not CallbackData
    and kind.__prefix__ != "-"
]


def variants(kind: type[CallbackData]) -> Iterator[CallbackData]:
    """A button of that class for each of its choices, about things that do not exist."""
    choices: list[dict[str, Any]] = [{}]
    for name, field in kind.model_fields.items():
        if not field.is_required():
            continue
        values = _values(field.annotation)
        choices = [{**known, name: value} for known in choices for value in values]
    found = list[CallbackData]()
    for choice in choices:
        try:
            found.append(kind(**choice))
        except ValidationError:
            continue
    assert found, f"no values for {kind.__name__}"
    seen = set[str]()
    for one in found:
        # Of what differs only in its texts, one is enough.
        shape = str({name: value for name, value in one if value not in _TEXTS})
        if shape not in seen:
            seen.add(shape)
            yield one


def _values(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _values(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    values: dict[Any, list[Any]] = {int: [_NOTHING], UUID: [UUID(int=0)], str: list(_TEXTS)}
    return values[annotation]


BUTTONS = [one for kind in CLASSES for one in variants(kind)]
# Tapped by as many tests, which run at the same time.
PARTS = [BUTTONS[part::4] for part in range(4)]


def test_every_class_has_a_button_here() -> None:
    assert {type(one) for one in BUTTONS} == set(CLASSES)
    assert len(CLASSES) > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alert_says_what_happened_to_the_money(language: str) -> None:
    named = (name for name in messages(language) if name.startswith("toast-"))
    toasts = {name for name in named if not name.startswith("toast-admin-")}
    assert toasts >= NOT_ABOUT_MONEY
    if language in _MONEY:  # the others are translated from these
        texts = source(language)
        silent = {name for name in toasts if not _MONEY[language].search(texts[name])}
        assert silent == NOT_ABOUT_MONEY


def source(language: str) -> dict[str, str]:
    files = sorted((REPOSITORY / "texts" / language).glob("*.ftl"))
    written = "\n".join(file.read_text() for file in files)
    return dict(re.findall(r"^(toast-[a-z-]+) = (.*(?:\n .*)*)", written, re.MULTILINE))


async def answered(shop: Shop, since: int) -> int:
    """How many taps Telegram has heard about since then."""
    return len(await shop.sandbox.requests("answerCallbackQuery", since))


async def old_screen(shop: Shop, person: Person) -> Json:
    """The screen shows what has not been true for long."""
    (screen,) = await person.from_bot()
    changed = await shop.sandbox.bot_api(
        "editMessageText",
        chat_id=person.id,
        message_id=screen["message_id"],
        text="What was true once",
    )
    assert changed.is_success, changed.text
    return screen


async def effects(db: Connection) -> list[tuple[str, int]]:
    """What a tap may leave behind."""
    tables = (
        *("ledger.transfers", "billing.periods", "billing.subscriptions", "billing.invoices"),
        *(
            "billing.trials",
            "billing.withdrawals",
            "support.tickets",
            "vpn.subscription_addresses",
            "app.users",
        ),
    )
    counted = " union all ".join(f"select '{table}', count(*) from {table}" for table in tables)
    return sorted((name, count) for name, count in await db.fetch(counted))


@pytest.mark.long
@pytest.mark.parametrize("part", range(len(PARTS)))
async def test_every_stale_button_is_answered_and_shows_what_is_true_now(
    shop: Shop, ann: Person, part: int
) -> None:
    """For whoever has nothing at all, each button is stale: the screen is drawn anew, and what is
    said above it, if anything, tells of the money."""
    before = await effects(shop.db)
    for button in PARTS[part]:
        # Support's chats have no screen; the trial and her own link are not stale for her.
        if isinstance(button, FOR_SUPPORT | callbacks.StartTrial | callbacks.ShowInviteQr):
            continue
        if isinstance(button, callbacks.AskSupport | callbacks.Reply):
            continue  # the screen that waits for a message would take the next one
        screen, since = await old_screen(shop, ann), await shop.sandbox.last_request()
        alerts = len((await ann.chat())["alerts"])
        await ann.tap_data(button.pack(), screen["message_id"])
        await shop.settled()
        assert await answered(shop, since) == 1, button
        shown = await ann.from_bot()
        if isinstance(button, Close):
            assert shown == []
            await ann.asks("/start", "Try it first")
            continue
        (now,) = shown
        assert now["message_id"] == screen["message_id"], button
        assert now["text"] != "What was true once", button
        assert now["buttons"], button
        for alert in (await ann.chat())["alerts"][alerts:]:
            said = alert["text"]
            assert re.search("charged|your file|Nothing was deleted|bound", said), button
    assert await effects(shop.db) == before
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters") == 0


@pytest.mark.long
@pytest.mark.parametrize("part", range(len(PARTS)))
async def test_every_button_may_be_tapped_twice(shop: Shop, ann: Person, part: int) -> None:
    """About what does exist: the second tap is answered as well, and does nothing more."""
    await shop.credit(ann, 100_000)
    await ann.goes(
        *("Subscription", "Choose a plan"),
        *(PLUS, "For how long?"),
        *("30 days · 299 ₽", "Your order"),
        *("Pay 299 ₽ from balance", "Paid"),
    )
    await shop.apply_vpn()
    await ann.sees("vless://")
    real = await shop.db.fetchrow(
        """
        select p.plan_id, p.id as price_id, o.order_token
        from billing.prices as p
        cross join lateral api.open_order($1, p.id) as o
        where o.plan_title = 'Plus' and p.period_count = 30
        """,
        ann.id,
    )
    assert real
    for button in PARTS[part]:
        if isinstance(button, Close | FOR_SUPPORT):
            continue
        known = {
            name: value
            for name, value in {
                "plan_id": real["plan_id"],
                "price_id": real["price_id"],
                "order": real["order_token"],
                "amount": 25000,
                "number": 1,
                "zone": "Asia/Omsk",
                "locale": "en",
            }.items()
            if name in type(button).model_fields
        }
        data = button.model_copy(update=known).pack()
        screen = (await ann.from_bot())[-1]["message_id"]
        since = await shop.sandbox.last_request()
        await ann.tap_data(data, screen)
        await shop.settled()
        once = await effects(shop.db)
        await ann.tap_data(data, screen)
        await shop.settled()
        assert await answered(shop, since) == 2, button
        assert await effects(shop.db) == once, button
    assert await shop.db.fetchval("select count(*) from outbox.dead_letters") == 0
    assert await shop.db.fetch(BROKEN) == []


async def test_who_waits_sees_that_the_bot_is_typing(shop: Shop, ann: Person) -> None:
    since = await shop.sandbox.last_request()

    async def typing() -> list[Json]:
        return await shop.sandbox.requests("sendChatAction", since)

    async with shop.db.transaction():
        await shop.db.execute("select from app.users for update")
        await ann.tap_data("lang:ru", (await ann.from_bot())[-1]["message_id"])
        (call,) = await eventually(typing)
    assert call["params"]["action"] == "typing"
    await ann.sees("Настройка займёт две минуты")
