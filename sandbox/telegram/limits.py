"""Telegram's limits on messages: a rate over all chats, and a lower one per chat."""

import math
import time
from dataclasses import dataclass

from sandbox.faults import TelegramFaults

_PATIENCE = 1.0
"""Seconds in which calls in flight may still run into a ban without prolonging it."""


@dataclass
class _Meter:
    """A token bucket that turns into a ban when it is empty."""

    tokens: float
    filled_at: float
    banned_at: float = 0
    banned_until: float = 0

    def refill(self, now: float, rate: float, burst: float) -> None:
        self.tokens = min(burst, self.tokens + (now - self.filled_at) * rate)
        self.filled_at = now

    def wait(self, now: float, rate: float, asked: int | None) -> int:
        """Returns the seconds to wait, 0 for none. A bot that keeps calling during a ban prolongs
        it."""
        if now < self.banned_until:
            if now > self.banned_at + _PATIENCE:
                self.banned_until += self.banned_until - self.banned_at
                self.banned_at = now
            return math.ceil(self.banned_until - now)
        if self.tokens >= 1:
            return 0
        pause = asked or max(1, math.ceil((1 - self.tokens) / rate))
        self.banned_at, self.banned_until = now, now + pause
        return pause


class Limits:
    """Counts messages. The limits are those of the faults, so that a test can change them."""

    def __init__(self) -> None:
        self._overall = _Meter(math.inf, 0)
        self._chats: dict[int, _Meter] = {}

    def check(self, chat_id: int, faults: TelegramFaults) -> int:
        """Returns 0 when a message may go now, else the seconds to wait; takes a token only if it
        may."""
        now = time.monotonic()
        if faults.flood:
            return faults.retry_after or 1
        chat = self._chats.setdefault(chat_id, _Meter(math.inf, now))
        meters = []
        for meter, rate, burst in (
            (self._overall, faults.rate, max(faults.rate, 1)),
            (chat, faults.chat_rate, faults.chat_burst),
        ):
            if rate:
                meter.refill(now, rate, burst)
                if pause := meter.wait(now, rate, faults.retry_after):
                    return pause
                meters.append(meter)
        for meter in meters:
            meter.tokens -= 1
        return 0
