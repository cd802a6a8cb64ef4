"""The emulated Bot API, called by aiogram as the shop calls it."""

from io import BytesIO
from typing import Any

import httpx
import pytest
import segno
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReplyParameters,
)

from tests.support import ANN
from tests.support import sandbox as sandboxes
from tests.support.sandbox import Sandbox


def keyboard(*rows: list[dict[str, Any]]) -> InlineKeyboardMarkup:
    buttons = [[InlineKeyboardButton(**button) for button in row] for row in rows]
    return InlineKeyboardMarkup(inline_keyboard=buttons)


def picture() -> BufferedInputFile:
    png = BytesIO()
    segno.make("tickover").save(png, kind="png", scale=4)
    return BufferedInputFile(png.getvalue(), "code.png")


# -- Sending


async def test_a_message_arrives_with_its_entities_and_buttons(sandbox: Sandbox) -> None:
    sent = await sandbox.bot.send_message(
        ANN,
        "Hi <b>you &amp; <i>me</i></b> 😀 <code>vless://x</code>",
        parse_mode="HTML",
        reply_markup=keyboard([{"text": "Menu", "callback_data": "menu"}]),
    )
    assert sent.html_text == "Hi <b>you &amp; <i>me</i></b> 😀 <code>vless://x</code>"
    shown = (await sandbox.messages())[-1]
    assert shown["text"] == "Hi you & me 😀 vless://x"
    assert shown["from"] == "bot"
    assert [[b["text"], b["data"]] for row in shown["buttons"] for b in row] == [["Menu", "menu"]]


