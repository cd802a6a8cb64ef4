"""A user of the simulated year."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Row = dict[str, Any]
# Yields the time until the user returns.
Life = AsyncIterator[timedelta]


@dataclass
class Person:
    """A user with habits, and his own `chance`: one life does not change the others."""

    telegram_id: int
    zone: str
    locale: str
    chance: random.Random
    user_id: int = 0
    blocks: bool = False
    heard: Counter[str] = field(default_factory=Counter)

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def some(self, unit: timedelta, mean: float) -> timedelta:
        return max(unit * self.chance.expovariate(1 / mean), MINUTE)
