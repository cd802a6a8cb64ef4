"""The pace of a chat: a burst, then one a second, and what a 429 there is taken for."""

import pytest

from bot import limiter
from bot.limiter import CHAT_BURST, LONGEST_WAIT, ChatLimits


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