async def test_message_ids_grow_within_a_chat(sandbox: Sandbox) -> None:
    first = await sandbox.bot.send_message(ANN, "one")
    second = await sandbox.bot.send_message(ANN, "two")
    assert second.message_id == first.message_id + 1


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (" \n ", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("<b>open", "can't parse entities: Can't find end tag corresponding to start tag"),
        ("a < b", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        ("a <b", "can't parse entities: Unclosed start tag at byte offset 2"),
        ("<u><i>x</u></i>", "can't parse entities: Unmatched end tag at byte offset 7"),
        ("<br>", 'can\'t parse entities: Unsupported start tag "br" at byte offset 0'),
        ("x</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
    ],
)
async def test_bad_text_is_refused(sandbox: Sandbox, text: str, error: str) -> None:
    with pytest.raises(TelegramBadRequest, match=f"Bad Request: {error}"):
        await sandbox.bot.send_message(ANN, text, parse_mode="HTML")


async def test_tags_do_not_count_towards_the_limit(sandbox: Sandbox) -> None:
    sent = await sandbox.bot.send_message(ANN, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert sent.text is not None
    assert len(sent.text) == 4096


@pytest.mark.parametrize(
    ("button", "error"),
    [
        ({"callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"url": "vless://key"}, "is invalid: Unsupported URL protocol"),
        ({"url": "http://localhost:8080/"}, "is invalid: Wrong HTTP URL"),
        ({"pay": True}, "BUTTON_TYPE_INVALID"),
        ({}, "Text buttons are unallowed in the inline keyboard"),
    ],
)
async def test_bad_buttons_are_refused(
    sandbox: Sandbox, button: dict[str, Any], error: str
) -> None:
    markup = keyboard([{"text": "x", **button}])
    with pytest.raises(TelegramBadRequest, match=error):
        await sandbox.bot.send_message(ANN, "x", reply_markup=markup)


async def test_64_bytes_of_callback_data_are_allowed(sandbox: Sandbox) -> None:
    markup = keyboard([{"text": "x", "callback_data": "я" * 32}])
    assert await sandbox.bot.send_message(ANN, "x", reply_markup=markup)


async def test_a_bot_cannot_write_first(sandbox: Sandbox) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await sandbox.bot.send_message(4242, "hello")


async def test_a_blocked_bot_is_refused_until_it_is_unblocked(sandbox: Sandbox) -> None:
    await sandbox.post(f"chats/{ANN}/block", {"blocked": True})
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await sandbox.bot.send_message(ANN, "hello")
    await sandbox.meet()
    assert await sandbox.bot.send_message(ANN, "hello")
    changes = [u.my_chat_member for u in await sandbox.bot.get_updates() if u.my_chat_member]
    assert [c.new_chat_member.status for c in changes] == ["kicked", "member"]


async def test_a_photo_is_kept_and_served(sandbox: Sandbox) -> None:
    file = picture()
    sent = await sandbox.bot.send_photo(ANN, file, caption="<b>Scan</b>", parse_mode="HTML")
    assert sent.photo is not None
    assert sent.photo[-1].width == sent.photo[-1].height > 50
    shown = (await sandbox.messages())[-1]
    served = await sandbox.http.get(shown["photo"])
    assert served.content == file.data
    assert served.headers["content-type"] == "image/png"
    fetched = await sandbox.bot.download(sent.photo[-1])
    assert fetched is not None
    assert fetched.read() == file.data
    again = await sandbox.bot.send_photo(ANN, sent.photo[-1].file_id)
    assert again.photo == sent.photo


async def test_what_is_no_picture_is_no_photo(sandbox: Sandbox) -> None:
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await sandbox.bot.send_photo(ANN, BufferedInputFile(b"text", "code.png"))


async def test_a_document_keeps_its_name(sandbox: Sandbox) -> None:
    sent = await sandbox.bot.send_document(ANN, BufferedInputFile(b"a,b\n", "report.csv"))
    assert sent.document is not None
    assert sent.document.file_name == "report.csv"


async def test_a_dice_shows_its_value_at_once(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"dice": 6})
    sent = await sandbox.bot.send_dice(ANN, emoji="🎳")
    assert sent.dice is not None
    assert (sent.dice.emoji, sent.dice.value) == ("🎳", 6)


async def test_a_copy_is_a_message_of_its_own(sandbox: Sandbox) -> None:
    sent = await sandbox.bot.send_message(ANN, "<b>x</b>", parse_mode="HTML")
    await sandbox.meet(1002, first_name="Boris")
    copy = await sandbox.bot.copy_message(1002, ANN, sent.message_id)
    shown = (await sandbox.messages(1002))[-1]
    assert (shown["message_id"], shown["text"]) == (copy.message_id, "x")


async def test_a_reply_needs_its_message(sandbox: Sandbox) -> None:
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await sandbox.bot.send_message(ANN, "x", reply_parameters=ReplyParameters(message_id=99))


async def test_typing_is_seen(sandbox: Sandbox) -> None:
    await sandbox.bot.send_chat_action(ANN, "typing")
    assert (await sandbox.get(f"chats/{ANN}"))["typing"]
    await sandbox.bot.send_message(ANN, "x")
    assert not (await sandbox.get(f"chats/{ANN}"))["typing"]


async def test_who_is_in_a_channel_is_told_to_its_administrators(sandbox: Sandbox) -> None:
    await sandbox.bot.get_updates(allowed_updates=["chat_member"])
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await sandbox.bot.get_chat_member(-1001, ANN)
    channel = {"title": "News", "has_bot": False}
    (await sandbox.http.put("/sandbox/channels/-1001", json=channel)).raise_for_status()
    with pytest.raises(TelegramForbiddenError, match="not a member of the channel"):
        await sandbox.bot.get_chat_member(-1001, ANN)
    await sandbox.post("channels/-1001/members", {"telegram_id": ANN, "status": "creator"})
    channel["has_bot"] = True
    (await sandbox.http.put("/sandbox/channels/-1001", json=channel)).raise_for_status()
    assert (await sandbox.bot.get_chat_member(-1001, ANN)).status == "creator"
    for status in ("kicked", "left", "left", "member"):
        await sandbox.post("channels/-1001/members", {"telegram_id": ANN, "status": status})
        assert (await sandbox.bot.get_chat_member(-1001, ANN)).status == status
    changes = [u.chat_member for u in await sandbox.bot.get_updates()]
    seen = [(c.old_chat_member.status, c.new_chat_member.status) for c in changes if c]
    assert seen == [("creator", "kicked"), ("kicked", "left"), ("left", "member")]
    await sandbox.faults(telegram={"members_hidden": True})
    with pytest.raises(TelegramBadRequest, match="member list is inaccessible"):
        await sandbox.bot.get_chat_member(-1001, ANN)


async def test_commands_and_profile_can_be_asked_for(sandbox: Sandbox) -> None:
    await sandbox.bot.set_my_commands([BotCommand(command="start", description="Menu")])
    assert (await sandbox.bot.get_my_commands())[0].command == "start"
    assert (await sandbox.bot.get_me()).id == sandbox.bot.id
    assert (await sandbox.bot.get_chat(ANN)).username == "ann"


# -- Editing


@pytest.fixture
async def screen(sandbox: Sandbox) -> Message:
    markup = keyboard([{"text": "A", "callback_data": "a"}])
    return await sandbox.bot.send_message(ANN, "screen", reply_markup=markup)


async def test_an_edit_replaces_text_and_keyboard_in_place(
    sandbox: Sandbox, screen: Message
) -> None:
    await sandbox.bot.edit_message_text("other", chat_id=ANN, message_id=screen.message_id)
    shown = (await sandbox.messages())[-1]
    assert (shown["message_id"], shown["text"]) == (screen.message_id, "other")
    assert shown["buttons"] == []
    assert shown["edited"]


async def test_an_edit_that_changes_nothing_is_refused(sandbox: Sandbox, screen: Message) -> None:
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sandbox.bot.edit_message_text(
            "screen",
            chat_id=ANN,
            message_id=screen.message_id,
            reply_markup=screen.reply_markup,
        )


async def test_only_own_messages_that_exist_can_be_edited(sandbox: Sandbox) -> None:
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await sandbox.bot.edit_message_text("x", chat_id=ANN, message_id=77)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await sandbox.bot.edit_message_text("x", chat_id=ANN, message_id=1)


async def test_a_keyboard_can_go_alone(sandbox: Sandbox, screen: Message) -> None:
    await sandbox.bot.edit_message_reply_markup(chat_id=ANN, message_id=screen.message_id)
    shown = (await sandbox.messages())[-1]
    assert (shown["text"], shown["buttons"]) == ("screen", [])


async def test_text_becomes_a_photo_but_not_back(sandbox: Sandbox, screen: Message) -> None:
    place: dict[str, Any] = {"chat_id": ANN, "message_id": screen.message_id}
    media = InputMediaPhoto(media=picture(), caption="QR")
    await sandbox.bot.edit_message_media(media, **place)
    assert (await sandbox.messages())[-1]["photo"]
    await sandbox.bot.edit_message_caption(caption="new words", **place)
    assert (await sandbox.messages())[-1]["text"] == "new words"
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await sandbox.bot.edit_message_text("text again", **place)


async def test_a_message_can_be_deleted_for_48_hours(sandbox: Sandbox, screen: Message) -> None:
    late = await sandbox.bot.send_message(ANN, "late")
    assert await sandbox.bot.delete_message(ANN, screen.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await sandbox.bot.delete_message(ANN, screen.message_id)
    await sandbox.post("clock", {"advance": "3 days"})
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await sandbox.bot.delete_message(ANN, late.message_id)


# -- Taps


async def test_a_tap_is_a_callback_query_that_is_answered_once(
    sandbox: Sandbox, screen: Message
) -> None:
    await sandbox.post(f"chats/{ANN}/taps", {"message_id": screen.message_id, "button": "A"})
    query = (await sandbox.bot.get_updates())[-1].callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    assert (query.data, query.message.text) == ("a", "screen")
    await sandbox.bot.answer_callback_query(query.id, text="Done", show_alert=True)
    alert = (await sandbox.get(f"chats/{ANN}"))["alerts"][-1]
    assert (alert["text"], alert["show_alert"]) == ("Done", True)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await sandbox.bot.answer_callback_query(query.id)


async def test_a_tap_needs_a_button_that_is_there(sandbox: Sandbox, screen: Message) -> None:
    tap = {"message_id": screen.message_id, "button": "B"}
    answer = await sandbox.http.post(f"/sandbox/chats/{ANN}/taps", json=tap)
    assert answer.status_code == 404
    assert "there are ['A']" in answer.json()["detail"]


async def test_a_label_is_matched_whatever_its_spaces(sandbox: Sandbox) -> None:
    markup = keyboard([{"text": "250\u00a0RUB", "callback_data": "a", "style": "success"}])
    await sandbox.bot.send_message(ANN, "x", reply_markup=markup)
    assert (await sandbox.messages())[-1]["buttons"][0][0]["style"] == "success"
    assert await sandbox.post(f"chats/{ANN}/taps", {"button": "250 RUB"})


async def test_a_stale_button_can_be_tapped_by_its_data(sandbox: Sandbox, screen: Message) -> None:
    tap = {"message_id": screen.message_id, "data": "gone"}
    await sandbox.post(f"chats/{ANN}/taps", tap)
    query = (await sandbox.bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.data == "gone"


async def test_a_link_button_gives_its_address(sandbox: Sandbox) -> None:
    markup = keyboard([{"text": "Open", "url": "https://example.com/x"}])
    await sandbox.bot.send_message(ANN, "x", reply_markup=markup)
    assert await sandbox.post(f"chats/{ANN}/taps", {"button": "Open"}) == {
        "url": "https://example.com/x"
    }


# -- Limits, faults, the journal


async def test_a_chat_takes_a_burst_and_then_asks_for_a_pause(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"chat_burst": 3, "chat_rate": 0.01})
    for number in range(3):
        await sandbox.bot.send_message(ANN, str(number))
    with pytest.raises(TelegramRetryAfter) as refused:
        await sandbox.bot.send_message(ANN, "too much")
    assert 90 <= refused.value.retry_after <= 100  # less what the test has taken
    assert len(await sandbox.messages()) == 4  # /start and three


async def test_the_overall_limit_counts_all_chats(sandbox: Sandbox) -> None:
    await sandbox.meet(1002)
    await sandbox.faults(telegram={"rate": 0.01, "retry_after": 7})
    await sandbox.bot.send_message(1002, "1")
    with pytest.raises(TelegramRetryAfter) as refused:
        await sandbox.bot.send_message(ANN, "2")
    assert refused.value.retry_after == 7


async def test_answers_to_taps_are_not_limited(sandbox: Sandbox, screen: Message) -> None:
    await sandbox.faults(telegram={"flood": True})
    await sandbox.post(f"chats/{ANN}/taps", {"button": "A"})
    query = (await sandbox.bot.get_updates())[-1].callback_query
    assert query is not None
    assert await sandbox.bot.answer_callback_query(query.id)


async def test_down_closes_the_connection_and_does_nothing(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"down": True})
    with pytest.raises(TelegramNetworkError):
        await sandbox.bot.send_message(ANN, "lost")
    await sandbox.faults()
    assert len(await sandbox.messages()) == 1


async def test_a_lost_answer_hides_work_that_was_done(sandbox: Sandbox) -> None:
    await sandbox.faults(telegram={"lost_answer": 1})
    with pytest.raises(TelegramNetworkError):
        await sandbox.bot.send_message(ANN, "done")
    assert (await sandbox.messages())[-1]["text"] == "done"
    assert (await sandbox.get("requests"))[-1]["outcome"] == "ok, answer lost"


async def test_failures_are_html_and_come_in_the_same_order_for_a_seed(sandbox: Sandbox) -> None:
    async def works() -> bool:
        try:
            await sandbox.bot.get_me()
        except ClientDecodeError:  # what aiogram makes of a gateway's HTML
            return False
        return True

    async def course() -> list[bool]:
        await sandbox.faults(seed=5, telegram={"fail": 0.5})
        return [await works() for _ in range(12)]

    first = await course()
    assert 0 < sum(first) < 12
    assert await course() == first


async def test_unknown_faults_are_refused_by_name(sandbox: Sandbox) -> None:
    answer = await sandbox.http.put("/sandbox/faults", json={"telegram": {"fial": 1}})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "telegram", "fial"]


async def test_every_call_is_in_the_journal(sandbox: Sandbox) -> None:
    before = (await sandbox.get("requests"))[-1:]
    since = before[0]["n"] if before else 0
    await sandbox.bot.send_message(ANN, "one")
    await sandbox.bot.get_me()
    with pytest.raises(TelegramBadRequest):
        await sandbox.bot.send_message(4242, "two")
    seen = await sandbox.get("requests", since=since)
    assert [(r["method"], r["chat_id"]) for r in seen] == [
        ("sendMessage", ANN),
        ("getMe", None),
        ("sendMessage", 4242),
    ]
    assert seen[0]["params"]["text"] == "one"
    assert seen[2]["outcome"] == "Bad Request: chat not found"
    assert [r["n"] for r in await sandbox.get("requests", method="getMe", since=since)] == [
        seen[1]["n"]
    ]


async def test_the_journal_keeps_no_secrets(sandbox: Sandbox) -> None:
    await sandbox.bot.set_webhook("http://127.0.0.1:9/telegram", secret_token="hunter2")
    assert "hunter2" not in str(await sandbox.get("requests", target="all"))


async def test_wrong_token_and_unknown_method(sandbox: Sandbox) -> None:
    unknown = await sandbox.http.post(f"/bot{sandboxes.TOKEN}/sendTelepathy")
    assert unknown.status_code == 404
    why = "Not Found: method not found"
    assert unknown.json() == {"ok": False, "error_code": 404, "description": why}
    stranger = type(sandbox.bot)("1:wrong", session=sandbox.bot.session)
    with pytest.raises(TelegramUnauthorizedError):
        await stranger(GetMe())


async def test_json_and_query_parameters_are_read_as_well(sandbox: Sandbox) -> None:
    url = f"/bot{sandboxes.TOKEN}/sendMessage"
    as_json: httpx.Response = await sandbox.http.post(url, json={"chat_id": ANN, "text": "json"})
    as_query = await sandbox.http.get(url, params={"chat_id": ANN, "text": "query"})
    assert [r.json()["result"]["text"] for r in (as_json, as_query)] == ["json", "query"]


async def test_a_restart_shows_the_same_chat(tmp_path: Any) -> None:
    async with sandboxes.sandbox(tickover_home=tmp_path) as before:
        await before.meet()
        await before.bot.send_photo(ANN, picture(), caption="x")
        await before.bot.set_webhook("http://127.0.0.1:9/telegram", secret_token="s")
        seen = await before.get(f"chats/{ANN}")
    async with sandboxes.sandbox(tickover_home=tmp_path) as after:
        assert await after.get(f"chats/{ANN}") == seen
        assert (await after.http.get(seen["messages"][-1]["photo"])).is_success
        assert (await after.bot.get_webhook_info()).url == "http://127.0.0.1:9/telegram"
        assert len(await after.get("updates")) == 1
