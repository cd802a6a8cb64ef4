"""The Telegram gateway against the emulated Bot API: what arrives, and what each error becomes."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from gateways.errors import Denied, Gone, Rejected, Transient, Unknown
from gateways.telegram import TelegramGateway
from tests.support import ANN
from tests.support.sandbox import TOKEN, Sandbox, sandbox
from texts import Catalog

NOTICE: dict[str, Any] = {
    "chat_id": ANN,
    "locale": "en",
    "timezone": "Europe/Moscow",
    "now": "2027-01-31T20:30:00+00:00",
    "text": "trial-ended",
    "args": {"ended_at": {"time": "2027-01-31T22:30:00+00:00"}},
    "buttons": [[{"text": "button-buy", "data": "go:plans"}]],
}


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with sandbox() as telegram:
        await telegram.meet()
        yield telegram


@pytest.fixture
def gateway(telegram: Sandbox, client: httpx.AsyncClient) -> TelegramGateway:
    return TelegramGateway(client, telegram.url, SecretStr(TOKEN), Catalog.load())


async def test_a_notice_arrives_in_the_readers_language(
    gateway: TelegramGateway, telegram: Sandbox
) -> None:
    english = await gateway.send(NOTICE)
    await gateway.send({**NOTICE, "locale": "ru"})
    *_, first, second = await telegram.messages()
    assert first["message_id"] == english["message_id"]
    assert "tomorrow at 01:30" in first["text"]
    assert "01:30 завтра" in second["text"]
    assert [b["data"] for row in first["buttons"] for b in row] == ["go:plans"]


async def test_a_button_may_name_an_amount(gateway: TelegramGateway, telegram: Sandbox) -> None:
    args = {"amount": {"money": 14900, "currency": "RUB"}}
    button = {"text": "button-topup-amount", "args": args, "data": "topup:14900"}
    await gateway.send({**NOTICE, "buttons": [[button]]})
    ((shown,),) = (await telegram.messages())[-1]["buttons"]
    assert shown["text"].split() == ["Top", "up", "149", "₽"]


async def test_a_notice_may_have_no_buttons(gateway: TelegramGateway, telegram: Sandbox) -> None:
    await gateway.send({**NOTICE, "buttons": None})
    assert (await telegram.messages())[-1]["buttons"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"args": {}},
        {"args": {"ended_at": {"no": "value"}}},
    ],
)
async def test_a_text_that_cannot_be_written_is_rejected(
    gateway: TelegramGateway, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Rejected, match=r"^text "):
        await gateway.send({**NOTICE, **wrong})


@pytest.mark.parametrize(
    "newer",
    [{"text": "no-such-text"}, {"buttons": [[{"text": "no-such-text", "data": "x"}]]}],
)
async def test_a_text_of_a_newer_release_is_left_to_who_knows_it(
    gateway: TelegramGateway, newer: dict[str, Any]
) -> None:
    with pytest.raises(Unknown, match="no-such-text"):
        await gateway.send({**NOTICE, **newer})


@pytest.mark.parametrize("length", [1001, 2600, 100_000])
async def test_a_reason_that_is_too_long_is_told_in_part(
    gateway: TelegramGateway, telegram: Sandbox, length: int
) -> None:
    args = {
        "amount": {"money": 14900, "currency": "RUB"},
        "balance": {"money": 14900, "currency": "RUB"},
        "reason": "<&>" * (length // 3),
    }
    await gateway.send({**NOTICE, "text": "credited-by-hand", "args": args})
    text = (await telegram.messages())[-1]["text"]
    assert "149" in text
    assert "…" in text


async def test_a_post_is_a_copy_or_what_is_left_of_it(
    gateway: TelegramGateway, telegram: Sandbox
) -> None:
    """A file goes with our line above what stood under it. One that is gone is told in words."""
    args = {"ticket": 1, "user": 7, "kind": "document"}
    post = {**NOTICE, "text": "support-message", "args": args, "buttons": None, "reply_to": 999}
    await gateway.post({**post, "body": "<b>", "copy": None})
    assert (await telegram.messages())[-1]["text"].endswith("\n\n<b>")
    gone = {"chat_id": ANN, "message_id": 12345}
    sent = await gateway.post({**post, "body": "a log", "copy": gone})
    assert "message to copy not found" in sent["bare"]
    newest = (await telegram.messages())[-1]["text"]
    assert newest.endswith("file\n\na log\n\nThe file could not be passed on.")
    long = {**post, "args": {**args, "kind": "text"}, "body": "long", "copy": gone}
    assert "bare" not in await gateway.post(long)
    assert (await telegram.messages())[-1]["text"].endswith("\n\nlong")
    file = {"name": "data.json", "content": {"name": "Анна"}}
    sent = await gateway.serve("app.data_file", {**NOTICE, "text": "data-file", "file": file})
    document = (await telegram.messages())[-1]["document"]
    assert sent["message_id"] == (await telegram.messages())[-1]["message_id"]
    assert document["name"] == "data.json"
    copy = {"chat_id": ANN, "message_id": sent["message_id"]}
    await gateway.post({**post, "body": "&" * 2000, "copy": copy})
    copied = (await telegram.messages())[-1]
    assert copied["document"] == document
    assert copied["text"].endswith("&…")
    with pytest.raises(Unknown, match="newer"):
        await gateway.serve("app.newer", {})


async def test_a_copy_of_what_the_bot_cannot_read_is_not_about_the_reader(
    gateway: TelegramGateway, telegram: Sandbox
) -> None:
    """Support answered with a file, in a group of which the bot is no member any more."""
    await telegram.group(-200, has_bot=False)
    args = {"ticket": 1, "user": 7, "kind": "document"}
    post = {**NOTICE, "text": "support-answer", "args": args, "buttons": None}
    copy = {"chat_id": -200, "message_id": 5}
    sent = await gateway.serve("support.post", {**post, "body": "see the file", "copy": copy})
    newest = (await telegram.messages())[-1]
    assert newest["message_id"] == sent["message_id"]
    assert newest["text"].endswith("see the file\n\nThe file could not be passed on.")
    with pytest.raises(Gone):
        await gateway.serve("support.post", {**post, "chat_id": -200, "body": "?", "copy": copy})


async def test_a_group_is_followed_to_its_new_id(
    gateway: TelegramGateway, telegram: Sandbox
) -> None:
    """Telegram names it in the refusal of what is sent to the old one."""
    await telegram.group(-200)
    there = {**NOTICE, "chat_id": -200}
    assert "chat_id" not in await gateway.serve("support.post", {**there, "body": "before"})
    await telegram.group(-200, moved_to=-100_200)
    sent = await gateway.serve("support.post", {**there, "body": "after"})
    assert sent["chat_id"] == -100_200
    newest = (await telegram.messages(-100_200))[-1]
    assert newest["message_id"] == sent["message_id"]
    assert newest["text"].endswith("after")


async def test_a_message_is_removed_once(gateway: TelegramGateway, telegram: Sandbox) -> None:
    """One that the user has removed, or whose chat is gone, is no trouble."""
    sent = await gateway.send(NOTICE)
    message = {"chat_id": ANN, "message_id": sent["message_id"]}
    for _ in range(2):
        assert await gateway.serve("app.removal", message) == {}
    assert sent["message_id"] not in [m["message_id"] for m in await telegram.messages()]
    assert await gateway.serve("app.removal", {**message, "chat_id": 999}) == {}
    await telegram.faults(telegram={"broken": 1})
    with pytest.raises(Transient):
        await gateway.serve("app.removal", message)


async def test_a_page_of_html_is_no_answer_about_a_chat() -> None:
    def elsewhere(request: httpx.Request) -> httpx.Response:
        return answers.pop(0)

    answers = [httpx.Response(status, text="<html>") for status in (200, 302, 403, 404)]
    async with httpx.AsyncClient(transport=httpx.MockTransport(elsewhere)) as client:
        gateway = TelegramGateway(client, "http://bot.api", SecretStr(TOKEN), Catalog.load())
        while answers:
            with pytest.raises(Denied):
                await gateway.send(NOTICE)


async def test_a_method_that_an_old_server_lacks_is_no_refusal_of_the_token(
    gateway: TelegramGateway, telegram: Sandbox
) -> None:
    """Otherwise nobody would get anything."""
    await telegram.faults(telegram={"lacks": ["sendmessage"]})
    with pytest.raises(Transient, match="method not found") as failure:
        await gateway.send(NOTICE)
    assert (failure.value.reached, failure.value.in_doubt) == (True, False)


async def test_what_telegram_refuses_is_rejected(gateway: TelegramGateway) -> None:
    too_long = [[{"text": "button-buy", "data": "x" * 65}]]
    with pytest.raises(Rejected, match="400"):
        await gateway.send({**NOTICE, "buttons": too_long})


async def test_who_blocked_the_bot_is_gone(gateway: TelegramGateway, telegram: Sandbox) -> None:
    await telegram.post(f"chats/{ANN}/block", {"blocked": True})
    with pytest.raises(Gone, match="403"):
        await gateway.send(NOTICE)


async def test_a_chat_that_is_not_there_is_gone(gateway: TelegramGateway) -> None:
    with pytest.raises(Gone, match="chat not found"):
        await gateway.send({**NOTICE, "chat_id": 404})


async def test_too_many_requests_say_how_long_to_wait(
    gateway: TelegramGateway, telegram: Sandbox
) -> None:
    await telegram.faults(telegram={"flood": True, "retry_after": 7})
    with pytest.raises(Transient) as raised:
        await gateway.send(NOTICE)
    assert (raised.value.retry_after, raised.value.scope) == (7, "destination")
    assert not raised.value.in_doubt


async def test_a_token_that_is_refused_is_denied(
    telegram: Sandbox, client: httpx.AsyncClient
) -> None:
    wrong = TelegramGateway(client, telegram.url, SecretStr("1:wrong"), Catalog.load())
    with pytest.raises(Denied) as raised:
        await wrong.send(NOTICE)
    assert "1:wrong" not in str(raised.value)


@pytest.mark.parametrize("fault", [{"fail": 1}, {"down": True}, {"lost_answer": 1}])
async def test_what_is_not_answered_is_in_doubt(
    gateway: TelegramGateway, telegram: Sandbox, fault: dict[str, Any]
) -> None:
    await telegram.faults(telegram=fault)
    with pytest.raises(Transient) as raised:
        await gateway.send(NOTICE)
    assert raised.value.in_doubt
    assert raised.value.retry_after is None


async def test_what_was_never_reached_is_not_in_doubt(client: httpx.AsyncClient) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        gateway = TelegramGateway(client, url, SecretStr(TOKEN), Catalog.load())
        with pytest.raises(Transient) as raised:
            await gateway.send(NOTICE)
    assert not raised.value.in_doubt
    assert not raised.value.reached
    assert TOKEN not in str(raised.value)


BROADCAST: dict[str, Any] = {
    "chat_id": ANN,
    "locale": "en",
    "timezone": "UTC",
    "body": "<b>New</b> prices",
    "media": None,
    "file_id": None,
    "version": 1,
    "buttons": [
        [{"text": "button-buy", "data": "bc:7:plans"}],
        [{"label": "Read", "url": "https://shop.example/a"}],
    ],
}


async def test_a_broadcast_is_sent_corrected_and_deleted(
    gateway: TelegramGateway, telegram: Sandbox
) -> None:
    sent = await gateway.serve("broadcast.message", BROADCAST)
    assert sent["version"] == 1
    shown = (await telegram.messages())[-1]
    assert shown["text"] == "New prices"
    buttons = [button for row in shown["buttons"] for button in row]
    assert [b["data"] or b["url"] for b in buttons] == ["bc:7:plans", "https://shop.example/a"]
    newer = BROADCAST | {"body": "Newer", "version": 2, "message_id": sent["message_id"]}
    for _ in range(2):  # the second changes nothing
        assert await gateway.serve("broadcast.correction", newer) == {"version": 2}
    assert (await telegram.messages())[-1]["text"] == "Newer"
    gone = {"chat_id": ANN, "message_id": sent["message_id"]}
    for _ in range(2):
        assert await gateway.serve("broadcast.deletion", gone) == {"deleted": True}
    assert await gateway.serve("broadcast.correction", newer) == {"version": 2, "refused": True}


@pytest.mark.parametrize("media", ["photo", "video"])
async def test_a_broadcast_may_have_a_picture_or_a_video(
    gateway: TelegramGateway, telegram: Sandbox, media: str
) -> None:
    await telegram.post(f"chats/{ANN}/messages", {"text": "look", "media": media})
    [*_, update] = await telegram.get("updates")
    file = update["message"][media]
    file_id = (file[-1] if media == "photo" else file)["file_id"]
    message = BROADCAST | {"media": media, "file_id": file_id}
    sent = await gateway.serve("broadcast.message", message)
    shown = (await telegram.messages())[-1]
    assert shown["text"] == "New prices"
    assert shown["photo" if media == "photo" else "document"]
    newer = message | {"body": "Newer", "version": 2, "message_id": sent["message_id"]}
    assert await gateway.serve("broadcast.correction", newer) == {"version": 2}
    assert (await telegram.messages())[-1]["text"] == "Newer"
    with pytest.raises(Rejected, match="caption is too long"):
        await gateway.serve("broadcast.message", message | {"body": "a" * 1025})


async def test_the_progress_of_a_broadcast_is_one_message(
    gateway: TelegramGateway, telegram: Sandbox
) -> None:
    counts = ("total", "waiting", "sent", "unreachable", "failed", "unknown", "skipped")
    more = ("deleted", "unchanged", "outdated", "asleep", "minutes")
    args = {"id": "7", "status": "sending"} | dict.fromkeys((*counts, *more), 0)
    progress = {
        "chat_id": ANN,
        "message_id": None,
        "locale": "kk",
        "timezone": "UTC",
        "now": NOTICE["now"],
        "text": "broadcast-progress",
        "args": args,
        "buttons": [],
    }
    first = await gateway.serve("broadcast.progress", progress)
    assert "Рассылка 7 отправляется" in (await telegram.messages())[-1]["text"]
    edited = progress | {"message_id": first["message_id"], "args": args | {"status": "finished"}}
    assert await gateway.serve("broadcast.progress", edited) == first
    assert "Рассылка 7 отправлена" in (await telegram.messages())[-1]["text"]
    lost = await gateway.serve("broadcast.progress", edited | {"message_id": 9999})
    assert lost["message_id"] > first["message_id"]
