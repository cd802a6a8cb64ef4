"""How updates reach the bot: by webhook as Telegram delivers them, and by long polling."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import web

from tests.support import ANN, eventually
from tests.support import sandbox as sandboxes
from tests.support.sandbox import Receiver, Sandbox

BORIS = 1002


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with sandboxes.sandbox(sandbox_backoff_cap=0.05) as sandbox:
        yield sandbox


def texts(webhook: Receiver) -> list[str]:
    return [body["message"]["text"] for body in webhook.bodies]


# -- Webhook


async def test_an_update_comes_with_the_secret_and_the_person(
    sandbox: Sandbox, webhook: Receiver
) -> None:
    await sandbox.bot.set_webhook(webhook.url, secret_token="s3cret_-")
    await sandbox.meet(text="hello", language_code="ru")
    await webhook.wait(1)
    assert webhook.got[0].headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret_-"
    message = webhook.bodies[0]["message"]
    assert (message["text"], message["chat"]["id"]) == ("hello", ANN)
    assert message["from"]["language_code"] == "ru"


async def test_what_waited_is_delivered_when_the_webhook_is_set(
    sandbox: Sandbox, webhook: Receiver
) -> None:
    await sandbox.meet(text="early")
    await sandbox.bot.set_webhook(webhook.url)
    await webhook.wait(1)
    assert texts(webhook) == ["early"]
    assert (await sandbox.bot.get_webhook_info()).pending_update_count == 0


async def test_an_update_comes_again_until_it_is_taken_and_the_chat_waits(
    sandbox: Sandbox, webhook: Receiver
) -> None:
    webhook.answers = [web.Response(status=503), web.Response(status=500)]
    await sandbox.bot.set_webhook(webhook.url)
    await sandbox.meet(text="first")
    await sandbox.meet(text="second")
    await webhook.wait(4)
    assert texts(webhook) == ["first", "first", "first", "second"]
    assert len({body["update_id"] for body in webhook.bodies}) == 2


async def test_another_chat_does_not_wait(sandbox: Sandbox, webhook: Receiver) -> None:
    webhook.answers = [web.Response(status=503, headers={"Retry-After": "3600"})]
    await sandbox.bot.set_webhook(webhook.url)
    await sandbox.meet(text="stuck")
    await webhook.wait(1)
    await sandbox.meet(BORIS, text="free")
    await webhook.wait(2)
    assert texts(webhook) == ["stuck", "free"]
    info = await sandbox.bot.get_webhook_info()
    assert info.pending_update_count == 1
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_new_webhook_gets_what_the_old_one_refused(
    sandbox: Sandbox, webhook: Receiver
) -> None:
    webhook.answers = [web.Response(status=503, headers={"Retry-After": "3600"})]
    await sandbox.bot.set_webhook(webhook.url)
    await sandbox.meet(text="stuck")
    await webhook.wait(1)
    await sandbox.bot.set_webhook(webhook.url)
    await webhook.wait(2)
    assert texts(webhook) == ["stuck", "stuck"]


async def test_a_bot_that_is_away_is_found_when_it_comes_back(
    sandbox: Sandbox, webhook: Receiver
) -> None:
    await sandbox.bot.set_webhook("http://127.0.0.1:9/telegram")
    await sandbox.meet(text="anybody?")

    async def refused() -> bool:
        return (await sandbox.bot.get_webhook_info()).last_error_message is not None

    await eventually(refused)
    await sandbox.bot.set_webhook(webhook.url)
    await webhook.wait(1)
    assert texts(webhook) == ["anybody?"]


async def test_update_ids_are_unique_and_grow(sandbox: Sandbox, webhook: Receiver) -> None:
    await sandbox.bot.set_webhook(webhook.url)
    for number in range(5):
        await sandbox.meet(ANN + number)
    await webhook.wait(5)
    ids = sorted(body["update_id"] for body in webhook.bodies)
    assert ids == list(range(ids[0], ids[0] + 5))


async def test_faults_duplicate_and_hold_updates(sandbox: Sandbox, webhook: Receiver) -> None:
    await sandbox.faults(telegram={"duplicate_update": True, "hold_updates": True})
    await sandbox.bot.set_webhook(webhook.url)
    await sandbox.meet(text="twice")
    assert (await sandbox.bot.get_webhook_info()).pending_update_count == 1
    assert webhook.got == []
    await sandbox.faults(telegram={"duplicate_update": True})
    await webhook.wait(2)
    assert webhook.bodies[0] == webhook.bodies[1]


async def test_only_what_was_asked_for_is_sent(sandbox: Sandbox, webhook: Receiver) -> None:
    await sandbox.bot.set_webhook(webhook.url, allowed_updates=["callback_query"])
    await sandbox.meet()
    markup = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="A", callback_data="a")]]
    )
    await sandbox.bot.send_message(ANN, "x", reply_markup=markup)
    await sandbox.post(f"chats/{ANN}/taps", {"button": "A"})
    await webhook.wait(1)
    assert webhook.bodies[0]["callback_query"]["data"] == "a"
    await sandbox.bot.set_webhook(webhook.url)  # names no kinds: the last choice stands
    assert (await sandbox.bot.get_webhook_info()).allowed_updates == ["callback_query"]


@pytest.mark.parametrize(
    ("url", "secret", "error"),
    [
        ("http://shop.example/telegram", None, "An HTTPS URL must be provided"),
        ("https://shop.example/telegram", "with space", "unallowed characters"),
    ],
)
async def test_bad_webhooks_are_refused(
    sandbox: Sandbox, url: str, secret: str | None, error: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=error):
        await sandbox.bot.set_webhook(url, secret_token=secret)


async def test_pending_updates_can_be_dropped(sandbox: Sandbox, webhook: Receiver) -> None:
    await sandbox.meet(text="old")
    await sandbox.bot.set_webhook(webhook.url, drop_pending_updates=True)
    await sandbox.meet(text="new")
    await webhook.wait(1)
    assert texts(webhook) == ["new"]


# -- Long polling


async def test_updates_are_given_again_until_the_offset_confirms_them(sandbox: Sandbox) -> None:
    await sandbox.meet(text="one")
    await sandbox.meet(text="two")
    first = await sandbox.bot.get_updates()
    assert await sandbox.bot.get_updates() == first
    rest = await sandbox.bot.get_updates(offset=first[0].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["two"]
    newest = await sandbox.bot.get_updates(offset=-1)
    assert [u.update_id for u in newest] == [first[1].update_id]


async def test_a_poll_ends_when_something_comes(sandbox: Sandbox) -> None:
    poll = asyncio.create_task(sandbox.bot.get_updates(timeout=30))
    await eventually(lambda: sandbox.get("requests", method="getUpdates"))
    await sandbox.meet(text="now")
    async with asyncio.timeout(20):
        updates = await poll
    assert updates[0].message is not None
    assert updates[0].message.text == "now"


async def test_polling_and_a_webhook_exclude_each_other(
    sandbox: Sandbox, webhook: Receiver
) -> None:
    poll = asyncio.create_task(sandbox.bot.get_updates(timeout=30))
    await eventually(lambda: sandbox.get("requests", method="getUpdates"))
    await sandbox.bot.set_webhook(webhook.url)
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates"):
        await poll
    with pytest.raises(TelegramConflictError, match="while webhook is active"):
        await sandbox.bot.get_updates()
    await sandbox.bot.delete_webhook()
    assert await sandbox.bot.get_updates() == []


async def test_a_second_poll_ends_the_first(sandbox: Sandbox) -> None:
    first = asyncio.create_task(sandbox.bot.get_updates(timeout=30))
    await eventually(lambda: sandbox.get("requests", method="getUpdates"))
    assert await sandbox.bot.get_updates() == []
    with pytest.raises(TelegramConflictError, match="only one bot instance"):
        await first
