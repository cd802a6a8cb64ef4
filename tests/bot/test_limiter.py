"""The pace of a chat: a burst, then one a second, and what a 429 there is taken for."""

import pytest
from aiogram.exceptions import TelegramBadRequest

from bot import limiter
from bot.limiter import CHAT_BURST, LONGEST_WAIT, ChatLimits
from bot.telegram_setup import IN_ALL_LANGUAGES
from tests.support import eventually
from tests.support.bot import Person, Shop


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_chat_has_a_burst_and_then_its_pace() -> None:
    clock = Clock()
    chats = ChatLimits(clock)
    assert [chats.spend(1) for _ in range(CHAT_BURST)] == [0.0] * CHAT_BURST
    assert [chats.spend(1) for _ in range(3)] == [1.0, 2.0, 3.0]
    assert chats.spend(1) > LONGEST_WAIT
    assert chats.spend(1) == LONGEST_WAIT + 1, "what was not let in is not counted"
    assert chats.spend(2) == 0, "nor is it another chat's business"
    clock.now = 2.0
    assert chats.spend(1) == 2.0


def test_a_chat_that_was_is_busy_is_the_cause_and_a_quiet_one_is_not() -> None:
    clock = Clock()
    chats = ChatLimits(clock)
    chats.spend(1)
    assert not chats.is_busy(1)
    for _ in range(CHAT_BURST // 2):
        chats.spend(1)
    assert chats.is_busy(1)
    clock.now = 60.0
    assert not chats.is_busy(1)
    assert chats.is_busy(-100), "a group has a limit of its own"


def test_chats_that_have_rested_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "_MOST_CHATS", 3)
    clock = Clock()
    chats = ChatLimits(clock)
    for chat in (1, 2, 3):
        chats.spend(chat)
    clock.now = 60.0
    chats.spend(4)
    assert set(chats._tokens) == {4}


ONLY_COUNTED = """
create or replace function api.spend_telegram(
  p_calls integer, p_patience double precision, out granted boolean, out wait double precision
) language plpgsql as $$
begin
  assert p_calls > 0, 'nobody asks';
  granted := true;
  wait := 0;
end
$$
"""


async def test_the_end_of_a_spinner_asks_no_leave_of_its_own(
    shop: Shop, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It follows the screen, for which the bot has just asked."""
    monkeypatch.setattr(limiter, "GRANT_HOLDS", 600.0)
    await shop.db.execute(ONLY_COUNTED)
    before = len(await shop.sandbox.requests("answerCallbackQuery"))
    await ann.goes("Balance", "Plans and renewals")
    await shop.settled()
    assert len(await shop.sandbox.requests("answerCallbackQuery")) == before + 1
    assert await shop.db.fetchval("select count(*) from outbox.lanes where attempts > 0") == 0


async def test_a_call_that_is_not_counted_asks_again_after_a_while(
    shop: Shop, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram may have banned the bot meanwhile."""
    monkeypatch.setattr(limiter, "GRANT_HOLDS", 0.0)
    await shop.db.execute(ONLY_COUNTED)
    await ann.goes("Balance", "Plans and renewals")

    async def asked() -> bool:
        failed = "select exists (select from outbox.lanes where attempts > 0)"
        return bool(await shop.db.fetchval(failed))

    await eventually(asked)


ASKED_OF_TELEGRAM = ("getWebhookInfo", "getMyCommands", "getChatMember")


async def asked(shop: Shop) -> int:
    return sum([len(await shop.sandbox.requests(method)) for method in ASKED_OF_TELEGRAM])


async def first_check(shop: Shop) -> None:
    """Waits for the bot's own one; the next is minutes away."""

    async def is_over() -> bool:
        return bool(await shop.db.fetchval("select exists (select from outbox.telegram_look)"))

    await eventually(is_over)


async def test_nothing_is_asked_during_a_ban_that_another_process_noted(shop: Shop) -> None:
    await first_check(shop)
    await shop.db.execute("select api.pause_telegram(600)")
    shop.components.telegram_setup.commands_in = IN_ALL_LANGUAGES

    async def is_held() -> bool:
        try:
            await shop.components.bot.get_chat_member(-100, 1)
        except limiter.HeldBack:
            return True
        except TelegramBadRequest:  # the grant of the call before still holds
            return False
        return False

    await eventually(is_held)
    before = await asked(shop)
    await shop.components.telegram_setup.check_updates()
    await shop.components.telegram_setup.check_commands()
    with pytest.raises(limiter.HeldBack):
        await shop.components.bot.get_chat_member(-100, 1)
    assert await asked(shop) == before
    await shop.db.execute("update outbox.destinations set paused_until = null")
    await shop.components.telegram_setup.check_updates()
    assert await asked(shop) == before + 1


async def test_what_looks_after_the_bot_needs_no_database(shop: Shop) -> None:
    await first_check(shop)
    await shop.db.execute(ONLY_COUNTED)
    before = await asked(shop)
    await shop.components.telegram_setup.check_updates()
    assert await asked(shop) == before + 1
